//! From two readers to one response, for every criterion: random patients through the whole derivation, against the text of
//! the study once more.

use super::courses::{config, course};
use super::lesions::{Exam, Lesion};
use super::mistakes::{Mistake, unseen};
use super::oracle;
use super::plans;
use super::seconds::{Second, irecist, li_rads, mrecist};
use crate::derive::tables::{Cell, Row, data};
use prespec::derive::derive;
use prespec::plan::ir::Plan;
use prespec::program::lower;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::TestRunner;

/// 2022-01-01, time zero of every patient.
const ZERO: i32 = 18_993;

/// Consensus responses by RECIST 1.1, mRECIST and iRECIST, where they are recorded.
type Consensus = [Option<&'static str>; 3];

#[derive(Clone, Debug)]
struct Patient {
    /// Days from time zero to SIRT.
    sirt: Option<i32>,
    baseline: Option<Exam>,
    exams: Vec<Exam>,
    /// What the other reader saw, the baseline first.
    other: Vec<Vec<Lesion>>,
    consensus: Vec<Consensus>,
}

const RESPONSES: [(&str, Second); 3] = [("recist", recist), ("mrecist", mrecist), ("irecist", irecist)];

fn recist(baseline: Option<&Exam>, exams: &[Exam]) -> Vec<&'static str> {
    oracle::recist(baseline, exams, true).into_iter().map(|verdict| verdict.overall).collect()
}

fn consensus() -> impl Strategy<Value = Consensus> {
    let classical = || select(vec![None, Some("CR"), Some("PR"), Some("SD"), Some("PD"), Some("NE"), Some("SD")]);
    let immune = select(vec![None, Some("iCR"), Some("iPR"), Some("iSD"), Some("iUPD"), Some("iCPD"), Some("NE")]);
    (classical(), classical(), immune).prop_map(|(recist, mrecist, irecist)| [recist, mrecist, irecist])
}

/// The lesion with what another reader saw of the one of this number.
fn seen_otherwise(lesion: &Lesion, others: &[Lesion]) -> Lesion {
    let other = others.iter().find(|o| o.number == lesion.number).unwrap_or(lesion).clone();
    Lesion { role: lesion.role, organ: lesion.organ, node: lesion.node, ..other }
}

/// The second reader sees what the first does, or something else of the same lesions.
fn patient() -> impl Strategy<Value = Patient> {
    let sirt = select(vec![None, Some(0), Some(60), Some(120), Some(121)]);
    let agrees = vec(prop::bool::weighted(0.6), 10);
    (course(), course(), agrees, sirt, vec(consensus(), 10)).prop_map(|(first, second, agrees, sirt, consensus)| {
        let rows = |of: &(Option<Exam>, Vec<Exam>)| -> Vec<Vec<Lesion>> {
            let baseline = of.0.as_ref().map(|b| b.lesions.clone()).unwrap_or_default();
            std::iter::once(baseline).chain(of.1.iter().map(|e| e.lesions.clone())).collect()
        };
        let (ours, theirs) = (rows(&first), rows(&second));
        let seen = |(i, ours): (usize, Vec<Lesion>)| match (agrees[i % agrees.len()], theirs.get(i)) {
            (false, Some(theirs)) => ours.iter().map(|l| seen_otherwise(l, theirs)).collect(),
            _ => ours,
        };
        let other = ours.into_iter().enumerate().map(seen).collect();
        let (baseline, exams) = first;
        Patient { sirt, baseline, exams, other, consensus }
    })
}

fn name_of(patient: usize) -> String {
    format!("P{patient:02}")
}

fn name_of_exam(patient: usize, place: usize) -> String {
    format!("E{patient:02}{place:02}")
}

