//! Endpoints read from the row of a patient, competing risks, and what an analysis compares and adjusts for.

use super::Out;
use super::criterion::point_names;
use crate::plan::ir::*;

impl Out<'_> {
    pub(super) fn given(&mut self, endpoint: &GivenEndpoint) {
        let plan = self.printer.plan;
        let patients = plan.patient_table();
        let shown = |e: &RowExpr| self.printer.show(e, patients);
        let what = match &endpoint.what {
            GivenKind::YesNo => "yes or no".to_string(),
            GivenKind::Number { higher_is_better, measure } => {
                let what = match measure {
                    Measure::Value => "number",
                    Measure::Change => "change from baseline",
                    Measure::PercentChange => "change from baseline in percent",
                };
                format!("{what}, {} is better", if *higher_is_better { "higher" } else { "lower" })
            }
            GivenKind::Category { order } => format!("category, {}", codes(&endpoint.value.ty, order)),
            GivenKind::Shift { order } => format!("shift, {}", codes(&endpoint.value.ty, order)),
            GivenKind::TimeToEvent => "time".to_string(),
            GivenKind::CompetingRisks { causes } => {
                let ty = endpoint.event.as_ref().map_or(&endpoint.value.ty, |e| &e.ty);
                format!("time with its cause, {}", codes(ty, causes))
            }
            GivenKind::DiagnosticTest { .. } => "diagnostic test".to_string(),
        };
        let (missing, second) = match &endpoint.what {
            GivenKind::DiagnosticTest { test, reference } => {
                (format!("if undetermined: test {}, reference {}", test.word(), reference.word()), "reference")
            }
            GivenKind::YesNo
            | GivenKind::Number { .. }
            | GivenKind::Category { .. }
            | GivenKind::Shift { .. }
            | GivenKind::TimeToEvent
            | GivenKind::CompetingRisks { .. } => (format!("if not assessed: {:?}", endpoint.missing), "event"),
        };
        let mut lines = vec![format!("{what}: {}; {missing}", shown(&endpoint.value))];
        let parts = [(second, &endpoint.event), ("entry", &endpoint.entry)];
        if endpoint.times_in != TimeUnit::Days {
            lines.push(format!("times in {}", endpoint.times_in.name()));
        }
        lines.extend(parts.iter().filter_map(|(word, e)| Some(format!("{word}: {}", shown(e.as_ref()?)))));
        lines.extend(endpoint.baseline.iter().map(|b| format!("baseline: {}", shown(&b.expression))));
        lines
            .extend(endpoint.because.iter().filter(|_| self.prose).map(|because| format!("given, because: {because}")));
        for line in lines {
            self.line(1, line);
        }
    }

    /// From when a time is counted, where that is not time zero.
    pub(super) fn begun(&mut self, start: &Start) {
        if let Some(source) = start.later() {
            self.line(1, format!("from {}", self.event_source(source)));
        }
    }

    pub(super) fn competing(&mut self, endpoint: &CompetingEndpoint) {
        self.begun(&endpoint.start);
        for cause in &endpoint.causes {
            let sources: Vec<String> = cause.sources.iter().map(|s| self.event_source(s)).collect();
            self.line(1, format!("cause {}{}: first of {}", cause.name, self.quoted(&cause.label), sources.join(", ")));
        }
        let ties: Vec<&str> = endpoint.same_day.iter().map(|place| endpoint.causes[*place].name.as_str()).collect();
        if ties.len() > 1 {
            self.line(1, format!("on one day: {}", ties.join(", ")));
        }
        self.line(1, self.observed(&endpoint.censor, endpoint.horizon));
    }

    pub(super) fn event_source(&self, source: &EventSource) -> String {
        let plan = self.printer.plan;
        match source {
            EventSource::Event(id) => plan.events[id.0].header.name.clone(),
            EventSource::Response { by, set, counts } => {
                let response = &plan.responses[by.0];
                let counts = match counts {
                    Counts::AtOnce => String::new(),
                    Counts::FromFinding(unconfirmed) => format!(", unconfirmed: {}", unconfirmed.word()),
                    Counts::Repeated(rule) => format!(", {}", confirmation_text(*rule)),
                };
                format!("{} by {}{counts}", response.criterion.set(*set).name, response.header.name)
            }
        }
    }

    /// How long a patient is observed.
    pub(super) fn observed(&self, censor: &CensorSource, horizon: Option<Horizon>) -> String {
        let plan = self.printer.plan;
        let censor = match censor {
            CensorSource::Date(e) => self.printer.show(e, plan.patient_table()),
            CensorSource::LastAssessed { by, longest_gap } => {
                let gap = longest_gap.map_or_else(String::new, |gap| format!(", no event after a gap of {gap} days"));
                format!("last assessed by {}{gap}", plan.responses[by.0].header.name)
            }
        };
        format!("censored at {censor}; horizon {}", horizon.map_or("none".into(), horizon_text))
    }

    pub(super) fn compared(&self, compare: &Compare) -> String {
        let name = |arm: &usize| self.printer.plan.arms.arms[*arm].name.as_str();
        match compare {
            Compare::None => "all together".to_string(),
            Compare::Baseline => "value against baseline".to_string(),
            Compare::Exposure(event) => {
                let event = &self.printer.plan.events[event.0].header.name;
                format!("exposed against unexposed, from the day of {event}")
            }
            Compare::Arms(arms) => match arms.as_slice() {
                [first, second] => format!("{} against {}", name(first), name(second)),
                all => all.iter().map(name).collect::<Vec<_>>().join(", "),
            },
        }
    }

    pub(super) fn handling(&mut self, analysis: &Analysis) {
        let plan = self.printer.plan;
        let name = |of: &StrategyOf| match of {
            StrategyOf::Intercurrent(i) => plan.intercurrents[*i].header.name.as_str(),
            StrategyOf::Death(id) => plan.events[id.0].header.name.as_str(),
        };
        for (of, strategy, _) in &analysis.handling.strategies {
            self.line(1, format!("{}: {strategy:?}", name(of)));
        }
        let all = |order: &Vec<Settling>| {
            let one = |of: &Settling| match of {
                Settling::Earlier => "earlier response",
                Settling::Event(of) => name(of),
            };
            order.iter().map(one).collect::<Vec<_>>().join(", ")
        };
        match &analysis.handling.meeting {
            Meeting::Alike => {}
            Meeting::InOrder(order) => self.line(1, format!("order of events: {}", all(order))),
            Meeting::FirstToHappen(order) => {
                self.line(1, format!("first to happen; on one day: {}", all(order)));
            }
        }
        if let Some(read) = analysis.handling.examination {
            self.line(1, format!("examination on that day: {}", read.word()));
        }
        if let Some(counts) = analysis.handling.on_its_day {
            self.line(1, format!("event on that day: {}", counts.word()));
        }
    }

    pub(super) fn adjustment(&mut self, adjustment: &Adjustment) {
        let name = |covariate: &Covariate| match &covariate.per {
            Some(per) => format!("{} {{ per: {per} }}", covariate.name),
            None => covariate.name.clone(),
        };
        let names = |list: &[Covariate]| list.iter().map(name).collect::<Vec<_>>().join(", ");
        for (word, list) in [("strata", &adjustment.strata), ("covariates", &adjustment.covariates)] {
            if !list.is_empty() {
                self.line(1, format!("{word}: {}", names(list)));
            }
        }
        if !adjustment.by.is_empty() {
            self.line(1, format!("by: {}", names(&adjustment.by)));
        }
        let of = |id: MatchingId| self.printer.plan.matchings[id.0].header.name.clone();
        let from = [("covariates: missed of", adjustment.missed), ("weights: overlap of", adjustment.overlap)];
        let lines: Vec<String> = from.iter().filter_map(|(word, id)| Some(format!("{word} {}", of((*id)?)))).collect();
        lines.iter().for_each(|line| self.line(1, line));
        let single = [("weights", &adjustment.weights), ("pairs", &adjustment.pairs), ("cluster", &adjustment.cluster)];
        for (word, covariate) in single {
            if let Some(covariate) = covariate {
                self.line(1, format!("{word}: {}", covariate.name));
            }
        }
    }

    pub(super) fn agreements(&mut self) {
        let plan = self.printer.plan;
        for agreement in &plan.agreements {
            self.head("agreement", &agreement.header);
            match &agreement.of {
                AgreementOf::Columns { table, columns, .. } => {
                    let names: Vec<&str> = columns.iter().map(|compared| compared.name(plan, *table)).collect();
                    self.line(1, format!("{} of {}", names.join(" and "), plan.table(*table).header.name));
                }
                AgreementOf::Responses(read) => {
                    let among: Vec<&str> =
                        read.among.iter().map(|p| plan.populations[p.0].header.name.as_str()).collect();
                    self.line(1, format!("among {}", among.join(", ")));
                    for one in &read.of {
                        let response = &plan.responses[one.response.0];
                        let at = point_names(plan, one.response, &one.at);
                        self.line(1, format!("readers of {} at {at}", response.header.name));
                        let stop = one.stop_after.map_or("nothing", |s| response.criterion.set(s).name.as_str());
                        let left: Vec<&str> = one.leave_out.iter().map(|c| response.criterion.code_name(*c)).collect();
                        self.line(2, format!("ends with {stop}; left out: {}", left.join(", ")));
                    }
                }
            }
            self.calls(&agreement.methods);
        }
    }

    pub(super) fn family(&mut self, family: &Family) {
        let plan = self.printer.plan;
        self.head("family", &family.header);
        let of: Vec<&str> = family.of.iter().map(|a| plan.analyses[*a].header.name.as_str()).collect();
        self.line(1, format!("{} of {}", family.by.word(), of.join(", ")));
        let hypotheses = family.graph.iter().flat_map(|graph| &graph.hypotheses);
        let names: Vec<String> = hypotheses.clone().map(|h| hypothesis(plan, h)).collect();
        for (hypothesis, name) in hypotheses.zip(&names) {
            let passes = hypothesis.passes.iter().map(|(to, part)| format!("; {part} to {}", names[*to]));
            self.line(1, format!("{name}: {}{}", hypothesis.share, passes.collect::<String>()));
        }
        self.calls(std::slice::from_ref(&family.procedure));
    }

    pub(super) fn lesions(&mut self) {
        let plan = self.printer.plan;
        for Lesions { header, of, reader, at, among, arms } in &plan.lesions {
            self.head("lesions", header);
            let response = &plan.responses[of.0];
            let reader = response.criterion.readers(plan).get(*reader).map_or("", |r| r.name.as_str());
            self.line(1, format!("of {} at {}, reader {reader}", response.header.name, point_names(plan, *of, at)));
            let among: Vec<&str> = among.iter().map(|p| plan.populations[p.0].header.name.as_str()).collect();
            let arms: Vec<&str> = arms.iter().map(|arm| plan.arms.arms[*arm].name.as_str()).collect();
            self.line(1, format!("among {}; arms {}", among.join(", "), arms.join(", ")));
        }
    }

    pub(super) fn margin_hypothesis(&mut self, analysis: &Analysis, stated: &MarginHypothesis) {
        let MarginHypothesis { claim, lower, upper, level, by, span: _ } = stated;
        let bound = |bound: &Option<rust_decimal::Decimal>| {
            bound.map_or_else(|| "no margin".to_string(), |bound| bound.normalize().to_string())
        };
        let by = analysis.methods.get(*by).map_or("", |call| call.method.name);
        let (claim, lower, upper) = (claim.word(), bound(lower), bound(upper));
        self.line(1, format!("{claim} at {} by {by}: above {lower}, below {upper}", level.normalize()));
    }

    pub(super) fn sample_size(&mut self, size: &SampleSize) {
        let SampleSize { header, of, test, interval, pairs, show } = size;
        self.head("sample size", header);
        let of = &self.printer.plan.analyses[*of].header.name;
        let corrected = if test.correction.is_yes() { ", corrected" } else { "" };
        self.line(1, format!("{pairs} pairs of {of} by McNemar's test, {}{corrected}", test.form.word()));
        self.line(1, interval.as_ref().map_or("no interval", |i| i.interval.word()));
        self.calls(show);
    }
}

