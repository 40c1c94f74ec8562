//! Calls of methods: the method exists, takes the endpoint, may stand where it does, and every option is settled.

use super::estimands::{Estimand, kind_words};
use super::*;
use crate::methods::{self, Groups, Method, OptionKind, OptionSpec, OptionValue, Options, Reads, Use};
use crate::syntax::tree::{Element, Expression, Kind, Value};

impl<'a> Resolver<'a> {
    /// `METHOD { option: value, … }` under one of the keys of an analysis.
    pub(crate) fn method_call(
        &mut self,
        element: &'a Element,
        key: &str,
        (standing, uses): (Standing, &[Use]),
        estimand: &Estimand,
        adjustment: &Adjustment,
    ) -> Option<MethodCall> {
        let (name, span) = self.word_of(&element.expression)?;
        let Some(method) = methods::named(name) else {
            return self.unknown("method", name, span, methods::ALL.iter().map(|m| m.name));
        };
        self.check_kind(method, estimand, uses, span)?;
        self.check_use(method, key, uses, span)?;
        let options = self.options(method, element)?;
        self.check_exposure(method, estimand, element.span)?;
        self.check_groups(method, estimand, adjustment, element.span)?;
        self.check_pairs(method, &options, (estimand, adjustment), element.span)?;
        Some(MethodCall { method, options, standing, span: element.span })
    }

