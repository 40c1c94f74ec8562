//! `intercurrent` and `endpoint`: what is measured in each patient, and the events that change what it means.

use super::*;
use crate::diagnostic::said;
use crate::plan::registry::{ENDPOINT_KINDS, endpoint_kind};
use crate::syntax::tree::{Element, Expression, Item, Kind, Operator};
use rust_decimal::prelude::ToPrimitive;

/// A time from dates has no entry yet.
const ENTRY: &str = "an entry is of a time in the row of a patient: compute both by `define`, as `days_between(randomised_on, followup.last_news)`, and write `time`, `event` and `entry` in place of `from` and `censor`";

impl<'a> Resolver<'a> {
    pub(crate) fn resolve_intercurrents(&mut self) {
        self.resolve_each("intercurrent", Self::intercurrent, |r, event| r.plan.intercurrents.push(event));
    }

    /// `EVENT`, `EVENT from day N on`, `EVENT after day N`, with `{ in: ARM }`.
    fn intercurrent(&mut self, stated: Stated<'a>) -> Option<Intercurrent> {
        let header = self.header(stated)?;
        let Some(value) = &stated.statement.value else {
            let title = said!("`{name}` names no event", name = header.name);
            return self.missing_key(header.span, title, "nothing after its name", "write `: EVENT from day 0 on`");
        };
        let element = self.single(value)?;
        let options = self.entries(&element.options, &["in"], "an intercurrent event", element.span);
        let arm = match options.value("in") {
            Some(value) => {
                let (word, span) = self.word(value)?;
                Some(self.arm_named(word, span)?)
            }
            None => None,
        };
        let (event, from_day) = match &element.expression.kind {
            Kind::FromOn(event, day) => (&**event, Some(self.day(day)?)),
            Kind::After(event, day) => (&**event, Some(self.day(day)? + 1)),
            Kind::Within { .. } | Kind::Before(..) => {
                let title = said!("`{name}` ends before it can change anything, or on a day", name = header.name);
                let hint =
                    "write `EVENT from day 0 on`, or `EVENT after day 120`: what was before is a matter of eligibility";
                return self.error_hint(codes::WRONG_VALUE, title, element.span, "an intercurrent event goes on", hint);
            }
            _ => (&element.expression, None),
        };
        let event = self.event_named(event)?;
        Some(Intercurrent { header, event, from_day, arm })
    }

    pub(crate) fn event_named(&mut self, e: &'a Expression) -> Option<EventId> {
        let (word, span) = self.word_of(e)?;
        if self.failed.contains(word) {
            return None;
        }
        self.position(Named::Event, word, span, &self.plan.declared.events.clone()).map(EventId)
    }

    pub(crate) fn resolve_endpoints(&mut self) {
        self.resolve_each("endpoint", Self::endpoint, |r, endpoint| r.plan.endpoints.push(endpoint));
    }

    fn endpoint(&mut self, stated: Stated<'a>) -> Option<Endpoint> {
        let header = self.header(stated)?;
        let entries = self.entries_of(stated);
        let value = self.required(&entries, "kind")?;
        let kinds: Vec<&str> = ENDPOINT_KINDS.iter().map(|kind| kind.word).collect();
        let kind = self.choice(value, &kinds)?;
        let given = given::is_given(kind, &entries);
        let keys = endpoint_kind(kind).map_or(&[][..], |kind| if given { kind.given } else { kind.keys });
        let strays: Vec<&Spanned<String>> = entries.keys().filter(|k| !keys.contains(&k.node.as_str())).collect();
        for key in strays {
            let title = said!("`{key}` does not belong to an endpoint that is `{kind}`", key = key.node, kind);
            let hint = match key.node.as_str() {
                "entry" if kind == "time_to_event" => ENTRY.to_string(),
                _ => format!("it takes: {}", keys.join(", ")),
            };
            self.error_hint::<()>(codes::UNKNOWN_KEY, title, key.span, "of another kind of endpoint", hint);
        }
        if !given && let Some(span) = self.undated() {
            let title = said!("`{name}` is counted from time zero, which has no date", name = header.name);
            let diagnostic = Diagnostic::new(codes::WRONG_VALUE, title)
                .at(header.span, "from dates")
                .at(span, "without a date")
                .hint("give it in the row of a patient: `success:` a condition, or `time:` and `event:`");
            self.report(diagnostic);
            return None;
        }
        let kind = match kind {
            _ if given => {
                let element = self.single(value)?;
                EndpointKind::Given(Box::new(self.given_endpoint(kind, element, &entries)?))
            }
            "yes_no" => EndpointKind::YesNo(self.yes_no(&entries)?),
            "competing_risks" => EndpointKind::CompetingRisks(self.competing_risks(&entries)?),
            "events" => EndpointKind::Events(self.events(&entries)?),
            "best_response" => EndpointKind::BestResponse(self.best_response(&entries)?),
            _ => EndpointKind::TimeToEvent(self.time_to_event(&entries)?),
        };
        Some(Endpoint { header, kind })
    }

