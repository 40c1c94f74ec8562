//! How often each case and row of the rules of a criterion gave a value, over all readings of its patients: a row that never did,
//! and one that takes most, are seen. Of a combination of readers its cases are counted by examination.

use super::derived::value;
use super::record::{Entry, Frame, Records, number};
use super::sets::{RuleAnswers, RuleSet, Set};
use crate::catalogue::Statistic;
use crate::derive::model::{TallyDerived, TallyExample};
use crate::derive::reason::CombinedReason;
use crate::number::Quantity;
use crate::plan::ir::{
    Body, CaseArm, CodeId, Combine, CriterionExpr, CriterionNode, CriterionValue, ExprKind, InCriterion, Response,
    ResponseId, ValueId,
};
use crate::program::StepId;
use crate::program::fold::{Fact, Told};
use crate::results::{self, Record, Role, RuleExample, RuleId, RuleShown, RulesShown, Standing, Term};
use crate::stats::proportion::Proportion;
use std::collections::BTreeSet;

/// A rule, and where its rows answered.
struct Counted {
    shown: RuleShown,
    /// Patient, row (none where none answers), and at how many readings.
    times: Vec<(usize, Option<usize>, usize)>,
}

pub(crate) fn record(records: &mut Records) -> (Vec<RulesShown>, Vec<RuleExample>) {
    let (mut shown, mut examples) = (vec![], vec![]);
    for (response, step) in &records.context.program.report.rules {
        let seen = records.context.seen;
        let (rules, found) = seen.told_of(&[*step], || of_response(records, *response, *step));
        shown.push(rules);
        examples.extend(found);
    }
    (shown, examples)
}

/// The records of one step.
pub(crate) fn of_plan(records: &mut Records, response: ResponseId) {
    let step = records.context.program.report.rules.iter().find(|(of, _)| *of == response).map(|(_, step)| *step);
    step.into_iter().for_each(|step| drop(of_response(records, response, step)));
}

fn of_response(records: &mut Records, id: ResponseId, step: StepId) -> (RulesShown, Vec<RuleExample>) {
    let (plan, seen) = (records.context.plan, records.context.seen);
    let response = &plan.responses[id.0];
    let nothing = RulesShown { response: response.header.name.clone(), rules: vec![] };
    let Some(tally) = seen.tally(id) else { return (nothing, vec![]) };
    let combine = plan.combines.iter().find(|combine| combine.combines(id));
    let values = response.criterion.values.iter().enumerate().filter(|(_, value)| value.body.rows() > 0);
    let mut counted: Vec<Counted> = values.map(|(index, value)| of_value(tally, response, index, value)).collect();
    counted.extend(combine.map(|combine| combined(records, id, combine)));
    let frame = frame(records, id, step);
    counted.iter().for_each(|rule| rows(records, &frame, rule));
    let examples =
        [examples(records, id, tally), combine.map_or(vec![], |c| combined_examples(records, id, c))].concat();
    (RulesShown { rules: counted.into_iter().map(|rule| rule.shown).collect(), ..nothing }, examples)
}

fn shown(of: &str, value: &str, label: &str, rows: usize) -> RuleShown {
    RuleShown {
        whole: RuleId::whole(of, value),
        unanswered: RuleId::unanswered(of, value),
        label: label.to_string(),
        rows: (0..rows).map(|row| RuleId::new(of, value, row)).collect(),
    }
}

fn of_value(tally: &TallyDerived, response: &Response, index: usize, value: &CriterionValue) -> Counted {
    let own = tally.tallied.iter().filter(|one| one.value == index);
    Counted {
        shown: shown(&response.header.name, &value.header.name, &value.header.label, value.body.rows()),
        times: own.map(|one| (one.patient, one.row, one.times as usize)).collect(),
    }
}

