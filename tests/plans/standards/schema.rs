//! A reader of JSON Schemas, of the keywords that the schema of the standard uses and of no other.

use serde_json::{Map, Value};

/// What of a value is not as the schema has it, each with its place.
pub fn faults(schema: &Value, value: &Value) -> Vec<String> {
    let mut faults = vec![];
    check(schema, schema, value, "", &mut faults);
    faults
}

/// Keywords that ask nothing of a value.
const SAYS: [&str; 7] = ["$id", "$schema", "$defs", "title", "description", "version", "metamodel_version"];

fn check(root: &Value, schema: &Value, value: &Value, at: &str, faults: &mut Vec<String>) {
    let keywords = schema.as_object().expect("a schema is an object");
    for (keyword, asked) in keywords.iter().filter(|(keyword, _)| !SAYS.contains(&keyword.as_str())) {
        match keyword.as_str() {
            "$ref" => check(root, definition(root, asked), value, at, faults),
            "type" if !is(asked.as_str().expect("a type"), value) => faults.push(format!("{at} is no {asked}")),
            "type" => {}
            "const" if value != asked => faults.push(format!("{at} is not {asked}")),
            "const" => {}
            "enum" if !array(asked).contains(value) => faults.push(format!("{at} is none of {asked}")),
            "enum" => {}
            "anyOf" if !array(asked).iter().any(|one| holds(root, one, value)) => {
                faults.push(format!("{at} is as no form has it: {value}"));
            }
            "anyOf" => {}
            "maxItems" if array(value).len() as u64 > asked.as_u64().expect("a number") => {
                faults.push(format!("{at} has more than {asked}"));
            }
            "maxItems" => {}
            "items" => {
                for (i, item) in array(value).iter().enumerate() {
                    check(root, asked, item, &format!("{at}/{i}"), faults);
                }
            }
            "required" => {
                let missing = array(asked).iter().filter_map(Value::as_str).filter(|key| value.get(*key).is_none());
                faults.extend(missing.map(|key| format!("{at} has no {key}")));
            }
            "properties" => {
                for (key, own) in members(value).into_iter().flatten() {
                    if let Some(of) = asked.get(key) {
                        check(root, of, own, &format!("{at}/{key}"), faults);
                    }
                }
            }
            "additionalProperties" if *asked == Value::Bool(false) => {
                let known = |key: &String| keywords.get("properties").is_some_and(|all| all.get(key).is_some());
                let other = members(value).into_iter().flatten().map(|(key, _)| key).filter(|key| !known(key));
                faults.extend(other.map(|key| format!("{at} has {key}, which there is not")));
            }
            "additionalProperties" if *asked == Value::Bool(true) => {}
            other => panic!("the schema has the keyword {other}, which this reader does not know"),
        }
    }
}

fn holds(root: &Value, schema: &Value, value: &Value) -> bool {
    let mut faults = vec![];
    check(root, schema, value, "", &mut faults);
    faults.is_empty()
}

fn definition<'s>(root: &'s Value, reference: &Value) -> &'s Value {
    let path = reference.as_str().and_then(|path| path.strip_prefix('#')).expect("a reference into the schema");
    root.pointer(path).unwrap_or_else(|| panic!("the schema has no {path}"))
}

fn is(kind: &str, value: &Value) -> bool {
    match kind {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_i64() || value.is_u64(),
        other => panic!("the schema has the type {other}, which this reader does not know"),
    }
}

fn array(value: &Value) -> &[Value] {
    value.as_array().map(Vec::as_slice).unwrap_or_default()
}

fn members(value: &Value) -> Option<&Map<String, Value>> {
    value.as_object()
}

/// The reader sees what is wrong: each of these is.
#[test]
fn faults_are_seen() {
    let schema = serde_json::json!({
        "$defs": {"Kind": {"type": "string", "enum": ["a", "b"]}},
        "type": "object", "additionalProperties": false, "required": ["id"],
        "properties": {
            "id": {"type": "string"}, "n": {"type": "integer"}, "kind": {"$ref": "#/$defs/Kind"},
            "list": {"type": "array", "maxItems": 1, "items": {"anyOf": [{"const": 1}, {"type": "boolean"}]}}
        }
    });
    let seen = |value: Value| faults(&schema, &value).len();
    assert_eq!(seen(serde_json::json!({"id": "x", "n": 1, "kind": "a", "list": [true]})), 0);
    for wrong in [
        serde_json::json!([]),
        serde_json::json!({"n": 1}),
        serde_json::json!({"id": 1}),
        serde_json::json!({"id": "x", "n": 1.5}),
        serde_json::json!({"id": "x", "kind": "c"}),
        serde_json::json!({"id": "x", "list": [2]}),
        serde_json::json!({"id": "x", "list": [1, 1]}),
        serde_json::json!({"id": "x", "other": 1}),
    ] {
        assert!(seen(wrong.clone()) > 0, "{wrong}");
    }
}
