//! Landmarks: patients still at risk on a day, analyses that count from it, and exposures that begin in follow-up.

use super::entries::Entries;
use super::estimands::Estimand;
use super::*;
use crate::catalogue::Groups;
use crate::diagnostic::{said, several};
use crate::syntax::tree::Element;

impl<'a> Resolver<'a> {
    /// `at_risk { of: POPULATION, endpoint: ENDPOINT, on: day N }`.
    pub(crate) fn at_risk(&mut self, element: &'a Element) -> Option<PopulationSource> {
        let options = self.entries(&element.options, &["of", "endpoint", "on"], "`at_risk`", element.span);
        let of = self.required(&options, "of").and_then(|v| self.population_word(v));
        let endpoint = self.required(&options, "endpoint").and_then(|v| self.word(v));
        let day = self.required(&options, "on").and_then(|v| self.single(v));
        let day = day.and_then(|e| self.follow_up_day(&e.expression));
        let (word, span) = endpoint?;
        let endpoint = self.position(Named::Endpoint, word, span, &self.plan.declared.endpoints.clone())?;
        let (of, day) = (of?, day?);
        if self.rests_on_pairs(of) {
            let title = "Pairs would be broken where one patient is no longer at risk";
            let hint = "take those at risk first, and match them afresh among themselves";
            return self.error_hint(codes::WRONG_VALUE, title, element.span, "a population of pairs", hint);
        }
        Some(PopulationSource::AtRisk { of, endpoint: EndpointId(endpoint), day })
    }

    fn rests_on_pairs(&self, population: PopulationId) -> bool {
        match self.plan.populations.get(population.0).map(|p| &p.of) {
            Some(PopulationSource::Pairs(_)) => true,
            Some(PopulationSource::Population(of) | PopulationSource::AtRisk { of, .. }) => self.rests_on_pairs(*of),
            Some(PopulationSource::AllPatients) | None => false,
        }
    }

    /// Every population of patients at risk is that of a time, and the day lies within it; both are known once the
    /// endpoints are.
    pub(crate) fn check_at_risk(&mut self) {
        let faults: Vec<Diagnostic> = self.plan.populations.iter().filter_map(|p| self.at_risk_fault(p)).collect();
        faults.into_iter().for_each(|d| self.report(d));
    }

    fn at_risk_fault(&self, population: &Population) -> Option<Diagnostic> {
        let PopulationSource::AtRisk { endpoint, day, .. } = population.of else { return None };
        let (name, found) = self.endpoint_of(endpoint)?;
        let place = population.header.span;
        if found.kind.ends().is_none() {
            let title = said!("Nobody is at risk of `{name}`, which is no time to an event", name);
            let diagnostic = Diagnostic::new(codes::WRONG_VALUE, title)
                .at(place, "at risk of it on a day")
                .at(found.header.span, estimands::kind_words(&found.kind));
            return Some(diagnostic.hint("take a time to an event, or a time with its cause"));
        }
        let unfit = not_in_days(found, place).or_else(|| self.starts_later(found, place, "at risk of it on a day"));
        if let Some(diagnostic) = unfit {
            return Some(diagnostic);
        }
        if let Some(diagnostic) = self.told_later(found, day, place) {
            return Some(diagnostic);
        }
        let (first, last) = found.kind.last_day()?.days();
        if day < first {
            return None;
        }
        if day < last {
            return Some(of_the_calendar(found, (day, place), (first, last)));
        }
        let title = said!("Nobody is at risk of `{name}` beyond day {day}", name, day);
        let diagnostic = Diagnostic::new(codes::LANDMARK, title).at(place, "at risk of it on that day");
        let hint = "take an earlier day, or let the time go on for longer";
        Some(diagnostic.at(found.header.span, format!("ends on day {last}")).hint(hint))
    }

