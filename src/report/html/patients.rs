//! The patients of the page: of each what was derived, by which rule, and the rows of the files that it was read from.

use super::once::{Once, Text, Texts, or_none, place_of};
use crate::calendar;
use crate::results::{By, Exclusion, LabelKind, Reading, ReadingReason, Results, Value};
use crate::words::Words;
use serde::Serialize;
use std::collections::BTreeMap;

#[derive(Default, Serialize)]
pub struct Patients {
    /// Labels of the arms; the last stands for who has none.
    arms: Vec<Text>,
    list: Vec<PatientSaid>,
    /// Names of the values of a reading, in their order.
    shapes: Vec<Vec<Text>>,
    rules: Vec<RuleSaid>,
    values: Vec<ValueSaid>,
    tables: Vec<SourceSaid>,
    read: Vec<ReadSaid>,
}

/// Pseudonym, arm, time zero; populations with why not; timepoints with their examinations; dates, with the day from time zero,
/// and other values; from when on criteria read; examinations; events.
#[derive(Serialize)]
struct PatientSaid(
    String,
    usize,
    String,
    Vec<(Text, Text)>,
    Vec<(Text, Text)>,
    Vec<(Option<i64>, Text, Text)>,
    Vec<Text>,
    Vec<ExamSaid>,
    Vec<(Option<i64>, Text, Text)>,
);

/// Of each patient, events with the day from time zero and the row.
type Events<'p> = BTreeMap<&'p str, Vec<(Option<i64>, Text, Text)>>;

/// Response, examination, day, the combined response and why, readings.
#[derive(Serialize)]
struct ExamSaid(Text, Text, i64, Text, Text, Vec<ReadingSaid>);

/// Reader, response and why; names of its values, then of each the value and the place of the rule (-1: computed, -2: untold);
/// what is said of single lesions.
#[derive(Serialize)]
struct ReadingSaid(Text, Text, Text, usize, Vec<i64>, Vec<Text>);

/// Text, clause, file and line.
#[derive(Serialize)]
struct RuleSaid(Text, i64, Text, usize);

/// Patient, what it is of, the value, why, examinations with their responses, from what it is counted.
#[derive(Serialize)]
struct ValueSaid(usize, Text, Text, Text, Vec<(Text, Text)>, Option<Text>);

#[derive(Serialize)]
struct SourceSaid {
    name: String,
    label: String,
    file: String,
    columns: Vec<(String, String)>,
    rows: Vec<RowSaid>,
}

/// Line, patient, key, key of the row above, reader, cells.
#[derive(Serialize)]
struct RowSaid(u32, i64, Text, i64, i64, Vec<Text>);

/// Response, table of its examinations, and of what is read at them.
#[derive(Serialize)]
struct ReadSaid(Text, usize, i64);

/// None where the results hold no patient.
pub fn patients(results: &Results, clauses: &BTreeMap<&str, usize>, texts: &mut Texts) -> Option<Patients> {
    let sources = results.sources.as_ref()?;
    if results.derived.patients.is_empty() {
        return None;
    }
    let words = Words::of(results.report.language);
    let order = of_patients(results);
    let mut maker =
        Maker { results, words, texts, shapes: Once::new(), rules: BTreeMap::new(), known: BTreeMap::new() };
    maker.rules = results.rules.iter().enumerate().map(|(place, rule)| (rule.id.to_string(), place)).collect();
    let arms = results.arms.iter().map(|arm| arm.label.as_str()).chain([words.trace().no_arm]);
    let arms = arms.map(|label| maker.texts.said(label)).collect();
    let list = maker.list();
    let rule = |rule: &crate::results::RuleInfo| {
        let text = rule.text.as_deref().unwrap_or_default();
        let clause = place_of(clauses, &rule.clause);
        RuleSaid(maker.texts.said(text), clause, maker.texts.said(&rule.file), rule.line)
    };
    let rules = results.rules.iter().map(rule).collect();
    let values = results.derived.endpoints.iter().map(|value| maker.value(value, &order)).collect();
    let tables = sources.tables.iter().map(|table| maker.source(table, &order)).collect();
    let read = sources.read.iter().map(|read| {
        let things = or_none(read.things);
        ReadSaid(maker.response(&read.response), read.exam, things)
    });
    let read = read.collect();
    Some(Patients { arms, list, shapes: maker.shapes.list, rules, values, tables, read })
}

/// The patients by their place in the page.
pub fn of_patients(results: &Results) -> BTreeMap<&str, usize> {
    results.derived.patients.iter().enumerate().map(|(place, p)| (p.patient.as_str(), place)).collect()
}

/// The place of an arm; behind the last of who has none.
pub fn arm(results: &Results, name: Option<&str>) -> usize {
    let found = results.arms.iter().position(|arm| Some(arm.name.as_str()) == name);
    found.unwrap_or(results.arms.len())
}

