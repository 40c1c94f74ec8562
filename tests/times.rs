//! Times in the unit of the plan: a column of months is months from the data to the report, and lengths in months and years
//! are days where days are counted.

use prespec::catalogue::OptionValue;
use prespec::compile::{Compiled, compile_at};
use prespec::number::Number;
use prespec::plan::ir::{EndpointKind, HorizonAt};
use prespec::report::data;
use prespec::results::{Results, TimeUnit};
use prespec::run::compute;
use serde_json::Value;
use std::fs;
use std::path::Path;

const PLAN: &str = r#"---
title: An invented trial
version: 1
---

# 1 Everything

```plan
study trial "An invented trial" {
  alpha: 0.05 { sides: two }
  month: 30.4375 days
}

data patient "Patients" {
  one row per: id
  known at:    baseline { asserted because: "invented" }
  columns {
    id:   pseudonym
    arm:  one of (a, b)
    time: number in UNIT { at least: 0 UNIT, at most: 99 UNIT, known at: follow_up }
    died: yes_no { known at: follow_up }
  }
}

time zero: start { dated: no }

arms groups "Group" {
  a "New" when arm = a
  b "Old" otherwise
}

population all "All patients": all_patients

endpoint os "Survival" {
  kind:    time_to_event
  time:    TIME
  event:   died
  if not assessed: left_out
  because: "invented"
}

analysis first "Survival" {
  role: primary
  estimand {
    endpoint:   os
    population: all
    compare:    a against b
    effect:     hazard_ratio
  }
  estimate: cox { ties: efron }, kaplan_meier { interval: log_log, at: AT }, rmst { to: END }
  main test:  log_rank
}
```
"#;

const BINDING: &str = r#"plan: plan.md
data: data
cut-off: 2000-01-01
files: { separator: ",", decimal: ".", date: "%Y-%m-%d", encoding: utf-8, missing: "" }
tables:
  patient:
    file: patients.csv
    columns: { id: id, arm: arm, time: { column: time, unit: UNIT }, died: died }
"#;

const PATIENTS: &str = "id,arm,time,died\na1,a,2,yes\na2,a,3,no\na3,a,4,yes\na4,a,6,yes\na5,a,8,no\na6,a,9,yes\nb1,b,4,yes\nb2,b,6,no\nb3,b,8,yes\nb4,b,12,yes\nb5,b,16,no\nb6,b,18,yes\n";

fn study(unit: &str, time: &str, at: &str, end: &str) -> (tempfile::TempDir, Compiled) {
    let folder = tempfile::tempdir().expect("a folder");
    fs::create_dir(folder.path().join("data")).expect("a folder");
    let plan = PLAN.replace("UNIT", unit).replace("TIME", time).replace("AT", at).replace("END", end);
    fs::write(folder.path().join("plan.md"), plan).expect("the plan");
    fs::write(folder.path().join("binding.yaml"), BINDING.replace("UNIT", unit)).expect("the binding");
    fs::write(folder.path().join("data/patients.csv"), PATIENTS).expect("the data");
    let compiled = compile_at(folder.path()).expect("the plan can be read");
    (folder, compiled)
}

fn run(unit: &str, time: &str, at: &str, end: &str) -> Results {
    let (_folder, compiled) = study(unit, time, at, end);
    let said: Vec<String> = compiled.diagnostics.iter().map(|d| format!("{} {}", d.code, d.title)).collect();
    let plan = compiled.plan.as_ref().unwrap_or_else(|| panic!("{said:?}"));
    compute(plan, &compiled, None, &|_| {}).expect("the data can be read").results
}

fn real(results: &Results, id: &str) -> f64 {
    let record =
        results.records.iter().find(|r| r.id == id).unwrap_or_else(|| {
            panic!("no result {id} in {:?}", results.records.iter().map(|r| &r.id).collect::<Vec<_>>())
        });
    match record.value {
        Number::Real(x) => x,
        ref other => panic!("{id}: {other:?}"),
    }
}

