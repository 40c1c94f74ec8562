//! How the patients of the file become those of a population: one count for each requirement, in the order of the plan, and
//! before them one for each reason not to be at risk, where the population is one of patients at risk.

use super::left_out::{can_be_outside, not_at_risk_because};
use super::record::{Entry, Frame, Records};
use super::sets::{PopulationRow, PopulationSet, Set};
use crate::catalogue::Statistic;
use crate::derive::model;
use crate::plan::ir::{Population, PopulationId, PopulationSource};
use crate::results::{Exclusion, LabelKind, LeftOut, Record, Role, Standing};

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
        records.push(&frame, Entry::count(Statistic::Included, frame.record.population_n.unwrap_or_default()));
        frame
    });
    context.seen.told_of(&[step, context.program.arms], || {
        by_arm(records, &frame, id, population);
        (context.keep)(&|| Set::Population(Box::new(set(records, &frame, id, population))));
    });
}

/// Those considered, and of a population without requirements its members.
fn set(records: &Records, frame: &Frame, id: PopulationId, population: &Population) -> PopulationSet {
    let seen = records.context.seen;
    let members = seen.population(id);
    let row = |(patient, failed): (usize, &[model::Exclusion])| PopulationRow {
        patient: seen.patients()[patient].clone(),
        arm: records.arm_of(patient),
        included: members.patients.binary_search(&patient).is_ok(),
        failed: failed.iter().map(|e| exclusion(population, *e).term().word().into_owned()).collect(),
    };
    let rows = if matches!(population.of, PopulationSource::Pairs(_)) {
        members.patients.iter().map(|patient| row((*patient, &[]))).collect()
    } else {
        members.reasons.iter().map(|(patient, failed)| row((*patient, failed))).collect()
    };
    PopulationSet { of: frame.record.clone(), rows }
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
    let members = records.context.seen.population(id);
    let of = |(_, failed): &(usize, Vec<model::Exclusion>)| failed.iter().map(|e| exclusion(population, *e)).collect();
    let reasons: Vec<Vec<Exclusion>> = members.reasons.iter().map(of).collect();
    let first = |exclusion: &Exclusion| reasons.iter().filter(|failed| failed.first() == Some(exclusion)).count();
    records.push(frame, Entry::count(Statistic::Considered, reasons.len()));
    let mut remaining = reasons.len();
    let always = always_said(records, population);
    for reason in LeftOut::ALL {
        let exclusion = Exclusion::LeftOut(*reason);
        let excluded = first(&exclusion);
        if excluded > 0 || always.contains(reason) {
            remaining -= excluded;
            for (statistic, n) in [(Statistic::Excluded, excluded), (Statistic::Remaining, remaining)] {
                records.push(frame, Entry::count(statistic, n).term(exclusion.term()));
            }
        }
    }
    for requirement in &population.require {
        let (name, label) = (&requirement.name, &requirement.label);
        let exclusion = Exclusion::Requirement(name.clone());
        let excluded = first(&exclusion);
        remaining -= excluded;
        records.label(LabelKind::Requirement, &frame.record.analysis, name, label);
        let all = reasons.iter().filter(|failed| failed.contains(&exclusion)).count();
        let counts = [(Statistic::Excluded, excluded), (Statistic::Remaining, remaining), (Statistic::NotMet, all)];
        for (statistic, n) in counts {
            records.push(frame, Entry::count(statistic, n).term(exclusion.term()));
        }
    }
}

/// The reasons not to be at risk of which it is said how many there are even where there is nobody.
fn always_said(records: &Records, population: &Population) -> Vec<LeftOut> {
    let PopulationSource::AtRisk { endpoint, .. } = population.of else { return vec![] };
    [can_be_outside(records.context, endpoint), vec![LeftOut::NotAtRisk]].concat()
}

/// As the results have it.
pub(crate) fn exclusion(population: &Population, exclusion: model::Exclusion) -> Exclusion {
    match exclusion {
        model::Exclusion::Requirement(place) => Exclusion::Requirement(population.require[place].name.clone()),
        model::Exclusion::NotAtRisk(reason) => Exclusion::LeftOut(not_at_risk_because(reason)),
    }
}

/// The size in each arm; and of each arm how many are excluded at a requirement that rests on the follow-up, since such a
/// requirement may leave out patients of one arm rather than of another because of the treatment.
fn by_arm(records: &mut Records, frame: &Frame, id: PopulationId, population: &Population) {
    let context = records.context;
    let (members, arms) = (context.seen.population(id), context.seen.arms());
    let steps = [frame.record.steps.clone(), context.trace.arms()].concat();
    let tables = context.trace.tables(&steps);
    let frame = Frame { record: Record { tables, steps, ..frame.record.clone() }, ..frame.clone() };
    for arm in 0..context.plan.arms.arms.len() {
        let n = members.patients.iter().filter(|p| arms[**p] == Some(arm)).count();
        let group = records.arm(arm);
        records.push(&frame, Entry::count(Statistic::Included, n).of(group));
    }
    let late = population.require.iter().enumerate().filter(|(_, requirement)| requirement.rests_on_follow_up);
    for (place, requirement) in late {
        let first = Some(&model::Exclusion::Requirement(place));
        for arm in 0..context.plan.arms.arms.len() {
            let excluded = |(patient, failed): &&(usize, Vec<model::Exclusion>)| {
                arms[*patient] == Some(arm) && failed.first() == first
            };
            let n = members.reasons.iter().filter(excluded).count();
            let (term, group) = (Exclusion::Requirement(requirement.name.clone()).term(), records.arm(arm));
            records.push(&frame, Entry::count(Statistic::Excluded, n).term(term).of(group));
        }
    }
}
