//! The columns of a model: which carry information of their own, and their orthogonal factorisation.
//!
//! One notion for all models: a column that does not vary among the rows a likelihood compares, or that follows from the
//! columns before it but for rounding, makes the model not estimable, and is named.

use super::exact::{deviations, dot, sum};
use super::linear::Matrix;
use crate::number::{Among, ModelTerm, NotEstimable};
use std::collections::BTreeMap;

/// Columns without information of their own, by their positions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Redundant {
    /// Do not vary.
    pub constant: Vec<usize>,
    /// Follow from the columns before them.
    pub determined: Vec<usize>,
}

impl Redundant {
    /// All of them.
    pub fn columns(&self) -> Vec<usize> {
        let mut all = [self.constant.as_slice(), &self.determined].concat();
        all.sort_unstable();
        all
    }

    fn is_empty(&self) -> bool {
        self.constant.is_empty() && self.determined.is_empty()
    }

    /// With the names of the columns, and where they do not vary.
    pub fn reason(&self, name: &dyn Fn(usize) -> ModelTerm, among: Among) -> NotEstimable {
        let named = |columns: &[usize]| columns.iter().map(|c| name(*c)).collect();
        NotEstimable::Redundant { constant: named(&self.constant), determined: named(&self.determined), among }
    }
}

/// In models fitted through their information matrix a column of which a smaller share of the standard deviation is its own
/// follows from the others: the square of it is lost in the information.
pub const LEAST_OF_A_LIKELIHOOD: f64 = 1e-5;

/// Whether every column varies among these rows within a block (a stratum, a matched set) and does not follow from those
/// before it.
pub fn informative(columns: &[&[f64]], rows: &[usize], block: impl Fn(usize) -> usize) -> Result<(), Redundant> {
    let mut blocks: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for row in rows {
        blocks.entry(block(*row)).or_default().push(*row);
    }
    let around = |column: &&[f64]| -> Column {
        let of = |members: &Vec<usize>| deviations(&members.iter().map(|row| column[*row]).collect::<Vec<f64>>());
        let largest = rows.iter().fold(0.0, |most: f64, row| most.max(column[*row].abs()));
        Column { values: blocks.values().flat_map(of).collect(), largest }
    };
    Orthogonal::new(columns.iter().map(around).collect(), LEAST_OF_A_LIKELIHOOD).map(|_| ())
}

/// A centred column, with the size of the values of which it is the deviations.
pub struct Column {
    pub values: Vec<f64>,
    pub largest: f64,
}

/// Q with orthonormal columns and R upper triangular, column j of the design being Σ_k r(k, j) q_k.
#[derive(Clone, Debug)]
pub struct Orthogonal {
    pub q: Vec<Vec<f64>>,
    pub r: Matrix,
}

/// How many units of rounding of its values a column's own part must exceed.
const UNITS: f64 = 64.0;

impl Orthogonal {
    /// Gram and Schmidt's process, each column taken twice, which keeps Q orthogonal to the last digits (Giraud, Langou &
    /// Rozložník 2005, Comput Math Appl 50:1069). A column whose own part is below `least` of its length, or within the
    /// rounding of the values, is redundant.
    pub fn new(columns: Vec<Column>, least: f64) -> Result<Orthogonal, Redundant> {
        let p = columns.len();
        let mut factor = Orthogonal { q: Vec::with_capacity(p), r: Matrix::zeros(p, p) };
        let mut redundant = Redundant::default();
        // The rounding of each column taken.
        let mut noise: Vec<f64> = vec![];
        for (j, column) in columns.into_iter().enumerate() {
            let length = norm(&column.values);
            let own_noise = f64::EPSILON * column.largest * (column.values.len() as f64).sqrt();
            if length.is_nan() || length <= 0.0 {
                redundant.constant.push(j);
                continue;
            }
            // Where none is redundant this is j.
            let place = factor.q.len();
            (0..p).for_each(|k| factor.r[(k, place)] = 0.0);
            let mut rest = column.values;
            for _ in 0..2 {
                for (k, q) in factor.q.iter().enumerate() {
                    let part = dot(q, &rest);
                    factor.r[(k, place)] += part;
                    rest.iter_mut().zip(q).for_each(|(v, q)| *v -= part * q);
                }
            }
            let own = norm(&rest);
            // Of the columns before it, as many times as they are in it.
            let parts: Vec<f64> = (0..place).map(|k| factor.r[(k, place)]).collect();
            let inherited: f64 = factor.solve(&parts).iter().zip(&noise).map(|(b, n)| b.abs() * n).sum();
            let lost = UNITS * (f64::EPSILON * length + own_noise + inherited);
            if own.is_nan() || own <= (least * length).max(lost) {
                redundant.determined.push(j);
                continue;
            }
            rest.iter_mut().for_each(|v| *v /= own);
            factor.r[(place, place)] = own;
            factor.q.push(rest);
            noise.push(own_noise);
        }
        if redundant.is_empty() { Ok(factor) } else { Err(redundant) }
    }

