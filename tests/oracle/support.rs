//! Random draws and naive numerics.

/// SplitMix64: the same draws everywhere for one seed.
pub struct Draws(u64);

impl Draws {
    pub fn seeded(seed: u64) -> Draws {
        Draws(seed)
    }
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }
    /// In [0, 1).
    pub fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1u64 << 53) as f64
    }
    /// In 0..n.
    pub fn below(&mut self, n: u64) -> u64 {
        self.next() % n
    }
    pub fn between(&mut self, low: u64, high: u64) -> u64 {
        low + self.below(high - low + 1)
    }
    pub fn chance(&mut self, p: f64) -> bool {
        self.unit() < p
    }
    /// Roughly normal: twelve uniforms less 6.
    pub fn normal(&mut self) -> f64 {
        (0..12).map(|_| self.unit()).sum::<f64>() - 6.0
    }
}

/// The zero of an increasing function by halving the interval to nothing.
pub fn bisect(mut low: f64, mut high: f64, increasing: impl Fn(f64) -> f64) -> f64 {
    for _ in 0..90 {
        let middle = 0.5 * (low + high);
        if increasing(middle) < 0.0 {
            low = middle;
        } else {
            high = middle;
        }
    }
    0.5 * (low + high)
}

/// Binomial coefficient as a float, by Pascal's multiplication.
pub fn choose(n: u64, k: u64) -> f64 {
    if k > n {
        return 0.0;
    }
    (0..k).fold(1.0, |product, i| product * (n - i) as f64 / (i + 1) as f64)
}

pub fn assert_close(what: &str, ours: f64, naive: f64, tolerance: f64) {
    let same = ours == naive || (ours - naive).abs() <= tolerance * naive.abs().max(1e-6);
    assert!(same, "{what}: {ours} against {naive}");
}

/// Solution of a linear system by Gauss–Jordan elimination with row exchanges.
pub fn solve(mut a: Vec<Vec<f64>>, mut b: Vec<f64>) -> Vec<f64> {
    let n = b.len();
    for column in 0..n {
        let pivot = (column..n).max_by(|i, j| a[*i][column].abs().total_cmp(&a[*j][column].abs())).expect("a row");
        a.swap(column, pivot);
        b.swap(column, pivot);
        for row in (0..n).filter(|r| *r != column) {
            let factor = a[row][column] / a[column][column];
            let pivot_row = a[column].clone();
            a[row].iter_mut().zip(&pivot_row).for_each(|(cell, p)| *cell -= factor * p);
            b[row] -= factor * b[column];
        }
    }
    (0..n).map(|i| b[i] / a[i][i]).collect()
}

/// The inverse, column by column.
pub fn invert(a: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let n = a.len();
    let column = |j: usize| solve(a.to_vec(), (0..n).map(|i| f64::from(i == j)).collect());
    let columns: Vec<Vec<f64>> = (0..n).map(column).collect();
    (0..n).map(|i| (0..n).map(|j| columns[j][i]).collect()).collect()
}
