//! Names, types, units and codes: from the trees of the plan and its criteria to the [`Plan`].
//!
//! The passes run in the order in which meaning depends on meaning, not in the order of the text; each reports what it
//! finds and leaves the mistaken statement out, so that one run names all faults. A statement left out is remembered by
//! its name, and whatever names it is left out in silence: one fault, one message.

mod abbreviations;
mod accept;
mod adjustment;
mod agreement;
mod amendment;
mod analyses;
mod applicability;
mod arms;
mod assume;
mod beside;
mod best_response;
mod cases;
mod categories;
mod censoring;
mod checks;
mod circulation;
mod clock;
mod combine;
mod comparison;
mod compose;
mod confirmation;
mod consistency;
mod constants;
mod coverage;
mod criterion;
mod criterion_head;
mod criterion_rules;
mod dated_back;
mod days;
mod decision;
mod defined;
mod endpoints;
mod entries;
mod estimands;
mod event_endpoints;
mod expression;
mod familiar;
mod families;
mod figures;
mod figures_of_numbers;
mod functions;
mod given;
mod graph;
mod groups;
mod hypothesis;
mod interface;
mod knowledge;
mod landmark;
mod language;
mod late_selection;
mod lesions;
mod like;
mod matching;
mod meeting;
mod mentions;
mod methods;
mod missing;
mod names;
mod naming;
mod nullable;
mod of_each;
mod operators;
mod own_category;
mod pairs;
mod parents;
mod per;
mod populations;
mod questions;
mod report;
mod reporting;
mod response_sets;
mod rows;
mod rows_ranked;
mod sample_size;
mod selected;
mod selectors;
mod start;
mod study;
mod subgroups;
mod table_columns;
mod tables;
mod timepoints;
mod times;
mod trial;
mod unrecorded;
mod walk;
mod written_out;

use super::ir::*;
use super::prose::{self, Lengths};
use super::references::{self, Named, References};
use crate::catalogue::Language;
use crate::diagnostic::{Code, Diagnostic, FileId, Severity, Sources, Span, Spanned, codes};
use crate::syntax::tree;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

pub(crate) use expression::{Place, Scope};
pub(crate) use mentions::every_name;

/// A statement with the clause it stands in.
#[derive(Clone, Copy)]
pub(crate) struct Stated<'a> {
    pub statement: &'a tree::Statement,
    pub clause: ClauseId,
}

/// State of one resolution; the parts of the plan grow pass by pass.
pub(crate) struct Resolver<'a> {
    pub sources: &'a Sources,
    pub diagnostics: Vec<Diagnostic>,
    /// An error was reported in what is being done; see [`Resolver::without_fault`].
    pub faulty: bool,
    /// Statements of the plan, in order.
    pub statements: Vec<Stated<'a>>,
    /// Statements of the plan that could not be written out (`like`).
    pub left_out: Vec<Stated<'a>>,
    /// Criteria by name, each with its statements and the options of its `use`.
    pub criteria: BTreeMap<String, CriterionSource<'a>>,
    /// Names of statements that were left out; naming one is no further fault.
    pub failed: BTreeSet<String>,
    /// Heads of statements that lack their name: what they are called is not known, and not reported as unknown.
    pub nameless: BTreeSet<String>,
    /// Statements a part of which could not be read: what seems missing in them may stand there.
    pub unreadable: Vec<Span>,
    /// The places themselves.
    pub unread: Vec<Span>,
    /// Elements whose options were read; options nobody reads are a fault.
    pub options_read: BTreeSet<Span>,
    /// The document of the criterion that another builds on, by the path of that one's document.
    pub built_on: BTreeMap<String, String>,
    /// What a statement is like, by head and name.
    pub bases: BTreeMap<(String, String), String>,
    pub noted: defined::Noted,
    /// What is understood so far.
    pub plan: Understood,
    pub positions: names::Positions,
    pub told: reporting::Told,
    /// Questions that are put once all that the plan accepts is known.
    pub asked: Vec<questions::Asked>,
    /// The unit of the times of the analysis whose methods are resolved.
    pub times_in: TimeUnit,
    /// Units whose length in days the study says, or of which was told that it does not.
    pub lengths_said: BTreeSet<TimeUnit>,
    /// Of the report, in which labels are printed.
    pub language: Language,
}

pub(crate) struct CriterionSource<'a> {
    pub statements: Vec<Stated<'a>>,
    /// The path after `use`.
    pub path: &'a str,
    /// The options of the plan's `use`.
    pub options: &'a [tree::Item],
    /// Place of the `use`: the plan's, or where only a criterion uses it that criterion's.
    pub span: Span,
}

impl<'a> CriterionSource<'a> {
    /// The document of the criterion itself.
    pub fn file(&self) -> Option<FileId> {
        let head = self.statements.iter().find(|s| s.statement.head.node == "criterion");
        head.map(|s| s.statement.span.file)
    }

