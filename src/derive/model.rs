//! What is derived from the typed tables, patient by patient: the contract between the derivation and the analyses.
//!
//! Patients are numbered by their place in the patient table in key order; examinations and other rows by their place
//! in their own table in key order.

use super::endpoints::NotAtRisk;
use super::made::Reads;
use super::reason::{CombinedReason, ValueReason};
use super::values::Values;
use crate::matching::Matched;
use crate::plan::ir::{CodeId, EventId, Plan, ResponseId, TableId};
use crate::program::fold::{self, BaselineTold, PlacesTold, ThingTold, Told};
use crate::program::step::StepId;
use crate::program::value::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Days since 1970-01-01.
pub type Day = i32;

#[derive(Clone, Debug, Default)]
pub struct Derived {
    /// Pseudonyms in key order.
    pub patients: Vec<String>,
    /// By event of the plan, by patient.
    pub events: Vec<Vec<Option<Day>>>,
    /// By event of the plan, the patients of whom a date is recorded that cannot be used, in key order; in `events` they have none.
    pub unusable_events: Vec<Vec<usize>>,
    pub time_zero: Vec<Option<Day>>,
    /// Index of the arm; none without a time zero.
    pub arms: Vec<Option<usize>>,
    /// By population of the plan.
    pub populations: Vec<Members>,
    /// By timepoints statement, by point, by patient: the row of the examination.
    pub timepoints: Vec<Vec<Vec<Option<usize>>>>,
    /// By response of the plan.
    pub responses: Vec<ResponseDerived>,
    /// By response of the plan, by patient: the row of the baseline examination of a criterion that has its own; empty for others.
    pub own_baselines: Vec<Vec<Option<usize>>>,
    /// By matching of the plan.
    pub matched: Vec<Matched>,
    /// By endpoint of the plan, by patient: the date of `CensorSource::Date`, or the end of observation of a rate of
    /// events; empty for other endpoints.
    pub censor: Vec<Vec<Option<Day>>>,
    pub report: ReportDerived,
    /// By endpoint of the plan: the rows of an endpoint that is events, in key order of their table; empty for others.
    pub occurrences: Vec<Vec<Occurrence>>,
    /// By endpoint of the plan: what it is read from in the row of a patient; none for other endpoints.
    pub given: Vec<Option<GivenValues>>,
    /// By agreement of the plan: each row of its table that has all readings, in key order, and these, a code as its position in
    /// the list; empty where it is one of readers.
    pub agreements: Vec<Vec<(usize, Vec<f64>)>>,
    /// By step of a column of the patients, what matchings, analyses and the report read of it: each once, however many read it.
    pub numbers: BTreeMap<StepId, Vec<Option<f64>>>,
    /// The same of matched sets and clusters, by what they are called.
    pub names: BTreeMap<StepId, Vec<Option<String>>>,
    /// Defines of the patient table, by define (its index in the plan), by patient: the value.
    pub defined: Vec<(usize, Values)>,
    /// By population of the plan that is made of pairs or of patients at risk, and so chosen once everybody is known, by
    /// requirement, by patient: whether it excludes; empty for others.
    pub failing: Vec<Vec<Vec<bool>>>,
    /// Where the plan's own checks do not hold, or cannot be told to, by check, row and code.
    pub check_failures: Vec<CheckFailure>,
    /// A table, a column of it, and its rows in which a value of the column is required.
    pub required: Vec<(TableId, usize, Vec<usize>)>,
    /// By response, by set of its criterion: the rows of lesions that belong to the set.
    pub sets: Vec<Vec<Vec<usize>>>,
    /// Terms and classes of occurrences, each once.
    pub words: BTreeSet<Arc<str>>,
    /// What each step was seen to read.
    pub reads: Reads,
}

impl Derived {
    /// Of so many patients, with a place for whatever a plan has and nothing derived yet.
    pub fn of(plan: &Plan, patients: usize) -> Derived {
        Derived {
            events: vec![vec![None; patients]; plan.events.len()],
            unusable_events: vec![vec![]; plan.events.len()],
            time_zero: vec![None; patients],
            failing: vec![vec![]; plan.populations.len()],
            populations: vec![Default::default(); plan.populations.len()],
            sets: vec![vec![]; plan.responses.len()],
            timepoints: plan.timepoints.iter().map(|t| vec![vec![]; t.points.len()]).collect(),
            matched: vec![Default::default(); plan.matchings.len()],
            responses: vec![ResponseDerived::default(); plan.responses.len()],
            own_baselines: vec![vec![]; plan.responses.len()],
            given: vec![None; plan.endpoints.len()],
            censor: vec![vec![]; plan.endpoints.len()],
            occurrences: vec![vec![]; plan.endpoints.len()],
            agreements: vec![vec![]; plan.agreements.len()],
            ..Derived::default()
        }
    }

