//! LI-RADS treatment response after radiation, 2024: of random courses, with the category of each lesion, against a second
//! implementation, and deliberate mistakes in the document that they must see.

use super::courses::{config, first_difference};
use prespec::compile::{InMemory, compile};
use prespec::plan::ir::{Column, Plan, ResponseId, Table, Type};
use prespec::program::expression::BoundCriterion;
use prespec::program::fold;
use prespec::program::lower::criterion::alone;
use prespec::program::value::Value;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use rust_decimal::Decimal;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// What one reader recorded of a lesion; the length of the masslike enhancement in tenths of a millimetre.
#[derive(Clone, Debug)]
struct Row {
    number: i64,
    treated: Option<bool>,
    enhancement: Option<&'static str>,
    masslike: Option<i64>,
}

#[derive(Clone, Debug)]
struct Exam {
    readable: bool,
    rows: Vec<Row>,
}

/// Of an examination, the response and the category of each lesion by its number.
type Answers = Vec<(String, Vec<(i64, Option<String>)>)>;

// ---------------------------------------------------------------- the document

struct Reads {
    plan: Plan,
    criterion: BoundCriterion,
}

/// A plan that uses the document, after texts of it were replaced.
fn reads(option: &str, replaced: &[(&str, &str)]) -> Reads {
    let file = |name: &str| {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
        std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{name}: {e}"))
    };
    let columns = "treated: yes_no { may be missing: yes }\n    enhancement: one of (none, expected, masslike, not_evaluable) { may be missing: yes }\n    \
                   masslike: number in mm { at least: 0 mm, below: 1000 mm, may be missing: yes }\n    state:  one of";
    let response = "response it \"It\": li_rads_tr_radiation_2024 { exam: scan, lesion: spot, at: imaging, among: everyone, \
                    irradiated: ablation { by: day 365, because: \"the response is that of what was irradiated\" } }\n\n\
                    combine readers \"Readers\" {\n  of: it\n  readers: reader\n  response {\n    \
                    agreed_response \"agreed\" when readers agree\n    NE \"unresolved\" otherwise\n  }\n  unresolved: query\n}\n";
    let plan = file("tests/derive/criteria/plan.md")
        .replace("state:  one of", columns)
        .replace("USES", &format!("use criteria/li_rads_tr_radiation_2024 {option}"))
        .replace("RESPONSES", response)
        .replace("ENDPOINTS", "");
    let document =
        replaced.iter().fold(file("plans/criteria/li_rads_tr_radiation_2024.md"), |text, (written, instead)| {
            assert!(text.contains(written), "the document does not say `{written}`");
            text.replace(written, instead)
        });
    let texts = InMemory::new(plan).with("criteria/li_rads_tr_radiation_2024", document);
    let compiled = compile(&texts).expect("texts in memory are there");
    let said = prespec::diagnostic::render::render(&compiled.diagnostics, &compiled.sources, false);
    let plan = compiled.plan.unwrap_or_else(|| panic!("{said}"));
    Reads { criterion: alone(&plan, ResponseId(0)), plan }
}

fn code(column: &Column, name: &str) -> Option<Value> {
    match &column.ty {
        Type::Code(list) => list.position(name).map(Value::Code),
        _ => None,
    }
}

fn lesion_row(table: &Table, row: &Row) -> Vec<Option<Value>> {
    let cell = |column: &Column| match column.name.as_str() {
        "number" => Some(Value::Integer(row.number)),
        "reader" => Some(Value::Code(0)),
        "treated" => row.treated.map(Value::Bool),
        "enhancement" => row.enhancement.and_then(|name| code(column, name)),
        "masslike" => row.masslike.map(|tenths| Value::Number(Decimal::new(tenths, 1))),
        _ => None,
    };
    table.columns.iter().map(cell).collect()
}

fn exam_row(table: &Table, place: usize, exam: &Exam) -> Vec<Option<Value>> {
    let cell = |column: &Column| match column.name.as_str() {
        "id" => Some(Value::Text(format!("E{place}").into())),
        "date" => Some(Value::Date(60 * place as i32)),
        "readable" => Some(Value::Bool(exam.readable)),
        _ => None,
    };
    table.columns.iter().map(cell).collect()
}

type Columns = (Vec<Option<Value>>, Vec<Vec<Option<Value>>>);

