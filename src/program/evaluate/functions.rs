//! What the functions of an expression make of known values.

use super::super::value::Value;
use super::{arithmetic, civil, compare, day, quotient, real};
use crate::plan::ir::{ArithmeticOp, Function, Type};
use rust_decimal::{Decimal, RoundingStrategy};
use std::cmp::Ordering;

/// The answer in the form of `ty`, the type of the call.
pub fn call(function: Function, of: &[Value], ty: &Type) -> Option<Value> {
    let first = of.first()?;
    match function {
        Function::Log10 => real(libm::log10(first.real()?)),
        Function::NaturalLogarithm => real(libm::log(first.real()?)),
        Function::Exponential => real(libm::exp(first.real()?)),
        Function::SquareRoot => real(libm::sqrt(first.real()?)),
        Function::Absolute => absolute(first),
        Function::Smallest => furthest(of, Ordering::Less, ty),
        Function::Largest => furthest(of, Ordering::Greater, ty),
        Function::Median => in_form(middle(of)?, ty),
        Function::Round(decimals) => round(first, decimals),
        Function::DaysBetween => days_between(of).map(Value::Integer),
        Function::WeeksBetween => quotient(&Value::Integer(days_between(of)?), &Value::Integer(7)),
        Function::CompletedMonths => completed_months(of).map(Value::Integer),
        Function::CompletedYears => completed_months(of).map(|months| Value::Integer(months.div_euclid(12))),
    }
}

fn days_between(of: &[Value]) -> Option<i64> {
    let [from, to] = of else { return None };
    Some(i64::from(day(to)?) - i64::from(day(from)?))
}

/// A month is completed when its day comes again, or on the first of the next month where there is no such day: as that is later
/// than every day of the month, the days of the month alone tell it.
fn completed_months(of: &[Value]) -> Option<i64> {
    let [from, to] = of else { return None };
    let (from, to) = (civil(day(from)?)?, civil(day(to)?)?);
    let month = |date: jiff::civil::Date| i64::from(date.year()) * 12 + i64::from(date.month());
    Some(month(to) - month(from) - i64::from(to.day() < from.day()))
}

/// A whole number among decimals is one of them, and either among computed numbers one of those.
pub fn in_form(value: Value, ty: &Type) -> Option<Value> {
    match ty {
        Type::Real(_) => real(value.real()?),
        Type::Number(_) => value.decimal().map(Value::Number),
        Type::YesNo
        | Type::Integer
        | Type::Days
        | Type::Date
        | Type::Code(_)
        | Type::Pseudonym
        | Type::Text
        | Type::Reading => Some(value),
    }
}

fn absolute(of: &Value) -> Option<Value> {
    match of {
        Value::Integer(i) => i.checked_abs().map(Value::Integer),
        Value::Number(n) => Some(Value::Number(n.abs())),
        Value::Real(x) => Some(Value::Real(x.abs())),
        Value::Bool(_) | Value::Date(_) | Value::Code(_) | Value::Text(_) | Value::Reading(_) | Value::Unusable => None,
    }
}

/// The first of those that none of the others passes.
fn furthest(of: &[Value], way: Ordering, ty: &Type) -> Option<Value> {
    let (mut standing, rest) = of.split_first()?;
    for next in rest {
        if compare(next, standing)? == way {
            standing = next;
        }
    }
    in_form(standing.clone(), ty)
}

/// The one in the middle by their order; of an even number the mean of the two in the middle, which only numbers have, unless these
/// are the same.
fn middle(of: &[Value]) -> Option<Value> {
    let mut ordered: Vec<&Value> = vec![];
    for value in of {
        let mut place = 0;
        for standing in &ordered {
            place += usize::from(compare(standing, value)?.is_le());
        }
        ordered.insert(place, value);
    }
    let above = ordered.get(ordered.len() / 2).copied()?;
    if ordered.len() % 2 == 1 {
        return Some(above.clone());
    }
    let below = ordered.get(ordered.len() / 2 - 1).copied()?;
    match compare(below, above)?.is_eq() {
        true => Some(above.clone()),
        false => quotient(&arithmetic(ArithmeticOp::Add, below, above)?, &Value::Integer(2)),
    }
}

