//! `fleiss_kappa`: Fleiss' κ of three or more readers.

use super::readings::assignments;
use super::statistic::{At, number};
use super::yes_no::whole;
use super::{Input, Output, Term};
use crate::catalogue::Statistic;
use crate::catalogue::fleiss_kappa::Options;
use crate::number::{Estimable, NotEstimable, Quantity};
use crate::stats::agreement::Coefficient;
use crate::stats::distribution::normal_sf;

pub(super) fn run(input: &Input, _: &Options) -> Output {
    let mut output = Output::default();
    let read = assignments(input);
    let named = read.clone().map_or(&[][..], |(names, _)| names);
    let read = read.map(|(_, read)| read);
    let kappa = read.clone().and_then(|r| r.fleiss_kappa());
    let (at, counted) = (At::estimate(), At::estimate().in_(Quantity::Count));
    output.push(Statistic::N, counted.clone(), whole(read.clone().map(|r| r.n())));
    output.push(Statistic::Readers, counted, whole(read.clone().map(|r| r.readers())));
    let observed = read.clone().map(|r| r.observed());
    output.push(Statistic::ObservedAgreement, at.in_(Quantity::Proportion), number(observed));
    output.push_interval(&at, kappa.clone().map(|k| k.estimate), kappa.clone().and_then(|k| k.interval(input.level)));
    output.push(Statistic::StandardError, at.clone(), number(kappa.clone().and_then(Coefficient::error)));
    let null = read.clone().and_then(|r| r.null_standard_error());
    let z = kappa.and_then(|k| ratio(k.estimate, null?));
    push_test(&mut output, &At::test(), z);
    if let Ok(read) = &read {
        for (category, name) in named.iter().enumerate() {
            let kappa = read.category_kappa(category);
            output.push(Statistic::Estimate, at.term(Term::Category(name.clone())), number(kappa.clone()));
            let z = kappa.and_then(|k| ratio(k, read.category_null_standard_error()));
            push_test(&mut output, &At::test().term(Term::Category(name.clone())), z);
        }
    }
    output
}

fn ratio(estimate: f64, standard_error: f64) -> Estimable {
    match standard_error > 0.0 {
        true => Ok(estimate / standard_error),
        false => Err(NotEstimable::StandardErrorIsZero),
    }
}

fn push_test(output: &mut Output, at: &At, z: Estimable) {
    output.push(Statistic::Z, at.clone(), number(z.clone()));
    output.push(Statistic::PValue, at.in_(Quantity::PValue), number(z.map(|z| 2.0 * normal_sf(z.abs()))));
}
