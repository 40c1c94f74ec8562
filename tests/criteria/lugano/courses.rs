//! Random courses: up to eight known sites, two new ones, a spleen and the marrow, at and beside the limits of the rules.

use super::{Exam, Site};
use proptest::prelude::*;

#[derive(Clone, Debug)]
struct Seen {
    there: bool,
    longest: Option<i64>,
    /// In per cent of the longest.
    share: i64,
    shortest: bool,
    score: Option<i64>,
    uptake: Option<&'static str>,
    state: &'static str,
    unequivocal: Option<bool>,
}

fn seen(lengths: &'static [i64]) -> impl Strategy<Value = Seen> {
    let state = prop_oneof![
        20 => Just("present"),
        5 => Just("gone"),
        2 => Just("too_small"),
        1 => Just("not_evaluable"),
        1 => Just("progression"),
    ];
    let uptake = prop_oneof![
        1 => Just(None),
        9 => Just(Some("reduced")),
        2 => Just(Some("unchanged")),
        1 => Just(Some("increased")),
    ];
    let score = prop_oneof![1 => Just(None), 12 => (1..=3i64).prop_map(Some), 3 => (3..=5i64).prop_map(Some)];
    let longest = prop_oneof![1 => Just(None), 30 => prop::sample::select(lengths).prop_map(Some)];
    let measures = (prop::bool::weighted(0.98), longest, prop::sample::select(&[100, 90, 75, 50][..]));
    let rest = (prop::bool::weighted(0.98), prop::option::weighted(0.4, any::<bool>()));
    (measures, score, uptake, state, rest).prop_map(|((there, longest, share), score, uptake, state, rest)| Seen {
        there,
        longest,
        share,
        shortest: rest.0,
        score,
        uptake,
        state,
        unequivocal: rest.1,
    })
}

const SITES: &[i64] = &[50, 100, 101, 149, 150, 151, 160, 180, 200, 201, 220, 250, 300, 301, 350, 400];
const SPLEENS: &[i64] = &[1200, 1290, 1300, 1301, 1350, 1399, 1400, 1450, 1500, 1550, 1600, 1601, 1700];

fn row(number: i64, role: &'static str, node: bool, seen: &Seen) -> Option<Site> {
    let shortest = seen.longest.filter(|_| seen.shortest).map(|l| l * seen.share / 100);
    let (longest, score, uptake, state) = (seen.longest, seen.score, seen.uptake, seen.state);
    let site = Site { number, role, node, longest, shortest, score, uptake, state, unequivocal: seen.unequivocal };
    seen.there.then_some(site)
}

#[derive(Clone, Debug)]
struct Visit {
    readable: bool,
    pet: bool,
    all_gone: bool,
    sites: Vec<Seen>,
    new: Vec<Seen>,
    spleen: Seen,
    marrow: Seen,
}

fn visit() -> impl Strategy<Value = Visit> {
    let flags = (prop::bool::weighted(0.95), prop::bool::weighted(0.9), prop::bool::weighted(0.25));
    let sites = (prop::collection::vec(seen(SITES), 8), prop::collection::vec(seen(SITES), 2));
    (flags, sites, seen(SPLEENS), seen(SITES)).prop_map(|(flags, (sites, new), spleen, marrow)| Visit {
        readable: flags.0,
        pet: flags.1,
        all_gone: flags.2,
        sites,
        new,
        spleen,
        marrow,
    })
}

/// Which sites there are.
#[derive(Clone, Debug)]
struct Kinds {
    sites: Vec<(&'static str, bool)>,
    /// From which examination on the new ones are there.
    new: Vec<(usize, bool)>,
    spleen: bool,
    /// From which examination on the marrow is read.
    marrow: usize,
}

fn kinds() -> impl Strategy<Value = Kinds> {
    let role = prop_oneof![4 => Just("target"), 1 => Just("non_target")];
    let few = prop_oneof![3 => prop::collection::vec((role.clone(), any::<bool>()), 0..=2),
        1 => prop::collection::vec((role, any::<bool>()), 7..=8)];
    let new = prop::collection::vec((1..9usize, any::<bool>()), 2);
    (few, new, prop::bool::weighted(0.4), 0..6usize).prop_map(|(sites, new, spleen, marrow)| Kinds {
        sites,
        new,
        spleen,
        marrow: if marrow > 3 { 0 } else { 6 + marrow },
    })
}

fn told(kinds: &Kinds, visits: &[Visit]) -> Vec<Exam> {
    let exam = |(place, visit): (usize, &Visit)| {
        let mut sites: Vec<Site> = vec![];
        for (index, ((role, node), seen)) in kinds.sites.iter().zip(&visit.sites).enumerate() {
            sites.extend(row(index as i64 + 1, role, *node, seen));
        }
        if visit.all_gone && place > 0 {
            sites.iter_mut().for_each(|site| site.state = "gone");
        }
        for (index, ((from, node), seen)) in kinds.new.iter().zip(&visit.new).enumerate() {
            sites.extend(row(index as i64 + 11, "new", *node, seen).filter(|_| place >= *from));
        }
        sites.extend(row(20, "spleen", false, &visit.spleen).filter(|_| kinds.spleen));
        let marrow = row(21, "marrow", false, &visit.marrow).filter(|_| place >= kinds.marrow);
        let quiet = |site: Site| if place > 0 && visit.all_gone { Site { state: "gone", ..site } } else { site };
        sites.extend(marrow.map(quiet));
        Exam { readable: place == 0 || visit.readable, pet: visit.pet, sites }
    };
    visits.iter().enumerate().map(exam).collect()
}

/// A baseline and what follows it.
pub fn course() -> impl Strategy<Value = (Exam, Vec<Exam>)> {
    (kinds(), prop::collection::vec(visit(), 2..=6)).prop_map(|(kinds, visits)| {
        let mut exams = told(&kinds, &visits);
        (exams.remove(0), exams)
    })
}
