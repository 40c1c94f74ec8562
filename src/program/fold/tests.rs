use super::example::*;
use super::*;
use crate::plan::ir::*;
use crate::program::lower::criterion::alone;

/// Readings as (identifier, day, readable, lesions); a lesion is (number, size, new).
type Written<'a> = (&'a str, i32, bool, &'a [(i64, Option<&'a str>, bool)]);

/// Answers at all but the first reading, which is the baseline.
fn answers(plan: &Plan, written: &[Written]) -> Vec<Answer> {
    let rows: Vec<_> = written
        .iter()
        .map(|(id, day, readable, lesions)| {
            let lesions: Vec<_> = lesions.iter().map(|(n, size, new)| lesion_row(*n, *size, *new)).collect();
            (exam_row(id, *day, *readable), lesions)
        })
        .collect();
    let exams: Vec<Exam> = rows
        .iter()
        .enumerate()
        .map(|(row, (columns, lesions))| Exam { row, columns, lesions: lesions.iter().map(|l| l.as_slice()).collect() })
        .collect();
    Fold::new(plan, &alone(plan, ResponseId(0))).read(Some(&exams[0]), &exams[1..]).answers
}

fn results(plan: &Plan, written: &[Written]) -> Vec<CodeId> {
    answers(plan, written).iter().map(|a| a.result).collect()
}

/// The value of this place at an answer.
fn fact(answer: &Answer, place: usize) -> Option<Fact> {
    answer.values.get(place)?.value.clone()
}

fn number(digits: &str) -> Option<Fact> {
    Some(Fact::Value(Value::Number(digits.parse().unwrap())))
}

fn yes(answer: bool) -> Option<Fact> {
    Some(Fact::Value(Value::Bool(answer)))
}

fn millimetres() -> Type {
    Type::Number(Unit::parse("mm"))
}

fn total(condition: Option<CriterionExpr>) -> CriterionValue {
    let kind = ThingsKind::Sum(Box::new(column(SIZE)));
    let mut sum = look(CriterionNode::Things { kind, rows: RowsId(0), condition: condition.map(Box::new) });
    sum.ty = millimetres();
    value("total", millimetres(), Body::Expression(sum))
}

fn any_new() -> CriterionExpr {
    look(CriterionNode::Things { kind: ThingsKind::Any, rows: RowsId(1), condition: None })
}

/// Value 0 the sum, 1 the smallest sum so far, 2 the response: NE without a sum, PD above the smallest, SD otherwise.
fn nadir_plan() -> Plan {
    let nadir =
        look(CriterionNode::ExtremeEarlier { largest: false, what: Box::new(told(0)), baseline: true, since: None });
    let cases = vec![
        case(NE, Some(not(known(told(0))))),
        case(PD, Some(compared(told(0), CompareOp::Greater, told(1)))),
        case(SD, None),
    ];
    let values = vec![
        total(None),
        value("nadir", millimetres(), Body::Expression(nadir)),
        value("answer", responses(), Body::Cases(cases)),
    ];
    plan(values, 2)
}

#[test]
fn without_a_baseline_every_answer_is_fixed() {
    let plan = nadir_plan();
    let columns = exam_row("E1", 10, true);
    let exam = Exam { row: 4, columns: &columns, lesions: vec![] };
    let answers = Fold::new(&plan, &alone(&plan, ResponseId(0))).read(None, &[exam]).answers;
    assert_eq!((answers[0].exam, answers[0].result, answers[0].because), (4, NE, Because::NoBaseline));
    assert_eq!(answers[0].values, []);
}

#[test]
fn an_examination_without_a_reading_is_seen_by_none_later() {
    let written: &[Written] = &[
        ("E0", -5, true, &[(1, Some("50"), false)]),
        ("E1", 40, false, &[(1, Some("10"), false)]),
        ("E2", 80, true, &[(1, Some("45.5"), false)]),
        ("E3", 120, true, &[(1, Some("45.6"), false)]),
    ];
    let answers = answers(&nadir_plan(), written);
    assert_eq!(answers.iter().map(|a| a.result).collect::<Vec<_>>(), [NE, SD, PD]);
    assert_eq!(answers[0].because, Because::NoReading);
    assert_eq!((fact(&answers[0], 0), fact(&answers[1], 1)), (None, number("50")));
    assert_eq!((fact(&answers[2], 0), fact(&answers[2], 1)), (number("45.6"), number("45.5")));
    assert_eq!((answers[2].exam, answers[2].because), (3, Because::Rule(By::Rule(1))));
}

