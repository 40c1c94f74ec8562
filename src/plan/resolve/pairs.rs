//! What compares within pairs: the population is one of pairs, and no patient of a pair is left out by the endpoint.

use super::estimands::Estimand;
use super::*;
use crate::catalogue::{Method, Options, Reads};
use crate::diagnostic::{Subject, said};

/// Why patients can be without a value of an endpoint and are left out of what is counted.
#[derive(Clone, Copy)]
enum LeftOut {
    /// A value is missing.
    Missing,
    /// The criterion does not apply to them.
    Inapplicable,
}

impl LeftOut {
    fn words(self) -> &'static str {
        match self {
            LeftOut::Missing => "`if not assessed: left_out`",
            LeftOut::Inapplicable => "those to whom its criterion does not apply are left out",
        }
    }

    /// What to do instead; only of what is yes or no can those without a value be failures.
    fn hint(self, kind: &EndpointKind) -> &'static str {
        let may_fail = match kind {
            EndpointKind::YesNo(_) => true,
            EndpointKind::Given(given) => matches!(given.what, GivenKind::YesNo),
            EndpointKind::BestResponse(_)
            | EndpointKind::TimeToEvent(_)
            | EndpointKind::CompetingRisks(_)
            | EndpointKind::Events(_) => false,
        };
        match (self, may_fail) {
            (LeftOut::Missing, true) => {
                "let a missing value count as a failure, or take a method for independent groups"
            }
            (LeftOut::Inapplicable, true) => {
                "write `if it does not apply: failure`, or take a method for independent groups"
            }
            (LeftOut::Missing | LeftOut::Inapplicable, false) => "take a method for independent groups",
        }
    }
}

impl<'a> Resolver<'a> {
    /// What reads pairs is asked of a population of pairs.
    pub(crate) fn check_pairs(
        &mut self,
        method: &Method,
        options: &Options,
        (estimand, adjustment): (&Estimand, &Adjustment),
        span: Span,
    ) -> Option<()> {
        let read = method.read_by_options(options);
        let read = |what: Reads| read.iter().find(|r| r.reads == what);
        if let (Some(_), None) = (read(Reads::Cluster), &adjustment.cluster) {
            let title = said!("`{method}` reads clusters, and the analysis names none", method = method.name);
            return self.error_hint(codes::WRONG_METHOD, title, span, "`by: cluster`", "add `cluster: …`");
        }
        if let (Some(_), true) = (read(Reads::Strata), adjustment.strata.is_empty()) {
            let title = said!("`{method}` reads strata, and the analysis names none", method = method.name);
            return self.error_hint(codes::WRONG_METHOD, title, span, "by strata", "add `strata: …`");
        }
        let paired = read(Reads::Pairs);
        if paired.is_none() && !method.asks.needs.contains(&Reads::Pairs) {
            return Some(());
        }
        let given = adjustment.pairs.is_some() || estimand.compare == Compare::Baseline;
        // A variance by pair needs no whole pairs, a comparison within them does.
        if !paired.is_some_and(|read| read.as_clusters) && self.is_paired(estimand.population) {
            self.check_whole_pairs(method, estimand.endpoint, span)?;
        }
        if given || self.is_paired(estimand.population) {
            return Some(());
        }
        let label = match paired {
            Some(read) => format!("`{}` is `{}`", read.option, options.word(read.option).unwrap_or_default()),
            None => "compares within pairs".to_string(),
        };
        let population = self.plan.populations[estimand.population.0].header.name.clone();
        let diagnostic = Diagnostic::new(
            codes::WRONG_METHOD,
            said!("`{method}` needs pairs, and `{population}` has none", method = method.name, population),
        )
        .at(span, label)
        .at(estimand.population_span, "not made of pairs")
        .hint("take a population that is `patients of MATCHING`, or a method for independent groups");
        self.report(diagnostic);
        None
    }

    /// A pair of which one patient is left out compares nothing.
    fn check_whole_pairs(&mut self, method: &Method, endpoint: EndpointId, span: Span) -> Option<()> {
        let endpoint = &self.plan.endpoints[endpoint.0];
        let Some(why) = self.leaves_out(&endpoint.kind) else { return Some(()) };
        let (name, place) = (endpoint.header.name.clone(), endpoint.header.span);
        let hint = why.hint(&endpoint.kind);
        let title = said!("`{name}` leaves single patients out, and pairs are compared", name);
        // Once for an endpoint, however many methods compare its pairs.
        let about = Some(Subject::Statement { head: "endpoint".to_string(), name: Some(name) });
        if self.diagnostics.iter().any(|d| d.code == codes::WRONG_METHOD && d.subject == about) {
            return None;
        }
        let diagnostic = Diagnostic { subject: about, ..Diagnostic::new(codes::WRONG_METHOD, title) }
            .at(span, format!("`{}` needs both patients of a pair", method.name))
            .at(place, why.words())
            .hint(hint);
        self.report(diagnostic);
        None
    }

    /// Why some patients are left out of what is counted by an endpoint; none where all have a value.
    fn leaves_out(&self, kind: &EndpointKind) -> Option<LeftOut> {
        let of = |can: fn(&Response) -> bool| kind.responses().into_iter().any(|id| can(&self.plan.responses[id.0]));
        let by_criterion = of(Response::can_be_outside).then_some(LeftOut::Inapplicable);
        match kind {
            EndpointKind::YesNo(yes_no) => {
                let whole = yes_no.inapplicable.leaves_out() && of(Response::can_be_outside_whole);
                let there = yes_no.inapplicable_there.leaves_out() && of(Response::can_be_outside_there);
                let missing = yes_no.missing.leaves_out().then_some(LeftOut::Missing);
                (whole || there).then_some(LeftOut::Inapplicable).or(missing)
            }
            EndpointKind::BestResponse(_)
            | EndpointKind::TimeToEvent(_)
            | EndpointKind::CompetingRisks(_)
            | EndpointKind::Events(_) => by_criterion,
            EndpointKind::Given(given) if given.missing.leaves_out() => {
                let unknown = self.nullability(None).row_can_be_unknown(&given.value, self.patients()?);
                unknown.then_some(LeftOut::Missing)
            }
            EndpointKind::Given(_) => None,
        }
    }

    /// The population is made of pairs. One taken from such a population may have lost one patient of a pair.
    pub(crate) fn is_paired(&self, population: PopulationId) -> bool {
        let found = self.plan.populations.get(population.0);
        found.is_some_and(|p| matches!(p.of, PopulationSource::Pairs(_)) && p.require.is_empty())
    }
}
