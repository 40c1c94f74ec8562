//! From when a time is counted: time zero, an event, or a response that comes first.

use super::entries::Entries;
use super::*;
use crate::diagnostic::said;
use crate::syntax::tree::Element;

/// What a plan calls the beginning of a time that is not counted from time zero.
pub(crate) const ITS_START: &str = "its_start";

impl<'a> Resolver<'a> {
    /// `from: time zero`, `from: EVENT`, `from: SET by RESPONSE`.
    pub(crate) fn start(&mut self, element: &'a Element) -> Option<Start> {
        if self.is_word(&element.expression, "time zero") {
            self.no_options(element, "an event of the plan");
            return Some(Start::TimeZero);
        }
        let source = self.event_source(element)?;
        let is_death =
            matches!((&source, self.plan.death()), (EventSource::Event(a), Some(b)) if self.is_one_event(*a, b));
        if is_death {
            let title = "No time begins at death";
            let hint = "count from what comes before it, and let death end the time";
            return self.error_hint(codes::WRONG_VALUE, title, element.span, "nothing is observed after it", hint);
        }
        Some(if self.is_begun_by(&source) { Start::TimeZero } else { Start::At(source) })
    }

    /// Time zero by the name of its event, or of another with the same date.
    fn is_begun_by(&self, source: &EventSource) -> bool {
        match source {
            EventSource::Event(event) => self.zero_event().is_some_and(|zero| self.is_one_event(zero, *event)),
            EventSource::Response { .. } => false,
        }
    }

    /// The same event, or another with the same date.
    pub(crate) fn is_one_event(&self, a: EventId, b: EventId) -> bool {
        let date = |id: EventId| self.plan.events.get(id.0).map(|e| &e.date.kind);
        a == b || date(a).is_some() && date(a) == date(b)
    }

    /// What begins a time is not what ends it.
    pub(crate) fn check_start(&mut self, start: &Start, entries: &Entries<'a>, own: &[EventSource]) -> Option<()> {
        let Some(begins) = start.later().filter(|begins| own.iter().any(|ends| self.is_same_event(ends, begins)))
        else {
            return Some(());
        };
        let name = match begins {
            EventSource::Event(event) => self.plan.declared.events[event.0].clone(),
            EventSource::Response { by, set, .. } => self.plan.responses[by.0].criterion.set(*set).name.clone(),
        };
        let span = entries.value("from").map(|value| value.span)?;
        let title = said!("`{name}` begins the time and ends it", name);
        self.error_hint(
            codes::WRONG_VALUE,
            title,
            span,
            "every time would be 0 days",
            "take another event in one place",
        )
    }

    /// Days of a time that begins with something else than time zero are counted from it: no landmark, no day on which patients
    /// are at risk, and no exposure, all of which are days after time zero, can be set beside them.
    pub(crate) fn starts_later(&self, endpoint: &Endpoint, place: Span, what: &'static str) -> Option<Diagnostic> {
        endpoint.kind.later_start()?;
        let title = said!("`{name}` is not counted from time zero", name = endpoint.header.name);
        let diagnostic = Diagnostic::new(codes::LANDMARK, title)
            .at(place, what)
            .at(endpoint.header.span, "counted from what happens later")
            .because("its days are those after what begins it, and not those after time zero")
            .hint("take an endpoint that is counted `from: time zero`");
        Some(diagnostic)
    }
}
