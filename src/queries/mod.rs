//! From what was found in the data to the list that a data manager is sent, and what came of the answers to the last one.
//!
//! Each finding stands in exactly one query. Which follows from which is told by the columns that rules read, in rows that
//! belong together, and by no wording. An answer changes no data and no number.

mod answers;
mod delimited;
mod expected;
mod fold;
mod number;
mod place;
pub mod reads;
mod sheet;
mod state;
mod xlsx;

pub use answers::{Answers, MOST_BYTES, NoAnswers, read};
pub use state::answered;

use crate::catalogue::Language;
use crate::checks::Found;
use crate::data::Read;
use crate::plan::ir::Plan;
use crate::results::{Query, QueryList};
use crate::words::Words;

/// The queries that these findings come to, all of them new: first what blocks, then in the order of the findings.
pub fn queries(plan: &Plan, read: &Read, found: &[Found]) -> Vec<Query> {
    let about = place::About::new(plan, read, found);
    let folded = fold::folded(&about);
    let mut queries: Vec<Query> = folded.iter().map(|group| group.query(&about)).collect();
    queries.sort_by_key(|query| query.root.severity);
    queries
}

/// What a list can be written as, by the ending of its file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    Xlsx,
    Csv,
}

impl Form {
    const ALL: [(Form, &'static str); 2] = [(Form::Xlsx, "xlsx"), (Form::Csv, "csv")];

    pub fn of_ending(ending: &str) -> Option<Form> {
        let named = Form::ALL.iter().find(|(_, known)| known.eq_ignore_ascii_case(ending));
        named.map(|(form, _)| *form)
    }
}

/// The bytes of a list; a fault of what writes it in its words.
pub fn write(list: &QueryList, language: Language, form: Form) -> Result<Vec<u8>, String> {
    let words = Words::of(language);
    let lines = sheet::lines(list, words);
    match form {
        Form::Xlsx => xlsx::write(&lines, words).map_err(|e| e.to_string()),
        Form::Csv => delimited::write(&lines, words).map_err(|e| e.to_string()),
    }
}
