//! `verify`: whether everything that is on record of a plan, or that a run read and wrote, is as it was.
//!
//! Nothing is taken from what is checked but names and hashes: a file that cannot be read any more is named as one that was changed.

mod again;
mod signatures;

use super::earlier::RUN;
use super::made::{Made, no_run};
use super::progress::Follow;
use super::provenance;
use super::record::manifest_of;
use super::{RunError, place};
use crate::compile::{Text, Unread, shown};
use crate::file::{self, NoFile, read_file};
use crate::results::ENGINE;
use crate::results::record::{Cited, OnRecord};
use crate::study::log::{Fault, Named};
use crate::study::manifest::{self, Manifest};
use crate::study::{self, Entry, Event, Log, StudyError, store};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// How much is asked.
#[derive(Clone, Debug, Default)]
pub struct Asked {
    /// Compute the numbers again.
    pub rerun: bool,
    /// Whose signatures are known: a file of allowed signers, as `ssh-keygen` has it.
    pub signers: Option<PathBuf>,
}

/// What was found.
#[derive(Debug, Default)]
pub struct Verified {
    /// Each thing that does not match, by its name.
    pub differs: Vec<String>,
    /// How many files, entries and numbers match.
    pub files: BTreeSet<PathBuf>,
    pub entries: usize,
    /// What could not be asked, and what is no difference.
    pub notes: Vec<String>,
}

impl Verified {
    fn differs(&mut self, what: impl std::fmt::Display, why: &str) {
        let line = format!("{what}: {why}");
        if !self.differs.contains(&line) {
            self.differs.push(line);
        }
    }

    /// A file by its bytes, or as the text that was compiled.
    fn file(&mut self, path: &Path, sha256: &str, why: &str) {
        match read_file(path) {
            Ok(bytes) if is(&bytes, sha256) => drop(self.files.insert(path.to_path_buf())),
            Ok(_) => self.differs(shown(path), why),
            Err(cause) => self.differs(shown(path), &cause.to_string()),
        }
    }
}

fn is(bytes: &[u8], sha256: &str) -> bool {
    let as_text = || {
        let text = Text::new("", String::from_utf8(bytes.to_vec()).ok()?).text;
        Some(file::sha256(text.as_bytes()) == sha256)
    };
    file::sha256(bytes) == sha256 || as_text() == Some(true)
}

/// Of a run where its folder is named, and of a plan otherwise.
pub fn verify(path: &Path, asked: &Asked, progress: Follow) -> Result<Verified, RunError> {
    let mut verified = Verified::default();
    let _held = place::settled(path)?;
    if path.join(RUN).is_file() {
        of_run(path, asked, &mut verified, progress)?;
    } else {
        let plan = if path.is_dir() { path.join("plan.md") } else { path.to_path_buf() };
        if !study::folder(&plan).is_dir() || !path.exists() && !study::folder(&plan).join(study::LOG).exists() {
            return Err(RunError::Unread(Unread::NoFile { path: path.to_path_buf(), cause: NoFile::Absent }));
        }
        of_plan(&plan, asked, &mut verified, progress)?;
    }
    Ok(verified)
}

fn of_plan(plan: &Path, asked: &Asked, verified: &mut Verified, progress: Follow) -> Result<(), RunError> {
    let name = study::name(plan);
    let log = log_of(plan, verified)?;
    let standing = log.standing(&name);
    if standing.seal.is_none() && verified.differs.is_empty() {
        return Err(StudyError::NotSealed { plan: shown(plan) }.into());
    }
    let locked = recorded(plan, &log, verified);
    if let (true, Some(locked)) = (asked.rerun, &locked) {
        again::of_lock(plan, locked, verified, progress)?;
    }
    let folder = study::folder(plan);
    let named = locked.iter().flat_map(Manifest::files).map(|named| folder.join(&named.path));
    let signed: BTreeSet<PathBuf> =
        named.chain([plan.to_path_buf(), folder.join(study::LOG), folder.join(study::LOCK)]).collect();
    signatures::of(&signed, asked.signers.as_deref(), verified);
    Ok(())
}

/// The entries that are as they were written.
fn log_of(plan: &Path, verified: &mut Verified) -> Result<Log, RunError> {
    let folder = study::folder(plan);
    let (log, broken) = Log::read_as_far(&folder)?;
    let recorded = [study::LOCK, study::STORE].iter().any(|name| folder.join(name).exists());
    if log.entries.is_empty() && broken.is_none() && recorded {
        verified.differs(shown(&folder.join(study::LOG)), &NoFile::Absent.to_string());
    }
    if let Some((line, fault)) = broken {
        let fault: Fault = fault;
        verified.differs(format!("{}, line {line}", shown(&folder.join(study::LOG))), &fault.to_string());
    }
    verified.entries += log.entries.len();
    kept(&folder, &log, verified);
    Ok(log)
}

