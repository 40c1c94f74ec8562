//! A criterion as a response statement has it read: of whom, from which day on, and compared with which examination.

use super::{Criterion, EventId, Header, PointId, PopulationId, RowExpr, Span};
use crate::catalogue::ResponseRole;

/// `response recist "RECIST 1.1": recist_1_1 { … }`: a criterion bound to the plan's tables, its conditions in rows of the
/// patients `P` and of the examinations `B`.
#[derive(Clone, Debug)]
pub struct Response<C = Criterion, P = RowExpr, B = RowExpr> {
    pub header: Header,
    pub criterion: C,
    /// Index into `Plan::timepoints`.
    pub timepoints: usize,
    pub clock: Clock,
    pub baseline: Baseline<B>,
    /// Patients whose examinations are read; the others have none.
    pub among: PopulationId,
    /// None: to everyone.
    pub applies_to: Option<AppliesTo<P>>,
}

/// The day after which a criterion reads examinations; one on the day itself is none of them.
///
/// Where the baseline examination lies later, examinations are read after that one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Clock {
    TimeZero,
    /// Of a patient without the event nothing is read: the criterion never begins.
    Event {
        event: EventId,
        /// The event counts where it is by this day after time zero; none: it is known at time zero.
        by: Option<Settled>,
    },
}

/// The day after time zero on which something is settled at the latest, and why it may be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settled {
    pub day: i64,
    pub because: String,
}

/// The examination that later ones are compared with.
#[derive(Clone, Debug)]
pub enum Baseline<B = RowExpr> {
    /// That of a timepoint of the plan.
    Point(PointId),
    /// The criterion's own.
    Own(OwnBaseline<B>),
}

/// `baseline: last exam where date from day -90 to day 0 of treated`: one of all the examinations of a patient.
#[derive(Clone, Debug)]
pub struct OwnBaseline<B = RowExpr> {
    /// Of those that meet the condition the last in the order of their table; else the first.
    pub last: bool,
    pub condition: B,
    /// Days from the beginning up to which it may lie. Above 0: it lies after the beginning, and so before what is read.
    pub latest: i64,
    pub span: Span,
}

/// `applies to: CONDITION`: where it does not hold of a patient the criterion has no response for it. That is not the
/// answer that nothing could be assessed.
#[derive(Clone, Debug)]
pub struct AppliesTo<P = RowExpr> {
    /// In the row of a patient, and a value in every one whose required cells are filled.
    pub condition: P,
    /// None: it is known at time zero.
    pub settled: Option<Settled>,
}

impl<W, E, P, B> Response<Criterion<W, E>, P, B> {
    /// There can be patients, or examinations, to which the criterion says by itself that it does not apply.
    pub fn can_be_inapplicable(&self) -> bool {
        self.applies_to.is_some() || self.can_be_inapplicable_there()
    }

    fn can_be_inapplicable_there(&self) -> bool {
        self.criterion.set_of(ResponseRole::DoesNotApply).is_some()
    }

    /// There can be patients, or examinations, of which the criterion has nothing to say.
    pub fn can_be_outside(&self) -> bool {
        self.can_be_outside_whole() || self.can_be_outside_there()
    }

    /// There can be patients of whom it has nothing to say at any examination.
    pub fn can_be_outside_whole(&self) -> bool {
        self.applies_to.is_some() || self.begins_later()
    }

    /// There can be examinations of which it has nothing to say, though it has of the patient.
    pub fn can_be_outside_there(&self) -> bool {
        self.can_be_inapplicable_there() || self.begins_later()
    }
}

impl<C, P, B> Response<C, P, B> {
    /// There can be patients of whom nothing is read, or examinations after time zero that are not.
    pub fn begins_later(&self) -> bool {
        self.clock != Clock::TimeZero || self.latest_baseline() > 0
    }

    fn latest_baseline(&self) -> i64 {
        match &self.baseline {
            Baseline::Point(_) => 0,
            Baseline::Own(own) => own.latest,
        }
    }

    /// The last day after time zero on which it is settled from when on examinations are read; none: it is known there.
    fn begins_by(&self) -> Option<i64> {
        let clock = match &self.clock {
            Clock::Event { by: Some(settled), .. } => settled.day,
            Clock::TimeZero | Clock::Event { by: None, .. } => 0,
        };
        Some(clock.saturating_add(self.latest_baseline().max(0))).filter(|day| *day > 0)
    }

    /// The last day after time zero on which it is settled of whom, and of which examinations, there is a response; none: it
    /// is known there.
    pub fn settled_by(&self) -> Option<i64> {
        let applies = self.applies_to.as_ref().and_then(|applies| applies.settled.as_ref()).map(|settled| settled.day);
        applies.max(self.begins_by())
    }
}
