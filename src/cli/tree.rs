//! What a trace tells, as text: labels before identifiers, in the words of the report's language.

use crate::catalogue::Language;
use crate::report::in_language;
use crate::words::told::{
    BehindTold, ClauseTold, ExamTold, FoundTold, ListTold, MadeTold, MethodTold, Named, NumberTold, PatientTold,
    ReadingTold, ResultTold, StepTold, TableTold, Told, ValueTold, WrittenTold,
};
use crate::words::{TraceWords, Words, fill};
use std::fmt::{Display, Write};

const WIDTH: usize = 100;
/// Lines of statements are aligned up to this length.
const STATED: usize = 72;
/// Labels of steps are aligned up to this length.
const LONGEST_LABEL: usize = 48;
/// Lines of one kind that are told briefly.
const FEW: usize = 6;

pub(super) fn text(words: &Words, told: &Told<'_>, brief: bool) -> String {
    let mut page = Page { said: words.trace(), language: words.language, text: String::new(), brief };
    match told {
        Told::Result(result) => page.result(result),
        Told::Clause(clause) => page.clause_told(clause),
        Told::Patient(patient) => page.patient_told(patient),
    }
    page.text
}

struct Page {
    said: &'static TraceWords,
    language: Language,
    text: String,
    brief: bool,
}

impl Page {
    fn line(&mut self, indent: usize, words: impl Display) {
        self.as_written(indent, in_language(&words.to_string(), self.language));
    }

    /// What the plan says or what is cited, in its own spaces.
    fn as_written(&mut self, indent: usize, words: impl Display) {
        // Writing to a String cannot fail.
        let _ = writeln!(self.text, "{:indent$}{words}", "");
    }

    fn wrapped(&mut self, indent: usize, text: &str) {
        self.wrapped_as_written(indent, &in_language(text, self.language));
    }

    fn wrapped_as_written(&mut self, indent: usize, text: &str) {
        for line in wrap(text, WIDTH.saturating_sub(indent)) {
            self.as_written(indent, line);
        }
    }

    fn title(&mut self, title: impl Display) {
        self.text.push('\n');
        self.line(0, title);
    }

    /// Each in its line; of many, briefly, the first and how many more there are.
    fn some<T>(&mut self, all: &[T], tell: impl Fn(&mut Self, &T)) {
        let shown = if self.brief && all.len() > FEW + 1 { FEW } else { all.len() };
        all.iter().take(shown).for_each(|one| tell(self, one));
        if shown < all.len() {
            self.line(2, fill(self.said.more, &[("n", &(all.len() - shown).to_string())]));
        }
    }

    fn named(&self, name: &str, value: &str) -> String {
        fill(self.said.named, &[("name", name), ("value", value)])
    }

    fn in_clause(&self, number: &str) -> String {
        fill(self.said.clause, &[("clause", number)])
    }

    fn result(&mut self, result: &ResultTold<'_>) {
        self.number(&result.number);
        if let Some(clause) = &result.clause {
            self.clause_head(clause);
            self.prose(clause);
        }
        if !self.brief {
            result.written_out.iter().for_each(|written| self.written_out(written));
            self.steps(&result.steps);
            self.tables(&result.tables);
        }
        self.behind(&result.behind);
    }

    fn number(&mut self, number: &NumberTold<'_>) {
        self.line(0, number.label());
        match number.exact == number.printed {
            true => self.line(2, &number.printed),
            false => self.line(2, format_args!("{} ({})", number.printed, number.exact)),
        }
        if !number.population.is_empty() {
            self.line(2, &number.population);
        }
        self.line(2, fill(self.said.stands_as, &[("stands", &number.stands_as)]));
        number.method.iter().for_each(|method| self.method(method));
        self.line(2, fill(self.said.identifier, &[("id", number.id)]));
    }

    fn method(&mut self, method: &MethodTold<'_>) {
        let options: Vec<String> =
            method.options.iter().map(|option| self.named(&option.called, &option.value)).collect();
        let called = match options.is_empty() {
            true => method.title.clone(),
            false => format!("{} ({})", method.title, options.join(", ")),
        };
        self.wrapped(2, &fill(self.said.method, &[("method", &called)]));
        if !self.brief {
            self.wrapped_as_written(2, method.citation);
        }
    }

    fn clause_head(&mut self, clause: &ClauseTold<'_>) {
        let number = fill(self.said.clause_title, &[("clause", clause.number)]);
        self.title(format_args!("{number} {}   {}:{}", clause.title, clause.file, clause.line));
        self.line(2, clause.states.join(", "));
    }

