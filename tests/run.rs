//! What a run says and leaves where something cannot be estimated, on the first study with its plan changed.

mod rows;

use prespec::compile::compile_at;
use prespec::number::Number;
use prespec::results::{Results, Standing};
use prespec::run::{compute, told};
use std::fs;
use std::path::{Path, PathBuf};

/// The results of the first study by a plan in which texts that stand once are replaced.
fn changed(changes: &[(&str, &str)]) -> Results {
    let plans = Path::new(env!("CARGO_MANIFEST_DIR")).join("plans");
    let mut text = fs::read_to_string(plans.join("sirt-hcc/plan.md")).expect("the plan");
    for (old, new) in changes {
        assert_eq!(text.matches(old).count(), 1, "`{old}`");
        text = text.replacen(old, new, 1);
    }
    let folder = tempfile::tempdir().expect("a folder");
    let study = folder.path().join("study");
    let copy = |from: PathBuf, to: PathBuf| {
        fs::create_dir_all(&to).expect("a folder");
        for entry in fs::read_dir(&from).expect("a folder to copy").map(|e| e.expect("an entry").path()) {
            if entry.is_file() {
                fs::copy(&entry, to.join(entry.file_name().expect("a name"))).expect("a copy");
            }
        }
    };
    copy(plans.join("criteria"), folder.path().join("criteria"));
    copy(plans.join("sirt-hcc"), study.clone());
    fs::write(study.join("plan.md"), text).expect("the changed plan");
    let compiled = compile_at(&study).expect("the plan can be read");
    let said: Vec<String> = compiled.diagnostics.iter().map(|d| d.title.to_string()).collect();
    let plan = compiled.plan.as_ref().unwrap_or_else(|| panic!("{said:?}"));
    compute(plan, &compiled, Some(&plans.join("sirt-hcc/data/locked")), &|_| {}).expect("the data can be read").results
}

fn value<'r>(results: &'r Results, id: &str) -> &'r Number {
    let record = results.records.iter().find(|r| r.id == id);
    &record.unwrap_or_else(|| panic!("no result {id}")).value
}

fn reason(results: &Results, id: &str) -> String {
    match value(results, id) {
        Number::NotEstimable(reason) => reason.english().into_owned(),
        other => panic!("{id}: {other:?}"),
    }
}

/// No pair may be formed without the caliper that the plan asks for.
#[test]
fn a_caliper_that_cannot_be_computed_leaves_no_pair_and_says_why() {
    let nobody = "population nobody \"Nobody\" {\n  of: eligible\n  require { \"None\": afp > 1000000 ng/mL }\n  if not known: excluded\n  count exclusions at: first_reason\n}\n\n";
    let results = changed(&[
        (
            "matching pairs \"Propensity-matched pairs\" {",
            &format!("{nobody}matching pairs \"Propensity-matched pairs\" {{"),
        ),
        ("0.2 SD { of: logit, over: eligible }", "0.2 SD { of: logit, over: nobody }"),
    ]);
    assert!(
        reason(&results, "pairs.pairs").contains("caliper cannot be computed"),
        "{:?}",
        value(&results, "pairs.pairs")
    );
    assert!(results.derived.pairs.iter().all(|p| p.matching != "pairs"));
    assert!(matches!(value(&results, "pairs.score.deviance"), Number::Real(_)), "the score itself is there");
    assert_eq!(value(&results, "attrition.matched.included"), &Number::Count(0));

    // Nothing that rests on the pairs is a zero that was counted.
    for id in ["pairs", "both", "first_only", "second_only", "neither", "estimate", "lower"] {
        reason(&results, &format!("primary.recist.M6.risk_difference.newcombe_paired.{id}"));
    }
    reason(&results, "primary.recist.M6.mcnemar.exact.p_value");
    reason(&results, "progression.kaplan_meier.log_log.sirt_io.91.at_risk");
    reason(&results, "pairs.balance.missed");

    let told = told::not_estimable(&results);
    for line in [
        "population matched: no patient (Matched pairs)",
        "matching pairs: no pair (the caliper cannot be computed: fewer than two patients that it is over have a score)",
        "primary: not estimable (the population is empty)",
    ] {
        assert!(told.iter().any(|l| l == line), "{line} is not in {told:#?}");
    }
    assert!(told.iter().any(|l| l.contains("progression, survival")), "{told:#?}");
}

#[test]
fn the_propensity_model_is_named_as_the_method_of_its_numbers() {
    let results = changed(&[]);
    for id in ["pairs.score.coefficient.age", "pairs.score.deviance"] {
        let record = results.records.iter().find(|r| r.id == id).unwrap_or_else(|| panic!("no result {id}"));
        let method = record.method.as_ref().map(|m| m.name.as_str());
        assert_eq!((method, record.standing), (Some("propensity_score"), Standing::Estimate));
    }
    let pairs = results.records.iter().find(|r| r.id == "pairs.pairs").and_then(|r| r.method.as_ref());
    assert_eq!(pairs.map(|m| m.name.as_str()), Some("nearest"));
    assert_eq!(told::not_estimable(&results), Vec::<String>::new());
}

/// A fault of the engine is told by its code, and is no panic.
#[test]
fn two_numbers_of_one_identifier_are_refused() {
    use prespec::results::{Curve, Record};
    use prespec::run::one_name_each;
    let record = |id: &str| Record { id: id.into(), ..Record::default() };
    let curve = |id: &str| Curve { id: id.into(), ..Curve::default() };
    let mut results =
        Results { records: vec![record("a.n"), record("b.n")], curves: vec![curve("a.n")], ..Results::default() };
    assert!(one_name_each(&results).is_ok());
    results.records.push(record("a.n"));
    let error = one_name_each(&results).expect_err("two numbers of one identifier");
    insta::assert_snapshot!("one_identifier_twice", format!("error[{}]: {error}", error.code().expect("a code")));
    assert!(error.to_string().contains("`a.n`; nothing was written"), "{error}");
    results.records.pop();
    results.curves.push(curve("a.n"));
    assert!(one_name_each(&results).is_err());
}
