//! Readings as they are written: what is the same in all of a response stands once, before the first of them, and each reading has
//! its values in that order. What is written is what was meant: a line and its [`ReadingsOf`] are the [`Reading`].

use super::{By, Reading, ReadingReason, ReadingValue, RuleId, Value};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// What all readings of a response have in common.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ReadingsOf {
    pub response: String,
    /// Every value and rule of the criterion, in its order.
    pub values: Vec<ValueOf>,
    /// The one that is the response, by its place.
    pub answer: usize,
}

/// A value or rule of a criterion.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ValueOf {
    pub name: String,
    pub form: Form,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
}

/// What a text or a whole number that stands for a value means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Form {
    YesNo,
    Whole,
    Days,
    Number,
    Date,
    Code,
    Text,
    Exam,
}

/// A reading as a line has it: values by their place.
pub type ReadingLine = Reading<LineReason, LineValue>;

/// Why the response of a line stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LineReason {
    NoBaseline,
    UnfitBaseline,
    NoReading,
    /// Its value is not chosen by a rule.
    Computed,
    /// The case or row at this place, from 1.
    Rule(usize),
    /// No rule: something that is read is missing.
    Untold,
}

/// A value, and what gave it where it is not computed: the case or row at a place, from 1, or none of them, as something that is
/// read is missing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum LineValue {
    ByRule((Option<Scalar>, Option<usize>)),
    Computed(Option<Scalar>),
}

/// A known value in the least that tells it from others of its form.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Scalar {
    Truth(bool),
    Whole(i64),
    Real(f64),
    /// The digits of an exact decimal, a date, a code, a text or the key of an examination.
    Text(String),
    /// Recorded, and cannot be used.
    Unusable {
        unusable: bool,
    },
}

impl ReadingsOf {
    /// The reading that a line is; none where it is of another response, or what it has does not stand at these places.
    pub fn reading(&self, line: ReadingLine) -> Option<Reading> {
        if line.response != self.response || !(line.values.is_empty() || line.values.len() == self.values.len()) {
            return None;
        }
        let because = match line.because {
            LineReason::NoBaseline => ReadingReason::NoBaseline,
            LineReason::UnfitBaseline => ReadingReason::UnfitBaseline,
            LineReason::NoReading => ReadingReason::NoReading,
            LineReason::Computed => self.ruled(By::Computed)?,
            LineReason::Rule(place) => self.ruled(self.by(self.values.get(self.answer)?, Some(place))?)?,
            LineReason::Untold => self.ruled(By::Untold)?,
        };
        let values = self.values.iter().zip(line.values).map(|(of, value)| self.value(of, value));
        Some(Reading {
            values: values.collect::<Option<_>>()?,
            because,
            response: line.response,
            patient: line.patient,
            exam: line.exam,
            day: line.day,
            reader: line.reader,
            result: line.result,
            lesions: line.lesions,
            places: line.places,
        })
    }

    fn ruled(&self, by: By) -> Option<ReadingReason> {
        Some(ReadingReason::Rule { value: self.values.get(self.answer)?.name.clone(), by })
    }

    fn by(&self, of: &ValueOf, place: Option<usize>) -> Option<By> {
        match place {
            None => Some(By::Untold),
            Some(place) => Some(By::Rule(RuleId::new(&self.response, &of.name, place.checked_sub(1)?))),
        }
    }

    fn value(&self, of: &ValueOf, line: LineValue) -> Option<ReadingValue> {
        let (scalar, by) = match line {
            LineValue::Computed(scalar) => (scalar, By::Computed),
            LineValue::ByRule((scalar, place)) => (scalar, self.by(of, place)?),
        };
        let value = match scalar {
            None => None,
            Some(scalar) => Some(of.value(scalar)?),
        };
        Some(ReadingValue { name: of.name.clone(), value, by })
    }
}

impl ValueOf {
    fn value(&self, scalar: Scalar) -> Option<Value> {
        Some(match (scalar, self.form) {
            (Scalar::Truth(truth), _) => Value::YesNo(truth),
            (Scalar::Whole(days), Form::Days) => Value::Days(days),
            (Scalar::Whole(whole), _) => Value::Whole(whole),
            (Scalar::Real(number), _) => Value::Real { number, unit: self.unit.clone() },
            (Scalar::Unusable { .. }, _) => Value::Unusable,
            (Scalar::Text(digits), Form::Number | Form::Whole | Form::Days) => {
                Value::Decimal { number: digits.parse::<Decimal>().ok()?, unit: self.unit.clone() }
            }
            (Scalar::Text(date), Form::Date) => Value::Date(date),
            (Scalar::Text(code), Form::Code) => Value::Code(code),
            (Scalar::Text(exam), Form::Exam) => Value::Exam(exam),
            (Scalar::Text(text), Form::Text | Form::YesNo) => Value::Text(text),
        })
    }
}

