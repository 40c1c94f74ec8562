//! What ends the time of an endpoint: its event, or where a patient without one is censored.

use super::{Confirmation, EventId, ResponseId, RowExpr, SetId};

#[derive(Clone, Debug)]
pub enum EventSource {
    Event(EventId),
    /// The first combined response in a set of the criterion (`progression by recist`).
    Response {
        by: ResponseId,
        set: SetId,
        counts: Counts,
    },
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
    /// Last examination whose combined response is not in `not assessed`; time zero where there is none.
    LastAssessed(ResponseId),
}
