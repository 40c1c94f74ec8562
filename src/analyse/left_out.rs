//! Who is not among the rows of an analysis, and why: counted, never passed over.

use super::record::{Entry, Frame, Records};
use super::sets::{LeftOutSet, Set};
use super::values::{Outside, patients};
use super::{Context, given};
use crate::catalogue::Statistic;
use crate::derive::endpoints::{NoTime, NotAtRisk, without_time};
use crate::plan::ir::{Compare, EndpointId, EndpointKind, GivenKind, MissingRule};
use crate::program::flat::{FlatAnalysis, FlatResponse};
pub(crate) use crate::results::LeftOut as Reason;
use crate::results::{Record, Standing, Term};
use std::collections::BTreeSet;

/// Records how many are left out for a reason.
pub(crate) fn record(records: &mut Records, frame: &Frame, reason: Reason, who: &[usize]) {
    count(records, frame, reason, (who, 0));
}

/// As [`record`], where there is anybody: for what sound data do not hold.
pub(crate) fn record_any(records: &mut Records, frame: &Frame, reason: Reason, who: &[usize]) {
    if !who.is_empty() {
        record(records, frame, reason, who);
    }
}

/// Records how many pairs are left out, where there is one: the other member of some is not among the rows, and some sets of the rows
/// are no pair.
pub(crate) fn pairs(records: &mut Records, frame: &Frame, alone: &[usize], sets: usize) {
    if !alone.is_empty() || sets > 0 {
        count(records, frame, Reason::IncompletePair, (alone, sets));
    }
}

fn count(records: &mut Records, frame: &Frame, reason: Reason, (who, sets): (&[usize], usize)) {
    let record = Record { standing: Standing::Count, ..frame.record.clone() };
    let frame = Frame { record, ..frame.clone() };
    records.push(&frame, Entry::count(Statistic::LeftOut, who.len() + sets).term(Term::LeftOut(reason)));
    (records.context.keep)(&|| {
        let pseudonyms = records.context.seen.patients();
        let patients = who.iter().map(|patient| pseudonyms[*patient].clone()).collect();
        let of = records.records.last().cloned().unwrap_or_default();
        Set::LeftOut(Box::new(LeftOutSet { of, reason, patients, sets: sets > 0 }))
    });
}

/// Records those of the population of whom it cannot be told to which of the arms compared they belong.
pub(crate) fn without_arm(records: &mut Records, frame: &Frame, analysis: &FlatAnalysis) {
    if let Compare::Arms(_) = analysis.compare {
        let seen = records.context.seen;
        let members = &seen.population(analysis.population).patients;
        let unknown: Vec<usize> = members.iter().copied().filter(|p| seen.arms()[*p].is_none()).collect();
        record_any(records, frame, Reason::UnknownArm, &unknown);
    }
}

