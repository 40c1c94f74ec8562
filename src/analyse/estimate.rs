//! Each analysis of the plan: its population, its endpoint as the estimand defines it, its methods, one record per number.

use super::contrasts::{self, Run};
use super::derived::value_reason;
use super::left_out;
use super::record::{Frame, Records, count};
use super::values::{self, Values};
use super::{
    best_response, describe, events, frame, identifier, intercurrent, margins, rows, sets, settled, subgroups,
};
use crate::catalogue::weighted_risk_difference::Weights;
use crate::catalogue::{Chosen, Statistic};
use crate::derive::reason;
use crate::methods::{Computed, Input, Output, StepFunction};
use crate::plan::ir::{self, Compare, EndpointKind, MethodCall, PointId, ResponseId, Role};
use crate::program::flat::FlatAnalysis;
use crate::results::{
    self, Account, Curve, EndpointValue, EventTable, MarginDecision, PatientFact, Subgroup, identity,
};
use std::collections::BTreeSet;

/// What the analyses leave behind besides records.
#[derive(Default)]
pub(crate) struct Left {
    pub curves: Vec<Curve>,
    pub events: Vec<EventTable>,
    pub margins: Vec<MarginDecision>,
    /// By analysis of the plan: the covariates of which it takes account, and how.
    pub accounts: Vec<(Vec<String>, Account)>,
}

pub(crate) fn record(records: &mut Records) -> Left {
    let mut left = Left::default();
    for (index, analysis) in records.context.program.flat.analyses.iter().enumerate() {
        left.accounts.push((vec![], Account::Nothing));
        of_analysis(records, &mut left, index, analysis);
        (records.context.done)(index as u64 + 1);
    }
    left
}

pub(crate) fn of_analysis(records: &mut Records, left: &mut Left, index: usize, analysis: &FlatAnalysis) {
    let (seen, step) = (records.context.seen, records.context.program.analyses[index]);
    seen.told_of(&[step], || by_kind(records, left, index, analysis));
    intercurrent::record(records, index, analysis);
}

fn by_kind(records: &mut Records, left: &mut Left, index: usize, analysis: &FlatAnalysis) {
    match &records.context.program.flat.endpoints[analysis.endpoint.0].kind {
        EndpointKind::TimeToEvent(_) | EndpointKind::CompetingRisks(_) | EndpointKind::Given(_) => {
            one(records, left, index, analysis, None);
        }
        EndpointKind::BestResponse(best) => {
            best_response::record(records, index, analysis, best);
            one(records, left, index, analysis, None);
        }
        EndpointKind::Events(_) => events::record(records, left, index, analysis),
        EndpointKind::YesNo(_) => {
            for (response, points) in &analysis.each {
                for point in points {
                    one(records, left, index, analysis, Some((*response, *point)));
                }
            }
        }
    }
}

