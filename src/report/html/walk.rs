//! What is opened beside the report, as the script reads it: of each number its value, method, clause and steps.
//!
//! Everything is said here, in the words of the report's language; the script lays out and computes nothing. What many
//! numbers share, such as steps, methods and texts, stands once and is referred to by its place.

use super::behind::{self, Behinds};
use super::once::{Once, Text, Texts, or_none, place_of};
use super::page::clause as clause_id;
use super::patients::{Patients, of_patients, patients};
use crate::report::clean::clean;
use crate::results::trace::reached;
use crate::results::{Found, LabelKind, Mark, MethodUse, Record, Results};
use crate::words::{Words, fill};
use serde::Serialize;
use std::collections::BTreeMap;

#[derive(Serialize)]
pub struct Walk {
    words: BTreeMap<&'static str, &'static str>,
    /// The texts that are referred to.
    texts: Vec<String>,
    records: Vec<Numbered>,
    methods: Vec<MethodSaid>,
    clauses: Vec<ClauseSaid>,
    steps: Vec<StepSaid>,
    /// Lists of steps, by their places.
    chains: Vec<Vec<usize>>,
    tables: Vec<TableSaid>,
    /// Lists of tables, by their places.
    sources: Vec<Vec<usize>>,
    behinds: Behinds,
    /// None where they are left to `trace`.
    patients: Option<Patients>,
    found: Vec<FoundSaid>,
}

/// Code, rule, severity, table, file, line, column, patient, what was found and expected, clause.
#[derive(Serialize)]
struct FoundSaid(String, String, String, i64, String, Option<u32>, Option<String>, i64, String, String, i64);

/// A record. What it is not has no place: -1.
#[derive(Serialize)]
struct Numbered(
    /// Its identifier, but for the last word, and that.
    Text,
    Text,
    /// What it is, of what, in whom, for what.
    Text,
    Text,
    Text,
    Text,
    /// As printed and at full precision; the second empty where it is the same.
    String,
    String,
    /// Clause, method, what it stands as, population, steps, tables.
    i64,
    i64,
    Text,
    Text,
    usize,
    usize,
    /// What stands behind it.
    i64,
);

#[derive(PartialEq, Serialize)]
struct MethodSaid {
    /// Of the section with its page; none of what has none.
    id: Option<String>,
    title: String,
    /// What each option is called, its value, and what the reference says of it.
    options: Vec<(String, String, &'static str)>,
    citation: String,
}

#[derive(Serialize)]
pub struct ClauseSaid {
    pub id: String,
    pub number: String,
    pub title: String,
    pub file: String,
    pub line: usize,
    /// How many levels it is below the first.
    pub depth: usize,
    /// How many numbers it made.
    pub made: usize,
    /// Words of what became of it.
    pub states: Vec<&'static str>,
}

#[derive(Serialize)]
struct StepSaid(String, String, String, i64, String, usize);

#[derive(Serialize)]
struct TableSaid(String, String, usize, String);

/// What became of each clause.
pub fn clauses(results: &Results) -> Vec<ClauseSaid> {
    let mut made: BTreeMap<&str, usize> = BTreeMap::new();
    for record in &results.records {
        *made.entry(&record.clause).or_default() += 1;
    }
    let of = |clause: &crate::results::ClauseText| {
        let made = made.get(clause.number.as_str()).copied().unwrap_or_default();
        let carried_out = results.steps.iter().any(|step| step.clause == clause.number) || !clause.formal.is_empty();
        let mut states = vec![match (clause.mark, made > 0, carried_out) {
            (Mark::Informative, _, _) => "informative",
            (Mark::Planned, _, _) => "planned",
            (Mark::Binding, true, _) => "executed",
            (Mark::Binding, false, true) => "defines",
            (Mark::Binding, false, false) => "text_only",
        }];
        let warnings = results.accepted.iter().map(|accepted| &accepted.clause);
        let mut accepts = warnings.chain(results.questions.iter().map(|question| &question.clause));
        states.extend(accepts.any(|number| *number == clause.number).then_some("accepted"));
        ClauseSaid {
            id: clause_id(&clause.number),
            number: clean(&clause.number),
            title: clean(&clause.title),
            file: clean(&clause.file),
            line: clause.line,
            depth: clause.number.matches('.').count().min(3),
            made,
            states,
        }
    };
    results.clauses.iter().map(of).collect()
}

/// The methods of the catalogue that gave a number, in the order in which they first did.
pub fn methods(results: &Results) -> Vec<&'static crate::catalogue::Method> {
    let mut used: Vec<&'static crate::catalogue::Method> = vec![];
    let mut last = "";
    for method in results.records.iter().filter_map(|record| record.method.as_ref()) {
        if method.name == last || used.iter().any(|known| known.name == method.name) {
            continue;
        }
        last = &method.name;
        used.extend(crate::catalogue::named(&method.name));
    }
    used
}

