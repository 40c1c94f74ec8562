//! `seal`, `lock`, `unlock` and `verify`: what is on record of a study.

use super::progress::Progress;
use super::{CLEAN, OBJECTED, done, failed, note, out, said_of};
use crate::diagnostic::codes;
use crate::run::RunError;
use crate::run::lock::{self, Recorded};
use crate::run::progress::Stage;
use crate::run::verify::{self, Asked};
use crate::study::{Entry, LOG, Stamp};
use std::path::{Path, PathBuf};

/// When and by whom. Nothing else of prespec asks the clock or who the user is.
#[derive(clap::Args)]
pub(super) struct When {
    /// When this is done, as in 2026-03-01T09:00:00Z; now, if not given
    #[arg(long, value_name = "TIME", value_parser = time)]
    at: Option<String>,
    /// Who does this; the user's name, if not given
    #[arg(long, value_name = "NAME")]
    by: Option<String>,
}

impl When {
    pub(super) fn stamp(&self) -> Stamp {
        let user = || ["USER", "LOGNAME", "USERNAME"].iter().find_map(|name| std::env::var(name).ok());
        let now = || jiff::Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
        Stamp {
            at: self.at.clone().unwrap_or_else(now),
            by: self.by.clone().or_else(user).unwrap_or_default().trim().to_string(),
        }
    }
}

/// A moment as it will stand in the log, in the time of Greenwich.
fn time(text: &str) -> Result<String, String> {
    let moment: jiff::Timestamp = text.parse().map_err(|_| {
        "a date and a time with its distance from UTC, as in 2026-03-01T09:00:00Z or 2026-03-01T10:00:00+01:00"
            .to_string()
    })?;
    Ok(moment.to_string())
}

pub(super) fn seal(plan: &Path, when: &When) -> u8 {
    told(lock::seal(plan, &when.stamp()), "sealed")
}

pub(super) fn lock(plan: &Path, data: Option<&Path>, answers: &[PathBuf], when: &When) -> u8 {
    let progress = Progress::new();
    progress.tell(Stage::Compute.begun());
    let locked = lock::lock(plan, data, answers, &when.stamp());
    progress.end();
    told(locked, "locked")
}

pub(super) fn unlock(plan: &Path, because: &str, when: &When) -> u8 {
    told(lock::unlock(plan, because, &when.stamp()), "unlocked")
}

fn told(recorded: Result<Recorded, RunError>, verb: &str) -> u8 {
    match recorded {
        Ok(Recorded::Entry { folder, entry }) => written(&folder, &entry, verb),
        Ok(Recorded::Amended { folder, entry, compiled }) => {
            said_of(&compiled);
            written(&folder, &entry, verb)
        }
        Ok(Recorded::Errors(compiled)) => said_of(&compiled),
        Ok(Recorded::NotAmended(compiled)) => {
            said_of(&compiled);
            note("nothing was sealed\n");
            OBJECTED
        }
        Err(error) => failed(&error),
    }
}

fn written(folder: &Path, entry: &Entry, verb: &str) -> u8 {
    let log = folder.join(LOG);
    done(&format!("{}: {verb}, entry {} of {}\n", entry.plan, entry.number, log.display()));
    out(&format!("{}\n", entry.hash))
}

pub(super) fn verify(path: &Path, asked: &Asked) -> u8 {
    let progress = Progress::new();
    let verified = verify::verify(path, asked, &|step| progress.tell(step));
    progress.end();
    let verified = match verified {
        Ok(verified) => verified,
        Err(error) => return failed(&error),
    };
    let lines: String = verified.differs.iter().map(|line| format!("{line}\n")).collect();
    let printed = out(&lines);
    for line in &verified.notes {
        note(&format!("{line}\n"));
    }
    let count = |n: usize, one: &str, more: &str| format!("{n} {}", if n == 1 { one } else { more });
    let (files, entries) = (verified.files.len(), verified.entries);
    let checked = format!("{} and {}", count(files, "file", "files"), count(entries, "entry", "entries"));
    match verified.differs.len() {
        0 => {
            done(&format!("{checked} are as they were\n"));
            printed
        }
        n => {
            let things = count(n, "thing does not match", "things do not match");
            let code = codes::NOT_AS_RECORDED;
            note(&format!("{things}, and {checked} do (`prespec explain {code}` says more)\n"));
            if printed == CLEAN { OBJECTED } else { printed }
        }
    }
}