/// One endpoint at one timepoint, by every method of the analysis.
fn one(
    records: &mut Records,
    left: &mut Left,
    index: usize,
    analysis: &FlatAnalysis,
    at: Option<(ResponseId, PointId)>,
) {
    let context = records.context;
    let values = values::values(context, analysis, at);
    let frame = frame::frame(records, index, analysis, at);
    let subgroups = |patient: usize| match analysis.subgroups {
        Some(_) => subgroups::of_patient(records, index, analysis, patient),
        None => vec![],
    };
    let told = endpoint_values(records, &frame, &values, &subgroups);
    told.into_iter().map(PatientFact::Endpoint).for_each(context.tell);
    if let (Role::Primary, Some((response, _)), Values::YesNo(list)) = (analysis.role, at, &values) {
        settled::record(records, &frame, analysis, response, list);
    }
    let rows = rows::rows(records, &frame, index, analysis, values);
    if let Some(last) = left.accounts.last_mut() {
        *last = account(records, analysis, &rows);
    }
    if let Some(stated) = &analysis.subgroups {
        subgroups::record(records, &frame, index, analysis, stated, &rows);
        return;
    }
    let (names, curve_names) = (identifier::of_calls(&analysis.methods), identifier::of_curves(&analysis.methods));
    sets::keep_rows(records, &frame, analysis, &rows.input, &names);
    let runs = |call: &MethodCall| contrasts::runs(analysis, call, &rows.input);
    let mut runs: Vec<Vec<Run>> = analysis.methods.iter().map(runs).collect();
    if let Compare::Exposure(_) = analysis.compare {
        runs.iter_mut().flatten().for_each(|run| count_patients(&mut run.output, &rows.input));
    }
    incomplete_sets(records, &frame, analysis, &runs, &rows.broken_pairs);
    let named = names.iter().zip(&curve_names).zip(&runs);
    for (call, ((name, curve_name), runs)) in analysis.methods.iter().zip(named) {
        for run in runs {
            let described = frame::described(records, &frame, analysis, (call, name), &rows.named, run);
            let curves = run.output.curves.iter().filter(|_| call.standing != ir::Standing::MainTest);
            left.curves.extend(curves.map(|c| curve(records, &described, analysis, curve_name, c)));
        }
    }
    if let Some(stated) = &analysis.hypothesis {
        let name = names.get(stated.by).map_or(&[][..], Vec::as_slice);
        left.margins.extend(margins::record(records, &frame, analysis, stated, (name, &rows.input)));
    }
}

/// Records how many matched sets the methods left out: of all groups, and of each pair of groups by itself.
fn incomplete_sets(records: &mut Records, frame: &Frame, analysis: &FlatAnalysis, runs: &[Vec<Run>], broken: &[usize]) {
    let most = |of: Option<usize>| {
        let own = runs.iter().flatten().filter(|run| run.of == of);
        own.map(|run| run.output.incomplete_sets).max().unwrap_or(0)
    };
    left_out::pairs(records, frame, broken, most(None));
    for place in analysis.contrasts() {
        let frame = contrasts::frame(records, frame, analysis, Some(place));
        left_out::pairs(records, &frame, &[], most(Some(place)));
    }
}

/// The covariates of which an analysis takes account, and how: as terms and strata of its model, or by weights.
fn account(records: &Records, analysis: &FlatAnalysis, rows: &rows::Rows) -> (Vec<String>, Account) {
    let mut terms: Vec<String> = rows.input.covariates.iter().map(|(name, _)| name.clone()).collect();
    terms.extend(analysis.adjustment.strata.iter().map(|s| s.name.clone()));
    let by_options = |call: &MethodCall| matches!(call.options.chosen(), Chosen::WeightedRiskDifference(options) if options.weights == Weights::Overlap);
    match analysis.adjustment.overlap {
        Some(matching) => (rows::score_terms(records.context.seen.matched(matching)), Account::Weights),
        None if analysis.methods.iter().any(by_options) => (terms, Account::Weights),
        None if terms.is_empty() => (terms, Account::Nothing),
        None => (terms, Account::Model),
    }
}

/// The rows of an exposure are intervals: what a method calls its `n` is their number, and the patients behind them are fewer.
fn count_patients(output: &mut Output, input: &Input) {
    let patients = |group: Option<usize>| {
        let rows = input.patient.iter().zip(&input.group).filter(|(_, g)| group.is_none_or(|group| **g == group));
        rows.map(|(patient, _)| *patient).collect::<BTreeSet<usize>>().len()
    };
    let counted = |statistic: Computed| {
        if statistic.statistic != Statistic::N {
            return vec![statistic];
        }
        let n = Computed { value: count(patients(statistic.group)), ..statistic.clone() };
        vec![n, Computed { statistic: Statistic::Intervals, ..statistic }]
    };
    output.statistics = std::mem::take(&mut output.statistics).into_iter().flat_map(counted).collect();
}

