//! From the texts of a plan to its meaning: the plan, the documents it names, and what there is to say about them.
//!
//! Texts come through [`Texts`] and nowhere else, so that files and the buffers of an editor are compiled alike.

pub mod files;
mod formatting;
mod kept;
mod loading;
mod mending;
mod subjects;
mod texts;

pub use files::compile_at;
pub use formatting::{Unformatted, formatted};
pub use kept::Kept;
pub use mending::{Change, Mended, mend};
pub use texts::{InMemory, Text, Texts, Unread};

use crate::diagnostic::{Diagnostic, Severity, Source, Sources, Span, codes};
use crate::file::hexadecimal;
use crate::plan::ir::{Plan, Understood};
use crate::plan::references::References;
use crate::plan::{Documents, Resolution, resolve};
use loading::Loaded;
use sha2::{Digest, Sha256};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A plan as far as it could be understood.
pub struct Compiled {
    /// The plan file.
    pub path: PathBuf,
    pub sources: Sources,
    /// Of all documents, in the order of their places.
    pub diagnostics: Vec<Diagnostic>,
    pub documents: Documents,
    /// All that could be resolved, whatever the errors.
    pub understood: Arc<Understood>,
    /// What each name stands for, as far as it was understood.
    pub references: References,
    /// None when a diagnostic is an error.
    pub plan: Option<Plan>,
    /// SHA-256 of the texts of plan and criteria, hexadecimal.
    pub digest: String,
}

impl Compiled {
    pub fn has_errors(&self) -> bool {
        self.plan.is_none() || self.diagnostics.iter().any(|d| d.severity == Severity::Error)
    }

    /// The folder of the plan.
    pub fn folder(&self) -> &Path {
        self.path.parent().unwrap_or(Path::new("."))
    }
}

/// Compiles a plan and the documents it names. Mistakes in them are diagnostics; an error is that a text cannot be had.
pub fn compile(texts: &dyn Texts) -> Result<Compiled, Unread> {
    compile_again(texts, &mut Kept::default())
}

/// The same after a compilation of texts of which some are as they were.
pub fn compile_again(texts: &dyn Texts, kept: &mut Kept) -> Result<Compiled, Unread> {
    let Loaded { path, sources, plan, criteria, mut diagnostics } = loading::load(texts, kept)?;
    // What is said in old words is understood.
    let errors = diagnostics.iter().filter(|d| d.severity == Severity::Error && d.code != codes::OLD_WORDS);
    let unreadable: Vec<Span> = errors.filter_map(Diagnostic::primary).collect();
    let documents = Documents { plan, criteria, unreadable };
    let Resolution { understood, references, plan, diagnostics: more } = resolve(&documents, &sources, kept.prose());
    diagnostics.extend(more);
    diagnostics.sort_by_key(Diagnostic::primary);
    subjects::fill(&mut diagnostics, documents.all(), &sources);
    let digest = digest(&sources);
    Ok(Compiled { path, sources, diagnostics, documents, understood, references, plan, digest })
}

/// A path as people read it, the same on every system.
pub fn shown(path: &Path) -> String {
    path.display().to_string().replace('\\', "/")
}

/// The names of the documents count without their folders, so that a plan moved elsewhere is the same plan.
fn digest(sources: &Sources) -> String {
    let mut hash = Sha256::new();
    for (_, Source { path, text, .. }) in sources.iter() {
        let name = path.rsplit('/').next().unwrap_or("");
        for part in [name, text] {
            hash.update((part.len() as u64).to_be_bytes());
            hash.update(part.as_bytes());
        }
    }
    hexadecimal(&hash.finalize())
}
