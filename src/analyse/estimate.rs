//! Each analysis of the plan: its population, its endpoint as the estimand defines it, its methods, one record per number.

use super::left_out::{self, Reason};
use super::record::{Entry, Frame, Records, count};
use super::values::{self, Values};
use super::{best_response, describe, events, families, identifier, rows};
use crate::catalogue::{OptionValue, Options, Statistic};
use crate::methods::{self, Class, Computed, Input, Output, StepFunction};
use crate::plan::ir::{self, Analysis, Compare, EndpointKind, MethodCall, PointId, ResponseId};
use crate::results::{Account, Curve, EndpointValue, EventTable, MethodUse, Multiplicity, Role, Standing, TimeUnit};
use std::collections::BTreeSet;

/// What the analyses leave behind besides records.
#[derive(Default)]
pub(crate) struct Left {
    pub curves: Vec<Curve>,
    pub endpoints: Vec<EndpointValue>,
    pub events: Vec<EventTable>,
    /// By analysis of the plan: the covariates of which it takes account, and how.
    pub accounts: Vec<(Vec<String>, Account)>,
}

/// No covariate or cause has a label of its own.
pub(super) const NO_LABELS: &[(String, String)] = &[];

pub(crate) fn record(records: &mut Records) -> Left {
    let mut left = Left::default();
    let plan = records.context.plan;
    for (index, analysis) in plan.analyses.iter().enumerate() {
        left.accounts.push((vec![], Account::Nothing));
        match &plan.endpoints[analysis.endpoint.0].kind {
            EndpointKind::TimeToEvent(_) | EndpointKind::CompetingRisks(_) | EndpointKind::Given(_) => {
                one(records, &mut left, index, analysis, None);
            }
            EndpointKind::BestResponse(best) => {
                best_response::record(records, index, analysis, best);
                one(records, &mut left, index, analysis, None);
            }
            EndpointKind::Events(_) => events::record(records, &mut left, index, analysis),
            EndpointKind::YesNo(_) => {
                for (response, points) in &analysis.each {
                    for point in points {
                        one(records, &mut left, index, analysis, Some((*response, *point)));
                    }
                }
            }
        }
    }
    left
}

/// One endpoint at one timepoint, by every method of the analysis.
fn one(records: &mut Records, left: &mut Left, index: usize, analysis: &Analysis, at: Option<(ResponseId, PointId)>) {
    let context = records.context;
    let values = values::values(context, analysis, at);
    let frame = frame(records, index, analysis, at);
    left.endpoints.extend(endpoint_values(records, &frame, &values));
    let rows = rows::rows(records, &frame, index, analysis, values);
    if let Some(last) = left.accounts.last_mut() {
        *last = account(records, analysis, &rows);
    }
    let (names, curve_names) = (identifier::of_calls(&analysis.methods), identifier::of_curves(&analysis.methods));
    let mut outputs: Vec<Output> =
        analysis.methods.iter().map(|c| methods::run(c.method, &rows.input, &c.options)).collect();
    if let Compare::Exposure(_) = analysis.compare {
        outputs.iter_mut().for_each(|output| count_patients(output, &rows.input));
    }
    let incomplete = outputs.iter().map(|o| o.incomplete_sets).max().unwrap_or(0);
    left_out::record_any(records, &frame, Reason::IncompletePair, rows.broken_pairs + incomplete);
    let named = names.iter().zip(&curve_names).zip(&outputs);
    for (call, ((name, curve_name), output)) in analysis.methods.iter().zip(named) {
        let described = described(records, &frame, analysis, (call, name), &rows.labels, output);
        if call.standing != ir::Standing::Decides {
            left.curves.extend(output.curves.iter().map(|c| curve(records, &described, analysis, curve_name, c)));
        }
    }
}

