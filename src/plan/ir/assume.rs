//! What is assumed before there are data, and stated as assumed.

use super::{Decimal, EndpointId, Header, MatchingId, PointId, ResponseId};

/// `assume expected { … }`. Nothing that a run reports rests on one.
#[derive(Clone, Debug)]
pub struct Assumption {
    pub header: Header,
    /// Of each arm, in their order, how many patients can be analysed.
    pub patients: Vec<u64>,
    /// Nobody is followed beyond this day; none where every time that is assumed has a horizon.
    pub followed: Option<i64>,
    pub outcomes: Vec<AssumedOutcome>,
    /// Of the treated patients of a matching, the share that finds a pair, above 0 and at most 1.
    pub matched: Vec<(MatchingId, Decimal)>,
    /// At which a detectable effect is told, between 0 and 1.
    pub power: Decimal,
    /// Where it is taken from.
    pub because: String,
}

/// An endpoint as each arm is assumed to have it.
#[derive(Clone, Debug)]
pub struct AssumedOutcome {
    pub endpoint: EndpointId,
    /// Of a response at a timepoint.
    pub each: Option<(ResponseId, PointId)>,
    /// Indices of arms, each once, in their order.
    pub arms: Vec<(usize, Assumed)>,
    /// Of matched pairs, the share of which one member alone is a success.
    pub discordant: Option<Decimal>,
}

impl AssumedOutcome {
    /// None of an arm of which nothing is assumed.
    pub fn of(&self, arm: usize) -> Option<&Assumed> {
        self.arms.iter().find(|(index, _)| *index == arm).map(|(_, assumed)| assumed)
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Assumed {
    /// From 0 to 1.
    Proportion(Decimal),
    /// A time with one hazard all along.
    Exponential(Hazard),
    Normal {
        mean: Decimal,
        standard_deviation: Decimal,
    },
}

/// The hazard of an exponential time, as it is stated; times are in days.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Hazard {
    /// Above 0.
    Median(Decimal),
    /// So many events, above 0, in a time at risk of so many days.
    Rate { events: Decimal, in_days: Decimal },
    /// The share, between 0 and 1, that has had no event by the end of this day.
    EventFree { share: Decimal, on: i64 },
}
