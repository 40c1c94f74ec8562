//! `x from day 0 to day 28 of EVENT`, and values within limits: `x from 0 to 4`.

use super::expression::{Builder, unit_text};
use super::grammar::Rule;
use super::tree::{Expression, Kind, Operator};
use crate::diagnostic::Span;
use pest::iterators::Pair;

/// An end of a window.
struct End {
    is_day: bool,
    /// A number without its unit, or a date.
    value: Expression,
    unit: Option<String>,
    span: Span,
}

impl Builder<'_> {
    /// A window of days, or a range of numbers or dates.
    pub fn window(&mut self, what: Expression, pair: Pair<'_, Rule>) -> Expression {
        let place = self.span(&pair);
        let span = what.span.to(place);
        let unread = Expression { kind: Kind::Error, span };
        let (mut ends, mut of) = (vec![], None);
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::end => ends.push(self.end(part)),
                Rule::from_word | Rule::until_word | Rule::of_word => {}
                _ => of = Some(Box::new(self.expression(part))),
            }
        }
        let Ok([low, high]) = <[End; 2]>::try_from(ends.into_iter().flatten().collect::<Vec<_>>()) else {
            return unread;
        };
        let between = low.span.to(high.span);
        if low.unit.is_some() && low.unit == high.unit {
            self.unit_twice(&low, &high, between);
        } else if low.is_day != high.is_day || low.unit.is_some() {
            let hint = "write `from day 0 to day 28` of days, and `from 10 to 20 mm` of numbers, of which both are in one unit";
            self.report("The two ends do not fit together", between, "not written alike", hint);
            return unread;
        }
        if !low.is_day && of.is_some() {
            let hint = "write `from day 0 to day 28 of EVENT`";
            self.report("Days are counted from an event", between, "these are not days", hint);
            return unread;
        }
        let days = low.is_day.then(|| "days".to_string());
        let kind = Kind::Range { low: Box::new(low.value), high: Box::new(high.value), unit: days.or(high.unit) };
        let range = Box::new(Expression { kind, span: between });
        let what = Box::new(what);
        let kind = match low.is_day {
            true => Kind::Within { what, range, of },
            false => Kind::Binary { operator: Operator::In, left: what, right: range },
        };
        Expression { kind, span }
    }

    /// `from 2 mm to 5 mm`: a unit stands once, behind both numbers.
    fn unit_twice(&mut self, low: &End, high: &End, between: Span) {
        let texts =
            (self.excerpt.between(between), self.excerpt.between(low.value.span), self.excerpt.between(high.span));
        let now = |(_, low, high): (&str, &str, &str)| (between, format!("{low} to {high}"));
        let written = texts.0.unwrap_or_default().to_string();
        let now = if let (Some(all), Some(low), Some(high)) = texts { Some(now((all, low, high))) } else { None };
        let now = now.filter(|_| !written.contains("//"));
        self.old(between, &written, now, "write the unit once, behind the second number");
    }

    fn end(&self, pair: Pair<'_, Rule>) -> Option<End> {
        let span = self.span(&pair);
        let mut end = (false, None, None);
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::day_word => end.0 = true,
                Rule::number_unit => end.2 = Some(unit_text(part.as_str())),
                _ => end.1 = Some(self.number(&part, None)),
            }
        }
        let (is_day, value, unit) = end;
        Some(End { is_day, value: value?, unit, span })
    }
}
