//! `study.log`: what was done with a study, one line of JSON for each entry, each of which names the hash of the one before.
//!
//! A line ends with the SHA-256 of all of it that stands before, so that whatever is changed in it is seen; the next one has that
//! hash as `previous`, so that none can be taken out or put between. Entries that were cut off at the end are not missed by the log
//! itself: they are by what cites them.

use super::{LOG, STORE, StudyError};
use crate::file::{NoFile, read_file, sha256, sync_folder};
use serde::{Deserialize, Serialize};
use std::fs::{File, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};

/// When something was done, and by whom, as it was said.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stamp {
    pub at: String,
    pub by: String,
}

impl Stamp {
    /// Whoever does something says who it is.
    pub fn of_somebody(&self) -> Result<(), StudyError> {
        if self.by.is_empty() { Err(StudyError::NoPerson) } else { Ok(()) }
    }
}

/// The log as it stands. An empty one is that of a study that was never sealed.
#[derive(Clone, Debug, Default)]
pub struct Log {
    pub entries: Vec<Entry>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// From 1.
    pub number: usize,
    /// The hash of the entry before; of the first, zeros.
    pub previous: String,
    #[serde(flatten)]
    pub stamp: Stamp,
    /// The file name of the plan, beside the log.
    pub plan: String,
    #[serde(flatten)]
    pub event: Event,
    /// By which the entry is cited.
    #[serde(skip)]
    pub hash: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum Event {
    /// The plan was signed. A second one has another text: an amendment.
    Seal {
        plan_digest: String,
        documents: Vec<Named>,
    },
    /// Somebody may have seen outcomes by arm: a run that was not masked, by any text of the plan.
    Outcomes {
        plan_digest: String,
        data_digest: String,
        engine: String,
    },
    /// Pages were made whose arms were dealt by chance: no access to outcomes by arm.
    Masked {
        plan_digest: String,
        seed: u64,
        engine: String,
    },
    /// The data were locked; the manifest is kept.
    Lock {
        manifest: String,
    },
    Unlock {
        because: String,
    },
}

/// A file by its path from the folder of the plan.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Named {
    pub path: String,
    pub sha256: String,
}

/// What of a plan holds at the end of the log.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Standing<'l> {
    /// The last seal.
    pub seal: Option<&'l Entry>,
    /// The lock that holds.
    pub lock: Option<&'l Entry>,
    /// The unlock after which there was no other lock.
    pub unlock: Option<&'l Entry>,
}

/// What is wrong with a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    NotAsWritten,
    /// Whole in itself, it does not follow the one before.
    OutOfPlace,
    /// The line has no end.
    BrokenOff,
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Fault::NotAsWritten => "the entry is not as it was written",
            Fault::OutOfPlace => "the entry does not follow the one before it",
            Fault::BrokenOff => "the entry was broken off while it was written",
        })
    }
}

impl Log {
    /// The log of a folder, which may have none.
    pub fn read(folder: &Path) -> Result<Log, StudyError> {
        match Log::read_as_far(folder)? {
            (log, None) => Ok(log),
            (_, Some((line, fault))) => Err(StudyError::Broken { folder: folder.to_path_buf(), line, fault }),
        }
    }

    /// The entries up to the first line that is not as it was written, and what is wrong with that.
    pub fn read_as_far(folder: &Path) -> Result<(Log, Option<(usize, Fault)>), StudyError> {
        let path = folder.join(LOG);
        match read_file(&path) {
            Ok(bytes) => Ok(parse(&bytes)),
            Err(NoFile::Absent) => Ok((Log::default(), None)),
            Err(cause) => Err(StudyError::Unread { path, cause }),
        }
    }

    /// The entries of one plan, in their order.
    pub fn of<'l>(&'l self, plan: &'l str) -> impl DoubleEndedIterator<Item = &'l Entry> {
        self.entries.iter().filter(move |entry| entry.plan == plan)
    }

