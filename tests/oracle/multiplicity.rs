//! Adjusted p-values by closed testing over all subsets.

use super::support::{Draws, assert_close};
use prespec::stats::multiplicity::{Adjustment, adjust};

/// The largest p-value of the intersections that hold a hypothesis.
fn closed(p: &[f64], local: impl Fn(&mut Vec<f64>) -> f64) -> Vec<f64> {
    let holds = |i: usize| {
        (1u32..1 << p.len())
            .filter(move |s| s >> i & 1 == 1)
            .map(|s| local(&mut (0..p.len()).filter(|j| s >> j & 1 == 1).map(|j| p[j]).collect()))
            .fold(0.0, f64::max)
    };
    (0..p.len()).map(holds).collect()
}

#[test]
fn closed_tests() {
    let mut draws = Draws::seeded(51);
    for _ in 0..1000 {
        let n = draws.between(1, 7);
        let p: Vec<f64> = (0..n).map(|_| if draws.chance(0.2) { 0.02 } else { draws.unit() * draws.unit() }).collect();
        let given: Vec<Option<f64>> = p.iter().copied().map(Some).collect();
        let ours = |a: Adjustment| -> Vec<f64> { adjust(&given, a).into_iter().map(|v| v.expect("a value")).collect() };
        let bonferroni = closed(&p, |s| (s.len() as f64 * s.iter().copied().fold(1.0, f64::min)).min(1.0));
        let simes = closed(&p, |s| {
            s.sort_by(f64::total_cmp);
            s.iter().enumerate().map(|(i, v)| s.len() as f64 * v / (i + 1) as f64).fold(1.0, f64::min)
        });
        for i in 0..p.len() {
            assert_close("Holm", ours(Adjustment::Holm)[i], bonferroni[i], 1e-12);
            assert_close("Hommel", ours(Adjustment::Hommel)[i], simes[i], 1e-12);
            let hochberg = ours(Adjustment::Hochberg)[i];
            assert!(hochberg <= bonferroni[i] + 1e-12 && hochberg >= simes[i] - 1e-12);
            // The largest set of k hypotheses with p₍k₎ ≤ q k/n: the smallest q at which this one is in it.
            let mut sorted = p.clone();
            sorted.sort_by(f64::total_cmp);
            let rank = sorted.iter().filter(|v| **v < p[i]).count();
            let naive = (rank..p.len()).map(|k| sorted[k] * n as f64 / (k + 1) as f64).fold(1.0, f64::min);
            assert_close("Benjamini–Hochberg", ours(Adjustment::BenjaminiHochberg)[i], naive, 1e-12);
        }
    }
}
