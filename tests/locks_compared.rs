//! Two locks set against each other: as two runs on what they name are, from the texts that were kept.

use super::files::{Study, said};
use prespec::study::{Event, Log};
use std::fs;

const AT: [&str; 4] = ["--at", "2026-04-01T09:00:00Z", "--by", "B. Person"];

/// What was printed, where the command ends with this code.
fn ends(study: &Study, exit: i32, arguments: &[&str]) -> String {
    let output = study.prespec(arguments);
    let (code, told) = said(&output);
    assert_eq!(code, exit, "{arguments:?}: {told}");
    format!("{}{told}", String::from_utf8_lossy(&output.stdout))
}

fn json(study: &Study, exit: i32, arguments: &[&str]) -> serde_json::Value {
    let output = study.prespec(&[arguments, &["--json"]].concat());
    assert_eq!(output.status.code(), Some(exit), "{arguments:?}: {}", said(&output).1);
    serde_json::from_slice(&output.stdout).expect("JSON")
}

/// Locked on the draft (entry 2), unlocked, and locked on data in which one patient more was born in 2000 or later (entry 4).
fn locked_twice() -> Study {
    let study = Study::new();
    fs::create_dir(study.at("draft")).expect("a folder");
    for name in ["patients.csv", "visits.csv", "lesions.csv"] {
        fs::copy(study.at("data").join(name), study.at("draft").join(name)).expect("a copy");
    }
    study.replace("data/patients.csv", "P01;F;1950", "P01;F;2001");
    study.sealed();
    ends(&study, 0, &[&["lock", "plan.md", "--data", "draft"][..], &AT].concat());
    ends(&study, 0, &[&["unlock", "plan.md", "--because", "a year of birth was corrected"][..], &AT].concat());
    ends(&study, 0, &[&["lock", "plan.md"][..], &AT].concat());
    study
}

fn outcomes(study: &Study) -> usize {
    let log = Log::read(&study.at("")).expect("a log");
    log.entries.iter().filter(|entry| matches!(entry.event, Event::Outcomes { .. })).count()
}

#[test]
fn two_locks_differ_as_runs_on_what_they_name() {
    let study = locked_twice();
    let locks = json(&study, 1, &["diff", "plan.md@2", "plan.md@4"]);
    assert_eq!(outcomes(&study), 2, "the numbers of both were seen");
    assert_eq!(locks["differ"], serde_json::json!([["data"]]));
    assert_eq!(locks["before"]["folder"], "plan.md@2");
    let adults = locks["numbers"].as_array().expect("numbers").iter().find(|n| n["id"] == "attrition.adults.included");
    let adults = adults.unwrap_or_else(|| panic!("{locks:#}"));
    let (before, after) = (&adults["before"]["printed"], &adults["after"]["printed"]);
    let number = |value: &serde_json::Value| value.as_str().expect("a number").parse::<usize>().expect("a count");
    assert_eq!(number(before), number(after) + 1, "one patient is no adult any more");
    assert_eq!(adults["causes"][0]["files"][0]["file"], "patients.csv");

    ends(&study, 0, &["run", "plan.md", "--data", "draft", "--out", "first"]);
    ends(&study, 0, &["run", "plan.md", "--out", "second"]);
    let runs = json(&study, 1, &["diff", "first", "second"]);
    for part in ["differ", "numbers", "patients", "rows", "of"] {
        assert_eq!(locks[part], runs[part], "{part}");
    }
    assert_eq!(json(&study, 1, &["diff", "first", "plan.md@4"])["numbers"], runs["numbers"]);
    // The lock that holds by its file, and an entry by its hash.
    let hash = &Log::read(&study.at("")).expect("a log").entries[1].hash[..8].to_string();
    let named = json(&study, 1, &["diff", &format!("plan.md@{hash}"), "lock.json"]);
    assert_eq!(named["numbers"], runs["numbers"]);
    assert_eq!(json(&study, 0, &["diff", "lock.json", "second"])["same_numbers"], true);
}

