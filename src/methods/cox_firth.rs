//! `cox { likelihood: firth }`: the penalised likelihood, with intervals and tests from its profile.

use super::cox::{Design, push_counts, ties};
use super::log_rank::add_test;
use super::statistic::{At, number, observations};
use super::{Input, Output};
use crate::catalogue::Statistic;
use crate::catalogue::cox::{self as declared, Options};
use crate::number::{Estimable, NotEstimable, Quantity};
use crate::stats::distribution::chi_squared_upper_quantile;
use crate::stats::survival::cox::firth::{FirthFit, fit_firth};

pub(super) fn run(input: &Input, options: &Options) -> Output {
    let design = Design::new(input);
    let fitted = fitted(input, &design, options);
    let mut output = Output::default();
    push_counts(&mut output, input, &observations(input));
    let threshold = chi_squared_upper_quantile(1.0 - input.level, 1.0);
    for column in 0..design.columns.len() {
        let at = design.at(column, &At::estimate());
        let coefficient = |of: &dyn Fn(&FirthFit) -> f64| fitted.as_ref().map(of).map_err(NotEstimable::clone);
        let limits = fitted.as_ref().map(|f| f.profile_interval(column, threshold)).map_err(NotEstimable::clone);
        let (lower, upper): (Estimable, Estimable) = limits.unwrap_or_else(|reason| (Err(reason.clone()), Err(reason)));
        let ratio = at.in_(Quantity::Ratio);
        output.push(Statistic::HazardRatio, ratio.clone(), number(coefficient(&|f| libm::exp(f.coefficients[column]))));
        output.push(Statistic::Lower, ratio.clone(), number(lower.map(libm::exp)));
        output.push(Statistic::Upper, ratio, number(upper.map(libm::exp)));
        output.push(Statistic::LogHazardRatio, at.clone(), number(coefficient(&|f| f.coefficients[column])));
        output.push(Statistic::StandardError, at, number(coefficient(&|f| f.variance[(column, column)].sqrt())));
        if column >= design.group_columns() {
            let test = fitted.as_ref().map_err(NotEstimable::clone).and_then(|f| f.likelihood_ratio_test(&[column]));
            add_test(&mut output, &design.at(column, &At::test()), &test);
        }
    }
    if design.group_columns() > 0 {
        let tested: Vec<usize> = (0..design.group_columns()).collect();
        let test = fitted.and_then(|f| f.likelihood_ratio_test(&tested));
        add_test(&mut output, &At::test(), &test);
    }
    output
}

fn fitted(input: &Input, design: &Design, options: &Options) -> Result<FirthFit, NotEstimable> {
    let observations = observations(input)?;
    if options.variance == declared::Variance::Robust {
        return Err(NotEstimable::PenalisedLikelihoodHasNoRobustVariance);
    }
    fit_firth(&design.model(&observations, input), ties(options.ties)).map_err(|failure| design.reason(&failure))
}
