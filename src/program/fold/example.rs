//! A small plan for unit tests: examinations, lesions, and a criterion whose values a test supplies.

use crate::diagnostic::{FileId, Span};
use crate::plan::ir::*;
use crate::program::value::Value;
use std::sync::Arc;

pub const SPAN: Span = Span { file: FileId(0), start: 0, end: 0 };
/// Columns of the examinations.
pub const DATE: usize = 1;
pub const READABLE: usize = 2;
/// Columns of the lesions.
pub const NODE: usize = 2;
pub const SIZE: usize = 3;
pub const NEW: usize = 4;
/// Positions of the responses.
pub const CR: CodeId = CodeId(0);
pub const PR: CodeId = CodeId(1);
pub const SD: CodeId = CodeId(2);
pub const PD: CodeId = CodeId(3);
pub const NE: CodeId = CodeId(4);

/// The sets of the criterion.
#[cfg(feature = "engine")]
pub const OBJECTIVE: SetId = SetId(0);
#[cfg(feature = "engine")]
pub const PROGRESSION: SetId = SetId(1);
#[cfg(feature = "engine")]
pub const NOT_ASSESSED: SetId = SetId(2);

pub fn header(name: &str) -> Header {
    Header { name: name.into(), label: name.replace('_', " "), clause: ClauseId(0), span: SPAN, name_span: SPAN }
}

pub fn codes(names: &[&str]) -> Arc<CodeList> {
    let codes = names.iter().map(|n| CodeEntry { name: n.to_string(), label: n.to_string() }).collect();
    Arc::new(CodeList { codes })
}

pub fn responses() -> Type {
    Type::Code(codes(&["CR", "PR", "SD", "PD", "NE"]))
}

fn table(name: &str, columns: &[(&str, Type)], key: &[usize]) -> Table {
    let column = |(name, ty): &(&str, Type)| Column {
        name: name.to_string(),
        label: name.to_string(),
        ty: ty.clone(),
        missing_allowed: false,
        reference: None,
        known: Known::Baseline,
        rules: vec![],
        detection_limit: false,
        ordered: false,
        asserted: None,
        span: SPAN,
    };
    Table {
        header: header(name),
        columns: columns.iter().map(column).collect(),
        key: key.to_vec(),
        parent: None,
        order: key.to_vec(),
        thing: None,
        known: Known::Baseline,
        asserted: None,
    }
}

/// Examinations are table 0 (identifier, date, readable), lesions table 1 (examination, number, node, size, new). Set 0
/// of the criterion are the lesions that are not new at baseline, set 1 the new ones of a reading.
pub fn plan(values: Vec<CriterionValue>, response: usize) -> Plan {
    let exam = table("exam", &[("id", Type::Pseudonym), ("date", Type::Date), ("readable", Type::YesNo)], &[0]);
    let millimetres = Type::Number(Unit::parse("mm"));
    let columns = [
        ("exam", Type::Pseudonym),
        ("number", Type::Integer),
        ("node", Type::YesNo),
        ("size", millimetres),
        ("new", Type::YesNo),
    ];
    let mut lesion = table("lesion", &columns, &[0, 1]);
    lesion.thing = Some(Thing { by: vec![1], fixed: vec![NODE], within_patient: true });
    lesion.parent = Some((0, TableId(0)));
    let set = |name: &str, condition, chosen| Rows {
        header: header(name),
        condition,
        chosen,
        of: None,
        without: None,
        ranked: None,
        belongs: Belongs::ToReading,
    };
    let criterion = Criterion {
        header: header("criterion"),
        exam: TableId(0),
        things: Some(Things { table: TableId(1), reader: Some(1) }),
        responses: codes(&["CR", "PR", "SD", "PD", "NE"]),
        sets: [
            (ResponseRole::ObjectiveResponse, vec![CR, PR]),
            (ResponseRole::Progression, vec![PD]),
            (ResponseRole::NotAssessed, vec![NE]),
        ]
        .map(|(role, codes)| ResponseSet { name: role.name(), role: Some(role), codes, dated: None, span: SPAN })
        .to_vec(),
        ranked: vec![CR, PR, SD, PD],
        no_reading: (not(column(READABLE)), NE),
        no_baseline: NE,
        unfit_baseline: None,
        untold: NE,
        disregarded: None,
        dated_back: None,
        of_each: None,
        rows: vec![set("target", not(column(NEW)), Chosen::Baseline), set("new", column(NEW), Chosen::Reading)],
        defines: vec![],
        values,
        response: ValueId(response),
        options: vec![],
    };
    let understood = Understood {
        study: Some(header("study")),
        settings: Settings {
            design: None,
            alpha: "0.05".parse().unwrap(),
            planned_per_arm: None,
            year_days: 365.into(),
            month_days: 30.into(),
        },
        tables: vec![exam, lesion],
        time_zero: Some(TimeZero { header: header("start"), event: Some(EventId(0)), patients: TableId(0) }),
        arms: Some(Arms { header: header("arms"), arms: vec![], settled_by_day: None }),
        responses: vec![Response {
            header: header("response"),
            criterion,
            timepoints: 0,
            clock: Clock::TimeZero,
            baseline: Baseline::Point(PointId(0)),
            among: PopulationId(0),
            applies_to: None,
        }],
        ..Understood::default()
    };
    Plan::new(Arc::new(understood)).expect("a study, a time zero and arms")
}

pub fn value(name: &str, ty: Type, body: Body) -> CriterionValue {
    CriterionValue { header: header(name), ty, body }
}

/// A case without a reason: a response and its condition.
pub fn case(code: CodeId, condition: Option<CriterionExpr>) -> CaseArm {
    CaseArm { result: Some(literal(Literal::Code(code.0))), reason: None, condition, span: SPAN }
}

pub fn e<B>(kind: ExprKind<Expr<B>, B>) -> Expr<B> {
    Expr { kind, ty: Type::YesNo, span: SPAN }
}

pub fn look<B>(node: impl Into<ExprKind<Expr<B>, B>>) -> Expr<B> {
    e(node.into())
}

pub fn literal<B>(literal: Literal) -> Expr<B> {
    e(ExprKind::Literal(literal))
}

pub fn column<B>(index: usize) -> Expr<B> {
    e(ExprKind::Column(index))
}

pub fn told(value: usize) -> CriterionExpr {
    look(CriterionNode::Value(ValueId(value)))
}

pub fn not<B>(inner: Expr<B>) -> Expr<B> {
    e(ExprKind::Not(Box::new(inner)))
}

pub fn known(inner: CriterionExpr) -> CriterionExpr {
    e(ExprKind::IsKnown(Box::new(inner)))
}

pub fn compared(left: CriterionExpr, op: CompareOp, right: CriterionExpr) -> CriterionExpr {
    e(ExprKind::Compare { op, left: Box::new(left), right: Box::new(right) })
}

pub fn is(value: usize, code: CodeId) -> CriterionExpr {
    compared(told(value), CompareOp::Equal, literal(Literal::Code(code.0)))
}

/// A row of the examinations.
pub fn exam_row(id: &str, day: i32, readable: bool) -> Vec<Option<Value>> {
    vec![Some(Value::Text(id.into())), Some(Value::Date(day)), Some(Value::Bool(readable))]
}

/// A row of the lesions; no size: not measured.
pub fn lesion_row(number: i64, size: Option<&str>, new: bool) -> Vec<Option<Value>> {
    let size = size.map(|s| Value::Number(s.parse().unwrap()));
    vec![None, Some(Value::Integer(number)), Some(Value::Bool(number == 9)), size, Some(Value::Bool(new))]
}
