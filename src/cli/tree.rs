//! A trace as text: the tree of the results, in the words of the report's language.

use crate::catalogue::Statistic;
use crate::results::trace::{
    Behind, Counted, ExamTrace, LesionsCounted, Paired, PatientTrace, ReadingTrace, ReadingsCounted, Trace, Valued,
    trace_of,
};
use crate::results::{
    Beginning, By, Contrast, LesionResponse, ReadingReason, Record, Results, SetPlaces, Subgroup, WrittenFrom,
    WrittenOut,
};
use crate::words::{TraceWords, Words, fill};
use std::fmt::{Display, Write};

const WIDTH: usize = 100;
/// Lines of statements are aligned up to this length.
const STATED: usize = 72;
/// Identifiers of steps are aligned up to this length.
const LONGEST_ID: usize = 48;

pub(super) fn text(results: &Results, trace: &Trace) -> String {
    let words = Words::of(results.report.language);
    let mut page = Page { results, words, said: words.trace(), text: String::new() };
    page.number(trace.record);
    page.clause(trace);
    trace.written_out.iter().for_each(|written| page.written_out(written));
    page.steps(trace);
    match &trace.behind {
        Behind::Counted(counted) => page.counted(trace.record, counted),
        Behind::Paired(paired) => page.paired(paired),
        Behind::Lesions(counted) => page.lesions(counted),
        Behind::Readings(counted) => page.readings(counted),
        Behind::Valued(valued) => page.valued(trace.record, valued),
    }
    page.text
}

struct Page<'r> {
    results: &'r Results,
    words: &'static Words,
    said: &'static TraceWords,
    text: String,
}

