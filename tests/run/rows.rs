//! One bad row is one bad row: whoever cannot be used is left out and counted, or found by patient and row, and the others'
//! values are what they were. What cannot be used is nobody's arm and no event that did not happen.

use prespec::compile::compile_at;
use prespec::number::Number;
use prespec::results::{EndpointValue, Results};
use prespec::run::{Computed, compute};
use std::fs;

type Files<'a> = &'a [(&'a str, &'a str)];

/// What a plan makes of these files, its folder holding plan, binding and data.
fn study(plan: &str, binding: &str, files: Files) -> Computed {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("plan.md"), plan).expect("the plan");
    fs::write(folder.path().join("binding.yaml"), binding).expect("the binding");
    fs::create_dir(folder.path().join("data")).expect("a folder");
    for (name, text) in files {
        fs::write(folder.path().join("data").join(name), text).expect("a file");
    }
    let compiled = compile_at(folder.path()).expect("the plan can be read");
    let said: Vec<String> = compiled.diagnostics.iter().map(|d| d.title.to_string()).collect();
    let plan = compiled.plan.as_ref().unwrap_or_else(|| panic!("{said:?}"));
    compute(plan, &compiled, None, &|_| {}).unwrap_or_else(|e| panic!("{e}"))
}

fn value(results: &Results, id: &str) -> Number {
    results.records.iter().find(|r| r.id == id).unwrap_or_else(|| panic!("no result {id}")).value.clone()
}

fn count(results: &Results, id: &str) -> i64 {
    match results.records.iter().find(|r| r.id == id).map(|r| &r.value) {
        Some(Number::Count(n)) => *n,
        None => 0,
        Some(other) => panic!("{id}: {other:?}"),
    }
}

const PAIRS: &str = r#"---
title: Pairs
version: 1
---

# 1 Design

```plan
study s "Pairs" {
  alpha: 0.05 { sides: two }
}

data patient "Patients" {
  one row per: id
  known at:    baseline { asserted because: "made for a test" }
  columns {
    id: pseudonym
    arm: one of (A, B)
    resp: yes_no { may be missing: yes, known at: follow_up }
    score: number { at least: 0, at most: 10, may be missing: yes, known at: follow_up }
    pair: pseudonym { may be missing: yes }
  }
}

time zero: start { dated: no }

arms groups "Group" {
  a "Arm A" when arm = A
  b "Arm B" otherwise
}

population all "All": all_patients

endpoint orr "Response" {
  kind:    yes_no
  success: resp
  if not assessed: left_out
}

endpoint points "Score" {
  kind:    number { better: higher }
  value:   score
  if not assessed: left_out
}

analysis main "main" {
  role: primary
  estimand {
    endpoint:   orr
    population: all
    compare:    a against b
    effect:     risk_difference
  }
  pairs:    pair
  if a covariate is missing: left_out
  estimate: risk_difference { interval: newcombe_paired }
  main test:  mcnemar { form: exact, by: pair }
}

analysis scores "scores" {
  role: secondary
  estimand {
    endpoint:   points
    population: all
    compare:    a against b
    effect:     mean_difference
  }
  estimate: t_test { variance: equal }
}
```
"#;

