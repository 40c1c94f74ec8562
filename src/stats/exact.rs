//! Exact arithmetic on columns of decimals, and what passes for nothing but rounding elsewhere.
//!
//! Data hold decimals of a few digits, and a column hands each on as the double nearest to it. Up to 15 significant digits
//! no other decimal has that double (IEEE 754-2019, 5.12.2), so that the decimals can be had back: the column is whole
//! multiples of one power of ten. Differences, sums and comparisons are then taken on whole numbers and converted once.
//! Sums, differences and products that a plan defines are such columns too, and quotients that end; logarithms, roots and
//! quotients that do not end are computed numbers, whose last digits are noise. For these alone there is a tolerance,
//! [`ROUNDING`].

/// Computed values are taken to be equal where they differ by no more than this share of the largest of them, or of the
/// largest value that they are differences of.
pub const ROUNDING: f64 = 1e-13;

/// No column has more decimals.
const MOST_DECIMALS: i32 = 12;
/// Whole multiples beyond this need more than 15 digits.
const LARGEST: f64 = 1e15;

/// A column of decimals: value = `whole` / `power`, `power` a power of ten.
struct Decimals {
    whole: Vec<i64>,
    power: f64,
}

impl Decimals {
    /// None where a value is no decimal of at most 12 places and 15 significant digits of the common power.
    fn of<'a>(values: impl Iterator<Item = &'a f64> + Clone) -> Option<Decimals> {
        let (mut places, mut power) = (0, 1.0);
        for value in values.clone() {
            while whole(*value, power).is_none() {
                places += 1;
                if places > MOST_DECIMALS {
                    return None;
                }
                power = POWERS[places as usize];
            }
        }
        let whole = values.map(|v| whole(*v, power)).collect::<Option<Vec<i64>>>()?;
        Some(Decimals { whole, power })
    }

    /// Each less the first, and their sum.
    fn less_the_first(&self) -> (Vec<i64>, i128) {
        let first = self.whole.first().copied().unwrap_or(0);
        let from: Vec<i64> = self.whole.iter().map(|w| w - first).collect();
        let sum = from.iter().map(|d| i128::from(*d)).sum();
        (from, sum)
    }
}

/// Exact as doubles.
const POWERS: [f64; 13] = [1.0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12];

/// The whole number of which this is the double nearest to its quotient by `power`.
fn whole(value: f64, power: f64) -> Option<i64> {
    let whole = (value * power).round();
    // Below 1e15 the conversion is exact.
    (whole.abs() <= LARGEST && whole / power == value).then_some(whole as i64)
}

/// The sum, with what rounding loses at each step carried along (Neumaier 1974, Z Angew Math Mech 54:39).
pub fn sum(values: impl IntoIterator<Item = f64>) -> f64 {
    let (mut sum, mut lost) = (0.0_f64, 0.0_f64);
    for value in values {
        let next = sum + value;
        let (large, small) = if sum.abs() >= value.abs() { (sum, value) } else { (value, sum) };
        lost += (large - next) + small;
        sum = next;
    }
    // An overflow must stay infinite.
    if lost.is_finite() { sum + lost } else { sum }
}

/// Σ a·b, each product with what its rounding loses (Ogita, Rump & Oishi 2005, SIAM J Sci Comput 26:1955).
pub fn dot(a: &[f64], b: &[f64]) -> f64 {
    let both = a.iter().zip(b).flat_map(|(a, b)| {
        let product = a * b;
        [product, a.mul_add(*b, -product)]
    });
    sum(both)
}

fn largest(values: &[f64]) -> f64 {
    values.iter().fold(0.0, |most: f64, v| most.max(v.abs()))
}