#[test]
fn lesions_are_those_of_baseline_followed_by_their_number() {
    let written: &[Written] = &[
        ("E0", -5, true, &[(1, Some("50"), false), (2, Some("20"), false)]),
        ("E1", 40, true, &[(2, Some("20"), false), (1, Some("30"), false), (3, Some("99"), false)]),
        ("E2", 80, true, &[(1, Some("30"), false)]),
    ];
    let answers = answers(&nadir_plan(), written);
    assert_eq!((fact(&answers[0], 0), fact(&answers[1], 0)), (number("50"), None));
    assert_eq!(answers[1].result, NE);
}

#[test]
fn a_fixed_column_is_known_without_a_row() {
    // Lesion 9 is a node. It has no row at E1, and its own size column is unknown there.
    let node = e(ExprKind::And(vec![column(NODE), not(look(CriterionNode::Recorded))]));
    let gone = look(CriterionNode::Things { kind: ThingsKind::Any, rows: RowsId(0), condition: Some(Box::new(node)) });
    let cases = vec![case(PD, Some(gone)), case(SD, None)];
    let plan = plan(vec![value("answer", responses(), Body::Cases(cases))], 0);
    let written: &[Written] = &[
        ("E0", -5, true, &[(1, Some("50"), false), (9, Some("12"), false)]),
        ("E1", 40, true, &[(1, Some("50"), false)]),
        ("E2", 80, true, &[(9, Some("50"), false)]),
    ];
    assert_eq!(results(&plan, written), [PD, SD]);
}

#[test]
fn the_past_reaches_back_to_the_last_end_of_the_window_and_not_to_baseline() {
    // PD when a lesion is new, SD when an examination since the last PD had one of 10 mm or less, CR otherwise.
    let small = compared(told(0), CompareOp::LessEqual, literal(Literal::Integer(10)));
    let earlier = look(CriterionNode::Earlier { condition: Box::new(small), since: Some(Box::new(is(1, PD))) });
    let cases = vec![case(PD, Some(any_new())), case(SD, Some(earlier)), case(CR, None)];
    let plan = plan(vec![total(None), value("answer", responses(), Body::Cases(cases))], 1);
    let written: &[Written] = &[
        ("E0", -5, true, &[(1, Some("9"), false)]),
        ("E1", 10, true, &[(1, Some("10"), false)]),
        ("E2", 20, true, &[(1, Some("30"), false)]),
        ("E3", 30, true, &[(1, Some("30"), false), (5, Some("1"), true)]),
        ("E4", 40, true, &[(1, Some("30"), false)]),
    ];
    assert_eq!(results(&plan, written), [CR, SD, PD, CR]);
}

#[test]
fn what_cannot_be_told_about_the_past_is_unknown() {
    // E1 has no size: whether it was small cannot be told, and E2 settles it.
    let small = compared(told(0), CompareOp::LessEqual, literal(Literal::Integer(10)));
    let earlier = look(CriterionNode::Earlier { condition: Box::new(small), since: None });
    let cases = vec![case(PD, Some(earlier)), case(SD, None)];
    let plan = plan(vec![total(None), value("answer", responses(), Body::Cases(cases))], 1);
    let written: &[Written] = &[
        ("E0", -5, true, &[(1, Some("9"), false)]),
        ("E1", 10, true, &[(1, None, false)]),
        ("E2", 20, true, &[(1, Some("8"), false)]),
        ("E3", 30, true, &[(1, Some("30"), false)]),
    ];
    let answers = answers(&plan, written);
    assert_eq!(answers.iter().map(|a| a.result).collect::<Vec<_>>(), [SD, NE, PD]);
    assert_eq!(answers[1].because, Because::Rule(By::Untold));
}

/// Value 0 the pending examination (first PD since the last SD), 1 less than 28 days after it, 2 the response:
/// PD when a lesion is new or it is early, PR when pending, SD otherwise.
fn pending_plan() -> Plan {
    let pending = CriterionNode::FirstEarlier { condition: Box::new(is(2, PD)), since: Some(Box::new(is(2, SD))) };
    let mut pending = look(pending);
    pending.ty = Type::Reading;
    let there = look(CriterionNode::AtReading { reading: ValueId(0), what: Box::new(column(DATE)) });
    let limit = e(ExprKind::PlusDays(Box::new(there), 28));
    let early = e(ExprKind::And(vec![known(told(0)), e(ExprKind::Before(Box::new(column(DATE)), Box::new(limit)))]));
    let cases =
        vec![case(PD, Some(e(ExprKind::Or(vec![told(1), any_new()])))), case(PR, Some(known(told(0)))), case(SD, None)];
    let values = vec![
        value("pending", Type::Reading, Body::Expression(pending)),
        value("early", Type::YesNo, Body::Expression(early)),
        value("answer", responses(), Body::Cases(cases)),
    ];
    let mut plan = plan(values, 2);
    plan.responses[0].criterion.disregarded = Some(ValueId(1));
    plan
}

