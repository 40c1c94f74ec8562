//! `fleiss_kappa`: Fleiss' κ of three or more readers.

use super::readings::assignments;
use super::statistic::{Answer, At, number};
use super::yes_no::whole;
use super::{Input, Outcome, Term};
use crate::catalogue::fleiss_kappa::{Bounded, Gives, Options};
use crate::number::{Estimable, NotEstimable};
use crate::stats::agreement::Coefficient;

pub(super) fn run(input: &Input, _: &Options) -> Answer<Gives> {
    let mut output = Answer::default();
    let read = assignments(input);
    let named: &[String] = match &input.outcome {
        Outcome::SeveralReadings { categories, .. } => categories,
        _ => &[],
    };
    let kappa = read.clone().and_then(|r| r.fleiss_kappa());
    let at = At::all();
    output.push(Gives::N, &at, whole(read.clone().map(|r| r.n())));
    output.push(Gives::Readers, &at, whole(read.clone().map(|r| r.readers())));
    let observed = read.clone().map(|r| r.observed());
    output.push(Gives::ObservedAgreement, &at, number(observed));
    output.push_interval(
        Bounded::Estimate,
        &at,
        kappa.clone().map(|k| k.estimate),
        kappa.clone().and_then(|k| k.interval(input.level)),
    );
    output.push(Gives::StandardError, &at, number(kappa.clone().and_then(Coefficient::error)));
    let null = read.clone().and_then(|r| r.null_standard_error());
    let z = kappa.and_then(|k| ratio(k.estimate, null?));
    output.push_z([Gives::Z, Gives::PValue], &at, z);
    for (category, name) in named.iter().enumerate() {
        let at = at.term(Term::Category(name.clone()));
        let kappa = read.clone().and_then(|r| r.category_kappa(category));
        let null = read.clone().map(|r| r.category_null_standard_error());
        output.push(Gives::OfCategory, &at, number(kappa.clone()));
        output.push_z([Gives::CategoryZ, Gives::CategoryPValue], &at, kappa.and_then(|k| ratio(k, null?)));
    }
    output
}

fn ratio(estimate: f64, standard_error: f64) -> Estimable {
    match standard_error > 0.0 {
        true => Ok(estimate / standard_error),
        false => Err(NotEstimable::StandardErrorIsZero),
    }
}
