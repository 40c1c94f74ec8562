//! `analysis`: role, estimand and methods.

use super::estimands::Estimand;
use super::*;
use crate::catalogue::{self, Class, Given, Of, Statistic, Use};

impl<'a> Resolver<'a> {
    pub(crate) fn resolve_analyses(&mut self) {
        self.resolve_each("analysis", Self::analysis, |r, analysis| r.plan.analyses.push(analysis));
        self.find_parents();
    }

    fn analysis(&mut self, stated: Stated<'a>) -> Option<Analysis> {
        let header = self.header(stated)?;
        let entries = self.entries_of(stated);
        let role = self.required(&entries, "role").and_then(|v| self.role(v));
        let block = match entries.get("estimand") {
            Some(block) => Some(block),
            None if entries.has_stray() => None,
            None => {
                let title = "`estimand` is missing in `analysis`";
                let hint = "add `estimand { endpoint: …, population: …, compare: …, effect: …, intercurrent { … } }`";
                self.missing_key(header.span, title, "says nothing of what is estimated", hint)
            }
        };
        let estimand = block.and_then(|b| self.estimand(b, header.clause));
        let estimand = estimand?;
        if entries.has_stray() {
            return None;
        }
        let adjustment = self.adjustment(&entries, &estimand)?;
        let landmark = self.landmark(&entries, &estimand, header.span)?;
        let methods = self.analysis_methods(&entries, &estimand, &adjustment, header.span);
        let (role, methods) = (role?, methods?);
        self.check_horizon(&methods, estimand.endpoint, landmark)?;
        let hypothesis = self.hypothesis(&entries, &estimand, &methods)?;
        let limit = hypothesis.as_ref().and_then(|h| methods.get(h.by));
        self.check_consistent(&estimand, (role, limit), header.span, &methods);
        let Estimand { endpoint, each, population, compare, against, effect, handling, .. } = estimand;
        let reference = compare.arms().get(1).copied().filter(|_| against);
        let decides = methods.iter().any(|m| m.standing == Standing::MainTest);
        let unadjusted = decides && role != Role::Primary;
        Some(Analysis {
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
            family: None,
            hypothesis,
            parent: None,
            subgroups: None,
        })
    }

    fn role(&mut self, value: &'a tree::Value) -> Option<Role> {
        Some(match self.choice(value, &["primary", "secondary", "sensitivity", "supplementary"])? {
            "primary" => Role::Primary,
            "secondary" => Role::Secondary,
            "sensitivity" => Role::Sensitivity,
            _ => Role::Supplementary,
        })
    }

    fn analysis_methods(
        &mut self,
        entries: &entries::Entries<'a>,
        estimand: &Estimand,
        adjustment: &Adjustment,
        owner: Span,
    ) -> Option<Vec<MethodCall>> {
        let places = [
            ("estimate", Standing::Estimate, &[Use::Estimate][..]),
            ("main test", Standing::MainTest, &[Use::Decide]),
            ("also given", Standing::AlsoGiven, &[Use::Estimate, Use::Decide]),
            ("assumption", Standing::AlsoGiven, &[Use::Assumption]),
        ];
        let (mut calls, mut whole) = (vec![], true);
        for (key, standing, uses) in places {
            let Some(value) = entries.value(key) else { continue };
            for element in self.list(value) {
                match self.method_call(element, key, (standing, uses), estimand, adjustment) {
                    Some(call) => calls.push(call),
                    None => whole = false,
                }
            }
        }
        if whole && calls.is_empty() && !self.only_counts(estimand) {
            return self.no_method(estimand, owner);
        }
        self.check_one_decides(&calls);
        if whole {
            self.check_adjustment_used(entries, &calls);
        }
        whole.then_some(calls)
    }

    fn no_method<T>(&mut self, estimand: &Estimand, owner: Span) -> Option<T> {
        let endpoint = &self.plan.endpoints[estimand.endpoint.0];
        let (kind, name) = (endpoint.kind.outcome(), endpoint.header.name.clone());
        let fits = |m: &&&catalogue::Method| m.takes.contains(&kind) && m.uses.contains(&Use::Estimate);
        let able: Vec<&str> = catalogue::ALL.iter().filter(fits).map(|m| m.name).collect();
        let label = "`analysis` says nothing of what is estimated, tested or described";
        let hint =
            format!("add `estimate: …`, `main test: …`, or both; of `{name}`, these estimate: {}", able.join(", "));
        self.missing_key(owner, "An analysis names no method", label, hint)
    }

