//! `rehearse`: the operating characteristics of a plan on made-up patients, as text or as JSON.

use super::progress::Progress;
use super::{OBJECTED, failed, note, out, out_json, said_of};
use crate::run::rehearse::{self, Characteristics, Estimate, Rehearsal, Rehearsed, Share};
use crate::simulate::{Undrawn, Why};
use std::path::Path;

pub(super) fn rehearse(plan: &Path, asked: &Rehearsed, json: bool) -> u8 {
    let progress = Progress::new();
    let rehearsed = rehearse::rehearse(plan, asked, &|step| progress.tell(step));
    progress.end();
    match rehearsed {
        Ok((_, Some(rehearsal))) => told(&rehearsal, json),
        Ok((compiled, None)) => {
            said_of(&compiled);
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
    let Rehearsal { replicates, seed, generator, .. } = rehearsal;
    let mut text = format!(
        "{replicates} replicates; seed {seed} ({generator})\n\
         in parentheses the Monte Carlo error: of a share the standard error of a proportion, of a bias that of a mean\n"
    );
    rehearsal.under.iter().for_each(|under| text.push_str(&characteristics(under)));
    out(&text)
}

fn characteristics(under: &Characteristics) -> String {
    let Characteristics { effect, patients, .. } = under;
    let is_none = effect == NONE;
    let what =
        if is_none { "none, nothing depends on the arm".to_string() } else { format!("as assumed by `{effect}`") };
    let mut text = format!("\n{patients} simulated patients; effect: {what}\n");
    text.push_str(&undrawn(&under.undrawn));
    for analysis in &under.nothing_drawn {
        text.push_str(&format!("  nothing is drawn of what `{analysis}` asks about: its tests say nothing of power\n"));
    }
    let rate = if is_none { "type I error" } else { "power" };
    text.push_str(&part(&format!("p-values of main tests at most their level, unadjusted ({rate})"), &under.tests));
    text.push_str(&part(&format!("rejected by the procedure of a family ({rate})"), &under.families));
    text.push_str(&part("shown by a limit", &under.margins));
    text.push_str(&estimates(&under.estimates));
    text.push_str(&part("intervals that hold the true effect (coverage)", &under.intervals));
    text.push_str(&part("treated patients who found a pair", &under.matched));
    text.push_str(&part("pairs of which one member alone responds", &under.discordant));
    if under.matched.iter().chain(&under.tests).chain(&under.margins).next().is_none() {
        text.push_str("\nthe analyses asked for have no main test, and nothing is matched\n");
    }
    text
}

/// The word for no effect.
pub(super) const NONE: &str = "none";

/// What is assumed and not drawn, a line each.
pub(super) fn undrawn(undrawn: &[Undrawn]) -> String {
    let line = |of: &Undrawn| format!("  not drawn: `{}`, {}\n", of.of, why(of.because));
    undrawn.iter().map(line).collect()
}

fn why(because: Why) -> &'static str {
    match because {
        Why::SeveralEvents => "for its events are told apart",
        Why::SeveralResponses => "for it ends with the first of several responses",
        Why::ConfirmedLater => "for what ends it counts once a later examination has confirmed it",
        Why::Contradicts => {
            "for what is assumed of its events themselves is as much as is assumed of it, or more, in one of the arms"
        }
        Why::TooFewLeft => {
            "for more are assumed to respond in one of the arms than are assumed to be without what ends another time until then"
        }
        Why::DeathNotAssumed => "for a death, of which nothing is assumed, may come before it; assume a survival too",
        Why::BeginsLater => "for it begins later than time zero",
        Why::EntersLater => "for patients come under observation later than time zero",
        Why::NotOneCell => "for it is worked out from more than one cell of a patient",
        Why::Range => "for its column cannot hold all that is assumed",
        Why::NotAnalysed => "for no analysis says how its events are handled",
        Why::DrawnBefore => "for another outcome of the assumption stands in the same cells",
        Why::Matching => "for who finds a pair follows from the covariates",
        Why::Discordant => {
            "of which the pairs that differ are not drawn: the members of a pair are independent of each other"
        }
        Why::FollowedLess => {
            "for the dates that time zero may have are too near to the cut-off: some are followed for less"
        }
    }
}

fn estimates(estimates: &[Estimate]) -> String {
    if estimates.is_empty() {
        return String::new();
    }
    let width = estimates.iter().map(|estimate| estimate.of.chars().count()).max().unwrap_or(0);
    let mut text = "\nbias of estimates of the true effect\n".to_string();
    for estimate in estimates {
        let Estimate { of, clause, truth, among, estimable, .. } = estimate;
        let number = |value: Option<f64>| value.map_or_else(|| "–".to_string(), |value| format!("{value:.4}"));
        let error = estimate.monte_carlo_error.map_or_else(String::new, |error| format!(" ({error:.4})"));
        let (bias, mean) = (number(estimate.bias), number(estimate.mean));
        let scale = if estimate.logarithm { " of the logarithm" } else { "" };
        text.push_str(&format!(
            "  {of:width$}  {bias}{error}{scale}  mean {mean}, true {truth:.4}, {estimable} of {among} estimable, clause {clause}\n"
        ));
    }
    text
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
        let at = share.at.map_or_else(String::new, |at| format!(", at {at:.4}"));
        text.push_str(&format!(
            "  {of:width$}  {value}{error}  {count} of {among}, {estimable} estimable{at}, clause {clause}\n"
        ));
    }
    text
}
