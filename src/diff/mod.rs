//! What differs between two plans, or two runs, and why.

pub mod causes;
mod clauses;
pub mod lines;
pub mod meaning;
pub mod page;
pub mod patients;
pub mod plans;
mod reach;
pub mod rows;
pub mod runs;
pub mod telling;
pub mod telling_brief;
pub mod telling_runs;
pub mod text;
mod words;
pub mod written;

pub use clauses::{ClauseChanged, ClauseName, MarkWord, Moved, ProseChanged};
