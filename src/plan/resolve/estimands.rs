//! The estimand of an analysis: endpoint, population, comparison, and a strategy for every intercurrent event.

use super::*;
use crate::diagnostic::said;
use crate::plan::registry;
use crate::syntax::tree::{Element, Entry, Item, Kind, Operator};

pub(crate) struct Estimand {
    pub endpoint: EndpointId,
    pub each: Vec<(ResponseId, Vec<PointId>)>,
    pub population: PopulationId,
    /// Place where the population is named.
    pub population_span: Span,
    pub compare: Compare,
    /// Of several arms it is said against which one the others are compared.
    pub against: bool,
    /// `none` where a comparison names none; see [`Resolver::check_effect_stated`].
    pub effect: Option<StatedEffect>,
    /// Place where the effect is named.
    pub effect_span: Option<Span>,
    pub handling: Handling,
    pub span: Span,
}

/// A strategy as it stands.
type Given = (StrategyOf, Strategy, Span);

/// The endpoint whose events are handled, and what is compared by it.
type Handled<'c> = (EndpointId, Option<(&'c Compare, Span)>);

impl<'a> Resolver<'a> {
    pub(crate) fn estimand(&mut self, block: &'a Entry, clause: ClauseId) -> Option<Estimand> {
        let entries = self.entries(&block.items, crate::plan::registry::ESTIMAND, "an estimand", block.span);
        let endpoint = self.required(&entries, "endpoint").and_then(|v| self.endpoint_word(v));
        let named = self.required(&entries, "population");
        let population = named.and_then(|v| self.population_word(v));
        let compare = match entries.value("compare") {
            Some(value) => self.compare(value, endpoint),
            None => (!entries.has_stray()).then_some(Compare::None),
        };
        let endpoint = endpoint?;
        if entries.has_stray() {
            return None;
        }
        let effect = match (entries.value("effect"), &compare) {
            (Some(value), _) => self.effect(value, endpoint).map(Some),
            // Where nothing is compared there is no effect to name.
            (None, Some(Compare::None)) => Some(None),
            (None, _) => Some(Some(StatedEffect::Nothing)),
        };
        let each = self.each(&entries, endpoint);
        if let (Some(compare), Some(population), Some(value)) = (&compare, population, entries.value("compare")) {
            self.check_compared(compare, population, value.span);
        }
        let of = (endpoint, compare.as_ref().zip(entries.value("compare").map(|value| value.span)));
        let handling = self.intercurrent_block(entries.get("intercurrent"), of, block.span, clause);
        Some(Estimand {
            endpoint,
            each: each?,
            population: population?,
            population_span: named?.span,
            compare: compare?,
            against: entries.value("compare").is_some_and(|v| self.list(v).len() == 1),
            effect: effect?,
            effect_span: entries.value("effect").map(|v| v.span),
            handling: handling?,
            span: block.span,
        })
    }

    fn endpoint_word(&mut self, value: &'a tree::Value) -> Option<EndpointId> {
        let (word, span) = self.word(value)?;
        self.endpoint_named(word, span)
    }

    pub(crate) fn endpoint_named(&mut self, word: &str, span: Span) -> Option<EndpointId> {
        let names: Vec<String> = self.plan.endpoints.iter().map(|e| e.header.name.clone()).collect();
        self.position(Named::Endpoint, word, span, &names).map(EndpointId)
    }

    /// `RESPONSE at POINT`, `RESPONSE at (POINT, …)`, several of them in parentheses.
    pub(super) fn each(
        &mut self,
        entries: &entries::Entries<'a>,
        endpoint: EndpointId,
    ) -> Option<Vec<(ResponseId, Vec<PointId>)>> {
        let by = match &self.plan.endpoints[endpoint.0].kind {
            EndpointKind::YesNo(yes_no) => yes_no.by.clone(),
            _ => {
                let of = kind_words(&self.plan.endpoints[endpoint.0].kind);
                return match entries.value("each") {
                    None => Some(vec![]),
                    Some(value) => {
                        let title = said!("An endpoint that is {of} has no responses at timepoints", of);
                        self.error(codes::MISPLACED, title, value.span, "`each` belongs to a yes/no endpoint")
                    }
                };
            }
        };
        let value = self.required(entries, "each")?;
        let elements = self.list(value);
        elements.into_iter().map(|e| self.each_response(e, &by)).collect()
    }

