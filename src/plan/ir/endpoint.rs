//! What is asked of an endpoint whatever its kind: each question is answered for every kind here, and nowhere else.

use super::{
    CensorSource, EndpointKind, EventSource, GivenKind, Horizon, HorizonAt, MissingRule, ResponseId, Start, TimeUnit,
};
use crate::catalogue::OutcomeKind;

/// A time that is counted from one date to another.
pub struct DatedTime<'a, E> {
    pub start: &'a Start,
    /// By cause, what ends it; one cause where causes are not told apart.
    pub causes: Vec<&'a [EventSource]>,
    /// Places in `causes`: of several on one day the first of these counts.
    pub same_day: Vec<usize>,
    pub censor: &'a CensorSource<E>,
    pub horizon: Option<Horizon>,
}

impl<E, R> EndpointKind<E, R> {
    /// The unit in which its times are counted: days from time zero, or that of the column that gives them.
    pub fn times_in(&self) -> TimeUnit {
        match self {
            EndpointKind::Given(given) => given.times_in,
            EndpointKind::YesNo(_)
            | EndpointKind::TimeToEvent(_)
            | EndpointKind::CompetingRisks(_)
            | EndpointKind::Events(_)
            | EndpointKind::BestResponse(_) => TimeUnit::Days,
        }
    }

    /// What a method is given of it.
    pub fn outcome(&self) -> OutcomeKind {
        match self {
            EndpointKind::YesNo(_) | EndpointKind::BestResponse(_) => OutcomeKind::YesNo,
            EndpointKind::TimeToEvent(_) => OutcomeKind::TimeToEvent,
            EndpointKind::CompetingRisks(_) => OutcomeKind::CompetingRisks,
            EndpointKind::Events(_) => OutcomeKind::Events,
            EndpointKind::Given(given) => match given.what {
                GivenKind::YesNo => OutcomeKind::YesNo,
                GivenKind::Number { .. } => OutcomeKind::Continuous,
                GivenKind::Category { .. } => OutcomeKind::Category,
                GivenKind::TimeToEvent => OutcomeKind::TimeToEvent,
                GivenKind::CompetingRisks { .. } => OutcomeKind::CompetingRisks,
                GivenKind::Shift { .. } => OutcomeKind::Shift,
                GivenKind::DiagnosticTest { .. } => OutcomeKind::DiagnosticTest,
            },
        }
    }

