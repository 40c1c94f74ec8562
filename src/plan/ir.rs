//! The plan as the compiler understands it: every name resolved, every expression typed, every unit and code settled.
//!
//! Invariant: a [`Plan`] that came out without an error can be run; no user mistake in it can surface later.
//! Every node carries the span it was written at, every statement its clause.

mod agreement;
mod amendment;
mod analysis;
mod assume;
mod beside;
mod circulation;
mod condition;
mod covariate;
mod criterion;
mod design;
mod endpoint;
mod estimand;
mod expression;
mod family;
mod function;
mod given;
mod hypothesis;
mod lesions;
mod missing;
mod operator;
mod question;
mod report;
mod response;
mod rows;
mod selected;
mod subgroups;
mod table;
mod time;
mod written_out;

use crate::diagnostic::Span;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use std::collections::BTreeMap;
use std::ops::{Deref, DerefMut};
use std::sync::Arc;

pub use super::unit::Unit;
pub use crate::number::TimeUnit;
pub use agreement::*;
pub use amendment::*;
pub use analysis::*;
pub use assume::*;
pub use beside::*;
pub use circulation::*;
pub use covariate::*;
pub use criterion::*;
pub use design::Design;
pub use endpoint::*;
pub use estimand::*;
pub use expression::*;
pub use family::*;
pub use function::Function;
pub use given::*;
pub use hypothesis::*;
pub use lesions::*;
pub use missing::*;
pub use operator::{ArithmeticOp, CompareOp};
pub use question::*;
pub use report::*;
pub use response::*;
pub use rows::*;
pub use selected::{OfAll, Taken};
pub use subgroups::*;
pub use table::*;
pub use time::*;
pub use written_out::*;

macro_rules! id {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub usize);
    )*};
}

id! {
    /// Index into `Plan::tables`.
    TableId,
    /// Index into `Plan::defines`.
    DefineId,
    /// Index into `Plan::events`.
    EventId,
    /// Index into `Plan::populations`.
    PopulationId,
    /// Index into `Plan::responses`.
    ResponseId,
    /// Index into `Criterion::values`.
    ValueId,
    /// Index into `Criterion::rows`.
    RowsId,
    /// Index into `Criterion::defines`.
    ThingDefineId,
    /// Index into `Criterion::sets`.
    SetId,
    /// A response: position in `Criterion::responses`.
    CodeId,
    /// Index into `Timepoints::points`.
    PointId,
    /// Index into `Plan::endpoints`.
    EndpointId,
    /// Index into `Plan::matchings`.
    MatchingId,
    /// Index into `Plan::clauses`.
    ClauseId,
}

/// Name, label for people, clause and place of a statement.
#[derive(Clone, Debug, PartialEq)]
pub struct Header {
    pub name: String,
    /// The label, or the name with spaces where none was written.
    pub label: String,
    pub clause: ClauseId,
    /// The whole statement.
    pub span: Span,
    pub name_span: Span,
}

#[derive(Clone, Debug)]
pub struct ClauseInfo {
    pub number: String,
    pub title: String,
    pub mark: crate::syntax::tree::Mark,
    /// The paragraphs, separated by blank lines.
    pub text: String,
    /// The blocks of statements.
    pub formal: Vec<Span>,
    pub span: Span,
}

/// What was understood of a plan, whether or not it has errors: every statement that could be resolved, in the order written.
///
/// Events, matchings and endpoints have an identifier before they are resolved, so in a plan with errors their lists may
/// lack some: [`Understood::event`] and its like find them by name.
#[derive(Clone, Debug, Default)]
pub struct Understood {
    pub study: Option<Header>,
    pub meta: Vec<(String, String)>,
    pub settings: Settings,
    pub formalities: Formalities,
    pub clauses: Vec<ClauseInfo>,
    /// Statements of the plan that are like another, in full.
    pub written_out: Vec<WrittenOut>,
    pub tables: Vec<Table>,
    pub defines: Vec<Define>,
    pub checks: Vec<Check>,
    pub events: Vec<Event>,
    pub time_zero: Option<TimeZero>,
    pub arms: Option<Arms>,
    pub populations: Vec<Population>,
    pub timepoints: Vec<Timepoints>,
    pub responses: Vec<Response>,
    pub combines: Vec<Combine>,
    pub agreements: Vec<Agreement>,
    pub intercurrents: Vec<Intercurrent>,
    pub endpoints: Vec<Endpoint>,
    pub matchings: Vec<Matching>,
    pub analyses: Vec<Analysis>,
    pub families: Vec<Family>,
    pub sample_sizes: Vec<SampleSize>,
    pub assumptions: Vec<Assumption>,
    pub amendments: Vec<Amendment>,
    pub lesions: Vec<Lesions>,
    pub accepts: Vec<Accept>,
    pub questions: Vec<AcceptedQuestion>,
    pub report: Option<Report>,
    pub circulation: Option<Circulation>,
    pub declared: Declared,
    /// The day after time zero that a length in weeks, months or years comes to, by the place where it is said.
    pub days: BTreeMap<Span, i64>,
}

