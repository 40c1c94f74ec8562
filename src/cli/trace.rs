//! `trace`: from a result to its clause, its rules and its patients.

use super::{CLEAN, COULD_NOT_RUN, OBJECTED, note, out, tree};
use crate::file::read_file;
use crate::results::trace::nearest;
use crate::results::{Results, file};
use crate::run::earlier::{not_as_written, tells_the_run};
use crate::run::output::findings_are_later;
use crate::run::patients::{self, PATIENTS};
use std::path::Path;

pub(super) fn trace(id: &str, folder: &Path) -> u8 {
    let path = folder.join("results.json");
    let results = match read(&path, &folder.join(PATIENTS)) {
        Ok(results) => results,
        Err((path, error)) => {
            note(&format!("could not read {}: {error}\n", path.display()));
            note("`prespec run PLAN` writes it; `--out DIR` names another folder\n");
            return COULD_NOT_RUN;
        }
    };
    match crate::results::trace::trace(&results, id) {
        Some(traced) => {
            if findings_are_later(folder) {
                note(
                    "findings.csv in this folder is of a later run, which was blocked; the results are those of the run before\n",
                );
            }
            let changed = not_as_written(folder);
            if !changed.is_empty() {
                note(&format!(
                    "{} in this folder: not as run.json says that it was written; a run was broken off, or a file was changed\n",
                    changed.join(", ")
                ));
            }
            let told = tells_the_run(folder);
            if !told {
                note(&format!(
                    "no run.json in this folder says that results.json and {PATIENTS} are of one run; what is said of patients may be of another\n"
                ));
            }
            match out(&tree::text(&results, &traced)) {
                CLEAN if !changed.is_empty() || !told => OBJECTED,
                code => code,
            }
        }
        None => {
            let hint = nearest(&results, id).map_or_else(String::new, |n| format!("; the nearest is `{n}`"));
            note(&format!("there is no result `{id}` in {}{hint}\n", path.display()));
            COULD_NOT_RUN
        }
    }
}

/// The results with what was derived of each patient, or the file that could not be read, and why.
fn read<'p>(results: &'p Path, patients: &'p Path) -> Result<Results, (&'p Path, String)> {
    let bytes = |path: &'p Path| read_file(path).map_err(|e| (path, e.to_string()));
    let other = |path: &'p Path, e: serde_json::Error| (path, format!("it was not written by this version ({e})"));
    let known = file::read(&bytes(results)?).map_err(|e| other(results, e))?;
    let derived = patients::read(&bytes(patients)?).map_err(|e| other(patients, e))?;
    Ok(Results { derived, ..known })
}
