use super::{Kind, constant, settled};
use crate::plan::ir::*;
use crate::program::expression::BoundCriterion;
use crate::program::fold::example::*;
use crate::program::fold::{Because, By, Exam, Fold};
use crate::program::lower::criterion::alone;

fn define(body: Body) -> ThingDefine {
    ThingDefine { header: header("define"), body }
}

fn and(parts: Vec<CriterionExpr>) -> CriterionExpr {
    e(ExprKind::And(parts))
}

/// `merged_into is known` of a column that is not recorded.
fn merged() -> CriterionExpr {
    and(vec![look(CriterionNode::Recorded), known(literal(Literal::NotRecorded))])
}

fn on_target(define: usize) -> CriterionExpr {
    let kind = ThingsKind::Sum(Box::new(look(CriterionNode::ThingDefine(ThingDefineId(define)))));
    let mut sum = look(CriterionNode::Things { kind, rows: RowsId(0), condition: None });
    sum.ty = Type::Number(Unit::parse("mm"));
    sum
}

fn of(values: Vec<CriterionValue>, defines: Vec<ThingDefine>) -> BoundCriterion {
    let mut plan = plan(values, 0);
    plan.responses[0].criterion.defines = defines;
    settled(&alone(&plan, ResponseId(0)))
}

#[test]
fn what_rests_on_a_column_that_is_not_recorded_is_worked_out() {
    let length = CaseArm { result: None, ..case(CR, Some(look(CriterionNode::ThingDefine(ThingDefineId(0))))) };
    let size = CaseArm { result: Some(column(SIZE)), ..case(CR, None) };
    let defines = vec![define(Body::Expression(merged())), define(Body::Cases(vec![length, size]))];
    let criterion = of(vec![value("answer", responses(), Body::Expression(on_target(1)))], defines);
    assert_eq!(constant(&criterion.defines[0].body), Some(&Literal::Bool(false)));
    // What is left of the second is the one case that can answer.
    assert!(matches!(&criterion.defines[1].body, Body::Expression(e) if e.kind == ExprKind::Column(SIZE)));
}

#[test]
fn a_set_of_which_no_row_can_be_holds_nothing() {
    let things = |kind| look(CriterionNode::Things { kind, rows: RowsId(1), condition: None });
    let mut plan = plan(
        vec![
            value("any", Type::YesNo, Body::Expression(things(ThingsKind::Any))),
            value("none", Type::YesNo, Body::Expression(things(ThingsKind::No))),
            value(
                "least",
                Type::Number(Unit::parse("mm")),
                Body::Expression(things(ThingsKind::Min(Box::new(column(SIZE))))),
            ),
        ],
        0,
    );
    plan.responses[0].criterion.rows[1].condition = e(ExprKind::IsKnown(Box::new(literal(Literal::NotRecorded))));
    let criterion = settled(&alone(&plan, ResponseId(0)));
    let told: Vec<Option<&Literal>> = criterion.values.iter().map(|value| constant(&value.body)).collect();
    assert_eq!(told, [Some(&Literal::Bool(false)), Some(&Literal::Bool(true)), Some(&Literal::NotRecorded)]);
}

#[test]
fn an_unknown_part_settles_nothing_that_another_may() {
    let unknown = || literal(Literal::NotRecorded);
    let readable = || column(READABLE);
    let body = |e| of(vec![value("told", Type::YesNo, Body::Expression(e))], vec![]).values.remove(0).body;
    let kind = |e| match body(e) {
        Body::Expression(e) => e.kind,
        other => panic!("{other:?}"),
    };
    assert!(matches!(kind(and(vec![unknown(), readable()])), ExprKind::And(parts) if parts.len() == 2));
    let no = Kind::Literal(Literal::Bool(false));
    assert_eq!(kind(and(vec![unknown(), readable(), literal(Literal::Bool(false))])), no);
    assert_eq!(kind(compared(unknown(), CompareOp::Less, column(DATE))), Kind::Literal(Literal::NotRecorded));
    assert_eq!(kind(not(known(unknown()))), Kind::Literal(Literal::Bool(true)));
}

/// A case that never answers is counted among those that are read, so that the one that answered has its place.
#[test]
fn cases_of_a_value_keep_their_places() {
    let cases = vec![case(PD, Some(literal(Literal::Bool(false)))), case(CR, Some(merged())), case(SD, None)];
    let plan = plan(vec![value("answer", responses(), Body::Cases(cases))], 0);
    let rows = [exam_row("E0", -5, true), exam_row("E1", 10, true)];
    let exams: Vec<Exam> =
        rows.iter().enumerate().map(|(row, columns)| Exam { row, columns, lesions: vec![] }).collect();
    let answers = Fold::new(&plan, &alone(&plan, ResponseId(0))).read(Some(&exams[0]), &exams[1..]).answers;
    assert_eq!((answers[0].result, answers[0].because), (SD, Because::Rule(By::Rule(2))));
}
