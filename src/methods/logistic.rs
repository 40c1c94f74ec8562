//! `logistic`: odds ratios by logistic regression.

use super::Input;
use super::cox::Design;
use super::statistic::{Answer, At, count, number};
use super::yes_no::outcomes;
use crate::catalogue::logistic::{self as declared, Bounded, Gives, Options};
use crate::number::{Estimable, NotEstimable};
use crate::stats::distribution::{chi_squared_sf, normal_upper_quantile};
use crate::stats::logistic::{self, Failure, Fit, Sandwich, fit, fit_firth, profile_interval};
use libm::exp;

/// One coefficient, without the intercept.
#[derive(Clone, Copy)]
struct Coefficient {
    value: f64,
    standard_error: f64,
}

/// What the numbers are read from.
struct Fitted {
    /// One per column of the design.
    coefficients: Vec<Coefficient>,
    /// Log odds ratios.
    intervals: Vec<(Estimable, Estimable)>,
    /// Of each column: the estimate over its standard error, or the signed root of the penalised likelihood ratio.
    z: Vec<Estimable>,
    /// The likelihood ratio of all columns where the likelihood is penalised.
    penalised: Option<Estimable>,
}

/// Of all columns, which needs no finite coefficients.
fn likelihood_ratio(
    input: &Input,
    design: &Design,
    options: &Options,
    fitted: &Result<Fitted, NotEstimable>,
) -> Estimable {
    match fitted {
        Ok(Fitted { penalised: Some(ratio), .. }) => return ratio.clone(),
        Err(reason) if options.fit == declared::Fit::Firth => return Err(reason.clone()),
        Ok(Fitted { penalised: None, .. }) | Err(_) => {}
    }
    let outcome = outcomes(input)?;
    if input.weights.is_some() && options.variance != declared::Variance::Robust {
        return Err(NotEstimable::WeightsNeedRobustVariance);
    }
    if design.columns.is_empty() {
        return Err(NotEstimable::NothingToCompare);
    }
    let columns: Vec<&[f64]> = design.columns.iter().map(Vec::as_slice).collect();
    logistic::likelihood_ratio(outcome, &columns, input.weights.as_deref())
        .map_err(|failure| failure.reason(&|column| design.model_term(column)))
}

pub(super) fn run(input: &Input, options: &Options) -> Answer<Gives> {
    let design = Design::new(input);
    let fitted = fitted(input, &design, options);
    let mut output = Answer::default();
    let at = At::all();
    output.push(Gives::N, &at, count(input.group.len()));
    let responders = outcomes(input).map(|y| y.iter().filter(|v| **v).count());
    output.push(Gives::Responders, &at, responders.map_or_else(|e| number(Err(e)), count));
    for column in 0..design.columns.len() {
        let coefficient = fitted.as_ref().map(|f| f.coefficients[column]).map_err(NotEstimable::clone);
        let none = |reason: &NotEstimable| (Err(reason.clone()), Err(reason.clone()));
        let interval = fitted.as_ref().map_or_else(none, |f| f.intervals[column].clone());
        let z = fitted.as_ref().map_err(NotEstimable::clone).and_then(|f| f.z[column].clone());
        push_coefficient(&mut output, &design, column, &coefficient, interval, z);
    }
    let df = design.columns.len() as f64;
    let ratio = likelihood_ratio(input, &design, options, &fitted);
    output.push(Gives::LikelihoodRatio, &At::all(), number(ratio.clone()));
    output.push(Gives::LikelihoodRatioPValue, &At::all(), number(ratio.map(|r| chi_squared_sf(r, df))));
    output
}

/// `odds_ratio` with its limits, `log_odds_ratio` with its standard error, `z` and `p_value`.
fn push_coefficient(
    output: &mut Answer<Gives>,
    design: &Design,
    column: usize,
    coefficient: &Result<Coefficient, NotEstimable>,
    (lower, upper): (Estimable, Estimable),
    z: Estimable,
) {
    let at = design.at(column);
    let value = |of: &dyn Fn(Coefficient) -> f64| -> Estimable { coefficient.clone().map(of) };
    output.push_bounded(Bounded::OddsRatio, &at, value(&|c| exp(c.value)), (lower.map(exp), upper.map(exp)));
    output.push(Gives::LogOddsRatio, &at, number(value(&|c| c.value)));
    output.push(Gives::StandardError, &at, number(value(&|c| c.standard_error)));
    output.push_z([Gives::Z, Gives::PValue], &at, z);
}

