//! Each analysis of the plan: its population, its endpoint as the estimand defines it, its methods, one record per number.

use super::record::{Entry, Frame, Records};
use super::values::{self, Values};
use crate::methods::{Class, Input, OptionValue, Options, Output, StepFunction};
use crate::plan::ir::{Analysis, EndpointKind, MethodCall, PopulationSource, ResponseId, Role, Standing};
use crate::results::{Curve, EndpointValue, MethodUse};
use rust_decimal::prelude::ToPrimitive;

/// What the analyses leave behind besides records.
#[derive(Default)]
pub(crate) struct Left {
    pub curves: Vec<Curve>,
    pub endpoints: Vec<EndpointValue>,
}

pub(crate) fn record(records: &mut Records) -> Left {
    let mut left = Left::default();
    let plan = records.context.plan;
    for (index, analysis) in plan.analyses.iter().enumerate() {
        match &plan.endpoints[analysis.endpoint.0].kind {
            EndpointKind::TimeToEvent(_) => one(records, &mut left, index, analysis, None),
            EndpointKind::YesNo(_) => {
                for (response, points) in &analysis.each {
                    for point in points {
                        one(records, &mut left, index, analysis, Some((*response, point)));
                    }
                }
            }
        }
    }
    left
}

/// One endpoint at one timepoint, by every method of the analysis.
fn one(records: &mut Records, left: &mut Left, index: usize, analysis: &Analysis, at: Option<(ResponseId, &String)>) {
    let context = records.context;
    let values = values::values(context, analysis, at);
    let frame = frame(records, index, analysis, at);
    left.endpoints.extend(endpoint_values(records, &frame, &values));
    let input = input(records, analysis, &values);
    for call in &analysis.methods {
        let output = (call.method.run)(&input, &call.options);
        let frame = Frame { method: Some(method_use(call)), standing: standing(call.standing).into(), ..frame.clone() };
        statistics(records, &frame, analysis, call, &output);
        if call.standing != Standing::Decides {
            left.curves.extend(output.curves.iter().map(|c| curve(records, &frame, analysis, call, c)));
        }
    }
}

fn frame(records: &Records, index: usize, analysis: &Analysis, at: Option<(ResponseId, &String)>) -> Frame {
    let plan = records.context.plan;
    let (population, population_n) = records.population(analysis.population);
    let response = at.map(|(r, _)| plan.responses[r.0].header.name.clone());
    let timepoint = at.map(|(_, p)| p.clone());
    let name = analysis.header.name.clone();
    let steps = records.context.trace.analysis(index);
    Frame {
        id: [Some(name.clone()), response.clone(), timepoint.clone()].into_iter().flatten().collect(),
        clause: records.clause(analysis.header.clause),
        analysis: name,
        role: role(analysis.role).into(),
        endpoint: Some(plan.endpoints[analysis.endpoint.0].header.name.clone()),
        response,
        timepoint,
        population,
        population_n,
        method: None,
        standing: String::new(),
        tables: records.context.trace.tables(&steps),
        steps,
    }
}

pub(crate) fn role(role: Role) -> &'static str {
    match role {
        Role::Primary => "primary",
        Role::Secondary => "secondary",
        Role::Sensitivity => "sensitivity",
        Role::Supplementary => "supplementary",
    }
}

fn standing(standing: Standing) -> &'static str {
    match standing {
        Standing::Decides => "decides",
        Standing::Estimates => "estimates",
        Standing::Described => "described",
    }
}

fn method_use(call: &MethodCall) -> MethodUse {
    let Options(options) = &call.options;
    MethodUse {
        name: call.method.name.to_string(),
        title: call.method.title.to_string(),
        options: options.iter().map(|(name, value)| (name.clone(), option_words(value))).collect(),
        citation: call.method.citation.to_string(),
    }
}

fn option_words(value: &OptionValue) -> String {
    match value {
        OptionValue::Word(word) => word.clone(),
        OptionValue::Days(days) => {
            let days: Vec<String> = days.iter().map(i64::to_string).collect();
            format!("day {}", days.join(", "))
        }
        OptionValue::Number(number) => number.to_string(),
    }
}

