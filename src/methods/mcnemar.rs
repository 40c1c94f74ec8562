//! `mcnemar`: the test of matched pairs.

use super::risk_difference::push_pairs;
use super::statistic::{At, number};
use super::yes_no::{incomplete_sets, pairs};
use super::{Input, Output};
use crate::catalogue::Statistic;
use crate::catalogue::mcnemar::{self as declared, Options};
use crate::number::{NotEstimable, Quantity};
use crate::stats::contingency::mcnemar::{asymptotic, chi_squared, exact, mid_p};

pub(super) fn run(input: &Input, options: &Options) -> Output {
    let mut output = Output { incomplete_sets: incomplete_sets(input), ..Output::default() };
    let pairs = pairs(input);
    let corrected = options.correction.is_yes();
    let form = options.form;
    let at = At::test();
    if form == declared::Form::Asymptotic {
        output.push(Statistic::ChiSquared, at.clone(), number(pairs.clone().and_then(|p| chi_squared(p, corrected))));
    }
    let p_value = pairs.clone().and_then(|p| match (form, corrected) {
        (declared::Form::Asymptotic, _) => asymptotic(p, corrected),
        (declared::Form::Exact | declared::Form::MidP, true) => Err(NotEstimable::CorrectionOfAsymptoticFormOnly),
        (declared::Form::MidP, false) => mid_p(p),
        (declared::Form::Exact, false) => exact(p),
    });
    output.push(Statistic::PValue, at.in_(Quantity::PValue), number(p_value));
    push_pairs(&mut output, &pairs);
    output
}
