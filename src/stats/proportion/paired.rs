//! Two proportions in matched pairs.

use super::one_sample::{clopper_pearson, wilson, wilson_corrected};
use super::{Interval, NotEstimable, Proportion, error_of, normal_multiplier};
use crate::number::Estimable;
use crate::stats::root::root_between;

/// Pairs by the response of their first and second member.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Pairs {
    pub both: u64,
    pub first_only: u64,
    pub second_only: u64,
    pub neither: u64,
}

/// How the correlation of the two members enters Newcombe's interval.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NewcombePaired {
    /// Wilson limits without continuity correction, φ as it is.
    Method8,
    /// Wilson limits with continuity correction, φ as it is.
    Method9,
    /// Wilson limits without continuity correction; the numerator of φ, when positive, is lessened by n/2, not below 0.
    Method10,
}

impl Pairs {
    /// One entry per pair: the response of its first and of its second member.
    pub fn of(pairs: &[(bool, bool)]) -> Pairs {
        let mut counts = Pairs::default();
        for pair in pairs {
            match pair {
                (true, true) => counts.both += 1,
                (true, false) => counts.first_only += 1,
                (false, true) => counts.second_only += 1,
                (false, false) => counts.neither += 1,
            }
        }
        counts
    }
    pub fn n(self) -> u64 {
        self.both + self.first_only + self.second_only + self.neither
    }
    pub fn discordant(self) -> u64 {
        self.first_only + self.second_only
    }
    pub fn first(self) -> Proportion {
        Proportion::new(self.both + self.first_only, self.n())
    }
    pub fn second(self) -> Proportion {
        Proportion::new(self.both + self.second_only, self.n())
    }
}

fn needs_pairs(pairs: Pairs) -> Result<f64, NotEstimable> {
    if pairs.n() == 0 { Err(NotEstimable::NoPair) } else { Ok(pairs.n() as f64) }
}

/// (first_only − second_only) / n.
pub fn risk_difference(pairs: Pairs) -> Estimable {
    let n = needs_pairs(pairs)?;
    Ok((pairs.first_only as f64 - pairs.second_only as f64) / n)
}

/// φ of the pairs, as the method asks; 0 where a margin is empty.
pub fn phi(pairs: Pairs, method: NewcombePaired) -> f64 {
    let [a, b, c, d] = [pairs.both, pairs.first_only, pairs.second_only, pairs.neither].map(|v| v as f64);
    let margins = (a + b) * (c + d) * (a + c) * (b + d);
    if margins == 0.0 {
        return 0.0;
    }
    let mut numerator = a * d - b * c;
    if method == NewcombePaired::Method10 && numerator > 0.0 {
        numerator = (numerator - 0.5 * (a + b + c + d)).max(0.0);
    }
    numerator / margins.sqrt()
}

/// Newcombe's square-and-add interval for paired proportions (1998, Stat Med 17:2635, methods 8 to 10). None where it has no width: with φ = 1, as
/// methods 8 and 9 have it where no pair is discordant, it says that nothing can differ.
pub fn newcombe(pairs: Pairs, level: f64, method: NewcombePaired) -> Result<Interval, NotEstimable> {
    let difference = risk_difference(pairs)?;
    let limits = if method == NewcombePaired::Method9 { wilson_corrected } else { wilson };
    let (one, two) = (limits(pairs.first(), level)?, limits(pairs.second(), level)?);
    let (p1, p2) = (pairs.first().value(), pairs.second().value());
    let phi = phi(pairs, method);
    let distance = |x: f64, y: f64| (x * x - 2.0 * phi * x * y + y * y).max(0.0).sqrt();
    let (below, above) = (distance(p1 - one.lower, two.upper - p2), distance(one.upper - p1, p2 - two.lower));
    // Equal distances leave rounding alone under the root.
    if below + above <= 1e-7 {
        return Err(NotEstimable::NoDiscordantPairNoWidth);
    }
    Ok(Interval { lower: difference - below, upper: difference + above })
}

/// Wald's interval for paired proportions (Agresti 2013, Categorical Data Analysis, eq. 11.2). Not cut at −1 and 1; none where all pairs
/// have the same difference.
pub fn wald(pairs: Pairs, level: f64) -> Result<Interval, NotEstimable> {
    let (n, difference) = (needs_pairs(pairs)?, risk_difference(pairs)?);
    let same = [pairs.both + pairs.neither, pairs.first_only, pairs.second_only].contains(&pairs.n());
    let variance = if same { 0.0 } else { (pairs.discordant() as f64 / n - difference * difference) / n };
    let error = error_of(variance, NotEstimable::PairsHaveOneDifference)?;
    Ok(Interval::around(difference, normal_multiplier(level) * error))
}

/// Tango's score interval (1998, Stat Med 17:891): all differences δ whose score statistic, with the shares of discordant pairs most likely under δ, lies
/// within ± z.
pub fn tango(pairs: Pairs, level: f64) -> Result<Interval, NotEstimable> {
    let swapped = Pairs { first_only: pairs.second_only, second_only: pairs.first_only, ..pairs };
    Ok(Interval { lower: tango_lower(pairs, level)?, upper: -tango_lower(swapped, level)? })
}