/// The answers of the document at the examinations after the first, which is the baseline.
fn answers(Reads { plan, criterion }: &Reads, exams: &[Exam]) -> Answers {
    let response = &plan.responses[0];
    let things = response.criterion.things.expect("lesions");
    let columns = |(place, exam): (usize, &Exam)| -> Columns {
        let rows = exam.rows.iter().map(|row| lesion_row(plan.table(things.table), row)).collect();
        (exam_row(plan.table(response.criterion.exam), place, exam), rows)
    };
    let columns: Vec<Columns> = exams.iter().enumerate().map(columns).collect();
    fn exam((row, of): (usize, &Columns)) -> fold::Exam<'_> {
        fold::Exam { row, columns: &of.0, lesions: of.1.iter().map(Vec::as_slice).collect() }
    }
    let mut read: Vec<_> = columns.iter().enumerate().map(exam).collect();
    let first = read.remove(0);
    let codes = &response.criterion.of_each.as_ref().expect("categories of lesions").codes;
    let category = |of: &fold::ThingTold| {
        let number = of.thing.iter().flatten().find_map(|value| match value {
            Value::Integer(number) => Some(*number),
            _ => None,
        });
        (number.expect("a number"), of.category.map(|at| codes.codes[at].name.clone()))
    };
    let told = fold::Fold::new(plan, criterion).read(Some(&first), &read).answers;
    let told = told.iter().map(|answer| {
        let mut things: Vec<_> = answer.things.iter().map(category).collect();
        things.sort();
        (response.criterion.code_name(answer.result).to_string(), things)
    });
    told.collect()
}

// ---------------------------------------------------------------- the second implementation

/// The length of the masslike enhancement of a lesion; none where it cannot be told.
fn extent(exam: &Exam, number: i64) -> Option<i64> {
    let row = exam.rows.iter().find(|row| row.number == number)?;
    match row.enhancement? {
        "masslike" => row.masslike,
        "not_evaluable" => None,
        _ => Some(0),
    }
}

fn category(number: i64, exam: &Exam, before: &Exam, increase: i64) -> Option<&'static str> {
    match exam.rows.iter().find(|row| row.number == number).and_then(|row| row.treated) {
        None => return Some("NE"),
        Some(false) => return None,
        Some(true) => {}
    }
    let category = match (extent(before, number), extent(exam, number)) {
        (_, Some(0)) => "NONVIABLE",
        (None, _) | (_, None) => "NE",
        (Some(0), Some(_)) => "VIABLE",
        (Some(then), Some(now)) if now > then + increase => "VIABLE",
        (Some(_), Some(_)) => "NONPROGRESSING",
    };
    Some(category)
}

/// Every lesion that was ever treated, and of the patient the worst of them.
fn second(exams: &[Exam], increase: i64) -> Answers {
    let mut before = &exams[0];
    let mut known = BTreeSet::new();
    let treated = |exam: &Exam| {
        exam.rows.iter().filter(|row| row.treated == Some(true)).map(|row| row.number).collect::<Vec<_>>()
    };
    known.extend(treated(before));
    let mut answers = vec![];
    for exam in &exams[1..] {
        if !exam.readable || exam.rows.is_empty() {
            answers.push(("NE".to_string(), vec![]));
            continue;
        }
        known.extend(treated(exam));
        let each: Vec<_> = known.iter().map(|number| (*number, category(*number, exam, before, increase))).collect();
        let worst = ["VIABLE", "NE", "NONPROGRESSING", "NONVIABLE"];
        let response = worst.into_iter().find(|category| each.iter().any(|(_, of)| *of == Some(category)));
        let each = each.into_iter().map(|(number, of)| (number, of.map(str::to_string))).collect();
        answers.push((response.unwrap_or("NA").to_string(), each));
        before = exam;
    }
    answers
}

// ---------------------------------------------------------------- courses

fn row() -> impl Strategy<Value = (bool, Row)> {
    let there = prop::bool::weighted(0.93);
    let treated = prop_oneof![12 => Just(Some(true)), 1 => Just(Some(false)), 1 => Just(None)];
    let enhancement = prop_oneof![
        2 => Just(Some("none")),
        2 => Just(Some("expected")),
        9 => Just(Some("masslike")),
        1 => Just(Some("not_evaluable")),
        1 => Just(None),
    ];
    let lengths = vec![0, 1, 50, 51, 99, 100, 101, 150, 151, 200];
    let masslike = prop_oneof![1 => Just(None), 12 => prop::sample::select(lengths).prop_map(Some)];
    (there, treated, enhancement, masslike)
        .prop_map(|(there, treated, enhancement, masslike)| (there, Row { number: 0, treated, enhancement, masslike }))
}