/// Every text of the store, and those that the log names and that are gone.
fn kept(folder: &Path, log: &Log, verified: &mut Verified) {
    const WHY: &str = "not the text that was kept under this name";
    let of_entry = |entry: &Entry| match &entry.event {
        Event::Seal { documents, .. } => documents.iter().map(|named| named.sha256.clone()).collect(),
        Event::Lock { manifest } => {
            let locked = manifest::kept(folder, manifest).ok();
            let texts = locked.iter().flat_map(Manifest::texts).map(|named| named.sha256.clone());
            texts.chain([manifest.clone()]).collect()
        }
        Event::Outcomes { .. } | Event::Masked { .. } | Event::Unlock { .. } => vec![],
    };
    let mut kept: BTreeSet<String> = log.entries.iter().flat_map(of_entry).collect();
    let there = std::fs::read_dir(folder.join(study::STORE)).into_iter().flatten().flatten();
    let names = there.map(|entry| entry.file_name().to_string_lossy().into_owned());
    kept.extend(names.filter(|name| name.len() == 64));
    for sha256 in kept {
        verified.file(&store::path(folder, &sha256), &sha256, WHY);
    }
}

/// The files of the last seal and of the lock that holds; what that lock names.
fn recorded(plan: &Path, log: &Log, verified: &mut Verified) -> Option<Manifest> {
    let (folder, name) = (study::folder(plan), study::name(plan));
    let standing = log.standing(&name);
    let mut check = |files: &mut dyn Iterator<Item = &Named>, entry: &Entry, verb: &str| {
        for named in files {
            let why = format!("not as {verb} by entry {} of {}", entry.number, study::LOG);
            verified.file(&folder.join(&named.path), &named.sha256, &why);
        }
    };
    if let Some(Event::Seal { documents, .. }) = standing.seal.map(|entry| &entry.event)
        && let Some(entry) = standing.seal
    {
        check(&mut documents.iter(), entry, "sealed");
    }
    let entry = standing.lock?;
    let sha256 = manifest_of(entry)?;
    let manifest = manifest::kept(&folder, sha256).ok();
    if let Some(manifest) = &manifest {
        check(&mut manifest.files(), entry, "locked");
    }
    verified.file(&folder.join(study::LOCK), sha256, &format!("not as written at the lock, entry {}", entry.number));
    if let Some(other) = manifest.as_ref().map(|m| &m.engine).filter(|engine| *engine != ENGINE) {
        verified.notes.push(format!("locked with {other}; this is {ENGINE}"));
    }
    manifest
}

fn of_run(folder: &Path, asked: &Asked, verified: &mut Verified, progress: Follow) -> Result<(), RunError> {
    let path = folder.join(RUN);
    let bytes = read_file(&path).map_err(|_| no_run(folder))?;
    if !provenance::is_as_written(&bytes) {
        verified.differs(shown(&path), "not as it was written");
    } else {
        verified.files.insert(path.clone());
    }
    // Its names and hashes are gone by nevertheless, as far as they can be read.
    let Ok(made) = serde_json::from_slice::<Made>(&bytes) else { return Ok(()) };
    for output in &made.outputs {
        verified.file(&folder.join(&output.path), &output.sha256, &format!("not as {RUN} says that it was written"));
    }
    if asked.rerun && made.masked.is_some() {
        return Err(RunError::Masked { folder: folder.to_path_buf() });
    }
    // Of a masked run the files in which arms stand have no hash.
    for read in made.read_files().filter(|read| made.masked.is_none() || !read.sha256.is_empty()) {
        verified.file(Path::new(&read.path), &read.sha256, &format!("not as {RUN} says that it was read"));
    }
    let outputs = made.outputs.iter().map(|output| folder.join(&output.path)).chain([path]);
    signatures::of(&outputs.collect(), asked.signers.as_deref(), verified);
    let Some(plan) = made.plan() else { return Ok(()) };
    if let Some(on_record) = &made.on_record {
        let log = log_of(&plan, verified)?;
        cited(&plan, &log, on_record, verified);
        recorded(&plan, &log, verified);
    }
    match asked.rerun {
        true => again::of_run(folder, &plan, &made, verified, progress),
        false => Ok(()),
    }
}

/// The entries that the report cites are in the log.
fn cited(plan: &Path, log: &Log, on_record: &OnRecord, verified: &mut Verified) {
    let path = shown(&study::folder(plan).join(study::LOG));
    let there = |cited: &Cited| log.entries.iter().any(|entry| entry.hash == cited.entry);
    let of = [(Some(&on_record.seal), "seal"), (on_record.lock.as_ref(), "lock")];
    for (cited, what) in of.into_iter().filter_map(|(cited, what)| Some((cited?, what))) {
        if !there(cited) {
            verified.differs(&path, &format!("without the entry of the {what} that the report cites, {}", cited.entry));
        }
    }
}
