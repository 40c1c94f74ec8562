//! Calls of methods: the method exists, takes the endpoint, may stand where it does, and every option is settled.

use super::estimands::{Estimand, kind_words};
use super::*;
use crate::methods::{self, Method, OptionKind, OptionSpec, OptionValue, Options, OutcomeKind, Use};
use crate::syntax::tree::{Element, Expression, Kind, Value};

impl<'a> Resolver<'a> {
    /// `METHOD { option: value, … }` under one of the keys of an analysis.
    pub(crate) fn method_call(
        &mut self,
        element: &'a Element,
        key: &str,
        standing: Standing,
        uses: &[Use],
        estimand: &Estimand,
    ) -> Option<MethodCall> {
        let (name, span) = self.word_of(&element.expression)?;
        let Some(method) = methods::named(name) else {
            return self.unknown("method", name, span, methods::ALL.iter().map(|m| m.name));
        };
        self.check_kind(method, estimand, uses, span)?;
        self.check_use(method, key, uses, span)?;
        let options = self.options(method, element)?;
        self.check_pairs(method, &options, estimand, element.span)?;
        self.check_horizon(&options, estimand, element.span)?;
        Some(MethodCall { method, options, standing, span: element.span })
    }

    fn check_kind(&mut self, method: &Method, estimand: &Estimand, uses: &[Use], span: Span) -> Option<()> {
        let endpoint = &self.endpoints[estimand.endpoint.0];
        let kind = match endpoint.kind {
            EndpointKind::YesNo(_) => OutcomeKind::YesNo,
            EndpointKind::TimeToEvent(_) => OutcomeKind::TimeToEvent,
        };
        if method.takes.contains(&kind) {
            return Some(());
        }
        let title = format!(
            "`{}` does not take `{}`, which is {}",
            method.name,
            endpoint.header.name,
            kind_words(&endpoint.kind)
        );
        let fits = |m: &&&Method| m.takes.contains(&kind) && m.uses.iter().any(|u| uses.contains(u));
        let others: Vec<&str> = methods::ALL.iter().filter(fits).map(|m| m.name).collect();
        let hint = format!("these do: {}", others.join(", "));
        self.error_hint(codes::WRONG_METHOD, title, span, "for another kind of endpoint", hint)
    }

    fn check_use(&mut self, method: &Method, key: &str, uses: &[Use], span: Span) -> Option<()> {
        if method.uses.iter().any(|u| uses.contains(u)) {
            return Some(());
        }
        let places: Vec<&str> = method.uses.iter().map(|u| use_words(*u)).collect();
        let title = format!("`{}` cannot stand under `{key}`", method.name);
        self.error(codes::WRONG_METHOD, title, span, format!("it {}", places.join(" and ")))
    }

    /// Every option of the method in its own order: what the plan says, or the default.
    fn options(&mut self, method: &'static Method, element: &'a Element) -> Option<Options> {
        let names: Vec<&str> = method.options.iter().map(|o| o.name).collect();
        let before = self.diagnostics.len();
        let written = self.entries(&element.options, &names, &format!("`{}`", method.name), element.span);
        let mut found = vec![];
        let mut whole = self.diagnostics.len() == before;
        for spec in method.options {
            let value = match (written.value(spec.name), spec.default) {
                (Some(value), _) => self.option_value(spec, value),
                (None, Some(default)) => default_value(spec, default),
                (None, None) => self.required(&written, spec.name).and(None),
            };
            match value {
                Some(value) => found.push((spec.name.to_string(), value)),
                None => whole = false,
            }
        }
        whole.then_some(Options(found))
    }

    fn option_value(&mut self, spec: &OptionSpec, value: &'a Value) -> Option<OptionValue> {
        match spec.kind {
            OptionKind::Choice(words) => {
                let (word, span) = self.word(value)?;
                if words.contains(&word) {
                    return Some(OptionValue::Word(word.to_string()));
                }
                self.unknown(&format!("choice … for `{}`", spec.name), word, span, words.iter().copied())
            }
            OptionKind::Days => {
                let elements = self.list(value);
                let days: Option<Vec<i64>> = elements.into_iter().map(|e| self.day_or_days(&e.expression)).collect();
                days.map(OptionValue::Days)
            }
            OptionKind::Number => {
                let element = self.single(value)?;
                match self.number(&element.expression)? {
                    (number, None) => number.to_string().parse().ok().map(OptionValue::Number),
                    (_, Some(unit)) => {
                        let title = format!("`{}` is a plain number", spec.name);
                        self.error(codes::WRONG_UNIT, title, element.span, format!("not in {unit}"))
                    }
                }
            }
        }
    }

