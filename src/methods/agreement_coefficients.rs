//! `agreement_coefficients`: agreement of two or more readings corrected for chance in other ways than κ.

use super::readings::{assignments, readings};
use super::statistic::{At, number};
use super::{Groups, Input, Method, Options, Outcome, OutcomeKind, Output, Use};
use crate::number::{NotEstimable, Quantity};
use crate::stats::agreement::Coefficient;

pub const METHOD: Method = Method {
    name: "agreement_coefficients",
    title: "Agreement coefficients of Gwet, Scott, Bennett and Byrt",
    citation: "Gwet KL. Br J Math Stat Psychol 2008;61:29–48; Scott WA. Public Opin Q 1955;19:321–325; Bennett EM, Alpert R, Goldstein AC. Public Opin Q 1954;18:303–308; Byrt T, Bishop J, Carlin JB. J Clin Epidemiol 1993;46:423–429",
    takes: &[OutcomeKind::Agreement, OutcomeKind::SeveralReadings],
    uses: &[Use::Estimate],
    estimates: &[],
    groups: Groups::None,
    reads: &[],
    needs: &[],
    options: &[],
    option_reads: &[],
    conditions: &[],
    never: &[],
    variant: None,
    page: include_str!("pages/agreement_coefficients.md"),
    run,
};

fn run(input: &Input, _: &Options) -> Output {
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
    output.push("scott_pi", at.clone(), number(readings.clone().and_then(|r| r.scott_pi())));
    output.push("bennett_s", at.clone(), number(readings.clone().and_then(|r| r.bennett_s())));
    output.push("prevalence_adjusted", at.clone(), number(readings.clone().map(|r| r.prevalence_adjusted())));
    output.push("observed_agreement", at.in_(Quantity::Proportion), number(readings.map(|r| r.observed())));
    output
}

fn of_several(input: &Input) -> Output {
    let mut output = Output::default();
    let read = assignments(input).map(|(_, read)| read);
    let at = At::estimate();
    push_gwet(&mut output, input.level, read.clone().and_then(|r| r.gwet_ac1()));
    output.push("bennett_s", at.clone(), number(read.clone().map(|r| r.bennett_s())));
    output.push("observed_agreement", at.in_(Quantity::Proportion), number(read.map(|r| r.observed())));
    output
}

fn push_gwet(output: &mut Output, level: f64, gwet: Result<Coefficient, NotEstimable>) {
    let at = At::estimate();
    output.push("gwet_ac1", at.clone(), number(gwet.clone().map(|g| g.estimate)));
    output.push_limits(&at, gwet.clone().and_then(|g| g.interval(level)));
    output.push("standard_error", at, number(gwet.and_then(Coefficient::error)));
}
