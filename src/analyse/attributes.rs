//! In which attributes of its estimand an analysis differs from the one that it is like.

use super::describe::event_label;
use crate::plan::ir::{Analysis, Plan, StrategyOf};
use crate::results::{Attribute, Differences};

pub(super) fn differences(plan: &Plan, index: usize) -> Option<Differences> {
    let own = plan.analyses.get(index)?;
    let parent = plan.analyses.get(own.parent?)?;
    Some(Differences { from: parent.header.name.clone(), attributes: attributes(plan, own, parent) })
}

/// In the order of ICH E9(R1). Whoever is not at risk on the day of a landmark is not of the population, and a time is counted from
/// it; weights by overlap make another population of the same patients. A ratio of odds or hazards among patients with the same
/// covariates is another summary.
fn attributes(plan: &Plan, own: &Analysis, parent: &Analysis) -> Vec<Attribute> {
    let landmark = own.landmark != parent.landmark;
    let population =
        own.population != parent.population || own.adjustment.overlap != parent.adjustment.overlap || landmark;
    let treatments = (&own.compare, own.reference) != (&parent.compare, parent.reference);
    let variable = own.endpoint != parent.endpoint || own.each != parent.each || landmark;
    let meeting = |a: &Analysis| (a.handling.meeting.clone(), a.handling.examination, a.handling.on_its_day);
    let first =
        [(population, Attribute::Population), (treatments, Attribute::Treatments), (variable, Attribute::Variable)];
    let summary = own.effect != parent.effect || own.within() != parent.within();
    let last = [(meeting(own) != meeting(parent), Attribute::Meeting), (summary, Attribute::Summary)];
    let strategies = strategies(plan, own, parent).into_iter().map(|attribute| (true, attribute));
    let all = first.into_iter().chain(strategies).chain(last);
    all.filter(|(differs, _)| *differs).map(|(_, attribute)| attribute).collect()
}

/// The events that one of them handles otherwise than the other, or only one of them does.
fn strategies(plan: &Plan, own: &Analysis, parent: &Analysis) -> Vec<Attribute> {
    let of = |a: &Analysis, event: StrategyOf| {
        a.handling.strategies.iter().find(|(other, ..)| *other == event).map(|(_, strategy, _)| *strategy)
    };
    let both = parent.handling.strategies.iter().chain(&own.handling.strategies);
    let mut events: Vec<StrategyOf> = vec![];
    for (event, ..) in both {
        if !events.contains(event) && of(own, *event) != of(parent, *event) {
            events.push(*event);
        }
    }
    events.into_iter().map(|event| Attribute::Strategy(event_label(plan, event))).collect()
}
