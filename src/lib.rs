//! prespec compiles a clinical protocol, written as a Markdown plan with formal clauses, into data checks, analyses and a report.

pub mod checks;
pub mod data;
pub mod derive;
pub mod diagnostic;
pub mod plan;
pub mod results;
