use super::*;
use crate::diagnostic::{FileId, Span};
use crate::plan::ir::{Function, Type};
use crate::program::expression::FlatExpr;

type Kind = ExprKind<FlatExpr, NeverKnown>;

fn e(kind: Kind) -> FlatExpr {
    Expr { kind, ty: Type::YesNo, span: Span::new(FileId(0), 0, 0) }
}

fn number(text: &str) -> FlatExpr {
    e(ExprKind::Literal(Literal::Number(text.parse().unwrap())))
}

fn integer(i: i64) -> FlatExpr {
    e(ExprKind::Literal(Literal::Integer(i)))
}

fn yes(b: bool) -> FlatExpr {
    e(ExprKind::Literal(Literal::Bool(b)))
}

fn unknown() -> FlatExpr {
    e(ExprKind::Column(99))
}

fn date(day: i32) -> Box<FlatExpr> {
    Box::new(e(ExprKind::Literal(Literal::Date(day))))
}

fn call(function: Function, of: Vec<FlatExpr>) -> Kind {
    ExprKind::Function { function, of }
}

fn run(kind: Kind) -> Option<Value> {
    evaluate(&e(kind), &[Some(Value::Integer(7))][..])
}

fn compared(op: CompareOp, left: FlatExpr, right: FlatExpr) -> Option<Value> {
    run(ExprKind::Compare { op, left: Box::new(left), right: Box::new(right) })
}

fn calculated(op: ArithmeticOp, left: FlatExpr, right: FlatExpr) -> Option<Value> {
    run(ExprKind::Arithmetic { op, left: Box::new(left), right: Box::new(right) })
}

#[test]
fn and_or_not_follow_kleene() {
    let (t, f) = (Some(Value::Bool(true)), Some(Value::Bool(false)));
    assert_eq!(run(ExprKind::And(vec![unknown(), yes(false)])), f);
    assert_eq!(run(ExprKind::And(vec![unknown(), yes(true)])), None);
    assert_eq!(run(ExprKind::And(vec![yes(true), yes(true)])), t);
    assert_eq!(run(ExprKind::Or(vec![unknown(), yes(true)])), t);
    assert_eq!(run(ExprKind::Or(vec![yes(false), unknown()])), None);
    assert_eq!(run(ExprKind::Or(vec![yes(false), yes(false)])), f);
    assert_eq!(run(ExprKind::Not(Box::new(unknown()))), None);
    assert_eq!(run(ExprKind::Not(Box::new(yes(false)))), t);
    assert_eq!(run(ExprKind::IsKnown(Box::new(unknown()))), f);
    assert_eq!(run(ExprKind::InSet(Box::new(unknown()), vec![Literal::Integer(7)])), None);
}

#[test]
fn lengths_compare_exactly() {
    let scaled = || e(ExprKind::Scale { factor: "1.20".parse().unwrap(), of: Box::new(number("45.5")) });
    assert_eq!(compared(CompareOp::GreaterEqual, number("54.6"), scaled()), Some(Value::Bool(true)));
    assert_eq!(compared(CompareOp::Greater, number("54.6"), scaled()), Some(Value::Bool(false)));
    assert_eq!(compared(CompareOp::Equal, number("10.0"), integer(10)), Some(Value::Bool(true)));
}

#[test]
fn sets_and_ranges_take_whole_and_decimal_numbers() {
    let seven = || Box::new(e(ExprKind::Column(0)));
    let decimal = |t: &str| Literal::Number(t.parse().unwrap());
    assert_eq!(run(ExprKind::InSet(seven(), vec![Literal::Integer(3), decimal("7.0")])), Some(Value::Bool(true)));
    assert_eq!(run(ExprKind::InSet(seven(), vec![decimal("7.1")])), Some(Value::Bool(false)));
    let range = |low, high| ExprKind::InRange { what: Box::new(e(ExprKind::Column(0))), low, high };
    assert_eq!(run(range(Literal::Integer(7), decimal("7.5"))), Some(Value::Bool(true)));
    assert_eq!(run(range(decimal("7.01"), Literal::Integer(9))), Some(Value::Bool(false)));
}

