//! `queries`: the list that a data manager is sent, and what came of the answers to the last one.

use super::progress::Progress;
use super::{CLEAN, done, failed};
use crate::catalogue::Language;
use crate::results::{Answer, QueryList, QueryState};
use crate::run::queries::{Wanted, queries as write_queries};
use std::path::PathBuf;

#[derive(clap::Args)]
pub(super) struct Asked {
    /// Folder with the findings of the run
    #[arg(value_name = "RUN")]
    run: PathBuf,
    /// Write the list into this file, which ends in .xlsx or .csv
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// Language of the list, en or fr; that of the report, if not given
    #[arg(long, value_name = "LANGUAGE", value_parser = language)]
    language: Option<Language>,
    /// A list that came back with answers, xlsx or CSV; may be given again, the latest last
    #[arg(long, value_name = "FILE")]
    answers: Vec<PathBuf>,
    /// Write the list although its file is there
    #[arg(long)]
    replace: bool,
}

fn language(code: &str) -> Result<Language, String> {
    let known: Vec<&str> = Language::ALL.iter().map(|language| language.code()).collect();
    Language::named(code).ok_or_else(|| format!("a list is written in: {}", known.join(", ")))
}

pub(super) fn queries(asked: &Asked) -> u8 {
    let Asked { run, out, language, answers, replace } = asked;
    let wanted = Wanted { out: out.clone(), language: *language, answers: answers.clone(), replace: *replace };
    let progress = Progress::new();
    let list = write_queries(run, &wanted, &|step| progress.tell(step));
    progress.end();
    match list {
        Ok(list) => {
            told(&list, asked).iter().for_each(|line| {
                done(&format!("{line}\n"));
            });
            CLEAN
        }
        Err(error) => failed(&error),
    }
}

fn told(list: &QueryList, asked: &Asked) -> Vec<String> {
    let findings: usize = list
        .queries
        .iter()
        .flat_map(|query| query.consequences.iter().chain([&query.root]))
        .map(|one| one.findings.len())
        .sum();
    let (open, closed): (Vec<_>, Vec<_>) = list.queries.iter().partition(|query| !query.root.state.is_closed());
    let of = |state| open.iter().filter(|query| query.root.state == state).count();
    let mut lines = vec![format!(
        "{} on {} in {}",
        count(open.len() + closed.len(), "query", "queries"),
        count(findings, "finding", "findings"),
        asked.out.display()
    )];
    if !asked.answers.is_empty() {
        let (new, repeated, changed) = (of(QueryState::New), of(QueryState::Repeated), of(QueryState::Changed));
        lines.push(format!("{new} new, {repeated} repeated, {changed} about a value that has changed"));
        lines.push(format!("closed: {} answered, {} no longer found", closed.len(), list.gone.len()));
    }
    lines.extend(list.unknown.iter().map(unknown));
    lines.push("the list has pseudonyms and values of patients: it is for those who may see the data".to_string());
    lines
}

fn unknown(answer: &Answer) -> String {
    format!("{}, row {}: no query of this study has the number `{}`", answer.file, answer.row, answer.number)
}

fn count(n: usize, one: &str, many: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { many })
}