    /// `day 365` or `91 days`.
    fn day_or_days(&mut self, e: &'a Expression) -> Option<i64> {
        match &e.kind {
            Kind::Number { unit: Some(unit), .. } if unit == "days" || unit == "day" => self.whole(e),
            _ => self.day(e),
        }
    }

    /// What reads pairs is asked of a population of pairs.
    fn check_pairs(&mut self, method: &Method, options: &Options, estimand: &Estimand, span: Span) -> Option<()> {
        let Some((option, OptionValue::Word(word))) = options.0.iter().find(|o| reads_pairs(o, options)) else {
            return Some(());
        };
        if self.is_paired(estimand.population) {
            return Some(());
        }
        let population = self.populations[estimand.population.0].header.name.clone();
        let diagnostic =
            Diagnostic::new(codes::WRONG_METHOD, format!("`{}` needs pairs, and `{population}` has none", method.name))
                .at(span, format!("`{option}` is `{word}`"))
                .at(estimand.population_span, "not made of pairs")
                .hint("take a population that is `patients of MATCHING`, or a method for independent groups");
        self.report(diagnostic);
        None
    }

    /// Nothing is known of a time after the horizon of its endpoint.
    fn check_horizon(&mut self, options: &Options, estimand: &Estimand, span: Span) -> Option<()> {
        let EndpointKind::TimeToEvent(time) = &self.endpoints[estimand.endpoint.0].kind else { return Some(()) };
        let Some(horizon) = time.horizon else { return Some(()) };
        let days =
            options.0.iter().filter_map(|(_, v)| if let OptionValue::Days(days) = v { Some(days) } else { None });
        let Some(late) = days.flatten().find(|d| **d > horizon) else { return Some(()) };
        let name = &self.endpoints[estimand.endpoint.0].header.name;
        let title = format!("Day {late} lies after the horizon of `{name}`");
        self.error(codes::WRONG_VALUE, title, span, format!("times end on day {horizon}"))
    }

    /// The population is made of pairs. One taken from such a population may have lost one patient of a pair.
    fn is_paired(&self, population: PopulationId) -> bool {
        let found = self.populations.get(population.0);
        found.is_some_and(|p| matches!(p.of, PopulationSource::Pairs(_)) && p.require.is_empty())
    }
}

/// An option reads pairs whose word is, or contains, `pair` or `paired`. The clusters (`by`) count only where the variance is
/// robust, if there is a choice.
fn reads_pairs((name, value): &(String, OptionValue), options: &Options) -> bool {
    let OptionValue::Word(word) = value else { return false };
    let unused = name == "by" && options.get("variance").is_some() && options.word("variance") != "robust";
    !unused && word.split('_').any(|w| w == "pair" || w == "paired")
}

fn use_words(place: Use) -> &'static str {
    match place {
        Use::Estimate => "estimates",
        Use::Decide => "decides",
        Use::Assumption => "checks an assumption",
    }
}

/// The default as it is printed, read by the kind of the option; none only for a method that declares it wrongly.
fn default_value(spec: &OptionSpec, default: &str) -> Option<OptionValue> {
    match spec.kind {
        OptionKind::Choice(words) => words.contains(&default).then(|| OptionValue::Word(default.to_string())),
        OptionKind::Number => default.parse().ok().map(OptionValue::Number),
        OptionKind::Days if default == "none" => Some(OptionValue::Days(vec![])),
        OptionKind::Days => {
            let inner = default.trim_start_matches("day").trim_end_matches("days").trim().trim_matches(['(', ')']);
            let days: Result<Vec<i64>, _> =
                inner.split(',').filter(|d| !d.trim().is_empty()).map(|d| d.trim().parse()).collect();
            days.ok().map(OptionValue::Days)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A default that cannot be read would leave an option out in silence.
    #[test]
    fn every_default_of_every_method_can_be_read() {
        for method in methods::ALL {
            for option in method.options {
                let read = option.default.map(|d| default_value(option, d));
                assert_ne!(read, Some(None), "{}.{}", method.name, option.name);
            }
        }
        let days = OptionSpec { name: "at", kind: OptionKind::Days, default: None, about: "" };
        assert_eq!(default_value(&days, "(91, 183) days"), Some(OptionValue::Days(vec![91, 183])));
        assert_eq!(default_value(&days, "day 365"), Some(OptionValue::Days(vec![365])));
        assert_eq!(default_value(&days, "none"), Some(OptionValue::Days(vec![])));
        assert_eq!(default_value(&days, "at last"), None);
    }
}