#[test]
fn what_has_no_answer_is_unknown() {
    let largest = || e(ExprKind::Literal(Literal::Number(Decimal::MAX)));
    assert_eq!(calculated(ArithmeticOp::Add, largest(), largest()), None);
    assert_eq!(calculated(ArithmeticOp::Multiply, integer(i64::MAX), integer(2)), None);
    assert_eq!(calculated(ArithmeticOp::Divide, number("1"), number("0")), None);
    assert_eq!(calculated(ArithmeticOp::Add, number("1"), unknown()), None);
    assert_eq!(run(call(Function::Log10, vec![integer(0)])), None);
    assert_eq!(run(ExprKind::PlusDays(date(i32::MAX), 1)), None);
    assert_eq!(run(ExprKind::Negative(Box::new(integer(i64::MIN)))), None);
}

#[test]
fn arithmetic_is_exact_until_a_computed_number_enters() {
    let tenth = || number("0.1");
    assert_eq!(calculated(ArithmeticOp::Add, tenth(), number("0.2")), Some(Value::Number("0.3".parse().unwrap())));
    assert_eq!(calculated(ArithmeticOp::Subtract, integer(2), integer(5)), Some(Value::Integer(-3)));
    assert_eq!(calculated(ArithmeticOp::Divide, integer(1), integer(4)), Some(Value::Real(0.25)));
    let logarithm = e(call(Function::Log10, vec![number("1000")]));
    assert_eq!(calculated(ArithmeticOp::Multiply, number("0.5"), logarithm), Some(Value::Real(1.5)));
}

#[test]
fn days_are_counted_on_the_calendar() {
    // 2024-02-29 is day 19 782.
    assert_eq!(run(ExprKind::YearOf(date(19_782))), Some(Value::Integer(2024)));
    assert_eq!(civil(19_782), Some(jiff::civil::date(2024, 2, 29)));
    let within = |day| run(ExprKind::Within { date: date(day), low: -42, high: 0, anchor: date(100) });
    assert_eq!([57, 58, 100, 101].map(within), [false, true, true, false].map(|b| Some(Value::Bool(b))));
    assert_eq!(run(ExprKind::Before(date(4), date(4))), Some(Value::Bool(false)));
    assert_eq!(run(ExprKind::After(date(4), date(4))), Some(Value::Bool(false)));
    assert_eq!(run(ExprKind::FromOn(date(4), date(4))), Some(Value::Bool(true)));
    assert_eq!(run(ExprKind::PlusDays(date(4), 120)), Some(Value::Date(124)));
}

/// 0.7/10 in floats is 0.06999999999999999; the quotient that ends is the decimal it is, a small one keeps its digits, and
/// −0 is 0.
#[test]
fn quotients_of_decimals_are_the_nearest_doubles() {
    let divided = |a: &str, b: &str| calculated(ArithmeticOp::Divide, number(a), number(b)).and_then(|v| v.real());
    assert_eq!(divided("0.7", "10"), Some(0.07));
    assert_eq!(divided("1", "3"), Some(1.0 / 3.0));
    assert_eq!(divided("0.000001", "3000000000000"), Some(1e-6 / 3e12));
    assert_eq!(divided("0", "-3").map(f64::to_bits), Some(0));
    assert_eq!(divided("1", "0"), None);
}

#[test]
fn a_choice_asks_only_for_what_it_takes() {
    let choose = |condition: FlatExpr, then: FlatExpr, otherwise: FlatExpr| {
        run(ExprKind::If { condition: Box::new(condition), then: Box::new(then), otherwise: Box::new(otherwise) })
    };
    let truth = |b| e(ExprKind::Literal(Literal::Bool(b)));
    assert_eq!(choose(truth(true), integer(1), unknown()), Some(Value::Integer(1)));
    assert_eq!(choose(truth(false), unknown(), integer(2)), Some(Value::Integer(2)));
    assert_eq!(choose(truth(true), unknown(), integer(2)), None);
    assert_eq!(choose(unknown(), integer(1), integer(1)), None);
}
