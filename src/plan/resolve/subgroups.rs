//! `subgroups`: the estimates of an analysis within levels of what is known at baseline, and a test of interaction for each.

use super::adjustment::is_class;
use super::*;
use crate::catalogue::interaction::{self, Scale, Test, Ties};
use crate::catalogue::{Chosen, Effect, Groups, OptionValue, OutcomeKind, cox, linear_model, logistic};
use crate::diagnostic::said;

impl<'a> Resolver<'a> {
    pub(crate) fn resolve_subgroups(&mut self) {
        self.resolve_each("subgroups", Self::subgroups, |r, analysis| r.plan.analyses.push(analysis));
    }

    fn subgroups(&mut self, stated: Stated<'a>) -> Option<Analysis> {
        let header = self.header(stated)?;
        let entries = self.entries_of(stated);
        let of = self.required(&entries, "of").and_then(|value| self.divided(value));
        let by = self.required(&entries, "by").and_then(|value| self.divided_by(value));
        let words: Vec<&str> = Test::CHOICES.words().collect();
        let test =
            self.required(&entries, "interaction").and_then(|value| Some((self.choice(value, &words)?, value.span)));
        let (of, of_span) = of?;
        let (by, (test, test_span)) = (by?, test?);
        let mut own = Adjustment { by, ..Adjustment::default() };
        self.check_missing_covariate(&entries, &mut own)?;
        let parent = self.plan.analyses[of].clone();
        self.check_divided_once(&parent, &own.by)?;
        let scale = self.check_divisible(&parent, of_span)?;
        self.check_tested_as_estimated(&parent, test_span)?;
        let interaction = self.interaction(Test::named(test)?, (scale, ties(&parent)), test_span)?;
        let estimates = |call: &MethodCall| {
            call.standing == Standing::Estimate
                && (call.method.groups != Groups::Model || !call.method.estimates.is_empty())
        };
        let methods = parent.methods.iter().filter(|call| estimates(call)).cloned().collect();
        Some(Analysis {
            header,
            role: Role::Supplementary,
            adjustment: Adjustment { by: own.by, ..parent.adjustment.clone() },
            methods,
            unadjusted: false,
            family: None,
            hypothesis: None,
            parent: None,
            subgroups: Some(Subgroups { of, interaction }),
            ..parent
        })
    }

    /// The analysis that is made within subgroups.
    fn divided(&mut self, value: &'a tree::Value) -> Option<(usize, Span)> {
        let (word, span) = self.word(value)?;
        let whole = self.plan.analyses.iter().filter(|a| a.subgroups.is_none());
        let names: Vec<String> = whole.map(|a| a.header.name.clone()).collect();
        self.position(Named::Analysis, word, span, &names).map(|place| (place, span))
    }

    fn divided_by(&mut self, value: &'a tree::Value) -> Option<Vec<Covariate>> {
        let because = "patients would be grouped by what the treatment may have changed";
        let elements = self.list(value);
        let count = elements.len();
        let found: Vec<Covariate> = elements.into_iter().filter_map(|e| self.covariate_known(e, because)).collect();
        self.check_covariates_once(&found)?;
        // It is a part of identifiers, in which no blank stands.
        let named = |c: Covariate| Covariate { name: c.name.split_whitespace().collect(), ..c };
        let found: Vec<Covariate> = found.into_iter().map(named).collect();
        let what = "a code, yes or no, or a whole number";
        let whole = found.iter().filter(|c| !self.fits("by", c, is_class, what)).count() == 0;
        (whole && found.len() == count).then_some(found)
    }

    /// Within a level what it is told by does not vary.
    fn check_divided_once(&mut self, parent: &Analysis, by: &[Covariate]) -> Option<()> {
        let of_model = |c: &&Covariate| parent.adjustment.covariates.iter().any(|own| own.expression == c.expression);
        let Some(covariate) = by.iter().find(of_model) else { return Some(()) };
        let title = said!(
            "`{covariate}` is a covariate of `{analysis}`, and the same for all within a subgroup",
            covariate = covariate.name,
            analysis = parent.header.name
        );
        let hint = "form subgroups of an analysis that does not adjust for it";
        self.error_hint(codes::WRONG_METHOD, title, covariate.expression.span, "nothing is left to adjust for", hint)
    }

