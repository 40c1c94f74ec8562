//! One column of a table while steps are carried out: every value in the narrowest form that holds all of them.

use crate::data::SCALE;
use crate::program::value::Value;
use rust_decimal::Decimal;

/// By row. What is unknown, and what cannot be used, has a place of its own in each form.
#[derive(Clone, Debug)]
pub struct Values(pub(super) Form);

#[derive(Clone, Debug)]
pub(super) enum Form {
    /// 0 and 1; nothing else is known so far where there is neither.
    Truths(Vec<u8>),
    Days(Vec<i32>),
    Codes(Vec<u32>),
    Wholes(Vec<i64>),
    /// In millionths.
    Numbers(Vec<i64>),
    Any(Vec<Option<Value>>),
}

/// A number with two places at its end that stand for no number.
pub(super) trait Narrow: Copy + PartialEq {
    const UNKNOWN: Self;
    const UNUSABLE: Self;
}

impl Narrow for u8 {
    const UNKNOWN: u8 = u8::MAX;
    const UNUSABLE: u8 = u8::MAX - 1;
}

impl Narrow for i32 {
    const UNKNOWN: i32 = i32::MIN;
    const UNUSABLE: i32 = i32::MIN + 1;
}

impl Narrow for u32 {
    const UNKNOWN: u32 = u32::MAX;
    const UNUSABLE: u32 = u32::MAX - 1;
}

impl Narrow for i64 {
    const UNKNOWN: i64 = i64::MIN;
    const UNUSABLE: i64 = i64::MIN + 1;
}

impl Form {
    pub fn len(&self) -> usize {
        match self {
            Form::Truths(of) => of.len(),
            Form::Days(of) => of.len(),
            Form::Codes(of) => of.len(),
            Form::Wholes(of) | Form::Numbers(of) => of.len(),
            Form::Any(of) => of.len(),
        }
    }
}

static NOTHING: Values = Values(Form::Truths(vec![]));

impl Values {
    /// A column without rows.
    pub fn nothing() -> &'static Values {
        &NOTHING
    }

    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// The value of a row; unknown beyond the last.
    pub fn get(&self, row: usize) -> Option<Value> {
        match &self.0 {
            Form::Truths(of) => known(*of.get(row)?, |truth| Value::Bool(truth == 1)),
            Form::Days(of) => known(*of.get(row)?, Value::Date),
            Form::Codes(of) => known(*of.get(row)?, |code| Value::Code(code as usize)),
            Form::Wholes(of) => known(*of.get(row)?, Value::Integer),
            Form::Numbers(of) => known(*of.get(row)?, |n| Value::Number(number(n))),
            Form::Any(of) => of.get(row)?.clone(),
        }
    }

    pub fn iter(&self) -> impl Iterator<Item = Option<Value>> {
        (0..self.len()).map(|row| self.get(row))
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn push(&mut self, value: Option<Value>) {
        let pushed = match &mut self.0 {
            Form::Truths(of) => put(of, &value, |v| if let Value::Bool(b) = v { Some(u8::from(*b)) } else { None }),
            Form::Days(of) => put(of, &value, |v| if let Value::Date(day) = v { Some(*day) } else { None }),
            Form::Codes(of) => {
                put(of, &value, |v| if let Value::Code(code) = v { u32::try_from(*code).ok() } else { None })
            }
            Form::Wholes(of) => put(of, &value, |v| if let Value::Integer(n) = v { Some(*n) } else { None }),
            Form::Numbers(of) => put(of, &value, |v| if let Value::Number(n) = v { millionths(*n) } else { None }),
            Form::Any(of) => {
                of.push(value.clone());
                true
            }
        };
        if !pushed {
            self.widen(value.as_ref());
            self.push(value);
        }
    }

    /// To the form of the first value that is known, and from there to that of any.
    fn widen(&mut self, value: Option<&Value>) {
        let nothing_known = matches!(&self.0, Form::Truths(of) if of.iter().all(|t| *t > 1));
        self.0 = match (&self.0, value) {
            (Form::Truths(of), Some(Value::Date(day))) if nothing_known && fits(*day) => Form::Days(moved(of)),
            (Form::Truths(of), Some(Value::Code(code))) if nothing_known && u32::try_from(*code).is_ok_and(fits) => {
                Form::Codes(moved(of))
            }
            (Form::Truths(of), Some(Value::Integer(n))) if nothing_known && fits(*n) => Form::Wholes(moved(of)),
            (Form::Truths(of), Some(Value::Number(n))) if nothing_known && millionths(*n).is_some_and(fits) => {
                Form::Numbers(moved(of))
            }
            _ => Form::Any(self.iter().collect()),
        };
    }
}

