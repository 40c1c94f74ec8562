//! `risk_difference`: the difference of the proportions of responders.

use super::statistic::At;
use super::yes_no::{incomplete_sets, pairs, two_groups, whole};
use super::{Input, Output};
use crate::catalogue::{Options, Statistic};
use crate::number::{NotEstimable, Quantity};
use crate::stats::proportion::difference::{
    agresti_caffo, mee, miettinen_nurminen, newcombe_hybrid_score, risk_difference, wald,
};
use crate::stats::proportion::paired::{self, NewcombePaired, Pairs};
use crate::stats::proportion::{Interval, Proportion};

pub(super) fn run(input: &Input, options: &Options) -> Output {
    let mut output = Output::default();
    let at = At::estimate().in_(Quantity::ProportionDifference);
    if options.word("interval").contains("paired") {
        output.incomplete_sets = incomplete_sets(input);
        let pairs = pairs(input);
        let interval = pairs.clone().and_then(|p| paired_interval(p, input.level, options));
        output.push_interval(&at, pairs.clone().and_then(paired::risk_difference), interval);
        push_pairs(&mut output, &pairs);
    } else {
        let groups = two_groups(input);
        let interval = groups.clone().and_then(|(a, b)| unpaired_interval(a, b, input.level, options));
        output.push_interval(&at, groups.and_then(|(a, b)| risk_difference(a, b)), interval);
    }
    output
}

/// The 2×2 table of the pairs: `pairs`, `both`, `first_only`, `second_only`, `neither`.
pub(super) fn push_pairs(output: &mut Output, pairs: &Result<Pairs, NotEstimable>) {
    let at = At::estimate().in_(Quantity::Count);
    let mut cell = |statistic: Statistic, of: fn(Pairs) -> u64| {
        output.push(statistic, at.clone(), whole(pairs.clone().map(of)));
    };
    cell(Statistic::Pairs, Pairs::n);
    cell(Statistic::Both, |p| p.both);
    cell(Statistic::FirstOnly, |p| p.first_only);
    cell(Statistic::SecondOnly, |p| p.second_only);
    cell(Statistic::Neither, |p| p.neither);
}

fn uncorrected(options: &Options) -> Result<(), NotEstimable> {
    match options.word("correction") {
        "yes" => Err(NotEstimable::IntervalHasNoCorrection),
        _ => Ok(()),
    }
}

fn paired_interval(pairs: Pairs, level: f64, options: &Options) -> Result<Interval, NotEstimable> {
    uncorrected(options)?;
    match options.word("interval") {
        "wald_paired" => paired::wald(pairs, level),
        "tango_paired" => paired::tango(pairs, level),
        "newcombe_paired_method_8" => paired::newcombe(pairs, level, NewcombePaired::Method8),
        "newcombe_paired_method_9" => paired::newcombe(pairs, level, NewcombePaired::Method9),
        _ => paired::newcombe(pairs, level, NewcombePaired::Method10),
    }
}

fn unpaired_interval(
    first: Proportion,
    second: Proportion,
    level: f64,
    options: &Options,
) -> Result<Interval, NotEstimable> {
    let corrected = options.word("correction") == "yes";
    match options.word("interval") {
        "newcombe_hybrid_score" => newcombe_hybrid_score(first, second, level, corrected),
        "wald" => wald(first, second, level, corrected),
        "agresti_caffo" => uncorrected(options).and_then(|()| agresti_caffo(first, second, level)),
        "miettinen_nurminen" => uncorrected(options).and_then(|()| miettinen_nurminen(first, second, level)),
        "mee" => uncorrected(options).and_then(|()| mee(first, second, level)),
        _ => Err(NotEstimable::OptionOutOfRange { option: "interval".into() }),
    }
}