    pub fn standing(&self, plan: &str) -> Standing<'_> {
        let mut standing = Standing::default();
        for entry in self.entries.iter().filter(|entry| entry.plan == plan) {
            match entry.event {
                Event::Seal { .. } => standing.seal = Some(entry),
                Event::Outcomes { .. } | Event::Masked { .. } => {}
                Event::Lock { .. } => (standing.lock, standing.unlock) = (Some(entry), None),
                Event::Unlock { .. } => (standing.lock, standing.unlock) = (None, Some(entry)),
            }
        }
        standing
    }

    /// The lock that holds of any plan of the folder: there is one manifest beside them.
    pub fn any_lock(&self) -> Option<&Entry> {
        self.entries.iter().rev().find_map(|entry| self.standing(&entry.plan).lock)
    }

    /// Only a plan that was sealed is logged.
    pub fn sealed(&self, plan: &str) -> bool {
        self.standing(plan).seal.is_some()
    }
}

fn parse(bytes: &[u8]) -> (Log, Option<(usize, Fault)>) {
    let mut log = Log::default();
    for (index, line) in bytes.split_inclusive(|byte| *byte == b'\n').enumerate() {
        match follows(&log, line) {
            Ok(entry) => log.entries.push(entry),
            Err(fault) => return (log, Some((index + 1, fault))),
        }
    }
    (log, None)
}

fn follows(log: &Log, line: &[u8]) -> Result<Entry, Fault> {
    let line = line.strip_suffix(b"\n").ok_or(Fault::BrokenOff)?;
    let entry = entry(line).ok_or(Fault::NotAsWritten)?;
    let in_place = entry.number == log.entries.len() + 1 && entry.previous == last(log);
    if in_place { Ok(entry) } else { Err(Fault::OutOfPlace) }
}

fn entry(line: &[u8]) -> Option<Entry> {
    let line = std::str::from_utf8(line).ok()?;
    let before = line.get(..line.len().checked_sub(hashed("").len() + 64)?)?;
    if hashed(before) != line {
        return None;
    }
    let mut entry: Entry = serde_json::from_str(&format!("{before}}}")).ok()?;
    entry.hash = hash(before);
    Some(entry)
}

fn hash(before: &str) -> String {
    sha256(before.as_bytes())
}

/// The line whose text before the hash this is.
fn hashed(before: &str) -> String {
    let hash = if before.is_empty() { String::new() } else { hash(before) };
    format!("{before},\"hash\":\"{hash}\"}}")
}

/// What the next entry has as `previous`.
fn last(log: &Log) -> String {
    log.entries.last().map_or_else(|| "0".repeat(64), |entry| entry.hash.clone())
}

/// The log while nobody else can write to it.
pub struct Held {
    folder: PathBuf,
    pub log: Log,
    _lock: File,
}

