//! Random courses of a patient under one reader: sizes at and beside the limits of the rules, lesions that come, go and
//! cannot be read, examinations close together, without an arterial phase or that cannot be read.

use super::lesions::{Exam, Lesion, Organ, Role, State, Treated};
use proptest::prelude::*;
use proptest::test_runner::{RngSeed, TestError, TestRunner};
use std::fmt::Debug;

/// What a length becomes at the next examination, in tenths of a millimetre.
#[derive(Clone, Debug)]
enum Length {
    Unrecorded,
    Of(i64),
    /// More or less than before.
    More(i64),
}

/// What one row of an examination holds.
#[derive(Clone, Debug)]
struct Seen {
    there: bool,
    size: Length,
    viable: Length,
    treated: Option<Treated>,
    state: State,
}

/// All that is settled of a lesion when it is first seen.
#[derive(Clone, Copy, Debug)]
struct Kind {
    role: Role,
    organ: Organ,
    /// The number of the examination from which it is there; 0 is the baseline.
    from: usize,
}

#[derive(Clone, Debug)]
struct Visit {
    gap: i32,
    readable: bool,
    arterial: bool,
    all_gone: bool,
    rows: Vec<Seen>,
}

/// At most four known lesions and two new ones.
const LESIONS: usize = 6;

fn length() -> impl Strategy<Value = Length> {
    let near_limits = prop::sample::select(vec![0, 49, 50, 51, 99, 100, 101, 140, 199, 200, 240, 250, 300, 350, 455]);
    let change = prop::sample::select(vec![-100, -51, -50, -49, -1, 0, 1, 40, 49, 50, 51, 100]);
    prop_oneof![
        1 => Just(Length::Unrecorded),
        8 => near_limits.prop_map(Length::Of),
        8 => change.prop_map(Length::More),
    ]
}

fn state() -> impl Strategy<Value = State> {
    prop_oneof![
        20 => Just(State::Present),
        3 => Just(State::Gone),
        2 => Just(State::TooSmall),
        1 => Just(State::NotEvaluable),
        1 => Just(State::Progression),
        1 => Just(State::FurtherProgression),
    ]
}

fn treated() -> impl Strategy<Value = Option<Treated>> {
    prop_oneof![
        4 => Just(None),
        4 => Just(Some(Treated::Nonviable)),
        2 => Just(Some(Treated::Equivocal)),
        1 => Just(Some(Treated::Viable)),
        1 => Just(Some(Treated::NotEvaluable)),
    ]
}

fn seen() -> impl Strategy<Value = Seen> {
    (prop::bool::weighted(0.97), length(), length(), treated(), state())
        .prop_map(|(there, size, viable, treated, state)| Seen { there, size, viable, treated, state })
}

fn visit(lesions: usize) -> impl Strategy<Value = Visit> {
    let gap = prop::sample::select(vec![1, 13, 14, 15, 27, 28, 29, 28, 60, 90, 91]);
    let (readable, arterial) = (prop::bool::weighted(0.95), prop::bool::weighted(0.9));
    (gap, readable, arterial, prop::bool::weighted(0.15), prop::collection::vec(seen(), lesions))
        .prop_map(|(gap, readable, arterial, all_gone, rows)| Visit { gap, readable, arterial, all_gone, rows })
}

fn kind() -> impl Strategy<Value = Kind> {
    let role = prop_oneof![3 => Just(Role::Target), 2 => Just(Role::NonTarget)];
    let organ = prop_oneof![
        5 => Just(Organ::Liver),
        3 => Just(Organ::Lung),
        2 => Just(Organ::Node),
        1 => Just(Organ::PortalVein),
    ];
    (role, organ).prop_map(|(role, organ)| Kind { role, organ, from: 0 })
}

/// A lesion that is new at one of the examinations, or after the last.
fn new_kind() -> impl Strategy<Value = Kind> {
    let organ = prop_oneof![2 => Just(Organ::Liver), 2 => Just(Organ::Lung), 1 => Just(Organ::Node)];
    (organ, 1..12usize).prop_map(|(organ, from)| Kind { role: Role::New, organ, from })
}

fn changed(before: Option<i64>, length: &Length) -> Option<i64> {
    match length {
        Length::Unrecorded => None,
        Length::Of(tenths) => Some(*tenths),
        Length::More(tenths) => Some((before.unwrap_or(200) + tenths).max(0)),
    }
}

fn row(number: i64, kind: Kind, seen: &Seen, before: Option<&Lesion>) -> Lesion {
    let tenths = changed(before.and_then(|b| b.tenths), &seen.size);
    let enhancing = changed(before.and_then(|b| b.viable), &seen.viable);
    let viable = enhancing.map(|v| tenths.map_or(v, |whole| v.min(whole)));
    let node = kind.organ == Organ::Node;
    Lesion {
        organ: kind.organ,
        node,
        tenths,
        viable,
        treated: seen.treated,
        ..Lesion::of(number, kind.role, seen.state)
    }
}

