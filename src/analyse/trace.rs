//! From a record back to the steps of the program and the tables these read.

use crate::data::table::Data;
use crate::diagnostic::Sources;
use crate::file::{hexadecimal, sha256};
use crate::plan::ir::{MatchingId, Plan, PopulationId, TableId};
use crate::program::step::{ReportSteps, Step, StepId};
use crate::program::{Operation, Program, digest};
use crate::results::{StepInfo, StepPart};
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;

/// The program's steps as records name them.
pub struct Trace {
    steps: Vec<StepInfo>,
    populations: Vec<StepId>,
    arms: StepId,
    matchings: Vec<StepId>,
    analyses: Vec<StepId>,
    families: Vec<StepId>,
    agreements: Vec<StepId>,
    sample_sizes: Vec<StepId>,
    lesions: Vec<StepId>,
    report: ReportSteps,
    /// By step, the tables it rests on.
    tables: Vec<Vec<String>>,
}

impl Trace {
    pub fn new(plan: &Plan, program: &Program, sources: &Sources, data: &Data) -> Self {
        let names = |tables: BTreeSet<TableId>| tables.into_iter().map(|t| plan.table(t).header.name.clone()).collect();
        Trace {
            steps: with_digests(
                program,
                plan,
                data,
                program.steps.iter().map(|s| info(plan, program, sources, s)).collect(),
            ),
            populations: program.populations.clone(),
            arms: program.arms,
            matchings: program.matchings.clone(),
            analyses: program.analyses.clone(),
            families: program.families.clone(),
            agreements: program.agreements.clone(),
            sample_sizes: program.sample_sizes.clone(),
            lesions: program.lesions.clone(),
            report: program.report.clone(),
            tables: program.sources().into_iter().map(names).collect(),
        }
    }

    pub fn steps(&self) -> &[StepInfo] {
        &self.steps
    }

    pub(crate) fn population(&self, id: PopulationId) -> Vec<String> {
        self.named(self.populations.get(id.0))
    }

    /// What settles the arm of each patient.
    pub(crate) fn arms(&self) -> Vec<String> {
        self.named(Some(&self.arms))
    }

    pub(crate) fn matching(&self, id: MatchingId) -> Vec<String> {
        self.named(self.matchings.get(id.0))
    }

    pub(crate) fn analysis(&self, index: usize) -> Vec<String> {
        self.named(self.analyses.get(index))
    }

    pub(crate) fn family(&self, index: usize) -> Vec<String> {
        self.named(self.families.get(index))
    }

    /// The table at baseline.
    pub(crate) fn baseline(&self) -> Vec<String> {
        self.named(self.report.baseline.as_ref())
    }

    /// A figure of the report.
    pub(crate) fn figure(&self, figure: usize) -> Vec<String> {
        self.named(self.report.figure(figure).map(|f| &f.step))
    }

    pub(crate) fn step(&self, step: StepId) -> Vec<String> {
        self.named(Some(&step))
    }

    pub(crate) fn agreement(&self, index: usize) -> Vec<String> {
        self.named(self.agreements.get(index))
    }

    pub(crate) fn sample_size(&self, index: usize) -> Vec<String> {
        self.named(self.sample_sizes.get(index))
    }

    pub(crate) fn lesions(&self, index: usize) -> Vec<String> {
        self.named(self.lesions.get(index))
    }

    fn named(&self, step: Option<&StepId>) -> Vec<String> {
        step.and_then(|s| self.steps.get(s.0)).map(|s| s.id.clone()).into_iter().collect()
    }

    /// The tables that steps rest on, in the order of the plan.
    pub(crate) fn tables(&self, steps: &[String]) -> Vec<String> {
        let mut out: Vec<String> = vec![];
        for (info, tables) in self.steps.iter().zip(&self.tables) {
            if steps.contains(&info.id) {
                out.extend(tables.iter().filter(|t| !out.contains(t)).cloned().collect::<Vec<_>>());
            }
        }
        out
    }
}

/// What each step does and what it read, the inputs of a step standing before it.
fn with_digests(program: &Program, plan: &Plan, data: &Data, mut steps: Vec<StepInfo>) -> Vec<StepInfo> {
    for (index, text) in digest::texts(program, plan).iter().enumerate() {
        let step = &program.steps[index];
        let mut read = Sha256::new();
        if let Operation::Read(table) = step.does {
            read.update(data.tables.get(table.0).map_or("", |table| table.digest.as_str()));
        }
        for input in step.inputs.iter().map(|input| &steps[input.0]) {
            read.update(&input.does);
            read.update(&input.read);
        }
        (steps[index].does, steps[index].read) = (sha256(text.as_bytes()), hexadecimal(&read.finalize()));
    }
    steps
}

fn info(plan: &Plan, program: &Program, sources: &Sources, step: &Step) -> StepInfo {
    StepInfo {
        id: step.id.clone(),
        kind: step.does.word().to_string(),
        clause: plan.clause_number(step.clause).to_string(),
        label: step.label.clone(),
        part: part(plan, &step.does),
        file: sources.file_name(step.span).to_string(),
        line: sources.line_column(step.span).0,
        inputs: step.inputs.iter().map(|i| program.step(*i).id.clone()).collect(),
        does: String::new(),
        read: String::new(),
    }
}

/// What a step makes of the thing that its label names.
fn part(plan: &Plan, does: &Operation) -> StepPart {
    match does {
        Operation::Join { to, .. } => StepPart::RowOf { table: plan.table(*to).header.name.clone() },
        Operation::Sort(_) => StepPart::InOrder,
        _ => StepPart::Itself,
    }
}
