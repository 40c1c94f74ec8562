//! One patient and reader on the way through the examinations.

use super::memory::Memory;
use super::numbered::{LesionRow, Numbered};
use super::place::{Place, cell};
use super::{Answer, Because, By, Exam, Fact, Fold, PlaceInSet, ThingTold, Told};
use crate::plan::ir::{Body, CaseArm, CodeId, DecisionRow, DecisionTable, Table, Thing};
use crate::program::evaluate::{evaluate, is, truth};
use crate::program::expression::{BoundCriterion, FoldExpr};
use crate::program::value::Value;

pub(super) struct Course<'a> {
    pub of: &'a Fold<'a>,
    pub criterion: &'a BoundCriterion,
    /// The baseline reading, then the readings after the beginning up to the present one.
    pub readings: Vec<Reading<'a>>,
    numbered: Numbered<'a>,
}

pub(super) struct Reading<'a> {
    pub exam: &'a Exam<'a>,
    /// Its rows of the lesions.
    pub lesions: Vec<LesionRow<'a>>,
    /// By set of rows, those of this reading, or the ones its things were chosen by.
    pub sets: Vec<Vec<LesionRow<'a>>>,
    /// By set, where it is ranked, what became of each row that might have a place.
    pub standings: Vec<Vec<(LesionRow<'a>, PlaceInSet)>>,
    /// By value of the criterion, as far as they have been computed.
    pub values: Vec<Given>,
    /// What defines have told of its lesions.
    pub memory: Memory<'a>,
    /// Later readings see it.
    pub visible: bool,
}

/// A value and the case or row that gave it.
#[derive(Clone, Debug)]
pub(super) struct Given {
    pub value: Option<Value>,
    pub by: By,
}

impl<'a> Course<'a> {
    /// At the baseline reading, with the lesions chosen that are followed from there.
    pub fn begin(of: &'a Fold<'a>, baseline: &'a Exam<'a>) -> Self {
        let mut course = Course { of, criterion: &of.ready.criterion, readings: vec![], numbered: Numbered::default() };
        course.go_on(baseline);
        course.tell_values();
        course
    }

    fn go_on(&mut self, exam: &'a Exam<'a>) {
        let thing = self.thing();
        let lesions = exam.lesions.iter().map(|row| self.numbered.row(thing, row)).collect();
        let (sets, standings, memory) = (vec![], vec![], Memory::default());
        let values = Vec::with_capacity(self.criterion.values.len());
        self.readings.push(Reading { exam, lesions, sets, standings, values, memory, visible: false });
    }

    /// The examination at baseline serves as none: where it cannot be told, it does not serve.
    pub fn is_unfit(&self) -> bool {
        let unfit = self.criterion.unfit_baseline.as_ref();
        unfit.is_some_and(|condition| truth(condition, &Place::reading(self, 0)) != Some(false))
    }

    /// The answer at the next examination.
    pub fn read(&mut self, exam: &'a Exam<'a>) -> Answer {
        self.go_on(exam);
        let (condition, result) = &self.criterion.no_reading;
        if truth(condition, &Place::reading(self, self.present())) != Some(false) {
            return Answer {
                exam: exam.row,
                result: *result,
                because: Because::NoReading,
                values: vec![],
                things: vec![],
                places: vec![],
            };
        }
        self.tell_values();
        let disregarded = self.criterion.disregarded.and_then(|id| self.value(self.present(), id.0));
        let present = self.present();
        self.readings[present].visible = disregarded != Some(Value::Bool(true));
        self.answer(exam.row)
    }