    /// The analysis compares arms by an effect of which an interaction can be tested, and says nothing of its patients that a
    /// subgroup would break.
    fn check_divisible(&mut self, parent: &Analysis, span: Span) -> Option<Scale> {
        let (said, kind) = (&parent.adjustment, &self.plan.endpoints[parent.endpoint.0].kind);
        let whole = [
            (self.is_paired(parent.population) || said.pairs.is_some(), "pairs would be broken by a subgroup"),
            (said.weights.is_some() || said.overlap.is_some(), "its weights are those of all its patients"),
            (said.missed.is_some(), "its covariates are those of its pairs"),
            (said.cluster.is_some(), "no test of interaction is known for clusters"),
            (matches!(kind, EndpointKind::Events(_)), "events are counted line by line"),
            (
                !said.strata.is_empty() && kind.outcome() != OutcomeKind::TimeToEvent,
                "no test of interaction reads its strata",
            ),
        ];
        let name = parent.header.name.clone();
        if let Some((_, why)) = whole.into_iter().find(|(is, _)| *is) {
            let title = said!("`{name}` cannot be divided into subgroups", name);
            let hint = "form subgroups of an analysis of the same comparison without it";
            return self.error_hint(codes::WRONG_METHOD, title, span, why, hint);
        }
        let compares = match parent.compare {
            Compare::Arms(_) => parent.compare.groups() == 2 || parent.reference.is_some(),
            Compare::None | Compare::Baseline | Compare::Exposure(_) => false,
        };
        let effect = match parent.effect {
            Some(StatedEffect::Of(effect)) if compares => effect,
            _ => {
                let title = said!("`{name}` has no effect that could differ between subgroups", name);
                let hint = "name an analysis that compares arms, with its `effect` and a method that estimates it";
                return self.error_hint(codes::WRONG_METHOD, title, span, "compares nothing by an effect", hint);
            }
        };
        let scale = match effect {
            Effect::RiskDifference => Scale::RiskDifference,
            Effect::RiskRatio => Scale::RiskRatio,
            Effect::OddsRatio => Scale::OddsRatio,
            Effect::HazardRatio => Scale::HazardRatio,
            Effect::MeanDifference => Scale::MeanDifference,
            Effect::RmstDifference
            | Effect::SurvivalDifference
            | Effect::SubdistributionHazardRatio
            | Effect::CauseSpecificHazardRatio
            | Effect::IncidenceDifference
            | Effect::LocationShift
            | Effect::VarianceRatio
            | Effect::Association
            | Effect::RateRatio => {
                let title = said!("No test of interaction is known for the effect `{effect}`", effect = effect.word());
                let words: Vec<&str> = Scale::CHOICES.words().collect();
                let hint = format!("there is one for: {}", words.join(", "));
                return self.error_hint(codes::WRONG_METHOD, title, span, "expressed by this effect", hint);
            }
        };
        Some(scale)
    }

    /// The test is of the model that gives the estimates, with its own variance and likelihood: there is none for another.
    fn check_tested_as_estimated(&mut self, parent: &Analysis, span: Span) -> Option<()> {
        let other = |call: &&MethodCall| {
            if let Chosen::Cox(of) = call.options.chosen() {
                of.variance != cox::Variance::Model || of.likelihood != cox::Likelihood::Partial
            } else if let Chosen::Logistic(of) = call.options.chosen() {
                of.variance != logistic::Variance::Model || of.fit != logistic::Fit::MaximumLikelihood
            } else if let Chosen::LinearModel(of) = call.options.chosen() {
                of.variance != linear_model::Variance::Model
            } else {
                false
            }
        };
        let estimates = |call: &&MethodCall| call.standing == Standing::Estimate;
        let Some(call) = parent.methods.iter().filter(estimates).find(other) else { return Some(()) };
        let title = said!("No test of interaction is known for this form of `{method}`", method = call.method.name);
        let diagnostic = Diagnostic::new(codes::WRONG_METHOD, title)
            .at(span, "a test by the variance of the model and its likelihood")
            .at(call.span, "estimated otherwise")
            .because("the test would be of other estimates than those that stand beside it")
            .hint("form subgroups of an analysis that is estimated by the model's own variance");
        self.report(diagnostic);
        None
    }

    fn interaction(&mut self, test: Test, (scale, ties): (Scale, Ties), span: Span) -> Option<MethodCall> {
        let of_risks = matches!(scale, Scale::RiskDifference | Scale::RiskRatio);
        if of_risks && test != Test::Heterogeneity {
            let title = said!(
                "`{test}` tests ratios of odds, and the effect is `{scale}`",
                test = test.word(),
                scale = scale.word()
            );
            let diagnostic = Diagnostic::new(codes::WRONG_METHOD, title)
                .at(span, "on another scale")
                .because("an effect that is the same in all subgroups on one scale differs between them on another")
                .hint("write `interaction: heterogeneity`: whether the estimates of the subgroups differ");
            self.report(diagnostic);
            return None;
        }
        let method = &interaction::METHOD;
        let word = |word: &str| OptionValue::Word(word.to_string());
        let said = [("test", word(test.word())), ("scale", word(scale.word())), ("ties", word(ties.word()))];
        let options = method.options_with(&said)?;
        Some(MethodCall { method, options, standing: Standing::AlsoGiven, span })
    }
}

/// How the model that gives the estimates treats events on one day.
fn ties(parent: &Analysis) -> Ties {
    let of_model = |call: &MethodCall| {
        if let (Standing::Estimate, Chosen::Cox(of)) = (call.standing, call.options.chosen()) {
            Some(of.ties)
        } else {
            None
        }
    };
    parent.methods.iter().find_map(of_model).unwrap_or(Ties::Efron)
}
