//! Small dense matrices: the LDLᵀ factor of a symmetric positive definite matrix, solutions, inverse, and which columns are redundant.
//!
//! Every sum runs over ascending indices, so equal entries give equal bits.

use std::ops::{Index, IndexMut};

/// A dense matrix, row by row.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Matrix {
    rows: usize,
    columns: usize,
    values: Vec<f64>,
}

impl Matrix {
    pub fn zeros(rows: usize, columns: usize) -> Matrix {
        Matrix { rows, columns, values: vec![0.0; rows * columns] }
    }

    pub fn rows(&self) -> usize {
        self.rows
    }

    pub fn columns(&self) -> usize {
        self.columns
    }

    /// One row, of `columns` values.
    pub fn row(&self, i: usize) -> &[f64] {
        &self.values[i * self.columns..(i + 1) * self.columns]
    }

    pub fn row_mut(&mut self, i: usize) -> &mut [f64] {
        &mut self.values[i * self.columns..(i + 1) * self.columns]
    }

    /// All values, row by row.
    pub fn values(&self) -> &[f64] {
        &self.values
    }

    /// These rows and columns alone.
    pub fn part(&self, chosen: &[usize]) -> Matrix {
        let mut part = Matrix::zeros(chosen.len(), chosen.len());
        for (i, &a) in chosen.iter().enumerate() {
            for (j, &b) in chosen.iter().enumerate() {
                part[(i, j)] = self[(a, b)];
            }
        }
        part
    }

    /// The product with a vector of `columns` values.
    pub fn times(&self, vector: &[f64]) -> Vec<f64> {
        (0..self.rows).map(|i| dot(self.row(i), vector)).collect()
    }

    /// `self · other`; the columns of the one are the rows of the other.
    pub fn product(&self, other: &Matrix) -> Matrix {
        let mut result = Matrix::zeros(self.rows, other.columns);
        for i in 0..self.rows {
            for k in 0..self.columns {
                let factor = self[(i, k)];
                for j in 0..other.columns {
                    result[(i, j)] += factor * other[(k, j)];
                }
            }
        }
        result
    }

    pub fn transposed(&self) -> Matrix {
        let mut transposed = Matrix::zeros(self.columns, self.rows);
        for i in 0..self.rows {
            for j in 0..self.columns {
                transposed[(j, i)] = self[(i, j)];
            }
        }
        transposed
    }

    /// The quadratic form `xᵀ · self · x`.
    pub fn quadratic(&self, x: &[f64]) -> f64 {
        dot(&self.times(x), x)
    }

    /// Adds `weight · x · xᵀ` to the lower triangle; [`Matrix::mirror`] completes it.
    pub fn add_outer_lower(&mut self, weight: f64, x: &[f64]) {
        for (i, &xi) in x.iter().enumerate() {
            let factor = weight * xi;
            for (cell, &xj) in self.row_mut(i).iter_mut().zip(&x[..=i]) {
                *cell += factor * xj;
            }
        }
    }

    /// Copies the lower triangle into the upper one.
    pub fn mirror(&mut self) {
        for i in 0..self.rows {
            for j in 0..i {
                self[(j, i)] = self[(i, j)];
            }
        }
    }

    /// The factor of a symmetric positive definite matrix, of which only the lower triangle is read.
    ///
    /// A pivot of at most `tolerance` times its diagonal entry (one minus the squared multiple correlation with the columns before
    /// it, when the matrix is a cross product) makes its column redundant.
    pub fn factor(&self, tolerance: f64) -> Result<Ldl, RankDeficient> {
        let n = self.rows;
        let mut lower = Matrix::zeros(n, n);
        let mut pivots = vec![0.0; n];
        let mut redundant = Vec::new();
        for j in 0..n {
            let mut pivot = self[(j, j)];
            for k in 0..j {
                pivot -= lower[(j, k)] * lower[(j, k)] * pivots[k];
            }
            // Written so that NaN is redundant too.
            let regular = pivot.is_finite() && pivot > 0.0 && pivot > tolerance * self[(j, j)];
            if !regular {
                redundant.push(j);
                continue;
            }
            pivots[j] = pivot;
            lower[(j, j)] = 1.0;
            for i in j + 1..n {
                let mut value = self[(i, j)];
                for k in 0..j {
                    value -= lower[(i, k)] * lower[(j, k)] * pivots[k];
                }
                lower[(i, j)] = value / pivot;
            }
        }
        match redundant.is_empty() {
            true => Ok(Ldl { lower, pivots }),
            false => Err(RankDeficient { redundant }),
        }
    }
}

impl Index<(usize, usize)> for Matrix {
    type Output = f64;
    fn index(&self, (i, j): (usize, usize)) -> &f64 {
        &self.values[i * self.columns + j]
    }
}

