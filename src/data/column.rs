//! A typed column: each cell in the form that its type has, and which cells are there.
//!
//! | plan type | form of a cell |
//! |---|---|
//! | yes/no | one byte |
//! | integer, year | 64 bits |
//! | number | 64 bits, in millionths of the unit; the few signs of a detection limit apart |
//! | date | 32 bits, days since 1970-01-01 |
//! | code | the position in the code list, in 16 bits or, of a longer list, 32 |
//! | pseudonym, text, reference | 32 bits, the number of the text |

use super::cell::Cell;
use super::texts::Texts;
use crate::plan::ir::Type;

#[derive(Clone, Debug)]
pub struct Column {
    values: Values,
    /// One bit for each row: its cell is not missing.
    there: Vec<u64>,
    len: usize,
}

#[derive(Clone, Debug)]
enum Values {
    Bool(Vec<bool>),
    Integer(Vec<i64>),
    /// Rows with a sign, ascending, and the sign.
    Number(Vec<i64>, Vec<(u32, char)>),
    Date(Vec<i32>),
    Code(Vec<u16>),
    LongCode(Vec<u32>),
    Text(Vec<u32>),
}

impl Column {
    pub fn new(ty: &Type) -> Self {
        let values = match ty {
            Type::YesNo => Values::Bool(vec![]),
            Type::Integer | Type::Days => Values::Integer(vec![]),
            Type::Number(_) => Values::Number(vec![], vec![]),
            Type::Date => Values::Date(vec![]),
            Type::Code(list) if list.codes.len() <= usize::from(u16::MAX) => Values::Code(vec![]),
            Type::Code(_) => Values::LongCode(vec![]),
            Type::Pseudonym | Type::Text | Type::Real(_) | Type::Reading => Values::Text(vec![]),
        };
        Column { values, there: vec![], len: 0 }
    }

    /// Another cell below the last; a cell of another type than the column's is missing.
    pub fn push(&mut self, cell: Cell<'_>, texts: &mut Texts) {
        let row = self.len as u32;
        let there = match (&mut self.values, cell) {
            (Values::Bool(of), Cell::Bool(b)) => put(of, Some(b)),
            (Values::Integer(of), Cell::Integer(i)) => put(of, Some(i)),
            (Values::Number(of, limits), Cell::Number(n, limit)) => {
                limits.extend(limit.map(|sign| (row, sign)));
                put(of, Some(n))
            }
            (Values::Date(of), Cell::Date(day)) => put(of, Some(day)),
            (Values::Code(of), Cell::Code(code)) => put(of, u16::try_from(code).ok()),
            (Values::LongCode(of), Cell::Code(code)) => put(of, Some(code)),
            (Values::Text(of), Cell::Text(text)) => put(of, Some(texts.number(text))),
            (Values::Bool(of), _) => put(of, None),
            (Values::Integer(of) | Values::Number(of, _), _) => put(of, None),
            (Values::Date(of), _) => put(of, None),
            (Values::Code(of), _) => put(of, None),
            (Values::LongCode(of) | Values::Text(of), _) => put(of, None),
        };
        self.mark(there);
    }

    fn mark(&mut self, there: bool) {
        if self.len.is_multiple_of(64) {
            self.there.push(0);
        }
        if let Some(last) = self.there.last_mut() {
            *last |= u64::from(there) << (self.len % 64);
        }
        self.len += 1;
    }

    fn is_there(&self, row: usize) -> bool {
        row < self.len && self.there[row / 64] >> (row % 64) & 1 == 1
    }

    /// The cell of a row; missing beyond the last.
    pub fn cell<'t>(&self, row: usize, texts: &'t Texts) -> Cell<'t> {
        if !self.is_there(row) {
            return Cell::Missing;
        }
        match &self.values {
            Values::Bool(of) => Cell::Bool(of[row]),
            Values::Integer(of) => Cell::Integer(of[row]),
            Values::Number(of, limits) => {
                let at = limits.binary_search_by_key(&(row as u32), |(row, _)| *row);
                Cell::Number(of[row], at.ok().map(|at| limits[at].1))
            }
            Values::Date(of) => Cell::Date(of[row]),
            Values::Code(of) => Cell::Code(u32::from(of[row])),
            Values::LongCode(of) => Cell::Code(of[row]),
            Values::Text(of) => Cell::Text(texts.get(of[row])),
        }
    }

    /// The number of the text of a row; none where it is missing, or the column is none of texts.
    pub fn text(&self, row: usize) -> Option<u32> {
        match &self.values {
            Values::Text(of) if self.is_there(row) => Some(of[row]),
            _ => None,
        }
    }

    /// The date of a row; none where it is missing, or the column is none of dates.
    pub fn date(&self, row: usize) -> Option<i32> {
        match &self.values {
            Values::Date(of) if self.is_there(row) => Some(of[row]),
            _ => None,
        }
    }

    /// The cells of these rows, in this order.
    pub fn gathered(&self, rows: &[u32]) -> Column {
        let values = match &self.values {
            Values::Bool(of) => Values::Bool(taken(of, rows)),
            Values::Integer(of) => Values::Integer(taken(of, rows)),
            Values::Number(of, limits) => {
                let sign = |(to, row): (usize, &u32)| {
                    let at = limits.binary_search_by_key(row, |(row, _)| *row).ok()?;
                    Some((to as u32, limits[at].1))
                };
                Values::Number(taken(of, rows), rows.iter().enumerate().filter_map(sign).collect())
            }
            Values::Date(of) => Values::Date(taken(of, rows)),
            Values::Code(of) => Values::Code(taken(of, rows)),
            Values::LongCode(of) => Values::LongCode(taken(of, rows)),
            Values::Text(of) => Values::Text(taken(of, rows)),
        };
        let mut column = Column { values, there: vec![], len: 0 };
        rows.iter().for_each(|row| column.mark(self.is_there(*row as usize)));
        column
    }
}

/// What stands in a row without a cell is never read.
fn put<T: Default>(values: &mut Vec<T>, value: Option<T>) -> bool {
    let there = value.is_some();
    values.push(value.unwrap_or_default());
    there
}

fn taken<T: Copy>(values: &[T], rows: &[u32]) -> Vec<T> {
    rows.iter().map(|row| values[*row as usize]).collect()
}