    /// The statements of its own document; the others are those of the criterion that it builds on.
    pub fn own(&self) -> impl Iterator<Item = &Stated<'a>> {
        let file = self.file();
        self.statements.iter().filter(move |s| Some(s.statement.span.file) == file)
    }
}

/// Trees of the plan and of the criteria it uses.
pub struct Documents {
    pub plan: Arc<tree::Document>,
    /// The path after `use`, its place, and the criterion's document; a criterion whose document was not found is left
    /// out here and reported by the resolution.
    pub criteria: Vec<(Spanned<String>, Arc<tree::Document>)>,
    /// Places of what could not be read in these documents: what seems missing or unknown because of it is not reported.
    pub unreadable: Vec<Span>,
}

impl Documents {
    /// The plan, then its criteria.
    pub fn all(&self) -> impl Iterator<Item = &tree::Document> {
        let criteria = self.criteria.iter().map(|(_, document)| document);
        [&self.plan].into_iter().chain(criteria).map(AsRef::as_ref)
    }
}

/// What the documents of a plan come to.
pub struct Resolution {
    /// All that could be resolved, whatever the errors.
    pub understood: Arc<Understood>,
    /// Only where no diagnostic is an error and all could be read.
    pub plan: Option<Plan>,
    /// What each name stands for, as far as it was understood.
    pub references: References,
    pub diagnostics: Vec<Diagnostic>,
}

/// Resolves a plan.
///
/// `sources` are the texts of the documents, from which words are quoted as they were written; `kept` is what prose said when it
/// was read before.
pub fn resolve(documents: &Documents, sources: &Sources, kept: &mut prose::Kept) -> Resolution {
    let (plan, faults) = like::expand(&documents.plan, &documents.unreadable);
    let mut resolver = Resolver::new(sources);
    resolver.diagnostics = faults.diagnostics;
    resolver.failed = faults.failed;
    resolver.bases = faults.bases;
    resolver.noted.uses = faults.uses;
    let left_out = faults.left_out;
    let (criteria, faults) = compose::compose(&documents.criteria, &documents.unreadable);
    resolver.diagnostics.extend(faults);
    resolver.take_documents(&plan, &left_out, &documents.criteria, &criteria);
    resolver.note_unreadable(&documents.unreadable);
    resolver.plan.written_out = written_out::written_out(&documents.plan, &plan);
    resolver.run(&documents.plan);
    resolver.check_prose(documents, &plan, kept);
    resolver.finish(documents)
}

impl<'a> Resolver<'a> {
    fn new(sources: &'a Sources) -> Self {
        Resolver {
            sources,
            diagnostics: vec![],
            faulty: false,
            statements: vec![],
            left_out: vec![],
            criteria: BTreeMap::new(),
            failed: BTreeSet::new(),
            nameless: BTreeSet::new(),
            unreadable: vec![],
            unread: vec![],
            built_on: BTreeMap::new(),
            bases: BTreeMap::new(),
            options_read: BTreeSet::new(),
            noted: defined::Noted::default(),
            plan: Understood::default(),
            positions: names::Positions::default(),
            told: reporting::Told::default(),
            asked: vec![],
            times_in: TimeUnit::Days,
            lengths_said: BTreeSet::new(),
            language: Language::default(),
        }
    }