const PAIRS_BINDING: &str = "plan: plan.md\ndata: data\ncut-off: 2030-01-01
files: { separator: \",\", decimal: \".\", date: \"%Y-%m-%d\", encoding: utf-8, missing: \"\" }
codes:
  yes_no: { 1: yes, 0: no }
tables:
  patient: { file: patients.csv, columns: { id: id, arm: arm, resp: resp, score: score, pair: pair } }
";

/// Five complete pairs, discordant 2 to 1, and a sixth.
const FIVE: &str = "id,arm,resp,score,pair\nP01,A,1,5,K1\nP02,B,0,4,K1\nP03,A,1,6,K2\nP04,B,1,3,K2\nP05,A,0,7,K3\nP06,B,1,2,K3\nP07,A,1,5,K4\nP08,B,0,4,K4\nP09,A,0,6,K5\nP10,B,0,3,K5\n";

/// By hand: of five complete pairs 2 against 1 are discordant, the difference is 1/5 and the exact p-value 1.
#[test]
fn a_pair_without_both_members_is_left_out_and_counted() {
    let sixth = [
        ("P11,A,1,5,K6\nP12,B,,5,K6\n", 1, 0),
        ("P11,A,1,5,K6\nP13,B,1,5,\n", 0, 1),
        ("P11,A,1,5,K6\n", 0, 0),
        ("P11,A,1,5,K6\nP12,A,1,5,K6\n", 0, 0),
        ("P11,A,1,5,K6\nP12,B,1,5,K6\nP13,B,1,5,K6\n", 0, 0),
    ];
    for (rows, value_missing, covariate_missing) in sixth {
        let results = study(PAIRS, PAIRS_BINDING, &[("patients.csv", &format!("{FIVE}{rows}"))]).results;
        let counted = |id: &str| count(&results, &format!("main.left_out.{id}"));
        assert_eq!(counted("missing_value"), value_missing, "{rows}");
        assert_eq!(counted("missing_covariate"), covariate_missing, "{rows}");
        assert_eq!(counted("incomplete_pair"), 1, "{rows}");
        let Number::Real(p) = value(&results, "main.mcnemar.exact.p_value") else { panic!("{rows}") };
        let Number::Real(d) = value(&results, "main.risk_difference.newcombe_paired.estimate") else {
            panic!("{rows}")
        };
        assert!((p - 1.0).abs() < 1e-12 && (d - 0.2).abs() < 1e-12, "{rows}: {p} {d}");
        assert_eq!(count(&results, "main.risk_difference.newcombe_paired.pairs"), 5);
    }
    let whole = study(PAIRS, PAIRS_BINDING, &[("patients.csv", FIVE)]).results;
    assert_eq!(count(&whole, "main.left_out.incomplete_pair"), 0);
}

/// By hand: means 5.8 and 3.2 of the five and five patients, whatever a sixth of them has that cannot be used.
#[test]
fn what_cannot_be_used_is_nobodys_arm_and_enters_no_mean() {
    let faults = [
        ("P11,C,1,9,K6\n", "D003", "unknown_arm"),
        ("P11,A,1,99,K6\n", "D013", "missing_value"),
        ("P11,B,1,-1,K6\n", "D013", "missing_value"),
        ("P11,A,1,9.x,K6\n", "D001", "missing_value"),
    ];
    for (row, code, reason) in faults {
        let computed = study(PAIRS, PAIRS_BINDING, &[("patients.csv", &format!("{FIVE}{row}"))]);
        let found = computed.findings.iter().find(|f| f.code.0 == code);
        let found = found.unwrap_or_else(|| panic!("{row}: {:?}", computed.findings));
        assert_eq!((found.patient.as_deref(), found.line), (Some("P11"), Some(12)), "{row}");
        assert_eq!(count(&computed.results, &format!("scores.left_out.{reason}")), 1, "{row}");
        let Number::Real(d) = value(&computed.results, "scores.t_test.equal.estimate") else { panic!("{row}") };
        assert!((d - 2.6).abs() < 1e-12, "{row}: {d}");
    }
}

/// By hand: a misspelt arm and an impossible score are 2 values of 2 patients; an impossible score beside that arm is a third
/// of the same 2.
#[test]
fn what_cannot_be_used_is_counted_by_value_and_by_patient() {
    let counted = |rows: &str| {
        let unusable = study(PAIRS, PAIRS_BINDING, &[("patients.csv", &format!("{FIVE}{rows}"))]).results.unusable;
        let columns = unusable.columns.into_iter();
        let columns: Vec<_> = columns.map(|c| (format!("{} {}", c.table, c.column), c.values, c.patients)).collect();
        (unusable.values, unusable.patients, columns)
    };
    let (arm, score) = ("patient arm".to_string(), "patient score".to_string());
    assert_eq!(counted("P11,C,1,9,K6\nP12,A,1,99,K6\n"), (2, 2, vec![(arm.clone(), 1, 1), (score.clone(), 1, 1)]));
    assert_eq!(counted("P11,C,1,99,K6\nP12,A,1,-1,K6\n"), (3, 2, vec![(arm, 1, 1), (score, 2, 2)]));
    assert_eq!(counted("P11,,1,,K6\n"), (0, 0, vec![]), "what is missing is not recorded");
}

const DATES: &str = r#"---
title: Dates
version: 1
---

# 1 Design

```plan
study s "Dates" {
  alpha: 0.05 { sides: two }
}

data patient "Patients" {
  one row per: id
  known at:    baseline { asserted because: "made for a test" }
  columns {
    id:  pseudonym
    arm: one of (A, B)
  }
}

data treatment "Treatments" {
  one row per: patient, date
  belongs to:  patient
  known at:    date
  columns {
    date: date
  }
}

data followup "Follow-up" {
  one row per: patient
  belongs to:  patient
  known at:    last_news
  columns {
    last_news: date
    died_on:   date { may be missing: yes, known at: itself }
    relapse:   date { may be missing: yes, known at: itself }
    cause:     one of (cancer, other) { required when: death is known, known at: follow_up }
    why:       one of (cancer, other) { required when: late is known, known at: follow_up }
  }
}

event start: first treatment
event death: followup.died_on
event relapse: followup.relapse
event late: first treatment where date after time zero

time zero: start

arms groups "Group" {
  a "Arm A" when arm = A
  b "Arm B" otherwise
}

population all "All": all_patients

endpoint os "Overall survival" {
  kind:    time_to_event
  from:    time zero
  event:   death
  censor:  followup.last_news
  horizon: day 365 { event on that day: counts }
}

endpoint free "Survival free of relapse" {
  kind:    time_to_event
  from:    time zero
  event:   first of (relapse, death)
  censor:  followup.last_news
  horizon: day 365 { event on that day: counts }
}

analysis main "main" {
  role: primary
  estimand {
    endpoint:   os
    population: all
    compare:    a against b
    effect:     hazard_ratio
  }
  estimate: cox { ties: efron, variance: model }
  main test:  log_rank
}

analysis relapses "relapses" {
  role: secondary
  estimand {
    endpoint:   free
    population: all
    compare:    a against b
    effect:     hazard_ratio
  }
  estimate: cox { ties: efron, variance: model }
}
```
"#;

const DATES_BINDING: &str = "plan: plan.md\ndata: data\ncut-off: 2025-12-31
files: { separator: \";\", decimal: \",\", date: \"%d/%m/%Y\", encoding: utf-8, missing: \"\" }
tables:
  patient: { file: patients.csv, columns: { id: id, arm: arm } }
  treatment: { file: treatments.csv, columns: { patient: id, date: date } }
  followup: { file: followup.csv, columns: { patient: id, last_news: news, died_on: died, relapse: relapse, cause: cause, why: why } }
";

const SOUND: Files = &[
    ("patients.csv", "id;arm\nP1;A\nP2;A\nP3;A\nP4;B\nP5;B\nP6;B\n"),
    (
        "treatments.csv",
        "id;date\nP1;10/01/2024\nP2;10/01/2024\nP3;10/01/2024\nP4;10/01/2024\nP5;10/01/2024\nP6;10/01/2024\n",
    ),
    (
        "followup.csv",
        "id;news;died;relapse;cause;why\nP1;19/04/2024;19/04/2024;;cancer;\nP2;19/05/2024;;;;\nP3;09/01/2025;;01/03/2024;;\nP4;10/12/2024;10/12/2024;;other;\nP5;09/02/2025;;;;\nP6;31/12/2025;;01/07/2024;;\n",
    ),
];

/// File, what stands in it, what takes its place; the finding; and why the patient is left out of survival and of survival
/// free of relapse, if so.
type Fault = (&'static str, &'static str, &'static str, &'static str, [&'static str; 2]);

/// Every fault is of P2 or P3.
const FAULTS: &[Fault] = &[
    ("followup.csv", "P2;19/05/2024;;", "P2;19/05/2024;07/01/2024;", "D040", ["before_time_zero"; 2]),
    ("followup.csv", "P2;19/05/2024;;", "P2;07/01/2024;;", "D042", ["before_time_zero"; 2]),
    ("followup.csv", "P2;19/05/2024;;;;", "P2;19/05/2024;19/04/2024;;cancer;", "D041", [""; 2]),
    ("followup.csv", "P3;09/01/2025;;01/03/2024", "P3;09/01/2025;;01/03/2023", "D044", ["", "before_time_zero"]),
    ("followup.csv", "P3;09/01/2025;;01/03/2024", "P3;09/01/2025;;31/02/2024", "D001", ["", "unusable_value"]),
    ("followup.csv", "P3;09/01/2025;;", "P3;09/01/2025;01/01/2032;", "D016", ["unusable_value"; 2]),
    ("followup.csv", "P3;09/01/2025", "P3;", "D012", ["missing_value", ""]),
    ("followup.csv", "P3;09/01/2025;;01/03/2024", "P3;09/01/2025;;01/03/2025", "D043", [""; 2]),
    ("followup.csv", "P2;19/05/2024;;", "P2;19/05/2024;19/05/2024;", "D015", [""; 2]),
    ("treatments.csv", "P2;10/01/2024\n", "P2;10/01/2024\nP2;11/06/2024\n", "D043", [""; 2]),
    ("treatments.csv", "P3;10/01/2024\n", "P3;10/01/2024\nP3;11/06/2024\n", "D015", [""; 2]),
    ("treatments.csv", "P2;10/01/2024\n", "P2;10/01/2042\n", "D016", ["unknown_arm"; 2]),
    ("treatments.csv", "P2;10/01/2024\n", "", "", ["unknown_arm"; 2]),
    ("patients.csv", "P3;A", "P3;a", "D003", ["unknown_arm"; 2]),
];

/// The faults one by one: each is a finding that names patient and row, the patient is left out where no time can be told,
/// and the times of the others are what they were.
#[test]
fn an_order_of_dates_that_cannot_be_is_one_patients() {
    let sound = study(DATES, DATES_BINDING, SOUND);
    assert!(sound.findings.is_empty(), "{:?}", sound.findings);
    let mut shown = String::new();
    for (file, old, new, code, reasons) in FAULTS {
        let whose = &old[..2];
        let changed = |(name, text): &(&'static str, &'static str)| {
            let text = if name == file { text.replacen(old, new, 1) } else { text.to_string() };
            (*name, text)
        };
        let files: Vec<(&str, String)> = SOUND.iter().map(changed).collect();
        let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (*name, text.as_str())).collect();
        assert_ne!(files, SOUND, "{old}");
        let computed = study(DATES, DATES_BINDING, &files);
        let named = computed
            .findings
            .iter()
            .any(|f| f.code.0 == *code && f.patient.as_deref() == Some(whose) && f.line.is_some());
        assert!(code.is_empty() || named, "{code} for {new:?}: {:?}", computed.findings);
        let found = computed.findings.iter().map(|f| format!("{},{}\n", f.code, f.file));
        shown.push_str(&format!("{file}: {old:?} → {new:?}\n{}", found.collect::<String>()));
        let of_others = |found: &Computed| -> Vec<EndpointValue> {
            found.results.derived.endpoints.iter().filter(|v| v.patient != whose).cloned().collect()
        };
        assert_eq!(of_others(&computed), of_others(&sound), "{new:?}");
        for (analysis, reason) in ["main", "relapses"].into_iter().zip(reasons) {
            let n = |id: &str| count(&computed.results, &format!("{analysis}.{id}"));
            let left_out: i64 = if reason.is_empty() { 0 } else { n(&format!("left_out.{reason}")) };
            assert_eq!(left_out, i64::from(!reason.is_empty()), "{new:?} in {analysis}");
            assert_eq!(n("cox.efron.n"), 6 - left_out, "{new:?} in {analysis}");
        }
    }
    insta::assert_snapshot!("orders_of_dates", shown);
}
