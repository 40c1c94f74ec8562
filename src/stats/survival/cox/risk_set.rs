//! One backward pass over the rows, which gives the sums over each risk set.

use std::ops::Range;

use super::rows::Rows;

/// How events at one time are treated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ties {
    /// Efron, JASA 1977;72:557.
    Efron,
    /// Breslow, Biometrics 1974;30:89.
    Breslow,
    /// The discrete conditional likelihood (Cox, JRSS B 1972;34:187, section 6).
    Exact,
}

/// Sums over rows of weight · exp(linear predictor) times 1, each x, and, up to the order asked for, each product of two and of
/// three of them (of the lower triangle, and of the like part of the cube).
#[derive(Clone, Debug, PartialEq)]
pub struct Sums {
    order: usize,
    p: usize,
    values: Vec<f64>,
    /// What the additions rounded off, kept where rows are also taken out again.
    remainders: Option<Vec<f64>>,
}

impl Sums {
    pub fn new(p: usize, order: usize, compensated: bool) -> Sums {
        let (pairs, triples) = (p * (p + 1) / 2, p * (p + 1) * (p + 2) / 6);
        let length = 1 + [p, pairs, triples].iter().take(order).sum::<usize>();
        Sums { order, p, values: vec![0.0; length], remainders: compensated.then(|| vec![0.0; length]) }
    }

    pub fn clear(&mut self) {
        self.values.fill(0.0);
        if let Some(remainders) = &mut self.remainders {
            remainders.fill(0.0);
        }
    }

    /// Adds a row; with a negative risk, takes it out.
    pub fn add(&mut self, x: &[f64], risk: f64) {
        let values = &mut self.values;
        match &mut self.remainders {
            None => each_product(x, risk, self.order, |at, product| values[at] += product),
            Some(remainders) => each_product(x, risk, self.order, |at, product| {
                add_exactly(&mut values[at], &mut remainders[at], product);
            }),
        }
    }

    /// Adds rows, whose covariates `x` holds one after the other. Where remainders are kept, each is added by itself, so that taking
    /// the same rows out again leaves nothing.
    pub fn add_rows(&mut self, x: &[f64], risk: &[f64]) {
        if self.remainders.is_some() || self.order != 2 {
            for (row, &risk) in risk.iter().enumerate() {
                self.add(&x[row * self.p..(row + 1) * self.p], risk);
            }
            return;
        }
        match self.p {
            1 => self.add_block::<1>(x, risk),
            2 => self.add_block::<2>(x, risk),
            3 => self.add_block::<3>(x, risk),
            4 => self.add_block::<4>(x, risk),
            5 => self.add_block::<5>(x, risk),
            6 => self.add_block::<6>(x, risk),
            7 => self.add_block::<7>(x, risk),
            8 => self.add_block::<8>(x, risk),
            p => {
                for (row, &risk) in risk.iter().enumerate() {
                    self.add(&x[row * p..(row + 1) * p], risk);
                }
            }
        }
    }

    /// As [`Sums::add_rows`] to order 2 for a number of covariates known to the compiler, which unrolls the loops.
    fn add_block<const P: usize>(&mut self, x: &[f64], risk: &[f64]) {
        let (mut zeroth, mut first, mut second) = (0.0, [0.0; P], [[0.0; P]; P]);
        let (x, _) = x.as_chunks::<P>();
        for (x, risk) in x.iter().zip(risk) {
            zeroth += risk;
            for i in 0..P {
                let product = risk * x[i];
                first[i] += product;
                for j in 0..=i {
                    second[i][j] += product * x[j];
                }
            }
        }
        let lower = second.iter().enumerate().flat_map(|(i, row)| &row[..=i]);
        let block = std::iter::once(&zeroth).chain(&first).chain(lower);
        for (value, sum) in self.values.iter_mut().zip(block) {
            *value += sum;
        }
    }

    /// Adds `factor` times other sums of the same shape.
    pub fn add_scaled(&mut self, other: &Sums, factor: f64) {
        for at in 0..self.values.len() {
            let added = factor * other.get(at);
            match &mut self.remainders {
                None => self.values[at] += added,
                Some(remainders) => add_exactly(&mut self.values[at], &mut remainders[at], added),
            }
        }
    }

    /// The value with what rounding took from it.
    fn get(&self, at: usize) -> f64 {
        self.values[at] + self.remainders.as_ref().map_or(0.0, |r| r[at])
    }

    pub fn zeroth(&self) -> f64 {
        self.get(0)
    }

    pub fn first(&self, i: usize) -> f64 {
        self.get(1 + i)
    }

    /// For j ≤ i.
    pub fn second(&self, i: usize, j: usize) -> f64 {
        self.get(1 + self.p + i * (i + 1) / 2 + j)
    }

    /// For k ≤ j ≤ i.
    pub fn third(&self, i: usize, j: usize, k: usize) -> f64 {
        let pairs = self.p * (self.p + 1) / 2;
        self.get(1 + self.p + pairs + i * (i + 1) * (i + 2) / 6 + j * (j + 1) / 2 + k)
    }
}

