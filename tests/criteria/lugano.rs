//! Lugano 2014: by hand, against a second implementation on random courses that see deliberate mistakes, and what is taken
//! for granted of it.

mod by_hand;
mod courses;
mod lemmas;
mod oracle;
mod seconds;

use prespec::compile::{InMemory, compile};
use prespec::diagnostic::Severity;
use prespec::plan::ir::{Column, Plan, ResponseId, Table, Type};
use prespec::program::expression::BoundCriterion;
use prespec::program::fold;
use prespec::program::lower::criterion::alone;
use prespec::program::value::Value;
use rust_decimal::Decimal;
use std::path::Path;
use std::sync::OnceLock;

/// What is seen of one site; lengths in tenths of a millimetre.
#[derive(Clone, Debug, PartialEq)]
pub struct Site {
    pub number: i64,
    pub role: &'static str,
    pub node: bool,
    pub longest: Option<i64>,
    pub shortest: Option<i64>,
    pub score: Option<i64>,
    pub uptake: Option<&'static str>,
    pub state: &'static str,
    pub unequivocal: Option<bool>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Exam {
    pub readable: bool,
    pub pet: bool,
    pub sites: Vec<Site>,
}

const PLAN: &str = "lymphoma/plan";
const LUGANO: &str = "criteria/lugano_2014";

/// A plan, and its criterion over columns.
struct Reads {
    plan: Plan,
    criterion: BoundCriterion,
}

/// The plan in which the histology takes up FDG, or does not.
fn plan(avid: bool) -> &'static Reads {
    static PLANS: [OnceLock<Reads>; 2] = [OnceLock::new(), OnceLock::new()];
    PLANS[usize::from(avid)].get_or_init(|| changed(avid, "", &[]))
}

/// The same after texts of a document were replaced.
fn changed(avid: bool, document: &str, replaced: &[(&str, &str)]) -> Reads {
    let read = |name: &str| {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("plans/{name}.md"));
        let text = std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{name}: {e}"));
        let change = |text: String, (written, instead): &(&str, &str)| {
            assert!(text.contains(written), "{name} does not say `{written}`");
            text.replace(written, instead)
        };
        if name == document { replaced.iter().fold(text, change) } else { text }
    };
    let text = read(PLAN);
    let text = if avid { text } else { text.replace("fdg_avid: yes", "fdg_avid: no") };
    let compiled = compile(&InMemory::new(text).with(LUGANO, read(LUGANO))).expect("texts in memory are there");
    let errors: Vec<_> = compiled.diagnostics.iter().filter(|d| d.severity == Severity::Error).collect();
    match (compiled.plan, errors.first()) {
        (Some(plan), _) => Reads { criterion: alone(&plan, ResponseId(0)), plan },
        (None, Some(error)) => panic!("{} {:?} {:?}", error.code, error.subject, error.labels),
        (None, None) => panic!("no plan and no error"),
    }
}

fn code(column: &Column, name: &str) -> Option<Value> {
    match &column.ty {
        Type::Code(list) => list.position(name).map(Value::Code),
        _ => None,
    }
}

fn site_row(table: &Table, site: &Site) -> Vec<Option<Value>> {
    let length = |tenths: Option<i64>| tenths.map(|t| Value::Number(Decimal::new(t, 1)));
    let cell = |column: &Column| match column.name.as_str() {
        "number" => Some(Value::Integer(site.number)),
        "reader" => Some(Value::Code(0)),
        "role" => code(column, site.role),
        "state" => code(column, site.state),
        "node" => Some(Value::Bool(site.node)),
        "longest" => length(site.longest),
        "shortest" => length(site.shortest),
        "score" => site.score.map(Value::Integer),
        "uptake" => site.uptake.and_then(|uptake| code(column, uptake)),
        "unequivocal" => site.unequivocal.map(Value::Bool),
        _ => None,
    };
    table.columns.iter().map(cell).collect()
}

fn exam_row(table: &Table, place: usize, exam: &Exam) -> Vec<Option<Value>> {
    let cell = |column: &Column| match column.name.as_str() {
        "id" => Some(Value::Text(format!("E{place}").into())),
        "date" => Some(Value::Date(place as i32 * 60)),
        "readable" => Some(Value::Bool(exam.readable)),
        "pet" => Some(Value::Bool(exam.pet)),
        _ => None,
    };
    table.columns.iter().map(cell).collect()
}

/// The columns of an examination, and of its sites.
type Rows = (Vec<Option<Value>>, Vec<Vec<Option<Value>>>);

/// The responses at `exams`, which follow each other after the baseline.
fn responses(Reads { plan, criterion }: &Reads, baseline: &Exam, exams: &[Exam]) -> Vec<String> {
    let response = &plan.responses[0];
    let (exam_table, site_table) =
        (plan.table(response.criterion.exam), plan.table(response.criterion.things.expect("sites").table));
    let rows = |(place, exam): (usize, &Exam)| -> Rows {
        (exam_row(exam_table, place, exam), exam.sites.iter().map(|site| site_row(site_table, site)).collect())
    };
    let all: Vec<Rows> = [baseline].into_iter().chain(exams).enumerate().map(rows).collect();
    fn exam((row, of): (usize, &Rows)) -> fold::Exam<'_> {
        fold::Exam { row, columns: &of.0, lesions: of.1.iter().map(Vec::as_slice).collect() }
    }
    let mut read: Vec<_> = all.iter().enumerate().map(exam).collect();
    let first = read.remove(0);
    let answers = fold::Fold::new(plan, criterion).read(Some(&first), &read).answers;
    answers.iter().map(|answer| response.criterion.code_name(answer.result).to_string()).collect()
}
