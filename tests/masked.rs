//! Masked runs: data in which patients have changed arms give the same bytes, so that no file tells the arm of anybody.

use crate::folders::copy;
use prespec::calendar::{self, date_written, day};
use prespec::compile::{Compiled, compile_at};
use prespec::run::given::OnDisk;
use prespec::run::simulate::simulate_from;
use prespec::simulate::{Asked, Files};
use prespec::study::{Event, Log};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

struct Study {
    folder: tempfile::TempDir,
}

fn compiled(plan: &str) -> Compiled {
    compile_at(&Path::new(env!("CARGO_MANIFEST_DIR")).join(plan)).expect("the plan can be read")
}

fn simulated(plan: &str, patients: u64) -> Files {
    let compiled = compiled(plan);
    let of = compiled.plan.as_ref().expect("a plan without an error");
    let asked = Asked { seed: 8, patients };
    simulate_from(of, &compiled, &OnDisk::new(&compiled, None), asked).unwrap_or_else(|e| panic!("{plan}: {e}"))
}

impl Study {
    /// A plan with its binding and criteria, and these files as its data.
    fn new(plan: &str, files: &Files) -> Study {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        // Documents of criteria are found from the folder of the plan.
        let own = folder.path().join("study/own");
        fs::create_dir_all(&own).expect("a folder");
        copy(&root.join("plans/criteria"), &folder.path().join("study/criteria"));
        for name in ["plan.md", "binding.yaml", "criteria"] {
            let from = root.join(plan).join(name);
            if from.exists() {
                copy(&from, &own.join(name));
            }
        }
        fs::create_dir(own.join("data")).expect("a folder");
        for (name, bytes) in files {
            fs::write(own.join("data").join(name), bytes).expect("written");
        }
        Study { folder }
    }

    fn at(&self, path: &str) -> PathBuf {
        self.folder.path().join("study/own").join(path)
    }

    fn prespec(&self, arguments: &[&str]) -> (i32, String) {
        let mut command = Command::new(env!("CARGO_BIN_EXE_prespec"));
        command.current_dir(self.at("")).args(arguments).env("USER", "tester");
        let output = command.output().expect("prespec can be started");
        let said = [output.stdout, output.stderr].concat();
        (output.status.code().expect("an exit code"), String::from_utf8_lossy(&said).into_owned())
    }

    fn masked(&self, seed: &str) -> BTreeMap<String, Vec<u8>> {
        let arguments = ["run", "plan.md", "--data", "data", "--masked", "--seed", seed, "--draft", "--out", "out"];
        let (exit, said) = self.prespec(&arguments);
        assert_eq!(exit, 0, "{said}");
        let entries = fs::read_dir(self.at("out")).expect("the outputs").map(|entry| entry.expect("an entry"));
        let files = entries.filter(|entry| entry.path().is_file());
        files.map(|f| (f.file_name().to_string_lossy().into_owned(), fs::read(f.path()).expect("a file"))).collect()
    }
}

/// The files, each patient having the arm of the one before.
fn rotated(files: &Files, name: &str, column: &str) -> Files {
    let text = String::from_utf8(files[name].clone()).expect("a text");
    let mut rows: Vec<Vec<String>> = text.lines().map(|l| l.split(',').map(str::to_string).collect()).collect();
    let at = rows[0].iter().position(|head| head == column).expect("the column");
    let mut arms: Vec<String> = rows[1..].iter().map(|row| row[at].clone()).collect();
    arms.rotate_right(1);
    let before = rows.clone();
    rows[1..].iter_mut().zip(arms).for_each(|(row, arm)| row[at] = arm);
    assert_ne!(rows, before);
    let text = rows.iter().map(|row| row.join(",") + "\r\n").collect::<String>();
    let mut files = files.clone();
    files.insert(name.to_string(), text.into_bytes());
    files
}

fn assert_alike(plan: &str, one: &BTreeMap<String, Vec<u8>>, other: &BTreeMap<String, Vec<u8>>) {
    let names = |of: &BTreeMap<String, Vec<u8>>| of.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(one), names(other), "{plan}");
    for (name, bytes) in one {
        let same = bytes == &other[name];
        let texts = || [bytes, &other[name]].map(|b| String::from_utf8_lossy(b).into_owned());
        let differ = || {
            let [a, b] = texts();
            let at = a.bytes().zip(b.bytes()).position(|(a, b)| a != b).unwrap_or(0);
            let part = |text: &str| text.chars().skip(at.saturating_sub(120)).take(240).collect::<String>();
            format!("\n{}\n{}", part(&a), part(&b))
        };
        assert!(same, "{plan}: {name} tells the arms{}", differ());
    }
}

