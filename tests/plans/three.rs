//! A trial of three arms, six patients, made by hand: what the codes of adverse events are called, and who is behind a number that
//! compares two of the arms.

use prespec::compile::compile_at;
use prespec::report::TEXT;
use prespec::results::Results;
use prespec::results::trace::{Behind, trace};
use prespec::run::compute;
use std::fs;

const PLAN: &str = r#"---
title: Three arms
version: 1
---

# 1 Design

Tests are two-sided at 0.05.

```plan
study three "Three arms" {
  alpha: 0.05 { sides: two }
}

data patient "Patients" {
  one row per: id
  known at:    baseline { asserted because: "made by hand" }
  columns {
    id:      pseudonym
    arm:     one of (placebo, low, high)
    begun:   date
    healed:  yes_no { known at: follow_up }
  }
}

data adverse "Adverse events" {
  one row per: patient, number
  belongs to:  patient
  known at:    onset
  columns {
    number: integer from 1 to 9
    onset:  date
    class:  one of (GI "Gastrointestinal disorders", SKIN "Skin disorders")
    term:   one of (nausea "Nausea, any", RASH)
    grade:  integer from 1 to 5
  }
}

event start: begun

time zero: start

arms arm "Arm" {
  placebo "Placebo" when arm = placebo
  low "Low dose"    when arm = low
  high "High dose"  otherwise
}

population everyone "Everyone": all_patients

endpoint healing "Healed" {
  kind:            yes_no
  success:         healed
  if not assessed: failure
}

analysis high "Healed, high dose" {
  role: primary
  estimand {
    endpoint:   healing
    population: everyone
    compare:    high against placebo
    effect:     risk_difference
  }
  estimate:  risk_difference { interval: newcombe_hybrid_score }
  main test: fisher_exact
}

endpoint events "Adverse events" {
  kind:  events
  rows:  adverse where onset from time zero on
  grade: grade { worst per: (patient, term), severe from: 3 }
  class: class
  count: no_end
}

analysis safety "Adverse events" {
  role: secondary
  estimand {
    endpoint:   events
    population: everyone
    compare:    placebo, low, high
  }
}
```
"#;

const BINDING: &str = r#"plan: plan.md
data: data
cut-off: 2024-12-31
files: { separator: ",", decimal: ".", date: "%d%b%Y", encoding: utf-8, missing: "" }
tables:
  patient:
    file: patients.csv
    columns: { id: id, arm: arm, begun: begun, healed: healed }
  adverse:
    file: adverse.csv
    columns: { patient: id, number: number, onset: onset, class: class, term: term, grade: grade }
"#;

/// The dates are written as SAS does.
const PATIENTS: &str = "id,arm,begun,healed
P1,placebo,11JAN2022,no
P2,placebo,12JAN2022,yes
P3,low,13JAN2022,yes
P4,low,14JAN2022,yes
P5,high,15JAN2022,yes
P6,high,16JAN2022,yes
";

const ADVERSE: &str = "id,number,onset,class,term,grade
P1,1,01FEB2022,GI,nausea,1
P3,1,02FEB2022,SKIN,RASH,3
P5,1,03FEB2022,GI,nausea,2
";

fn results() -> Results {
    let folder = tempfile::tempdir().expect("a temporary folder");
    fs::create_dir(folder.path().join("data")).expect("made");
    let files =
        [("plan.md", PLAN), ("binding.yaml", BINDING), ("data/patients.csv", PATIENTS), ("data/adverse.csv", ADVERSE)];
    for (name, text) in files {
        fs::write(folder.path().join(name), text).expect("written");
    }
    let compiled = compile_at(folder.path()).expect("the plan can be read");
    let plan = compiled.plan.as_ref().unwrap_or_else(|| panic!("{:?}", compiled.diagnostics));
    compute(plan, &compiled, None, &|_| {}).expect("its data can be read").results
}

#[test]
fn classes_and_terms_are_called_by_the_labels_of_their_codes() {
    let results = results();
    let labels: Vec<(&str, Option<&str>)> =
        results.events[0].lines.iter().map(|line| (line.key.as_str(), line.label.as_deref())).collect();
    assert_eq!(
        labels,
        [
            ("any", None),
            ("severe", None),
            ("class.gi", Some("Gastrointestinal disorders")),
            ("term.nausea", Some("Nausea, any")),
            ("class.skin", Some("Skin disorders")),
            ("term.rash", None),
        ]
    );
    let text = String::from_utf8(TEXT.write(&results).expect("a report")).expect("it is text");
    for expected in ["Gastrointestinal disorders", "Nausea, any", "Skin disorders", "RASH"] {
        assert!(text.contains(expected), "{expected}\nnot in\n{text}");
    }
}

#[test]
fn nobody_of_a_third_arm_is_behind_a_number_of_two() {
    let results = results();
    let record = results.records.iter().find(|r| r.analysis == "high").expect("a number");
    match trace(&results, &record.id).expect("a trace").behind {
        Behind::Valued(valued) => assert_eq!(valued.patients, ["P1", "P2", "P5", "P6"]),
        other => panic!("{other:?}"),
    }
}
