//! `endpoint … { kind: best_response }`: the best of the combined responses of a patient.

use super::entries::Entries;
use super::meeting::EXAMINATION;
use super::*;
use crate::diagnostic::said;

impl<'a> Resolver<'a> {
    pub(crate) fn best_response(&mut self, entries: &Entries<'a>) -> Option<BestResponseEndpoint> {
        let by = self.required(entries, "by").and_then(|v| self.word(v));
        let to_day = self.required(entries, "to").and_then(|v| self.single(v));
        let to_day = to_day.and_then(|e| self.follow_up_day(&e.expression));
        let stable = self.required(entries, "stable from").and_then(|v| self.single(v));
        let stable_from = stable.and_then(|e| self.day(&e.expression));
        let before = self.before(entries);
        let confirmed = self.required(entries, "confirmed");
        let (by, span) = by?;
        let by = self.response_named(by, span)?;
        let sets = self.best_sets(by, span);
        let objective: Vec<(ResponseId, SetId)> = sets.iter().map(|sets| (by, sets.objective)).collect();
        let confirmed = confirmed.and_then(|value| self.confirmed(value, &objective));
        if let (Some(last), Some(from), Some(value)) = (to_day, stable_from, entries.value("stable from"))
            && from > last
        {
            let title = said!("Nobody is stable by day {last}: that is asked of day {from} and later", last, from);
            let hint = "take an earlier day, or let the best response be looked for until later";
            return self.error_hint(codes::NEVER_COMPUTED, title, value.span, "after the last day that counts", hint);
        }
        if let (Some(last), Some(Some(how)), Some(value)) = (to_day, &confirmed, entries.value("confirmed"))
            && how.after >= last
        {
            let title = said!("No response is confirmed by day {last}, {after} days after it", last, after = how.after);
            let hint = "take fewer days, or let the best response be looked for until later";
            return self.error_hint(codes::NEVER_COMPUTED, title, value.span, "after the last day that counts", hint);
        }
        Some(BestResponseEndpoint {
            by,
            sets: sets?,
            to_day: to_day?,
            before: before?,
            stable_from: stable_from?,
            confirmed: confirmed?,
        })
    }

    /// `before: EVENT, …` with `examination on that day: after_event`.
    #[allow(clippy::option_option, reason = "none where it is mistaken, none within where no event ends it")]
    fn before(&mut self, entries: &Entries<'a>) -> Option<Option<Before>> {
        let stated = entries.value(EXAMINATION);
        let Some(value) = entries.value("before") else {
            return match stated {
                None => Some(None),
                Some(value) => {
                    let title = said!("Nothing rests on `{key}`", key = EXAMINATION);
                    let hint = "take it away, or say the event, `before: EVENT`";
                    self.error_hint(codes::OPTION_UNREAD, title, value.span, "no event ends the best response", hint)
                }
            };
        };
        let elements = self.list(value);
        let events: Vec<Option<EventId>> = elements.into_iter().map(|e| self.event_named(&e.expression)).collect();
        let words = ReadOnItsDay::ALL.map(ReadOnItsDay::word);
        let Some(stated) = stated else {
            let title = said!("`{key}` is not said beside `before`", key = EXAMINATION);
            let hint = format!("add `{EXAMINATION}: {}`, or `{EXAMINATION}: {}`", words[0], words[1]);
            return self.missing_key(value.span, title, "on the very day of the event either could be meant", hint);
        };
        let word = self.choice(stated, &words)?;
        let examination = ReadOnItsDay::ALL.into_iter().find(|day| day.word() == word)?;
        Some(Some(Before { events: events.into_iter().collect::<Option<_>>()?, examination }))
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