/// Adds to a sum, and to its remainder the rounding error of that, exactly (Knuth's two-sum).
fn add_exactly(value: &mut f64, remainder: &mut f64, added: f64) {
    let (old, sum) = (*value, *value + added);
    let back = sum - old;
    *remainder += (old - (sum - back)) + (added - back);
    *value = sum;
}

/// Calls `each` with the place and the value of every product.
#[inline]
fn each_product(x: &[f64], risk: f64, order: usize, mut each: impl FnMut(usize, f64)) {
    each(0, risk);
    let mut at = 1;
    if order >= 1 {
        for &xi in x {
            each(at, risk * xi);
            at += 1;
        }
    }
    if order >= 2 {
        for (i, &xi) in x.iter().enumerate() {
            let product = risk * xi;
            for &xj in &x[..=i] {
                each(at, product * xj);
                at += 1;
            }
        }
    }
    if order >= 3 {
        for (i, &xi) in x.iter().enumerate() {
            for (j, &xj) in x[..=i].iter().enumerate() {
                let product = risk * xi * xj;
                for &xk in &x[..=j] {
                    each(at, product * xk);
                    at += 1;
                }
            }
        }
    }
}

/// The risk set of one time with events.
pub struct RiskSet<'a> {
    pub stratum: usize,
    /// The rows with an event at this time.
    pub events: Range<usize>,
    /// Sum of the weights of the events.
    pub weight: f64,
    /// Over the rows at risk that go on without an event, and over the events.
    pub staying: &'a Sums,
    pub dying: &'a Sums,
}

/// One term of the likelihood of a tied time: of the events' sums the share `kept` is at risk, and it counts `weight` times.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Term {
    pub kept: f64,
    pub weight: f64,
}

impl RiskSet<'_> {
    /// One term with the whole risk set (Breslow), or one per event, each with a smaller share of the events (Efron).
    pub fn terms(&self, ties: Ties) -> impl Iterator<Item = Term> + use<> {
        let d = self.events.len();
        let (count, weight) = if ties == Ties::Efron { (d, self.weight / d as f64) } else { (1, self.weight) };
        (0..count).map(move |k| Term { kept: (d - k) as f64 / d as f64, weight })
    }

    pub fn zeroth(&self, term: Term) -> f64 {
        self.staying.zeroth() + term.kept * self.dying.zeroth()
    }

    /// The mean of the covariates in the risk set of a term.
    pub fn mean(&self, term: Term, mean: &mut [f64]) {
        let zeroth = self.zeroth(term);
        for (i, value) in mean.iter_mut().enumerate() {
            *value = (self.staying.first(i) + term.kept * self.dying.first(i)) / zeroth;
        }
    }

    /// The mean product of two covariates, j ≤ i, in the risk set of a term.
    pub fn mean_product(&self, term: Term, i: usize, j: usize) -> f64 {
        (self.staying.second(i, j) + term.kept * self.dying.second(i, j)) / self.zeroth(term)
    }

    /// The mean product of three covariates, k ≤ j ≤ i, in the risk set of a term.
    pub fn mean_triple(&self, term: Term, i: usize, j: usize, k: usize) -> f64 {
        (self.staying.third(i, j, k) + term.kept * self.dying.third(i, j, k)) / self.zeroth(term)
    }

    /// The weighted sums over the terms of a time.
    pub fn totals(&self, ties: Ties) -> Totals {
        let scale = 1.0 / (self.staying.zeroth() + self.dying.zeroth());
        let mut totals = Totals { scale, ..Totals::default() };
        for term in self.terms(ties) {
            let (zeroth, kept) = (self.zeroth(term), term.kept);
            let relative = zeroth * scale;
            let (hazard, squared) = (term.weight / relative, term.weight / (relative * relative));
            totals.log += term.weight * libm::log(zeroth);
            totals.staying += hazard;
            totals.dying += kept * hazard;
            totals.staying_squared += squared;
            totals.crossed += kept * squared;
            totals.dying_squared += kept * kept * squared;
        }
        totals
    }

    /// Σ weight · mean of a covariate over the terms of a time.
    pub fn total_mean(&self, totals: &Totals, i: usize) -> f64 {
        totals.scale * (totals.staying * self.staying.first(i) + totals.dying * self.dying.first(i))
    }

    /// Σ weight · covariance of two covariates, j ≤ i, over the terms of a time.
    pub fn total_covariance(&self, totals: &Totals, i: usize, j: usize) -> f64 {
        let (staying, dying, scale) = (self.staying, self.dying, totals.scale);
        let products = scale * (totals.staying * staying.second(i, j) + totals.dying * dying.second(i, j));
        let (si, sj) = (scale * staying.first(i), scale * staying.first(j));
        let (di, dj) = (scale * dying.first(i), scale * dying.first(j));
        let means = totals.staying_squared * (si * sj)
            + totals.crossed * (si * dj + di * sj)
            + totals.dying_squared * (di * dj);
        products - means
    }
}

