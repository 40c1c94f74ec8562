//! McNemar's test of matched pairs: only the discordant ones speak.

use crate::number::{Estimable, NotEstimable};
use crate::stats::distribution::{binomial_cdf, binomial_pmf, binomial_sf_inclusive, chi_squared_sf, normal_sf};
use crate::stats::proportion::paired::Pairs;
use crate::stats::side::Side;

/// The two-sided exact p-value: twice the smaller binomial tail of first_only among the discordant pairs with probability ½, at most
/// 1; 1 without a discordant pair (Agresti 2013, section 11.1.1).
pub fn exact(pairs: Pairs) -> Estimable {
    if pairs.n() == 0 {
        return Err(NotEstimable::NoPair);
    }
    let fewer = pairs.first_only.min(pairs.second_only);
    Ok((2.0 * binomial_cdf(fewer, pairs.discordant(), 0.5)).min(1.0))
}

/// The mid-P value: the exact one less the probability of what was observed, and less half of it where as many pairs go either way,
/// for then it is on both sides at once (Fagerland, Lydersen & Laake 2013, BMC Med Res Methodol 13:91, additional file 1).
pub fn mid_p(pairs: Pairs) -> Estimable {
    needs_discordant(pairs)?;
    let observed = binomial_pmf(pairs.first_only, pairs.discordant(), 0.5);
    let counted = if pairs.first_only == pairs.second_only { observed / 2.0 } else { observed };
    Ok(exact(pairs)? - counted)
}

/// McNemar's chi-squared (1947, Psychometrika 12:153) on 1 degree of freedom; where corrected, |difference| less 1 but not below 0.
pub fn chi_squared(pairs: Pairs, corrected: bool) -> Estimable {
    needs_discordant(pairs)?;
    let difference = pairs.first_only.abs_diff(pairs.second_only) as f64;
    let difference = if corrected { (difference - 1.0).max(0.0) } else { difference };
    Ok(difference * difference / pairs.discordant() as f64)
}

/// The p-value of [`chi_squared`].
pub fn asymptotic(pairs: Pairs, corrected: bool) -> Estimable {
    Ok(chi_squared_sf(chi_squared(pairs, corrected)?, 1.0))
}

/// The binomial tail of first_only on one side.
pub fn exact_tail(pairs: Pairs, side: Side) -> Estimable {
    if pairs.n() == 0 {
        return Err(NotEstimable::NoPair);
    }
    Ok(match side {
        Side::Less => binomial_cdf(pairs.first_only, pairs.discordant(), 0.5),
        Side::Greater => binomial_sf_inclusive(pairs.first_only, pairs.discordant(), 0.5),
    })
}

/// The same less half the probability of what was observed.
pub fn mid_p_tail(pairs: Pairs, side: Side) -> Estimable {
    needs_discordant(pairs)?;
    Ok(exact_tail(pairs, side)? - binomial_pmf(pairs.first_only, pairs.discordant(), 0.5) / 2.0)
}

/// The normal tail of (b − c)/√(b + c), the signed root of McNemar's chi-squared; where corrected, of b − c less 1.
pub fn asymptotic_tail(pairs: Pairs, corrected: bool, side: Side) -> Estimable {
    needs_discordant(pairs)?;
    let difference = side.turned(pairs.first_only as f64 - pairs.second_only as f64);
    let difference = if corrected { difference - 1.0 } else { difference };
    Ok(normal_sf(difference / (pairs.discordant() as f64).sqrt()))
}

fn needs_discordant(pairs: Pairs) -> Result<(), NotEstimable> {
    match pairs {
        p if p.n() == 0 => Err(NotEstimable::NoPair),
        p if p.discordant() == 0 => Err(NotEstimable::NoDiscordantPair),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One and three discordant pairs: 5/16 and 15/16 of the binomial distribution of four; z is −1.
    #[test]
    fn one_side_by_hand() {
        let pairs = Pairs { both: 2, first_only: 1, second_only: 3, neither: 5 };
        let close = |found: Estimable, expected: f64| assert!((found.unwrap() - expected).abs() < 1e-14);
        close(exact_tail(pairs, Side::Less), 5.0 / 16.0);
        close(exact_tail(pairs, Side::Greater), 15.0 / 16.0);
        close(mid_p_tail(pairs, Side::Less), 3.0 / 16.0);
        close(asymptotic_tail(pairs, false, Side::Greater), 0.841_344_746_068_542_9);
        close(asymptotic_tail(pairs, true, Side::Less), 0.308_537_538_725_986_9);
        let none = Pairs { both: 2, first_only: 0, second_only: 0, neither: 5 };
        assert!(mid_p_tail(none, Side::Less).is_err());
    }

    /// 3 against 10: 2 (1 + 13 + 78 + 286) / 2¹³.
    #[test]
    fn by_hand() {
        let pairs = Pairs { both: 8, first_only: 10, second_only: 3, neither: 11 };
        assert!((exact(pairs).unwrap() - 756.0 / 8192.0).abs() < 1e-15);
        assert!((mid_p(pairs).unwrap() - 470.0 / 8192.0).abs() < 1e-15);
        assert_eq!(chi_squared(pairs, false).unwrap(), 49.0 / 13.0);
        assert_eq!(chi_squared(pairs, true).unwrap(), 36.0 / 13.0);
    }

    /// Of two against two: 1 less half of 6 / 16.
    #[test]
    fn as_many_either_way() {
        let pairs = Pairs { both: 1, first_only: 2, second_only: 2, neither: 0 };
        assert_eq!(exact(pairs).unwrap(), 1.0);
        assert!((mid_p(pairs).unwrap() - 13.0 / 16.0).abs() < 1e-15);
    }

    #[test]
    fn without_a_discordant_pair() {
        let pairs = Pairs { both: 8, neither: 11, ..Pairs::default() };
        assert_eq!(exact(pairs).unwrap(), 1.0);
        assert_eq!(asymptotic(pairs, false), Err(NotEstimable::NoDiscordantPair));
        assert!(exact(Pairs::default()).is_err());
    }
}
