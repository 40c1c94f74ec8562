//! `linear_model`: adjusted difference of means, analysis of covariance.

use super::continuous::values;
use super::cox::Design;
use super::statistic::{At, count, number};
use super::{Input, Output};
use crate::catalogue::Statistic;
use crate::catalogue::linear_model::{self as declared, Options};
use crate::number::{NotEstimable, Quantity};
use crate::stats::continuous::linear_model::{Fit, Variance, fit};

pub(super) fn run(input: &Input, options: &Options) -> Output {
    let design = Design::new(input);
    let fitted = fitted(input, &design);
    let kind = match options.variance {
        declared::Variance::Hc0 => Variance::Hc0,
        declared::Variance::Hc3 => Variance::Hc3,
        declared::Variance::Model => Variance::Model,
    };
    let variance = fitted.as_ref().map_err(NotEstimable::clone).and_then(|f| f.variance(kind));
    let mut output = Output::default();
    output.push(Statistic::N, At::estimate().in_(Quantity::Count), count(input.group.len()));
    for column in 0..design.columns.len() {
        let j = column + 1;
        let at = design.at(column, &At::estimate());
        let error = variance.clone().and_then(|v| match v[(j, j)] {
            square if square > 0.0 => Ok(square.sqrt()),
            _ => Err(NotEstimable::StandardErrorIsZero),
        });
        let with_error = fitted.clone().and_then(|f| error.clone().map(|e| (f, e)));
        output.push_interval(
            &at,
            fitted.clone().map(|f| f.coefficients[j]),
            with_error.clone().map(|(f, e)| f.interval(j, e, input.level)),
        );
        output.push(Statistic::StandardError, at, number(error));
        let at = design.at(column, &At::test());
        output.push(Statistic::T, at.clone(), number(with_error.clone().map(|(f, e)| f.coefficients[j] / e)));
        output.push(Statistic::PValue, at.in_(Quantity::PValue), number(with_error.map(|(f, e)| f.p_value(j, e))));
    }
    let at = At::estimate();
    output.push(Statistic::ResidualStandardDeviation, at.clone(), number(fitted.clone().map(|f| f.sigma())));
    output.push(Statistic::Df, at.clone(), number(fitted.clone().map(|f| f.df)));
    output.push(Statistic::RSquared, at.in_(Quantity::Proportion), number(fitted.and_then(|f| f.r_squared())));
    output
}

fn fitted(input: &Input, design: &Design) -> Result<Fit, NotEstimable> {
    let outcome = values(input)?;
    if design.columns.is_empty() {
        return Err(NotEstimable::NothingToCompare);
    }
    let columns: Vec<&[f64]> = design.columns.iter().map(Vec::as_slice).collect();
    fit(outcome, &columns).map_err(|failure| failure.reason(&|column| design.model_term(column)))
}
