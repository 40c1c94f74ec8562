//! Responses of single lesions: how many of which category one reader saw at a timepoint, by arm. Counts and shares alone: the
//! lesions of one patient are not independent of one another.

use super::agreement::with_key;
use super::record::{Entry, Frame, Records, number};
use super::sets::{LesionRow, LesionSet, Set};
use crate::catalogue::Statistic;
use crate::derive::model::CountedThings;
use crate::number::Quantity;
use crate::plan::ir::{Lesions, OfEachThing, Plan, PointId, PopulationId};
use crate::results::{LabelKind, LesionCount, Record, Role, Standing, Term, Timepoint};
use crate::stats::proportion::Proportion;

/// Whose lesions each statement counts.
pub(crate) fn counts(plan: &Plan) -> Vec<LesionCount> {
    let reader = |lesions: &Lesions| {
        let readers = plan.responses[lesions.of.0].criterion.readers(plan);
        readers.get(lesions.reader).map_or_else(String::new, |reader| reader.name.clone())
    };
    plan.lesions.iter().map(|l| LesionCount { name: l.header.name.clone(), reader: reader(l) }).collect()
}

pub(crate) fn record(records: &mut Records) {
    for (index, lesions) in records.context.program.flat.lesions.iter().enumerate() {
        of_plan(records, index, lesions);
    }
}

pub(crate) fn of_plan(records: &mut Records, index: usize, lesions: &Lesions) {
    let (seen, step) = (records.context.seen, records.context.program.lesions[index]);
    seen.told_of(&[step], || {
        let Some(of_each) = &records.context.program.flat.responses[lesions.of.0].criterion.of_each else { return };
        for (population, point) in lesions.among.iter().flat_map(|p| lesions.at.iter().map(move |at| (*p, *at))) {
            let frame = frame(records, index, lesions, population, point);
            for arm in &lesions.arms {
                of_arm(records, &frame, (lesions, of_each), (population, point), *arm);
            }
        }
    });
}

fn frame(records: &Records, index: usize, lesions: &Lesions, population: PopulationId, point: PointId) -> Frame {
    let plan = records.context.plan;
    let steps = records.context.trace.lesions(index);
    let (population, population_n) = records.population(population);
    let record = Record {
        clause: records.clause(lesions.header.clause),
        analysis: lesions.header.name.clone(),
        role: Role::Lesions,
        standing: Standing::Count,
        response: Some(plan.responses[lesions.of.0].header.name.clone()),
        timepoint: Some(Timepoint::Point(plan.point(lesions.of, point).name.clone())),
        population,
        population_n,
        tables: records.context.trace.tables(&steps),
        steps,
        ..Record::default()
    };
    Frame { record, ..Frame::default() }
}

fn of_arm(
    records: &mut Records,
    frame: &Frame,
    (lesions, of_each): (&Lesions, &OfEachThing),
    (population, point): (PopulationId, PointId),
    arm: usize,
) {
    let seen = records.context.seen;
    let timepoints = records.context.program.flat.responses[lesions.of.0].timepoints;
    let (exams, counted) = (seen.point(timepoints, point), seen.counted(lesions.of));
    let members = seen.population(population).patients.iter().filter(|p| seen.arms()[**p] == Some(arm));
    let of_patient = |patient: &usize| {
        let exam = exams[*patient]?;
        let of_reader = with_key(counted, (*patient, lesions.reader), |c| (c.patient as usize, c.reader as usize));
        of_reader.iter().find(|c| c.exam as usize == exam)
    };
    let rows: Vec<&CountedThings> = members.filter_map(of_patient).collect();
    let group = records.arm(arm);
    (records.context.keep)(&|| {
        let row = |found: &&CountedThings| LesionRow {
            patient: seen.patients()[found.patient as usize].clone(),
            lesions: found.of_category.iter().map(|n| *n as usize).collect(),
            untold: found.untold as usize,
        };
        let categories = of_each.codes.codes.iter().map(|code| code.name.clone()).collect();
        let (of, arm) = (frame.record.clone(), group.word().unwrap_or_default().to_string());
        Set::Lesions(Box::new(LesionSet { of, arm, categories, rows: rows.iter().map(row).collect() }))
    });
    let (mut patients, mut counts, mut untold) = (0, vec![0; of_each.codes.codes.len()], 0);
    for found in rows {
        patients += 1;
        untold += found.untold as usize;
        counts.iter_mut().zip(&found.of_category).for_each(|(count, n)| *count += *n as usize);
    }
    let all = counts.iter().sum::<usize>();
    let whole = [
        Entry::count(Statistic::Patients, patients),
        Entry::count(Statistic::Lesions, all),
        Entry::count(Statistic::LesionsUntold, untold),
    ];
    whole.into_iter().for_each(|entry| records.push(frame, entry.of(group.clone())));
    let name = frame.record.response.clone().unwrap_or_default();
    for (entry, n) in of_each.codes.codes.iter().zip(&counts) {
        let share = number(&Proportion::new(*n as u64, all as u64).estimate());
        records.label(LabelKind::ResponseCode, &name, &entry.name, &entry.label);
        let numbers = [
            Entry::count(Statistic::Lesions, *n),
            Entry::new(Statistic::LesionProportion, share, Quantity::Proportion),
        ];
        for number in numbers {
            records.push(frame, number.of(group.clone()).term(Term::Response(entry.name.clone())));
        }
    }
}
