//! Adjusted p-values by closed testing over all subsets.

use super::support::{Draws, assert_close};
use prespec::stats::graph::{self, Graph};
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

/// The shares of an intersection: every hypothesis outside of it removed, one after the other, as in algorithm 1 of the paper.
fn shares(graph: &Graph, inside: u32) -> Vec<f64> {
    let n = graph.shares.len();
    let (mut w, mut g) = (graph.shares.clone(), graph.passes.clone());
    let mut left: Vec<usize> = (0..n).collect();
    for j in (0..n).rev().filter(|j| inside >> j & 1 == 0) {
        left.retain(|l| *l != j);
        let (old_w, old_g) = (w.clone(), g.clone());
        for &l in &left {
            w[l] = old_w[l] + old_w[j] * old_g[j][l];
            for &k in &left {
                let loops = old_g[l][j] * old_g[j][l];
                let through = old_g[l][k] + old_g[l][j] * old_g[j][k];
                g[l][k] = if l == k || loops >= 1.0 { 0.0 } else { through / (1.0 - loops) };
            }
        }
    }
    (0..n).map(|i| if inside >> i & 1 == 1 { w[i] } else { 0.0 }).collect()
}

fn closed_graph(p: &[f64], graph: &Graph) -> Vec<f64> {
    let local = |inside: u32| {
        let w = shares(graph, inside);
        let levels = (0..p.len()).filter(|i| w[*i] > 0.0).map(|i| p[i] / w[i]);
        levels.fold(1.0, f64::min)
    };
    let of = |i: usize| (1u32..1 << p.len()).filter(|s| s >> i & 1 == 1).map(local).fold(0.0, f64::max);
    (0..p.len()).map(of).collect()
}

fn adjusted(p: &[f64], graph: &Graph) -> Vec<f64> {
    let p: Vec<Option<f64>> = p.iter().copied().map(Some).collect();
    graph::adjust(&p, graph).into_iter().map(|v| v.expect("a value")).collect()
}

fn alike(what: &str, ours: &[f64], theirs: &[f64]) {
    assert_eq!(ours.len(), theirs.len());
    ours.iter().zip(theirs).for_each(|(a, b)| assert_close(what, *a, *b, 1e-10));
}

/// The procedure is the closed test of weighted Bonferroni tests; Holm's procedure and a fixed sequence are graphs.
#[test]
fn graphs() {
    let mut draws = Draws::seeded(52);
    for _ in 0..600 {
        let n = draws.between(1, 6) as usize;
        let p: Vec<f64> = (0..n).map(|_| if draws.chance(0.2) { 0.02 } else { draws.unit() * draws.unit() }).collect();
        // Parts of twelfths, so that some are nothing and some are all.
        let mut parts = |own: Option<usize>| -> Vec<f64> {
            let mut left = 12_u64;
            let mut row = vec![0.0; n];
            for (i, part) in row.iter_mut().enumerate().filter(|(i, _)| Some(*i) != own) {
                let taken = if i + 1 == n || draws.chance(0.2) { left } else { draws.between(0, left) };
                *part = taken as f64 / 12.0;
                left -= taken;
            }
            row
        };
        let graph = Graph { shares: parts(None), passes: (0..n).map(|i| parts(Some(i))).collect() };
        alike("a graph", &adjusted(&p, &graph), &closed_graph(&p, &graph));
        let others = |i: usize| (0..n).map(|j| if i == j { 0.0 } else { 1.0 / (n - 1) as f64 }).collect();
        let holm = Graph { shares: vec![1.0 / n as f64; n], passes: (0..n).map(others).collect() };
        let given: Vec<Option<f64>> = p.iter().copied().map(Some).collect();
        let by = |a: Adjustment| -> Vec<f64> { adjust(&given, a).into_iter().map(|v| v.expect("a value")).collect() };
        alike("Holm", &adjusted(&p, &holm), &by(Adjustment::Holm));
        let next = |i: usize| (0..n).map(|j| f64::from(u8::from(j == i + 1))).collect();
        let first = (0..n).map(|i| f64::from(u8::from(i == 0))).collect();
        let sequence = Graph { shares: first, passes: (0..n).map(next).collect() };
        alike("a fixed sequence", &adjusted(&p, &sequence), &by(Adjustment::FixedSequence));
    }
}

/// The graph and the p-values of the second figure of Bretz et al. (Biom J 2011;53:894–913), as the examples of gMCP have them: at 0.025
/// the second, the third and the sixth are rejected, and no other. The adjusted values are those of the closed test.
#[test]
fn a_published_graph() {
    let (h, t) = (0.5, 1.0 / 3.0);
    let graph = Graph {
        shares: vec![t, t, t, 0.0, 0.0, 0.0],
        passes: vec![
            vec![0.0, h, 0.0, h, 0.0, 0.0],
            vec![t, 0.0, t, 0.0, t, 0.0],
            vec![0.0, h, 0.0, 0.0, 0.0, h],
            vec![0.0, 1.0, 0.0, 0.0, 0.0, 0.0],
            vec![h, 0.0, h, 0.0, 0.0, 0.0],
            vec![0.0, 1.0, 0.0, 0.0, 0.0, 0.0],
        ],
    };
    let p = [0.1, 0.008, 0.005, 0.15, 0.04, 0.006];
    let ours = adjusted(&p, &graph);
    assert_eq!(ours.iter().map(|p| *p <= 0.025).collect::<Vec<_>>(), [false, true, true, false, false, true]);
    alike("published", &ours, &closed_graph(&p, &graph));
    // 0.005 and 0.008 by a third and by a half of it more, 0.006 by what both pass on to it.
    assert_close("the third", ours[2], 0.015, 1e-12);
    assert_close("the second", ours[1], 0.016, 1e-12);
}
