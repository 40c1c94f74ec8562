//! The fixes of what is said of a document: each by itself, and all at once that say what stood there in other words.

use super::diagnostics::told_of;
use super::place::{bytes, range};
use super::server::Refusal;
use super::study::Study;
use super::uri::path_of;
use super::workspace::Workspace;
use crate::diagnostic::{Certainty, Diagnostic, FileId, Fix};
use lsp_types::{
    CodeAction, CodeActionKind, CodeActionParams, CodeActionResponse, DocumentChange, Edit,
    OptionalVersionedTextDocumentIdentifier, TextDocumentEdit, TextDocumentIdentifier, TextEdit, WorkspaceEdit,
};
use std::path::Path;

pub(super) fn actions(
    workspace: &Workspace,
    params: CodeActionParams,
) -> Result<Option<Vec<CodeActionResponse>>, Refusal> {
    let Some((study, file)) = workspace.study_of(&path_of(&params.text_document.uri)) else { return Ok(None) };
    let Some(source) = study.source(file) else { return Ok(None) };
    let asked =
        |kind: CodeActionKind| params.context.only.as_ref().is_none_or(|only| only.iter().any(|k| is_below(&kind, k)));
    let (start, end) = bytes(source, params.range);
    let mut actions = vec![];
    if asked(CodeActionKind::QuickFix) {
        let here = study.diagnostics.iter().filter(|d| {
            d.primary().is_some_and(|place| place.file == file && place.start <= end && start <= place.end)
        });
        actions.extend(here.flat_map(|diagnostic| quick_fixes(diagnostic, study, workspace)));
    }
    if asked(CodeActionKind::SourceFixAll) {
        actions.extend(all_at_once(study, file, workspace));
    }
    Ok(Some(actions.into_iter().map(CodeActionResponse::CodeAction).collect()))
}

/// `source` asks for all that is below it, `source.fixAll` among them.
fn is_below(kind: &CodeActionKind, asked: &CodeActionKind) -> bool {
    let (kind, asked) = (kind.to_string(), asked.to_string());
    kind == asked || kind.strip_prefix(&asked).is_some_and(|rest| rest.starts_with('.'))
}

fn quick_fixes(diagnostic: &Diagnostic, study: &Study, workspace: &Workspace) -> Vec<CodeAction> {
    let one = |fix: &Fix| {
        Some(CodeAction {
            title: title(fix, study),
            kind: Some(CodeActionKind::QuickFix),
            diagnostics: Some(vec![told_of(diagnostic, study, workspace)?]),
            is_preferred: Some(fix.certainty == Certainty::SameMeaning || diagnostic.fixes.len() == 1),
            edit: Some(edit_of(&[fix], study, fix.span.file, workspace)?),
            ..CodeAction::default()
        })
    };
    diagnostic.fixes.iter().filter_map(one).collect()
}

fn title(fix: &Fix, study: &Study) -> String {
    let first = |text: &str| match text.trim().split_once('\n') {
        Some((line, _)) => format!("{} …", line.trim_end()),
        None => text.trim().to_string(),
    };
    let (was, new) = (first(study.compiled.sources.text(fix.span)), first(&fix.replacement));
    match (was.is_empty(), new.is_empty()) {
        (true, _) => format!("Write `{new}`"),
        (false, true) => format!("Delete `{was}`"),
        (false, false) => format!("Replace `{was}` by `{new}`"),
    }
}

/// The old words of a document in the words that the language has now.
fn all_at_once(study: &Study, file: FileId, workspace: &Workspace) -> Option<CodeAction> {
    let fixes = study.diagnostics.iter().flat_map(|d| &d.fixes);
    let mut fixes: Vec<&Fix> =
        fixes.filter(|fix| fix.certainty == Certainty::SameMeaning && fix.span.file == file).collect();
    fixes.sort_by_key(|fix| fix.span);
    // Of two that overlap the first; the other is offered again afterwards.
    let mut apart: Vec<&Fix> = vec![];
    for fix in fixes {
        if apart.last().is_none_or(|last| last.span.end <= fix.span.start && last.span != fix.span) {
            apart.push(fix);
        }
    }
    let edit = edit_of(&apart, study, file, workspace).filter(|_| !apart.is_empty())?;
    let title = "Say all old words in the words that the language has now".to_string();
    Some(CodeAction { title, kind: Some(CodeActionKind::SourceFixAll), edit: Some(edit), ..CodeAction::default() })
}

fn edit_of(fixes: &[&Fix], study: &Study, file: FileId, workspace: &Workspace) -> Option<WorkspaceEdit> {
    let source = study.source(file)?;
    let edit = |fix: &&Fix| TextEdit { range: range(source, fix.span), new_text: fix.replacement.clone() };
    Some(workspace.edit(vec![(study.path(file), fixes.iter().map(edit).collect())]))
}

impl Workspace {
    /// Edits of documents, in the form that the client takes.
    pub(super) fn edit(&self, edits: Vec<(&Path, Vec<TextEdit>)>) -> WorkspaceEdit {
        if !self.edits_have_versions {
            let changes = edits.into_iter().map(|(path, edits)| (self.uri(path), edits)).collect();
            return WorkspaceEdit { changes: Some(changes), ..WorkspaceEdit::default() };
        }
        let of_document = |(path, edits): (&Path, Vec<TextEdit>)| {
            let text_document = OptionalVersionedTextDocumentIdentifier {
                version: self.version(path),
                text_document_identifier: TextDocumentIdentifier { uri: self.uri(path) },
            };
            let edits = edits.into_iter().map(Edit::TextEdit).collect();
            DocumentChange::TextDocumentEdit(TextDocumentEdit { text_document, edits })
        };
        let changes = edits.into_iter().map(of_document).collect();
        WorkspaceEdit { document_changes: Some(changes), ..WorkspaceEdit::default() }
    }
}
