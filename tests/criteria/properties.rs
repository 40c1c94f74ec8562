//! What must hold of every sequence, and agreement with the second implementation.

use super::lesions::*;
use super::oracle::{self, Parts, Verdict};
use super::plans;
use prespec::program::fold::{Answer, Fact};
use proptest::prelude::*;

// ---------------------------------------------------------------- sequences

/// Sizes at and beside the limits of the rules, in tenths of a millimetre.
fn size() -> impl Strategy<Value = Option<i64>> {
    let near_limits = prop::sample::select(vec![
        0, 1, 49, 50, 51, 99, 100, 101, 140, 150, 199, 200, 240, 249, 250, 300, 350, 455, 500, 545, 546, 547, 600, 700,
        701,
    ]);
    prop_oneof![1 => Just(None), 5 => near_limits.prop_map(Some), 2 => (0..900i64).prop_map(Some)]
}

fn state() -> impl Strategy<Value = State> {
    prop_oneof![
        10 => Just(State::Present),
        5 => Just(State::Gone),
        2 => Just(State::TooSmall),
        1 => Just(State::NotEvaluable),
        1 => Just(State::Progression),
        1 => Just(State::FurtherProgression),
    ]
}

fn lesion(number: i64, role: Role, node: bool) -> impl Strategy<Value = Lesion> {
    (size(), state()).prop_map(move |(tenths, state)| Lesion { node, tenths, ..Lesion::of(number, role, state) })
}

/// Lesions 1 to 5 of a patient: which are targets and which are nodes.
fn kinds() -> impl Strategy<Value = Vec<(Role, bool)>> {
    let role = prop_oneof![3 => Just(Role::Target), 2 => Just(Role::NonTarget)];
    prop::collection::vec((role, prop::bool::weighted(0.3)), 0..=4)
}

/// The rows of the known lesions, each missing now and then, and perhaps a new one.
fn exam(kinds: Vec<(Role, bool)>, all_gone: bool) -> impl Strategy<Value = Exam> {
    let rows: Vec<_> = kinds
        .into_iter()
        .enumerate()
        .map(|(i, (role, node))| (prop::bool::weighted(0.95), lesion(i as i64 + 1, role, node)))
        .collect();
    let new = prop::option::weighted(0.1, lesion(9, Role::New, false));
    (rows, new, prop::bool::weighted(0.9)).prop_map(move |(rows, new, readable)| {
        let mut lesions: Vec<Lesion> = rows.into_iter().filter_map(|(there, lesion)| there.then_some(lesion)).collect();
        if all_gone {
            lesions.iter_mut().for_each(|l| l.state = State::Gone);
        }
        lesions.extend(new);
        Exam { readable, ..Exam::of(lesions) }
    })
}

/// A baseline and what follows it; complete responses are made frequent, as much depends on them.
fn course() -> impl Strategy<Value = (Exam, Vec<Exam>)> {
    kinds().prop_flat_map(|kinds| {
        let follow = prop::bool::weighted(0.25).prop_flat_map({
            let kinds = kinds.clone();
            move |all_gone| exam(kinds.clone(), all_gone)
        });
        let first = exam(kinds, false).prop_map(|first| Exam { readable: true, ..first });
        (first, prop::collection::vec(follow, 1..=6))
    })
}

fn run(baseline: &Exam, exams: &[Exam]) -> Vec<Answer> {
    answers(plans::plan(), &plans::plan().responses[0], Some(baseline), exams)
}

// ---------------------------------------------------------------- comparison

fn tenths(millimetres: rust_decimal::Decimal) -> i64 {
    i64::try_from(millimetres * rust_decimal::Decimal::TEN).expect("whole tenths")
}

/// An answer of the criterion in the form of the second implementation.
fn verdict(answer: &Answer, read: bool) -> Verdict {
    let response = &plans::plan().responses[0];
    let overall = name(response, answer);
    let word = |name: &str| answered(response, answer, name).expect("a rule always answers");
    let parts = read.then(|| Parts {
        target: known(word("target_response")),
        non_target: known(word("non_target_response")),
        new_lesion: yes_no(response, answer, "new_lesion").expect("a rule always answers"),
        sum: length(response, answer, "total").map(tenths),
        nadir: length(response, answer, "nadir").map(tenths),
        suspected: examination(response, answer, "first_suspected"),
    });
    Verdict { overall: known(overall), parts }
}

