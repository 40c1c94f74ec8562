//! A name changed everywhere it stands, in plan, criteria and binding, where every plan means afterwards what it meant.

use super::place::range;
use super::server::Refusal;
use super::study::Study;
use super::texts::Buffers;
use super::workspace::{Buffer, Place, Workspace, plans_near};
use crate::diagnostic::{Code, Severity, Source, Span};
use crate::plan::ir::DEATH;
use crate::plan::references::{Definition, Named};
use crate::program::{digest, lower};
use lsp_types::{
    PrepareRenameParams, PrepareRenamePlaceholder, PrepareRenameResult, RenameParams, TextEdit, WorkspaceEdit,
};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// Bytes at which the old name begins, by document.
type Places = BTreeMap<PathBuf, BTreeSet<u32>>;

pub(super) fn prepare(
    workspace: &Workspace,
    params: PrepareRenameParams,
) -> Result<Option<PrepareRenameResult>, Refusal> {
    let Some(place) = workspace.place(&params.text_document_position_params) else { return Ok(None) };
    let (Some(definition), Some(source)) = (place.definition(), place.study.source(place.file)) else {
        return Ok(None);
    };
    fixed(definition)?;
    let mut here = named_in(place.study, definition)?.into_iter();
    let span = here.find(|s| s.file == place.file && s.start <= place.byte && place.byte <= s.end);
    Ok(span.map(|span| {
        let placeholder = definition.name.clone();
        PrepareRenameResult::PrepareRenamePlaceholder(PrepareRenamePlaceholder {
            range: range(source, span),
            placeholder,
        })
    }))
}

pub(super) fn rename(workspace: &Workspace, params: RenameParams) -> Result<Option<WorkspaceEdit>, Refusal> {
    let Some(place) = workspace.place(&params.text_document_position_params) else { return Ok(None) };
    let Some(definition) = place.definition() else {
        return Err(Refusal::failed("no name of the plan stands here"));
    };
    let new = params.new_name.trim();
    fixed(definition)?;
    if !is_name(new) {
        return Err(Refusal::failed(format!(
            "`{new}` is no name: letters, digits and `_`, and no digit at the beginning"
        )));
    }
    taken(&place, definition, new)?;
    let path = place.study.path(definition.place.file).to_path_buf();
    // What a plan itself describes is named in no other.
    let read = if path == place.study.compiled.path { vec![] } else { also_read(workspace, &path) };
    let studies: Vec<&Study> = workspace.studies.values().flatten().chain(&read).collect();
    let mut places = Places::new();
    let mut concerned = vec![];
    for study in studies {
        let Some(own) = same(study, &path, definition) else { continue };
        for span in named_in(study, own)? {
            places.entry(study.path(span.file).to_path_buf()).or_default().insert(span.start);
        }
        concerned.push(study);
    }
    let renamed = renamed(workspace, &concerned, &places, &definition.name, new);
    for study in &concerned {
        let shown = || crate::compile::shown(&study.compiled.path);
        let after = Study::read(&study.compiled.path, &renamed, &mut workspace.kept.borrow_mut())
            .map_err(|unread| Refusal::failed(format!("left as it is: {unread}")))?;
        if study.compiled.plan.is_none() {
            return Err(Refusal::failed(format!("{} has errors: a new name is checked by what a plan means", shown())));
        }
        let wrong = after.diagnostics.iter().find(|d| d.severity == Severity::Error);
        if let (None, Some(wrong)) = (&after.compiled.plan, wrong) {
            return Err(Refusal::failed(format!("with the name `{new}` {} would be wrong: {}", shown(), wrong.title)));
        }
        if !means_the_same(study, &after, &places, &definition.name, new) {
            return Err(Refusal::failed(format!("with the name `{new}` {} would not mean what it means", shown())));
        }
    }
    Ok(Some(workspace.edit(edits(&concerned, &places, &definition.name, new))))
}

/// Names that are not the plan's to choose.
fn fixed(definition: &Definition) -> Result<(), Refusal> {
    match definition.kind {
        Named::Document => Err(Refusal::failed("the path of a document is that of its file")),
        Named::Event if definition.name == DEATH => Err(Refusal::failed(
            "the event of this name ends all that can be observed: the language knows it by its name",
        )),
        _ => Ok(()),
    }
}

fn is_name(word: &str) -> bool {
    word.starts_with(|c: char| c.is_alphabetic() || c == '_') && word.chars().all(|c| c.is_alphanumeric() || c == '_')
}

fn taken(place: &Place<'_>, definition: &Definition, new: &str) -> Result<(), Refusal> {
    let (kind, owner) = (definition.kind, &definition.owner);
    let same = |d: &&Definition| d.kind == kind && d.owner == *owner && d.name == new;
    if place.study.compiled.references.definitions().any(|d| same(&d)) {
        return Err(Refusal::failed(format!("there is {} `{new}` already", kind.words())));
    }
    match (kind, new) {
        (Named::Event, DEATH) => {
            Err(Refusal::failed("an event of this name would end all that can be observed of a patient"))
        }
        _ => Ok(()),
    }
}

/// Plans that are not open and use the document.
fn also_read(workspace: &Workspace, path: &Path) -> Vec<Study> {
    let unknown = plans_near(path).into_iter().filter(|plan| !workspace.studies.contains_key(plan));
    let read = unknown.filter_map(|plan| Study::read(&plan, &workspace.buffers, &mut workspace.kept.borrow_mut()).ok());
    read.filter(|study| study.file(path).is_some()).collect()
}

