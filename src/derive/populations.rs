//! Members of populations, with the reasons of those who are not.

use super::endpoints::{Facts, competing_risks, time_to_event};
use super::model::{Derived, Members};
use crate::plan::ir::{EndpointId, GivenKind, PopulationId};
use crate::program::flat::FlatKind;

/// The population among patients of its source, in key order.
pub(super) fn enter(derived: &mut Derived, population: PopulationId, source: Vec<usize>) {
    let failing = &derived.failing[population.0];
    let reasons_of = |patient: usize| (0..failing.len()).filter(|r| failing[*r][patient]).collect::<Vec<_>>();
    let reasons: Vec<(usize, Vec<usize>)> = source.into_iter().map(|p| (p, reasons_of(p))).collect();
    let patients = reasons.iter().filter(|(_, failed)| failed.is_empty()).map(|(p, _)| *p).collect();
    derived.populations[population.0] = Members { patients, reasons };
}

/// Those whose time is longer than a day, whatever it ends with; nobody of an endpoint that is no time.
pub(super) fn at_risk(facts: &Facts, endpoint: EndpointId, day: i64, members: &[usize]) -> Vec<usize> {
    let longer = |given: &GivenKind| match given {
        GivenKind::TimeToEvent | GivenKind::CompetingRisks { .. } => {
            let times = facts.seen.given(endpoint).map_or(&[][..], |g| &g.value);
            // Whole days below 2^53 are exact.
            let time = |patient: &&usize| times.get(**patient).copied().flatten().is_some_and(|t| t > day as f64);
            members.iter().filter(time).copied().collect()
        }
        GivenKind::YesNo | GivenKind::Number { .. } | GivenKind::Category { .. } => vec![],
    };
    match &facts.program.flat.endpoints[endpoint.0].kind {
        FlatKind::TimeToEvent(_) => {
            let times = time_to_event(facts, &[], endpoint, members);
            times.into_iter().filter(|t| t.time > day).map(|t| t.patient).collect()
        }
        FlatKind::CompetingRisks(_) => {
            let times = competing_risks(facts, endpoint, members);
            times.into_iter().filter(|t| t.time > day).map(|t| t.patient).collect()
        }
        FlatKind::Given(given) => longer(&given.what),
        FlatKind::YesNo(_) | FlatKind::Events(_) | FlatKind::BestResponse(_) => vec![],
    }
}
