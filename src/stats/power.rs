//! What a planned number of matched pairs can show by McNemar's test, before there are data: all tables of the pairs are known, and
//! which of them are significant.

use super::distribution::{binomial_cdf, binomial_pmf};
use super::proportion::Interval;
use super::proportion::paired::Pairs;
use crate::number::{Estimable, NotEstimable};

/// A share of independent replicates, and its Monte Carlo error: the standard error of a proportion, √(p(1 − p)/n). None of none.
pub fn monte_carlo_error(count: u64, among: u64) -> Option<(f64, f64)> {
    let n = Some(among as f64).filter(|n| *n > 0.0)?;
    let share = count as f64 / n;
    Some((share, (share * (1.0 - share) / n).sqrt()))
}

/// A planned study in pairs, and the test that decides it.
pub struct PlannedPairs<'a> {
    pub pairs: u64,
    /// Two-sided level: a table is significant where its p-value is at most this.
    pub alpha: f64,
    pub p_value: &'a dyn Fn(Pairs) -> Estimable,
}

/// What is assumed of a pair.
#[derive(Clone, Copy, Debug)]
pub struct Discordance {
    /// The probability that one member alone responds.
    pub share: f64,
    /// By how much the first alone is more likely to respond than the second alone: the difference of the two proportions.
    pub difference: f64,
}

impl PlannedPairs<'_> {
    fn is_significant(&self, fewer: u64, discordant: u64) -> bool {
        let table =
            Pairs { first_only: discordant - fewer, second_only: fewer, neither: self.pairs - discordant, both: 0 };
        (self.p_value)(table).is_ok_and(|p| p <= self.alpha)
    }

    /// The most of these discordant pairs that may go the other way for the table to be significant; none where no table of them is.
    /// The p-value falls with the number that goes the other way, so that the limit is found by halving.
    fn most_against(&self, discordant: u64) -> Option<u64> {
        if discordant == 0 || !self.is_significant(0, discordant) {
            return None;
        }
        let (mut within, mut beyond) = (0, discordant / 2 + 1);
        while beyond - within > 1 {
            let middle = within + (beyond - within) / 2;
            if self.is_significant(middle, discordant) { within = middle } else { beyond = middle }
        }
        Some(within)
    }

    /// The fewest discordant pairs of which some table is significant.
    pub fn least_discordant(&self) -> Result<u64, NotEstimable> {
        let found = (1..=self.pairs).find(|discordant| self.most_against(*discordant).is_some());
        found.ok_or(NotEstimable::NothingSignificant)
    }

    /// The smallest difference of the two proportions, |b − c| / n, that is significant in some table.
    pub fn least_difference(&self) -> Estimable {
        let apart = |discordant: u64| Some(discordant - 2 * self.most_against(discordant)?);
        let least = (1..=self.pairs).filter_map(apart).min().ok_or(NotEstimable::NothingSignificant)?;
        Ok(least as f64 / self.pairs as f64)
    }

    /// The probability that the test is significant, in either direction: over the number of discordant pairs, which is binomial, and
    /// given that over those of the first member alone, which is binomial too (Schork MA, Williams GW. Commun Stat Simul Comput
    /// 1980;9:349–357; Connor RJ. Biometrics 1987;43:207–211). None of these probabilities is approximated.
    pub fn power(&self, truth: Discordance) -> f64 {
        let toward = (truth.share + truth.difference) / (2.0 * truth.share);
        let against = (truth.share - truth.difference) / (2.0 * truth.share);
        let given = |discordant: u64| {
            self.most_against(discordant)
                .map_or(0.0, |most| binomial_cdf(most, discordant, against) + binomial_cdf(most, discordant, toward))
        };
        let term = |discordant: u64| binomial_pmf(discordant, self.pairs, truth.share) * given(discordant);
        (1..=self.pairs).map(term).sum()
    }
}

/// The probabilities of the four kinds of pairs.
#[derive(Clone, Copy, Debug)]
pub struct CellsOfPairs {
    pub both: f64,
    pub first_only: f64,
    pub second_only: f64,
    pub neither: f64,
}

