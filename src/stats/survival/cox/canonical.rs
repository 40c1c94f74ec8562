//! The order of the rows that tie at a time, fixed by their values, so that sums over them do not depend on the order given.

use std::cmp::Ordering;

use super::rows::Model;

/// What tells two rows apart that are otherwise equal.
pub type Label<'a> = &'a dyn Fn(usize) -> (usize, usize);

/// The values of a model's rows, with a whole number per row that is in the order of the first of them.
pub struct Values<'a> {
    /// Entries, weights, covariates and offset, in the order in which they are compared.
    columns: Vec<&'a [f64]>,
    label: Option<Label<'a>>,
    key: Vec<u64>,
    /// Rows of one key have the same values.
    exact: bool,
}

impl<'a> Values<'a> {
    pub fn new(model: &Model<'a>, label: Option<Label<'a>>) -> Values<'a> {
        let observations = model.observations;
        let columns: Vec<&[f64]> = [observations.entries(), observations.weights()]
            .into_iter()
            .flatten()
            .chain(model.covariates.iter().map(Vec::as_slice))
            .chain(model.offset)
            .collect();
        let (mut key, mut room, mut exact) = (vec![0_u64; observations.len()], u64::BITS, true);
        for &column in &columns {
            let code = Code::of(column);
            let lost = code.width.saturating_sub(room);
            let kept = code.width - lost;
            if kept > 0 {
                for (key, value) in key.iter_mut().zip(column) {
                    *key = key.checked_shl(kept).unwrap_or(0) | (code.number(*value) >> lost);
                }
            }
            room -= kept;
            if lost > 0 {
                exact = false;
                break;
            }
        }
        Values { columns, label, key, exact }
    }

    /// Sorts each run of tied rows by entry, weight, covariates, offset and label.
    pub fn sort_ties(&self, rows: &mut [usize], tied: impl Fn(usize, usize) -> bool) {
        let mut keyed: Vec<(u64, usize)> = Vec::new();
        for run in rows.chunk_by_mut(|&a, &b| tied(a, b)) {
            keyed.clear();
            keyed.extend(run.iter().map(|&row| (self.key[row], row)));
            keyed.sort_unstable_by_key(|&(key, _)| key);
            if !self.exact || self.label.is_some() {
                for equal in keyed.chunk_by_mut(|a, b| a.0 == b.0) {
                    equal.sort_unstable_by(|a, b| self.compare(a.1, b.1));
                }
            }
            for (place, &(_, row)) in run.iter_mut().zip(&keyed) {
                *place = row;
            }
        }
    }

    fn compare(&self, a: usize, b: usize) -> Ordering {
        let differing = self.columns.iter().map(|c| c[a].total_cmp(&c[b])).find(|o| o.is_ne());
        differing.unwrap_or_else(|| self.label.map_or(Ordering::Equal, |label| label(a).cmp(&label(b))))
    }
}

/// Whole numbers in the order of the values of a column.
struct Code {
    /// All values are whole numbers of a small range: the number is the distance from the least.
    whole: bool,
    least: f64,
    /// How many bits the greatest number has.
    width: u32,
}

impl Code {
    fn of(column: &[f64]) -> Code {
        let (mut least, mut greatest, mut whole) = (f64::INFINITY, f64::NEG_INFINITY, true);
        for &value in column {
            least = least.min(value);
            greatest = greatest.max(value);
            // A negative 0 is told apart from 0 by its bits alone.
            whole &= value as i32 as f64 == value && (value != 0.0 || value.is_sign_positive());
        }
        let mut code = Code { whole, least, width: 0 };
        if least <= greatest {
            // The least of 0 and −0, and the greatest, may be either of them: leave room.
            let top = if whole { greatest } else { greatest.next_up() };
            code.least = if whole { least } else { least.next_down() };
            code.width = u64::BITS - code.number(top).leading_zeros();
        }
        code
    }

    fn number(&self, value: f64) -> u64 {
        match self.whole {
            true => (value - self.least) as u64,
            false => ordered_bits(value) - ordered_bits(self.least),
        }
    }
}

/// The bits of a finite number as a whole number in the order of the numbers, −0 before 0.
pub fn ordered_bits(value: f64) -> u64 {
    let bits = value.to_bits();
    if bits >> 63 == 1 { !bits } else { bits | 1 << 63 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::survival::observations::Observations;

    #[test]
    fn the_key_does_not_change_the_order_of_the_values() {
        let columns = [
            vec![1.0, 0.0, 1.0, 0.0, 1.0, 0.0, 1.0, 1.0],
            vec![-3.5, 1e300, 0.0, -0.0, -0.0, -1e-300, 0.25, -3.5],
            vec![7.0, 2.0, 7.0, 2.0, 2.0, 7.0, 7.0, -2.0],
        ];
        let observations = Observations::new(None, &[1.0; 8], &[true; 8], None).unwrap();
        for covariates in [&columns[..], &columns[..1], &columns[2..], &columns[1..]] {
            let model = Model { observations: &observations, covariates, strata: None, offset: None };
            let label = |row: usize| (row, 0);
            let values = Values::new(&model, Some(&label));
            let mut sorted: Vec<usize> = (0..8).rev().collect();
            values.sort_ties(&mut sorted, |_, _| true);
            let mut compared: Vec<usize> = (0..8).collect();
            compared.sort_by(|&a, &b| values.compare(a, b));
            assert_eq!(sorted, compared);
        }
    }
}
