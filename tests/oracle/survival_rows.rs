//! Random rows for the survival oracles: whole days with many ties, late entries, weights, groups and covariates.

use proptest::prelude::*;

/// One row per entry of every field.
#[derive(Clone, Debug)]
pub struct Rows {
    pub entry: Vec<f64>,
    pub time: Vec<f64>,
    pub event: Vec<bool>,
    pub cause: Vec<usize>,
    pub weight: Vec<f64>,
    pub group: Vec<usize>,
    pub stratum: Vec<usize>,
    pub cluster: Vec<usize>,
    pub x: Vec<f64>,
    pub y: Vec<f64>,
}

impl Rows {
    pub fn n(&self) -> usize {
        self.time.len()
    }

    pub fn covariates(&self) -> Vec<Vec<f64>> {
        vec![self.x.clone(), self.y.clone()]
    }

    /// The same rows in another order.
    pub fn permuted(&self, order: &[usize]) -> Rows {
        fn by<T: Copy>(order: &[usize], values: &[T]) -> Vec<T> {
            order.iter().map(|&i| values[i]).collect()
        }
        Rows {
            entry: by(order, &self.entry),
            time: by(order, &self.time),
            event: by(order, &self.event),
            cause: by(order, &self.cause),
            weight: by(order, &self.weight),
            group: by(order, &self.group),
            stratum: by(order, &self.stratum),
            cluster: by(order, &self.cluster),
            x: by(order, &self.x),
            y: by(order, &self.y),
        }
    }
}

/// Between `least` and `most` rows.
pub fn rows(least: usize, most: usize) -> impl Strategy<Value = Rows> {
    let row = (1_u32..12, 0_u32..6, 0_usize..4, 1_u32..5, 0_usize..3, 0_usize..2, 0_usize..8, -4_i32..5, 0_u32..3);
    proptest::collection::vec(row, least..most).prop_map(|rows| Rows {
        entry: rows.iter().map(|r| f64::from(r.1.min(r.0 - 1))).collect(),
        time: rows.iter().map(|r| f64::from(r.0)).collect(),
        event: rows.iter().map(|r| r.2 > 1).collect(),
        cause: rows.iter().map(|r| r.2.saturating_sub(1)).collect(),
        weight: rows.iter().map(|r| f64::from(r.3) * 0.5).collect(),
        group: rows.iter().map(|r| r.4).collect(),
        stratum: rows.iter().map(|r| r.5).collect(),
        cluster: rows.iter().map(|r| r.6).collect(),
        x: rows.iter().map(|r| f64::from(r.7) / 3.0).collect(),
        y: rows.iter().map(|r| f64::from(r.8)).collect(),
    })
}

pub fn close(a: f64, b: f64, tolerance: f64) -> bool {
    (a - b).abs() <= tolerance * (1.0 + a.abs().max(b.abs()))
}

/// The distinct values, in order.
pub fn distinct(values: impl Iterator<Item = f64>) -> Vec<f64> {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    values.dedup();
    values
}