impl IndexMut<(usize, usize)> for Matrix {
    fn index_mut(&mut self, (i, j): (usize, usize)) -> &mut f64 {
        &mut self.values[i * self.columns + j]
    }
}

/// Which variances of a sandwich `bread · M · bread` are nothing but rounding: contributions to the score that cancel within clusters
/// leave less than 10⁻¹² of what they add up to without their signs, `gross`, in units of the score.
pub fn cancelled(sandwich: &Matrix, bread: &Matrix, gross: &[f64]) -> Vec<usize> {
    let none = |&i: &usize| {
        let most: f64 = bread.row(i).iter().zip(gross).map(|(b, g)| b.abs() * g).sum();
        sandwich[(i, i)].is_nan() || sandwich[(i, i)] <= (1e-12 * most) * (1e-12 * most)
    };
    (0..gross.len()).filter(none).collect()
}

/// The sum of products, in the order of the slices.
pub fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(x, y)| x * y).sum()
}

/// Columns that the ones before them determine, or that do not vary.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RankDeficient {
    pub redundant: Vec<usize>,
}

/// `A = L · D · Lᵀ`, with ones on the diagonal of L (Golub and Van Loan, Matrix Computations, 4th ed., algorithm 4.1.2).
#[derive(Clone, Debug, PartialEq)]
pub struct Ldl {
    lower: Matrix,
    pivots: Vec<f64>,
}

impl Ldl {
    /// x with `A · x = b`.
    pub fn solve(&self, b: &[f64]) -> Vec<f64> {
        let n = self.pivots.len();
        let mut x = b.to_vec();
        for i in 0..n {
            for k in 0..i {
                x[i] -= self.lower[(i, k)] * x[k];
            }
        }
        for (value, pivot) in x.iter_mut().zip(&self.pivots) {
            *value /= pivot;
        }
        for i in (0..n).rev() {
            for k in i + 1..n {
                x[i] -= self.lower[(k, i)] * x[k];
            }
        }
        x
    }

    /// The inverse of A, symmetric to the last bit.
    pub fn inverse(&self) -> Matrix {
        let n = self.pivots.len();
        let mut inverse = Matrix::zeros(n, n);
        let mut unit = vec![0.0; n];
        for j in 0..n {
            unit.fill(0.0);
            unit[j] = 1.0;
            let column = self.solve(&unit);
            for i in j..n {
                inverse[(i, j)] = column[i];
            }
        }
        inverse.mirror();
        inverse
    }

    /// The logarithm of the determinant of A.
    pub fn log_determinant(&self) -> f64 {
        self.pivots.iter().map(|pivot| libm::log(*pivot)).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matrix(rows: &[&[f64]]) -> Matrix {
        let mut m = Matrix::zeros(rows.len(), rows[0].len());
        for (i, row) in rows.iter().enumerate() {
            m.row_mut(i).copy_from_slice(row);
        }
        m
    }

    #[test]
    fn solves_and_inverts_by_hand() {
        let a = matrix(&[&[4.0, 2.0], &[2.0, 3.0]]);
        let factor = a.factor(1e-12).unwrap();
        assert_eq!(factor.solve(&[8.0, 8.0]), [1.0, 2.0]);
        assert_eq!(factor.inverse(), matrix(&[&[0.375, -0.25], &[-0.25, 0.5]]));
        assert!((factor.log_determinant() - 8f64.ln()).abs() < 1e-15);
    }

    #[test]
    fn names_the_redundant_columns() {
        let a = matrix(&[&[1.0, 2.0, 0.0], &[2.0, 4.0, 0.0], &[0.0, 0.0, 0.0]]);
        assert_eq!(a.factor(1e-10), Err(RankDeficient { redundant: vec![1, 2] }));
        assert!(matrix(&[&[f64::NAN]]).factor(1e-10).is_err());
    }

    #[test]
    fn the_product_with_the_inverse_is_the_identity() {
        let a = matrix(&[&[5.0, 1.0, 0.5], &[1.0, 4.0, -1.0], &[0.5, -1.0, 3.0]]);
        let identity = a.product(&a.factor(1e-12).unwrap().inverse());
        for i in 0..3 {
            for j in 0..3 {
                assert!((identity[(i, j)] - f64::from(i == j)).abs() < 1e-15);
            }
        }
    }

    #[test]
    fn a_weighted_outer_product_fills_the_lower_triangle() {
        let mut a = Matrix::zeros(2, 2);
        a.add_outer_lower(2.0, &[1.0, 3.0]);
        a.mirror();
        assert_eq!(a, matrix(&[&[2.0, 6.0], &[6.0, 18.0]]));
        assert_eq!(a.quadratic(&[1.0, 1.0]), 32.0);
    }
}
