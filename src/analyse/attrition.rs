//! How the patients of the file become those of a population: one count per requirement, in the order of the plan.

use super::record::{Entry, Frame, Records};
use crate::catalogue::Statistic;
use crate::plan::ir::{Population, PopulationId, PopulationSource};
use crate::results::{LabelKind, Record, Role, Standing, Term};

/// Counts of every population that is drawn by requirements, and the size of every population in each arm.
pub(crate) fn record(records: &mut Records) {
    for (index, population) in records.context.plan.populations.iter().enumerate() {
        of_population(records, PopulationId(index), population);
    }
}

pub(crate) fn of_population(records: &mut Records, id: PopulationId, population: &Population) {
    let (context, step) = (records.context, records.context.program.populations[id.0]);
    let frame = context.seen.told_of(&[step], || {
        let frame = frame(records, id, population);
        requirements(records, &frame, id, population);
        records.push(&frame, Entry::count(Statistic::Included, frame.record.population_n));
        frame
    });
    context.seen.told_of(&[step, context.program.arms], || by_arm(records, &frame, id));
}

fn frame(records: &Records, id: PopulationId, population: &Population) -> Frame {
    let (name, population_n) = records.population(id);
    let steps = records.context.trace.population(id);
    let record = Record {
        clause: records.clause(population.header.clause),
        analysis: name.clone(),
        role: Role::Attrition,
        population: name,
        population_n,
        standing: Standing::Count,
        tables: records.context.trace.tables(&steps),
        steps,
        ..Record::default()
    };
    Frame { record, ..Frame::default() }
}

fn requirements(records: &mut Records, frame: &Frame, id: PopulationId, population: &Population) {
    if matches!(population.of, PopulationSource::Pairs(_)) {
        return;
    }
    let reasons = &records.context.seen.population(id).reasons;
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

fn by_arm(records: &mut Records, frame: &Frame, id: PopulationId) {
    let context = records.context;
    let (patients, arms) = (&context.seen.population(id).patients, context.seen.arms());
    let steps = [frame.record.steps.clone(), context.trace.arms()].concat();
    let tables = context.trace.tables(&steps);
    let frame = Frame { record: Record { tables, steps, ..frame.record.clone() }, ..frame.clone() };
    for arm in 0..context.plan.arms.arms.len() {
        let n = patients.iter().filter(|p| arms[**p] == Some(arm)).count();
        let group = records.arm(arm);
        records.push(&frame, Entry::count(Statistic::Included, n).of(group));
    }
}
