//! `results.json` of every plan keeps to the schema that stands in docs.
//!
//! The schema is read by its words, of which this understands those that it uses, and no other: one that it does not know fails.

use super::support;
use prespec::results::file;
use serde_json::{Map, Value};
use std::fs;

/// Words that say nothing of what may stand there.
const TOLD: [&str; 6] = ["description", "title", "default", "format", "$schema", "$defs"];

struct Schema<'s> {
    root: &'s Value,
}

impl Schema<'_> {
    /// The places that do not keep to the schema.
    fn breaks(&self, value: &Value) -> Vec<String> {
        self.check(self.root, value, "")
    }

    fn check(&self, schema: &Value, value: &Value, place: &str) -> Vec<String> {
        let words = match schema {
            Value::Bool(true) => return vec![],
            Value::Object(words) => words,
            other => return vec![format!("{place}: no schema: {other}")],
        };
        words.iter().flat_map(|(word, of)| self.word(words, word, of, value, place)).collect()
    }

    fn word(&self, words: &Map<String, Value>, word: &str, of: &Value, value: &Value, place: &str) -> Vec<String> {
        let wrong = |holds: bool| if holds { vec![] } else { vec![format!("{place}: {word} {of}: {value}")] };
        match word {
            word if TOLD.contains(&word) => vec![],
            "$ref" => {
                let name = of.as_str().and_then(|at| at.strip_prefix("#/$defs/")).expect("a definition");
                self.check(&self.root["$defs"][name], value, place)
            }
            "type" => wrong(match of {
                Value::Array(types) => types.iter().any(|one| is(one, value)),
                one => is(one, value),
            }),
            "const" => wrong(of == value),
            "enum" => wrong(of.as_array().expect("a list").contains(value)),
            "minimum" => wrong(value.as_f64().is_none_or(|n| n >= of.as_f64().expect("a number"))),
            "maximum" => wrong(value.as_f64().is_none_or(|n| n <= of.as_f64().expect("a number"))),
            "minItems" => wrong(value.as_array().is_none_or(|list| list.len() >= length(of))),
            "maxItems" => wrong(value.as_array().is_none_or(|list| list.len() <= length(of))),
            "oneOf" | "anyOf" => {
                let alternatives = of.as_array().expect("a list").iter();
                let kept = alternatives.filter(|one| self.check(one, value, place).is_empty()).count();
                wrong(if word == "oneOf" { kept == 1 } else { kept > 0 })
            }
            "required" => {
                let Some(fields) = value.as_object() else { return vec![] };
                wrong(
                    of.as_array()
                        .expect("a list")
                        .iter()
                        .all(|name| fields.contains_key(name.as_str().expect("a name"))),
                )
            }
            "properties" => {
                let known =
                    |(name, field): (&String, &Value)| Some((of.get(name)?.clone(), name.clone(), field.clone()));
                let fields = value.as_object().into_iter().flatten().filter_map(known);
                fields
                    .flat_map(|(schema, name, field)| self.check(&schema, &field, &format!("{place}.{name}")))
                    .collect()
            }
            "additionalProperties" => {
                assert_eq!(of, &Value::Bool(false), "no other is understood here");
                let names = value.as_object().into_iter().flatten().map(|(name, _)| name);
                wrong(names.into_iter().all(|name| words["properties"].get(name).is_some()))
            }
            "items" => {
                let list = value.as_array().into_iter().flatten();
                list.flat_map(|one| self.check(of, one, &format!("{place}[]"))).collect()
            }
            "prefixItems" => {
                let list = of.as_array().expect("a list").iter().zip(value.as_array().into_iter().flatten());
                list.flat_map(|(schema, one)| self.check(schema, one, &format!("{place}[]"))).collect()
            }
            other => panic!("the schema has the word {other}, which the test does not understand"),
        }
    }
}

fn length(of: &Value) -> usize {
    usize::try_from(of.as_u64().expect("a number")).expect("small")
}

fn is(kind: &Value, value: &Value) -> bool {
    match kind.as_str().expect("a type") {
        "null" => value.is_null(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "string" => value.is_string(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        other => panic!("no type {other}"),
    }
}

fn schema() -> Value {
    let text = fs::read_to_string(support::root().join("docs/results.schema.json")).expect("the schema");
    serde_json::from_str(&text).expect("JSON")
}

#[test]
fn results_keep_to_their_schema() {
    let root = schema();
    for (folder, _, results) in support::EVERY.iter() {
        let bytes = file::write(results).expect("JSON");
        let value: Value = serde_json::from_slice(&bytes).expect("JSON");
        let breaks = Schema { root: &root }.breaks(&value);
        assert!(breaks.is_empty(), "{}: {:#?}", folder.display(), &breaks[..breaks.len().min(10)]);
        let read = file::read(&bytes).expect("results");
        assert_eq!(read.records, results.records, "{}", folder.display());
        assert!(file::write(&read).expect("JSON") == bytes, "{}: written anew, other bytes", folder.display());
    }
}

/// The numbers take 200 bytes each with what they share.
#[test]
fn a_number_takes_little() {
    for (folder, _, results) in support::EVERY.iter().filter(|(_, _, results)| results.records.len() > 1000) {
        let value = serde_json::to_value(results).expect("JSON");
        let bytes = serde_json::to_vec(&value["numbers"]).expect("JSON").len();
        assert!(bytes <= 200 * results.records.len(), "{}: {bytes} bytes", folder.display());
    }
}

/// Each of these changes is one that the schema must not let pass.
#[test]
fn what_breaks_the_schema_is_seen() {
    let root = schema();
    let (_, _, results) = &support::EVERY[0];
    let sound = serde_json::to_value(results).expect("JSON");
    let change: [(&str, Value); 7] = [
        ("/format", "one".into()),
        ("/study/level", "0.95".into()),
        ("/numbers/records/0/3", "no_statistic".into()),
        ("/numbers/records/0/1", (-1).into()),
        ("/numbers/records/0/4", serde_json::json!({ "not_estimable": { "reason": "no_reason" } })),
        ("/numbers/contexts/0/group", serde_json::json!({ "arms": "a" })),
        ("/numbers/places/0/clause", Value::Null),
    ];
    for (place, other) in change {
        let mut value = sound.clone();
        *value.pointer_mut(place).expect(place) = other;
        let breaks = Schema { root: &root }.breaks(&value);
        assert!(
            breaks.iter().any(|b| b.contains(place[1..].split('/').next().unwrap_or_default())),
            "{place}: {breaks:?}"
        );
    }
}
