//! `study`: design, size, level of significance, lengths of month and year.

use super::*;
use crate::diagnostic::said;
use rust_decimal::{Decimal, RoundingStrategy};

/// Level from which on a test rejects as often as a coin.
const HALF: Decimal = Decimal::from_parts(5, 0, 0, false, 1);

impl<'a> Resolver<'a> {
    pub(crate) fn resolve_study(&mut self) {
        let stated = self.with_head("study");
        let Some(first) = stated.first().copied() else {
            self.missing_statement("study", "what is studied, the level of significance");
            return;
        };
        for again in &stated[1..] {
            self.error::<()>(codes::REPEATED, "A plan has one `study`", again.statement.span, "a second one");
        }
        self.plan.study = self.header(first);
        let entries = self.entries_of(first);
        let mut settings = Settings::default();
        if let Some(alpha) = self.required(&entries, "alpha") {
            self.resolve_alpha(alpha, &mut settings);
        }
        if let Some(value) = entries.value("design") {
            settings.design = self.design(value);
        }
        if let Some(value) = entries.value("planned per arm") {
            settings.planned_per_arm = self.single(value).and_then(|e| self.planned(&e.expression));
        }
        if let Some(days) = entries.value("month").and_then(|v| self.days_of(v, 28..=31)) {
            settings.month_days = days;
            self.lengths_said.insert(TimeUnit::Months);
        }
        if let Some(days) = entries.value("year").and_then(|v| self.days_of(v, 360..=366)) {
            settings.year_days = days;
            self.lengths_said.insert(TimeUnit::Years);
        }
        self.plan.settings = settings;
        let formal = Formalities {
            protocol_number: entries.value("protocol number").and_then(|v| self.single(v)).and_then(|e| self.said(e)),
            report_version: entries.value("report version").and_then(|v| self.single(v)).and_then(|e| self.said(e)),
            signatures: entries.value("signatures").map(|value| self.roles(value)).unwrap_or_default(),
        };
        self.plan.formalities = formal;
    }

    fn roles(&mut self, value: &'a tree::Value) -> Vec<String> {
        self.list(value).into_iter().filter_map(|role| self.said(role)).collect()
    }

    /// A text that the title page shows as it stands.
    fn said(&mut self, element: &'a tree::Element) -> Option<String> {
        match &element.expression.kind {
            tree::Kind::Text(text) if text.trim().is_empty() => {
                let title = "The title page would say nothing here";
                self.error_hint(codes::WRONG_VALUE, title, element.span, "an empty text", "leave the key out")
            }
            tree::Kind::Text(text) => Some(text.trim().to_string()),
            _ => {
                self.error(codes::WRONG_VALUE, "A text in quotation marks is expected here", element.span, "not a text")
            }
        }
    }

    /// The design is a known one, and says what the plan does of matching.
    fn design(&mut self, value: &'a tree::Value) -> Option<Design> {
        let words = Design::ALL.map(Design::word);
        let stated = self.choice(value, &words);
        self.check_matched(value);
        stated.and_then(|stated| Design::ALL.into_iter().find(|design| design.word() == stated))
    }

    fn check_matched(&mut self, value: &'a tree::Value) {
        let Some(element) = self.single(value) else { return };
        let options = self.entries(&element.options, &["matched"], "`design`", element.span);
        let Some(matched) = options.value("matched").and_then(|v| self.choice(v, &["yes", "no"])) else { return };
        if (matched == "yes") == self.plan.declared.matchings.is_empty() {
            let title = match matched {
                "yes" => "The design is matched, and no `matching` says how",
                _ => "The design is not matched, and a `matching` is stated",
            };
            self.error::<()>(codes::MISSING_STATEMENT, title, element.span, format!("matched: {matched}"));
        }
    }