/// What the terms of a time contribute, with z the sum of the risks in a term over the sum Z of all at risk: once these factors
/// are known, a mean or a covariance over all terms needs the sums of the risk set once, however many events tie.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Totals {
    /// 1 / Z, which keeps the squares from overflow where risks are very small or large.
    scale: f64,
    /// Σ weight · log (z Z).
    pub log: f64,
    /// Σ weight / z, and Σ weight · kept / z.
    staying: f64,
    dying: f64,
    /// Σ weight / z², Σ weight · kept / z², and Σ weight · kept² / z².
    staying_squared: f64,
    crossed: f64,
    dying_squared: f64,
}

/// Visits every time with events, stratum by stratum, latest time first. `risk` is weight · exp(linear predictor) of each row.
pub fn visit(rows: &Rows, risk: &[f64], order: usize, mut visitor: impl FnMut(&RiskSet)) {
    let late_entry = !rows.entry.is_empty();
    let mut staying = Sums::new(rows.p, order, late_entry);
    let mut dying = Sums::new(rows.p, order, false);
    let x = |range: &Range<usize>| &rows.x[range.start * rows.p..range.end * rows.p];
    for (stratum, range) in rows.strata.iter().enumerate() {
        staying.clear();
        let mut count = 0_usize;
        let mut late = range.start;
        let mut end = range.end;
        while end > range.start {
            let (events, censored) = rows.tied_before(range, end);
            let time = rows.time[end - 1];
            end = events.start;
            staying.add_rows(x(&censored), &risk[censored.clone()]);
            count += censored.len();
            while late_entry && late < range.end && rows.entry[rows.by_entry[late]] >= time {
                let row = rows.by_entry[late];
                late += 1;
                count -= 1;
                staying.add(rows.x(row), -risk[row]);
                if count == 0 {
                    staying.clear();
                }
            }
            if events.is_empty() {
                continue;
            }
            dying.clear();
            dying.add_rows(x(&events), &risk[events.clone()]);
            let weight = rows.weight[events.clone()].iter().sum();
            visitor(&RiskSet { stratum, events: events.clone(), weight, staying: &staying, dying: &dying });
            match late_entry {
                true => staying.add_rows(x(&events), &risk[events.clone()]),
                false => staying.add_scaled(&dying, 1.0),
            }
            count += events.len();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_added_together_give_the_sums_of_rows_added_one_by_one() {
        for p in 1..=9 {
            let x: Vec<f64> = (0..7 * p).map(|i| f64::from((i as i32 * 37) % 11 - 5)).collect();
            let risk = [1.0, 0.5, 2.0, 0.25, 4.0, 1.0, 8.0];
            for (order, compensated) in [(1, false), (2, false), (2, true), (3, false)] {
                let new = || Sums::new(p, order, compensated);
                let (mut together, mut singly, mut parts) = (new(), new(), new());
                together.add_rows(&x, &risk);
                for (x, &risk) in x.chunks(p).zip(&risk) {
                    singly.add(x, risk);
                    let mut one = Sums::new(p, order, false);
                    one.add(x, 2.0 * risk);
                    parts.add_scaled(&one, 0.5);
                }
                // Small multiples of 1/4: no sum is rounded.
                assert_eq!(together, singly);
                assert_eq!(together, parts);
            }
        }
    }

    #[test]
    fn totals_are_the_sums_over_the_terms() {
        let (mut staying, mut dying) = (Sums::new(2, 2, false), Sums::new(2, 2, false));
        staying.add_rows(&[1.0, -0.5, 0.3, 2.0], &[0.7, 1.9]);
        dying.add_rows(&[-1.0, 0.25, 0.0, 1.5, 2.0, -3.0], &[1.1, 0.4, 0.8]);
        for (ties, scale) in [(Ties::Efron, 1.0), (Ties::Breslow, 1.0), (Ties::Efron, 2_f64.powi(-800))] {
            let scaled = |sums: &Sums| Sums { values: sums.values.iter().map(|v| v * scale).collect(), ..sums.clone() };
            let (staying, dying) = (&scaled(&staying), &scaled(&dying));
            let set = RiskSet { stratum: 0, events: 0..3, weight: 3.6, staying, dying };
            let totals = set.totals(ties);
            let (mut log, mut mean, mut covariance) = (0.0, 0.0, 0.0);
            for term in set.terms(ties) {
                let mut means = [0.0; 2];
                set.mean(term, &mut means);
                log += term.weight * libm::log(set.zeroth(term));
                mean += term.weight * means[1];
                covariance += term.weight * (set.mean_product(term, 1, 0) - means[1] * means[0]);
            }
            assert!((totals.log - log).abs() <= 1e-14 * log.abs());
            assert!((set.total_mean(&totals, 1) - mean).abs() < 1e-14);
            assert!((set.total_covariance(&totals, 1, 0) - covariance).abs() < 1e-14);
        }
    }
}
