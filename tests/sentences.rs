//! The sentences of the synopsis: what is decided and by which number, which warnings stand with which results, and what is
//! said of an imbalance and of simulated data.

use prespec::catalogue::Warning;
use prespec::compile::compile_at;
use prespec::report::data;
use prespec::results::{Results, Verdict};
use prespec::run::compute;
use serde_json::Value;
use std::fs;
use std::path::Path;

const HEAD: &str = r#"---
title: An invented trial
version: 1
---

# 1 Everything

```plan
study trial "An invented trial" {
  alpha: 0.05 { sides: two }
}

data patient "Patients" {
  one row per: id
  known at:    baseline { asserted because: "invented" }
  columns {
    id:     pseudonym
    arm:    one of (a, b, c)
    first:  yes_no { known at: follow_up }
    second: yes_no { known at: follow_up }
    weight: number { known at: follow_up }
    time:   integer from 0 to 999 { known at: follow_up }
    died:   yes_no { known at: follow_up }
    base:   integer from 0 to 99
  }
}

time zero: start { dated: no }

arms groups "Group" {
  a "New"   when arm = a
  b "Old"   when arm = b
  c "Third" otherwise
}

population all "All patients": all_patients

endpoint one "First endpoint" { kind: yes_no, success: first, if not assessed: left_out }
endpoint two "Second endpoint" { kind: yes_no, success: second, if not assessed: left_out }
endpoint weight "Weight" { kind: number { better: higher }, value: weight, if not assessed: left_out }
endpoint os "Survival" { kind: time_to_event, time: time, event: died, if not assessed: left_out, because: "invented" }

"#;

const BINDING: &str = r#"plan: plan.md
data: data
cut-off: 2000-01-01
files: { separator: ",", decimal: ".", date: "%Y-%m-%d", encoding: utf-8, missing: "" }
tables:
  patient:
    file: patients.csv
    columns: { id: id, arm: arm, first: first, second: second, weight: weight, time: time, died: died, base: base }
"#;

/// 3 of 20 against 10 of 20: Fisher's P is 0.0407; 2 of 20 against 9 of 20: 0.0310. By the sum of the tables not more
/// probable than the one observed, with the binomial coefficients.
fn patients() -> String {
    let mut rows = "id,arm,first,second,weight,time,died,base\n".to_string();
    for (arm, first, second) in [("a", 3, 2), ("b", 10, 9), ("c", 6, 6)] {
        for i in 0..20 {
            let yes = |n: usize| if i < n { "yes" } else { "no" };
            rows.push_str(&format!("{arm}{i:02},{arm},{},{},{}.5,{},no,{i}\n", yes(first), yes(second), i * i, 10 + i));
        }
    }
    rows
}

fn run(analyses: &str, binding: &str) -> Results {
    run_plan(&format!("{HEAD}{analyses}"), binding)
}

/// `plan`: without the end of its fence.
fn run_plan(plan: &str, binding: &str) -> Results {
    let folder = tempfile::tempdir().expect("a folder");
    fs::create_dir(folder.path().join("data")).expect("a folder");
    fs::write(folder.path().join("plan.md"), format!("{plan}```\n")).expect("the plan");
    fs::write(folder.path().join("binding.yaml"), binding).expect("the binding");
    fs::write(folder.path().join("data/patients.csv"), patients()).expect("the data");
    let compiled = compile_at(folder.path()).expect("the plan can be read");
    let said: Vec<String> = compiled.diagnostics.iter().map(|d| format!("{} {}", d.code, d.title)).collect();
    let plan = compiled.plan.as_ref().unwrap_or_else(|| panic!("{said:?}"));
    compute(plan, &compiled, None, &|_| {}).expect("the data can be read").results
}

fn analysis(name: &str, role: &str, endpoint: &str, standing: &str) -> String {
    format!(
        "analysis {name} \"About {endpoint}\" {{\n  role: {role}\n  estimand {{\n    endpoint: {endpoint}\n    population: all\n    compare: a against b\n    effect: risk_difference\n  }}\n  estimate: risk_difference {{ interval: newcombe_hybrid_score }}\n  {standing}: fisher_exact\n}}\n\n"
    )
}

