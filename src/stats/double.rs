//! Sums and products carried in two doubles, for about 31 digits (Dekker 1971, Numer Math 18:224; Knuth, The Art of Computer Programming 2,
//! section 4.2.2).

/// The unevaluated sum of two doubles, the second below the rounding of the first.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Double {
    pub high: f64,
    low: f64,
}

/// Splits a double into halves of 26 bits.
const SPLITTER: f64 = 134_217_729.0;

impl Double {
    pub const fn new(value: f64) -> Double {
        Double { high: value, low: 0.0 }
    }

    pub fn plus(self, other: Double) -> Double {
        let sum = self.high + other.high;
        let part = sum - self.high;
        let rest = (self.high - (sum - part)) + (other.high - part);
        Double::normal(sum, rest + self.low + other.low)
    }

    pub fn negative(self) -> Double {
        Double { high: -self.high, low: -self.low }
    }

    /// Operands below 10³⁰⁰ in size.
    pub fn times(self, other: Double) -> Double {
        let product = self.high * other.high;
        let ((a, b), (c, d)) = (halves(self.high), halves(other.high));
        let rest = ((a * c - product) + a * d + b * c) + b * d;
        Double::normal(product, rest + (self.high * other.low + self.low * other.high))
    }

    pub fn over(self, other: Double) -> Double {
        let first = self.high / other.high;
        let rest = self.plus(other.times(Double::new(first)).negative());
        Double::normal(first, rest.high / other.high)
    }

    fn normal(high: f64, low: f64) -> Double {
        let sum = high + low;
        Double { high: sum, low: low - (sum - high) }
    }
}

fn halves(value: f64) -> (f64, f64) {
    let scaled = SPLITTER * value;
    let high = scaled - (scaled - value);
    (high, value - high)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A third thrice leaves of 1 less than the square of a double's rounding.
    #[test]
    fn keeps_what_rounding_takes() {
        let third = Double::new(1.0).over(Double::new(3.0));
        let rest = third.times(Double::new(3.0)).plus(Double::new(-1.0));
        assert!(rest.high.abs() < 1e-31);
        let tiny = Double::new(1.0).plus(Double::new(1e-25)).plus(Double::new(-1.0));
        assert_eq!(tiny.high, 1e-25);
    }
}
