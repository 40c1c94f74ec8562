//! The analyses that rest on a statement.

use crate::diagnostic::Span;
use crate::plan::ir::Plan;
use crate::program::{self, Program, StepId};
use std::collections::BTreeSet;

/// Of each analysis the steps that it rests on.
pub struct Reach {
    /// The statement of the study, on whose level and lengths all rest.
    study: Span,
    program: Program,
    analyses: Vec<(String, BTreeSet<StepId>)>,
    responses: Vec<String>,
}

impl Reach {
    pub fn of(plan: &Plan) -> Reach {
        let program = program::lower(plan);
        let steps = program.analyses.iter().zip(&plan.analyses);
        let analyses = steps
            .map(|(step, analysis)| (analysis.header.name.clone(), program.upstream(&[*step]).into_iter().collect()));
        let analyses = analyses.collect();
        let responses = plan.responses.iter().map(|response| response.header.name.clone()).collect();
        Reach { study: plan.study.span, program, analyses, responses }
    }

    /// The analyses that rest on a statement at this place, or on one of the responses that read it.
    pub fn of_statement<'r>(&self, span: Span, read_by: impl Iterator<Item = &'r String>) -> Vec<String> {
        if span == self.study {
            return self.analyses.iter().map(|(name, _)| name.clone()).collect();
        }
        let within = |other: Span| other.file == span.file && span.start <= other.start && other.end <= span.end;
        let stated =
            self.program.steps.iter().enumerate().filter(|(_, step)| within(step.span)).map(|(id, _)| StepId(id));
        let folds = read_by.filter_map(|name| {
            let place = self.responses.iter().position(|response| response == name)?;
            self.program.folds.get(place).copied()
        });
        let steps: Vec<StepId> = stated.chain(folds).collect();
        let rests = |upstream: &BTreeSet<StepId>| steps.iter().any(|step| upstream.contains(step));
        self.analyses.iter().filter(|(_, upstream)| rests(upstream)).map(|(name, _)| name.clone()).collect()
    }
}
