//! What the planned number of patients can show: numbers that rest on the plan and on no patient.

use super::frame::{method_use, record_one};
use super::identifier;
use super::record::{Frame, Records};
use crate::methods::{self, Input, Outcome};
use crate::plan::ir::{Plan, SampleSize};
use crate::results::{Group, Record, Role, SampleSizeInfo, Standing, TimeUnit};

pub(crate) fn record(records: &mut Records) {
    for (index, size) in records.context.program.flat.sample_sizes.iter().enumerate() {
        of_plan(records, index, size);
    }
}

pub(crate) fn of_plan(records: &mut Records, index: usize, size: &SampleSize) {
    let settings = &records.context.program.flat.settings;
    let outcome = Outcome::PlannedPairs {
        pairs: size.pairs,
        alpha: settings.alpha(),
        test: size.test.clone(),
        interval: size.interval.clone(),
    };
    let input = Input { level: settings.level(), outcome, ..Input::default() };
    for (call, used) in size.show.iter().zip(identifier::of_calls(&size.show)) {
        let record = Record {
            clause: records.clause(size.header.clause),
            analysis: size.header.name.clone(),
            role: Role::SampleSize,
            standing: Standing::AlsoGiven,
            method: Some(method_use(call, TimeUnit::Days)),
            steps: records.context.trace.sample_size(index),
            ..Record::default()
        };
        let frame = Frame { record, used, ..Frame::default() };
        for computed in &methods::run(&input, &call.options).statistics {
            record_one(records, &frame, computed, Group::All, &[]);
        }
    }
}

/// What the results say of each.
pub(crate) fn infos(plan: &Plan) -> Vec<SampleSizeInfo> {
    let one = |size: &SampleSize| SampleSizeInfo {
        name: size.header.name.clone(),
        label: size.header.label.clone(),
        clause: plan.clause_number(size.header.clause).to_string(),
        analysis: plan.analyses[size.of].header.name.clone(),
    };
    plan.sample_sizes.iter().map(one).collect()
}
