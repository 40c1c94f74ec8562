//! What an analysis says of its patients besides arm and outcome: strata, covariates, weights, matched sets and clusters.

use super::entries::Entries;
use super::estimands::Estimand;
use super::expression::{is_numeric, type_words};
use super::matching::BIAS;
use super::*;
use crate::catalogue::{Groups, Reads};
use crate::diagnostic::said;
use crate::syntax::tree::{Element, Operator, Value};

/// The keys with what a method must take to use each.
const READS: &[(&str, Reads)] =
    &[("strata", Reads::Strata), ("covariates", Reads::Covariates), ("weights", Reads::Weights)];

/// Every key that says something of the patients.
const KEYS: &[&str] = &["strata", "covariates", "weights", "pairs", "cluster"];

impl<'a> Resolver<'a> {
    pub(crate) fn adjustment(&mut self, entries: &Entries<'a>, estimand: &Estimand) -> Option<Adjustment> {
        let later = "patients would be grouped by what the treatment may have changed";
        let missed = self.of_matching(entries, "covariates", "missed")?;
        let overlap = self.of_matching(entries, "weights", "overlap")?;
        let strata = self.listed(entries.value("strata"), estimand, later);
        let covariates = self.model_terms(entries.value("covariates").filter(|_| missed.is_none()), estimand);
        let weights = self.one(entries.value("weights").filter(|_| overlap.is_none()), BIAS);
        let (pairs, cluster) = (self.one(entries.value("pairs"), BIAS), self.one(entries.value("cluster"), BIAS));
        let mut found = Adjustment {
            strata: strata?,
            covariates: covariates?,
            weights: weights?,
            pairs: pairs?,
            cluster: cluster?,
            missed,
            overlap,
            by: vec![],
        };
        self.check_of_matching(entries, &found, estimand)?;
        let mut whole = true;
        for (key, list, fits, what) in [
            ("strata", &found.strata, is_class as fn(&Type) -> bool, "a code, yes or no, or a whole number"),
            ("covariates", &found.covariates, is_model_term, "a number, a code, or yes or no"),
        ] {
            whole &= list.iter().all(|c| self.fits(key, c, fits, what));
        }
        for (key, one, fits, what) in [
            ("weights", &found.weights, is_numeric as fn(&Type) -> bool, "a number"),
            ("pairs", &found.pairs, is_identifier, "a code, a whole number or a pseudonym"),
            ("cluster", &found.cluster, is_identifier, "a code, a whole number or a pseudonym"),
        ] {
            whole &= one.iter().all(|c| self.fits(key, c, fits, what));
        }
        if !whole {
            return None;
        }
        self.check_missing_covariate(entries, &mut found)?;
        if let (Compare::Baseline, Some(first)) = (&estimand.compare, KEYS.iter().find_map(|key| entries.get(key))) {
            let title = "Each patient is compared with themselves, and nothing else is read of them";
            return self.error(codes::WRONG_VALUE, title, first.span, "would not change the comparison");
        }
        if let (Some(pairs), true) = (entries.get("pairs"), self.is_paired(estimand.population)) {
            let title = "The pairs of this population are those of its matching";
            return self.error(codes::WRONG_VALUE, title, pairs.span, "other pairs are named");
        }
        Some(found)
    }

    /// `missed of MATCHING` for covariates, `overlap of MATCHING` for weights.
    #[allow(clippy::option_option, reason = "none where it is mistaken, none within where it is another value")]
    fn of_matching(&mut self, entries: &Entries<'a>, key: &str, word: &str) -> Option<Option<MatchingId>> {
        let Some(value) = entries.value(key) else { return Some(None) };
        let [element] = value.elements.as_slice() else { return Some(None) };
        match Self::binary(&element.expression, Operator::Of) {
            Some((first, matching)) if self.is_word(first, word) => {
                let (name, span) = self.word_of(matching)?;
                let names: Vec<String> = self.plan.matchings.iter().map(|m| m.header.name.clone()).collect();
                self.position(Named::Matching, name, span, &names).map(|m| Some(MatchingId(m)))
            }
            _ => Some(None),
        }
    }

