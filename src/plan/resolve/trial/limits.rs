//! What is counted without a limit, or by one that lies where nothing is left to count; and what counts as a success though it is none.

use super::*;
use rust_decimal::Decimal;

impl<'a> Resolver<'a> {
    pub(crate) fn check_bounds(&mut self) {
        self.check_success_ends();
        self.check_calipers();
        self.check_time_zero_first();
        self.check_baseline_last();
        self.check_settled_in_time();
        self.check_attributed();
        self.check_censored_at_examination();
        self.check_censored_at_news();
        self.check_counted_as_success();
        self.check_severe();
        self.check_level_of_margin();
    }

    /// What is looked for after time zero is not looked for among what stands for the time before it.
    pub(crate) fn check_windows_after(&mut self) {
        let mut faults = vec![];
        for timepoints in &self.plan.timepoints {
            let before = |point: &&Timepoint| point.window.is_some_and(|(low, high)| low < 0 && high == 0);
            let baselines: Vec<&Timepoint> = timepoints.points.iter().filter(before).collect();
            for point in
                timepoints.points.iter().filter(|point| matches!(point.kind, PointKind::Nearest(day) if day > 0))
            {
                let overlaps = |baseline: &&&Timepoint| {
                    point.window.zip(baseline.window).is_some_and(|((low, _), (_, high))| low <= high)
                };
                faults.extend(baselines.iter().find(overlaps).map(|baseline| (point.clone(), (*baseline).clone())));
            }
        }
        for (point, baseline) in faults {
            let title = said!(
                "`{point}` opens before time zero is over, in the window of `{baseline}`",
                point = point.name,
                baseline = baseline.name
            );
            let diagnostic = Diagnostic::new(codes::WRONG_VALUE, title)
                .at(point.condition.span, "takes in time zero, or days before it")
                .at(baseline.condition.span, "of these days")
                .because("one examination could stand for what a patient was like before and for what came of it")
                .hint("let the window open after time zero");
            self.report(diagnostic);
        }
    }

    /// A covariate by which the strata are formed is the same of all patients of a stratum.
    pub(crate) fn check_covariates_of_strata(&mut self) {
        let mut faults = vec![];
        for analysis in &self.plan.analyses {
            for covariate in &analysis.adjustment.covariates {
                let same = |stratum: &&Covariate| stratum.expression == covariate.expression;
                if let Some(stratum) = analysis.adjustment.strata.iter().find(same) {
                    faults.push((covariate.clone(), stratum.expression.span));
                }
            }
        }
        for (covariate, stratum) in faults {
            let title = said!("`{covariate}` is a covariate and forms the strata", covariate = covariate.name);
            let diagnostic = Diagnostic::new(codes::NEVER_COMPUTED, title)
                .at(covariate.expression.span, "the same of all patients of a stratum")
                .at(stratum, "the strata")
                .hint("take it out of the covariates, or out of the strata");
            self.report(diagnostic);
        }
    }

    /// A caliper is a part of the spread of the score among those whom it is estimated of.
    fn check_calipers(&mut self) {
        let of_others = |m: &&Matching| m.caliper.is_some() && m.caliper_over != m.among;
        let faults: Vec<(Header, Header)> = self
            .plan
            .matchings
            .iter()
            .filter(of_others)
            .map(|m| (m.header.clone(), self.plan.populations[m.among.0].header.clone()))
            .collect();
        for (header, among) in faults {
            let place = self.place_of("matching", &header.name, "caliper").unwrap_or(header.span);
            let title = said!(
                "The caliper of `{name}` is measured among other patients than those matched",
                name = header.name
            );
            let diagnostic = Diagnostic::new(codes::NO_LIMIT, title)
                .at(place, "over other patients")
                .at(among.span, "matched are these")
                .because("the score is estimated among the patients matched, and its spread is that among them")
                .hint(format!("write `over: {}`", among.name));
            self.ask(Question::CaliperElsewhere, &header.name, diagnostic);
        }
    }