fn lesion_row(exam: &str, reader: &'static str, lesion: &Lesion) -> Row {
    let mut row: Row = vec![
        ("exam", Cell::Text(exam.to_string())),
        ("reader", Cell::Code(reader)),
        ("number", Cell::Whole(lesion.number)),
        ("role", Cell::Code(lesion.role.code())),
        ("organ", Cell::Code(lesion.organ.code())),
        ("node", Cell::Yes(lesion.node)),
        ("state", Cell::Code(lesion.state.code())),
    ];
    row.extend(lesion.tenths.map(|t| ("size", Cell::Number(t * 100_000))));
    row.extend(lesion.viable.map(|t| ("viable", Cell::Number(t * 100_000))));
    row.extend(lesion.treated.map(|t| ("treatment_response", Cell::Code(t.code()))));
    row
}

/// The rows of the tables, in key order.
fn rows(patients: &[Patient]) -> Vec<(&'static str, Vec<Row>)> {
    let [mut persons, mut given, mut exams, mut followed, mut lesions, mut adjudicated] = [const { vec![] }; 6];
    for (index, patient) in patients.iter().enumerate() {
        let id = || Cell::Text(name_of(index));
        persons.push(vec![
            ("id", id()),
            ("birth_year", Cell::Whole(1960)),
            ("bclc", Cell::Code("B")),
            ("informed_on", Cell::Day(ZERO)),
            ("opposed", Cell::Yes(false)),
        ]);
        given.push(vec![("patient", id()), ("date", Cell::Day(ZERO)), ("drug", Cell::Code("atezolizumab"))]);
        let sirt = |day| vec![("patient", id()), ("date", Cell::Day(ZERO + day)), ("drug", Cell::Code("sirt_y90"))];
        given.extend(patient.sirt.map(sirt));
        followed.push(vec![("patient", id()), ("status", Cell::Code("alive"))]);
        let places = patient.baseline.iter().map(|b| (0, b)).chain((1..).zip(&patient.exams));
        for (place, exam) in places {
            let name = name_of_exam(index, place);
            exams.push(vec![
                ("patient", id()),
                ("id", Cell::Text(name.clone())),
                ("date", Cell::Day(ZERO + exam.day)),
                ("readable", Cell::Yes(exam.readable)),
                ("arterial", Cell::Yes(exam.arterial)),
            ]);
            lesions.extend(exam.lesions.iter().map(|l| lesion_row(&name, "R1", l)));
            lesions.extend(patient.other[place].iter().map(|l| lesion_row(&name, "R2", l)));
            for ((criterion, _), response) in RESPONSES.iter().zip(patient.consensus[place]) {
                let row = |response| {
                    let of = ("exam", Cell::Text(name.clone()));
                    vec![of, ("criterion", Cell::Code(criterion)), ("response", Cell::Code(response))]
                };
                adjudicated.extend(response.map(row));
            }
        }
    }
    vec![
        ("patient", persons),
        ("treatment", given),
        ("exam", exams),
        ("followup", followed),
        ("lesion", lesions),
        ("adjudication", adjudicated),
    ]
}

impl Patient {
    /// The baseline and the examinations as a reader saw them.
    fn seen_by(&self, second: bool) -> (Option<Exam>, Vec<Exam>) {
        let of = |place: usize, exam: &Exam| match second {
            true => Exam { lesions: self.other[place].clone(), ..exam.clone() },
            false => exam.clone(),
        };
        let exams = self.exams.iter().enumerate().map(|(i, e)| of(i + 1, e)).collect();
        (self.baseline.as_ref().map(|b| of(0, b)), exams)
    }

    fn both(&self, second: Second) -> Vec<(&'static str, &'static str)> {
        let read = |reader| {
            let (baseline, exams) = self.seen_by(reader);
            second(baseline.as_ref(), &exams)
        };
        read(false).into_iter().zip(read(true)).collect()
    }

