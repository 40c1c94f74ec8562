//! The open documents, and the studies that they are of.

use super::place;
use super::study::{Study, binding_of};
use super::texts::{Buffers, Opened};
use super::uri::{path_of, uri_of};
use crate::binding::plan_path;
use crate::compile::{Kept, Unread, shown};
use crate::diagnostic::{Diagnostic, FileId, Source, Sources};
use crate::plan::registry;
use crate::plan::settled::settle;
use crate::syntax::tree::Document;
use crate::syntax::{self};
use lsp_types::{TextDocumentContentChangeEvent, TextDocumentPositionParams, Uri};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// Folders below one that are looked through for a plan that uses a document.
const MOST_FOLDERS: usize = 200;
/// A document lies beside the plans that use it, or in a folder beside theirs.
const FOLDERS_ABOVE: usize = 2;

#[derive(Clone)]
pub(super) struct Buffer {
    /// As the client calls it.
    pub uri: Uri,
    pub version: i32,
    pub source: Source,
    /// The plan of the study that it belongs to, as far as the disk and its own words tell.
    home: Option<PathBuf>,
}

impl Buffer {
    pub(super) fn new(uri: Uri, version: i32, path: &Path, text: String) -> Buffer {
        Buffer { uri, version, source: Source::new(shown(path), text), home: None }
    }
}

/// A document of no study: its tree, and what is said of it by itself.
pub(super) struct Alone {
    pub document: Document,
    pub diagnostics: Vec<Diagnostic>,
}

#[derive(Default)]
pub(super) struct Workspace {
    pub buffers: Buffers,
    /// By their plans.
    pub studies: BTreeMap<PathBuf, Result<Study, Unread>>,
    pub alone: BTreeMap<PathBuf, Alone>,
    /// The client takes edits of documents with their versions.
    pub edits_have_versions: bool,
    /// What was read of documents, for the next time; of no consequence to any answer.
    pub kept: RefCell<Kept>,
    /// Paths whose text is another than was compiled.
    changed: BTreeSet<PathBuf>,
    /// What is open, or what is on the disk, is not what it was.
    moved: bool,
}

/// A place that a client asks about, in the study in which it is answered.
#[derive(Clone, Copy)]
pub(super) struct Place<'w> {
    pub study: &'w Study,
    pub file: FileId,
    pub byte: u32,
}

impl Workspace {
    pub(super) fn open(&mut self, uri: Uri, version: i32, text: String) {
        let path = path_of(&uri);
        let buffer = Buffer::new(uri, version, &path, text);
        self.buffers.insert(path, buffer);
        self.moved = true;
    }

    pub(super) fn change(&mut self, uri: &Uri, version: i32, changes: Vec<TextDocumentContentChangeEvent>) {
        let path = path_of(uri);
        let Some(buffer) = self.buffers.get_mut(&path) else { return };
        buffer.version = version;
        for change in changes {
            let text = match change {
                TextDocumentContentChangeEvent::TextDocumentContentChangeWholeDocument(whole) => whole.text,
                TextDocumentContentChangeEvent::TextDocumentContentChangePartial(part) => {
                    let (start, end) = place::bytes(&buffer.source, part.range);
                    let mut text = std::mem::take(&mut buffer.source.text);
                    text.replace_range(start as usize..end as usize, &part.text);
                    text
                }
            };
            buffer.source = Source::new(shown(&path), text);
        }
        self.changed.insert(path);
    }

    pub(super) fn close(&mut self, uri: &Uri) {
        self.buffers.remove(&path_of(uri));
        self.kept.take();
        self.moved = true;
    }

    pub(super) fn disk_changed(&mut self) {
        self.moved = true;
    }

    /// Compiles every study whose texts have changed, and forgets those of which nothing is open.
    pub(super) fn refresh(&mut self) {
        if !self.moved && self.changed.is_empty() {
            return;
        }
        let changed = std::mem::take(&mut self.changed);
        if std::mem::take(&mut self.moved) {
            self.studies.clear();
        }
        self.studies.retain(|plan, study| match study {
            Ok(study) => !changed.iter().any(|path| path == plan || study.file(path).is_some()),
            Err(_) => false,
        });
        let mut wanted = BTreeSet::new();
        for path in self.buffers.keys().cloned().collect::<Vec<_>>() {
            let own = self.own_plan(&path);
            if let Some(plan) = own {
                self.compile(&plan);
                wanted.insert(plan);
            }
        }
        self.alone.clear();
        for path in self.buffers.keys().cloned().collect::<Vec<_>>() {
            if self.is_of_a_study(&path, &wanted) || !self.is_criterion(&path) {
                continue;
            }
            if let Some(plan) = self.user_of(&path) {
                wanted.insert(plan);
            } else if let Some(alone) = self.buffers.get(&path).map(alone) {
                self.alone.insert(path, alone);
            }
        }
        self.studies.retain(|plan, _| wanted.contains(plan));
    }

    fn compile(&mut self, plan: &Path) {
        if !self.studies.contains_key(plan) {
            self.studies.insert(plan.to_path_buf(), Study::read(plan, &self.buffers, self.kept.get_mut()));
        }
    }