#[test]
fn a_pending_examination_is_named_and_an_early_one_is_answered_and_forgotten() {
    let written: &[Written] = &[
        ("E0", -5, true, &[]),
        ("E1", 10, true, &[(5, None, true)]),
        ("E2", 37, true, &[]),
        ("E3", 38, true, &[]),
        ("E4", 80, true, &[(5, None, true)]),
    ];
    let answers = answers(&pending_plan(), written);
    assert_eq!(answers.iter().map(|a| a.result).collect::<Vec<_>>(), [PD, PD, PR, PD]);
    let first = Some(Fact::Exam(1));
    let pending: Vec<_> = answers.iter().map(|a| fact(a, 0)).collect();
    assert_eq!(pending, [None, first.clone(), first.clone(), first]);
    assert_eq!(answers.iter().map(|a| fact(a, 1)).collect::<Vec<_>>(), [false, true, false, false].map(yes));
}

#[test]
fn a_lesion_can_be_asked_about_an_earlier_examination() {
    // A new lesion counts where it was not recorded before.
    let before = look(CriterionNode::Earlier { condition: Box::new(look(CriterionNode::Recorded)), since: None });
    let appears =
        CriterionNode::Things { kind: ThingsKind::Any, rows: RowsId(1), condition: Some(Box::new(not(before))) };
    let cases = vec![case(PD, Some(look(appears))), case(SD, None)];
    let plan = plan(vec![value("answer", responses(), Body::Cases(cases))], 0);
    let written: &[Written] = &[
        ("E0", -5, true, &[]),
        ("E1", 10, true, &[(5, None, true)]),
        ("E2", 40, true, &[(5, None, true)]),
        ("E3", 80, true, &[(6, None, true), (5, None, true)]),
    ];
    assert_eq!(results(&plan, written), [PD, SD, PD]);
}

#[test]
fn a_table_row_holds_whatever_is_unknown_under_any() {
    // The sum is unknown at E1 and E2; a new lesion settles E1 alone.
    let grown = compared(told(0), CompareOp::Greater, literal(Literal::Integer(10)));
    let row = |new: Option<bool>, grown: Option<bool>, code: CodeId, text: &str| DecisionRow {
        cells: [new, grown].map(|c| c.map(|b| vec![Literal::Bool(b)])).to_vec(),
        result: Literal::Code(code.0),
        text: text.into(),
        span: SPAN,
    };
    let rows = vec![
        row(Some(true), None, PD, "yes | any | PD"),
        row(Some(false), Some(true), SD, "no | yes | SD"),
        row(Some(false), Some(false), PR, "no | no | PR"),
    ];
    let table = DecisionTable { given: vec![any_new(), grown], rows };
    let plan = plan(vec![total(None), value("answer", responses(), Body::Table(table))], 1);
    let written: &[Written] = &[
        ("E0", -5, true, &[(1, Some("50"), false)]),
        ("E1", 10, true, &[(5, None, true)]),
        ("E2", 40, true, &[]),
        ("E3", 80, true, &[(1, Some("10.1"), false)]),
    ];
    let answers = answers(&plan, written);
    assert_eq!(answers.iter().map(|a| a.result).collect::<Vec<_>>(), [PD, NE, SD]);
    assert_eq!(answers[0].because, Because::Rule(By::Rule(0)));
    assert_eq!(answers[1].because, Because::Rule(By::Untold));
}

#[test]
fn a_value_can_be_asked_for_at_baseline() {
    let at_baseline = look(CriterionNode::AtBaseline(Box::new(told(0))));
    let cases = vec![case(PR, Some(compared(told(0), CompareOp::Less, at_baseline))), case(SD, None)];
    let plan = plan(vec![total(None), value("answer", responses(), Body::Cases(cases))], 1);
    let written: &[Written] = &[
        ("E0", -5, true, &[(1, Some("50"), false), (7, Some("40"), true)]),
        ("E1", 10, true, &[(1, Some("49.9"), false)]),
        ("E2", 40, true, &[(1, Some("50.0"), false)]),
    ];
    assert_eq!(results(&plan, written), [PR, SD]);
}

