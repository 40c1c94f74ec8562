//! Data made for a plan, written as a folder that a run reads, and known again as such by what stands beside them.

use super::RunError;
use super::given::{Given, OnDisk};
use super::load::bound;
use super::output::{self, Content};
use super::place::{LOCK, Place};
use super::provenance::{FileRead, file_read};
use crate::binding::Binding;
use crate::compile::{Compiled, compile_at, shown};
use crate::diagnostic::{Diagnostic, Sources};
use crate::file::{read_file, sha256};
use crate::plan::ir::Plan;
use crate::program;
use crate::results::ENGINE;
use crate::simulate::{self, Asked, Files};
use crate::stats::random::GENERATOR;
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};

/// Beside simulated data: how they were made, and the hash of each file.
pub const SIMULATION: &str = "simulation.json";

#[derive(Debug, Serialize, Deserialize)]
struct Simulation {
    engine: String,
    generator: String,
    study: String,
    plan_digest: String,
    seed: u64,
    patients: u64,
    files: Vec<FileRead>,
}

/// What a simulation came to.
pub struct Simulated {
    pub plan: String,
    pub diagnostics: Vec<Diagnostic>,
    pub sources: Sources,
    /// How many files were written; none where the plan has errors.
    pub files: Option<usize>,
}

/// Makes data of so many patients for a plan and its binding, and writes them into a folder that holds nothing else.
pub fn simulate(path: &Path, out: &Path, asked: Asked, progress: &dyn Fn(&str)) -> Result<Simulated, RunError> {
    progress("reading the plan");
    let compiled = compile_at(path)?;
    let files = match &compiled.plan {
        Some(plan) => {
            progress("making patients");
            let given = OnDisk::new(&compiled, None);
            let binding = bound(plan, &compiled, &given)?.binding;
            let made = made(plan, &compiled, &binding, asked)?;
            progress("writing");
            write(out, (plan, &compiled), &given.folder(&binding.data), (asked, &made))?;
            Some(made.len())
        }
        None => None,
    };
    let Compiled { path, diagnostics, sources, .. } = compiled;
    Ok(Simulated { plan: shown(&path), diagnostics, sources, files })
}

/// The files of a data folder in memory: a function of the plan, the binding and what is asked.
pub fn simulate_from(plan: &Plan, compiled: &Compiled, given: &dyn Given, asked: Asked) -> Result<Files, RunError> {
    made(plan, compiled, &bound(plan, compiled, given)?.binding, asked)
}

fn made(plan: &Plan, compiled: &Compiled, binding: &Binding, asked: Asked) -> Result<Files, RunError> {
    let program = program::lower(plan);
    let given = simulate::Given { plan, program: &program, sources: &compiled.sources, binding };
    simulate::simulate(given, asked).map_err(RunError::NoPatientFits)
}

/// `data` is the folder from which the binding reads: no simulation is written there.
fn write(
    out: &Path,
    (plan, compiled): (&Plan, &Compiled),
    data: &Path,
    (asked, made): (Asked, &Files),
) -> Result<(), RunError> {
    let names: Vec<&str> = made.keys().map(String::as_str).collect();
    let inputs: Vec<PathBuf> = names.iter().map(|name| data.join(name)).collect();
    if let Some((output, input)) = output::overwritten(out, &names, &inputs, data) {
        return Err(RunError::Overwrites { output, input });
    }
    // What a simulation that was killed has left is finished or cleared, and is no other's.
    let place = Place::open(out).map_err(RunError::Write)?;
    let earlier = earlier(out);
    if earlier.is_none() && !place.is_empty() {
        return Err(RunError::NotSimulated { folder: out.to_path_buf(), changed: vec![] });
    }
    let text = statement((plan, compiled), asked, made)?;
    let gone = earlier.iter().flat_map(|earlier| &earlier.files).map(|file| file.path.as_str());
    let gone: Vec<&str> = gone.filter(|name| !made.contains_key(*name)).collect();
    // It takes its place first: files without it, left by a kill, would be run as those of patients.
    let mut contents = vec![(SIMULATION, Content::Bytes(&text))];
    contents.extend(made.iter().map(|(name, bytes)| (name.as_str(), Content::Bytes(bytes))));
    place.put(contents, &gone).map_err(RunError::Write)
}

/// What stands beside simulated data.
pub(super) fn statement((plan, compiled): (&Plan, &Compiled), asked: Asked, made: &Files) -> Result<Vec<u8>, RunError> {
    let simulation = Simulation {
        engine: ENGINE.to_string(),
        generator: GENERATOR.to_string(),
        study: plan.study.name.clone(),
        plan_digest: compiled.digest.clone(),
        seed: asked.seed,
        patients: asked.patients,
        files: files_of(made),
    };
    serde_json::to_vec_pretty(&simulation).map_err(|e| RunError::Encode(e.to_string()))
}

fn files_of(made: &Files) -> Vec<FileRead> {
    made.iter().map(|(name, bytes)| file_read(Path::new(name), bytes)).collect()
}

/// An earlier simulation, where the folder holds that and nothing else.
fn earlier(out: &Path) -> Option<Simulation> {
    let simulation = read(&read_file(&out.join(SIMULATION)).ok()?)?;
    let whole = |name: String| {
        let stated = simulation.files.iter().find(|file| file.path == name);
        let is_own = name == SIMULATION || name == LOCK;
        is_own || stated.is_some_and(|file| read_file(&out.join(&name)).is_ok_and(|b| is(file, &b)))
    };
    let mut open = vec![PathBuf::new()];
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(out.join(&folder)).ok()? {
            let entry = entry.ok()?;
            let below = folder.join(entry.file_name());
            match entry.path().is_dir() {
                true => open.push(below),
                false if whole(below.to_string_lossy().into_owned()) => {}
                false => return None,
            }
        }
    }
    Some(simulation)
}

fn read(bytes: &[u8]) -> Option<Simulation> {
    serde_json::from_slice(bytes).ok()
}

fn is(file: &FileRead, bytes: &[u8]) -> bool {
    file.sha256 == sha256(bytes)
}

/// How the data of a folder were simulated, where they were. Other files in the place of these are refused: they would be
/// reported as what they are not.
pub(super) fn simulated(given: &dyn Given, folder: &Path, names: &[&str]) -> Result<Option<String>, RunError> {
    let Ok(bytes) = given.bytes(&folder.join(SIMULATION)) else { return Ok(None) };
    let changed = |changed: Vec<String>| RunError::NotSimulated { folder: folder.to_path_buf(), changed };
    let Some(simulation) = read(&bytes) else { return Err(changed(vec![SIMULATION.to_string()])) };
    let other = |name: &&&str| {
        let stated = simulation.files.iter().find(|file| file.path == **name);
        !stated.is_some_and(|file| given.bytes(&folder.join(name)).is_ok_and(|bytes| is(file, &bytes)))
    };
    let others: Vec<String> = names.iter().filter(other).map(|name| (*name).to_string()).collect();
    if !others.is_empty() {
        return Err(changed(others));
    }
    Ok(Some(format!("prespec simulate --seed {} --patients {}", simulation.seed, simulation.patients)))
}
