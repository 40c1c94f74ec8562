//! Harrell's concordance: how often, of two patients, the one with the higher risk has the event first.
//!
//! Harrell et al., JAMA 1982;247:2543; the standard error is the infinitesimal jackknife (Therneau and Watson, Mayo Clinic
//! technical report 85, 2015). A pair counts when one has an event while the other is at risk and goes on without one then; equal
//! risks count half; two events at one time do not count. Pairs are formed within strata.

use super::rows::Rows;
use crate::number::{Estimable, NotEstimable};

#[derive(Clone, Debug, PartialEq)]
pub struct Concordance {
    pub estimate: f64,
    /// Not estimable where all patients, or clusters, have the same part in the estimate.
    pub standard_error: Estimable,
}

/// Of the linear predictor of each row of `rows`; `cluster` holds one entry per row of the observations.
pub fn concordance(
    rows: &Rows,
    linear_predictor: &[f64],
    cluster: Option<&[usize]>,
) -> Result<Concordance, NotEstimable> {
    if linear_predictor.len() != rows.len() || cluster.is_some_and(|c| rows.source.iter().any(|s| *s >= c.len())) {
        return Err(NotEstimable::RowsDiffer);
    }
    let pairs = pairs(rows, linear_predictor);
    let (mut concordant, mut all) = (0.0, 0.0);
    for (row, pair) in pairs.iter().enumerate() {
        concordant += rows.weight[row] * pair.earlier.0;
        all += rows.weight[row] * pair.earlier.1;
    }
    if all <= 0.0 {
        return Err(NotEstimable::NoTwoComparablePatients);
    }
    let estimate = concordant / all;
    let influence = |row: usize| {
        let Pairs { earlier, later } = pairs[row];
        rows.weight[row] * (earlier.0 + later.0 - estimate * (earlier.1 + later.1)) / all
    };
    let mut order: Vec<(usize, usize)> =
        (0..rows.len()).map(|row| (cluster.map_or(row, |c| c[rows.source[row]]), row)).collect();
    order.sort_unstable();
    let variance: f64 = order
        .chunk_by(|a, b| a.0 == b.0)
        .map(|members| members.iter().map(|&(_, row)| influence(row)).sum::<f64>())
        .map(|sum| sum * sum)
        .sum();
    let gross = |row: usize| rows.weight[row] * (pairs[row].earlier.1 + pairs[row].later.1) / all;
    let gross: f64 = (0..rows.len()).map(gross).sum();
    let standard_error = match variance > (1e-12 * gross) * (1e-12 * gross) {
        true => Ok(variance.sqrt()),
        false => Err(NotEstimable::PatientsAgreeWithModelAlike),
    };
    Ok(Concordance { estimate, standard_error })
}

/// The weights of the concordant pairs (ties by half) and of all pairs that a row is in: as the one whose event comes first, and
/// as the other.
#[derive(Clone, Copy, Default)]
struct Pairs {
    earlier: (f64, f64),
    later: (f64, f64),
}

fn pairs(rows: &Rows, risk: &[f64]) -> Vec<Pairs> {
    let mut distinct = risk.to_vec();
    distinct.sort_unstable_by(f64::total_cmp);
    distinct.dedup();
    let rank: Vec<usize> = risk.iter().map(|r| distinct.partition_point(|d| d < r)).collect();
    let mut pairs = vec![Pairs::default(); rows.len()];
    for stratum in 0..rows.strata.len() {
        as_earlier(rows, stratum, &rank, distinct.len(), &mut pairs);
        as_later(rows, stratum, &rank, distinct.len(), &mut pairs);
    }
    pairs
}

/// Against all who are at risk at each event and outlive it, going back in time.
fn as_earlier(rows: &Rows, stratum: usize, rank: &[usize], ranks: usize, pairs: &mut [Pairs]) {
    let range = &rows.strata[stratum];
    let mut tree = WeightTree::new(ranks);
    let by_entry = rows.by_entry.get(range.clone()).unwrap_or_default();
    let mut late = by_entry.iter().peekable();
    for tied in rows.tied(range).into_iter().rev() {
        let time = rows.time[tied.start];
        for row in tied.clone().filter(|&row| !rows.event[row]) {
            tree.add(rank[row], rows.weight[row]);
        }
        while let Some(&row) = late.next_if(|&&row| rows.entry[row] >= time) {
            tree.add(rank[row], -rows.weight[row]);
        }
        let events: Vec<usize> = tied.filter(|&row| rows.event[row]).collect();
        for &row in &events {
            let (below, equal, above) = tree.around(rank[row]);
            pairs[row].earlier = (below + equal / 2.0, below + equal + above);
        }
        for row in events {
            tree.add(rank[row], rows.weight[row]);
        }
    }
}

/// Against all events that happen while a row is at risk, going forward in time.
fn as_later(rows: &Rows, stratum: usize, rank: &[usize], ranks: usize, pairs: &mut [Pairs]) {
    let range = &rows.strata[stratum];
    let mut tree = WeightTree::new(ranks);
    let by_entry = rows.by_entry.get(range.clone()).unwrap_or_default();
    let mut early = by_entry.iter().rev().peekable();
    let read = |tree: &WeightTree, row: usize| {
        let (below, equal, above) = tree.around(rank[row]);
        (above + equal / 2.0, below + equal + above)
    };
    for tied in rows.tied(range) {
        let time = rows.time[tied.start];
        while let Some(&row) = early.next_if(|&&row| rows.entry[row] < time) {
            let before = read(&tree, row);
            pairs[row].later = (-before.0, -before.1);
        }
        let (events, censored): (Vec<usize>, Vec<usize>) = tied.partition(|&row| rows.event[row]);
        let add = |tree: &WeightTree, row: usize, pairs: &mut [Pairs]| {
            let met = read(tree, row);
            pairs[row].later = (pairs[row].later.0 + met.0, pairs[row].later.1 + met.1);
        };
        for &row in &events {
            add(&tree, row, pairs);
        }
        for &row in &events {
            tree.add(rank[row], rows.weight[row]);
        }
        for row in censored {
            add(&tree, row, pairs);
        }
    }
}

/// Cumulative weights by rank (Fenwick, Softw Pract Exp 1994;24:327).
struct WeightTree {
    sums: Vec<f64>,
    total: f64,
}

impl WeightTree {
    fn new(ranks: usize) -> WeightTree {
        WeightTree { sums: vec![0.0; ranks + 1], total: 0.0 }
    }

    fn add(&mut self, rank: usize, weight: f64) {
        self.total += weight;
        let mut at = rank + 1;
        while at < self.sums.len() {
            self.sums[at] += weight;
            at += at & at.wrapping_neg();
        }
    }

    /// The weight below `count` ranks.
    fn below(&self, count: usize) -> f64 {
        let (mut at, mut sum) = (count, 0.0);
        while at > 0 {
            sum += self.sums[at];
            at &= at - 1;
        }
        sum
    }

    /// Below a rank, at it, and above it.
    fn around(&self, rank: usize) -> (f64, f64, f64) {
        let (below, until) = (self.below(rank), self.below(rank + 1));
        (below, until - below, self.total - until)
    }
}