/// The arithmetic mean; NaN of no value. Of equal values it is their value.
pub fn mean(values: &[f64]) -> f64 {
    let n = values.len() as f64;
    let Some(decimals) = Decimals::of(values.iter()) else {
        let first = sum(values.iter().copied()) / n;
        return first + sum(values.iter().map(|v| v - first)) / n;
    };
    let (_, total) = decimals.less_the_first();
    let first = decimals.whole.first().copied().map_or(f64::NAN, |w| w as f64);
    (first + total as f64 / n) / decimals.power
}

/// Each value less the mean of all. Of decimals each is the double nearest to the exact deviation, to two roundings; of
/// computed values that do not vary but for rounding all are 0.
pub fn deviations(values: &[f64]) -> Vec<f64> {
    let n = values.len() as f64;
    if let Some(decimals) = Decimals::of(values.iter()) {
        let (from, total) = decimals.less_the_first();
        let count = values.len() as i128;
        return from.iter().map(|d| (i128::from(*d) * count - total) as f64 / n / decimals.power).collect();
    }
    let centre = mean(values);
    let around: Vec<f64> = values.iter().map(|v| v - centre).collect();
    // What rounding of the mean leaves is taken off again.
    let left = sum(around.iter().copied()) / n;
    match largest(&around) <= ROUNDING * largest(values) {
        true => vec![0.0; values.len()],
        false => around.into_iter().map(|d| d - left).collect(),
    }
}

/// A number as the sum of two doubles, which has twice the digits of one.
pub type Twofold = (f64, f64);

/// The mean, and each value less it.
pub fn split_deviations(values: &[f64]) -> (Twofold, Vec<Twofold>) {
    if let Some(decimals) = Decimals::of(values.iter()) {
        let (from, total) = decimals.less_the_first();
        let count = values.len() as i128;
        let divisor = count as f64 * decimals.power;
        let first = decimals.whole.first().map_or(0, |w| i128::from(*w));
        let deviation = |d: &i64| quotient(i128::from(*d) * count - total, divisor);
        return (quotient(first * count + total, divisor), from.iter().map(deviation).collect());
    }
    let centre = mean(values);
    if is_constant(values) {
        return ((centre, 0.0), vec![(0.0, 0.0); values.len()]);
    }
    let split = |v: &f64| {
        // Knuth's exact difference.
        let high = v - centre;
        let back = high - v;
        (high, (v - (high - back)) + (-centre - back))
    };
    ((centre, 0.0), values.iter().map(split).collect())
}

fn quotient(exact: i128, divisor: f64) -> Twofold {
    let high = exact as f64;
    // What the conversion loses fits again.
    let low = (exact - high as i128) as f64;
    let quotient = high / divisor;
    (quotient, ((-quotient).mul_add(divisor, high) + low) / divisor)
}

/// The values do not vary, but for rounding where they are computed. Decimals are compared exactly.
pub fn is_constant(values: &[f64]) -> bool {
    deviations(values).iter().all(|d| *d == 0.0)
}

/// Σ (v − mean)².
pub fn sum_of_squares(values: &[f64]) -> f64 {
    sum(deviations(values).into_iter().map(|d| d * d))
}

/// The mean of the first less that of the second; NaN where either is empty.
pub fn difference_of_means(first: &[f64], second: &[f64]) -> f64 {
    let Some(decimals) = Decimals::of(first.iter().chain(second)) else {
        let difference = mean(first) - mean(second);
        let noise = ROUNDING * largest(first).max(largest(second));
        return if difference.abs() <= noise { 0.0 } else { difference };
    };
    let (from, _) = decimals.less_the_first();
    let (a, b) = from.split_at(first.len());
    let total = |part: &[i64]| part.iter().map(|d| i128::from(*d)).sum::<i128>();
    let (na, nb) = (first.len() as i128, second.len() as i128);
    let numerator = total(a) * nb - total(b) * na;
    numerator as f64 / (na * nb) as f64 / decimals.power
}

