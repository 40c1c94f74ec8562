//! `agreement_coefficients`: agreement of two or more readings corrected for chance in other ways than κ.

use super::readings::{assignments, readings};
use super::statistic::{Answer, At, number};
use super::{Input, Outcome};
use crate::catalogue::agreement_coefficients::{Bounded, Gives, Options};
use crate::number::NotEstimable;
use crate::stats::agreement::Coefficient;

pub(super) fn run(input: &Input, _: &Options) -> Answer<Gives> {
    match &input.outcome {
        Outcome::SeveralReadings { .. } => of_several(input),
        _ => of_two(input),
    }
}

fn of_two(input: &Input) -> Answer<Gives> {
    let mut output = Answer::default();
    let readings = readings(input);
    let at = At::all();
    push_gwet(&mut output, input.level, readings.clone().and_then(|r| r.gwet_ac1()));
    output.push(Gives::ScottPi, &at, number(readings.clone().and_then(|r| r.scott_pi())));
    output.push(Gives::BennettS, &at, number(readings.clone().and_then(|r| r.bennett_s())));
    output.push(Gives::PrevalenceAdjusted, &at, number(readings.clone().map(|r| r.prevalence_adjusted())));
    output.push(Gives::ObservedAgreement, &at, number(readings.map(|r| r.observed())));
    output
}

fn of_several(input: &Input) -> Answer<Gives> {
    let mut output = Answer::default();
    let read = assignments(input);
    let at = At::all();
    push_gwet(&mut output, input.level, read.clone().and_then(|r| r.gwet_ac1()));
    output.push(Gives::BennettS, &at, number(read.clone().map(|r| r.bennett_s())));
    output.push(Gives::ObservedAgreement, &at, number(read.map(|r| r.observed())));
    output
}

fn push_gwet(output: &mut Answer<Gives>, level: f64, gwet: Result<Coefficient, NotEstimable>) {
    let (estimate, interval) = (gwet.clone().map(|g| g.estimate), gwet.clone().and_then(|g| g.interval(level)));
    output.push_interval(Bounded::GwetAc1, &At::all(), estimate, interval);
    output.push(Gives::StandardError, &At::all(), number(gwet.and_then(Coefficient::error)));
}
