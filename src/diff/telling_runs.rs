//! What differs between two runs, in words.

use super::causes::{Cause, ChangeOf, RowOf};
use super::patients::{PatientChanged, PatientWhat};
use super::plans::How;
use super::rows::RowChanged;
use super::runs::{CauseTold, NumberChanged, NumberTold, RunsCompared};
use super::telling::{Line, Telling, Voice, of_plans};
use super::words as said;
use crate::catalogue::Language;

/// Patients of a number that are named beside it.
const FEW: usize = 8;

/// Which runs, in what they differ, and that no number does.
pub(super) fn begun(voice: Voice, compared: &RunsCompared) -> Vec<Line> {
    let sides = [("before", compared.before.folder.as_str()), ("after", compared.after.folder.as_str())];
    let mut lines = vec![
        Line::Sentence { text: voice.say(said::SIDES, &sides) },
        Line::Sentence { text: voice.differ(&compared.differ) },
    ];
    if compared.same_numbers {
        lines.push(Line::Sentence { text: voice.say(said::SAME_NUMBERS, &[("of", &compared.of.to_string())]) });
    }
    lines
}

pub fn runs(compared: &RunsCompared, language: Language) -> Telling {
    let voice = Voice(language);
    let mut lines = begun(voice, compared);
    let (deciding, others): (Vec<&NumberChanged>, Vec<&NumberChanged>) =
        compared.numbers.iter().partition(|number| number.decides);
    for (names, numbers) in [(said::DECIDING, deciding), (said::NUMBERS, others)] {
        if !numbers.is_empty() {
            let counts = [("n", numbers.len().to_string()), ("of", compared.of.to_string())];
            let counts = counts.each_ref().map(|(name, n)| (*name, n.as_str()));
            lines.push(Line::Heading { text: voice.say(names, &counts) });
            lines.extend(numbers.into_iter().flat_map(|number| voice.number(number, &compared.changes)));
        }
    }
    if !compared.patients.is_empty() {
        let n = compared.patients.iter().map(|change| &change.patient).collect::<std::collections::BTreeSet<_>>().len();
        lines.push(voice.counted(said::PATIENTS, n));
        lines.extend(compared.patients.iter().flat_map(|patient| voice.patient(patient)));
    }
    match &compared.rows {
        None => lines.push(Line::Sentence { text: voice.say(said::NO_ROWS, &[]) }),
        Some(rows) if rows.is_empty() => {}
        Some(rows) => {
            lines.push(voice.counted(said::ROWS, rows.len()));
            lines.extend(rows.iter().flat_map(|row| voice.row(row)));
        }
    }
    lines.extend(compared.plans.iter().flat_map(|plans| of_plans(plans, language)));
    Telling { language: language.code(), title: voice.say(said::RUNS, &[]), lines }
}

impl Voice {
    pub(super) fn differ(self, differ: &[Vec<Cause>]) -> String {
        let list: Vec<String> = differ.iter().map(|causes| self.causes(causes)).collect();
        match list.is_empty() {
            true => self.say(said::DIFFER_NOTHING, &[]),
            false => self.say(said::DIFFER, &[("list", &list.join(", "))]),
        }
    }

    /// Those that cannot be told apart stand together.
    pub(super) fn causes(self, causes: &[Cause]) -> String {
        let one = |cause: &Cause| {
            let names = match cause {
                Cause::Data => said::DATA,
                Cause::Plan => said::PLAN,
                Cause::Criterion => said::CRITERION,
                Cause::Binding => said::BINDING_FILE,
                Cause::Engine => said::ENGINE,
            };
            self.say(names, &[])
        };
        causes.iter().map(one).collect::<Vec<_>>().join(&self.say(said::AND, &[]))
    }

    fn printed(self, number: &Option<NumberTold>) -> String {
        number.as_ref().map_or_else(|| self.say(said::ABSENT, &[]), |number| number.printed.clone())
    }

    /// Where two numbers are printed alike, at full precision.
    pub(super) fn change(self, before: &Option<NumberTold>, after: &Option<NumberTold>) -> String {
        let alike = before.as_ref().zip(after.as_ref()).filter(|(a, b)| a.printed == b.printed);
        let (a, b) = match alike {
            Some((a, b)) => (a.exact.clone(), b.exact.clone()),
            None => (self.printed(before), self.printed(after)),
        };
        self.say(said::FROM_TO, &[("before", &a), ("after", &b)])
    }

