//! Results hold facts: every text in them is a name, a number, what the plan, its binding or its data say, or a citation.

use super::support;
use prespec::catalogue::{self, Statistic};
use prespec::number::Number;
use prespec::plan::ir::{PopulationId, PopulationSource};
use prespec::results::{Results, Role};
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::Path;

/// Every text, with the place where it stands.
fn texts(value: &Value, place: &str, found: &mut BTreeSet<(String, String)>) {
    match value {
        Value::String(text) => {
            found.insert((place.to_string(), text.clone()));
        }
        Value::Array(items) => items.iter().for_each(|item| texts(item, place, found)),
        Value::Object(fields) => {
            fields.iter().for_each(|(key, value)| texts(value, &format!("{place}.{key}"), found));
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// What a person wrote: the plan, its criteria, its binding and its data, with single spaces.
fn written(folder: &Path, files: &[&Path]) -> String {
    let mut all = String::new();
    let read = |path: &Path, all: &mut String| {
        let text = String::from_utf8_lossy(&std::fs::read(path).expect("a file")).replace(['\n', '\r'], " ");
        all.push_str(&text.split_whitespace().collect::<Vec<_>>().join(" "));
        all.push('\n');
    };
    let mut folders = vec![folder.to_path_buf(), support::root().join("plans/criteria")];
    folders.extend(files.iter().map(|file| file.to_path_buf()));
    while let Some(next) = folders.pop() {
        if next.is_file() {
            read(&next, &mut all);
        } else {
            folders.extend(std::fs::read_dir(&next).expect("a folder").map(|file| file.expect("a file").path()));
        }
    }
    all
}

/// Without a space: an identifier, a code, a digest, a date, a place in a file. Otherwise digits, with the signs of a number.
fn is_name_or_number(text: &str) -> bool {
    let number = |c: char| c.is_ascii_digit() || " .,<>%()-−∞/[]".contains(c);
    !text.contains(char::is_whitespace) || text.chars().all(number)
}

/// Labels that the resolver makes: of the statement that has none, and of a logarithm.
const MADE: &str = "Time zero";
const LOGARITHM: &str = "log10 of ";

/// Labels of a level stand behind that of their characteristic: `Sex: Male`. What has no label is called by its name.
fn said(text: &str, written: &str) -> bool {
    let plain = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let whole = plain.trim_end_matches('.').trim_start_matches(LOGARITHM);
    written.contains(whole)
        || whole == MADE
        || written.contains(&whole.replace(' ', "_"))
        || whole.split_once(": ").is_some_and(|(of, level)| written.contains(of) && written.contains(level))
}

fn sentences(folder: &Path, results: &Results) -> Vec<String> {
    let citations: BTreeSet<&str> = catalogue::ALL.iter().map(|method| method.citation).collect();
    let data = [support::root().join("plans/sirt-hcc/data/locked"), support::root().join("tests/reference/data")];
    let written = written(folder, &data.iter().map(|path| path.as_path()).collect::<Vec<_>>());
    let mut found = BTreeSet::new();
    texts(&serde_json::to_value(results).expect("results are JSON"), "", &mut found);
    assert!(found.len() > 50);
    let left = found.iter().filter(|(place, text)| {
        // The citations of a matching and of its weights are no method's; the clause of a criterion stands behind the name of its document.
        let cited = citations.contains(text.as_str())
            || text.starts_with("Austin PC.")
            || text.starts_with("Li F, Morgan KL, Zaslavsky AM.");
        let known = match place.as_str() {
            ".numbers.methods.citation" => cited,
            // The command that simulated the data.
            ".study.engine" | ".study.simulated" | ".clauses.text" => true,
            place => place.ends_with(".clause") || place == ".clauses.number",
        };
        !known && !is_name_or_number(text) && !said(text, &written)
    });
    left.map(|(place, text)| format!("{}: {place}: {text}", folder.display())).collect()
}

#[test]
fn results_hold_no_sentence_but_of_the_plan_and_the_data() {
    let every = &*support::EVERY;
    let left: Vec<String> = every.iter().flat_map(|(folder, _, results)| sentences(folder, results)).collect();
    assert!(left.is_empty(), "{}", left.join("\n"));
}

/// Each candidate of a population is one of those excluded, at one requirement or for one reason, or is included.
#[test]
fn nobody_is_lost_between_a_population_and_the_one_it_is_taken_from() {
    let mut at_risk = 0;
    for (folder, compiled, results) in &*support::EVERY {
        let plan = compiled.plan.as_ref().expect("a plan");
        let size = |id: PopulationId| results.populations[id.0].n.expect("a number of patients") as i64;
        for (place, population) in plan.populations.iter().enumerate() {
            let from = match &population.of {
                PopulationSource::AllPatients => results.derived.patients.len() as i64,
                PopulationSource::Population(of) => size(*of),
                PopulationSource::AtRisk { of, .. } => {
                    at_risk += 1;
                    size(*of)
                }
                PopulationSource::Pairs(_) => continue,
            };
            let name = &population.header.name;
            let own = || results.records.iter().filter(|r| r.role == Role::Attrition && r.analysis == *name);
            let counted = |statistic: Statistic| {
                let of_all = own().filter(|r| r.statistic == statistic && r.group.word().is_none());
                of_all.map(|r| if let Number::Count(n) = r.value { n } else { panic!("{}", r.id) }).sum::<i64>()
            };
            let (excluded, included) = (counted(Statistic::Excluded), counted(Statistic::Included));
            assert_eq!(counted(Statistic::Considered), from, "{}: {name}", folder.display());
            assert_eq!(
                (included, excluded + included),
                (size(PopulationId(place)), from),
                "{}: {name}",
                folder.display()
            );
        }
    }
    assert!(at_risk > 5);
}

/// Heights of the drawings of a report, in points.
fn heights(value: &Value, found: &mut Vec<f64>) {
    match value {
        Value::Object(fields) => {
            if let Some(height) = fields.get("drawing").and_then(|d| d["height"].as_f64()) {
                found.push(height);
            }
            fields.values().for_each(|v| heights(v, found));
        }
        Value::Array(items) => items.iter().for_each(|v| heights(v, found)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// A figure is not broken over pages: what is higher than one, with its heading and caption, would be cut off.
#[test]
fn every_drawing_stands_on_a_page() {
    let mut seen = 0;
    for (folder, _, results) in &*support::EVERY {
        let document = prespec::report::data(results).expect("the report is arranged");
        let mut found = vec![];
        heights(&serde_json::from_slice(&document).expect("it is JSON"), &mut found);
        seen += found.len();
        assert!(found.iter().all(|height| *height < 630.0), "{}: {found:?}", folder.display());
    }
    assert!(seen > 50, "{seen}");
}

/// The rule can fail.
#[test]
fn a_sentence_of_the_engine_is_seen() {
    assert!(
        !is_name_or_number("Any event of grade 3 or more")
            && is_name_or_number("12.5 (9 to 14)".replace(" to ", ", ").as_str())
    );
    assert!(said("Sex: Male", "columns { sex: one of (M \"Male\", F \"Female\") \"Sex\" }"));
    assert!(!said("Any event", "events"));
}
