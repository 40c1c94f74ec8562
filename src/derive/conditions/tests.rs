//! Every condition over columns of every form is, row by row, what the evaluator makes of it.

use super::*;
use crate::diagnostic::{FileId, Span};
use crate::plan::ir::{Expr, Type};
use crate::program::value::Value;
use proptest::prelude::*;
use rust_decimal::Decimal;

const SPAN: Span = Span { file: FileId(0), start: 0, end: 0 };
const ROWS: usize = 6;

fn e(kind: ExprKind<FlatExpr, crate::program::expression::NeverKnown>) -> FlatExpr {
    Expr { kind, ty: Type::YesNo, span: SPAN }
}

/// Values of one kind: small, so that they often meet, and at the ends of their forms.
fn value(kind: u8, n: i64) -> Value {
    let ends = n == 7;
    match kind {
        0 => Value::Bool(n % 2 == 0),
        1 => Value::Date(if ends { i32::MIN + 1 } else { n as i32 }),
        2 => Value::Code(if ends { u32::MAX as usize } else { n as usize }),
        3 => Value::Integer(if ends { i64::MIN } else { n }),
        _ => Value::Number(if ends { Decimal::new(1, 9) } else { Decimal::new(n * 5, 1) }),
    }
}

fn literal(kind: u8, n: i64) -> Literal {
    match value(kind, n) {
        Value::Bool(b) => Literal::Bool(b),
        Value::Date(day) => Literal::Date(day),
        Value::Code(code) => Literal::Code(code),
        Value::Integer(i) => Literal::Integer(i),
        Value::Number(n) => Literal::Number(n),
        _ => Literal::NotRecorded,
    }
}

/// A column, its kind by its number, in which some values are unknown and some cannot be used.
fn column(number: usize) -> impl Strategy<Value = Vec<Option<Value>>> {
    let kind = (number % 5) as u8;
    let cell = prop_oneof![
        2 => Just(None),
        1 => Just(Some(Value::Unusable)),
        6 => (0_i64..5).prop_map(move |n| Some(value(kind, n))),
        1 => (0_i64..9).prop_map(move |n| Some(value(kind, n))),
    ];
    let cells = prop::collection::vec(cell, ROWS);
    prop_oneof![9 => cells, 1 => Just(vec![None; ROWS])]
}

const OPS: [CompareOp; 6] = [
    CompareOp::Equal,
    CompareOp::NotEqual,
    CompareOp::Less,
    CompareOp::LessEqual,
    CompareOp::Greater,
    CompareOp::GreaterEqual,
];

fn operand() -> impl Strategy<Value = FlatExpr> {
    prop_oneof![
        4 => (0_usize..10).prop_map(|c| e(ExprKind::Column(c))),
        2 => (0_u8..6, 0_i64..9).prop_map(|(kind, n)| e(ExprKind::Literal(literal(kind.min(4), n)))),
        1 => (0_usize..10, -2_i64..3).prop_map(|(c, n)| e(ExprKind::PlusDays(Box::new(e(ExprKind::Column(c))), n))),
        1 => Just(e(ExprKind::PlusDays(Box::new(e(ExprKind::Column(1))), i64::MAX))),
        1 => Just(e(ExprKind::Literal(Literal::NotRecorded))),
    ]
}

fn condition() -> impl Strategy<Value = FlatExpr> {
    let two = || (operand().prop_map(Box::new), operand().prop_map(Box::new));
    let leaf = prop_oneof![
        operand(),
        (0_usize..6, operand(), operand()).prop_map(|(op, left, right)| {
            e(ExprKind::Compare { op: OPS[op], left: Box::new(left), right: Box::new(right) })
        }),
        (0_usize..10, 0_usize..6, 0_i64..9).prop_map(|(c, op, n)| {
            let right = Box::new(e(ExprKind::Literal(literal((c % 5) as u8, n))));
            e(ExprKind::Compare { op: OPS[op], left: Box::new(e(ExprKind::Column(c))), right })
        }),
        (operand(), 0_u8..5, prop::collection::vec(0_i64..9, 0..3)).prop_map(|(what, kind, set)| {
            e(ExprKind::InSet(Box::new(what), set.into_iter().map(|n| literal(kind, n)).collect()))
        }),
        (0_usize..10, prop::collection::vec(0_i64..9, 0..3)).prop_map(|(c, set)| {
            let set = set.into_iter().map(|n| literal((c % 5) as u8, n)).collect();
            e(ExprKind::InSet(Box::new(e(ExprKind::Column(c))), set))
        }),
        (0_usize..10, 0_i64..9, 0_i64..9).prop_map(|(c, low, high)| {
            let (low, high) = (literal((c % 5) as u8, low), literal((c % 5) as u8, high));
            e(ExprKind::InRange { what: Box::new(e(ExprKind::Column(c))), low, high })
        }),
        operand().prop_map(|x| e(ExprKind::IsKnown(Box::new(x)))),
        two().prop_map(|(a, b)| e(ExprKind::Before(a, b))),
        two().prop_map(|(a, b)| e(ExprKind::After(a, b))),
        two().prop_map(|(a, b)| e(ExprKind::FromOn(a, b))),
        (two(), -2_i64..1, 0_i64..3)
            .prop_map(|((date, anchor), low, high)| { e(ExprKind::Within { date, low, high, anchor }) }),
    ];
    leaf.prop_recursive(3, 12, 3, |inner| {
        prop_oneof![
            inner.clone().prop_map(|x| e(ExprKind::Not(Box::new(x)))),
            prop::collection::vec(inner.clone(), 0..4).prop_map(|parts| e(ExprKind::And(parts))),
            prop::collection::vec(inner, 0..4).prop_map(|parts| e(ExprKind::Or(parts))),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn columns_tell_what_rows_tell(
        condition in condition(),
        columns in (0_usize..10).map(column).collect::<Vec<_>>(),
    ) {
        let values: Vec<Values> = columns.iter().map(|cells| cells.iter().cloned().collect()).collect();
        let named: Vec<(usize, &Values)> = values.iter().enumerate().collect();
        let told = Columns { named: &named, height: ROWS }.computed(&condition);
        for row in 0..ROWS {
            let cells: Vec<Option<Value>> = columns.iter().map(|cells| cells[row].clone()).collect();
            prop_assert_eq!(told.get(row), evaluate(&condition, cells.as_slice()), "{:?} in {:?}", condition.kind, cells);
        }
        prop_assert_eq!(told.len(), ROWS);
    }
}
