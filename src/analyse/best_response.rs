//! The best response of each patient: how many of each arm have which.

use super::estimate;
use super::record::{Entry, Frame, Records, count, number};
use super::values::patients;
use crate::derive::endpoints::{Facts, best_responses};
use crate::number::Quantity;
use crate::plan::ir::{Analysis, BestResponseEndpoint, CodeId};
use crate::results::Standing;
use crate::stats::proportion::Proportion;

/// Counts by arm and response; the methods of the analysis then compare the objective responses.
pub(crate) fn record(records: &mut Records, index: usize, analysis: &Analysis, endpoint: &BestResponseEndpoint) {
    let context = records.context;
    let exam_name = |table: crate::plan::ir::TableId, row: usize| -> String {
        context.derived.keys.get(table.0).and_then(|keys| keys.get(row)).cloned().unwrap_or_default()
    };
    let facts = Facts { plan: context.plan, derived: context.derived, exam_name: &exam_name };
    let best = best_responses(&facts, endpoint, analysis.landmark.unwrap_or(0), &patients(context, analysis));
    let response = &context.plan.responses[endpoint.by.0];
    let frame = Frame {
        response: Some(response.header.name.clone()),
        standing: Standing::Count,
        ..estimate::frame(records, index, analysis, None)
    };
    for group in 0..analysis.compare.groups() {
        let arm = analysis.compare.arms().get(group).copied();
        let own = |patient: usize| arm.is_none_or(|arm| context.derived.arms[patient] == Some(arm));
        let of_group: Vec<CodeId> = best.iter().filter(|b| own(b.patient)).map(|b| b.result).collect();
        let name = estimate::arm(records, analysis, group);
        for (code, entry) in response.criterion.responses.codes.iter().enumerate() {
            let n = of_group.iter().filter(|r| r.0 == code).count();
            let share = number(&Proportion::new(n as u64, of_group.len() as u64).estimate());
            let numbers = [("patients", count(n), Quantity::Count), ("proportion", share, Quantity::Proportion)];
            for (statistic, value, quantity) in numbers {
                let id = ["best", &entry.name, name.as_deref().unwrap_or(""), statistic];
                let term = Some((entry.name.clone(), entry.label.clone()));
                records.push(&frame, Entry { id: &id, group: name.clone(), term, statistic, value, quantity });
            }
        }
    }
}
