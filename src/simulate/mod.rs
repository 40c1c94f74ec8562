//! Data that fit a plan and its binding, made from a seed.
//!
//! Each patient is made from a sequence of the patient's own, so that patient k is the same whatever the number of patients.
//! What is made is read and checked as a run does it: a patient of whom something blocks the report is made anew, and a plan
//! that no patient can satisfy is told with the check that was not met.

mod evaluate;
mod generate;
mod limits;
mod making;
mod repair;
mod rows;
mod satisfy;
mod scene;
mod write;

use crate::binding::Binding;
use crate::checks;
use crate::checks::finding::Finding;
use crate::data::{self, Read};
use crate::derive;
use crate::derive::model::Derived;
use crate::diagnostic::Sources;
use crate::file::NoFile;
use crate::plan::ir::{CombineCase, FindingSeverity, LookUp, Plan};
use crate::program::Program;
use crate::stats::random::Stream;
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

/// So often a patient is made anew.
pub const MOST_ATTEMPTS: u64 = 60;
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
}

/// A patient could not be made: what was found in the last attempt.
#[derive(Clone, Debug)]
pub struct Unsatisfied {
    pub patient: String,
    pub attempts: u64,
    pub finding: Box<Finding>,
}

/// The files of a data folder, by their names.
pub type Files = BTreeMap<String, Vec<u8>>;

/// What a run reads of the files; none where one is not there.
pub fn read(plan: &Plan, binding: &Binding, files: &Files) -> Option<Read> {
    let bytes = |path: &Path| path.to_str().and_then(|name| files.get(name)).cloned().ok_or(NoFile::Absent);
    data::read(plan, binding, Path::new(""), &bytes).ok()
}

/// Data of so many patients. The same plan, binding and seed give the same bytes.
pub fn simulate(given: Given<'_>, asked: Asked) -> Result<Files, Unsatisfied> {
    Simulator::new(given).files(asked)
}

/// Makes data of one plan, again and again.
pub struct Simulator<'a> {
    given: Given<'a>,
    scene: Scene<'a>,
}

impl<'a> Simulator<'a> {
    pub fn new(given: Given<'a>) -> Simulator<'a> {
        Simulator { given, scene: Scene::new(given.plan, given.binding) }
    }

    pub fn files(&self, asked: Asked) -> Result<Files, Unsatisfied> {
        let Asked { seed, patients } = asked;
        let mut made: BTreeMap<u64, Rows> = BTreeMap::new();
        let mut open: Vec<Open> = (1..=patients).map(|number| Open::new(&self.scene, seed, number, 0)).collect();
        while !open.is_empty() {
            let examined = Examined::of(self.given, &self.scene, &open, seed);
            let mut next = vec![];
            for one in open {
                match examined.judged(&self.scene, one, seed)? {
                    Judged::Kept(one) => {
                        made.insert(one.number, one.rows);
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

/// A patient who is not yet known to fit.
struct Open {
    number: u64,
    attempt: u64,
    consensus: u64,
    rows: Rows,
}

impl Open {
    fn new(scene: &Scene<'_>, seed: u64, number: u64, attempt: u64) -> Open {
        let mut making = Making::begun(scene, seed, number, attempt);
        making.generate();
        making.settle();
        Open { number, attempt, consensus: 0, rows: making.rows }
    }
}

enum Judged {
    Kept(Open),
    Again(Open),
}

/// What a run would find in those who are open.
struct Examined<'a> {
    plan: &'a Plan,
    read: Option<Read>,
    derived: Derived,
    /// By pseudonym, the worst that was found.
    findings: BTreeMap<String, Finding>,
}

impl<'a> Examined<'a> {
    fn of(given: Given<'a>, scene: &Scene<'_>, open: &[Open], seed: u64) -> Examined<'a> {
        let Given { plan, program, sources, binding } = given;
        let patients: Vec<(u64, &Rows)> = open.iter().map(|one| (one.number, &one.rows)).collect();
        let files = write::files(scene, &patients, seed);
        let Some(read) = read(plan, binding, &files) else {
            return Examined { plan, read: None, derived: Derived::default(), findings: BTreeMap::new() };
        };
        let derived = derive::of_part(plan, program, &read.data);
        let found =
            [checks::of_part(plan, program, sources, &read, (&read.data, &derived)), checks::beyond(plan, &read)];
        let mut findings: BTreeMap<String, Finding> = BTreeMap::new();
        for finding in checks::in_order(found.into_iter().flatten().collect()) {
            let Some(patient) = finding.patient.clone() else { continue };
            let worse = |other: &Finding| finding.severity < other.severity;
            if findings.get(&patient).is_none_or(worse) {
                findings.insert(patient, finding);
            }
        }
        Examined { plan, read: Some(read), derived, findings }
    }

    fn judged(&self, scene: &Scene<'_>, mut one: Open, seed: u64) -> Result<Judged, Unsatisfied> {
        let pseudonym = pseudonym(self.plan, &one.rows);
        if one.consensus < MOST_CONSENSUS && self.consensus(scene, &mut one, &pseudonym, seed) {
            one.consensus += 1;
            return Ok(Judged::Again(one));
        }
        let Some(finding) = self.findings.get(&pseudonym) else { return Ok(Judged::Kept(one)) };
        let again = match finding.severity {
            FindingSeverity::BlocksLock => true,
            FindingSeverity::Query => one.attempt < WITHOUT_QUERY,
            FindingSeverity::Note => false,
        };
        if !again {
            return Ok(Judged::Kept(one));
        }
        let attempts = one.attempt + 1;
        if attempts >= MOST_ATTEMPTS {
            return Err(Unsatisfied { patient: pseudonym, attempts, finding: Box::new(finding.clone()) });
        }
        Ok(Judged::Again(Open::new(scene, seed, one.number, attempts)))
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

fn pseudonym(plan: &Plan, rows: &Rows) -> String {
    let patients = plan.patient_table();
    let key = plan.table(patients).key.first().copied().unwrap_or(0);
    match rows.cell(rows::Here { table: patients.0, row: 0 }, key) {
        Some(rows::Value::Text(text)) => text.clone(),
        Some(rows::Value::Number(number)) => number.to_string(),
        Some(rows::Value::Code(_) | rows::Value::Date(_) | rows::Value::YesNo(_)) | None => String::new(),
    }
}
