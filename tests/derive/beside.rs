//! Rows of another table of the patient beside an examination: by which dates they are found, which of them is the nearest, the
//! first and the last, and what cannot be told. What is expected is by hand.

use super::general::{answers, compiled_in, document, scan, told, whole};
use super::tables::Cell::{Code, Day, Text, Whole};
use super::tables::{Row, data};
use prespec::compile::Compiled;
use prespec::derive::derive;
use prespec::derive::model::Derived;
use prespec::plan::ir::Plan;
use prespec::program::lower;
use prespec::program::value::Value;

const TABLES: &str = r#"data visit "Visits" {
  one row per: id
  belongs to:  patient
  known at:    date
  ordered by:  date, id
  columns {
    id:   pseudonym
    date: date
    ecog: integer from 0 to 5
  }
}

data steroid "Steroids" {
  one row per: id
  belongs to:  patient
  known at:    date
  ordered by:  date, id
  columns {
    id:   pseudonym
    date: date
    dose: integer from 0 to 99
  }
}

data followup"#;

fn compiled(statements: &str) -> Compiled {
    let plan = document("plan").replace("data followup", TABLES);
    compiled_in(&plan, "use criteria/clinical_state", statements, "", &[])
}

const RESPONSE: &str = r#"response course "Course": clinical_state { exam: scan, at: imaging, among: everyone }"#;

/// A row of the patient in a table of visits or steroids.
fn row(of: &'static str, id: &str, day: i32, value: i64) -> Row {
    vec![("id", Text(id.into())), ("patient", Text("P1".into())), ("date", Day(day)), (of, Whole(value))]
}

/// Time zero is day 100.
fn derived(plan: &Plan, scans: Vec<Row>, visits: &[(i32, i64)], steroids: &[(i32, i64)]) -> Derived {
    let treated = vec![("patient", Text("P1".into())), ("date", Day(100)), ("drug", Code("standard"))];
    let patient = vec![("id", Text("P1".into())), ("hepatic", super::tables::Cell::Yes(true))];
    let numbered = |of, rows: &[(i32, i64)]| {
        rows.iter().enumerate().map(|(i, (day, value))| row(of, &format!("{i}"), *day, *value)).collect::<Vec<_>>()
    };
    let rows = [
        ("patient", vec![patient]),
        ("treatment", vec![treated]),
        ("followup", vec![vec![("patient", Text("P1".into())), ("last_news", Day(900))]]),
        ("scan", scans),
        ("visit", numbered("ecog", visits)),
        ("steroid", numbered("dose", steroids)),
    ];
    let program = lower(plan);
    assert_eq!(prespec::program::invariants::invariants(&program, plan), Vec::<String>::new());
    let derived = derive(plan, &program, &data(plan, &rows));
    assert_eq!(derived.reads.unlisted, []);
    derived
}

#[test]
fn the_response_of_an_examination_rests_on_the_state_and_the_steroids_of_its_days() {
    let plan = whole(compiled(RESPONSE));
    let scans = || {
        vec![
            scan("E0", 95, true, Some(8)),
            scan("E1", 150, true, Some(4)),
            scan("E2", 200, true, Some(4)),
            scan("E3", 250, true, Some(0)),
            scan("E4", 300, true, Some(0)),
            scan("E5", 350, true, Some(9)),
            scan("E6", 400, true, Some(4)),
        ]
    };
    let visits = [(95, 1), (140, 1), (164, 3), (214, 1), (250, 2), (236, 0), (299, 0), (420, 5)];
    let steroids = [(70, 8), (140, 8), (199, 9), (246, 1), (294, 4), (351, 20)];
    let responses = answers(&plan, &derived(&plan, scans(), &visits, &steroids), 0, 0);
    // E1: ECOG 1 ten days before is nearer than 3 fourteen days after; the last dose of the 30 days is 8 as at baseline: PR.
    // E2: halved, but 9 mg instead of 8: no response. E3: on the day itself ECOG 2, worse than 1. E4: the dose of day 294 is six
    // days old: CR. E5: no visit, but 9 of 8 is less than a quarter more; the state is unknown. E6: 20 days are too far.
    assert_eq!(responses, ["PR", "SD", "PD", "CR", "NE", "NE"]);
    // Of two visits equally near the earlier: day 240 and day 260 about day 250.
    let tied = [(95, 1), (240, 1), (260, 2)];
    assert_eq!(answers(&plan, &derived(&plan, scans(), &tied, &[(245, 1)]), 0, 0)[2], "SD");
    let turned = [(95, 1), (240, 2), (260, 1)];
    assert_eq!(answers(&plan, &derived(&plan, scans(), &turned, &[]), 0, 0)[2], "PD");
}

/// Quantities of the examinations.
const QUANTITIES: &[(&str, &str)] = &[
    ("some", "any visit where date from day -10 to day 0 of scan.date"),
    ("quiet", "no visit where date from day -10 to day 0 of scan.date and ecog > 1"),
    ("how_many", "count visit where date before scan.date"),
    ("well", "every visit where date from day -10 to day 10 of scan.date has ecog <= 1"),
    ("next", "first ecog of visit where date after scan.date"),
    ("up_to", "last ecog of visit where not (date after scan.date)"),
    ("from_then", "first visit where date from scan.date on"),
    ("near", "nearest ecog of visit to scan.date where date from day -10 to day 10 of scan.date { tie: earlier }"),
    ("near_later", "nearest ecog of visit to scan.date where date from day -10 to day 10 of scan.date { tie: later }"),
    ("its_day", "nearest visit to scan.date where date from day -10 to day 10 of scan.date { tie: earlier }"),
    ("follows", "any scan where date from day -28 to day -1 of scan.date"),
];