impl Held {
    /// Waits for whoever writes to the log of the folder, then reads it.
    pub fn of(folder: &Path) -> Result<Held, StudyError> {
        let store = folder.join(STORE);
        let path = store.join("lock");
        let failed = |source| StudyError::Unwritten { path: path.clone(), source };
        std::fs::create_dir_all(&store).map_err(failed)?;
        let lock = OpenOptions::new().create(true).append(true).open(&path).map_err(failed)?;
        lock.lock().map_err(failed)?;
        [folder, store.as_path()].into_iter().for_each(super::store::clear);
        Ok(Held { folder: folder.to_path_buf(), log: Log::read(folder)?, _lock: lock })
    }

    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// One entry more, on the disk before this returns. What could not be written whole is taken back.
    pub fn append(&mut self, stamp: &Stamp, plan: &str, event: Event) -> Result<&Entry, StudyError> {
        stamp.of_somebody()?;
        let path = self.folder.join(LOG);
        let failed = |source| StudyError::Unwritten { path: path.clone(), source };
        let mut entry = Entry {
            number: self.log.entries.len() + 1,
            previous: last(&self.log),
            stamp: stamp.clone(),
            plan: plan.to_string(),
            event,
            hash: String::new(),
        };
        let mut before = serde_json::to_string(&entry).map_err(|e| failed(e.into()))?;
        before.pop();
        entry.hash = hash(&before);
        let mut file = OpenOptions::new().create(true).append(true).open(&path).map_err(failed)?;
        let length = file.metadata().map_err(failed)?.len();
        let written = file.write_all(format!("{}\n", hashed(&before)).as_bytes()).and_then(|()| file.sync_all());
        let written = written.and_then(|()| sync_folder(&self.folder));
        if let Err(source) = written {
            file.set_len(length).map_err(failed)?;
            return Err(failed(source));
        }
        self.log.entries.push(entry);
        self.log.entries.last().ok_or_else(|| failed(std::io::ErrorKind::UnexpectedEof.into()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stamp() -> Stamp {
        Stamp { at: "2026-03-01T09:00:00Z".into(), by: "A. Person".into() }
    }

    fn three(folder: &Path) -> Log {
        let mut held = Held::of(folder).expect("the log is held");
        let seal = Event::Seal { plan_digest: "ab".into(), documents: vec![] };
        for event in [seal, Event::Lock { manifest: "cd".into() }, Event::Unlock { because: "an \"error\"\n".into() }] {
            held.append(&stamp(), "plan.md", event).expect("it is written");
        }
        held.log
    }

    #[test]
    fn what_is_written_is_read() {
        let folder = tempfile::tempdir().expect("a folder");
        assert!(Log::read(folder.path()).expect("no log").entries.is_empty());
        let (written, read) = (three(folder.path()), Log::read(folder.path()).expect("a log"));
        assert_eq!(written.entries, read.entries);
        let standing = read.standing("plan.md");
        assert_eq!(standing.seal, Some(&read.entries[0]));
        assert_eq!((standing.lock, standing.unlock), (None, Some(&read.entries[2])));
        assert!(read.sealed("plan.md") && !read.sealed("other.md"));
    }

    /// By hand: `printf '{"number":1,…,"because":"x"' | sha256sum`.
    #[test]
    fn the_hash_is_that_of_the_line_before_it() {
        let folder = tempfile::tempdir().expect("a folder");
        let mut held = Held::of(folder.path()).expect("the log is held");
        let by = Stamp { at: "2026-03-01T09:00:00Z".into(), by: "a".into() };
        held.append(&by, "plan.md", Event::Unlock { because: "x".into() }).expect("written");
        let text = std::fs::read_to_string(folder.path().join(LOG)).expect("a log");
        let zeros = "0".repeat(64);
        let before = format!(
            "{{\"number\":1,\"previous\":\"{zeros}\",\"at\":\"2026-03-01T09:00:00Z\",\"by\":\"a\",\"plan\":\"plan.md\",\
             \"event\":\"unlock\",\"because\":\"x\""
        );
        assert_eq!(
            text,
            format!("{before},\"hash\":\"b4060295a307cb5bf2b8b1742562a0f190b332f0248c168c440fe048d4cee30f\"}}\n")
        );
    }

    #[test]
    fn each_bit_counts() {
        let folder = tempfile::tempdir().expect("a folder");
        three(folder.path());
        let bytes = std::fs::read(folder.path().join(LOG)).expect("a log");
        for bit in 0..bytes.len() * 8 {
            let mut changed = bytes.clone();
            changed[bit / 8] ^= 1 << (bit % 8);
            let line = 1 + bytes[..bit / 8].iter().filter(|b| **b == b'\n').count();
            let (named, _) = parse(&changed).1.expect("a bit was changed");
            assert_eq!(named, line, "bit {bit}");
        }
    }

    #[test]
    fn no_entry_is_taken_out_moved_or_broken_off() {
        let folder = tempfile::tempdir().expect("a folder");
        three(folder.path());
        let text = std::fs::read_to_string(folder.path().join(LOG)).expect("a log");
        let lines: Vec<&str> = text.split_inclusive('\n').collect();
        let of = |lines: &[&str]| parse(lines.concat().as_bytes()).1.expect("not the log");
        assert_eq!(of(&[lines[0], lines[2]]), (2, Fault::OutOfPlace));
        assert_eq!(of(&[lines[1], lines[0], lines[2]]), (1, Fault::OutOfPlace));
        assert_eq!(of(&[lines[0], lines[0]]), (2, Fault::OutOfPlace));
        assert_eq!(of(&[lines[0], &lines[1][..40]]), (2, Fault::BrokenOff));
        assert_eq!(of(&[lines[0], "\n"]), (2, Fault::NotAsWritten));
    }

    #[test]
    fn who_writes_at_once_waits() {
        let folder = tempfile::tempdir().expect("a folder");
        let write = || {
            let mut held = Held::of(folder.path()).expect("held");
            held.append(&stamp(), "plan.md", Event::Unlock { because: "at once".into() }).expect("written");
        };
        std::thread::scope(|scope| (0..16).for_each(|_| drop(scope.spawn(write))));
        assert_eq!(Log::read(folder.path()).expect("whole").entries.len(), 16);
    }
}
