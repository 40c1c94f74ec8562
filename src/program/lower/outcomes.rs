//! Responses, endpoints, matchings and analyses.
//!
//! What a statement reads is found by taking it apart, part by part: a part that is added to a statement does not compile until
//! it is said here whether anything is read by it. A number names its tables by what stands here.

use super::flatten::At;
use super::{Definition, Folded, Lowering, Owner};
use crate::plan::ir::*;
use crate::program::flat::{FlatAnalysis, FlatEndpoint, FlatKind, FlatMatching, Held};
use crate::program::step::{Chosen, Operation, Program, StepId};

impl Lowering<'_> {
    pub fn outcomes(&mut self, program: &mut Program) {
        let plan = self.plan;
        program.folds = (0..plan.responses.len()).map(|r| self.fold(ResponseId(r))).collect();
        program.combines = (0..plan.combines.len()).map(|c| self.combine(c)).collect();
        program.combined = (0..plan.responses.len()).map(|r| self.combined(ResponseId(r))).collect();
        for (index, agreement) in plan.agreements.iter().enumerate() {
            let owner = Owner::of("agreement", &agreement.header);
            let inputs = self.agreement(agreement);
            program.agreements.push(self.push(Operation::Agree(index), &owner, owner.id.clone(), inputs));
        }
        for (index, lesions) in plan.lesions.iter().enumerate() {
            let owner = Owner::of("lesions", &lesions.header);
            let inputs = self.lesions(lesions);
            program.lesions.push(self.push(Operation::CountLesions(index), &owner, owner.id.clone(), inputs));
        }
        for (index, intercurrent) in plan.intercurrents.iter().enumerate() {
            let Intercurrent { header, event, from_day: _, arm } = intercurrent;
            let owner = Owner::of("intercurrent", header);
            let mut inputs = vec![program.events[event.0], program.time_zero];
            inputs.extend(arm.map(|_| program.arms));
            program.intercurrents.push(self.push(Operation::Intercurrent(index), &owner, owner.id.clone(), inputs));
        }
        program.matchings = (0..plan.matchings.len()).map(|m| self.matching(MatchingId(m))).collect();
        program.endpoints = (0..plan.endpoints.len()).map(|e| self.endpoint(EndpointId(e))).collect();
        for index in 0..plan.analyses.len() {
            let step = self.analysis(index, program);
            program.analyses.push(step);
        }
        for (index, family) in plan.families.iter().enumerate() {
            let Family { header, of, by: _, procedure: _, graph: _ } = family;
            let owner = Owner::of("family", header);
            let mut inputs: Vec<StepId> = of.iter().map(|analysis| program.analyses[*analysis]).collect();
            // Its records name the population of the first.
            let first = of.first().map(|analysis| plan.analyses[*analysis].population);
            inputs.extend(first.map(|population| program.populations[population.0]));
            program.families.push(self.push(Operation::Adjust(index), &owner, owner.id.clone(), inputs));
        }
        for (index, size) in plan.sample_sizes.iter().enumerate() {
            // Of the analysis it takes the test, which is in the plan, and none of its numbers.
            let SampleSize { header, of: _, test: _, interval: _, pairs: _, show: _ } = size;
            let owner = Owner::of("sample_size", header);
            program.sample_sizes.push(self.push(Operation::Size(index), &owner, owner.id.clone(), vec![]));
        }
    }

    fn lesions(&mut self, lesions: &Lesions) -> Vec<StepId> {
        let Lesions { header: _, of, reader: _, at, among, arms: _ } = lesions;
        let mut inputs: Vec<StepId> = among.iter().map(|p| self.population(*p)).collect();
        inputs.extend([self.fold(*of), self.arms_step()]);
        inputs.extend(self.points(*of, at));
        inputs
    }

    fn agreement(&mut self, agreement: &Agreement) -> Vec<StepId> {
        let Agreement { header: _, of, methods: _ } = agreement;
        match of {
            AgreementOf::Columns { table, columns, outcome: _ } => {
                let quantities = columns.iter().filter_map(|compared| match compared {
                    Compared::Column(_) => None,
                    Compared::Quantity(define) => Some(self.defined(Definition::Define(*define))),
                });
                let quantities: Vec<StepId> = quantities.collect();
                std::iter::once(self.tables[table.0]).chain(quantities).collect()
            }
            AgreementOf::Responses(ReadAgreement { of, among }) => {
                let mut inputs: Vec<StepId> = among.iter().map(|p| self.population(*p)).collect();
                for ReadResponse { response, at, leave_out: _, stop_after: _ } in of {
                    inputs.extend([self.fold(*response), self.combined(*response)]);
                    inputs.extend(self.points(*response, at));
                }
                inputs
            }
        }
    }

    /// The step that reads the examinations by the criterion of a response.
    pub fn fold(&mut self, id: ResponseId) -> StepId {
        if let Some(made) = &self.folds[id.0] {
            return made.step;
        }
        let Response { header, criterion, timepoints, clock, baseline, among, applies_to } = &self.plan.responses[id.0];
        let owner = Owner::of("fold", header);
        let mut inputs = vec![];
        let criterion = self.bound_criterion(criterion, &owner, &mut inputs);
        let exam = criterion.exam;
        inputs.push(self.tables[exam.0]);
        if let Some(Things { table, reader: _ }) = criterion.things {
            inputs.extend([self.tables[table.0], self.join(table, exam)]);
        }
        inputs.push(self.sorted(exam));
        inputs.push(self.join(exam, self.plan.patient_table()));
        inputs.push(self.defined(Definition::TimeZero));
        if let Clock::Event { event, by: _ } = clock {
            inputs.push(self.defined(Definition::Event(*event)));
        }
        let (baseline, chosen) = match baseline {
            Baseline::Point(point) => (Baseline::Point(*point), self.timepoints[*timepoints][point.0]),
            Baseline::Own(own) => self.own_baseline(id, own),
        };
        inputs.extend([chosen, self.population(*among)]);
        let applies_to = applies_to.as_ref().map(|AppliesTo { condition, settled }| {
            let condition = self.held(condition, &owner.within("applies_to"));
            inputs.push(condition.step);
            AppliesTo { condition, settled: settled.clone() }
        });
        let step = self.push(Operation::Fold(id), &owner, owner.id.clone(), inputs);
        self.folds[id.0] = Some(Folded { step, criterion, baseline, applies_to });
        step
    }

    /// The step that chooses the baseline of a criterion that has its own.
    fn own_baseline(&mut self, id: ResponseId, own: &OwnBaseline) -> (Baseline<StepId>, StepId) {
        let OwnBaseline { last, condition, latest, span } = own;
        let response = &self.plan.responses[id.0];
        let table = response.criterion.exam;
        let owner = Owner { span: *span, ..Owner::of("baseline", &response.header) };
        let owner = Owner { clause: response.criterion.header.clause, ..owner };
        let condition = self.column(condition, At::row(table), &owner.within("where"));
        let rows = self.add(Operation::Filter { table, condition }, &owner);
        let inputs = vec![rows, self.join(table, self.plan.patient_table()), self.sorted(table)];
        let choose = Operation::Choose {
            of: Chosen::Baseline(id),
            table,
            date: self.plan.timepoints[response.timepoints].date,
            kind: if *last { PointKind::Last } else { PointKind::First },
            tie_earlier: true,
            rows,
            prefer: None,
        };
        let condition = self.push(choose, &owner, owner.id.clone(), inputs);
        (Baseline::Own(OwnBaseline { last: *last, condition, latest: *latest, span: *span }), condition)
    }

    fn combine(&mut self, index: usize) -> StepId {
        if let Some(made) = self.combines[index] {
            return made;
        }
        let combine = &self.plan.combines[index];
        let owner = Owner::of("combine", &combine.header);
        let mut inputs: Vec<StepId> = combine.of.iter().map(|r| self.fold(r.response)).collect();
        let exams = combine.of.iter().map(|r| self.plan.responses[r.response.0].criterion.exam);
        inputs.extend(exams.map(|exams| self.tables[exams.0]));
        inputs.extend(self.looked_up(combine));
        let step = self.push(Operation::Combine(index), &owner, owner.id.clone(), inputs);
        self.combines[index] = Some(step);
        step
    }

    /// The tables in which the response of several readers is looked up.
    fn looked_up(&self, combine: &Combine) -> Vec<StepId> {
        let Combine { header: _, of, unresolved: _ } = combine;
        let looked = |case: &CombineCase| match case {
            CombineCase::Looked { up, reason: _ } => Some(self.tables[up.table.0]),
            CombineCase::Common { reason: _ }
            | CombineCase::Worst { reason: _ }
            | CombineCase::Median { reason: _ }
            | CombineCase::Fixed { code: _, reason: _ } => None,
        };
        // The cases of every response name the same tables.
        of.first().map(|first| first.cases.iter().filter_map(looked).collect()).unwrap_or_default()
    }

    /// The step that gives the response an endpoint reads: the combined one, where readers are combined.
    pub fn combined(&mut self, response: ResponseId) -> StepId {
        match self.plan.combines.iter().position(|c| c.combines(response)) {
            Some(combine) => self.combine(combine),
            None => self.fold(response),
        }
    }

    pub fn matching(&mut self, id: MatchingId) -> StepId {
        if let Some((made, _)) = &self.matchings[id.0] {
            return *made;
        }
        let Matching {
            header,
            treated,
            control,
            among,
            covariates,
            exact,
            caliper,
            caliper_over,
            balance,
            balance_of_score,
            aim_below,
        } = &self.plan.matchings[id.0];
        let owner = Owner::of("matching", header);
        let matching = FlatMatching {
            header: header.clone(),
            treated: *treated,
            control: *control,
            among: *among,
            covariates: self.covariates(covariates, &owner, "score"),
            exact: self.covariates(exact, &owner, "exact"),
            caliper: *caliper,
            caliper_over: *caliper_over,
            balance: self.covariates(balance, &owner, "balance"),
            balance_of_score: *balance_of_score,
            aim_below: *aim_below,
        };
        let mut inputs = vec![self.population(*among), self.population(*caliper_over), self.arms_step()];
        let covariates = matching.covariates.iter().chain(&matching.exact).chain(&matching.balance);
        inputs.extend(covariates.map(|covariate| covariate.expression.step));
        let step = self.push(Operation::Match(id), &owner, owner.id.clone(), inputs);
        self.matchings[id.0] = Some((step, matching));
        step
    }

    fn arms_step(&mut self) -> StepId {
        let made = self.steps.iter().position(|s| matches!(s.does, Operation::Classify { .. }));
        made.map_or_else(|| self.arms(), StepId)
    }

    pub fn endpoint(&mut self, id: EndpointId) -> StepId {
        if let Some((made, _)) = &self.endpoints[id.0] {
            return *made;
        }
        let Endpoint { header, kind } = &self.plan.endpoints[id.0];
        let owner = Owner::of("endpoint", header);
        let mut inputs = vec![];
        let counted = matches!(kind, EndpointKind::Events(events) if events.rate.is_none());
        if !counted && !matches!(kind, EndpointKind::Given(_)) {
            inputs.push(self.defined(Definition::TimeZero));
        }
        let kind = match kind {
            EndpointKind::YesNo(kind) => self.yes_no(kind, &mut inputs),
            EndpointKind::TimeToEvent(TimeToEventEndpoint { start, events, censor, horizon }) => {
                inputs.extend(events.iter().chain(start.later()).map(|source| self.event_source(source)));
                inputs.extend(self.death());
                let censor = self.censoring(censor, &owner, &mut inputs);
                FlatKind::TimeToEvent(TimeToEventEndpoint {
                    start: start.clone(),
                    events: events.clone(),
                    censor,
                    horizon: *horizon,
                })
            }
            EndpointKind::CompetingRisks(CompetingEndpoint { start, causes, same_day, censor, horizon }) => {
                let sources =
                    causes.iter().flat_map(|Cause { name: _, label: _, sources }| sources).chain(start.later());
                inputs.extend(sources.map(|source| self.event_source(source)));
                inputs.extend(self.death());
                let censor = self.censoring(censor, &owner, &mut inputs);
                FlatKind::CompetingRisks(CompetingEndpoint {
                    start: start.clone(),
                    causes: causes.clone(),
                    same_day: same_day.clone(),
                    censor,
                    horizon: *horizon,
                })
            }
            EndpointKind::Given(kind) => FlatKind::Given(Box::new(self.given(kind, &owner, &mut inputs))),
            EndpointKind::BestResponse(kind) => {
                let BestResponseEndpoint { by, sets: _, to_day: _, before, stable_from: _, confirmed: _ } = kind;
                inputs.push(self.combined(*by));
                let events = before.iter().flat_map(|Before { events, examination: _ }| events);
                inputs.extend(events.map(|event| self.defined(Definition::Event(*event))));
                FlatKind::BestResponse(kind.clone())
            }
            EndpointKind::Events(kind) => FlatKind::Events(self.occurrences(kind, &owner, &mut inputs)),
        };
        let step = self.push(Operation::Endpoint(id), &owner, owner.id.clone(), inputs);
        self.endpoints[id.0] = Some((step, FlatEndpoint { header: header.clone(), kind }));
        step
    }

    fn yes_no(&mut self, kind: &YesNoEndpoint, inputs: &mut Vec<StepId>) -> FlatKind {
        let YesNoEndpoint { by, missing: _, inapplicable: _, inapplicable_there: _, confirmed: _ } = kind;
        for ResponseSuccess { response, success: _, not_after: _, at } in by {
            inputs.push(self.combined(*response));
            inputs.extend(self.points(*response, at));
        }
        FlatKind::YesNo(kind.clone())
    }

    /// What an endpoint that is events is read from is added; its rows are those of a filter, where not all count.
    fn occurrences(
        &mut self,
        kind: &EventsEndpoint,
        owner: &Owner,
        inputs: &mut Vec<StepId>,
    ) -> EventsEndpoint<Held, StepId> {
        let EventsEndpoint { table, condition, date, grade, term, class, grades, severe_from, rate } = kind;
        let rows = self.rows_where(*table, condition.as_ref(), At::row(*table), owner);
        inputs.extend(rows);
        inputs.extend([self.tables[table.0], self.join(*table, self.plan.patient_table())]);
        let rate = rate.as_ref().map(|FirstEventRate { from_day, to_day, until }| FirstEventRate {
            from_day: *from_day,
            to_day: *to_day,
            until: self.held(until, &owner.within("until")),
        });
        inputs.extend(rate.iter().map(|rate| rate.until.step));
        EventsEndpoint {
            table: *table,
            condition: rows,
            date: *date,
            grade: *grade,
            term: *term,
            class: *class,
            grades: grades.clone(),
            severe_from: *severe_from,
            rate,
        }
    }

    /// No time is possible whose patient died before it begins, whatever its event.
    fn death(&mut self) -> Option<StepId> {
        self.plan.death().map(|event| self.defined(Definition::Event(event)))
    }

    fn event_source(&mut self, source: &EventSource) -> StepId {
        match source {
            EventSource::Event(event) => self.defined(Definition::Event(*event)),
            EventSource::Response { by, set: _, counts: _ } => self.combined(*by),
        }
    }

    /// What censors, added to the inputs.
    fn censoring(&mut self, censor: &CensorSource, owner: &Owner, inputs: &mut Vec<StepId>) -> CensorSource<Held> {
        match censor {
            CensorSource::Date(date) => {
                let date = self.held(date, &owner.within("censor"));
                inputs.push(date.step);
                CensorSource::Date(date)
            }
            CensorSource::LastAssessed { by, longest_gap } => {
                inputs.push(self.combined(*by));
                CensorSource::LastAssessed { by: *by, longest_gap: *longest_gap }
            }
        }
    }

    fn given(&mut self, kind: &GivenEndpoint, owner: &Owner, inputs: &mut Vec<StepId>) -> GivenEndpoint<Held> {
        let GivenEndpoint { what, value, event, entry, times_in, baseline, missing, because } = kind;
        let mut held = |e: &RowExpr, word: &str| {
            let held = self.held(e, &owner.within(word));
            inputs.push(held.step);
            held
        };
        GivenEndpoint {
            what: what.clone(),
            value: held(value, "value"),
            event: event.as_ref().map(|e| held(e, "event")),
            entry: entry.as_ref().map(|e| held(e, "entry")),
            times_in: *times_in,
            baseline: baseline.as_ref().map(|Covariate { name, label, expression, per }| Covariate {
                name: name.clone(),
                label: label.clone(),
                expression: held(expression, "baseline"),
                per: *per,
            }),
            missing: *missing,
            because: because.clone(),
        }
    }

    fn adjustment(&mut self, adjustment: &Adjustment, owner: &Owner, inputs: &mut Vec<StepId>) -> Adjustment<Held> {
        let Adjustment { strata, covariates, weights, pairs, cluster, missed, overlap, by } = adjustment;
        let mut single = |covariate: &Option<Covariate>, word: &str| {
            covariate.as_ref().map(|covariate| self.covariate(covariate, &owner.within(word)))
        };
        let weights = single(weights, "weights");
        let pairs = single(pairs, "pairs");
        let cluster = single(cluster, "cluster");
        let adjustment = Adjustment {
            strata: self.covariates(strata, owner, "strata"),
            covariates: self.covariates(covariates, owner, "covariates"),
            weights,
            pairs,
            cluster,
            missed: *missed,
            overlap: *overlap,
            by: self.covariates(by, owner, "by"),
        };
        inputs.extend(adjustment.all().map(|covariate| covariate.expression.step));
        inputs.extend(missed.iter().chain(overlap).map(|matching| self.matching(*matching)));
        adjustment
    }

    /// The timepoints of these names.
    fn points(&self, response: ResponseId, at: &[PointId]) -> Vec<StepId> {
        let steps = &self.timepoints[self.plan.responses[response.0].timepoints];
        let chosen = steps.iter().enumerate().filter(|(point, _)| at.contains(&PointId(*point)));
        chosen.map(|(_, step)| *step).collect()
    }

    fn analysis(&mut self, index: usize, program: &mut Program) -> StepId {
        let Analysis {
            header,
            role,
            endpoint,
            each,
            population,
            compare,
            reference,
            effect,
            handling,
            adjustment,
            landmark,
            methods,
            unadjusted,
            family,
            hypothesis,
            parent,
            subgroups,
        } = &self.plan.analyses[index];
        let owner = Owner::of("analysis", header);
        // The responses and timepoints that it names are those of its endpoint.
        let mut inputs = vec![program.endpoints[endpoint.0], program.populations[population.0]];
        let plan = self.plan;
        let paired = !matches!(plan.endpoints[endpoint.0].kind, EndpointKind::Events(_));
        if paired && let PopulationSource::Pairs(matching) = &plan.populations[population.0].of {
            inputs.push(self.matching(*matching));
        }
        match compare {
            Compare::Exposure(event) => inputs.extend([program.events[event.0], program.time_zero]),
            Compare::Arms(_) => inputs.push(program.arms),
            Compare::None | Compare::Baseline => {}
        }
        let by_arm = plan.endpoints[endpoint.0].kind.missing().is_some_and(MissingRule::is_by_arm);
        if by_arm && !matches!(compare, Compare::Arms(_)) {
            inputs.push(program.arms);
        }
        for (of, strategy, _) in &handling.strategies {
            let step = match of {
                StrategyOf::Intercurrent(intercurrent) => program.intercurrents[*intercurrent],
                StrategyOf::Death(event) => program.events[event.0],
            };
            match strategy {
                // Whatever happens, the value stands.
                Strategy::TreatmentPolicy => {}
                Strategy::CompositeFailure
                | Strategy::CompositeSuccess
                | Strategy::ValueBeforeEvent
                | Strategy::NotAssessed
                | Strategy::CensorBefore => inputs.push(step),
            }
        }
        let adjustment = self.adjustment(adjustment, &owner, &mut inputs);
        program.flat.analyses.push(FlatAnalysis {
            header: header.clone(),
            role: *role,
            endpoint: *endpoint,
            each: each.clone(),
            population: *population,
            compare: compare.clone(),
            reference: *reference,
            effect: *effect,
            handling: handling.clone(),
            adjustment,
            landmark: *landmark,
            methods: methods.clone(),
            unadjusted: *unadjusted,
            family: *family,
            hypothesis: hypothesis.clone(),
            parent: *parent,
            subgroups: subgroups.clone(),
        });
        self.push(Operation::Analyse(index), &owner, owner.id.clone(), inputs)
    }
}

/// A word for an identifier: letters, digits and `_`.
pub(super) fn word_of(name: &str) -> String {
    let words = name.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|w| !w.is_empty());
    words.collect::<Vec<_>>().join("_")
}
