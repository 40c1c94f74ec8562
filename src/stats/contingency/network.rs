//! The exact test of a larger table: the probability of the tables more probable than the observed one, whose complement is the p-value.
//!
//! The columns are divided in two halves, and the tables grouped by what the rows hold in the first half (the nodes of the network of
//! Mehta & Patel 1983, JASA 78:427, in the middle of it). Given that, both halves are independent: the tables of each half are listed
//! once, as far as one can be part of a table more probable than the observed one, and matched by their probabilities. The sums
//! are kept in two doubles, so that a small p-value keeps its digits.

use crate::stats::double::Double;
use libm::log;
use std::borrow::Cow;

/// Beyond so many patients the probabilities leave the range of numbers.
pub const MOST_PATIENTS: u64 = 1000;

/// The probability given the margins of all tables whose probability is above exp(`ln_limit`); none where it takes more than `most`
/// steps. Rows and columns are the margins, all above 0, two columns at least.
pub fn more_probable(rows: &[u64], columns: &[u64], ln_limit: f64, most: u64) -> Option<Double> {
    let binomials = Binomials::new(rows.iter().sum::<u64>() as usize);
    let mut search = Search { binomials: &binomials, ln_limit, left: most, sum: Double::default() };
    search.columns(rows, columns, Double::new(1.0), 0.0)?;
    Some(search.sum)
}

/// C(n, k) for all k ≤ n up to a size, and their logarithms.
struct Binomials {
    exact: Vec<Vec<Double>>,
    ln: Vec<Vec<f64>>,
}

impl Binomials {
    fn new(size: usize) -> Binomials {
        let mut exact = vec![vec![Double::new(1.0)]];
        for n in 1..=size {
            let before = &exact[n - 1];
            let inner = (1..n).map(|k| before[k - 1].plus(before[k]));
            let row = std::iter::once(Double::new(1.0)).chain(inner).chain([Double::new(1.0)]).collect();
            exact.push(row);
        }
        let ln = exact.iter().map(|row: &Vec<Double>| row.iter().map(|c| log(c.high)).collect()).collect();
        Binomials { exact, ln }
    }

    /// The greatest ln C(n, k) + k·slope over k, for every n up to `size`.
    fn tilted(&self, size: usize, slope: f64) -> Vec<f64> {
        let greatest = |n: usize| self.ln[n].iter().enumerate().map(|(k, ln)| ln + k as f64 * slope);
        (0..=size).map(|n| greatest(n).fold(f64::NEG_INFINITY, f64::max)).collect()
    }
}

/// One half of the columns: one, or two of which the first takes `first` of `both` patients.
#[derive(Clone, Copy)]
struct Half {
    first: usize,
    both: usize,
}

impl Half {
    fn new(columns: &[u64]) -> Half {
        Half { first: columns[0] as usize, both: columns.iter().sum::<u64>() as usize }
    }

    fn is_single(self) -> bool {
        self.first == self.both
    }

    /// The multiplier under which rows share out their patients as the columns do.
    fn slope(self) -> f64 {
        log(self.first as f64 / (self.both - self.first) as f64)
    }
}

struct Search<'a> {
    binomials: &'a Binomials,
    ln_limit: f64,
    left: u64,
    sum: Double,
}

/// Tables of one half: the logarithm of the probability given what the rows hold, and the probability.
type Listed = Vec<(f64, Double)>;

impl<'a> Search<'a> {
    /// Over all tables of these rows and columns; `weight`, with its logarithm, is the probability of what was filled before.
    fn columns(&mut self, rows: &[u64], columns: &[u64], weight: Double, ln_weight: f64) -> Option<()> {
        if columns.len() <= 4 {
            return self.halves(rows, columns, weight, ln_weight);
        }
        let total = rows.iter().sum::<u64>() as usize;
        let taken = columns[0] as usize;
        let base = ln_weight - self.binomials.ln[total][taken];
        let weight = weight.over(self.binomials.exact[total][taken]);
        let mut filled = vec![];
        let held: Vec<usize> = rows.iter().map(|n| *n as usize).collect();
        vectors(&self.takes(&held), taken, self.ln_limit - base, &mut self.left, &mut |ln, own, v| {
            filled.push((ln, own, v.to_vec()));
        })?;
        for (ln, own, vector) in filled {
            let rest: Vec<u64> = rows.iter().zip(&vector).map(|(n, k)| n - *k as u64).collect();
            self.columns(&rest, &columns[1..], weight.times(own), base + ln)?;
        }
        Some(())
    }

