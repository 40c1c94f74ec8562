//! Warnings a plan answers: immortal time and early windows, and the `accept` statements that answer them in words.

use super::*;

/// The warnings that can be accepted, by the name used in a plan.
const ACCEPTABLE: &[(&str, Code)] = &[("immortal_time", codes::IMMORTAL_TIME), ("early_window", codes::EARLY_WINDOW)];

/// Statements whose faults leave it open which warnings there are.
const SOURCES: &[&str] = &["arms", "timepoints", "response", "endpoint", "analysis"];

/// A warning about one endpoint, with the place that raises it.
struct Raised {
    code: Code,
    endpoint: EndpointId,
    span: Span,
}

impl<'a> Resolver<'a> {
    pub(crate) fn resolve_accepts(&mut self) {
        self.resolve_each("accept", Self::accept, |r, accept| r.accepts.push(accept));
        if !self.intact(SOURCES) || self.arms.is_none() {
            return;
        }
        let raised = self.raised();
        self.check_acceptances(&raised);
        if !self.intact(&["accept"]) {
            return;
        }
        for (_, code) in ACCEPTABLE {
            let open = raised.iter().filter(|r| r.code == *code && !self.is_accepted(*code, r.endpoint));
            let open: Vec<&Raised> = open.collect();
            if !open.is_empty() {
                self.warn(*code, &open);
            }
        }
    }

    fn accept(&mut self, stated: Stated<'a>) -> Option<Accept> {
        let header = self.header(stated)?;
        let name = stated.statement.name.as_ref()?;
        let Some((_, code)) = ACCEPTABLE.iter().find(|(n, _)| *n == name.node) else {
            return self.unknown("warning", &name.node, name.span, ACCEPTABLE.iter().map(|(n, _)| *n));
        };
        let entries = self.entries_of(stated);
        let endpoints = self.required(&entries, "for").map(|v| self.distinct_words(v));
        let because = self.required(&entries, "because").and_then(|v| self.text(v));
        let answers = entries.value("answered by").map(|v| self.words(v)).unwrap_or_default();
        let named = endpoints?;
        let count = named.len();
        let endpoints: Vec<EndpointId> = named.into_iter().filter_map(|(w, s)| self.endpoint_named(w, s)).collect();
        if endpoints.len() < count {
            return None;
        }
        let names: Vec<String> = self.analyses.iter().map(|a| a.header.name.clone()).collect();
        let answered_by = answers.into_iter().filter_map(|(w, s)| self.position("analysis", w, s, &names)).collect();
        Some(Accept { header, code: *code, endpoints, answered_by, because: because? })
    }

    fn is_accepted(&self, code: Code, endpoint: EndpointId) -> bool {
        self.accepts.iter().any(|a| a.code == code && a.endpoints.contains(&endpoint))
    }

    /// What is accepted occurs, for each of the endpoints named.
    fn check_acceptances(&mut self, raised: &[Raised]) {
        let mut faults = vec![];
        for accept in &self.accepts {
            for endpoint in &accept.endpoints {
                let alone = accept.endpoints.len() == 1;
                if !raised.iter().any(|r| r.code == accept.code && r.endpoint == *endpoint) {
                    faults.push((accept.header.clone(), self.endpoints[endpoint.0].header.name.clone(), alone));
                }
            }
        }
        for (header, endpoint, alone) in faults {
            let title = format!("`{}` is accepted for `{endpoint}`, where it does not occur", header.name);
            let hint = match alone {
                true => "take the acceptance away, so that the plan says what is so".to_string(),
                false => format!("take `{endpoint}` out of `for`, so that the acceptance says what is so"),
            };
            self.error_hint::<()>(codes::ACCEPTS_NOTHING, title, header.span, "accepts what is not there", hint);
        }
    }

    /// Every warning, accepted or not, once for each endpoint and place.
    fn raised(&self) -> Vec<Raised> {
        let mut raised = vec![];
        let Some(settled) = self.arms.as_ref().and_then(|a| a.settled_by_day) else { return raised };
        for analysis in self.analyses.iter().filter(|a| a.compare.groups() > 1) {
            let endpoint = analysis.endpoint;
            let answered = analysis.landmark.is_some_and(|day| day >= settled);
            if answered || !matches!(analysis.compare, Compare::Arms(_)) {
                continue;
            }
            raised.push(Raised { code: codes::IMMORTAL_TIME, endpoint, span: analysis.header.span });
            for (response, points) in &analysis.each {
                let timepoints = &self.timepoints[self.responses[response.0].timepoints];
                for point in timepoints.points.iter().filter(|p| points.contains(&p.name)) {
                    if point.window.is_none_or(|(low, _)| low <= settled) {
                        raised.push(Raised { code: codes::EARLY_WINDOW, endpoint, span: point.span });
                    }
                }
            }
        }
        raised
    }

    fn warn(&mut self, code: Code, open: &[&Raised]) {
        let Some(arms) = &self.arms else { return };
        let (span, day) = (arms.header.span, arms.settled_by_day.unwrap_or(0));
        let mut names: Vec<String> = vec![];
        for raised in open {
            let name = &self.endpoints[raised.endpoint.0].header.name;
            if !names.contains(name) {
                names.push(name.clone());
            }
        }
        let name = ACCEPTABLE.iter().find(|(_, c)| *c == code).map_or("", |(n, _)| *n);
        let (title, reason, label) = match code {
            codes::IMMORTAL_TIME => (
                format!("Arms are settled by day {day}, and {} compared from time zero", listed(&names)),
                "a patient of an arm settled later has by definition lived until then (immortal time)",
                "compared from time zero",
            ),
            _ => (
                format!(
                    "A window opens before the arms are settled on day {day}, and {} measured in it",
                    listed(&names)
                ),
                "what is measured there may come before what makes the arm",
                "opens before that day",
            ),
        };
        let mut diagnostic = Diagnostic::new(code, title).at(span, format!("settled by day {day}"));
        let mut places: Vec<Span> = vec![];
        for raised in open {
            if !places.contains(&raised.span) {
                places.push(raised.span);
                diagnostic = diagnostic.at(raised.span, label);
            }
        }
        let hint = format!(
            "change the design, or accept it in words: `accept {name} {{ for: {}, because: \"…\" }}`",
            names.join(", ")
        );
        self.report(diagnostic.because(reason).hint(hint));
    }
}

/// `a is`, `a and b are`, `a, b and c are`.
fn listed(names: &[String]) -> String {
    let quoted: Vec<String> = names.iter().map(|n| format!("`{n}`")).collect();
    match quoted.as_slice() {
        [one] => format!("{one} is"),
        [first @ .., last] => format!("{} and {last} are", first.join(", ")),
        [] => "nothing is".to_string(),
    }
}
