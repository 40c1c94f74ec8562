//! Adjusted p-values of a graphical procedure: Bonferroni tests whose shares of the level are passed on along a graph (Bretz F, Maurer W,
//! Brannath W, Posch M. Stat Med 2009;28:586–604, algorithm 2). Holm's procedure, a fixed sequence, fallback, and serial and parallel
//! gatekeeping are graphs.

/// Shares of the level at the start, none negative and together at most 1; and what a rejected hypothesis passes on to each other, of each
/// together at most 1, and nothing to itself.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Graph {
    pub shares: Vec<f64>,
    pub passes: Vec<Vec<f64>>,
}

impl Graph {
    /// The graph without a hypothesis that is rejected: its share and its edges are passed on to the others.
    fn without(&mut self, rejected: usize, open: &[bool]) {
        let n = self.shares.len();
        let left: Vec<usize> = (0..n).filter(|i| open[*i] && *i != rejected).collect();
        let old = self.passes.clone();
        for &to in &left {
            self.shares[to] += self.shares[rejected] * old[rejected][to];
            for &further in left.iter().filter(|further| **further != to) {
                let back = old[to][rejected] * old[rejected][to];
                self.passes[to][further] = if back < 1.0 {
                    (old[to][further] + old[to][rejected] * old[rejected][further]) / (1.0 - back)
                } else {
                    0.0
                };
            }
        }
        self.shares[rejected] = 0.0;
    }
}

/// One adjusted p-value per p-value, in the same order. A test whose p-value is missing is never rejected, and passes nothing on.
pub fn adjust(p_values: &[Option<f64>], graph: &Graph) -> Vec<Option<f64>> {
    let n = p_values.len();
    let (mut graph, mut open, mut largest) = (graph.clone(), vec![true; n], 0.0_f64);
    let mut adjusted: Vec<Option<f64>> = p_values.iter().map(|p| p.map(|_| 1.0)).collect();
    for _ in 0..n {
        let level = |i: usize| p_values[i].filter(|_| open[i] && graph.shares[i] > 0.0).map(|p| p / graph.shares[i]);
        let next = (0..n).filter_map(|i| Some((level(i)?, i))).min_by(|a, b| a.0.total_cmp(&b.0));
        let Some((level, next)) = next else { break };
        largest = largest.max(level).min(1.0);
        adjusted[next] = Some(largest);
        graph.without(next, &open);
        open[next] = false;
    }
    adjusted
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(shares: &[f64], passes: &[&[f64]], p: &[f64]) -> Vec<f64> {
        let graph = Graph { shares: shares.to_vec(), passes: passes.iter().map(|row| row.to_vec()).collect() };
        let p: Vec<Option<f64>> = p.iter().copied().map(Some).collect();
        adjust(&p, &graph).into_iter().map(|v| v.expect("a value")).collect()
    }

    /// By hand: 0.01/0.5 is the smaller of the first two; its share goes to the fourth, 0.006/0.5; the fourth passes all on to the
    /// first, which passes all on to the third.
    #[test]
    fn parallel_gatekeeping_by_hand() {
        let passes: [&[f64]; 4] =
            [&[0.0, 0.0, 1.0, 0.0], &[0.0, 0.0, 0.0, 1.0], &[0.0, 1.0, 0.0, 0.0], &[1.0, 0.0, 0.0, 0.0]];
        assert_eq!(of(&[0.5, 0.5, 0.0, 0.0], &passes, &[0.018, 0.01, 0.105, 0.006]), [0.02, 0.02, 0.105, 0.02]);
    }

    #[test]
    fn what_is_never_reached_is_not_rejected() {
        assert_eq!(of(&[1.0, 0.0], &[&[0.0, 0.0], &[0.0, 0.0]], &[0.01, 0.0]), [0.01, 1.0]);
        let graph = Graph { shares: vec![1.0, 0.0], passes: vec![vec![0.0, 1.0], vec![0.0, 0.0]] };
        assert_eq!(adjust(&[None, Some(0.01)], &graph), [None, Some(1.0)]);
    }
}
