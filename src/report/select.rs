//! Finds records by what they are. Nothing here reads an identifier.

use super::document::{Place, Span, Text, sentence, text};
use super::figure::letters::Letters;
use super::lines::{Line, Measure, lines};
use crate::catalogue::Names;
use crate::number::{NotEstimable, Number, Quantity, Withheld};
use crate::results::format::{limit, patients};
use crate::results::{
    AnalysisInfo, Contrast, FigureKind, LabelKind, PopulationInfo, Record, Results, Role, Subgroup, Term,
};
use crate::words::{Words, fill};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

/// The results, the words to print them with, and how wide the letters of a drawing are.
pub struct Book<'a> {
    pub results: &'a Results,
    pub words: &'static Words,
    pub letters: &'a dyn Letters,
    /// Of each record, the first of the same analysis, population or matching under the same clause: they share a line of the
    /// index.
    lines: Vec<usize>,
    analyses: Vec<AnalysisInfo>,
    /// That there are no patients yet, and the tables are shown as they will be.
    pub before_data: bool,
}

/// The records of an analysis that share endpoint, response, timepoint, subgroup, contrast and population.
pub struct Panel<'a> {
    pub endpoint: Option<&'a str>,
    pub response: Option<&'a str>,
    pub timepoint: Option<&'a str>,
    pub subgroup: Option<&'a Subgroup>,
    pub contrast: Option<&'a Contrast>,
    pub analysis: &'a str,
    pub population: &'a str,
    pub population_n: Option<usize>,
    pub lines: Vec<Line<'a>>,
}

impl<'a> Book<'a> {
    pub fn new(results: &'a Results, words: &'static Words, letters: &'a dyn Letters) -> Book<'a> {
        let lines = lines_of_index(&results.records);
        Book { results, words, letters, lines, analyses: analyses(results), before_data: false }
    }

    /// A text in the language of the report.
    pub fn said(&self, names: Names) -> &'static str {
        names.of(self.words.language)
    }

    /// The line of the index that a record is counted in.
    pub fn place(&self, index: usize) -> Place {
        Place::Results(self.id(self.lines.get(index).copied().unwrap_or(index)))
    }

    pub fn id(&self, index: usize) -> String {
        self.record(index).map(|r| r.id.clone()).unwrap_or_default()
    }

    /// A reference, leading to it, to be numbered when the pages are complete; nothing where there is none.
    pub fn reference(&self, citation: &str) -> Text {
        let citation = citation.trim().trim_end_matches('.');
        if citation.is_empty() {
            return vec![];
        }
        vec![Span::default().to(Place::Reference(citation.to_string()))]
    }

    /// The confidence level of the study: `95%`.
    pub fn level(&self) -> String {
        self.words.level(self.results.study.level)
    }

    /// `Matched pairs (n=64). Clause 8.3.`
    pub fn about(&self, population: &str, n: Option<usize>, clause: &str) -> Text {
        let population = self.population_line(population, n);
        sentence(self.words.about, &[("population", text(&population)), ("clause", vec![self.clause(clause)])])
    }