    fn take_documents(
        &mut self,
        plan: &'a tree::Document,
        left_out: &BTreeSet<Span>,
        documents: &'a [(Spanned<String>, Arc<tree::Document>)],
        criteria: &'a [compose::Composed],
    ) {
        let statements = self.gather(plan, "");
        let (left_out, statements) = statements.into_iter().partition(|s| left_out.contains(&s.statement.span));
        (self.left_out, self.statements) = (left_out, statements);
        self.language = language::of_report(&self.statements);
        let mut first_clause = vec![];
        for (path, document) in documents {
            first_clause.push(self.plan.clauses.len());
            self.gather(document, &path.node);
        }
        let stated = |placed: &'a compose::Placed| Stated {
            statement: &placed.statement,
            clause: ClauseId(first_clause[placed.document] + placed.clause),
        };
        for criterion in criteria {
            if let Some(base) = &criterion.base {
                self.note(base.name.span, Named::Criterion, "", &base.name.node);
                self.built_on.insert(criterion.path.node.clone(), base.path.clone());
            }
            let statements = criterion.statements.as_ref().map(|all| all.iter().map(stated).collect());
            self.register_criterion(&criterion.path, statements);
        }
    }

    /// Takes over the clauses of a document and lists its statements.
    fn gather(&mut self, document: &'a tree::Document, prefix: &str) -> Vec<Stated<'a>> {
        let mut found = vec![];
        let name = prefix.rsplit('/').next().unwrap_or("");
        for clause in &document.clauses {
            let id = ClauseId(self.plan.clauses.len());
            self.plan.clauses.push(clause_info(clause, name));
            for block in &clause.blocks {
                if let tree::Block::Plan { statements, .. } = block {
                    found.extend(statements.iter().map(|statement| Stated { statement, clause: id }));
                }
            }
        }
        found
    }

    fn run(&mut self, plan: &tree::Document) {
        self.check_names();
        self.check_uses();
        self.resolve_study();
        self.resolve_tables();
        self.resolve_events();
        self.resolve_time_zero();
        self.resolve_defines();
        self.resolve_column_rules();
        self.resolve_arms();
        self.resolve_populations();
        self.resolve_timepoints();
        self.resolve_checks();
        self.resolve_responses();
        self.resolve_combines();
        self.resolve_agreements();
        self.resolve_lesions();
        self.resolve_intercurrents();
        self.resolve_endpoints();
        self.check_at_risk();
        self.resolve_matchings();
        self.resolve_analyses();
        self.resolve_subgroups();
        self.resolve_families();
        self.resolve_sample_sizes();
        self.resolve_assumptions();
        self.resolve_amendments();
        self.resolve_accepts();
        self.resolve_report();
        self.resolve_circulation();
        self.check_trial(plan);
        self.put_questions();
        self.check_coverage();
    }

    fn finish(mut self, documents: &Documents) -> Resolution {
        self.diagnostics.sort_by_key(|d| d.labels.first().map(|l| (l.span.file, l.span.start)));
        self.plan.meta = documents.plan.meta.iter().map(|(k, v)| (k.node.clone(), v.node.clone())).collect();
        let faultless = self.is_faultless();
        let references = self.references(&documents.criteria);
        let understood = Arc::new(self.plan);
        let whole = (faultless && documents.unreadable.is_empty()).then(|| understood.clone());
        Resolution { plan: whole.and_then(Plan::new), understood, references, diagnostics: self.diagnostics }
    }

    /// What prose and statements say of each other; of a plan with errors nothing is said, as a number may be one of them.
    fn check_prose(&mut self, documents: &Documents, written_out: &tree::Document, kept: &mut prose::Kept) {
        let faultless = self.is_faultless();
        if faultless && documents.unreadable.is_empty() {
            let Settings { month_days: month, year_days: year, .. } = self.plan.settings;
            let found = prose::compare(documents, written_out, Lengths { month, year }, kept);
            self.diagnostics.extend(found);
        }
    }

    /// The statements with this head, in order.
    pub(crate) fn with_head(&self, head: &str) -> Vec<Stated<'a>> {
        self.statements.iter().filter(|s| s.statement.head.node == head).copied().collect()
    }

    /// What the statements with this head come to; one that comes to nothing is remembered as failed, and so is one that is
    /// like it.
    pub(crate) fn resolve_each<T>(
        &mut self,
        head: &str,
        resolve: impl Fn(&mut Self, Stated<'a>) -> Option<T>,
        keep: impl Fn(&mut Self, T),
    ) {
        for stated in self.with_head(head) {
            let name = stated.statement.name.as_ref().map_or(String::new(), |n| n.node.clone());
            let base = self.bases.get(&(head.to_string(), name));
            if base.is_some_and(|b| self.failed.contains(b)) {
                self.fail(stated);
                continue;
            }
            match resolve(self, stated) {
                Some(found) => keep(self, found),
                None => self.fail(stated),
            }
        }
    }

    pub(crate) fn fail(&mut self, stated: Stated<'a>) {
        self.failed.extend(stated.statement.name.as_ref().map(|n| n.node.clone()));
    }

    /// Whether every statement with one of these heads was understood.
    pub(crate) fn intact(&self, heads: &[&str]) -> bool {
        let all = self.statements.iter().chain(&self.left_out);
        let mut stated = all.filter(|s| heads.contains(&s.statement.head.node.as_str()));
        stated.all(|s| s.statement.name.as_ref().is_none_or(|n| !self.failed.contains(&n.node)))
    }
}

fn clause_info(clause: &tree::Clause, document: &str) -> ClauseInfo {
    let number = match (document.is_empty(), clause.number.is_empty()) {
        (true, _) => clause.number.clone(),
        (false, true) => document.to_string(),
        (false, false) => format!("{document} {}", clause.number),
    };
    let paragraphs = clause.blocks.iter().filter_map(|b| match b {
        tree::Block::Paragraph { text, .. } => Some(text.as_str()),
        tree::Block::Plan { .. } => None,
    });
    let text = paragraphs.collect::<Vec<_>>().join("\n\n");
    let formal = clause.blocks.iter().filter_map(|b| match b {
        tree::Block::Paragraph { .. } => None,
        tree::Block::Plan { span, .. } => Some(*span),
    });
    let (formal, title) = (formal.collect(), clause.title.clone());
    ClauseInfo { number, title, mark: clause.mark, text, formal, span: clause.span }
}

impl Default for Settings {
    fn default() -> Self {
        use rust_decimal::Decimal;
        Settings {
            design: None,
            alpha: Decimal::new(5, 2),
            planned_per_arm: None,
            year_days: Decimal::new(36525, 2),
            month_days: Decimal::new(304375, 4),
        }
    }
}
