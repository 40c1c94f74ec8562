//! Warnings a plan answers: immortal time, early windows and late selection, the `accept` statements that accept them in words, and the
//! analyses that answer them.

use super::entries::Entries;
use super::late_selection::LateSelection;
use super::*;
use crate::catalogue::{Question, Warning};
use crate::diagnostic::{all_of, said};
use crate::syntax::tree::{Element, Expression, Kind, Operator};

/// Statements whose faults leave it open which warnings there are.
const SOURCES: &[&str] = &["arms", "timepoints", "response", "endpoint", "analysis"];

/// A warning about one result, with the place that raises it.
struct Raised {
    warning: Warning,
    concern: Concern,
    span: Span,
    /// The requirement by which the patients are chosen late, where it is that.
    chosen_by: Option<Span>,
}

/// What a plan accepts in words.
enum Accepted {
    Warning(Accept),
    Question(AcceptedQuestion),
}

/// Analyses that do not answer a warning, for one reason.
struct NoAnswer {
    why: String,
    /// What is said at the place of each.
    place: &'static str,
    analyses: Vec<(String, Span)>,
}

impl AcceptedFor {
    fn covers(&self, concern: &Concern) -> bool {
        let timed = |points: &Vec<String>| concern.at.as_ref().is_some_and(|(_, point)| points.contains(point));
        self.endpoint == concern.endpoint && self.at.as_ref().is_none_or(timed)
    }
}

impl Accept {
    fn covers(&self, raised: &Raised) -> bool {
        self.warning == raised.warning && self.accepted_for.iter().any(|a| a.covers(&raised.concern))
    }
}

impl<'a> Resolver<'a> {
    pub(crate) fn resolve_accepts(&mut self) {
        self.resolve_each("accept", Self::accepted, |r, found| match found {
            Accepted::Warning(accept) => r.plan.accepts.push(accept),
            Accepted::Question(question) => r.plan.questions.push(question),
        });
        if !self.intact(SOURCES) || self.plan.arms.is_none() {
            return;
        }
        let raised = self.raised();
        for accept in &mut self.plan.accepts {
            accept.concerns = raised.iter().filter(|r| accept.covers(r)).map(|r| r.concern.clone()).collect();
        }
        self.check_acceptances(&raised);
        if !self.intact(&["accept"]) {
            return;
        }
        for warning in Warning::ALL.iter().copied() {
            let accepted = |r: &Raised| self.plan.accepts.iter().any(|a| a.covers(r));
            let open: Vec<&Raised> = raised.iter().filter(|r| r.warning == warning && !accepted(r)).collect();
            if !open.is_empty() {
                self.warn(warning, &open, &raised);
            }
        }
        for index in 0..self.plan.accepts.len() {
            self.check_answers(index);
        }
    }

    fn accepted(&mut self, stated: Stated<'a>) -> Option<Accepted> {
        self.header(stated)?;
        let name = stated.statement.name.as_ref()?;
        let warning = Warning::ALL.iter().copied().find(|w| w.word() == name.node);
        let question = Question::ALL.iter().copied().find(|q| q.word() == name.node);
        if warning.is_some() || question.is_some() {
            self.noted.words.insert(name.span);
        }
        match (warning, question) {
            (Some(warning), _) => self.accept(stated, warning).map(Accepted::Warning),
            (None, Some(question)) => self.accepted_question(stated, question).map(Accepted::Question),
            (None, None) => {
                let words = Warning::ALL.iter().map(|w| w.word()).chain(Question::ALL.iter().map(|q| q.word()));
                self.unknown("warning", &name.node, name.span, words.collect::<Vec<_>>())
            }
        }
    }

    fn accept(&mut self, stated: Stated<'a>, warning: Warning) -> Option<Accept> {
        let header = self.header(stated)?;
        let entries = self.entries_of(stated);
        let accepted_for = self.accepted_for(&entries);
        let because = self.required(&entries, "because").and_then(|v| self.text(v));
        let answers = entries.value("answered by").map(|v| self.distinct_words(v)).unwrap_or_default();
        let accepted_for = accepted_for?;
        let (names, count) =
            (self.plan.analyses.iter().map(|a| a.header.name.clone()).collect::<Vec<String>>(), answers.len());
        let answered_by: Vec<usize> =
            answers.into_iter().filter_map(|(w, s)| self.position(Named::Analysis, w, s, &names)).collect();
        if answered_by.len() < count {
            return None;
        }
        Some(Accept { header, warning, accepted_for, concerns: vec![], answered_by, because: because? })
    }