    /// A success that may be told at any time is told the more often the longer a patient is followed.
    fn check_success_ends(&mut self) {
        let Some(patients) = self.patients() else { return };
        let mut faults = vec![];
        for endpoint in &self.plan.endpoints {
            let EndpointKind::Given(given) = &endpoint.kind else { continue };
            let reads_events = !self.events_read(&given.value).is_empty();
            let has_limit = self.settled_by(&given.value, patients).is_some();
            if matches!(given.what, GivenKind::YesNo) && reads_events && !has_limit {
                faults.extend(self.open_ended(&given.value, patients).map(|place| (endpoint.header.clone(), place)));
            }
        }
        for (header, place) in faults {
            let title = said!("A success of `{name}` has no last day", name = header.name);
            let diagnostic = Diagnostic::new(codes::NO_LIMIT, title)
                .at(place, "at any time after time zero")
                .because("patients are followed for different lengths of time, and who is followed for longer has it more often")
                .hint("give it a last day: `… from day 0 to day 365`");
            self.ask(Question::NoLastDay, &header.name, diagnostic);
        }
    }

    /// Time zero is not the last of anything: later treatment would move it.
    fn check_time_zero_first(&mut self) {
        let (Some(zero), Some(patients)) = (self.zero_event(), self.patients()) else { return };
        let Some(event) = self.plan.event(zero) else { return };
        let is_last = matches!(event.date.node(), Some(RowNode::Selected { taken, .. }) if taken.is_last());
        let reads = self.plan.tables.iter().any(|table| table.parent.is_some_and(|(_, above)| above == patients));
        if !is_last || !reads {
            return;
        }
        let (header, zero) = (event.header.clone(), self.plan.time_zero.as_ref().map(|zero| zero.header.span));
        let title = said!("Time zero is `{event}`, the last of its kind", event = header.name);
        let mut diagnostic = Diagnostic::new(codes::NO_LIMIT, title).at(header.span, "the last, whenever it comes");
        if let Some(zero) = zero {
            diagnostic = diagnostic.at(zero, "days are counted from it");
        }
        let diagnostic = diagnostic
            .because("which one is the last is known only when follow-up ends, and a patient who is treated for longer would be followed from later on")
            .hint("take the first");
        self.ask(Question::LastOfItsKind, &header.name, diagnostic);
    }

    /// What a patient is like at time zero is told by the examination nearest before it.
    fn check_baseline_last(&mut self) {
        let mut faults = vec![];
        for timepoints in &self.plan.timepoints {
            let firsts = timepoints.points.iter().filter(|point| {
                point.kind == PointKind::First && point.window.is_some_and(|(low, high)| low < 0 && high <= 0)
            });
            faults.extend(firsts.map(|point| (timepoints.header.name.clone(), point.clone())));
        }
        let of_points = faults.into_iter().map(|(about, point): (String, Timepoint)| (about, point.name, point.span));
        for (about, name, place) in of_points.chain(self.first_baselines()).collect::<Vec<_>>() {
            let title = said!("`{point}` is the first examination of its window and not the last", point = name);
            let diagnostic = Diagnostic::new(codes::NO_LIMIT, title)
                .at(place, "an older one than the last before time zero")
                .because("changes are counted from what a patient was like at time zero, which the last examination before it tells best")
                .hint("write `last … where date from day -42 to day 0`");
            self.ask(Question::FirstBaseline, &about, diagnostic);
        }
    }

    /// Of endpoints that are counted from the first of several rows before time zero, the baseline.
    fn first_baselines(&self) -> Vec<(String, String, Span)> {
        let is_before = |part: &&RowExpr| match &part.kind {
            ExprKind::Within { low, high, anchor, .. } => *low < 0 && *high <= 0 && self.is_time_zero(anchor),
            _ => false,
        };
        let mut found = vec![];
        for endpoint in &self.plan.endpoints {
            let EndpointKind::Given(given) = &endpoint.kind else { continue };
            let Some(baseline) = &given.baseline else { continue };
            if let Some(RowNode::Selected { taken, condition: Some(condition), .. }) =
                self.behind(&baseline.expression).node()
                && taken.is_first()
                && walk::conjuncts(condition).iter().any(is_before)
            {
                found.push((endpoint.header.name.clone(), "baseline".to_string(), baseline.expression.span));
            }
        }
        found
    }