fn collect(value: &Value, into: &mut String) {
    match value {
        Value::Array(items) => items.iter().for_each(|v| collect(v, into)),
        Value::Object(fields) => {
            if let Some(text) = fields.get("text").and_then(Value::as_str) {
                into.push_str(text);
            }
            fields.values().for_each(|v| collect(v, into));
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn document(results: &Results) -> Value {
    serde_json::from_slice(&data(results).expect("the report is arranged")).expect("it is JSON")
}

fn section(results: &Results, name: &str) -> String {
    let mut text = String::new();
    collect(&document(results)["sections"][name], &mut text);
    text.replace(['\u{a0}', '\u{202f}'], " ")
}

fn verdicts(results: &Results) -> Vec<(&str, Verdict)> {
    results.decisions.iter().map(|d| (d.analysis.as_str(), d.verdict)).collect()
}

/// Two primary hypotheses with P 0.0407 and 0.0310. By hand: Bonferroni 0.081, 0.062; Holm 0.062, 0.062; the steps up of
/// Hochberg, Hommel and Benjamini–Hochberg leave both at most at 0.0407; Benjamini–Yekutieli multiplies that by 1.5.
#[test]
fn a_family_decides_for_its_members_whatever_the_procedure() {
    use Verdict::{NotRejected, Rejected};
    let procedures = [
        ("bonferroni", NotRejected),
        ("holm", NotRejected),
        ("hochberg", Rejected),
        ("hommel", Rejected),
        ("benjamini_hochberg", Rejected),
        ("benjamini_yekutieli", NotRejected),
        ("fixed_sequence", Rejected),
    ];
    for (procedure, verdict) in procedures {
        let analyses =
            analysis("first", "primary", "one", "main test") + &analysis("second", "primary", "two", "main test");
        let family = format!("family both \"Both endpoints\" {{ of: (first, second), procedure: {procedure} }}\n");
        let results = run(&(analyses + &family), BINDING);
        assert_eq!(verdicts(&results), [("first", verdict), ("second", verdict)], "{procedure}");
        let text = section(&results, "synopsis");
        let (said, unsaid) = match verdict {
            Rejected => ("equality of the arms is rejected", "is not rejected"),
            _ => ("equality of the arms is not rejected", "is rejected"),
        };
        assert_eq!((text.matches(said).count(), text.matches(unsaid).count()), (2, 0), "{procedure}\n{text}");
        assert_eq!(text.matches("Primary result").count(), 2, "{procedure}\n{text}");
        assert!(text.contains("P=0.04") && text.contains("P=0.03"), "{procedure}\n{text}");
        let rate = text.contains("false discovery rate");
        assert_eq!(rate, procedure.starts_with("benjamini"), "{procedure}\n{text}");
    }
}

/// A secondary analysis in a family has its sentence; one in none has no word of rejection.
#[test]
fn an_unadjusted_test_and_one_beside_reject_nothing() {
    let primary = analysis("first", "primary", "one", "main test");
    let results = run(&(primary.clone() + &analysis("second", "secondary", "two", "main test")), BINDING);
    assert_eq!(verdicts(&results), [("first", Verdict::Rejected), ("second", Verdict::Unadjusted)]);
    let text = section(&results, "synopsis");
    assert_eq!(text.matches("rejected").count(), 1, "{text}");

    let results = run(&(primary.clone() + &analysis("second", "secondary", "two", "also given")), BINDING);
    assert_eq!(verdicts(&results), [("first", Verdict::Rejected)]);

    let second = analysis("second", "secondary", "two", "main test");
    let family = "family both \"Both endpoints\" { of: (first, second), procedure: holm }\n";
    let results = run(&(primary + &second + family), BINDING);
    let text = section(&results, "synopsis");
    assert!(text.contains("About two: P=0.03, adjusted P=0.06, equality of the arms is not rejected"), "{text}");
    assert_eq!(text.matches("is not rejected").count(), 2, "{text}");
    assert!(!text.contains("is rejected"), "{text}");
}

/// P is 0.0204 on one side, half of 0.0407, as the arms are of one size: more than half of 0.03, less than half of 0.05, as
/// the test of two sides decides at the whole level.
#[test]
fn a_test_of_one_side_decides_at_half_the_level() {
    let primary = analysis("first", "primary", "one", "main test");
    let one_sided = primary.replace("fisher_exact", "fisher_exact { alternative: less }");
    let cases = [
        ("0.03", Verdict::NotRejected, "equality of the arms is not rejected at the one-sided 1.5% level"),
        ("0.045", Verdict::Rejected, "equality of the arms is rejected at the one-sided 2.25% level"),
        ("0.05", Verdict::Rejected, "equality of the arms is rejected at the one-sided 2.5% level"),
    ];
    for (alpha, verdict, said) in cases {
        let head = HEAD.replace("alpha: 0.05", &format!("alpha: {alpha}"));
        let results = run_plan(&format!("{head}{one_sided}"), BINDING);
        assert_eq!(verdicts(&results), [("first", verdict)], "{alpha}");
        let text = section(&results, "synopsis");
        assert!(text.contains(said) && !text.contains("two-sided"), "{alpha}\n{text}");
    }
}

/// Nobody died: the test has no p-value, so nothing is rejected, and nothing is said not to be.
#[test]
fn a_test_that_is_not_estimable_decides_nothing() {
    let os = "analysis first \"Survival\" {\n  role: primary\n  estimand {\n    endpoint: os\n    population: all\n    compare: a against b\n    effect: hazard_ratio\n  }\n  estimate: cox { ties: efron }\n  main test: log_rank\n}\n\n";
    let results = run(os, BINDING);
    assert_eq!(verdicts(&results), [("first", Verdict::NotEstimable)]);
    let text = section(&results, "synopsis");
    assert!(text.contains("no p-value can be given, and nothing is rejected"), "{text}");
    assert_eq!(text.matches("rejected").count(), 1, "{text}");
}

/// Two comparisons with one arm are two hypotheses: the primary analysis has a family or rejects none of them.
#[test]
fn several_hypotheses_of_one_analysis_are_told_apart() {
    let three = "analysis first \"Weight\" {\n  role: primary\n  estimand {\n    endpoint: weight\n    population: all\n    compare: (a, c) against b\n    effect: mean_difference\n  }\n  estimate: linear_model { variance: model }\n  main test: linear_model { variance: model }\n}\n\n";
    let results = run(&three.replace("primary", "secondary"), BINDING);
    assert_eq!(verdicts(&results), [("first", Verdict::Unadjusted), ("first", Verdict::Unadjusted)]);
    let text = section(&results, "synopsis");
    assert!(!text.contains("is rejected") && !text.contains("is not rejected"), "{text}");
    let family = "family both \"Both comparisons\" { of: first, procedure: holm }\n";
    let results = run(&format!("{three}{family}"), BINDING);
    assert_eq!(verdicts(&results).len(), 2);
    let text = section(&results, "synopsis");
    // What the model gives of an arm is a difference from the reference, and no value of the arm.
    assert!(text.contains("New against old: ") && text.contains("Third against old: "), "{text}");
    assert!(!text.contains("With New") && !text.contains("deviation"), "{text}");
    assert_eq!(text.matches("equality of the arms is not rejected").count(), 2, "{text}");
    assert!(text.contains("New: The test") && text.contains("Third: The test"), "{text}");
}

/// The binding declares simulated data, and every page is to say so.
#[test]
fn simulated_data_are_said_to_be() {
    let analyses = analysis("first", "primary", "one", "main test");
    let results = run(&analyses, BINDING);
    assert!(document(&results)["marked"].is_null());
    let binding = BINDING.replace("data: data\n", "data: data\nsimulated: \"drawn by hand.\"\n");
    let mut results = run(&analyses, &binding);
    assert_eq!(results.study.simulated.as_deref(), Some("drawn by hand."));
    assert_eq!(document(&results)["marked"], "SIMULATED DATA");
    let mut cover = String::new();
    collect(&document(&results)["cover"], &mut cover);
    assert!(cover.contains("These are not data of patients: drawn by hand. No number"), "{cover}");
    results.report.language = prespec::catalogue::Language::French;
    assert_eq!(document(&results)["marked"], "DONNÉES SIMULÉES");
}

fn study() -> Results {
    let compiled =
        compile_at(&Path::new(env!("CARGO_MANIFEST_DIR")).join("plans/sirt-hcc")).expect("the plan can be read");
    let plan = compiled.plan.as_ref().expect("a plan without a fault");
    compute(plan, &compiled, None, &|_| {}).expect("the data can be read").results
}

/// Clause 3.2: the window of 3 months alone opens before day 120, and no landmark answers what is measured before it.
#[test]
fn a_warning_stands_with_the_results_that_it_concerns() {
    let results = study();
    let early: Vec<_> =
        results.accepted.iter().filter(|a| a.warning == Warning::EarlyWindow).flat_map(|a| &a.concerns).collect();
    assert!(!early.is_empty() && early.iter().all(|c| c.timepoint.as_deref() == Some("M3")), "{early:?}");
    let text = section(&results, "synopsis");
    let (window, immortal) = ("measured in a window that opens", "arms are settled after time zero");
    assert_eq!((text.matches(window).count(), text.matches(immortal).count()), (0, 1), "{text}");
    assert!(text.contains("(clause 3.2), answered by Objective response at 6 months, landmark at day 120."), "{text}");
    let analyses = section(&results, "analyses");
    assert!(analyses.contains("Accepted warning, of 3 months: a response is measured in a window"), "{analyses}");
}

/// Each table of adverse events has it too, and the title page counts the endpoints of an acceptance that has many.
#[test]
fn a_warning_stands_with_the_adverse_events() {
    let results = study();
    let many = results.accepted.iter().find(|a| a.endpoints.len() > 8).expect("an acceptance of many endpoints");
    let tables = &results.events;
    assert!(tables.iter().all(|t| many.concerns.iter().any(|c| c.analysis == t.analysis)));
    let safety = section(&results, "safety");
    let said = "Accepted warning: arms are settled after time zero";
    assert_eq!(safety.matches(said).count(), tables.len(), "{safety}");
    let counted = format!("{} endpoints, named with their analyses", many.endpoints.len());
    assert!(document(&results).to_string().replace(['\u{a0}', '\u{202f}'], " ").contains(&counted), "{counted}");
}

/// Clauses 7 and 8.10: what missed the aim, who takes account of it, and the aetiology, for which no aim was set. The difference
/// of the aetiologies and the adjusted odds ratio were computed from the files by another program.
#[test]
fn an_imbalance_is_said_with_what_takes_account_of_it() {
    let results = study();
    let text = section(&results, "synopsis");
    for expected in [
        "not below 0.1 for 9 of 16 characteristics with this aim",
        "enter the models of Objective response at 6 months, adjusted; Progression-free survival, adjusted; Overall survival, adjusted.",
        "No analysis takes account of ALBI score, albumin, bilirubin, diabetes and arterial hypertension.",
        "The largest difference of all in the pairs is in aetiology, which has no aim (0.560,",
        "ECOG performance status and largest lesion (clause 8.10): Odds ratio: 4.04 (95% CI 1.15 to 14.17).",
    ] {
        assert!(text.contains(expected), "{expected}\n{text}");
    }
    let all = document(&results).to_string();
    assert!(!all.contains("do not account for it"));
}

/// Nothing is compared: the hypothesis is that of the one covariate.
#[test]
fn a_correlation_is_decided() {
    let correlation = "analysis first \"Weight and time\" {\n  role: primary\n  estimand {\n    endpoint: weight\n    population: all\n  }\n  covariates: base\n  if a covariate is missing: left_out\n  estimate: correlation { coefficient: pearson }\n  main test: correlation { coefficient: pearson }\n}\n\n";
    let results = run(correlation, BINDING);
    assert_eq!(verdicts(&results).len(), 1, "{:?}", results.decisions);
    let text = section(&results, "synopsis");
    assert!(text.contains("the hypothesis of the test is rejected"), "{text}");
    assert!(text.contains("Correlation: "), "{text}");
}

/// A report in French prints the French of a label, and the text first written where there is none; what is named after a label
/// keeps its name.
#[test]
fn labels_are_in_the_language_of_the_report() {
    let plan = |language: &str| {
        let head = HEAD
            .replace("\"First endpoint\"", "\"First endpoint\" / fr \"Premier critère\"")
            .replace("a \"New\"", "a \"New\" / fr \"Nouveau\"")
            .replace("\"All patients\": all_patients", "\"All patients\" / fr \"Tous les patients\" {\n  of: all_patients\n  require {\n    \"Any time\" / fr \"Tout temps\": base >= 0\n  }\n  if not known: excluded\n  count exclusions at: first_reason\n}");
        let report = format!("report {{\n  language: {language}\n}}\n");
        head + &analysis("first", "primary", "one", "main test") + &report
    };
    let labels = |results: &Results| {
        let arms: Vec<String> = results.arms.iter().map(|a| a.label.clone()).collect();
        (arms, results.populations[0].label.clone())
    };
    let own = |texts: [&str; 3]| texts.map(str::to_string).to_vec();
    let english = run_plan(&plan("en"), BINDING);
    assert_eq!(labels(&english), (own(["New", "Old", "Third"]), "All patients".into()));
    let french = run_plan(&plan("fr"), BINDING);
    assert_eq!(labels(&french), (own(["Nouveau", "Old", "Third"]), "Tous les patients".into()));
    let ids = |results: &Results| results.records.iter().map(|r| r.id.clone()).collect::<Vec<_>>();
    assert_eq!(ids(&english), ids(&french));
    assert!(section(&french, "synopsis").contains("Nouveau"), "{}", section(&french, "synopsis"));
}

/// A label in a language that no report has, and one with two texts in one language.
#[test]
fn a_label_has_one_text_in_each_language_of_a_report() {
    for (label, code) in [("\"All\" / de \"Alle\"", "P001"), ("\"All\" / fr \"Tous\" / fr \"Toutes\"", "P012")] {
        let folder = tempfile::tempdir().expect("a folder");
        let head = HEAD.replace("\"All patients\"", label);
        fs::write(folder.path().join("plan.md"), format!("{head}```\n")).expect("the plan");
        fs::write(folder.path().join("binding.yaml"), BINDING).expect("the binding");
        let compiled = compile_at(folder.path()).expect("the plan can be read");
        let found: Vec<&str> = compiled.diagnostics.iter().map(|d| d.code.0).collect();
        assert!(found.contains(&code), "{label}: {found:?}");
    }
}
