//! The Jonckheere–Terpstra test of a trend over groups in their order.
//!
//! Jonckheere AR. Biometrika 1954;41:133–145; Terpstra TJ. Indag Math 1952;14:327–333; variance with ties: Lehmann EL. Nonparametrics,
//! 1975, appendix 5, and Hollander M, Wolfe DA. Nonparametric Statistical Methods, 2nd ed. 1999, equation 6.19.

use super::rank_sum::RankSum;
use super::ranks::subset_sums;
use crate::number::{Estimable, NotEstimable};
use crate::stats::distribution::normal_sf;

/// J, over all pairs of groups how often the value of the later one is larger, ties counting half; and its moments where all orders of
/// the values are equally probable.
#[derive(Clone, Debug, PartialEq)]
pub struct Jonckheere {
    pub j: f64,
    pub mean: f64,
    pub variance: f64,
    sizes: Vec<usize>,
    tied: bool,
}

/// At least two groups, in their order, each with a value.
pub fn jonckheere(groups: &[Vec<f64>]) -> Result<Jonckheere, NotEstimable> {
    if groups.len() < 2 {
        return Err(NotEstimable::FewerThanTwoGroups);
    }
    if groups.iter().any(Vec::is_empty) {
        return Err(NotEstimable::NoPatientInGroup);
    }
    let mut j = 0.0;
    for (later, group) in groups.iter().enumerate() {
        for earlier in &groups[..later] {
            j += RankSum::new(group, earlier)?.u();
        }
    }
    let mut all: Vec<f64> = groups.iter().flatten().copied().collect();
    all.sort_by(f64::total_cmp);
    let ties: Vec<f64> = all.chunk_by(|a, b| a == b).map(|same| same.len() as f64).collect();
    let sizes: Vec<f64> = groups.iter().map(|group| group.len() as f64).collect();
    let n = all.len() as f64;
    let sum = |list: &[f64], of: &dyn Fn(f64) -> f64| list.iter().map(|x| of(*x)).sum::<f64>();
    let (two, three) = (|x: f64| x * (x - 1.0), |x: f64| x * (x - 1.0) * (x - 2.0));
    let first = |x: f64| two(x) * (2.0 * x + 5.0);
    let mut variance = (first(n) - sum(&sizes, &first) - sum(&ties, &first)) / 72.0;
    if n > 2.0 {
        variance += sum(&sizes, &three) * sum(&ties, &three) / (36.0 * three(n));
    }
    variance += sum(&sizes, &two) * sum(&ties, &two) / (8.0 * two(n));
    let mean = (n * n - sum(&sizes, &|x| x * x)) / 4.0;
    let tied = ties.len() < all.len();
    Ok(Jonckheere { j, mean, variance, sizes: groups.iter().map(Vec::len).collect(), tied })
}

impl Jonckheere {
    /// Standard normal where there is no trend; above 0 where values rise with the order of the groups.
    pub fn z(&self) -> Estimable {
        if self.variance <= 0.0 {
            Err(NotEstimable::AllValuesEqual)
        } else {
            Ok((self.j - self.mean) / self.variance.sqrt())
        }
    }

    /// Two-sided, by the normal approximation.
    pub fn asymptotic(&self) -> Estimable {
        Ok(2.0 * normal_sf(self.z()?.abs()))
    }

    /// Two-sided: twice the smaller tail, at most 1. J is the sum of the rank sums of each group among those before it, which are
    /// independent where no values are tied.
    pub fn exact(&self) -> Estimable {
        if self.tied {
            return Err(NotEstimable::TiesHaveNoExactTrend);
        }
        let mut probabilities = vec![1.0];
        let mut seen = self.sizes[0];
        for size in &self.sizes[1..] {
            seen += size;
            let scores: Vec<u64> = (1..=seen as u64).collect();
            // The smallest rank sum is that of the smallest ranks.
            let own: Vec<f64> = subset_sums(&scores, *size).into_iter().skip(size * (size + 1) / 2).collect();
            probabilities = convolved(&probabilities, &own);
        }
        // Without ties J is whole.
        let at = self.j as usize;
        let low: f64 = probabilities.iter().take(at + 1).sum();
        let high: f64 = probabilities.iter().skip(at).sum();
        Ok((2.0 * low.min(high)).min(1.0))
    }
}

fn convolved(a: &[f64], b: &[f64]) -> Vec<f64> {
    let mut all = vec![0.0; a.len() + b.len() - 1];
    for (i, x) in a.iter().enumerate() {
        b.iter().enumerate().for_each(|(k, y)| all[i + k] += x * y);
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Three groups of one value: of 6 orders one is fully ordered, and one fully reversed.
    #[test]
    fn three_single_values() {
        let rising = jonckheere(&[vec![1.0], vec![2.0], vec![3.0]]).expect("a test");
        assert_eq!((rising.j, rising.mean), (3.0, 1.5));
        // Of J = 0, 1, 1, 2, 2, 3 the variance is 11/12.
        assert!((rising.variance - 11.0 / 12.0).abs() < 1e-14);
        assert!((rising.exact().expect("a value") - 1.0 / 3.0).abs() < 1e-14);
        assert_eq!(
            jonckheere(&[vec![1.0], vec![1.0]]).expect("a test").exact(),
            Err(NotEstimable::TiesHaveNoExactTrend)
        );
        assert!(jonckheere(&[vec![1.0], vec![1.0]]).expect("a test").z().is_err());
        assert!(jonckheere(&[vec![1.0], vec![]]).is_err());
    }
}
