//! One patient and reader on the way through the examinations.

use super::place::Place;
use super::{Answer, Exam, words};
use crate::plan::ir::{Body, CaseArm, CodeId, DecisionRow, DecisionTable, Plan, RowsId, Type};
use crate::program::evaluate::{compare, evaluate, truth};
use crate::program::expression::{BoundCriterion, FoldExpr};
use crate::program::value::{Row, Value};
use std::cmp::Ordering;

/// Why a rule gave no value.
const UNTOLD: &str = "cannot be told: something it reads is missing";

pub(super) struct Course<'a> {
    pub plan: &'a Plan,
    pub criterion: &'a BoundCriterion,
    /// The baseline reading, then the readings after time zero up to the present one.
    pub readings: Vec<Reading<'a>>,
    /// By set of rows, those chosen at baseline.
    pub chosen: Vec<Vec<&'a Row>>,
}

pub(super) struct Reading<'a> {
    pub exam: &'a Exam<'a>,
    /// By value of the criterion, as far as they have been computed.
    pub values: Vec<Told>,
    /// Later readings see it.
    pub visible: bool,
}

/// A value and the case or row that gave it.
#[derive(Clone, Debug, Default)]
pub(super) struct Told {
    pub value: Option<Value>,
    pub by: Option<String>,
}

impl<'a> Course<'a> {
    /// At the baseline reading, with the lesions chosen that are followed from there.
    pub fn begin(plan: &'a Plan, criterion: &'a BoundCriterion, baseline: &'a Exam<'a>) -> Self {
        let first = Reading { exam: baseline, values: vec![], visible: false };
        let mut course = Course { plan, criterion, readings: vec![first], chosen: vec![] };
        let place = Place::reading(&course, 0);
        let chosen = (0..criterion.rows.len())
            .map(|id| match criterion.rows[id].at_baseline {
                true => place.rows_of_set(RowsId(id)),
                false => vec![],
            })
            .collect();
        course.chosen = chosen;
        course.tell_values();
        course
    }

    /// The answer at the next examination.
    pub fn read(&mut self, exam: &'a Exam<'a>) -> Answer {
        self.readings.push(Reading { exam, values: vec![], visible: false });
        let (condition, result) = &self.criterion.no_reading;
        if truth(condition, &Place::reading(self, self.present())) != Some(false) {
            let values = words::no_values(self.criterion);
            return Answer { exam: exam.row, result: *result, because: "no reading".into(), values };
        }
        self.tell_values();
        let disregarded = self.criterion.disregarded.and_then(|id| self.value(self.present(), id.0));
        let present = self.present();
        self.readings[present].visible = disregarded != Some(Value::Bool(true));
        self.answer(exam.row)
    }

    /// Position of the reading at hand.
    fn present(&self) -> usize {
        self.readings.len() - 1
    }

    pub fn value(&self, reading: usize, id: usize) -> Option<Value> {
        self.readings.get(reading)?.values.get(id)?.value.clone()
    }

    fn tell_values(&mut self) {
        let present = self.present();
        for value in &self.criterion.values {
            let told = Place::reading(self, present).tell(&value.body, &value.ty);
            self.readings[present].values.push(told);
        }
    }

    /// Every value at the present reading, in words.
    pub fn told(&self) -> super::Values {
        let told = &self.readings[self.present()].values;
        let values = self.criterion.values.iter().zip(told).map(|(value, told)| {
            let word = told.value.as_ref().map(|v| words::of(v, &value.ty, self));
            (value.header.name.clone(), word, told.by.clone())
        });
        values.collect()
    }

    fn answer(&self, exam: usize) -> Answer {
        let told = &self.readings[self.present()].values;
        let rule = &self.criterion.values[self.criterion.response.0];
        let response = &told[self.criterion.response.0];
        let result = match response.value {
            Some(Value::Code(code)) => CodeId(code),
            _ => self.criterion.untold,
        };
        let by = response.by.as_deref().unwrap_or(match response.value {
            Some(_) => "as computed",
            None => UNTOLD,
        });
        Answer { exam, result, because: format!("{}: {by}", rule.header.label), values: self.told() }
    }
}

impl<'c, 'a> Place<'c, 'a> {
    /// What a body answers here, and by which case or row.
    pub fn tell(&self, body: &Body<FoldExpr>, ty: &Type) -> Told {
        match body {
            Body::Expression(e) => Told { value: evaluate(e, self), by: None },
            Body::Cases(cases) => self.tell_cases(cases, ty),
            Body::Table(table) => self.tell_table(table),
        }
    }

    fn tell_cases(&self, cases: &[CaseArm<FoldExpr>], ty: &Type) -> Told {
        for case in cases {
            match case.condition.as_ref().map_or(Some(true), |c| truth(c, self)) {
                Some(true) => {
                    let value = case.result.as_ref().and_then(|r| evaluate(r, self));
                    let word = || value.as_ref().map_or("unknown".into(), |v| words::of(v, ty, self.course));
                    let by = case.reason.clone().unwrap_or_else(word);
                    return Told { value, by: Some(by) };
                }
                Some(false) => {}
                None => break,
            }
        }
        Told { value: None, by: Some(UNTOLD.into()) }
    }

    fn tell_table(&self, table: &DecisionTable<FoldExpr>) -> Told {
        let given: Vec<Option<Value>> = table.given.iter().map(|e| evaluate(e, self)).collect();
        for row in &table.rows {
            match row_holds(row, &given) {
                Some(true) => return Told { value: Some(Value::from(&row.result)), by: Some(row.text.clone()) },
                Some(false) => {}
                None => break,
            }
        }
        Told { value: None, by: Some(UNTOLD.into()) }
    }
}

/// A row holds where every cell does; unknown where no cell fails and one cannot be told.
fn row_holds(row: &DecisionRow, given: &[Option<Value>]) -> Option<bool> {
    let mut known = true;
    for (cell, value) in row.cells.iter().zip(given) {
        let Some(allowed) = cell else { continue };
        match value {
            None | Some(Value::Unusable) => known = false,
            Some(v) if allowed.iter().any(|l| compare(v, &Value::from(l)) == Some(Ordering::Equal)) => {}
            Some(_) => return Some(false),
        }
    }
    known.then_some(true)
}
