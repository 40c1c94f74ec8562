//! Rows of another table, found beside a row by their dates.

use super::TableId;
use super::expression::{Change, RowsKind, maybe, one};

/// Rows of a table that does not belong to the row at hand and belongs to what that one does, the nearest such row above: of
/// those, the ones dated so many days from a date of the row at hand. Unknown where that date is.
#[derive(Clone, Debug, PartialEq)]
pub struct Beside<E> {
    pub asked: AskedBeside<E>,
    pub table: TableId,
    /// To whose rows both belong.
    pub common: TableId,
    /// Of `table`: the date at which its rows are known.
    pub date: usize,
    /// In the row at hand.
    pub around: Box<E>,
    /// First and last day after `around`, inclusive; none: without end.
    pub low: Option<i64>,
    pub high: Option<i64>,
    /// A value in every row whose required cells are filled: the resolver proves it.
    pub condition: Option<Box<E>>,
}

#[derive(Clone, Debug, PartialEq)]
pub enum AskedBeside<E> {
    Rows(RowsKind<E>),
    /// The value in one of them; unknown where there is none.
    Value {
        which: Which,
        value: Box<E>,
    },
}

/// One of several rows with dates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    /// In the table's order, which is that of the dates of its rows.
    First,
    Last,
    /// To the date that they are found by. Of two equally near, and of two on one day, the earlier in the table's order, or
    /// the later.
    Nearest {
        earlier: bool,
    },
}

impl Which {
    /// As it is written in a plan.
    pub fn word(self) -> &'static str {
        match self {
            Which::First => "first",
            Which::Last => "last",
            Which::Nearest { .. } => "nearest",
        }
    }
}

impl<E> Beside<E> {
    pub(super) fn try_map<'e, F, X>(&'e self, change: Change<'_, 'e, E, F, X>) -> Result<Beside<F>, X> {
        let Beside { asked, table, common, date, around, low, high, condition } = self;
        let around = one(&**around, change)?;
        let condition = maybe(condition, change)?;
        let asked = match asked {
            AskedBeside::Rows(kind) => AskedBeside::Rows(kind.try_map(change)?),
            AskedBeside::Value { which, value } => AskedBeside::Value { which: *which, value: one(&**value, change)? },
        };
        Ok(Beside { asked, table: *table, common: *common, date: *date, around, low: *low, high: *high, condition })
    }

    /// The expressions in the rows beside.
    pub fn there(&self) -> impl Iterator<Item = &E> {
        self.condition.as_deref().into_iter().chain(self.asked.of())
    }
}

impl<E> AskedBeside<E> {
    /// What is asked of the rows or the row.
    pub fn of(&self) -> Option<&E> {
        match self {
            AskedBeside::Rows(RowsKind::Every(has)) => Some(has),
            AskedBeside::Rows(RowsKind::Any | RowsKind::No | RowsKind::Count) => None,
            AskedBeside::Value { value, .. } => Some(value),
        }
    }
}
