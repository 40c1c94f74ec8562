//! `simulate`: data that fit a plan, as a folder that a run reads.

use super::progress::Progress;
use super::{OBJECTED, done, failed, note, show, summary};
use crate::run::simulate;
use crate::simulate::Asked;
use std::path::Path;

pub(super) fn simulate(plan: &Path, out: &Path, asked: Asked) -> u8 {
    let progress = Progress::new();
    let simulated = simulate::simulate(plan, out, asked, &|stage| progress.stage(stage));
    progress.end();
    let simulated = match simulated {
        Ok(simulated) => simulated,
        Err(error) => return failed(&error),
    };
    let Some(files) = simulated.files else {
        show(&simulated.diagnostics, &simulated.sources);
        note(&format!("{}\n", summary(&simulated.diagnostics, &simulated.plan)));
        note("nothing was made: the plan has errors\n");
        return OBJECTED;
    };
    let patients = asked.patients;
    let rehearsal = format!("`prespec run {} --data {} --out DIR` is the rehearsal", plan.display(), out.display());
    done(&format!("{patients} simulated patients in {files} files; {rehearsal}\n"))
}