    fn number(self, number: &NumberChanged, tried: &[ChangeOf]) -> Vec<Line> {
        let what = format!("{}  {}", number.label, self.change(&number.before, &number.after));
        let clause = self.say(said::CLAUSE, &[("clause", &number.clause)]);
        let place = format!("{}, {clause}", number.id);
        let mut lines = vec![Line::Entry { how: String::new(), what, place }];
        let list: Vec<String> = number.causes.iter().map(|cause| self.cause(cause)).collect();
        let names = if list.len() == 1 { said::CAUSE } else { said::CAUSES };
        lines.push(Line::Note { text: self.say(names, &[("list", &list.join(" + "))]) });
        if number.causes.len() > 1 {
            lines.extend(number.causes.iter().map(|cause| {
                let sides = [("alone", self.printed(&cause.alone)), ("undone", self.printed(&cause.undone))];
                let sides = sides.each_ref().map(|(name, text)| (*name, text.as_str()));
                Line::Note { text: format!("  {}: {}", self.causes(&cause.what), self.say(said::ALONE, &sides)) }
            }));
        }
        let changes = number.causes.iter().flat_map(|cause| &cause.changes).filter_map(|of| tried.get(of.change));
        let list: Vec<String> = changes.map(|change| self.changed(change)).collect();
        if !list.is_empty() {
            lines.push(Line::Note { text: self.say(said::CELLS, &[("list", &self.few_by(&list, "; "))]) });
        }
        if number.together || number.causes.iter().any(|cause| cause.files_together || cause.changes_together) {
            lines.push(Line::Note { text: self.say(said::TOGETHER, &[]) });
        }
        if !number.patients.is_empty() {
            let list = self.few(&number.patients);
            lines.push(Line::Note { text: self.say(said::BY_PATIENTS, &[("list", &list)]) });
        }
        lines
    }

    /// Table, column and rows of a change of the data.
    fn changed(self, change: &ChangeOf) -> String {
        let mut tables: Vec<&str> = change.rows.iter().map(|row| row.table.as_str()).collect();
        tables.dedup();
        let of_row = |row: &RowOf| if row.key.is_empty() { row.patient.clone() } else { row.key.clone() };
        let rows = self.few(&change.rows.iter().map(of_row).collect::<Vec<_>>());
        let column = change.column.clone().unwrap_or_else(|| match change.how {
            How::Added => self.say(said::ROWS_ADDED, &[]),
            How::Removed => self.say(said::ROWS_REMOVED, &[]),
            How::Changed => String::new(),
        });
        let parts = [("table", tables.join(", ")), ("column", column), ("rows", rows)];
        self.say(said::CELLS_OF, &parts.each_ref().map(|(name, text)| (*name, text.as_str())))
    }

    fn few(self, list: &[String]) -> String {
        self.few_by(list, ", ")
    }

    fn few_by(self, list: &[String], by: &str) -> String {
        let shown = list.iter().take(FEW).cloned().collect::<Vec<_>>().join(by);
        match list.len().checked_sub(FEW).filter(|more| *more > 0) {
            Some(more) => self.say(said::AND_MORE, &[("list", &shown), ("n", &more.to_string())]),
            None => shown,
        }
    }

    fn cause(self, cause: &CauseTold) -> String {
        let files: Vec<&str> = cause.files.iter().map(|file| file.of.file.as_str()).collect();
        let statement = |of: &super::runs::StatementTold| {
            format!("{} ({})", of.statement, self.say(said::CLAUSE, &[("clause", &of.clause)]))
        };
        let statements: Vec<String> = cause.statements.iter().map(statement).collect();
        let what = match cause.what.as_slice() {
            [Cause::Data] if !files.is_empty() => self.say(said::DATA_OF, &[("files", &files.join(", "))]),
            causes => self.causes(causes),
        };
        if statements.is_empty() { what } else { format!("{what}: {}", statements.join(", ")) }
    }

    fn patient(self, change: &PatientChanged) -> Vec<Line> {
        let names = match change.what {
            PatientWhat::Known => said::KNOWN,
            PatientWhat::Arm => said::ARM,
            PatientWhat::Population => said::POPULATION,
            PatientWhat::Pair => said::PAIR,
            PatientWhat::Response => said::RESPONSE,
            PatientWhat::Endpoint => said::ENDPOINT,
        };
        let what = format!("{}  {}", change.patient, self.say(names, &[("of", &change.of)]));
        let side = |side: &Option<String>| side.clone().unwrap_or_else(|| self.say(said::ABSENT, &[]));
        let (before, after) = (side(&change.changed.before), side(&change.changed.after));
        let place = self.say(said::FROM_TO, &[("before", &before), ("after", &after)]);
        vec![Line::Entry { how: String::new(), what, place }]
    }

    fn row(self, row: &RowChanged) -> Vec<Line> {
        let line = match (row.line_before, row.line_after) {
            (Some(before), Some(after)) if before != after => {
                self.say(said::LINES, &[("before", &before.to_string()), ("after", &after.to_string())])
            }
            (Some(line), _) | (None, Some(line)) => self.say(said::LINE, &[("line", &line.to_string())]),
            (None, None) => String::new(),
        };
        let what = if row.key == row.patient { row.key.clone() } else { format!("{}  {}", row.patient, row.key) };
        let how = self.how(row.how);
        let mut lines = vec![Line::Entry { how, what, place: format!("{}, {line}", row.file) }];
        let cells = row.cells.iter();
        lines.extend(cells.map(|cell| Line::Difference { key: cell.column.clone(), changed: cell.changed.clone() }));
        lines
    }
}
