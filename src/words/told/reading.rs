//! What is told of an examination: the combined response, what each reader found, and by which rules.

use super::patient::response;
use crate::results::trace::{ExamTrace, ReadingTrace, ToldTrace};
use crate::results::{Adjudicated, By, Reading, ReadingReason, Results, Value};
use crate::words::Words;
use serde::Serialize;

#[derive(Debug, Serialize)]
pub struct ExamTold<'r> {
    pub exam: &'r str,
    pub response: &'r str,
    /// The combined response, its day and why; none where nothing was combined.
    pub day: Option<i64>,
    pub result: Option<&'r str>,
    pub because: Option<String>,
    pub readings: Vec<ReadingTold<'r>>,
}

#[derive(Debug, Serialize)]
pub struct ReadingTold<'r> {
    pub reader: &'r str,
    pub result: &'r str,
    pub because: String,
    pub values: Vec<ReadValueTold<'r>>,
    /// What the criterion answers of single lesions.
    pub lesions: Vec<String>,
    /// Of each ranked set, which lesions have a place in it.
    pub sets: Vec<String>,
}

/// A value of the criterion.
#[derive(Debug, Serialize)]
pub struct ReadValueTold<'r> {
    pub name: &'r str,
    pub value: String,
    /// None of what is computed.
    pub by: Option<String>,
    /// Clause, file and line of the row that gave it.
    pub rule: Option<(&'r str, &'r str, usize)>,
}

impl Words {
    pub(super) fn exam_of_number<'r>(&self, results: &'r Results, traced: &ExamTrace<'r>) -> ExamTold<'r> {
        let at = (traced.exam.response.as_str(), traced.exam.exam.as_str());
        self.exam_told(results, at, traced.combined, &traced.readings)
    }

    /// An examination as the criterion of a response reads it.
    pub(super) fn exam_told<'r>(
        &self,
        results: &'r Results,
        (name, exam): (&'r str, &'r str),
        combined: Option<&'r Adjudicated>,
        readings: &[ReadingTrace<'r>],
    ) -> ExamTold<'r> {
        ExamTold {
            exam,
            response: response(results, name),
            day: combined.map(|combined| combined.day),
            result: combined.map(|combined| combined.result.as_deref().unwrap_or(self.trace().not_counted)),
            because: combined.map(|combined| self.combined_reason(results, &combined.because)),
            readings: readings.iter().map(|reading| self.reading_told(results, reading)).collect(),
        }
    }

    fn reading_told<'r>(&self, results: &'r Results, traced: &ReadingTrace<'r>) -> ReadingTold<'r> {
        let reading = traced.reading;
        let because = self.reading_reason(results, &reading.response, &reading.because, answer_of(reading));
        let value = |told: &ToldTrace<'r>| {
            let known = told.value.value.as_ref();
            let by = match &told.value.by {
                By::Computed => None,
                by @ (By::Untold | By::Rule(_)) => Some(self.by(results, by, known)),
            };
            let rule = told.rule.map(|rule| (rule.clause.as_str(), rule.file.as_str(), rule.line));
            ReadValueTold { name: &told.value.name, value: self.known_or_not(known), by, rule }
        };
        ReadingTold {
            reader: &reading.reader,
            result: &reading.result,
            because,
            values: traced.values.iter().map(value).collect(),
            lesions: reading.lesions.iter().map(|lesion| self.lesion_answer(lesion)).collect(),
            sets: reading.places.iter().map(|set| self.places_of_set(set)).collect(),
        }
    }

    /// What a criterion answers of one lesion.
    pub fn lesion_answer(&self, lesion: &crate::results::LesionResponse) -> String {
        let category = lesion.category.as_deref().unwrap_or(self.trace().no_category);
        format!("{} {category}", self.lesion(&lesion.lesion))
    }
}

/// The value of the criterion that is the response.
pub fn answer_of(reading: &Reading) -> Option<&Value> {
    let answer = match &reading.because {
        ReadingReason::Rule { value, .. } => reading.values.iter().find(|v| v.name == *value),
        ReadingReason::NoBaseline | ReadingReason::UnfitBaseline | ReadingReason::NoReading => None,
    };
    answer.and_then(|v| v.value.as_ref())
}
