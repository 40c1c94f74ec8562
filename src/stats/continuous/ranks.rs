//! Ranks, and the permutation distributions of rank sums.

/// Twice the average rank of each value (so that it is whole), and Σ (t³ − t) over groups of t equal values.
pub fn doubled_ranks(values: &[f64]) -> (Vec<u64>, f64) {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|a, b| values[*a].total_cmp(&values[*b]));
    let (mut ranks, mut ties, mut start) = (vec![0; values.len()], 0.0, 0);
    while start < order.len() {
        let value = values[order[start]];
        // −0 and 0 are the same value.
        let end = (start..order.len()).find(|i| values[order[*i]] != value).unwrap_or(order.len());
        let t = (end - start) as f64;
        ties += t * t * t - t;
        for at in &order[start..end] {
            ranks[*at] = (start + 1 + end) as u64;
        }
        start = end;
    }
    (ranks, ties)
}

/// Average ranks.
pub fn average_ranks(values: &[f64]) -> Vec<f64> {
    doubled_ranks(values).0.into_iter().map(|r| r as f64 / 2.0).collect()
}

/// Probability of each sum of `size` of the scores drawn without return (Streitberg & Röhmel 1986, Stat Software Newsletter 12:10).
pub fn subset_sums(scores: &[u64], size: usize) -> Vec<f64> {
    let mut largest: Vec<u64> = scores.to_vec();
    largest.sort_unstable_by(|a, b| b.cmp(a));
    let reach = largest.iter().take(size).sum::<u64>() as usize;
    let mut ways = vec![vec![0.0; reach + 1]; size + 1];
    ways[0][0] = 1.0;
    for (seen, score) in scores.iter().enumerate() {
        let score = *score as usize;
        for taken in (1..=size.min(seen + 1)).rev() {
            let (fewer, more) = ways.split_at_mut(taken);
            for (sum, w) in more[0].iter_mut().enumerate().skip(score) {
                *w += fewer[taken - 1][sum - score];
            }
        }
    }
    normalised(std::mem::take(&mut ways[size]))
}

/// Probability of each sum of the scores when every one is taken or not with probability ½.
pub fn signed_sums(scores: &[u64]) -> Vec<f64> {
    let reach = scores.iter().sum::<u64>() as usize;
    let mut ways = vec![0.0; reach + 1];
    ways[0] = 1.0;
    for score in scores {
        let score = *score as usize;
        for sum in (score..=reach).rev() {
            ways[sum] += ways[sum - score];
        }
    }
    normalised(ways)
}

fn normalised(ways: Vec<f64>) -> Vec<f64> {
    let total: f64 = ways.iter().sum();
    ways.into_iter().map(|w| w / total).collect()
}

/// Twice the smaller of both tails at `observed`, itself included, at most 1.
pub fn doubled_tail(probabilities: &[f64], observed: usize) -> f64 {
    let below: f64 = probabilities.iter().take(observed + 1).sum();
    let above: f64 = probabilities.iter().skip(observed).sum();
    (2.0 * below.min(above)).min(1.0)
}

/// Probability of a sum as far from the mean as the observed one, or further.
pub fn distance_tail(probabilities: &[f64], observed: usize) -> f64 {
    let mean: f64 = probabilities.iter().enumerate().map(|(s, p)| s as f64 * p).sum();
    let distance = (observed as f64 - mean).abs() - 1e-9;
    let far = |s: usize| (s as f64 - mean).abs() >= distance;
    probabilities.iter().enumerate().filter(|(s, _)| far(*s)).map(|(_, p)| p).sum::<f64>().min(1.0)
}

/// How many of the smallest sums together hold at most `share`.
pub fn sums_within(probabilities: &[f64], share: f64) -> usize {
    let mut below = 0.0;
    for (count, p) in probabilities.iter().enumerate() {
        below += p;
        // A tail that equals the share up to rounding is within it.
        if below > share * (1.0 + 64.0 * f64::EPSILON) {
            return count;
        }
    }
    probabilities.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ties_share_their_ranks() {
        assert_eq!(doubled_ranks(&[3.0, 1.0, 3.0, 2.0]), (vec![7, 2, 7, 4], 6.0));
        assert_eq!(average_ranks(&[0.0, -0.0]), [1.5, 1.5]);
    }

    #[test]
    fn sums_of_two_of_four() {
        // 3, 4, 5, 5, 6, 7 of {1, 2, 3, 4}.
        let p = subset_sums(&[1, 2, 3, 4], 2);
        assert!((p[5] - 2.0 / 6.0).abs() < 1e-15 && (p[3] - 1.0 / 6.0).abs() < 1e-15);
        assert!((doubled_tail(&p, 3) - 2.0 / 6.0).abs() < 1e-15);
        assert!((distance_tail(&p, 3) - 2.0 / 6.0).abs() < 1e-15);
    }

    #[test]
    fn sums_of_signs() {
        let p = signed_sums(&[1, 2, 3]);
        assert_eq!(p, [0.125, 0.125, 0.125, 0.25, 0.125, 0.125, 0.125]);
        assert_eq!(sums_within(&p, 0.2), 1);
    }
}