    /// `for: ENDPOINT, ENDPOINT at (POINT, …)`, each endpoint once.
    fn accepted_for(&mut self, entries: &Entries<'a>) -> Option<Vec<AcceptedFor>> {
        let value = self.required(entries, "for")?;
        let elements = self.list(value);
        let count = elements.len();
        let mut found: Vec<AcceptedFor> = vec![];
        for element in elements {
            let Some(one) = self.accepted_endpoint(element) else { continue };
            if let Some(first) = found.iter().find(|f| f.endpoint == one.endpoint).map(|f| f.span) {
                let name = self.plan.endpoints[one.endpoint.0].header.name.clone();
                return self.repeated(said!("`{name}` is named twice", name), one.span, first);
            }
            found.push(one);
        }
        (found.len() == count).then_some(found)
    }

    fn accepted_endpoint(&mut self, element: &'a Element) -> Option<AcceptedFor> {
        let (endpoint, points) = match Self::binary(&element.expression, Operator::At) {
            Some((endpoint, points)) => (endpoint, Some(points)),
            None => (&element.expression, None),
        };
        let (word, span) = self.word_of(endpoint)?;
        let endpoint = self.endpoint_named(word, span)?;
        let at = match points {
            Some(points) => Some(self.accepted_points(endpoint, points)?),
            None => None,
        };
        Some(AcceptedFor { endpoint, at, span: element.span })
    }

