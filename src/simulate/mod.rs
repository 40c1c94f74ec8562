//! Data that fit a plan and its binding, made from a seed.
//!
//! Each patient is made from a sequence of the patient's own, so that patient k is the same whatever the number of patients.
//! What is made is read and checked as a run does it: a patient of whom something blocks the report is made anew, and a plan
//! that no patient can satisfy is told with the check that was not met.

mod assumed;
mod clocks;
mod course;
mod draw;
mod evaluate;
mod generate;
mod limits;
mod making;
mod repair;
mod rows;
mod satisfy;
mod scene;
mod write;

pub use assumed::{Undrawn, Why, hazard, real};

use crate::binding::Binding;
use crate::checks;
use crate::checks::finding::Finding;
use crate::data::{self, Read};
use crate::derive;
use crate::derive::endpoints::{self, Facts};
use crate::derive::model::{Derived, TimeValue, YesNoValue};
use crate::derive::seen::Seen;
use crate::diagnostic::Sources;
use crate::file::NoFile;
use crate::plan::ir::{Analysis, Assumption, CombineCase, FindingSeverity, Handling, LookUp, Plan};
use crate::program::{Operation, Program, StepId};
use crate::stats::random::Stream;
use assumed::{By, Drawn};
use draw::{Target, Wanted};
use making::Making;
use rows::Rows;
use scene::Scene;
use std::collections::BTreeMap;
use std::path::Path;

/// What is to be made.
#[derive(Clone, Copy, Debug)]
pub struct Asked {
    pub seed: u64,
    pub patients: u64,
}

/// So often a patient of whom something blocks the report is made anew.
pub const MOST_ATTEMPTS: u64 = 60;
/// So often a patient is made until an outcome is as it was drawn.
const MOST_UNTIL_DRAWN: u64 = 1000;
/// Up to here a patient is made anew for a query as well.
const WITHOUT_QUERY: u64 = 2;
/// Rounds in which consensus readings are added to what was made of a patient.
const MOST_CONSENSUS: u64 = 30;

/// What the data are to fit.
#[derive(Clone, Copy)]
pub struct Given<'a> {
    pub plan: &'a Plan,
    pub program: &'a Program,
    pub sources: &'a Sources,
    pub binding: &'a Binding,
    /// By what the outcomes are drawn; nothing has an effect where there is none.
    pub under: Option<&'a Assumption>,
}

/// A patient could not be made.
#[derive(Clone, Debug)]
pub struct Unsatisfied {
    pub patient: String,
    pub attempts: u64,
    pub because: Unmet,
}

#[derive(Clone, Debug)]
pub enum Unmet {
    /// What was found in the last attempt.
    Finding(Box<Finding>),
    /// The outcome that was never as it was drawn, by the name of its endpoint; none where a cell could not be set.
    Drawn(Option<String>),
}

/// The files of a data folder, by their names.
pub type Files = BTreeMap<String, Vec<u8>>;

/// What a run reads of the files; none where one is not there.
pub fn read(plan: &Plan, binding: &Binding, files: &Files) -> Option<Read> {
    let bytes = |path: &Path| path.to_str().and_then(|name| files.get(name)).cloned().ok_or(NoFile::Absent);
    data::read(plan, binding, Path::new(""), &bytes).ok()
}

/// Makes data of one plan, again and again.
pub struct Simulator<'a> {
    given: Given<'a>,
    scene: Scene<'a>,
    /// What the checks and the responses that are drawn rest on, in the order of the program.
    needed: Vec<StepId>,
}

