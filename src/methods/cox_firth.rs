//! `cox { likelihood: firth }`: the penalised likelihood, with intervals and tests from its profile.

use super::Input;
use super::cox::{Design, GROUPS, push_counts, ties};
use super::log_rank::add_test;
use super::statistic::{Answer, At, number, observations};
use crate::catalogue::cox::{self as declared, Bounded, Gives, Options};
use crate::number::{Estimable, NotEstimable};
use crate::stats::distribution::chi_squared_upper_quantile;
use crate::stats::survival::cox::firth::{FirthFit, fit_firth};

pub(super) fn run(input: &Input, options: &Options) -> Answer<Gives> {
    let design = Design::new(input);
    let fitted = fitted(input, &design, options);
    let mut output = Answer::default();
    push_counts(&mut output, input, &observations(input));
    let threshold = chi_squared_upper_quantile(1.0 - input.level, 1.0);
    for column in 0..design.columns.len() {
        let at = design.at(column);
        let coefficient = |of: &dyn Fn(&FirthFit) -> f64| fitted.as_ref().map(of).map_err(NotEstimable::clone);
        let limits = fitted.as_ref().map(|f| f.profile_interval(column, threshold)).map_err(NotEstimable::clone);
        let (lower, upper): (Estimable, Estimable) = limits.unwrap_or_else(|reason| (Err(reason.clone()), Err(reason)));
        let ratio = coefficient(&|f| libm::exp(f.coefficients[column]));
        output.push_bounded(Bounded::HazardRatio, &at, ratio, (lower.map(libm::exp), upper.map(libm::exp)));
        output.push(Gives::LogHazardRatio, &at, number(coefficient(&|f| f.coefficients[column])));
        output.push(Gives::StandardError, &at, number(coefficient(&|f| f.variance[(column, column)].sqrt())));
        if column >= design.group_columns() {
            let test = fitted.as_ref().map_err(NotEstimable::clone).and_then(|f| f.likelihood_ratio_test(&[column]));
            add_test(&mut output, [Gives::ChiSquared, Gives::Df, Gives::PValue], &at, &test);
        }
    }
    if design.group_columns() > 0 {
        let tested: Vec<usize> = (0..design.group_columns()).collect();
        let test = fitted.and_then(|f| f.likelihood_ratio_test(&tested));
        add_test(&mut output, GROUPS, &At::all(), &test);
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
