//! Members of populations, with the reasons of those who are not.

use super::endpoints::{Facts, NoTime, NotAtRisk, not_beyond};
use super::model::{Exclusion, Members};
use super::seen::Seen;
use crate::plan::ir::{EndpointId, PopulationId, PopulationSource};
use crate::program::{Operation, Program};

/// A patient of the source of a population; why not at risk, where it is one of patients at risk.
pub(super) type Candidate = (usize, Option<NotAtRisk>);

/// Whom a population is chosen among is known once everybody is: pairs, patients at risk, or a part of such. No criterion reads these,
/// so that all else is derived of one patient at a time.
pub(super) fn are_late(program: &Program, population: PopulationId) -> bool {
    match &program.step(program.populations[population.0]).does {
        Operation::Members { of: PopulationSource::Pairs(_) | PopulationSource::AtRisk { .. }, .. } => true,
        Operation::Members { of: PopulationSource::Population(of), .. } => are_late(program, *of),
        _ => false,
    }
}

/// Those among whom a population is chosen, in key order; `everybody`: how many patients there are.
pub(super) fn candidates(program: &Program, seen: Seen, of: &PopulationSource, everybody: usize) -> Vec<Candidate> {
    let all: Vec<usize> = match of {
        PopulationSource::AllPatients => {
            seen.note(program.tables[program.patients.0]);
            (0..everybody).collect()
        }
        PopulationSource::Population(of) => seen.population(*of).patients.clone(),
        PopulationSource::Pairs(matching) => seen.matched(*matching).paired(),
        PopulationSource::AtRisk { of, endpoint, day } => {
            let facts = Facts { program, seen };
            return at_risk(&facts, *endpoint, *day, &seen.population(*of).patients);
        }
    };
    all.into_iter().map(|patient| (patient, None)).collect()
}

/// The members among the candidates, in key order; `failing` is by requirement, by patient.
pub(super) fn members(candidates: Vec<Candidate>, failing: &[Vec<bool>]) -> Members {
    let reasons_of = |(patient, not_at_risk): Candidate| {
        let failed = (0..failing.len()).filter(|r| failing[*r][patient]).map(Exclusion::Requirement);
        (patient, not_at_risk.map(Exclusion::NotAtRisk).into_iter().chain(failed).collect::<Vec<_>>())
    };
    let reasons: Vec<(usize, Vec<Exclusion>)> = candidates.into_iter().map(reasons_of).collect();
    let patients = reasons.iter().filter(|(_, failed)| failed.is_empty()).map(|(p, _)| *p).collect();
    Members { patients, reasons }
}

/// At risk are those whose time is longer than a day, whatever it ends with; nobody of an endpoint that is no time.
fn at_risk(facts: &Facts, endpoint: EndpointId, day: i64, patients: &[usize]) -> Vec<Candidate> {
    let kind = &facts.program.flat.endpoints[endpoint.0].kind;
    match kind.given() {
        Some(what) if what.is_time() => {
            let times = facts.seen.given(endpoint).map_or(&[][..], |given| &given.value);
            let why = |patient: usize| match times.get(patient).copied().flatten() {
                // Whole days below 2^53 are exact.
                Some(time) => (time <= day as f64).then_some(NotAtRisk::Ended),
                None => Some(NotAtRisk::Without(NoTime::NoEnd)),
            };
            patients.iter().map(|patient| (*patient, why(*patient))).collect()
        }
        Some(_) | None => not_beyond(facts, endpoint, day, patients),
    }
}