    /// The table of what is read at the examinations.
    pub fn things(&self) -> Option<&'a Table> {
        self.criterion.things.map(|things| self.of.plan.table(things.table))
    }

    /// What its rows have in common that are of one lesion.
    pub fn thing(&self) -> Option<&'a Thing> {
        self.things()?.thing.as_ref()
    }

    /// Position of the reading at hand.
    pub fn present(&self) -> usize {
        self.readings.len() - 1
    }

    pub fn value(&self, reading: usize, id: usize) -> Option<Value> {
        self.readings.get(reading)?.values.get(id)?.value.clone()
    }

    fn tell_values(&mut self) {
        let present = self.present();
        self.choose_sets();
        for value in &self.criterion.values {
            let given = Place::reading(self, present).tell(&value.body);
            self.readings[present].values.push(given);
        }
    }

    /// Every value at the present reading.
    pub fn told(&self) -> Vec<Told> {
        let fact = |value: &Value| match value {
            Value::Reading(at) => Fact::Exam(self.readings[*at].exam.row),
            other => Fact::Value(other.clone()),
        };
        let given = self.readings[self.present()].values.iter();
        given.map(|given| Told { value: given.value.as_ref().map(fact), by: given.by }).collect()
    }

    /// What is answered of each thing at the present reading; a thing of several sets once.
    fn of_each(&self) -> Vec<ThingTold> {
        let Some(of_each) = &self.criterion.of_each else { return vec![] };
        let by = self.thing().map_or(&[][..], |thing| thing.by.as_slice());
        let mut met: Vec<LesionRow> = vec![];
        let mut told = vec![];
        let here = Place::reading(self, self.present());
        for place in of_each.sets.iter().flat_map(|set| here.lesions_of_set(*set)) {
            let Some(lesion) = place.lesion else { continue };
            if met.iter().any(|other| other.same_lesion(&lesion.chosen)) {
                continue;
            }
            met.push(lesion.chosen);
            let category = match place.tell(&self.criterion.defines[of_each.category.0].body).value {
                Some(Value::Code(code)) => Some(code),
                _ => None,
            };
            let thing = by.iter().map(|column| cell(lesion.chosen.cells, *column)).collect();
            told.push(ThingTold { thing, category });
        }
        told
    }

    fn answer(&self, exam: usize) -> Answer {
        let response = &self.readings[self.present()].values[self.criterion.response.0];
        let result = match response.value {
            Some(Value::Code(code)) => CodeId(code),
            _ => self.criterion.untold,
        };
        let by = match (response.by, &response.value) {
            (By::Computed, None) => By::Untold,
            (by, _) => by,
        };
        Answer {
            exam,
            result,
            because: Because::Rule(by),
            values: self.told(),
            things: self.of_each(),
            places: self.places_told(),
        }
    }
}

impl<'c, 'a> Place<'c, 'a> {
    /// What a body answers here, and by which case or row.
    pub fn tell(&self, body: &Body<FoldExpr>) -> Given {
        match body {
            Body::Expression(e) => Given { value: evaluate(e, self), by: By::Computed },
            Body::Cases(cases) => self.tell_cases(cases),
            Body::Table(table) => self.tell_table(table),
        }
    }

    fn tell_cases(&self, cases: &[CaseArm<FoldExpr>]) -> Given {
        for (place, case) in cases.iter().enumerate() {
            match case.condition.as_ref().map_or(Some(true), |c| truth(c, self)) {
                Some(true) => {
                    let value = case.result.as_ref().and_then(|r| evaluate(r, self));
                    return Given { value, by: By::Rule(place) };
                }
                Some(false) => {}
                None => break,
            }
        }
        Given { value: None, by: By::Untold }
    }

    fn tell_table(&self, table: &DecisionTable<FoldExpr>) -> Given {
        let given: Vec<Option<Value>> = table.given.iter().map(|e| evaluate(e, self)).collect();
        for (place, row) in table.rows.iter().enumerate() {
            match row_holds(row, &given) {
                Some(true) => return Given { value: Some(Value::from(&row.result)), by: By::Rule(place) },
                Some(false) => {}
                None => break,
            }
        }
        Given { value: None, by: By::Untold }
    }
}

/// A row holds where every cell does; unknown where no cell fails and one cannot be told.
fn row_holds(row: &DecisionRow, given: &[Option<Value>]) -> Option<bool> {
    let mut known = true;
    for (cell, value) in row.cells.iter().zip(given) {
        let Some(allowed) = cell else { continue };
        match value {
            None | Some(Value::Unusable) => known = false,
            Some(v) if allowed.iter().any(|l| is(v, l)) => {}
            Some(_) => return Some(false),
        }
    }
    known.then_some(true)
}
