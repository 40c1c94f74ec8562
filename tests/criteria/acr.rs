//! ACR20: of random visits, against a second implementation, and deliberate mistakes in the document that they must see.

use super::courses::{config, first_difference};
use prespec::compile::{InMemory, compile};
use prespec::plan::ir::{Column, Plan, ResponseId, Type};
use prespec::program::expression::BoundCriterion;
use prespec::program::fold;
use prespec::program::lower::criterion::alone;
use prespec::program::value::Value;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use rust_decimal::Decimal;
use std::collections::BTreeMap;
use std::path::Path;

/// The tender and the swollen joints, and the five other measures in tenths.
const MEASURES: [&str; 7] = ["tender", "swollen", "pain", "patient_global", "physician_global", "function", "reactant"];

#[derive(Clone, Debug)]
struct Visit {
    attended: bool,
    measured: [Option<i64>; 7],
}

struct Reads {
    plan: Plan,
    criterion: BoundCriterion,
}

/// The plan of joints, after texts of the document were replaced.
fn reads(replaced: &[(&str, &str)]) -> Reads {
    let file = |name: &str| {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("plans").join(name);
        std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{name}: {e}"))
    };
    let document = replaced.iter().fold(file("criteria/acr_20.md"), |text, (written, instead)| {
        assert!(text.contains(written), "the document does not say `{written}`");
        text.replace(written, instead)
    });
    let texts = InMemory::new(file("joints/plan.md")).with("criteria/acr_20", document);
    let compiled = compile(&texts).expect("texts in memory are there");
    let said = prespec::diagnostic::render::render(&compiled.diagnostics, &compiled.sources, false);
    let plan = compiled.plan.unwrap_or_else(|| panic!("{said}"));
    Reads { criterion: alone(&plan, ResponseId(0)), plan }
}

fn columns(plan: &Plan, place: usize, visit: &Visit) -> Vec<Option<Value>> {
    let measure = |column: &Column| {
        let at = MEASURES.iter().position(|name| *name == column.name)?;
        let value = visit.measured[at]?;
        match column.ty {
            Type::Integer => Some(Value::Integer(value / 10)),
            _ => Some(Value::Number(Decimal::new(value, 1))),
        }
    };
    let cell = |column: &Column| match column.name.as_str() {
        "id" => Some(Value::Text(format!("V{place}").into())),
        "date" => Some(Value::Date(30 * place as i32)),
        "attended" => Some(Value::Bool(visit.attended)),
        _ => measure(column),
    };
    plan.table(plan.responses[0].criterion.exam).columns.iter().map(cell).collect()
}

/// The responses at the visits after the first, which is the baseline.
fn responses(Reads { plan, criterion }: &Reads, visits: &[Visit]) -> Vec<String> {
    let columns: Vec<_> = visits.iter().enumerate().map(|(place, visit)| columns(plan, place, visit)).collect();
    let visit = |(row, columns)| fold::Exam { row, columns, lesions: vec![] };
    let mut read: Vec<fold::Exam<'_>> = columns.iter().map(Vec::as_slice).enumerate().map(visit).collect();
    let first = read.remove(0);
    let told = fold::Fold::new(plan, criterion).read(Some(&first), &read).answers;
    told.iter().map(|answer| plan.responses[0].criterion.code_name(answer.result).to_string()).collect()
}

/// By the paper: each measure is improved, is not, or was not compared.
fn second(visits: &[Visit]) -> Vec<&'static str> {
    let improved = |visit: &Visit, measure: usize| {
        let (before, after) = (visits[0].measured[measure]?, visit.measured[measure]?);
        Some(before > 0 && 5 * (before - after) >= before)
    };
    let response = |visit: &Visit| {
        if !visit.attended {
            return "NE";
        }
        let joints = [0, 1].map(|measure| improved(visit, measure));
        let five = [2, 3, 4, 5, 6].map(|measure| improved(visit, measure));
        let (yes, open) =
            (five.iter().filter(|of| **of == Some(true)).count(), five.iter().filter(|of| of.is_none()).count());
        match () {
            () if joints.contains(&Some(false)) || yes + open < 3 => "NO_RESPONSE",
            () if joints == [Some(true); 2] && yes >= 3 => "RESPONSE",
            () => "NE",
        }
    };
    visits[1..].iter().map(response).collect()
}

/// Mostly values of which 80 % is left, or a step more or less.
fn course() -> impl Strategy<Value = Vec<Visit>> {
    let joints =
        || prop_oneof![1 => Just(None), 14 => prop::sample::select(vec![0, 30, 40, 50, 80, 90, 100]).prop_map(Some)];
    let other = || {
        let values = vec![0, 3, 4, 5, 7, 8, 9, 10, 16, 17, 20, 24, 25, 30];
        prop_oneof![1 => Just(None), 8 => prop::sample::select(values).prop_map(Some)]
    };
    let measured = (joints(), joints(), prop::array::uniform5(other()));
    let visit = (prop::bool::weighted(0.95), measured).prop_map(|(attended, (tender, swollen, five))| {
        let [pain, patient, physician, function, reactant] = five;
        Visit { attended, measured: [tender, swollen, pain, patient, physician, function, reactant] }
    });
    prop::collection::vec(visit, 2..=4)
}

fn differs(replaced: &[(&str, &str)], shrink: u32) -> Option<String> {
    let reads = reads(replaced);
    first_difference(&course(), 6000, shrink, |visits| (responses(&reads, visits), second(visits)))
}

#[test]
fn acr_20_is_that_of_the_second_implementation() {
    assert_eq!(differs(&[], 4000), None);
}

#[test]
fn the_visits_reach_every_response() {
    let mut runner = TestRunner::new(config(1));
    let mut seen = BTreeMap::new();
    for _ in 0..2000 {
        let visits = course().new_tree(&mut runner).expect("visits").current();
        for response in second(&visits) {
            *seen.entry(response).or_insert(0) += 1;
        }
    }
    for response in ["RESPONSE", "NO_RESPONSE", "NE"] {
        assert!(seen.get(response).is_some_and(|n| *n >= 50), "{response} is rare: {seen:?}");
    }
}

#[test]
#[rustfmt::skip]
fn mistakes_are_seen() {
    let mistakes: &[(&str, &str)] = &[
        ("option left: 0.8", "option left: 0.79"),
        ("tender <= left * (tender at baseline)", "tender < left * (tender at baseline)"),
        ("swollen at baseline > 0 and swollen <= left * (swollen at baseline)", "tender at baseline is known and tender at baseline > 0 and swollen <= left * (tender at baseline)"),
        ("pain at baseline > 0 mm and ", ""),
        ("tender at baseline > 0 and ", ""),
        ("improved\" {\n  1 when function is known", "improved\" {\n  1 when function is missing\n  1 when function is known"),
        ("1 when reactant is missing or reactant at baseline is missing", "1 when reactant is missing"),
        ("tender_better = 1 and swollen_better = 1 and", "(tender_better = 1 or swollen_better = 1) and"),
        ("and of_five >= 3", "and of_five > 3"),
        ("of_five + open < 3", "of_five < 3"),
        ("tender_compared and tender_better = 0", "tender_better = 0"),
        ("when swollen_compared and swollen_better = 0", "when swollen_better = 0"),
        ("no reading:         not attended { response: NE }", "no reading:         not attended { response: NO_RESPONSE }"),
        (" + function_better", ""),
    ];
    let unseen: Vec<_> = mistakes.iter().filter(|mistake| differs(&[**mistake], 0).is_none()).collect();
    assert!(unseen.is_empty(), "no visits show {unseen:#?}");
}