/// The rows of the two compared arms, in key order; pairs where the population is made of pairs.
fn input(records: &Records, analysis: &Analysis, values: &Values) -> Input {
    let (plan, derived) = (records.context.plan, records.context.derived);
    let group = |patient: usize| usize::from(derived.arms[patient] == Some(analysis.compare.1));
    let patient: Vec<usize> = values.patients();
    let alpha = plan.settings.alpha.to_f64().unwrap_or(0.05);
    Input {
        level: 1.0 - alpha,
        groups: 2,
        group: patient.iter().map(|p| group(*p)).collect(),
        outcome: values.outcome(),
        pair: pairs(records, analysis, &patient),
        patient,
        ..Input::default()
    }
}

fn pairs(records: &Records, analysis: &Analysis, patients: &[usize]) -> Option<Vec<usize>> {
    let PopulationSource::Pairs(matching) = records.context.plan.populations[analysis.population.0].of else {
        return None;
    };
    let pairs = &records.context.matched[matching.0].pairs;
    patients.iter().map(|p| pairs.iter().position(|pair| pair.treated == *p || pair.control == *p)).collect()
}

/// Under `estimate` stand the estimates of a method, under `decides` its test; beside them all it gives.
fn wanted(standing: Standing, class: Class) -> bool {
    match standing {
        Standing::Estimates => class == Class::Estimate,
        Standing::Decides => class == Class::Test,
        Standing::Described => true,
    }
}

fn statistics(records: &mut Records, frame: &Frame, analysis: &Analysis, call: &MethodCall, output: &Output) {
    let variant = call.method.variant.map_or("", |v| call.options.word(v));
    let prefix = Frame {
        id: frame.id.iter().cloned().chain([call.method.name.to_string(), variant.to_string()]).collect(),
        ..frame.clone()
    };
    for statistic in output.statistics.iter().filter(|s| wanted(call.standing, s.class)) {
        let group = statistic.group.and_then(|g| arm(records, analysis, g));
        let term = statistic.term.clone().map(|t| (t.clone(), term_label(&t)));
        let id = [group.as_deref().unwrap_or(""), statistic.term.as_deref().unwrap_or(""), statistic.name];
        let entry = Entry {
            id: &id,
            group: group.clone(),
            term,
            statistic: statistic.name,
            value: statistic.value.clone(),
            quantity: statistic.quantity,
        };
        records.push(&prefix, entry);
        if let Some(last) = records.records.last_mut() {
            last.multiplicity = multiplicity(analysis, call, statistic.name);
        }
    }
}

/// A p-value that decides and belongs to no family is said to be unadjusted; that of the single primary analysis needs no adjustment.
fn multiplicity(analysis: &Analysis, call: &MethodCall, statistic: &str) -> Option<String> {
    let decides = call.standing == Standing::Decides && statistic == "p_value";
    (decides && analysis.unadjusted).then(|| "unadjusted".to_string())
}

fn term_label(term: &str) -> String {
    if term.parse::<i64>().is_ok() { format!("day {term}") } else { term.to_string() }
}

fn arm(records: &Records, analysis: &Analysis, group: usize) -> Option<String> {
    match group {
        0 => records.arm(analysis.compare.0),
        1 => records.arm(analysis.compare.1),
        _ => None,
    }
}

fn curve(records: &Records, frame: &Frame, analysis: &Analysis, call: &MethodCall, function: &StepFunction) -> Curve {
    let group = arm(records, analysis, function.group).unwrap_or_default();
    let id = [frame.id.as_slice(), &[call.method.name.to_string(), group.clone()]].concat().join(".");
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
    }
}

fn endpoint_values(records: &Records, frame: &Frame, values: &Values) -> Vec<EndpointValue> {
    let patients = &records.context.derived.patients;
    let one = |patient: usize, value: Option<i64>, event: Option<bool>, because: &str| EndpointValue {
        analysis: frame.analysis.clone(),
        endpoint: frame.endpoint.clone().unwrap_or_default(),
        response: frame.response.clone(),
        timepoint: frame.timepoint.clone(),
        patient: patients[patient].clone(),
        value,
        event,
        because: because.to_string(),
    };
    match values {
        Values::YesNo(list) => list.iter().map(|v| one(v.patient, v.value.map(i64::from), None, &v.because)).collect(),
        Values::Time(list) => list.iter().map(|v| one(v.patient, Some(v.time), Some(v.event), &v.because)).collect(),
    }
}
