//! What may stand at the cursor. The compiler is asked: with a word there that nobody writes, it says that it does not know it, and
//! what it knows in this place. So nothing here lists what the language or the plan has.

use super::fence::Fenced;
use super::kinds::kinds;
use super::pages;
use super::place::range;
use super::server::Refusal;
use super::study::Study;
use super::told::told;
use super::uri::path_of;
use super::workspace::{Buffer, Workspace};
use crate::catalogue;
use crate::diagnostic::{Diagnostic, FileId, Severity, Source, Span};
use crate::plan::registry::{self, HEADS};
use crate::syntax;
use lsp_types::{
    CompletionItem, CompletionItemKind, CompletionItemTextEdit, CompletionList, CompletionParams, CompletionResponse,
    Documentation, MarkupContent, MarkupKind, TextEdit,
};
use std::path::Path;

/// A word that no plan has.
const NOBODY_S: &str = "zq_zq_zq";

/// What is tried around the word: a name; a key with a value; a unit behind a number; the same where a brace is still open.
const TRIED: &[(&str, &str)] =
    &[("", ""), ("", ": zq_zq_zq"), ("", " {}"), ("0 ", ""), ("", " otherwise"), ("", " }"), ("", ": zq_zq_zq }")];

pub(super) fn completion(
    workspace: &Workspace,
    params: CompletionParams,
) -> Result<Option<CompletionResponse>, Refusal> {
    let at = &params.text_document_position_params;
    let path = path_of(&at.text_document.uri);
    let Some(buffer) = workspace.buffers.get(&path) else { return Ok(None) };
    let Some(byte) = super::place::byte(&buffer.source, at.position) else { return Ok(None) };
    let word = word_around(&buffer.source.text, byte as usize);
    let items = match Fenced::at(&buffer.source.text, byte as usize) {
        Some(fenced) if fenced.is_at_margin(word.start) => heads(&buffer.source, word),
        Some(_) => known(workspace, &path, buffer, word),
        // The binding is read whole; prose is left alone.
        None if workspace.tree(&at.text_document.uri).is_none() => known(workspace, &path, buffer, word),
        None => vec![],
    };
    Ok(Some(CompletionResponse::CompletionList(CompletionList { items, ..CompletionList::default() })))
}

/// The word that the cursor stands in or behind.
fn word_around(text: &str, byte: usize) -> std::ops::Range<usize> {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let start =
        text[..byte].rfind(|c| !is_word(c)).map_or(0, |at| at + text[at..].chars().next().map_or(1, char::len_utf8));
    let end = text[byte..].find(|c| !is_word(c)).map_or(text.len(), |at| byte + at);
    start..end
}

/// The words that begin a statement.
fn heads(source: &Source, word: std::ops::Range<usize>) -> Vec<CompletionItem> {
    let item = |head: &crate::plan::registry::Head| {
        let kind = CompletionItemKind::Keyword;
        item(source, word.clone(), head.word, kind, None, Some(pages::of_head(head)))
    };
    HEADS.iter().map(item).collect()
}

fn known(workspace: &Workspace, path: &Path, buffer: &Buffer, word: std::ops::Range<usize>) -> Vec<CompletionItem> {
    let Some((study, _)) = workspace.study_of(path) else { return vec![] };
    let plan = study.compiled.path.clone();
    let tried = TRIED.iter().map(|(before, behind)| Tried::new(&buffer.source.text, &word, before, behind));
    // Whether a form can be read there is soon told; what may stand in it takes the whole plan.
    let (read, unread): (Vec<Tried>, Vec<Tried>) = tried.partition(Tried::is_read);
    for tried in if read.is_empty() { unread } else { read } {
        let names = tried.asked(workspace, &plan, path, buffer);
        if !names.is_empty() {
            return names.iter().map(|name| of_name(study, &buffer.source, word.clone(), name)).collect();
        }
    }
    vec![]
}

/// A document with the word that nobody writes, and what stands around it.
struct Tried {
    text: String,
    /// Where the word begins.
    start: usize,
}

impl Tried {
    fn new(text: &str, word: &std::ops::Range<usize>, before: &str, behind: &str) -> Tried {
        let mut text = text.to_string();
        text.replace_range(word.clone(), &format!("{before}{NOBODY_S}{behind}"));
        Tried { text, start: word.start + before.len() }
    }

    /// Its formal block has no error on the line of the word or the next. A binding has no blocks, and is read whole.
    fn is_read(&self) -> bool {
        let Some(block) = Fenced::whole(&self.text, self.start) else { return true };
        let line = self.text[..self.start].rfind('\n').map_or(0, |at| at + 1);
        let mut ends = self.text[self.start..].match_indices('\n').map(|(at, _)| self.start + at);
        let end = ends.nth(1).unwrap_or(self.text.len());
        let (_, found) = syntax::parse(FileId(0), &self.text[block.clone()], &registry::head_words());
        let mut errors = found.iter().filter(|d| d.severity == Severity::Error).filter_map(Diagnostic::primary);
        !errors.any(|place| (line..=end).contains(&(block.start + place.start as usize)))
    }

    /// What the compiler knows where it finds the word.
    fn asked(self, workspace: &Workspace, plan: &Path, path: &Path, buffer: &Buffer) -> Vec<String> {
        let start = self.start as u32;
        let mut buffers = workspace.copies();
        buffers.insert(path.to_path_buf(), Buffer::new(buffer.uri.clone(), buffer.version, path, self.text));
        let Ok(tried) = Study::read(plan, &buffers, &mut workspace.kept.borrow_mut()) else { return vec![] };
        let Some(file) = tried.file(path) else { return vec![] };
        let place = Span { file, start, end: start + NOBODY_S.len() as u32 };
        let here = tried.diagnostics.iter().filter(|d| d.primary() == Some(place));
        let mut names: Vec<String> = here.flat_map(|d| d.known.clone()).collect();
        names.retain(|name| !name.contains(NOBODY_S));
        let mut seen = std::collections::BTreeSet::new();
        names.retain(|name| seen.insert(name.clone()));
        names
    }
}

fn of_name(study: &Study, source: &Source, word: std::ops::Range<usize>, name: &str) -> CompletionItem {
    if let Some(definition) = study.compiled.references.definitions().find(|d| d.name == name) {
        let words = definition.kind.words();
        return item(source, word, name, kinds(definition.kind).1, Some(words), Some(told(study, definition)));
    }
    if let Some(method) = catalogue::named(name) {
        let page = Some(pages::of_method(method));
        return item(source, word, name, CompletionItemKind::Function, Some(method.title), page);
    }
    item(source, word, name, CompletionItemKind::Keyword, None, pages::of_word(name))
}

fn item(
    source: &Source,
    word: std::ops::Range<usize>,
    name: &str,
    kind: CompletionItemKind,
    detail: Option<&str>,
    page: Option<String>,
) -> CompletionItem {
    let file = FileId(0);
    let edit = TextEdit { range: range(source, Span::new(file, word.start, word.end)), new_text: written(name) };
    let page = page.map(|value| MarkupContent { kind: MarkupKind::Markdown, value });
    CompletionItem {
        label: name.to_string(),
        kind: Some(kind),
        detail: detail.map(str::to_string),
        documentation: page.map(Documentation::MarkupContent),
        text_edit: Some(CompletionItemTextEdit::TextEdit(edit)),
        ..CompletionItem::default()
    }
}

/// A code of several words stands in quotation marks.
fn written(name: &str) -> String {
    let quoted = name.contains(' ') && name.chars().any(char::is_uppercase);
    if quoted { format!("\"{name}\"") } else { name.to_string() }
}