fn fitted(input: &Input, design: &Design, options: &Options) -> Result<Fitted, NotEstimable> {
    let outcome = outcomes(input)?;
    if design.columns.is_empty() {
        return Err(NotEstimable::NothingToCompare);
    }
    let robust = options.variance == declared::Variance::Robust;
    if input.weights.is_some() && !robust {
        return Err(NotEstimable::WeightsNeedRobustVariance);
    }
    let columns: Vec<&[f64]> = design.columns.iter().map(Vec::as_slice).collect();
    let z = normal_upper_quantile((1.0 - input.level) / 2.0);
    let weights = input.weights.as_deref();
    let explain = |failure: Failure| failure.reason(&|column| design.model_term(column));
    if options.fit == declared::Fit::Firth {
        if robust {
            return Err(NotEstimable::PenalisedLikelihoodHasNoRobustVariance);
        }
        let fit = fit_firth(outcome, &columns, weights).map_err(explain)?;
        let coefficients = read(&fit.coefficients, &fit.covariance);
        let all: Vec<usize> = (1..=columns.len()).collect();
        let penalised = Some(fit.likelihood_ratio(&all));
        let root = |j: &usize| fit.likelihood_ratio(&[*j]).map(|ratio| ratio.sqrt().copysign(fit.coefficients[*j]));
        let (intervals, z) = match options.interval {
            declared::Interval::Profile => {
                (all.iter().map(|j| fit.profile_limits(*j, input.level)).collect(), all.iter().map(root).collect())
            }
            declared::Interval::Wald => (wald(&coefficients, z), wald_tests(&coefficients)),
        };
        return Ok(Fitted { coefficients, intervals, z, penalised });
    }
    let fit = fit(outcome, &columns, weights).map_err(explain)?;
    let variance = if robust { fit.sandwich(sandwich(input, options)?)? } else { fit.covariance.clone() };
    let coefficients = read(&fit.coefficients, &variance);
    let intervals = match options.interval {
        declared::Interval::Profile => profile(&fit, input.level, robust),
        declared::Interval::Wald => wald(&coefficients, z),
    };
    Ok(Fitted { z: wald_tests(&coefficients), coefficients, intervals, penalised: None })
}

fn sandwich<'a>(input: &'a Input, options: &Options) -> Result<Sandwich<'a>, NotEstimable> {
    use declared::{By, SmallSample};
    let one_row = |kind| match distinct(&input.patient) {
        true => Ok(kind),
        false => Err(NotEstimable::SmallSampleFactorsNeedOneRow),
    };
    match (options.by, options.small_sample) {
        (By::Pair, SmallSample::None) => input.pairs().map(Sandwich::Clustered),
        (By::Cluster, SmallSample::None) => input.clusters().map(Sandwich::Clustered),
        (By::Pair | By::Cluster, SmallSample::Hc1 | SmallSample::Hc3) => Err(NotEstimable::SmallSampleFactorsByPatient),
        (By::Patient, SmallSample::None) => Ok(Sandwich::Clustered(&input.patient)),
        (By::Patient, SmallSample::Hc1) => one_row(Sandwich::Hc1),
        (By::Patient, SmallSample::Hc3) => one_row(Sandwich::Hc3),
    }
}

fn distinct(patients: &[usize]) -> bool {
    let unique: std::collections::BTreeSet<usize> = patients.iter().copied().collect();
    unique.len() == patients.len()
}

/// The coefficients behind the intercept.
fn read(coefficients: &[f64], variance: &crate::stats::linear::Matrix) -> Vec<Coefficient> {
    let one = |j: usize| Coefficient { value: coefficients[j], standard_error: variance[(j, j)].max(0.0).sqrt() };
    (1..coefficients.len()).map(one).collect()
}

fn wald(coefficients: &[Coefficient], z: f64) -> Vec<(Estimable, Estimable)> {
    let limit = |c: &Coefficient, z: f64| Ok(c.value + z * c.standard_error);
    coefficients.iter().map(|c| (limit(c, -z), limit(c, z))).collect()
}

fn wald_tests(coefficients: &[Coefficient]) -> Vec<Estimable> {
    let of = |c: &Coefficient| match c.standard_error > 0.0 {
        true => Ok(c.value / c.standard_error),
        false => Err(NotEstimable::StandardErrorIsZero),
    };
    coefficients.iter().map(of).collect()
}

fn profile(fit: &Fit, level: f64, robust: bool) -> Vec<(Estimable, Estimable)> {
    let one = |j: usize| match robust {
        true => Err(NotEstimable::ProfileLikelihoodHasNoRobustVersion),
        false => profile_interval(fit, j, level),
    };
    let limits = |j: usize| {
        let interval = one(j);
        (interval.clone().map(|i| i.lower), interval.map(|i| i.upper))
    };
    (1..fit.coefficients.len()).map(limits).collect()
}
