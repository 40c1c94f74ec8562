//! Whom a count of the attrition or of a matching counts: those excluded and their reasons, the pairs, those left over.

use super::patients::{arm, in_group};
use crate::catalogue::Statistic;
use crate::results::{
    Exclusion, Group, MatchingDerived, Pair, PatientDerived, PopulationInfo, Record, Results, Role, Term,
};
use serde::Serialize;

/// The candidates of a population that a record of the attrition counts.
#[derive(Clone, Debug, Serialize)]
pub struct Counted<'r> {
    pub population: &'r PopulationInfo,
    pub patients: Vec<CountedPatient<'r>>,
}

#[derive(Clone, Debug, Serialize)]
pub struct CountedPatient<'r> {
    pub patient: &'r str,
    pub arm: Option<&'r str>,
    /// The reasons not to be in the population, in their order.
    pub not_met: &'r [Exclusion],
}

/// Whom a number of a matching concerns.
#[derive(Clone, Debug, Serialize)]
pub struct Paired<'r> {
    /// None where the number is of one list only.
    pub pairs: Option<Vec<&'r Pair>>,
    pub lists: Vec<Listed<'r>>,
}

/// What became of patients in a matching.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum List {
    /// Treated patients without a control.
    Unmatched,
    /// A covariate is missing.
    LeftOut,
    Treated,
    Controls,
    /// Those of the number's group with all covariates.
    Complete,
}

#[derive(Clone, Debug, Serialize)]
pub struct Listed<'r> {
    pub list: List,
    pub patients: Vec<ListedPatient<'r>>,
}

#[derive(Clone, Debug, Serialize)]
pub struct ListedPatient<'r> {
    pub patient: &'r str,
    pub arm: Option<&'r str>,
    pub logit: Option<f64>,
}

/// A candidate of a population with the reasons not to be in it, in their order.
type Candidate<'r> = (&'r PatientDerived, &'r [Exclusion]);

/// None where the record is no count of the attrition.
pub(super) fn counted<'r>(results: &'r Results, record: &'r Record) -> Option<Counted<'r>> {
    if record.role != Role::Attrition {
        return None;
    }
    let population = results.populations.iter().find(|p| p.name == record.analysis)?;
    let order: Vec<Option<&Term>> = requirements(results, record).map(|r| r.term.as_ref()).collect();
    let counted = candidates(results, &record.analysis)
        .filter(|(_, reasons)| counts(&order, record, reasons))
        .filter(|(patient, _)| in_group(results, record, &patient.patient));
    let one = |(patient, reasons): Candidate<'r>| CountedPatient {
        patient: &patient.patient,
        arm: patient.arm.as_deref(),
        not_met: reasons,
    };
    Some(Counted { population, patients: counted.map(one).collect() })
}

fn candidates<'r>(results: &'r Results, population: &'r str) -> impl Iterator<Item = Candidate<'r>> {
    let reasons = move |patient: &'r PatientDerived| {
        let (_, reasons) = patient.populations.iter().find(|(name, _)| name == population)?;
        Some((patient, reasons.as_slice()))
    };
    results.derived.patients.iter().filter_map(reasons)
}

/// Whether a record of the attrition counts a candidate with these reasons; `order` is that of the requirements.
fn counts(order: &[Option<&Term>], record: &Record, reasons: &[Exclusion]) -> bool {
    let place = |term: Option<&Term>| order.iter().position(|o| *o == term);
    let own = |r: &Exclusion| record.term.as_ref() == Some(&r.term());
    match record.statistic {
        Statistic::Excluded => reasons.first().is_some_and(own),
        Statistic::NotMet => reasons.iter().any(own),
        Statistic::Remaining => reasons.first().is_none_or(|r| place(Some(&r.term())) > place(record.term.as_ref())),
        Statistic::Included => reasons.is_empty(),
        _ => true,
    }
}

/// The records that name what excludes from the record's population, in its order.
fn requirements<'r>(results: &'r Results, record: &'r Record) -> impl Iterator<Item = &'r Record> {
    let is_flow = |r: &Record| r.role == Role::Attrition && r.statistic == Statistic::Excluded && r.group == Group::All;
    let of = move |r: &&Record| is_flow(r) && r.analysis == record.analysis;
    results.records.iter().filter(of)
}

/// None where the record is no number of a matching.
pub(super) fn paired<'r>(results: &'r Results, record: &Record) -> Option<Paired<'r>> {
    if record.role != Role::Balance {
        return None;
    }
    let made = results.derived.matchings.iter().find(|m| m.matching == record.analysis)?;
    let only = |list| Some(Paired { pairs: None, lists: vec![listed(results, record, made, list)] });
    match record.statistic {
        Statistic::Unmatched => only(List::Unmatched),
        Statistic::LeftOut => only(List::LeftOut),
        Statistic::Treated => only(List::Treated),
        Statistic::Controls => only(List::Controls),
        Statistic::Pairs | Statistic::Missed | Statistic::Largest | Statistic::SmdAfter | Statistic::MeanAfter => {
            let pairs = results.derived.pairs.iter().filter(|p| p.matching == made.matching);
            let unmatched = (!made.unmatched.is_empty()).then(|| listed(results, record, made, List::Unmatched));
            Some(Paired { pairs: Some(pairs.collect()), lists: unmatched.into_iter().collect() })
        }
        _ => only(List::Complete),
    }
}

fn listed<'r>(results: &'r Results, record: &Record, made: &'r MatchingDerived, list: List) -> Listed<'r> {
    let patients: Vec<&'r String> = match list {
        List::Unmatched => made.unmatched.iter().collect(),
        List::LeftOut => made.left_out.iter().collect(),
        List::Treated => made.treated.iter().collect(),
        List::Controls => made.controls.iter().collect(),
        List::Complete => {
            let both = made.treated.iter().chain(&made.controls);
            both.filter(|p| in_group(results, record, p)).collect()
        }
    };
    let logit = |patient: &str| {
        let own = |s: &&crate::results::Score| s.matching == record.analysis && s.patient == patient;
        results.derived.scores.iter().find(own).map(|s| s.logit)
    };
    let one = |patient: &'r String| ListedPatient { patient, arm: arm(results, patient), logit: logit(patient) };
    Listed { list, patients: patients.into_iter().map(one).collect() }
}