    /// Agreement, else the consensus, else nothing; none after the progression that ends it.
    fn by_consensus(&self, criterion: usize) -> Vec<Option<&'static str>> {
        let mut ended = false;
        let mut combined = vec![];
        for (i, (a, b)) in self.both(RESPONSES[criterion].1).into_iter().enumerate() {
            let response = if a == b { a } else { self.consensus[i + 1][criterion].unwrap_or("NE") };
            combined.push((!ended).then_some(response));
            ended |= response == if criterion == 2 { "iCPD" } else { "PD" };
        }
        combined
    }

    /// In the treated arm alone, after its treatment, the worse of two; NE only if both are, and a reader without a response
    /// leaves that of the other.
    fn by_the_worse(&self) -> Vec<Option<&'static str>> {
        let order = ["NA", "NE", "NONVIABLE", "EQUIVOCAL", "VIABLE"];
        let place = |response: &str| order.iter().position(|o| *o == response).expect("a response");
        let worse = |(a, b): (&'static str, &'static str)| if place(a) >= place(b) { a } else { b };
        match self.sirt {
            Some(sirt @ 0..=120) => {
                let all = self.exams.iter().zip(self.both(li_rads));
                all.filter(|(exam, _)| exam.day > sirt).map(|(_, both)| Some(worse(both))).collect()
            }
            _ => vec![],
        }
    }
}

/// The combined responses of a patient, examination by examination.
fn combined<'p>(
    plan: &'p Plan,
    derived: &prespec::derive::model::Derived,
    name: &str,
    patient: usize,
) -> Vec<Option<&'p str>> {
    let at = plan.responses.iter().position(|r| r.header.name == name).expect("a response");
    let criterion = &plan.responses[at].criterion;
    derived.responses[at].combined[patient].iter().map(|r| r.result.map(|code| criterion.code_name(code))).collect()
}

/// Runs until a patient's combined responses are others; what differs.
fn differs(plan: &Plan, shrink: u32) -> Option<String> {
    let program = lower(plan);
    let mut runner = TestRunner::new(ProptestConfig { max_shrink_iters: shrink, ..config(60) });
    let compared = runner.run(&vec(patient(), 1..12), |patients| {
        let derived = derive(plan, &program, &data(plan, &rows(&patients)));
        for (index, patient) in patients.iter().enumerate() {
            prop_assert_eq!(&derived.patients[index], &name_of(index));
            for (criterion, (name, _)) in RESPONSES.iter().enumerate() {
                prop_assert_eq!(combined(plan, &derived, name, index), patient.by_consensus(criterion), "{}", name);
            }
            prop_assert_eq!(combined(plan, &derived, "lirads", index), patient.by_the_worse(), "LI-RADS");
        }
        Ok(())
    });
    compared.err().map(|difference| difference.to_string())
}

#[test]
fn two_readers_become_one_as_the_study_says() {
    assert_eq!(differs(plans::plan(), 1000), None);
}

#[test]
#[rustfmt::skip]
fn mistakes_in_what_becomes_of_two_readers_are_seen() {
    let (plan, li_rads) = ("sirt-hcc/plan", "criteria/li_rads_tr");
    let mistakes: &[Mistake] = &[
        // More than a progression ends the sequence.
        ("criteria/recist_1_1", &[
            ("  definitive progression:  PD\n", "  definitive progression: PD, SD\n"),
            ("  progression:             PD\n", "  progression:            PD, SD\n"),
            ("CR, PR, SD, NON_CR_NON_PD\n  set incomplete", "CR, PR, NON_CR_NON_PD\n  set incomplete"),
        ]),
        // Readers who agree are overruled by the consensus.
        (plan, &[
            ("    agreed_response \"both readers agree\" when readers agree\n", ""),
            ("    NE \"unresolved\" ", "    agreed_response \"both readers agree\" when readers agree\n    NE \"unresolved\" "),
        ]),
        (li_rads, &[("from best to worst:         NONVIABLE, EQUIVOCAL, VIABLE", "from best to worst: VIABLE, EQUIVOCAL, NONVIABLE")]),
        (li_rads, &[("from best to worst:         NONVIABLE, EQUIVOCAL, VIABLE", "from best to worst: NONVIABLE, VIABLE, EQUIVOCAL")]),
        (plan, &[("sirt { by: day 120,", "sirt { by: day 119,")]),
        (plan, &[("sirt { by: day 120,", "sirt { by: day 121,")]),
        // The examination before treatment is another than that of the other criteria.
        (plan, &[("  baseline: baseline\n", "")]),
    ];
    let unseen = unseen(mistakes, |plan| differs(plan, 0));
    assert!(unseen.is_empty(), "no patient shows {unseen:#?}");
}