/// The examinations at which a case of the combination answered; those after the end of a sequence are asked of none.
fn combined(records: &Records, id: ResponseId, combine: &Combine) -> Counted {
    let seen = records.context.seen;
    let name = &records.context.plan.responses[id.0].header.name;
    let cases = combine.of.iter().find(|of| of.response == id).map_or(0, |of| of.cases.len());
    let mut times = vec![];
    for patient in 0..seen.patients().len() {
        for read in seen.combined(id, patient) {
            match read.because {
                CombinedReason::Case(place) => times.push((patient, Some(place), 1)),
                CombinedReason::NoCase => times.push((patient, None, 1)),
                CombinedReason::OneReader | CombinedReason::Ended { .. } => {}
            }
        }
    }
    Counted { shown: shown(&combine.header.name, name, &combine.header.label, cases), times }
}

fn frame(records: &Records, id: ResponseId, step: StepId) -> Frame {
    let (plan, trace) = (records.context.plan, records.context.trace);
    let response = &plan.responses[id.0];
    let steps = trace.step(step);
    let (population, population_n) = records.population(response.among);
    let clause = plan.report.as_ref().map_or_else(String::new, |report| records.clause(report.header.clause));
    let record = Record {
        clause,
        analysis: "rules".into(),
        role: Role::Rules,
        standing: Standing::Count,
        response: Some(response.header.name.clone()),
        population,
        population_n,
        tables: trace.tables(&steps),
        steps,
        ..Record::default()
    };
    Frame { record, ..Frame::default() }
}

fn rows(records: &mut Records, frame: &Frame, rule: &Counted) {
    let asked: usize = rule.times.iter().map(|(_, _, times)| times).sum();
    (records.context.keep)(&|| Set::Rule(Box::new(set(records, frame, rule))));
    let whole = Term::Rule(rule.shown.whole.clone());
    records.push(frame, Entry::count(Statistic::Readings, asked).term(whole));
    for (row, id) in rule.shown.rows.iter().enumerate() {
        row_of(records, frame, (rule, asked), (Some(row), id));
    }
    if rule.times.iter().any(|(_, row, _)| row.is_none()) {
        row_of(records, frame, (rule, asked), (None, &rule.shown.unanswered));
    }
}

fn set(records: &Records, frame: &Frame, rule: &Counted) -> RuleSet {
    let seen = records.context.seen;
    let answers = |(patient, row, readings): &(usize, Option<usize>, usize)| RuleAnswers {
        patient: seen.patients()[*patient].clone(),
        arm: records.arm_of(*patient),
        row: *row,
        readings: *readings,
    };
    RuleSet {
        of: frame.record.clone(),
        rule: rule.shown.whole.word().to_string(),
        rows: rule.shown.rows.len(),
        answers: rule.times.iter().map(answers).collect(),
    }
}

/// At how many readings a row gave the value, of those at which the rule was asked, and of how many patients of each arm.
fn row_of(records: &mut Records, frame: &Frame, (rule, asked): (&Counted, usize), (row, id): (Option<usize>, &RuleId)) {
    let own: Vec<(usize, usize)> =
        rule.times.iter().filter(|(_, of, _)| *of == row).map(|(patient, _, times)| (*patient, *times)).collect();
    let readings: usize = own.iter().map(|(_, times)| times).sum();
    let share = number(&Proportion::new(readings as u64, asked as u64).estimate());
    let mut entries = vec![
        Entry::count(Statistic::Readings, readings),
        Entry::new(Statistic::ReadingProportion, share, Quantity::Proportion),
    ];
    let patients: BTreeSet<usize> = own.iter().map(|(patient, _)| *patient).collect();
    let in_arms = records.context.seen.arms();
    match records.context.plan.arms.arms.len() {
        0 | 1 => entries.push(Entry::count(Statistic::Patients, patients.len())),
        arms => entries.extend((0..arms).map(|arm| {
            let n = patients.iter().filter(|patient| in_arms[**patient] == Some(arm)).count();
            Entry::count(Statistic::Patients, n).of(records.arm(arm))
        })),
    }
    for entry in entries {
        records.push(frame, entry.term(Term::Rule(id.clone())));
    }
}