    /// The time it is, where it is one between dates.
    pub fn dated(&self) -> Option<DatedTime<'_, E>> {
        match self {
            EndpointKind::TimeToEvent(time) => Some(DatedTime {
                start: &time.start,
                causes: vec![&time.events],
                same_day: vec![0],
                censor: &time.censor,
                horizon: time.horizon,
            }),
            EndpointKind::CompetingRisks(risks) => Some(DatedTime {
                start: &risks.start,
                causes: risks.causes.iter().map(|cause| cause.sources.as_slice()).collect(),
                same_day: risks.same_day.clone(),
                censor: &risks.censor,
                horizon: risks.horizon,
            }),
            EndpointKind::YesNo(_)
            | EndpointKind::Given(_)
            | EndpointKind::Events(_)
            | EndpointKind::BestResponse(_) => None,
        }
    }

    /// What the data give it as, where they do.
    pub fn given(&self) -> Option<&GivenKind> {
        match self {
            EndpointKind::Given(given) => Some(&given.what),
            EndpointKind::YesNo(_)
            | EndpointKind::TimeToEvent(_)
            | EndpointKind::CompetingRisks(_)
            | EndpointKind::Events(_)
            | EndpointKind::BestResponse(_) => None,
        }
    }

    /// The responses it is read from.
    pub fn responses(&self) -> Vec<ResponseId> {
        let of_source = |source: &EventSource| match source {
            EventSource::Response { by, .. } => Some(*by),
            EventSource::Event(_) => None,
        };
        let of_censor = |censor: &CensorSource<E>| match censor {
            CensorSource::LastAssessed { by, longest_gap: _ } => Some(*by),
            CensorSource::Date(_) => None,
        };
        match self {
            EndpointKind::YesNo(kind) => kind.by.iter().map(|by| by.response).collect(),
            EndpointKind::BestResponse(kind) => vec![kind.by],
            EndpointKind::TimeToEvent(kind) => {
                let sources = kind.events.iter().chain(kind.start.later());
                sources.filter_map(of_source).chain(of_censor(&kind.censor)).collect()
            }
            EndpointKind::CompetingRisks(kind) => {
                let sources = kind.causes.iter().flat_map(|cause| &cause.sources).chain(kind.start.later());
                sources.filter_map(of_source).chain(of_censor(&kind.censor)).collect()
            }
            EndpointKind::Given(_) | EndpointKind::Events(_) => vec![],
        }
    }

    /// The events that end a time, of any cause; none within where the data give them, none where it is no time.
    pub fn ends(&self) -> Option<Vec<&EventSource>> {
        if let Some(dated) = self.dated() {
            return Some(dated.causes.into_iter().flatten().collect());
        }
        self.given().filter(|what| what.is_time()).map(|_| vec![])
    }

    /// What begins its time later than time zero.
    pub fn later_start(&self) -> Option<&EventSource> {
        self.dated()?.start.later()
    }

    /// Whether it is counted from a day, or looked for in follow-up, so that a landmark changes what it is.
    pub fn is_counted(&self) -> bool {
        self.given().is_none_or(GivenKind::is_time)
    }

    /// When nothing of it counts any more.
    pub fn last_day(&self) -> Option<HorizonAt> {
        match self {
            EndpointKind::TimeToEvent(time) => time.horizon.map(|horizon| horizon.at),
            EndpointKind::CompetingRisks(risks) => risks.horizon.map(|horizon| horizon.at),
            EndpointKind::Events(events) => events.rate.as_ref().map(|rate| HorizonAt::Day(rate.to_day)),
            EndpointKind::BestResponse(best) => Some(HorizonAt::Day(best.to_day)),
            EndpointKind::YesNo(_) | EndpointKind::Given(_) => None,
        }
    }

    /// What becomes of a patient of whom nothing is observed, where the endpoint says that.
    pub fn missing(&self) -> Option<MissingRule> {
        match self {
            EndpointKind::YesNo(yes_no) => Some(yes_no.missing),
            EndpointKind::Given(given) => Some(given.missing),
            EndpointKind::TimeToEvent(_)
            | EndpointKind::CompetingRisks(_)
            | EndpointKind::Events(_)
            | EndpointKind::BestResponse(_) => None,
        }
    }

    /// How many causes are told apart; none where it has no cause.
    pub fn causes(&self) -> usize {
        match self {
            EndpointKind::CompetingRisks(risks) => risks.causes.len(),
            EndpointKind::Given(given) => match &given.what {
                GivenKind::CompetingRisks { causes } => causes.len(),
                GivenKind::YesNo
                | GivenKind::Number { .. }
                | GivenKind::Category { .. }
                | GivenKind::Shift { .. }
                | GivenKind::TimeToEvent
                | GivenKind::DiagnosticTest { .. } => 0,
            },
            EndpointKind::YesNo(_)
            | EndpointKind::TimeToEvent(_)
            | EndpointKind::Events(_)
            | EndpointKind::BestResponse(_) => 0,
        }
    }

    /// The date in the row of a patient at which observation ends, where it is one.
    pub fn until(&self) -> Option<&E> {
        match (self, self.dated().map(|dated| dated.censor)) {
            (_, Some(CensorSource::Date(date))) => Some(date),
            (EndpointKind::Events(events), _) => events.rate.as_ref().map(|rate| &rate.until),
            (
                EndpointKind::YesNo(_)
                | EndpointKind::TimeToEvent(_)
                | EndpointKind::CompetingRisks(_)
                | EndpointKind::Given(_)
                | EndpointKind::BestResponse(_),
                _,
            ) => None,
        }
    }

    /// Whether what is observed of a patient is a response.
    pub fn is_response(&self) -> bool {
        self.given().is_none() && self.outcome() == OutcomeKind::YesNo
    }
}

impl GivenKind {
    /// Whether it is a time, with or without its cause.
    pub fn is_time(&self) -> bool {
        match self {
            GivenKind::TimeToEvent | GivenKind::CompetingRisks { .. } => true,
            GivenKind::YesNo
            | GivenKind::Number { .. }
            | GivenKind::Category { .. }
            | GivenKind::Shift { .. }
            | GivenKind::DiagnosticTest { .. } => false,
        }
    }
}