    /// Qᵀ v.
    pub fn project(&self, v: &[f64]) -> Vec<f64> {
        self.q.iter().map(|q| dot(q, v)).collect()
    }

    /// x with R x = c.
    pub fn solve(&self, c: &[f64]) -> Vec<f64> {
        let p = self.q.len();
        let mut x = c.to_vec();
        for i in (0..p).rev() {
            let known: f64 = (i + 1..p).map(|k| self.r[(i, k)] * x[k]).sum();
            x[i] = (x[i] - known) / self.r[(i, i)];
        }
        x
    }

    /// x with Rᵀ x = c.
    pub fn solve_transposed(&self, c: &[f64]) -> Vec<f64> {
        let p = self.q.len();
        let mut x = c.to_vec();
        for i in 0..p {
            let known: f64 = (0..i).map(|k| self.r[(k, i)] * x[k]).sum();
            x[i] = (x[i] - known) / self.r[(i, i)];
        }
        x
    }

    /// R⁻¹, upper triangular.
    pub fn inverse(&self) -> Matrix {
        let p = self.q.len();
        let mut inverse = Matrix::zeros(p, p);
        for j in 0..p {
            let unit: Vec<f64> = (0..p).map(|i| f64::from(i == j)).collect();
            for (i, value) in self.solve(&unit).into_iter().enumerate() {
                inverse[(i, j)] = value;
            }
        }
        inverse
    }
}

/// The Euclidean length.
fn norm(values: &[f64]) -> f64 {
    let largest = values.iter().fold(0.0, |most: f64, v| most.max(v.abs()));
    if largest == 0.0 {
        return 0.0;
    }
    // Squares of scaled values neither overflow nor vanish.
    largest * sum(values.iter().map(|v| (v / largest) * (v / largest))).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(columns: &[&[f64]]) -> Result<(), Redundant> {
        let rows: Vec<usize> = (0..columns[0].len()).collect();
        informative(columns, &rows, |_| 0)
    }

    #[test]
    fn constants_and_sums_are_named() {
        let (a, b) = ([0.1, 0.4, 0.2, 0.7, 0.3], [1.0, 0.0, 0.0, 1.0, 1.0]);
        let both: Vec<f64> = a.iter().zip(&b).map(|(a, b)| a + b).collect();
        let third = a.map(|v| 1e9 + v / 3.0);
        for constant in [0.1, 0.2, 1e9, 1e-9, 1.0 / 3.0] {
            let found = check(&[&a, &[constant; 5], &both, &b, &third]);
            let expected = Redundant { constant: vec![1], determined: vec![3, 4] };
            assert_eq!(found, Err(expected));
        }
        assert_eq!(check(&[&a, &b]), Ok(()));
        // What lies close together is not the same.
        assert_eq!(check(&[&a, &a.map(|v| v + if v == 0.7 { 1e-3 } else { 0.0 })]), Ok(()));
    }

    #[test]
    fn what_varies_between_blocks_only_is_constant() {
        let column = [0.1, 0.1, 0.7, 0.7];
        let found = informative(&[&column], &[0, 1, 2, 3], |row| row / 2);
        assert_eq!(found, Err(Redundant { constant: vec![0], determined: vec![] }));
        let age = || ModelTerm::Covariate("age".to_string());
        let reason = found.unwrap_err().reason(&|_| age(), Among::MatchedSets);
        let expected = NotEstimable::Redundant { constant: vec![age()], determined: vec![], among: Among::MatchedSets };
        assert_eq!(reason, expected);
    }
}
