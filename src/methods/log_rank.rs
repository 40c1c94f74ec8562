//! `log_rank`: whether survival differs between the groups.

use super::statistic::{At, count, not_estimable, number, observations};
use super::{Input, Output};
use crate::catalogue::Statistic;
use crate::catalogue::log_rank::{self as declared, Options};
use crate::number::{NotEstimable, Quantity};
use crate::stats::survival::log_rank::{ChiSquared, LogRank, Weight, log_rank};

pub(super) fn run(input: &Input, options: &Options) -> Output {
    let tested = observations(input)
        .and_then(|o| log_rank(&o, &input.group, input.groups, input.strata.as_deref(), weight(options)));
    let test = tested.as_ref().map_err(NotEstimable::clone).and_then(|test| match options.form {
        declared::Form::Trend => test.trend(&(0..input.groups).map(|g| g as f64).collect::<Vec<_>>()),
        declared::Form::Heterogeneity => test.heterogeneity(),
    });
    let mut output = Output::default();
    add_test(&mut output, &At::test(), &test);
    for group in 0..input.groups {
        add_group(&mut output, group, &tested);
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

/// `chi_squared`, `df` and `p_value` of a test.
pub(super) fn add_test(output: &mut Output, at: &At, test: &Result<ChiSquared, NotEstimable>) {
    let value = |of: fn(&ChiSquared) -> f64| number(test.as_ref().map(of).map_err(NotEstimable::clone));
    output.push(Statistic::ChiSquared, at.clone(), value(|t| t.statistic));
    let df = test.as_ref().map_or_else(not_estimable, |t| count(t.df as usize));
    output.push(Statistic::Df, at.in_(Quantity::Count), df);
    output.push(Statistic::PValue, at.in_(Quantity::PValue), value(|t| t.p_value));
}

fn add_group(output: &mut Output, group: usize, tested: &Result<LogRank, NotEstimable>) {
    let at = At::test().group(group);
    let compared = tested.as_ref().map(|test| &test.groups[group]).map_err(NotEstimable::clone);
    let n = compared.as_ref().map_or_else(not_estimable, |c| count(c.n));
    output.push(Statistic::N, at.in_(Quantity::Count), n);
    let observed = compared.as_ref().map(|c| c.observed).map_err(NotEstimable::clone);
    output.push(Statistic::Observed, at.clone(), number(observed));
    output.push(Statistic::Expected, at, number(compared.map(|c| c.expected)));
}
