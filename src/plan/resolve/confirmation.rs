//! `confirmed: next_assessed { after: 28 days, not assessed between: 1 }`: a response counts once a later examination repeats it.
//! One form for every kind of endpoint that is read from responses, and what it can be asked of.

use super::*;
use crate::diagnostic::said;
use crate::syntax::tree::{Element, Kind, Value};

impl<'a> Resolver<'a> {
    /// `no`, or how the responses of each of these sets are confirmed.
    #[allow(
        clippy::option_option,
        reason = "none where it is mistaken, none within where no confirmation is asked for"
    )]
    pub(crate) fn confirmed(&mut self, value: &'a Value, of: &[(ResponseId, SetId)]) -> Option<Option<Confirmation>> {
        let element = self.single(value)?;
        let rule = self.confirmation(element)?;
        if rule.is_some() {
            for (response, set) in of {
                self.check_repeatable(*response, *set, element.span)?;
            }
        }
        Some(rule)
    }

    /// `no`, or `next_assessed { after: 28 days, not assessed between: 1 }`.
    #[allow(
        clippy::option_option,
        reason = "none where it is mistaken, none within where no confirmation is asked for"
    )]
    fn confirmation(&mut self, element: &'a Element) -> Option<Option<Confirmation>> {
        let (word, span) = self.word_of(&element.expression)?;
        match word {
            "no" => {
                self.entries(&element.options, &[], "`no`", element.span);
                return Some(None);
            }
            "next_assessed" => {}
            _ => return self.unknown("way to confirm", word, span, ["no", "next_assessed"]),
        }
        let options =
            self.entries(&element.options, &["after", "not assessed between"], "`next_assessed`", element.span);
        let after = self.required(&options, "after").and_then(|v| self.single(v)).and_then(|e| self.days_after(e));
        let between = self.required(&options, "not assessed between").and_then(|v| self.single(v));
        let between = between.and_then(|e| self.whole(&e.expression));
        let not_assessed_between = usize::try_from(between?).ok()?;
        Some(Some(Confirmation { after: after?, not_assessed_between }))
    }

    fn days_after(&mut self, element: &'a Element) -> Option<i64> {
        let days = self.days_long(element)?;
        if days < 1 {
            let title = "An examination of the same day confirms nothing";
            return self.error(codes::WRONG_VALUE, title, element.span, "one day at least");
        }
        Some(days)
    }

    /// `28 days`.
    pub(crate) fn days_long(&mut self, element: &'a Element) -> Option<i64> {
        match &element.expression.kind {
            Kind::Number { unit: Some(unit), .. } if crate::plan::unit::time_unit(unit).is_some() => {
                let (number, _) = self.number(&element.expression)?;
                self.whole_days(number, unit, element.span)
            }
            _ => {
                let title = "A length of time is expected here";
                self.error(codes::WRONG_VALUE, title, element.span, "write `28 days`, or `4 weeks`")
            }
        }
    }

    /// What a later examination can repeat: responses of which none is better that is not in the set too, and none is a
    /// progression or assesses nothing.
    fn check_repeatable(&mut self, id: ResponseId, set: SetId, span: Span) -> Option<()> {
        let criterion = &self.plan.responses[id.0].criterion;
        let (name, codes) = (criterion.set(set).name.clone(), criterion.set(set).codes.clone());
        if criterion.set(set).dated.is_some() {
            let title = said!("The criterion says itself how `{name}` is confirmed", name);
            let hint = "take `confirmed` away";
            return self.error_hint(codes::WRONG_VALUE, title, span, "its set is `dated from` a finding", hint);
        }
        let of = |role| codes.iter().copied().find(|code| criterion.is(role, *code));
        if let Some(code) = [ResponseRole::NotAssessed, ResponseRole::DoesNotApply].into_iter().find_map(of) {
            let title = said!("`{code}` is no response that could be repeated", code = criterion.code_name(code));
            let label = "nothing is assessed by it, or the criterion does not apply";
            return self.error(codes::WRONG_VALUE, title, span, label);
        }
        if let Some(code) = [ResponseRole::Progression, ResponseRole::DefinitiveProgression].into_iter().find_map(of) {
            let title =
                said!("`{code}` ends a response, and none is confirmed by it", code = criterion.code_name(code));
            let hint = "a criterion dates a confirmed progression: `definitive progression: … { dated from: …, cleared by: … }`";
            return self.error_hint(codes::WRONG_VALUE, title, span, "a progression", hint);
        }
        if let Some((better, worse)) = self.better_outside(id, &codes) {
            let title = said!("`{better}` is better than `{worse}`, and would not confirm it", better, worse);
            let hint = "take a set that has every better response too";
            return self.error_hint(
                codes::WRONG_VALUE,
                title,
                span,
                format!("`{name}` has the one without the other"),
                hint,
            );
        }
        self.check_confirmable(id, &codes, span)
    }

    /// A response that is better than one of these, and none of them: by the criterion's ranking, else by the roles.
    fn better_outside(&self, id: ResponseId, of: &[CodeId]) -> Option<(String, String)> {
        let criterion = &self.plan.responses[id.0].criterion;
        let rank = |code: CodeId| match criterion.ranked.iter().position(|ranked| *ranked == code) {
            Some(place) => place,
            None if criterion.is(ResponseRole::CompleteResponse, code) => 0,
            None if criterion.is(ResponseRole::ObjectiveResponse, code) => 1,
            None => 2,
        };
        let worst = of.iter().copied().max_by_key(|code| rank(*code))?;
        let assesses = |code: &CodeId| {
            let unread = [ResponseRole::NotAssessed, ResponseRole::DoesNotApply];
            !unread.into_iter().any(|role| criterion.is(role, *code))
        };
        let all = criterion.codes().filter(|code| !of.contains(code) && assesses(code));
        let better = all.into_iter().find(|code| rank(*code) < rank(worst))?;
        Some((criterion.code_name(better).to_string(), criterion.code_name(worst).to_string()))
    }

    /// A sequence that ends with a finding leaves no examination to confirm it.
    pub(crate) fn check_confirmable(&mut self, id: ResponseId, of: &[CodeId], span: Span) -> Option<()> {
        let criterion = &self.plan.responses[id.0].criterion;
        let ends = |combine: &'_ Combine| {
            let stop = combine.of.iter().find(|c| c.response == id)?.stop_after?;
            let code = of.iter().find(|code| criterion.is_in(stop, **code))?;
            Some((criterion.code_name(*code).to_string(), combine.header.span))
        };
        let Some((code, combine)) = self.plan.combines.iter().find_map(ends) else { return Some(()) };
        let diagnostic = Diagnostic::new(codes::NEVER_COMPUTED, said!("No examination can confirm `{code}`", code))
            .at(span, "it counts once it is confirmed")
            .at(combine, "its readings end with it")
            .hint("let them end with a set that it is not in, such as that of what confirms it");
        self.report(diagnostic);
        None
    }
}
