//! One thing twice: two arms under one label, and an analysis all of whose numbers another one has.

use super::called::Words;
use super::*;

impl<'a> Resolver<'a> {
    /// Two arms under one label cannot be told apart in any table.
    pub(super) fn check_arms_called_alike(&mut self) {
        let arms = self.plan.arms.iter().flat_map(|arms| &arms.arms).cloned().collect::<Vec<_>>();
        for (at, arm) in arms.iter().enumerate() {
            let same = |other: &&Arm| other.label.to_lowercase() == arm.label.to_lowercase();
            let Some(first) = arms[..at].iter().find(same) else { continue };
            let (again, first_name, label) = (arm.name.clone(), first.name.clone(), arm.label.clone());
            let title = said!("`{again}` and `{first}` are both called \"{label}\"", again, first = first_name, label);
            let diagnostic = Diagnostic::new(codes::REPEATED, title)
                .at(arm.span, "called so again")
                .at(first.span, "called so")
                .because("people read labels, and could not tell which of the two a number is of")
                .hint("give each a label of its own");
            self.report(diagnostic);
        }
    }

    /// Of two populations that are made of one thing, whether the label of the first says less of it.
    pub(super) fn is_less_called(&self, first: &Header, other: &Header) -> bool {
        let population = self.plan.populations.iter().find(|population| population.header.span == first.span);
        let source = match population.map(|population| &population.of) {
            Some(PopulationSource::AtRisk { endpoint, .. }) => &self.plan.endpoints[endpoint.0].header.label,
            Some(PopulationSource::Pairs(matching)) => &self.plan.matchings[matching.0].header.label,
            Some(PopulationSource::AllPatients | PopulationSource::Population(_)) | None => return false,
        };
        let Words(source) = Words::of(source);
        let said = |header: &Header| Words::of(&header.label).0.iter().filter(|word| source.contains(word)).count();
        said(first) < said(other)
    }

    /// All that an analysis computes is computed by another one, of the same patients and the same estimand.
    pub(super) fn check_computed_once(&mut self) {
        let same_of = |a: &Analysis, b: &Analysis| {
            let strategies =
                |a: &Analysis| a.handling.strategies.iter().map(|(of, s, _)| (*of, *s)).collect::<Vec<_>>();
            let covariates = |of: &[Covariate]| of.iter().map(|c| (c.expression.clone(), c.per)).collect::<Vec<_>>();
            let said = |a: &Analysis| {
                let own = &a.adjustment;
                let one = |of: &Option<Covariate>| covariates(of.as_slice());
                let all = [covariates(&own.strata), covariates(&own.covariates), one(&own.weights), one(&own.pairs)];
                (all, one(&own.cluster), own.missed, own.overlap)
            };
            (a.endpoint, a.population, &a.compare, a.reference, a.landmark)
                == (b.endpoint, b.population, &b.compare, b.reference, b.landmark)
                && a.each == b.each
                && strategies(a) == strategies(b)
                && said(a) == said(b)
        };
        let has = |a: &Analysis, call: &MethodCall| {
            let same = |own: &MethodCall| own.method.name == call.method.name && own.options == call.options;
            a.methods.iter().any(same)
        };
        let whole = |a: &&Analysis| a.subgroups.is_none() && a.hypothesis.is_none() && !a.methods.is_empty();
        let mut faults = vec![];
        for analysis in self.plan.analyses.iter().filter(whole).filter(|a| a.role != Role::Primary) {
            let within = |other: &&Analysis| {
                let decides = other.role == Role::Primary || other.methods.len() > analysis.methods.len();
                decides && same_of(other, analysis) && analysis.methods.iter().all(|call| has(other, call))
            };
            let other = self.plan.analyses.iter().filter(whole).find(within);
            faults.extend(other.map(|other| (analysis.header.clone(), other.header.clone())));
        }
        // Where it is asked whether it is what it is called, that is the fault.
        let open =
            |r: &Self, a: &Header| !r.is_asked_of_label(&a.name) && !r.is_asked(Question::OtherEstimand, &a.name);
        for (again, first) in faults.into_iter().filter(|(a, _)| open(self, a)).collect::<Vec<_>>() {
            let title = said!(
                "`{again}` computes nothing that `{first}` does not compute of the same patients",
                again = again.name,
                first = first.name
            );
            let diagnostic = Diagnostic::new(codes::REPEATED, title)
                .at(again.span, "the same numbers under another name")
                .at(first.span, "computed here")
                .because("one answer that is told twice looks like two that agree")
                .hint("take it away, or say in what it differs");
            self.report(diagnostic);
        }
    }
}
