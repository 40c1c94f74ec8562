//! The fold: a criterion over the readings of one patient by one reader, in order.
//!
//! Invariants: a reading is answered from itself, the baseline reading and the visible readings before it, and from
//! nothing else; an answer once given never changes. What cannot be told is never taken as false: a rule that meets a
//! condition it cannot tell gives no value, and a response without a value is `not assessed`.

mod course;
mod memory;
mod named;
mod numbered;
mod past;
mod place;
mod quantity;
mod sets;
mod settled;

use super::expression::{BoundCriterion, ColumnsNamed};
use super::value::{Row, Value};
use crate::plan::ir::{CodeId, Plan, RowsId};
use course::Course;
use std::borrow::Cow;

/// One examination as one reader read it.
#[derive(Clone, Debug)]
pub struct Exam<'a> {
    /// Row in the examination table.
    pub row: usize,
    /// Its columns.
    pub columns: &'a Row,
    /// This reader's rows of the lesion table at this examination, in key order.
    pub lesions: Vec<&'a Row>,
}

/// What was answered at one reading after the beginning.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// Row in the examination table.
    pub exam: usize,
    pub result: CodeId,
    pub because: Because,
    /// Every value and rule at this reading, in the criterion's order; empty where nothing was read.
    pub values: Vec<Told>,
    /// Of each thing of which the criterion answers by itself, in the order of its sets.
    pub things: Vec<ThingTold>,
    /// Of each ranked set, what became of the things that might have a place in it.
    pub places: Vec<PlacesTold>,
}

/// What became of the things that might have a place in a ranked set at a reading.
#[derive(Clone, Debug, PartialEq)]
pub struct PlacesTold {
    pub set: RowsId,
    /// Those that have a place already, then the others in the order of their ranks.
    pub things: Vec<Placed>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Placed {
    /// By column by which things are told apart, in their order.
    pub thing: Vec<Option<Value>>,
    /// What it is ranked by, in the order of the set's keys, as of the row by which it was chosen.
    pub by: Vec<Option<Value>>,
    /// That of which the set takes so many; none where it does not limit any.
    pub of_each: Option<Value>,
    pub standing: PlaceInSet,
}

/// Whether a thing has a place in a ranked set, and why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlaceInSet {
    /// Since an earlier reading.
    Kept,
    Taken,
    /// No place is left in the set.
    Full,
    /// No place is left for those that are of the same.
    FullOfEach,
    /// It is ranked alike with others, and there are not places enough for them.
    Alike,
    /// It appeared at an earlier reading, and took no place then.
    Passed,
}

/// What is answered of one thing.
#[derive(Clone, Debug, PartialEq)]
pub struct ThingTold {
    /// By column by which things are told apart, in their order.
    pub thing: Vec<Option<Value>>,
    /// Position in the codes of the category; none: it cannot be told.
    pub category: Option<usize>,
}

/// Why a reader's response stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Because {
    NoBaseline,
    /// The criterion takes the examination at baseline for none.
    UnfitBaseline,
    NoReading,
    /// What gave the value that is the response.
    Rule(By),
}

/// What gave a value of a criterion.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// It is computed, and no rule chose it.
    Computed,
    /// The case, or the row of the decision table, at this place in the order in which they are read.
    Rule(usize),
    /// None of them: something that is read is missing.
    Untold,
}

/// A value of a criterion at a reading; none is unknown.
#[derive(Clone, Debug, PartialEq)]
pub struct Told {
    pub value: Option<Fact>,
    pub by: By,
}

/// A known value, as it is told of a reading.
#[derive(Clone, Debug, PartialEq)]
pub enum Fact {
    /// Of the type of the criterion's value.
    Value(Value),
    /// Row in the examination table.
    Exam(usize),
}

/// A criterion made ready to be read: what is the same for every patient and reader is found once.
#[derive(Clone, Debug)]
pub struct Ready {
    /// What it says whatever is read is worked out.
    criterion: BoundCriterion,
    /// The columns that it names as it is written.
    pub columns: ColumnsNamed,
    /// By define: a value of the criterion at the same reading has a part in it.
    on_values: Vec<bool>,
}

impl Ready {
    pub fn new(criterion: &BoundCriterion) -> Self {
        let (settled, columns) = (settled::settled(criterion), criterion.columns_named());
        Ready { on_values: memory::on_values(&settled), criterion: settled, columns }
    }
}

/// A criterion on the tables of a plan.
pub struct Fold<'a> {
    plan: &'a Plan,
    ready: Cow<'a, Ready>,
    /// By column of the things: it says what a thing is, not how it is at a reading.
    fixed: Vec<bool>,
}

/// What one reader answers of a patient.
#[derive(Clone, Debug, PartialEq)]
pub struct Answered {
    /// None where there is no examination at baseline, or it serves as none.
    pub baseline: Option<BaselineTold>,
    /// One for each examination.
    pub answers: Vec<Answer>,
}

/// What is told of a baseline reading.
#[derive(Clone, Debug, PartialEq)]
pub struct BaselineTold {
    /// The values of the criterion, in its order.
    pub values: Vec<Told>,
    pub places: Vec<PlacesTold>,
}

impl<'a> Fold<'a> {
    pub fn new(plan: &'a Plan, criterion: &BoundCriterion) -> Self {
        Fold::of(plan, Cow::Owned(Ready::new(criterion)))
    }

    pub fn of(plan: &'a Plan, ready: Cow<'a, Ready>) -> Self {
        let criterion = &ready.criterion;
        let table = criterion.things.map(|things| plan.table(things.table));
        let thing = table.and_then(|table| table.thing.as_ref());
        let is_fixed = |column: usize| thing.is_some_and(|t| t.fixed.contains(&column) || t.by.contains(&column));
        let columns = table.map_or(0, |table| table.columns.len());
        let fixed = (0..columns).map(is_fixed).collect();
        Fold { plan, ready, fixed }
    }

    /// The answers of the criterion at `exams`, one each, in their order.
    ///
    /// `exams` are the patient's examinations that are read, as one reader read them, by date and then identifier;
    /// `baseline` is the examination chosen as baseline, read by the same reader.
    pub fn read(&self, baseline: Option<&Exam>, exams: &[Exam]) -> Answered {
        let Some(baseline) = baseline else { return self.without(Because::NoBaseline, exams) };
        let mut course = Course::begin(self, baseline);
        if course.is_unfit() {
            return self.without(Because::UnfitBaseline, exams);
        }
        let baseline = BaselineTold { values: course.told(), places: course.places_told() };
        Answered { baseline: Some(baseline), answers: exams.iter().map(|exam| course.read(exam)).collect() }
    }

    fn without(&self, because: Because, exams: &[Exam]) -> Answered {
        let unread = |exam: &Exam| Answer {
            exam: exam.row,
            result: self.ready.criterion.no_baseline,
            because,
            values: vec![],
            things: vec![],
            places: vec![],
        };
        Answered { baseline: None, answers: exams.iter().map(unread).collect() }
    }
}

#[cfg(test)]
pub(crate) mod example;
#[cfg(test)]
mod tests;
