//! What ends the time of an endpoint: its event, or where a patient without one is censored.

use super::{Confirmation, EventId, ResponseId, RowExpr, SetId};

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EventSource {
    Event(EventId),
    /// The first combined response in a set of the criterion (`progression by recist`).
    Response {
        by: ResponseId,
        set: SetId,
        counts: Counts,
    },
}

/// The day 0 of a time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Start {
    TimeZero,
    /// The day of what has to happen to a patient first, on time zero or after it; of whom it never happens there is no time.
    /// Horizon and days of methods are counted from it.
    At(EventSource),
}

impl Start {
    /// What begins the time later than time zero.
    pub fn later(&self) -> Option<&EventSource> {
        match self {
            Start::TimeZero => None,
            Start::At(source) => Some(source),
        }
    }
}

impl EventSource {
    /// The same event, or responses in the same set, whatever it takes for one to count.
    pub fn is_of_one_kind(&self, other: &EventSource) -> bool {
        match (self, other) {
            (EventSource::Event(a), EventSource::Event(b)) => a == b,
            (EventSource::Response { by: a, set: x, .. }, EventSource::Response { by: b, set: y, .. }) => {
                (a, x) == (b, y)
            }
            (EventSource::Event(_), EventSource::Response { .. })
            | (EventSource::Response { .. }, EventSource::Event(_)) => false,
        }
    }
}

/// What it takes for a response in a set to count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counts {
    /// One examination.
    AtOnce,
    /// The criterion dates the set from an earlier finding; of one that nothing confirmed this is stated.
    FromFinding(Unconfirmed),
    /// A later examination that repeats it: the event is dated from the first of the two.
    Repeated(Confirmation),
}

/// What becomes of a finding that no later examination confirmed, and none cleared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unconfirmed {
    /// It is the event, on its own day.
    Counts,
    DoesNotCount,
}

impl Unconfirmed {
    pub const ALL: [Unconfirmed; 2] = [Unconfirmed::Counts, Unconfirmed::DoesNotCount];

    /// The word of the language.
    pub fn word(self) -> &'static str {
        match self {
            Unconfirmed::Counts => "counts",
            Unconfirmed::DoesNotCount => "does_not_count",
        }
    }
}

#[derive(Clone, Debug)]
pub enum CensorSource<E = RowExpr> {
    /// A date in the row of a patient.
    Date(E),
    /// Last examination whose combined response is not in `not assessed`; where there is none, the beginning of the time.
    LastAssessed {
        by: ResponseId,
        /// Days: an event that comes later than this after the last assessed examination before it does not count, and the time
        /// is censored there.
        longest_gap: Option<i64>,
    },
}
