//! What an estimand says of the events that change what its endpoint means (ICH E9(R1), A.3.1 and A.3.2), and of those that
//! meet in one patient.

use super::{EventId, Span};
use crate::calendar;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Strategy {
    TreatmentPolicy,
    CompositeFailure,
    CompositeSuccess,
    /// The last assessed response before it stands.
    ValueBeforeEvent,
    /// A response from then on is none that was assessed.
    NotAssessed,
    /// A time ends at the last assessed examination strictly before it; whether an event of the endpoint on its day counts is
    /// said besides (`Handling::on_its_day`).
    CensorBefore,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StrategyOf {
    /// Index into `Plan::intercurrents`.
    Intercurrent(usize),
    Death(EventId),
}

/// How the events of an estimand are handled.
#[derive(Clone, Debug)]
pub struct Handling {
    /// One for each intercurrent event that can meet the endpoint, and for death where it does not end what is observed.
    pub strategies: Vec<(StrategyOf, Strategy, Span)>,
    pub meeting: Meeting,
    /// Of a response: an examination on the very day of an event.
    pub examination: Option<ReadOnItsDay>,
    /// Of a time that an event ends: an event of the endpoint on that very day.
    pub on_its_day: Option<OnItsDay>,
}

impl Handling {
    /// Nothing but what the endpoint itself counts.
    pub const NOTHING: Handling =
        Handling { strategies: vec![], meeting: Meeting::Alike, examination: None, on_its_day: None };

    /// The strategy for what settles a response; none for what is no event of the estimand.
    pub fn of(&self, settling: Settling) -> Option<Strategy> {
        let Settling::Event(event) = settling else { return None };
        self.strategies.iter().find(|(of, ..)| *of == event).map(|(_, strategy, _)| *strategy)
    }
}

/// What settles a response besides that of the examination.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Settling {
    /// An earlier response in the set that the endpoint excludes: `not earlier progression`.
    Earlier,
    Event(StrategyOf),
}

/// Which of several that concern one patient at a timepoint settles the response.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Meeting {
    /// No two that can meet give different answers.
    Alike,
    /// The first of these that has happened, on whatever day.
    InOrder(Vec<Settling>),
    /// The one that happened first; of several on one day the first of these.
    FirstToHappen(Vec<Settling>),
}

/// How an examination on the very day of an event is read, and the target day of a timepoint without an examination.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReadOnItsDay {
    AfterEvent,
    BeforeEvent,
}

impl ReadOnItsDay {
    pub const ALL: [ReadOnItsDay; 2] = [ReadOnItsDay::AfterEvent, ReadOnItsDay::BeforeEvent];

    /// As a plan writes it.
    pub fn word(self) -> &'static str {
        match self {
            ReadOnItsDay::AfterEvent => "after_event",
            ReadOnItsDay::BeforeEvent => "before_event",
        }
    }
}

/// Whether an event of the endpoint counts on the very day on which something else ends the time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OnItsDay {
    Counts,
    DoesNotCount,
}

impl OnItsDay {
    pub const ALL: [OnItsDay; 2] = [OnItsDay::Counts, OnItsDay::DoesNotCount];

    /// As a plan writes it.
    pub fn word(self) -> &'static str {
        match self {
            OnItsDay::Counts => "counts",
            OnItsDay::DoesNotCount => "does_not_count",
        }
    }
}

/// The day with which a time ends whatever happens later: it is then censored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Horizon {
    pub at: HorizonAt,
    pub on_its_day: OnItsDay,
}

/// When it is, after the beginning of the time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HorizonAt {
    /// So many days.
    Day(i64),
    /// So many months of the calendar, at least 1.
    Months(u16),
}

impl HorizonAt {
    /// How many days after the beginning of the time, a day since 1970-01-01; none beyond the calendar.
    pub fn days_after(self, begun: i32) -> Option<i64> {
        match self {
            HorizonAt::Day(day) => Some(day),
            HorizonAt::Months(months) => {
                let end = calendar::months_after(calendar::date(begun)?, months)?;
                Some(i64::from(calendar::day(end)) - i64::from(begun))
            }
        }
    }

    /// Its first and its last day, whenever the time begins.
    pub fn days(self) -> (i64, i64) {
        match self {
            HorizonAt::Day(day) => (day, day),
            HorizonAt::Months(months) => calendar::days_of_months(months),
        }
    }
}
