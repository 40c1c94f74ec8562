//! The binding beside the plan, and the files it names.

use super::RunError;
use super::given::Given;
use super::progress::{Follow, Progress, Stage};
use super::provenance::{FileRead, file_read};
use super::simulate::simulated;
use crate::binding::{Binding, Bound, Stated, plan_path, read_binding};
use crate::compile::{Compiled, Text, shown};
use crate::data::{self, Read};
use crate::diagnostic::{Diagnostic, FileId, Severity, Sources, codes, said};
use crate::plan::ir::Plan;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// The binding and all that was read by it.
pub struct Loaded {
    pub binding_path: PathBuf,
    pub binding_file: FileRead,
    pub read: Read,
    /// The data folder of this run.
    pub folder: PathBuf,
    /// Names of the plan's tables.
    pub tables: Vec<String>,
}

/// The binding as it was read, with the sources of the plan and itself.
pub struct BindingRead {
    pub binding: Binding,
    pub path: PathBuf,
    pub text: String,
    pub sources: Sources,
}

pub fn bound(plan: &Plan, compiled: &Compiled, given: &dyn Given) -> Result<BindingRead, RunError> {
    let Text { path, text } = given.binding()?;
    let mut sources = compiled.sources.clone();
    let file = sources.add(shown(&path), text.as_str());
    let binding = bind(plan, compiled, &sources, file)?;
    Ok(BindingRead { binding, path, text: text.to_string(), sources })
}

/// Reads the binding and the files it names.
pub fn load(plan: &Plan, compiled: &Compiled, given: &dyn Given) -> Result<Loaded, RunError> {
    load_telling(plan, compiled, given, &|_| {})
}

/// As [`load`]; it is told how much was read.
pub fn load_telling(plan: &Plan, compiled: &Compiled, given: &dyn Given, progress: Follow) -> Result<Loaded, RunError> {
    progress(Stage::ReadData.begun());
    let BindingRead { mut binding, path, text, sources } = bound(plan, compiled, given)?;
    let folder = given.folder(&binding.data);
    let names: Vec<&str> = binding.tables.iter().map(|table| table.file.as_str()).collect();
    if let Some(simulated) = simulated(given, &folder, &names)? {
        binding.simulated = Some(simulated);
        // What the binding states of its own files says nothing of these.
        binding.tables.iter_mut().for_each(|table| table.stated = Stated::default());
    }
    let of: Option<u64> = files(&binding).into_iter().map(|file| given.size(&folder.join(file))).sum();
    let told = |done| progress(Progress { stage: Stage::ReadData, done, of });
    let read = data::read_telling(plan, &binding, &folder, &|path| given.bytes(path), &told).map_err(|e| {
        let names = e.path.parent().map_or_else(Vec::new, |folder| given.names(folder));
        RunError::Data { diagnostic: Box::new(e.diagnostic(&names)), sources }
    })?;
    let tables = plan.tables.iter().map(|t| t.header.name.clone()).collect();
    Ok(Loaded { binding_file: file_read(&path, text.as_bytes()), binding_path: path, read, folder, tables })
}

/// Each file once.
fn files(binding: &Binding) -> BTreeSet<&str> {
    binding.tables.iter().map(|table| table.file.as_str()).collect()
}

fn bind(plan: &Plan, compiled: &Compiled, sources: &Sources, file: FileId) -> Result<Binding, RunError> {
    let objected = |diagnostics| RunError::Objected { diagnostics, sources: sources.clone() };
    let Bound { binding, mut diagnostics, .. } = read_binding(sources, file, plan);
    diagnostics.extend(of_another_plan(compiled, sources, file));
    match binding {
        Some(binding) if !diagnostics.iter().any(|d| d.severity == Severity::Error) => Ok(binding),
        _ => Err(objected(diagnostics)),
    }
}

/// The binding stands beside the plan it names; what it says of the files was written for that plan.
fn of_another_plan(compiled: &Compiled, sources: &Sources, file: FileId) -> Option<Diagnostic> {
    let named = plan_path(sources, file).ok()?;
    let run = compiled.path.file_name()?.to_string_lossy();
    let same = Path::new(&named.node).components().eq(Path::new(run.as_ref()).components());
    let other = !same && named.node.strip_prefix("./") != Some(run.as_ref());
    other.then(|| {
        Diagnostic::new(
            codes::BINDING_PLAN,
            said!("This binding is that of `{named}`, and `{run}` is run", named = named.node, run),
        )
        .at(named.span, "another plan")
        .because("columns, codes and units were written down for that plan")
        .hint(format!("run `{}`, or write `plan: {run}` once the binding was read through for it", named.node))
    })
}
