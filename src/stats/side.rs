//! One-sided tests: which tail of a distribution speaks against the hypothesis.

/// On which side the first group lies if the hypothesis does not hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    Less,
    Greater,
}

impl Side {
    /// What is positive where a difference lies on this side.
    pub fn turned(self, difference: f64) -> f64 {
        match self {
            Side::Less => -difference,
            Side::Greater => difference,
        }
    }

    /// The tail of a discrete distribution on this side, what was observed included.
    pub fn tail(self, probabilities: &[f64], observed: usize) -> f64 {
        let sum: f64 = match self {
            Side::Less => probabilities.iter().take(observed + 1).sum(),
            Side::Greater => probabilities.iter().skip(observed).sum(),
        };
        sum.min(1.0)
    }
}
