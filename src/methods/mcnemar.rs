//! `mcnemar`: the test of matched pairs.

use super::risk_difference::push_pairs;
use super::statistic::{At, number};
use super::yes_no::{incomplete_sets, pairs};
use super::{Input, Output};
use crate::catalogue::{Options, Statistic};
use crate::number::{NotEstimable, Quantity};
use crate::stats::contingency::mcnemar::{asymptotic, chi_squared, exact, mid_p};

pub(super) fn run(input: &Input, options: &Options) -> Output {
    let mut output = Output { incomplete_sets: incomplete_sets(input), ..Output::default() };
    let pairs = pairs(input);
    let corrected = options.word("correction") == "yes";
    let form = options.word("form");
    let at = At::test();
    if form == "asymptotic" {
        output.push(Statistic::ChiSquared, at.clone(), number(pairs.clone().and_then(|p| chi_squared(p, corrected))));
    }
    let p_value = pairs.clone().and_then(|p| match (form, corrected) {
        ("asymptotic", _) => asymptotic(p, corrected),
        (_, true) => Err(NotEstimable::CorrectionOfAsymptoticFormOnly),
        ("mid_p", _) => mid_p(p),
        _ => exact(p),
    });
    output.push(Statistic::PValue, at.in_(Quantity::PValue), number(p_value));
    push_pairs(&mut output, &pairs);
    output
}