/// First less second, one by one: of decimals the double nearest to the exact difference, so that differences are equal,
/// or 0, where the decimals' are. Of computed values, differences within [`ROUNDING`] of the largest value are one.
pub fn differences(first: &[f64], second: &[f64]) -> Vec<f64> {
    let pairs = || first.iter().zip(second);
    match Decimals::of(first.iter().chain(second)) {
        Some(decimals) => {
            let (a, b) = decimals.whole.split_at(first.len());
            a.iter().zip(b).map(|(a, b)| (a - b) as f64 / decimals.power).collect()
        }
        None => settled(pairs().map(|(a, b)| a - b).collect(), largest(first).max(largest(second))),
    }
}

/// Every value of the first less every one of the second, those of the first value first; equal as in [`differences`].
pub fn all_differences(first: &[f64], second: &[f64]) -> Vec<f64> {
    let repeated: Vec<f64> = first.iter().flat_map(|a| second.iter().map(|_| *a)).collect();
    let cycled: Vec<f64> = first.iter().flat_map(|_| second.iter().copied()).collect();
    differences(&repeated, &cycled)
}

/// The middle between two values.
pub fn middle(a: f64, b: f64) -> f64 {
    match Decimals::of([a, b].iter()) {
        Some(decimals) => decimals.whole.iter().sum::<i64>() as f64 / (2.0 * decimals.power),
        None => a + (b - a) / 2.0,
    }
}

/// The middle of each pair of values, each with itself too.
pub fn middles(values: &[f64]) -> Vec<f64> {
    let decimals = Decimals::of(values.iter());
    let middle = |i: usize, j: usize| match &decimals {
        Some(d) => (d.whole[i] + d.whole[j]) as f64 / (2.0 * d.power),
        None => (values[i] + values[j]) / 2.0,
    };
    (0..values.len()).flat_map(|i| (i..values.len()).map(move |j| (i, j))).map(|(i, j)| middle(i, j)).collect()
}

/// Values that differ from the next smaller by no more than the rounding of operands of this size take its value; those
/// that close to 0 are 0.
fn settled(mut values: Vec<f64>, operands: f64) -> Vec<f64> {
    let noise = ROUNDING * operands;
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|a, b| values[*a].total_cmp(&values[*b]));
    let mut last: Option<(f64, f64)> = None;
    for place in order {
        let value = values[place];
        let taken = match last {
            _ if value.abs() <= noise => 0.0,
            Some((before, taken)) if value - before <= noise && taken != 0.0 => taken,
            _ => value,
        };
        last = Some((value, taken));
        values[place] = taken;
    }
    values
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_are_had_back() {
        let differences = differences(&[0.3, 1.1, 1e9 + 0.35], &[0.2, 1.0, 1e9 + 0.25]);
        assert_eq!(differences, [0.1, 0.1, 0.1]);
        assert_eq!(mean(&[0.1; 7]), 0.1);
        assert_eq!(deviations(&[0.1, 0.1, 0.1]), [0.0; 3]);
        assert_eq!(middle(0.1, 0.2), 0.15);
        assert_eq!(difference_of_means(&[0.1, 0.2, 0.3], &[0.2]), 0.0);
        // 1e12 + 0.4 with 15 digits; the double is 1e12 + 0.40002.
        assert_eq!(deviations(&[1e12 + 0.2, 1e12 + 0.4]), [-0.1, 0.1]);
    }

    #[test]
    fn computed_values_are_equal_up_to_rounding() {
        let third = 1.0 / 3.0;
        let noisy = [third, third + f64::EPSILON, third - f64::EPSILON / 4.0];
        assert!(is_constant(&noisy) && !is_constant(&[third, third + 1e-12]));
        let changes = differences(&[third + 0.1, third + 1.0, 2.0], &[third, third + 0.9, 2.0 + 1e-15]);
        assert_eq!((changes[0], changes[2]), (changes[1], 0.0));
        assert_eq!(sum([1e100, 1.0, -1e100]), 1.0);
        assert!(mean(&[]).is_nan() && mean(&[f64::NAN]).is_nan());
    }
}
