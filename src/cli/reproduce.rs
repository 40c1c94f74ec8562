//! `reproduce`: a run as sets and a script of R that computes its numbers again.

use super::progress::Progress;
use super::record::When;
use super::{CLEAN, done, failed, note};
use crate::run::reproduce;
use std::path::Path;

pub(super) fn reproduce(folder: &Path, out: &Path, when: &When) -> u8 {
    let progress = Progress::new();
    let written = reproduce::reproduce(folder, out, &when.stamp(), &|step| progress.tell(step));
    progress.end();
    match written {
        Ok(written) => {
            done(&format!(
                "{} displayed numbers, and {} sets that they are computed from; `Rscript {}` computes them again\n",
                written.displayed,
                written.sets,
                written.script.display()
            ));
            note("the sets have a row for each patient: they are for those who may see the data\n");
            CLEAN
        }
        Err(error) => failed(&error),
    }
}
