//! Responses, endpoints, matchings and analyses.

use super::{Lowering, Owner};
use crate::plan::ir::*;
use crate::program::step::{MatchingSteps, Operation, Program, StepId};

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
    fn combined(&self, response: ResponseId, program: &Program) -> StepId {
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
        let mut censor = None;
        match &endpoint.kind {
            EndpointKind::YesNo(kind) => {
                for response in &kind.by {
                    inputs.push(self.combined(*response, program));
                    inputs.extend(self.points(*response, &kind.at, program));
                }
            }
            EndpointKind::TimeToEvent(kind) => {
                for source in &kind.events {
                    inputs.push(match source {
                        EventSource::Event(event) => program.events[event.0],
                        EventSource::Progression(response) => self.combined(*response, program),
                    });
                }
                match &kind.censor {
                    CensorSource::Date(date) => {
                        censor = Some(self.named(date, self.patients(), &owner.within("censor")))
                    }
                    CensorSource::LastAssessed(response) => inputs.push(self.combined(*response, program)),
                }
                inputs.extend(censor);
            }
        }
        program.endpoints.push(self.push(Operation::Endpoint(EndpointId(index)), &owner, owner.id.clone(), inputs));
        program.censor.push(censor);
    }

    /// The timepoints of these names.
    fn points(&self, response: ResponseId, names: &[String], program: &Program) -> Vec<StepId> {
        let statement = self.plan.responses[response.0].timepoints;
        let points = self.plan.timepoints[statement].points.iter().zip(&program.timepoints[statement]);
        points.filter(|(point, _)| names.contains(&point.name)).map(|(_, step)| *step).collect()
    }

    fn analysis(&mut self, index: usize, program: &Program) -> StepId {
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
        self.push(Operation::Analyse(index), &owner, owner.id.clone(), inputs)
    }
}

/// A word for an identifier: letters, digits and `_`.
fn word_of(name: &str) -> String {
    let words = name.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|w| !w.is_empty());
    words.collect::<Vec<_>>().join("_")
}
