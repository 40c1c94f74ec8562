//! κ from its definition, its standard error by the delta method with numerical derivatives.

use super::support::{Draws, assert_close};
use prespec::stats::agreement::{Readings, Weights};

fn weight(weights: Weights, i: usize, j: usize, k: usize) -> f64 {
    let d = (i as f64 - j as f64).abs() / (k as f64 - 1.0);
    match weights {
        Weights::Unweighted => f64::from(i == j),
        Weights::Linear => 1.0 - d,
        Weights::Quadratic => 1.0 - d * d,
    }
}

/// κ of shares p[i][j], which need not add up to 1.
fn kappa(p: &[Vec<f64>], weights: Weights) -> f64 {
    let k = p.len();
    let total: f64 = p.iter().flatten().sum();
    let (mut observed, mut expected) = (0.0, 0.0);
    for i in 0..k {
        for j in 0..k {
            let row: f64 = p[i].iter().sum::<f64>() / total;
            let column: f64 = p.iter().map(|r| r[j]).sum::<f64>() / total;
            observed += weight(weights, i, j, k) * p[i][j] / total;
            expected += weight(weights, i, j, k) * row * column;
        }
    }
    (observed - expected) / (1.0 - expected)
}

#[test]
fn kappa_and_the_delta_method() {
    let mut draws = Draws::seeded(41);
    for _ in 0..500 {
        let (k, n) = (draws.between(2, 5) as usize, draws.between(15, 80));
        let first: Vec<usize> = (0..n).map(|_| draws.below(k as u64) as usize).collect();
        let second: Vec<usize> =
            first.iter().map(|c| if draws.chance(0.6) { *c } else { draws.below(k as u64) as usize }).collect();
        let readings = Readings::new(k, &first, &second).expect("readings");
        let share = |i: usize, j: usize| {
            first.iter().zip(&second).filter(|(a, b)| (**a, **b) == (i, j)).count() as f64 / n as f64
        };
        let p: Vec<Vec<f64>> = (0..k).map(|i| (0..k).map(|j| share(i, j)).collect()).collect();
        for weights in [Weights::Unweighted, Weights::Linear, Weights::Quadratic] {
            let ours = readings.kappa(weights).expect("kappa");
            assert_close("kappa", ours.kappa, kappa(&p, weights), 1e-12);
            // Var = (Σ p g² − (Σ p g)²)/n with the gradient g.
            let (mut square, mut mean) = (0.0, 0.0);
            for i in 0..k {
                for j in 0..k {
                    let moved = |h: f64| {
                        let mut q = p.clone();
                        q[i][j] += h;
                        kappa(&q, weights)
                    };
                    let g = (moved(1e-5) - moved(-1e-5)) / 2e-5;
                    square += p[i][j] * g * g;
                    mean += p[i][j] * g;
                }
            }
            assert_close("error", ours.standard_error, ((square - mean * mean).max(0.0) / n as f64).sqrt(), 1e-6);
        }
    }
}
