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
        vectors(
            &self.takes(&held),
            taken,
            Double::new(1.0),
            self.ln_limit - base,
            &mut self.left,
            &mut |ln, own, v| {
                filled.push((ln, own, v.to_vec()));
            },
        )?;
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
            concave: true,
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
        takes.concave = false;
        let base = ln_weight - self.binomials.ln[total][first.both];
        let weight = weight.over(self.binomials.exact[total][first.both]);
        let mut nodes: Vec<(Double, Vec<usize>)> = vec![];
        let limit = self.ln_limit - base - a_base - b_base;
        vectors(&takes, first.both, Double::new(1.0), limit, &mut self.left, &mut |_, own, v| {
            nodes.push((own, v.to_vec()));
        })?;
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
        let mut listed = vec![];
        self.tables(second, b, needed - most_a, &mut |ln, probability| listed.push((ln, probability)))?;
        let (two, mut sum) = (Sorted::new(listed), Double::default());
        self.tables(first, a, needed - most_b, &mut |ln, probability| {
            sum = sum.plus(probability.times(two.above(needed - ln)));
        })?;
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

    /// Every table of a half whose probability has a logarithm of at least `needed`.
    fn tables(&mut self, half: Half, held: &[usize], needed: f64, each: &mut impl FnMut(f64, Double)) -> Option<()> {
        if half.is_single() {
            each(0.0, Double::new(1.0));
            return Some(());
        }
        let ln_all = self.binomials.ln[half.both][half.first];
        let start = Double::new(1.0).over(self.binomials.exact[half.both][half.first]);
        let takes = self.takes(held);
        vectors(&takes, half.first, start, needed + ln_all, &mut self.left, &mut |ln, own, _| each(ln - ln_all, own))
    }
}

/// Logarithms are known to this; what lies nearer to the limit than this is kept and decided in the end.
const SLACK: f64 = 1e-9;

/// What each row can take: the score and the weight of every entry from 0 on.
struct Takes<'a> {
    score: Vec<Cow<'a, [f64]>>,
    weight: Vec<&'a [Double]>,
    /// Whether each row's scores are concave, as ln C(n, k) is in k.
    concave: bool,
}

impl Takes<'_> {
    /// The best that the rows from each one on can reach, for every sum of their entries up to `sum`.
    fn best(&self, sum: usize) -> Vec<Vec<f64>> {
        let mut none = vec![f64::NEG_INFINITY; sum + 1];
        none[0] = 0.0;
        let mut best = vec![none];
        for own in self.score.iter().rev() {
            let rest = &best[best.len() - 1];
            best.push(if self.concave { best_of_concave(own, rest) } else { best_of_any(own, rest) });
        }
        best.reverse();
        best
    }
}

fn best_of_any(own: &[f64], rest: &[f64]) -> Vec<f64> {
    let of = |open: usize| (0..=open.min(own.len() - 1)).map(move |k| own[k] + rest[open - k]);
    (0..rest.len()).map(|open| of(open).fold(f64::NEG_INFINITY, f64::max)).collect()
}

/// The best share of concave scores grows by one entry at a time, where that costs least.
fn best_of_concave(own: &[f64], rest: &[f64]) -> Vec<f64> {
    let (mut k, mut best) = (0, vec![own[0] + rest[0]]);
    for open in 1..rest.len() {
        let here = own[k] + rest[open - k];
        let more = own.get(k + 1).map_or(f64::NEG_INFINITY, |next| next + rest[open - k - 1]);
        k += usize::from(more > here);
        best.push(here.max(more));
    }
    best
}

/// Every vector with one entry per row, entries summing to `sum`, whose scores sum to at least `least`, with the product of `start` and its weights.
/// None where the steps run out.
fn vectors(
    takes: &Takes<'_>,
    sum: usize,
    start: Double,
    least: f64,
    left: &mut u64,
    each: &mut impl FnMut(f64, Double, &[usize]),
) -> Option<()> {
    let best = takes.best(sum);
    let mut walk = Walk { takes, best: &best, least: least - SLACK, vector: vec![0; takes.score.len()], left };
    walk.fill(0, sum, 0.0, start, each)
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
        if row + 2 >= self.vector.len() {
            return self.last(row, open, score, weight, each);
        }
        let (own, weights) = (&self.takes.score[row], self.takes.weight[row]);
        for k in 0..=open.min(own.len() - 1) {
            if score + own[k] + self.best[row + 1][open - k] < self.least {
                continue;
            }
            *self.left = self.left.checked_sub(1)?;
            self.vector[row] = k;
            self.fill(row + 1, open - k, score + own[k], weight.times(weights[k]), each)?;
        }
        Some(())
    }

    /// The last two rows: the last takes what the one before it leaves.
    fn last(
        &mut self,
        row: usize,
        open: usize,
        score: f64,
        weight: Double,
        each: &mut impl FnMut(f64, Double, &[usize]),
    ) -> Option<()> {
        let (own, last) = (&self.takes.score[row], &self.takes.score[row + 1]);
        let (weights, last_weights) = (self.takes.weight[row], self.takes.weight[row + 1]);
        for k in (open + 1).saturating_sub(last.len())..=open.min(own.len() - 1) {
            let score = score + own[k] + last[open - k];
            if score < self.least {
                continue;
            }
            *self.left = self.left.checked_sub(1)?;
            (self.vector[row], self.vector[row + 1]) = (k, open - k);
            each(score, weight.times(weights[k]).times(last_weights[open - k]), &self.vector);
        }
        Some(())
    }
}

/// Probabilities in classes of their logarithms, with the sums over all classes above.
struct Sorted {
    greatest: f64,
    /// Classes in one unit of the logarithm.
    classes: f64,
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
        let mut sorted =
            Sorted { greatest, classes: 1.0 / per_class, start: vec![0; classes + 2], listed: vec![], above: vec![] };
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
        let class = ((self.greatest - ln) * self.classes).max(0.0) as usize;
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
