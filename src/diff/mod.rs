//! What differs between two plans, or two runs, and why.

mod clauses;
pub mod lines;
pub mod page;
pub mod plans;
mod reach;
pub mod telling;
pub mod text;
mod words;
pub mod written;

pub use clauses::{ClauseChanged, ClauseName, MarkWord, Moved, ProseChanged};