    fn yes_no(&mut self, entries: &entries::Entries<'a>) -> Option<YesNoEndpoint> {
        let success =
            self.required(entries, "success").and_then(|v| self.single(v)).and_then(|e| self.success(&e.expression));
        let by = self.required(entries, "by").map(|v| self.responses_of(v));
        let at = self.required(entries, "at").map(|v| self.distinct_words(v));
        let missing = self.required(entries, "if not assessed").and_then(|v| self.missing_response(v));
        let ((success, place), not_after) = success?;
        let (by, at) = (by.flatten()?, at?);
        if entries.value("at").is_some_and(|v| self.list(v).len() != at.len()) {
            return None;
        }
        let mut found = vec![];
        for response in by {
            let success = self.set_named(response, &success, place)?;
            let not_after = match &not_after {
                Some((set, span)) => Some(self.set_named(response, set, *span)?),
                None => None,
            };
            let points = at.iter().map(|(point, span)| self.point_of_response(response, point, *span));
            let points = points.collect::<Option<Vec<PointId>>>()?;
            for (point, (_, span)) in points.iter().zip(&at) {
                self.check_point_after(response, *point, *span)?;
            }
            found.push(ResponseSuccess { response, success, not_after, at: points });
        }
        let confirmed = match entries.value("confirmed") {
            Some(value) => {
                let sets: Vec<(ResponseId, SetId)> = found.iter().map(|by| (by.response, by.success)).collect();
                self.confirmed(value, &sets)?
            }
            None => None,
        };
        let missing = missing?;
        let (inapplicable, inapplicable_there) = match entries.value("if it does not apply") {
            Some(value) => self.inapplicable(value, &found)?,
            None => (MissingRule::LeftOut, MissingRule::LeftOut),
        };
        Some(YesNoEndpoint { by: found, missing, inapplicable, inapplicable_there, confirmed })
    }

    /// A response is one to what comes after time zero.
    fn check_point_after(&mut self, response: ResponseId, point: PointId, span: Span) -> Option<()> {
        let timepoints = self.plan.responses.get(response.0).map(|response| response.timepoints);
        let found = timepoints.and_then(|at| self.plan.timepoints.get(at)?.points.get(point.0));
        let is_before = found.and_then(|point| point.window).is_some_and(|(_, last)| last <= 0);
        if !is_before {
            return Some(());
        }
        let title = "A success is settled at time zero, and nothing after it can make one";
        self.error_hint(codes::WRONG_VALUE, title, span, "ends before anything is observed", "name a later timepoint")
    }

    /// What becomes of patients to whom the criterion does not apply, where it need not apply to everyone.
    fn inapplicable(&mut self, value: &'a tree::Value, by: &[ResponseSuccess]) -> Option<(MissingRule, MissingRule)> {
        let rule = self.missing_rule(value, MissingRule::PLAIN)?;
        let element = self.single(value)?;
        let options = self.entries(&element.options, &["examination"], "`if it does not apply`", element.span);
        let there = match options.value("examination") {
            Some(value) => self.missing_rule(value, MissingRule::PLAIN)?,
            None => rule,
        };
        let responses = || by.iter().map(|b| &self.plan.responses[b.response.0]);
        let (title, hint) = if !responses().any(Response::can_be_outside) {
            ("The criterion applies to every patient", "take `if it does not apply` away")
        } else if !element.options.is_empty() && !responses().any(Response::can_be_outside_there) {
            ("Where the criterion applies to a patient it does so at every examination", "take `examination` away")
        } else {
            return Some((rule, there));
        };
        self.error_hint(codes::WRONG_VALUE, title, value.span, "said of nobody", hint)
    }

