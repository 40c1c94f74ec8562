//! `seal`, `lock` and `unlock`: what is put on record of a study, and what must hold before it is.

use super::amend::objections;
use super::given::{Given, OnDisk};
use super::record::{sealed_as, steps};
use super::{RunError, blocking, compute, records};
use crate::compile::{Compiled, Unread, compile_at};
use crate::diagnostic::Severity;
use crate::file::{read_file, sha256};
use crate::plan::ir::Plan;
use crate::results::ENGINE;
use crate::study::log::{Held, Named};
use crate::study::manifest::{self, LockedData, Manifest};
use crate::study::store::Readers;
use crate::study::{self, Entry, Event, Log, Stamp, StudyError, store};
use std::path::{Path, PathBuf};

/// What was put on record, or the plan as far as it could be understood.
pub enum Recorded {
    Entry {
        folder: PathBuf,
        entry: Box<Entry>,
    },
    /// The plan was sealed again, and this is said of its amendments.
    Amended {
        folder: PathBuf,
        entry: Box<Entry>,
        compiled: Box<Compiled>,
    },
    Errors(Box<Compiled>),
    /// The plan cannot be sealed over the one that was.
    NotAmended(Box<Compiled>),
}

/// Puts on record the texts of the plan and of its criteria, which are kept.
pub fn seal(path: &Path, stamp: &Stamp) -> Result<Recorded, RunError> {
    stamp.of_somebody()?;
    let mut compiled = compile_at(path)?;
    if compiled.plan.is_none() {
        return Ok(Recorded::Errors(Box::new(compiled)));
    }
    let (folder, plan) = place(&compiled);
    let mut held = Held::of(&folder)?;
    let standing = held.log.standing(&plan);
    if let Some(seal) = standing.seal.filter(|seal| sealed_as(seal, &compiled.digest)) {
        return Err(StudyError::Sealed { plan, entry: seal.number }.into());
    }
    if let Some(lock) = standing.lock {
        return Err(StudyError::Locked { plan, entry: lock.number }.into());
    }
    let objections = standing.seal.map(|seal| objections(&folder, seal, &compiled)).transpose()?.unwrap_or_default();
    let amended = !objections.is_empty();
    if objections.iter().any(|diagnostic| diagnostic.severity == Severity::Error) {
        compiled.diagnostics = objections;
        return Ok(Recorded::NotAmended(Box::new(compiled)));
    }
    let documents = documents(&folder, &compiled)?;
    let entry = held.append(stamp, &plan, Event::Seal { plan_digest: compiled.digest.clone(), documents })?.clone();
    let entry = Box::new(entry);
    if !amended {
        return Ok(Recorded::Entry { folder, entry });
    }
    compiled.diagnostics = objections;
    Ok(Recorded::Amended { folder, entry, compiled: Box::new(compiled) })
}

fn place(compiled: &Compiled) -> (PathBuf, String) {
    (study::folder(&compiled.path), study::name(&compiled.path))
}

/// The texts that were compiled, kept.
fn documents(folder: &Path, compiled: &Compiled) -> Result<Vec<Named>, StudyError> {
    let named = |path: &str, text: &str| {
        Ok(Named {
            path: study::relative(folder, Path::new(path)),
            sha256: store::keep(folder, text.as_bytes(), Readers::Everybody)?,
        })
    };
    compiled.sources.iter().map(|(_, source)| named(&source.path, &source.text)).collect()
}

/// Puts on record everything that the numbers come from, once no finding blocks and every number was computed.
pub fn lock(path: &Path, data: Option<&Path>, answers: &[PathBuf], stamp: &Stamp) -> Result<Recorded, RunError> {
    stamp.of_somebody()?;
    let compiled = compile_at(path)?;
    let Some(plan) = &compiled.plan else { return Ok(Recorded::Errors(Box::new(compiled))) };
    let (folder, name) = place(&compiled);
    // What can be refused is, before the numbers are computed.
    may_lock(&Log::read(&folder)?, &name, &compiled)?;
    let manifest = manifest(plan, &compiled, data, answers, stamp)?;
    let mut held = Held::of(&folder)?;
    let seal = may_lock(&held.log, &name, &compiled)?.hash.clone();
    let manifest = manifest::write(&folder, &Manifest { seal, ..manifest })?;
    let entry = held.append(stamp, &name, Event::Lock { manifest })?.clone();
    Ok(Recorded::Entry { folder, entry: Box::new(entry) })
}

