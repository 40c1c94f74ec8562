//! Patients who are chosen by what happens after time zero: by the requirement of a population, or by what begins a time.

use super::*;
use crate::catalogue::Use;

/// By what an analysis chooses its patients after time zero.
pub(super) enum LateSelection {
    /// Its endpoint is counted from what happens to them.
    Start,
    /// The requirement of its population.
    Requirement(Span),
}

impl<'a> Resolver<'a> {
    /// What an analysis that compares arms chooses its patients by after time zero.
    pub(super) fn late_selection(&self, analysis: &Analysis) -> Option<LateSelection> {
        let effect = matches!(analysis.effect, Some(StatedEffect::Of(_)));
        let tests = |m: &MethodCall| m.standing != Standing::Estimate && m.method.uses.contains(&Use::Decide);
        let compares = effect || analysis.methods.iter().any(tests);
        if !compares || analysis.compare.groups() < 2 {
            return None;
        }
        let starts = self.plan.endpoints[analysis.endpoint.0].kind.later_start().is_some();
        match self.late_requirement(analysis.population) {
            Some(requirement) => Some(LateSelection::Requirement(requirement)),
            None => starts.then_some(LateSelection::Start),
        }
    }

    /// The requirement by which a population, or one that it is taken from, is chosen by what happens after time zero.
    pub(crate) fn late_requirement(&self, id: PopulationId) -> Option<Span> {
        let population = self.plan.populations.get(id.0)?;
        let own = population.require.iter().find(|r| r.known == RequirementKnown::InFollowUp);
        match (own, &population.of) {
            (Some(requirement), _) => Some(requirement.span),
            (None, PopulationSource::Population(of) | PopulationSource::AtRisk { of, .. }) => {
                self.late_requirement(*of)
            }
            // Nobody is matched in a population that is chosen late.
            (None, PopulationSource::AllPatients | PopulationSource::Pairs(_)) => None,
        }
    }

    /// That a population is settled at time zero, as those must be among whom patients are matched.
    pub(crate) fn settled_at_zero(&mut self, id: PopulationId, named: Span) -> Option<PopulationId> {
        let Some(requirement) = self.late_requirement(id) else { return Some(id) };
        let diagnostic = Diagnostic::new(codes::FUTURE, "Patients are matched among those chosen by the follow-up")
            .at(named, "chosen by what happens after time zero")
            .at(requirement, "known in follow-up")
            .because("who is matched with whom would rest on what the treatment does")
            .hint("match among a population that is settled at time zero, and analyse the late one besides");
        self.report(diagnostic);
        None
    }
}
