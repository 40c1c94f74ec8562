//! How the patients of the file become those of a population: one count per requirement, in the order of the plan.

use super::record::{Entry, Frame, Records};
use crate::catalogue::Statistic;
use crate::plan::ir::{Population, PopulationId, PopulationSource};
use crate::results::{Group, LabelKind, Record, Role, Standing, Term};

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
    let record = Record {
        clause: records.clause(population.header.clause),
        analysis: name.clone(),
        role: Role::Attrition,
        population: name,
        population_n,
        standing: Standing::Count,
        tables: records.context.trace.tables(&step),
        steps: step,
        ..Record::default()
    };
    Frame { record, ..Frame::default() }
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
    records.push(frame, Entry::count(Statistic::Considered, source));
    let mut remaining = source;
    for (index, requirement) in population.require.iter().enumerate() {
        let excluded = first.iter().filter(|f| **f == Some(index)).count();
        remaining -= excluded;
        let (name, label) = (&requirement.name, &requirement.label);
        records.label(LabelKind::Requirement, &frame.record.analysis, name, label);
        let counts =
            [(Statistic::Excluded, excluded), (Statistic::Remaining, remaining), (Statistic::NotMet, all[index])];
        for (statistic, n) in counts {
            records.push(frame, Entry::count(statistic, n).term(Term::Requirement(name.clone())));
        }
    }
}

fn members(records: &mut Records, frame: &Frame, id: PopulationId) {
    let derived = records.context.derived;
    let patients = &derived.populations[id.0].patients;
    let mut entries = vec![(Group::All, patients.len())];
    for arm in 0..records.context.plan.arms.arms.len() {
        let n = patients.iter().filter(|p| derived.arms[**p] == Some(arm)).count();
        entries.push((records.arm(arm), n));
    }
    let steps = [frame.record.steps.clone(), records.context.trace.arms()].concat();
    let tables = records.context.trace.tables(&steps);
    let by_arm = Frame { record: Record { tables, steps, ..frame.record.clone() }, ..frame.clone() };
    for (group, n) in entries {
        let frame = if group == Group::All { frame } else { &by_arm };
        records.push(frame, Entry::count(Statistic::Included, n).of(group));
    }
}