    /// Events without a rate: their counts are what the analysis gives, and no method estimates anything.
    fn only_counts(&self, estimand: &Estimand) -> bool {
        matches!(&self.plan.endpoints[estimand.endpoint.0].kind, EndpointKind::Events(events) if events.rate.is_none())
    }

    fn check_one_decides(&mut self, calls: &[MethodCall]) {
        let mut deciding = calls.iter().filter(|c| c.standing == Standing::MainTest).map(|c| c.span);
        if let (Some(first), Some(second)) = (deciding.next(), deciding.next()) {
            let diagnostic = Diagnostic::new(codes::TWO_PRIMARIES, "Two tests decide one analysis")
                .at(second, "decides too")
                .at(first, "decides already")
                .because("the one that happens to be significant could be chosen")
                .hint("let one decide, and describe the other under `also given`");
            self.report(diagnostic);
        }
    }

    /// Several primary comparisons are kept together by a family.
    pub(crate) fn check_one_primary(&mut self) {
        let primaries: Vec<&Analysis> = self.plan.analyses.iter().filter(|a| a.role == Role::Primary).collect();
        if primaries.first().is_some_and(|p| p.family.is_some() && primaries.iter().all(|a| a.family == p.family)) {
            return;
        }
        let hint = match primaries.iter().any(|a| a.hypothesis.is_some()) {
            true => {
                "make one of them secondary, and say in its clause where both have to be shown: a family adjusts p-values, and where the limit of an interval decides there is none"
            }
            false => "make one of them secondary, or state a `family` of both with its procedure",
        };
        let mut primaries = primaries.into_iter().map(|a| a.header.clone());
        if let (Some(first), Some(second)) = (primaries.next(), primaries.next()) {
            let diagnostic =
                Diagnostic::new(codes::TWO_PRIMARIES, "There are two primary analyses and no procedure for both")
                    .at(second.span, format!("`{}` is primary too", second.name))
                    .at(first.span, format!("`{}` is primary already", first.name))
                    .because(
                        "each has its own chance of a false positive, and nothing here keeps the two together at alpha",
                    )
                    .hint(hint);
            self.report(diagnostic);
        }
        self.check_one_comparison();
    }

    /// One p-value decides the primary analysis, or a family adjusts all that do.
    fn check_one_comparison(&mut self) {
        let Some(primary) = self.plan.analyses.iter().find(|a| a.role == Role::Primary) else { return };
        let points: usize = primary.each.iter().map(|(_, at)| at.len()).sum();
        let contrasts = primary.contrasts().len();
        let main = primary.methods.iter().find(|c| c.standing == Standing::MainTest && decides_each(c.method));
        let diagnostic = Diagnostic::new(
            codes::TWO_PRIMARIES,
            "The primary analysis makes several comparisons and names no procedure",
        );
        let diagnostic = match (points, main) {
            (2.., _) => diagnostic
                .at(primary.header.span, "`each` names several responses or timepoints")
                .hint("keep one of them here, and make the others a secondary analysis"),
            (_, Some(call)) if contrasts > 1 => diagnostic
                .at(primary.header.span, format!("{contrasts} arms are each compared with one"))
                .at(call.span, "decides of each of them")
                .because("each has its own chance of a false positive, and nothing here keeps them together at alpha")
                .hint(format!("add `family NAME {{ of: {}, procedure: holm }}`, or another procedure; or compare all arms by one test, which names them in a list: `compare: ARM, ARM, ARM`", primary.header.name)),
            _ => return,
        };
        self.report(diagnostic);
    }
}

/// Whether a test has a p-value for each arm that is compared with a reference.
fn decides_each(method: &catalogue::Method) -> bool {
    let of_a_column = |g: &Given| g.statistic == Statistic::PValue && g.class == Class::Test && g.of == Of::Column;
    method.compares_in_pairs() || method.gives.iter().any(of_a_column)
}