    pub fn record(&self, index: usize) -> Option<&'a Record> {
        self.results.records.get(index)
    }

    /// The number without unit, leading to its line of the index.
    pub fn number(&self, index: usize) -> Span {
        let Some(record) = self.record(index) else { return Span::default() };
        let shown = Span::new(&self.words.value(&record.value, record.quantity));
        shown.to(self.place(index)).showing([record.id.clone()])
    }

    /// As [`Book::number`], with the unit of a proportion.
    pub fn number_with_unit(&self, index: usize) -> Span {
        let mut span = self.number(index);
        if let Some(record) = self.record(index).filter(|r| r.quantity == Quantity::Proportion) {
            span.text = self.words.format(&record.value, record.quantity);
        }
        span
    }

    /// Whether there is a number, to which a unit can be put.
    pub fn is_estimable(&self, index: usize) -> bool {
        self.record(index).is_some_and(|r| matches!(r.value, Number::Count(_) | Number::Real(_)))
    }

    /// `56.3 (37.7 to 73.6)`, or `18/32`, leading to the line of its estimate.
    pub fn measure(&self, measure: &Measure) -> Span {
        let mut span = self.number(measure.estimate);
        // Whatever stands beside it is withheld with it.
        if self.record(measure.estimate).is_some_and(|r| r.value == Number::Withheld(Withheld::Beside)) {
            return span.showing(self.limits(measure));
        }
        if let Some(record) = self.record(measure.estimate) {
            span.text = self.words.number(&limit(&record.value, record.quantity));
        }
        if let Some(of) = measure.of {
            let of = self.number(of);
            span = span.showing(of.shows);
            span.text.push_str(&format!("/{}", of.text));
        }
        if let Some(share) = measure.share {
            let share = self.number(share);
            span = span.showing(share.shows);
            span.text.push_str(&format!(" ({})", share.text));
        }
        if let Some(interval) = self.interval(measure) {
            span.text.push_str(&format!(" ({interval})"));
        }
        span.showing(self.limits(measure))
    }

    /// The records of both limits of an interval; none where it has not both.
    pub fn limits(&self, measure: &Measure) -> Vec<String> {
        measure.lower.zip(measure.upper).map(|(lower, upper)| vec![self.id(lower), self.id(upper)]).unwrap_or_default()
    }

    /// `37.7 to 73.6`; none where there are no limits.
    pub fn interval(&self, measure: &Measure) -> Option<String> {
        let (lower, upper) = (measure.lower?, measure.upper?);
        let (lower, upper) = (self.record(lower)?, self.record(upper)?);
        // Not reached alone says nothing; what cannot be estimated is said.
        let unknown = |r: &Record| matches!(&r.value, Number::NotEstimable(_));
        let not_reached = matches!(&lower.value, Number::NotEstimable(NotEstimable::NotReached));
        let known = !(unknown(lower) && unknown(upper) && not_reached);
        known.then(|| self.words.interval(&lower.value, &upper.value, lower.quantity))
    }

    /// The number of a clause, leading to its text.
    pub fn clause(&self, number: &str) -> Span {
        let span = Span::new(number);
        let known = self.results.clauses.iter().any(|c| c.number == number);
        if known { span.to(Place::Clause(number.to_string())) } else { span }
    }

    /// Indices of the records that satisfy a condition.
    pub fn indices(&self, wanted: impl Fn(&Record) -> bool) -> Vec<usize> {
        let all = self.results.records.iter().enumerate();
        all.filter(|(_, r)| wanted(r)).map(|(i, _)| i).collect()
    }

    pub fn arm_label(&self, name: &str) -> &'a str {
        self.results.arms.iter().find(|a| a.name == name).map_or("", |a| a.label.as_str())
    }

    /// Arms that have a label; others stand for themselves.
    pub fn arm(&self, name: &'a str) -> &'a str {
        match self.arm_label(name) {
            "" => self.words.listed_term(name).unwrap_or(name),
            label => label,
        }
    }

    /// `Low dose against placebo`.
    pub fn contrast(&self, contrast: &'a Contrast) -> String {
        self.words.contrast_label(self.results, contrast)
    }

    /// `Sex: female`, and of what is between its levels `Sex: interaction`.
    pub fn subgroup(&self, analysis: &str, subgroup: &Subgroup) -> String {
        self.words.subgroup_label(self.results, analysis, subgroup)
    }

    pub fn label(&self, kind: LabelKind, name: &'a str) -> &'a str {
        let found = self.results.labels.iter().find(|l| l.kind == kind && l.name == name);
        found.map(|l| l.label.as_str()).filter(|l| !l.is_empty()).unwrap_or(name)
    }

    /// What the term of a record is called: by the plan, or where it is a fact, by the report.
    pub fn term_label(&self, record: &'a Record) -> Option<Cow<'a, str>> {
        self.words.term_label(self.results, record)
    }

    /// What the term of a record is called, and the time it is read at: `Relapse, day 91`.
    pub fn place_label(&self, record: &'a Record) -> Option<String> {
        self.words.place_label(self.results, record)
    }

    /// The label of a column of a table.
    pub fn column(&self, table: &str, column: &'a str) -> &'a str {
        self.results.label(LabelKind::Column, table, column).unwrap_or(column)
    }

    /// Of a covariate or characteristic; none where the plan gives none, or a level of a code.
    pub fn unit(&self, name: &str) -> Option<&'a str> {
        self.results.labels.iter().find(|l| l.kind == LabelKind::Unit && l.name == name).map(|l| l.label.as_str())
    }

    /// `Albumin, g/L`; a label that ends with the unit says it.
    pub fn with_unit(&self, name: &str, label: &str) -> String {
        let written = label.replace('²', "2").replace('³', "3");
        let says = |unit: &str| written.ends_with(&format!(", {unit}")) || written.ends_with(&format!("({unit})"));
        match self.unit(name).filter(|unit| !says(unit)) {
            Some(unit) => format!("{label}, {unit}"),
            None => label.to_string(),
        }
    }

    pub fn population(&self, name: &str) -> Option<&'a PopulationInfo> {
        self.results.populations.iter().find(|p| p.name == name)
    }

    /// `Matched pairs (n=64)`.
    pub fn population_line(&self, name: &str, n: Option<usize>) -> String {
        let label = self.population(name).map(|p| p.label.as_str()).filter(|l| !l.is_empty()).unwrap_or(name);
        fill(self.words.population_n, &[("population", label), ("n", &patients(n))])
    }

    /// The analyses in the order of the report: those announced, then any other that has records. Those of events have
    /// pages of their own and are not among them.
    pub fn analyses(&self) -> &[AnalysisInfo] {
        &self.analyses
    }

    /// Whether the plan asks for this figure; every one where it does not say.
    pub fn wants(&self, figure: FigureKind) -> bool {
        let figures = &self.results.report.figures;
        figures.is_empty() || figures.iter().any(|f| f.kind == figure)
    }

    /// Arms to be shown in the columns of an analysis: the compared ones first.
    pub fn columns(&self, analysis: &'a AnalysisInfo) -> Vec<&'a str> {
        let mut arms = in_order(analysis);
        let groups = self.results.records.iter().filter(|r| r.analysis == analysis.name);
        for group in groups.filter_map(|r| r.group.word()) {
            if !arms.contains(&group) {
                arms.push(group);
            }
        }
        arms
    }

    pub fn panels(&self, analysis: &str) -> Vec<Panel<'a>> {
        self.panels_of(analysis, |record| !is_settled(record) && !is_met(record))
    }

    /// What settles the values of patients, which is told apart from what is found of them.
    pub fn settled(&self, analysis: &str) -> Vec<Panel<'a>> {
        self.panels_of(analysis, is_settled)
    }

    /// Who met the intercurrent events, which is told apart too.
    pub fn met(&self, analysis: &str) -> Vec<Panel<'a>> {
        self.panels_of(analysis, is_met)
    }

    fn panels_of(&self, analysis: &str, wanted: impl Fn(&Record) -> bool) -> Vec<Panel<'a>> {
        let mut panels: Vec<(Panel<'a>, Vec<(usize, &'a Record)>)> = Vec::new();
        for (i, r) in self.results.records.iter().enumerate().filter(|(_, r)| r.analysis == analysis && wanted(r)) {
            let same = |p: &Panel| {
                p.endpoint == r.endpoint.as_deref()
                    && p.response == r.response.as_deref()
                    && p.timepoint == r.point()
                    && p.subgroup == r.subgroup.as_ref()
                    && p.contrast == r.contrast.as_ref()
                    && p.population == r.population
            };
            match panels.iter_mut().find(|(p, _)| same(p)) {
                Some((_, members)) => members.push((i, r)),
                None => panels.push((panel_of(r), vec![(i, r)])),
            }
        }
        let filled = panels.into_iter().map(|(panel, members)| Panel { lines: lines(&members), ..panel });
        filled.collect()
    }
}

