//! Random small cohorts for the plan of the first study, as plain values and as tables.

use super::tables::{Cell, Row, data};
use prespec::data::Data;
use prespec::plan::ir::Plan;
use proptest::collection::vec;
use proptest::option::{of, weighted};
use proptest::prelude::*;

/// 2021-01-01.
pub const PERIOD_START: i32 = 18_628;
/// 2024-12-31.
pub const PERIOD_END: i32 = 20_088;

#[derive(Clone, Debug)]
pub struct Patient {
    pub birth_year: i64,
    pub bclc: &'static str,
    pub informed: bool,
    pub opposed: Option<bool>,
    pub dead: bool,
    pub died_on: Option<i32>,
    pub followed: bool,
    /// Day and drug.
    pub treatments: Vec<(i32, &'static str)>,
    pub exams: Vec<Exam>,
}

#[derive(Clone, Debug)]
pub struct Exam {
    pub name: String,
    pub date: i32,
    pub readable: Option<bool>,
    pub lesions: Vec<Lesion>,
}

/// One lesion as one reader saw it.
#[derive(Clone, Debug)]
pub struct Lesion {
    pub reader: &'static str,
    pub number: i64,
    pub role: &'static str,
    pub node: bool,
    /// In tenths of a millimetre.
    pub size: Option<i64>,
    pub state: &'static str,
}

/// A day around which the patient was treated, at either end of the period as often as within.
fn start() -> impl Strategy<Value = i32> {
    prop_oneof![PERIOD_START - 3..PERIOD_START + 3, PERIOD_START..PERIOD_END, PERIOD_END - 3..PERIOD_END + 3]
}

/// Days from the start, mostly at the ends and the middles of windows, so that ties and limits come up.
fn offset() -> impl Strategy<Value = i32> {
    let limits =
        vec![-43, -42, -41, -1, 0, 1, 45, 46, 47, 90, 91, 92, 136, 137, 183, 228, 229, 319, 320, 365, 410, 411];
    prop_oneof![3 => proptest::sample::select(limits), 1 => -60..430]
}

fn weighted_yes() -> impl Strategy<Value = bool> {
    proptest::bool::weighted(0.8)
}

/// Lesions of both readers, each number once; sizes lie near one another, so that all responses come up.
fn lesions() -> impl Strategy<Value = Vec<Lesion>> {
    let states = ["present", "present", "present", "gone", "too_small", "not_evaluable", "progression"];
    let lesion = (
        proptest::sample::select(vec!["R1", "R2"]),
        1..4_i64,
        proptest::sample::select(vec!["target", "target", "non_target", "new"]),
        any::<bool>(),
        weighted(0.9, proptest::sample::select(vec![0, 70, 99, 100, 120, 144])),
        proptest::sample::select(states.to_vec()),
    );
    let made = |(reader, number, role, node, size, state)| Lesion { reader, number, role, node, size, state };
    vec(lesion.prop_map(made), 0..7).prop_map(|mut lesions| {
        lesions.sort_by_key(|l| (l.reader, l.number));
        lesions.dedup_by_key(|l| (l.reader, l.number));
        lesions
    })
}

fn patient() -> impl Strategy<Value = Patient> {
    let drug = proptest::sample::select(vec!["atezolizumab", "bevacizumab", "sirt_y90"]);
    let treatments = vec((prop_oneof![-2..3, 118..123, 0..400], drug), 0..5);
    let exams = vec((offset(), weighted(0.9, weighted_yes()), lesions()), 0..7);
    let bclc = proptest::sample::select(vec!["A", "B", "B", "C", "C", "D"]);
    let birth = prop_oneof![1930..2000_i64, 2002..2008_i64];
    let consent = (weighted(0.8, Just(())), of(any::<bool>()), any::<bool>(), of(0..500), weighted(0.9, Just(())));
    (start(), birth, bclc, consent, treatments, exams).prop_map(
        |(start, birth_year, bclc, consent, treatments, exams)| {
            let (informed, opposed, dead, died_on, followed) = consent;
            let mut given: Vec<(i32, &'static str)> =
                treatments.into_iter().map(|(day, drug)| (start + day, drug)).collect();
            given.sort_unstable();
            given.dedup();
            let exam = |(day, readable, lesions)| Exam { name: String::new(), date: start + day, readable, lesions };
            Patient {
                birth_year,
                bclc,
                informed: informed.is_some(),
                opposed,
                dead,
                died_on: died_on.map(|day| start + day),
                followed: followed.is_some(),
                treatments: given,
                exams: exams.into_iter().map(exam).collect(),
            }
        },
    )
}

/// Patients whose examinations have names of their own.
pub fn cohort() -> impl Strategy<Value = Vec<Patient>> {
    let names = proptest::sample::subsequence((0..60).collect::<Vec<usize>>(), 60).prop_shuffle();
    (vec(patient(), 1..7), names).prop_map(|(mut patients, names)| {
        for (exam, name) in patients.iter_mut().flat_map(|p| &mut p.exams).zip(names) {
            exam.name = format!("E{name:02}");
        }
        patients
    })
}

pub fn name_of(patient: usize) -> String {
    format!("P{patient:02}")
}

/// The rows of every table, in key order.
pub fn rows(patients: &[Patient]) -> Vec<(&'static str, Vec<Row>)> {
    let text = |name: String| Cell::Text(name);
    let mut tables: Vec<(&'static str, Vec<Row>)> =
        ["patient", "treatment", "exam", "followup", "lesion"].into_iter().map(|table| (table, vec![])).collect();
    for (index, patient) in patients.iter().enumerate() {
        let id = || text(name_of(index));
        let mut row: Row =
            vec![("id", id()), ("birth_year", Cell::Whole(patient.birth_year)), ("bclc", Cell::Code(patient.bclc))];
        row.extend(patient.informed.then_some(("informed_on", Cell::Day(PERIOD_END))));
        row.extend(patient.opposed.map(|opposed| ("opposed", Cell::Yes(opposed))));
        tables[0].1.push(row);
        for (date, drug) in &patient.treatments {
            tables[1].1.push(vec![("patient", id()), ("date", Cell::Day(*date)), ("drug", Cell::Code(drug))]);
        }
        for exam in &patient.exams {
            let mut row: Row = vec![("patient", id()), ("id", text(exam.name.clone())), ("date", Cell::Day(exam.date))];
            row.extend(exam.readable.map(|readable| ("readable", Cell::Yes(readable))));
            tables[2].1.push(row);
            tables[4].1.extend(exam.lesions.iter().map(|lesion| lesion_row(&exam.name, lesion)));
        }
        if patient.followed {
            let status = if patient.dead { "dead" } else { "alive" };
            let mut row: Row = vec![("patient", id()), ("status", Cell::Code(status))];
            row.extend(patient.died_on.map(|day| ("died_on", Cell::Day(day))));
            tables[3].1.push(row);
        }
    }
    tables[2].1.sort_by_key(|row| format!("{:?}", row[1]));
    tables[4].1.sort_by_key(|row| format!("{:?}", &row[..3]));
    tables
}

fn lesion_row(exam: &str, lesion: &Lesion) -> Row {
    let mut row: Row = vec![
        ("exam", Cell::Text(exam.to_string())),
        ("reader", Cell::Code(lesion.reader)),
        ("number", Cell::Whole(lesion.number)),
        ("role", Cell::Code(lesion.role)),
        ("node", Cell::Yes(lesion.node)),
        ("state", Cell::Code(lesion.state)),
    ];
    row.extend(lesion.size.map(|tenths| ("size", Cell::Number(tenths * 100_000))));
    row
}

pub fn tables(plan: &Plan, patients: &[Patient]) -> Data {
    data(plan, &rows(patients))
}
