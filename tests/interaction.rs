//! Every kind of endpoint × comparison × population × landmark × adjustment × method, on a small made-up cohort: refused by
//! `check` with a code, or computed and equal to what a second, naive reading of the same data gives.

mod by_hand;
mod clauses;
mod cohort;
mod judge;
mod meeting;
mod naive;
mod subgroups;
mod text;

use clauses::Case;
use judge::Verdict;
use prespec::catalogue;
use std::collections::{BTreeMap, BTreeSet};

/// Cases in one plan.
const TOGETHER: usize = 150;

/// What of each endpoint can be compared, and is accepted in some combination.
const REASONABLE: &[(&str, &[&str])] = &[
    ("response", &["arms", "three", "none"]),
    ("best", &["arms", "three", "none"]),
    ("later_response", &["arms", "three", "none"]),
    ("later_best", &["arms", "three", "none"]),
    ("sure_response", &["arms", "three", "none"]),
    ("later_sure", &["arms", "three", "none"]),
    ("sure_best", &["arms", "three", "none"]),
    ("responding", &["arms", "three", "none"]),
    ("outcome", &["arms", "three", "none"]),
    ("growth", &["arms", "three", "none"]),
    ("fine", &["arms", "three", "none"]),
    ("fine_or_failed", &["arms", "three", "none"]),
    ("os", &["arms", "three", "none", "exposure"]),
    ("given_time", &["arms", "three", "none"]),
    ("risks", &["arms", "three", "none"]),
    ("given_risks", &["arms", "three", "none"]),
    ("score_then", &["arms", "three", "none", "baseline"]),
    ("class_then", &["arms", "three"]),
    ("harms", &["arms", "three", "none"]),
];
/// Of all, at least; a matrix of refusals would show nothing.
const ACCEPTED: usize = 500;

#[derive(Default)]
struct Tally {
    accepted: BTreeMap<(&'static str, &'static str), usize>,
    methods: BTreeSet<&'static str>,
    by_hand: BTreeMap<&'static str, usize>,
    refused: usize,
    wrong: Vec<String>,
}

impl Tally {
    fn note(&mut self, case: &Case, verdict: Verdict) {
        match verdict {
            Verdict::Refused => self.refused += 1,
            Verdict::Right(compared) => {
                *self.accepted.entry((case.question.endpoint, case.question.compare)).or_default() += 1;
                self.methods.extend(compared.keys());
                compared.into_iter().for_each(|(method, n)| *self.by_hand.entry(method).or_default() += n);
            }
            Verdict::Wrong(why) => self.wrong.push(why),
        }
    }
}

/// Two plans at a time.
fn judged(cases: &[Case]) -> Tally {
    let half = cases.len().div_ceil(2);
    let work = |cases: &[Case]| {
        let study = judge::Study::new();
        cases.chunks(TOGETHER).flat_map(|together| study.judge(together)).collect::<Vec<Verdict>>()
    };
    let verdicts: Vec<Verdict> = std::thread::scope(|scope| {
        let threads: Vec<_> = cases.chunks(half).map(|own| scope.spawn(move || work(own))).collect();
        threads.into_iter().flat_map(|t| t.join().unwrap_or_else(|e| std::panic::resume_unwind(e))).collect()
    });
    let mut tally = Tally::default();
    cases.iter().zip(verdicts).for_each(|(case, verdict)| tally.note(case, verdict));
    tally
}

#[test]
fn every_combination_is_refused_or_right() {
    let cases = clauses::combinations();
    let tally = judged(&cases);
    if let Some(first) = tally.wrong.first() {
        if let Some(path) = std::env::var_os("PRESPEC_INTERACTION_WRONG") {
            std::fs::write(path, tally.wrong.join("\n")).expect("the faults are written");
        }
        panic!("{} of {} are wrong, the first:\n{first}", tally.wrong.len(), cases.len());
    }
    for (endpoint, comparisons) in REASONABLE {
        for compare in *comparisons {
            assert!(tally.accepted.contains_key(&(*endpoint, *compare)), "{endpoint}, {compare}: all refused");
        }
    }
    let accepted: usize = tally.accepted.values().sum();
    assert!(accepted >= ACCEPTED, "{accepted} accepted of {}", cases.len());
    assert!(tally.refused >= ACCEPTED, "{} refused of {}", tally.refused, cases.len());
    let idle: Vec<_> = by_hand::METHODS.iter().filter(|m| tally.by_hand.get(**m).is_none_or(|n| *n == 0)).collect();
    assert!(idle.is_empty(), "nothing was compared by hand of {idle:?}");
    assert!(never(&tally).is_empty(), "never accepted: {:?}", never(&tally));
}

/// The methods that no case was accepted with.
fn never(tally: &Tally) -> Vec<&'static str> {
    let kinds = |m: &&&catalogue::Method| m.takes.iter().any(|k| clauses::KINDS.contains(k));
    let asked = |m: &&&catalogue::Method| m.uses != [catalogue::Use::Interaction];
    catalogue::ALL.iter().filter(kinds).filter(asked).map(|m| m.name).filter(|m| !tally.methods.contains(m)).collect()
}

/// A description, an estimate or a test alone: each is computed, or refused for a reason that is stated.
#[test]
fn every_method_alone_is_refused_or_right() {
    let cases = clauses::alone();
    let tally = judged(&cases);
    assert!(
        tally.wrong.is_empty(),
        "{} of {} are wrong, the first:\n{}",
        tally.wrong.len(),
        cases.len(),
        tally.wrong[0]
    );
    assert!(never(&tally).is_empty(), "never accepted: {:?}", never(&tally));
    for endpoint in clauses::OF_A_KIND {
        for compare in ["none", "arms", "three", "listed"] {
            assert!(tally.accepted.contains_key(&(*endpoint, compare)), "{endpoint}, {compare}: all refused");
        }
    }
}

/// Within subgroups every estimate is that of the rows of the level alone, or the plan is refused: of pairs, weights and clusters, of
/// effects without a test, and of what is not compared.
#[test]
fn subgroups_are_refused_or_right() {
    let tallies = subgroups::TESTS.map(|test| judged(&subgroups::cases(test)));
    let wrong: Vec<&String> = tallies.iter().flat_map(|tally| &tally.wrong).collect();
    assert!(wrong.is_empty(), "{} are wrong, the first:\n{}", wrong.len(), wrong[0]);
    let is_accepted = |endpoint: &str, compare: &str| {
        tallies.iter().flat_map(|tally| tally.accepted.keys()).any(|(e, c)| *e == endpoint && *c == compare)
    };
    for endpoint in ["fine", "best", "fine_or_failed", "os", "given_time", "score_then"] {
        for compare in ["arms", "three"] {
            assert!(is_accepted(endpoint, compare), "{endpoint}, {compare}: all refused");
        }
    }
    assert!(!is_accepted("os", "none") && !is_accepted("risks", "arms") && !is_accepted("harms", "arms"));
    let by_hand: usize = tallies.iter().filter_map(|tally| tally.by_hand.get("interaction")).sum();
    assert!(by_hand > 50, "{by_hand}");
}