/// The examinations of these visits, the baseline first: it is one that can be read.
fn told(kinds: &[Kind], visits: &[Visit]) -> Vec<Exam> {
    let mut exams: Vec<Exam> = vec![];
    let mut day = 0;
    for (place, visit) in visits.iter().enumerate() {
        day += if place == 0 { 0 } else { visit.gap };
        let mut lesions = vec![];
        for (index, (kind, seen)) in kinds.iter().zip(&visit.rows).enumerate() {
            let number = index as i64 + 1;
            let before = exams.last().and_then(|e| e.lesions.iter().find(|l| l.number == number));
            if place >= kind.from && seen.there {
                lesions.push(row(number, *kind, seen, before));
            }
        }
        if visit.all_gone && place > 0 {
            lesions.iter_mut().for_each(|l| l.state = State::Gone);
        }
        exams.push(Exam { day, readable: place == 0 || visit.readable, arterial: visit.arterial, lesions });
    }
    exams
}

/// A baseline, now and then missing, and what follows it.
pub fn course() -> impl Strategy<Value = (Option<Exam>, Vec<Exam>)> {
    let kinds = (prop::collection::vec(kind(), 0..=LESIONS - 2), prop::collection::vec(new_kind(), 2));
    (kinds, prop::collection::vec(visit(LESIONS), 2..=8), prop::bool::weighted(0.97)).prop_map(
        |((mut kinds, new), visits, is)| {
            kinds.extend(new);
            let mut exams = told(&kinds, &visits);
            let baseline = exams.remove(0);
            (is.then_some(baseline), exams)
        },
    )
}

/// How many lesions are new in a crowd.
const CROWD: usize = 8;

/// A course of one known lesion at most and many new ones, most of which appear together.
pub fn crowd() -> impl Strategy<Value = (Exam, Vec<Exam>)> {
    let organ = prop::sample::select(vec![Organ::Liver, Organ::Lung, Organ::Node]);
    let from = prop::sample::select(vec![1usize, 1, 1, 1, 2, 3]);
    let new = (organ, from).prop_map(|(organ, from)| Kind { role: Role::New, organ, from });
    let kinds = (prop::collection::vec(kind(), 0..=1), prop::collection::vec(new, CROWD));
    let visits = prop::collection::vec(visit(CROWD + 1), 2..=6);
    (kinds, visits, prop::bool::weighted(0.3)).prop_map(|((mut kinds, new), visits, alike)| {
        kinds.extend(new);
        let mut exams = told(&kinds, &visits);
        let baseline = exams.remove(0);
        // Of whole centimetres where they appear, so that some are of one size.
        for lesion in exams.iter_mut().take(1).filter(|_| alike).flat_map(|exam| &mut exam.lesions) {
            lesion.tenths = lesion.tenths.map(|t| t / 100 * 100 + 100);
        }
        (baseline, exams)
    })
}

/// What is seldom recorded of a row.
#[derive(Clone, Debug)]
struct Rare {
    equivocal: bool,
    part_of: Option<i64>,
    merged_into: Option<i64>,
}

fn rare(equivocal: f64, named: f64) -> impl Strategy<Value = Rare> {
    let other = move || prop::option::weighted(named, 1..=LESIONS as i64 + 1);
    (prop::bool::weighted(equivocal), other(), other()).prop_map(|(equivocal, part_of, merged_into)| Rare {
        equivocal,
        part_of,
        merged_into,
    })
}

/// The same with findings that are equivocal, and with lesions that split and merge: into one another, into ones that are not
/// there, and back to themselves.
pub fn recorded_course() -> impl Strategy<Value = (Option<Exam>, Vec<Exam>)> {
    recorded_with(rare(0.25, 0.07))
}

/// Where much of it is so.
pub fn crossed_course() -> impl Strategy<Value = (Option<Exam>, Vec<Exam>)> {
    recorded_with(rare(0.4, 0.2))
}

fn recorded_with(rare: impl Strategy<Value = Rare>) -> impl Strategy<Value = (Option<Exam>, Vec<Exam>)> {
    (course(), prop::collection::vec(rare, LESIONS * 9)).prop_map(|((baseline, mut exams), rare)| {
        for (exam, rare) in exams.iter_mut().zip(rare.chunks(LESIONS)) {
            for (lesion, rare) in exam.lesions.iter_mut().zip(rare) {
                let Rare { equivocal, part_of, merged_into } = rare.clone();
                *lesion = Lesion { equivocal, part_of, merged_into, ..lesion.clone() };
            }
        }
        (baseline, exams)
    })
}

/// Seeded, so that a run can be repeated.
pub fn config(cases: u32) -> ProptestConfig {
    let rng_seed = RngSeed::Fixed(11);
    ProptestConfig { cases, rng_seed, failure_persistence: None, ..ProptestConfig::default() }
}

/// The first course of so many on which two readings differ, shrunk at most so often; none where they agree on all.
pub fn first_difference<C: Debug, R: Debug + PartialEq<S>, S: Debug>(
    courses: &impl Strategy<Value = C>,
    cases: u32,
    shrink: u32,
    readings: impl Fn(&C) -> (R, S),
) -> Option<String> {
    let config = ProptestConfig { max_shrink_iters: shrink, ..config(cases) };
    let compared = TestRunner::new(config).run(courses, |course| {
        let (one, other) = readings(&course);
        prop_assert_eq!(one, other);
        Ok(())
    });
    match compared {
        Ok(()) => None,
        Err(TestError::Fail(why, course)) => Some(format!("{why}\n{course:#?}")),
        Err(TestError::Abort(why)) => panic!("{why}"),
    }
}
