//! A document in the one layout, as the lines that change.

use super::place::position;
use super::server::Refusal;
use super::uri::path_of;
use super::workspace::Workspace;
use crate::compile::{Text, Unformatted, formatted};
use crate::diagnostic::{Diagnostic, Severity, Source};
use lsp_types::{DocumentFormattingParams, Range, TextEdit};

pub(super) fn formatting(
    workspace: &Workspace,
    params: DocumentFormattingParams,
) -> Result<Option<Vec<TextEdit>>, Refusal> {
    let path = path_of(&params.text_document.uri);
    let Some(buffer) = workspace.buffers.get(&path) else { return Ok(None) };
    // The binding has no layout of ours, and a document without a formal block is none.
    if workspace.tree(&params.text_document.uri).is_none() {
        return Ok(None);
    }
    let source = &buffer.source;
    let new = formatted(&Text::new(path, source.text.clone())).map_err(|why| refusal(&why))?;
    Ok(Some(edit(source, &new).into_iter().collect()))
}

fn refusal(why: &Unformatted) -> Refusal {
    match why {
        Unformatted::Unread { diagnostics, sources } => {
            let first: Option<&Diagnostic> = diagnostics.iter().find(|d| d.severity == Severity::Error);
            let place = first.and_then(|d| Some((d.primary()?, d)));
            Refusal::failed(match place {
                Some((span, d)) => {
                    format!("left as it is: line {} cannot be read: {}", sources.line_column(span).0, d.title)
                }
                None => "left as it is: a part of it cannot be read".to_string(),
            })
        }
        Unformatted::OtherTree { clause } => {
            Refusal::failed(format!("left as it is: clause {clause} would be read otherwise in the layout"))
        }
    }
}

/// One edit of whole lines, from the first that differs to the last.
fn edit(source: &Source, new: &str) -> Option<TextEdit> {
    let old = source.text.as_str();
    if old == new {
        return None;
    }
    let (a, b): (Vec<&str>, Vec<&str>) = (lines(old), lines(new));
    let before = a.iter().zip(&b).take_while(|(x, y)| x == y).count();
    let most = a.len().min(b.len()) - before;
    let after = a.iter().rev().zip(b.iter().rev()).take(most).take_while(|(x, y)| x == y).count();
    let length = |lines: &[&str]| lines.iter().map(|line| line.len()).sum::<usize>();
    let (start, end) = (length(&a[..before]), length(&a[..a.len() - after]));
    let range = Range { start: position(source, start as u32), end: position(source, end as u32) };
    Some(TextEdit { range, new_text: b[before..b.len() - after].concat() })
}

fn lines(text: &str) -> Vec<&str> {
    text.split_inclusive('\n').collect()
}