struct Maker<'a, 't> {
    results: &'a Results,
    words: &'static Words,
    texts: &'t mut Texts,
    shapes: Once<Vec<Text>>,
    /// By identifier.
    rules: BTreeMap<String, usize>,
    /// Labels of what values are of.
    known: BTreeMap<[&'a str; 4], Text>,
}

impl<'a> Maker<'a, '_> {
    /// Facts stand in the order of the patients, and are handed out to each.
    fn list(&mut self) -> Vec<PatientSaid> {
        let derived = &self.results.derived;
        let mut exams: BTreeMap<&str, Vec<ExamSaid>> = BTreeMap::new();
        let mut readings: BTreeMap<(&str, &str, &str), Vec<&Reading>> = BTreeMap::new();
        for reading in &derived.readings {
            readings.entry((&reading.patient, &reading.response, &reading.exam)).or_default().push(reading);
        }
        for combined in &derived.adjudicated {
            let own = readings.remove(&(combined.patient.as_str(), combined.response.as_str(), combined.exam.as_str()));
            let own = own.unwrap_or_default().into_iter().map(|reading| self.reading(reading)).collect();
            let result = combined.result.as_deref().unwrap_or(self.words.trace().not_counted);
            let because = self.words.combined_reason(self.results, &combined.because);
            let said = ExamSaid(
                self.response(&combined.response),
                self.texts.said(&combined.exam),
                combined.day,
                self.texts.said(result),
                self.texts.said(&because),
                own,
            );
            exams.entry(&combined.patient).or_default().push(said);
        }
        let mut begins: BTreeMap<&str, Vec<Text>> = BTreeMap::new();
        for beginning in &derived.beginnings {
            let said = self.texts.said(&self.words.beginning(self.results, beginning));
            begins.entry(&beginning.patient).or_default().push(said);
            for (reader, sets) in &beginning.places {
                for set in sets {
                    let said = format!("{reader} {}", self.words.places_of_set(set));
                    begins.entry(&beginning.patient).or_default().push(self.texts.said(&said));
                }
            }
        }
        let mut events: Events<'_> = BTreeMap::new();
        for event in &derived.occurrences {
            let grade = event.grade.map(|grade| {
                format!(", {}", crate::words::fill(self.words.worst_grade_n, &[("grade", &grade.to_string())]))
            });
            let said = format!("{}{}", event.term, grade.unwrap_or_default());
            let own = (event.day, self.texts.said(&said), self.texts.said(&event.row));
            // A row that counts for several endpoints is one event.
            let known = events.entry(&event.patient).or_default();
            if !known.contains(&own) {
                known.push(own);
            }
        }
        let all = derived.patients.iter().map(|patient| self.patient(patient, &mut exams, &mut begins, &mut events));
        all.collect()
    }

    fn patient(
        &mut self,
        patient: &'a crate::results::PatientDerived,
        exams: &mut BTreeMap<&str, Vec<ExamSaid>>,
        begins: &mut BTreeMap<&str, Vec<Text>>,
        events: &mut Events<'_>,
    ) -> PatientSaid {
        let zero = patient.time_zero.as_deref().and_then(day);
        let populations = patient.populations.iter().map(|(name, reasons)| self.population(name, reasons)).collect();
        let points = patient.timepoints.iter().map(|(name, exam)| {
            let label = self.results.label(LabelKind::Timepoint, "", name).unwrap_or(name);
            (self.texts.said(label), self.texts.said(exam.as_deref().unwrap_or_default()))
        });
        let points = points.collect();
        let known = patient.values.iter().filter_map(|(name, value)| {
            let value = value.as_ref()?;
            let days = match value {
                Value::Date(date) => day(date).zip(zero).map(|(day, zero)| day - zero),
                _ => None,
            };
            let label = [LabelKind::Event, LabelKind::Intercurrent].into_iter();
            let label = label.filter_map(|kind| self.results.label(kind, "", name)).next().unwrap_or(name);
            Some((days, self.texts.said(label), self.texts.said(&self.words.known(value))))
        });
        let known = known.collect();
        let own = patient.patient.as_str();
        PatientSaid(
            crate::report::clean::clean(own),
            arm(self.results, patient.arm.as_deref()),
            patient.time_zero.clone().unwrap_or_default(),
            populations,
            points,
            known,
            begins.remove(own).unwrap_or_default(),
            exams.remove(own).unwrap_or_default(),
            events.remove(own).unwrap_or_default(),
        )
    }

    /// What the plan calls a response statement: of all that are called so, the one.
    fn response(&mut self, name: &str) -> Text {
        let label = self.results.label(LabelKind::Response, "", name).unwrap_or(name);
        self.texts.said(label)
    }

    fn population(&mut self, name: &str, reasons: &[Exclusion]) -> (Text, Text) {
        let known = self.results.populations.iter().find(|p| p.name == name);
        let label = known.map_or(name, |p| p.label.as_str());
        let why = self.words.exclusions(self.results, name, reasons);
        (self.texts.said(label), self.texts.said(&why))
    }

