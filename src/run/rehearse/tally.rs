//! What is counted over replicates. Counts add up in any order; estimates are kept with their replicate, and added up in its order.

use super::{Estimate, Share};
use crate::stats::power::monte_carlo_error;
use crate::stats::replicates::bias;
use std::collections::BTreeMap;

/// Of a number: how often it was as asked, how often there was one, and of how many.
#[derive(Clone, Debug, Default)]
pub(super) struct Counted {
    clause: String,
    /// The level of a test, or the true effect that an interval is to hold.
    at: Option<f64>,
    count: u64,
    estimable: u64,
    among: u64,
}

#[derive(Clone, Debug, Default)]
pub(super) struct Estimates {
    clause: String,
    truth: f64,
    is_ratio: bool,
    among: u64,
    /// With its replicate, each once.
    values: Vec<(u64, f64)>,
}

/// Where a number belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    Test,
    Family,
    Margin,
    Interval,
    Matched,
    Discordant,
}

#[derive(Default)]
pub(super) struct Tally {
    counted: BTreeMap<(Kind, String), Counted>,
    estimates: BTreeMap<String, Estimates>,
}

/// A number of a replicate.
pub(super) struct Of<'a> {
    pub name: &'a str,
    pub clause: &'a str,
}

impl Tally {
    pub fn add(&mut self, other: Tally) {
        for (of, theirs) in other.counted {
            let mine = self.counted.entry(of).or_default();
            (mine.clause, mine.at) = (theirs.clause, theirs.at);
            mine.count += theirs.count;
            mine.estimable += theirs.estimable;
            mine.among += theirs.among;
        }
        for (of, theirs) in other.estimates {
            let mine = self.estimates.entry(of).or_default();
            (mine.clause, mine.truth, mine.is_ratio) = (theirs.clause, theirs.truth, theirs.is_ratio);
            mine.among += theirs.among;
            mine.values.extend(theirs.values);
        }
    }

    pub fn count(&mut self, kind: Kind, of: Of, at: Option<f64>, (count, estimable, among): (u64, u64, u64)) {
        let counted = self.counted.entry((kind, of.name.to_string())).or_default();
        (counted.clause, counted.at) = (of.clause.to_string(), at);
        counted.count += count;
        counted.estimable += estimable;
        counted.among += among;
    }

    /// Once a replicate; none where nothing can be told, which is no yes.
    pub fn tell(&mut self, kind: Kind, of: Of, at: Option<f64>, told: Option<bool>) {
        self.count(kind, of, at, (u64::from(told == Some(true)), u64::from(told.is_some()), 1));
    }

    /// A ratio is added up on the logarithmic scale.
    pub fn estimate(&mut self, of: Of, (truth, is_ratio): (f64, bool), replicate: u64, value: Option<f64>) {
        let estimates = self.estimates.entry(of.name.to_string()).or_default();
        (estimates.clause, estimates.truth, estimates.is_ratio) = (of.clause.to_string(), truth, is_ratio);
        estimates.among += 1;
        estimates.values.extend(value.filter(|value| value.is_finite()).map(|value| (replicate, value)));
    }

    pub fn shares(&self, kind: Kind) -> Vec<Share> {
        let own = self.counted.iter().filter(|((of, _), _)| *of == kind);
        own.map(|((_, name), counted)| share(name, counted)).collect()
    }

    pub fn estimates(&self) -> Vec<Estimate> {
        self.estimates.iter().map(|(name, estimates)| summed(name, estimates)).collect()
    }
}

fn share(name: &str, counted: &Counted) -> Share {
    let estimate = monte_carlo_error(counted.count, counted.among);
    Share {
        of: name.to_string(),
        clause: counted.clause.clone(),
        at: counted.at,
        count: counted.count,
        among: counted.among,
        estimable: counted.estimable,
        share: estimate.map(|(share, _)| share),
        monte_carlo_error: estimate.map(|(_, error)| error),
    }
}

fn summed(name: &str, estimates: &Estimates) -> Estimate {
    let mut values = estimates.values.clone();
    values.sort_by_key(|(replicate, _)| *replicate);
    let scale = |value: f64| if estimates.is_ratio { libm::log(value) } else { value };
    // Of a ratio of 0 there is no logarithm.
    let scaled: Vec<f64> = values.iter().map(|(_, value)| scale(*value)).filter(|value| value.is_finite()).collect();
    let found = bias(&scaled, scale(estimates.truth));
    Estimate {
        of: name.to_string(),
        clause: estimates.clause.clone(),
        truth: estimates.truth,
        logarithm: estimates.is_ratio,
        among: estimates.among,
        estimable: scaled.len() as u64,
        mean: found.map(|found| if estimates.is_ratio { libm::exp(found.mean) } else { found.mean }),
        bias: found.map(|found| found.bias),
        monte_carlo_error: found.and_then(|found| found.error),
    }
}