impl Page<'_> {
    fn line(&mut self, indent: usize, words: impl Display) {
        // Writing to a String cannot fail.
        let _ = writeln!(self.text, "{:indent$}{words}", "");
    }

    fn empty_line(&mut self) {
        self.text.push('\n');
    }

    fn number(&mut self, record: &Record) {
        let said = self.said;
        self.line(0, &record.id);
        let formatted = self.words.format(&record.value, record.quantity);
        self.line(2, format_args!("{formatted} ({})", self.words.exact(&record.value)));
        let contrast = record.contrast.as_ref().map(Contrast::word);
        let subgroup = record.subgroup.as_ref().map(Subgroup::word);
        let of = [record.endpoint.as_deref(), record.response.as_deref(), record.point(), subgroup.as_deref()];
        let of: Vec<&str> = of.into_iter().chain([contrast.as_deref(), record.group.word()]).flatten().collect();
        let statistic = self.words.traced_statistic(record.statistic);
        let places = [("statistic", statistic.as_str()), ("analysis", &record.analysis), ("where", &of.join(", "))];
        self.line(2, fill(said.of, &places).trim_end());
        if let Some(term) = self.words.place_label(self.results, record) {
            self.line(2, fill(said.term, &[("term", &term)]));
        }
        if let Some(method) = &record.method {
            let options: Vec<String> = method.options.iter().map(|(k, v)| format!("{k}: {v}")).collect();
            let call = format!("{} {{ {} }}", method.name, options.join(", "));
            self.line(2, fill(said.method, &[("method", &call)]));
            self.line(2, &method.citation);
        }
        let (role, standing) = (self.words.traced_role(record.role), self.words.standing(record.standing));
        self.line(2, fill(said.stands_as, &[("role", &role), ("standing", standing)]));
        if let Some(multiplicity) = &record.multiplicity {
            self.line(2, fill(said.multiplicity, &[("multiplicity", &self.words.traced_multiplicity(multiplicity))]));
        }
    }

    fn clause(&mut self, trace: &Trace) {
        let Some(clause) = trace.clause else { return };
        let number = fill(self.said.clause_title, &[("clause", &clause.number)]);
        self.empty_line();
        self.line(0, format_args!("{number} {}   {}:{}", clause.title, clause.file, clause.line));
        for paragraph in clause.text.split("\n\n").filter(|p| !p.trim().is_empty()) {
            for wrapped in wrap(paragraph, WIDTH - 2) {
                self.line(2, wrapped);
            }
            self.empty_line();
        }
    }

    /// A statement that is like another, each line with where it is stated.
    fn written_out(&mut self, written: &WrittenOut) {
        let said = self.said;
        let place = format!("{}:{}", written.file, written.line);
        let places =
            [("head", written.head.as_str()), ("name", &written.name), ("like", &written.like), ("place", &place)];
        self.line(0, fill(said.written_out, &places));
        for line in &written.lines {
            let text = format!("{:indent$}{}", "", line.text, indent = 2 * line.depth);
            let from = match &line.from {
                WrittenFrom::Frame => String::new(),
                WrittenFrom::Here => said.stated_here.to_string(),
                WrittenFrom::Statement { name, clause } => {
                    fill(said.taken_over, &[("name", name.as_str()), ("clause", clause)])
                }
            };
            self.line(2, format_args!("{text:<STATED$}  {from}").to_string().trim_end());
        }
        self.empty_line();
    }

    fn in_clause(&self, number: &str) -> String {
        fill(self.said.clause, &[("clause", number)])
    }

    fn steps(&mut self, trace: &Trace) {
        self.line(0, self.said.steps);
        let width = trace.steps.iter().map(|s| s.id.len()).max().unwrap_or(0).min(LONGEST_ID);
        for step in &trace.steps {
            let (place, clause) =
                (format!("{}:{}", step.file, step.line), self.in_clause(&format!("{:<14}", step.clause)));
            let made = self.words.step(self.results, step);
            self.line(2, format_args!("{:width$}  {:<9} {clause} {place}  {made}", step.id, step.kind));
        }
        if !trace.tables.is_empty() {
            self.empty_line();
            self.line(0, self.said.tables);
        }
        for table in &trace.tables {
            let rows = table.rows.to_string();
            let places =
                [("label", table.label.as_str()), ("name", &table.name), ("rows", &rows), ("digest", &table.digest)];
            self.line(2, fill(self.said.table, &places));
        }
    }

    /// Whom a count of the attrition counts.
    fn counted(&mut self, record: &Record, counted: &Counted) {
        let said = self.said;
        let statistic = match record.statistic {
            Statistic::Excluded => said.excluded,
            Statistic::NotMet => said.not_met,
            Statistic::Remaining => said.remaining,
            other => other.code(),
        };
        let what = match self.words.term_label(self.results, record) {
            Some(label) => format!("{statistic} (“{label}”)"),
            None => statistic.to_string(),
        };
        let (n, of) = (counted.patients.len().to_string(), counted.population);
        let places =
            [("what", what.as_str()), ("n", &n), ("label", &of.label), ("name", &of.name), ("clause", &of.clause)];
        self.empty_line();
        self.line(0, fill(said.counted, &places));
        for patient in &counted.patients {
            let not_met = self.words.exclusions(self.results, &record.analysis, patient.not_met);
            let arm = patient.arm.unwrap_or(said.no_arm);
            self.line(2, format_args!("{}  {arm}  {not_met}", patient.patient).to_string().trim_end());
        }
    }

    fn lesions(&mut self, counted: &LesionsCounted) {
        let said = self.said;
        let (lesions, patients) = (counted.lesions().to_string(), counted.patients.len().to_string());
        self.empty_line();
        self.line(0, fill(said.lesions, &[("lesions", &lesions), ("patients", &patients)]));
        for of in &counted.patients {
            let one = |lesion: &&LesionResponse| {
                let category = lesion.category.as_deref().unwrap_or(said.no_category);
                format!("{} {category}", self.words.lesion(&lesion.lesion))
            };
            let all = of.lesions.iter().map(one).collect::<Vec<_>>().join("; ");
            let day = of.day.to_string();
            let places = [("exam", of.exam), ("day", &day), ("reader", of.reader), ("lesions", &all)];
            self.line(2, format_args!("{}  {}", of.patient, fill(said.lesion, &places)));
        }
    }

    fn readings(&mut self, counted: &ReadingsCounted) {
        self.empty_line();
        if let Some(rule) = counted.rule {
            self.line(0, format_args!("{}   {}:{}", rule.row, rule.file, rule.line));
        }
        self.line(0, self.words.readings_counted(counted));
        for of in &counted.patients {
            let readings: Vec<String> = of.readings.iter().map(|at| self.words.reading_at(at)).collect();
            self.line(2, format_args!("{}  {}", of.patient, readings.join("; ")));
        }
    }

    fn paired(&mut self, paired: &Paired) {
        let said = self.said;
        if let Some(pairs) = &paired.pairs {
            self.empty_line();
            self.line(0, fill(said.pairs, &[("n", &pairs.len().to_string())]));
            for pair in pairs {
                let distance = fill(said.distance, &[("distance", &pair.distance.to_string())]);
                self.line(2, format_args!("{:>4}  {}  {}  {distance}", pair.pair, pair.treated, pair.control));
            }
        }
        for listed in &paired.lists {
            self.empty_line();
            self.line(0, format_args!("{}: {}", self.words.matched_list(listed.list), listed.patients.len()));
            for patient in &listed.patients {
                let logit = patient.logit.map(|l| format!("  {}", fill(said.logit, &[("logit", &l.to_string())])));
                let arm = patient.arm.unwrap_or(said.no_arm);
                self.line(2, format_args!("{}  {arm}{}", patient.patient, logit.unwrap_or_default()));
            }
        }
    }

    fn valued(&mut self, record: &Record, valued: &Valued) {
        if !valued.settled.is_empty() {
            self.empty_line();
            self.line(0, self.said.settled);
        }
        for (because, n) in &valued.settled {
            let because = self.words.value_reason(self.results, &because.map(&|()| None));
            self.line(2, format_args!("{n:>5}  {because}"));
        }
        let Some(population) = valued.population else { return };
        let n = population.n.to_string();
        let places = [
            ("label", population.label.as_str()),
            ("name", &population.name),
            ("n", &n),
            ("clause", &population.clause),
        ];
        self.empty_line();
        self.line(0, fill(self.said.patients, &places));
        self.line(2, fill(self.said.digest, &[("digest", &population.digest)]));
        for patient in &valued.patients {
            match trace_of(self.results, record, patient) {
                Some(known) => self.patient(&known),
                None => self.line(2, patient),
            }
        }
    }

    fn patient(&mut self, patient: &PatientTrace) {
        let arm = patient.arm.unwrap_or(self.said.no_arm);
        if patient.values.is_empty() {
            self.line(2, format_args!("{}  {arm}", patient.patient));
        }
        for value in &patient.values {
            let because = value.value.because.map(&|at| Some(at.exam.as_str()));
            let because = self.words.value_reason(self.results, &because);
            self.line(
                2,
                format_args!("{}  {arm}  {}  {because}", patient.patient, self.words.endpoint_value(value.value)),
            );
            if let Some(began) = &value.value.began {
                let began = began.map(&|at| Some(at.exam.as_str()));
                let began = self.words.value_reason(self.results, &began);
                self.line(6, fill(self.said.counted_from, &[("start", &began)]));
            }
            for beginning in &value.beginnings {
                self.beginning(beginning);
            }
            for exam in &value.exams {
                self.exam(exam);
            }
        }
    }

    fn beginning(&mut self, beginning: &Beginning) {
        self.line(6, self.words.beginning(self.results, beginning));
        for (reader, sets) in &beginning.places {
            self.line(8, reader);
            self.places(sets);
        }
    }

    /// Of each ranked set, which lesions have a place in it and why the others have none.
    fn places(&mut self, sets: &[SetPlaces]) {
        for set in sets {
            for wrapped in wrap(&self.words.places_of_set(set), WIDTH - 12) {
                self.line(12, wrapped);
            }
        }
    }

    /// An examination with its combined response, then what each reader found.
    fn exam(&mut self, exam: &ExamTrace) {
        if let Some(combined) = exam.combined {
            let because = self.words.combined_reason(self.results, &combined.because);
            let places = [
                ("exam", combined.exam.as_str()),
                ("day", &combined.day.to_string()),
                ("response", &combined.response),
                ("result", combined.result.as_deref().unwrap_or(self.said.not_counted)),
                ("because", &because),
            ];
            self.line(6, fill(self.said.combined, &places));
        }
        for reading in &exam.readings {
            self.reading(reading);
        }
    }

    /// The reader's response, what was measured, then each rule that fired with its place in the criterion.
    fn reading(&mut self, traced: &ReadingTrace) {
        let reading = traced.reading;
        let answer = match &reading.because {
            ReadingReason::Rule { value, .. } => reading.values.iter().find(|v| v.name == *value),
            ReadingReason::NoBaseline | ReadingReason::UnfitBaseline | ReadingReason::NoReading => None,
        };
        let answer = answer.and_then(|v| v.value.as_ref());
        let because = self.words.reading_reason(self.results, &reading.response, &reading.because, answer);
        self.line(8, format_args!("{} {}: {} ({because})", reading.exam, reading.reader, reading.result));
        let computed = traced.values.iter().map(|t| t.value).filter(|v| v.by == By::Computed);
        let measured = computed.filter_map(|v| Some(format!("{} {}", v.name, self.words.known(v.value.as_ref()?))));
        for wrapped in wrap(&measured.collect::<Vec<_>>().join("; "), WIDTH - 12) {
            self.line(12, wrapped);
        }
        for told in traced.values.iter().filter(|t| t.value.by != By::Computed) {
            let value = told.value.value.as_ref();
            let (known, by) = (self.words.known_or_not(value), self.words.by(self.results, &told.value.by, value));
            let place = told.rule.map(|r| format!("  {}, {}:{}", self.in_clause(&r.clause), r.file, r.line));
            self.line(12, format_args!("{} {known} ({by}){}", told.value.name, place.unwrap_or_default()));
        }
        self.places(&reading.places);
    }
}

/// Lines of at most `width` characters, broken at spaces.
fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines = vec![];
    let mut current = String::new();
    for word in text.split_whitespace() {
        if !current.is_empty() && current.chars().count() + 1 + word.chars().count() > width {
            lines.push(std::mem::take(&mut current));
        }
        if !current.is_empty() {
            current.push(' ');
        }
        current.push_str(word);
    }
    if !current.is_empty() {
        lines.push(current);
    }
    lines
}
