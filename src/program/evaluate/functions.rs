//! What the functions of an expression make of known values.

use super::super::value::Value;
use super::{compare, real};
use crate::plan::ir::{Function, Type};
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
        Function::Round(decimals) => round(first, decimals),
    }
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