    /// Arms that are settled by a day are compared by what may come after it.
    fn check_settled_in_time(&mut self) {
        let Some(arms) = &self.plan.arms else { return };
        let Some(settled) = arms.settled_by_day else { return };
        let mut faults: Vec<(Header, Header, i64)> = vec![];
        for analysis in self.plan.analyses.iter().filter(|a| a.compare.arms().len() > 1 && a.landmark.is_none()) {
            let endpoint = &self.plan.endpoints[analysis.endpoint.0];
            // Of the calendar, the first on which it ends.
            let last =
                endpoint.kind.last_day().map(|last| last.days().0).filter(|_| endpoint.kind.later_start().is_none());
            let is_told = faults.iter().any(|(told, ..)| *told == endpoint.header);
            if let Some(last) = last.filter(|last| *last <= settled && !is_told) {
                faults.push((endpoint.header.clone(), arms.header.clone(), last));
            }
        }
        for (endpoint, arms, last) in faults {
            let title = said!(
                "Arms are settled by day {settled}, and `{endpoint}` ends on day {last}",
                settled,
                endpoint = endpoint.name,
                last
            );
            let place = ["horizon", "to", "rate"].iter().find_map(|key| self.place_of("endpoint", &endpoint.name, key));
            let diagnostic = Diagnostic::new(codes::NO_LIMIT, title)
                .at(place.unwrap_or(endpoint.span), format!("nothing counts after day {last}"))
                .at(arms.span, format!("settled by day {settled}"))
                .because("the arms would be compared by what came before they were told apart")
                .hint("settle the arms earlier, or let the endpoint go on for longer");
            self.ask(Question::SettledLate, &endpoint.name, diagnostic);
        }
    }

    /// What is laid to a treatment began after it.
    fn check_attributed(&mut self) {
        let mut faults = vec![];
        for define in &self.plan.defines {
            let Known::AtColumn(date) = self.plan.tables[define.table.0].known else { continue };
            define.value.each(&mut |part| {
                let ExprKind::And(parts) = &part.kind else { return };
                let event_of = |e: &RowExpr| match e.node() {
                    Some(RowNode::Event(event)) => Some(*event),
                    _ => None,
                };
                for part in parts.iter() {
                    let event = comes_before(part, date).and_then(event_of);
                    let is_asked = |event: &EventId| parts.iter().any(|p| known_event(p) == Some(*event));
                    let event = event.filter(|event| is_asked(event) && self.zero_event() != Some(*event));
                    faults.extend(event.map(|event| (define.header.clone(), event, part.span)));
                }
                for event in parts.iter().filter_map(known_event).filter(|event| self.zero_event() != Some(*event)) {
                    let others = parts.iter().filter(|other| known_event(other) != Some(event));
                    if others.clone().count() > 0 && !others.flat_map(walk::events).any(|other| other == event) {
                        faults.push((define.header.clone(), event, part.span));
                    }
                }
            });
        }
        for (header, event, place) in faults {
            let event = self.plan.events[event.0].header.clone();
            let title = said!(
                "`{name}` asks whether there was `{event}`, and not whether it came before",
                name = header.name,
                event = event.name
            );
            let diagnostic = Diagnostic::new(codes::NO_LIMIT, title)
                .at(place, "also of rows before it")
                .at(event.span, "the date")
                .because("what happened before a treatment is not of it")
                .hint(format!("write `{event} is known and DATE >= {event} and …`", event = event.name));
            self.ask(Question::CauseWithoutDate, &header.name, diagnostic);
        }
    }