pub fn walk(results: &Results) -> Walk {
    let mut maker = Maker::new(results);
    // What is said of the patients rests on none of the records.
    let patients = patients(results, &maker.clauses, &mut maker.texts);
    let records = results.records.iter().map(|record| maker.record(record)).collect();
    let step = |step: &crate::results::StepInfo| {
        let clause = place_of(&maker.clauses, &step.clause);
        StepSaid(
            clean(&step.id),
            step.kind.clone(),
            clean(&maker.words.step(results, step)),
            clause,
            clean(&step.file),
            step.line,
        )
    };
    Walk {
        words: super::said::words(results.report.language),
        steps: results.steps.iter().map(step).collect(),
        tables: results
            .tables
            .iter()
            .map(|of| TableSaid(clean(&of.name), clean(&of.label), of.rows, clean(&of.digest)))
            .collect(),
        records,
        texts: maker.texts.list,
        methods: maker.methods,
        clauses: clauses(results),
        chains: maker.chains.list,
        sources: maker.sources.list,
        behinds: maker.behind.finished(),
        patients,
        found: found(results),
    }
}

fn found(results: &Results) -> Vec<FoundSaid> {
    let words = Words::of(results.report.language);
    let order = of_patients(results);
    let tables = results.tables.iter().enumerate().map(|(place, table)| (table.name.as_str(), place)).collect();
    let clauses = results.clauses.iter().enumerate().map(|(place, clause)| (clause.number.as_str(), place)).collect();
    let one = |found: &Found| {
        FoundSaid(
            clean(&found.code),
            clean(words.finding_rule(&found.rule)),
            words.severity(found.severity),
            place_of(&tables, &found.table),
            clean(&found.file),
            found.line,
            found.column.as_deref().map(clean),
            found.patient.as_deref().map_or(-1, |patient| place_of(&order, patient)),
            clean(&found.found),
            clean(&found.expected),
            place_of(&clauses, &found.clause),
        )
    };
    results.found.iter().take(MOST_FOUND).map(one).collect()
}

/// Of more findings than these the others are left to `findings.csv`.
const MOST_FOUND: usize = 2000;

/// A finding as the list of all has it.
#[derive(Serialize)]
pub struct Listed {
    code: String,
    rule: String,
    place: String,
    patient: String,
    found: String,
}

pub fn listed(results: &Results) -> Vec<Listed> {
    let words = Words::of(results.report.language);
    let one = |found: &Found| {
        let line = found.line.map_or_else(String::new, |line| format!(":{line}"));
        let column = found.column.as_ref().map_or_else(String::new, |column| format!(", {column}"));
        Listed {
            code: clean(&found.code),
            rule: clean(words.finding_rule(&found.rule)),
            place: clean(&format!("{}{line}{column}", found.file)),
            patient: clean(found.patient.as_deref().unwrap_or_default()),
            found: clean(&found.found),
        }
    };
    results.found.iter().take(MOST_FOUND).map(one).collect()
}

struct Maker<'a> {
    behind: behind::Maker<'a>,
    results: &'a Results,
    words: &'static Words,
    texts: Texts,
    methods: Vec<MethodSaid>,
    clauses: BTreeMap<&'a str, usize>,
    steps: BTreeMap<&'a str, usize>,
    chains: Once<Vec<usize>>,
    sources: Once<Vec<usize>>,
    /// The chain of each list of steps that a record names.
    known: BTreeMap<&'a [String], usize>,
}

