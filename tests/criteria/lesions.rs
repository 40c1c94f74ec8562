//! Small tables of lesions, and the criterion of the plan run over them.

use prespec::plan::ir::{Column, Plan, Response, ResponseId, Table, Type};
use prespec::program::fold::{self, Answer, Fact, Told};
use prespec::program::lower::criterion::alone;
use prespec::program::value::Value;
use rust_decimal::Decimal;

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Role {
    Target,
    NonTarget,
    New,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum State {
    Present,
    Gone,
    TooSmall,
    NotEvaluable,
    Progression,
    FurtherProgression,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Organ {
    Liver,
    Lung,
    Node,
    PortalVein,
}

/// What a lesion looks like after a local treatment.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Treated {
    Nonviable,
    Equivocal,
    Viable,
    NotEvaluable,
}

/// One row of one reader.
#[derive(Clone, Debug, PartialEq)]
pub struct Lesion {
    pub number: i64,
    pub role: Role,
    pub organ: Organ,
    pub node: bool,
    /// Diameter in tenths of a millimetre.
    pub tenths: Option<i64>,
    /// Diameter of the enhancing part, in tenths of a millimetre.
    pub viable: Option<i64>,
    pub treated: Option<Treated>,
    pub state: State,
    /// What the study does not record: see [`super::plans::recording`].
    pub equivocal: bool,
    pub part_of: Option<i64>,
    pub merged_into: Option<i64>,
}

/// One examination as one reader read it.
#[derive(Clone, Debug, PartialEq)]
pub struct Exam {
    /// Days since the baseline examination.
    pub day: i32,
    pub readable: bool,
    pub arterial: bool,
    pub lesions: Vec<Lesion>,
}

impl Exam {
    pub fn of(lesions: Vec<Lesion>) -> Exam {
        Exam { day: 0, readable: true, arterial: true, lesions }
    }
}

/// Millimetres to tenths, exactly: `54.6` is 546.
fn tenths(size: &str) -> i64 {
    let scaled = size.parse::<Decimal>().expect("a length") * Decimal::TEN;
    i64::try_from(scaled).expect("at most one decimal place")
}

pub fn target(number: i64, size: &str) -> Lesion {
    Lesion::of(number, Role::Target, State::Present).size(size)
}

pub fn non_target(number: i64, state: State) -> Lesion {
    Lesion::of(number, Role::NonTarget, state)
}

pub fn new(number: i64, state: State) -> Lesion {
    Lesion::of(number, Role::New, state)
}

impl Lesion {
    pub fn of(number: i64, role: Role, state: State) -> Lesion {
        let (organ, node, tenths, viable, treated) = (Organ::Lung, false, None, None, None);
        let (equivocal, part_of, merged_into) = (false, None, None);
        Lesion { number, role, organ, node, tenths, viable, treated, state, equivocal, part_of, merged_into }
    }
    pub fn node(self) -> Lesion {
        Lesion { node: true, ..self }
    }
    pub fn state(self, state: State) -> Lesion {
        Lesion { state, ..self }
    }
    pub fn size(self, size: &str) -> Lesion {
        Lesion { tenths: Some(tenths(size)), ..self }
    }
    pub fn unmeasured(self) -> Lesion {
        Lesion { tenths: None, ..self }
    }
}

fn code(column: &Column, name: &str) -> Option<Value> {
    match &column.ty {
        Type::Code(list) => list.position(name).map(Value::Code),
        _ => None,
    }
}

impl Role {
    /// The name of its code.
    pub fn code(self) -> &'static str {
        match self {
            Role::Target => "target",
            Role::NonTarget => "non_target",
            Role::New => "new",
        }
    }
}

impl State {
    /// The name of its code.
    pub fn code(self) -> &'static str {
        match self {
            State::Present => "present",
            State::Gone => "gone",
            State::TooSmall => "too_small",
            State::NotEvaluable => "not_evaluable",
            State::Progression => "progression",
            State::FurtherProgression => "further_progression",
        }
    }
}

impl Organ {
    /// The name of its code.
    pub fn code(self) -> &'static str {
        match self {
            Organ::Liver => "liver",
            Organ::Lung => "lung",
            Organ::Node => "node",
            Organ::PortalVein => "portal_vein",
        }
    }
}

impl Treated {
    /// The name of its code.
    pub fn code(self) -> &'static str {
        match self {
            Treated::Nonviable => "nonviable",
            Treated::Equivocal => "equivocal",
            Treated::Viable => "viable",
            Treated::NotEvaluable => "not_evaluable",
        }
    }
}

