//! Data made for a plan, written as a folder that a run reads, and known again as such by what stands beside them.

use super::RunError;
use super::given::{Given, OnDisk};
use super::load::bound;
use super::output::{self, Content};
use super::place::{LOCK, Place};
use super::progress::{Follow, Stage};
use super::provenance::{FileRead, file_read};
use super::rehearse::assumption;
use crate::binding::Binding;
use crate::compile::{Compiled, compile_at, shown};
use crate::diagnostic::{Diagnostic, Sources};
use crate::file::{read_file, sha256};
use crate::plan::ir::{Assumption, Plan};
use crate::program;
use crate::results::ENGINE;
use crate::simulate::{self, Asked, Files, Simulator, Undrawn};
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
    /// The assumption by which outcomes were drawn.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    under: Option<String>,
    files: Vec<FileRead>,
}

/// What a simulation came to.
pub struct Simulated {
    pub plan: String,
    pub diagnostics: Vec<Diagnostic>,
    pub sources: Sources,
    /// What was written; none where the plan has errors.
    pub made: Option<Made>,
}

pub struct Made {
    pub files: usize,
    /// What is assumed and was not drawn.
    pub undrawn: Vec<Undrawn>,
    /// Assumptions of the plan that the data are not made by.
    pub ignored: Vec<String>,
}

/// Data of so many patients, by an assumption of the plan or under no effect.
#[derive(Clone, Debug)]
pub struct Request {
    pub asked: Asked,
    pub under: Option<String>,
}

/// Makes data of so many patients for a plan and its binding, and writes them into a folder that holds nothing else.
pub fn simulate(path: &Path, out: &Path, request: &Request, progress: Follow) -> Result<Simulated, RunError> {
    progress(Stage::ReadPlan.begun());
    let compiled = compile_at(path)?;
    let made = match &compiled.plan {
        Some(plan) => {
            progress(Stage::Simulate.begun());
            let given = OnDisk::new(&compiled, None);
            let binding = bound(plan, &compiled, &given)?.binding;
            let under = under(plan, &compiled, request)?;
            let told = |done| progress(Stage::Simulate.at(done, request.asked.patients));
            let (files, undrawn) = made(plan, &compiled, &binding, (request.asked, under), &told)?;
            progress(Stage::Write.begun());
            let name = under.map(|under| under.header.name.clone());
            write(out, (plan, &compiled), &given.folder(&binding.data), (request.asked, name.clone(), &files))?;
            let names = plan.assumptions.iter().map(|assumption| assumption.header.name.clone());
            let ignored = names.filter(|own| Some(own) != name.as_ref()).collect();
            Some(Made { files: files.len(), undrawn, ignored })
        }
        None => None,
    };
    let Compiled { path, diagnostics, sources, .. } = compiled;
    Ok(Simulated { plan: shown(&path), diagnostics, sources, made })
}

fn under<'a>(plan: &'a Plan, compiled: &Compiled, request: &Request) -> Result<Option<&'a Assumption>, RunError> {
    request.under.as_deref().map(|name| assumption(plan, compiled, name)).transpose()
}

/// The files of a data folder in memory: a function of the plan, the binding and what is asked.
pub fn simulate_from(plan: &Plan, compiled: &Compiled, given: &dyn Given, asked: Asked) -> Result<Files, RunError> {
    simulate_under(plan, compiled, given, &Request { asked, under: None })
}

/// As [`simulate_from`], by an assumption.
pub fn simulate_under(
    plan: &Plan,
    compiled: &Compiled,
    given: &dyn Given,
    request: &Request,
) -> Result<Files, RunError> {
    let binding = bound(plan, compiled, given)?.binding;
    let (files, _) = made(plan, compiled, &binding, (request.asked, under(plan, compiled, request)?), &|_| {})?;
    Ok(files)
}

fn made(
    plan: &Plan,
    compiled: &Compiled,
    binding: &Binding,
    (asked, under): (Asked, Option<&Assumption>),
    told: &dyn Fn(u64),
) -> Result<(Files, Vec<Undrawn>), RunError> {
    let program = program::lower(plan);
    let given = simulate::Given { plan, program: &program, sources: &compiled.sources, binding, under };
    let simulator = Simulator::new(given);
    let files = simulator.files_telling(asked, told).map_err(RunError::NoPatientFits)?;
    Ok((files, simulator.undrawn().to_vec()))
}

/// `data` is the folder from which the binding reads: no simulation is written there.
fn write(
    out: &Path,
    (plan, compiled): (&Plan, &Compiled),
    data: &Path,
    (asked, under, made): (Asked, Option<String>, &Files),
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
    if let Some(earlier) = earlier.as_ref().filter(|earlier| earlier.study != plan.study.name) {
        return Err(RunError::OfAnother { path: out.to_path_buf(), study: Some(earlier.study.clone()) });
    }
    let text = statement((plan, compiled), (asked, under), made)?;
    let gone = earlier.iter().flat_map(|earlier| &earlier.files).map(|file| file.path.as_str());
    let gone: Vec<&str> = gone.filter(|name| !made.contains_key(*name)).collect();
    // It takes its place first: files without it, left by a kill, would be run as those of patients.
    let mut contents = vec![(SIMULATION, Content::Bytes(&text))];
    contents.extend(made.iter().map(|(name, bytes)| (name.as_str(), Content::Bytes(bytes))));
    place.put(contents, &gone).map_err(RunError::Write)
}

/// What stands beside simulated data.
pub(super) fn statement(
    (plan, compiled): (&Plan, &Compiled),
    (asked, under): (Asked, Option<String>),
    made: &Files,
) -> Result<Vec<u8>, RunError> {
    let simulation = Simulation {
        engine: ENGINE.to_string(),
        generator: GENERATOR.to_string(),
        study: plan.study.name.clone(),
        plan_digest: compiled.digest.clone(),
        seed: asked.seed,
        patients: asked.patients,
        under,
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
    let Simulation { seed, patients, under, .. } = simulation;
    let under = under.map_or_else(String::new, |name| format!(" --under {name}"));
    Ok(Some(format!("prespec simulate --seed {seed} --patients {patients}{under}")))
}
