//! Families: the deciding p-values of several analyses, adjusted together.

use super::estimate::{method_use, role};
use super::record::{Entry, Frame, Records};
use crate::methods::{Input, Outcome};
use crate::plan::ir::{Analysis, Family, Role};
use crate::results::{Number, Record};
use rust_decimal::prelude::ToPrimitive;

/// One adjusted p-value for each deciding one, in the order of the plan.
pub(crate) fn record(records: &mut Records) {
    let plan = records.context.plan;
    for (index, family) in plan.families.iter().enumerate() {
        let members: Vec<(String, String, Number)> =
            family.of.iter().flat_map(|a| deciding(records, &plan.analyses[*a])).collect();
        let values = members.iter().map(|(.., value)| probability(value)).collect();
        let names = members.iter().map(|(id, ..)| id.clone()).collect();
        let input = Input {
            level: 1.0 - plan.settings.alpha.to_f64().unwrap_or(0.05),
            outcome: Outcome::PValues { names, values },
            ..Input::default()
        };
        let output = (family.procedure.method.run)(&input, &family.procedure.options);
        let frame = frame(records, index, family);
        for statistic in output.statistics {
            let (term, label) = members
                .iter()
                .find(|(id, ..)| statistic.term.as_ref() == Some(id))
                .map_or_else(|| (String::new(), String::new()), |(id, label, _)| (id.clone(), label.clone()));
            let entry = Entry {
                id: &[&term, statistic.name],
                group: None,
                term: Some((term.clone(), label)),
                statistic: statistic.name,
                value: statistic.value,
                quantity: statistic.quantity,
            };
            records.push(&frame, entry);
            if let Some(last) = records.records.last_mut() {
                last.multiplicity = Some(words(family));
            }
        }
    }
}

/// `other_responses (holm)`.
pub(crate) fn words(family: &Family) -> String {
    format!("{} ({})", family.header.name, family.procedure.options.word("procedure"))
}

/// The p-values by which an analysis decides: what each is of, its label, and its value. That of a covariate decides nothing.
fn deciding(records: &Records, analysis: &Analysis) -> Vec<(String, String, Number)> {
    let name = &analysis.header.name;
    let covariate = |r: &Record| r.term.as_ref().is_some_and(|term| is_covariate(analysis, term));
    let decides =
        |r: &&Record| r.analysis == *name && r.standing == "decides" && r.statistic == "p_value" && !covariate(r);
    let one = |r: &Record| {
        let place = [Some(&r.analysis), r.response.as_ref(), r.timepoint.as_ref(), r.term.as_ref(), r.group.as_ref()];
        let parts: Vec<&str> = place.into_iter().flatten().map(String::as_str).collect();
        (parts.join("."), parts.join(", "), r.value.clone())
    };
    records.records.iter().filter(decides).map(one).collect()
}

/// A term of a covariate: `age`, or `sex.M` of a code.
fn is_covariate(analysis: &Analysis, term: &str) -> bool {
    let of = |name: &str| term.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'));
    analysis.adjustment.covariates.iter().any(|c| of(&c.name))
}

fn probability(value: &Number) -> f64 {
    match value {
        Number::Real(p) => *p,
        Number::Count(n) => *n as f64,
        Number::Infinite | Number::NegativeInfinite | Number::NotEstimable(_) => f64::NAN,
    }
}

fn frame(records: &Records, index: usize, family: &Family) -> Frame {
    let first = family.of.first().map(|a| &records.context.plan.analyses[*a]);
    let (population, population_n) =
        first.map_or_else(|| (String::new(), 0), |analysis| records.population(analysis.population));
    let steps = records.context.trace.family(index);
    Frame {
        id: vec![family.header.name.clone()],
        clause: records.clause(family.header.clause),
        analysis: family.header.name.clone(),
        role: role(first.map_or(Role::Secondary, |a| a.role)).into(),
        population,
        population_n,
        method: Some(method_use(&family.procedure)),
        standing: "decides".into(),
        tables: records.context.trace.tables(&steps),
        steps,
        ..Frame::default()
    }
}
