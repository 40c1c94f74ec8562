//! What an estimand says of events that meet in one patient, and of what falls on the very day of an event.

use super::{EventOnThatDay, ExaminationOnThatDay};
use serde::{Deserialize, Serialize};

/// Each is none where nothing rests on it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Meeting {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order: Option<EventOrder>,
    /// Of a response.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub examination_on_that_day: Option<ExaminationOnThatDay>,
    /// Of a time that an event ends.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub event_on_that_day: Option<EventOnThatDay>,
}

impl Meeting {
    pub fn is_nothing(&self) -> bool {
        *self == Meeting::default()
    }
}

/// Which of several that concern a patient settles the response.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum EventOrder {
    /// The first of these that has happened, on whatever day.
    InOrder(Vec<Settles>),
    /// The one that happened first; of several on one day the first of these.
    FirstToHappen(Vec<Settles>),
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Settles {
    /// Label of an intercurrent event, or of death.
    Event(String),
    /// An earlier response in this set of the criterion.
    Earlier(String),
}
