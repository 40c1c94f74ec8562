//! `odds_ratio`: the sample odds ratio of two groups.

use super::option::choice;
use super::statistic::At;
use super::yes_no::two_groups;
use super::{Groups, Input, Method, Options, OutcomeKind, Output, Use};
use crate::number::Quantity;
use crate::stats::proportion::ratio::{haldane, haldane_woolf, odds_ratio, woolf};

pub const METHOD: Method = Method {
    name: "odds_ratio",
    title: "Odds ratio",
    citation: "Woolf B. Ann Hum Genet 1955;19:251–253; Haldane JBS. Ann Hum Genet 1956;20:309–311",
    takes: &[OutcomeKind::YesNo],
    uses: &[Use::Estimate],
    estimates: &["odds_ratio"],
    groups: Groups::Two,
    reads: &[],
    needs: &[],
    options: &[choice(
        "interval",
        &["woolf", "haldane"],
        Some("woolf"),
        "Wald's interval on the logarithm, of the table as it is or with ½ added to each cell (estimate included).",
    )],
    option_reads: &[],
    conditions: &[],
    never: &[],
    variant: Some("interval"),
    page: include_str!("pages/odds_ratio.md"),
    run,
};

fn run(input: &Input, options: &Options) -> Output {
    let mut output = Output::default();
    let groups = two_groups(input);
    let at = At::estimate().in_(Quantity::Ratio);
    let (estimate, interval) = match options.word("interval") {
        "haldane" => (
            groups.clone().and_then(|(a, b)| haldane(a, b)),
            groups.and_then(|(a, b)| haldane_woolf(a, b, input.level)),
        ),
        _ => (groups.clone().and_then(|(a, b)| odds_ratio(a, b)), groups.and_then(|(a, b)| woolf(a, b, input.level))),
    };
    output.push_interval(&at, estimate, interval);
    output
}