/// The seal of the plan as it stands, where nothing is locked.
fn may_lock<'l>(log: &'l Log, plan: &str, compiled: &Compiled) -> Result<&'l Entry, StudyError> {
    let standing = log.standing(plan);
    let plan = plan.to_string();
    let Some(seal) = standing.seal else { return Err(StudyError::NotSealed { plan }) };
    if !sealed_as(seal, &compiled.digest) {
        return Err(StudyError::NotAsSealed { plan, entry: seal.number });
    }
    match log.any_lock() {
        Some(lock) => Err(StudyError::Locked { plan: lock.plan.clone(), entry: lock.number }),
        None => Ok(seal),
    }
}

/// All but the seal.
fn manifest(
    plan: &Plan,
    compiled: &Compiled,
    data: Option<&Path>,
    answers: &[PathBuf],
    stamp: &Stamp,
) -> Result<Manifest, RunError> {
    let (folder, name) = place(compiled);
    let computed = compute(plan, compiled, data, &|_| {})?;
    let findings = blocking(&computed.findings);
    if findings > 0 {
        return Err(StudyError::Blocked { findings }.into());
    }
    let read = &computed.provenance;
    let locked = |data: &super::provenance::DataRead| LockedData {
        named: Named { path: study::relative(&folder, Path::new(&data.path)), sha256: data.sha256.clone() },
        file: data.file.clone(),
        rows: data.rows,
    };
    Ok(Manifest {
        study: read.study.clone(),
        plan: name,
        stamp: stamp.clone(),
        engine: ENGINE.to_string(),
        seal: String::new(),
        plan_digest: read.plan_digest.clone(),
        data_digest: read.data_digest.clone(),
        documents: documents(&folder, compiled)?,
        binding: binding(&folder, compiled, &read.binding.sha256)?,
        data: read.data.iter().map(locked).collect(),
        answers: answers.iter().map(|path| kept(&folder, path)).collect::<Result<_, _>>()?,
        results: sha256(&records(&computed.results)?),
        steps: steps(&computed.results),
    })
}

/// The binding by which the numbers were computed.
fn binding(folder: &Path, compiled: &Compiled, sha256: &str) -> Result<Named, RunError> {
    let binding = OnDisk::new(compiled, None).binding()?;
    let named = Named {
        path: study::relative(folder, &binding.path),
        sha256: store::keep(folder, binding.text.as_bytes(), Readers::Everybody)?,
    };
    match named.sha256 == sha256 {
        true => Ok(named),
        false => Err(StudyError::Changed { path: binding.path }.into()),
    }
}

fn kept(folder: &Path, path: &Path) -> Result<Named, RunError> {
    let unread = |cause| RunError::Unread(Unread::NoFile { path: path.to_path_buf(), cause });
    let bytes = read_file(path).map_err(unread)?;
    Ok(Named { path: study::relative(folder, path), sha256: store::keep(folder, &bytes, Readers::Group)? })
}

/// Puts on record that the lock holds no more, and why. What it named stays in the store.
pub fn unlock(path: &Path, because: &str, stamp: &Stamp) -> Result<Recorded, RunError> {
    let compiled = compile_at(path)?;
    let (folder, plan) = place(&compiled);
    if Log::read(&folder)?.standing(&plan).lock.is_none() {
        return Err(StudyError::NotLocked { plan }.into());
    }
    let mut held = Held::of(&folder)?;
    if held.log.standing(&plan).lock.is_none() {
        return Err(StudyError::NotLocked { plan }.into());
    }
    let entry = held.append(stamp, &plan, Event::Unlock { because: because.to_string() })?.clone();
    // Should it not go, it is no lock any more: the log says so.
    let path = folder.join(study::LOCK);
    std::fs::remove_file(&path).map_err(|source| StudyError::Unwritten { path, source })?;
    Ok(Recorded::Entry { folder, entry: Box::new(entry) })
}