    /// What is told and checked of a batch and read by nothing else.
    pub fn drop_readings(&mut self) {
        for response in &mut self.responses {
            (response.readings, response.baselines) = (vec![], vec![]);
        }
        (self.sets, self.required, self.check_failures) = (vec![], vec![], vec![]);
    }

    /// The place of each patient, by pseudonym.
    pub fn places(&self) -> BTreeMap<&str, usize> {
        self.patients.iter().enumerate().map(|(place, pseudonym)| (pseudonym.as_str(), place)).collect()
    }

    /// A date of the event is recorded for this patient, and cannot be used.
    pub fn is_unusable(&self, event: EventId, patient: usize) -> bool {
        self.unusable_events.get(event.0).is_some_and(|patients| patients.binary_search(&patient).is_ok())
    }
}

/// A row that counts for an endpoint of events.
#[derive(Clone, Debug, PartialEq)]
pub struct Occurrence {
    pub patient: usize,
    /// Row in its table.
    pub row: usize,
    pub date: Day,
    pub term: Arc<str>,
    pub class: Option<Arc<str>>,
    /// None where the file lacks it.
    pub grade: Option<i64>,
}

/// By patient: yes/no as 1 and 0, a code as its position in its list, a time in days.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct GivenValues {
    pub value: Vec<Option<f64>>,
    pub event: Option<Vec<Option<f64>>>,
    pub entry: Option<Vec<Option<f64>>>,
    pub baseline: Option<Vec<Option<f64>>>,
}

/// By patient, what an analysis reads besides arm and outcome; matched sets and clusters by what they are called.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AdjustmentValues<'a> {
    pub strata: Vec<&'a [Option<f64>]>,
    pub covariates: Vec<&'a [Option<f64>]>,
    pub weights: Option<&'a [Option<f64>]>,
    pub pairs: Option<&'a [Option<String>]>,
    pub cluster: Option<&'a [Option<String>]>,
    pub by: Vec<&'a [Option<f64>]>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct CheckFailure {
    /// Index into `Plan::checks`.
    pub check: usize,
    /// Row of the check's table, in key order.
    pub row: usize,
    /// Positions of the codes that the check was split by (`for each: exam, reader`).
    pub split: Vec<usize>,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Members {
    /// Patients in, in key order.
    pub patients: Vec<usize>,
    /// By patient of the source population, in key order: why not in, empty when in.
    pub reasons: Vec<(usize, Vec<Exclusion>)>,
}

/// Why a patient of the source of a population is no member.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exclusion {
    /// The requirement of this place fails.
    Requirement(usize),
    NotAtRisk(NotAtRisk),
}

#[derive(Clone, Debug, Default)]
pub struct ResponseDerived {
    /// Every reading of every patient, by patient, reader, then order of examinations. The baseline reading is not among them.
    pub readings: Vec<ReadingDerived>,
    /// What the criterion told of each baseline reading, by patient and reader.
    pub baselines: Vec<BaselineReading>,
    /// Of readers of whom an agreement is asked, what each answered: [`ResponseDerived::readings`] without why.
    pub answered: Vec<Answered>,
    /// Where single lesions are counted, of how many each reader answered what, by patient, reader and examination.
    pub counted: Vec<CountedThings>,
    /// By patient: the examinations that are read, in order, with the combined response.
    pub combined: Vec<Vec<CombinedReading>>,
    /// Patients to whom the criterion does not apply, in key order; they have no readings.
    pub inapplicable: Vec<usize>,
    /// Patients who are read, in key order.
    pub read: Vec<usize>,
    /// By patient, whether or not the criterion is read of him: from when on examinations would be; none without a time zero or
    /// the event.
    pub begins: Vec<Option<Begins>>,
    /// Patients with a time zero who have not had the event after which the criterion is read, or not by the day by which it
    /// counts, in key order; they have no readings.
    pub never_begun: Vec<usize>,
    /// Patients of whom the date of that event is recorded and cannot be used, in key order; they have no readings.
    pub unusable_beginnings: Vec<usize>,
    /// By patient, rows of the examinations that are not after the beginning; none where the patient is not read, and empty where
    /// the criterion is read from time zero on.
    pub earlier: Vec<Option<Vec<usize>>>,
    /// Examinations that no case but the unresolved one answered.
    pub unresolved: Vec<(usize, usize)>,
}

/// From when on a criterion reads the examinations of a patient.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Begins {
    /// Time zero, or the day of the event after which it reads.
    pub day: Day,
    /// The day after which examinations are read: that day, or a later one of the baseline examination.
    pub after: Day,
}

