//! A criterion that asks about the patient and the examination: what it sees is what the tables hold.

use super::study::{study, tables};
use prespec::data::Data;
use prespec::data::cell::Cell;
use prespec::derive::derive;
use prespec::derive::model::ReadingDerived;
use prespec::plan::ir::{
    Body, CriterionExpr, CriterionNode, CriterionValue, DefineId, Expr, ExprKind, Header, Plan, RowExpr, RowNode,
    RowsId, RowsKind, ThingDefine, ThingDefineId, ThingsKind, Type,
};
use prespec::program::fold::Fact;
use prespec::program::lower;
use prespec::program::value::Value;

fn exam_name<'d>(plan: &Plan, data: &'d Data, row: usize) -> &'d str {
    let exam = position("exam");
    data.tables[exam].rows.get(row).and_then(|row| row.text(plan.tables[exam].key[0])).expect("a key")
}

fn position(table: &str) -> usize {
    study().plan.tables.iter().position(|t| t.header.name == table).expect("a table of the study")
}

fn column(table: &str, name: &str) -> usize {
    study().plan.tables[position(table)].columns.iter().position(|c| c.name == name).expect("a column of the study")
}

fn e<B>(kind: ExprKind<Expr<B>, B>, ty: Type) -> Expr<B> {
    Expr { kind, ty, span: study().plan.study.span }
}

fn look<B>(node: impl Into<ExprKind<Expr<B>, B>>, ty: Type) -> Expr<B> {
    e(node.into(), ty)
}

fn above(inner: RowExpr) -> RowExpr {
    let ty = inner.ty.clone();
    look(RowNode::Parent(Box::new(inner)), ty)
}

fn parent(inner: RowExpr) -> CriterionExpr {
    above(inner).in_criterion()
}

fn header(name: &str) -> Header {
    Header { name: name.to_string(), ..study().plan.study.clone() }
}

/// The plan of the study, its criterion asked for these values besides.
fn asked(values: Vec<(&str, CriterionExpr)>, lesion: CriterionExpr) -> Plan {
    let mut plan = study().plan.clone();
    let criterion = &mut plan.responses[0].criterion;
    let define = ThingDefine { header: header("asked"), body: Body::Expression(lesion) };
    criterion.defines.push(define);
    for (name, value) in values {
        let ty = value.ty.clone();
        criterion.values.push(CriterionValue { header: header(name), ty, body: Body::Expression(value) });
    }
    plan
}

/// The value of this name of the plan's criterion; none where it is unknown or nothing was read.
fn value(plan: &Plan, reading: &ReadingDerived, name: &str) -> Option<Value> {
    let values = &plan.responses[0].criterion.values;
    let place = values.iter().position(|v| v.header.name == name).expect("a value of this name");
    match reading.values.get(place)?.value.clone()? {
        Fact::Value(value) => Some(value),
        Fact::Exam(row) => panic!("{name} is examination {row}"),
    }
}

#[test]
fn the_patient_the_events_and_the_examination_are_seen_at_a_reading_and_on_a_lesion() {
    let age_id = DefineId(study().plan.defines.iter().position(|d| d.header.name == "age").expect("age is defined"));
    let age = || look(RowNode::Define(age_id), Type::Integer);
    let arterial = e(ExprKind::Column(column("exam", "arterial")), Type::YesNo);
    let date = || e(ExprKind::Column(column("exam", "date")), Type::Date);
    let zero = || look(RowNode::TimeZero, Type::Date);
    let own = ThingDefineId(study().plan.responses[0].criterion.defines.len());
    let lesion = look(CriterionNode::ThingDefine(own), Type::YesNo);
    let things = |kind| look(CriterionNode::Things { kind, rows: RowsId(0), condition: None }, Type::YesNo);
    let adjudication = prespec::plan::ir::TableId(position("adjudication"));
    let values = vec![
        ("asked_age", parent(age())),
        ("asked_after", e(ExprKind::After(Box::new(date()), Box::new(zero())), Type::YesNo)),
        ("asked_table", look(RowNode::Rows { kind: RowsKind::Any, table: adjudication, condition: None }, Type::YesNo)),
        ("asked_lesion", things(ThingsKind::Every(Box::new(lesion)))),
        (
            "asked_above",
            things(ThingsKind::Every(Box::new(e(ExprKind::IsKnown(Box::new(parent(above(age())))), Type::YesNo)))),
        ),
    ];
    let plan = asked(values, parent(arterial));
    let program = lower(&plan);
    let data = tables(&plan, "data/locked");
    let derived = derive(&plan, &program, &data);
    let phase = |exam: usize| data.tables[position("exam")].rows.get(exam)?.cell(column("exam", "arterial"));
    let ages = &derived.defined.iter().find(|(d, _)| *d == age_id.0).expect("of patients").1;
    let parent = plan.tables[adjudication.0].parent.expect("an examination").0;
    let recorded: Vec<&str> =
        data.tables[adjudication.0].rows.iter().map(|row| row.text(parent).expect("an examination")).collect();
    let (mut with_targets, mut without_arterial) = (0, 0);
    let target =
        plan.responses[0].criterion.values.iter().find(|v| v.header.name == "target_response").expect("a rule");
    let Type::Code(codes) = &target.ty else { panic!("{:?}", target.ty) };
    let not_applicable = codes.position("NA").expect("a code");
    let readings = derived.responses[0].readings.iter().filter(|r| value(&plan, r, "asked_age").is_some());
    for reading in readings {
        let Some(Cell::Bool(arterial)) = phase(reading.exam) else { panic!("known") };
        let exam = exam_name(&plan, &data, reading.exam);
        let told = |name: &str| value(&plan, reading, name);
        assert_eq!(told("asked_age"), ages.get(reading.patient));
        assert_eq!(told("asked_after"), Some(Value::Bool(true)));
        assert_eq!(told("asked_table"), Some(Value::Bool(recorded.contains(&exam))));
        assert_eq!(told("asked_above"), Some(Value::Bool(true)));
        if told("target_response") != Some(Value::Code(not_applicable)) {
            // The examination's own, also where the lesion has no row.
            assert_eq!(told("asked_lesion"), Some(Value::Bool(arterial)));
            with_targets += 1;
            without_arterial += usize::from(!arterial);
        }
    }
    assert!(with_targets > 50 && without_arterial > 0, "{with_targets} {without_arterial}");
    let fold = program.upstream(&[program.folds[0]]);
    for step in ["join.exam.define.age", "join.exam.time_zero", "data.adjudication", "define.age"] {
        assert!(fold.contains(&program.find(step).expect("a step of this name")), "{step}");
    }
}
