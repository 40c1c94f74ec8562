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
        match &mut self.remainders {
            None => {
                let values = &mut self.values;
                each_product(x, risk, self.order, |at, product| values[at] += product);
            }
            Some(remainders) => {
                let values = &mut self.values;
                each_product(x, risk, self.order, |at, product| {
                    // Knuth's two-sum: the rounding error of the sum, exactly.
                    let (old, sum) = (values[at], values[at] + product);
                    let back = sum - old;
                    remainders[at] += (old - (sum - back)) + (product - back);
                    values[at] = sum;
                });
            }
        }
    }

    /// Adds `factor` times other sums of the same shape.
    pub fn add_scaled(&mut self, other: &Sums, factor: f64) {
        for at in 0..self.values.len() {
            self.values[at] += factor * other.get(at);
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
    /// Over all rows at risk, and over the events alone.
    pub at_risk: &'a Sums,
    pub dying: &'a Sums,
}

/// One term of the likelihood of a tied time: the events' sums are taken out by `share`, and it counts `weight` times.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Term {
    pub share: f64,
    pub weight: f64,
}

impl RiskSet<'_> {
    /// One term with the whole risk set (Breslow), or one per event, each with a larger share of the events taken out (Efron).
    pub fn terms(&self, ties: Ties) -> impl Iterator<Item = Term> + use<> {
        let d = self.events.len();
        let (count, weight) = if ties == Ties::Efron { (d, self.weight / d as f64) } else { (1, self.weight) };
        (0..count).map(move |k| Term { share: k as f64 / d as f64, weight })
    }

    pub fn zeroth(&self, term: Term) -> f64 {
        self.at_risk.zeroth() - term.share * self.dying.zeroth()
    }

    /// The mean of the covariates in the risk set of a term.
    pub fn mean(&self, term: Term, mean: &mut [f64]) {
        let zeroth = self.zeroth(term);
        for (i, value) in mean.iter_mut().enumerate() {
            *value = (self.at_risk.first(i) - term.share * self.dying.first(i)) / zeroth;
        }
    }

    /// The mean product of two covariates, j ≤ i, in the risk set of a term.
    pub fn mean_product(&self, term: Term, i: usize, j: usize) -> f64 {
        (self.at_risk.second(i, j) - term.share * self.dying.second(i, j)) / self.zeroth(term)
    }

    /// The mean product of three covariates, k ≤ j ≤ i, in the risk set of a term.
    pub fn mean_triple(&self, term: Term, i: usize, j: usize, k: usize) -> f64 {
        (self.at_risk.third(i, j, k) - term.share * self.dying.third(i, j, k)) / self.zeroth(term)
    }
}

/// Visits every time with events, stratum by stratum, latest time first. `risk` is weight · exp(linear predictor) of each row.
pub fn visit(rows: &Rows, risk: &[f64], order: usize, mut visitor: impl FnMut(&RiskSet)) {
    let late_entry = !rows.entry.is_empty();
    let mut at_risk = Sums::new(rows.p, order, late_entry);
    let mut dying = Sums::new(rows.p, order, false);
    for (stratum, range) in rows.strata.iter().enumerate() {
        at_risk.clear();
        let mut count = 0_usize;
        let mut late = range.start;
        let mut end = range.end;
        while end > range.start {
            let time = rows.time[end - 1];
            let mut start = end;
            let mut first_censored = end;
            let mut weight = 0.0;
            dying.clear();
            while start > range.start && rows.time[start - 1] == time {
                start -= 1;
                at_risk.add(rows.x(start), risk[start]);
                count += 1;
                if rows.event[start] {
                    dying.add(rows.x(start), risk[start]);
                    weight += rows.weight[start];
                } else {
                    first_censored = start;
                }
            }
            while late_entry && late < range.end && rows.entry[rows.by_entry[late]] >= time {
                let row = rows.by_entry[late];
                late += 1;
                count -= 1;
                at_risk.add(rows.x(row), -risk[row]);
                if count == 0 {
                    at_risk.clear();
                }
            }
            if first_censored > start {
                let events = start..first_censored;
                visitor(&RiskSet { stratum, events, weight, at_risk: &at_risk, dying: &dying });
            }
            end = start;
        }
    }
}
