//! Timepoints, criteria, endpoints and analyses.

use super::given::confirmation_text;
use super::{Out, Printer, literal_text, type_text};
use crate::catalogue::OptionValue;
use crate::plan::ir::*;

impl Out<'_> {
    pub(super) fn responses(&mut self) {
        let plan = self.printer.plan;
        for timepoints in &plan.timepoints {
            let table = &plan.table(timepoints.table).header.name;
            self.head(&format!("timepoints (of {table})"), &timepoints.header);
            for point in &timepoints.points {
                let condition = self.printer.show(&point.condition, timepoints.table);
                let window =
                    point.window.map_or(String::new(), |(low, high)| format!("; window day {low} to day {high}"));
                self.line(1, format!("{}: {} where {condition}{window}", point.name, point_kind(point.kind)));
            }
            let prefer = timepoints.prefer.as_ref().map_or("none".into(), |p| self.printer.show(p, timepoints.table));
            self.line(
                1,
                format!("prefer {prefer}; of two equally near the earlier: {}", yes_no(timepoints.tie_earlier)),
            );
        }
        for response in &plan.responses {
            self.response(response);
        }
        for combine in &plan.combines {
            self.combine(combine);
        }
    }

    fn response(&mut self, response: &Response) {
        let plan = self.printer.plan;
        self.head("response", &response.header);
        let timepoints = &plan.timepoints[response.timepoints];
        let among = &plan.populations[response.among.0].header.name;
        let baseline = match &response.baseline {
            Baseline::Point(point) => timepoints.points[point.0].name.clone(),
            Baseline::Own(own) => {
                let (end, exam) = (if own.last { "last" } else { "first" }, response.criterion.exam);
                format!("{end} {} where {}", plan.table(exam).header.name, self.printer.show(&own.condition, exam))
            }
        };
        self.line(1, format!("at {}, baseline {baseline}, among {among}", timepoints.header.name));
        if let Clock::Event { event, by } = &response.clock {
            let because = by.as_ref().filter(|_| self.prose).map(|by| self.quoted(&by.because));
            let by = by.as_ref().map_or(String::new(), |by| format!(" by day {}", by.day));
            let event = &plan.events[event.0].header.name;
            self.line(1, format!("after {event}{by}{}", because.unwrap_or_default()));
        }
        if let Some(AppliesTo { condition, settled }) = &response.applies_to {
            let because = settled.as_ref().filter(|_| self.prose).map(|settled| self.quoted(&settled.because));
            let condition = self.printer.show(condition, plan.patient_table());
            self.line(1, format!("applies to: {condition}{}", because.unwrap_or_default()));
        }
        let criterion = &response.criterion;
        let printer = Printer { plan, criterion: Some(criterion) };
        self.begins("criterion", &criterion.header, Some(response));
        self.head("criterion", &criterion.header);
        self.line(
            1,
            format!(
                "reads {} by {}",
                plan.table(criterion.rows_of()).header.name,
                criterion.reader(plan).map_or("one reader", |c| c.name.as_str())
            ),
        );
        self.interface(criterion, printer);
        self.options(response);
        let things = criterion.rows_of();
        for rows in &criterion.rows {
            self.begins("rows", &rows.header, Some(response));
            self.rows(rows, printer, things);
        }
        for define in &criterion.defines {
            self.begins("define", &define.header, Some(response));
            self.line(1, format!("define {}", define.header.name));
            self.body(printer, &define.body, things);
        }
        for value in &criterion.values {
            self.begins("value", &value.header, Some(response));
            self.line(1, format!("value {}: {}", value.header.name, type_text(&value.ty)));
            self.body(printer, &value.body, criterion.exam);
        }
        self.begins("criterion", &criterion.header, Some(response));
        self.line(1, format!("the response is {}", criterion.values[criterion.response.0].header.name));
    }

    /// They are settled for the response, and told of it.
    fn options(&mut self, response: &Response) {
        self.begins("response", &response.header, Some(response));
        for (name, literal, ty) in &response.criterion.options {
            self.line(1, format!("option {name}: {}", literal_text(literal, ty)));
        }
    }

    /// What is answered without a reading, and the sets of responses.
    fn interface(&mut self, criterion: &Criterion, printer: Printer<'_>) {
        let code = |c: &CodeId| criterion.code_name(*c).to_string();
        let (condition, answer) = &criterion.no_reading;
        self.line(1, format!("no reading: {} -> {}", printer.show(condition, criterion.exam), code(answer)));
        let unfit = criterion.unfit_baseline.as_ref();
        let unfit = unfit.map_or(String::new(), |e| format!(", or {}", printer.show(e, criterion.exam)));
        self.line(1, format!("no baseline{unfit} -> {}", code(&criterion.no_baseline)));
        for set in &criterion.sets {
            let all = |codes: &[CodeId]| codes.iter().map(code).collect::<Vec<_>>().join(", ");
            let dated = set.dated.as_ref().map_or(String::new(), |dated| {
                format!("; dated from {}, cleared by {}", all(&dated.from), all(&dated.cleared_by))
            });
            self.line(1, format!("{}: {}{dated}", set.name, all(&set.codes)));
        }
        if let Some(value) = criterion.dated_back.and_then(|id| criterion.values.get(id.0)) {
            self.line(1, format!("dated back to: {}", value.header.name));
        }
        if let Some(OfEachThing { category, codes: _, sets }) = &criterion.of_each {
            let sets: Vec<&str> = sets.iter().map(|set| criterion.rows[set.0].header.name.as_str()).collect();
            self.line(1, format!("of each: {} of {}", criterion.defines[category.0].header.name, sets.join(", ")));
        }
        if !criterion.ranked.is_empty() {
            let ranked: Vec<String> = criterion.ranked.iter().map(code).collect();
            self.line(1, format!("from best to worst: {}", ranked.join(", ")));
        }
    }

    fn rows(&mut self, rows: &Rows, printer: Printer<'_>, things: TableId) {
        let name = |id: RowsId| printer.criterion.map_or("", |c| c.rows[id.0].header.name.as_str());
        let chosen = match rows.chosen {
            Chosen::Reading => "",
            Chosen::Baseline => " (chosen at baseline)",
            Chosen::Appearance => " (chosen at appearance)",
        };
        let of = rows.of.map_or(String::new(), |id| format!(" of {}", name(id)));
        let without = rows.without.map_or(String::new(), |id| format!(" without {}", name(id)));
        let belongs = match rows.belongs {
            Belongs::ToReading => String::new(),
            Belongs::ToThing(reference) => {
                let columns = &printer.plan.table(things).columns;
                let column = reference.and_then(|r| columns.get(r.column)).map_or("none", |c| c.name.as_str());
                format!(" belonging to {column}")
            }
        };
        let ranked = rows.ranked.as_ref().map_or(String::new(), |ranked| ranked_text(ranked, printer, things));
        let condition = printer.show(&rows.condition, things);
        self.line(1, format!("rows {}{chosen}{of}{without}{belongs}: {condition}{ranked}", rows.header.name));
    }

    fn body(&mut self, printer: Printer<'_>, body: &Body, table: TableId) {
        match body {
            Body::Expression(e) => self.line(2, printer.show(e, table)),
            Body::Cases(cases) => {
                for case in cases {
                    let result = case.result.as_ref().map_or("unknown".into(), |r| printer.show(r, table));
                    let reason = case.reason.as_ref().map_or(String::new(), |r| self.quoted(r));
                    let when = case
                        .condition
                        .as_ref()
                        .map_or("otherwise".into(), |c| format!("when {}", printer.show(c, table)));
                    self.line(2, format!("{result}{reason} {when}"));
                }
            }
            Body::Table(decision) => {
                let given: Vec<String> = decision.given.iter().map(|g| printer.show(g, table)).collect();
                self.line(2, format!("given {}", given.join(" | ")));
                for row in &decision.rows {
                    self.line(2, &row.text);
                }
            }
        }
    }

    fn combine(&mut self, combine: &Combine) {
        let plan = self.printer.plan;
        self.head("combine", &combine.header);
        for combined in &combine.of {
            let response = &plan.responses[combined.response.0];
            self.line(1, format!("of {}", response.header.name));
            for case in &combined.cases {
                let text = match case {
                    CombineCase::Common { reason } => format!("common{}", self.quoted(reason)),
                    CombineCase::Worst { reason } => format!("worst{}", self.quoted(reason)),
                    CombineCase::Median { reason } => format!("median{}", self.quoted(reason)),
                    CombineCase::Fixed { code, reason } => {
                        format!("{}{}", response.criterion.code_name(*code), self.quoted(reason))
                    }
                    CombineCase::Looked { up, reason } => {
                        let table = plan.table(up.table);
                        let name = |column: usize| table.columns[column].name.as_str();
                        let (criterion, own) = up.criterion;
                        let read = |code: &Option<CodeId>| code.map_or("-", |code| response.criterion.code_name(code));
                        let codes: Vec<&str> = up.codes.iter().map(read).collect();
                        format!(
                            "{}.{} by {} where {} is {own}, as {}{}",
                            table.header.name,
                            name(up.response),
                            name(up.exam),
                            name(criterion),
                            codes.join(" "),
                            self.quoted(reason)
                        )
                    }
                };
                self.line(1, text);
            }
            let stop = combined.stop_after.map_or("nothing", |set| response.criterion.set(set).name.as_str());
            self.line(1, format!("ends with {stop}"));
        }
        self.line(1, format!("unresolved {:?}", combine.unresolved));
    }

    fn yes_no(&mut self, endpoint: &YesNoEndpoint) {
        let plan = self.printer.plan;
        for by in &endpoint.by {
            let response = &plan.responses[by.response.0];
            let name = |set: SetId| response.criterion.set(set).name.as_str();
            let not_after = by.not_after.map_or(String::new(), |s| format!(" and not earlier {}", name(s)));
            let at = point_names(plan, by.response, &by.at);
            self.line(1, format!("{}{not_after}, by {} at {at}", name(by.success), response.header.name));
        }
        if let Some(rule) = endpoint.confirmed {
            self.line(1, confirmation_text(rule));
        }
        self.line(1, format!("if not assessed: {:?}", endpoint.missing));
        if endpoint.by.iter().any(|by| plan.responses[by.response.0].can_be_outside()) {
            self.line(1, format!("if it does not apply: {:?}", endpoint.inapplicable));
            self.line(1, format!("at one examination: {:?}", endpoint.inapplicable_there));
        }
    }

    pub(super) fn endpoints(&mut self) {
        let plan = self.printer.plan;
        for event in &plan.intercurrents {
            self.head("intercurrent", &event.header);
            let from = event.from_day.map_or(String::new(), |d| format!(" from day {d} on"));
            let arm = event.arm.map_or(String::new(), |a| format!(" in {}", plan.arms.arms[a].name));
            self.line(1, format!("{}{from}{arm}", plan.events[event.event.0].header.name));
        }
        for endpoint in &plan.endpoints {
            self.head("endpoint", &endpoint.header);
            match &endpoint.kind {
                EndpointKind::YesNo(e) => self.yes_no(e),
                EndpointKind::TimeToEvent(e) => self.time_to_event(e),
                EndpointKind::CompetingRisks(e) => self.competing(e),
                EndpointKind::Given(e) => self.given(e),
                EndpointKind::Events(e) => self.events_endpoint(e),
                EndpointKind::BestResponse(e) => {
                    let events = e.before.iter().flat_map(|before| &before.events);
                    let before: Vec<&str> = events.map(|b| plan.events[b.0].header.name.as_str()).collect();
                    let confirmed = e.confirmed.map_or("not confirmed".into(), confirmation_text);
                    let by = &plan.responses[e.by.0].header.name;
                    let before = before.join(", ");
                    self.line(
                        1,
                        format!("best by {by} to day {}, before {before}; stable from day {}", e.to_day, e.stable_from),
                    );
                    if let Some(before) = &e.before {
                        self.line(1, format!("examination on that day: {}", before.examination.word()));
                    }
                    self.line(1, confirmed);
                    let criterion = &plan.responses[e.by.0].criterion;
                    let BestSets { complete, objective, progression, definitive, not_assessed } = e.sets;
                    let sets = [complete, Some(objective), Some(progression), definitive, Some(not_assessed)];
                    let sets = sets.map(|set| set.map_or("-", |set| criterion.set(set).name.as_str()));
                    self.line(1, sets.join(" "));
                }
            }
        }
    }

    fn events_endpoint(&mut self, endpoint: &EventsEndpoint) {
        let plan = self.printer.plan;
        let table = plan.table(endpoint.table);
        let name = |column: usize| table.columns[column].name.as_str();
        let condition = endpoint.condition.as_ref().map(|c| self.printer.show(c, endpoint.table));
        let condition = condition.map_or(String::new(), |c| format!(" where {c}"));
        self.line(1, format!("rows of {}{condition}; dated by {}", table.header.name, name(endpoint.date)));
        let class = endpoint.class.map_or(String::new(), |c| format!(" within {}", name(c)));
        let graded = (name(endpoint.grade), name(endpoint.term));
        self.line(1, format!("worst {} by {}{class}; severe from {}", graded.0, graded.1, endpoint.severe_from));
        if let Some(rate) = &endpoint.rate {
            let until = self.printer.show(&rate.until, plan.patient_table());
            let (from, to) = (rate.from_day, rate.to_day);
            self.line(1, format!("time to the first event, from day {from} to day {to}, until {until}"));
        }
    }

    fn time_to_event(&mut self, endpoint: &TimeToEventEndpoint) {
        let events: Vec<String> = endpoint.events.iter().map(|e| self.event_source(e)).collect();
        self.begun(&endpoint.start);
        self.line(1, format!("first of {}; {}", events.join(", "), self.observed(&endpoint.censor, endpoint.horizon)));
    }

    pub(super) fn analyses(&mut self) {
        let plan = self.printer.plan;
        for matching in &plan.matchings {
            self.head("matching", &matching.header);
            let arm = |a: usize| plan.arms.arms[a].name.as_str();
            let among = &plan.populations[matching.among.0].header.name;
            self.line(1, format!("{} to {} among {among}", arm(matching.treated), arm(matching.control)));
            for (what, covariates) in
                [("score", &matching.covariates), ("exact", &matching.exact), ("balance", &matching.balance)]
            {
                let names: Vec<&str> = covariates.iter().map(|c| c.name.as_str()).collect();
                self.line(1, format!("{what}: {}", names.join(", ")));
            }
            let over = &plan.populations[matching.caliper_over.0].header.name;
            let caliper = matching.caliper.map_or("none".into(), |c| format!("{c} SD over {over}"));
            self.line(
                1,
                format!(
                    "caliper {caliper}; balance of the score: {}; aim below {}",
                    yes_no(matching.balance_of_score),
                    matching.aim_below
                ),
            );
        }
        for analysis in &plan.analyses {
            self.analysis(analysis);
        }
        for family in &plan.families {
            self.family(family);
        }
        plan.sample_sizes.iter().for_each(|size| self.sample_size(size));
        plan.assumptions.iter().for_each(|assumption| self.assumption(assumption));
        for accept in &plan.questions {
            self.head(&format!("accept {}", accept.question.code()), &accept.header);
            let of: Vec<&str> = accept.about.iter().map(|of| of.name.as_str()).collect();
            self.line(1, format!("for {}: {}", of.join(", "), accept.because));
        }
        for accept in &plan.accepts {
            self.head(&format!("accept {}", accept.warning.code()), &accept.header);
            let name = |a: &AcceptedFor| {
                let at = a.at.as_ref().map(|points| format!(" at {}", points.join(", "))).unwrap_or_default();
                format!("{}{at}", plan.endpoints[a.endpoint.0].header.name)
            };
            let of: Vec<String> = accept.accepted_for.iter().map(name).collect();
            self.line(1, format!("for {}: {}", of.join(", "), accept.because));
            for index in &accept.answered_by {
                self.line(1, format!("answered by {}", plan.analyses[*index].header.name));
            }
        }
    }

    fn analysis(&mut self, analysis: &Analysis) {
        let plan = self.printer.plan;
        self.head("analysis", &analysis.header);
        let unadjusted = if analysis.unadjusted { ", p-value unadjusted" } else { "" };
        self.line(1, format!("{:?}{unadjusted}", analysis.role));
        let each: Vec<String> = analysis
            .each
            .iter()
            .map(|(r, at)| format!(" by {} at {}", plan.responses[r.0].header.name, point_names(plan, *r, at)))
            .collect();
        let compared = self.compared(&analysis.compare);
        let population = &plan.populations[analysis.population.0].header.name;
        self.line(
            1,
            format!(
                "{}{} in {population}, {compared}, {}",
                plan.endpoints[analysis.endpoint.0].header.name,
                each.concat(),
                analysis.effect.map_or("no effect", StatedEffect::word)
            ),
        );
        self.handling(analysis);
        self.adjustment(&analysis.adjustment);
        if let Some(stated) = &analysis.hypothesis {
            self.margin_hypothesis(analysis, stated);
        }
        if let Some(day) = analysis.landmark {
            self.line(1, format!("from day {day}"));
        }
        if let Some(arm) = analysis.reference {
            self.line(1, format!("against {}", plan.arms.arms[arm].name));
        }
        self.calls(&analysis.methods);
    }

    pub(super) fn calls(&mut self, calls: &[MethodCall]) {
        for call in calls {
            let options: Vec<String> =
                call.options.values().iter().map(|(n, v)| format!("{n}: {}", option_text(v))).collect();
            self.line(1, format!("{:?}: {} {{ {} }}", call.standing, call.method.name, options.join(", ")));
        }
    }
}