/// Of each row of a rule the first reading, with what the rule reads there.
fn examples(records: &Records, id: ResponseId, tally: &TallyDerived) -> Vec<RuleExample> {
    let response = &records.context.plan.responses[id.0];
    let name = &response.header.name;
    let one = |((value, row), example): (&(usize, Option<usize>), &TallyExample)| {
        let stated = response.criterion.values.get(*value)?;
        let rule = match row {
            Some(row) => RuleId::new(name, &stated.header.name, *row),
            None => RuleId::unanswered(name, &stated.header.name),
        };
        let named = read_by(&stated.body, *row).into_iter().filter(|read| read.0 != *value);
        let told = named.filter_map(|read| known(response, read, &example.values));
        Some(RuleExample {
            rule,
            day: day(records, id, example.patient, example.exam),
            reader: response.criterion.readers(records.context.plan).get(example.reader).map(|r| r.name.clone()),
            values: told.collect(),
            answer: known(response, ValueId(*value), &example.values).and_then(|(_, answer)| answer),
        })
    };
    tally.examples.iter().filter_map(one).collect()
}

/// A value of the criterion, by its name; none of one that is an examination, whose key is of a patient.
fn known(response: &Response, id: ValueId, told: &[Told]) -> Option<(String, Option<results::Value>)> {
    let stated = response.criterion.values.get(id.0)?;
    let found = match &told.get(id.0)?.value {
        Some(Fact::Exam(_)) => return None,
        Some(Fact::Value(found)) => Some(value(found, &stated.ty)),
        None => None,
    };
    Some((stated.header.name.clone(), found))
}

fn combined_examples(records: &Records, id: ResponseId, combine: &Combine) -> Vec<RuleExample> {
    let seen = records.context.seen;
    let response = &records.context.plan.responses[id.0];
    let mut found: Vec<RuleExample> = vec![];
    for patient in 0..seen.patients().len() {
        for read in seen.combined(id, patient) {
            let rule = match read.because {
                CombinedReason::Case(place) => RuleId::new(&combine.header.name, &response.header.name, place),
                CombinedReason::NoCase => RuleId::unanswered(&combine.header.name, &response.header.name),
                CombinedReason::OneReader | CombinedReason::Ended { .. } => continue,
            };
            if found.iter().any(|known| known.rule == rule) {
                continue;
            }
            let code = |code: CodeId| results::Value::Code(response.criterion.code_name(code).to_string());
            let (day, answer) = (seen.day(patient, read.date), read.result.map(code));
            found.push(RuleExample { rule, day, answer, ..RuleExample::default() });
        }
    }
    found
}

fn day(records: &Records, id: ResponseId, patient: usize, exam: usize) -> Option<i64> {
    let seen = records.context.seen;
    let read = seen.combined(id, patient).iter().find(|read| read.exam == exam)?;
    seen.day(patient, read.date)
}

/// The values of the criterion that a row rests on: of a case those of its condition, and of what all others leave those of all.
fn read_by(body: &Body, row: Option<usize>) -> Vec<ValueId> {
    let mut found = vec![];
    match body {
        Body::Expression(_) => {}
        Body::Table(table) => table.given.iter().for_each(|given| values_in(given, &mut found)),
        Body::Cases(cases) => {
            let condition = |case: &CaseArm, found: &mut Vec<ValueId>| {
                case.condition.iter().for_each(|condition| values_in(condition, found));
            };
            match row.and_then(|row| cases.get(row)).filter(|case| case.condition.is_some()) {
                Some(case) => condition(case, &mut found),
                None => cases.iter().for_each(|case| condition(case, &mut found)),
            }
        }
    }
    found
}

/// Each once, in the order in which they stand.
fn values_in(expression: &CriterionExpr, found: &mut Vec<ValueId>) {
    if let ExprKind::Beyond(InCriterion::Criterion(CriterionNode::Value(id))) = &expression.kind
        && !found.contains(id)
    {
        found.push(*id);
    }
    expression.children().into_iter().for_each(|child| values_in(child, found));
}
