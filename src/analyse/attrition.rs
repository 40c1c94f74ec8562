//! How the patients of the file become those of a population: one count per requirement, in the order of the plan.

use super::record::{Entry, Frame, Records, count};
use crate::number::Quantity;
use crate::plan::ir::{Population, PopulationId, PopulationSource};
use crate::results::{Role, Standing};

/// Counts of every population that is drawn by requirements, and the size of every population in each arm.
pub(crate) fn record(records: &mut Records) {
    let plan = records.context.plan;
    for (index, population) in plan.populations.iter().enumerate() {
        let frame = frame(records, PopulationId(index), population);
        requirements(records, &frame, PopulationId(index), population);
        members(records, &frame, PopulationId(index));
    }
}

fn frame(records: &Records, id: PopulationId, population: &Population) -> Frame {
    let (name, population_n) = records.population(id);
    let step = match population.of {
        PopulationSource::Pairs(m) => records.context.trace.matching(m),
        _ => records.context.trace.population(id),
    };
    Frame {
        id: vec!["attrition".into(), name.clone()],
        clause: records.clause(population.header.clause),
        analysis: name.clone(),
        role: Role::Attrition,
        population: name,
        population_n,
        standing: Standing::Count,
        tables: records.context.trace.tables(&step),
        steps: step,
        ..Frame::default()
    }
}

fn requirements(records: &mut Records, frame: &Frame, id: PopulationId, population: &Population) {
    if matches!(population.of, PopulationSource::Pairs(_)) {
        return;
    }
    let reasons = &records.context.derived.populations[id.0].reasons;
    let source = reasons.len();
    let first: Vec<Option<usize>> = reasons.iter().map(|(_, failed)| failed.first().copied()).collect();
    let all: Vec<usize> = (0..population.require.len())
        .map(|r| reasons.iter().filter(|(_, failed)| failed.contains(&r)).count())
        .collect();
    let considered = Entry {
        id: &["considered"],
        group: None,
        term: None,
        statistic: "considered",
        value: count(source),
        quantity: Quantity::Count,
    };
    records.push(frame, considered);
    let mut remaining = source;
    for (index, requirement) in population.require.iter().enumerate() {
        let excluded = first.iter().filter(|f| **f == Some(index)).count();
        remaining -= excluded;
        for (statistic, n) in [("excluded", excluded), ("remaining", remaining), ("not_met", all[index])] {
            let entry = Entry {
                id: &[&requirement.name, statistic],
                group: None,
                term: Some((requirement.name.clone(), requirement.label.clone())),
                statistic,
                value: count(n),
                quantity: Quantity::Count,
            };
            records.push(frame, entry);
        }
    }
}

fn members(records: &mut Records, frame: &Frame, id: PopulationId) {
    let derived = records.context.derived;
    let patients = &derived.populations[id.0].patients;
    let mut entries = vec![(None, patients.len())];
    for arm in 0..records.context.plan.arms.arms.len() {
        let n = patients.iter().filter(|p| derived.arms[**p] == Some(arm)).count();
        entries.push((records.arm(arm), n));
    }
    let steps = [frame.steps.clone(), records.context.trace.arms()].concat();
    let by_arm = Frame { tables: records.context.trace.tables(&steps), steps, ..frame.clone() };
    for (group, n) in entries {
        let frame = if group.is_some() { &by_arm } else { frame };
        let id = ["included", group.as_deref().unwrap_or("")];
        let entry = Entry {
            id: &id,
            group: group.clone(),
            term: None,
            statistic: "included",
            value: count(n),
            quantity: Quantity::Count,
        };
        records.push(frame, entry);
    }
}
