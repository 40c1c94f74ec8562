//! The numbers computed again.

use super::Verified;
use crate::compile::{Compiled, compile_at, shown};
use crate::file::{read_file, sha256};
use crate::results::{Results, file};
use crate::run::circulate;
use crate::run::earlier::RESULTS;
use crate::run::made::Made;
use crate::run::progress::{Follow, Stage};
use crate::run::record::{set, steps};
use crate::run::{Computed, RunError, compute, records};
use crate::study::folder;
use crate::study::manifest::Manifest;
use std::path::{Path, PathBuf};

/// From the files of the lock: every step and every number is that of the lock, or is named.
pub fn of_lock(plan: &Path, locked: &Manifest, verified: &mut Verified, progress: Follow) -> Result<(), RunError> {
    let data = data_folder(plan, locked);
    let Some((_, computed)) = computed(plan, Some(&data), verified, progress)? else { return Ok(()) };
    let other = locked.other_steps(&steps(&computed.results));
    for step in &other {
        verified.differs(format!("step {step}"), "does or reads something else than at the lock");
    }
    let same = sha256(&records(&computed.results)?) == locked.results;
    let numbers = computed.results.records.len();
    match (same, other.is_empty()) {
        (true, _) => verified.notes.push(format!("computed again, each of {numbers} numbers is the same to the bit")),
        (false, true) => verified.differs("the numbers", "computed again, they are not those of the lock"),
        (false, false) => {}
    }
    Ok(())
}

/// The folder in which the locked files stand, as the binding names them.
fn data_folder(plan: &Path, locked: &Manifest) -> PathBuf {
    let above = |data: &crate::study::manifest::LockedData| {
        let path = folder(plan).join(&data.named.path);
        let parts = Path::new(&data.file).components().count();
        path.ancestors().nth(parts).map(Path::to_path_buf)
    };
    locked.data.first().and_then(above).unwrap_or_else(|| folder(plan))
}

/// From the files of the run: every number is that of the run to the bit, or is named.
pub fn of_run(run: &Path, plan: &Path, made: &Made, verified: &mut Verified, progress: Follow) -> Result<(), RunError> {
    circulate::refused(run)?;
    let Some((_, mut computed)) = computed(plan, made.options.data.as_deref(), verified, progress)? else {
        return Ok(());
    };
    set(&mut computed.results, made.on_record.as_ref());
    let path = run.join(RESULTS);
    let written = read_file(&path).ok();
    let numbers = computed.results.records.len();
    if written.as_deref() == Some(records(&computed.results)?.as_slice()) {
        verified.notes.push(format!("computed again, each of {numbers} numbers is the same to the bit"));
        return Ok(());
    }
    let Some(before) = written.and_then(|bytes| file::read(&bytes).ok()) else { return Ok(()) };
    let other = other(&before, &computed.results);
    for id in &other {
        verified.differs(id, &format!("another number when it is computed again (the run was of {})", made.engine));
    }
    if other.is_empty() {
        verified
            .differs(shown(&path), "computed again, the numbers are the same to the bit, and what else it says is not");
    }
    Ok(())
}

/// Numbers that are not the same, or in one of the two alone.
fn other(before: &Results, now: &Results) -> Vec<String> {
    let same = |a: &Results, b: &Results| -> Vec<String> {
        let missing = a.records.iter().filter(|r| b.records.iter().all(|s| s.id != r.id || s.value != r.value));
        missing.map(|record| record.id.clone()).collect()
    };
    let mut ids = same(before, now);
    ids.extend(same(now, before));
    ids.sort();
    ids.dedup();
    ids
}

fn computed(
    plan: &Path,
    data: Option<&Path>,
    verified: &mut Verified,
    progress: Follow,
) -> Result<Option<(Compiled, Computed)>, RunError> {
    progress(Stage::ReadPlan.begun());
    let compiled = compile_at(plan)?;
    let Some(read) = &compiled.plan else {
        verified.differs(shown(plan), "it has errors, and nothing can be computed again");
        return Ok(None);
    };
    let computed = compute(read, &compiled, data, progress)?;
    Ok(Some((compiled, computed)))
}
