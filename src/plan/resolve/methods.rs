//! Calls of methods: the method exists, takes the endpoint, may stand where it does, and every option is settled.

use super::entries::Entries;
use super::estimands::{Estimand, kind_words};
use super::*;
use crate::catalogue::{
    self, Fact, Limits, Method, OptionKind, OptionSpec, OptionValue, Options, Reads, Usage, Use, When,
};
use crate::diagnostic::said;
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
        let Some(method) = catalogue::named(name) else {
            let outcome = self.plan.endpoints[estimand.endpoint.0].kind.outcome();
            let fits = |m: &Method| m.takes.contains(&outcome) && m.uses.iter().any(|u| uses.contains(u));
            return self.unknown_method(name, span, fits);
        };
        self.check_kind(method, estimand, uses, span)?;
        self.check_use(method, key, uses, span)?;
        self.times_in = self.plan.endpoints[estimand.endpoint.0].kind.times_in();
        let options = self.options(method, element)?;
        self.check_exposure(method, estimand, element.span)?;
        self.check_groups(method, estimand, adjustment, element.span)?;
        self.check_reference(method, estimand, element.span)?;
        self.check_order_of_arms(method, &options, estimand, element.span)?;
        self.check_pairs(method, &options, (estimand, adjustment), element.span)?;
        self.check_scored(method, &options, estimand, element.span)?;
        self.check_cause(method, &options, estimand.endpoint, element.span)?;
        self.check_computable(method, &options, (estimand, adjustment), element.span)?;
        let call = MethodCall { method, options, standing, span: element.span };
        self.check_gives(&call, key, estimand, adjustment)?;
        Some(call)
    }

    fn check_kind(&mut self, method: &Method, estimand: &Estimand, uses: &[Use], span: Span) -> Option<()> {
        let endpoint = &self.plan.endpoints[estimand.endpoint.0];
        let kind = endpoint.kind.outcome();
        if method.takes.contains(&kind) {
            return Some(());
        }
        let title = said!(
            "`{method}` does not take `{endpoint}`, which is {kind}",
            method = method.name,
            endpoint = endpoint.header.name,
            kind = kind_words(&endpoint.kind)
        );
        let fits = |m: &&&Method| m.takes.contains(&kind) && m.uses.iter().any(|u| uses.contains(u));
        let others: Vec<&str> = catalogue::ALL.iter().filter(fits).map(|m| m.name).collect();
        let hint = format!("these do: {}", others.join(", "));
        self.error_hint(codes::WRONG_METHOD, title, span, "for another kind of endpoint", hint)
    }

    pub(crate) fn check_use(&mut self, method: &Method, key: &str, uses: &[Use], span: Span) -> Option<()> {
        if method.uses.iter().any(|u| uses.contains(u)) {
            return Some(());
        }
        let places: Vec<&str> = method.uses.iter().map(|u| use_words(*u)).collect();
        let title = said!("`{method}` cannot stand under `{key}`", method = method.name, key);
        self.error(codes::WRONG_METHOD, title, span, format!("it {}", places.join(" and ")))
    }

    /// Every option of the method in its own order: what the plan says, or the default.
    pub(crate) fn options(&mut self, method: &'static Method, element: &'a Element) -> Option<Options> {
        let names: Vec<&str> = method.options.iter().map(|o| o.name).collect();
        let mut read = None;
        let what = format!("`{}`", method.name);
        let mut whole = self.without_fault(|r| read = Some(r.entries(&element.options, &names, &what, element.span)));
        let written = read?;
        let mut found = vec![];
        for spec in method.options {
            let value = match (written.value(spec.name), spec.default_value()) {
                (Some(value), _) => self.option_value(spec, value),
                (None, Some(default)) => Some(default),
                (None, None) => self.required(&written, spec.name).and(None),
            };
            match value {
                Some(value) => found.push((spec.name, value)),
                None => whole = false,
            }
        }
        let options = method.options_with(&found).filter(|_| whole)?;
        self.check_options_change(method, &options, &written)?;
        Some(options)
    }

    /// What is said of a method changes something.
    fn check_options_change(&mut self, method: &Method, options: &Options, written: &Entries<'a>) -> Option<()> {
        let said = method.options.iter().filter_map(|o| Some((o.name, written.get(o.name)?.span)));
        let mut unread = said.filter_map(|(name, span)| Some((name, span, method.unmet(name, options)?)));
        let Some((name, span, condition)) = unread.next() else { return Some(()) };
        let other = condition.when.option().word();
        let (title, hint) = match condition.when {
            When::Has(has) => (
                said!(
                    "`{name}` changes nothing where `{other}` is `{word}`",
                    name,
                    other,
                    word = options.word(other).unwrap_or_default()
                ),
                format!("take it away, or write `{other}: {}`", has.words().collect::<Vec<_>>().join("` or `")),
            ),
            When::NamesDay(_) => (
                said!("`{name}` changes nothing where `{other}` names no day", name, other),
                format!("take it away, or name days: `{other}: (…) days`"),
            ),
        };
        let label = format!("not read by `{}` like this", method.name);
        let mut diagnostic = Diagnostic::new(codes::OPTION_UNREAD, title).at(span, label);
        if let Some(entry) = written.get(other) {
            diagnostic = diagnostic.at(entry.span, "said here");
        }
        self.report(diagnostic.hint(hint));
        None
    }

    /// Nothing is asked for of which the plan alone shows that it has no answer.
    fn check_computable(
        &mut self,
        method: &Method,
        options: &Options,
        (estimand, adjustment): (&Estimand, &Adjustment),
        span: Span,
    ) -> Option<()> {
        let given = self.given_to_methods(estimand, adjustment);
        let usage = self.usage(method, options, &given, estimand);
        let Some(never) = method.never(&usage) else { return Some(()) };
        let title = said!("`{method}` can never be computed like this", method = method.name);
        let asked = never.all.iter().filter_map(|fact| asked(fact, options)).collect::<Vec<_>>().join(", ");
        let label = if asked.is_empty() { "asked for here".to_string() } else { asked };
        let diagnostic = Diagnostic::new(codes::NEVER_COMPUTED, title).at(span, label).because(never.because.english());
        self.report(diagnostic.hint("the page of the method says what goes together: `docs/reference.md`"));
        None
    }

    pub(crate) fn usage<'u>(
        &self,
        method: &Method,
        options: &'u Options,
        given: &'u [Reads],
        estimand: &Estimand,
    ) -> Usage<'u> {
        let outcome = self.plan.endpoints[estimand.endpoint.0].kind.outcome();
        Usage { options, given, groups: estimand.groups_of(method), outcome }
    }

    /// What an analysis says of its patients, as methods ask for it.
    pub(crate) fn given_to_methods(&self, estimand: &Estimand, adjustment: &Adjustment) -> Vec<Reads> {
        let pairs = adjustment.pairs.is_some() || self.is_paired(estimand.population);
        let said = [
            (!adjustment.strata.is_empty(), Reads::Strata),
            (!adjustment.covariates.is_empty() || adjustment.missed.is_some(), Reads::Covariates),
            (adjustment.weights.is_some() || adjustment.overlap.is_some(), Reads::Weights),
            (pairs, Reads::Pairs),
            (adjustment.cluster.is_some(), Reads::Cluster),
        ];
        said.into_iter().filter(|(is, _)| *is).map(|(_, reads)| reads).collect()
    }

    fn option_value(&mut self, spec: &OptionSpec, value: &'a Value) -> Option<OptionValue> {
        match spec.kind {
            OptionKind::Choice(words) => {
                let (word, span) = self.word(value)?;
                if words.contains(word) {
                    return Some(OptionValue::Word(word.to_string()));
                }
                self.unknown(defined::Kind::ChoiceFor(spec.name), word, span, words.words())
            }
            OptionKind::Days => {
                let elements = self.list(value);
                let spans: Vec<Span> = elements.iter().map(|e| e.span).collect();
                let days: Option<Vec<i64>> = elements.into_iter().map(|e| self.day_or_days(&e.expression)).collect();
                let days = days?;
                for (i, day) in days.iter().enumerate() {
                    if let Some(first) = days[..i].iter().position(|d| d == day) {
                        return self.repeated(said!("Day {day} is named twice", day), spans[i], spans[first]);
                    }
                }
                Some(OptionValue::Days(days))
            }
            OptionKind::Day => {
                let element = self.single(value)?;
                let day = self.day_or_days(&element.expression)?;
                if day < 1 {
                    let title = said!("`{option}` is a day after time zero", option = spec.name);
                    return self.error(codes::WRONG_VALUE, title, element.span, "no time until then");
                }
                Some(OptionValue::Days(vec![day]))
            }
            OptionKind::Number(limits) => self.option_number(spec, limits, value),
            OptionKind::Cause => self.option_number(spec, Limits::CAUSE, value),
        }
    }

    fn option_number(&mut self, spec: &OptionSpec, limits: Limits, value: &'a Value) -> Option<OptionValue> {
        let element = self.single(value)?;
        let (number, unit) = self.number(&element.expression)?;
        if let Some(unit) = unit {
            let title = said!("`{option}` is a plain number", option = spec.name);
            return self.not_plain(title, number, unit, element.span);
        }
        let found: Option<f64> = number.to_string().parse().ok();
        if let Some(found) = found.filter(|n| limits.admit(*n)) {
            return Some(OptionValue::Number(found));
        }
        let title = said!("`{option}` must be {limits}", option = spec.name, limits = limits.words);
        let hint = spec.about;
        self.error_hint(codes::WRONG_VALUE, title, element.span, "nothing can be estimated with this", hint)
    }

    /// A cause that an option names is one of those of the endpoint.
    fn check_cause(&mut self, method: &Method, options: &Options, endpoint: EndpointId, span: Span) -> Option<()> {
        let found = &self.plan.endpoints[endpoint.0];
        let causes = found.kind.causes();
        let named = method.options.iter().filter(|o| o.kind == OptionKind::Cause);
        // Whole and small, by its limits.
        let number = |value: &OptionValue| match value {
            OptionValue::Number(number) => Some(*number),
            OptionValue::Word(_) | OptionValue::Days(_) => None,
        };
        let absent = named.filter_map(|o| options.get(o.name).and_then(number)).find(|n| *n > causes as f64);
        let Some(absent) = absent else { return Some(()) };
        let (name, place) = (found.header.name.clone(), found.header.span);
        let diagnostic = Diagnostic::new(codes::WRONG_VALUE, said!("`{name}` has no cause {absent}", name, absent))
            .at(span, "named here")
            .at(place, format!("causes 1 to {causes}"))
            .hint("causes are counted in the order of the endpoint");
        self.report(diagnostic);
        None
    }

    /// `day 365` or `91 days`; of times that the data give in another unit, a length in that unit.
    fn day_or_days(&mut self, e: &'a Expression) -> Option<i64> {
        let day = match &e.kind {
            Kind::Number { unit: Some(unit), .. } if self.times_in == TimeUnit::Days => {
                let (number, _) = self.number(e)?;
                self.whole_days(number, unit, e.span)?
            }
            Kind::Number { unit: Some(unit), .. } if crate::plan::unit::time_unit(unit) == Some(self.times_in) => {
                let (number, _) = self.number(e)?;
                self.whole_number(number, e.span)?
            }
            Kind::Number { .. } | Kind::Day(_) if self.times_in != TimeUnit::Days => {
                let unit = self.times_in.name();
                let title = said!("The times of this endpoint are in {unit}", unit);
                let hint = format!("write a number of {unit}, as `12 {unit}`");
                return self.error_hint(codes::WRONG_UNIT, title, e.span, format!("not in {unit}"), hint);
            }
            // A unit after the parentheses reaches the number behind a minus sign too.
            Kind::Negative(_) => match self.number(e)? {
                (number, Some(unit)) => self.whole_days(number, unit, e.span)?,
                (_, None) => self.whole(e)?,
            },
            _ => self.day(e)?,
        };
        if day < 0 {
            return self.error(codes::WRONG_VALUE, "Nothing is estimated before time zero", e.span, "before time zero");
        }
        if day == 0 {
            return self.error(
                codes::WRONG_VALUE,
                "Nothing has happened by time zero",
                e.span,
                "the same in every arm",
            );
        }
        self.within_a_life(day, e.span)
    }

    /// Nothing is known of a time after the horizon of its endpoint, from time zero or from the landmark on.
    pub(crate) fn check_horizon(
        &mut self,
        calls: &[MethodCall],
        endpoint: EndpointId,
        landmark: Option<i64>,
    ) -> Option<()> {
        let found = &self.plan.endpoints[endpoint.0];
        let Some(at) = found.kind.last_day() else { return self.check_range_of_time(calls, endpoint, landmark) };
        let (first, last) = at.days();
        let (first, last) = (first - landmark.unwrap_or(0), last - landmark.unwrap_or(0));
        let Some((late, span)) = times::later_than(calls, first) else { return Some(()) };
        let name = &found.header.name;
        if late <= last {
            let title =
                said!("Whether day {late} lies after the horizon of `{name}` depends on the calendar", late, name);
            let label = format!("times end on day {first} of some patients, and on day {last} of others");
            let hint = format!("take day {first} or an earlier one, or a horizon in days");
            return self.error_hint(codes::WRONG_VALUE, title, span, label, hint);
        }
        let (title, label) = match landmark {
            None => {
                (said!("Day {late} lies after the horizon of `{name}`", late, name), format!("times end on day {last}"))
            }
            Some(day) => (
                said!("Day {late} after the landmark lies after the horizon of `{name}`", late, name),
                format!("counted from day {day}, times end on day {last}"),
            ),
        };
        let endpoint = found.header.span;
        self.report(Diagnostic::new(codes::WRONG_VALUE, title).at(span, label).at(endpoint, "its horizon"));
        None
    }
}

