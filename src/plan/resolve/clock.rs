//! From which day on a criterion reads examinations, and the examination that it compares them with.

use super::criterion::Building;
use super::entries::Entries;
use super::interface::{Declared, Interface};
use super::knowledge::When;
use super::*;
use crate::diagnostic::said;
use crate::syntax::tree::{Element, Kind, Selector, SelectorKind};

impl<'a> Resolver<'a> {
    /// `EXAM after time zero`, or `EXAM after EVENT` of an event that the criterion needs.
    pub(crate) fn clock(
        &mut self,
        declared: &Declared<'a>,
        interface: &Interface,
        options: &Entries<'a>,
        span: Span,
    ) -> Option<Clock> {
        let Some((name, place)) = declared.after_event() else { return Some(Clock::TimeZero) };
        let Some(event) = interface.event(name) else {
            let known: Vec<&str> = interface.events.iter().map(|(name, _)| name.as_str()).collect();
            return self.unknown(Named::Event, name, place, known);
        };
        let document = self.document_of(place);
        self.note(place, Named::Event, &document, name);
        let bound = options.value(name).and_then(|value| value.elements.first());
        self.begins(event, name, bound, span)
    }

    /// An event after time zero is there by a day that the response statement says, with a reason.
    fn begins(&mut self, event: EventId, name: &str, bound: Option<&'a Element>, span: Span) -> Option<Clock> {
        let by = match bound.filter(|element| element.has_options) {
            Some(element) => Some((self.settled_at(element)?, element.span)),
            None => None,
        };
        let place = bound.map_or(span, |element| element.span);
        let when = self.event_known(event)?;
        match (when, by) {
            (When::Baseline, None) if self.zero_event() == Some(event) => Some(Clock::TimeZero),
            (When::Baseline, None) => Some(Clock::Event { event, by: None }),
            (When::Baseline, Some((_, span))) => {
                let title = said!("`{name}` is known at time zero, which needs no day and no reason", name);
                self.error(codes::WRONG_VALUE, title, span, "a reason for nothing")
            }
            (When::Administrative, _) => {
                let title =
                    said!("`{name}` rests on the paperwork of the study, and no criterion begins with it", name);
                self.error(codes::FUTURE, title, place, "an administrative date")
            }
            (When::After, Some((settled, _))) => Some(Clock::Event { event, by: Some(settled) }),
            (When::After, None) => {
                let title = said!("The criterion is read after `{name}`, which may come at any time or never", name);
                let diagnostic = Diagnostic::new(codes::FUTURE, title)
                    .at(place, "known only after time zero")
                    .because("patients without it are left out of its analyses by what happens to them later")
                    .hint(format!(
                        "say by which day it counts, and why it may be: `{name}: … {{ by: day 120, because: \"…\" }}`"
                    ));
                self.report(diagnostic);
                None
            }
        }
    }

    /// `{ by: day 120, because: "…" }`.
    fn settled_at(&mut self, element: &'a Element) -> Option<Settled> {
        let options =
            self.entries(&element.options, &["by", "because"], "an event that begins a criterion", element.span);
        let day = self.required(&options, "by").and_then(|value| self.single(value));
        let day = day.and_then(|element| self.follow_up_day(&element.expression));
        let because = self.required(&options, "because").and_then(|value| self.text(value));
        Some(Settled { day: day?, because: because? })
    }

    /// When the date of an event is known, by what it is read from.
    fn event_known(&self, id: EventId) -> Option<When> {
        if self.zero_event() == Some(id) {
            return Some(When::Baseline);
        }
        let patients = self.patients()?;
        let name = self.plan.declared.events.get(id.0)?;
        let event = self.plan.events.iter().find(|event| event.header.name == *name)?;
        Some(self.known(&event.date, patients).when)
    }