/// The mean width of an interval over all tables of so many pairs, each with its multinomial probability, by the binomials that make
/// it: of the discordant among all, and of either kind among these and among the rest. Tables that have no interval are left out, and
/// the probability of the others made 1.
pub fn expected_width(
    pairs: u64,
    cells: CellsOfPairs,
    interval: &dyn Fn(Pairs) -> Result<Interval, NotEstimable>,
) -> Estimable {
    let discordant = cells.first_only + cells.second_only;
    let part = |one: f64, other: f64| if one + other > 0.0 { one / (one + other) } else { 0.0 };
    let (first, both) = (part(cells.first_only, cells.second_only), part(cells.both, cells.neither));
    let (mut widths, mut known) = (0.0, 0.0);
    for apart in 0..=pairs {
        let of_apart = binomial_pmf(apart, pairs, discordant);
        for first_only in 0..=apart {
            let of_first = of_apart * binomial_pmf(first_only, apart, first);
            for alike in 0..=pairs - apart {
                let probability = of_first * binomial_pmf(alike, pairs - apart, both);
                let (second_only, neither) = (apart - first_only, pairs - apart - alike);
                let table = Pairs { both: alike, first_only, second_only, neither };
                // What can hardly happen takes time and changes nothing.
                if probability > 1e-18
                    && let Ok(found) = interval(table)
                {
                    widths += probability * (found.upper - found.lower);
                    known += probability;
                }
            }
        }
    }
    if known > 0.0 { Ok(widths / known) } else { Err(NotEstimable::NoDiscordantPairNoWidth) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::contingency::mcnemar::{asymptotic, exact};

    fn planned(pairs: u64) -> PlannedPairs<'static> {
        PlannedPairs { pairs, alpha: 0.05, p_value: &exact }
    }

    /// By hand: 50 of 1000 are 0.05, and √(0.05 · 0.95 / 1000) is √0.0000475.
    #[test]
    fn the_error_of_a_share_of_replicates() {
        let (share, error) = monte_carlo_error(50, 1000).expect("a share");
        assert!((share - 0.05).abs() < 1e-15 && (error - 0.006_892_024_376_045_11).abs() < 1e-15, "{error}");
        assert_eq!(monte_carlo_error(0, 10), Some((0.0, 0.0)));
        assert_eq!(monte_carlo_error(0, 0), None);
    }

    /// 2 · 2⁻⁵ = 0.0625 and 2 · 2⁻⁶ = 0.03125.
    #[test]
    fn six_discordant_pairs_are_the_fewest() {
        assert_eq!(planned(30).least_discordant(), Ok(6));
        assert_eq!(planned(30).least_difference(), Ok(0.2));
        assert_eq!(planned(5).least_discordant(), Err(NotEstimable::NothingSignificant));
        assert_eq!(planned(5).least_difference(), Err(NotEstimable::NothingSignificant));
        assert_eq!(planned(5).power(Discordance { share: 0.5, difference: 0.5 }), 0.0);
    }

    /// Of 12 discordant pairs ten one way: 2 (1 + 12 + 66) / 4096 = 0.0386, and nine: 2 (1 + 12 + 66 + 220) / 4096 = 0.146; of 13
    /// eleven: 2 (1 + 13 + 78) / 8192 = 0.0225.
    #[test]
    fn how_many_may_go_the_other_way() {
        assert_eq!(planned(30).most_against(12), Some(2));
        assert_eq!(planned(30).most_against(13), Some(2));
        assert_eq!(planned(30).most_against(5), None);
    }

    /// Of six pairs only six alike are significant: 0.5⁶ of all six discordant, and of these (3/4)⁶ + (1/4)⁶.
    #[test]
    fn power_by_hand() {
        let power = planned(6).power(Discordance { share: 0.5, difference: 0.25 });
        let expected = 0.5f64.powi(6) * (0.75f64.powi(6) + 0.25f64.powi(6));
        assert!((power - expected).abs() < 1e-15);
    }

    /// Where all discordant pairs go one way, the other way has probability 0: (b − c)² / (b + c) = 4 from four pairs on.
    #[test]
    fn all_one_way() {
        let asymptotic = |pairs: Pairs| asymptotic(pairs, false);
        let planned = PlannedPairs { pairs: 4, alpha: 0.05, p_value: &asymptotic };
        assert_eq!(planned.least_discordant(), Ok(4));
        let power = planned.power(Discordance { share: 0.8, difference: 0.8 });
        assert!((power - 0.8f64.powi(4)).abs() < 1e-15);
    }
}
