//! The numbers of the run, to be compared with those of the script when it has computed them.

use super::table::{line, number};
use crate::catalogue::Statistic;
use crate::number::Number;
use crate::results::{Record, Results, Role, Term, Timepoint};
use crate::words::Words;
use std::collections::BTreeSet;

/// `expected.csv`: identifier, what it is, whether the report displays it, whether it is a main result, its value, empty where there
/// is none, and why no set holds what it is computed from, where that is so.
pub(super) fn expected(results: &Results, displayed: &BTreeSet<String>) -> Vec<u8> {
    let words = Words::of(results.report.language);
    let mut text = line(["id", "label", "displayed", "main", "value", "because"].into_iter());
    for record in &results.records {
        let yes = |is: bool| if is { "yes" } else { "no" };
        let main = matches!(record.role, Role::Primary | Role::Secondary);
        let (label, value) = (label(results, words, record), value(&record.value));
        let fields = [
            record.id.as_str(),
            &label,
            yes(displayed.contains(&record.id)),
            yes(main),
            &value,
            unkept(record).unwrap_or_default(),
        ];
        text.push_str(&line(fields.into_iter()));
    }
    text.into_bytes()
}

/// Why no set holds what a number is computed from; none where one does.
fn unkept(record: &Record) -> Option<&'static str> {
    match record.role {
        Role::SampleSize => return Some("it rests on the plan and on no data"),
        Role::Rules
        | Role::Attrition
        | Role::Balance
        | Role::Agreement
        | Role::Lesions
        | Role::Baseline
        | Role::Primary
        | Role::Secondary
        | Role::Sensitivity
        | Role::Supplementary => {}
    }
    if let Statistic::LowerMargin | Statistic::UpperMargin = record.statistic {
        return Some("a margin is stated by the plan");
    }
    match record.term.as_ref()? {
        Term::LeftOut(_) if record.role != Role::Attrition => {
            Some("patients who are not in an analysis are not among its rows")
        }
        Term::LeftOut(_)
        | Term::Response(_)
        | Term::PValue(_)
        | Term::Line(_)
        | Term::WorstGrade(_)
        | Term::Covariate { .. }
        | Term::Intercept
        | Term::WholeModel
        | Term::Stratum(_)
        | Term::Cause(_)
        | Term::Category(_)
        | Term::Shift { .. }
        | Term::MeanOfReadings
        | Term::Requirement(_)
        | Term::Characteristic { .. }
        | Term::Rule(_)
        | Term::Score => None,
    }
}

fn value(value: &Number) -> String {
    match value {
        Number::Count(n) => n.to_string(),
        Number::Real(value) => number(*value),
        Number::Infinite => "Inf".to_string(),
        Number::NegativeInfinite => "-Inf".to_string(),
        Number::NotEstimable(_) => String::new(),
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
    parts.into_iter().flatten().chain([words.statistic(record.statistic)]).collect::<Vec<_>>().join(", ")
}