    /// Who is at risk on a day must be told by that day: not by an examination that confirms or clears a finding later, nor by
    /// what settles only then to whom a criterion applies.
    fn told_later(&self, endpoint: &Endpoint, day: i64, place: Span) -> Option<Diagnostic> {
        let name = endpoint.header.name.as_str();
        let of = |response: ResponseId| self.plan.responses.get(response.0);
        let dated = |source: &EventSource| match source {
            EventSource::Response { by, set: _, counts } => {
                (*counts != Counts::AtOnce || of(*by)?.criterion.dated_back.is_some()).then_some(*by)
            }
            EventSource::Event(_) => None,
        };
        let later = |response: &ResponseId| of(*response)?.settled_by().filter(|last| *last > day);
        let title = said!("Who is at risk of `{name}` on day {day} is told only later", name, day);
        let diagnostic = Diagnostic::new(codes::LANDMARK, title).at(place, "at risk of it on that day");
        if endpoint.kind.ends().into_iter().flatten().find_map(dated).is_some() {
            let why = "a later examination confirms its event, or clears it";
            let hint = "take an endpoint whose event no later examination dates";
            return Some(diagnostic.at(endpoint.header.span, why).hint(hint));
        }
        let last = endpoint.kind.responses().iter().filter_map(later).max()?;
        let why = format!("of whom its criterion has a response is settled by day {last}");
        Some(diagnostic.at(endpoint.header.span, why).hint(format!("take day {last} or a later one")))
    }

    /// The endpoint that a population names, by its name: one that was mistaken is not among those understood.
    fn endpoint_of(&self, id: EndpointId) -> Option<(&str, &Endpoint)> {
        let name = self.plan.declared.endpoints.get(id.0)?;
        Some((name, self.plan.endpoints.iter().find(|e| e.header.name == *name)?))
    }