/// A computed number.
pub fn median(of: &[Value]) -> Option<Value> {
    real(middle(of)?.real()?)
}

fn round(of: &Value, decimals: u32) -> Option<Value> {
    let rounded = |n: Decimal| n.round_dp_with_strategy(decimals, RoundingStrategy::MidpointAwayFromZero);
    match of {
        Value::Integer(i) => Some(Value::Integer(*i)),
        Value::Number(n) => Some(Value::Number(rounded(*n))),
        Value::Real(x) => match x.to_string().parse() {
            Ok(shortest) => real(Value::Number(rounded(shortest)).real()?),
            // Beyond the decimals that there are, and so a whole number.
            Err(_) => Some(Value::Real(*x)),
        },
        Value::Bool(_) | Value::Date(_) | Value::Code(_) | Value::Text(_) | Value::Reading(_) | Value::Unusable => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(text: &str) -> Value {
        Value::Number(text.parse().expect("a decimal"))
    }

    #[test]
    fn medians_by_hand() {
        let median = |of: &[Value], ty: Type| call(Function::Median, of, &ty);
        let numbers = ["9", "2", "5", "8"].map(number);
        assert_eq!(median(&numbers[..3], Type::Number(None)), Some(number("5")));
        assert_eq!(median(&numbers, Type::Real(None)), Some(Value::Real(6.5)));
        assert_eq!(median(&[3, 1, 1, 7].map(Value::Integer), Type::Real(None)), Some(Value::Real(2.0)));
        assert_eq!(median(&[9, 4, 6].map(Value::Date), Type::Date), Some(Value::Date(6)));
        let list = std::sync::Arc::new(crate::plan::ir::CodeList { codes: vec![] });
        assert_eq!(median(&[2, 0, 2].map(Value::Code), Type::Code(list)), Some(Value::Code(2)));
    }

    #[test]
    fn the_middle_goes_away_from_zero() {
        let round = |text: &str, decimals| call(Function::Round(decimals), &[number(text)], &Type::Number(None));
        assert_eq!(round("2.5", 0), Some(number("3")));
        assert_eq!(round("-2.5", 0), Some(number("-3")));
        assert_eq!(round("2.675", 2), Some(number("2.68")));
        assert_eq!(round("2.674", 2), Some(number("2.67")));
        // The double below 2.675, which R's `round` and C's `printf` make 2.67.
        let computed = |x| call(Function::Round(2), &[Value::Real(x)], &Type::Real(None));
        assert_eq!(computed(2.675), Some(Value::Real(2.68)));
        assert_eq!(computed(1e300), Some(Value::Real(1e300)));
        assert_eq!(computed(1e-30), Some(Value::Real(0.0)));
    }

    #[test]
    fn the_smallest_and_the_largest_are_of_the_common_form() {
        let of = [Value::Integer(3), number("2.5"), Value::Integer(-1)];
        assert_eq!(call(Function::Smallest, &of, &Type::Number(None)), Some(number("-1")));
        assert_eq!(call(Function::Largest, &of, &Type::Number(None)), Some(number("3")));
        let with_computed = [Value::Integer(1), Value::Real(0.5)];
        assert_eq!(call(Function::Largest, &with_computed, &Type::Real(None)), Some(Value::Real(1.0)));
        let dates = [Value::Date(7), Value::Date(4)];
        assert_eq!(call(Function::Smallest, &dates, &Type::Date), Some(Value::Date(4)));
    }

    /// From dateutil 4.0.0 (Python 3.11): `relativedelta(to, from)` of dates whose day is in every month. Of the 29th, 30th and 31st
    /// by hand, for dateutil takes the last day of a shorter month: 31 January and 28 February are a month apart there.
    const COMPLETED: &[(&str, &str, i64, i64)] = &[
        ("1950-06-15", "2021-03-04", 848, 70),
        ("1950-06-15", "2021-06-14", 851, 70),
        ("1950-06-15", "2021-06-15", 852, 71),
        ("1946-08-04", "2021-03-17", 895, 74),
        ("1999-12-31", "2000-12-30", 11, 0),
        ("1999-12-31", "2000-12-31", 12, 1),
        ("2021-01-01", "2021-12-31", 11, 0),
        ("2021-01-01", "2022-01-01", 12, 1),
        ("2020-02-28", "2021-02-28", 12, 1),
        ("2019-03-01", "2020-02-29", 11, 0),
        ("2020-12-25", "2021-01-24", 0, 0),
        ("2020-12-25", "2021-01-25", 1, 0),
        ("2023-07-10", "2023-07-10", 0, 0),
        // 29 February counts from 1 March where there is none.
        ("2000-02-29", "2001-02-28", 11, 0),
        ("2000-02-29", "2001-03-01", 12, 1),
        ("2000-02-29", "2004-02-28", 47, 3),
        ("2000-02-29", "2004-02-29", 48, 4),
        ("1960-02-29", "2021-02-28", 731, 60),
        ("1960-02-29", "2021-03-01", 732, 61),
        // 1900 had none, 2000 had one.
        ("1896-02-29", "1900-02-28", 47, 3),
        ("1896-02-29", "1900-03-01", 48, 4),
        ("2023-01-31", "2023-02-28", 0, 0),
        ("2023-01-31", "2023-03-01", 1, 0),
        ("2023-01-31", "2023-03-31", 2, 0),
        ("2023-01-30", "2023-02-28", 0, 0),
        ("2024-01-30", "2024-02-29", 0, 0),
        ("2024-01-29", "2024-02-29", 1, 0),
        ("2023-03-31", "2023-04-30", 0, 0),
        ("2023-03-31", "2023-05-01", 1, 0),
        // Backwards, -1 from the day before.
        ("2023-03-15", "2023-03-14", -1, -1),
        ("2023-03-15", "2022-03-15", -12, -1),
        ("2023-03-15", "2022-03-14", -13, -2),
    ];

    #[test]
    fn months_and_years_are_those_of_the_calendar() {
        let day = |text: &str| Value::Date(text.parse().map(crate::calendar::day).expect("a date"));
        for (from, to, months, years) in COMPLETED {
            let of = [day(from), day(to)];
            let told = |function| call(function, &of, &Type::Integer);
            assert_eq!(told(Function::CompletedMonths), Some(Value::Integer(*months)), "{from} {to}");
            assert_eq!(told(Function::CompletedYears), Some(Value::Integer(*years)), "{from} {to}");
        }
    }

    #[test]
    fn days_and_weeks_go_from_the_first_to_the_second() {
        let between = |function, from, to| call(function, &[Value::Date(from), Value::Date(to)], &Type::Days);
        assert_eq!(between(Function::DaysBetween, 100, 184), Some(Value::Integer(84)));
        assert_eq!(between(Function::DaysBetween, 184, 100), Some(Value::Integer(-84)));
        assert_eq!(between(Function::WeeksBetween, 100, 184), Some(Value::Real(12.0)));
        assert_eq!(between(Function::WeeksBetween, 0, 10), Some(Value::Real(10.0 / 7.0)));
        assert_eq!(call(Function::CompletedYears, &[Value::Date(1)], &Type::Integer), None);
    }

    #[test]
    fn what_has_no_answer_is_unknown() {
        let of = |function, x| call(function, &[Value::Integer(x)], &Type::Real(None));
        assert_eq!(of(Function::NaturalLogarithm, 0), None);
        assert_eq!(of(Function::SquareRoot, -1), None);
        assert_eq!(of(Function::Exponential, 1000), None);
        assert_eq!(of(Function::SquareRoot, 9), Some(Value::Real(3.0)));
        assert_eq!(of(Function::Exponential, 0), Some(Value::Real(1.0)));
        assert_eq!(call(Function::Absolute, &[Value::Integer(i64::MIN)], &Type::Integer), None);
        assert_eq!(call(Function::Absolute, &[number("-1.5")], &Type::Number(None)), Some(number("1.5")));
    }
}
