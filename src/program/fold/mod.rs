//! The fold: a criterion over the readings of one patient by one reader, in order.
//!
//! Invariants: a reading is answered from itself, the baseline reading and the visible readings before it, and from
//! nothing else; an answer once given never changes. What cannot be told is never taken as false: a rule that meets a
//! condition it cannot tell gives no value, and a response without a value is `not assessed`.

mod course;
mod past;
mod place;
mod quantity;
mod words;

pub use words::UNUSABLE;

use super::expression::BoundCriterion;
use super::value::Row;
use crate::plan::ir::{CodeId, Plan};
use course::Course;

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

/// What was answered at one reading after time zero.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// Row in the examination table.
    pub exam: usize,
    pub result: CodeId,
    /// The case or table row that fired, in words: its reason, or the row as written, and the rule it is of.
    pub because: String,
    /// Every value and rule at this reading, in the criterion's order: name, value in words (none: unknown), the case or row that fired.
    pub values: Vec<(String, Option<String>, Option<String>)>,
}

/// The answers of the criterion at `exams`, one each, in their order.
///
/// `exams` are the patient's examinations after time zero as one reader read them, by date and then identifier;
/// `baseline` is the examination chosen as baseline, read by the same reader.
pub fn run(plan: &Plan, criterion: &BoundCriterion, baseline: Option<Exam>, exams: &[Exam]) -> Vec<Answer> {
    let Some(baseline) = baseline else {
        let unread = |exam: &Exam| Answer {
            exam: exam.row,
            result: criterion.no_baseline,
            because: "no baseline examination".to_string(),
            values: words::no_values(criterion),
        };
        return exams.iter().map(unread).collect();
    };
    let mut course = Course::begin(plan, criterion, &baseline);
    exams.iter().map(|exam| course.read(exam)).collect()
}

/// Values of a criterion: name, value in words (none: unknown), the case or row that gave it.
pub type Values = Vec<(String, Option<String>, Option<String>)>;

/// The values of the criterion at the baseline reading, in its order.
pub fn at_baseline(plan: &Plan, criterion: &BoundCriterion, baseline: &Exam) -> Values {
    Course::begin(plan, criterion, baseline).told()
}

#[cfg(test)]
pub(crate) mod example;
#[cfg(test)]
mod tests;