    /// `SET` or `SET and not earlier SET`, each with its place.
    #[allow(clippy::type_complexity, reason = "two named words, the second optional")]
    fn success(&mut self, e: &'a Expression) -> Option<((String, Span), Option<(String, Span)>)> {
        if let Some(word) = Self::name_of(e) {
            return Some(((word.to_string(), e.span), None));
        }
        if let Some((success, rest)) = Self::binary(e, Operator::And)
            && let (Some(word), Kind::Not(inner)) = (Self::name_of(success), &rest.kind)
            && let Kind::Earlier { condition, since: None } = &inner.kind
            && let Some(set) = Self::name_of(condition)
        {
            return Some(((word.to_string(), success.span), Some((set.to_string(), condition.span))));
        }
        if e.kind == Kind::Error {
            return None;
        }
        let hint = "write `objective_response`, or `objective_response and not earlier progression`";
        self.error_hint(codes::WRONG_VALUE, "A success is a set of responses", e.span, "cannot be read as one", hint)
    }

    pub(crate) fn point_of_response(&mut self, id: ResponseId, point: &str, span: Span) -> Option<PointId> {
        let timepoints = self.plan.responses[id.0].timepoints;
        let names: Vec<String> = self.plan.timepoints[timepoints].points.iter().map(|p| p.name.clone()).collect();
        self.position(Named::Timepoint, point, span, &names).map(PointId)
    }

    /// A timepoint of a response by its name.
    pub(crate) fn point_name(&self, id: ResponseId, point: PointId) -> &str {
        &self.plan.timepoints[self.plan.responses[id.0].timepoints].points[point.0].name
    }

    fn time_to_event(&mut self, entries: &entries::Entries<'a>) -> Option<TimeToEventEndpoint> {
        let start = self.required(entries, "from").and_then(|v| self.single(v)).and_then(|e| self.start(e));
        let event = self.required(entries, "event").and_then(|v| self.single(v)).and_then(|e| self.event_sources(e));
        let (start, events) = (start?, event?);
        let censor = self.required(entries, "censor").and_then(|v| self.single(v)).and_then(|e| self.censor(e, &start));
        let horizon = self.horizon(entries)?;
        let censor = censor?;
        self.check_start(&start, entries, &events)?;
        self.check_censor(&censor, entries.value("censor")?.span, &events, true)?;
        Some(TimeToEventEndpoint { start, events, censor, horizon })
    }

    /// `day 365 { event on that day: counts }`; none where a time has no last day.
    fn horizon(&mut self, entries: &entries::Entries<'a>) -> Option<Option<Horizon>> {
        let Some(value) = entries.value("horizon") else { return Some(None) };
        let element = self.single(value)?;
        let keys = ["event on that day", "counted by"];
        let options = self.entries(&element.options, &keys, "`horizon`", element.span);
        let at = match options.value("counted by") {
            Some(value) => {
                self.choice(value, &["calendar"])?;
                HorizonAt::Months(self.calendar_months(&element.expression)?)
            }
            None => HorizonAt::Day(self.follow_up_day(&element.expression)?),
        };
        let counts = self.required(&options, "event on that day");
        let word = counts.and_then(|value| self.choice(value, &OnItsDay::ALL.map(OnItsDay::word)))?;
        let on_its_day = OnItsDay::ALL.into_iter().find(|day| day.word() == word)?;
        Some(Some(Horizon { at, on_its_day }))
    }

