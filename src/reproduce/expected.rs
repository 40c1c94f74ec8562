//! The numbers of the run, to be compared with those of the script when it has computed them.

use super::table::{line, number};
use crate::number::Number;
use crate::results::{Record, Results, Role, Timepoint};
use crate::words::Words;
use std::collections::BTreeSet;

/// `expected.csv`: identifier, what it is, whether the report displays it, whether it is a main result, and its value, empty where there
/// is none.
pub(super) fn expected(results: &Results, displayed: &BTreeSet<String>) -> Vec<u8> {
    let words = Words::of(results.report.language);
    let mut text = line(["id", "label", "displayed", "main", "value"].into_iter());
    for record in &results.records {
        let yes = |is: bool| if is { "yes" } else { "no" };
        let main = matches!(record.role, Role::Primary | Role::Secondary);
        let (label, value) = (label(results, words, record), value(&record.value));
        let fields = [record.id.as_str(), &label, yes(displayed.contains(&record.id)), yes(main), &value];
        text.push_str(&line(fields.into_iter()));
    }
    text.into_bytes()
}

fn value(value: &Number) -> String {
    match value {
        Number::Count(n) => n.to_string(),
        Number::Real(value) => number(*value),
        Number::Infinite => "Inf".to_string(),
        Number::NegativeInfinite => "-Inf".to_string(),
        Number::NotEstimable(_) | Number::Withheld(_) => String::new(),
    }
}

/// `Objective response at 6 months, RECIST 1.1, 6 months, SIRT + immunotherapy, Proportion`.
fn label(results: &Results, words: &Words, record: &Record) -> String {
    let analysis = results.analyses.iter().find(|a| a.name == record.analysis).map(|a| a.label.clone());
    let population = results.populations.iter().find(|p| p.name == record.analysis).map(|p| p.label.clone());
    let subgroup = record.subgroup.as_ref().map(|own| words.subgroup_label(results, &record.analysis, own));
    let contrast = record.contrast.as_ref().map(|own| words.contrast_label(results, own));
    let response = record.response.clone();
    let point = match &record.timepoint {
        Some(Timepoint::Point(name)) => Some(name.clone()),
        Some(Timepoint::Time { .. }) | None => None,
    };
    let arm = record.group.word().map(|word| {
        let arm = results.arms.iter().find(|arm| arm.name == word);
        arm.map_or_else(|| word.to_string(), |arm| arm.label.clone())
    });
    let place = words.place_label(results, record);
    let parts = [analysis.or(population), response, point, subgroup, contrast, arm, place];
    parts
        .into_iter()
        .flatten()
        .chain([words.statistic_by(record.statistic, record.method.as_ref())])
        .collect::<Vec<_>>()
        .join(", ")
}
