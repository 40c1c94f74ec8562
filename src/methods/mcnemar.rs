//! `mcnemar`: the test of matched pairs.

use super::Input;
use super::risk_difference::push_pairs;
use super::statistic::{Answer, At, number};
use super::yes_no::{incomplete_sets, pairs};
use crate::catalogue::mcnemar::{self as declared, Gives, Options};
use crate::number::{Estimable, NotEstimable};
use crate::stats::contingency::mcnemar::{asymptotic, chi_squared, exact, mid_p};
use crate::stats::proportion::paired::Pairs;

pub(super) fn run(input: &Input, options: &Options) -> Answer<Gives> {
    let mut output = Answer::leaving_out(incomplete_sets(input));
    let pairs = pairs(input);
    let corrected = options.correction.is_yes();
    let form = options.form;
    let at = At::all();
    if form == declared::Form::Asymptotic {
        output.push(Gives::ChiSquared, &at, number(pairs.clone().and_then(|p| chi_squared(p, corrected))));
    }
    let p_value = pairs.clone().and_then(|p| self::p_value(p, options));
    output.push(Gives::PValue, &at, number(p_value));
    let cells = [Gives::Pairs, Gives::Both, Gives::FirstOnly, Gives::SecondOnly, Gives::Neither];
    push_pairs(&mut output, cells, &pairs);
    output
}

/// The p-value of a table of pairs.
pub(super) fn p_value(pairs: Pairs, options: &Options) -> Estimable {
    let corrected = options.correction.is_yes();
    match (options.form, corrected) {
        (declared::Form::Asymptotic, _) => asymptotic(pairs, corrected),
        (declared::Form::Exact | declared::Form::MidP, true) => Err(NotEstimable::CorrectionOfAsymptoticFormOnly),
        (declared::Form::MidP, false) => mid_p(pairs),
        (declared::Form::Exact, false) => exact(pairs),
    }
}
