//! From when a time is counted: not from what ends it, nor by an exposure to what ends it, nor from the birth where the follow-up
//! is meant.

use super::called::Words;
use super::*;
use crate::plan::resolve::knowledge::When;

/// A label with one of these speaks of the time under observation.
const FOLLOWED: &[&str] =
    &["followed", "follow", "followup", "observed", "observation", "survival", "suivi", "suivis", "survie"];
/// A label with one of these speaks of the time since the birth.
const OF_LIFE: &[&str] = &["age", "aged", "old", "birth", "born", "life", "âge", "naissance", "né", "née", "vie"];

impl<'a> Resolver<'a> {
    /// Whoever has what ends the time is no longer at risk.
    pub(super) fn check_begins_before_its_end(&mut self) {
        self.check_time_zero_ends_nothing();
        self.check_censored_after_start();
        let mut faults = vec![];
        for analysis in &self.plan.analyses {
            let Compare::Exposure(to) = analysis.compare else { continue };
            let endpoint = &self.plan.endpoints[analysis.endpoint.0];
            if self.is_ended_by(endpoint, to) {
                faults.push((analysis.header.clone(), endpoint.header.clone(), to));
            }
        }
        for (analysis, endpoint, to) in faults {
            let event = &self.plan.events[to.0].header.name;
            let title = said!("Nobody is at risk of `{endpoint}` after `{event}`", endpoint = endpoint.name, event);
            let diagnostic = Diagnostic::new(codes::NEVER_COMPUTED, title)
                .at(self.place_in("analysis", &analysis, "compare"), "exposed by what ends the time")
                .at(endpoint.span, "the endpoint")
                .because("the exposed would have no time at all")
                .hint("name the event that makes patients exposed, such as a treatment");
            self.report(diagnostic);
        }
    }

    /// Nobody is observed whose observation ends when it begins.
    fn check_censored_after_start(&mut self) {
        let Some(zero) = self.zero_event() else { return };
        let date = &self.plan.events[zero.0].date;
        let is_zero = |censor: &RowExpr| self.is_time_zero(censor) || censor.kind == date.kind;
        let found = self.plan.endpoints.iter().filter(|e| e.kind.later_start().is_none()).find_map(|endpoint| {
            match endpoint.kind.dated()?.censor {
                CensorSource::Date(censor) if is_zero(censor) => Some((endpoint.header.clone(), censor.span)),
                CensorSource::Date(_) | CensorSource::LastAssessed { .. } => None,
            }
        });
        let Some((endpoint, censor)) = found else { return };
        let title = said!("`{endpoint}` is censored on the day on which it begins", endpoint = endpoint.name);
        let diagnostic = Diagnostic::new(codes::NEVER_COMPUTED, title)
            .at(date.span, "time zero")
            .at(censor, "the end of observation")
            .because("the time of everybody without the event would be 0 days")
            .hint("count from the first day of observation, and censor at the last");
        self.report(diagnostic);
    }

    fn is_ended_by(&self, endpoint: &Endpoint, event: EventId) -> bool {
        let ends = endpoint.kind.ends().unwrap_or_default();
        ends.iter().any(|end| matches!(end, EventSource::Event(other) if self.is_one_event(*other, event)))
    }

    fn check_time_zero_ends_nothing(&mut self) {
        let (Some(zero), Some(place)) = (self.zero_event(), self.plan.time_zero.as_ref().map(|zero| zero.header.span))
        else {
            return;
        };
        let from_zero = |e: &&Endpoint| e.kind.ends().is_some() && e.kind.later_start().is_none();
        let ended = self.plan.endpoints.iter().filter(from_zero).find(|e| self.is_ended_by(e, zero));
        let Some(endpoint) = ended.map(|endpoint| endpoint.header.clone()) else { return };
        let event = self.plan.events[zero.0].header.clone();
        let is_death = self.plan.death() == Some(zero);
        let of_endpoint =
            ["event", "causes"].iter().find_map(|key| self.place_of("endpoint", &endpoint.name, key)).unwrap_or(place);
        let (at, beside) = if is_death { (place, of_endpoint) } else { (of_endpoint, place) };
        let title =
            said!("`{endpoint}` ends with `{event}`, which is time zero", endpoint = endpoint.name, event = event.name);
        let diagnostic = Diagnostic::new(codes::NEVER_COMPUTED, title)
            .at(at, if is_death { "days are counted from it" } else { "the time is over when it begins" })
            .at(beside, if is_death { "the time is over when it begins" } else { "days are counted from it" })
            .because("the time of every patient would be 0 days")
            .hint("count from what comes before it, or name the event that ends the time");
        self.report(diagnostic);
    }

    /// A follow-up is counted from its beginning, and not from the birth.
    pub(super) fn check_followed_called(&mut self) {
        let mut faults = vec![];
        for define in &self.plan.defines {
            let words = Words::of(&format!("{} {}", define.header.name.replace('_', " "), define.header.label));
            if !words.any(FOLLOWED) || words.any(OF_LIFE) {
                continue;
            }
            define.value.each(&mut |part| {
                if let ExprKind::Function { function, of } = &part.kind
                    && claims::is_span(function)
                    && let [from, to] = of.as_slice()
                    && self.is_birth(from, define.table)
                    && self.known(to, define.table).when == When::After
                {
                    faults.push((define.header.clone(), from.span));
                }
            });
        }
        for (header, place) in faults {
            let (name, label) = (header.name.clone(), header.label.clone());
            let title = said!("`{name}` is called \"{label}\" and counts from the birth", name, label);
            let diagnostic = Diagnostic::new(codes::OTHER_LABEL, title).at(place, "the day of birth");
            self.ask_other_label(&header.name, diagnostic);
        }
    }
}