    /// `12 months` or `2 years`, whole ones.
    fn calendar_months(&mut self, e: &'a Expression) -> Option<u16> {
        let unit = match &e.kind {
            Kind::Number { unit: Some(unit), .. } => crate::plan::unit::time_unit(unit),
            _ => None,
        };
        let months = match unit {
            Some(TimeUnit::Months) => 1,
            Some(TimeUnit::Years) => 12,
            Some(TimeUnit::Days | TimeUnit::Weeks) | None => {
                let hint = "write `12 months { counted by: calendar, … }`, or take `counted by` away";
                let title = "Months and years are counted by the calendar";
                return self.error_hint(codes::WRONG_VALUE, title, e.span, "neither months nor years", hint);
            }
        };
        let (number, _) = self.number(e)?;
        let whole = number.fract().is_zero().then(|| number.to_u16()).flatten();
        // No patient is followed for more than 100 years.
        match whole.and_then(|whole| whole.checked_mul(months)).filter(|months| (1..=1200).contains(months)) {
            Some(months) => Some(months),
            None => {
                let title = "The calendar counts whole months, from 1 to those of 100 years";
                self.error(codes::WRONG_VALUE, title, e.span, "not so many")
            }
        }
    }

    /// `same day: CAUSE, …`: every cause, the one that counts before the others first.
    fn causes_on_one_day(&mut self, entries: &entries::Entries<'a>, causes: &[Cause]) -> Option<Vec<usize>> {
        let names: Vec<String> = causes.iter().map(|cause| cause.name.clone()).collect();
        let Some(value) = entries.value("same day") else {
            if names.len() < 2 {
                return Some((0..names.len()).collect());
            }
            let all = names.join(", ");
            let block = entries.get("causes")?;
            let title = "Nothing says which of two causes on one day counts";
            let hint = format!("add `same day: {all}`, in the order in which they count");
            return self.missing_key(block.span, title, "a patient may have two on one day", hint);
        };
        let mut found = vec![];
        for (word, span) in self.distinct_words(value) {
            found.push(self.position("cause", word, span, &names)?);
        }
        match names.iter().enumerate().find(|(place, _)| !found.contains(place)) {
            None => Some(found),
            Some((_, name)) => {
                let title = said!("`same day` does not say where `{name}` stands", name);
                let hint = format!("name each cause once: {}", names.join(", "));
                self.error_hint(codes::WRONG_VALUE, title, value.span, "not of all causes", hint)
            }
        }
    }

    /// `causes { NAME "Label": EVENT … }`, what happens first being the cause.
    fn competing_risks(&mut self, entries: &entries::Entries<'a>) -> Option<CompetingEndpoint> {
        let start = self.required(entries, "from").and_then(|v| self.single(v)).and_then(|e| self.start(e));
        let causes = match entries.get("causes") {
            Some(block) if block.has_braces => block.items.iter().map(|i| self.cause(i)).collect(),
            _ => self.required(entries, "causes").and_then(|v| {
                let hint = "write `causes { NAME: EVENT … }`, one a line";
                self.error_hint::<Vec<Cause>>(codes::WRONG_VALUE, "Causes are entries", v.span, "a list", hint)
            }),
        };
        let start = start?;
        let censor = self.required(entries, "censor").and_then(|v| self.single(v)).and_then(|e| self.censor(e, &start));
        let horizon = self.horizon(entries)?;
        let (causes, censor): (Vec<Cause>, CensorSource) = (causes?, censor?);
        self.check_causes_apart(&causes, &entries.get("causes")?.items)?;
        let same_day = self.causes_on_one_day(entries, &causes)?;
        let own: Vec<EventSource> = causes.iter().flat_map(|c| c.sources.iter().cloned()).collect();
        self.check_start(&start, entries, &own)?;
        self.check_censor(&censor, entries.value("censor")?.span, &own, false)?;
        Some(CompetingEndpoint { start, causes, same_day, censor, horizon })
    }

