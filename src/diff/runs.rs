//! Two runs: each number that changed, with what changed it and the patients and rows that it rests on.

use super::causes::{Acts, Cause, ChangeOf, FileOf, Found, Numbers, Trials};
use super::patients::{Behind, PatientChanged, patients};
use super::plans::{PlansCompared, StatementChanged};
use super::rows::{RowChanged, rows};
use crate::catalogue::Language;
use crate::number::Number;
use crate::results::{Record, Results, Role, Sources, Standing};
use crate::words::Words;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// One of the two.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RunSide {
    pub folder: String,
    pub study: String,
    pub engine: String,
    pub plan_digest: String,
    pub data_digest: String,
}

/// What differs between two runs.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RunsCompared {
    pub before: RunSide,
    pub after: RunSide,
    /// No number differs, and none stands in one run alone.
    pub same_numbers: bool,
    /// What the runs differ in, whether or not a number rests on it. Those within one list were not told apart: one cannot be
    /// changed without the other.
    pub differ: Vec<Vec<Cause>>,
    /// How many numbers the later run has.
    pub of: usize,
    /// What decides stands first, then the order of the plan.
    pub numbers: Vec<NumberChanged>,
    pub patients: Vec<PatientChanged>,
    /// None where there are too many rows to be listed.
    pub rows: Option<Vec<RowChanged>>,
    /// What differs in the files that were taken apart: each was tried alone.
    pub changes: Vec<ChangeOf>,
    /// Where the plan or a criterion differs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub plans: Option<PlansCompared>,
}

/// A number as it is printed and at full precision.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NumberTold {
    pub printed: String,
    pub exact: String,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct NumberChanged {
    pub id: String,
    pub label: String,
    pub analysis: String,
    pub clause: String,
    /// It is an estimate or the test of a primary analysis.
    pub decides: bool,
    /// None: it stands in the other run alone.
    pub before: Option<NumberTold>,
    pub after: Option<NumberTold>,
    pub causes: Vec<CauseTold>,
    /// The causes act together: changing one alone does not show all that it does beside the others.
    pub together: bool,
    /// The patients whose value behind it is another one, or who are counted in one run alone; where there is none of them, those
    /// of its population of whom a row changed in a file that acts on it.
    pub patients: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CauseTold {
    pub what: Vec<Cause>,
    /// The number where this alone is that of the later run, and where this alone is that of the earlier one.
    pub alone: Option<NumberTold>,
    pub undone: Option<NumberTold>,
    /// Of data: each file that acts on it by itself.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<FileTold>,
    /// Of a plan or criterion: the statements that mean another thing and on which the number's analysis rests.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub statements: Vec<StatementTold>,
    /// What one of the files does depends on another.
    pub files_together: bool,
    /// What in these files acts on it by itself.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub changes: Vec<ChangeTold>,
    /// What one of the changes does depends on another.
    pub changes_together: bool,
}

/// A change of the data, as a cause.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ChangeTold {
    /// Its place among all that were tried.
    pub change: usize,
    pub alone: Option<NumberTold>,
    pub undone: Option<NumberTold>,
}

/// A file of the data, as a cause.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FileTold {
    #[serde(flatten)]
    pub of: FileOf,
    pub alone: Option<NumberTold>,
    pub undone: Option<NumberTold>,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct StatementTold {
    pub document: Option<String>,
    pub statement: String,
    pub clause: String,
}

/// All that two runs are compared by.
pub struct Compared<'r> {
    pub folders: [String; 2],
    pub before: &'r Results,
    pub after: &'r Results,
    pub sources: [Option<Sources>; 2],
    pub trials: Trials,
    pub plans: Option<PlansCompared>,
}

pub fn numbers(results: &Results) -> Numbers {
    results.records.iter().map(|record| (record.id.clone(), record.value.clone())).collect()
}