/// A reader's response.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Answered {
    pub patient: u32,
    /// Row in the examination table.
    pub exam: u32,
    /// Position of the reader in its code list.
    pub reader: u32,
    pub result: u32,
}

/// Of how many things one reader answered what at an examination.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CountedThings {
    pub patient: u32,
    /// Row in the examination table.
    pub exam: u32,
    /// Position of the reader in its code list.
    pub reader: u32,
    /// By position in the codes of the category.
    pub of_category: Vec<u32>,
    /// Of these no category can be told.
    pub untold: u32,
}

#[derive(Clone, Debug)]
pub struct BaselineReading {
    pub patient: usize,
    /// Row in the examination table.
    pub exam: usize,
    pub date: Option<Day>,
    pub reader: usize,
    /// None where the examination serves as no baseline.
    pub told: Option<BaselineTold>,
}

/// What the report reads besides the analyses.
#[derive(Clone, Debug, Default)]
pub struct ReportDerived {
    pub figures: Vec<FigureDerived>,
    /// In the order of the responses whose rules the report shows.
    pub tallies: Vec<TallyDerived>,
}

/// How often each case and row of the rules of a criterion gave a value.
#[derive(Clone, Debug)]
pub struct TallyDerived {
    pub response: ResponseId,
    /// By patient, value and row.
    pub tallied: Vec<Tallied>,
    /// By value and row, the first reading.
    pub examples: BTreeMap<(usize, Option<usize>), TallyExample>,
}

/// At how many readings of a patient a case or row gave the value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tallied {
    pub patient: usize,
    /// Position among the values of the criterion.
    pub value: usize,
    /// None where no row answers.
    pub row: Option<usize>,
    pub times: u32,
}

/// A reading, with all that its criterion told of it.
#[derive(Clone, Debug)]
pub struct TallyExample {
    pub patient: usize,
    /// Row in the examination table.
    pub exam: usize,
    pub reader: usize,
    pub values: Vec<Told>,
}

/// What a figure shows of columns and readings.
#[derive(Clone, Debug, Default)]
pub struct FigureDerived {
    /// Index into the figures of the report.
    pub figure: usize,
    /// The end of observation, by patient.
    pub until: Vec<Option<Day>>,
    /// Patient, day and code of each row, in that order.
    pub given: Vec<(usize, Day, usize)>,
    /// Of a sum: the baseline of each patient who has one and the readings after it, by patient and in order.
    pub measured: Vec<Measured>,
}

/// A sum at an examination, as the reader of the figure measured it.
#[derive(Clone, Debug, PartialEq)]
pub struct Measured {
    pub patient: usize,
    /// Row in the examination table.
    pub exam: usize,
    pub at: MeasuredAt,
    pub sum: Option<Value>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MeasuredAt {
    /// Where it is not fit, the examination serves as no baseline.
    Baseline { date: Option<Day>, fit: bool },
    /// With the reader's response.
    After(CodeId),
}

#[derive(Clone, Debug)]
pub struct ReadingDerived {
    pub patient: usize,
    /// Row in the examination table.
    pub exam: usize,
    /// Position of the reader in its code list.
    pub reader: usize,
    pub result: CodeId,
    pub because: fold::Because,
    /// Values and rules of the criterion at this reading, in its order; empty where nothing was read.
    pub values: Vec<Told>,
    /// Of each thing of which the criterion answers by itself.
    pub things: Vec<ThingTold>,
    /// Of each ranked set of rows, what became of the things that might have a place in it.
    pub places: Vec<PlacesTold>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct CombinedReading {
    pub exam: usize,
    pub date: Day,
    /// None after the sequence was stopped.
    pub result: Option<CodeId>,
    pub because: CombinedReason,
    /// Row of the earlier examination from which the response is dated; none: its own.
    pub dated: Option<usize>,
}

/// A patient's value of a yes/no endpoint at a timepoint.
#[derive(Clone, Debug, PartialEq)]
pub struct YesNoValue {
    pub patient: usize,
    /// None: missing (not assessed, not imaged) before the missing rule is applied.
    pub observed: Option<bool>,
    /// After the missing rule; none: left out.
    pub value: Option<bool>,
    pub because: ValueReason,
}

/// A patient's value of a time-to-event endpoint.
#[derive(Clone, Debug, PartialEq)]
pub struct TimeValue {
    pub patient: usize,
    /// Days from time zero or from what begins it, after the horizon was applied.
    pub time: i64,
    /// The day from which it counts.
    pub from: Day,
    pub event: bool,
    /// What begins it later than time zero.
    pub began: Option<ValueReason>,
    pub because: ValueReason,
}