/// The definition as another study has it that shares the document.
fn same<'s>(study: &'s Study, path: &Path, definition: &Definition) -> Option<&'s Definition> {
    let file = study.file(path)?;
    let place = Span { file, ..definition.place };
    let references = &study.compiled.references;
    references.definitions().find(|d| d.place == place && d.kind == definition.kind && d.name == definition.name)
}

/// Where the name stands, without what stands before it in a path.
fn named_in(study: &Study, definition: &Definition) -> Result<Vec<Span>, Refusal> {
    let uses = study.compiled.references.references_of(definition);
    let one = |span: Span| {
        let text = study.compiled.sources.text(span);
        match text.ends_with(&definition.name) {
            true => Ok(Span { start: span.end - definition.name.len() as u32, ..span }),
            false => Err(Refusal::failed(format!(
                "`{}` is written as {text} in line {} of {}",
                definition.name,
                study.compiled.sources.line_column(span).0,
                study.compiled.sources.file_name(span)
            ))),
        }
    };
    [definition.place].into_iter().chain(uses).map(one).collect()
}

/// The buffers with the new name in them; what is not open is read from the disk as if it were.
fn renamed(workspace: &Workspace, concerned: &[&Study], places: &Places, old: &str, new: &str) -> Buffers {
    let mut buffers = workspace.copies();
    for (path, starts) in places {
        let source = concerned.iter().find_map(|study| study.source(study.file(path)?));
        let Some(Source { text, .. }) = source else { continue };
        let mut text = text.clone();
        for start in starts.iter().rev() {
            let start = *start as usize;
            text.replace_range(start..start + old.len(), new);
        }
        buffers.insert(path.clone(), Buffer::new(workspace.uri(path), 0, path, text));
    }
    buffers
}

fn edits<'p>(concerned: &[&Study], places: &'p Places, old: &str, new: &str) -> Vec<(&'p Path, Vec<TextEdit>)> {
    let mut all = vec![];
    for (path, starts) in places {
        let found =
            concerned.iter().find_map(|study| study.file(path).and_then(|file| Some((file, study.source(file)?))));
        let Some((file, source)) = found else { continue };
        let edit = |start: &u32| {
            let span = Span { file, start: *start, end: start + old.len() as u32 };
            TextEdit { range: range(source, span), new_text: new.to_string() }
        };
        all.push((path.as_path(), starts.iter().map(edit).collect()));
    }
    all
}

/// Each step does what it did, each name stands for what it stood for, and the same is said, with the one name for the other.
fn means_the_same(before: &Study, after: &Study, places: &Places, old: &str, new: &str) -> bool {
    let (Some(a), Some(b)) = (&before.compiled.plan, &after.compiled.plan) else { return false };
    let (a, b) = (digest::texts(&lower(a), a), digest::texts(&lower(b), b));
    let steps = a.len() == b.len() && a.iter().zip(&b).all(|(a, b)| equal_but_for(a, b, old, new));
    let longer = i64::try_from(new.len()).unwrap_or(0) - i64::try_from(old.len()).unwrap_or(0);
    let none = BTreeSet::new();
    let shifted = |span: Span| {
        let starts = places.get(before.path(span.file)).unwrap_or(&none);
        (span.file, i64::from(span.start) + longer * starts.range(..span.start).count() as i64)
    };
    let stays = |span: Span| (span.file, i64::from(span.start));
    steps && leads(before, &shifted) == leads(after, &stays) && codes(before) == codes(after)
}

/// From each name to its definition, by their places.
fn leads<P: Ord>(study: &Study, place: &impl Fn(Span) -> P) -> BTreeSet<(P, P)> {
    let references = &study.compiled.references;
    let of = |d: &Definition| {
        let uses = references.references_of(d).into_iter().chain([d.place]);
        uses.map(|used| (place(used), place(d.place))).collect::<Vec<_>>()
    };
    references.definitions().flat_map(of).collect()
}

fn codes(study: &Study) -> Vec<Code> {
    let mut codes: Vec<Code> = study.diagnostics.iter().map(|d| d.code).collect();
    codes.sort();
    codes
}

/// Word by word the same, or the new word where the old one was.
fn equal_but_for(a: &str, b: &str, old: &str, new: &str) -> bool {
    let (a, b) = (words(a), words(b));
    a.len() == b.len() && a.iter().zip(&b).all(|(a, b)| a == b || (*a == old && *b == new))
}

/// Words, and what stands between them.
fn words(text: &str) -> Vec<&str> {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let mut words = vec![];
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let end = rest.find(|c| is_word(c) != is_word(first)).unwrap_or(rest.len());
        words.push(&rest[..end]);
        rest = &rest[end..];
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_may_differ_by_the_one_name() {
        let same = |a, b| equal_but_for(a, b, "os", "survival");
        assert!(same("endpoint os (os at day 5)", "endpoint survival (survival at day 5)"));
        assert!(same("of endpoint.os", "of endpoint.os"));
        assert!(!same("os_late of os", "survival_late of survival"));
        assert!(!same("pfs of os", "os of survival"));
        assert!(!same("os at 5", "survival at 6"));
    }

    #[test]
    fn a_name_is_a_word() {
        assert!(is_name("taille_max") && is_name("é1") && is_name("_x"));
        assert!(!is_name("1st") && !is_name("two words") && !is_name("") && !is_name("a-b"));
    }
}