    /// What comes from a matching is about its pairs, or its two arms.
    fn check_of_matching(&mut self, entries: &Entries<'a>, found: &Adjustment, estimand: &Estimand) -> Option<()> {
        if let (Some(id), Some(value)) = (found.missed, entries.value("covariates")) {
            let name = self.plan.matchings[id.0].header.name.clone();
            let of = self.plan.populations.get(estimand.population.0).map(|p| &p.of);
            if !matches!(of, Some(PopulationSource::Pairs(pairs)) if self.plan.declared.matchings.get(pairs.0) == Some(&name))
            {
                let title =
                    said!("The balance of `{name}` is that of its pairs, and other patients are analysed", name);
                let hint = "analyse the population that is `patients of` this matching, or name the covariates";
                return self.error_hint(codes::WRONG_VALUE, title, value.span, "of other patients", hint);
            }
        }
        if let (Some(id), Some(value)) = (found.overlap, entries.value("weights")) {
            let matching = &self.plan.matchings[id.0];
            if estimand.compare.arms() != [matching.treated, matching.control] {
                let title = said!(
                    "The score of `{matching}` is of other arms than those compared",
                    matching = matching.header.name
                );
                let matching = matching.header.span;
                let diagnostic = Diagnostic::new(codes::WRONG_VALUE, title).at(value.span, "of other arms");
                let compared = entries.value("estimand").map(|v| v.span);
                let diagnostic = diagnostic.at(matching, "`treated` and `control` are said here");
                let diagnostic = compared.into_iter().fold(diagnostic, |d, span| d.at(span, "compared here"));
                self.report(diagnostic.hint("compare the treated arm against the control, in this order"));
                return None;
            }
            if estimand.population != matching.among {
                let name = matching.header.name.clone();
                let among = self.plan.populations[matching.among.0].header.clone();
                let title = said!("The score of `{name}` is of other patients than those analysed", name);
                let diagnostic = Diagnostic::new(codes::WRONG_VALUE, title)
                    .at(value.span, "weights of other patients")
                    .at(estimand.population_span, "analysed")
                    .at(among.span, "weighted by this score")
                    .because("weights balance the patients among whom the score was estimated, and no others")
                    .hint(format!("analyse `{}`, or take the score of a matching among those analysed", among.name));
                self.report(diagnostic);
                return None;
            }
        }
        Some(())
    }

    fn listed(&mut self, value: Option<&'a Value>, estimand: &Estimand, because: &str) -> Option<Vec<Covariate>> {
        let Some(value) = value else { return Some(vec![]) };
        let elements = self.list(value);
        if let [only] = elements.as_slice()
            && self.is_word(&only.expression, "none")
        {
            let hint = "what is taken over by `like` cannot be taken back: write the analysis with its methods, and \
                        `estimand: like ANALYSIS`";
            let place = only.expression.span;
            return self.error_hint(codes::UNKNOWN_NAME, "There is no name `none`", place, "not known here", hint);
        }
        let count = elements.len();
        let found: Vec<Covariate> =
            elements.into_iter().filter_map(|e| self.covariate_or_baseline(e, estimand, because)).collect();
        self.check_covariates_once(&found)?;
        (found.len() == count).then_some(found)
    }

    /// Covariates, of which each may say for how much of it the effect is: `age { per: 10 years }`.
    fn model_terms(&mut self, value: Option<&'a Value>, estimand: &Estimand) -> Option<Vec<Covariate>> {
        let covariates = self.listed(value, estimand, BIAS)?;
        let elements = value.map(|value| self.list(value)).unwrap_or_default();
        let one = |(covariate, element): (Covariate, &'a Element)| {
            let per = self.per(element, &covariate)?;
            Some(Covariate { per, ..covariate })
        };
        covariates.into_iter().zip(elements).map(one).collect()
    }

    /// The word `baseline` is that of the endpoint.
    fn covariate_or_baseline(&mut self, element: &'a Element, estimand: &Estimand, because: &str) -> Option<Covariate> {
        if self.is_word(&element.expression, "baseline")
            && let EndpointKind::Given(given) = &self.plan.endpoints[estimand.endpoint.0].kind
            && let Some(baseline) = &given.baseline
        {
            return Some(baseline.clone());
        }
        self.covariate_known(element, because)
    }

