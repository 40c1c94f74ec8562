//! What an analysis rests on, named in its table: origin of time, competing events, reference, strata and adjustment.

use super::counted;
use crate::report::select::Book;
use crate::results::{Account, AnalysisInfo, Basis, Measure};
use crate::words::{fill, lower_first};

/// One sentence for each; none of what an analysis does not have.
pub fn sentences(book: &Book, analysis: &AnalysisInfo) -> Vec<String> {
    let (words, basis) = (book.words, &analysis.basis);
    let named = |template: &str, name: &Option<String>| name.as_ref().map(|n| fill(template, &[("name", n)]));
    let matching = |template: &str, name: &Option<String>| name.as_ref().map(|n| fill(template, &[("matching", n)]));
    let several = |template: &str, names: &[String]| {
        let names: Vec<String> = names.iter().map(|n| lower_first(n)).collect();
        (!names.is_empty()).then(|| fill(template, &[("names", &words.join(&names))]))
    };
    let covariates = match analysis.accounts_by {
        Account::Weights => words.weighted_score,
        Account::Nothing | Account::Model => words.adjusted,
    };
    let all = [
        basis.landmark.map(|day| {
            let panels = book.panels(&analysis.name);
            let template = match basis.response {
                true if panels.iter().any(|p| p.timepoint.is_some()) => words.at_landmark,
                true => words.since_landmark,
                false => words.from_landmark,
            };
            fill(template, &[("day", &day.to_string())])
        }),
        basis.counted_from.as_ref().map(|start| fill(words.from_start, &[("start", &words.counted_from(start))])),
        basis.longest_gap.map(|days| fill(words.longest_gap, &[("days", &days.to_string())])),
        basis.calendar_months.map(|n| counted(n.into(), words.calendar_month, words.calendar_months)),
        basis.measure.map(|measure| match measure {
            Measure::Value => words.measured_value.to_string(),
            Measure::Change => words.measured_change.to_string(),
            Measure::PercentChange => words.measured_percent_change.to_string(),
        }),
        causes(book, basis),
        reference(book, analysis),
        several(words.stratified, &basis.strata),
        several(covariates, &basis.covariates),
        matching(words.adjusted_unbalanced, &basis.unbalanced),
        named(words.weighted, &basis.weights),
        matching(words.weighted_overlap, &basis.overlap),
        named(words.in_sets, &basis.sets),
        named(words.in_clusters, &basis.clusters),
    ];
    all.into_iter().flatten().collect()
}

fn causes(book: &Book, basis: &Basis) -> Option<String> {
    let [(_, first), others @ ..] = basis.causes.as_slice() else { return None };
    (!others.is_empty()).then(|| {
        let first = lower_first(first);
        fill(book.words.causes, &[("first", &first), ("others", &competing(book, basis))])
    })
}

/// The causes but the first, in words.
pub fn competing(book: &Book, basis: &Basis) -> String {
    let others: Vec<String> = basis.causes.iter().skip(1).map(|(_, label)| lower_first(label)).collect();
    book.words.join(&others)
}

/// Of more than two groups: the one that each other is compared with, where the plan names one.
fn reference(book: &Book, analysis: &AnalysisInfo) -> Option<String> {
    let reference = analysis.basis.reference.as_ref().filter(|_| analysis.compare.len() > 2)?;
    Some(fill(book.words.reference_arm, &[("arm", &lower_first(book.arm(reference)))]))
}

/// From when the days of an analysis are counted, where that is not time zero.
pub fn origin(book: &Book, basis: &Basis) -> Option<String> {
    let words = book.words;
    let landmark = basis.landmark.map(|day| fill(words.from_landmark, &[("day", &day.to_string())]));
    let start = basis.counted_from.as_ref();
    landmark.or_else(|| start.map(|start| fill(words.from_start, &[("start", &words.counted_from(start))])))
}

/// `day 63 after the landmark (day 183)`, of a day as it is counted in the analysis.
pub fn day(book: &Book, basis: &Basis, at: &str, day: &str) -> String {
    match (basis.landmark, day.parse::<i64>()) {
        (Some(landmark), Ok(day)) => {
            fill(book.words.after_landmark, &[("at", at), ("day", &(landmark + day).to_string())])
        }
        _ => at.to_string(),
    }
}