#[test]
fn a_disregarded_examination_is_no_smallest_sum() {
    // Value 3 holds where a lesion is new.
    let mut plan = nadir_plan();
    let criterion = &mut plan.responses[0].criterion;
    criterion.values.push(value("set_aside", Type::YesNo, Body::Expression(any_new())));
    criterion.disregarded = Some(ValueId(3));
    let written: &[Written] = &[
        ("E0", -5, true, &[(1, Some("50"), false)]),
        ("E1", 10, true, &[(1, Some("20"), false), (5, None, true)]),
        ("E2", 40, true, &[(1, Some("40"), false)]),
        ("E3", 80, true, &[(1, Some("41"), false)]),
    ];
    assert_eq!(results(&plan, written), [SD, SD, PD]);
}

#[test]
fn an_examination_without_a_reading_did_not_happen_earlier() {
    let unreadable = look(CriterionNode::Earlier { condition: Box::new(not(column(READABLE))), since: None });
    let cases = vec![case(PD, Some(unreadable)), case(SD, None)];
    let plan = plan(vec![value("answer", responses(), Body::Cases(cases))], 0);
    let written: &[Written] = &[("E0", -5, true, &[]), ("E1", 10, false, &[]), ("E2", 40, true, &[])];
    assert_eq!(results(&plan, written), [NE, SD]);
}

/// What a quantity of the lesions chosen at baseline comes to where two are 5 and 20 mm and the third is not measured.
fn quantity(kind: ThingsKind<CriterionExpr>, condition: Option<CriterionExpr>, ty: Type) -> Option<Fact> {
    let mut things = look(CriterionNode::Things { kind, rows: RowsId(0), condition: condition.map(Box::new) });
    things.ty = ty.clone();
    let values = vec![
        value("quantity", ty, Body::Expression(things)),
        value("answer", responses(), Body::Cases(vec![case(SD, None)])),
    ];
    let lesions = &[(1, Some("5"), false), (2, Some("20"), false), (3, None, false)];
    let written: &[Written] = &[("E0", -5, true, lesions), ("E1", 10, true, lesions)];
    let answers = answers(&plan(values, 1), written);
    fact(&answers[0], 0)
}

#[test]
fn a_lesion_of_which_it_cannot_be_told_leaves_a_quantity_unknown_unless_the_others_settle_it() {
    let size = |op, limit| compared(column(SIZE), op, literal(Literal::Integer(limit)));
    let (above, below) = (|limit| Some(size(CompareOp::Greater, limit)), |limit| size(CompareOp::Less, limit));
    let yes_no = |kind, condition| quantity(kind, condition, Type::YesNo);
    let (yes, no) = (yes(true), yes(false));
    assert_eq!(yes_no(ThingsKind::Any, above(10)), yes);
    assert_eq!(yes_no(ThingsKind::Any, above(20)), None);
    assert_eq!(yes_no(ThingsKind::No, above(10)), no);
    assert_eq!(yes_no(ThingsKind::No, above(20)), None);
    assert_eq!(yes_no(ThingsKind::Every(Box::new(below(10))), None), no);
    assert_eq!(yes_no(ThingsKind::Every(Box::new(below(30))), None), None);
    assert_eq!(yes_no(ThingsKind::Every(Box::new(below(30))), Some(known(column(SIZE)))), yes);
    assert_eq!(quantity(ThingsKind::Count, above(10), Type::Integer), None);
    let two = Some(Fact::Value(Value::Integer(2)));
    assert_eq!(quantity(ThingsKind::Count, Some(known(column(SIZE))), Type::Integer), two);
}

#[test]
fn sums_need_every_term_and_extremes_only_the_known() {
    let size = || Box::new(column(SIZE));
    let measured = || Some(known(column(SIZE)));
    let of = |kind, condition| quantity(kind, condition, millimetres());
    assert_eq!(of(ThingsKind::Sum(size()), None), None);
    assert_eq!(of(ThingsKind::Sum(size()), measured()), number("25"));
    assert_eq!(of(ThingsKind::Sum(size()), Some(literal(Literal::Bool(false)))), number("0"));
    assert_eq!(of(ThingsKind::Min(size()), None), number("5"));
    assert_eq!(of(ThingsKind::Max(size()), None), number("20"));
    assert_eq!(of(ThingsKind::Max(size()), Some(literal(Literal::Bool(false)))), None);
    let small = compared(column(SIZE), CompareOp::Less, literal(Literal::Integer(10)));
    assert_eq!(of(ThingsKind::Sum(size()), Some(small)), None);
}
