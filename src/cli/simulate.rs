//! `simulate`: data that fit a plan, as a folder that a run reads.

use super::progress::Progress;
use super::rehearse::undrawn;
use super::{CLEAN, OBJECTED, done, failed, note, show, summary};
use crate::run::simulate;
use crate::run::simulate::Request;
use std::path::Path;

pub(super) fn simulate(plan: &Path, out: &Path, request: &Request) -> u8 {
    let progress = Progress::new();
    let simulated = simulate::simulate(plan, out, request, &|step| progress.tell(step));
    progress.end();
    let simulated = match simulated {
        Ok(simulated) => simulated,
        Err(error) => return failed(&error),
    };
    let Some(made) = simulated.made else {
        show(&simulated.diagnostics, &simulated.sources);
        note(&format!("{}\n", summary(&simulated.diagnostics, &simulated.plan)));
        note("nothing was made: the plan has errors\n");
        return OBJECTED;
    };
    let (patients, files) = (request.asked.patients, made.files);
    let rehearsal = format!("`prespec run {} --data {} --out DIR` is the rehearsal", plan.display(), out.display());
    done(&format!("{patients} simulated patients in {files} files; {rehearsal}\n"));
    note(&undrawn(&made.undrawn));
    match &request.under {
        Some(name) => {
            done(&format!("their outcomes are drawn by what the plan assumes (`--under {name}`)\n"));
        }
        None => {
            for name in &made.ignored {
                note(&format!("nothing depends on the arm: `{name}` is not drawn, `--under {name}` draws it\n"));
            }
        }
    }
    CLEAN
}
