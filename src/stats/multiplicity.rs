//! Adjusted p-values of a family of tests. A test whose p-value is missing (None) still counts as one of the family, as if its p-value were 1.

/// How p-values are adjusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Adjustment {
    /// n p.
    Bonferroni,
    /// Step-down (Holm 1979, Scand J Stat 6:65).
    Holm,
    /// Step-up (Hochberg 1988, Biometrika 75:800).
    Hochberg,
    /// By closed tests of Simes (Hommel 1988, Biometrika 75:383; Wright 1992, Biometrics 48:1005).
    Hommel,
    /// False discovery rate (Benjamini & Hochberg 1995, J R Stat Soc B 57:289).
    BenjaminiHochberg,
    /// The same under any dependence (Benjamini & Yekutieli 2001, Ann Stat 29:1165).
    BenjaminiYekutieli,
    /// In the order given, each p-value no smaller than the ones before it: a fixed sequence (Westfall & Krishen 2001, J Stat Plan Inference
    /// 99:25).
    FixedSequence,
}

/// One adjusted p-value per p-value, in the same order.
pub fn adjust(p_values: &[Option<f64>], adjustment: Adjustment) -> Vec<Option<f64>> {
    let p: Vec<f64> = p_values.iter().map(|p| p.unwrap_or(1.0)).collect();
    let n = p.len() as f64;
    // Ranks from the smallest; equal p-values keep their order, which changes nothing.
    let mut order: Vec<usize> = (0..p.len()).collect();
    order.sort_by(|a, b| p[*a].total_cmp(&p[*b]));
    let rank = |i: usize| i as f64 + 1.0;
    let harmonic: f64 = (1..=p.len()).map(|i| 1.0 / i as f64).sum();
    let adjusted = match adjustment {
        Adjustment::Bonferroni => p.iter().map(|v| (n * v).min(1.0)).collect(),
        Adjustment::Holm => step_down(&p, &order, |i| n - i as f64),
        Adjustment::Hochberg => step_up(&p, &order, |i| n - i as f64),
        Adjustment::BenjaminiHochberg => step_up(&p, &order, |i| n / rank(i)),
        Adjustment::BenjaminiYekutieli => step_up(&p, &order, |i| harmonic * n / rank(i)),
        Adjustment::Hommel => hommel(&p, &order),
        Adjustment::FixedSequence => step_down(&p, &(0..p.len()).collect::<Vec<_>>(), |_| 1.0),
    };
    p_values.iter().zip(adjusted).map(|(p, a)| p.map(|_| a)).collect()
}

/// The running maximum of factor × p, from the first in order.
fn step_down(p: &[f64], order: &[usize], factor: impl Fn(usize) -> f64) -> Vec<f64> {
    let (mut adjusted, mut largest) = (vec![1.0; p.len()], 0.0_f64);
    for (i, at) in order.iter().enumerate() {
        largest = largest.max(factor(i) * p[*at]);
        adjusted[*at] = largest.min(1.0);
    }
    adjusted
}

/// The running minimum of factor × p, from the last in order.
fn step_up(p: &[f64], order: &[usize], factor: impl Fn(usize) -> f64) -> Vec<f64> {
    let (mut adjusted, mut smallest) = (vec![1.0; p.len()], 1.0_f64);
    for (i, at) in order.iter().enumerate().rev() {
        smallest = smallest.min(factor(i) * p[*at]);
        adjusted[*at] = smallest;
    }
    adjusted
}

/// Wright's algorithm: for every size m of an intersection, the smallest Simes bound, raised where larger intersections ask for it.
fn hommel(p: &[f64], order: &[usize]) -> Vec<f64> {
    let n = p.len();
    let sorted: Vec<f64> = order.iter().map(|i| p[*i]).collect();
    let mut adjusted = sorted.clone();
    for m in (2..=n).rev() {
        let upper = n - m + 1;
        let simes = (0..m - 1).map(|j| m as f64 * sorted[upper + j] / (j as f64 + 2.0)).fold(f64::INFINITY, f64::min);
        for (i, value) in adjusted.iter_mut().enumerate() {
            let bound = if i < upper { simes.min(m as f64 * sorted[i]) } else { simes };
            *value = value.max(bound);
        }
    }
    let mut result = vec![1.0; n];
    for (value, at) in adjusted.into_iter().zip(order) {
        result[*at] = value.min(1.0);
    }
    result
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn holm_by_hand() {
        let p = [Some(0.04), Some(0.01), None, Some(0.03)];
        let expected = [Some(0.09), Some(0.04), None, Some(0.09)];
        assert_eq!(adjust(&p, Adjustment::Holm), expected);
        assert_eq!(adjust(&[], Adjustment::Hommel), []);
    }

    #[test]
    fn a_fixed_sequence_never_falls() {
        let p = [Some(0.01), Some(0.2), Some(0.03)];
        assert_eq!(adjust(&p, Adjustment::FixedSequence), [Some(0.01), Some(0.2), Some(0.2)]);
        let missing = [Some(0.01), None, Some(0.03)];
        assert_eq!(adjust(&missing, Adjustment::FixedSequence), [Some(0.01), None, Some(1.0)]);
    }
}