impl<'a> Simulator<'a> {
    pub fn new(given: Given<'a>) -> Simulator<'a> {
        let needed = needed(given.program, given.under.is_some());
        Simulator { given, scene: Scene::new(given.plan, given.binding, given.under), needed }
    }

    /// What is assumed and cannot be drawn.
    pub fn undrawn(&self) -> &[Undrawn] {
        &self.scene.undrawn
    }

    /// Whether the outcome that an analysis asks about is drawn.
    pub fn is_drawn(&self, analysis: &Analysis) -> bool {
        self.scene.assumed.as_ref().is_some_and(|drawing| drawing.is_of(analysis))
    }

    pub fn files(&self, asked: Asked) -> Result<Files, Unsatisfied> {
        self.files_telling(asked, &|_| {})
    }

    /// As [`Simulator::files`]; it is told how many patients are made.
    pub fn files_telling(&self, asked: Asked, told: &dyn Fn(u64)) -> Result<Files, Unsatisfied> {
        let Asked { seed, patients } = asked;
        let mut made: BTreeMap<u64, Rows> = BTreeMap::new();
        let mut open: Vec<Open> =
            (1..=patients).map(|number| Open::new(&self.scene, seed, number, Attempts::default())).collect();
        while !open.is_empty() {
            let examined = Examined::of(self.given, &self.scene, (&open, &self.needed), seed);
            let mut next = vec![];
            for one in open {
                match examined.judged(&self.scene, one, seed)? {
                    Judged::Kept(one) => {
                        made.insert(one.number, one.rows);
                        told(made.len() as u64);
                    }
                    Judged::Again(one) => next.push(one),
                }
            }
            open = next;
        }
        let patients: Vec<(u64, &Rows)> = made.iter().map(|(number, rows)| (*number, rows)).collect();
        Ok(write::files(&self.scene, &patients, seed))
    }
}

/// Of the steps in their order those that checks and consensus readings rest on, and endpoints where some are drawn.
fn needed(program: &Program, is_drawn: bool) -> Vec<StepId> {
    let is_asked = |id: &StepId| match &program.step(*id).does {
        Operation::Check { .. }
        | Operation::Declared(_)
        | Operation::Require { .. }
        | Operation::Sets { .. }
        | Operation::Fold(_)
        | Operation::Combine(_)
        | Operation::Endpoint(_)
        | Operation::Classify { .. } => true,
        Operation::Intercurrent(_) => is_drawn,
        Operation::Read(_)
        | Operation::Join { .. }
        | Operation::Sort(_)
        | Operation::Compute { .. }
        | Operation::Above { .. }
        | Operation::Filter { .. }
        | Operation::Quantify { .. }
        | Operation::Select { .. }
        | Operation::Beside { .. }
        | Operation::Choose { .. }
        | Operation::Members { .. }
        | Operation::Match(_)
        | Operation::Analyse(_)
        | Operation::Describe
        | Operation::Draw(_)
        | Operation::Agree(_)
        | Operation::Adjust(_)
        | Operation::Size(_)
        | Operation::CountLesions(_)
        | Operation::Tally(_) => false,
    };
    // Orders of dates are checked of every event.
    let asked: Vec<StepId> = program.all().into_iter().filter(is_asked).chain(program.events.iter().copied()).collect();
    let mut steps = program.upstream(&asked);
    steps.reverse();
    steps
}

/// How often a patient was made.
#[derive(Clone, Copy, Debug, Default)]
struct Attempts {
    /// As something was found in the patient.
    found: u64,
    /// As an outcome was not as drawn.
    drawn: u64,
}

impl Attempts {
    /// What happens to a patient, death and treatments, is drawn anew only after so many attempts in which something was found
    /// that blocks the report, and where an outcome is not as drawn.
    const BEFORE_ANOTHER_FATE: u64 = 20;

    fn fate(self) -> u64 {
        self.drawn * MOST_ATTEMPTS + self.life()
    }

    /// As [`Attempts::fate`], whatever outcomes are.
    fn life(self) -> u64 {
        self.found / Attempts::BEFORE_ANOTHER_FATE
    }
}

/// A patient who is not yet known to fit.
struct Open {
    number: u64,
    attempts: Attempts,
    consensus: u64,
    rows: Rows,
    /// Whether the rows have what was drawn, as far as no examination tells it.
    has_what_was_drawn: bool,
    /// By place of the outcome, what examinations are to tell.
    wanted: Vec<(usize, Wanted)>,
}

impl Open {
    fn new(scene: &Scene<'_>, seed: u64, number: u64, attempts: Attempts) -> Open {
        let mut making = Making::begun(scene, seed, number, attempts);
        making.generate();
        making.settle();
        let examined = |target: &Target| match target {
            Target::Examined { outcome, wanted } => Some((*outcome, *wanted)),
            Target::Truth { .. } | Target::Value { .. } | Target::Date { .. } => None,
        };
        let wanted = making.targets.iter().filter_map(examined).collect();
        let has_what_was_drawn = making.has_what_was_drawn();
        Open { number, attempts, consensus: 0, rows: making.rows, has_what_was_drawn, wanted }
    }
}

enum Judged {
    Kept(Open),
    Again(Open),
}

/// What a run would find in those who are open.
struct Examined<'a> {
    plan: &'a Plan,
    program: &'a Program,
    read: Option<Read>,
    derived: Derived,
    /// By pseudonym, the worst that was found.
    findings: BTreeMap<String, Finding>,
}