    /// What happens has one cause, not the one of two that is named first.
    fn check_causes_apart(&mut self, causes: &[Cause], items: &'a [Item]) -> Option<()> {
        for (place, cause) in causes.iter().enumerate() {
            for source in &cause.sources {
                let shares = |c: &Cause| c.sources.iter().any(|s| s.is_of_one_kind(source));
                let Some(first) = causes[..place].iter().position(shares) else { continue };
                let event = match source {
                    EventSource::Event(id) => self.plan.declared.events[id.0].clone(),
                    EventSource::Response { by, set, .. } => self.plan.responses[by.0].criterion.set(*set).name.clone(),
                };
                let span = |place: usize| match &items[place] {
                    Item::Entry(entry) => entry.span,
                    Item::Case(case) => case.span,
                };
                return self.repeated(said!("`{event}` is in two causes", event), span(place), span(first));
            }
        }
        Some(())
    }

    fn cause(&mut self, item: &'a Item) -> Option<Cause> {
        let entry = match item {
            Item::Entry(entry) => entry,
            Item::Case(case) => {
                let hint = "write `NAME \"Label\": EVENT`";
                return self.error_hint(codes::MISPLACED, "A cause is an entry", case.span, "not an entry", hint);
            }
        };
        let (key, value) = (entry.key.as_ref()?, entry.value.as_ref()?);
        let sources = self.single(value).and_then(|e| self.event_sources(e))?;
        let label = self.label_or(&entry.label, &key.node);
        Some(Cause { name: key.node.clone(), label, sources })
    }

    /// `EVENT`, `SET by RESPONSE`, or `first of (…)`.
    fn event_sources(&mut self, element: &'a Element) -> Option<Vec<EventSource>> {
        let e = &element.expression;
        if let Some((first, list)) = Self::binary(e, Operator::Of)
            && self.is_word(first, "first")
            && let Kind::Group(elements) = &list.kind
        {
            return elements.iter().map(|e| self.event_source(e)).collect();
        }
        if let Some((choice, _)) = Self::binary(e, Operator::Of) {
            let hint = "write `first of (EVENT, …)`";
            let title = "A time ends at the first of its events";
            return self.error_hint(codes::WRONG_VALUE, title, choice.span, "another choice", hint);
        }
        Some(vec![self.event_source(element)?])
    }

    pub(crate) fn event_source(&mut self, element: &'a Element) -> Option<EventSource> {
        let Some((set, response)) = Self::binary(&element.expression, Operator::By) else {
            self.no_options(element, "an event of the plan");
            return self.event_named(&element.expression).map(EventSource::Event);
        };
        let (set, set_span) = self.word_of(set)?;
        let (word, span) = self.word_of(response)?;
        let by = self.response_named(word, span)?;
        let set = self.set_named(by, set, set_span)?;
        let counts = match self.plan.responses[by.0].criterion.set(set).dated.clone() {
            Some(dated) => {
                self.check_confirmable(by, &dated.from, element.span)?;
                Counts::FromFinding(self.unconfirmed(element)?)
            }
            None => self.repeated_event(element, by, set)?,
        };
        Some(EventSource::Response { by, set, counts })
    }

    /// `{ confirmed: next_assessed { … } }`, of a set that the criterion itself does not date from an earlier finding.
    fn repeated_event(&mut self, element: &'a Element, by: ResponseId, set: SetId) -> Option<Counts> {
        let options = self.entries(&element.options, &["confirmed"], "a response that ends a time", element.span);
        let Some(value) = options.value("confirmed") else { return Some(Counts::AtOnce) };
        Some(self.confirmed(value, &[(by, set)])?.map_or(Counts::AtOnce, Counts::Repeated))
    }

    /// Nothing stands in the braces after what needs none.
    pub(crate) fn no_options(&mut self, element: &'a Element, what: &str) {
        if element.has_options {
            self.entries(&element.options, &[], what, element.span);
        }
    }

    /// `{ unconfirmed: counts }`, of a set that is dated from an earlier finding.
    fn unconfirmed(&mut self, element: &'a Element) -> Option<Unconfirmed> {
        let what = "an event that the criterion dates from an earlier finding";
        let options = self.entries(&element.options, &["unconfirmed"], what, element.span);
        let value = self.required(&options, "unconfirmed")?;
        let word = self.choice(value, &Unconfirmed::ALL.map(Unconfirmed::word))?;
        Unconfirmed::ALL.into_iter().find(|u| u.word() == word)
    }
}