fn tango_lower(pairs: Pairs, level: f64) -> Estimable {
    let (n, estimate) = (needs_pairs(pairs)?, risk_difference(pairs)?);
    if estimate <= -1.0 {
        return Ok(-1.0);
    }
    let z = normal_multiplier(level);
    let (b, c) = (pairs.first_only as f64, pairs.second_only as f64);
    let excess = |delta: f64| {
        // The share of second_only most likely under δ: the larger root of 2n q² + B q − c δ(1 − δ).
        let linear = -b - c + (2.0 * n - b + c) * delta;
        let constant = -c * delta * (1.0 - delta);
        let root = (linear * linear - 8.0 * n * constant).max(0.0).sqrt();
        // Of both forms of the root the one that does not cancel.
        let share = if linear > 0.0 { -2.0 * constant / (linear + root) } else { (root - linear) / (4.0 * n) };
        let variance = n * (2.0 * share + delta * (1.0 - delta));
        b - c - n * delta - z * variance.max(0.0).sqrt()
    };
    let end = if excess(estimate) < 0.0 { estimate } else { estimate - 1e-9 };
    root_between(-1.0, end, excess).ok_or(NotEstimable::ScoreLimitNotFound)
}

/// The odds ratio conditional on the pairs, first_only / second_only (Agresti 2013, section 11.2.3); infinite where only the
/// first members respond alone.
pub fn odds_ratio(pairs: Pairs) -> Estimable {
    if pairs.discordant() == 0 {
        return Err(NotEstimable::NoDiscordantPair);
    }
    Ok(pairs.first_only as f64 / pairs.second_only as f64)
}

/// The exact interval of the conditional odds ratio: Clopper–Pearson limits π of first_only among the discordant pairs, as π/(1 − π).
pub fn odds_ratio_exact(pairs: Pairs, level: f64) -> Result<Interval, NotEstimable> {
    odds_ratio(pairs)?;
    let share = clopper_pearson(Proportion::new(pairs.first_only, pairs.discordant()), level)?;
    // The complement by its own quantile, as 1 − π would lose digits near 1.
    let other = clopper_pearson(Proportion::new(pairs.second_only, pairs.discordant()), level)?;
    Ok(Interval { lower: share.lower / other.upper, upper: share.upper / other.lower })
}

/// Wilson limits of first_only among the discordant pairs, as π/(1 − π) (Agresti & Min 2005, Biostatistics 6:1).
pub fn odds_ratio_wilson(pairs: Pairs, level: f64) -> Result<Interval, NotEstimable> {
    odds_ratio(pairs)?;
    let share = wilson(Proportion::new(pairs.first_only, pairs.discordant()), level)?;
    let other = wilson(Proportion::new(pairs.second_only, pairs.discordant()), level)?;
    Ok(Interval { lower: share.lower / other.upper, upper: share.upper / other.lower })
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAIRS: Pairs = Pairs { both: 8, first_only: 10, second_only: 3, neither: 11 };

    /// By hand: (8·11 − 10·3 − 16) / √(18·14·11·21) and (8·11 − 10·3) / √(18·14·11·21).
    #[test]
    fn phi_is_lessened_only_by_method_10() {
        let root = (18.0f64 * 14.0 * 11.0 * 21.0).sqrt();
        assert_eq!(phi(PAIRS, NewcombePaired::Method10), 42.0 / root);
        assert_eq!(phi(PAIRS, NewcombePaired::Method8), 58.0 / root);
        let negative = Pairs { both: 1, first_only: 4, second_only: 4, neither: 1 };
        assert_eq!(phi(negative, NewcombePaired::Method10), -15.0 / 25.0);
        let small = Pairs { both: 2, first_only: 1, second_only: 1, neither: 2 };
        assert_eq!(phi(small, NewcombePaired::Method10), 0.0);
    }

    /// Airway data of Bentur et al., as compared by Fagerland, Lydersen & Laake (2014, Stat Med 33:2850).
    #[test]
    fn published_intervals() {
        let airway = Pairs { both: 1, first_only: 1, second_only: 7, neither: 12 };
        let rounded = |i: Interval| i.map(|v| (v * 1000.0).round() / 1000.0);
        assert_eq!(rounded(tango(airway, 0.95).unwrap()), Interval::new(-0.517, -0.026));
        assert_eq!(rounded(newcombe(airway, 0.95, NewcombePaired::Method10).unwrap()), Interval::new(-0.507, -0.026));
    }

    #[test]
    fn empty_margins_and_no_pairs() {
        let all = Pairs { both: 5, ..Pairs::default() };
        assert_eq!(phi(all, NewcombePaired::Method8), 0.0);
        assert!(newcombe(all, 0.95, NewcombePaired::Method10).is_ok());
        assert!(newcombe(Pairs::default(), 0.95, NewcombePaired::Method10).is_err());
        assert!(odds_ratio(all).is_err());
    }

    #[test]
    fn the_conditional_odds_ratio_is_the_ratio_of_the_discordant() {
        assert_eq!(odds_ratio(PAIRS).unwrap(), 10.0 / 3.0);
        let one_sided = Pairs { second_only: 0, ..PAIRS };
        assert_eq!(odds_ratio(one_sided).unwrap(), f64::INFINITY);
        assert_eq!(odds_ratio_exact(one_sided, 0.95).unwrap().upper, f64::INFINITY);
    }
}
