//! What is told of a number, a clause, a patient and a finding, in the words of a language: the one source of what the page for a
//! browser and `trace` say. Whoever shows it lays it out.

mod behind;
mod clause;
mod number;
mod patient;
mod reading;

pub use behind::{BehindTold, ListTold, SettledTold};
pub use clause::{ClauseState, ClauseTold, GroupTold, LineTold, MadeTold, WrittenTold, states};
pub use number::{MethodTold, NumberTold, OptionTold, ResultTold, StepTold, TableTold};
pub use patient::{MomentTold, Named, PatientTold, ValueTold, response};
pub use reading::{ExamTold, ReadValueTold, ReadingTold, answer_of};

use super::Words;
use crate::results::{Found, Results};
use serde::Serialize;

/// One thing of these results with all that is known of it.
#[derive(Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Told<'r> {
    Result(Box<ResultTold<'r>>),
    Clause(Box<ClauseTold<'r>>),
    Patient(Box<PatientTold<'r>>),
}

/// One thing that was found in the data.
#[derive(Debug, Serialize)]
pub struct FoundTold<'r> {
    pub code: &'r str,
    pub rule: &'r str,
    pub severity: String,
    pub patient: Option<&'r str>,
    pub file: &'r str,
    pub line: Option<u32>,
    pub column: Option<&'r str>,
    pub found: &'r str,
    pub expected: &'r str,
    pub clause: &'r str,
}

impl FoundTold<'_> {
    /// `patients.csv:28, child_pugh`.
    pub fn place(&self) -> String {
        let line = self.line.map_or_else(String::new, |line| format!(":{line}"));
        let column = self.column.map_or_else(String::new, |column| format!(", {column}"));
        format!("{}{line}{column}", self.file)
    }
}

impl Words {
    pub fn found<'r>(&self, found: &'r Found) -> FoundTold<'r> {
        FoundTold {
            code: &found.code,
            rule: self.finding_rule(&found.rule),
            severity: self.severity(found.severity),
            patient: found.patient.as_deref(),
            file: &found.file,
            line: found.line,
            column: found.column.as_deref(),
            found: &found.found,
            expected: &found.expected,
            clause: &found.clause,
        }
    }
}

/// What people call an arm; what stands for none.
fn arm<'r>(words: &Words, results: &'r Results, name: Option<&'r str>) -> &'r str {
    let Some(name) = name else { return words.trace().no_arm };
    results.arms.iter().find(|arm| arm.name == name).map_or(name, |arm| arm.label.as_str())
}

/// Labels behind each other, each once.
fn joined<'t>(parts: impl Iterator<Item = &'t str>) -> String {
    let mut said: Vec<&str> = vec![];
    for part in parts.filter(|part| !part.is_empty()) {
        if !said.contains(&part) {
            said.push(part);
        }
    }
    said.join(" · ")
}