/// One to three lesions at a baseline that can be read and up to five examinations after it. Of half of them nothing says
/// before the first that they are to be treated.
fn course() -> impl Strategy<Value = Vec<Exam>> {
    let exam = |lesions: usize| (prop::bool::weighted(0.9), prop::collection::vec(row(), lesions));
    (1..=3usize, any::<bool>()).prop_flat_map(move |(lesions, told)| {
        prop::collection::vec(exam(lesions), 2..=6).prop_map(move |visits| {
            let exam = |(place, (readable, rows)): (usize, (bool, Vec<(bool, Row)>))| {
                let of = |(i, (there, row)): (usize, (bool, Row))| {
                    let treated = row.treated.filter(|_| place > 0 || told);
                    there.then_some(Row { number: i as i64 + 1, treated, ..row })
                };
                let rows = rows.into_iter().enumerate().filter_map(of).collect();
                Exam { readable: readable || place == 0, rows }
            };
            visits.into_iter().enumerate().map(exam).collect()
        })
    })
}

const COURSES: u32 = 4000;
/// The default, and one that leaves room for growth.
const OPTIONS: [(&str, i64); 2] = [("", 0), ("{ increase: 5 mm }", 50)];

fn differs(replaced: &[(&str, &str)], shrink: u32) -> Option<String> {
    OPTIONS.into_iter().find_map(|(option, increase)| {
        let reads = reads(option, replaced);
        first_difference(&course(), COURSES, shrink, |exams| (answers(&reads, exams), second(exams, increase)))
    })
}

#[test]
fn li_rads_after_radiation_is_that_of_the_second_implementation() {
    assert_eq!(differs(&[], 4000), None);
}

/// The comparison is worth something only where it meets every response.
#[test]
fn the_courses_reach_every_response() {
    let mut runner = TestRunner::new(config(1));
    let mut seen = BTreeMap::new();
    for _ in 0..1000 {
        let exams = course().new_tree(&mut runner).expect("a course").current();
        for (response, _) in second(&exams, 50) {
            *seen.entry(response).or_insert(0) += 1;
        }
    }
    for response in ["NONVIABLE", "NONPROGRESSING", "VIABLE", "NE", "NA"] {
        assert!(seen.get(response).is_some_and(|n| *n >= 50), "{response} is rare: {seen:?}");
    }
}

#[test]
#[rustfmt::skip]
fn mistakes_are_seen() {
    let mistakes: &[(&str, &str)] = &[
        ("not readable or (no lesion) {", "not readable {"),
        ("not readable or (no lesion) {", "no lesion {"),
        ("lesion where treated is known and treated", "lesion where treated is known"),
        ("treated_lesion { chosen at: appearance }", "treated_lesion { chosen at: baseline }"),
        ("  unknown  when not recorded or enhancement is missing or", "  0 mm     when enhancement is missing\n  unknown  when not recorded or"),
        ("or enhancement is missing or enhancement = not_evaluable", "or enhancement is missing"),
        ("enhancement in (none, expected)", "enhancement = none"),
        // Compared with the examination before the radiation.
        ("extent at previous_exam", "extent at baseline"),
        ("extent is missing or (extent > 0 mm and extent at previous_exam is missing)", "extent is missing"),
        ("extent is missing or (extent > 0 mm and extent at previous_exam is missing)", "extent is missing or extent at previous_exam is missing"),
        ("(extent at previous_exam = 0 mm or extent - extent at previous_exam > increase)", "extent - extent at previous_exam > increase"),
        ("extent - extent at previous_exam > increase", "extent - extent at previous_exam >= increase"),
        ("extent > extent at previous_exam and", "extent >= extent at previous_exam and"),
        ("not recorded or treated is missing", "not recorded"),
        ("not recorded or treated is missing", "recorded and treated is missing"),
        ("  NE \"could not be evaluated\"              when lost\n", ""),
        ("  unknown                                  when recorded and treated is known and not treated\n", ""),
        ("  NE \"cannot be told\"                      when unread\n", ""),
        // Of the patient.
        (" and (no known_to_be_treated where lost)", ""),
        (" or (any known_to_be_treated where lost)", ""),
        ("(any treated_lesion where unread) or ", ""),
        ("when any treated_lesion where progressing", "when every treated_lesion has progressing"),
        ("  NONPROGRESSING \"no new or increased one\" when any treated_lesion where extent is known and extent > 0 mm\n", ""),
    ];
    let unseen: Vec<_> = mistakes.iter().filter(|mistake| differs(&[**mistake], 0).is_none()).collect();
    assert!(unseen.is_empty(), "no course shows {unseen:#?}");
}
