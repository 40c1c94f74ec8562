//! Names, types, units and codes: from the trees of the plan and its criteria to the [`Plan`].
//!
//! The passes run in the order in which meaning depends on meaning, not in the order of the text; each reports what it
//! finds and leaves the mistaken statement out, so that one run names all faults.

mod accept;
mod analyses;
mod arms;
mod cases;
mod combine;
mod coverage;
mod criterion;
mod criterion_rules;
mod decision;
mod endpoints;
mod entries;
mod expression;
mod knowledge;
mod matching;
mod names;
mod nullable;
mod operators;
mod populations;
mod selectors;
mod study;
mod tables;
mod timepoints;

use super::ir::*;
use crate::diagnostic::{Code, Diagnostic, Severity, Sources, Span, Spanned, codes};
use crate::syntax::tree;
use std::collections::BTreeMap;

pub(crate) use expression::{Place, Scope};

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
    /// Statements of the plan, in order.
    pub statements: Vec<Stated<'a>>,
    /// Criteria by name, each with its statements and the options of its `use`.
    pub criteria: BTreeMap<String, CriterionSource<'a>>,
    pub clauses: Vec<ClauseInfo>,
    pub settings: Settings,
    pub study: Option<Header>,
    pub tables: Vec<Table>,
    pub defines: Vec<Define>,
    pub events: Vec<Event>,
    /// Names of all events, also of those not resolved yet.
    pub event_names: Vec<String>,
    pub time_zero: Option<TimeZero>,
    pub arms: Option<Arms>,
    pub population_names: Vec<String>,
    pub populations: Vec<Population>,
    pub matching_names: Vec<String>,
    pub matchings: Vec<Matching>,
    pub timepoints: Vec<Timepoints>,
    pub responses: Vec<Response>,
    pub combines: Vec<Combine>,
    pub intercurrents: Vec<Intercurrent>,
    pub endpoints: Vec<Endpoint>,
    pub analyses: Vec<Analysis>,
    pub checks: Vec<Check>,
    pub accepts: Vec<Accept>,
}

pub(crate) struct CriterionSource<'a> {
    pub statements: Vec<Stated<'a>>,
    pub options: &'a [tree::Item],
    /// Place of the `use`.
    pub span: Span,
}

/// Trees of the plan and of the criteria it uses.
pub struct Documents {
    pub plan: tree::Document,
    /// The path after `use`, its place, and the criterion's document.
    pub criteria: Vec<(Spanned<String>, tree::Document)>,
}

/// Resolves a plan. The plan comes out only when no diagnostic is an error.
pub fn resolve(documents: &Documents, sources: &Sources) -> (Option<Plan>, Vec<Diagnostic>) {
    let mut resolver = Resolver::new(documents, sources);
    resolver.run();
    let clean = !resolver.diagnostics.iter().any(|d| d.severity == Severity::Error);
    resolver.finish(documents, clean)
}

impl<'a> Resolver<'a> {
    fn new(documents: &'a Documents, sources: &'a Sources) -> Self {
        let mut resolver = Resolver {
            sources,
            diagnostics: vec![],
            statements: vec![],
            criteria: BTreeMap::new(),
            clauses: vec![],
            settings: Settings::default(),
            study: None,
            tables: vec![],
            defines: vec![],
            events: vec![],
            event_names: vec![],
            time_zero: None,
            arms: None,
            population_names: vec![],
            populations: vec![],
            matching_names: vec![],
            matchings: vec![],
            timepoints: vec![],
            responses: vec![],
            combines: vec![],
            intercurrents: vec![],
            endpoints: vec![],
            analyses: vec![],
            checks: vec![],
            accepts: vec![],
        };
        resolver.statements = resolver.gather(&documents.plan, "");
        for (path, document) in &documents.criteria {
            let statements = resolver.gather(document, &path.node);
            resolver.register_criterion(path, statements);
        }
        resolver
    }