impl FromIterator<Option<Value>> for Values {
    fn from_iter<I: IntoIterator<Item = Option<Value>>>(values: I) -> Self {
        let mut column = Values(Form::Truths(vec![]));
        column.extend(values);
        column
    }
}

impl Extend<Option<Value>> for Values {
    fn extend<I: IntoIterator<Item = Option<Value>>>(&mut self, values: I) {
        values.into_iter().for_each(|value| self.push(value));
    }
}

pub(super) fn fits<T: Narrow>(value: T) -> bool {
    value != T::UNKNOWN && value != T::UNUSABLE
}

fn known<T: Narrow>(value: T, of: impl FnOnce(T) -> Value) -> Option<Value> {
    if value == T::UNUSABLE {
        return Some(Value::Unusable);
    }
    (value != T::UNKNOWN).then(|| of(value))
}

/// Whether the value has a place in this form, and then it stands there.
fn put<T: Narrow>(values: &mut Vec<T>, value: &Option<Value>, narrow: impl FnOnce(&Value) -> Option<T>) -> bool {
    let narrow = match value {
        None => Some(T::UNKNOWN),
        Some(Value::Unusable) => Some(T::UNUSABLE),
        Some(value) => narrow(value).filter(|n| fits(*n)),
    };
    values.extend(narrow);
    narrow.is_some()
}

/// Of a column in which nothing is known.
fn moved<T: Narrow>(nothing: &[u8]) -> Vec<T> {
    nothing.iter().map(|n| if *n == u8::UNUSABLE { T::UNUSABLE } else { T::UNKNOWN }).collect()
}

/// Without the zeros at its end, as `normalize` leaves them out.
pub(super) fn number(millionths: i64) -> Decimal {
    let (mut n, mut scale) = (millionths, SCALE);
    while scale > 0 && n % 10 == 0 {
        (n, scale) = (n / 10, scale - 1);
    }
    Decimal::new(n, scale)
}

/// None where it would come back otherwise than it was, with other digits behind the point or another sign.
fn millionths(n: Decimal) -> Option<i64> {
    let millionths = exact(n)?;
    let back = number(millionths);
    (back.scale() == n.scale() && back.is_sign_negative() == n.is_sign_negative()).then_some(millionths)
}

/// None of a number with more digits behind the point, or too large.
pub(super) fn exact(n: Decimal) -> Option<i64> {
    let missing = SCALE.checked_sub(n.scale())?;
    i64::try_from(n.mantissa().checked_mul(10_i128.checked_pow(missing)?)?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every value comes back as it was, to the digits behind the point, whatever stood before it.
    #[test]
    fn values_come_back_as_they_were() {
        let numbers = [Decimal::new(15, 1), Decimal::new(150, 2), -Decimal::ZERO, Decimal::new(1, 7), Decimal::MAX];
        let mut all: Vec<Value> = numbers.map(Value::Number).into_iter().collect();
        all.extend([true, false].map(Value::Bool));
        all.extend([i32::MIN, i32::MIN + 1, 0, 7].map(Value::Date));
        all.extend([0, u32::MAX as usize, usize::MAX].map(Value::Code));
        all.extend([i64::MIN, i64::MIN + 1, -1].map(Value::Integer));
        all.extend([Value::Unusable, Value::Text("x".into()), Value::Real(0.5), Value::Reading(1)]);
        let all: Vec<Option<Value>> = all.into_iter().map(Some).chain([None]).collect();
        let told = |values: &[Option<Value>]| format!("{values:?}");
        for first in &all {
            for second in &all {
                for third in &all {
                    let given = [first.clone(), second.clone(), third.clone()];
                    let back: Vec<Option<Value>> = given.iter().cloned().collect::<Values>().iter().collect();
                    assert_eq!(told(&back), told(&given));
                }
            }
        }
    }

    #[test]
    fn numbers_have_no_zeros_at_their_end() {
        for millionths in [0, 1, 10, 59_500_000, -59_500_000, 1_000_000, 123_456_789, i64::MAX, i64::MIN, -10] {
            let (ours, theirs) = (number(millionths), Decimal::new(millionths, SCALE).normalize());
            assert_eq!((ours.mantissa(), ours.scale()), (theirs.mantissa(), theirs.scale()), "{millionths}");
        }
    }

    #[test]
    fn what_is_of_one_kind_is_narrow() {
        let days: Values = [None, Some(Value::Unusable), Some(Value::Date(1))].into_iter().collect();
        assert!(matches!(days.0, Form::Days(_)) && days.len() == 3 && days.get(3).is_none());
        let lengths: Values = [Some(Value::Number(Decimal::new(595, 1)))].into_iter().collect();
        assert!(matches!(lengths.0, Form::Numbers(_)));
    }
}
