//! Members of populations, with the reasons of those who are not.

use super::endpoints::{Facts, lasting};
use super::model::Members;
use crate::plan::ir::EndpointId;

/// The members among patients of the source, in key order; `failing` is by requirement, by patient.
pub(super) fn members(source: Vec<usize>, failing: &[Vec<bool>]) -> Members {
    let reasons_of = |patient: usize| (0..failing.len()).filter(|r| failing[*r][patient]).collect::<Vec<_>>();
    let reasons: Vec<(usize, Vec<usize>)> = source.into_iter().map(|p| (p, reasons_of(p))).collect();
    let patients = reasons.iter().filter(|(_, failed)| failed.is_empty()).map(|(p, _)| *p).collect();
    Members { patients, reasons }
}

/// Those whose time is longer than a day, whatever it ends with; nobody of an endpoint that is no time.
pub(super) fn at_risk(facts: &Facts, endpoint: EndpointId, day: i64, members: &[usize]) -> Vec<usize> {
    let kind = &facts.program.flat.endpoints[endpoint.0].kind;
    match kind.given() {
        Some(what) if what.is_time() => {
            let times = facts.seen.given(endpoint).map_or(&[][..], |given| &given.value);
            // Whole days below 2^53 are exact.
            let time = |patient: &&usize| times.get(**patient).copied().flatten().is_some_and(|t| t > day as f64);
            members.iter().filter(time).copied().collect()
        }
        Some(_) | None => lasting(facts, endpoint, day, members),
    }
}
