//! Responses, endpoints, matchings and analyses.
//!
//! What a statement reads is found by taking it apart, part by part: a part that is added to a statement does not compile until
//! it is said here whether anything is read by it. A number names its tables by what stands here.

use super::EndpointSteps;
use super::flatten::At;
use super::{Definition, Lowering, Owner};
use crate::plan::ir::*;
use crate::program::expression::BoundCriterion;
use crate::program::step::{AdjustmentSteps, GivenSteps, MatchingSteps, Operation, Program, StepId};

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
        for (index, intercurrent) in plan.intercurrents.iter().enumerate() {
            let Intercurrent { header, event, from_day: _, arm } = intercurrent;
            let owner = Owner::of("intercurrent", header);
            let mut inputs = vec![program.events[event.0], program.time_zero];
            inputs.extend(arm.map(|_| program.arms));
            program.intercurrents.push(self.push(Operation::Intercurrent(index), &owner, owner.id.clone(), inputs));
        }
        program.matchings = (0..plan.matchings.len()).map(|m| self.matching_steps(MatchingId(m))).collect();
        let endpoints: Vec<EndpointSteps> = (0..plan.endpoints.len()).map(|e| self.endpoint(EndpointId(e))).collect();
        for (index, endpoint) in endpoints.into_iter().enumerate() {
            program.endpoints.push(endpoint.step);
            program.censor.push(endpoint.censor);
            program.given.push(endpoint.given);
            program.events_of.extend(endpoint.rows.map(|rows| (EndpointId(index), rows)));
        }
        for index in 0..plan.analyses.len() {
            let step = self.analysis(index, program);
            program.analyses.push(step);
        }
        for (index, family) in plan.families.iter().enumerate() {
            let Family { header, of, by: _, procedure: _ } = family;
            let owner = Owner::of("family", header);
            let inputs = of.iter().map(|analysis| program.analyses[*analysis]).collect();
            program.families.push(self.push(Operation::Adjust(index), &owner, owner.id.clone(), inputs));
        }
    }

    fn agreement(&mut self, agreement: &Agreement) -> Vec<StepId> {
        let Agreement { header: _, of, methods: _ } = agreement;
        match of {
            AgreementOf::Columns { table, columns: _, outcome: _ } => vec![self.tables[table.0]],
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
        if let Some((made, _)) = &self.folds[id.0] {
            return *made;
        }
        let owner = Owner::of("fold", &self.plan.responses[id.0].header);
        let (inputs, criterion) = self.response_inputs(id);
        let step = self.push(Operation::Fold(id), &owner, owner.id.clone(), inputs);
        self.folds[id.0] = Some((step, criterion));
        step
    }

    fn combine(&mut self, index: usize) -> StepId {
        if let Some(made) = self.combines[index] {
            return made;
        }
        let combine = &self.plan.combines[index];
        let owner = Owner::of("combine", &combine.header);
        let mut inputs: Vec<StepId> = combine.of.iter().map(|r| self.fold(r.response)).collect();
        inputs.extend(self.looked_up(combine));
        let step = self.push(Operation::Combine(index), &owner, owner.id.clone(), inputs);
        self.combines[index] = Some(step);
        step
    }

    /// What a response is read from, and its criterion over columns.
    fn response_inputs(&mut self, id: ResponseId) -> (Vec<StepId>, BoundCriterion) {
        let Response { header, criterion, timepoints, baseline, among } = &self.plan.responses[id.0];
        let owner = Owner::of("fold", header);
        let mut used = vec![];
        let criterion = self.bound_criterion(criterion, &owner, &mut used);
        let exam = criterion.exam;
        let mut inputs = vec![self.tables[exam.0]];
        if let Some(Things { table, reader: _ }) = criterion.things {
            inputs.extend([self.tables[table.0], self.join(table, exam)]);
        }
        inputs.push(self.sorted(exam));
        inputs.push(self.join(exam, self.plan.patient_table()));
        inputs.extend([self.defined(Definition::TimeZero), self.timepoints[*timepoints][baseline.0]]);
        inputs.push(self.population(*among));
        inputs.extend(used);
        (inputs, criterion)
    }

    /// The tables in which the response of several readers is looked up.
    fn looked_up(&self, combine: &Combine) -> Vec<StepId> {
        let Combine { header: _, of, unresolved: _ } = combine;
        let looked = |case: &CombineCase| match case {
            CombineCase::Looked { up, reason: _ } => Some(self.tables[up.table.0]),
            CombineCase::Common { reason: _ } | CombineCase::Fixed { code: _, reason: _ } => None,
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
        self.matching_steps(id).step
    }

    fn matching_steps(&mut self, id: MatchingId) -> MatchingSteps {
        if let Some(made) = &self.matchings[id.0] {
            return made.clone();
        }
        let Matching {
            header,
            treated: _,
            control: _,
            among,
            covariates,
            exact,
            caliper: _,
            caliper_over,
            balance,
            balance_of_score: _,
            aim_below: _,
        } = &self.plan.matchings[id.0];
        let owner = Owner::of("matching", header);
        let score = self.covariates(covariates, &owner, "score");
        let exact = self.covariates(exact, &owner, "exact");
        let balance = self.covariates(balance, &owner, "balance");
        let mut inputs = vec![self.population(*among), self.population(*caliper_over), self.arms_step()];
        inputs.extend(score.iter().chain(&exact).chain(&balance));
        let step = self.push(Operation::Match(id), &owner, owner.id.clone(), inputs);
        let steps = MatchingSteps { score, exact, balance, step };
        self.matchings[id.0] = Some(steps.clone());
        steps
    }

    fn arms_step(&mut self) -> StepId {
        let made = self.steps.iter().position(|s| matches!(s.does, Operation::Classify { .. }));
        made.map_or_else(|| self.arms(), StepId)
    }

    fn covariates(&mut self, covariates: &[Covariate], owner: &Owner, use_: &str) -> Vec<StepId> {
        let named = |covariate: &Covariate| format!("{use_}.{}", word_of(&covariate.name));
        let mut steps = vec![];
        for covariate in covariates {
            let part = owner.part(&named(covariate), &covariate.label, covariate.expression.span);
            steps.push(self.named(&covariate.expression, self.patients(), &part));
        }
        steps
    }

    pub fn endpoint(&mut self, id: EndpointId) -> EndpointSteps {
        if let Some(made) = &self.endpoints[id.0] {
            return made.clone();
        }
        let endpoint = &self.plan.endpoints[id.0];
        let owner = Owner::of("endpoint", &endpoint.header);
        let mut inputs = vec![self.defined(Definition::TimeZero)];
        let (mut censor, mut given, mut counted) = (None, None, None);
        match &endpoint.kind {
            EndpointKind::YesNo(YesNoEndpoint { by, missing: _ }) => {
                for ResponseSuccess { response, success: _, not_after: _, at } in by {
                    inputs.push(self.combined(*response));
                    inputs.extend(self.points(*response, at));
                }
            }
            EndpointKind::TimeToEvent(TimeToEventEndpoint { events, censor: until, horizon: _ }) => {
                inputs.extend(events.iter().map(|source| self.event_source(source)));
                censor = self.censoring(until, &owner, &mut inputs);
            }
            EndpointKind::CompetingRisks(CompetingEndpoint { causes, censor: until, horizon: _ }) => {
                let sources = causes.iter().flat_map(|Cause { name: _, label: _, sources }| sources);
                inputs.extend(sources.map(|source| self.event_source(source)));
                censor = self.censoring(until, &owner, &mut inputs);
            }
            EndpointKind::Given(kind) => {
                let steps = self.given(kind, &owner);
                inputs.push(steps.value);
                inputs.extend(steps.event.iter().chain(&steps.entry).chain(&steps.baseline));
                given = Some(steps);
            }
            EndpointKind::BestResponse(kind) => {
                let BestResponseEndpoint { by, sets: _, to_day: _, before, stable_from: _, confirmed: _ } = kind;
                inputs.push(self.combined(*by));
                inputs.extend(before.iter().map(|event| self.defined(Definition::Event(*event))));
            }
            EndpointKind::Events(kind) => {
                let rows = self.occurrences(kind, &owner, &mut inputs);
                censor = self.until(kind, &owner);
                inputs.extend(censor);
                counted = Some(rows);
            }
        }
        let step = self.push(Operation::Endpoint(id), &owner, owner.id.clone(), inputs);
        let steps = EndpointSteps { step, censor, given, rows: counted };
        self.endpoints[id.0] = Some(steps.clone());
        steps
    }

    /// The filter of the rows of an endpoint that is events, none where all count; what they are read from is added.
    fn occurrences(&mut self, kind: &EventsEndpoint, owner: &Owner, inputs: &mut Vec<StepId>) -> Option<StepId> {
        // Date, grade, term and class are declared columns of the table.
        let EventsEndpoint {
            table,
            condition,
            date: _,
            grade: _,
            term: _,
            class: _,
            grades: _,
            severe_from: _,
            rate: _,
        } = kind;
        let rows = self.rows_where(*table, condition.as_ref(), At::row(*table), owner);
        inputs.extend(rows);
        inputs.extend([self.tables[table.0], self.join(*table, self.plan.patient_table())]);
        rows
    }

    /// The column of the end of observation, where there is a rate.
    fn until(&mut self, kind: &EventsEndpoint, owner: &Owner) -> Option<StepId> {
        let FirstEventRate { from_day: _, to_day: _, until } = kind.rate.as_ref()?;
        Some(self.named(until, self.patients(), &owner.within("until")))
    }

    fn event_source(&mut self, source: &EventSource) -> StepId {
        match source {
            EventSource::Event(event) => self.defined(Definition::Event(*event)),
            EventSource::Response { by, set: _, unconfirmed: _ } => self.combined(*by),
        }
    }

    /// Adds what censors to the inputs; the column of the date, where it is one.
    fn censoring(&mut self, censor: &CensorSource, owner: &Owner, inputs: &mut Vec<StepId>) -> Option<StepId> {
        let column = match censor {
            CensorSource::Date(date) => Some(self.named(date, self.patients(), &owner.within("censor"))),
            CensorSource::LastAssessed(response) => {
                inputs.push(self.combined(*response));
                None
            }
        };
        inputs.extend(column);
        column
    }

    fn given(&mut self, kind: &GivenEndpoint, owner: &Owner) -> GivenSteps {
        let GivenEndpoint { what: _, value, event, entry, times_in: _, baseline, missing: _, because: _ } = kind;
        let mut column = |e: &RowExpr, word: &str| self.named(e, self.patients(), &owner.within(word));
        GivenSteps {
            value: column(value, "value"),
            event: event.as_ref().map(|e| column(e, "event")),
            entry: entry.as_ref().map(|e| column(e, "entry")),
            baseline: baseline.as_ref().map(|b| column(&b.expression, "baseline")),
        }
    }

    fn adjustment(&mut self, adjustment: &Adjustment, owner: &Owner) -> AdjustmentSteps {
        // What comes from a matching is a step of its own.
        let Adjustment { strata, covariates, weights, pairs, cluster, missed: _, overlap: _ } = adjustment;
        let mut single = |covariate: &Option<Covariate>, word: &str| {
            let steps = covariate.iter().map(|c| self.named(&c.expression, self.patients(), &owner.within(word)));
            steps.last()
        };
        let weights = single(weights, "weights");
        let pairs = single(pairs, "pairs");
        let cluster = single(cluster, "cluster");
        AdjustmentSteps {
            strata: self.covariates(strata, owner, "strata"),
            covariates: self.covariates(covariates, owner, "covariates"),
            weights,
            pairs,
            cluster,
        }
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
            role: _,
            endpoint,
            each,
            population,
            compare,
            reference: _,
            effect: _,
            strategies,
            adjustment: said,
            landmark: _,
            methods: _,
            unadjusted: _,
            family: _,
        } = &self.plan.analyses[index];
        let owner = Owner::of("analysis", header);
        let mut inputs = vec![program.endpoints[endpoint.0], program.populations[population.0], program.arms];
        match compare {
            Compare::Exposure(event) => inputs.push(program.events[event.0]),
            Compare::None | Compare::Baseline | Compare::Arms(_) => {}
        }
        for (response, points) in each {
            inputs.push(self.combined(*response));
            inputs.extend(self.points(*response, points));
        }
        for (strategy, ..) in strategies {
            inputs.push(match strategy {
                StrategyOf::Intercurrent(intercurrent) => program.intercurrents[*intercurrent],
                StrategyOf::Death(event) => program.events[event.0],
            });
        }
        let adjustment = self.adjustment(said, &owner);
        inputs.extend(adjustment.strata.iter().chain(&adjustment.covariates));
        inputs.extend(adjustment.weights.iter().chain(&adjustment.pairs).chain(&adjustment.cluster));
        inputs.extend(said.missed.iter().chain(&said.overlap).map(|m| program.matchings[m.0].step));
        program.adjustments.push(adjustment);
        self.push(Operation::Analyse(index), &owner, owner.id.clone(), inputs)
    }
}

/// A word for an identifier: letters, digits and `_`.
pub(super) fn word_of(name: &str) -> String {
    let words = name.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|w| !w.is_empty());
    words.collect::<Vec<_>>().join("_")
}