    /// A margin is not decided at a larger chance of a false claim than the study has: that of one of its two sides, and of
    /// equivalence, which two claims at once make, the whole.
    fn check_level_of_margin(&mut self) {
        let alpha = self.plan.settings.alpha;
        let most = |claim: Claim| match claim {
            Claim::NonInferiority | Claim::Superiority => alpha / Decimal::TWO,
            Claim::Equivalence => alpha,
        };
        let larger = |a: &&Analysis| a.hypothesis.as_ref().is_some_and(|h| h.level > most(h.claim));
        let found: Vec<(Header, Span, String)> = self
            .plan
            .analyses
            .iter()
            .filter(larger)
            .filter_map(|analysis| {
                let hypothesis = analysis.hypothesis.as_ref()?;
                Some((analysis.header.clone(), hypothesis.span, hypothesis.level.to_string()))
            })
            .collect();
        for (header, place, level) in found {
            let title = said!(
                "The margin of `{name}` is decided at {level} on one side, which is more than the study has",
                name = header.name,
                level
            );
            let diagnostic = Diagnostic::new(codes::NO_PROTECTION, title)
                .at(place, "one-sided")
                .because("a claim is false with at most the chance that the study states")
                .hint("take half of alpha, which a test of one side has; of equivalence alpha at most");
            self.ask(Question::NoProtection, &header.name, diagnostic);
        }
    }

    /// Nobody is followed of whom time zero is missing.
    pub(crate) fn check_time_zero_known(&mut self) {
        let mut faults = vec![];
        for population in &self.plan.populations {
            for requirement in &population.require {
                for part in walk::conjuncts(&requirement.condition) {
                    let ExprKind::Not(inner) = &part.kind else { continue };
                    if let ExprKind::IsKnown(what) = &inner.kind
                        && self.is_time_zero(what)
                    {
                        faults.push((population.header.clone(), part.span));
                    }
                }
            }
        }
        for (population, place) in faults {
            let title = said!("`{name}` asks that time zero is missing", name = population.name);
            let diagnostic = Diagnostic::new(codes::NEVER_COMPUTED, title)
                .at(place, "of nobody is a time counted then")
                .hint("write `… is known`");
            self.report(diagnostic);
        }
    }

    /// What is measured is not what there was before.
    pub(crate) fn check_value_and_baseline(&mut self) {
        let mut faults = vec![];
        for endpoint in &self.plan.endpoints {
            let EndpointKind::Given(given) = &endpoint.kind else { continue };
            if let Some(baseline) = &given.baseline
                && is_its_baseline(given)
            {
                faults.push((endpoint.header.clone(), baseline.expression.span));
            }
        }
        self.check_entry_and_time();
        for (header, baseline) in faults {
            let place = self.place_of("endpoint", &header.name, "value").unwrap_or(header.span);
            let title = said!("What `{name}` measures is its baseline", name = header.name);
            let diagnostic = Diagnostic::new(codes::REPEATED, title)
                .at(place, "the same as before")
                .at(baseline, "the baseline")
                .hint("take what was measured afterwards");
            self.report(diagnostic);
        }
    }

    /// A patient comes under observation before the time is over.
    fn check_entry_and_time(&mut self) {
        let same = |given: &GivenEndpoint| given.entry.as_ref().filter(|entry| **entry == given.value).map(|e| e.span);
        let found = self.plan.endpoints.iter().filter_map(|endpoint| match &endpoint.kind {
            EndpointKind::Given(given) => same(given).map(|place| (endpoint.header.clone(), place, given.value.span)),
            EndpointKind::YesNo(_)
            | EndpointKind::TimeToEvent(_)
            | EndpointKind::CompetingRisks(_)
            | EndpointKind::Events(_)
            | EndpointKind::BestResponse(_) => None,
        });
        for (header, place, time) in found.collect::<Vec<_>>() {
            let title = said!("`{name}` is observed from the day on which its time ends", name = header.name);
            let diagnostic = Diagnostic::new(codes::REPEATED, title)
                .at(place, "the same as the time")
                .at(time, "the time")
                .hint("take the day on which a patient comes under observation");
            self.report(diagnostic);
        }
    }

    /// Of severe events there are fewer than of all.
    fn check_severe(&mut self) {
        let mut faults = vec![];
        for endpoint in &self.plan.endpoints {
            let EndpointKind::Events(events) = &endpoint.kind else { continue };
            if events.severe_from <= *events.grades.start() {
                faults.push((endpoint.header.clone(), events.severe_from));
            }
        }
        for (header, from) in faults {
            let place = self.place_of("endpoint", &header.name, "grade").unwrap_or(header.span);
            let title = said!("Every event of `{name}` is severe", name = header.name);
            let diagnostic = Diagnostic::new(codes::ALWAYS_SO, title)
                .at(place, format!("from grade {from} on, the lowest there is"))
                .hint("write the grade from which on an event is severe, such as 3 of CTCAE");
            self.ask(Question::AlwaysSo, &header.name, diagnostic);
        }
    }