/// `variance: robust`, where it is an option that never goes with the rest.
fn asked(fact: &Fact, options: &Options) -> Option<String> {
    match fact {
        Fact::Option(has) => {
            let name = has.option.word();
            options.word(name).map(|word| format!("`{name}: {word}`"))
        }
        Fact::Given(Reads::Strata) => Some("with strata".to_string()),
        Fact::Given(Reads::Covariates) => Some("with covariates".to_string()),
        Fact::Given(Reads::Weights) => Some("with weights".to_string()),
        Fact::Given(Reads::Pairs) => Some("in pairs".to_string()),
        Fact::Given(Reads::Cluster) => Some("with clusters".to_string()),
        Fact::Given(Reads::Order) => Some("in the order of the arms".to_string()),
        Fact::TwoGroups => Some("of two groups".to_string()),
        Fact::SeveralGroups => Some("of several groups".to_string()),
        Fact::Outcome(_) => None,
    }
}

/// Whether a call reads this of the analysis, whatever its options or by one of them.
pub(crate) fn reads(call: &MethodCall, what: Reads) -> bool {
    let by_option = call.method.read_by_options(&call.options).iter().any(|r| r.reads == what);
    by_option || call.method.asks.needs.contains(&what)
}

fn use_words(place: Use) -> &'static str {
    match place {
        Use::Estimate => "estimates",
        Use::Decide => "main test",
        Use::Assumption => "checks an assumption",
        Use::SampleSize => "says what a sample size can show",
        Use::Interaction => "tests whether subgroups differ",
    }
}
