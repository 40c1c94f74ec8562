//! What is opened beside the report, as the script reads it: of each number its value, method, clause and steps.
//!
//! Everything is said here, in the words of the report's language; the script lays out and computes nothing. What many
//! numbers share, such as steps, methods and texts, stands once and is referred to by its place.

use super::behind::{self, Behinds};
use super::once::{Once, Text, Texts, or_none, place_of};
use super::page::clause as clause_id;
use super::patients::{Patients, of_patients, patients};
use crate::report::clean::clean;
use crate::report::spaces::in_language;
use crate::results::trace::reached;
use crate::results::{Found, Record, Results, format};
use crate::words::Words;
use crate::words::told::{ClauseState, MethodTold, OptionTold, states};
use serde::Serialize;
use std::collections::BTreeMap;

#[derive(Serialize)]
pub struct Walk {
    words: BTreeMap<&'static str, String>,
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
    options: Vec<(String, String, String)>,
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
struct TableSaid(String, String, String, String);

/// What became of each clause.
pub fn clauses(results: &Results) -> Vec<ClauseSaid> {
    let mut made: BTreeMap<&str, usize> = BTreeMap::new();
    for record in &results.records {
        *made.entry(&record.clause).or_default() += 1;
    }
    let of = |clause: &crate::results::ClauseText| {
        let made = made.get(clause.number.as_str()).copied().unwrap_or_default();
        ClauseSaid {
            id: clause_id(&clause.number),
            number: clean(&clause.number),
            title: clean(&clause.title),
            file: clean(&clause.file),
            line: clause.line,
            depth: clause.number.matches('.').count().min(3),
            made,
            states: states(results, clause, made).into_iter().map(ClauseState::word).collect(),
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
        let told = maker.words.step_of(results, step);
        let clause = place_of(&maker.clauses, told.clause);
        let label = clean(&in_language(&told.label, results.report.language));
        StepSaid(clean(told.id), told.kind.to_string(), label, clause, clean(told.file), told.line)
    };
    Walk {
        words: said_words(results, maker.words),
        steps: results.steps.iter().map(step).collect(),
        tables: results
            .tables
            .iter()
            .map(|of| TableSaid(clean(&of.name), clean(&of.label), format::patients(of.rows), clean(&of.digest)))
            .collect(),
        records,
        texts: maker.texts.list(),
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
    let said = |text: &str| clean(&in_language(text, results.report.language));
    let one = |found: &Found| {
        let told = words.found(found);
        FoundSaid(
            clean(told.code),
            clean(told.rule),
            told.severity,
            place_of(&tables, &found.table),
            clean(told.file),
            told.line,
            told.column.map(clean),
            told.patient.map_or(-1, |patient| place_of(&order, patient)),
            said(told.found),
            said(told.expected),
            place_of(&clauses, told.clause),
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
        let told = words.found(found);
        Listed {
            code: clean(told.code),
            rule: clean(told.rule),
            place: clean(&told.place()),
            patient: clean(told.patient.unwrap_or_default()),
            found: clean(&in_language(told.found, results.report.language)),
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
            texts: Texts::new(results.report.language),
            methods: vec![],
            clauses: results.clauses.iter().enumerate().map(|(i, clause)| (clause.number.as_str(), i)).collect(),
            steps: results.steps.iter().enumerate().map(|(i, step)| (step.id.as_str(), i)).collect(),
            chains: Once::new(),
            sources: Once::new(),
            known: BTreeMap::new(),
        }
    }

    fn record(&mut self, record: &'a Record) -> Numbered {
        let told = self.words.number_of(self.results, record);
        let (stem, last) = record.id.rsplit_once('.').unwrap_or(("", &record.id));
        let (stem, last) = (self.texts.quoted(stem), self.texts.quoted(last));
        let mut said = |text: &str| self.texts.said(text);
        let (statistic, of, group, term) = (said(&told.statistic), said(&told.of), said(&told.group), said(&told.term));
        let (stands, population) = (said(&told.stands_as), said(&told.population));
        let exact = if told.exact == told.printed { String::new() } else { told.exact };
        let clause = place_of(&self.clauses, &record.clause);
        let method = told.method.map_or(-1, |method| self.method(&method));
        let (chain, sources) = (self.chain(&record.steps), self.tables(record));
        let behind = or_none(self.behind.of(record, &mut self.texts));
        Numbered(
            stem,
            last,
            statistic,
            of,
            group,
            term,
            told.printed,
            exact,
            clause,
            method,
            stands,
            population,
            chain,
            sources,
            behind,
        )
    }

    fn method(&mut self, method: &MethodTold<'_>) -> i64 {
        let set = |text: &str| in_language(text, self.results.report.language);
        let option =
            |option: &OptionTold<'_>| (clean(&set(&option.called)), clean(&set(&option.value)), set(option.about));
        let said = MethodSaid {
            id: crate::catalogue::named(method.name).map(|declared| method_id(declared.name)),
            title: clean(&set(&method.title)),
            options: method.options.iter().map(option).collect(),
            citation: clean(method.citation),
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

/// A copy for circulation has no patients because it is one, and not because they are too many.
fn said_words(results: &Results, words: &Words) -> BTreeMap<&'static str, String> {
    let mut said = super::said::words(results.report.language);
    if results.study.circulated.is_some() {
        said.insert("left_to_trace", words.circulation().behind.to_string());
    }
    said
}
