//! A value of the rows below a patient: of the only row that can be meant, of the nearest, or made of all. What is expected is by
//! hand.

use super::general::{compiled_in, document, told, whole};
use super::tables::Cell::{Code, Day, Text, Whole, Yes};
use super::tables::{Row, data};
use prespec::compile::Compiled;
use prespec::derive::derive;
use prespec::plan::ir::Plan;
use prespec::program::lower;
use prespec::program::value::Value;

const TABLES: &str = r#"data assessment "Assessments" {
  one row per: patient, label
  belongs to:  patient
  known at:    date
  ordered by:  date
  columns {
    label: one of (W0, W4, W12, W16, W24)
    date:  date
    score: integer from 0 to 9 { may be missing: yes }
    grade: one of (mild, severe)
  }
}

data followup"#;

pub(super) fn compiled(statements: &str) -> Compiled {
    compiled_in(&document("plan").replace("data followup", TABLES), "", statements, "", &[])
}

pub(super) fn assessment(label: &'static str, day: i32, score: Option<i64>) -> Row {
    let grade = if score.is_some_and(|score| score > 5) { "severe" } else { "mild" };
    let mut row =
        vec![("patient", Text("P1".into())), ("label", Code(label)), ("date", Day(day)), ("grade", Code(grade))];
    row.extend(score.map(|score| ("score", Whole(score))));
    row
}

/// Time zero is day 100. Weeks 12 and 16 are days 80 and 88 after it, four days before and after day 84.
fn rows() -> Vec<Row> {
    vec![
        assessment("W0", 95, Some(4)),
        assessment("W4", 128, Some(7)),
        assessment("W12", 180, None),
        assessment("W16", 188, Some(2)),
    ]
}

/// The values of quantities of the patient.
fn values(quantities: &[&str], assessments: &[Row]) -> Vec<Option<Value>> {
    let define = |(at, value): (usize, &&str)| format!("define x{at} of patient \"X{at}\": {value}\n");
    values_of(&quantities.iter().enumerate().map(define).collect::<String>(), quantities.len(), assessments)
}

/// Those of the first quantities of these statements.
pub(super) fn values_of(statements: &str, count: usize, assessments: &[Row]) -> Vec<Option<Value>> {
    let plan: Plan = whole(compiled(statements));
    let rows = [
        ("patient", vec![vec![("id", Text("P1".into())), ("hepatic", Yes(true))]]),
        ("treatment", vec![vec![("patient", Text("P1".into())), ("date", Day(100)), ("drug", Code("standard"))]]),
        ("followup", vec![vec![("patient", Text("P1".into())), ("last_news", Day(900))]]),
        ("assessment", assessments.to_vec()),
    ];
    let program = lower(&plan);
    assert_eq!(prespec::program::invariants::invariants(&program, &plan), Vec::<String>::new());
    let derived = derive(&plan, &program, &data(&plan, &rows));
    assert_eq!(derived.reads.unlisted, []);
    (0..count).map(|at| derived.defined.iter().find(|(d, _)| *d == at).and_then(|(_, v)| v.get(0))).collect()
}

fn all(cases: &[(&str, Option<Value>)]) {
    let (quantities, expected): (Vec<&str>, Vec<Option<Value>>) = cases.iter().cloned().unzip();
    for ((quantity, found), expected) in quantities.iter().zip(values(&quantities, &rows())).zip(expected) {
        assert_eq!(found, expected, "{quantity}");
    }
}

fn whole_number(n: i64) -> Option<Value> {
    Some(Value::Integer(n))
}

#[test]
fn of_the_only_row_that_can_be_meant() {
    all(&[
        ("score of assessment where label = W4", whole_number(7)),
        ("score of assessment where label in (W4)", whole_number(7)),
        ("grade of assessment where label = W4", Some(Value::Code(1))),
        ("date of assessment where label = W16", Some(Value::Date(188))),
        // The row is there and its value is not; the row is not there; the row does not satisfy the rest.
        ("score of assessment where label = W12", None),
        ("score of assessment where label = W24", None),
        ("score of assessment where label = W4 and date before time zero", None),
        ("score of assessment where label = W0 and date from day -14 to day 0", whole_number(4)),
        ("(score of assessment where label = W16) - (score of assessment where label = W0)", whole_number(-2)),
        ("(score of assessment where label = W4) > 5", Some(Value::Bool(true))),
    ]);
}

#[test]
fn made_of_all_rows() {
    all(&[
        ("min score of assessment where score is known", whole_number(2)),
        ("max score of assessment where score is known", whole_number(7)),
        ("sum score of assessment where score is known", whole_number(13)),
        ("mean score of assessment where score is known", Some(Value::Real(13.0 / 3.0))),
        ("mean score of assessment where label in (W0, W4)", Some(Value::Real(5.5))),
        // Of week 12 nothing is recorded.
        ("min score of assessment", None),
        ("sum score of assessment", None),
        ("mean score of assessment", None),
        // There is no such row.
        ("max score of assessment where label = W24", None),
        ("sum score of assessment where label = W24", None),
        ("min date of assessment", Some(Value::Date(95))),
        ("max date of assessment where score is known and score > 3", Some(Value::Date(128))),
        ("count assessment where score is known", whole_number(3)),
    ]);
}

