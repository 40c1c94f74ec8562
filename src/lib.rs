//! prespec compiles a clinical protocol, written as a Markdown plan with formal clauses, into data checks, analyses and a report.
//!
//! `ARCHITECTURE.md` beside this file has a paragraph for each module.

// The front end: from texts to a typed plan, its program and its binding. It builds alone, without the feature `engine`.
pub mod binding;
pub mod calendar;
pub mod catalogue;
pub mod compile;
pub mod diagnostic;
pub mod file;
#[cfg(feature = "lsp")]
pub mod lsp;
pub mod number;
pub mod plan;
pub mod program;
pub mod syntax;

// What runs a plan: data, statistics, results, report, command line.
#[cfg(feature = "engine")]
pub mod analyse;
#[cfg(feature = "engine")]
pub mod checks;
#[cfg(feature = "engine")]
pub mod circulate;
#[cfg(feature = "engine")]
pub mod cli;
#[cfg(feature = "engine")]
pub mod data;
#[cfg(feature = "engine")]
pub mod derive;
#[cfg(feature = "engine")]
pub mod diff;
#[cfg(feature = "engine")]
pub mod document;
#[cfg(feature = "engine")]
pub mod manual;
#[cfg(feature = "engine")]
pub mod matching;
#[cfg(feature = "engine")]
pub mod methods;
#[cfg(feature = "engine")]
pub mod queries;
#[cfg(feature = "engine")]
pub mod report;
#[cfg(feature = "engine")]
pub mod reproduce;
#[cfg(feature = "engine")]
pub mod results;
#[cfg(feature = "engine")]
pub mod run;
#[cfg(feature = "engine")]
pub mod simulate;
#[cfg(feature = "engine")]
pub mod standards;
#[cfg(feature = "engine")]
pub mod stats;
#[cfg(feature = "engine")]
pub mod study;
#[cfg(feature = "engine")]
pub mod words;