/// In the language of the later run.
pub fn compare(compared: Compared) -> RunsCompared {
    let words = Words::of(language(compared.after));
    let [old, new] = &compared.sources;
    let rows = old.as_ref().zip(new.as_ref()).map(|(old, new)| rows(old, new));
    let telling = Teller {
        words,
        behind: Behind::of(compared.before, compared.after),
        rows: rows.as_deref().unwrap_or_default(),
        compared: &compared,
    };
    let numbers = telling.numbers();
    let [before, after] = &compared.folders;
    RunsCompared {
        before: side(before, compared.before),
        after: side(after, compared.after),
        same_numbers: numbers.is_empty(),
        differ: differ(&compared),
        of: compared.after.records.len(),
        patients: patients(compared.before, compared.after, words),
        numbers,
        rows,
        changes: compared.trials.changes.into_iter().map(|(of, _)| of).collect(),
        plans: compared.plans,
    }
}

pub fn language(results: &Results) -> Language {
    results.report.language
}

fn side(folder: &str, results: &Results) -> RunSide {
    let study = &results.study;
    RunSide {
        folder: folder.to_string(),
        study: study.name.clone(),
        engine: study.engine.clone(),
        plan_digest: study.plan_digest.clone(),
        data_digest: study.data_digest.clone(),
    }
}

/// An engine differs by its version, or by what it computes.
fn differ(compared: &Compared) -> Vec<Vec<Cause>> {
    let Trials { written, again, causes, .. } = &compared.trials;
    let engine = compared.before.study.engine != compared.after.study.engine || written != again;
    causes.iter().map(|(what, _)| what.clone()).chain(engine.then(|| vec![Cause::Engine])).collect()
}

/// The last rank of what decides.
const DECIDES: u8 = 1;

/// The main test of a primary analysis, its estimates, what else is primary, the rest.
fn rank(record: &Record) -> u8 {
    match (record.role == Role::Primary, record.standing) {
        (true, Standing::MainTest) => 0,
        (true, Standing::Estimate) => DECIDES,
        (true, _) => 2,
        (false, _) => 3,
    }
}

struct Teller<'r, 'c> {
    words: &'static Words,
    behind: Behind<'r>,
    rows: &'c [RowChanged],
    compared: &'c Compared<'r>,
}

impl Teller<'_, '_> {
    fn numbers(&self) -> Vec<NumberChanged> {
        let changed: BTreeSet<&String> = self.compared.trials.changed().into_iter().collect();
        let (old, new) = (self.compared.before, self.compared.after);
        let of_old: BTreeMap<&str, &Record> = old.records.iter().map(|r| (r.id.as_str(), r)).collect();
        let both = new.records.iter().map(|record| (of_old.get(record.id.as_str()).copied(), Some(record)));
        let known: BTreeSet<&str> = new.records.iter().map(|r| r.id.as_str()).collect();
        let gone = old.records.iter().filter(|record| !known.contains(record.id.as_str()));
        let all = both.chain(gone.map(|record| (Some(record), None)));
        let mut numbers: Vec<(u8, NumberChanged)> = all
            .filter(|(a, b)| b.or(*a).is_some_and(|record| changed.contains(&record.id)))
            .filter_map(|(a, b)| Some((rank(b.or(a)?), self.number(a, b)?)))
            .collect();
        // A stable sort: within what decides, and within the rest, the order of the plan.
        numbers.sort_by_key(|(rank, _)| *rank);
        numbers.into_iter().map(|(_, number)| number).collect()
    }

    fn number(&self, before: Option<&Record>, after: Option<&Record>) -> Option<NumberChanged> {
        let record = after.or(before)?;
        let results = if after.is_some() { self.compared.after } else { self.compared.before };
        let told = |record: &Record| self.told(record, &record.value);
        let Found { acts, together } = self.compared.trials.causes_of(&record.id);
        let causes: Vec<CauseTold> = acts.into_iter().map(|acts| self.cause(record, acts)).collect();
        let label = self.words.number_of(results, record).label();
        Some(NumberChanged {
            patients: self.patients(record, &causes),
            id: record.id.clone(),
            label,
            analysis: record.analysis.clone(),
            clause: record.clause.clone(),
            decides: rank(record) <= DECIDES,
            before: before.map(told),
            after: after.map(told),
            causes,
            together,
        })
    }