#[test]
fn of_the_nearest_row() {
    all(&[
        ("nearest score of assessment to day 84 where date from day 70 to day 98 { tie: earlier }", None),
        ("nearest score of assessment to day 84 where date from day 70 to day 98 { tie: later }", whole_number(2)),
        (
            "nearest score of assessment to day 84 where date from day 70 to day 98 and score is known { tie: earlier }",
            whole_number(2),
        ),
        (
            "nearest date of assessment to day 84 where date from day 70 to day 98 { tie: earlier }",
            Some(Value::Date(180)),
        ),
        ("nearest score of assessment to day 10 where date from day -14 to day 40 { tie: earlier }", whole_number(4)),
        ("nearest score of assessment to day 13 where date from day -14 to day 40 { tie: earlier }", whole_number(7)),
        ("nearest score of assessment to day 84 where date from day 81 to day 87 { tie: later }", None),
        (
            "nearest score of assessment to followup.last_news where date from day 0 to day 400 { tie: later }",
            whole_number(2),
        ),
        ("first assessment where score is known and score >= 5", Some(Value::Date(128))),
    ]);
}

/// Of two rows of one day, equally near, the earlier in the order of the table is that of the key.
#[test]
fn of_two_rows_of_one_day() {
    let rows = [assessment("W4", 130, Some(1)), assessment("W12", 130, Some(2))];
    let near =
        |tie: &str| format!("nearest score of assessment to day 28 where date from day 0 to day 60 {{ tie: {tie} }}");
    let found = values(&[&near("earlier"), &near("later")], &rows);
    assert_eq!(found, [whole_number(1), whole_number(2)]);
    assert_eq!(values(&["mean score of assessment", "sum score of assessment"], &[]), [None, None]);
}

#[test]
fn what_can_be_of_several_rows_is_refused() {
    let refused = |value: &str| told(&compiled(&format!("define x of patient \"X\": {value}\n")));
    for (value, expected) in [
        ("score of assessment where grade = mild", "Several rows of `assessment` of one `patient` can be meant"),
        ("score of assessment where label in (W0, W4)", "told apart by `label`, which the condition does not fix"),
        ("score of assessment where label != W0", "told apart by `label`"),
        ("score of assessment where label = W0 or label = W4", "told apart by `label`"),
        ("score of assessment", "Which row of `assessment` is meant is not said"),
        ("score of scan where readable", "told apart by `id`"),
        ("size of spot where number = 1 and reader = A", "told apart by `id`"),
        ("nearest score of assessment to day 84 where date from day 70 to day 98", "`tie` is missing"),
        ("nearest score of assessment to day 84 where label = W12 { tie: later }", "some row is the nearest"),
        (
            "nearest score of assessment to hepatic where date from day 70 to day 98 { tie: later }",
            "A date is expected, this is yes or no",
        ),
        ("mean grade of assessment", "`mean` is of numbers, this is one of (mild, severe)"),
        ("sum date of assessment", "`sum` is of numbers, this is a date"),
        ("min grade of assessment", "`min` is of what has an order, and these codes have none"),
        ("mean assessment", "This selection is not complete"),
        ("max score of assessment where score > 3", "This condition can be unknown"),
    ] {
        let said = refused(value);
        assert!(said.contains(expected), "{value}\n{said}");
    }
}

/// A covariate rests on rows that are over at time zero, and a number that is made of later ones is none.
#[test]
fn what_is_read_of_rows_is_known_with_them() {
    let known = |value: &str| {
        let statements = format!(
            "define x of patient \"X\": {value}\nreport {{ language: en, baseline: x, populations: everyone, numbers: mean_sd }}"
        );
        compiled(&statements)
    };
    let to_time_zero = "date from day -14 to day 0";
    for value in [
        format!("score of assessment where label = W0 and {to_time_zero}"),
        format!("mean score of assessment where {to_time_zero} and score is known"),
        format!("nearest score of assessment to day -7 where {to_time_zero} {{ tie: later }}"),
        format!("last score of assessment where {to_time_zero}"),
    ] {
        whole(known(&value));
    }
    for value in [
        "score of assessment where label = W0",
        "max score of assessment where score is known",
        "mean score of assessment where date from day -14 to day 1 and score is known",
        "nearest score of assessment to day 0 where date from day -14 to day 14 { tie: later }",
        "nearest score of assessment to followup.last_news where date from day -14 to day 0 { tie: later }",
    ] {
        let said = told(&known(value));
        assert!(said.contains("P022"), "{value}\n{said}");
    }
}