impl<'a> Maker<'a> {
    fn new(results: &'a Results) -> Maker<'a> {
        Maker {
            behind: behind::Maker::new(results),
            results,
            words: Words::of(results.report.language),
            texts: Once::new(),
            methods: vec![],
            clauses: results.clauses.iter().enumerate().map(|(i, clause)| (clause.number.as_str(), i)).collect(),
            steps: results.steps.iter().enumerate().map(|(i, step)| (step.id.as_str(), i)).collect(),
            chains: Once::new(),
            sources: Once::new(),
            known: BTreeMap::new(),
        }
    }

    fn record(&mut self, record: &'a Record) -> Numbered {
        let (results, words) = (self.results, self.words);
        let (stem, last) = record.id.rsplit_once('.').unwrap_or(("", &record.id));
        let printed = words.format(&record.value, record.quantity);
        let exact = words.exact(&record.value);
        let exact = if exact == printed { String::new() } else { exact };
        let mut said = |text: String| self.texts.said(&text);
        let (stem, last) = (said(stem.to_string()), said(last.to_string()));
        let statistic = said(words.statistic(record.statistic));
        let (of, group) = (said(of(results, words, record)), said(group(results, words, record)));
        let term = said(words.place_label(results, record).unwrap_or_default());
        let (stands, population) = (said(stands(words, record)), said(population(results, words, record)));
        let clause = place_of(&self.clauses, &record.clause);
        let method = record.method.as_ref().map_or(-1, |method| self.method(method));
        let (chain, sources) = (self.chain(&record.steps), self.tables(record));
        let behind = or_none(self.behind.of(record, &mut self.texts));
        Numbered(
            stem, last, statistic, of, group, term, printed, exact, clause, method, stands, population, chain, sources,
            behind,
        )
    }

    fn method(&mut self, method: &MethodUse) -> i64 {
        let declared = crate::catalogue::named(&method.name);
        let option = |(key, value): &(String, crate::results::OptionUse)| {
            let spec = declared.and_then(|declared| declared.options.iter().find(|spec| spec.name == key));
            let called =
                spec.map_or_else(|| key.replace('_', " "), |spec| spec.names.of(self.words.language).to_string());
            (clean(&called), clean(&self.words.value_of(method, key, value)), spec.map_or("", |spec| spec.about))
        };
        let said = MethodSaid {
            id: declared.map(|declared| method_id(declared.name)),
            title: clean(&self.words.method(method)),
            options: method.options.iter().map(option).collect(),
            citation: clean(&method.citation),
        };
        let known = self.methods.iter().position(|known| *known == said);
        let at = known.unwrap_or_else(|| {
            self.methods.push(said);
            self.methods.len() - 1
        });
        or_none(Some(at))
    }

    fn chain(&mut self, steps: &'a [String]) -> usize {
        if let Some(known) = self.known.get(steps) {
            return *known;
        }
        let all = reached(self.results, steps);
        let all = all.into_iter().filter_map(|step| self.steps.get(step.id.as_str()).copied()).collect();
        let at = self.chains.place(all);
        self.known.insert(steps, at);
        at
    }

    fn tables(&mut self, record: &Record) -> usize {
        let tables = self.results.tables.iter().enumerate();
        let own = tables.filter(|(_, table)| record.tables.contains(&table.name)).map(|(place, _)| place).collect();
        self.sources.place(own)
    }
}

pub fn method_id(name: &str) -> String {
    format!("method-{name}")
}

/// The analysis or what else made it, endpoint, response, timepoint, subgroup and comparison.
fn of(results: &Results, words: &Words, record: &Record) -> String {
    let label = |kind, name: &Option<String>| {
        name.as_ref().map(|name| results.label(kind, "", name).unwrap_or(name).to_string())
    };
    let analysis = results.analyses.iter().find(|a| a.name == record.analysis).map(|a| a.label.clone());
    let population = || results.populations.iter().find(|p| p.name == record.analysis).map(|p| p.label.clone());
    let made = analysis.or_else(population).or_else(|| {
        let labelled = results.labels.iter().find(|l| l.of.is_empty() && l.name == record.analysis);
        labelled.map(|l| l.label.clone())
    });
    let point = record.point().map(str::to_string);
    let parts = [
        made.or_else(|| Some(record.analysis.clone())),
        label(LabelKind::Endpoint, &record.endpoint),
        label(LabelKind::Response, &record.response),
        label(LabelKind::Timepoint, &point),
        record.subgroup.as_ref().map(|subgroup| words.subgroup_label(results, &record.analysis, subgroup)),
        record.contrast.as_ref().map(|contrast| words.contrast_label(results, contrast)),
    ];
    let mut said: Vec<String> = vec![];
    for part in parts.into_iter().flatten().filter(|part| !part.is_empty()) {
        if !said.contains(&part) {
            said.push(part);
        }
    }
    said.join(" · ")
}

fn group(results: &Results, words: &Words, record: &Record) -> String {
    let Some(group) = record.group.word() else { return String::new() };
    let arm = results.arms.iter().find(|arm| arm.name == group).map(|arm| arm.label.as_str());
    arm.or_else(|| words.listed_term(group)).unwrap_or(group).to_string()
}

fn stands(words: &Words, record: &Record) -> String {
    let multiplicity = record.multiplicity.as_ref().map(|of| words.traced_multiplicity(of));
    let parts = [Some(words.role_of_one(record.role)), Some(words.standing(record.standing).to_string()), multiplicity];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

fn population(results: &Results, words: &Words, record: &Record) -> String {
    let known = results.populations.iter().find(|p| p.name == record.population);
    let label = known.map(|p| p.label.as_str()).filter(|label| !label.is_empty()).unwrap_or(&record.population);
    if label.is_empty() {
        return String::new();
    }
    fill(words.population_n, &[("population", label), ("n", &record.population_n.to_string())])
}