    fn told(&self, record: &Record, value: &Number) -> NumberTold {
        NumberTold { printed: self.words.format(value, record.quantity), exact: self.words.exact(value) }
    }

    fn cause(&self, record: &Record, acts: Acts<Vec<Cause>>) -> CauseTold {
        let told = |number: &Option<Number>| number.as_ref().map(|value| self.told(record, value));
        let is_of_data = acts.what.contains(&Cause::Data);
        let files = is_of_data.then(|| self.compared.trials.files_of(&record.id)).flatten();
        let (files, files_together) = files.map_or_else(|| (vec![], false), |found| (found.acts, found.together));
        let file =
            |acts: Acts<FileOf>| FileTold { alone: told(&acts.alone), undone: told(&acts.undone), of: acts.what };
        let changes = match is_of_data {
            true => self.changes(record, &files),
            false => Found { acts: vec![], together: false },
        };
        let change =
            |acts: Acts<usize>| ChangeTold { change: acts.what, alone: told(&acts.alone), undone: told(&acts.undone) };
        CauseTold {
            alone: told(&acts.alone),
            undone: told(&acts.undone),
            changes: changes.acts.into_iter().map(change).collect(),
            changes_together: changes.together,
            files: files.into_iter().map(file).collect(),
            files_together,
            statements: self.statements(record, &acts.what),
            what: acts.what,
        }
    }

    /// What in the files acts on a number, where all of these files could be taken apart.
    fn changes(&self, record: &Record, files: &[Acts<FileOf>]) -> Found<usize> {
        let trials = &self.compared.trials;
        let files: Vec<FileOf> = files.iter().map(|acts| acts.what.clone()).collect();
        let is_apart = |file: &FileOf| trials.changes.iter().any(|(of, _)| of.file == file.file);
        match files.iter().all(is_apart) {
            true => trials.changes_of(&record.id, &files),
            false => Found { acts: vec![], together: false },
        }
    }

    /// Where the analysis rests on none of them, all that changed.
    fn statements(&self, record: &Record, what: &[Cause]) -> Vec<StatementTold> {
        let Some(plans) = &self.compared.plans else { return vec![] };
        let is_of = |change: &&StatementChanged| {
            let cause = if change.identity.document.is_some() { Cause::Criterion } else { Cause::Plan };
            what.contains(&cause)
        };
        let all: Vec<&StatementChanged> = plans.meaning.iter().filter(is_of).collect();
        let rests = |change: &&&StatementChanged| change.reaches.contains(&record.analysis);
        let reaching: Vec<&StatementChanged> = all.iter().filter(rests).copied().collect();
        let told = |change: &StatementChanged| StatementTold {
            document: change.identity.document.clone(),
            statement: change.identity.statement.clone(),
            clause: change.clause.after.clone().or_else(|| change.clause.before.clone()).unwrap_or_default(),
        };
        let chosen = if reaching.is_empty() { all } else { reaching };
        chosen.into_iter().map(told).collect()
    }

    fn patients(&self, record: &Record, causes: &[CauseTold]) -> Vec<String> {
        let of_values = self.behind.of_number(record);
        if !of_values.is_empty() {
            return of_values;
        }
        let tables: BTreeSet<&String> =
            causes.iter().flat_map(|cause| &cause.files).flat_map(|file| &file.of.tables).collect();
        let members = self.behind.members(record);
        let is_in = |patient: &str| members.as_ref().is_none_or(|members| members.contains(patient));
        let acts = |row: &&RowChanged| tables.contains(&row.table) && is_in(&row.patient);
        let patients: BTreeSet<&String> = self.rows.iter().filter(acts).map(|row| &row.patient).collect();
        patients.into_iter().filter(|patient| !patient.is_empty()).cloned().collect()
    }
}