    fn prose(&mut self, clause: &ClauseTold<'_>) {
        if self.brief {
            return;
        }
        for paragraph in clause.text.split("\n\n").filter(|p| !p.trim().is_empty()) {
            self.text.push('\n');
            self.wrapped_as_written(2, paragraph);
        }
        if !clause.formal.is_empty() {
            self.title(self.said.formal);
        }
        for formal in clause.formal {
            for (place, line) in formal.text.lines().enumerate() {
                self.as_written(0, format_args!("{:>5}  {line}", formal.line + place).to_string().trim_end());
            }
            self.text.push('\n');
        }
    }

    fn clause_told(&mut self, clause: &ClauseTold<'_>) {
        self.clause_head(clause);
        self.text = self.text.trim_start().to_string();
        self.prose(clause);
        clause.made.iter().for_each(|made| self.made(made));
    }

    fn made(&mut self, made: &MadeTold<'_>) {
        if !self.brief {
            made.written_out.iter().for_each(|written| self.written_out(written));
            self.steps(&made.steps);
        }
        match made.n {
            0 => self.title(self.said.made_none),
            n => self.title(fill(self.said.made, &[("n", &n.to_string())])),
        }
        let brief = self.brief;
        self.some(&made.numbers, |page, group| {
            page.line(2, page.named(&group.of, &group.numbers.len().to_string()));
            for number in group.numbers.iter().filter(|_| !brief) {
                page.line(4, format_args!("{}   {}", page.named(&number.short_label(), &number.printed), number.id));
            }
        });
        self.findings(&made.findings);
    }

    /// A statement that is like another, each line with where it is stated.
    fn written_out(&mut self, written: &WrittenTold<'_>) {
        let place = format!("{}:{}", written.file, written.line);
        let places = [("head", written.head), ("name", written.name), ("like", written.like), ("place", &place)];
        self.title(fill(self.said.written_out, &places));
        for line in &written.lines {
            let text = format!("{:indent$}{}", "", line.text, indent = 2 * line.depth);
            self.as_written(2, format_args!("{text:<STATED$}  {}", line.from).to_string().trim_end());
        }
    }