    /// Takes over the clauses of a document and lists its statements.
    fn gather(&mut self, document: &'a tree::Document, prefix: &str) -> Vec<Stated<'a>> {
        let mut found = vec![];
        for clause in &document.clauses {
            let id = ClauseId(self.clauses.len());
            let name = prefix.rsplit('/').next().unwrap_or("");
            let number = match (name.is_empty(), clause.number.is_empty()) {
                (true, _) => clause.number.clone(),
                (false, true) => name.to_string(),
                (false, false) => format!("{name} {}", clause.number),
            };
            let paragraphs: Vec<&str> = clause
                .blocks
                .iter()
                .filter_map(|b| match b {
                    tree::Block::Paragraph { text, .. } => Some(text.as_str()),
                    tree::Block::Plan { .. } => None,
                })
                .collect();
            self.clauses.push(ClauseInfo {
                number,
                title: clause.title.clone(),
                mark: clause.mark,
                text: paragraphs.join("\n\n"),
                span: clause.span,
            });
            for block in &clause.blocks {
                if let tree::Block::Plan { statements, .. } = block {
                    found.extend(statements.iter().map(|statement| Stated { statement, clause: id }));
                }
            }
        }
        found
    }

    fn run(&mut self) {
        self.check_names();
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
        self.resolve_intercurrents();
        self.resolve_endpoints();
        self.resolve_matchings();
        self.resolve_analyses();
        self.resolve_accepts();
        self.check_coverage();
    }

    fn finish(mut self, documents: &Documents, clean: bool) -> (Option<Plan>, Vec<Diagnostic>) {
        self.diagnostics.sort_by_key(|d| d.labels.first().map(|l| (l.span.file, l.span.start)));
        let plan = match (clean, self.study, self.time_zero, self.arms) {
            (true, Some(study), Some(time_zero), Some(arms)) => Some(Plan {
                study,
                meta: documents.plan.meta.iter().map(|(k, v)| (k.node.clone(), v.node.clone())).collect(),
                settings: self.settings,
                clauses: self.clauses,
                tables: self.tables,
                defines: self.defines,
                checks: self.checks,
                events: self.events,
                time_zero,
                arms,
                populations: self.populations,
                timepoints: self.timepoints,
                responses: self.responses,
                combines: self.combines,
                intercurrents: self.intercurrents,
                endpoints: self.endpoints,
                matchings: self.matchings,
                analyses: self.analyses,
                accepts: self.accepts,
            }),
            _ => None,
        };
        (plan, self.diagnostics)
    }

    /// The statements with this head, in order.
    pub(crate) fn with_head(&self, head: &str) -> Vec<Stated<'a>> {
        self.statements.iter().filter(|s| s.statement.head.node == head).copied().collect()
    }

    pub(crate) fn report(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// Reports and gives nothing: for use with `?`-like flow.
    pub(crate) fn error<T>(&mut self, code: Code, title: impl Into<String>, span: Span, label: impl Into<String>) -> Option<T> {
        self.report(Diagnostic::new(code, title).at(span, label));
        None
    }

    /// An unknown name, with the nearest known one.
    pub(crate) fn unknown<'k, T>(&mut self, kind: &str, name: &str, span: Span, known: impl IntoIterator<Item = &'k str>) -> Option<T> {
        let known: Vec<&str> = known.into_iter().collect();
        let hint = match crate::diagnostic::nearest(name, known.iter().copied()) {
            Some(near) => Some(format!("did you mean `{near}`?")),
            None if known.is_empty() => None,
            None if known.len() <= 12 => Some(format!("known here: {}", known.join(", "))),
            None => None,
        };
        let diagnostic = Diagnostic::new(codes::UNKNOWN_NAME, format!("There is no {kind} `{name}`"))
            .at(span, "not known here")
            .maybe_hint(hint);
        self.report(diagnostic);
        None
    }

    /// The header of a named statement; reports a missing name.
    pub(crate) fn header(&mut self, stated: Stated<'a>) -> Option<Header> {
        let Some(name) = &stated.statement.name else {
            let head = &stated.statement.head;
            return self.error(codes::MISSING_NAME, format!("This `{}` has no name", head.node), head.span, "a name is expected after it");
        };
        let label = stated.statement.label.as_ref().map_or_else(|| name.node.replace('_', " "), |l| l.node.clone());
        Some(Header { name: name.node.clone(), label, clause: stated.clause, span: stated.statement.span })
    }
}

impl Default for Settings {
    fn default() -> Self {
        use rust_decimal::Decimal;
        Settings { alpha: Decimal::new(5, 2), planned_per_arm: None, year_days: Decimal::new(36525, 2), month_days: Decimal::new(304375, 4) }
    }
}
