//! How many patients of each group met each intercurrent event of a primary analysis, whatever the strategy for it.
//!
//! The event is that of the estimand: of the arm that it concerns, from its first day on. When it came is not asked: what comes after the
//! outcome is measured changes nothing, and is counted all the same.

use super::record::{Entry, Frame, Records, number};
use super::sets::{EventMetRow, EventMetSet, Set, words_of_groups};
use super::values::patients;
use super::{derived, frame, rows};
use crate::catalogue::Statistic;
use crate::derive::reason::Happened;
use crate::number::Quantity;
use crate::plan::ir::{Role, StrategyOf};
use crate::program::StepId;
use crate::program::flat::FlatAnalysis;
use crate::results::{MetDerived, PatientFact, Record, Standing, Term};
use crate::stats::proportion::Proportion;

pub(super) fn record(records: &mut Records, index: usize, analysis: &FlatAnalysis) {
    let strategies = &analysis.handling.strategies;
    if analysis.role != Role::Primary || analysis.subgroups.is_some() {
        return;
    }
    let (context, program) = (records.context, records.context.program);
    let whom = [program.populations[analysis.population.0], program.arms];
    for (of, ..) in strategies {
        let event = match of {
            StrategyOf::Intercurrent(place) => program.intercurrents[*place],
            StrategyOf::Death(event) => program.events[event.0],
        };
        let steps = [whom[0], whom[1], event];
        context.seen.told_of(&steps, || of_event(records, (index, analysis), *of, &steps));
    }
}

fn of_event(records: &mut Records, (index, analysis): (usize, &FlatAnalysis), of: StrategyOf, steps: &[StepId]) {
    let context = records.context;
    let own = frame::frame(records, index, analysis, None);
    let steps: Vec<String> = steps.iter().flat_map(|step| context.trace.step(*step)).collect();
    let tables = context.trace.tables(&steps);
    let frame = Frame { record: Record { standing: Standing::Count, steps, tables, ..own.record.clone() }, ..own };
    let happened = match of {
        StrategyOf::Intercurrent(index) => Happened::Intercurrent(index),
        StrategyOf::Death(event) => Happened::Event(event),
    };
    let event = derived::event_ref(context, &happened);
    let facts = context.facts();
    let members = patients(context, analysis);
    let row = |patient: &usize| (*patient, rows::group(records, analysis, *patient), facts.met(of, *patient));
    let all: Vec<(usize, usize, bool)> = members.iter().map(row).collect();
    let pseudonyms = context.seen.patients();
    for (patient, ..) in all.iter().filter(|(.., met)| *met) {
        let (analysis, patient) = (analysis.header.name.clone(), pseudonyms[*patient].clone());
        (context.tell)(PatientFact::Met(MetDerived { analysis, event: event.clone(), patient }));
    }
    for group in 0..analysis.compare.groups() {
        let own = || all.iter().filter(|(_, g, _)| *g == group);
        let n = own().filter(|(.., met)| *met).count();
        let share = number(&Proportion::new(n as u64, own().count() as u64).estimate());
        let group = frame::group(records, analysis, group);
        let numbers =
            [Entry::count(Statistic::Patients, n), Entry::new(Statistic::Proportion, share, Quantity::Proportion)];
        for entry in numbers {
            records.push(&frame, entry.of(group.clone()).term(Term::Met(event.clone())));
        }
    }
    (context.keep)(&|| {
        let row = |(patient, group, met): &(usize, usize, bool)| EventMetRow {
            patient: pseudonyms[*patient].clone(),
            group: *group,
            met: *met,
        };
        Set::EventMet(Box::new(EventMetSet {
            of: frame.record.clone(),
            groups: words_of_groups(records, analysis),
            event: Term::Met(event.clone()).word().into_owned(),
            rows: all.iter().map(row).collect(),
        }))
    });
}