    fn steps(&mut self, steps: &[StepTold<'_>]) {
        if steps.is_empty() {
            return;
        }
        self.title(self.said.steps);
        let width = steps.iter().map(|s| s.label.chars().count()).max().unwrap_or(0).min(LONGEST_LABEL);
        for step in steps {
            let clause = self.in_clause(step.clause);
            let place = format!("{}, {clause}, {}:{}", step.kind, step.file, step.line);
            self.line(2, format_args!("{:width$}  {place}  {}", step.label, step.id));
        }
    }

    fn tables(&mut self, tables: &[TableTold<'_>]) {
        if !tables.is_empty() {
            self.title(self.said.tables);
        }
        for table in tables {
            let rows = crate::results::format::patients(table.rows);
            let places = [("label", table.label), ("name", table.name), ("rows", &rows), ("digest", table.digest)];
            self.line(2, fill(self.said.table, &places));
        }
    }

    fn behind(&mut self, behind: &BehindTold<'_>) {
        if !behind.settled.is_empty() {
            self.title(self.said.settled);
        }
        self.some(&behind.settled, |page, of| {
            let arms = behind.arms.iter().zip(&of.by_arm).filter(|(_, n)| **n > 0);
            let arms: Vec<String> = arms.map(|(arm, n)| page.named(arm, &n.to_string())).collect();
            page.line(2, format_args!("{:>5}  {}   ({})", of.n, of.because, arms.join(", ")));
        });
        behind.lists.iter().for_each(|list| self.list(list));
        let Some(population) = &behind.population else { return };
        if self.brief {
            self.title(population);
            let n = behind.patients.len().to_string();
            return self.wrapped(2, &fill(self.said.each_patient, &[("n", &n)]));
        }
        self.title(population);
        behind.patients.iter().for_each(|patient| self.patient_of_number(patient));
    }

    fn list(&mut self, list: &ListTold<'_>) {
        self.title(&list.title);
        self.some(&list.lines, |page, (patient, text)| page.line(2, format_args!("{patient}  {text}")));
    }

    /// What a number rests on in one patient.
    fn patient_of_number(&mut self, patient: &PatientTold<'_>) {
        if patient.values.is_empty() {
            self.line(2, format_args!("{}  {}", patient.patient, patient.arm));
        }
        for value in &patient.values {
            self.line(2, format_args!("{}  {}  {}  {}", patient.patient, patient.arm, value.value, value.because));
            value.counted_from.iter().for_each(|from| self.line(6, from));
        }
        for beginning in &patient.beginnings {
            self.wrapped(6, beginning);
        }
        patient.examinations.iter().for_each(|exam| self.exam(4, exam));
    }

    fn patient_told(&mut self, patient: &PatientTold<'_>) {
        let name = fill(self.said.patient, &[("patient", patient.patient)]);
        let zero = patient.time_zero.map(|date| fill(self.said.time_zero, &[("date", date)]));
        let head = [name, patient.arm.to_string()].into_iter().chain(zero).collect::<Vec<_>>();
        self.line(0, head.join(", "));
        if let Some(number) = &patient.number {
            self.text.push('\n');
            self.number(number);
        }
        self.course(patient);
        if !self.brief {
            self.told_under(self.said.beginnings, &patient.beginnings, |page, text| page.wrapped(2, text));
            self.told_under(self.said.examinations, &patient.examinations, |page, exam| page.exam(2, exam));
        }
        self.told_under(self.said.values, &patient.values, Self::value);
        if !self.brief {
            self.told_under(self.said.known, &patient.known, Self::pair);
            self.told_under(self.said.timepoints, &patient.timepoints, Self::pair);
        }
        self.told_under(self.said.matchings, &patient.matchings, Self::pair);
        if !self.brief {
            self.told_under(self.said.populations, &patient.populations, Self::pair);
        }
        if patient.number.is_none() {
            self.findings(&patient.findings);
        }
        if self.brief {
            self.title(self.said.whole);
        }
    }

    fn told_under<T>(&mut self, title: &str, all: &[T], tell: impl Fn(&mut Self, &T)) {
        if !all.is_empty() {
            self.title(title);
            self.some(all, tell);
        }
    }

    fn pair(&mut self, pair: &Named) {
        self.line(2, self.named(&pair.label, &pair.value));
    }

    fn value(&mut self, value: &ValueTold) {
        let from = value.counted_from.iter().map(String::as_str);
        let parts: Vec<&str> = [value.value.as_str(), &value.because].into_iter().chain(from).collect();
        self.line(2, self.named(&value.of, &parts.join(", ")));
    }

    fn course(&mut self, patient: &PatientTold<'_>) {
        self.told_under(self.said.course, &patient.course, |page, moment| {
            let day = moment.day.map_or_else(String::new, |day| day.to_string());
            page.line(2, format_args!("{day:>6}  {}   {}", moment.what, moment.place));
        });
    }

    fn findings(&mut self, findings: &[FoundTold<'_>]) {
        match findings.len() {
            0 => self.title(self.said.no_finding),
            n => self.title(fill(self.said.findings, &[("n", &n.to_string())])),
        }
        self.some(findings, |page, found| {
            let (clause, place) = (page.in_clause(found.clause), found.place());
            let places = [
                ("code", found.code),
                ("rule", found.rule),
                ("place", &place),
                ("clause", &clause),
                ("found", found.found),
                ("expected", found.expected),
            ];
            page.wrapped(2, &fill(page.said.finding, &places));
        });
    }

    /// An examination with its combined response, then what each reader found.
    fn exam(&mut self, indent: usize, exam: &ExamTold<'_>) {
        if let (Some(day), Some(result), Some(because)) = (exam.day, exam.result, &exam.because) {
            let places = [
                ("exam", exam.exam),
                ("day", &day.to_string()),
                ("response", exam.response),
                ("result", result),
                ("because", because),
            ];
            self.line(indent + 2, fill(self.said.combined, &places));
        }
        exam.readings.iter().for_each(|reading| self.reading(indent + 4, exam.exam, reading));
    }

    /// The reader's response, what was measured, then each rule that fired with its place in the criterion.
    fn reading(&mut self, indent: usize, exam: &str, reading: &ReadingTold<'_>) {
        let answer = self.named(&format!("{exam} {}", reading.reader), reading.result);
        self.line(indent, format_args!("{answer} ({})", reading.because));
        let computed = reading.values.iter().filter(|value| value.by.is_none());
        let computed: Vec<String> = computed.map(|value| format!("{} {}", value.name, value.value)).collect();
        self.wrapped(indent + 4, &computed.join("; "));
        for value in &reading.values {
            let Some(by) = &value.by else { continue };
            let place = value.rule.map(|(clause, file, line)| format!("  {}, {file}:{line}", self.in_clause(clause)));
            self.line(indent + 4, format_args!("{} {} ({by}){}", value.name, value.value, place.unwrap_or_default()));
        }
        for said in reading.lesions.iter().chain(&reading.sets) {
            self.wrapped(indent + 4, said);
        }
    }
}

/// Lines of at most `width` characters, broken at spaces that are not there to hold two words together.
fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines = vec![];
    let mut current = String::new();
    for word in text.split(breaks).filter(|word| !word.is_empty()) {
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

fn breaks(c: char) -> bool {
    c.is_whitespace() && !matches!(c, '\u{a0}' | '\u{202f}')
}
