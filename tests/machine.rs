//! Messages for programs: three forms of what `check` says, each with every message, and the layout at the command line.

use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A plan in which one name is wrong, behind a sign that counts two units of UTF-16 and four bytes.
fn plan() -> String {
    let plan = include_str!("../plans/joints/plan.md");
    let wrong = plan.replace("event start \"First dose\": start_on", "event start \"𝒳x\": strat_on");
    assert_ne!(wrong, plan);
    wrong
}

/// The plan with the documents that it names, under a name that takes escapes.
fn folder(plan: &str) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("a, b: 100%.md");
    fs::write(&path, plan).expect("the plan");
    fs::create_dir(folder.path().join("criteria")).expect("a folder");
    fs::write(folder.path().join("criteria/acr_20.md"), include_str!("../plans/criteria/acr_20.md"))
        .expect("a criterion");
    (folder, path)
}

fn prespec(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_prespec")).args(arguments).output().expect("prespec can be started")
}

fn checked(path: &Path, format: &str) -> (Option<i32>, String) {
    let output = prespec(&["check", path.to_str().expect("plain"), "--message-format", format]);
    assert!(output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
    (output.status.code(), String::from_utf8(output.stdout).expect("UTF-8"))
}

/// The keys of a document, each with those above it; of a list those of all its entries.
fn shape(value: &Value, above: &str, into: &mut BTreeSet<String>) {
    match value {
        Value::Object(entries) => {
            for (key, value) in entries {
                let path = format!("{above}.{key}");
                into.insert(path.clone());
                shape(value, &path, into);
            }
        }
        Value::Array(entries) => entries.iter().for_each(|entry| shape(entry, above, into)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn shape_of(text: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    shape(&serde_json::from_str(text).unwrap_or_else(|e| panic!("{e}\n{text}")), "", &mut found);
    found
}

#[test]
fn json_has_the_shape_that_its_page_shows() {
    let page = include_str!("../docs/messages.md");
    let example = page.split("```json\n").nth(1).and_then(|rest| rest.split("```").next()).expect("an example");
    let (_folder, path) = folder(&plan());
    let (code, written) = checked(&path, "json");
    assert_eq!(code, Some(1));
    assert_eq!(shape_of(&written), shape_of(example));
}

#[test]
fn every_message_has_its_place_in_each_form() {
    let plan = plan();
    let (_folder, path) = folder(&plan);
    let json: Value = serde_json::from_str(&checked(&path, "json").1).expect("JSON");
    let messages = json["messages"].as_array().expect("messages");
    let errors = messages.iter().filter(|m| m["severity"] == "error").count();
    assert_eq!(json["errors"].as_u64(), Some(errors as u64));
    let about = |message: &Value| message["title"].as_str().is_some_and(|title| title.contains("strat_on"));
    let named = messages.iter().find(|m| about(m)).expect("the name that is wrong");
    let labels = named["labels"].as_array().expect("places");
    let label = labels.iter().find(|label| label["primary"] == true).expect("a place");
    let (start, end) = (&label["place"]["start"], &label["place"]["end"]);
    // `event start "𝒳x": ` are 18 characters, 19 units of UTF-16 and 21 bytes.
    let (line, byte) = (plan[..plan.find("strat_on").expect("it")].lines().count(), plan.find("strat_on").expect("it"));
    assert_eq!((start["line"].as_u64(), start["column"].as_u64()), (Some(line as u64), Some(19)));
    assert_eq!((start["byte"].as_u64(), end["byte"].as_u64()), (Some(byte as u64), Some(byte as u64 + 8)));
    let fix = &named["fixes"][0];
    assert_eq!((fix["replacement"].as_str(), fix["certainty"].as_str()), (Some("start_on"), Some("guess")));

    let sarif: Value = serde_json::from_str(&checked(&path, "sarif").1).expect("JSON");
    let run = &sarif["runs"][0];
    let results = run["results"].as_array().expect("results");
    assert_eq!(results.len(), messages.len());
    for (result, message) in results.iter().zip(messages) {
        assert_eq!(result["ruleId"], message["code"]);
        let rule = result["ruleIndex"].as_u64().expect("a rule") as usize;
        assert_eq!(run["tool"]["driver"]["rules"][rule]["id"], message["code"]);
    }
    let about = |result: &&Value| result["message"]["text"].as_str().is_some_and(|text| text.contains("strat_on"));
    let result = results.iter().find(about).expect("the same message");
    let place = &result["locations"][0]["physicalLocation"];
    let replaced = &result["fixes"][0]["artifactChanges"][0]["replacements"][0];
    assert_eq!(replaced["insertedContent"]["text"], "start_on");
    assert_eq!(replaced["deletedRegion"], place["region"]);
    assert_eq!(place["region"]["startColumn"].as_u64(), Some(20));
    assert!(
        place["artifactLocation"]["uri"].as_str().is_some_and(|uri| uri.ends_with("/a%2C%20b%3A%20100%25.md")),
        "{place}"
    );

    let github = checked(&path, "github").1;
    assert_eq!(github.lines().count(), messages.len(), "{github}");
    let command = github.lines().find(|line| line.contains("strat_on")).expect("the same message");
    let place = format!("a%2C b%3A 100%25.md,line={line},endLine={line},col=19,endColumn=27,title=P001::");
    assert!(command.starts_with("::error file=") && command.contains(&place), "{command}");
}

#[test]
fn a_plan_without_an_error_ends_with_0() {
    let study = Path::new(env!("CARGO_MANIFEST_DIR")).join("plans/sirt-hcc");
    let (code, written) = checked(&study, "json");
    let said: Value = serde_json::from_str(&written).expect("JSON");
    assert_eq!((code, said["errors"].as_u64()), (Some(0), Some(0)));
}

#[test]
fn fmt_writes_in_place_and_check_only_says() {
    let written = "# T\n\n## 1 A\n\n```plan\nevent start:first dose\n```\n";
    let (_folder, path) = folder(written);
    let name = path.to_str().expect("plain");
    assert_eq!(prespec(&["fmt", "--check", name]).status.code(), Some(1));
    assert_eq!(fs::read_to_string(&path).expect("the plan"), written);
    assert_eq!(prespec(&["fmt", name]).status.code(), Some(0));
    assert_eq!(fs::read_to_string(&path).expect("the plan"), written.replace(":first", ": first"));
    assert_eq!(prespec(&["fmt", "--check", name]).status.code(), Some(0));

    fs::write(&path, written.replace("first dose", "first dose where")).expect("the plan");
    let output = prespec(&["fmt", name]);
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).contains("left as it is"));
    assert!(fs::read_to_string(&path).expect("the plan").contains(":first"), "what cannot be read is left");
    assert_eq!(prespec(&["fmt", "no/such.md"]).status.code(), Some(2));
}
