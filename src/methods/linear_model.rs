//! `linear_model`: adjusted difference of means, analysis of covariance.

use super::Input;
use super::continuous::values;
use super::cox::Design;
use super::statistic::{Answer, At, count, number};
use crate::catalogue::linear_model::{self as declared, Bounded, Gives, Options};
use crate::number::NotEstimable;
use crate::stats::continuous::linear_model::{Fit, Variance, fit};
use crate::stats::exact;

pub(super) fn run(input: &Input, options: &Options) -> Answer<Gives> {
    let design = Design::new(input);
    let fitted = fitted(input, &design);
    let kind = match options.variance {
        declared::Variance::Hc0 => Variance::Hc0,
        declared::Variance::Hc3 => Variance::Hc3,
        declared::Variance::Model => Variance::Model,
    };
    let scaled = fitted.as_ref().map_err(NotEstimable::clone).and_then(|f| f.scaled_variance(kind));
    let variance = fitted.clone().and_then(|f| scaled.clone().map(|scaled| f.unscaled(&scaled)));
    let mut output = Answer::default();
    output.push(Gives::N, &At::all(), count(input.group.len()));
    for column in 0..design.columns.len() {
        let j = column + 1;
        let at = design.at(column);
        let error = variance.clone().and_then(|v| match v[(j, j)] {
            square if square > 0.0 => Ok(square.sqrt()),
            _ => Err(NotEstimable::StandardErrorIsZero),
        });
        let with_error = fitted.clone().and_then(|f| error.clone().map(|e| (f, e)));
        output.push_interval(
            Bounded::Estimate,
            &at,
            fitted.clone().map(|f| f.coefficients[j]),
            with_error.clone().map(|(f, e)| f.interval(j, e, input.level)),
        );
        output.push(Gives::StandardError, &at, number(error));
        output.push(Gives::T, &at, number(with_error.clone().map(|(f, e)| f.coefficients[j] / e)));
        output.push(Gives::PValue, &at, number(with_error.map(|(f, e)| f.p_value(j, e))));
    }
    for group in 0..input.groups {
        let patient = patient(input, &design, group, options.margins);
        let value = fitted.clone().map(|f| f.value(&patient));
        let with_variance = fitted.clone().and_then(|f| scaled.clone().map(|scaled| (f, scaled)));
        let interval = with_variance.and_then(|(f, scaled)| match f.square_of(&patient, &scaled) {
            square if square > 0.0 => Ok(f.around(f.value(&patient), square.sqrt(), input.level)),
            _ => Err(NotEstimable::StandardErrorIsZero),
        });
        output.push_interval(Bounded::AdjustedMean, &At::all().group(group), value, interval);
    }
    let at = At::all();
    output.push(Gives::ResidualStandardDeviation, &at, number(fitted.clone().map(|f| f.sigma())));
    output.push(Gives::Df, &at, number(fitted.clone().map(|f| f.df)));
    output.push(Gives::RSquared, &at, number(fitted.and_then(|f| f.r_squared())));
    output
}

/// What the columns of the model hold for a patient of a group: the mean of the patients analysed, or, of a category, each level as
/// often as the others.
fn patient(input: &Input, design: &Design, group: usize, margins: declared::Margins) -> Vec<f64> {
    let mean = |values: &Vec<f64>| exact::sum(values.iter().copied()) / values.len() as f64;
    let of_group = |(g, values): (&Option<usize>, &Vec<f64>)| g.map_or_else(|| mean(values), |g| f64::from(g == group));
    let mut patient: Vec<f64> = design.groups.iter().zip(&design.columns).map(of_group).collect();
    match margins {
        declared::Margins::Observed => {}
        declared::Margins::Equal => {
            for category in &input.categories {
                for covariate in &category.covariates {
                    patient[design.group_columns() + covariate] = 1.0 / category.levels as f64;
                }
            }
        }
    }
    patient
}

fn fitted(input: &Input, design: &Design) -> Result<Fit, NotEstimable> {
    let outcome = values(input)?;
    if design.columns.is_empty() {
        return Err(NotEstimable::NothingToCompare);
    }
    let columns: Vec<&[f64]> = design.columns.iter().map(Vec::as_slice).collect();
    fit(outcome, &columns).map_err(|failure| failure.reason(&|column| design.model_term(column)))
}
