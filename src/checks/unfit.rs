//! An examination stands at baseline and a criterion takes it for none: nothing is answered of the patient by this criterion, at
//! no examination, and the report would only count it.

use super::Silent;
use super::place::{Basis, Found, Places, Words};
use crate::catalogue::FindingRule;
use crate::derive::model::Derived;
use crate::diagnostic::codes;
use crate::plan::ir::{Baseline, FindingSeverity, ResponseId};
use crate::program::fold::Because;
use std::collections::{BTreeMap, BTreeSet};

/// One question for each examination, whatever the criteria that take it for none.
pub fn check(places: &Places<'_>, (derived, silent): (&Derived, &Silent), found: &mut Vec<Found>) {
    let mut asked: BTreeMap<(usize, usize), Vec<ResponseId>> = BTreeMap::new();
    let responses = derived.responses.iter().enumerate();
    for (id, of) in responses.filter(|(id, _)| !silent.responses.contains(&ResponseId(*id))) {
        let is_unfit = |reading: &&crate::derive::model::ReadingDerived| reading.because == Because::UnfitBaseline;
        let patients: BTreeSet<usize> = of.readings.iter().filter(is_unfit).map(|reading| reading.patient).collect();
        let response = &places.plan.responses[id];
        let baselines = match response.baseline {
            Baseline::Point(point) => &derived.timepoints[response.timepoints][point.0],
            Baseline::Own(_) => &derived.own_baselines[id],
        };
        for exam in patients.into_iter().filter_map(|patient| baselines.get(patient).copied().flatten()) {
            asked.entry((response.criterion.exam.0, exam)).or_default().push(ResponseId(id));
        }
    }
    found.extend(asked.into_iter().filter_map(|((_, exam), responses)| told(places, exam, &responses)));
}

fn told(places: &Places<'_>, exam: usize, responses: &[ResponseId]) -> Option<Found> {
    let plan = places.plan;
    let first = *responses.first()?;
    let response = &plan.responses[first.0];
    let table = response.criterion.exam;
    let row = places.kept(table, exam)?;
    let mut criteria: Vec<&str> = vec![];
    for id in responses {
        let label = plan.responses[id.0].header.label.as_str();
        if !criteria.contains(&label) {
            criteria.push(label);
        }
    }
    let words = Words {
        code: codes::UNFIT_BASELINE,
        rule: FindingRule::Stated(criteria.join(", ")),
        severity: FindingSeverity::Query,
        found: "the examination at baseline".to_string(),
        expected: format!(
            "an examination that {} can compare with: this one lacks what its “no baseline” asks for, and at no later one is the patient assessed",
            criteria.join(", ")
        ),
    };
    let mut found = places.at(table, row, None, words);
    found.finding.clause = plan.clause_number(response.header.clause).to_string();
    Some(Found { basis: Basis::Unfit { response: first }, ..found })
}
