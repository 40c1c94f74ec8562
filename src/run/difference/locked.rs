//! What a lock or a seal names, to be compared: the texts that were kept, and the files of the data where they are.

use super::{Asked, Run};
use crate::compile::files::plan_file;
use crate::compile::{Compiled, compile, shown};
use crate::diff::causes::FileOf;
use crate::file::{read_file, sha256};
use crate::run::given::InMemory;
use crate::run::load::load;
use crate::run::provenance::data_read;
use crate::run::sealed::{Kept, sealed, whole};
use crate::run::{RunError, compute_from, records};
use crate::study::manifest::{self, Manifest};
use crate::study::{self, Entry, Event, Log, StudyError, store};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// An entry of a log, or the manifest of a lock.
pub enum OnRecord {
    /// The plan that was sealed.
    Sealed(Box<Compiled>),
    Locked(Box<Locked>),
}

/// A lock beside the plan of its folder.
pub struct Locked {
    folder: PathBuf,
    /// The number of its entry.
    entry: usize,
    manifest: Manifest,
}

/// `PLAN@ENTRY` by the number of the entry or the beginning of its hash; or the file of a manifest. None of anything else.
pub fn on_record(path: &Path) -> Result<Option<OnRecord>, RunError> {
    if path.exists() {
        return Ok(of_manifest(path)?.map(|locked| OnRecord::Locked(Box::new(locked))));
    }
    let text = path.to_string_lossy();
    let Some((plan, which)) = text.rsplit_once('@').filter(|(plan, _)| Path::new(plan).exists()) else {
        return Ok(None);
    };
    let plan = plan_file(Path::new(plan))?;
    let (folder, name) = (study::folder(&plan), study::name(&plan));
    let log = Log::read(&folder)?;
    let none = || StudyError::NoSuchEntry { plan: name.clone(), which: which.to_string() };
    let entry = log.of(&name).find(|entry| is_called(entry, which)).ok_or_else(none)?;
    match &entry.event {
        Event::Lock { manifest } => {
            let manifest = manifest::kept(&folder, manifest)?;
            let entry = entry.number;
            Ok(Some(OnRecord::Locked(Box::new(Locked { folder, entry, manifest }))))
        }
        Event::Seal { .. } => {
            let not_understood = || StudyError::NotUnderstood { plan: name.clone(), entry: entry.number };
            let compiled = sealed(&folder, entry)?.filter(|compiled| compiled.plan.is_some());
            Ok(Some(OnRecord::Sealed(Box::new(compiled.ok_or_else(not_understood)?))))
        }
        Event::Outcomes { .. } | Event::Masked { .. } | Event::Unlock { .. } => Err(none().into()),
    }
}

/// Digits beyond those of any log are of a hash.
fn is_called(entry: &Entry, which: &str) -> bool {
    const OF_A_HASH: usize = 6;
    which.parse() == Ok(entry.number) || which.len() >= OF_A_HASH && entry.hash.starts_with(which)
}

/// `lock.json` beside the plan, or what was kept of an earlier one.
fn of_manifest(path: &Path) -> Result<Option<Locked>, RunError> {
    let above = study::folder(path);
    let folder = match above.file_name() {
        Some(name) if name == study::STORE => study::folder(&above),
        _ if path.file_name().is_some_and(|name| name == study::LOCK) => above,
        _ => return Ok(None),
    };
    let bytes = read_file(path).map_err(|cause| StudyError::Unread { path: path.to_path_buf(), cause })?;
    let sha256 = sha256(&bytes);
    let log = Log::read(&folder)?;
    let is_of = |entry: &&Entry| matches!(&entry.event, Event::Lock { manifest } if *manifest == sha256);
    let changed = || StudyError::Changed { path: path.to_path_buf() };
    let entry = log.entries.iter().find(is_of).ok_or_else(changed)?.number;
    let manifest = manifest::kept(&folder, &sha256)?;
    Ok(Some(Locked { folder, entry, manifest }))
}

/// Computed again by this version: of the numbers of a lock the hash alone is kept.
pub(super) fn run(locked: &Locked, asked: &Asked) -> Result<Run, RunError> {
    let Locked { folder, entry, manifest } = locked;
    let compiled = compile(&Kept::of(folder, &manifest.documents)?)?;
    let not_understood = || StudyError::NotUnderstood { plan: manifest.plan.clone(), entry: *entry };
    let as_locked = Some(&compiled).filter(|compiled| compiled.digest == manifest.plan_digest);
    let (_, plan) = whole(as_locked).ok_or_else(not_understood)?;
    let (binding, files) = (binding(folder, manifest)?, files(locked, asked)?);
    let given = InMemory { binding: binding.clone(), files };
    let loaded = load(plan, &compiled, &given)?;
    let mut read = vec![];
    for data in data_read(&loaded) {
        let bytes = given.files.get(&data.file).cloned().unwrap_or_default();
        read.push((FileOf { file: data.file, tables: data.tables }, data.sha256, bytes));
    }
    let mut results = compute_from(plan, &compiled, &given, &|_| {})?.results;
    let is_as_locked = sha256(&records(&results)?) == manifest.results;
    results.study.engine = manifest.engine.clone();
    let (name, called) = (PathBuf::from(&manifest.plan), shown(&asked.folder));
    let recorded = (folder.clone(), manifest.plan.clone());
    Ok(Run { folder: called, name, binding, files: read, results, compiled, recorded, is_as_locked })
}

fn binding(folder: &Path, manifest: &Manifest) -> Result<String, StudyError> {
    let sha256 = &manifest.binding.sha256;
    let changed = |_| StudyError::Changed { path: store::path(folder, sha256) };
    String::from_utf8(store::read(folder, sha256)?).map_err(changed)
}

/// By their names in the binding; each must be the one that was locked.
fn files(locked: &Locked, asked: &Asked) -> Result<BTreeMap<String, Vec<u8>>, RunError> {
    let (mut found, mut changed) = (BTreeMap::new(), vec![]);
    for data in &locked.manifest.data {
        let path = match &asked.data {
            Some(elsewhere) => elsewhere.join(&data.file),
            None => locked.folder.join(&data.named.path),
        };
        match read_file(&path) {
            Ok(bytes) if sha256(&bytes) == data.named.sha256 => {
                found.insert(data.file.clone(), bytes);
            }
            Ok(_) | Err(_) => changed.push(shown(&path)),
        }
    }
    match changed.is_empty() {
        true => Ok(found),
        false => Err(RunError::InputChanged { folder: asked.folder.clone(), changed }),
    }
}
