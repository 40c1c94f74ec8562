//! The distributions against statrs, where statrs is accurate: moderate parameters, away from the tails.

use super::support::Draws;
use prespec::stats::distribution as own;
use statrs::distribution::{
    Beta, Binomial, ChiSquared, ContinuousCDF, DiscreteCDF, FisherSnedecor, Gamma, Normal, Poisson, StudentsT,
};

const DRAWS: usize = 2000;

fn close(what: &str, own: f64, theirs: f64) {
    let difference = (own - theirs).abs();
    assert!(difference <= 1e-9 * theirs.abs().max(1e-3), "{what}: {own}, statrs {theirs}");
}

#[test]
fn normal_student_and_fisher() {
    let mut draws = Draws::seeded(11);
    let normal = Normal::standard();
    for _ in 0..DRAWS {
        let x = 8.0 * draws.unit() - 4.0;
        close("normal", own::normal_cdf(x), normal.cdf(x));
        let df = 1.0 + draws.below(200) as f64;
        let t = StudentsT::new(0.0, 1.0, df).expect("a distribution");
        close("t", own::t_cdf(x, df), t.cdf(x));
        let (other, f) = (1.0 + draws.below(60) as f64, 0.05 + 4.0 * draws.unit());
        let fisher = FisherSnedecor::new(df, other).expect("a distribution");
        close("F", own::f_cdf(f, df, other), fisher.cdf(f));
    }
}

#[test]
fn beta_gamma_and_chi_squared() {
    let mut draws = Draws::seeded(12);
    for _ in 0..DRAWS {
        let (a, b, x) = (0.5 + 30.0 * draws.unit(), 0.5 + 30.0 * draws.unit(), 0.02 + 0.96 * draws.unit());
        close("beta", own::beta_cdf(x, a, b), Beta::new(a, b).expect("a distribution").cdf(x));
        let y = 40.0 * draws.unit();
        close("gamma", own::gamma_cdf(y, a), Gamma::new(a, 1.0).expect("a distribution").cdf(y));
        let df = 1.0 + draws.below(40) as f64;
        close("chi-squared", own::chi_squared_cdf(y, df), ChiSquared::new(df).expect("a distribution").cdf(y));
    }
}

#[test]
fn binomial_and_poisson() {
    let mut draws = Draws::seeded(13);
    for _ in 0..DRAWS {
        let n = draws.between(1, 300);
        let (k, p) = (draws.below(n + 1), 0.02 + 0.96 * draws.unit());
        close("binomial", own::binomial_cdf(k, n, p), Binomial::new(p, n).expect("a distribution").cdf(k));
        let mean = 0.1 + 60.0 * draws.unit();
        close("Poisson", own::poisson_cdf(k, mean), Poisson::new(mean).expect("a distribution").cdf(k));
    }
}