/// The quantity at the examinations with the scores 1, 2 and 3, as quantities of the patient.
fn at_each(plan: &Plan, derived: &Derived, name: &str) -> Vec<Option<Value>> {
    let of = |at: usize| {
        let (_, values) =
            derived.defined.iter().find(|(define, _)| plan.defines[*define].header.name == format!("{name}_{at}"))?;
        values.get(0)
    };
    (1..=3).map(of).collect()
}

#[test]
fn rows_are_found_beside_one_by_their_dates() {
    let mut statements = String::new();
    for (name, value) in QUANTITIES {
        statements += &format!("define {name} of scan \"{name}\": {value}\n");
        for at in 1..=3 {
            statements += &format!(
                "define {name}_{at} of patient \"{name} {at}\": first {name} of scan where score is known and score = {at}\n"
            );
        }
    }
    let plan = whole(compiled(&format!("{statements}{RESPONSE}")));
    let visits = [(90, 0), (105, 2), (115, 3), (125, 1), (130, 0), (130, 4)];
    let scans = vec![scan("E0", 100, true, Some(1)), scan("E1", 120, true, Some(2)), scan("E2", 200, true, Some(3))];
    let derived = derived(&plan, scans, &visits, &[]);
    let at_each = |name| at_each(&plan, &derived, name);
    let (yes, no) = (Some(Value::Bool(true)), Some(Value::Bool(false)));
    let (whole, day) = (|n| Some(Value::Integer(n)), |day| Some(Value::Date(day)));
    // Days 90; 115; none.
    assert_eq!(at_each("some"), [yes.clone(), yes.clone(), no.clone()]);
    // 0 on day 90; 3 on day 115; none.
    assert_eq!(at_each("quiet"), [yes.clone(), no.clone(), yes.clone()]);
    assert_eq!(at_each("how_many"), [whole(1), whole(3), whole(6)]);
    // 0 and 2; 3, 1, 0 and 4; of none it holds.
    assert_eq!(at_each("well"), [no.clone(), no.clone(), yes.clone()]);
    assert_eq!(at_each("next"), [whole(2), whole(1), None]);
    // Of the two of day 130 the last in the order of the table.
    assert_eq!(at_each("up_to"), [whole(0), whole(3), whole(4)]);
    assert_eq!(at_each("from_then"), [day(105), day(125), None]);
    // Day 105 is five days away, day 90 ten; days 115 and 125 are equally near.
    assert_eq!(at_each("near"), [whole(2), whole(3), None]);
    assert_eq!(at_each("near_later"), [whole(2), whole(1), None]);
    assert_eq!(at_each("its_day"), [day(105), day(115), None]);
    // The rows beside can be of the same table.
    assert_eq!(at_each("follows"), [no.clone(), yes, no]);
}

#[test]
fn what_is_beside_a_row_is_said_by_dates() {
    let refused = |value: &str| told(&compiled(&format!("define x of scan \"X\": {value}\n{RESPONSE}")));
    for (value, expected) in [
        ("any visit where ecog = 0", "Which rows of `visit` stand beside this one of `scan` is not said"),
        ("any visit where date from day -9 to day 0 of scan.score", "A date is expected, this is a whole number"),
        ("any visit where date from day -9 to day 0 of scan.date and date after scan.date", "This window is empty"),
        ("nearest ecog of visit to scan.date where date from day -9 to day 9 of scan.date", "`tie` is missing"),
        ("nearest ecog of visit to scan.date where date before scan.date { tie: later }", "some row is the nearest"),
        (
            "nearest ecog of visit to day 9 where date from day -9 to day 9 of scan.date { tie: later }",
            "nearest to the date by which rows are found",
        ),
        (
            "1 + (nearest ecog of visit to scan.date where date from day -9 to day 9 of scan.date)",
            "Two rows can be equally near",
        ),
        ("last dose of steroid where date before scan.date and dose = scan.score", "has several rows per patient"),
    ] {
        let said = refused(value);
        assert!(said.contains(expected), "{value}\n{said}");
    }
}

/// What is recorded after time zero does not become a characteristic at baseline by standing beside an examination.
#[test]
fn what_stands_beside_is_known_at_its_own_date() {
    let known = |days: &str| {
        let statements = format!(
            "define fit of patient \"Fit\": any scan where date from day -42 to day 0 and (any visit where {days})\n{RESPONSE}\nreport {{ language: en, baseline: fit, populations: everyone, numbers: mean_sd }}"
        );
        compiled(&statements)
    };
    let future = "known only after time zero";
    whole(known("date from day -7 to day 0 of scan.date"));
    let said = told(&known("date from day -7 to day 7 of scan.date"));
    assert!(said.contains(future), "{said}");
}