impl From<Value> for Scalar {
    fn from(value: Value) -> Scalar {
        match value {
            Value::YesNo(truth) => Scalar::Truth(truth),
            Value::Whole(whole) | Value::Days(whole) => Scalar::Whole(whole),
            Value::Decimal { number, unit: _ } => Scalar::Text(number.to_string()),
            Value::Real { number, unit: _ } => Scalar::Real(number),
            Value::Date(text) | Value::Code(text) | Value::Text(text) | Value::Exam(text) => Scalar::Text(text),
            Value::Unusable => Scalar::Unusable { unusable: true },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(forms: &[(Form, Option<&str>)]) -> ReadingsOf {
        let value = |(place, (form, unit)): (usize, &(Form, Option<&str>))| ValueOf {
            name: format!("v{place}"),
            form: *form,
            unit: unit.map(str::to_string),
        };
        ReadingsOf { response: "recist".into(), values: forms.iter().enumerate().map(value).collect(), answer: 0 }
    }

    fn line(values: Vec<LineValue>, because: LineReason) -> ReadingLine {
        ReadingLine {
            response: "recist".into(),
            patient: "P001".into(),
            exam: "E1".into(),
            day: 3,
            reader: "R1".into(),
            result: "PD".into(),
            because,
            values,
            lesions: vec![],
            places: vec![],
        }
    }

    /// Whatever a value is, the line has it back with its kind, its unit and what gave it.
    #[test]
    fn a_line_and_what_all_have_in_common_are_the_reading() {
        let mm = Some("mm".to_string());
        let known = [
            (Form::YesNo, Value::YesNo(true)),
            (Form::Whole, Value::Whole(2024)),
            (Form::Days, Value::Days(-3)),
            (Form::Number, Value::Decimal { number: Decimal::new(1405, 1), unit: mm.clone() }),
            (Form::Number, Value::Real { number: 3.0, unit: mm.clone() }),
            (Form::Number, Value::Whole(7)),
            (Form::Date, Value::Date("2024-02-29".into())),
            (Form::Code, Value::Code("PD".into())),
            (Form::Text, Value::Text("12".into())),
            (Form::Exam, Value::Exam("E0206".into())),
            (Form::Number, Value::Unusable),
        ];
        for (form, value) in known {
            let head = of(&[(Form::Code, None), (form, mm.as_deref())]);
            for (place, by) in [(None, By::Untold), (Some(2), By::Rule(RuleId::new("recist", "v1", 1)))] {
                let written = vec![
                    LineValue::ByRule((Some(Scalar::Text("PD".into())), Some(1))),
                    LineValue::ByRule((Some(Scalar::from(value.clone())), place)),
                ];
                let text = serde_json::to_string(&line(written, LineReason::Rule(1))).expect("a line");
                let back: ReadingLine = serde_json::from_str(&text).expect("a line");
                let reading = head.reading(back).expect("its reading");
                let told = ReadingValue { name: "v1".into(), value: Some(value.clone()), by };
                assert_eq!(reading.values[1], told, "{text}");
                let by = By::Rule(RuleId::new("recist", "v0", 0));
                assert_eq!(reading.because, ReadingReason::Rule { value: "v0".into(), by });
            }
        }
    }

    #[test]
    fn what_is_computed_stands_alone_and_what_is_unknown_is_null() {
        let head = of(&[(Form::Number, None), (Form::YesNo, None), (Form::Code, None)]);
        let values = vec![
            LineValue::Computed(Some(Scalar::Text("140.5".into()))),
            LineValue::Computed(None),
            LineValue::ByRule((None, None)),
        ];
        let text = serde_json::to_string(&line(values, LineReason::Computed)).expect("a line");
        assert!(text.contains(r#""because":"computed","values":["140.5",null,[null,null]]"#), "{text}");
        let reading = head.reading(serde_json::from_str(&text).expect("a line")).expect("its reading");
        let by: Vec<&By> = reading.values.iter().map(|value| &value.by).collect();
        assert_eq!(by, [&By::Computed, &By::Computed, &By::Untold]);
        assert_eq!((&reading.values[1].value, &reading.values[2].value), (&None, &None));
    }

    #[test]
    fn a_line_of_another_response_is_no_reading() {
        let head = of(&[(Form::Number, None)]);
        assert_eq!(head.reading(line(vec![LineValue::Computed(None); 2], LineReason::NoReading)), None);
        assert_eq!(head.reading(ReadingLine { response: "other".into(), ..line(vec![], LineReason::NoReading) }), None);
        assert!(head.reading(line(vec![], LineReason::NoReading)).is_some());
    }
}
