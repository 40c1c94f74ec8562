//! The best response of each patient: how many of each arm have which.

use super::frame;
use super::record::{Entry, Frame, Records, number};
use super::rows;
use super::sets::{RowSet, Set, words_of_groups};
use super::values::patients;
use crate::catalogue::Statistic;
use crate::derive::endpoints::best_responses;
use crate::methods::{Input, Outcome};
use crate::number::Quantity;
use crate::plan::ir::{BestResponseEndpoint, CodeId, ResponseRole};
use crate::program::flat::FlatAnalysis;
use crate::results::{LabelKind, Record, Standing, Term};
use crate::stats::proportion::Proportion;

/// Counts by arm and response; the methods of the analysis then compare the objective responses.
pub(crate) fn record(records: &mut Records, index: usize, analysis: &FlatAnalysis, endpoint: &BestResponseEndpoint) {
    let context = records.context;
    let facts = context.facts();
    let best = best_responses(&facts, analysis.endpoint, analysis.landmark.unwrap_or(0), &patients(context, analysis));
    let response = &context.program.flat.responses[endpoint.by.0];
    let name = &response.header.name;
    let frame = frame::frame(records, index, analysis, None);
    (context.keep)(&|| {
        let kept: Vec<(usize, usize)> = best.iter().map(|b| (b.patient, b.result.0)).collect();
        let codes = response.criterion.responses.codes.iter().map(|code| code.name.clone()).collect();
        Set::Best(Box::new(set(records, &frame, analysis, codes, &kept)))
    });
    let record = Record { response: Some(name.clone()), standing: Standing::Count, ..frame.record.clone() };
    let frame = Frame { record, ..frame };
    for place in 0..analysis.compare.groups() {
        let arm = analysis.compare.arms().get(place).copied();
        let own = |patient: usize| arm.is_none_or(|arm| context.seen.arms()[patient] == Some(arm));
        let of_group: Vec<CodeId> = best.iter().filter(|b| own(b.patient)).map(|b| b.result).collect();
        let group = frame::group(records, analysis, place);
        let counted = |code: usize| !response.criterion.is(ResponseRole::DoesNotApply, CodeId(code));
        let codes = response.criterion.responses.codes.iter().enumerate();
        for (code, entry) in codes.filter(|(code, _)| counted(*code)) {
            let n = of_group.iter().filter(|r| r.0 == code).count();
            let share = number(&Proportion::new(n as u64, of_group.len() as u64).estimate());
            records.label(LabelKind::ResponseCode, name, &entry.name, &entry.label);
            let numbers =
                [Entry::count(Statistic::Patients, n), Entry::new(Statistic::Proportion, share, Quantity::Proportion)];
            for number in numbers {
                records.push(&frame, number.of(group.clone()).term(Term::Response(entry.name.clone())));
            }
        }
    }
}

/// The response of each patient as a category.
fn set(
    records: &Records,
    frame: &Frame,
    analysis: &FlatAnalysis,
    categories: Vec<String>,
    best: &[(usize, usize)],
) -> RowSet {
    let patients = records.context.seen.patients();
    let input = Input {
        groups: analysis.compare.groups(),
        group: best.iter().map(|(patient, _)| rows::group(records, analysis, *patient)).collect(),
        outcome: Outcome::Category { categories, value: best.iter().map(|(_, code)| *code).collect() },
        ..Input::default()
    };
    RowSet {
        of: frame.record.clone(),
        groups: words_of_groups(records, analysis),
        patients: best.iter().map(|(patient, _)| patients[*patient].clone()).collect(),
        input,
        calls: vec![],
        deciding: None,
    }
}
