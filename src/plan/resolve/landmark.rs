//! Landmarks: patients still at risk on a day, analyses that count from it, and exposures that begin in follow-up.

use super::entries::Entries;
use super::estimands::Estimand;
use super::*;
use crate::methods::Groups;
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
        let endpoint = self.position("endpoint", word, span, &self.endpoint_names.clone())?;
        let (of, day) = (of?, day?);
        if self.rests_on_pairs(of) {
            let title = "Pairs would be broken where one patient is no longer at risk";
            let hint = "take those at risk first, and match them afresh among themselves";
            return self.error_hint(codes::WRONG_VALUE, title, element.span, "a population of pairs", hint);
        }
        Some(PopulationSource::AtRisk { of, endpoint: EndpointId(endpoint), day })
    }

    fn rests_on_pairs(&self, population: PopulationId) -> bool {
        match self.populations.get(population.0).map(|p| &p.of) {
            Some(PopulationSource::Pairs(_)) => true,
            Some(PopulationSource::Population(of) | PopulationSource::AtRisk { of, .. }) => self.rests_on_pairs(*of),
            _ => false,
        }
    }

    /// Every population of patients at risk is that of a dated time, which is known once the endpoints are.
    pub(crate) fn check_at_risk(&mut self) {
        let mut faults = vec![];
        for population in &self.populations {
            let PopulationSource::AtRisk { endpoint, .. } = population.of else { continue };
            let Some(name) = self.endpoint_names.get(endpoint.0) else { continue };
            let found = self.endpoints.iter().find(|e| e.header.name == *name);
            if let Some(found) = found.filter(|e| !matches!(e.kind, EndpointKind::TimeToEvent(_))) {
                faults.push(
                    Diagnostic::new(
                        codes::WRONG_VALUE,
                        format!("Nobody is at risk of `{name}`, which is no dated time"),
                    )
                    .at(population.header.span, "at risk of it on a day")
                    .at(found.header.span, estimands::kind_words(&found.kind)),
                );
            }
        }
        faults.into_iter().for_each(|d| self.report(d));
    }

    /// The day on which the patients of a population are at risk, and its place.
    fn landmark_of(&self, population: PopulationId, depth: usize) -> Option<(i64, Span)> {
        let found = self.populations.get(population.0).filter(|_| depth <= self.populations.len())?;
        match &found.of {
            PopulationSource::AllPatients => None,
            PopulationSource::AtRisk { day, .. } => Some((*day, found.header.span)),
            PopulationSource::Population(of) => self.landmark_of(*of, depth + 1),
            PopulationSource::Pairs(id) => {
                let name = self.matching_names.get(id.0)?;
                let matching = self.matchings.iter().find(|m| m.header.name == *name)?;
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
        match (said, self.landmark_of(estimand.population, 0)) {
            (None, None) => Some(None),
            (Some((day, _)), Some((at_risk, _))) if day == at_risk => {
                self.check_opens_after(day, estimand)?;
                Some(Some(day))
            }
            (Some((day, span)), found) => {
                let title = format!("The patients analysed are not those at risk on day {day}");
                let mut diagnostic = Diagnostic::new(codes::WRONG_VALUE, title).at(span, "counted from this day");
                if let Some((other, place)) = found {
                    diagnostic = diagnostic.at(place, format!("at risk on day {other}"));
                }
                let hint = format!("take a population that is `at_risk {{ of: …, endpoint: …, on: day {day} }}`");
                self.report(diagnostic.hint(hint));
                None
            }
            (None, Some((day, place))) => {
                let title = format!("The patients are at risk on day {day}, and times are counted from time zero");
                let diagnostic = Diagnostic::new(codes::MISSING_KEY, title)
                    .at(owner, "counts from time zero")
                    .at(place, "chosen by what happened until then")
                    .because("nobody of them could have an event before that day")
                    .hint(format!("add `landmark: day {day}`"));
                self.report(diagnostic);
                None
            }
        }
    }

    /// A response is measured after the landmark.
    fn check_opens_after(&mut self, day: i64, estimand: &Estimand) -> Option<()> {
        for (response, points) in &estimand.each {
            let timepoints = &self.timepoints[self.responses[response.0].timepoints];
            let early = |p: &&Timepoint| points.contains(&p.name) && p.window.is_none_or(|(low, _)| low <= day);
            if let Some(point) = timepoints.points.iter().find(early) {
                let (title, span) = (format!("`{}` opens before the landmark on day {day}", point.name), point.span);
                return self.error(codes::WRONG_VALUE, title, span, "opens here");
            }
        }
        Some(())
    }

    /// `exposed against unexposed { to: EVENT, from: its_day }`.
    pub(crate) fn exposure(&mut self, element: &'a Element, endpoint: EndpointId) -> Option<Compare> {
        let what = "`exposed against unexposed`";
        let options = self.entries(&element.options, &["to", "from"], what, element.span);
        let to = self.required(&options, "to").and_then(|v| self.word(v));
        let from = self.required(&options, "from").and_then(|v| self.choice(v, &["its_day"]));
        let (word, span) = to?;
        let event = self.position("event", word, span, &self.event_names.clone())?;
        from?;
        let found = &self.endpoints[endpoint.0];
        if matches!(found.kind, EndpointKind::TimeToEvent(_)) {
            return Some(Compare::Exposure(EventId(event)));
        }
        let title = format!("`{}` has no time in which an exposure could begin", found.header.name);
        self.error(codes::WRONG_VALUE, title, element.span, "an exposure in follow-up")
    }

    /// A patient who is exposed in follow-up is in no group: only a model of hazards follows the exposure.
    pub(crate) fn check_exposure(
        &mut self,
        method: &crate::methods::Method,
        estimand: &Estimand,
        span: Span,
    ) -> Option<()> {
        if !matches!(estimand.compare, Compare::Exposure(_)) || method.groups == Groups::Model {
            return Some(());
        }
        let title = format!("`{}` compares groups of patients, and exposure begins in follow-up", method.name);
        self.error_hint(codes::WRONG_METHOD, title, span, "no patient is in one group", "take a model, such as `cox`")
    }
}
