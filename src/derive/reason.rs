//! Why a value of a patient stands, or why there is none: by what settled it, never in words.

use crate::plan::ir::{CodeId, EventId, ResponseId, SetId};

/// An examination as a response read it: its row in the table of the response's examinations.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReadAt {
    pub response: ResponseId,
    pub exam: usize,
}

/// Why a combined response stands, or why an examination has none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CombinedReason {
    /// The case at this place of the combination.
    Case(usize),
    NoCase,
    /// The response of the only reader stands as it is.
    OneReader,
    /// The sequence has ended with this response at this examination.
    Ended {
        code: CodeId,
        exam: usize,
    },
}

/// What happened to a patient, as the plan names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Happened {
    Event(EventId),
    /// Index into `Plan::intercurrents`.
    Intercurrent(usize),
}

/// Whether a response of the set that counts was confirmed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Confirmed {
    /// The endpoint asks for none, or the response is not of that set.
    NotAsked,
    At(ReadAt),
    /// It lies in a response that began earlier and was confirmed.
    Since {
        from: ReadAt,
        at: ReadAt,
    },
    No,
}

/// Why a patient's value of an endpoint stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ValueReason {
    NoTimeZero,
    /// The response of the examination.
    Response {
        code: CodeId,
        at: ReadAt,
        confirmed: Confirmed,
    },
    NoExamination,
    /// Nothing was assessed at the timepoint, and the last assessed response before it stands.
    LastValue {
        code: CodeId,
        at: ReadAt,
        confirmed: Confirmed,
    },
    /// The criterion does not apply: at this examination, or where there is none to the patient.
    DoesNotApply {
        at: Option<ReadAt>,
    },
    /// The event after which the criterion is read has not happened to the patient, or not by the day by which it counts.
    NeverBegins {
        event: EventId,
    },
    /// The criterion is not read yet: at this examination, or where there is none on the day that is asked about.
    NotBegun {
        at: Option<ReadAt>,
    },
    /// The examination has no combined response.
    NoResponse {
        at: ReadAt,
        because: CombinedReason,
    },
    /// The first response in a set of the criterion, as one of progressions.
    InSet {
        set: SetId,
        at: ReadAt,
    },
    /// The first response of a course that a later examination ended in a set of the criterion, whose event is dated from it;
    /// none: no examination confirmed it, and it counts all the same.
    DatedFrom {
        set: SetId,
        at: ReadAt,
        confirmed: Option<ReadAt>,
    },
    /// It happened by the target day, and there is no examination.
    ByTargetDay(Happened),
    BeforeTimepoint(Happened),
    /// Of those before what happened the last assessed response stands; none: there is no response before it.
    Standing {
        before: Happened,
        standing: Option<(CodeId, ReadAt, Confirmed)>,
    },
    /// The best response.
    Best {
        code: CodeId,
        at: ReadAt,
        confirmed: Confirmed,
    },
    NothingAssessed,
    Event(EventId),
    /// The day of the horizon.
    Horizon(i64),
    /// At the date that the endpoint names.
    Censored,
    CensoredAt(Happened),
    /// Censored at the last assessed examination, strictly before what happened where that is said; none: at time zero.
    LastAssessed {
        at: Option<ReadAt>,
        before: Option<Happened>,
    },
    /// Censored at what begins the time, as no examination since was assessed, strictly before what happened where that is said.
    NothingAssessedSince {
        before: Option<Happened>,
    },
    /// Censored at the last assessed examination, as the event came longer after it than so many days; none: at the beginning of
    /// the time.
    BehindGap {
        at: Option<ReadAt>,
        gap: i64,
    },
    /// As the data have it.
    Given,
    /// The data have nothing.
    Missing,
}

/// Why a criterion has nothing to say, at all or yet; that is not the answer that nothing was assessed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Silence {
    DoesNotApply,
    /// It never begins, or not before what is asked about.
    NotBegun,
}

impl ValueReason {
    /// None where the criterion has something to say, or none is asked.
    pub fn silence(&self) -> Option<Silence> {
        match self {
            ValueReason::DoesNotApply { .. } => Some(Silence::DoesNotApply),
            ValueReason::NeverBegins { .. } | ValueReason::NotBegun { .. } => Some(Silence::NotBegun),
            ValueReason::NoTimeZero
            | ValueReason::Response { .. }
            | ValueReason::NoExamination
            | ValueReason::LastValue { .. }
            | ValueReason::NoResponse { .. }
            | ValueReason::InSet { .. }
            | ValueReason::DatedFrom { .. }
            | ValueReason::ByTargetDay(_)
            | ValueReason::BeforeTimepoint(_)
            | ValueReason::Standing { .. }
            | ValueReason::Best { .. }
            | ValueReason::NothingAssessed
            | ValueReason::Event(_)
            | ValueReason::Horizon(_)
            | ValueReason::Censored
            | ValueReason::CensoredAt(_)
            | ValueReason::LastAssessed { .. }
            | ValueReason::NothingAssessedSince { .. }
            | ValueReason::BehindGap { .. }
            | ValueReason::Given
            | ValueReason::Missing => None,
        }
    }
}
