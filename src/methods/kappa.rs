//! `kappa`: Cohen's κ of two readings.

use super::readings::readings;
use super::statistic::{At, number};
use super::yes_no::whole;
use super::{Input, Output};
use crate::catalogue::Statistic;
use crate::catalogue::kappa::{self as declared, Options};
use crate::number::{Estimable, NotEstimable, Quantity};
use crate::stats::agreement::{Kappa, Readings, Weights};
use crate::stats::distribution::normal_sf;

pub(super) fn run(input: &Input, options: &Options) -> Output {
    let mut output = Output::default();
    let weights = match options.weights {
        declared::Weights::Linear => Weights::Linear,
        declared::Weights::Quadratic => Weights::Quadratic,
        declared::Weights::None => Weights::Unweighted,
    };
    let readings = readings(input);
    let kappa = readings.clone().and_then(|r| r.kappa(weights));
    let at = At::estimate();
    output.push(
        Statistic::N,
        at.in_(Quantity::Count),
        whole(readings.as_ref().map(Readings::n).map_err(NotEstimable::clone)),
    );
    let observed = readings.map(|r| r.observed());
    output.push(Statistic::ObservedAgreement, at.in_(Quantity::Proportion), number(observed));
    output.push_interval(&at, kappa.clone().map(|k| k.kappa), kappa.clone().and_then(|k| k.interval(input.level)));
    output.push(Statistic::StandardError, at, number(kappa.clone().and_then(Kappa::error)));
    let z: Estimable = kappa.and_then(|k| match k.null_standard_error > 0.0 {
        true => Ok(k.kappa / k.null_standard_error),
        false => Err(NotEstimable::OneReadingConstant),
    });
    output.push(Statistic::Z, At::test(), number(z.clone()));
    output.push(Statistic::PValue, At::test().in_(Quantity::PValue), number(z.map(|z| 2.0 * normal_sf(z.abs()))));
    output
}