    /// Entries scored by ln C(n, k) and weighted by C(n, k).
    fn takes(&self, held: &[usize]) -> Takes<'a> {
        let binomials = self.binomials;
        Takes {
            score: held.iter().map(|n| Cow::Borrowed(binomials.ln[*n].as_slice())).collect(),
            weight: held.iter().map(|n| binomials.exact[*n].as_slice()).collect(),
        }
    }

    fn halves(&mut self, rows: &[u64], columns: &[u64], weight: Double, ln_weight: f64) -> Option<()> {
        let (first, second) = columns.split_at(columns.len() / 2);
        let (first, second) = (Half::new(first), Half::new(second));
        let total = first.both + second.both;
        let greatest = |half: Half, size: usize| match half.is_single() {
            true => (vec![0.0; size + 1], 0.0),
            false => {
                let ln_all = self.binomials.ln[half.both][half.first];
                (self.binomials.tilted(size, half.slope()), -half.slope() * half.first as f64 - ln_all)
            }
        };
        let longest = rows.iter().max().map_or(0, |n| *n as usize);
        let ((a, a_base), (b, b_base)) = (greatest(first, longest), greatest(second, longest));
        // What a node can hold at most, row by row: no table of it is more probable.
        let held: Vec<usize> = rows.iter().map(|n| *n as usize).collect();
        let mut takes = self.takes(&held);
        for (score, n) in takes.score.iter_mut().zip(&held) {
            *score = (0..=*n).map(|k| self.binomials.ln[*n][k] + a[k] + b[*n - k]).collect();
        }
        let base = ln_weight - self.binomials.ln[total][first.both];
        let weight = weight.over(self.binomials.exact[total][first.both]);
        let mut nodes: Vec<(Double, Vec<usize>)> = vec![];
        let limit = self.ln_limit - base - a_base - b_base;
        vectors(&takes, first.both, limit, &mut self.left, &mut |_, own, v| nodes.push((own, v.to_vec())))?;
        for (own, node) in nodes {
            let ln = base + held.iter().zip(&node).map(|(n, k)| self.binomials.ln[*n][*k]).sum::<f64>();
            let other: Vec<usize> = held.iter().zip(&node).map(|(n, k)| n - k).collect();
            self.node([(first, &node), (second, &other)], weight.times(own), ln)?;
        }
        Some(())
    }

    /// Adds the tables of one node; `ln` is the logarithm of its probability.
    fn node(&mut self, halves: [(Half, &[usize]); 2], weight: Double, ln: f64) -> Option<()> {
        let [(first, a), (second, b)] = halves;
        let needed = self.ln_limit - ln;
        let (most_a, most_b) = (self.best(first, a), self.best(second, b));
        if most_a + most_b < needed - SLACK {
            return Some(());
        }
        let one = self.listed(first, a, needed - most_b)?;
        let two = Sorted::new(self.listed(second, b, needed - most_a)?);
        let mut sum = Double::default();
        for (ln_one, probability) in one {
            sum = sum.plus(probability.times(two.above(needed - ln_one)));
        }
        self.sum = self.sum.plus(weight.times(sum));
        Some(())
    }

    /// The logarithm of the greatest probability of a half, up to what the multiplier leaves open.
    fn best(&self, half: Half, held: &[usize]) -> f64 {
        if half.is_single() {
            return 0.0;
        }
        let slope = half.slope();
        let of = |n: &usize| {
            let (mut best, n) = (f64::NEG_INFINITY, *n);
            for (k, ln) in self.binomials.ln[n].iter().enumerate() {
                best = best.max(ln + k as f64 * slope);
            }
            best
        };
        held.iter().map(of).sum::<f64>() - slope * half.first as f64 - self.binomials.ln[half.both][half.first]
    }

    /// The tables of a half whose probability has a logarithm of at least `needed`.
    fn listed(&mut self, half: Half, held: &[usize], needed: f64) -> Option<Listed> {
        if half.is_single() {
            return Some(vec![(0.0, Double::new(1.0))]);
        }
        let ln_all = self.binomials.ln[half.both][half.first];
        let start = Double::new(1.0).over(self.binomials.exact[half.both][half.first]);
        let mut listed = vec![];
        vectors(&self.takes(held), half.first, needed + ln_all, &mut self.left, &mut |ln, own, _| {
            listed.push((ln - ln_all, start.times(own)));
        })?;
        Some(listed)
    }
}

/// Logarithms are known to this; what lies nearer to the limit than this is kept and decided in the end.
const SLACK: f64 = 1e-9;

