//! A list as lines of cells, the same for every form of file, and the columns by which one that came back is read.

use crate::catalogue::Language;
use crate::results::{Answer, Asked, Control, QueryList};
use crate::words::Words;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Column {
    Number,
    FollowsFrom,
    State,
    Severity,
    Patient,
    File,
    Row,
    /// The column of the table that is asked about.
    OfTable,
    Stands,
    Expected,
    Reference,
    Answer,
    Text,
    By,
    On,
    Previous,
    Control,
}

impl Column {
    pub const ALL: [Column; 17] = [
        Column::Number,
        Column::FollowsFrom,
        Column::State,
        Column::Severity,
        Column::Patient,
        Column::File,
        Column::Row,
        Column::OfTable,
        Column::Stands,
        Column::Expected,
        Column::Reference,
        Column::Answer,
        Column::Text,
        Column::By,
        Column::On,
        Column::Previous,
        Column::Control,
    ];
    /// Of a line that came back, what says where the question stood.
    pub const ABOUT: [Column; 4] = [Column::Patient, Column::File, Column::Row, Column::OfTable];

    pub fn head(self, words: &Words) -> &'static str {
        let words = words.queries();
        match self {
            Column::Number => words.number,
            Column::FollowsFrom => words.follows_from,
            Column::State => words.state,
            Column::Severity => words.severity,
            Column::Patient => words.patient,
            Column::File => words.file,
            Column::Row => words.row,
            Column::OfTable => words.column,
            Column::Stands => words.stands,
            Column::Expected => words.expected,
            Column::Reference => words.reference,
            Column::Answer => words.answer,
            Column::Text => words.text,
            Column::By => words.by,
            Column::On => words.on,
            Column::Previous => words.previous,
            Column::Control => words.control,
        }
    }

    /// The column of a head in any language.
    pub fn of_head(text: &str) -> Option<Column> {
        let is = |column: &&Column| Language::ALL.iter().any(|of| column.head(Words::of(*of)) == text.trim());
        Column::ALL.iter().find(is).copied()
    }

    /// Letters of its width on paper.
    pub fn width(self) -> u16 {
        match self {
            Column::Row => 8,
            Column::Patient | Column::Severity | Column::On => 13,
            Column::Number | Column::FollowsFrom | Column::Reference | Column::By | Column::Control => 17,
            Column::State | Column::File | Column::OfTable | Column::Answer => 20,
            Column::Stands | Column::Text | Column::Previous => 30,
            Column::Expected => 50,
        }
    }
}

/// One line of the list.
pub struct Line {
    /// It follows from the line before it that does not.
    pub follows: bool,
    /// Somebody is to answer it.
    pub open: bool,
    /// By [`Column::ALL`].
    pub cells: Vec<String>,
}

impl Line {
    pub fn cell(&self, column: Column) -> &str {
        let place = Column::ALL.iter().position(|of| *of == column);
        place.and_then(|place| self.cells.get(place)).map_or("", String::as_str)
    }
}

/// What is asked with what follows from it, then what is closed, and what nobody asked.
pub fn lines(list: &QueryList, words: &Words) -> Vec<Line> {
    let mut lines = vec![];
    for query in &list.queries {
        lines.push(asked(&query.root, None, words));
        lines.extend(query.consequences.iter().map(|one| asked(one, Some(&query.root.number), words)));
    }
    let closed = list.gone.iter().map(|answer| answered(answer, words.queries().closed_gone, words));
    let unknown = list.unknown.iter().map(|answer| answered(answer, words.queries().number_unknown, words));
    lines.extend(closed.chain(unknown));
    lines
}

fn asked(asked: &Asked, follows_from: Option<&str>, words: &Words) -> Line {
    let rows: Vec<String> = asked.rows.iter().map(ToString::to_string).collect();
    let cell = |column: Column| match column {
        Column::Number => asked.number.clone(),
        Column::FollowsFrom => follows_from.unwrap_or_default().to_string(),
        Column::State => words.query_state(asked.state).to_string(),
        Column::Severity => words.severity(asked.severity),
        Column::Patient => asked.patient.clone().unwrap_or_default(),
        Column::File => asked.file.clone(),
        Column::Row => rows.join(", "),
        Column::OfTable => asked.column.clone().unwrap_or_default(),
        Column::Stands => words.stands(&asked.stands),
        Column::Expected => words.expected(&asked.expected),
        Column::Reference => words.query_reference(asked),
        Column::Answer | Column::Text | Column::By | Column::On => String::new(),
        Column::Previous => asked.answer.as_ref().map_or_else(String::new, |answer| words.answer_given(answer)),
        Column::Control => control(&asked.control),
    };
    let cells = Column::ALL.into_iter().map(cell).collect();
    Line { follows: follows_from.is_some(), open: !asked.state.is_closed(), cells }
}

fn answered(answer: &Answer, state: &str, words: &Words) -> Line {
    let about = |column: Column| {
        let place = Column::ABOUT.iter().position(|of| *of == column);
        place.and_then(|place| answer.about.get(place)).cloned().unwrap_or_default()
    };
    let cell = |column: Column| match column {
        Column::Number => answer.number.clone(),
        Column::State => state.to_string(),
        Column::Patient | Column::File | Column::Row | Column::OfTable => about(column),
        Column::Previous => words.answer_given(answer),
        Column::Control => answer.control.as_ref().map_or_else(String::new, control),
        Column::FollowsFrom
        | Column::Severity
        | Column::Stands
        | Column::Expected
        | Column::Reference
        | Column::Answer
        | Column::Text
        | Column::By
        | Column::On => String::new(),
    };
    Line { follows: false, open: false, cells: Column::ALL.into_iter().map(cell).collect() }
}

/// `ktmb-bcdfghjk`.
fn control(control: &Control) -> String {
    format!("{}-{}", control.of_number, control.of_value)
}

pub fn control_typed(text: &str) -> Option<Control> {
    let (of_number, of_value) = text.trim().split_once('-')?;
    let letters = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_lowercase());
    let whole = letters(of_number) && letters(of_value);
    whole.then(|| Control { of_number: of_number.to_string(), of_value: of_value.to_string() })
}