    /// `baseline: last EXAM where CONDITION`; inner none: that of the plan's timepoints.
    pub(crate) fn own_baseline(&mut self, entries: &Entries<'a>, building: &Building) -> Option<Option<OwnBaseline>> {
        let Some(value) = entries.value("baseline") else {
            return match after_event(entries) {
                Some((name, place)) => self.without_own_baseline(name, place),
                None => Some(None),
            };
        };
        let element = self.single(value)?;
        let Kind::Selector(selector) = &element.expression.kind else {
            return match element.expression.kind {
                Kind::Error => None,
                _ => self.no_choice(element.expression.span),
            };
        };
        let last = match (selector.kind.node, &selector.to, &selector.has) {
            (SelectorKind::First, None, None) => false,
            (SelectorKind::Last, None, None) => true,
            _ => return self.no_choice(element.expression.span),
        };
        let (word, place) = self.word_of(&selector.rows)?;
        if building.interface.table(word) != Some(building.exam) {
            return self.no_choice(place);
        }
        self.note_found(place, Named::Table.into(), word);
        let date = self.dated(building.exam, place)?;
        self.ordered_by_date(building.exam, date, place)?;
        let condition = self.baseline_condition(selector, building, element.expression.span)?;
        let latest = self.latest_day(&condition, date, building)?;
        Some(Some(OwnBaseline { last, condition, latest, span: element.span }))
    }

    fn without_own_baseline<T>(&mut self, name: &str, place: Span) -> Option<T> {
        let title = said!("The criterion is read after `{name}`, and has no baseline of its own", name);
        let diagnostic = Diagnostic::new(codes::MISSING_KEY, title)
            .at(place, "begins here")
            .because("the baseline of a plan is that before time zero, and what happens until then would be taken for what follows it")
            .hint(format!("add `baseline: last EXAM where date from day -90 to day 0 of {name}`, with its own name of the examinations"));
        self.report(diagnostic);
        None
    }

    fn no_choice<T>(&mut self, span: Span) -> Option<T> {
        let title = "The baseline is one of the examinations";
        let hint =
            "write `last EXAM where …` or `first EXAM where …`, with the criterion's own name of the examinations";
        self.error_hint(codes::WRONG_VALUE, title, span, "chooses none of them", hint)
    }

    fn baseline_condition(&mut self, selector: &'a Selector, building: &Building, span: Span) -> Option<RowExpr> {
        let Some(condition) = &selector.condition else {
            let hint = "write `… where date from day -90 to day 0 of …`, from the day after which it is read";
            return self.error_hint(codes::WRONG_VALUE, "A baseline has a window", span, "from all examinations", hint);
        };
        let scope = Scope::of(Place::Row(building.exam), building);
        let condition = self.condition(condition, scope)?;
        self.check_decided(&condition, scope.place, None, Some(building));
        self.in_row(&condition)
    }

    /// The last day, counted from the beginning, on which the baseline can lie: before all that is read, or wholly after the
    /// beginning.
    fn latest_day(&mut self, condition: &RowExpr, date: usize, building: &Building) -> Option<i64> {
        let begins = |anchor: &RowExpr| match &building.clock {
            Clock::TimeZero => self.is_time_zero(anchor),
            Clock::Event { event, .. } => anchor.node() == Some(&RowNode::Event(*event)),
        };
        let days = self.days_allowed(condition, date, &begins);
        let words = match &building.clock {
            Clock::TimeZero => "time zero".to_string(),
            Clock::Event { event, .. } => {
                let own = building.interface.events.iter().find(|(_, bound)| bound == event);
                own.map_or_else(String::new, |(name, _)| name.clone())
            }
        };
        let hint = format!("write `date from day -90 to day 0 of {words}`, or a window wholly after it");
        let diagnostic = match (days.from, days.to) {
            (_, None) => {
                Diagnostic::new(codes::FUTURE, said!("The baseline may lie on any day after `{words}`", words))
                    .at(condition.span, "no last day, counted from there")
            }
            (first, Some(last)) if last > 0 && first.is_none_or(|first| first <= 0) => Diagnostic::new(
                codes::FUTURE,
                said!("The window of the baseline ends {last} days after `{words}`", last, words),
            )
            .at(condition.span, "some would be before it, and some after")
            .because("what happened since then may be taken for the state before it"),
            (_, Some(last)) => return Some(last),
        };
        self.report(diagnostic.hint(hint));
        None
    }
}

/// The event after which `over` reads, and its place.
fn after_event<'a>(entries: &Entries<'a>) -> Option<(&'a str, Span)> {
    let element = entries.value("over")?.elements.first()?;
    super::interface::after_event(&element.expression)
}
