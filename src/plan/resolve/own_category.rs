//! What is not known as a category of its own, and a category set against the one at baseline.

use super::entries::Entries;
use super::estimands::Estimand;
use super::expression::{expr, type_words};
use super::*;
use crate::catalogue::{Method, Options};
use crate::diagnostic::said;
use crate::syntax::tree::{Element, Value};
use std::sync::Arc;

/// As a plan writes it, with the label of the category.
const OWN_CATEGORY: &str = "own_category";

/// The name of that category in the results.
const NOT_ASSESSED: &str = "not_assessed";

impl<'a> Resolver<'a> {
    /// `left_out`, or `own_category "Not assessed"`, with the label of that category.
    pub(crate) fn missing_category(&mut self, value: &'a Value) -> Option<(MissingRule, Option<String>)> {
        let element = self.single(value)?;
        if !self.is_word(&element.expression, OWN_CATEGORY) {
            let rules = &[MissingRule::LeftOut, MissingRule::OwnCategory];
            return self.missing_rule(value, rules).map(|rule| (rule, None));
        }
        let words = [MissingRule::LeftOut, MissingRule::OwnCategory].map(MissingRule::word);
        self.note_offer(element.expression.span, &words, [OWN_CATEGORY.to_string()]);
        self.no_options(element, &format!("`{OWN_CATEGORY}`"));
        let Some(label) = &element.label else {
            let title = "The category of what is not known has no label";
            let hint = "write `own_category \"Not assessed\"`";
            return self.missing_key(element.span, title, "printed as a category", hint);
        };
        Some((MissingRule::OwnCategory, Some(self.label(label))))
    }

    /// A code of which what is not known is one more code, the last.
    pub(crate) fn with_own_category(&mut self, of: RowExpr, label: &str) -> Option<RowExpr> {
        let Type::Code(list) = &of.ty else {
            let title = said!("Only a code has a category of its own, this is {kind}", kind = type_words(&of.ty));
            let hint = "describe it by cases, of which the last is what is not known: `define NAME of TABLE { … }`";
            return self.error_hint(codes::WRONG_TYPE, title, of.span, "has no categories", hint);
        };
        if list.position(NOT_ASSESSED).is_some() {
            let title = said!("There is a code `{code}` already", code = NOT_ASSESSED);
            let hint = "leave those of whom nothing is recorded out, or call the code otherwise";
            return self.error_hint(codes::REPEATED, title, of.span, "of this list", hint);
        }
        let last = list.codes.len();
        let own = CodeEntry { name: NOT_ASSESSED.to_string(), label: label.to_string() };
        let ty = Type::Code(Arc::new(CodeList { codes: list.codes.iter().cloned().chain([own]).collect() }));
        let span = of.span;
        let condition = Box::new(expr(ExprKind::IsKnown(Box::new(of.clone())), Type::YesNo, span));
        let then = Box::new(Expr { ty: ty.clone(), ..of });
        let otherwise = Box::new(expr(ExprKind::Literal(Literal::Code(last)), ty.clone(), span));
        Some(expr(ExprKind::If { condition, then, otherwise }, ty, span))
    }

    /// `kind: shift { order: (none, mild, severe) }`: a code, and that at baseline.
    pub(crate) fn shift(&mut self, kind: &'a Element, entries: &Entries<'a>) -> Option<GivenEndpoint> {
        let category = self.given_category(kind, entries);
        let baseline = self.required(entries, "baseline").and_then(|v| self.single(v));
        let baseline = baseline.and_then(|e| self.measured_from(e));
        let (category, baseline) = (category?, baseline?);
        if baseline.expression.ty != category.value.ty {
            let title = said!(
                "A shift is between the same categories, and the baseline is {kind}",
                kind = type_words(&baseline.expression.ty)
            );
            let diagnostic = Diagnostic::new(codes::WRONG_TYPE, title)
                .at(baseline.expression.span, "of other categories")
                .at(category.value.span, "what it is compared with");
            self.report(
                diagnostic.hint("take the same column of both, or describe one of them by the codes of the other"),
            );
            return None;
        }
        let GivenKind::Category { order } = category.what else { return None };
        let baseline = Some(Covariate { name: "baseline".into(), ..baseline });
        Some(GivenEndpoint { what: GivenKind::Shift { order }, baseline, ..category })
    }

