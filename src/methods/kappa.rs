//! `kappa`: Cohen's κ of two readings.

use super::Input;
use super::readings::readings;
use super::statistic::{Answer, At, number};
use super::yes_no::whole;
use crate::catalogue::kappa::{self as declared, Bounded, Gives, Options};
use crate::number::{Estimable, NotEstimable};
use crate::stats::agreement::{Kappa, Readings, Weights};

pub(super) fn run(input: &Input, options: &Options) -> Answer<Gives> {
    let mut output = Answer::default();
    let weights = match options.weights {
        declared::Weights::Linear => Weights::Linear,
        declared::Weights::Quadratic => Weights::Quadratic,
        declared::Weights::None => Weights::Unweighted,
    };
    let readings = readings(input);
    let kappa = readings.clone().and_then(|r| r.kappa(weights));
    let at = At::all();
    output.push(Gives::N, &at, whole(readings.as_ref().map(Readings::n).map_err(NotEstimable::clone)));
    let observed = readings.map(|r| r.observed());
    output.push(Gives::ObservedAgreement, &at, number(observed));
    output.push_interval(
        Bounded::Estimate,
        &at,
        kappa.clone().map(|k| k.kappa),
        kappa.clone().and_then(|k| k.interval(input.level)),
    );
    output.push(Gives::StandardError, &at, number(kappa.clone().and_then(Kappa::error)));
    let z: Estimable = kappa.and_then(|k| match k.null_standard_error > 0.0 {
        true => Ok(k.kappa / k.null_standard_error),
        false => Err(NotEstimable::OneReadingConstant),
    });
    output.push_z([Gives::Z, Gives::PValue], &at, z);
    output
}