    /// The day on which the patients of a population are at risk, and its place.
    #[allow(
        clippy::option_option,
        reason = "none where what it rests on is mistaken, none within where there is no such day"
    )]
    fn landmark_of(&self, population: PopulationId, depth: usize) -> Option<Option<(i64, Span)>> {
        let found = self.plan.populations.get(population.0).filter(|_| depth <= self.plan.populations.len())?;
        match &found.of {
            PopulationSource::AllPatients => Some(None),
            PopulationSource::AtRisk { day, .. } => Some(Some((*day, found.header.span))),
            PopulationSource::Population(of) => self.landmark_of(*of, depth + 1),
            PopulationSource::Pairs(id) => {
                let name = self.plan.declared.matchings.get(id.0)?;
                let matching = self.plan.matchings.iter().find(|m| m.header.name == *name)?;
                self.landmark_of(matching.among, depth + 1)
            }
        }
    }

    /// An analysis counts from the day on which its patients are at risk, and from no other.
    #[allow(clippy::option_option, reason = "none where it is mistaken, none within where it is not said")]
    pub(crate) fn landmark(&mut self, entries: &Entries<'a>, estimand: &Estimand, owner: Span) -> Option<Option<i64>> {
        let said = match entries.value("landmark") {
            Some(value) => Some((self.single(value).and_then(|e| self.day(&e.expression))?, value.span)),
            None => None,
        };
        let found = self.landmark_of(estimand.population, 0)?;
        match (said, found) {
            (None, None) => self.check_begun_at_time_zero(estimand, owner).map(|()| None),
            (None, Some(_)) if !self.is_counted(estimand.endpoint) => Some(None),
            (Some((_, span)), _) if !self.is_counted(estimand.endpoint) => {
                self.landmark_unread(estimand.endpoint, span)
            }
            (Some((day, span)), Some((at_risk, _))) if day == at_risk => {
                let endpoint = &self.plan.endpoints[estimand.endpoint.0];
                let unfit = not_in_days(endpoint, span);
                if let Some(diagnostic) = unfit.or_else(|| self.starts_later(endpoint, span, "counted from this day")) {
                    self.report(diagnostic);
                    return None;
                }
                self.check_opens_after(day, estimand)?;
                self.check_ends_after((day, span), estimand)?;
                self.check_not_reached((day, span), estimand)?;
                self.check_settled_by((day, span), estimand)?;
                Some(Some(day))
            }
            (Some((day, span)), found) => {
                let title = said!("The patients analysed are not those at risk on day {day}", day);
                let diagnostic = Diagnostic::new(codes::WRONG_VALUE, title);
                let diagnostic = match found {
                    Some((other, place)) => {
                        diagnostic.at(span, "counted from this day").at(place, format!("at risk on day {other}"))
                    }
                    None => {
                        let population = self.plan.populations.get(estimand.population.0).map(|p| p.header.span);
                        let diagnostic = diagnostic.at(estimand.population_span, "not chosen by being at risk");
                        let diagnostic =
                            population.into_iter().fold(diagnostic, |d, span| d.at(span, "described here"));
                        diagnostic.at(span, "counted from this day")
                    }
                };
                let hint = format!("take a population that is `at_risk {{ of: …, endpoint: …, on: day {day} }}`");
                self.report(diagnostic.hint(hint));
                None
            }
            (None, Some((day, place))) => {
                let title = said!("The patients are at risk on day {day}, and times are counted from time zero", day);
                let diagnostic = Diagnostic::new(codes::MISSING_KEY, title)
                    .at(estimand.population_span, "counted from time zero")
                    .at(owner, "in this analysis")
                    .at(place, "chosen by what happened until then")
                    .because("nobody of them could have an event before that day")
                    .hint(format!("add `landmark: day {day}`"));
                self.report(diagnostic);
                None
            }
        }
    }

    fn is_counted(&self, endpoint: EndpointId) -> bool {
        self.plan.endpoints[endpoint.0].kind.is_counted()
    }

    fn landmark_unread<T>(&mut self, endpoint: EndpointId, span: Span) -> Option<T> {
        let found = &self.plan.endpoints[endpoint.0];
        let words = estimands::kind_words(&found.kind);
        let title = said!("A landmark changes nothing in `{name}`, which is {words}", name = found.header.name, words);
        let diagnostic = Diagnostic::new(codes::LANDMARK, title)
            .at(span, "nothing is counted from this day")
            .at(found.header.span, "read from the row of a patient")
            .because("it is neither a time, nor looked for in follow-up, and would be the same without the landmark")
            .hint("take `landmark` away: the patients analysed are still those at risk on that day");
        self.report(diagnostic);
        None
    }

    /// A response is measured after the landmark.
    fn check_opens_after(&mut self, day: i64, estimand: &Estimand) -> Option<()> {
        for (response, points) in &estimand.each {
            let timepoints = &self.plan.timepoints[self.plan.responses[response.0].timepoints];
            let measured = timepoints.points.iter().enumerate().filter(|(p, _)| points.contains(&PointId(*p)));
            let early = |p: &&Timepoint| p.window.is_none_or(|(low, _)| low <= day);
            if let Some(point) = measured.map(|(_, p)| p).find(early) {
                let (title, span) =
                    (said!("`{point}` opens before the landmark on day {day}", point = point.name, day), point.span);
                return self.error(codes::WRONG_VALUE, title, span, "opens here");
            }
        }
        Some(())
    }

    /// Something is left of the follow-up.
    fn check_ends_after(&mut self, (day, span): (i64, Span), estimand: &Estimand) -> Option<()> {
        let found = &self.plan.endpoints[estimand.endpoint.0];
        let Some((first, last)) = found.kind.last_day().map(HorizonAt::days).filter(|(first, _)| *first <= day) else {
            return Some(());
        };
        if day < last {
            let diagnostic = of_the_calendar(found, (day, span), (first, last));
            self.report(diagnostic);
            return None;
        }
        let title = said!("`{name}` ends before the landmark, and nothing is left to count", name = found.header.name);
        let diagnostic = Diagnostic::new(codes::LANDMARK, title)
            .at(span, format!("counted from day {day}"))
            .at(found.header.span, format!("ends on day {last}"))
            .hint("take an earlier landmark, or an endpoint that goes on for longer");
        self.report(diagnostic);
        None
    }

    /// Of whom a criterion has a response is settled by the landmark.
    fn check_settled_by(&mut self, (day, span): (i64, Span), estimand: &Estimand) -> Option<()> {
        let found = &self.plan.endpoints[estimand.endpoint.0];
        let later = |id: &ResponseId| {
            let response = &self.plan.responses[id.0];
            let last = response.settled_by().filter(|last| *last > day)?;
            Some((last, response.header.span))
        };
        let Some((last, place)) = found.kind.responses().iter().filter_map(later).max_by_key(|(last, _)| *last) else {
            return Some(());
        };
        let title = said!("Of whom `{name}` has a value is told only after the landmark", name = found.header.name);
        let diagnostic = Diagnostic::new(codes::LANDMARK, title)
            .at(span, format!("counted from day {day}"))
            .at(place, format!("of whom there is a response is settled by day {last}"))
            .because("patients would be chosen by what happens to them after it")
            .hint(format!("take day {last} or a later one"));
        self.report(diagnostic);
        None
    }

    /// A time from time zero is not read by a criterion that begins later: whoever it has a response of was without the event, and
    /// alive, until then.
    fn check_begun_at_time_zero(&mut self, estimand: &Estimand, owner: Span) -> Option<()> {
        let found = &self.plan.endpoints[estimand.endpoint.0];
        let later = |id: &ResponseId| match &self.plan.responses[id.0] {
            response @ Response { clock: Clock::Event { by: Some(_), .. }, .. } => response.settled_by(),
            _ => None,
        };
        let Some(last) = found.kind.dated().and_then(|_| found.kind.responses().iter().filter_map(later).max()) else {
            return Some(());
        };
        let name = &found.header.name;
        let title = said!("`{name}` is counted from time zero, and its criterion is read only after an event", name);
        let diagnostic = Diagnostic::new(codes::FUTURE, title)
            .at(owner, "counts from time zero")
            .at(found.header.span, format!("read after an event that counts up to day {last}"))
            .because("a patient with that event has by definition lived until then, and has not been read before (immortal time)")
            .hint(format!(
                "count from a day on which it is settled: `landmark: day {last}`, of `at_risk {{ of: …, endpoint: {name}, on: day {last} }}`"
            ));
        self.report(diagnostic);
        None
    }

    /// Nobody who is at risk has reached a time that is analysed: each of its events ends the time they are at risk of too.
    fn check_not_reached(&mut self, (day, span): (i64, Span), estimand: &Estimand) -> Option<()> {
        let analysed = &self.plan.endpoints[estimand.endpoint.0];
        let Some(events) = analysed.kind.ends() else { return Some(()) };
        let at_risk = self.at_risk_of(estimand.population, day, 0);
        let same = |(name, _): &(String, Span)| *name == analysed.header.name;
        let excluded = |event: &&EventSource| {
            let own =
                at_risk.iter().filter_map(|(name, _)| self.plan.endpoints.iter().find(|e| e.header.name == *name));
            own.filter_map(|e| e.kind.ends()).flatten().any(|e| self.is_same_source(e, event))
        };
        if at_risk.iter().any(same) || !events.is_empty() && events.iter().all(excluded) {
            return Some(());
        }
        let name = analysed.header.name.clone();
        let known = several(at_risk.iter().map(|(n, _)| format!("`{n}`")), ", ");
        let title = said!("Patients at risk of {known} may have reached `{name}` by the landmark", known, name);
        let mut diagnostic = Diagnostic::new(codes::LANDMARK, title).at(span, format!("`{name}` is counted from here"));
        for (other, place) in &at_risk {
            diagnostic = diagnostic.at(*place, format!("at risk of `{other}`"));
        }
        let why = if self.rests_on_pairs(estimand.population) {
            "a patient who has reached it is at risk no more, and the pair would lose a member"
        } else {
            "a patient who has reached it is at risk no more"
        };
        let diagnostic = diagnostic.because(why).hint(format!(
            "take those at risk of what is analysed: `at_risk {{ of: …, endpoint: {name}, on: day {day} }}`"
        ));
        self.report(diagnostic);
        None
    }

    /// What the patients of a population are at risk of on a day or later, with the places where it is said.
    fn at_risk_of(&self, population: PopulationId, day: i64, depth: usize) -> Vec<(String, Span)> {
        let Some(found) = self.plan.populations.get(population.0).filter(|_| depth <= self.plan.populations.len())
        else {
            return vec![];
        };
        match &found.of {
            PopulationSource::AllPatients => vec![],
            PopulationSource::Population(of) => self.at_risk_of(*of, day, depth + 1),
            PopulationSource::AtRisk { of, endpoint, day: own } => {
                let named = self.plan.declared.endpoints.get(endpoint.0).filter(|_| *own >= day);
                let mut all: Vec<(String, Span)> = named.map(|n| (n.clone(), found.header.span)).into_iter().collect();
                all.extend(self.at_risk_of(*of, day, depth + 1));
                all
            }
            PopulationSource::Pairs(id) => {
                let matching = self
                    .plan
                    .declared
                    .matchings
                    .get(id.0)
                    .and_then(|n| self.plan.matchings.iter().find(|m| m.header.name == *n));
                matching.map_or_else(Vec::new, |m| self.at_risk_of(m.among, day, depth + 1))
            }
        }
    }

    /// The same event, or one that is dated no later wherever the other is dated: who is at risk of the first has not had the
    /// second.
    fn is_same_source(&self, a: &EventSource, b: &EventSource) -> bool {
        match (a, b) {
            (EventSource::Event(a), EventSource::Event(b)) => self.is_one_event(*a, *b),
            (
                EventSource::Response { by: a, set: of_a, counts: counts_a },
                EventSource::Response { by: b, set: of_b, counts: counts_b },
            ) => (a, of_a) == (b, of_b) && is_no_later(*counts_a, *counts_b),
            (EventSource::Event(_), EventSource::Response { .. })
            | (EventSource::Response { .. }, EventSource::Event(_)) => false,
        }
    }

    /// `exposed against unexposed { to: EVENT, from: day_after }`: time up to the day of the event, it included, is not exposed.
    pub(crate) fn exposure(&mut self, element: &'a Element, endpoint: EndpointId) -> Option<Compare> {
        let what = "`exposed against unexposed`";
        let options = self.entries(&element.options, &["to", "from"], what, element.span);
        let to = self.required(&options, "to").and_then(|v| self.word(v));
        let from = self.required(&options, "from").and_then(|v| self.choice(v, &["day_after"]));
        let (word, span) = to?;
        let event = self.position(Named::Event, word, span, &self.plan.declared.events.clone())?;
        from?;
        let found = &self.plan.endpoints[endpoint.0];
        if let Some(diagnostic) = self.starts_later(found, element.span, "an exposure begins on a day after time zero")
        {
            self.report(diagnostic);
            return None;
        }
        if matches!(found.kind, EndpointKind::TimeToEvent(_)) {
            return Some(Compare::Exposure(EventId(event)));
        }
        let title = said!("`{name}` has no time in which an exposure could begin", name = found.header.name);
        self.error(codes::WRONG_VALUE, title, element.span, "an exposure in follow-up")
    }

    /// A patient who is exposed in follow-up is in no group: only a model of hazards follows the exposure.
    pub(crate) fn check_exposure(
        &mut self,
        method: &crate::catalogue::Method,
        estimand: &Estimand,
        span: Span,
    ) -> Option<()> {
        if !matches!(estimand.compare, Compare::Exposure(_)) || method.groups == Groups::Model {
            return Some(());
        }
        let title =
            said!("`{method}` compares groups of patients, and exposure begins in follow-up", method = method.name);
        self.error_hint(codes::WRONG_METHOD, title, span, "no patient is in one group", "take a model, such as `cox`")
    }
}

