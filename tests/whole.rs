//! prespec from outside: runs of whole studies, their files, their report.

mod cli;
mod determinism;
mod diff;
mod files;
mod provenance;
mod repeated;
mod report;
mod report_words;
mod reproduce;
mod ro_crate;
mod run;
mod sentences;
mod study;
