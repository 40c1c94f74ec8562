//! How far a long piece of work has come, as facts. Words, the rate and what is left are made where there is a clock and a terminal:
//! no clock is read here, and nothing of this has a part in an output.

use std::sync::atomic::{AtomicU64, Ordering};

/// What is being done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    ReadPlan,
    ReadRun,
    ReadRuns,
    /// In bytes of the files.
    ReadData,
    CheckData,
    /// In patients.
    Derive,
    /// In analyses.
    Analyse,
    /// Of all numbers before they are put on record.
    Compute,
    /// In patients.
    Simulate,
    /// In replicates, of all effects together.
    Rehearse,
    /// Runs with one thing of the other; in files of the data, where there are several.
    Try,
    TypesetReport,
    WriteTables,
    DescribeRun,
    Write,
}

/// Counts alone: nothing of a patient.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    pub stage: Stage,
    pub done: u64,
    /// None where nothing is counted, or nobody can tell how much there is.
    pub of: Option<u64>,
}

/// Who is told. It may be told by several threads at once, of less done after more.
pub type Follow<'a> = &'a (dyn Fn(Progress) + Sync);

impl Stage {
    pub fn begun(self) -> Progress {
        Progress { stage: self, done: 0, of: None }
    }

    pub fn at(self, done: u64, of: u64) -> Progress {
        Progress { stage: self, done, of: Some(of) }
    }
}

/// What threads count together.
pub struct Count<'a> {
    stage: Stage,
    done: AtomicU64,
    of: u64,
    progress: Follow<'a>,
}

impl<'a> Count<'a> {
    pub fn new(stage: Stage, of: u64, progress: Follow<'a>) -> Count<'a> {
        Count { stage, done: AtomicU64::new(0), of, progress }
    }

    /// One more is done.
    pub fn one(&self) {
        let before = self.done.fetch_add(1, Ordering::Relaxed);
        (self.progress)(self.stage.at(before + 1, self.of));
    }
}