fn lesion_row(table: &Table, lesion: &Lesion) -> Vec<Option<Value>> {
    let length = |tenths: Option<i64>| tenths.map(|t| Value::Number(Decimal::new(t, 1)));
    let cell = |column: &Column| match column.name.as_str() {
        "number" => Some(Value::Integer(lesion.number)),
        "reader" => Some(Value::Code(0)),
        "role" => code(column, lesion.role.code()),
        "state" => code(column, lesion.state.code()),
        "node" => Some(Value::Bool(lesion.node)),
        "organ" => code(column, lesion.organ.code()),
        "size" => length(lesion.tenths),
        "viable" => length(lesion.viable),
        "equivocal" => Some(Value::Bool(lesion.equivocal)),
        "part_of" => lesion.part_of.map(Value::Integer),
        "merged_into" => lesion.merged_into.map(Value::Integer),
        "treatment_response" => lesion.treated.and_then(|treated| code(column, treated.code())),
        _ => None,
    };
    table.columns.iter().map(cell).collect()
}

fn exam_row(table: &Table, place: usize, exam: &Exam) -> Vec<Option<Value>> {
    let cell = |column: &Column| match column.name.as_str() {
        "id" => Some(Value::Text(format!("E{place}").into())),
        "date" => Some(Value::Date(exam.day)),
        "readable" => Some(Value::Bool(exam.readable)),
        "arterial" => Some(Value::Bool(exam.arterial)),
        _ => None,
    };
    table.columns.iter().map(cell).collect()
}

/// The answers of a response of the plan at `exams`, which follow each other after the baseline.
pub fn answers(plan: &Plan, response: &Response, baseline: Option<&Exam>, exams: &[Exam]) -> Vec<Answer> {
    let (exam_table, lesion_table) =
        (plan.table(response.criterion.exam), plan.table(response.criterion.things.expect("lesions").table));
    let rows = |(place, exam): (usize, &Exam)| {
        let lesions: Vec<_> = exam.lesions.iter().map(|l| lesion_row(lesion_table, l)).collect();
        (exam_row(exam_table, place, exam), lesions)
    };
    let first = baseline.map(|b| rows((0, b)));
    let later: Vec<_> = exams.iter().enumerate().map(|(i, e)| rows((i + 1, e))).collect();
    fn exam(row: usize, of: &(Vec<Option<Value>>, Vec<Vec<Option<Value>>>)) -> fold::Exam<'_> {
        fold::Exam { row, columns: &of.0, lesions: of.1.iter().map(Vec::as_slice).collect() }
    }
    let later: Vec<_> = later.iter().enumerate().map(|(i, rows)| exam(i + 1, rows)).collect();
    let id = plan.responses.iter().position(|r| r.header.name == response.header.name).expect("a response of the plan");
    let criterion = alone(plan, ResponseId(id));
    let first = first.as_ref().map(|rows| exam(0, rows));
    fold::Fold::new(plan, &criterion).read(first.as_ref(), &later).answers
}

/// The name of the response answered.
pub fn name<'a>(response: &'a Response, answer: &Answer) -> &'a str {
    response.criterion.code_name(answer.result)
}

/// The value of this name and what gave it; none where nothing was read.
pub fn told<'a>(response: &Response, answer: &'a Answer, name: &str) -> Option<&'a Told> {
    let values = &response.criterion.values;
    answer.values.get(values.iter().position(|v| v.header.name == name).expect("a value of the criterion"))
}

fn value<'a>(response: &Response, answer: &'a Answer, name: &str) -> Option<&'a Value> {
    match told(response, answer, name)?.value.as_ref()? {
        Fact::Value(value) => Some(value),
        Fact::Exam(row) => panic!("{name} is examination {row}"),
    }
}

/// The name of the code that is the value; none where it is unknown.
pub fn answered<'a>(response: &'a Response, answer: &Answer, name: &str) -> Option<&'a str> {
    let of_name = |v: &&prespec::plan::ir::CriterionValue| v.header.name == name;
    match (value(response, answer, name)?, &response.criterion.values.iter().find(of_name)?.ty) {
        (Value::Code(code), Type::Code(list)) => list.codes.get(*code).map(|c| c.name.as_str()),
        (other, ty) => panic!("{name} is {other:?} of {ty:?}"),
    }
}

/// The examination that is the value, by its place among those after the baseline.
pub fn examination(response: &Response, answer: &Answer, name: &str) -> Option<usize> {
    match told(response, answer, name)?.value.as_ref()? {
        Fact::Exam(row) => row.checked_sub(1),
        Fact::Value(other) => panic!("{name} is {other:?}"),
    }
}

pub fn yes_no(response: &Response, answer: &Answer, name: &str) -> Option<bool> {
    match value(response, answer, name)? {
        Value::Bool(answer) => Some(*answer),
        other => panic!("{name} is {other:?}"),
    }
}

/// In millimetres.
pub fn length(response: &Response, answer: &Answer, name: &str) -> Option<Decimal> {
    value(response, answer, name)?.decimal()
}
