//! What a run stands for: what is on record of its plan and its data, and that outcomes were seen.

use super::standing::{History, history};
use super::{Computed, RunError, records};
use crate::compile::Compiled;
use crate::file::sha256;
use crate::results::record::{Cited, DraftReason, LastSeal, OnRecord};
use crate::results::{ENGINE, Results};
use crate::study::log::Standing;
use crate::study::manifest::{self, LockedStep, Manifest};
use crate::study::{self, Entry, Event, Log, Stamp, StudyError, log::Held};
use std::path::Path;

/// Says in the results whether they are final, and if not why. Of a plan that was never sealed nothing is said.
pub fn stand(compiled: &Compiled, computed: &mut Computed) -> Result<(), RunError> {
    let (folder, plan) = (study::folder(&compiled.path), study::name(&compiled.path));
    let log = Log::read(&folder)?;
    let standing = log.standing(&plan);
    let Some(seal) = standing.seal else { return Ok(()) };
    let mut because = vec![];
    if !sealed_as(seal, &compiled.digest) {
        because.push(DraftReason::PlanChanged);
    }
    because.extend(of_lock(&folder, standing, computed)?);
    let History { fixed, amended } = history(&folder, &plan, &log, compiled)?;
    let on_record = OnRecord { seal: cited(seal), lock: standing.lock.map(cited), because, fixed, amended };
    set(&mut computed.results, Some(&on_record));
    computed.provenance.on_record = Some(on_record);
    Ok(())
}

/// The last seal of a plan, where it was sealed.
pub fn last_seal(compiled: &Compiled) -> Result<Option<LastSeal>, StudyError> {
    let (folder, plan) = (study::folder(&compiled.path), study::name(&compiled.path));
    let log = Log::read(&folder)?;
    let seal = log.standing(&plan).seal;
    Ok(seal.map(|seal| LastSeal { seal: cited(seal), is_of_this_text: sealed_as(seal, &compiled.digest) }))
}

/// As results are that say this of themselves.
pub fn set(results: &mut Results, on_record: Option<&OnRecord>) {
    results.study.draft = on_record.is_none_or(OnRecord::is_draft);
    results.study.on_record = on_record.cloned();
}

pub(super) fn cited(entry: &Entry) -> Cited {
    Cited { at: entry.stamp.at.clone(), by: entry.stamp.by.clone(), entry: entry.hash.clone() }
}

pub(super) fn sealed_as(seal: &Entry, digest: &str) -> bool {
    match &seal.event {
        Event::Seal { plan_digest, .. } => plan_digest == digest,
        Event::Outcomes { .. } | Event::Masked { .. } | Event::Lock { .. } | Event::Unlock { .. } => false,
    }
}

fn of_lock(folder: &Path, standing: Standing, computed: &Computed) -> Result<Vec<DraftReason>, RunError> {
    let unlocked = standing.unlock.and_then(|entry| match &entry.event {
        Event::Unlock { because } => Some(DraftReason::Unlocked { because: because.clone() }),
        Event::Seal { .. } | Event::Outcomes { .. } | Event::Masked { .. } | Event::Lock { .. } => None,
    });
    let Some(sha256) = standing.lock.and_then(manifest_of) else {
        return Ok(vec![unlocked.unwrap_or(DraftReason::NotLocked)]);
    };
    let mut because = vec![];
    if !manifest::stands(folder, sha256) {
        because.push(DraftReason::LockChanged);
    }
    because.extend(differs(&manifest::kept(folder, sha256)?, computed)?);
    Ok(because)
}

/// The hash of the manifest of a lock.
pub(super) fn manifest_of(lock: &Entry) -> Option<&str> {
    match &lock.event {
        Event::Lock { manifest } => Some(manifest),
        Event::Seal { .. } | Event::Outcomes { .. } | Event::Masked { .. } | Event::Unlock { .. } => None,
    }
}

/// In what a run is another than that which was locked.
fn differs(locked: &Manifest, computed: &Computed) -> Result<Vec<DraftReason>, RunError> {
    let read = &computed.provenance;
    let same = |file: &str, sha256: &str| locked.data.iter().any(|d| d.file == file && d.named.sha256 == sha256);
    let mut files: Vec<String> =
        read.data.iter().filter(|d| !same(&d.file, &d.sha256)).map(|d| d.file.clone()).collect();
    let gone = locked.data.iter().filter(|d| read.data.iter().all(|now| now.file != d.file));
    files.extend(gone.map(|d| d.file.clone()));
    if read.binding.sha256 != locked.binding.sha256 {
        files.push(locked.binding.path.clone());
    }
    let steps = locked.other_steps(&steps(&computed.results));
    let mut because = vec![];
    if !files.is_empty() {
        because.push(DraftReason::FilesChanged { files });
    }
    if locked.engine != ENGINE {
        because.push(DraftReason::OtherEngine { locked_with: locked.engine.clone() });
    }
    // Where a file or the plan is another, so are steps and numbers: that says nothing more.
    if !because.is_empty() || read.plan_digest != locked.plan_digest {
        return Ok(because);
    }
    if !steps.is_empty() {
        because.push(DraftReason::StepsChanged { steps });
    } else if sha256(&records(&computed.results)?) != locked.results {
        because.push(DraftReason::NumbersChanged);
    }
    Ok(because)
}

pub(super) fn steps(results: &Results) -> Vec<LockedStep> {
    let step = |step: &crate::results::StepInfo| LockedStep {
        id: step.id.clone(),
        does: step.does.clone(),
        read: step.read.clone(),
    };
    results.steps.iter().map(step).collect()
}

/// Puts on record that outcomes may have been seen, or that they were made masked: before they can be. Only a sealed study is
/// logged.
pub fn seen(compiled: &Compiled, results: &Results, stamp: &Stamp) -> Result<(), StudyError> {
    seen_beside(&study::folder(&compiled.path), &study::name(&compiled.path), results, stamp)
}

/// As [`seen`], of the plan of this name in a folder.
pub fn seen_beside(folder: &Path, plan: &str, results: &Results, stamp: &Stamp) -> Result<(), StudyError> {
    if !Log::read(folder)?.sealed(plan) {
        return Ok(());
    }
    let of = &results.study;
    let (plan_digest, engine) = (of.plan_digest.clone(), of.engine.clone());
    let event = match &of.masked {
        None => Event::Outcomes { plan_digest, data_digest: of.data_digest.clone(), engine },
        Some(masked) => Event::Masked { plan_digest, seed: masked.seed, engine },
    };
    Held::of(folder)?.append(stamp, plan, event).map(|_| ())
}
