//! `rmst`: mean survival time up to a day, in each group and compared.

use super::Input;
use super::statistic::{Answer, At, count, number, rows_of, unweighted_observations};
use crate::catalogue::rmst::{self as declared, Bounded, Gives, Options};
use crate::number::{Estimable, NotEstimable};
use crate::stats::distribution::{normal_sf, normal_upper_quantile};
use crate::stats::survival::kaplan_meier::kaplan_meier;
use crate::stats::survival::restricted_mean::{RestrictedMean, restricted_mean};

/// An estimate with its normal interval and test.
#[derive(Clone)]
struct Contrast {
    estimate: f64,
    lower: Estimable,
    upper: Estimable,
    standard_error: Estimable,
    p_value: Estimable,
}

pub(super) fn run(input: &Input, options: &Options) -> Answer<Gives> {
    let mut output = Answer::default();
    let to = options.to as f64;
    let observations = unweighted_observations(input);
    let z = normal_upper_quantile((1.0 - input.level) / 2.0);
    let mut means = Vec::new();
    for group in 0..input.groups {
        let rows = rows_of(input, group);
        let mean = (|| restricted_mean(&kaplan_meier(&observations.clone()?, &rows)?, to))();
        add_group(&mut output, group, rows.len(), z, &mean);
        means.push(mean);
    }
    if let [first, second] = &means[..] {
        let contrast = first
            .clone()
            .and_then(|f| second.clone().map(|s| (f, s)))
            .and_then(|(f, s)| compare(f, s, to, options.contrast, z));
        add_contrast(&mut output, options.contrast, contrast);
    }
    output
}

fn add_group(output: &mut Answer<Gives>, group: usize, n: usize, z: f64, mean: &Result<RestrictedMean, NotEstimable>) {
    let at = At::all().group(group);
    let error = mean.as_ref().map_err(NotEstimable::clone).and_then(RestrictedMean::standard_error);
    let limit = |z: f64| mean.as_ref().map_err(NotEstimable::clone).and_then(|m| Ok(m.estimate + z * error.clone()?));
    output.push(Gives::N, &at, count(n));
    let estimate = mean.as_ref().map(|m| m.estimate).map_err(NotEstimable::clone);
    output.push_bounded(Bounded::Estimate, &at, estimate, (limit(-z), limit(z)));
    output.push(Gives::StandardError, &at, number(error));
}

/// The groups compared; the standard error needs one in each group.
fn compare(
    first: RestrictedMean,
    second: RestrictedMean,
    to: f64,
    contrast: declared::Contrast,
    z: f64,
) -> Result<Contrast, NotEstimable> {
    let errors = first.standard_error().and_then(|a| second.standard_error().map(|b| (a, b)));
    let errors = errors.map_err(|reason| NotEstimable::InAGroup { because: Box::new(reason) });
    match contrast {
        declared::Contrast::Ratio => ratio(first.estimate, second.estimate, errors, z),
        declared::Contrast::LostRatio => ratio(to - first.estimate, to - second.estimate, errors, z),
        declared::Contrast::Difference => {
            let estimate = first.estimate - second.estimate;
            let error = errors.map(|(a, b)| libm::hypot(a, b));
            let limit = |z: f64| error.clone().map(|error| estimate + z * error);
            let p_value = error.clone().map(|error| two_sided(estimate, error));
            Ok(Contrast { estimate, lower: limit(-z), upper: limit(z), standard_error: error, p_value })
        }
    }
}

/// By the delta method on the logarithm; the standard error is that of the logarithm.
fn ratio(first: f64, second: f64, errors: Result<(f64, f64), NotEstimable>, z: f64) -> Result<Contrast, NotEstimable> {
    if second <= 0.0 {
        return Err(NotEstimable::RatioToZero);
    }
    if first <= 0.0 {
        let none = || Err(NotEstimable::RatioOfZeroHasNoLogarithm);
        return Ok(Contrast { estimate: 0.0, lower: none(), upper: none(), standard_error: none(), p_value: none() });
    }
    let log = libm::log(first / second);
    let error = errors.map(|(a, b)| libm::hypot(a / first, b / second));
    let limit = |z: f64| error.clone().map(|error| libm::exp(log + z * error));
    Ok(Contrast {
        estimate: first / second,
        lower: limit(-z),
        upper: limit(z),
        standard_error: error.clone(),
        p_value: error.map(|error| two_sided(log, error)),
    })
}

fn two_sided(estimate: f64, error: f64) -> f64 {
    2.0 * normal_sf((estimate / error).abs())
}

fn add_contrast(output: &mut Answer<Gives>, of: declared::Contrast, contrast: Result<Contrast, NotEstimable>) {
    let contrasted = match of {
        declared::Contrast::Ratio => Bounded::Ratio,
        declared::Contrast::LostRatio => Bounded::LostRatio,
        declared::Contrast::Difference => Bounded::Difference,
    };
    let at = At::all();
    let value = |of: fn(&Contrast) -> Estimable| contrast.clone().and_then(|c| of(&c));
    let limits = (value(|c| c.lower.clone()), value(|c| c.upper.clone()));
    output.push_bounded(contrasted, &at, value(|c| Ok(c.estimate)), limits);
    output.push(Gives::ContrastError, &at, number(value(|c| c.standard_error.clone())));
    output.push(Gives::PValue, &at, number(value(|c| c.p_value.clone())));
}
