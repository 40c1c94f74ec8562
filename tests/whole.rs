//! prespec from outside: runs of whole studies, their files, their report.

mod amendments;
mod cli;
mod determinism;
mod diff;
mod document;
mod every_plan;
mod export;
mod files;
mod habits;
mod killed;
mod lock;
mod machine;
mod new;
mod provenance;
mod queries;
mod rehearse;
mod repeated;
mod report;
mod report_words;
mod reproduce;
mod ro_crate;
mod run;
mod runs_compared;
mod sentences;
mod simulate;
mod study;