/// The covariates of which an analysis takes account, and how: as terms and strata of its model, or by weights.
fn account(records: &Records, analysis: &Analysis, rows: &rows::Rows) -> (Vec<String>, Account) {
    let mut terms: Vec<String> = rows.input.covariates.iter().map(|(name, _)| name.clone()).collect();
    terms.extend(analysis.adjustment.strata.iter().map(|s| s.name.clone()));
    let by_options =
        |call: &MethodCall| matches!(call.options.get("weights"), Some(OptionValue::Word(w)) if w == "overlap");
    match analysis.adjustment.overlap {
        Some(matching) => (rows::score_terms(&records.context.matched[matching.0]), Account::Weights),
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

/// Records what a method found, under the words that name the call and under its standing.
pub(super) fn described(
    records: &mut Records,
    frame: &Frame,
    analysis: &Analysis,
    (call, name): (&MethodCall, &[String]),
    labels: &[(String, String)],
    output: &Output,
) -> Frame {
    let frame =
        Frame { method: Some(method_use(call, frame.times_in)), standing: standing(call.standing), ..frame.clone() };
    let named = Frame { id: [frame.id.as_slice(), name].concat(), ..frame.clone() };
    statistics(records, &named, analysis, call, labels, output);
    frame
}

pub(super) fn frame(records: &Records, index: usize, analysis: &Analysis, at: Option<(ResponseId, PointId)>) -> Frame {
    let plan = records.context.plan;
    let (population, population_n) = records.population(analysis.population);
    let response = at.map(|(r, _)| plan.responses[r.0].header.name.clone());
    let timepoint = at.map(|(r, p)| plan.point(r, p).name.clone());
    let name = analysis.header.name.clone();
    let steps = records.context.trace.analysis(index);
    Frame {
        id: [Some(name.clone()), response.clone(), timepoint.clone()].into_iter().flatten().collect(),
        clause: records.clause(analysis.header.clause),
        analysis: name,
        role: role(analysis.role),
        endpoint: Some(plan.endpoints[analysis.endpoint.0].header.name.clone()),
        response,
        timepoint,
        population,
        population_n,
        method: None,
        standing: Standing::Count,
        times_in: describe::times_in(plan, analysis),
        tables: records.context.trace.tables(&steps),
        steps,
    }
}

pub(crate) fn role(role: ir::Role) -> Role {
    match role {
        ir::Role::Primary => Role::Primary,
        ir::Role::Secondary => Role::Secondary,
        ir::Role::Sensitivity => Role::Sensitivity,
        ir::Role::Supplementary => Role::Supplementary,
    }
}

fn standing(standing: ir::Standing) -> Standing {
    match standing {
        ir::Standing::Decides => Standing::Decides,
        ir::Standing::Estimates => Standing::Estimates,
        ir::Standing::Described => Standing::Described,
    }
}

/// With the options that are read; one that is not, as the correction of an exact interval, is said of no number.
pub(crate) fn method_use(call: &MethodCall, times_in: TimeUnit) -> MethodUse {
    let Options(all) = &call.options;
    let options = all.iter().filter(|(name, _)| call.method.unmet(name, &call.options).is_none());
    MethodUse {
        name: call.method.name.to_string(),
        title: call.method.title.to_string(),
        options: options.map(|(name, value)| (name.clone(), option_words(value, times_in))).collect(),
        citation: call.method.citation.to_string(),
    }
}

fn option_words(value: &OptionValue, times_in: TimeUnit) -> String {
    match value {
        OptionValue::Word(word) => word.clone(),
        OptionValue::Days(days) => {
            let days: Vec<String> = days.iter().map(i64::to_string).collect();
            at_time(&days.join(", "), times_in)
        }
        OptionValue::Number(number) => number.to_string(),
    }
}

/// Under `estimate` stand the estimates of a method, under `decides` its test; beside them all it gives.
fn wanted(standing: ir::Standing, class: Class) -> bool {
    match standing {
        ir::Standing::Estimates => class == Class::Estimate,
        ir::Standing::Decides => class == Class::Test,
        ir::Standing::Described => true,
    }
}

fn statistics(
    records: &mut Records,
    frame: &Frame,
    analysis: &Analysis,
    call: &MethodCall,
    labels: &[(String, String)],
    output: &Output,
) {
    let groups: Vec<String> = (0..analysis.compare.groups()).filter_map(|g| arm(records, analysis, g)).collect();
    for statistic in output.statistics.iter().filter(|s| wanted(call.standing, s.class)) {
        let group = statistic.group.and_then(|g| arm(records, analysis, g));
        let term = statistic.term.clone().map(|t| (t.clone(), term_label(&t, labels, frame.times_in)));
        let word = statistic.term.as_deref().map(|t| identifier::of_term(t, group.as_deref(), &groups));
        let id = [group.as_deref().unwrap_or(""), word.as_deref().unwrap_or(""), statistic.statistic.code()];
        let entry = Entry {
            id: &id,
            group: group.clone(),
            term,
            statistic: statistic.statistic.code(),
            value: statistic.value.clone(),
            quantity: statistic.quantity,
        };
        let multiplicity = multiplicity(records, analysis, call, statistic.statistic.code());
        records.push(frame, entry);
        if let Some(last) = records.records.last_mut() {
            last.multiplicity = multiplicity;
        }
    }
}

/// A p-value that decides and belongs to no family is said to be unadjusted; that of the single primary analysis needs no adjustment.
fn multiplicity(records: &Records, analysis: &Analysis, call: &MethodCall, statistic: &str) -> Option<Multiplicity> {
    if call.standing != ir::Standing::Decides || statistic != "p_value" {
        return None;
    }
    match analysis.family.map(|f| &records.context.plan.families[f]) {
        Some(family) => Some(families::multiplicity(family)),
        None => analysis.unadjusted.then_some(Multiplicity::Unadjusted),
    }
}

/// `day 91`, `6 months`.
fn at_time(time: &str, times_in: TimeUnit) -> String {
    match times_in {
        TimeUnit::Days => format!("day {time}"),
        TimeUnit::Weeks => format!("{time} weeks"),
        TimeUnit::Months => format!("{time} months"),
        TimeUnit::Years => format!("{time} years"),
    }
}

/// `day 91`, the label of a covariate or cause, or the label of a cause and a day.
fn term_label(term: &str, labels: &[(String, String)], times_in: TimeUnit) -> String {
    let label = |name: &str| labels.iter().find(|(n, _)| n == name).map(|(_, l)| l.clone());
    // A cause may be a number too: `1`.
    if label(term).is_none() && term.parse::<i64>().is_ok() {
        return at_time(term, times_in);
    }
    let dated = || {
        let (name, day) = term.rsplit_once('.')?;
        day.parse::<i64>().ok()?;
        Some(format!("{}, {}", label(name)?, at_time(day, times_in)))
    };
    label(term).or_else(dated).unwrap_or_else(|| term.to_string())
}

/// The name of a group in a result; the only group has none.
pub(super) fn arm(records: &Records, analysis: &Analysis, group: usize) -> Option<String> {
    match &analysis.compare {
        Compare::Arms(arms) => arms.get(group).and_then(|arm| records.arm(*arm)),
        Compare::Exposure(_) => ["exposed", "unexposed"].get(group).map(|word| word.to_string()),
        Compare::Baseline => ["value", "baseline"].get(group).map(|word| word.to_string()),
        Compare::None => None,
    }
}

fn curve(records: &Records, frame: &Frame, analysis: &Analysis, name: &[String], function: &StepFunction) -> Curve {
    let group = arm(records, analysis, function.group).unwrap_or_else(|| "all".to_string());
    let causes = super::describe::causes(&records.context.plan.endpoints[analysis.endpoint.0].kind);
    let cause = function.cause.and_then(|place| causes.get(place)).map(|(name, _)| name.clone());
    // The first cause is the one of interest, and needs no name.
    let named = cause.clone().filter(|_| function.cause != Some(0));
    let own = std::iter::once(group.clone()).chain(named);
    let id = frame.id.iter().chain(name).cloned().chain(own).collect::<Vec<_>>().join(".");
    Curve {
        id,
        clause: frame.clause.clone(),
        analysis: frame.analysis.clone(),
        endpoint: frame.endpoint.clone().unwrap_or_default(),
        population: frame.population.clone(),
        group,
        time: function.time.clone(),
        survival: function.estimate.clone(),
        lower: function.lower.clone(),
        upper: function.upper.clone(),
        at_risk: function.at_risk.clone(),
        events: function.events.clone(),
        censored: function.censored.clone(),
        cause,
        competing: function.competing.clone(),
    }
}

fn endpoint_values(records: &Records, frame: &Frame, values: &Values) -> Vec<EndpointValue> {
    let patients = &records.context.derived.patients;
    let one = |patient: usize, because: &str| EndpointValue {
        analysis: frame.analysis.clone(),
        endpoint: frame.endpoint.clone().unwrap_or_default(),
        response: frame.response.clone(),
        timepoint: frame.timepoint.clone(),
        patient: patients[patient].clone(),
        because: because.to_string(),
        ..EndpointValue::default()
    };
    let number = |patient: usize, number: f64, event: Option<bool>, because: &str| {
        let whole = (number.fract() == 0.0 && number.abs() < 1e15).then_some(number as i64);
        EndpointValue { value: whole, number: Some(number), event, ..one(patient, because) }
    };
    match values {
        Values::YesNo(list) => {
            list.iter().map(|v| EndpointValue { value: v.value.map(i64::from), ..one(v.patient, &v.because) }).collect()
        }
        Values::Time(list) => list
            .iter()
            .map(|v| EndpointValue { value: Some(v.time), event: Some(v.event), ..one(v.patient, &v.because) })
            .collect(),
        Values::Causes(_, list) => {
            list.iter().map(|v| number(v.patient, v.time, Some(v.cause > 0), &v.because)).collect()
        }
        Values::Measured(list) => list.iter().map(|v| number(v.patient, v.time, Some(v.event), "given")).collect(),
        Values::Number(list) => list.iter().map(|v| number(v.patient, v.value, None, "given")).collect(),
        Values::Category(names, list) => list
            .iter()
            .map(|(patient, place)| number(*patient, *place as f64, None, names.get(*place).map_or("", String::as_str)))
            .collect(),
    }
}