/// Names of all statements of the heads that are named before they are resolved, in the order of their identifiers.
#[derive(Clone, Debug, Default)]
pub struct Declared {
    pub events: Vec<String>,
    pub matchings: Vec<String>,
    pub endpoints: Vec<String>,
}

impl Understood {
    pub fn table(&self, id: TableId) -> &Table {
        &self.tables[id.0]
    }
    /// A timepoint of a response.
    pub fn point(&self, response: ResponseId, point: PointId) -> &Timepoint {
        &self.timepoints[self.responses[response.0].timepoints].points[point.0]
    }
    /// Number of a clause; empty where it has none.
    pub fn clause_number(&self, id: ClauseId) -> &str {
        self.clauses.get(id.0).map_or("", |c| c.number.as_str())
    }
    pub fn death(&self) -> Option<EventId> {
        self.declared.events.iter().position(|name| name == DEATH).map(EventId)
    }
    /// None where its statement has a mistake.
    pub fn event(&self, id: EventId) -> Option<&Event> {
        let name = self.declared.events.get(id.0)?;
        self.events.iter().find(|e| e.header.name == *name)
    }
    /// None where its statement has a mistake.
    pub fn matching(&self, id: MatchingId) -> Option<&Matching> {
        let name = self.declared.matchings.get(id.0)?;
        self.matchings.iter().find(|m| m.header.name == *name)
    }
    /// None where its statement has a mistake.
    pub fn endpoint(&self, id: EndpointId) -> Option<&Endpoint> {
        let name = self.declared.endpoints.get(id.0)?;
        self.endpoints.iter().find(|e| e.header.name == *name)
    }
}

/// A plan without an error: what was understood is all of it, and what every study has is there.
#[derive(Clone, Debug)]
pub struct Plan {
    pub study: Header,
    pub time_zero: TimeZero,
    pub arms: Arms,
    whole: Arc<Understood>,
}

impl Plan {
    /// None without a study, a time zero or arms. The caller knows that there was no error.
    pub fn new(whole: Arc<Understood>) -> Option<Plan> {
        let (study, time_zero, arms) = (whole.study.clone()?, whole.time_zero.clone()?, whole.arms.clone()?);
        Some(Plan { study, time_zero, arms, whole })
    }
    /// The table whose rows are the patients.
    pub fn patient_table(&self) -> TableId {
        self.time_zero.patients
    }
}

impl Deref for Plan {
    type Target = Understood;

    fn deref(&self) -> &Understood {
        &self.whole
    }
}

impl DerefMut for Plan {
    fn deref_mut(&mut self) -> &mut Understood {
        Arc::make_mut(&mut self.whole)
    }
}

/// An event of this name ends all that can be observed of a patient.
pub const DEATH: &str = "death";

#[derive(Clone, Debug)]
pub struct Settings {
    pub design: Option<Design>,
    /// Two-sided significance level; confidence level is 1 − alpha.
    pub alpha: Decimal,
    pub planned_per_arm: Option<i64>,
    /// Days in a year of person-time.
    pub year_days: Decimal,
    pub month_days: Decimal,
}

/// What the title page of the report says besides; nothing is computed from it.
#[derive(Clone, Debug, Default)]
pub struct Formalities {
    pub protocol_number: Option<String>,
    pub report_version: Option<String>,
    /// As what those sign who sign the report, a line each.
    pub signatures: Vec<String>,
}

impl Settings {
    /// The level of significance. A decimal that has no value in floating point, which the language cannot write, would leave
    /// no number estimable; it never becomes another level.
    pub fn alpha(&self) -> f64 {
        self.alpha.to_f64().unwrap_or(f64::NAN)
    }

    /// 1 − alpha, of every interval.
    pub fn level(&self) -> f64 {
        1.0 - self.alpha()
    }

    /// Days in a year of person-time.
    pub fn year(&self) -> f64 {
        self.year_days.to_f64().unwrap_or(f64::NAN)
    }
}