impl<'a> Examined<'a> {
    fn of(given: Given<'a>, scene: &Scene<'_>, (open, needed): (&[Open], &[StepId]), seed: u64) -> Examined<'a> {
        let Given { plan, program, sources, binding, under: _ } = given;
        let patients: Vec<(u64, &Rows)> = open.iter().map(|one| (one.number, &one.rows)).collect();
        let files = write::files(scene, &patients, seed);
        let Some(read) = read(plan, binding, &files) else {
            return Examined { plan, program, read: None, derived: Derived::default(), findings: BTreeMap::new() };
        };
        let derived = derive::needed_of_part(plan, program, &read.data, needed);
        let silent = checks::Silent::default();
        let within = checks::of_part(plan, program, sources, &read, (&read.data, &derived), &silent);
        let found = [within, checks::beyond(plan, &read)];
        let mut findings: BTreeMap<String, Finding> = BTreeMap::new();
        for finding in checks::in_order(found.into_iter().flatten().collect()) {
            let Some(patient) = finding.patient.clone() else { continue };
            let worse = |other: &Finding| finding.severity < other.severity;
            if findings.get(&patient).is_none_or(worse) {
                findings.insert(patient, finding);
            }
        }
        Examined { plan, program, read: Some(read), derived, findings }
    }

    fn judged(&self, scene: &Scene<'_>, mut one: Open, seed: u64) -> Result<Judged, Unsatisfied> {
        let pseudonym = pseudonym(self.plan, &one.rows);
        if one.consensus < MOST_CONSENSUS && self.consensus(scene, &mut one, &pseudonym, seed) {
            one.consensus += 1;
            return Ok(Judged::Again(one));
        }
        let Attempts { found, drawn } = one.attempts;
        let is_found = |finding: &&Finding| match finding.severity {
            FindingSeverity::BlocksLock => true,
            FindingSeverity::Query => found < WITHOUT_QUERY,
            FindingSeverity::Note => false,
        };
        let unsatisfied = |attempts: u64, because: Unmet| Unsatisfied { patient: pseudonym.clone(), attempts, because };
        if let Some(finding) = self.findings.get(&pseudonym).filter(is_found) {
            if found + 1 >= MOST_ATTEMPTS {
                return Err(unsatisfied(found + 1, Unmet::Finding(Box::new(finding.clone()))));
            }
            let attempts = Attempts { found: found + 1, drawn };
            return Ok(Judged::Again(Open::new(scene, seed, one.number, attempts)));
        }
        if let Some(unlike) = self.unlike_what_was_drawn(scene, &one, &pseudonym) {
            if drawn + 1 >= MOST_UNTIL_DRAWN {
                return Err(unsatisfied(drawn + 1, Unmet::Drawn(unlike)));
            }
            let attempts = Attempts { found, drawn: drawn + 1 };
            return Ok(Judged::Again(Open::new(scene, seed, one.number, attempts)));
        }
        Ok(Judged::Kept(one))
    }

    /// An outcome that is not as it was drawn, by the name of its endpoint where it is a response.
    fn unlike_what_was_drawn(&self, scene: &Scene<'_>, one: &Open, pseudonym: &str) -> Option<Option<String>> {
        if !one.has_what_was_drawn {
            return Some(None);
        }
        let outcomes = scene.assumed.as_ref().map_or(&[][..], |drawing| &drawing.outcomes);
        let patient = self.derived.patients.iter().position(|p| p == pseudonym)?;
        let noted = derive::Noted::default();
        let facts = Facts { program: self.program, seen: Seen::new(&self.derived, self.program, &noted) };
        let is_unlike = |(place, wanted): &&(usize, Wanted)| !is_told(&facts, &outcomes[*place], patient, *wanted);
        let (place, _) = one.wanted.iter().find(is_unlike)?;
        Some(Some(self.plan.endpoints[outcomes[*place].outcome.endpoint.0].header.name.clone()))
    }

    /// Where the readers differ, the consensus is the response of one of them. Whether any was added.
    fn consensus(&self, scene: &Scene<'_>, one: &mut Open, pseudonym: &str, seed: u64) -> bool {
        let Some(read) = &self.read else { return false };
        let Some(patient) = self.derived.patients.iter().position(|p| p == pseudonym) else { return false };
        let mut added = false;
        for of in self.plan.combines.iter().flat_map(|combine| &combine.of) {
            let looked = of.cases.iter().find_map(|case| match case {
                CombineCase::Looked { up, .. } if up.own => Some(up),
                CombineCase::Looked { .. }
                | CombineCase::Common { .. }
                | CombineCase::Worst { .. }
                | CombineCase::Median { .. }
                | CombineCase::Fixed { .. } => None,
            });
            let (Some(up), Some(derived)) = (looked, self.derived.responses.get(of.response.0)) else { continue };
            let exams = self.plan.responses[of.response.0].criterion.exam;
            for (_, exam) in derived.unresolved.iter().filter(|(of, _)| *of == patient) {
                let name = derive::key(self.plan, &read.data, exams, *exam);
                let results = derived.readings.iter().filter(|r| r.patient == patient && r.exam == *exam);
                let codes: Vec<usize> = results
                    .filter_map(|reading| up.codes.iter().position(|code| *code == Some(reading.result)))
                    .collect();
                added |= one.add_consensus(scene, up, &name, &codes, seed);
            }
        }
        added
    }
}

