//! prespec compiles a clinical protocol, written as a Markdown plan with formal clauses, into data checks, analyses and a report.
//!
//! `ARCHITECTURE.md` beside this file has a paragraph for each module.

pub mod analyse;
pub mod catalogue;
pub mod checks;
pub mod cli;
pub mod compile;
pub mod data;
pub mod derive;
pub mod diagnostic;
pub mod file;
pub mod matching;
pub mod methods;
pub mod number;
pub mod plan;
pub mod program;
pub mod report;
pub mod results;
pub mod run;
pub mod stats;
pub mod syntax;
pub mod words;
