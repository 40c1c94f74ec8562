//! The plan as steps: relational ones over tables, and the fold that runs a criterion over a patient's examinations.

pub mod digest;
pub mod dump;
pub mod evaluate;
pub mod expression;
pub mod flat;
pub mod fold;
pub mod invariants;
pub mod lower;
pub mod step;
pub mod value;

pub use dump::dump;
pub use lower::lower;
pub use step::{Operation, Program, Step, StepId};
