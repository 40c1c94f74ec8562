//! `endpoint … { kind: best_response }`: the best of the combined responses of a patient.

use super::entries::Entries;
use super::*;

pub(crate) const KEYS: &[&str] = &["kind", "by", "to", "before", "stable from", "confirmed"];

impl<'a> Resolver<'a> {
    pub(crate) fn best_response(&mut self, entries: &Entries<'a>) -> Option<BestResponseEndpoint> {
        let by = self.required(entries, "by").and_then(|v| self.word(v));
        let to_day = self.required(entries, "to").and_then(|v| self.single(v));
        let to_day = to_day.and_then(|e| self.follow_up_day(&e.expression));
        let stable = self.required(entries, "stable from").and_then(|v| self.single(v));
        let stable_from = stable.and_then(|e| self.day(&e.expression));
        let before = entries.value("before").map(|v| self.list(v)).unwrap_or_default();
        let count = before.len();
        let before: Vec<EventId> = before.into_iter().filter_map(|e| self.event_named(&e.expression)).collect();
        let confirmed = self.required(entries, "confirmed");
        let (by, span) = by?;
        let by = self.response_named(by, span)?;
        let sets = self.best_sets(by, span);
        let objective: Vec<(ResponseId, SetId)> = sets.iter().map(|sets| (by, sets.objective)).collect();
        let confirmed = confirmed.and_then(|value| self.confirmed(value, &objective));
        if before.len() < count {
            return None;
        }
        Some(BestResponseEndpoint {
            by,
            sets: sets?,
            to_day: to_day?,
            before,
            stable_from: stable_from?,
            confirmed: confirmed?,
        })
    }

    /// What the best response is ranked by.
    fn best_sets(&mut self, by: ResponseId, span: Span) -> Option<BestSets> {
        let mut needed = |role| self.set_needed(by, role, span, "the best response is chosen by it");
        let objective = needed(ResponseRole::ObjectiveResponse);
        let progression = needed(ResponseRole::Progression);
        let not_assessed = needed(ResponseRole::NotAssessed);
        let criterion = &self.plan.responses[by.0].criterion;
        let complete = criterion.set_of(ResponseRole::CompleteResponse);
        let definitive = criterion.set_of(ResponseRole::DefinitiveProgression);
        Some(BestSets {
            complete,
            objective: objective?,
            progression: progression?,
            definitive,
            not_assessed: not_assessed?,
        })
    }
}
