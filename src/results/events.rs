//! The tables of events: their lines, in the order in which they are shown.

use super::EventLevel;
use serde::{Deserialize, Serialize};

/// The lines of an analysis of events. The records of a line have its `key` as term: counts without a method, and the rate
/// with one.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct EventTable {
    pub analysis: String,
    pub clause: String,
    pub endpoint: String,
    pub population: String,
    /// The grades there are, the mildest first.
    pub grades: Vec<i64>,
    pub severe_from: i64,
    /// The last day on which a first event counts for the rate; the counts of patients have none.
    #[serde(default)]
    pub rate_to: Option<i64>,
    pub lines: Vec<EventLine>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct EventLine {
    /// Term of its records: `any`, `severe`, `class.…`, `term.…`.
    pub key: String,
    pub level: EventLevel,
    /// As the data have it; none but of a term.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub term: Option<String>,
    /// The class, of a class and of its terms.
    pub class: Option<String>,
    /// What the plan calls the code of a class or a term, where that is not what the data call it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
}

impl EventLine {
    /// What the plan calls it, else the data; none of what counts any event, or any severe one.
    pub fn name(&self) -> Option<&str> {
        match self.level {
            EventLevel::Any | EventLevel::Severe => None,
            EventLevel::Class => self.label.as_deref().or(self.class.as_deref()),
            EventLevel::Term => self.label.as_deref().or(self.term.as_deref()),
        }
    }

    /// Whether it counts an event of this class and term.
    pub fn has(&self, class: Option<&str>, term: &str, is_severe: bool) -> bool {
        let of_class = class == self.class.as_deref();
        match self.level {
            EventLevel::Any => true,
            EventLevel::Severe => is_severe,
            EventLevel::Class => of_class,
            EventLevel::Term => of_class && Some(term) == self.term.as_deref(),
        }
    }
}