/// Arms that a column says: two, two and three of them, and one that says who is in a population too.
#[test]
fn patients_who_change_arms_change_no_byte() {
    let plans = [
        ("tests/plans/skin", "patient.csv", "drug"),
        ("tests/plans/veterans", "veteran.csv", "trt"),
        ("tests/plans/anorexia", "mass_anorexia.csv", "Treat"),
    ];
    for (plan, file, column) in plans {
        let files = simulated(plan, 40);
        let (study, other) = (Study::new(plan, &files), Study::new(plan, &rotated(&files, file, column)));
        let (one, two) = (study.masked("7"), other.masked("7"));
        assert_alike(plan, &one, &two);
        assert_alike(plan, &one, &study.masked("7"));
        assert_ne!(one["results.json"], study.masked("8")["results.json"], "{plan}: the seed deals the arms");
        let (exit, said) = study.prespec(&["run", "plan.md", "--data", "data", "--draft", "--out", "open"]);
        assert_eq!(exit, 0, "{said}");
        let (exit, said) = other.prespec(&["run", "plan.md", "--data", "data", "--draft", "--out", "open"]);
        assert_eq!(exit, 0, "{said}");
        let open = |study: &Study| fs::read(study.at("open/results.json")).expect("results");
        assert_ne!(open(&study), open(&other), "{plan}: where nothing is masked the arms are told");
    }
}

/// A SIRT makes an arm: one that is moved to another patient changes no byte, and what rests on it is withheld.
#[test]
fn an_event_that_makes_an_arm_is_told_of_nobody() {
    let plan = "plans/sirt-hcc";
    let files = simulated(plan, 60);
    let text = String::from_utf8(files["treatments.csv"].clone()).expect("a text");
    let rows: Vec<Vec<String>> = text.lines().map(|l| l.split(';').map(str::to_string).collect()).collect();
    let date = |row: &Vec<String>| date_written("%d/%m/%Y", &row[1]).map(day).expect("a date");
    let first =
        |patient: &str, drug: &str| rows[1..].iter().filter(|row| row[0] == patient && row[2] == drug).map(date).min();
    let patients: Vec<String> = (1..=60).map(|k| format!("S{k:05}")).collect();
    let since = |patient: &String| Some(first(patient, "SIRT_Y90")? - first(patient, "ATEZOLIZUMAB")?);
    let treated =
        patients.iter().find(|p| since(p).is_some_and(|day| (0..=120).contains(&day))).expect("one with SIRT");
    let is_control = |p: &&String| first(p, "SIRT_Y90").is_none() && first(p, "ATEZOLIZUMAB").is_some();
    let control = patients.iter().rev().find(is_control).expect("one without");
    let shift = first(control, "ATEZOLIZUMAB").expect("a day") - first(treated, "ATEZOLIZUMAB").expect("a day");
    let moved = |row: &Vec<String>| {
        if row[0] != *treated || row[2] != "SIRT_Y90" {
            return row.join(";");
        }
        let day = calendar::date(date(row) + shift).expect("a day");
        let mut row = row.clone();
        let written = day.strftime("%d/%m/%Y").to_string();
        (row[0], row[1]) = (control.clone(), written);
        row.join(";")
    };
    let other: String =
        [rows[0].join(";")].into_iter().chain(rows[1..].iter().map(moved)).map(|r| r + "\r\n").collect();
    assert_ne!(other, text);
    // What a criterion of one arm asks of lesions that are followed no more, it asks of that arm.
    let mut files = files;
    let lesions = String::from_utf8(files["lesions.csv"].clone()).expect("a text");
    let is_first = |cells: &[&str]| matches!(cells, [exam, _, "1" | "2", ..] if !exam.ends_with("-001"));
    let is_later = |line: &&str| {
        let of_both = [treated, control].iter().any(|patient| line.starts_with(patient.as_str()));
        of_both && is_first(&line.split(';').collect::<Vec<_>>())
    };
    let given_up: String = lesions.lines().filter(|line| !is_later(line)).map(|line| format!("{line}\r\n")).collect();
    assert!(given_up.len() < lesions.len());
    files.insert("lesions.csv".to_string(), given_up.into_bytes());
    let study = Study::new(plan, &files);
    let one = study.masked("3");
    assert!(String::from_utf8_lossy(&one["findings.csv"]).contains("D025"), "a lesion that is given up is asked about");
    fs::write(study.at("data/treatments.csv"), &other).expect("written");
    assert_alike(plan, &one, &study.masked("3"));
    let results: serde_json::Value = serde_json::from_slice(&one["results.json"]).expect("JSON");
    let labels = withheld(&one);
    assert!(labels.iter().any(|label| label == "Day of the first SIRT, eligible patients"), "{labels:?}");
    // Who had a SIRT before time zero is in neither arm: who is eligible does not tell them.
    assert!(labels.iter().all(|label| label != "Eligible patients"), "{labels:?}");
    let shown = results["analyses"].as_array().expect("a list").len();
    assert!(shown > 5, "{shown} analyses");
}