    fn reading(&mut self, reading: &Reading) -> ReadingSaid {
        let answer = match &reading.because {
            ReadingReason::Rule { value, .. } => reading.values.iter().find(|v| v.name == *value),
            ReadingReason::NoBaseline | ReadingReason::UnfitBaseline | ReadingReason::NoReading => None,
        };
        let answer = answer.and_then(|v| v.value.as_ref());
        let because = self.words.reading_reason(self.results, &reading.response, &reading.because, answer);
        let names: Vec<Text> = reading.values.iter().map(|value| self.texts.said(&value.name)).collect();
        let mut values = vec![];
        for value in &reading.values {
            let said = self.texts.said(&self.words.known_or_not(value.value.as_ref()));
            values.push(i64::try_from(said).unwrap_or_default());
            values.push(match &value.by {
                By::Computed => -1,
                By::Untold => -2,
                By::Rule(id) => self.rules.get(&id.to_string()).and_then(|p| i64::try_from(*p).ok()).unwrap_or(-2),
            });
        }
        let no_category = self.words.trace().no_category;
        let mut more: Vec<Text> = vec![];
        for lesion in &reading.lesions {
            let category = lesion.category.as_deref().unwrap_or(no_category);
            more.push(self.texts.said(&format!("{} {category}", self.words.lesion(&lesion.lesion))));
        }
        for set in &reading.places {
            more.push(self.texts.said(&self.words.places_of_set(set)));
        }
        let (reader, result) = (self.texts.said(&reading.reader), self.texts.said(&reading.result));
        ReadingSaid(reader, result, self.texts.said(&because), self.shapes.place(names), values, more)
    }

    fn value(&mut self, value: &'a crate::results::EndpointValue, order: &BTreeMap<&str, usize>) -> ValueSaid {
        let because = value.because.map(&|at| Some(at.exam.as_str()));
        let because = self.words.value_reason(self.results, &because);
        let began = value.began.as_ref().map(|began| {
            let began = began.map(&|at| Some(at.exam.as_str()));
            let began = self.words.value_reason(self.results, &began);
            self.texts.said(&crate::words::fill(self.words.trace().counted_from, &[("start", &began)]))
        });
        let exams = value.exams().into_iter().map(|e| (self.response(&e.response), self.texts.said(&e.exam))).collect();
        let of = self.of(value);
        let said = self.texts.said(&self.words.endpoint_value(value));
        let patient = order.get(value.patient.as_str()).copied().unwrap_or_default();
        ValueSaid(patient, of, said, self.texts.said(&because), exams, began)
    }

    /// Analysis, endpoint, response and timepoint.
    fn of(&mut self, value: &'a crate::results::EndpointValue) -> Text {
        let (response, point) = (value.response.as_deref(), value.timepoint.as_deref());
        let key = [value.analysis.as_str(), &value.endpoint, response.unwrap_or_default(), point.unwrap_or_default()];
        if let Some(known) = self.known.get(&key) {
            return *known;
        }
        let results = self.results;
        let label = |kind, name: Option<&'a str>| name.map(|name| results.label(kind, "", name).unwrap_or(name));
        let analysis = results.analyses.iter().find(|a| a.name == value.analysis).map(|a| a.label.as_str());
        let parts = [
            analysis.or(Some(&value.analysis)),
            label(LabelKind::Endpoint, Some(&value.endpoint)),
            label(LabelKind::Response, response),
            label(LabelKind::Timepoint, point),
        ];
        let parts: Vec<&str> = parts.into_iter().flatten().filter(|part| !part.is_empty()).collect();
        let said = self.texts.said(&parts.join(" · "));
        self.known.insert(key, said);
        said
    }

    fn source(&mut self, table: &crate::results::SourceTable, order: &BTreeMap<&str, usize>) -> SourceSaid {
        let clean = crate::report::clean::clean;
        let row = |row: &crate::results::SourceRow| {
            let patient = place_of(order, &row.patient);
            let above = row.above.as_ref().map(|above| self.texts.said(above));
            let reader = row.reader.as_ref().map(|reader| self.texts.said(reader));
            let cells = row.cells.iter().map(|cell| self.texts.said(cell)).collect();
            RowSaid(row.line, patient, self.texts.said(&row.key), or_none(above), or_none(reader), cells)
        };
        SourceSaid {
            name: clean(&table.name),
            label: clean(&table.label),
            file: clean(&table.file),
            rows: table.rows.iter().map(row).collect(),
            columns: table.columns.iter().map(|(label, file)| (clean(label), clean(file))).collect(),
        }
    }
}

/// Days of a date `2024-02-29` since 1970-01-01; none of what is no such date.
fn day(date: &str) -> Option<i64> {
    calendar::date_written("%Y-%m-%d", date).map(|date| i64::from(calendar::day(date)))
}
