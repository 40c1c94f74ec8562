//! One field of a file, read by the type its column was declared with.

use super::table::SCALE;
use super::texts::Texts;
use crate::binding::{ColumnBinding, Notation};
use crate::calendar;
use crate::diagnostic::{Code, codes, every_character};
use crate::plan::ir::{Column, Type};
use rust_decimal::Decimal;

/// A typed value. The order is that of the sorted tables: missing values first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cell<'a> {
    Missing,
    Bool(bool),
    Integer(i64),
    /// Millionths of the plan's unit, and the sign of a detection limit.
    Number(i64, Option<char>),
    /// Days since 1970-01-01.
    Date(i32),
    /// Position in the code list.
    Code(u32),
    Text(&'a str),
}

/// 31 December 2020, which shows where a notation has the day and where the month.
const EXAMPLE_DAY: i32 = 18_627;

/// Why a field has no value, and what would have had one.
#[derive(Clone, Debug, PartialEq)]
pub struct Unreadable {
    pub code: Code,
    pub expected: String,
}

impl Unreadable {
    fn new<T>(code: Code, expected: impl Into<String>) -> Result<T, Unreadable> {
        Err(Unreadable { code, expected: expected.into() })
    }
}

/// Reads one field. Blanks around it do not count.
pub fn read_cell<'f>(
    field: &'f str,
    column: &Column,
    bound: &ColumnBinding,
    (notation, dates): (&Notation, &mut Dates),
) -> Result<Cell<'f>, Unreadable> {
    let text = trimmed(field);
    if !is_plain(text) && text.chars().any(unreadable_character) {
        return Unreadable::new(codes::UNREADABLE_CHARACTER, format!("text in {}", notation.encoding.name()));
    }
    if let (true, Some(position)) = (text.is_empty(), bound.blank) {
        return Ok(if column.ty == Type::YesNo { Cell::Bool(position == 1) } else { Cell::Code(position as u32) });
    }
    if text.is_empty() || notation.missing.iter().any(|m| m.trim() == text) {
        return Ok(Cell::Missing);
    }
    match &column.ty {
        Type::YesNo => code(text, bound).map(|position| Cell::Bool(position == 1)),
        Type::Code(_) => code(text, bound).map(|position| Cell::Code(position as u32)),
        Type::Integer | Type::Days => integer(text),
        Type::Number(unit) => number(text, bound, notation, &|| unit.map_or_else(String::new, |u| format!(" in {u}"))),
        Type::Date => match dates.day(&notation.date, text) {
            Some(day) => Ok(Cell::Date(day)),
            None => Unreadable::new(
                codes::UNREADABLE_VALUE,
                format!("a date of the calendar, written as in {}", notation.written_day(EXAMPLE_DAY)),
            ),
        },
        Type::Pseudonym | Type::Text => Ok(Cell::Text(text)),
        Type::Real(_) | Type::Reading => Unreadable::new(codes::UNREADABLE_VALUE, "nothing: such a value is computed"),
    }
}

/// Days by their texts, of one notation: a file has few dates and writes them often.
#[derive(Debug, Default)]
pub struct Dates {
    texts: Texts,
    /// By number of the text; none where it is no date.
    days: Vec<Option<i32>>,
}

impl Dates {
    fn day(&mut self, format: &str, text: &str) -> Option<i32> {
        let number = self.texts.number(text) as usize;
        if number == self.days.len() {
            self.days.push(calendar::date_written(format, text).map(calendar::day));
        }
        self.days.get(number).copied().flatten()
    }
}

/// Letters, digits, signs and blanks of ASCII and nothing else: every character can be seen.
pub fn is_plain(text: &str) -> bool {
    text.bytes().all(|b| matches!(b, b' '..=b'~'))
}

/// What decoding leaves where bytes are no letters, and control characters no export writes on purpose.
pub fn unreadable_character(c: char) -> bool {
    c == char::REPLACEMENT_CHARACTER || control_character(c)
}

/// Control characters other than tabs and line ends.
pub fn control_character(c: char) -> bool {
    c.is_control() && !matches!(c, '\n' | '\r' | '\t')
}

/// Without the blanks around it; a control character is no blank.
pub fn trimmed(text: &str) -> &str {
    let seen = |byte: Option<&u8>| byte.is_none_or(|b| matches!(b, b'!'..=b'~'));
    if seen(text.as_bytes().first()) && seen(text.as_bytes().last()) {
        return text;
    }
    text.trim_matches(|c: char| c.is_whitespace() && !control_character(c))
}

/// A field as a finding shows it: every character can be seen, and it is not longer than a line.
pub fn shown(field: &str) -> String {
    const LONGEST: usize = 80;
    let (whole, start) = match field.char_indices().nth(LONGEST) {
        Some((end, _)) => (false, field.get(..end).unwrap_or_default()),
        None => (true, field),
    };
    format!("{}{}", every_character(start), if whole { "" } else { "…" })
}

fn code(text: &str, bound: &ColumnBinding) -> Result<usize, Unreadable> {
    match bound.codes.iter().find(|bound| bound.written == text) {
        Some(bound) => Ok(bound.code),
        None => {
            let known: Vec<&str> = bound.codes.iter().map(|bound| bound.written.as_str()).collect();
            Unreadable::new(codes::UNKNOWN_CODE, format!("one of: {}", known.join(", ")))
        }
    }
}

