//! Values of the data and of a criterion as the results keep them: what they are, never how they are written.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Value {
    YesNo(bool),
    /// A whole number without a unit, also a year.
    Whole(i64),
    /// A number of days between dates.
    Days(i64),
    /// An exact decimal: written as its digits.
    Decimal {
        number: Decimal,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        unit: Option<String>,
    },
    /// A computed number.
    Real {
        number: f64,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        unit: Option<String>,
    },
    /// `2024-02-29`.
    Date(String),
    /// The name of a code.
    Code(String),
    Text(String),
    /// The key of an examination.
    Exam(String),
    /// Something is recorded, and cannot be used.
    Unusable,
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An exact number is not written as a float: 54.60 mm stays what it is.
    #[test]
    fn an_exact_number_keeps_its_digits() {
        let value = Value::Decimal { number: Decimal::new(546, 1), unit: Some("mm".into()) };
        let text = serde_json::to_string(&value).unwrap();
        assert_eq!(text, r#"{"decimal":{"number":"54.6","unit":"mm"}}"#);
        assert_eq!(serde_json::from_str::<Value>(&text).unwrap(), value);
        assert_eq!(serde_json::to_string(&Value::Unusable).unwrap(), r#""unusable""#);
    }
}
