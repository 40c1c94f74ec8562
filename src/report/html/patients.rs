//! The patients of the page: of each what was derived, by which rule, and the rows of the files that it was read from.

use super::once::{Once, Text, Texts, or_none, place_of};
use crate::results::{Adjudicated, By, OccurrenceDerived, PatientDerived, Reading, Results};
use crate::words::Words;
use crate::words::told::{MomentTold, Named, answer_of, response};
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

/// Pseudonym, arm, time zero; populations with why not; timepoints with their examinations; what is known and what became of the
/// patient in matchings; from when on criteria read; examinations; the course: day from time zero, what, where.
#[derive(Serialize)]
struct PatientSaid(
    String,
    usize,
    String,
    Vec<(Text, Text)>,
    Vec<(Text, Text)>,
    Vec<(Text, Text)>,
    Vec<Text>,
    Vec<ExamSaid>,
    Vec<(Option<i64>, Text, Text)>,
);

/// What was told of each patient, by the pseudonym.
#[derive(Default)]
struct OfEach<'a> {
    exams: BTreeMap<&'a str, Vec<ExamSaid>>,
    begins: BTreeMap<&'a str, Vec<Text>>,
    combined: BTreeMap<&'a str, Vec<&'a Adjudicated>>,
    events: BTreeMap<&'a str, Vec<&'a OccurrenceDerived>>,
}

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
        RuleSaid(maker.texts.quoted(text), clause, maker.texts.quoted(&rule.file), rule.line)
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
        let mut of_each = OfEach::default();
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
                self.texts.quoted(&combined.exam),
                combined.day,
                self.texts.said(result),
                self.texts.said(&because),
                own,
            );
            of_each.exams.entry(&combined.patient).or_default().push(said);
            of_each.combined.entry(&combined.patient).or_default().push(combined);
        }
        for beginning in &derived.beginnings {
            let said = self.words.beginning_told(self.results, beginning);
            let said = said.iter().map(|said| self.texts.said(said));
            of_each.begins.entry(&beginning.patient).or_default().extend(said);
        }
        for event in &derived.occurrences {
            of_each.events.entry(&event.patient).or_default().push(event);
        }
        derived.patients.iter().map(|patient| self.patient(patient, &mut of_each)).collect()
    }

    fn patient(&mut self, patient: &'a PatientDerived, of_each: &mut OfEach<'a>) -> PatientSaid {
        let (results, words, own) = (self.results, self.words, patient.patient.as_str());
        let combined = of_each.combined.remove(own).unwrap_or_default();
        let events = of_each.events.remove(own).unwrap_or_default();
        let course = words.course(results, patient, &combined, &events);
        let moment = |of: &MomentTold| (of.day, self.texts.said(&of.what), self.texts.said(&of.place));
        let course = course.iter().map(moment).collect();
        let mut known = words.quantities(results, patient);
        known.extend(words.matchings_of(results, own));
        PatientSaid(
            crate::report::clean::clean(own),
            arm(results, patient.arm.as_deref()),
            patient.time_zero.clone().unwrap_or_default(),
            self.named(&words.populations_of(results, patient)),
            self.named(&words.timepoints_of(results, patient)),
            self.named(&known),
            of_each.begins.remove(own).unwrap_or_default(),
            of_each.exams.remove(own).unwrap_or_default(),
            course,
        )
    }

    fn named(&mut self, all: &[Named]) -> Vec<(Text, Text)> {
        all.iter().map(|of| (self.texts.said(&of.label), self.texts.said(&of.value))).collect()
    }

    /// What the plan calls a response statement: of all that are called so, the one.
    fn response(&mut self, name: &str) -> Text {
        self.texts.said(response(self.results, name))
    }

    fn reading(&mut self, reading: &Reading) -> ReadingSaid {
        let answer = answer_of(reading);
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
        let lesions = reading.lesions.iter();
        let mut more: Vec<Text> = lesions.map(|lesion| self.texts.said(&self.words.lesion_answer(lesion))).collect();
        for set in &reading.places {
            more.push(self.texts.said(&self.words.places_of_set(set)));
        }
        let (reader, result) = (self.texts.said(&reading.reader), self.texts.said(&reading.result));
        ReadingSaid(reader, result, self.texts.said(&because), self.shapes.place(names), values, more)
    }

    fn value(&mut self, value: &'a crate::results::EndpointValue, order: &BTreeMap<&str, usize>) -> ValueSaid {
        let because = value.because.map(&|at| Some(at.exam.as_str()));
        let because = self.words.value_reason(self.results, &because);
        let began = self.words.value_counted_from(self.results, value);
        let began = began.map(|began| self.texts.said(&began));
        let exams =
            value.exams().into_iter().map(|e| (self.response(&e.response), self.texts.quoted(&e.exam))).collect();
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
        let said = self.texts.said(&self.words.value_of_what(self.results, value));
        self.known.insert(key, said);
        said
    }

    fn source(&mut self, table: &crate::results::SourceTable, order: &BTreeMap<&str, usize>) -> SourceSaid {
        let clean = crate::report::clean::clean;
        let row = |row: &crate::results::SourceRow| {
            let patient = place_of(order, &row.patient);
            let above = row.above.as_ref().map(|above| self.texts.quoted(above));
            let reader = row.reader.as_ref().map(|reader| self.texts.quoted(reader));
            let cells = row.cells.iter().map(|cell| self.texts.quoted(cell)).collect();
            RowSaid(row.line, patient, self.texts.quoted(&row.key), or_none(above), or_none(reader), cells)
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
