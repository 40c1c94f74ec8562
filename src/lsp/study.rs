//! One study as it stands in the buffers: its plan, the documents that this names, and its binding, compiled together.

use super::headers::absent_columns;
use super::texts::{Buffers, Opened};
use crate::binding::{Bound, read_binding};
use crate::compile::{Compiled, Kept, Unread, compile_again, shown};
use crate::diagnostic::{Diagnostic, FileId, Source};
use crate::syntax::tree::Document;
use std::path::{Path, PathBuf};

pub(super) struct Study {
    /// With the binding among its sources, and the names in it among its references.
    pub compiled: Compiled,
    /// Of the plan, its documents and the binding.
    pub diagnostics: Vec<Diagnostic>,
    /// Of its texts, in the order of their files.
    paths: Vec<PathBuf>,
}

/// The binding of a plan.
pub(super) fn binding_of(plan: &Path) -> PathBuf {
    plan.with_file_name("binding.yaml")
}

impl Study {
    pub(super) fn read(plan: &Path, buffers: &Buffers, kept: &mut Kept) -> Result<Study, Unread> {
        let texts = Opened { plan, buffers };
        let mut compiled = compile_again(&texts, kept)?;
        let mut diagnostics = std::mem::take(&mut compiled.diagnostics);
        let path = binding_of(plan);
        let mut bound = None;
        // A binding that is no text is told by whoever runs the plan.
        if let Some(text) = texts.is_there(&path).then(|| texts.read(&path)).and_then(Result::ok) {
            let file = compiled.sources.add(shown(&path), text.text);
            let read: Bound = read_binding(&compiled.sources, file, &compiled.understood);
            compiled.references = compiled.references.with(&read.uses);
            diagnostics.extend(read.diagnostics);
            bound = read.binding;
        }
        let paths = compiled.sources.iter().map(|(_, source)| PathBuf::from(&source.path)).collect();
        let mut study = Study { compiled, diagnostics, paths };
        if let Some(bound) = bound {
            let absent = absent_columns(&study, &bound);
            study.diagnostics.extend(absent);
        }
        Ok(study)
    }

    pub(super) fn file(&self, path: &Path) -> Option<FileId> {
        self.paths.iter().position(|own| own == path).map(|at| FileId(at as u16))
    }

    pub(super) fn path(&self, file: FileId) -> &Path {
        self.paths.get(usize::from(file.0)).map_or(Path::new(""), PathBuf::as_path)
    }

    pub(super) fn source(&self, file: FileId) -> Option<&Source> {
        self.compiled.sources.get(file)
    }

    /// The tree of the plan or of one of its documents; the binding has none.
    pub(super) fn document(&self, file: FileId) -> Option<&Document> {
        self.documents().find(|document| document.file == file)
    }

    pub(super) fn documents(&self) -> impl Iterator<Item = &Document> {
        self.compiled.documents.all()
    }
}