pub(super) fn point_names(plan: &Plan, response: ResponseId, at: &[PointId]) -> String {
    at.iter().map(|p| plan.point(response, *p).name.as_str()).collect::<Vec<_>>().join(", ")
}

fn yes_no(yes: bool) -> &'static str {
    if yes { "yes" } else { "no" }
}

fn point_kind(kind: PointKind) -> String {
    match kind {
        PointKind::First => "first".into(),
        PointKind::Last => "last".into(),
        PointKind::Nearest(day) => format!("nearest to day {day}"),
    }
}

fn option_text(value: &OptionValue) -> String {
    match value {
        OptionValue::Word(word) => word.clone(),
        OptionValue::Number(number) => number.to_string(),
        OptionValue::Days(days) => {
            let days: Vec<String> = days.iter().map(i64::to_string).collect();
            format!("({}) days", days.join(", "))
        }
    }
}

/// `; by largest size, number, at most 5, 2 of each organ, all in of a tie`.
fn ranked_text(ranked: &Ranked, printer: Printer<'_>, things: TableId) -> String {
    let key = |key: &RankKey| {
        let end = if key.largest_first { "largest" } else { "smallest" };
        format!("{end} {}", printer.show(&key.what, things))
    };
    let by: Vec<String> = ranked.by.iter().map(key).collect();
    let at_most = ranked.at_most.map(|n| format!("at most {n}"));
    let of_each = ranked.of_each.as_ref().map(|each| {
        let what = printer.show(&each.what, things);
        format!("at most {} of each {what}", each.at_most)
    });
    let ties = match ranked.ties {
        Ties::Settled => None,
        Ties::AllIn => Some("all in of a tie".to_string()),
        Ties::AllOut => Some("all out of a tie".to_string()),
    };
    let rest: Vec<String> = at_most.into_iter().chain(of_each).chain(ties).collect();
    format!("; by {}; {}", by.join(", "), rest.join(", "))
}