impl Open {
    fn add_consensus(&mut self, scene: &Scene<'_>, up: &LookUp, exam: &str, codes: &[usize], seed: u64) -> bool {
        let Some((_, parent)) = scene.plan.table(up.table).parent else { return false };
        let Some(key) = scene.plan.table(parent).key.first() else { return false };
        let is_exam = |at: &rows::Here| self.rows.cell(*at, *key) == Some(&rows::Value::Text(exam.to_string()));
        let Some(above) = self.rows.of(parent.0).into_iter().find(is_exam) else { return false };
        let mut random = Stream::new(seed, &[u64::MAX - 1, self.number, above.row as u64, up.criterion.1 as u64]);
        let Some(code) = codes.get(random.below(codes.len() as u64) as usize) else { return false };
        let columns = scene.plan.table(up.table).columns.len();
        let mut cells = vec![None; columns];
        let settled = [(up.criterion.0, up.criterion.1), (up.response, *code)];
        for (column, code) in settled {
            if let Some(cell) = cells.get_mut(column) {
                *cell = Some(rows::Value::Code(code));
            }
        }
        self.rows.tables[up.table.0].push(rows::Row { cells, parent: above.row, gone: false });
        true
    }
}

/// Whether examinations tell of a patient what they are to tell.
fn is_told(facts: &Facts, drawn: &Drawn, patient: usize, wanted: Wanted) -> bool {
    let endpoint = drawn.outcome.endpoint;
    let responds = |found: Vec<YesNoValue>| found.first().and_then(|value| value.value);
    match (drawn.by, wanted) {
        (By::Response { response, point, handling }, Wanted::Response(wanted)) => {
            responds(endpoints::yes_no(facts, handling, endpoint, response, point, &[patient])) == Some(wanted)
        }
        (By::Best(_), Wanted::Response(wanted)) => {
            responds(endpoints::best_successes(facts, endpoint, 0, &[patient])) == Some(wanted)
        }
        (By::Dates(_), Wanted::Time(wanted)) => {
            let found = endpoints::time_to_event(facts, &Handling::NOTHING, endpoint, &[patient]);
            let is_so = |of: &TimeValue| of.event == wanted.event && wanted.day.is_none_or(|day| of.time == day);
            found.first().is_some_and(is_so)
        }
        // What is to be told is of the kind of its outcome.
        (
            By::Response { .. }
            | By::Best(_)
            | By::Dates(_)
            | By::Condition(_)
            | By::Time { .. }
            | By::Number(_)
            | By::Change { .. },
            Wanted::Response(_) | Wanted::Time(_),
        ) => true,
    }
}

fn pseudonym(plan: &Plan, rows: &Rows) -> String {
    let patients = plan.patient_table();
    let key = plan.table(patients).key.first().copied().unwrap_or(0);
    match rows.cell(rows::Here { table: patients.0, row: 0 }, key) {
        Some(rows::Value::Text(text)) => text.clone(),
        Some(rows::Value::Number(number)) => number.to_string(),
        Some(rows::Value::Code(_) | rows::Value::Date(_) | rows::Value::YesNo(_)) | None => String::new(),
    }
}