/// Records those without a value of the endpoint; `with_value` tells who has one, and of so many of the others the criterion
/// of the endpoint has nothing to say. How many these are is always said where there can be any.
pub(crate) fn without_value(
    records: &mut Records,
    frame: &Frame,
    analysis: &FlatAnalysis,
    with_value: &dyn Fn(usize) -> bool,
    outside: Outside,
) {
    let context = records.context;
    let kind = &context.program.flat.endpoints[analysis.endpoint.0].kind;
    let Outside { inapplicable, not_begun } = outside;
    let can_be = can_be_outside(context, analysis.endpoint);
    let counted = [(Reason::DoesNotApply, &inapplicable), (Reason::NotBegun, &not_begun)];
    let counted = counted.into_iter().filter(|(reason, _)| can_be.contains(reason));
    let without: Vec<usize> = patients(context, analysis).into_iter().filter(|p| !with_value(*p)).collect();
    match kind {
        EndpointKind::YesNo(endpoint) => {
            let rules = [endpoint.inapplicable, endpoint.inapplicable_there];
            if rules.into_iter().any(MissingRule::leaves_out) {
                counted.for_each(|(reason, who)| record(records, frame, reason, who));
            }
            let missing = others(&without, &[&inapplicable, &not_begun]);
            if endpoint.missing.leaves_out() {
                record(records, frame, Reason::MissingValue, &missing);
            } else if endpoint.missing.is_by_arm() {
                // Those of no known arm, where no arms are compared.
                record_any(records, frame, Reason::MissingValue, &missing);
            }
        }
        EndpointKind::Given(endpoint) if matches!(endpoint.what, GivenKind::DiagnosticTest { .. }) => {
            let found = context.seen.given(analysis.endpoint);
            let reasons = found.map_or_else(Vec::new, |found| given::undetermined(endpoint, found, &without));
            reasons.into_iter().for_each(|(reason, who)| record(records, frame, reason, &who));
        }
        EndpointKind::Given(endpoint) => {
            let found = context.seen.given(analysis.endpoint);
            let impossible = found.map_or_else(Vec::new, |found| given::impossible(endpoint, found, &without));
            let of_zero = found.map_or_else(Vec::new, |found| given::of_zero(endpoint, found, &without));
            let unchanged = found.map_or_else(Vec::new, |found| given::without_baseline(endpoint, found, &without));
            if endpoint.missing.leaves_out() {
                let missing = others(&without, &[&impossible, &of_zero, &unchanged]);
                record(records, frame, Reason::MissingValue, &missing);
            } else if endpoint.missing.is_by_arm() {
                record_any(records, frame, Reason::MissingValue, &without);
            }
            record_any(records, frame, Reason::MissingBaseline, &unchanged);
            record_any(records, frame, Reason::ImpossibleTime, &impossible);
            record_any(records, frame, Reason::BaselineOfZero, &of_zero);
        }
        EndpointKind::TimeToEvent(_) | EndpointKind::CompetingRisks(_) => {
            let why = times_without(context, analysis, &without);
            let of = |reason: Reason| -> Vec<usize> {
                why.iter()
                    .filter(|(_, why)| without_time_because(*why) == reason)
                    .map(|(patient, _)| *patient)
                    .collect()
            };
            can_be.iter().for_each(|reason| record(records, frame, *reason, &of(*reason)));
            if context.program.flat.endpoints[analysis.endpoint.0].kind.later_start().is_some() {
                [Reason::NeverStarts, Reason::OverBefore]
                    .iter()
                    .for_each(|reason| record(records, frame, *reason, &of(*reason)));
            }
            for reason in [Reason::MissingValue, Reason::UnusableValue, Reason::BeforeTimeZero] {
                record_any(records, frame, reason, &of(reason));
            }
        }
        EndpointKind::BestResponse(_) => {
            counted.for_each(|(reason, who)| record(records, frame, reason, who));
            let unusable = others(&without, &[&inapplicable, &not_begun]);
            record_any(records, frame, Reason::UnusableValue, &unusable);
        }
        EndpointKind::Events(_) => {}
    }
}

/// Those who are in none of the lists.
fn others(patients: &[usize], lists: &[&[usize]]) -> Vec<usize> {
    let apart: BTreeSet<usize> = lists.iter().flat_map(|list| list.iter().copied()).collect();
    patients.iter().copied().filter(|patient| !apart.contains(patient)).collect()
}

/// The reasons for which the criteria of an endpoint can have nothing to say of a patient.
pub(crate) fn can_be_outside(context: Context, endpoint: EndpointId) -> Vec<Reason> {
    let flat = &context.program.flat;
    let responses = flat.endpoints[endpoint.0].kind.responses();
    let any = |holds: fn(&FlatResponse) -> bool| responses.iter().any(|r| holds(&flat.responses[r.0]));
    let inapplicable = any(FlatResponse::can_be_inapplicable).then_some(Reason::DoesNotApply);
    inapplicable.into_iter().chain(any(FlatResponse::begins_later).then_some(Reason::NotBegun)).collect()
}

/// The reason under which those without a time are counted.
fn without_time_because(reason: NoTime) -> Reason {
    match reason {
        NoTime::NoTimeZero | NoTime::NoEnd => Reason::MissingValue,
        NoTime::DoesNotApply => Reason::DoesNotApply,
        NoTime::NeverBegins => Reason::NotBegun,
        NoTime::Unusable => Reason::UnusableValue,
        NoTime::BeforeTimeZero => Reason::BeforeTimeZero,
        NoTime::NeverStarts => Reason::NeverStarts,
        NoTime::OverBefore => Reason::OverBefore,
    }
}

/// The reason under which those not at risk on a day are counted.
pub(crate) fn not_at_risk_because(reason: NotAtRisk) -> Reason {
    match reason {
        NotAtRisk::Ended => Reason::NotAtRisk,
        NotAtRisk::Without(reason) => without_time_because(reason),
    }
}

fn times_without(context: Context, analysis: &FlatAnalysis, patients: &[usize]) -> Vec<(usize, NoTime)> {
    let facts = context.facts();
    without_time(&facts, &analysis.handling, analysis.endpoint, patients)
}