/// A patient in whose row another code stands has not the one that makes the arm.
#[test]
fn another_code_in_the_row_of_a_patient_tells_the_arm() {
    let plan = "tests/plans/veterans";
    let files = simulated(plan, 40);
    let studies = [files.clone(), rotated(&files, "veteran.csv", "trt")].map(|files| Study::new(plan, &files));
    for study in &studies {
        let text = fs::read_to_string(study.at("plan.md")).expect("the plan");
        let other = text.replace("prior \"Prior therapy\"", "treatment = 1 \"Standard\"");
        assert_ne!(other, text);
        fs::write(study.at("plan.md"), other).expect("written");
    }
    let [one, two] = studies.map(|study| study.masked("7"));
    assert_alike(plan, &one, &two);
    assert!(withheld(&one).contains(&"Survival in subgroups".to_string()), "{:?}", withheld(&one));
}

fn withheld(made: &BTreeMap<String, Vec<u8>>) -> Vec<String> {
    let results: serde_json::Value = serde_json::from_slice(&made["results.json"]).expect("JSON");
    let all = results["study"]["masked"]["withheld"].as_array().expect("a list");
    all.iter().filter_map(|of| of["label"].as_str().map(str::to_string)).collect()
}

/// Survival of 30 patients in two arms, and within subgroups that tell the arm.
fn survival(data: &str, arm: &str, by: &str) -> String {
    format!(
        r#"---
title: Arms that are made
version: 1
---

# 1 All

```plan
study made "Arms that are made" {{
  design: prospective_cohort
  alpha:  0.05 {{ sides: two }}
}}

{data}

arms treatments "Treatment" {{
  a "A" when {arm}
  b "B" otherwise
}}

population all "All patients": all_patients

endpoint os "Survival" {{
  kind:            time_to_event
  time:            time
  event:           dead = 1
  if not assessed: left_out
  because:         "days"
}}

analysis survival "Survival" {{
  role: primary
  estimand {{ endpoint: os, population: all, compare: a against b, effect: hazard_ratio }}
  estimate:  cox {{ ties: efron }}
  main test: log_rank
}}

subgroups telling "Within what tells the arm" {{
  of:          survival
  by:          {by} "It"
  interaction: wald
}}

report {{
  analyses: survival, telling
}}
```
"#
    )
}

const PATIENTS: &str = r#"data patient "Patients" {
  one row per: id
  known at:    baseline { asserted because: "recorded at enrolment" }
  columns {
    id:   pseudonym
    dead: one of (0 "no", 1 "yes") { known at: follow_up }
    time: integer from 0 to 5000 { known at: follow_up }
    a_on: date { may be missing: yes }
    b_on: date { may be missing: yes }
  }
}
"#;

const BINDING: &str = r#"plan: plan.md
data: data
cut-off: 2026-01-30
files: { separator: ",", decimal: ".", date: "%Y-%m-%d", encoding: utf-8, missing: "" }
tables:
  patient:
    file: p.csv
    columns: { id: id, dead: dead, time: time, a_on: a, b_on: b }
"#;

/// Of such a plan, patients of even numbers being in the first arm, or those of odd ones.
fn made_by(plan: &str, binding: &str, of_sessions: bool) {
    let made = |first: usize| {
        let own = |k: usize| k % 2 == first;
        let day = |k: usize| format!("2024-01-{:02}", k + 1);
        let dates = |k: usize| if own(k) { format!("{},", day(k)) } else { format!(",{}", day(k)) };
        let row = |k: usize| {
            let dates = if of_sessions { ",".to_string() } else { dates(k) };
            format!("P{k:02},{},{},{dates}\n", k / 3 % 2, 10 + k * 37 % 90)
        };
        let patients = "id,dead,time,a,b\n".to_string() + &(0..30).map(row).collect::<String>();
        let session = |k: usize| format!("P{k:02},N{:02},10\n", k / 2);
        let sessions = "id,n,dose\n".to_string() + &(0..30).filter(|k| own(*k)).map(session).collect::<String>();
        let mut files = Files::from([("p.csv".to_string(), patients.into_bytes())]);
        if of_sessions {
            files.insert("s.csv".to_string(), sessions.into_bytes());
        }
        let study = Study::new("tests/plans/veterans", &files);
        fs::write(study.at("plan.md"), plan).expect("written");
        fs::write(study.at("binding.yaml"), binding).expect("written");
        study.masked("7")
    };
    let (one, two) = (made(0), made(1));
    assert_alike("a plan", &one, &two);
    assert_eq!(withheld(&one), ["Within what tells the arm"]);
}