fn integer(text: &str) -> Result<Cell<'static>, Unreadable> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return Unreadable::new(codes::UNREADABLE_VALUE, "a whole number, digits only");
    }
    match text.parse() {
        Ok(value) => Ok(Cell::Integer(value)),
        Err(_) => Unreadable::new(codes::INEXACT_NUMBER, "a whole number of at most 18 digits"),
    }
}

fn number(
    text: &str,
    bound: &ColumnBinding,
    notation: &Notation,
    unit: &dyn Fn() -> String,
) -> Result<Cell<'static>, Unreadable> {
    let (limit, text) = match text.chars().next().filter(|c| bound.limits.contains(c)) {
        Some(sign) => (Some(sign), text[sign.len_utf8()..].trim_start()),
        None => (None, text),
    };
    let Some((mantissa, decimals)) = decimal_digits(text, notation.decimal) else {
        return Unreadable::new(
            codes::UNREADABLE_VALUE,
            format!("a number{} with decimal `{}` and no other sign", unit(), notation.decimal),
        );
    };
    match scaled(mantissa, decimals, bound.factor) {
        Some(value) => Ok(Cell::Number(value, limit)),
        None => Unreadable::new(
            codes::INEXACT_NUMBER,
            format!("a number{} of at most {SCALE} decimals and 12 digits before them", unit()),
        ),
    }
}

/// `-12,50` as −125 and 1 decimal; zeros that end the decimals are dropped. None where it is no number; a number too long
/// to be kept comes out longer than [`scaled`] accepts.
fn decimal_digits(text: &str, decimal: char) -> Option<(i128, u32)> {
    let (negative, unsigned) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let (whole, fraction) = match unsigned.split_once(decimal) {
        Some((whole, fraction)) if !fraction.is_empty() => (whole, fraction),
        Some(_) => return None,
        None => (unsigned, ""),
    };
    let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty() || !digits(whole) || !digits(fraction) {
        return None;
    }
    let (whole, fraction) = (whole.trim_start_matches('0'), fraction.trim_end_matches('0'));
    if whole.len() + fraction.len() > 28 {
        return Some((i128::MAX, 0));
    }
    let mantissa =
        whole.bytes().chain(fraction.bytes()).fold(0, |sum: i128, digit| sum * 10 + i128::from(digit - b'0'));
    Some((if negative { -mantissa } else { mantissa }, fraction.len() as u32))
}

/// The number times `factor` in millionths; none where that is not exact or does not fit.
fn scaled(mantissa: i128, decimals: u32, factor: Option<Decimal>) -> Option<i64> {
    let (mantissa, decimals) = match factor {
        Some(factor) => {
            let product =
                exact_product(Decimal::try_from_i128_with_scale(mantissa, decimals).ok()?, factor)?.normalize();
            (product.mantissa(), product.scale())
        }
        None => (mantissa, decimals),
    };
    let missing = SCALE.checked_sub(decimals)?;
    let value = mantissa.checked_mul(10_i128.checked_pow(missing)?)?;
    i64::try_from(value).ok()
}

/// The product where no digit of it is rounded away.
fn exact_product(a: Decimal, b: Decimal) -> Option<Decimal> {
    let (a, b) = (a.normalize(), b.normalize());
    let mantissa = a.mantissa().checked_mul(b.mantissa())?;
    Decimal::try_from_i128_with_scale(mantissa, a.scale() + b.scale()).ok()
}

/// A number in millionths as text, without trailing zeros: `59.5`.
pub fn written_number(millionths: i64) -> String {
    Decimal::new(millionths, SCALE).normalize().to_string()
}

#[cfg(test)]
mod tests {
    use super::super::written::is_short;
    use super::*;
    use crate::diagnostic::invisible;
    use proptest::prelude::*;

    fn millionths(text: &str, factor: Option<&str>) -> Option<i64> {
        let (mantissa, decimals) = decimal_digits(text, ',')?;
        scaled(mantissa, decimals, factor.and_then(|f| f.parse().ok()))
    }

    #[test]
    fn numbers_are_exact_or_refused() {
        assert_eq!(millionths("59,5", None), Some(59_500_000));
        assert_eq!(millionths("-0,0000010", None), Some(-1));
        assert_eq!(millionths("0,0000001", None), None);
        assert_eq!(millionths("9223372036854,775807", None), Some(i64::MAX));
        assert_eq!(millionths("9223372036854,775808", None), None);
        assert_eq!(millionths("4,19", Some("10")), Some(41_900_000));
        assert_eq!(millionths("0,0000001", Some("10")), Some(1));
        for wrong in ["", "-", ",5", "5,", "1 200", "10.1", "1e3", "+1", "١"] {
            assert_eq!(millionths(wrong, None), None, "{wrong}");
        }
        assert_eq!(millionths(&"9".repeat(5000), None), None);
    }

    proptest! {
        #[test]
        fn a_short_number_is_written_as_a_finding_writes_it(field in "[-0-9,]{1,9}") {
            if let Some(number) = millionths(&field, None).filter(|_| is_short(&field)) {
                prop_assert_eq!(written_number(number).replace('.', ","), field);
            }
        }

        /// What is passed over without a look at its letters is what they would have said.
        #[test]
        fn plain_texts_hold_nothing_to_be_found(field in "[ -~\t\u{a0}\u{fffd}é]{0,6}") {
            if is_plain(&field) {
                prop_assert!(!field.chars().any(unreadable_character) && !field.chars().any(invisible));
            }
            let by_letter = field.trim_matches(|c: char| c.is_whitespace() && !control_character(c));
            prop_assert_eq!(trimmed(&field), by_letter);
        }
    }
}
