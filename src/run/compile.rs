//! From the files of a plan to its meaning: the plan, the criteria it uses, and what there is to say about them.

use super::RunError;
use crate::data::file::read_file;
use crate::data::hexadecimal;
use crate::diagnostic::{Diagnostic, Severity, Source, Sources, Span, Spanned};
use crate::plan::ir::Plan;
use crate::plan::{Documents, registry, resolve};
use crate::syntax;
use crate::syntax::tree::Document;
use sha2::{Digest, Sha256};
use std::path::{Path, PathBuf};

/// Files of a study that are none of its documents, by their endings.
const OTHER_FILES: &[&str] = &["yaml", "yml", "csv", "json", "pdf", "docx"];

/// A plan as far as it could be understood.
pub struct Compiled {
    /// The plan file.
    pub path: PathBuf,
    pub sources: Sources,
    /// Of all documents, in the order of their places.
    pub diagnostics: Vec<Diagnostic>,
    pub documents: Documents,
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

/// Compiles the plan at `path`: a plan file, or a folder with a `plan.md`.
pub fn compile(path: &Path) -> Result<Compiled, RunError> {
    let path = if path.is_dir() { path.join("plan.md") } else { path.to_path_buf() };
    let extension = path.extension().and_then(|e| e.to_str()).unwrap_or_default().to_lowercase();
    if OTHER_FILES.contains(&extension.as_str()) {
        return Err(RunError::NotAPlan { path });
    }
    let heads = registry::head_words();
    let mut sources = Sources::default();
    let text = read(&path)?;
    let file = sources.add(shown(&path), text.as_str());
    let (plan, mut diagnostics) = syntax::parse(file, &text, &heads);
    let mut criteria: Vec<(Spanned<String>, Document)> = vec![];
    for used in crate::plan::uses(&plan) {
        // A criterion without a document is reported by the resolution.
        let Some(found) = criterion_file(&path, &used.node) else { continue };
        let text = read(&found)?;
        let file = sources.add(shown(&found), text.as_str());
        let (document, more) = syntax::parse(file, &text, &heads);
        diagnostics.extend(more);
        criteria.push((used, document));
    }
    let errors = diagnostics.iter().filter(|d| d.severity == Severity::Error);
    let unreadable: Vec<Span> = errors.filter_map(|d| d.labels.iter().find(|l| l.primary)).map(|l| l.span).collect();
    let readable = unreadable.is_empty();
    let documents = Documents { plan, criteria, unreadable };
    let (plan, more) = resolve(&documents, &sources);
    diagnostics.extend(more);
    diagnostics.sort_by_key(|d| d.labels.iter().find(|l| l.primary).map(|l| (l.span.file, l.span.start, l.span.end)));
    let digest = digest(&sources);
    let plan = plan.filter(|_| readable);
    Ok(Compiled { path, sources, diagnostics, documents, plan, digest })
}

/// The text of a document. Where every line ends with a carriage return alone, each is read as a line feed, in its place.
fn read(path: &Path) -> Result<String, RunError> {
    let bytes = read_file(path).map_err(|cause| RunError::Read { path: path.to_path_buf(), cause })?;
    let text = String::from_utf8(bytes).map_err(|_| RunError::NotText { path: path.to_path_buf() })?;
    Ok(if text.contains('\n') { text } else { text.replace('\r', "\n") })
}

/// `criteria/recist_1_1` is looked for beside the plan, then in each folder above it.
fn criterion_file(plan: &Path, name: &str) -> Option<PathBuf> {
    let inside = |part: std::path::Component| matches!(part, std::path::Component::Normal(_));
    if !Path::new(name).components().all(inside) {
        return None;
    }
    let absolute = std::path::absolute(plan).ok()?;
    let found = absolute.ancestors().skip(1).map(|f| f.join(format!("{name}.md"))).find(|f| f.is_file())?;
    let here = std::path::absolute(".").ok()?;
    Some(found.strip_prefix(&here).map_or_else(|_| found.clone(), Path::to_path_buf))
}

/// A path as people read it, the same on every system.
pub(crate) fn shown(path: &Path) -> String {
    path.display().to_string().replace('\\', "/")
}

/// The names of the documents count without their folders, so that a plan moved elsewhere is the same plan.
fn digest(sources: &Sources) -> String {
    let mut hash = Sha256::new();
    for (_, Source { path, text }) in sources.iter() {
        let name = path.rsplit('/').next().unwrap_or("");
        for part in [name, text] {
            hash.update((part.len() as u64).to_be_bytes());
            hash.update(part.as_bytes());
        }
    }
    hexadecimal(&hash.finalize())
}
