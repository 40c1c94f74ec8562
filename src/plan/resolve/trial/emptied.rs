//! Populations whose requirements say what others have said, or leave nobody of an arm that is compared in them.

use super::*;
use crate::plan::resolve::constants;

/// What is compared: where it is said, the arms, and the patients among whom.
struct Compared {
    place: Span,
    arms: Vec<usize>,
    among: PopulationId,
}

impl<'a> Resolver<'a> {
    pub(super) fn check_required_once(&mut self) {
        let mut contradict = vec![];
        let mut repeated = vec![];
        for (at, population) in self.plan.populations.iter().enumerate() {
            let Some(of) = self.source_of(at).map(PopulationId) else { continue };
            for requirement in &population.require {
                let own = requirement.condition.in_criterion();
                let earlier = self.required_of(of);
                let find = |told: &dyn Fn(&CriterionExpr) -> bool| {
                    let (outer, earlier) = earlier.iter().find(|(_, e)| told(&e.condition.in_criterion()))?;
                    Some((population.header.clone(), outer.header.clone(), requirement.clone(), (*earlier).clone()))
                };
                if let Some(pair) = find(&|before| constants::contradict(&own, before)) {
                    contradict.push(pair);
                } else {
                    repeated.extend(find(&|before| constants::follows(before, &own)));
                }
            }
        }
        for (header, outer, requirement, earlier) in contradict {
            let title = said!("Nobody of `{outer}` is in `{name}`", outer = outer.name, name = header.name);
            let diagnostic = Diagnostic::new(codes::WRONG_VALUE, title)
                .at(requirement.condition.span, "contradicts what was required before")
                .at(earlier.condition.span, format!("required in `{}`", outer.name))
                .hint("correct one of the two, or take the population from another one");
            self.report(diagnostic);
        }
        for (header, outer, requirement, earlier) in repeated {
            let title = said!("Everyone in `{outer}` satisfies this", outer = outer.name);
            let diagnostic = Diagnostic::new(codes::ALWAYS_SO, title)
                .at(requirement.condition.span, format!("leaves nobody of `{}` out", outer.name))
                .at(earlier.condition.span, "required before")
                .because("a requirement that leaves nobody out says nothing, and what was meant is not asked")
                .hint("take it away, or write what was meant");
            self.ask(Question::AlwaysSo, &header.name, diagnostic);
        }
    }

    /// Arms are compared where there are patients of each of them.
    pub(super) fn check_arms_present(&mut self) {
        let Some(arms) = &self.plan.arms else { return };
        let mut faults: Vec<(Arm, Header, Span, Span)> = vec![];
        for Compared { place, arms: compared, among } in self.arms_compared() {
            for at in compared {
                let Some(arm) = arms.arms.get(at) else { continue };
                let required = self.required_of(among);
                let found =
                    required.iter().find(|(_, requirement)| self.leaves_arm_out(&requirement.condition, arms, at));
                let told = |place: &Span| faults.iter().any(|(.., other)| other == place);
                if let Some((population, requirement)) =
                    found.filter(|(_, requirement)| !told(&requirement.condition.span))
                {
                    faults.push((arm.clone(), population.header.clone(), place, requirement.condition.span));
                }
            }
        }
        for (arm, population, place, requirement) in faults {
            let title = said!("Nobody in `{population}` is of `{arm}`", population = population.name, arm = arm.name);
            let diagnostic = Diagnostic::new(codes::CANNOT_OCCUR, title)
                .at(requirement, format!("leaves out everyone of `{}`", arm.name))
                .at(place, "compared here")
                .at(arm.span, "the arm")
                .hint("take the requirement out, or compare arms of which it leaves someone");
            self.report(diagnostic);
        }
    }

    /// What is the same of everyone in a population adjusts for nothing and divides nobody.
    pub(super) fn check_constant_covariates(&mut self) {
        let mut faults: Vec<(Covariate, Span)> = vec![];
        let of_analyses = self.plan.analyses.iter().flat_map(|analysis| {
            let adjustment = &analysis.adjustment;
            let all = adjustment.covariates.iter().chain(&adjustment.strata).chain(&adjustment.by);
            all.map(|covariate| (analysis.population, covariate))
        });
        let of_matchings = self.plan.matchings.iter().flat_map(|matching| {
            matching.covariates.iter().chain(&matching.exact).map(|covariate| (matching.among, covariate))
        });
        for (population, covariate) in of_matchings.chain(of_analyses) {
            let own = covariate.expression.in_criterion();
            let one = self
                .required_of(population)
                .into_iter()
                .find(|(_, requirement)| constants::allows_one(&requirement.condition.in_criterion(), &own));
            let told = |place: Span| faults.iter().any(|(told, _)| told.expression.span == place);
            if let Some((_, requirement)) = one.filter(|_| !told(covariate.expression.span)) {
                faults.push((covariate.clone(), requirement.condition.span));
            }
        }
        for (covariate, requirement) in faults {
            let title = said!("`{covariate}` is the same of everyone here", covariate = covariate.name);
            let diagnostic = Diagnostic::new(codes::NEVER_COMPUTED, title)
                .at(covariate.expression.span, "divides nobody")
                .at(requirement, "one value is required")
                .hint("take it out, or require it of nobody");
            self.report(diagnostic);
        }
    }

    fn arms_compared(&self) -> Vec<Compared> {
        let of_analyses = self.plan.analyses.iter().map(|analysis| {
            let place = self.place_in("analysis", &analysis.header, "compare");
            Compared { place, arms: analysis.compare.arms().to_vec(), among: analysis.population }
        });
        let of_matchings = self.plan.matchings.iter().map(|matching| Compared {
            place: matching.header.span,
            arms: vec![matching.treated, matching.control],
            among: matching.among,
        });
        of_matchings.chain(of_analyses).collect()
    }

    /// Whether whoever satisfies the condition is of another arm.
    fn leaves_arm_out(&self, condition: &RowExpr, arms: &Arms, at: usize) -> bool {
        let condition = condition.in_criterion();
        let of_arm = |arm: &Arm| arm.condition.as_ref().map(RowExpr::in_criterion);
        match of_arm(&arms.arms[at]) {
            Some(own) => constants::contradict(&condition, &own),
            None => {
                let earlier: Vec<CriterionExpr> = arms.arms[..at].iter().filter_map(of_arm).collect();
                constants::is_within_any(&condition, &earlier)
            }
        }
    }

    /// All that is required of the patients of a population, there and in those it is taken from.
    fn required_of(&self, id: PopulationId) -> Vec<(&Population, &Requirement)> {
        let mut found = vec![];
        let mut next = Some(id.0);
        while let Some((at, population)) = next.and_then(|at| Some((at, self.plan.populations.get(at)?))) {
            found.extend(population.require.iter().map(|requirement| (population, requirement)));
            next = self.source_of(at);
        }
        found
    }
}