fn texts(value: &Value, into: &mut String) {
    match value {
        Value::Array(items) => items.iter().for_each(|v| texts(v, into)),
        Value::Object(fields) => {
            for (key, v) in fields {
                match v.as_str() {
                    Some(text) if matches!(key.as_str(), "text" | "alt") => into.push_str(text),
                    _ => texts(v, into),
                }
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn report(results: &Results) -> String {
    let mut text = String::new();
    texts(&serde_json::from_slice(&data(results).expect("the report is arranged")).expect("JSON"), &mut text);
    text.replace(['\u{a0}', '\u{202f}'], " ")
}

/// By hand: of 6 patients with events at 2, 4, 6, 9 and two censored at 3 and 8, survival is 5/6 at 2, 5/8 at 4 and 5/12 at 6;
/// the median is 6, and the area up to 8 is 2 + 2 × 5/6 + 2 × 5/8 + 2 × 5/12 = 5.75.
#[test]
fn a_column_of_months_is_months() {
    for (unit, of) in [("months", TimeUnit::Months), ("weeks", TimeUnit::Weeks), ("years", TimeUnit::Years)] {
        let results = run(unit, "time", &format!("(4, 6) {unit}"), &format!("8 {unit}"));
        for (id, wanted) in [
            ("first.kaplan_meier.log_log.a.median", 6.0),
            ("first.kaplan_meier.log_log.b.median", 12.0),
            ("first.kaplan_meier.log_log.a.4.survival", 0.625),
            ("first.kaplan_meier.log_log.a.6.survival", 5.0 / 12.0),
            ("first.rmst.difference.a.estimate", 5.75),
        ] {
            assert!((real(&results, id) - wanted).abs() < 1e-12, "{unit} {id}");
        }
        let units: Vec<_> = results.records.iter().filter_map(|r| r.unit).collect();
        assert!(!units.is_empty() && units.iter().all(|u| *u == of), "{unit}");
        let text = report(&results);
        let axis = format!("{}{}", unit[..1].to_uppercase(), &unit[1..]);
        for expected in [
            format!("Median, {unit} (95% CI)"),
            format!("Survival at 4 {unit}"),
            format!("6 {unit}"),
            format!("at 4 {unit}, 62.5%"),
            format!("by {unit}."),
            axis,
        ] {
            assert!(text.contains(&expected), "{expected}\n{text}");
        }
        assert!(!text.contains("days") && !text.contains("Days") && !text.contains("day 4"), "{text}");
    }
}

/// 6 months of 30.4375 days are 182.625 days.
#[test]
fn months_can_be_read_as_days() {
    let results = run("months", "time as days", "(4, 6) months", "8 months");
    assert_eq!(real(&results, "first.kaplan_meier.log_log.a.median"), 182.625);
    // 4 months are 121.75 days, rounded to 122.
    assert!((real(&results, "first.kaplan_meier.log_log.a.122.survival") - 0.625).abs() < 1e-12);
    assert!(results.records.iter().filter_map(|r| r.unit).all(|u| u == TimeUnit::Days));
    assert!(report(&results).contains("Median, days"));
}

#[test]
fn a_day_is_no_time_of_months() {
    for (at, end) in [("(day 4, day 6)", "8 months"), ("(4, 6) months", "day 8"), ("(4, 6) months", "1 years")] {
        let (_folder, compiled) = study("months", "time", at, end);
        let said: Vec<String> = compiled.diagnostics.iter().map(|d| d.title.to_string()).collect();
        assert_eq!(said, ["The times of this endpoint are in months"], "{at} {end}");
    }
}

/// The convention of the field, and that of the first study: 3, 6, 9 and 12 months of 30.4375 days are the days 91, 183, 274
/// and 365, the nearest whole ones.
#[test]
fn months_are_the_nearest_days_where_days_are_counted() {
    let plans = Path::new(env!("CARGO_MANIFEST_DIR")).join("plans");
    let folder = tempfile::tempdir().expect("a folder");
    for below in ["criteria", "sirt-hcc"] {
        fs::create_dir(folder.path().join(below)).expect("a folder");
    }
    for entry in fs::read_dir(plans.join("criteria")).expect("the criteria") {
        let from = entry.expect("a file").path();
        let to = folder.path().join("criteria").join(from.file_name().expect("a name"));
        fs::copy(&from, to).expect("a copy");
    }
    let text = fs::read_to_string(plans.join("sirt-hcc/plan.md")).expect("the plan");
    let text = text
        .replace("(day 91, day 183, day 274, day 365)", "(3, 6, 9, 12) months")
        .replace("horizon: day 365", "horizon: 12 months");
    fs::write(folder.path().join("sirt-hcc/plan.md"), text).expect("the plan");
    let compiled = compile_at(&folder.path().join("sirt-hcc/plan.md")).expect("the plan can be read");
    let said: Vec<String> = compiled.diagnostics.iter().map(|d| d.title.to_string()).collect();
    let plan = compiled.plan.as_ref().unwrap_or_else(|| panic!("{said:?}"));
    let horizon = |kind: &EndpointKind| match kind {
        EndpointKind::TimeToEvent(time) => Some(time.horizon),
        _ => None,
    };
    let horizons: Vec<Option<HorizonAt>> =
        plan.endpoints.iter().filter_map(|e| horizon(&e.kind)).map(|h| h.map(|h| h.at)).collect();
    let stated = Some(HorizonAt::Day(365));
    assert!(horizons.len() >= 3 && horizons.iter().all(|horizon| *horizon == stated), "{horizons:?}");
    let progression = plan.analyses.iter().find(|a| a.header.name == "progression").expect("an analysis");
    let options = progression.methods[1].options.values();
    assert!(options.contains(&("at", OptionValue::Days(vec![91, 183, 274, 365]))), "{options:?}");
}
