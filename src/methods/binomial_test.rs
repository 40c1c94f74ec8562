//! `binomial_test`: the exact test of a given proportion.

use super::option::plain;
use super::statistic::{At, number};
use super::yes_no::counts;
use super::{Groups, Input, Limits, Method, Options, OutcomeKind, Output, Use};
use crate::number::{NotEstimable, Quantity};
use crate::stats::proportion::one_sample::binomial_test;

pub const METHOD: Method = Method {
    name: "binomial_test",
    title: "Exact binomial test",
    citation: "Clopper CJ, Pearson ES. Biometrika 1934;26:404–413; Hirji KF. Exact Analysis of Discrete Data. 2006, chapter 2",
    takes: &[OutcomeKind::YesNo],
    uses: &[Use::Decide],
    estimates: &[],
    groups: Groups::Any,
    reads: &[],
    needs: &[],
    options: &[plain("null", Limits::SHARE, "0.5", "The proportion that is tested.")],
    option_reads: &[],
    conditions: &[],
    never: &[],
    variant: None,
    page: include_str!("pages/binomial_test.md"),
    run,
};

fn run(input: &Input, options: &Options) -> Output {
    let mut output = Output::default();
    let counts = counts(input);
    let null = options.number("null").ok_or(NotEstimable::new("no proportion to test"));
    for group in 0..input.groups {
        let count = counts.clone().map(|c| c.get(group).copied().unwrap_or_default());
        let p_value = count.and_then(|c| null.clone().and_then(|null| binomial_test(c, null)));
        output.push("p_value", At::test().group(group).in_(Quantity::PValue), number(p_value));
    }
    output
}
