//! `rehearse`: the operating characteristics of a plan on made-up patients, as text or as JSON.

use super::progress::Progress;
use super::{OBJECTED, failed, note, out, out_json, show, summary};
use crate::compile::shown;
use crate::run::rehearse::{self, Rehearsal, Rehearsed, Share};
use std::path::Path;

pub(super) fn rehearse(plan: &Path, asked: &Rehearsed, json: bool) -> u8 {
    let progress = Progress::new();
    let rehearsed = rehearse::rehearse(plan, asked, &|stage| progress.stage(stage));
    progress.end();
    match rehearsed {
        Ok((_, Some(rehearsal))) => told(&rehearsal, json),
        Ok((compiled, None)) => {
            show(&compiled.diagnostics, &compiled.sources);
            note(&format!("{}\n", summary(&compiled.diagnostics, &shown(&compiled.path))));
            note("nothing was rehearsed: the plan has errors\n");
            OBJECTED
        }
        Err(error) => failed(&error),
    }
}

fn told(rehearsal: &Rehearsal, json: bool) -> u8 {
    if json {
        return match serde_json::to_string_pretty(rehearsal) {
            Ok(text) => out_json(&format!("{text}\n")),
            Err(error) => {
                note(&format!("the rehearsal could not be written as JSON: {error}\n"));
                super::COULD_NOT_RUN
            }
        };
    }
    let Rehearsal { replicates, patients, seed, generator, effect, alpha, .. } = rehearsal;
    let mut text = format!(
        "{replicates} replicates of {patients} simulated patients; effect: {effect}; seed {seed} ({generator})\n\
         in parentheses the Monte Carlo error: the standard error of a proportion\n"
    );
    text.push_str(&part(&format!("p-values of main tests at most {alpha} (type I error)"), &rehearsal.tests));
    text.push_str(&part("intervals that hold no effect (coverage)", &rehearsal.intervals));
    text.push_str(&part("treated patients who found a pair", &rehearsal.matched));
    if rehearsal.matched.iter().chain(&rehearsal.tests).next().is_none() {
        text.push_str("\nthe analyses asked for have no main test, and nothing is matched\n");
    }
    out(&text)
}

fn part(title: &str, shares: &[Share]) -> String {
    if shares.is_empty() {
        return String::new();
    }
    let width = shares.iter().map(|share| share.of.chars().count()).max().unwrap_or(0);
    let mut text = format!("\n{title}\n");
    for share in shares {
        let value = share.share.map_or_else(|| "–".to_string(), |value| format!("{value:.4}"));
        let error = share.monte_carlo_error.map_or_else(String::new, |error| format!(" ({error:.4})"));
        let Share { of, clause, count, among, estimable, .. } = share;
        text.push_str(&format!(
            "  {of:width$}  {value}{error}  {count} of {among}, {estimable} estimable, clause {clause}\n"
        ));
    }
    text
}
