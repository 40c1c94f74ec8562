//! Pairs depend on the patients and not on the unit of a covariate, its level, or the order of the rows: small whole covariates,
//! of which many scores and distances tie, scaled, moved and turned about.

use prespec::matching::nearest::{Candidate, nearest};
use prespec::stats::logistic::fit;

/// Whole numbers below `below` (a congruential generator, Knuth's MMIX constants).
fn whole(state: &mut u64, below: u64) -> f64 {
    *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    ((*state >> 33) % below) as f64
}

/// Patient, arm and covariates.
type Row = (usize, bool, [f64; 2]);

fn patients(seed: u64) -> Vec<Row> {
    let mut state = seed;
    let one = |patient| {
        let (age, stage) = (whole(&mut state, 7), whole(&mut state, 3));
        (patient, whole(&mut state, 10) < 3.0 + age / 3.0, [age, stage])
    };
    (0..60).map(one).collect()
}

/// Pairs of the smaller arm, in the order of the treated patient; none where there is no score.
fn pairs(rows: &[Row], caliper: Option<f64>) -> Option<Vec<(usize, usize)>> {
    let outcome: Vec<bool> = rows.iter().map(|r| r.1).collect();
    let columns: Vec<Vec<f64>> = (0..2).map(|j| rows.iter().map(|r| r.2[j]).collect()).collect();
    let score = fit(&outcome, &[&columns[0], &columns[1]], None).ok()?.linear_predictor;
    let of = |arm: bool| -> Vec<Candidate> {
        let members = rows.iter().zip(&score).filter(|(row, _)| row.1 == arm);
        members.map(|(row, score)| Candidate { patient: row.0, score: *score, exact: vec![] }).collect()
    };
    let treated_are_fewer = outcome.iter().filter(|t| **t).count() * 2 <= rows.len();
    let mut pairs: Vec<(usize, usize)> = nearest(&of(treated_are_fewer), &of(!treated_are_fewer), caliper)
        .iter()
        .map(|p| (p.treated, p.control))
        .collect();
    pairs.sort_unstable();
    Some(pairs)
}

#[test]
fn neither_units_nor_the_order_of_rows_change_the_pairs() {
    let mut compared = 0;
    for seed in 1..=60 {
        let rows = patients(seed);
        for caliper in [None, Some(0.0), Some(0.25)] {
            let Some(expected) = pairs(&rows, caliper) else { continue };
            for (scale, shift) in [(0.1, 0.0), (1.0 / 12.0, 0.0), (365.25, 0.0), (1e-6, 0.0), (1e6, 0.0), (1.0, 40.0)] {
                let changed: Vec<Row> =
                    rows.iter().map(|r| (r.0, r.1, [r.2[0] * scale + shift, r.2[1] * scale])).collect();
                assert_eq!(
                    pairs(&changed, caliper).as_ref(),
                    Some(&expected),
                    "seed {seed}, times {scale}, plus {shift}"
                );
                compared += 1;
            }
            let mut turned = rows.clone();
            turned.sort_by_key(|r| (r.0 * 37) % 61);
            assert_eq!(pairs(&turned, caliper).as_ref(), Some(&expected), "seed {seed}, rows turned about");
        }
    }
    assert!(compared > 900, "{compared}");
}
