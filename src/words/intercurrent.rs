//! The words of a report on intercurrent events: sentences with places, but for `strategy` and `earlier_response`.

use serde::Serialize;

#[derive(Debug, Serialize)]
pub struct IntercurrentWords {
    pub strategies: &'static str,
    pub strategy: &'static str,
    pub events_in_order: &'static str,
    pub events_first_to_happen: &'static str,
    pub earlier_response: &'static str,
    pub examination_after_event: &'static str,
    pub examination_before_event: &'static str,
    pub event_that_day_counts: &'static str,
    pub event_that_day_does_not_count: &'static str,
}