    fn resolve_alpha(&mut self, value: &'a tree::Value, settings: &mut Settings) {
        let Some(element) = self.single(value) else { return };
        let options = self.entries(&element.options, &["sides"], "`alpha`", element.span);
        if let Some(sides) = options.value("sides") {
            self.choice(sides, &["two"]);
        }
        if !matches!(element.expression.kind, tree::Kind::Number { .. } | tree::Kind::Negative(_) | tree::Kind::Error) {
            let hint = "write `alpha: 0.05 { sides: two }`";
            let label = "not a number";
            return self
                .error_hint::<()>(codes::WRONG_VALUE, "A number is expected here", element.span, label, hint)
                .unwrap_or_default();
        }
        match self.number(&element.expression) {
            Some((alpha, None)) if alpha > Decimal::ZERO && alpha < HALF => settings.alpha = alpha,
            Some((alpha, Some("%"))) => {
                let share = (alpha * Decimal::new(1, 2)).normalize();
                let title = "The level of significance is a plain number";
                let hint = format!("write `{share}`");
                self.error_hint::<()>(codes::WRONG_VALUE, title, element.expression.span, "in per cent", hint);
            }
            Some(_) => {
                let title = "The level of significance lies between 0 and 0.5";
                let hint = "the confidence level is 1 − alpha: for intervals of 95 %, write `alpha: 0.05`";
                self.error_hint::<()>(codes::WRONG_VALUE, title, element.span, "not between 0 and 0.5", hint);
            }
            None => {}
        }
    }

    fn planned(&mut self, e: &'a tree::Expression) -> Option<i64> {
        let planned = self.whole(e)?;
        if planned > 0 {
            return Some(planned);
        }
        self.error(codes::WRONG_VALUE, "A study is planned with patients", e.span, "less than one in each arm")
    }

    /// The length of a month or a year.
    fn days_of(&mut self, value: &'a tree::Value, lengths: std::ops::RangeInclusive<i64>) -> Option<Decimal> {
        let element = self.single(value)?;
        let (first, last) = (*lengths.start(), *lengths.end());
        match self.number(&element.expression)? {
            (days, Some("days")) if days >= first.into() && days <= last.into() => Some(days),
            (_, Some("days")) => {
                let label = format!("not from {first} to {last} days");
                self.error(codes::WRONG_VALUE, "This is the length of no month or year", element.span, label)
            }
            _ => self.error(codes::WRONG_VALUE, "A length in days is expected", element.span, "write `365.25 days`"),
        }
    }

    /// A length of time in whole days. Months and years are counted as the plan says and rounded to the nearest day, half a day
    /// upwards: 6 months of 30.4375 days are 183 days.
    pub(crate) fn whole_days(&mut self, number: Decimal, unit: &str, span: Span) -> Option<i64> {
        let Some(unit) = crate::plan::unit::time_unit(unit) else {
            let hint = "write `days`, `weeks`, `months` or `years`";
            return self.error_hint(codes::WRONG_UNIT, "A length of time is in days", span, "another unit", hint);
        };
        if unit.is_rounded() {
            self.check_length_said(unit, span)?;
        }
        let days = number.checked_mul(unit.days(self.plan.settings.month_days, self.plan.settings.year_days));
        let rounded = |days: Decimal| match unit.is_rounded() {
            true => days.round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero),
            false => days.normalize(),
        };
        match days.map(rounded).filter(Decimal::is_integer).map(i64::try_from) {
            Some(Ok(whole)) => Some(whole),
            Some(Err(_)) | None => {
                self.error(codes::WRONG_VALUE, "Days are counted whole", span, "not a whole number of days")
            }
        }
    }

    /// How many days a month or a year has is a convention that changes a number, and is not assumed in silence; told once.
    pub(crate) fn check_length_said(&mut self, unit: TimeUnit, span: Span) -> Option<()> {
        let (one, length) = match unit {
            TimeUnit::Months => ("month", "30.4375 days"),
            TimeUnit::Years => ("year", "365.25 days"),
            TimeUnit::Days | TimeUnit::Weeks => return Some(()),
        };
        if !self.lengths_said.insert(unit) {
            return Some(());
        }
        let title = said!("The study does not say how long a {one} is", one);
        let hint = format!("add `{one}: {length}` to `study`, or write the day itself, as `day 365`");
        self.missing_key(span, title, format!("how many days is a {one}?"), hint)
    }

    /// A statement every plan has.
    pub(crate) fn missing_statement(&mut self, head: &str, what: &str) {
        if !self.unread.is_empty() {
            return;
        }
        let span = self.plan.clauses.first().map(|c| c.span);
        let mut diagnostic = Diagnostic::new(codes::MISSING_STATEMENT, said!("The plan has no `{head}`", head))
            .hint(format!("add the statement `{head}`: it says {what}"));
        if let Some(span) = span {
            diagnostic = diagnostic.at(Span { end: span.start, ..span }, "nowhere in this document");
        }
        self.report(diagnostic);
    }
}
