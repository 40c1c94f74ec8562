//! Members of populations, with the reasons of those who are not.

use super::endpoints::{Facts, competing_risks, time_to_event};
use super::model::{Derived, Members};
use crate::plan::ir::{EndpointId, EndpointKind, GivenKind, MatchingId, Plan, PopulationId, PopulationSource};

/// The population among patients of its source, in key order.
pub(super) fn enter(derived: &mut Derived, population: PopulationId, source: Vec<usize>) {
    let failing = &derived.failing[population.0];
    let reasons_of = |patient: usize| (0..failing.len()).filter(|r| failing[*r][patient]).collect::<Vec<_>>();
    let reasons: Vec<(usize, Vec<usize>)> = source.into_iter().map(|p| (p, reasons_of(p))).collect();
    let patients = reasons.iter().filter(|(_, failed)| failed.is_empty()).map(|(p, _)| *p).collect();
    derived.populations[population.0] = Members { patients, reasons };
}

/// Fills in the populations made of the pairs of a matching, and those taken from them, once the pairs are known.
///
/// `paired` are the patients of all pairs; their order does not matter.
pub fn enter_pairs(derived: &mut Derived, plan: &Plan, matching: MatchingId, paired: &[usize]) {
    let mut paired = paired.to_vec();
    paired.sort_unstable();
    paired.dedup();
    let mut filled: Vec<PopulationId> = vec![];
    // A population may be written before the one it is taken from, so this goes on until nothing is added.
    loop {
        let before = filled.len();
        for id in (0..plan.populations.len()).map(PopulationId).filter(|id| !filled.contains(id)).collect::<Vec<_>>() {
            match &plan.populations[id.0].of {
                PopulationSource::Pairs(of) if *of == matching => enter(derived, id, paired.clone()),
                PopulationSource::Population(from) if filled.contains(from) => {
                    enter(derived, id, derived.populations[from.0].patients.clone());
                }
                _ => continue,
            }
            filled.push(id);
        }
        if filled.len() == before {
            return;
        }
    }
}

/// Fills in the populations of patients at risk on a day, and those taken from them, once the endpoints can be derived.
pub(super) fn enter_at_risk(derived: &mut Derived, plan: &Plan) {
    let mut filled: Vec<PopulationId> = vec![];
    // No population at risk is one of pairs, and each is written after the one it is taken from.
    for id in (0..plan.populations.len()).map(PopulationId) {
        let source = match &plan.populations[id.0].of {
            PopulationSource::AtRisk { of, endpoint, day } => {
                let members = derived.populations[of.0].patients.clone();
                let facts = Facts { plan, derived };
                at_risk(&facts, *endpoint, *day, &members)
            }
            PopulationSource::Population(from) if filled.contains(from) => derived.populations[from.0].patients.clone(),
            _ => continue,
        };
        enter(derived, id, source);
        filled.push(id);
    }
}

/// Those whose time is longer than a day, whatever it ends with; nobody of an endpoint that is no time.
fn at_risk(facts: &Facts, endpoint: EndpointId, day: i64, members: &[usize]) -> Vec<usize> {
    let longer = |given: &GivenKind| match given {
        GivenKind::TimeToEvent | GivenKind::CompetingRisks { .. } => {
            let times = facts.derived.given.get(endpoint.0).and_then(Option::as_ref).map_or(&[][..], |g| &g.value);
            // Whole days below 2^53 are exact.
            let time = |patient: &&usize| times.get(**patient).copied().flatten().is_some_and(|t| t > day as f64);
            members.iter().filter(time).copied().collect()
        }
        GivenKind::YesNo | GivenKind::Number { .. } | GivenKind::Category { .. } => vec![],
    };
    match facts.plan.endpoints.get(endpoint.0).map(|e| &e.kind) {
        Some(EndpointKind::TimeToEvent(_)) => {
            let times = time_to_event(facts, &[], endpoint, members);
            times.into_iter().filter(|t| t.time > day).map(|t| t.patient).collect()
        }
        Some(EndpointKind::CompetingRisks(_)) => {
            let times = competing_risks(facts, endpoint, members);
            times.into_iter().filter(|t| t.time > day).map(|t| t.patient).collect()
        }
        Some(EndpointKind::Given(given)) => longer(&given.what),
        Some(EndpointKind::YesNo(_) | EndpointKind::Events(_) | EndpointKind::BestResponse(_)) | None => vec![],
    }
}

/// The population itself, or the one its pairs are formed among: what is known before any matching.
pub(super) fn before_pairs(plan: &Plan, population: PopulationId) -> PopulationId {
    let mut at = population;
    for _ in 0..plan.populations.len() {
        match of_pairs(plan, at) {
            Some(matching) => at = plan.matchings[matching.0].among,
            None => break,
        }
    }
    at
}

/// The matching a population rests on, directly or through the populations it is taken from.
fn of_pairs(plan: &Plan, population: PopulationId) -> Option<MatchingId> {
    let mut at = population;
    for _ in 0..=plan.populations.len() {
        match &plan.populations[at.0].of {
            PopulationSource::AllPatients => return None,
            PopulationSource::Pairs(matching) => return Some(*matching),
            PopulationSource::Population(of) | PopulationSource::AtRisk { of, .. } => at = *of,
        }
    }
    None
}