#[test]
fn what_a_lock_names_must_be_there_as_it_was() {
    let study = locked_twice();
    for (which, code) in [("plan.md@9", "R024"), ("plan.md@3", "R024"), ("plan.md@nothing", "R024")] {
        let told = ends(&study, 2, &["diff", which, "plan.md@4"]);
        assert!(told.contains(code), "{told}");
    }
    fs::create_dir(study.at("copy")).expect("a folder");
    for name in ["patients.csv", "visits.csv", "lesions.csv"] {
        fs::copy(study.at("draft").join(name), study.at("copy").join(name)).expect("a copy");
    }
    study.replace("draft/patients.csv", "P01;F;1950", "P01;F;1951");
    let told = ends(&study, 2, &["diff", "plan.md@2", "plan.md@4"]);
    assert!(told.contains("R031") && told.contains("draft/patients.csv"), "{told}");
    ends(&study, 1, &["diff", "plan.md@2", "plan.md@4", "--data-a", "copy"]);
    let told = ends(&study, 2, &["diff", "plan.md@2", "plan.md@4", "--data-a", "copy", "--plan-a", "plan.md"]);
    assert!(told.contains("a lock, which keeps its plan"), "{told}");
    let told = ends(&study, 2, &["diff", "plan.md", "plan.md@4"]);
    assert!(told.contains("R032"), "{told}");
    let lock = fs::read_to_string(study.at("lock.json")).expect("the lock");
    fs::write(study.at("lock.json"), lock.replace("B. Person", "C. Person")).expect("written");
    let told = ends(&study, 2, &["diff", "plan.md@4", "lock.json"]);
    assert!(told.contains("R020"), "{told}");
}

/// What was sealed is a plan like any other.
#[test]
fn sealed_plans_are_compared_by_their_entries() {
    let study = Study::new();
    study.sealed();
    assert!(ends(&study, 0, &["diff", "plan.md@1", "plan.md"]).contains("The two plans mean the same"));
    study.replace("plan.md", "birth_year < 2000", "birth_year < 1990");
    let told = ends(&study, 1, &["diff", "plan.md@1", "plan.md", "--brief"]);
    assert!(told.contains("changed  population adults  (clause 3)") && !told.contains("1990"), "{told}");
}

#[test]
fn in_brief_it_is_what_decides_and_how_much_else() {
    let study = locked_twice();
    let told = ends(&study, 1, &["diff", "plan.md@2", "plan.md@4", "--brief"]);
    assert!(told.lines().count() <= 24, "{told}");
    let all = json(&study, 1, &["diff", "plan.md@2", "plan.md@4"]);
    let (changed, of) = (all["numbers"].as_array().expect("numbers").len(), &all["of"]);
    for line in [
        "The runs differ in: data".to_string(),
        "What decides, changed: 0".to_string(),
        format!("Numbers that changed, by cause: {changed}, of {of} in all"),
        format!("  data  ({changed})"),
        "Patients who changed: 1".to_string(),
        "Rows of the data that changed: 1".to_string(),
    ] {
        assert!(told.lines().any(|told| told == line), "{line}\nnot in\n{told}");
    }
    let same = ends(&study, 0, &["diff", "plan.md@2", "plan.md@2", "--brief"]);
    assert!(same.contains("No number differs"), "{same}");
}

/// Whoever makes a copy in R has the outcomes of each patient; who rehearses has those of nobody.
#[test]
fn what_shows_outcomes_is_logged() {
    let study = Study::new();
    study.sealed();
    ends(&study, 0, &["run", "plan.md"]);
    ends(&study, 0, &["reproduce", "out", "--out", "copy", "--at", "2026-05-01T09:00:00Z"]);
    let log = Log::read(&study.at("")).expect("a log");
    assert_eq!(log.entries.last().map(|entry| entry.stamp.at.as_str()), Some("2026-05-01T09:00:00Z"));
    assert_eq!(outcomes(&study), 2);
    ends(&study, 0, &["diff", "plan.md@1", "plan.md"]);
    ends(
        &study,
        0,
        &["rehearse", "plan.md", "--replicates", "2", "--patients", "5", "--seed", "1", "--analyses", "all"],
    );
    assert_eq!(outcomes(&study), 2);
}

#[cfg(unix)]
#[test]
fn the_page_has_the_permissions_of_an_output() {
    use std::os::unix::fs::PermissionsExt;
    let study = Study::new();
    let mode = || fs::metadata(study.at("page.html")).expect("the page").permissions().mode() & 0o777;
    ends(&study, 0, &["diff", "plan.md", "plan.md", "--html", "page.html"]);
    assert_eq!(mode() & 0o007, 0, "it may hold pseudonyms");
    fs::set_permissions(study.at("page.html"), fs::Permissions::from_mode(0o600)).expect("permissions");
    ends(&study, 0, &["diff", "plan.md", "plan.md", "--html", "page.html"]);
    assert_eq!(mode(), 0o600);
    let told = ends(&study, 2, &["diff", "plan.md", "plan.md", "--html", "nowhere/page.html"]);
    assert!(told.contains("R014"), "{told}");
}
