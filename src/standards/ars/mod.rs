//! The CDISC Analysis Results Standard, version 1.0: what the report displays as the results of operations.
//!
//! A method of the catalogue with its options is a method, and each statistic an operation of it. An analysis is what one statement
//! gives of an endpoint, a criterion, a timepoint, a population and a method. Whom and what a number is of besides are its groups.
//! Invariant: each displayed number is one result of one analysis.

mod analyses;
mod documents;
mod groupings;
mod methods;
mod model;
mod outputs;
mod purposes;
mod said;

use crate::report::displays;
use crate::results::{Record, Results, Role};
use crate::words::{Words, fill};
use documents::Documents;
use model::ReportingEvent;
use outputs::Shown;
use std::collections::BTreeSet;

/// The bytes of `ars.json`. The same results give the same bytes.
pub fn write(results: &Results) -> Result<Vec<u8>, serde_json::Error> {
    let mut bytes = serde_json::to_vec_pretty(&reporting_event(results))?;
    bytes.push(b'\n');
    Ok(bytes)
}

fn reporting_event(results: &Results) -> ReportingEvent {
    let words = Words::of(results.report.language);
    let displays = displays::displays(results);
    let shown: BTreeSet<&str> =
        displays.iter().flat_map(|display| display.records.iter().map(String::as_str)).collect();
    let displayed: Vec<&Record> = results.records.iter().filter(|record| shown.contains(record.id.as_str())).collect();
    let documents = Documents::new(results, &displayed);
    let mut made = analyses::made(results, words, &documents, &displayed);
    let shown = Shown::new(&displays, &made.analysis_of);
    shown.categorise(&mut made.analyses);
    let roles: Vec<Role> = displayed.iter().map(|record| record.role).collect();
    let study = &results.study;
    let description = fill(
        said::MADE_BY.of(words.language),
        &[
            ("engine", &study.engine),
            ("date", &study.cut_off),
            ("plan", &study.plan_digest),
            ("data", &study.data_digest),
        ],
    );
    ReportingEvent {
        id: study.name.clone(),
        name: study.title.clone(),
        description,
        main_list_of_contents: shown.analyses_list(words, &made.analyses),
        other_lists_of_contents: vec![shown.outputs_list(words)],
        reference_documents: documents.all(results, words),
        terminology_extensions: purposes::extensions(&roles, words.language),
        analysis_output_categorizations: vec![shown.categories(words)],
        analysis_sets: analyses::sets(results),
        data_subsets: made.subsets,
        analysis_groupings: made.groupings.factors(),
        methods: made.methods.all(words, &documents),
        outputs: shown.outputs(results, words),
        analyses: made.analyses,
    }
}

/// The identifier, or where it is taken, the first of those numbered from 2 that is not.
fn unused(first: String, taken: impl Fn(&str) -> bool) -> String {
    if !taken(&first) {
        return first;
    }
    let numbered = (2..).map(|n| format!("{first}_{n}"));
    numbered.into_iter().find(|id| !taken(id)).unwrap_or(first)
}