    fn accepted_points(&mut self, endpoint: EndpointId, points: &'a Expression) -> Option<Vec<String>> {
        let known: Vec<String> = match &self.plan.endpoints[endpoint.0].kind {
            EndpointKind::YesNo(yes_no) => {
                let of = yes_no.by.first().map(|b| b.at.iter().map(|p| self.point_name(b.response, *p).to_string()));
                of.into_iter().flatten().collect()
            }
            _ => vec![],
        };
        let points: Vec<&'a Expression> = match &points.kind {
            Kind::Group(elements) => elements.iter().map(|e| &e.expression).collect(),
            _ => vec![points],
        };
        let mut names = vec![];
        for point in points {
            let (word, span) = self.word_of(point)?;
            if !known.iter().any(|p| p == word) {
                return self.unknown(defined::Kind::PointOfEndpoint, word, span, known.iter().map(String::as_str));
            }
            self.note(span, Named::Timepoint, "", word);
            names.push(word.to_string());
        }
        Some(names)
    }

    /// What is accepted occurs, for each of the endpoints and timepoints named; one message for a statement.
    fn check_acceptances(&mut self, raised: &[Raised]) {
        let mut faults = vec![];
        for accept in &self.plan.accepts {
            let occurs =
                |one: &AcceptedFor| raised.iter().any(|r| r.warning == accept.warning && one.covers(&r.concern));
            let mut idle: Vec<(String, Span)> = vec![];
            let mut all = 0;
            for accepted in &accept.accepted_for {
                let points = accepted.at.clone().unwrap_or_default();
                let singly = points.iter().map(|p| AcceptedFor { at: Some(vec![p.clone()]), ..accepted.clone() });
                let parts: Vec<AcceptedFor> =
                    if accepted.at.is_some() { singly.collect() } else { vec![accepted.clone()] };
                all += parts.len();
                let named = |part: &AcceptedFor| (self.endpoint_words(part.endpoint, points_of(part)), accepted.span);
                idle.extend(parts.iter().filter(|p| !occurs(p)).map(named));
            }
            if !idle.is_empty() {
                faults.push((accept.header.name.clone(), idle, all));
            }
        }
        for (name, idle, all) in faults {
            let quoted: Vec<String> = idle.iter().map(|(endpoint, _)| format!("`{endpoint}`")).collect();
            let endpoint = all_of(&quoted);
            let hint = match idle.len() == all {
                true => "take the acceptance away, so that the plan says what is so".to_string(),
                false => format!("take {endpoint} out of `for`, so that the acceptance says what is so"),
            };
            let title = said!("`{name}` is accepted for {endpoint}, where it does not occur", name, endpoint);
            let mut diagnostic = Diagnostic::new(codes::ACCEPTS_NOTHING, title);
            let mut places: Vec<Span> = vec![];
            for (_, place) in idle {
                if !places.contains(&place) {
                    places.push(place);
                    diagnostic = diagnostic.at(place, "accepts what is not there");
                }
            }
            self.report(diagnostic.hint(hint));
        }
    }

    /// What is said to answer a warning is of what it is accepted for and free of what is warned of, and all that it is accepted
    /// for is answered.
    fn check_answers(&mut self, index: usize) {
        let accept = self.plan.accepts[index].clone();
        if accept.answered_by.is_empty() || accept.concerns.is_empty() {
            return;
        }
        let name = &accept.header.name;
        let mut faults: Vec<NoAnswer> = vec![];
        for answer in &accept.answered_by {
            let analysis = &self.plan.analyses[*answer];
            let (label, span) = (analysis.header.name.clone(), analysis.header.span);
            let endpoint = self.plan.endpoints[analysis.endpoint.0].header.name.clone();
            let fault = if !accept.accepted_for.iter().any(|a| a.endpoint == analysis.endpoint) {
                Some((format!("is of `{endpoint}`, for which it is not accepted"), "of another endpoint"))
            } else if self.is_free_of(accept.warning, analysis) {
                None
            } else if matches!(analysis.compare, Compare::Exposure(_)) {
                Some(("is of an exposure that does not settle the arms".to_string(), "of another exposure"))
            } else {
                Some(("is subject to it as well".to_string(), "has the same fault"))
            };
            let Some((why, place)) = fault else { continue };
            match faults.iter_mut().find(|told| told.why == why) {
                Some(told) => told.analyses.push((label, span)),
                None => faults.push(NoAnswer { why, place, analyses: vec![(label, span)] }),
            }
        }
        let whole = faults.is_empty();
        let answered = self.answered_place(&accept);
        for NoAnswer { why, place, analyses: all } in faults {
            let names: Vec<String> = all.iter().map(|(name, _)| format!("`{name}`")).collect();
            let (does, it) = if names.len() == 1 { ("does", "it") } else { ("do", "each") };
            let title = said!(
                "{analyses} {does} not answer `{name}`: {it} {why}",
                analyses = all_of(&names),
                does,
                name,
                it,
                why
            );
            let mut diagnostic = Diagnostic::new(codes::NO_ANSWER, title).at(answered, "said to be answered so");
            for (_, span) in all {
                diagnostic = diagnostic.at(span, place);
            }
            let because = "the report says what a warning is answered by, and a reader relies on it";
            self.report(diagnostic.because(because).hint(accept.warning.answered_by()));
        }
        if whole {
            self.check_all_answered(&accept);
        }
    }

    fn answered_place(&self, accept: &Accept) -> Span {
        self.value_in(accept.header.span, "answered by").unwrap_or(accept.header.span)
    }

    fn check_all_answered(&mut self, accept: &Accept) {
        let answers = |concern: &&Concern| {
            accept.answered_by.iter().any(|answer| {
                let analysis = &self.plan.analyses[*answer];
                let measured = |(response, point): &(ResponseId, String)| {
                    analysis
                        .each
                        .iter()
                        .any(|(r, points)| r == response && points.iter().any(|p| self.point_name(*r, *p) == point))
                };
                analysis.endpoint == concern.endpoint && concern.at.as_ref().is_none_or(measured)
            })
        };
        let not_answered: Vec<&Concern> = accept.concerns.iter().filter(|c| !answers(c)).collect();
        if not_answered.is_empty() {
            return;
        }
        let open = self.named(&not_answered, |endpoint| {
            let of = |c: &&Concern| c.endpoint == endpoint;
            accept.concerns.iter().filter(of).count() == not_answered.iter().copied().filter(of).count()
        });
        let name = &accept.header.name;
        let all = open.iter().map(|o| format!("`{o}`")).collect::<Vec<_>>();
        let title = said!("Nothing in `answered by` answers `{name}` for {analyses}", name, analyses = all_of(&all));
        let hint = format!(
            "add an analysis that does, or accept the rest in a statement of its own without `answered by`, and say why nothing answers it: `accept {name} {{ for: {}, because: \"…\" }}`",
            open.join(", ")
        );
        let diagnostic = Diagnostic::new(codes::NO_ANSWER, title)
            .at(self.answered_place(accept), "answered for some of it only")
            .because("the report says what a warning is answered by, and a reader relies on it")
            .hint(hint);
        self.report(diagnostic);
    }

    /// Whether what a warning is about cannot occur in an analysis of the endpoint.
    fn is_free_of(&self, warning: Warning, analysis: &Analysis) -> bool {
        let Some(arms) = &self.plan.arms else { return false };
        let counted_after = |settled: i64| analysis.landmark.is_some_and(|day| day >= settled);
        let settles = |event: EventId| {
            arms.arms.iter().flat_map(|a| &a.condition).any(|condition| self.events_read(condition).contains(&event))
        };
        let exposed = match analysis.compare {
            Compare::Exposure(event) => settles(event),
            Compare::None | Compare::Baseline | Compare::Arms(_) => false,
        };
        match warning {
            Warning::ImmortalTime => arms.settled_by_day.is_none_or(counted_after) || exposed,
            Warning::EarlyWindow => self.early_points(analysis).is_empty(),
            Warning::LateSelection => self.late_selection(analysis).is_none(),
        }
    }

    /// Responses and timepoints of an analysis whose windows open before the arms are settled.
    fn early_points(&self, analysis: &Analysis) -> Vec<(ResponseId, String, Span)> {
        let Some(settled) = self.plan.arms.as_ref().and_then(|a| a.settled_by_day) else { return vec![] };
        let mut early = vec![];
        for (response, points) in &analysis.each {
            let timepoints = &self.plan.timepoints[self.plan.responses[response.0].timepoints];
            for point in points.iter().map(|p| &timepoints.points[p.0]) {
                if point.window.is_none_or(|(low, _)| low <= settled) {
                    early.push((*response, point.name.clone(), point.span));
                }
            }
        }
        early
    }

    fn selected_later(&self) -> Vec<Raised> {
        let one = |(index, analysis): (usize, &Analysis)| {
            let chosen_by = match self.late_selection(analysis)? {
                LateSelection::Start => None,
                LateSelection::Requirement(span) => Some(span),
            };
            let concern = Concern { analysis: index, endpoint: analysis.endpoint, at: None };
            Some(Raised { warning: Warning::LateSelection, concern, span: analysis.header.span, chosen_by })
        };
        self.plan.analyses.iter().enumerate().filter_map(one).collect()
    }

    /// Every warning, accepted or not, once for each analysis, endpoint and timepoint.
    fn raised(&self) -> Vec<Raised> {
        let mut raised = self.selected_later();
        let Some(settled) = self.plan.arms.as_ref().and_then(|a| a.settled_by_day) else { return raised };
        for (index, analysis) in self.plan.analyses.iter().enumerate().filter(|(_, a)| a.compare.groups() > 1) {
            let answered = analysis.landmark.is_some_and(|day| day >= settled);
            let begins_later = self.plan.endpoints[analysis.endpoint.0].kind.later_start().is_some();
            if answered || begins_later || !matches!(analysis.compare, Compare::Arms(_)) {
                continue;
            }
            let concern =
                |at: Option<(ResponseId, String)>| Concern { analysis: index, endpoint: analysis.endpoint, at };
            let (warning, span) = (Warning::ImmortalTime, analysis.header.span);
            let measured = analysis
                .each
                .iter()
                .flat_map(|(r, points)| points.iter().map(|p| (*r, self.point_name(*r, *p).to_string())));
            raised.extend(measured.map(|at| Raised { warning, concern: concern(Some(at)), span, chosen_by: None }));
            if analysis.each.is_empty() {
                raised.push(Raised { warning, concern: concern(None), span, chosen_by: None });
            }
            let early = self.early_points(analysis).into_iter();
            raised.extend(early.map(|(response, point, span)| Raised {
                warning: Warning::EarlyWindow,
                concern: concern(Some((response, point))),
                span,
                chosen_by: None,
            }));
        }
        raised
    }

    /// Of the warnings of one kind, those that nothing accepts; `all` has the accepted ones too.
    fn warn(&mut self, warning: Warning, open: &[&Raised], all: &[Raised]) {
        let Some(arms) = &self.plan.arms else { return };
        let (span, day) = (arms.header.span, arms.settled_by_day.unwrap_or(0));
        let concerns: Vec<&Concern> = open.iter().map(|r| &r.concern).collect();
        let names = self.named(&concerns, |endpoint| {
            let of = |r: &&Raised| r.warning == warning && r.concern.endpoint == endpoint;
            all.iter().filter(of).count() == open.iter().copied().filter(of).count()
        });
        let (name, code) = (warning.word(), Code(warning.code()));
        let quoted: Vec<String> = names.iter().map(|n| format!("`{n}`")).collect();
        let are = if quoted.len() == 1 { "is" } else { "are" };
        let (title, reason, label) = match warning {
            Warning::ImmortalTime => (
                said!(
                    "Arms are settled by day {day}, and {endpoints} {are} compared from time zero",
                    day,
                    endpoints = all_of(&quoted),
                    are
                ),
                "a patient of an arm settled later has by definition lived until then (immortal time)",
                "compared from time zero",
            ),
            Warning::EarlyWindow => (
                said!(
                    "A window opens before the arms are settled on day {day}, and {responses} {are} measured in it",
                    day,
                    responses = all_of(&quoted),
                    are
                ),
                "what is measured there may come before what makes the arm",
                "opens before that day",
            ),
            Warning::LateSelection if open.iter().any(|r| r.chosen_by.is_some()) => (
                said!(
                    "{endpoints} {are} compared among patients who are chosen by what happens after time zero",
                    endpoints = all_of(&quoted),
                    are
                ),
                "the arms may have chosen them differently: who keeps to the protocol under one treatment is not who does under another",
                "compares those who are chosen so",
            ),
            Warning::LateSelection => (
                said!(
                    "{endpoints} {are} counted from what happens after time zero, and arms are compared",
                    endpoints = all_of(&quoted),
                    are
                ),
                "the patients compared are those in whom it happens, and the arms may have chosen them differently",
                "compares those in whom it happens",
            ),
        };
        let mut diagnostic = Diagnostic::new(code, title);
        if warning != Warning::LateSelection {
            diagnostic = diagnostic.at(span, format!("settled by day {day}"));
        }
        let mut places: Vec<Span> = vec![];
        for raised in open {
            if !places.contains(&raised.span) {
                places.push(raised.span);
                diagnostic = diagnostic.at(raised.span, label);
            }
            if let Some(requirement) = raised.chosen_by.filter(|span| !places.contains(span)) {
                places.push(requirement);
                diagnostic = diagnostic.at(requirement, "known in follow-up");
            }
        }
        let hint = format!(
            "change the design, or accept it in words: `accept {name} {{ for: {}, because: \"…\" }}`",
            names.join(", ")
        );
        self.report(diagnostic.because(reason).hint(hint));
    }

    /// An endpoint, each once, or an endpoint at the timepoints named where it is not the whole of it.
    fn named(&self, concerns: &[&Concern], is_whole: impl Fn(EndpointId) -> bool) -> Vec<String> {
        let mut names: Vec<String> = vec![];
        for concern in concerns {
            let mut points: Vec<&str> = vec![];
            let same = concerns.iter().filter(|c| c.endpoint == concern.endpoint && !is_whole(c.endpoint));
            for (_, point) in same.filter_map(|c| c.at.as_ref()) {
                if !points.contains(&point.as_str()) {
                    points.push(point);
                }
            }
            let name = self.endpoint_words(concern.endpoint, points);
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names
    }

    /// `orr`, `orr at M6`, `orr at (M6, M9)`.
    fn endpoint_words<'p>(&self, endpoint: EndpointId, points: impl IntoIterator<Item = &'p str>) -> String {
        let name = &self.plan.endpoints[endpoint.0].header.name;
        match points.into_iter().collect::<Vec<_>>().as_slice() {
            [] => name.clone(),
            [one] => format!("{name} at {one}"),
            several => format!("{name} at ({})", several.join(", ")),
        }
    }
}

fn points_of(accepted: &AcceptedFor) -> impl Iterator<Item = &str> {
    accepted.at.iter().flatten().map(String::as_str)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_code_of_each_warning_is_one() {
        for warning in Warning::ALL {
            assert!(Code(warning.code()).entry().is_some_and(|e| e.severity == Severity::Warning), "{warning:?}");
        }
    }
}
