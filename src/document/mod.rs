//! The plan as a document: what a statistician signs. It is made of the plan alone, before there are data;
//! where a binding stands beside it, what nothing reads of the files it names is listed.
//!
//! Each file makes one part as blocks of a report's document; what the report of a run would hold comes from the results of a
//! run without patients, in which no number is.

mod assumptions;
mod checklists;
mod columns;
mod cover;
mod estimand;
mod methods;
mod model;
mod planned;
mod proof;
mod shells;
mod statements;
mod terms;
mod trial;

use crate::catalogue::{Language, Names};
use crate::compile::Compiled;
use crate::plan::ir::{MatchingId, Plan, PopulationId, PopulationSource};
use crate::report::document::{Block, Document, Section, Span};
use crate::report::figure::letters::Even;
use crate::report::select::Book;
use crate::report::{Contents, printed};
use crate::results::Results;
use crate::results::record::LastSeal;
use crate::run::RunError;
use crate::run::columns::FileColumns;
use crate::run::unfilled::unfilled;
use crate::words::Words;
use std::collections::BTreeMap;

const KIND: Names = Names { en: "Statistical analysis plan", fr: "Plan d’analyse statistique" };

/// What the parts of the document are made from.
struct Signed<'a> {
    plan: &'a Plan,
    compiled: &'a Compiled,
    results: &'a Results,
    book: &'a Book<'a>,
    /// None of a plan that was never sealed.
    seal: Option<&'a LastSeal>,
    /// None where no binding stands beside the plan.
    files: &'a [FileColumns],
}

impl Signed<'_> {
    fn language(&self) -> Language {
        self.results.report.language
    }

    fn said(&self, names: Names) -> &'static str {
        names.of(self.language())
    }

    /// The matching whose pairs a population is of, itself or through others.
    fn matching_of(&self, population: PopulationId) -> Option<MatchingId> {
        match &self.plan.populations[population.0].of {
            PopulationSource::Pairs(matching) => Some(*matching),
            PopulationSource::Population(of) | PopulationSource::AtRisk { of, .. } => self.matching_of(*of),
            PopulationSource::AllPatients => None,
        }
    }
}

/// The document of a plan without errors, with what nothing reads of the files that are bound. The same plan with the same seal
/// and the same files gives the same document.
pub fn document(
    plan: &Plan,
    compiled: &Compiled,
    seal: Option<&LastSeal>,
    files: &[FileColumns],
) -> Result<Document, RunError> {
    let results = unfilled(plan, compiled)?;
    let book = Book::new(&results, Words::of(results.report.language), &Even);
    let signed = Signed { plan, compiled, results: &results, book: &book, seal, files };
    let sections = BTreeMap::from([
        (Section::Statements, statements::section(&signed)),
        (Section::Assumptions, assumptions::section(&signed).into_iter().chain(planned::section(&signed)).collect()),
        (Section::Methods, methods::section(&signed)),
        (Section::Proof, proof::section(&signed).into_iter().chain(columns::section(&signed)).collect()),
        (Section::Trial, trial::section(&signed)),
        (Section::Terms, terms::section(&signed)),
        (Section::Shells, shells::section(&signed)),
        (Section::Checklists, checklists::section(&signed)?),
    ]);
    Ok(printed(&results, Contents { kind: signed.said(KIND), cover: cover::blocks(&signed), sections }))
}

fn heading(level: usize, title: &str, new_page: bool) -> Block {
    Block::Heading { level, text: vec![Span::new(title)], new_page, listed: level < 3 }
}