fn curve(records: &Records, frame: &Frame, analysis: &FlatAnalysis, name: &[String], function: &StepFunction) -> Curve {
    let group = frame::group(records, analysis, function.group).word().unwrap_or("all").to_string();
    let causes = describe::causes(&records.context.program.flat.endpoints[analysis.endpoint.0].kind);
    let cause = function.cause.and_then(|place| causes.get(place)).map(|(name, _)| name.clone());
    // The first cause is the one of interest, and needs no name.
    let named = cause.clone().filter(|_| function.cause != Some(0));
    let record = &frame.record;
    Curve {
        id: identity::of_curve(record, name, &group, named.as_deref()),
        clause: record.clause.clone(),
        analysis: record.analysis.clone(),
        endpoint: record.endpoint.clone().unwrap_or_default(),
        population: record.population.clone(),
        group,
        time: function.time.clone(),
        survival: function.estimate.clone(),
        lower: function.lower.clone(),
        upper: function.upper.clone(),
        at_risk: function.at_risk.clone(),
        events: function.events.clone(),
        censored: function.censored.clone(),
        of_censoring: function.of_censoring,
        cause,
        competing: function.competing.clone(),
    }
}

/// The value of each patient, and the subgroups that a patient is in.
fn endpoint_values(
    records: &Records,
    frame: &Frame,
    values: &Values,
    subgroups: &dyn Fn(usize) -> Vec<Subgroup>,
) -> Vec<EndpointValue> {
    let patients = records.context.seen.patients();
    let context = records.context;
    let one = |patient: usize, because: results::ValueReason| EndpointValue {
        analysis: frame.record.analysis.clone(),
        endpoint: frame.record.endpoint.clone().unwrap_or_default(),
        response: frame.record.response.clone(),
        timepoint: frame.record.point().map(str::to_string),
        patient: patients[patient].clone(),
        subgroups: subgroups(patient),
        because,
        ..EndpointValue::default()
    };
    let began =
        |began: &Option<reason::ValueReason>| began.as_ref().map(|began| Box::new(value_reason(context, began)));
    let number = |patient: usize, number: f64, event: Option<bool>, because: results::ValueReason| {
        let whole = (number.fract() == 0.0 && number.abs() < 1e15).then_some(number as i64);
        EndpointValue { value: whole, number: Some(number), event, ..one(patient, because) }
    };
    match values {
        Values::YesNo(list) => list
            .iter()
            .map(|v| EndpointValue {
                value: v.value.map(i64::from),
                ..one(v.patient, value_reason(context, &v.because))
            })
            .collect(),
        Values::Time(list) => list
            .iter()
            .map(|v| EndpointValue {
                value: Some(v.time),
                event: Some(v.event),
                began: began(&v.began),
                ..one(v.patient, value_reason(context, &v.because))
            })
            .collect(),
        Values::Causes(_, list) => list
            .iter()
            .map(|v| EndpointValue {
                began: began(&v.began),
                ..number(v.patient, v.time, Some(v.cause > 0), value_reason(context, &v.because))
            })
            .collect(),
        Values::Measured(list) => {
            list.iter().map(|v| number(v.patient, v.time, Some(v.event), results::ValueReason::Given)).collect()
        }
        Values::Number(list) => {
            list.iter().map(|v| number(v.patient, v.value, None, results::ValueReason::Given)).collect()
        }
        Values::Category(names, list) => list
            .iter()
            .map(|(patient, place)| {
                let name = names.get(*place).cloned().unwrap_or_default();
                number(*patient, *place as f64, None, results::ValueReason::Category(name))
            })
            .collect(),
        Values::Shift(shift) => shift
            .list
            .iter()
            .map(|v| {
                let name = |place: usize| shift.categories.get(place).cloned().unwrap_or_default();
                let because = results::ValueReason::Shift { from: v.from.map(name), to: name(v.to) };
                number(v.patient, v.to as f64, None, because)
            })
            .collect(),
        Values::Tested(list) => list
            .iter()
            .map(|v| {
                let because = results::ValueReason::Tested {
                    test: v.test,
                    reference: v.reference,
                    test_undetermined: v.test_undetermined,
                    reference_undetermined: v.reference_undetermined,
                };
                EndpointValue { value: Some(i64::from(v.test)), ..one(v.patient, because) }
            })
            .collect(),
    }
}
