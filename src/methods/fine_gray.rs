//! `fine_gray`: subdistribution hazard ratios of one cause.

use super::Input;
use super::competing::competing_times;
use super::cox::{Design, add_ratio, add_wald};
use super::statistic::{Answer, At, count, not_estimable};
use crate::catalogue::Cause;
use crate::catalogue::fine_gray::{self as declared, Bounded, Gives, Options};
use crate::number::NotEstimable;
use crate::stats::distribution::normal_upper_quantile;
use crate::stats::linear::Matrix;
use crate::stats::survival::competing::CompetingTimes;
use crate::stats::survival::competing::fine_gray::{Censoring, FineGray, fine_gray};

pub(super) fn run(input: &Input, options: &Options) -> Answer<Gives> {
    let design = Design::new(input);
    let fitted = fitted(input, &design, options);
    let mut output = Answer::default();
    output.push(Gives::N, &At::all(), count(input.group.len()));
    output.push(Gives::Events, &At::all(), events(input, options).map_or_else(|reason| not_estimable(&reason), count));
    let z = normal_upper_quantile((1.0 - input.level) / 2.0);
    for column in 0..design.columns.len() {
        let beta = fitted.as_ref().map(|(model, _)| model.coefficients[column]).map_err(NotEstimable::clone);
        let error = fitted.as_ref().map_err(NotEstimable::clone).and_then(|(_, v)| match v[(column, column)] {
            variance if variance > 0.0 => Ok(variance.sqrt()),
            _ => Err(NotEstimable::NoVariance),
        });
        let at = design.at(column);
        let names = (Bounded::SubdistributionHazardRatio, [Gives::LogHazardRatio, Gives::StandardError]);
        add_ratio(&mut output, names, &at, (&beta, &error), z);
        add_wald(&mut output, [Gives::Z, Gives::PValue], &at, &beta, &error);
    }
    output
}

/// The cause asked for, one of those of the endpoint.
fn cause(times: &CompetingTimes, options: &Options) -> Result<usize, NotEstimable> {
    let cause = (1..=times.causes()).find(|cause| options.cause == Cause(*cause));
    cause.ok_or(NotEstimable::NoSuchCause)
}

/// Rows with the cause asked for.
fn events(input: &Input, options: &Options) -> Result<usize, NotEstimable> {
    let times = competing_times(input)?;
    let cause = cause(&times, options)?;
    Ok((0..times.len()).filter(|&row| times.cause(row) == cause).count())
}

fn fitted(input: &Input, design: &Design, options: &Options) -> Result<(FineGray, Matrix), NotEstimable> {
    let times = competing_times(input)?;
    if design.columns.is_empty() {
        return Err(NotEstimable::NothingToCompare);
    }
    let cause = cause(&times, options)?;
    let censoring = match options.censoring {
        declared::Censoring::AfterEvents => Censoring::AfterEvents,
        declared::Censoring::WithEvents => Censoring::WithEvents,
    };
    let groups = match options.censoring_by {
        declared::CensoringBy::Group => Some(&input.group),
        declared::CensoringBy::Strata => Some(input.strata.as_ref().ok_or(NotEstimable::NoStrata)?),
        declared::CensoringBy::All => None,
    };
    let model = fine_gray(&times, cause, &design.columns, groups.map(Vec::as_slice), censoring)
        .map_err(|failure| design.reason(&failure))?;
    let variance = model.variance(match options.variance {
        declared::Variance::Sandwich => true,
        declared::Variance::WeightsKnown => false,
    });
    Ok((model, variance))
}
