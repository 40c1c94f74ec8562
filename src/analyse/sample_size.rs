//! What the planned number of patients can show: numbers that rest on the plan and on no patient.

use super::frame::{method_use, record_one};
use super::identifier;
use super::record::{Frame, Records};
use super::sets::{self, PlannedSet, Set};
use crate::catalogue::Chosen;
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
    let of = Record {
        clause: records.clause(size.header.clause),
        analysis: size.header.name.clone(),
        role: Role::SampleSize,
        standing: Standing::AlsoGiven,
        steps: records.context.trace.sample_size(index),
        ..Record::default()
    };
    (records.context.keep)(&|| Set::Planned(Box::new(set(records, &of, size))));
    for (call, used) in size.show.iter().zip(identifier::of_calls(&size.show)) {
        let method = Some(method_use(call, TimeUnit::Days));
        let frame = Frame { record: Record { method, ..of.clone() }, used, ..Frame::default() };
        for computed in &methods::run(&input, &call.options).statistics {
            record_one(records, &frame, computed, Group::All, &[]);
        }
    }
}

fn set(records: &Records, of: &Record, size: &SampleSize) -> PlannedSet {
    let context = records.context;
    let said = |is: &dyn Fn(&Chosen) -> bool| {
        let methods = context.plan.analyses[size.of].methods.iter();
        methods.map(|call| &call.options).find(|options| is(options.chosen())).cloned()
    };
    let calls = size.show.iter().zip(identifier::of_calls(&size.show));
    PlannedSet {
        of: of.clone(),
        pairs: size.pairs,
        alpha: context.program.flat.settings.alpha(),
        test: said(&|chosen| matches!(chosen, Chosen::Mcnemar(own) if *own == size.test)),
        interval: said(&|chosen| matches!(chosen, Chosen::RiskDifference(own) if size.interval.as_ref() == Some(own))),
        calls: calls.map(|(call, name)| sets::made(of, call, &name)).collect(),
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
