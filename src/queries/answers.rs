//! A list that came back with answers. Whatever stands in it stays a text.

mod archive;
mod delimited;
mod spreadsheet;

use super::number::number_typed;
use super::sheet::{Column, control_typed};
use crate::diagnostic::{Code, codes, visible};
use crate::file::sha256;
use crate::results::Answer;
use crate::words::Words;
use std::collections::BTreeMap;

/// The answers of one file.
#[derive(Clone, Debug, PartialEq)]
pub struct Answers {
    /// As it was named.
    pub file: String,
    /// SHA-256 of its bytes, hexadecimal.
    pub sha256: String,
    /// In the order of the file; to a query one at most.
    pub given: Vec<Answer>,
}

/// Why a file gives no answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoAnswers {
    /// No line of it has the heads of a list.
    NoList,
    /// It is no spreadsheet that can be read.
    Unreadable(String),
    /// It unpacks to more than a list can be.
    TooLarge,
    /// Two lines answer one query otherwise.
    Twice { number: String, rows: (usize, usize) },
}

impl NoAnswers {
    pub fn code(&self) -> Code {
        match self {
            NoAnswers::NoList | NoAnswers::Unreadable(_) => codes::NO_ANSWERS,
            NoAnswers::TooLarge => codes::ANSWERS_TOO_LARGE,
            NoAnswers::Twice { .. } => codes::ANSWERED_TWICE,
        }
    }
}

impl std::fmt::Display for NoAnswers {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            NoAnswers::NoList => {
                write!(f, "no line has the heads of a list of queries, its number and its answer among them")
            }
            NoAnswers::Unreadable(why) => write!(f, "it cannot be read as a spreadsheet: {}", visible(why)),
            NoAnswers::TooLarge => write!(f, "it is larger, or unpacks to more, than any list of queries"),
            NoAnswers::Twice { number, rows: (first, second) } => {
                write!(f, "{number} is answered in row {first} and otherwise in row {second}")
            }
        }
    }
}

/// Bytes of a file, and of all that it unpacks to.
pub const MOST_BYTES: u64 = 128 << 20;
/// Of a line and of a sheet; a list has not so many.
const MOST_COLUMNS: usize = 256;
const MOST_ROWS: usize = 1 << 20;
/// Lines above the heads that somebody may have put there.
const MOST_ABOVE: usize = 20;

/// The lines of a sheet or file, each with its number.
type Rows = Vec<Row>;

/// Its place in the file, and its cells.
type Row = (usize, Vec<String>);

/// The answers in a spreadsheet or in delimited text, which is told by the bytes.
pub fn read(name: &str, bytes: &[u8]) -> Result<Answers, NoAnswers> {
    if bytes.len() as u64 > MOST_BYTES {
        return Err(NoAnswers::TooLarge);
    }
    let sheets = match bytes.starts_with(archive::BEGINS) {
        true => {
            archive::measure(bytes, MOST_BYTES)?;
            spreadsheet::sheets(bytes)?
        }
        false => vec![delimited::rows(bytes)?],
    };
    let (heads, rows) = sheets.iter().find_map(|rows| with_heads(rows)).ok_or(NoAnswers::NoList)?;
    let mut given: Vec<Answer> = vec![];
    let mut known: BTreeMap<String, usize> = BTreeMap::new();
    for answer in rows.iter().filter_map(|(row, cells)| answer(name, *row, cells, &heads)) {
        match known.get(&answer.number).and_then(|place| given.get(*place)) {
            Some(first) if (first.kind, &first.text) == (answer.kind, &answer.text) => {}
            Some(first) => return Err(NoAnswers::Twice { rows: (first.row, answer.row), number: answer.number }),
            None => {
                known.insert(answer.number.clone(), given.len());
                given.push(answer);
            }
        }
    }
    Ok(Answers { file: name.to_string(), sha256: sha256(bytes), given })
}

/// What each column of a sheet holds, as far as its head says so.
type Heads = Vec<Option<Column>>;

/// The columns of the first line that has the heads of a list, and the lines below it.
fn with_heads(rows: &[Row]) -> Option<(Heads, &[Row])> {
    let heads = |cells: &Vec<String>| -> Heads { cells.iter().map(|cell| Column::of_head(cell)).collect() };
    let (place, heads) = rows.iter().take(MOST_ABOVE).enumerate().find_map(|(place, (_, cells))| {
        let heads = heads(cells);
        let whole = [Column::Number, Column::Answer].iter().all(|column| heads.contains(&Some(*column)));
        whole.then_some((place, heads))
    })?;
    Some((heads, rows.get(place + 1..)?))
}

/// None where nobody has answered.
fn answer(file: &str, row: usize, cells: &[String], heads: &[Option<Column>]) -> Option<Answer> {
    let cell = |column: Column| {
        let place = heads.iter().position(|head| *head == Some(column));
        place.and_then(|place| cells.get(place)).map_or("", |cell| cell.trim()).to_string()
    };
    let (number, kind, text) = (cell(Column::Number), cell(Column::Answer), cell(Column::Text));
    if number.is_empty() || kind.is_empty() && text.is_empty() {
        return None;
    }
    let known = Words::answer_kind_of(&kind);
    // A word that is no answer is not lost: it stands before what was remarked.
    let unread = Some(kind).filter(|kind| known.is_none() && !kind.is_empty());
    let text = unread.into_iter().chain(Some(text).filter(|text| !text.is_empty())).collect::<Vec<_>>().join("; ");
    Some(Answer {
        number: number_typed(&number).unwrap_or(number),
        control: control_typed(&cell(Column::Control)),
        kind: known,
        text,
        by: cell(Column::By),
        on: cell(Column::On),
        file: file.to_string(),
        row,
        about: Column::ABOUT.map(cell).to_vec(),
    })
}
