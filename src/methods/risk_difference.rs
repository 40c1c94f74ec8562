//! `risk_difference`: the difference of the proportions of responders.

use super::Input;
use super::statistic::{Answer, At};
use super::yes_no::{incomplete_sets, pairs, two_groups, whole};
use crate::catalogue::risk_difference::{self as declared, Bounded, Gives, Options};
use crate::catalogue::{self, YesNo};
use crate::number::NotEstimable;
use crate::stats::proportion::difference::{
    agresti_caffo, mee, miettinen_nurminen, newcombe_hybrid_score, risk_difference, wald,
};
use crate::stats::proportion::paired::{self, NewcombePaired, Pairs};
use crate::stats::proportion::{Interval, Proportion};

/// An interval within pairs, or between independent groups.
enum Form {
    Paired(fn(Pairs, f64) -> Result<Interval, NotEstimable>),
    Unpaired(fn(Proportion, Proportion, f64) -> Result<Interval, NotEstimable>),
    /// Of independent groups, with a continuity correction or without.
    Correctable(fn(Proportion, Proportion, f64, bool) -> Result<Interval, NotEstimable>),
}

impl Form {
    fn of(interval: declared::Interval) -> Form {
        use declared::Interval as Declared;
        match interval {
            Declared::NewcombeHybridScore => Form::Correctable(newcombe_hybrid_score),
            Declared::Wald => Form::Correctable(wald),
            Declared::MiettinenNurminen => Form::Unpaired(miettinen_nurminen),
            Declared::Mee => Form::Unpaired(mee),
            Declared::AgrestiCaffo => Form::Unpaired(agresti_caffo),
            Declared::NewcombePaired => Form::Paired(|p, level| paired::newcombe(p, level, NewcombePaired::Method10)),
            Declared::NewcombePairedMethod8 => {
                Form::Paired(|p, level| paired::newcombe(p, level, NewcombePaired::Method8))
            }
            Declared::NewcombePairedMethod9 => {
                Form::Paired(|p, level| paired::newcombe(p, level, NewcombePaired::Method9))
            }
            Declared::TangoPaired => Form::Paired(paired::tango),
            Declared::WaldPaired => Form::Paired(paired::wald),
        }
    }
}

pub(super) fn run(input: &Input, options: &Options) -> Answer<Gives> {
    let level = input.level;
    let uncorrected = || match options.correction {
        YesNo::Yes => Err(NotEstimable::IntervalHasNoCorrection),
        YesNo::No => Ok(()),
    };
    match Form::of(options.interval) {
        Form::Paired(interval) => paired_difference(input, |pairs| uncorrected().and_then(|()| interval(pairs, level))),
        Form::Unpaired(interval) => difference(input, |a, b| uncorrected().and_then(|()| interval(a, b, level))),
        Form::Correctable(interval) => difference(input, |a, b| interval(a, b, level, options.correction.is_yes())),
    }
}

/// The interval of a table of pairs; none of a form for independent groups.
pub(super) fn of_pairs(pairs: Pairs, options: &Options, level: f64) -> Result<Interval, NotEstimable> {
    match Form::of(options.interval) {
        Form::Paired(interval) => interval(pairs, level),
        Form::Unpaired(_) | Form::Correctable(_) => Err(NotEstimable::NotMatched),
    }
}

fn paired_difference(input: &Input, interval: impl Fn(Pairs) -> Result<Interval, NotEstimable>) -> Answer<Gives> {
    let mut output = Answer::leaving_out(incomplete_sets(input));
    let pairs = pairs(input);
    let at = At::all();
    output.push_interval(
        Bounded::Estimate,
        &at,
        pairs.clone().and_then(paired::risk_difference),
        pairs.clone().and_then(interval),
    );
    let cells = [Gives::Pairs, Gives::Both, Gives::FirstOnly, Gives::SecondOnly, Gives::Neither];
    push_pairs(&mut output, cells, &pairs);
    output
}

fn difference(
    input: &Input,
    interval: impl Fn(Proportion, Proportion) -> Result<Interval, NotEstimable>,
) -> Answer<Gives> {
    let mut output = Answer::default();
    let groups = two_groups(input);
    let estimate = groups.clone().and_then(|(a, b)| risk_difference(a, b));
    let at = At::all();
    output.push_interval(Bounded::Estimate, &at, estimate, groups.and_then(|(a, b)| interval(a, b)));
    output
}

/// The 2×2 table of the pairs: how many, with both, the first only, the second only, neither.
pub(super) fn push_pairs<G: catalogue::Gives>(
    output: &mut Answer<G>,
    [all, both, first_only, second_only, neither]: [G; 5],
    pairs: &Result<Pairs, NotEstimable>,
) {
    let mut cell = |number: G, of: fn(Pairs) -> u64| {
        output.push(number, &At::all(), whole(pairs.clone().map(of)));
    };
    cell(all, Pairs::n);
    cell(both, |p| p.both);
    cell(first_only, |p| p.first_only);
    cell(second_only, |p| p.second_only);
    cell(neither, |p| p.neither);
}