/// Whether a response that counts as the first is dated no later than where it counts as the second.
fn is_no_later(first: Counts, second: Counts) -> bool {
    match (first, second) {
        // A response that is repeated is one of those of single examinations.
        (Counts::AtOnce, Counts::Repeated(_)) => true,
        (Counts::AtOnce | Counts::FromFinding(_) | Counts::Repeated(_), _) => first == second,
    }
}

/// A landmark is a day: times that the data give in another unit cannot be counted from it.
fn not_in_days(endpoint: &Endpoint, span: Span) -> Option<Diagnostic> {
    let unit = endpoint.kind.times_in();
    let title = said!(
        "A landmark is a day, and the times of `{endpoint}` are in {unit}",
        endpoint = endpoint.header.name,
        unit = unit.name()
    );
    let diagnostic = Diagnostic::new(codes::WRONG_UNIT, title)
        .at(span, "a day")
        .at(endpoint.header.span, format!("in {}", unit.name()))
        .hint("read the time as days, `time: … as days`");
    (unit != TimeUnit::Days).then_some(diagnostic)
}

/// A day on which the time of some patients has ended by the calendar, and that of others has not.
fn of_the_calendar(found: &Endpoint, (day, place): (i64, Span), (first, last): (i64, i64)) -> Diagnostic {
    let name = &found.header.name;
    let title = said!("Whether `{name}` goes on beyond day {day} depends on the calendar", name, day);
    Diagnostic::new(codes::LANDMARK, title)
        .at(place, "a day after time zero")
        .at(found.header.span, format!("ends on day {first} of some patients, and on day {last} of others"))
        .hint("take an earlier day, or a horizon in days")
}
