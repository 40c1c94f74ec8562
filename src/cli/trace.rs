//! `trace`: from a result to its clause, its rules and its patients.

use super::{CLEAN, COULD_NOT_RUN, OBJECTED, note, out, tree};
use crate::file::read_file;
use crate::results::Results;
use crate::results::trace::nearest;
use crate::run::earlier::not_as_written;
use crate::run::output::findings_are_later;
use std::path::Path;

pub(super) fn trace(id: &str, folder: &Path) -> u8 {
    let path = folder.join("results.json");
    let results: Results = match read_file(&path).map_err(|e| e.to_string()).and_then(|bytes| parse(&bytes)) {
        Ok(results) => results,
        Err(error) => {
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
            match out(&tree::text(&results, &traced)) {
                CLEAN if !changed.is_empty() => OBJECTED,
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

fn parse(bytes: &[u8]) -> Result<Results, String> {
    serde_json::from_slice(bytes).map_err(|e| format!("it was not written by this version ({e})"))
}