/// What each row can take: the score and the weight of every entry from 0 on.
struct Takes<'a> {
    score: Vec<Cow<'a, [f64]>>,
    weight: Vec<&'a [Double]>,
}

/// Every vector with one entry per row, entries summing to `sum`, whose scores sum to at least `least`, with the product of its weights.
/// None where the steps run out.
fn vectors(
    takes: &Takes<'_>,
    sum: usize,
    least: f64,
    left: &mut u64,
    each: &mut impl FnMut(f64, Double, &[usize]),
) -> Option<()> {
    let rows = takes.score.len();
    // The best that the rows from one on can reach with so much left.
    let mut best = vec![vec![f64::NEG_INFINITY; sum + 1]; rows + 1];
    best[rows][0] = 0.0;
    for row in (0..rows).rev() {
        let own = &takes.score[row];
        for open in 0..=sum {
            let of = |k: usize| own[k] + best[row + 1][open - k];
            best[row][open] = (0..=open.min(own.len() - 1)).map(of).fold(f64::NEG_INFINITY, f64::max);
        }
    }
    let mut walk = Walk { takes, best: &best, least: least - SLACK, vector: vec![0; rows], left };
    walk.fill(0, sum, 0.0, Double::new(1.0), each)
}

struct Walk<'a> {
    takes: &'a Takes<'a>,
    best: &'a [Vec<f64>],
    least: f64,
    vector: Vec<usize>,
    left: &'a mut u64,
}

impl Walk<'_> {
    fn fill(
        &mut self,
        row: usize,
        open: usize,
        score: f64,
        weight: Double,
        each: &mut impl FnMut(f64, Double, &[usize]),
    ) -> Option<()> {
        if row == self.vector.len() {
            each(score, weight, &self.vector);
            return Some(());
        }
        let (own, weights) = (&self.takes.score[row], self.takes.weight[row]);
        // The last row takes what is left.
        let from = if row + 1 == self.vector.len() { open } else { 0 };
        for k in from..=open.min(own.len() - 1) {
            if score + own[k] + self.best[row + 1][open - k] < self.least {
                continue;
            }
            *self.left = self.left.checked_sub(1)?;
            self.vector[row] = k;
            self.fill(row + 1, open - k, score + own[k], weight.times(weights[k]), each)?;
        }
        Some(())
    }
}

/// Probabilities in classes of their logarithms, with the sums over all classes above.
struct Sorted {
    greatest: f64,
    per_class: f64,
    /// Where each class begins in `listed`, most probable first.
    start: Vec<usize>,
    listed: Listed,
    /// Sum over the classes before each.
    above: Vec<Double>,
}

impl Sorted {
    fn new(listed: Listed) -> Sorted {
        let (low, greatest) =
            listed.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(l, g), (ln, _)| (l.min(*ln), g.max(*ln)));
        let classes = listed.len().max(1);
        let per_class = ((greatest - low) / classes as f64).max(1e-6);
        let mut sorted = Sorted { greatest, per_class, start: vec![0; classes + 2], listed: vec![], above: vec![] };
        let of: Vec<usize> = listed.iter().map(|(ln, _)| sorted.class(*ln)).collect();
        of.iter().for_each(|class| sorted.start[class + 1] += 1);
        (1..sorted.start.len()).for_each(|i| sorted.start[i] += sorted.start[i - 1]);
        let mut place = sorted.start.clone();
        let mut ordered = vec![(0.0, Double::default()); listed.len()];
        for (item, class) in listed.into_iter().zip(of) {
            ordered[place[class]] = item;
            place[class] += 1;
        }
        let mut sum = Double::default();
        for window in sorted.start.windows(2) {
            sorted.above.push(sum);
            sum = ordered[window[0]..window[1]].iter().fold(sum, |sum, (_, p)| sum.plus(*p));
        }
        sorted.above.push(sum);
        sorted.listed = ordered;
        sorted
    }

    fn class(&self, ln: f64) -> usize {
        let class = ((self.greatest - ln) / self.per_class).max(0.0) as usize;
        class.min(self.start.len() - 2)
    }

    /// The sum of those whose logarithm is above `ln`.
    fn above(&self, ln: f64) -> Double {
        if self.listed.is_empty() || ln > self.greatest {
            return Double::default();
        }
        let class = self.class(ln);
        let members = &self.listed[self.start[class]..self.start[class + 1]];
        members.iter().filter(|(own, _)| *own > ln).fold(self.above[class], |sum, (_, p)| sum.plus(*p))
    }
}