/// As a family names it: the analysis, and the arm where several are compared with one.
fn hypothesis(plan: &Plan, hypothesis: &Hypothesis) -> String {
    let analysis = &plan.analyses[hypothesis.analysis].header.name;
    let arm = hypothesis.arm.and_then(|arm| plan.arms.arms.get(arm));
    arm.map_or_else(|| analysis.clone(), |arm| format!("{analysis} {}", arm.name))
}

/// How a response is confirmed.
pub(super) fn confirmation_text(rule: Confirmation) -> String {
    format!("confirmed after {} days, {} not assessed between", rule.after, rule.not_assessed_between)
}

fn horizon_text(horizon: Horizon) -> String {
    let at = match horizon.at {
        HorizonAt::Day(day) => format!("day {day}"),
        HorizonAt::Months(months) => format!("{months} months of the calendar"),
    };
    match horizon.on_its_day {
        OnItsDay::Counts => at,
        OnItsDay::DoesNotCount => format!("{at}, an event on it does not count"),
    }
}

fn codes(ty: &Type, positions: &[usize]) -> String {
    let Type::Code(list) = ty else { return String::new() };
    let name = |code: &usize| list.codes.get(*code).map(|c| c.name.as_str());
    positions.iter().filter_map(name).collect::<Vec<_>>().join(", ")
}
