//! Messages for programs: as JSON of our own (`docs/messages.md`), as SARIF 2.1.0, or as the commands by which a workflow on GitHub
//! puts them beside the lines they are about.

mod github;
mod json;
mod sarif;

use crate::diagnostic::{Columns, Diagnostic, Position, Severity, Source, Sources, Span};
use clap::ValueEnum;

/// How messages are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum MessageFormat {
    /// For people, to standard error
    Human,
    /// One JSON document, to standard output
    Json,
    /// SARIF 2.1.0, to standard output
    Sarif,
    /// Workflow commands of GitHub, to standard output
    Github,
}

/// All messages as one text; none where they are for people.
pub(super) fn written(format: MessageFormat, diagnostics: &[Diagnostic], sources: &Sources) -> Option<String> {
    match format {
        MessageFormat::Human => None,
        MessageFormat::Json => Some(json::written(diagnostics, sources)),
        MessageFormat::Sarif => Some(sarif::written(diagnostics, sources)),
        MessageFormat::Github => Some(github::written(diagnostics, sources)),
    }
}

/// A place by lines and columns, both from 1.
struct Place<'s> {
    source: &'s Source,
    start: Position,
    end: Position,
}

impl<'s> Place<'s> {
    /// None where the place is of no source.
    fn of(span: Span, columns: Columns, sources: &'s Sources) -> Option<Place<'s>> {
        let source = sources.get(span.file)?;
        let from_one = |byte: u32| {
            let Position { line, column } = source.position(byte as usize, columns);
            Position { line: line + 1, column: column + 1 }
        };
        Some(Place { source, start: from_one(span.start), end: from_one(span.end) })
    }
}

fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    }
}

/// Title, and below it what is said besides.
fn in_full(diagnostic: &Diagnostic) -> String {
    let label = diagnostic.labels.iter().find(|label| label.primary).map(|label| label.text.clone());
    let label = label.filter(|text| !text.is_empty());
    let hint = diagnostic.hint.as_ref().map(|hint| format!("hint: {hint}"));
    let parts = [Some(diagnostic.title.to_string()), label, diagnostic.reason.clone(), hint];
    parts.into_iter().flatten().collect::<Vec<_>>().join("\n")
}