    /// A time that no examination ends is not censored at one.
    fn check_censored_at_news(&mut self) {
        let mut faults = vec![];
        for endpoint in &self.plan.endpoints {
            let Some(dated) = endpoint.kind.dated() else { continue };
            let is_event = |source: &&EventSource| matches!(source, EventSource::Event(_));
            if matches!(dated.censor, CensorSource::LastAssessed { .. })
                && dated.causes.iter().flat_map(|cause| cause.iter()).all(|source| is_event(&source))
            {
                faults.push(endpoint.header.clone());
            }
        }
        for header in faults {
            let place = self.place_of("endpoint", &header.name, "censor");
            let title = said!("`{name}` is censored at an examination, and none tells its event", name = header.name);
            let diagnostic = Diagnostic::new(codes::NO_LIMIT, title)
                .at(place.unwrap_or(header.span), "the last examination that was assessed")
                .because("what the event is known by goes on after the last examination, and the time between would be lost to one arm more than to another")
                .hint("censor at the date of last news");
            self.ask(Question::CensoredElsewhere, &header.name, diagnostic);
        }
    }

    /// A time that an examination ends is not known to go on after the last of them.
    fn check_censored_at_examination(&mut self) {
        let mut faults = vec![];
        for endpoint in &self.plan.endpoints {
            let Some(dated) = endpoint.kind.dated() else { continue };
            let told = dated.causes.iter().flat_map(|cause| cause.iter()).find_map(|source| match source {
                EventSource::Response { by, set, .. } => Some((*by, *set)),
                EventSource::Event(_) => None,
            });
            if let (Some((by, set)), CensorSource::Date(_)) = (told, dated.censor) {
                let response = &self.plan.responses[by.0];
                faults.push((endpoint.header.clone(), response.criterion.set(set).name.clone()));
            }
        }
        for (header, event) in faults {
            let place = self.place_of("endpoint", &header.name, "censor");
            let title = said!(
                "`{name}` ends at `{event}`, which examinations tell, and is censored at another date",
                name = header.name,
                event
            );
            let diagnostic = Diagnostic::new(codes::NO_LIMIT, title)
                .at(place.unwrap_or(header.span), "after the last examination too")
                .because("a patient who is no longer examined would count as free of it for as long as there is news of another kind")
                .hint("write `last EXAM where assessed by RESPONSE otherwise time zero`");
            self.ask(Question::CensoredElsewhere, &header.name, diagnostic);
        }
    }
}

/// The date that the date of a row is asked not to be after: `onset <= sirt`.
fn comes_before(e: &RowExpr, date: usize) -> Option<&RowExpr> {
    let is_own = |e: &RowExpr| e.kind == ExprKind::Column(date);
    match &e.kind {
        ExprKind::Compare { op: CompareOp::Less | CompareOp::LessEqual, left, right } if is_own(left) => Some(right),
        ExprKind::Compare { op: CompareOp::Greater | CompareOp::GreaterEqual, left, right } if is_own(right) => {
            Some(left)
        }
        ExprKind::Before(own, other) if is_own(own) => Some(other),
        _ => None,
    }
}

/// The event in `EVENT is known`.
fn known_event(part: &RowExpr) -> Option<EventId> {
    match &part.kind {
        ExprKind::IsKnown(what) => match what.node() {
            Some(RowNode::Event(event)) => Some(*event),
            _ => None,
        },
        _ => None,
    }
}

/// What is measured is the baseline itself, or is counted from it.
pub(crate) fn is_its_baseline(given: &GivenEndpoint) -> bool {
    let Some(baseline) = &given.baseline else { return false };
    let mut same = baseline.expression == given.value;
    given.value.each(&mut |part| {
        same |= matches!(&part.kind, ExprKind::Arithmetic { op: ArithmeticOp::Subtract, left, right } if left == right);
    });
    same
}
