//! The documents that are referred to: the plan and its criteria, the report, the records, and the papers of the methods.

use super::model::{DocumentReference, PageNameRef, ReferenceDocument};
use super::said;
use crate::report::clause_address;
use crate::results::{ClauseText, Record, Results};
use crate::words::Words;

pub const PDF: &str = "report.pdf";
pub const HTML: &str = "report.html";
const RECORDS: &str = "results.json";
const NAMED: &str = "NamedDestination";

pub struct Documents<'r> {
    clauses: &'r [ClauseText],
    citations: Vec<&'r str>,
}

impl<'r> Documents<'r> {
    /// Those that these numbers refer to.
    pub fn new(results: &'r Results, displayed: &[&'r Record]) -> Documents<'r> {
        let mut citations: Vec<&str> = vec![];
        for method in displayed.iter().filter_map(|record| record.method.as_ref()) {
            if !method.citation.is_empty() && !citations.contains(&method.citation.as_str()) {
                citations.push(&method.citation);
            }
        }
        Documents { clauses: &results.clauses, citations }
    }

    pub fn all(&self, results: &Results, words: &Words) -> Vec<ReferenceDocument> {
        let document = |id: String, name: String, location: Option<&str>| ReferenceDocument {
            id,
            name,
            description: None,
            location: location.map(str::to_string),
        };
        let mut files: Vec<&str> = vec![];
        for clause in self.clauses {
            if !files.contains(&clause.file.as_str()) {
                files.push(&clause.file);
            }
        }
        // The plan's own clauses come first.
        let of_plan = files.iter().enumerate().map(|(i, file)| ReferenceDocument {
            description: (i == 0).then(|| described(results, words)),
            ..document(
                of_file(file),
                (if i == 0 { said::PLAN } else { said::CRITERION }).of(words.language).to_string(),
                Some(file),
            )
        });
        let said = |names: crate::catalogue::Names| names.of(words.language).to_string();
        let written = [(PDF, said::REPORT), (HTML, said::REPORT), (RECORDS, said::RECORDS)];
        let written = written.map(|(file, names)| document(of_file(file), said(names), Some(file)));
        let citations = self.citations.iter().enumerate();
        let citations = citations.map(|(i, citation)| document(of_citation(i), citation.to_string(), None));
        of_plan.chain(written).chain(citations).collect()
    }

    /// A clause where it stands in the plan, and in the report.
    pub fn clause(&self, number: &str) -> Vec<DocumentReference> {
        let Some(clause) = self.clauses.iter().find(|clause| clause.number == number) else { return vec![] };
        let place = |id: String, name: String| DocumentReference {
            reference_document_id: id,
            page_refs: vec![PageNameRef {
                ref_type: NAMED,
                label: format!("{} {}", clause.number, clause.title),
                page_names: vec![name],
            }],
        };
        vec![place(of_file(&clause.file), clause.number.clone()), place(of_file(HTML), clause_address(&clause.number))]
    }

    pub fn citation(&self, citation: &str) -> Option<DocumentReference> {
        let place = self.citations.iter().position(|own| *own == citation)?;
        Some(DocumentReference { reference_document_id: of_citation(place), page_refs: vec![] })
    }

    /// All numbers at full precision.
    pub fn records(&self) -> DocumentReference {
        DocumentReference { reference_document_id: of_file(RECORDS), page_refs: vec![] }
    }
}

/// Title and version of the plan.
fn described(results: &Results, words: &Words) -> String {
    let version = results.study.version().map(|version| format!("{} {version}", words.version));
    [Some(results.study.title.clone()), version].into_iter().flatten().collect::<Vec<_>>().join(", ")
}

fn of_file(file: &str) -> String {
    format!("document.{file}")
}

fn of_citation(place: usize) -> String {
    format!("reference.{}", place + 1)
}