fn known(word: &str) -> &'static str {
    ["CR", "PR", "SD", "PD", "NE", "NA", "NON_CR_NON_PD"].into_iter().find(|w| *w == word).expect("a response")
}

/// Seeded, so that a run can be repeated.
fn config(cases: u32) -> ProptestConfig {
    let rng_seed = prop::test_runner::RngSeed::Fixed(11);
    ProptestConfig { cases, rng_seed, failure_persistence: None, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(config(4000))]

    #[test]
    fn a_second_implementation_agrees((baseline, exams) in course()) {
        let expected = oracle::recist(Some(&baseline), &exams, true);
        let answers = run(&baseline, &exams);
        let found: Vec<Verdict> = answers.iter().zip(&expected).map(|(a, e)| verdict(a, e.parts.is_some())).collect();
        prop_assert_eq!(found, expected);
    }

    #[test]
    fn a_second_implementation_agrees_without_holding((baseline, exams) in course()) {
        let plan = plans::without_holding();
        let expected = oracle::recist(Some(&baseline), &exams, false);
        let answers = answers(plan, &plan.responses[0], Some(&baseline), &exams);
        let found: Vec<Verdict> = answers.iter().zip(&expected).map(|(a, e)| verdict(a, e.parts.is_some())).collect();
        prop_assert_eq!(found, expected);
    }

}

proptest! {
    #![proptest_config(config(500))]

    #[test]
    fn the_order_of_lesions_is_irrelevant((baseline, exams) in course(), turn in 0..4usize) {
        let turned = |exam: &Exam| {
            let mut exam = exam.clone();
            exam.lesions.reverse();
            let by = turn.min(exam.lesions.len());
            exam.lesions.rotate_left(by);
            exam
        };
        let again: Vec<Exam> = exams.iter().map(turned).collect();
        prop_assert_eq!(run(&turned(&baseline), &again), run(&baseline, &exams));
    }

    #[test]
    fn an_examination_that_cannot_be_read_changes_no_other_answer(
        (baseline, exams) in course(),
        place in 0..7usize,
        added in exam(vec![(Role::Target, false), (Role::NonTarget, true)], false),
    ) {
        let place = place.min(exams.len());
        let mut more = exams.clone();
        more.insert(place, Exam { readable: false, ..added });
        let mut with = run(&baseline, &more);
        let inserted = with.remove(place);
        prop_assert_eq!(name(&plans::plan().responses[0], &inserted), "NE");
        let told = |answers: &[Answer]| answers.iter().map(|a| (a.result, a.because, a.values.clone())).collect::<Vec<_>>();
        // Examinations behind the inserted one stand a row later.
        for told in with.iter_mut().flat_map(|answer| &mut answer.values) {
            if let Some(Fact::Exam(row)) = &mut told.value && *row > place + 1 {
                *row -= 1;
            }
        }
        prop_assert_eq!(told(&with), told(&run(&baseline, &exams)));
    }

    #[test]
    fn what_comes_later_changes_no_answer((baseline, exams) in course(), kept in 0..6usize) {
        let kept = kept.min(exams.len());
        prop_assert_eq!(run(&baseline, &exams[..kept]), run(&baseline, &exams)[..kept].to_vec());
    }
}

/// The comparison is worth something only where it meets every response.
#[test]
fn the_sequences_reach_every_response() {
    use proptest::strategy::ValueTree;
    let mut runner = proptest::test_runner::TestRunner::new(config(1));
    let mut seen = std::collections::BTreeMap::new();
    for _ in 0..1500 {
        let (baseline, exams) = course().new_tree(&mut runner).expect("a sequence").current();
        for verdict in oracle::recist(Some(&baseline), &exams, true) {
            *seen.entry(verdict.overall).or_insert(0) += 1;
        }
    }
    for response in ["CR", "PR", "SD", "PD", "NE", "NON_CR_NON_PD"] {
        assert!(seen.get(response).is_some_and(|n| *n >= 50), "{response} is rare: {seen:?}");
    }
}
