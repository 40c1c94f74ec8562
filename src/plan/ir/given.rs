//! Endpoints that are read from expressions in the row of a patient.

use super::{Covariate, IfUndetermined, MissingRule, RowExpr, TimeUnit, Type, Unit};

/// Read from expressions in the row of a patient, and from nothing else: no date, no strategy.
#[derive(Clone, Debug)]
pub struct GivenEndpoint<E = RowExpr> {
    pub what: GivenKind,
    /// What is measured: the condition, the number, the code, the time, or whether a test is positive.
    pub value: E,
    /// The event of a time, the code that says how it ended, or whether the reference of a test is positive.
    pub event: Option<E>,
    /// Day on which the patient comes under observation, of a time.
    pub entry: Option<E>,
    /// The unit of the time and of the entry.
    pub times_in: TimeUnit,
    /// Of a number, or of a shift: what it was at baseline.
    pub baseline: Option<Covariate<E>>,
    pub missing: MissingRule,
    /// Why what is computed elsewhere is taken over; printed in the report as an assertion.
    pub because: Option<String>,
}

/// What is compared of a number that has a baseline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    Value,
    /// The value minus the baseline.
    Change,
    /// That in percent of the baseline; of one of 0 there is none.
    PercentChange,
}

#[derive(Clone, Debug)]
pub enum GivenKind {
    YesNo,
    /// Of a change, the value of the endpoint is the difference of the two, taken before it becomes a number in floating
    /// point.
    Number {
        higher_is_better: bool,
        measure: Measure,
    },
    /// Positions in the code list, in the order of the categories.
    Category {
        order: Vec<usize>,
    },
    /// As a category, with that at baseline.
    Shift {
        order: Vec<usize>,
    },
    TimeToEvent,
    /// Positions in the code list, in the order of the causes; any other code is censored.
    CompetingRisks {
        causes: Vec<usize>,
    },
    /// A test and its reference, each positive or not.
    DiagnosticTest {
        /// What becomes of a patient whose test, or whose reference, is neither.
        test: IfUndetermined,
        reference: IfUndetermined,
    },
}

impl GivenKind {
    /// The unit of a number, where it has one: that of its value, which is of this type, and of a change in percent none but this.
    pub fn unit(&self, value: &Type) -> Option<Unit> {
        match self {
            GivenKind::Number { measure: Measure::PercentChange, .. } => Unit::parse("%"),
            GivenKind::Number { measure: Measure::Value | Measure::Change, .. } => value.unit(),
            GivenKind::YesNo
            | GivenKind::Category { .. }
            | GivenKind::Shift { .. }
            | GivenKind::DiagnosticTest { .. }
            | GivenKind::TimeToEvent
            | GivenKind::CompetingRisks { .. } => None,
        }
    }

    /// Of a number, as its endpoint says; the others have no direction of their own.
    pub fn higher_is_better(&self) -> Option<bool> {
        match self {
            GivenKind::Number { higher_is_better, .. } => Some(*higher_is_better),
            GivenKind::YesNo
            | GivenKind::Category { .. }
            | GivenKind::Shift { .. }
            | GivenKind::DiagnosticTest { .. }
            | GivenKind::TimeToEvent
            | GivenKind::CompetingRisks { .. } => None,
        }
    }
}
