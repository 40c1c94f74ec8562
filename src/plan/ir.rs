//! The plan as the compiler understands it: every name resolved, every expression typed, every unit and code settled.
//!
//! Invariant: a [`Plan`] that came out without an error can be run; no user mistake in it can surface later.
//! Every node carries the span it was written at, every statement its clause.

mod agreement;
mod analysis;
mod criterion;
mod expression;
mod report;
mod table;

use crate::diagnostic::Span;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

pub use super::unit::{TimeUnit, Unit};
pub use agreement::*;
pub use analysis::*;
pub use criterion::*;
pub use expression::*;
pub use report::*;
pub use table::*;

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
    pub span: Span,
}

#[derive(Clone, Debug)]
pub struct ClauseInfo {
    pub number: String,
    pub title: String,
    pub mark: crate::syntax::tree::Mark,
    /// The paragraphs, separated by blank lines.
    pub text: String,
    pub span: Span,
}

#[derive(Clone, Debug)]
pub struct Plan {
    pub study: Header,
    pub meta: Vec<(String, String)>,
    pub settings: Settings,
    pub clauses: Vec<ClauseInfo>,
    pub tables: Vec<Table>,
    pub defines: Vec<Define>,
    pub checks: Vec<Check>,
    pub events: Vec<Event>,
    pub time_zero: TimeZero,
    pub arms: Arms,
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
    pub accepts: Vec<Accept>,
    pub report: Option<Report>,
}

/// An event of this name ends all that can be observed of a patient.
pub const DEATH: &str = "death";

impl Plan {
    pub fn death(&self) -> Option<EventId> {
        self.events.iter().position(|event| event.header.name == DEATH).map(EventId)
    }
    pub fn table(&self, id: TableId) -> &Table {
        &self.tables[id.0]
    }
    /// Number of a clause; empty where it has none.
    pub fn clause_number(&self, id: ClauseId) -> &str {
        self.clauses.get(id.0).map_or("", |c| c.number.as_str())
    }
    /// The table whose rows are the patients.
    pub fn patient_table(&self) -> TableId {
        self.time_zero.patients
    }
}

#[derive(Clone, Debug)]
pub struct Settings {
    /// Two-sided significance level; confidence level is 1 − alpha.
    pub alpha: Decimal,
    pub planned_per_arm: Option<i64>,
    /// Days in a year of person-time.
    pub year_days: Decimal,
    pub month_days: Decimal,
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
