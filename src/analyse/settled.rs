//! Why each patient meets the outcome of a response, or does not: counted by group and by what settled it, so that it adds up to all.

use super::derived::value_reason;
use super::frame;
use super::record::{Entry, Frame, Records, number};
use super::rows;
use super::sets::{Set, SettledRow, SettledSet, words_of_groups};
use crate::catalogue::Statistic;
use crate::derive::model::YesNoValue;
use crate::number::Quantity;
use crate::plan::ir::ResponseId;
use crate::program::flat::FlatAnalysis;
use crate::results::{LabelKind, Record, Standing, Term, Whichever};
use crate::stats::proportion::Proportion;

/// One count for each reason that somebody has, of every group.
pub(super) fn record(
    records: &mut Records,
    frame: &Frame,
    analysis: &FlatAnalysis,
    response: ResponseId,
    list: &[YesNoValue],
) {
    let context = records.context;
    let term = |value: &YesNoValue| Term::Settled {
        met: value.value,
        because: Box::new(value_reason(context, &value.because).map(&|_| Whichever {})),
    };
    let settled: Vec<(usize, Term)> = list.iter().map(|value| (value.patient, term(value))).collect();
    let frame = Frame { record: Record { standing: Standing::Count, ..frame.record.clone() }, ..frame.clone() };
    let response = &context.program.flat.responses[response.0];
    let codes = &response.criterion.responses.codes;
    for code in codes {
        records.label(LabelKind::ResponseCode, &response.header.name, &code.name, &code.label);
    }
    let place = |code: &str| codes.iter().position(|own| own.name == code);
    for (term, group, n, of) in counts(records, analysis, &settled, &place) {
        let share = number(&Proportion::new(n as u64, of as u64).estimate());
        let group = frame::group(records, analysis, group);
        let numbers =
            [Entry::count(Statistic::Patients, n), Entry::new(Statistic::Proportion, share, Quantity::Proportion)];
        for entry in numbers {
            records.push(&frame, entry.of(group.clone()).term(term.clone()));
        }
    }
    (context.keep)(&|| Set::Settled(Box::new(set(records, &frame, analysis, &settled))));
}

/// Each reason with each group: how many, of how many. Who meets the outcome comes first, and responses in the order of the criterion.
fn counts(
    records: &Records,
    analysis: &FlatAnalysis,
    settled: &[(usize, Term)],
    place: &dyn Fn(&str) -> Option<usize>,
) -> Vec<(Term, usize, usize, usize)> {
    let mut terms: Vec<&Term> = vec![];
    for (_, term) in settled {
        if !terms.contains(&term) {
            terms.push(term);
        }
    }
    terms.sort_by_key(|term| order(term, place));
    let of_group: Vec<usize> = settled.iter().map(|(patient, _)| rows::group(records, analysis, *patient)).collect();
    let all = |group: usize| of_group.iter().filter(|own| **own == group).count();
    let of = |term: &Term, group: usize| {
        settled.iter().zip(&of_group).filter(|((_, own), g)| own == term && **g == group).count()
    };
    let groups = 0..analysis.compare.groups();
    let one = |term: &&Term| groups.clone().map(|g| ((*term).clone(), g, of(term, g), all(g))).collect::<Vec<_>>();
    terms.iter().flat_map(one).collect()
}

/// Those who meet the outcome, those who do not, those who are not counted; then the reason.
fn order(term: &Term, place: &dyn Fn(&str) -> Option<usize>) -> (u8, Option<usize>, Term) {
    let (met, code) = match term {
        Term::Settled { met, because } => (*met, because.code()),
        _ => (None, None),
    };
    let first = match met {
        Some(true) => 0,
        Some(false) => 1,
        None => 2,
    };
    // What is no response stands behind those that are.
    (first, code.map_or(Some(usize::MAX), place), term.clone())
}

fn set(records: &Records, frame: &Frame, analysis: &FlatAnalysis, settled: &[(usize, Term)]) -> SettledSet {
    let pseudonyms = records.context.seen.patients();
    let row = |(patient, term): &(usize, Term)| SettledRow {
        patient: pseudonyms[*patient].clone(),
        group: rows::group(records, analysis, *patient),
        because: term.word().into_owned(),
    };
    SettledSet {
        of: frame.record.clone(),
        groups: words_of_groups(records, analysis),
        rows: settled.iter().map(row).collect(),
    }
}
