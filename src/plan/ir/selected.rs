//! Which of the rows below one is taken, or what is made of all of them.

use super::expression::{Change, one};

/// Of the rows that satisfy a condition; unknown where there is none, and where one may be among them of which that cannot be told
/// and the answer would be another with it.
#[derive(Clone, Debug, PartialEq)]
pub enum Taken<E> {
    /// In the table's order, which is that of the dates of its rows (within the row they belong to).
    First,
    Last,
    /// There is one at most: the condition fixes what tells the rows of one row apart, which the resolver proves.
    Only,
    /// By its date, a column of its table, to a date of the row at hand. Of two equally near, and of two on one day, the earlier
    /// in the table's order, or the later.
    Nearest {
        date: usize,
        to: Box<E>,
        earlier: bool,
    },
    /// Of all of them; unknown where one of the values is.
    All(OfAll),
}

impl<E> Taken<E> {
    /// The earliest of them, or the smallest.
    pub fn is_first(&self) -> bool {
        matches!(self, Taken::First | Taken::All(OfAll::Smallest))
    }

    /// The latest of them, or the largest, which a later row would move.
    pub fn is_last(&self) -> bool {
        matches!(self, Taken::Last | Taken::All(OfAll::Largest))
    }
}

/// What is made of several values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OfAll {
    Smallest,
    Largest,
    Sum,
    Mean,
    /// The one in the middle, and of an even number the mean of the two in the middle.
    Median,
}

impl OfAll {
    /// As it is written in a plan.
    pub fn word(self) -> &'static str {
        match self {
            OfAll::Smallest => "min",
            OfAll::Largest => "max",
            OfAll::Sum => "sum",
            OfAll::Mean => "mean",
            OfAll::Median => "median",
        }
    }
}

impl<E> Taken<E> {
    pub(super) fn try_map<'e, F, X>(&'e self, change: Change<'_, 'e, E, F, X>) -> Result<Taken<F>, X> {
        Ok(match self {
            Taken::First => Taken::First,
            Taken::Last => Taken::Last,
            Taken::Only => Taken::Only,
            Taken::Nearest { date, to, earlier } => {
                Taken::Nearest { date: *date, to: one(&**to, change)?, earlier: *earlier }
            }
            Taken::All(how) => Taken::All(*how),
        })
    }

    /// What is read in the row at hand.
    pub fn here(&self) -> Option<&E> {
        match self {
            Taken::Nearest { to, .. } => Some(to),
            Taken::First | Taken::Last | Taken::Only | Taken::All(_) => None,
        }
    }

    /// As it is written in a plan; nothing where the row needs no word.
    pub fn word(&self) -> &'static str {
        match self {
            Taken::First => "first",
            Taken::Last => "last",
            Taken::Only => "",
            Taken::Nearest { .. } => "nearest",
            Taken::All(how) => how.word(),
        }
    }
}
