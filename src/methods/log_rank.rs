//! `log_rank`: whether survival differs between the groups.

use super::Input;
use super::statistic::{Answer, At, count, not_estimable, number, observations, side};
use crate::catalogue;
use crate::catalogue::log_rank::{self as declared, Gives, Options};
use crate::number::NotEstimable;
use crate::stats::survival::log_rank::{ChiSquared, LogRank, Weight, log_rank};

pub(super) fn run(input: &Input, options: &Options) -> Answer<Gives> {
    let tested = observations(input)
        .and_then(|o| log_rank(&o, &input.group, input.groups, input.strata.as_deref(), weight(options)));
    let test = tested.as_ref().map_err(NotEstimable::clone).and_then(|test| match options.form {
        declared::Form::Trend => test.trend(&(0..input.groups).map(|g| g as f64).collect::<Vec<_>>()),
        declared::Form::Heterogeneity => test.heterogeneity(),
    });
    let mut output = Answer::default();
    let test = match side(options.alternative) {
        None => test,
        Some(side) => tested
            .as_ref()
            .map_err(NotEstimable::clone)
            .and_then(|found| Ok(ChiSquared { p_value: found.tail(side)?, ..test? })),
    };
    add_test(&mut output, [Gives::ChiSquared, Gives::Df, Gives::PValue], &At::all(), &test);
    for group in 0..input.groups {
        add_group(&mut output, [Gives::N, Gives::Observed, Gives::Expected], group, &tested);
    }
    output
}

fn weight(options: &Options) -> Weight {
    match options.weight {
        declared::Weight::Equal => Weight::LogRank,
        declared::Weight::Gehan => Weight::Gehan,
        declared::Weight::TaroneWare => Weight::TaroneWare,
        declared::Weight::Peto => Weight::FlemingHarrington { rho: 1.0, gamma: 0.0 },
        declared::Weight::FlemingHarrington => Weight::FlemingHarrington { rho: options.rho, gamma: options.gamma },
    }
}

/// Statistic, degrees of freedom and p-value of a test.
pub(super) fn add_test<G: catalogue::Gives>(
    output: &mut Answer<G>,
    [chi_squared, df, p_value]: [G; 3],
    at: &At,
    test: &Result<ChiSquared, NotEstimable>,
) {
    let value = |of: fn(&ChiSquared) -> f64| number(test.as_ref().map(of).map_err(NotEstimable::clone));
    output.push(chi_squared, at, value(|t| t.statistic));
    output.push(df, at, test.as_ref().map_or_else(not_estimable, |t| count(t.df as usize)));
    output.push(p_value, at, value(|t| t.p_value));
}

/// How many there are in a group, and the events observed and expected in it.
pub(super) fn add_group<G: catalogue::Gives>(
    output: &mut Answer<G>,
    [size, seen, awaited]: [G; 3],
    group: usize,
    tested: &Result<LogRank, NotEstimable>,
) {
    let at = At::all().group(group);
    let compared = tested.as_ref().map(|test| &test.groups[group]).map_err(NotEstimable::clone);
    let n = compared.as_ref().map_or_else(not_estimable, |c| count(c.n));
    output.push(size, &at, n);
    let observed = compared.as_ref().map(|c| c.observed).map_err(NotEstimable::clone);
    output.push(seen, &at, number(observed));
    output.push(awaited, &at, number(compared.map(|c| c.expected)));
}