    /// The endpoint with a category of its own for what is not known, of the value and of the baseline it has.
    pub(crate) fn in_own_category(&mut self, endpoint: GivenEndpoint, label: &str) -> Option<GivenEndpoint> {
        let GivenEndpoint { what, value, baseline, .. } = &endpoint;
        let with_last = |order: &[usize]| order.iter().copied().chain([order.len()]).collect();
        let what = match what {
            GivenKind::Category { order } => GivenKind::Category { order: with_last(order) },
            GivenKind::Shift { order } => GivenKind::Shift { order: with_last(order) },
            GivenKind::YesNo
            | GivenKind::Number { .. }
            | GivenKind::TimeToEvent
            | GivenKind::CompetingRisks { .. }
            | GivenKind::DiagnosticTest { .. } => return Some(endpoint),
        };
        let baseline = match baseline {
            Some(covariate) => {
                let expression = self.with_own_category(covariate.expression.clone(), label)?;
                Some(Covariate { expression, ..covariate.clone() })
            }
            None => None,
        };
        let value = self.with_own_category(value.clone(), label)?;
        Some(GivenEndpoint { what, value, baseline, ..endpoint })
    }

    /// Those that can be missing, each with a category for what is.
    pub(crate) fn own_categories(&mut self, covariates: &mut [Covariate], label: &str) -> Option<()> {
        let patients = self.patients()?;
        for covariate in covariates {
            if self.nullability(None).row_can_be_unknown(&covariate.expression, patients) {
                covariate.expression = self.with_own_category(covariate.expression.clone(), label)?;
            }
        }
        Some(())
    }

    /// As [`Resolver::own_categories`], of what an analysis reads; a weight, a set or a cluster that is missing is no category.
    pub(crate) fn own_categories_of(&mut self, found: &mut Adjustment, label: &str, said: Span) -> Option<()> {
        let patients = self.patients()?;
        let single = found.weights.iter().chain(&found.pairs).chain(&found.cluster);
        let open = |c: &&Covariate| self.nullability(None).row_can_be_unknown(&c.expression, patients);
        if let Some(covariate) = single.into_iter().find(open) {
            let (name, place) = (covariate.name.clone(), covariate.expression.span);
            let diagnostic = Diagnostic::new(codes::WRONG_VALUE, said!("`{name}` has no category of its own", name))
                .at(said, "said of all that can be missing")
                .at(place, "a weight, a set or a cluster, which is known or not")
                .hint("write `if a covariate is missing: left_out`");
            self.report(diagnostic);
            return None;
        }
        self.own_categories(&mut found.strata, label)?;
        self.own_categories(&mut found.covariates, label)?;
        self.own_categories(&mut found.by, label)
    }

    /// A score is made of numbers and of what has two values: a third, for what is not known, has no place in it.
    pub(crate) fn check_score_known(&mut self, score: &[Covariate]) -> Option<()> {
        let patients = self.patients()?;
        let open = |c: &&Covariate| self.nullability(None).row_can_be_unknown(&c.expression, patients);
        let Some(covariate) = score.iter().find(open) else { return Some(()) };
        let (name, place) = (covariate.name.clone(), covariate.expression.span);
        let title = said!("`{name}` of the score can be missing, and has no category of its own", name);
        let hint = "write `if a covariate is missing: left_out`, or match by it exactly, where it is a code";
        self.error_hint(codes::WRONG_VALUE, title, place, "a number or one of two values", hint)
    }

    /// What scores the categories by their order is not asked of one that has no place in it.
    pub(crate) fn check_scored(
        &mut self,
        method: &Method,
        options: &Options,
        estimand: &Estimand,
        span: Span,
    ) -> Option<()> {
        let endpoint = &self.plan.endpoints[estimand.endpoint.0];
        let own = matches!(&endpoint.kind, EndpointKind::Given(given) if given.missing == MissingRule::OwnCategory);
        if !own || !method.scores_categories(options) {
            return Some(());
        }
        let (name, place) = (endpoint.header.name.clone(), endpoint.header.span);
        let title = said!("`{name}` has a category that stands nowhere in their order", name);
        let diagnostic = Diagnostic::new(codes::WRONG_METHOD, title)
            .at(span, format!("`{}` takes the categories by their order", method.name))
            .at(place, "what is not known is a category of its own")
            .because("what is not known is neither better nor worse than what is")
            .hint("take a method without an order of the categories, or an endpoint with `if not assessed: left_out`");
        self.report(diagnostic);
        None
    }
}
