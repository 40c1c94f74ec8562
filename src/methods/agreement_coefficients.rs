//! `agreement_coefficients`: agreement of two or more readings corrected for chance in other ways than κ.

use super::readings::{assignments, readings};
use super::statistic::{At, number};
use super::{Input, Outcome, Output};
use crate::catalogue::Statistic;
use crate::catalogue::agreement_coefficients::Options;
use crate::number::{NotEstimable, Quantity};
use crate::stats::agreement::Coefficient;

pub(super) fn run(input: &Input, _: &Options) -> Output {
    match &input.outcome {
        Outcome::SeveralReadings { .. } => of_several(input),
        _ => of_two(input),
    }
}

fn of_two(input: &Input) -> Output {
    let mut output = Output::default();
    let readings = readings(input);
    let at = At::estimate();
    push_gwet(&mut output, input.level, readings.clone().and_then(|r| r.gwet_ac1()));
    output.push(Statistic::ScottPi, at.clone(), number(readings.clone().and_then(|r| r.scott_pi())));
    output.push(Statistic::BennettS, at.clone(), number(readings.clone().and_then(|r| r.bennett_s())));
    output.push(Statistic::PrevalenceAdjusted, at.clone(), number(readings.clone().map(|r| r.prevalence_adjusted())));
    output.push(Statistic::ObservedAgreement, at.in_(Quantity::Proportion), number(readings.map(|r| r.observed())));
    output
}

fn of_several(input: &Input) -> Output {
    let mut output = Output::default();
    let read = assignments(input).map(|(_, read)| read);
    let at = At::estimate();
    push_gwet(&mut output, input.level, read.clone().and_then(|r| r.gwet_ac1()));
    output.push(Statistic::BennettS, at.clone(), number(read.clone().map(|r| r.bennett_s())));
    output.push(Statistic::ObservedAgreement, at.in_(Quantity::Proportion), number(read.map(|r| r.observed())));
    output
}

fn push_gwet(output: &mut Output, level: f64, gwet: Result<Coefficient, NotEstimable>) {
    let at = At::estimate();
    output.push(Statistic::GwetAc1, at.clone(), number(gwet.clone().map(|g| g.estimate)));
    output.push_limits(&at, gwet.clone().and_then(|g| g.interval(level)));
    output.push(Statistic::StandardError, at, number(gwet.and_then(Coefficient::error)));
}