/// An arm is made by whether there is a row: nothing need stand in it, and none of the table is told.
#[test]
fn rows_as_such_tell_the_arm() {
    let data = PATIENTS.to_string()
        + r#"
data session "Sessions" {
  one row per: number
  belongs to:  patient
  known at:    baseline { asserted because: "recorded at enrolment" }
  columns {
    number: pseudonym
    dose:   number from 0 to 100
  }
}

time zero: start { dated: no }

define times of patient "Sessions": count session
"#;
    let binding =
        BINDING.to_string() + "  session:\n    file: s.csv\n    columns: { patient: id, number: n, dose: dose }\n";
    made_by(&survival(&data, "any session", "times >= 1"), &binding, true);
}

/// Time zero is the first of two treatments, and which it was makes the arm: time zero tells nobody's, the treatment does.
#[test]
fn what_makes_time_zero_and_an_arm_tells_the_arm() {
    let data = PATIENTS.to_string()
        + r#"
event first_a "First A": a_on
event first   "First":   if(first_a is known, first_a, b_on)

time zero: first
"#;
    let it = "first_a from day 0 to day 0";
    made_by(&survival(&data, it, it), BINDING, false);
}

#[test]
fn of_a_masked_run_nothing_more_is_told() {
    let plan = "tests/plans/skin";
    let study = Study::new(plan, &simulated(plan, 24));
    let (exit, said) = study.prespec(&["seal", "plan.md", "--at", "2026-03-01T09:00:00Z"]);
    assert_eq!(exit, 0, "{said}");
    let files = study.masked("7");
    for name in ["results.json", "report.html", "findings.csv", "patients.jsonl", "run.json"] {
        let text = String::from_utf8_lossy(&files[name]);
        assert!(!text.contains("S00001"), "{name} names a patient");
    }
    assert!(String::from_utf8_lossy(&files["report.html"]).contains("MASKED"));
    assert!(files["patients.jsonl"].is_empty());
    let run: serde_json::Value = serde_json::from_slice(&files["run.json"]).expect("JSON");
    assert_eq!(run["masked"], 7);
    let of = |file: &str| run["data"].as_array().expect("files").iter().find(|f| f["file"] == file).expect("the file");
    assert_eq!(
        (of("patient.csv")["sha256"].as_str(), of("visit.csv")["sha256"].as_str().map(str::len)),
        (Some(""), Some(64))
    );
    let refused: [&[&str]; 7] = [
        &["trace", "--out", "out", "--patient", "S00001"],
        &["trace", "--out", "out", "main.pasi.W12.fisher_exact.p_value"],
        &["queries", "out", "--out", "queries.csv"],
        &["reproduce", "out", "--out", "copy"],
        &["diff", "out", "out"],
        &["ro-crate", "out"],
        &["verify", "out", "--rerun"],
    ];
    for arguments in refused {
        let (exit, said) = study.prespec(arguments);
        assert!(exit == 2 && said.contains("R044"), "{arguments:?}: {exit} {said}");
    }
    assert!(!study.at("copy").exists() && !study.at("queries.csv").exists());
    for arguments in [&["verify", "out"][..], &["export", "out", "--as", "csv,svg"]] {
        let (exit, said) = study.prespec(arguments);
        assert_eq!(exit, 0, "{arguments:?}: {said}");
    }
    let log = Log::read(&study.at("")).expect("a log");
    let [seal, masked] = log.entries.as_slice() else { panic!("{:?}", log.entries) };
    assert!(matches!(seal.event, Event::Seal { .. }));
    assert!(matches!(masked.event, Event::Masked { seed: 7, .. }), "no access to outcomes: {:?}", masked.event);
}

/// A seed without `--masked`, or the other way round, is a mistake.
#[test]
fn a_masked_run_is_asked_for_with_its_seed() {
    let plan = "tests/plans/skin";
    let study = Study::new(plan, &simulated(plan, 8));
    for arguments in [["run", "plan.md", "--masked"].as_slice(), &["run", "plan.md", "--seed", "1"]] {
        let (exit, said) = study.prespec(arguments);
        assert!(exit == 2 && !study.at("out").exists(), "{said}");
    }
}