    fn each_response(&mut self, element: &'a Element, by: &[ResponseSuccess]) -> Option<(ResponseId, Vec<PointId>)> {
        let Some((response, points)) = Self::binary(&element.expression, Operator::At) else {
            let hint = "write `RESPONSE at TIMEPOINT`";
            return self.error_hint(
                codes::WRONG_VALUE,
                "A response at a timepoint is expected",
                element.span,
                "not one",
                hint,
            );
        };
        let (word, span) = self.word_of(response)?;
        let id = self.response_named(word, span)?;
        let Some(measured) = by.iter().find(|b| b.response == id) else {
            let title = said!("The endpoint is not measured by `{word}`", word);
            return self.error_hint(
                codes::WRONG_VALUE,
                title,
                span,
                "not in its `by`",
                "add it to `by` of the endpoint",
            );
        };
        let points: Vec<&'a tree::Expression> = match &points.kind {
            Kind::Group(elements) => elements.iter().map(|e| &e.expression).collect(),
            _ => vec![points],
        };
        let mut found = vec![];
        for point in points {
            let (word, span) = self.word_of(point)?;
            let known: Vec<(String, PointId)> =
                measured.at.iter().map(|p| (self.point_name(id, *p).to_string(), *p)).collect();
            let Some((_, point)) = known.iter().find(|(name, _)| name == word) else {
                return self.unknown(defined::Kind::PointOfEndpoint, word, span, known.iter().map(|k| k.0.as_str()));
            };
            self.note(span, Named::Timepoint, "", word);
            if found.contains(point) {
                return self.error(codes::REPEATED, said!("`{word}` is named twice", word), span, "named again");
            }
            found.push(*point);
        }
        Some((id, found))
    }

    /// A strategy for each intercurrent event the endpoint can meet, and what holds where several meet.
    fn intercurrent_block(
        &mut self,
        block: Option<&'a Entry>,
        of: Handled<'_>,
        owner: Span,
        clause: ClauseId,
    ) -> Option<Handling> {
        let said = self.beside_strategies(block.map_or(&[][..], |b| &b.items));
        let strategies = self.strategies(block, of, owner, clause)?;
        self.handling(&said?, strategies, of.0, block.map_or(owner, |b| b.span))
    }

    /// A strategy for each intercurrent event the endpoint can meet, in the order of their statements.
    fn strategies(
        &mut self,
        block: Option<&'a Entry>,
        handled: Handled<'_>,
        owner: Span,
        clause: ClauseId,
    ) -> Option<meeting::Strategies> {
        let (mut found, mut whole): (meeting::Strategies, bool) = (vec![], true);
        let is_strategy = |item: &&Item| match item {
            Item::Entry(entry) => entry.key.as_ref().is_none_or(|key| meeting::is_beside(&key.node).is_none()),
            Item::Case(_) => true,
        };
        for item in block.map_or(&[][..], |b| &b.items).iter().filter(is_strategy) {
            match self.strategy_entry(item, handled, clause) {
                Some(None) => {}
                Some(Some(strategy)) => {
                    if let Some((.., first)) = found.iter().find(|(of, ..)| *of == strategy.0) {
                        let title =
                            said!("Two strategies are stated for `{event}`", event = self.name_of_event(strategy.0));
                        whole = self.repeated::<()>(title, strategy.2, *first).is_some();
                    }
                    found.push(strategy);
                }
                None => whole = false,
            }
        }
        if !whole || !self.intact(&["intercurrent", "event"]) {
            return None;
        }
        let needed = self.intercurrents_of(handled);
        let mut ordered = vec![];
        for of in needed {
            match found.iter().find(|(o, ..)| *o == of) {
                Some(strategy) => ordered.push(*strategy),
                None => {
                    whole = false;
                    self.no_strategy(of, handled.0, block.map_or(owner, |b| b.span));
                }
            }
        }
        whole.then_some(ordered)
    }

    fn strategy_entry(&mut self, item: &'a Item, handled: Handled<'_>, clause: ClauseId) -> Option<Option<Given>> {
        let endpoint = handled.0;
        let Item::Entry(entry) = item else {
            let Item::Case(case) = item else { return None };
            return self.error(codes::MISPLACED, "A strategy is an entry", case.span, "write `EVENT: STRATEGY`");
        };
        let key = entry.key.as_ref()?;
        let element = self.single(entry.value.as_ref()?)?;
        let (word, span) = self.word_of(&element.expression)?;
        if let Some(compared) = self.exposure_named(&key.node, handled) {
            return self.is_exposure(key, (word, span), compared);
        }
        let of = self.strategy_of(key, handled)?;
        let strategy = match word {
            "treatment_policy" => Strategy::TreatmentPolicy,
            "value_before_event" => Strategy::ValueBeforeEvent,
            "not_assessed" => Strategy::NotAssessed,
            "composite" => self.composite(element)?,
            "censor" => self.censor_before(element, of, endpoint)?,
            "exposure" => {
                let title = said!("`{key}` is not the exposure that is compared", key = key.node);
                return self.error_hint(codes::WRONG_STRATEGY, title, span, "no strategy", "state a strategy for it");
            }
            "competing" | "hypothetical" | "principal_stratum" => {
                let title = said!("The strategy `{word}` cannot be carried out yet", word);
                return self.error_hint(codes::WRONG_STRATEGY, title, span, "not available", entries::PLANNED);
            }
            _ => {
                let known = registry::words(&registry::STRATEGIES);
                return self.unknown("strategy", word, span, known.into_iter().filter(|word| *word != "exposure"));
            }
        };
        self.check_strategy(of, strategy, endpoint, element.span)?;
        self.check_censoring(of, endpoint, element.span, clause)?;
        Some(Some((of, strategy, entry.span)))
    }

    fn composite(&mut self, element: &'a Element) -> Option<Strategy> {
        let options = self.entries(&element.options, &["as"], "`composite`", element.span);
        let value = self.required(&options, "as")?;
        Some(match self.choice(value, &["failure", "success"])? {
            "failure" => Strategy::CompositeFailure,
            _ => Strategy::CompositeSuccess,
        })
    }

    fn strategy_of(&mut self, key: &Spanned<String>, handled: Handled<'_>) -> Option<StrategyOf> {
        let names: Vec<String> = self.plan.intercurrents.iter().map(|i| i.header.name.clone()).collect();
        let of = match (names.iter().position(|n| *n == key.node), key.node.as_str()) {
            (Some(found), _) => StrategyOf::Intercurrent(found),
            (None, DEATH) if self.plan.declared.events.iter().any(|n| n == DEATH) => {
                StrategyOf::Death(EventId(self.plan.declared.events.iter().position(|n| n == DEATH)?))
            }
            _ => {
                let known = names.iter().map(String::as_str).chain([DEATH]).collect::<Vec<_>>();
                return self.unknown(Named::Intercurrent, &key.node, key.span, known);
            }
        };
        if self.intercurrents_of(handled).contains(&of) {
            return Some(of);
        }
        let endpoint = handled.0;
        let (name, endpoint_span) = {
            let header = &self.plan.endpoints[endpoint.0].header;
            (header.name.clone(), header.span)
        };
        let title = said!("`{key}` is itself an event of `{name}`", key = key.node, name);
        let label = match self.plan.endpoints[endpoint.0].kind.dated() {
            Some(_) => "it begins the time or ends it, and nothing is left to settle",
            None => "the endpoint says itself what becomes of it",
        };
        let diagnostic = Diagnostic::new(codes::CONTRADICTED_STRATEGY, title).at(key.span, label);
        self.report(diagnostic.at(endpoint_span, "the endpoint"));
        None
    }

    /// Where exposed and unexposed are told by this very intercurrent event.
    fn exposure_named(&self, name: &str, (_, compare): Handled<'_>) -> Option<Span> {
        let Some((Compare::Exposure(to), place)) = compare else { return None };
        let is_it = |i: &Intercurrent| i.header.name == name && self.is_one_event(*to, i.event);
        self.plan.intercurrents.iter().any(is_it).then_some(place)
    }

    /// Exposed is whoever has had the event, whenever that was: there is no patient whom it meets besides. `exposure` says so where
    /// a strategy would stand, and in place of one that is taken over from another estimand.
    fn is_exposure(
        &mut self,
        key: &Spanned<String>,
        (word, place): (&str, Span),
        compared: Span,
    ) -> Option<Option<Given>> {
        if word == "exposure" {
            self.noted.words.insert(place);
            return Some(None);
        }
        let title = said!("`{key}` is the exposure that is compared", key = key.node);
        let because =
            "the time after it is that of the exposed, and nothing of it is left that a strategy could settle";
        let diagnostic = Diagnostic::new(codes::CONTRADICTED_STRATEGY, title)
            .at(compared, "exposed by it")
            .at(key.span, "a strategy for it")
            .because(because)
            .hint(format!(
                "write `{name}: exposure`, also under `intercurrent` of what is `like` another; or take it away",
                name = key.node
            ));
        self.report(diagnostic);
        None
    }

    /// What can change the meaning of an endpoint: every intercurrent event that is none of its own, nor the exposure that is
    /// compared, and death for a response.
    fn intercurrents_of(&self, (endpoint, compare): Handled<'_>) -> Vec<StrategyOf> {
        let kind = &self.plan.endpoints[endpoint.0].kind;
        let among = |sources: &[EventSource], event: EventId| {
            sources.iter().any(|e| matches!(e, EventSource::Event(own) if *own == event))
        };
        let begins = |start: &Start, event: EventId| start.later() == Some(&EventSource::Event(event));
        let own = |event: EventId| match kind {
            EndpointKind::TimeToEvent(time) => begins(&time.start, event) || among(&time.events, event),
            EndpointKind::CompetingRisks(risks) => {
                begins(&risks.start, event) || risks.causes.iter().any(|c| among(&c.sources, event))
            }
            EndpointKind::Given(given) => self.events_read(&given.value).contains(&event),
            EndpointKind::BestResponse(best) => best.before.iter().any(|before| before.events.contains(&event)),
            EndpointKind::YesNo(_) | EndpointKind::Events(_) => false,
        };
        let exposed =
            |event: EventId| matches!(compare, Some((Compare::Exposure(to), _)) if self.is_one_event(*to, event));
        let all = self.plan.intercurrents.iter().enumerate().filter(|(_, i)| !own(i.event) && !exposed(i.event));
        let mut found: Vec<StrategyOf> = all.map(|(i, _)| StrategyOf::Intercurrent(i)).collect();
        let ends =
            matches!(kind, EndpointKind::YesNo(_) | EndpointKind::TimeToEvent(_) | EndpointKind::CompetingRisks(_));
        if let (true, Some(death)) = (ends, self.plan.declared.events.iter().position(|n| n == DEATH)) {
            // Of one arm, or from a later day on, it is not every death.
            let every = |i: &Intercurrent| i.arm.is_none() && i.from_day.is_none_or(|day| day <= 0);
            let stated = self.plan.intercurrents.iter().any(|i| i.event == EventId(death) && every(i));
            if !stated && !own(EventId(death)) {
                found.push(StrategyOf::Death(EventId(death)));
            }
        }
        found
    }

    pub(crate) fn name_of_event(&self, of: StrategyOf) -> &str {
        match of {
            StrategyOf::Intercurrent(index) => &self.plan.intercurrents[index].header.name,
            StrategyOf::Death(_) => DEATH,
        }
    }

    fn is_death(&self, of: StrategyOf) -> bool {
        match of {
            StrategyOf::Intercurrent(index) => {
                self.plan.declared.events[self.plan.intercurrents[index].event.0] == DEATH
            }
            StrategyOf::Death(_) => true,
        }
    }

    fn no_strategy(&mut self, of: StrategyOf, endpoint: EndpointId, span: Span) {
        let header = &self.plan.endpoints[endpoint.0].header;
        let (kind, endpoint, of_endpoint) = (&self.plan.endpoints[endpoint.0].kind, header.name.clone(), header.span);
        let hint = match (of, kind) {
            (StrategyOf::Death(_), EndpointKind::TimeToEvent(_)) => {
                "let it end the time, `event: first of (…, death)`; give it as a cause of `competing_risks`; or, for the hazard \
                 of the event alone while patients live, add `death: value_before_event` under `intercurrent`"
            }
            (StrategyOf::Death(_), EndpointKind::CompetingRisks(_)) => "name it among the causes, alone or with others",
            (StrategyOf::Death(_), _) => "add `death: composite { as: failure }` under `intercurrent`",
            _ => "add `NAME: treatment_policy`, or another strategy, under `intercurrent`",
        };
        let header = match of {
            StrategyOf::Intercurrent(i) => self.plan.intercurrents[i].header.clone(),
            StrategyOf::Death(id) => self.plan.events[id.0].header.clone(),
        };
        let (name, place) = (header.name, header.span);
        let hint = hint.replace("NAME", &name);
        let diagnostic = Diagnostic::new(codes::NO_STRATEGY, said!("No strategy is stated for `{name}`", name))
            .at(span, format!("`{endpoint}` can meet it"))
            .at(place, "the event")
            .at(of_endpoint, "the endpoint")
            .because("what the endpoint means after it would be decided by accident")
            .hint(hint);
        self.report(diagnostic);
    }

    /// The strategy has a meaning for the kind of endpoint.
    fn check_strategy(&mut self, of: StrategyOf, strategy: Strategy, endpoint: EndpointId, span: Span) -> Option<()> {
        let (kind, header) = (&self.plan.endpoints[endpoint.0].kind, self.plan.endpoints[endpoint.0].header.clone());
        let dies = self.is_death(of);
        let reason = match (kind, of, strategy) {
            (EndpointKind::TimeToEvent(_), _, Strategy::ValueBeforeEvent) if dies => None,
            (EndpointKind::TimeToEvent(_), ..) if dies => {
                Some("nothing is observed after death: let it end the time, or state `value_before_event`")
            }
            (EndpointKind::CompetingRisks(_), ..) if dies => {
                Some("nothing is observed after death: name it among the causes")
            }
            (EndpointKind::YesNo(yes_no), _, Strategy::NotAssessed) if yes_no.by.is_empty() => {
                Some("no examination assesses the endpoint")
            }
            (
                EndpointKind::YesNo(_),
                _,
                Strategy::CompositeFailure | Strategy::CompositeSuccess | Strategy::NotAssessed,
            ) if dies => None,
            (EndpointKind::YesNo(_), ..) if dies => {
                Some("nothing is observed after death: it is a failure, a success, or not assessed")
            }
            (EndpointKind::YesNo(_), _, Strategy::CensorBefore) => Some("a response is not censored"),
            (EndpointKind::YesNo(_), ..) => None,
            (EndpointKind::TimeToEvent(_), StrategyOf::Intercurrent(_), Strategy::CensorBefore) => None,
            (_, _, Strategy::TreatmentPolicy) => None,
            (EndpointKind::Given(_), ..) => Some("the value is taken as it stands in the row of the patient"),
            (EndpointKind::BestResponse(_), ..) => {
                Some("name the event under `before:` of the endpoint, or let it change nothing")
            }
            (EndpointKind::Events(_), ..) => Some("events are counted as they happen, whatever came before"),
            (EndpointKind::TimeToEvent(_) | EndpointKind::CompetingRisks(_), _, Strategy::NotAssessed) => {
                Some("a time is not assessed at an examination: censor it, or name the event among the endpoint's own")
            }
            (EndpointKind::TimeToEvent(_) | EndpointKind::CompetingRisks(_), _, Strategy::ValueBeforeEvent) => {
                Some("a time has no last value that could stand")
            }
            (EndpointKind::TimeToEvent(_) | EndpointKind::CompetingRisks(_), ..) => {
                Some("for a time, name the event among the endpoint's own: `event: first of (…)`")
            }
        };
        if let Some(reason) = reason {
            let title = said!(
                "This strategy does not apply to `{name}`, which is {kind}",
                name = header.name,
                kind = kind_words(kind)
            );
            self.report(Diagnostic::new(codes::WRONG_STRATEGY, title).at(span, "not applicable").because(reason));
            return None;
        }
        Some(())
    }

    /// Treatment policy goes on counting after the event; an endpoint that is censored there cannot.
    fn check_censoring(&mut self, of: StrategyOf, endpoint: EndpointId, span: Span, clause: ClauseId) -> Option<()> {
        let (StrategyOf::Intercurrent(index), EndpointKind::TimeToEvent(time)) =
            (of, &self.plan.endpoints[endpoint.0].kind)
        else {
            return Some(());
        };
        let CensorSource::Date(date) = &time.censor else { return Some(()) };
        let (event, name) = (self.plan.intercurrents[index].event, self.plan.intercurrents[index].header.name.clone());
        if !self.events_behind(date).contains(&event) {
            return Some(());
        }
        let place = date.span;
        // An analysis that is like another repeats its strategies, and its fault.
        let told = |d: &Diagnostic| d.code == codes::CONTRADICTED_STRATEGY && d.labels.iter().any(|l| l.span == span);
        if self.diagnostics.iter().any(told) {
            return None;
        }
        let endpoint = self.plan.endpoints[endpoint.0].header.name.clone();
        let clause = self.plan.clauses[clause.0].number.clone();
        let title = said!(
            "`{endpoint}` is censored at `{name}`, but clause {clause} declares treatment policy for it",
            endpoint,
            name,
            clause
        );
        let diagnostic = Diagnostic::new(codes::CONTRADICTED_STRATEGY, title)
            .at(span, "what comes after it counts")
            .at(place, "what comes after it is cut off")
            .hint("censor at the end of observation, such as the date of last news");
        self.report(diagnostic);
        None
    }
}

pub(crate) fn kind_words(kind: &EndpointKind) -> &'static str {
    match kind {
        EndpointKind::YesNo(_) => "yes or no",
        EndpointKind::TimeToEvent(_) => "a time to an event",
        EndpointKind::CompetingRisks(_) => "a time with its cause",
        EndpointKind::BestResponse(_) => "a best response",
        EndpointKind::Events(_) => "events that can happen several times",
        EndpointKind::Given(given) => match given.what {
            GivenKind::YesNo => "yes or no",
            GivenKind::Number { .. } => "a number",
            GivenKind::Category { .. } => "a category",
            GivenKind::Shift { .. } => "a shift between categories",
            GivenKind::TimeToEvent => "a time to an event",
            GivenKind::CompetingRisks { .. } => "a time with its cause",
            GivenKind::DiagnosticTest { .. } => "a test with its reference",
        },
    }
}
