//! What an estimand compares, and the effect it is expressed as.

use super::*;
use crate::catalogue::Effect;
use crate::diagnostic::said;
use crate::syntax::tree::{Element, Expression, Kind, Operator};

/// As an effect: the arms are described beside each other, or compared by a test alone. As a comparison: all patients are taken
/// together.
const NOTHING: &str = "none";

impl<'a> Resolver<'a> {
    /// `ARM against ARM`, `(ARM, ARM) against ARM`, three arms or more as `ARM, ARM, ARM`, `value against baseline` of a number, or
    /// `none`.
    pub(crate) fn compare(&mut self, value: &'a tree::Value, endpoint: Option<EndpointId>) -> Option<Compare> {
        let elements = self.list(value);
        if let [first, second] = elements.as_slice() {
            let name = |e: &&'a Element| Self::name_of(&e.expression).unwrap_or("ARM");
            let hint = format!("write `{} against {}`", name(first), name(second));
            let title = "It is not said which of the two arms is compared against the other";
            let label = "a difference would have either sign";
            return self.error_hint(codes::WRONG_VALUE, title, value.span, label, hint);
        }
        if let [_, _, ..] = elements.as_slice() {
            let arms: Vec<&Expression> = elements.iter().map(|e| &e.expression).collect();
            return self.compared_arms(arms, value.span);
        }
        let element = self.single(value)?;
        if self.is_word(&element.expression, NOTHING) && !self.is_arm(NOTHING) {
            return Some(Compare::None);
        }
        let Some((first, second)) = Self::binary(&element.expression, Operator::Against) else {
            return self.no_comparison(&element.expression);
        };
        if self.is_word(first, "value") && self.is_word(second, "baseline") {
            return self.against_baseline(endpoint?, element);
        }
        if self.is_word(first, "exposed") && self.is_word(second, "unexposed") {
            return self.exposure(element, endpoint?);
        }
        let mut arms = match &first.kind {
            Kind::Group(elements) => elements.iter().map(|e| &e.expression).collect(),
            _ => vec![first],
        };
        arms.insert(1.min(arms.len()), second);
        self.compared_arms(arms, element.span)
    }

    fn is_arm(&self, name: &str) -> bool {
        self.plan.arms.iter().flat_map(|arms| &arms.arms).any(|arm| arm.name == name)
    }

    fn compared_arms(&mut self, arms: Vec<&'a Expression>, span: Span) -> Option<Compare> {
        let mut found: Vec<usize> = vec![];
        let mut whole = true;
        for arm in arms {
            let named = self.word_of(arm).and_then(|(word, span)| Some((word, self.arm_named(word, span)?)));
            let Some((word, index)) = named else {
                whole = false;
                continue;
            };
            if found.contains(&index) {
                // The second is the reference, with which each of the others is compared.
                let with_itself = found.len() == 1 || found.get(1) == Some(&index);
                let title = match with_itself {
                    true => said!("`{word}` is compared with itself", word),
                    false => said!("`{word}` is named twice", word),
                };
                return self.error(codes::WRONG_VALUE, title, span, "the same arm twice");
            }
            found.push(index);
        }
        whole.then_some(Compare::Arms(found))
    }

    /// Each patient with their own baseline.
    fn against_baseline(&mut self, endpoint: EndpointId, element: &Element) -> Option<Compare> {
        let found = &self.plan.endpoints[endpoint.0];
        if let EndpointKind::Given(given) = &found.kind
            && given.baseline.is_some()
        {
            if let GivenKind::Shift { .. } = &given.what {
                let title = said!("`{name}` is set against its baseline already", name = found.header.name);
                let place = found.header.span;
                let diagnostic = Diagnostic::new(codes::WRONG_VALUE, title)
                    .at(element.span, "compared with the baseline again")
                    .at(place, "a shift from baseline")
                    .hint("describe the shift in each arm, without a comparison");
                self.report(diagnostic);
                return None;
            }
            let of_change = |measure: &Measure| matches!(measure, Measure::Change | Measure::PercentChange);
            if !matches!(&given.what, GivenKind::Number { measure, .. } if of_change(measure)) {
                return Some(Compare::Baseline);
            }
            let (title, place) =
                (said!("`{name}` is a change from baseline already", name = found.header.name), found.header.span);
            let diagnostic = Diagnostic::new(codes::WRONG_VALUE, title)
                .at(element.span, "compared with the baseline again")
                .at(place, "says `measure`")
                .hint("compare the value with the baseline, or describe the change without a comparison");
            self.report(diagnostic);
            return None;
        }
        let (title, place) = (said!("`{name}` has no baseline", name = found.header.name), found.header.span);
        let diagnostic = Diagnostic::new(codes::WRONG_VALUE, title)
            .at(element.span, "compared with it here")
            .at(place, "says nothing of one")
            .hint("add `baseline: …` to the endpoint");
        self.report(diagnostic);
        None
    }

    /// Pairs hold patients of the two matched arms only.
    pub(crate) fn check_compared(&mut self, compare: &Compare, population: PopulationId, span: Span) {
        let Some(PopulationSource::Pairs(id)) = self.plan.populations.get(population.0).map(|p| &p.of) else { return };
        let Some(name) = self.plan.declared.matchings.get(id.0) else { return };
        let Some(matching) = self.plan.matchings.iter().find(|m| m.header.name == *name) else { return };
        let matched = [matching.treated, matching.control];
        if compare.arms().iter().any(|arm| !matched.contains(arm)) {
            let title = said!("The pairs of `{name}` are of other arms than those compared", name);
            let place = matching.header.span;
            let diagnostic =
                Diagnostic::new(codes::WRONG_VALUE, title).at(span, "compared here").at(place, "matched here");
            self.report(diagnostic);
        }
    }

    pub(crate) fn effect(&mut self, value: &'a tree::Value, endpoint: EndpointId) -> Option<StatedEffect> {
        let kind = self.plan.endpoints[endpoint.0].kind.clone();
        let allowed: Vec<&str> = Effect::of(kind.outcome()).map(Effect::word).chain([NOTHING]).collect();
        let (word, span) = self.word(value)?;
        match Effect::named(word) {
            None if word == NOTHING => return Some(StatedEffect::Nothing),
            None => return self.unknown("effect", word, span, allowed.iter().copied()),
            Some(effect) if effect.outcome() == kind.outcome() => return Some(StatedEffect::Of(effect)),
            Some(_) => {}
        }
        let (name, words) = (self.plan.endpoints[endpoint.0].header.name.clone(), estimands::kind_words(&kind));
        let title = said!("`{word}` is no effect on `{name}`, which is {words}", word, name, words);
        let hint = format!("one of: {}", allowed.join(", "));
        self.error_hint(codes::WRONG_METHOD, title, span, "for another kind of endpoint", hint)
    }
}
