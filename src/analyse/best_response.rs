//! The best response of each patient: how many of each arm have which.

use super::frame;
use super::record::{Entry, Frame, Records, number};
use super::values::patients;
use crate::catalogue::Statistic;
use crate::derive::endpoints::best_responses;
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