    fn is_of_a_study(&self, path: &Path, wanted: &BTreeSet<PathBuf>) -> bool {
        let studies = self.studies.iter().filter(|(plan, _)| wanted.contains(*plan));
        studies.filter_map(|(_, study)| study.as_ref().ok()).any(|study| study.file(path).is_some())
    }

    /// The plan that an open document is, or that it names as a binding.
    fn own_plan(&self, path: &Path) -> Option<PathBuf> {
        let buffer = self.buffers.get(path)?;
        if is_yaml(path) {
            let mut sources = Sources::default();
            let file = sources.add("", buffer.source.text.as_str());
            let named = plan_path(&sources, file).ok().map(|plan| path.with_file_name(plan.node));
            let texts = Opened { plan: path, buffers: &self.buffers };
            let plan = named.filter(|plan| binding_of(plan) == path && texts.is_there(plan));
            return plan
                .or_else(|| Some(path.with_file_name(PLAN)).filter(|p| binding_of(p) == path && texts.is_there(p)));
        }
        let is_plan = path.file_name().is_some_and(|name| name == PLAN) || begins(&buffer.source.text, STUDY);
        is_plan.then(|| path.to_path_buf())
    }

    fn is_criterion(&self, path: &Path) -> bool {
        self.buffers.get(path).is_some_and(|buffer| begins(&buffer.source.text, CRITERION))
    }

    /// A plan on the disk, near the document, that uses it; it is compiled then.
    fn user_of(&mut self, path: &Path) -> Option<PathBuf> {
        let known = self.buffers.get(path).and_then(|buffer| buffer.home.clone());
        let candidates = known.map_or_else(|| plans_near(path), |home| vec![home]);
        for plan in candidates {
            let was_there = self.studies.contains_key(&plan);
            self.compile(&plan);
            let uses =
                self.studies.get(&plan).and_then(|study| study.as_ref().ok()).is_some_and(|s| s.file(path).is_some());
            if uses {
                if let Some(buffer) = self.buffers.get_mut(path) {
                    buffer.home = Some(plan.clone());
                }
                return Some(plan);
            }
            if !was_there {
                self.studies.remove(&plan);
            }
        }
        None
    }

    /// The study in which a document is looked at, and its file there: the one whose plan is open, if there is one.
    pub(super) fn study_of(&self, path: &Path) -> Option<(&Study, FileId)> {
        let mut found: Vec<(&PathBuf, &Study, FileId)> = vec![];
        for (plan, study) in &self.studies {
            if let Ok(study) = study
                && let Some(file) = study.file(path)
            {
                found.push((plan, study, file));
            }
        }
        let open = found.iter().find(|(plan, ..)| self.buffers.contains_key(*plan));
        open.or(found.first()).map(|(_, study, file)| (*study, *file))
    }

    pub(super) fn place(&self, params: &TextDocumentPositionParams) -> Option<Place<'_>> {
        let (study, file) = self.study_of(&path_of(&params.text_document.uri))?;
        let byte = place::byte(study.source(file)?, params.position)?;
        Some(Place { study, file, byte })
    }

    /// The text of an open document and its tree, of a study or not.
    pub(super) fn tree(&self, uri: &Uri) -> Option<(&Source, &Document)> {
        let path = path_of(uri);
        if let Some((study, file)) = self.study_of(&path) {
            return Some((study.source(file)?, study.document(file)?));
        }
        Some((&self.buffers.get(&path)?.source, &self.alone.get(&path)?.document))
    }

    /// As the client calls the document.
    pub(super) fn uri(&self, path: &Path) -> Uri {
        self.buffers.get(path).map_or_else(|| uri_of(path), |buffer| buffer.uri.clone())
    }

    /// The open documents, to be tried with other texts.
    pub(super) fn copies(&self) -> Buffers {
        self.buffers.clone()
    }

    pub(super) fn version(&self, path: &Path) -> Option<i32> {
        self.buffers.get(path).map(|buffer| buffer.version)
    }
}

const PLAN: &str = "plan.md";
const STUDY: &str = "study ";
const CRITERION: &str = "criterion ";
const YAML: &[&str] = &["yaml", "yml"];

fn is_yaml(path: &Path) -> bool {
    path.extension().is_some_and(|e| YAML.iter().any(|ending| e == *ending))
}

/// A line of the text begins a statement with this word.
fn begins(text: &str, word: &str) -> bool {
    text.lines().any(|line| line.starts_with(word))
}

fn alone(buffer: &Buffer) -> Alone {
    let text = &buffer.source.text;
    let (mut document, mut diagnostics) = syntax::parse(FileId(0), text, &registry::head_words());
    diagnostics.extend(settle(&mut document, text));
    Alone { document, diagnostics }
}

/// Plans in the folder of a document, in the one above, and in the folders within these, the nearest first.
pub(super) fn plans_near(path: &Path) -> Vec<PathBuf> {
    let mut found = vec![];
    for folder in path.ancestors().skip(1).take(FOLDERS_ABOVE) {
        let entries = std::fs::read_dir(folder).into_iter().flatten().flatten().take(MOST_FOLDERS);
        let mut beside: Vec<PathBuf> = entries.map(|entry| entry.path().join(PLAN)).collect();
        beside.sort();
        let plans = [folder.join(PLAN)].into_iter().chain(beside).filter(|plan| plan.is_file());
        for plan in plans {
            if !found.contains(&plan) {
                found.push(plan);
            }
        }
    }
    found
}