    #[allow(clippy::option_option, reason = "none where it is mistaken, none within where it is not said")]
    fn one(&mut self, value: Option<&'a Value>, because: &str) -> Option<Option<Covariate>> {
        let Some(value) = value else { return Some(None) };
        self.single(value).and_then(|e| self.covariate_known(e, because)).map(Some)
    }

    pub(crate) fn fits(&mut self, key: &str, covariate: &Covariate, fits: fn(&Type) -> bool, what: &str) -> bool {
        let ty = &covariate.expression.ty;
        if !fits(ty) {
            let title = said!(
                "`{key}` takes {what}, `{covariate}` is {kind}",
                key,
                what,
                covariate = covariate.name,
                kind = type_words(ty)
            );
            self.error::<()>(codes::WRONG_TYPE, title, covariate.expression.span, "of another kind");
        }
        fits(ty)
    }

    /// What happens to a patient of whom one is missing is said, where one can be.
    pub(crate) fn check_missing_covariate(&mut self, entries: &Entries<'a>, found: &mut Adjustment) -> Option<()> {
        if let Some(value) = entries.value("if a covariate is missing") {
            let (_, own) = self.missing_category(value)?;
            if found.is_empty() && found.by.is_empty() {
                let title = "`if a covariate is missing` speaks of what the analysis does not read";
                return self.error(codes::WRONG_VALUE, title, value.span, "no strata, covariates or weights");
            }
            return match own {
                Some(label) => self.own_categories_of(found, &label, value.span),
                None => Some(()),
            };
        }
        let patients = self.patients()?;
        let analysis = self.nullability(None);
        let open = |c: &&Covariate| analysis.row_can_be_unknown(&c.expression, patients);
        let Some(covariate) = found.all().find(open) else { return Some(()) };
        let title =
            said!("`{covariate}` can be missing, and the analysis does not say what then", covariate = covariate.name);
        let hint = "add `if a covariate is missing: left_out`: such a patient is left out, and counted; of a code it may be `own_category \"Not known\"`";
        self.error_hint(codes::MISSING_KEY, title, covariate.expression.span, "missing in some patients", hint)
    }

    /// What the analysis says is used: by every method that compares by it, and by one of them at least.
    pub(crate) fn check_adjustment_used(&mut self, entries: &Entries<'a>, calls: &[MethodCall]) {
        for (key, reads) in READS {
            let Some(entry) = entries.get(key) else { continue };
            let ignores = |c: &&MethodCall| {
                let describes = c.method.groups == Groups::Any && *reads != Reads::Weights;
                !c.method.asks.reads.contains(reads) && !describes
            };
            if let Some(call) = calls.iter().find(ignores) {
                let diagnostic = Diagnostic::new(
                    codes::WRONG_METHOD,
                    said!("`{method}` takes no `{key}`", method = call.method.name, key),
                )
                .at(call.span, "would be computed as if nothing were said")
                .at(entry.span, "said here")
                .hint(format!("move it to an analysis without `{key}`"));
                self.report(diagnostic);
            } else if !calls.iter().any(|c| c.method.asks.reads.contains(reads)) {
                let title = said!("No method of this analysis takes `{key}`", key);
                self.error::<()>(codes::WRONG_METHOD, title, entry.span, "read by nothing");
            }
        }
        for (key, word, reads) in [("pairs", "pair", Reads::Pairs), ("cluster", "cluster", Reads::Cluster)] {
            let used = calls.iter().any(|c| methods::reads(c, reads));
            if let Some(entry) = entries.get(key).filter(|_| !used) {
                let title = said!("No method of this analysis takes `{key}`", key);
                let hint = format!("as in `cox {{ variance: robust, by: {word} }}`");
                self.error_hint::<()>(codes::WRONG_METHOD, title, entry.span, "read by nothing", hint);
            }
        }
    }
}

pub(crate) fn is_class(ty: &Type) -> bool {
    matches!(ty, Type::Code(_) | Type::YesNo | Type::Integer)
}

fn is_model_term(ty: &Type) -> bool {
    is_numeric(ty) || matches!(ty, Type::Code(_) | Type::YesNo)
}

fn is_identifier(ty: &Type) -> bool {
    matches!(ty, Type::Code(_) | Type::Integer | Type::Pseudonym | Type::Text)
}