fn analyses(results: &Results) -> Vec<AnalysisInfo> {
    let mut all = results.analyses.clone();
    let order = &results.report.analyses;
    if !order.is_empty() {
        let place = |a: &AnalysisInfo| order.iter().position(|name| *name == a.name);
        all.retain(|a| place(a).is_some());
        all.sort_by_key(place);
    }
    let announced: BTreeSet<&str> = results.analyses.iter().map(|a| a.name.as_str()).collect();
    let has_records: BTreeSet<&str> = results.records.iter().map(|r| r.analysis.as_str()).collect();
    let mut added: BTreeSet<&str> = BTreeSet::new();
    for record in results.records.iter().filter(|r| !announced.contains(r.analysis.as_str())) {
        let elsewhere =
            matches!(record.role, Role::SampleSize | Role::Attrition | Role::Balance | Role::Baseline | Role::Rules);
        if !elsewhere && added.insert(&record.analysis) {
            let label = results.labels.iter().find(|l| l.name == record.analysis).map(|l| l.label.clone());
            all.push(AnalysisInfo {
                name: record.analysis.clone(),
                label: label.unwrap_or_else(|| record.analysis.replace('_', " ")),
                role: record.role,
                clause: record.clause.clone(),
                ..AnalysisInfo::default()
            });
        }
    }
    all.retain(|a| has_records.contains(a.name.as_str()) && !results.events.iter().any(|e| e.analysis == a.name));
    all
}

fn is_settled(record: &Record) -> bool {
    matches!(record.term, Some(Term::Settled { .. }))
}

fn is_met(record: &Record) -> bool {
    matches!(record.term, Some(Term::Met(_)))
}

/// The arms compared, as the plan has them: what each is compared with stands behind them.
pub fn in_order(analysis: &AnalysisInfo) -> Vec<&str> {
    let mut arms: Vec<&str> = analysis.compare.iter().map(String::as_str).collect();
    let reference = analysis.basis.reference.as_deref();
    arms.sort_by_key(|arm| Some(*arm) == reference);
    arms
}

fn lines_of_index(records: &[Record]) -> Vec<usize> {
    let mut first: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    records.iter().enumerate().map(|(i, r)| *first.entry((&r.analysis, &r.clause)).or_insert(i)).collect()
}

fn panel_of(r: &Record) -> Panel<'_> {
    Panel {
        endpoint: r.endpoint.as_deref(),
        response: r.response.as_deref(),
        timepoint: r.point(),
        subgroup: r.subgroup.as_ref(),
        contrast: r.contrast.as_ref(),
        analysis: &r.analysis,
        population: &r.population,
        population_n: r.population_n,
        lines: vec![],
    }
}
