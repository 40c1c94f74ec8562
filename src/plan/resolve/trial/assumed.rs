//! What is assumed of the arms that are compared, and which of them does better by it.

use super::*;

impl<'a> Resolver<'a> {
    /// A power is asked for to show that an arm does better, and not that it does worse.
    pub(super) fn check_better_assumed(&mut self) {
        let mut faults = vec![];
        for assumption in &self.plan.assumptions {
            for outcome in &assumption.outcomes {
                let tested = |a: &&Analysis| {
                    let main = a.methods.iter().any(|call| call.standing == Standing::MainTest);
                    a.endpoint == outcome.endpoint && main && a.hypothesis.is_none() && a.reference.is_some()
                };
                let worse = self.plan.analyses.iter().filter(tested).find_map(|analysis| {
                    let reference = analysis.reference?;
                    let other = outcome.of(reference)?;
                    let is_worse = |arm: &usize| outcome.of(*arm).is_some_and(|own| self.is_worse(outcome, own, other));
                    let compared: Vec<usize> =
                        analysis.compare.arms().iter().copied().filter(|arm| *arm != reference).collect();
                    compared.iter().all(is_worse).then_some((*compared.first()?, reference))
                });
                faults.extend(worse.map(|arms| (assumption.header.clone(), outcome.endpoint, arms)));
            }
        }
        for (header, endpoint, (arm, reference)) in faults {
            let arms = self.plan.arms.as_ref().map(|arms| &arms.arms);
            let name = |at: usize| arms.and_then(|arms| arms.get(at)).map(|arm| arm.name.clone()).unwrap_or_default();
            let (arm, reference) = (name(arm), name(reference));
            let of = self.plan.endpoints[endpoint.0].header.name.clone();
            let title = said!(
                "`{assumed}` asks for a power, and assumes that `{arm}` does worse than `{reference}`",
                assumed = header.name,
                arm,
                reference
            );
            let diagnostic = Diagnostic::new(codes::NO_EFFECT, title)
                .at(self.place_of_outcome(&header.name, &of).unwrap_or(header.span), "the worse of the two")
                .because("the power would be that of a test that finds the arm compared to do harm")
                .hint("exchange what is assumed of the arms");
            self.ask(Question::NoEffect, &header.name, diagnostic);
        }
    }

    /// Whether an arm does worse than another, where that is sure: of a death it is sooner, of a response rarer, of a number as
    /// its endpoint says.
    fn is_worse(&self, outcome: &AssumedOutcome, own: &Assumed, other: &Assumed) -> bool {
        let endpoint = &self.plan.endpoints[outcome.endpoint.0];
        match (own, other) {
            (Assumed::Exponential(own), Assumed::Exponential(other)) => {
                let ends = endpoint.kind.ends().unwrap_or_default();
                let death = self.plan.death();
                let at_death = ends.iter().any(|end| matches!(end, EventSource::Event(id) if Some(*id) == death));
                at_death && is_sooner(own, other)
            }
            (Assumed::Proportion(own), Assumed::Proportion(other)) => match &endpoint.kind {
                EndpointKind::YesNo(yes_no) => !yes_no.by.is_empty() && self.are_responses(&yes_no.by) && own < other,
                EndpointKind::BestResponse(_)
                | EndpointKind::TimeToEvent(_)
                | EndpointKind::CompetingRisks(_)
                | EndpointKind::Events(_)
                | EndpointKind::Given(_) => false,
            },
            (Assumed::Normal { mean: own, .. }, Assumed::Normal { mean: other, .. }) => match &endpoint.kind {
                EndpointKind::Given(given) => {
                    given.what.higher_is_better().is_some_and(|higher| own != other && (own > other) != higher)
                }
                EndpointKind::YesNo(_)
                | EndpointKind::BestResponse(_)
                | EndpointKind::TimeToEvent(_)
                | EndpointKind::CompetingRisks(_)
                | EndpointKind::Events(_) => false,
            },
            (Assumed::Exponential(_) | Assumed::Proportion(_) | Assumed::Normal { .. }, _) => false,
        }
    }
}

/// Of two hazards that are stated alike, the larger one.
fn is_sooner(own: &Hazard, other: &Hazard) -> bool {
    match (own, other) {
        (Hazard::Median(own), Hazard::Median(other)) => own < other,
        (Hazard::EventFree { share: own, on }, Hazard::EventFree { share: other, on: day }) => on == day && own < other,
        (Hazard::Rate { events: own, in_days: of }, Hazard::Rate { events: other, in_days }) => {
            of == in_days && own > other
        }
        (Hazard::Median(_) | Hazard::EventFree { .. } | Hazard::Rate { .. }, _) => false,
    }
}