    fn check_kind(&mut self, method: &Method, estimand: &Estimand, uses: &[Use], span: Span) -> Option<()> {
        let endpoint = &self.endpoints[estimand.endpoint.0];
        let kind = endpoint.kind.outcome();
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

    /// A method is given as many groups as it compares.
    fn check_groups(
        &mut self,
        method: &Method,
        estimand: &Estimand,
        adjustment: &Adjustment,
        span: Span,
    ) -> Option<()> {
        let groups = estimand.compare.groups();
        let what = match method.groups {
            Groups::Two if groups != 2 => "compares two groups",
            Groups::Several if groups < 2 => "compares two groups or more",
            Groups::Model if groups < 2 && adjustment.covariates.is_empty() && adjustment.missed.is_none() => {
                "compares groups, or takes covariates"
            }
            _ if method.needs.contains(&Reads::Covariates) && groups > 1 => "describes all patients together",
            _ if method.needs.contains(&Reads::Covariates) && adjustment.covariates.is_empty() => "takes covariates",
            _ if method.needs.contains(&Reads::Strata) && adjustment.strata.is_empty() => "compares within strata",
            _ => return Some(()),
        };
        let title = format!("`{}` {what}", method.name);
        let label = match groups {
            _ if what.contains("strata") => "the analysis names no strata".to_string(),
            _ if what.ends_with("takes covariates") => "the analysis names none".to_string(),
            1 => "the estimand compares nothing".to_string(),
            n => format!("the estimand has {n} groups"),
        };
        self.error(codes::WRONG_METHOD, title, span, label)
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
    pub(crate) fn options(&mut self, method: &'static Method, element: &'a Element) -> Option<Options> {
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
                let spans: Vec<Span> = elements.iter().map(|e| e.span).collect();
                let days: Option<Vec<i64>> = elements.into_iter().map(|e| self.day_or_days(&e.expression)).collect();
                let days = days?;
                for (i, day) in days.iter().enumerate() {
                    if let Some(first) = days[..i].iter().position(|d| d == day) {
                        return self.repeated(format!("Day {day} is named twice"), spans[i], spans[first]);
                    }
                }
                Some(OptionValue::Days(days))
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
        let day = match &e.kind {
            Kind::Number { unit: Some(unit), .. } => {
                let (number, _) = self.number(e)?;
                self.whole_days(number, unit, e.span)?
            }
            // A unit after the parentheses reaches the number behind a minus sign too.
            Kind::Negative(_) => self.whole(e)?,
            _ => self.day(e)?,
        };
        if day < 0 {
            return self.error(codes::WRONG_VALUE, "Nothing is estimated before time zero", e.span, "before time zero");
        }
        self.within_a_life(day, e.span)
    }

    /// What reads pairs is asked of a population of pairs.
    fn check_pairs(
        &mut self,
        method: &Method,
        options: &Options,
        (estimand, adjustment): (&Estimand, &Adjustment),
        span: Span,
    ) -> Option<()> {
        let read = |word: &str| options.0.iter().find(|o| reads(o, options, &[word]));
        if let (Some(_), None) = (read("cluster"), &adjustment.cluster) {
            let title = format!("`{}` reads clusters, and the analysis names none", method.name);
            return self.error_hint(codes::WRONG_METHOD, title, span, "`by: cluster`", "add `cluster: …`");
        }
        if let (Some(_), true) = (read("strata"), adjustment.strata.is_empty()) {
            let title = format!("`{}` reads strata, and the analysis names none", method.name);
            return self.error_hint(codes::WRONG_METHOD, title, span, "by strata", "add `strata: …`");
        }
        let paired = read("pair").or(read("paired"));
        if paired.is_none() && !method.needs.contains(&Reads::Pairs) {
            return Some(());
        }
        let given = adjustment.pairs.is_some() || estimand.compare == Compare::Baseline;
        // A variance by pair needs no whole pairs, a comparison within them does.
        let clusters = paired.is_some_and(|(name, _)| name == "by") && options.get("variance").is_some();
        if !clusters && self.is_paired(estimand.population) {
            self.check_whole_pairs(method, estimand.endpoint, span)?;
        }
        if given || self.is_paired(estimand.population) {
            return Some(());
        }
        let label = match paired {
            Some((option, OptionValue::Word(word))) => format!("`{option}` is `{word}`"),
            _ => "compares within pairs".to_string(),
        };
        let population = self.populations[estimand.population.0].header.name.clone();
        let diagnostic =
            Diagnostic::new(codes::WRONG_METHOD, format!("`{}` needs pairs, and `{population}` has none", method.name))
                .at(span, label)
                .at(estimand.population_span, "not made of pairs")
                .hint("take a population that is `patients of MATCHING`, or a method for independent groups");
        self.report(diagnostic);
        None
    }

    /// A pair of which one patient is left out compares nothing.
    fn check_whole_pairs(&mut self, method: &Method, endpoint: EndpointId, span: Span) -> Option<()> {
        let endpoint = &self.endpoints[endpoint.0];
        let left_out = match &endpoint.kind {
            EndpointKind::YesNo(yes_no) => yes_no.missing == MissingRule::LeftOut,
            EndpointKind::Given(given) if given.missing == MissingRule::LeftOut => {
                let place = Place::Row(self.patients()?);
                self.nullability(None).can_be_unknown(&given.value, place, &nullable::Facts::default())
            }
            _ => false,
        };
        if !left_out {
            return Some(());
        }
        let (name, place) = (endpoint.header.name.clone(), endpoint.header.span);
        let title = format!("`{name}` leaves single patients out, and pairs are compared");
        if self.diagnostics.iter().any(|d| d.title == title) {
            return None;
        }
        let diagnostic = Diagnostic::new(codes::WRONG_METHOD, title)
            .at(span, format!("`{}` needs both patients of a pair", method.name))
            .at(place, "`missing: left_out`")
            .hint("let a missing value count as a failure, or take a method for independent groups");
        self.report(diagnostic);
        None
    }

    /// Nothing is known of a time after the horizon of its endpoint, from time zero or from the landmark on.
    pub(crate) fn check_horizon(
        &mut self,
        calls: &[MethodCall],
        endpoint: EndpointId,
        landmark: Option<i64>,
    ) -> Option<()> {
        let found = &self.endpoints[endpoint.0];
        let Some(last) = landmark::last_day(&found.kind).map(|last| last - landmark.unwrap_or(0)) else {
            return Some(());
        };
        let late = calls.iter().find_map(|call| {
            let days =
                call.options.0.iter().filter_map(|(_, v)| if let OptionValue::Days(d) = v { Some(d) } else { None });
            days.flatten().find(|d| **d > last).map(|d| (*d, call.span))
        });
        let Some((late, span)) = late else { return Some(()) };
        let name = &found.header.name;
        let (title, label) = match landmark {
            None => (format!("Day {late} lies after the horizon of `{name}`"), format!("times end on day {last}")),
            Some(day) => (
                format!("Day {late} after the landmark lies after the horizon of `{name}`"),
                format!("counted from day {day}, times end on day {last}"),
            ),
        };
        self.error(codes::WRONG_VALUE, title, span, label)
    }

    /// The population is made of pairs. One taken from such a population may have lost one patient of a pair.
    pub(crate) fn is_paired(&self, population: PopulationId) -> bool {
        let found = self.populations.get(population.0);
        found.is_some_and(|p| matches!(p.of, PopulationSource::Pairs(_)) && p.require.is_empty())
    }
}

/// An option reads something whose word, or a part of it, is one of these. The clusters (`by`) count only where the variance
/// is robust, if there is a choice.
fn reads((name, value): &(String, OptionValue), options: &Options, words: &[&str]) -> bool {
    let OptionValue::Word(word) = value else { return false };
    let unused = name == "by" && options.get("variance").is_some() && options.word("variance") != "robust";
    !unused && word.split('_').any(|w| words.contains(&w))
}

/// A call reads pairs (`pair`), clusters or strata by one of its options.
pub(crate) fn reads_word(call: &MethodCall, word: &str) -> bool {
    let words: &[&str] = if word == "pair" { &["pair", "paired"] } else { &[word] };
    call.options.0.iter().any(|o| reads(o, &call.options, words))
        || word == "pair" && call.method.needs.contains(&Reads::Pairs)
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
