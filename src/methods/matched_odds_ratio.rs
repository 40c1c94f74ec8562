//! `matched_odds_ratio`: the odds ratio conditional on the pairs.

use super::option::choice;
use super::risk_difference::push_pairs;
use super::statistic::At;
use super::yes_no::{incomplete_sets, pairs};
use super::{Groups, Input, Method, Options, OutcomeKind, Output, Reads, Use};
use crate::number::Quantity;
use crate::stats::proportion::paired::{odds_ratio, odds_ratio_exact, odds_ratio_wilson};

pub const METHOD: Method = Method {
    name: "matched_odds_ratio",
    title: "Odds ratio of matched pairs",
    citation: "Agresti A. Categorical Data Analysis, 3rd ed. 2013, section 11.2; Agresti A, Min Y. Biostatistics 2005;6:1–15",
    takes: &[OutcomeKind::YesNo],
    uses: &[Use::Estimate],
    estimates: &["odds_ratio"],
    groups: Groups::Two,
    reads: &[],
    needs: &[Reads::Pairs],
    options: &[choice(
        "interval",
        &["exact", "wilson"],
        Some("exact"),
        "The interval of the share of the discordant pairs that is turned into odds.",
    )],
    option_reads: &[],
    conditions: &[],
    never: &[],
    variant: Some("interval"),
    page: include_str!("pages/matched_odds_ratio.md"),
    run,
};

fn run(input: &Input, options: &Options) -> Output {
    let mut output = Output { incomplete_sets: incomplete_sets(input), ..Output::default() };
    let pairs = pairs(input);
    let interval = pairs.clone().and_then(|p| match options.word("interval") {
        "wilson" => odds_ratio_wilson(p, input.level),
        _ => odds_ratio_exact(p, input.level),
    });
    output.push_interval(&At::estimate().in_(Quantity::Ratio), pairs.clone().and_then(odds_ratio), interval);
    push_pairs(&mut output, &pairs);
    output
}
