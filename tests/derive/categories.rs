//! Quantities by cases: read from the top, with what is unknown, and what a plan may then say of them. What is expected is by hand.

use super::general::{told, whole};
use super::selected::{assessment, compiled, values_of};
use prespec::plan::ir::Type;
use prespec::program::value::Value;

const BY_CASES: &str = r#"
define level of patient "Level" {
  unknown          when last_score is missing
  low "Low score"  when last_score < 3
  mid "Mid score"  when last_score <= 6
  high             otherwise
}
define points of patient "Points" {
  2 when level is known and level = high
  1 when level is known and level = mid
  0 otherwise
}
define graded of patient "Graded" {
  yes when points >= 1
  no  otherwise
}
define grade_of_visit of assessment "Grade of the visit" {
  mild   when score is missing or score < 5
  severe otherwise
}
define severe_visits of patient "Severe visits": count assessment where grade_of_visit = severe
"#;

/// The score of the last assessment of which one is known, read as a quantity that stands first.
fn statements() -> String {
    format!("define last_score of patient \"Last score\": last score of assessment where label in (W0, W4)\n{BY_CASES}")
}

#[test]
fn the_first_case_that_holds_is_taken() {
    let of = |score: Option<i64>| values_of(&statements(), 6, &[assessment("W0", 95, score)]);
    let whole_number = |n| Some(Value::Integer(n));
    let truth = |holds| Some(Value::Bool(holds));
    for (score, code, points, graded) in
        [(0, 0, 0, false), (2, 0, 0, false), (3, 1, 1, true), (6, 1, 1, true), (7, 2, 2, true)]
    {
        let found = of(Some(score));
        assert_eq!(found[1], Some(Value::Code(code)), "{score}");
        assert_eq!((&found[2], &found[3]), (&whole_number(points), &truth(graded)), "{score}");
        assert_eq!(found[5], whole_number(i64::from(score >= 5)), "{score}");
    }
    // The level is unknown, and so neither high nor mid.
    let unknown = of(None);
    assert_eq!(unknown[1], None);
    assert_eq!((&unknown[2], &unknown[3]), (&whole_number(0), &truth(false)));
}

/// The words are codes in the order in which they are given, with their labels.
#[test]
fn words_are_a_list_of_codes() {
    let plan = whole(compiled(&statements()));
    let level = plan.defines.iter().find(|define| define.header.name == "level").expect("a quantity");
    let Type::Code(list) = &level.value.ty else { panic!("{:?}", level.value.ty) };
    let codes: Vec<(&str, &str)> = list.codes.iter().map(|code| (code.name.as_str(), code.label.as_str())).collect();
    assert_eq!(codes, [("low", "Low score"), ("mid", "Mid score"), ("high", "high")]);
}

#[test]
fn cases_are_complete_and_each_is_reached() {
    let refused = |cases: &str| told(&compiled(&format!("define x of assessment \"X\" {{\n{cases}\n}}\n")));
    let known = "score is known and";
    for (cases, expected) in [
        ("  a when grade = mild\n  b when grade = severe", "The cases do not cover everything"),
        ("  a when grade = mild\n  b when grade = severe\n  c otherwise", "the cases above leave no value"),
        ("  a when grade = mild\n  b when grade in (mild)\n  c otherwise", "an earlier case has taken every row"),
        ("  a otherwise\n  b when grade = mild", "after `otherwise`"),
        ("  a when score < 5\n  b otherwise", "This condition can be unknown"),
        (
            "  a when score is known and score < 5\n  b when score is known and score from 1 to 3\n  c otherwise",
            "an earlier case has taken every row",
        ),
        (
            "  unknown when score is missing\n  a when score < 5\n  b when score >= 5\n  c otherwise",
            "the cases above leave no value",
        ),
        ("  1 when grade = mild\n  score otherwise\n  b: 2", "Cases are expected here"),
        ("  1 when grade = mild\n  date otherwise", "The results differ"),
        ("  a \"A\" when grade = mild\n  a \"B\" otherwise", "`a` has two labels"),
    ] {
        let said = refused(cases);
        assert!(said.contains(expected), "{cases}\n{said}");
    }
    // One fault is one message.
    let said = refused("  a when score < 5\n  b when score >= 5\n  c otherwise");
    assert!(said.contains("P015") && !said.contains("P017"), "{said}");
    for cases in [
        format!("  a when {known} score < 5\n  b when {known} score < 7\n  c otherwise"),
        format!("  a when {known} score from 1 to 3\n  b when {known} score < 5\n  c otherwise"),
        "  a when grade = mild and date before time zero\n  b when grade = mild\n  c otherwise".to_string(),
        "  unknown when score is missing\n  a when score < 5\n  b otherwise".to_string(),
    ] {
        whole(compiled(&format!("define x of assessment \"X\" {{\n{cases}\n}}\n")));
    }
}

/// A code that no case gives is in no list.
#[test]
fn codes_of_cases_are_known_where_they_are_read() {
    let said = told(&compiled(&format!(
        "{}define worst of patient \"Worst\": level is known and level = highest\n",
        statements()
    )));
    assert!(
        said.contains("`highest` is not in the list of codes") && said.contains("the codes are: low, mid, high"),
        "{said}"
    );
}
