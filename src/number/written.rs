//! A number as it stands in a file.

use super::{NotEstimable, Number, Withheld};
use serde::{Deserialize, Serialize, Serializer};
use std::borrow::Cow;

/// A whole number is a count; one with a point or an exponent is real.
#[derive(Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(untagged)]
pub(super) enum Written<'n> {
    Count(i64),
    Real(f64),
    Beyond(Beyond),
    Why { not_estimable: Cow<'n, NotEstimable> },
    Withheld { withheld: Withheld },
}

/// A limit of an interval beyond every bound.
#[derive(Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub(super) enum Beyond {
    Infinite,
    NegativeInfinite,
}

impl From<Written<'_>> for Number {
    fn from(written: Written) -> Number {
        match written {
            Written::Count(n) => Number::Count(n),
            Written::Real(x) => Number::Real(x),
            Written::Beyond(Beyond::Infinite) => Number::Infinite,
            Written::Beyond(Beyond::NegativeInfinite) => Number::NegativeInfinite,
            Written::Why { not_estimable } => Number::NotEstimable(not_estimable.into_owned()),
            Written::Withheld { withheld } => Number::Withheld(withheld),
        }
    }
}

impl Serialize for Number {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let written = match self {
            Number::Count(n) => Written::Count(*n),
            Number::Real(x) => Written::Real(*x),
            Number::Infinite => Written::Beyond(Beyond::Infinite),
            Number::NegativeInfinite => Written::Beyond(Beyond::NegativeInfinite),
            Number::NotEstimable(reason) => Written::Why { not_estimable: Cow::Borrowed(reason) },
            Number::Withheld(withheld) => Written::Withheld { withheld: *withheld },
        };
        written.serialize(serializer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_number_is_read_as_it_was_written() {
        let written = [
            (Number::Count(-3), "-3"),
            (Number::Real(3.0), "3.0"),
            (Number::Real(0.1 + 0.2), "0.30000000000000004"),
            (Number::Real(1e300), "1e+300"),
            (Number::Real(-0.0), "-0.0"),
            (Number::Infinite, "\"infinite\""),
            (Number::NegativeInfinite, "\"negative_infinite\""),
            (Number::NotEstimable(NotEstimable::NotReached), r#"{"not_estimable":{"reason":"not_reached"}}"#),
            (Number::Withheld(Withheld::Below(5)), r#"{"withheld":{"below":5}}"#),
            (Number::Withheld(Withheld::Beside), r#"{"withheld":"beside"}"#),
        ];
        for (number, text) in written {
            assert_eq!(serde_json::to_string(&number).expect("JSON"), text);
            assert_eq!(serde_json::from_str::<Number>(text).expect("a number"), number);
        }
    }
}
