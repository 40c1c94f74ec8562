//! Responses, endpoints, matchings and analyses.

use super::flatten::At;
use super::{Lowering, Owner};
use crate::plan::ir::*;
use crate::program::step::{AdjustmentSteps, GivenSteps, MatchingSteps, Operation, Program, StepId};

impl Lowering<'_> {
    pub fn outcomes(&mut self, program: &mut Program) {
        let plan = self.plan;
        for index in 0..plan.responses.len() {
            let (step, criterion) = self.response(index, program);
            program.folds.push(step);
            program.criteria.push(criterion);
        }
        for (index, combine) in plan.combines.iter().enumerate() {
            let owner = Owner::of("combine", &combine.header);
            let mut inputs: Vec<StepId> = combine.of.iter().map(|r| program.folds[r.0]).collect();
            for case in &combine.cases {
                if let CombineCase::Looked { table, .. } = case {
                    inputs.push(self.tables[table.0]);
                }
            }
            program.combines.push(self.push(Operation::Combine(index), &owner, owner.id.clone(), inputs));
        }
        for (index, agreement) in plan.agreements.iter().enumerate() {
            let owner = Owner::of("agreement", &agreement.header);
            let inputs = match &agreement.of {
                AgreementOf::Columns { table, .. } => vec![self.tables[table.0]],
                AgreementOf::Responses(read) => {
                    let mut inputs: Vec<StepId> = read.among.iter().map(|p| program.populations[p.0]).collect();
                    for response in &read.of {
                        inputs.extend([program.folds[response.0], self.combined(*response, program)]);
                        inputs.extend(self.points(*response, &read.at, program));
                    }
                    inputs
                }
            };
            program.agreements.push(self.push(Operation::Agree(index), &owner, owner.id.clone(), inputs));
        }
        for (index, intercurrent) in plan.intercurrents.iter().enumerate() {
            let owner = Owner::of("intercurrent", &intercurrent.header);
            let mut inputs = vec![program.events[intercurrent.event.0], program.time_zero];
            inputs.extend(intercurrent.arm.map(|_| program.arms));
            program.intercurrents.push(self.push(Operation::Intercurrent(index), &owner, owner.id.clone(), inputs));
        }
        program.matchings = (0..plan.matchings.len()).map(|m| self.matching_steps(MatchingId(m))).collect();
        for index in 0..plan.endpoints.len() {
            self.endpoint(index, program);
        }
        for index in 0..plan.analyses.len() {
            let step = self.analysis(index, program);
            program.analyses.push(step);
        }
        for (index, family) in plan.families.iter().enumerate() {
            let owner = Owner::of("family", &family.header);
            let inputs = family.of.iter().map(|analysis| program.analyses[*analysis]).collect();
            program.families.push(self.push(Operation::Adjust(index), &owner, owner.id.clone(), inputs));
        }
    }

    fn response(&mut self, index: usize, program: &Program) -> (StepId, Criterion) {
        let response = &self.plan.responses[index];
        let owner = Owner::of("fold", &response.header);
        let mut used = vec![];
        let criterion = self.bound_criterion(&response.criterion, &owner, &mut used);
        let (exam, lesion) = (criterion.exam, criterion.lesion);
        let mut inputs = vec![self.tables[exam.0], self.tables[lesion.0], self.join(lesion, exam), self.sorted(exam)];
        inputs.push(self.join(exam, self.plan.patient_table()));
        inputs.extend([program.time_zero, program.timepoints[response.timepoints][response.baseline]]);
        inputs.push(program.populations[response.among.0]);
        inputs.extend(used);
        (self.push(Operation::Fold(ResponseId(index)), &owner, owner.id.clone(), inputs), criterion)
    }

    /// The step that gives the response an endpoint reads: the combined one, where readers are combined.
    pub fn combined(&self, response: ResponseId, program: &Program) -> StepId {
        let combine = self.plan.combines.iter().position(|c| c.of.contains(&response));
        combine.map_or(program.folds[response.0], |c| program.combines[c])
    }

    pub fn matching(&mut self, id: MatchingId) -> StepId {
        self.matching_steps(id).step
    }

    fn matching_steps(&mut self, id: MatchingId) -> MatchingSteps {
        if let Some(made) = &self.matchings[id.0] {
            return made.clone();
        }
        let matching = &self.plan.matchings[id.0];
        let owner = Owner::of("matching", &matching.header);
        let score = self.covariates(&matching.covariates, &owner, "score");
        let exact = self.covariates(&matching.exact, &owner, "exact");
        let balance = self.covariates(&matching.balance, &owner, "balance");
        let mut inputs =
            vec![self.population(matching.among), self.population(matching.caliper_over), self.arms_step()];
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

    fn endpoint(&mut self, index: usize, program: &mut Program) {
        let endpoint = &self.plan.endpoints[index];
        let owner = Owner::of("endpoint", &endpoint.header);
        let mut inputs = vec![program.time_zero];
        let (mut censor, mut given) = (None, None);
        match &endpoint.kind {
            EndpointKind::YesNo(kind) => {
                for response in &kind.by {
                    inputs.push(self.combined(*response, program));
                    inputs.extend(self.points(*response, &kind.at, program));
                }
            }
            EndpointKind::TimeToEvent(kind) => {
                inputs.extend(kind.events.iter().map(|source| self.event_source(source, program)));
                censor = self.censoring(&kind.censor, &owner, &mut inputs, program);
            }
            EndpointKind::CompetingRisks(kind) => {
                let sources = kind.causes.iter().flat_map(|cause| &cause.sources);
                inputs.extend(sources.map(|source| self.event_source(source, program)));
                censor = self.censoring(&kind.censor, &owner, &mut inputs, program);
            }
            EndpointKind::Given(kind) => {
                let steps = self.given(kind, &owner);
                inputs.push(steps.value);
                inputs.extend(steps.event.iter().chain(&steps.entry).chain(&steps.baseline));
                given = Some(steps);
            }
            EndpointKind::BestResponse(kind) => {
                inputs.push(self.combined(kind.by, program));
                inputs.extend(kind.before.iter().map(|event| program.events[event.0]));
            }
            EndpointKind::Events(kind) => {
                let (table, patients) = (kind.table, self.plan.patient_table());
                let rows = self.rows_where(table, kind.condition.as_ref(), At::row(table), &owner);
                inputs.push(rows.unwrap_or(self.tables[table.0]));
                inputs.extend([self.join(table, patients), self.sorted(table)]);
                program.events_of.push((EndpointId(index), rows));
                if let Some(rate) = &kind.rate {
                    let until = self.named(&rate.until, self.patients(), &owner.within("until"));
                    (censor, inputs) = (Some(until), [inputs, vec![until]].concat());
                }
            }
        }
        program.endpoints.push(self.push(Operation::Endpoint(EndpointId(index)), &owner, owner.id.clone(), inputs));
        program.censor.push(censor);
        program.given.push(given);
    }

    fn event_source(&self, source: &EventSource, program: &Program) -> StepId {
        match source {
            EventSource::Event(event) => program.events[event.0],
            EventSource::Progression(response) => self.combined(*response, program),
        }
    }

    /// Adds what censors to the inputs; the column of the date, where it is one.
    fn censoring(
        &mut self,
        censor: &CensorSource,
        owner: &Owner,
        inputs: &mut Vec<StepId>,
        program: &Program,
    ) -> Option<StepId> {
        let column = match censor {
            CensorSource::Date(date) => Some(self.named(date, self.patients(), &owner.within("censor"))),
            CensorSource::LastAssessed(response) => {
                inputs.push(self.combined(*response, program));
                None
            }
        };
        inputs.extend(column);
        column
    }

    fn given(&mut self, kind: &GivenEndpoint, owner: &Owner) -> GivenSteps {
        let mut column = |e: &Expr, word: &str| self.named(e, self.patients(), &owner.within(word));
        GivenSteps {
            value: column(&kind.value, "value"),
            event: kind.event.as_ref().map(|e| column(e, "event")),
            entry: kind.entry.as_ref().map(|e| column(e, "entry")),
            baseline: kind.baseline.as_ref().map(|b| column(&b.expression, "baseline")),
        }
    }

    fn adjustment(&mut self, adjustment: &Adjustment, owner: &Owner) -> AdjustmentSteps {
        let mut single = |covariate: &Option<Covariate>, word: &str| {
            let steps = covariate.iter().map(|c| self.named(&c.expression, self.patients(), &owner.within(word)));
            steps.last()
        };
        let weights = single(&adjustment.weights, "weights");
        let pairs = single(&adjustment.pairs, "pairs");
        let cluster = single(&adjustment.cluster, "cluster");
        AdjustmentSteps {
            strata: self.covariates(&adjustment.strata, owner, "strata"),
            covariates: self.covariates(&adjustment.covariates, owner, "covariates"),
            weights,
            pairs,
            cluster,
        }
    }

    /// The timepoints of these names.
    fn points(&self, response: ResponseId, names: &[String], program: &Program) -> Vec<StepId> {
        let statement = self.plan.responses[response.0].timepoints;
        let points = self.plan.timepoints[statement].points.iter().zip(&program.timepoints[statement]);
        points.filter(|(point, _)| names.contains(&point.name)).map(|(_, step)| *step).collect()
    }

    fn analysis(&mut self, index: usize, program: &mut Program) -> StepId {
        let analysis = &self.plan.analyses[index];
        let owner = Owner::of("analysis", &analysis.header);
        let mut inputs = vec![program.endpoints[analysis.endpoint.0], program.populations[analysis.population.0]];
        inputs.push(program.arms);
        for (response, points) in &analysis.each {
            inputs.push(self.combined(*response, program));
            inputs.extend(self.points(*response, points, program));
        }
        for (strategy, ..) in &analysis.strategies {
            inputs.push(match strategy {
                StrategyOf::Intercurrent(intercurrent) => program.intercurrents[*intercurrent],
                StrategyOf::Death(event) => program.events[event.0],
            });
        }
        let adjustment = self.adjustment(&analysis.adjustment, &owner);
        inputs.extend(adjustment.strata.iter().chain(&adjustment.covariates));
        inputs.extend(adjustment.weights.iter().chain(&adjustment.pairs).chain(&adjustment.cluster));
        let said = &analysis.adjustment;
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
