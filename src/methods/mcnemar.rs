//! `mcnemar`: the test of matched pairs.

use super::Input;
use super::risk_difference::push_pairs;
use super::statistic::{Answer, At, number, side};
use super::yes_no::{incomplete_sets, pairs};
use crate::catalogue::mcnemar::{self as declared, Gives, Options};
use crate::number::{Estimable, NotEstimable};
use crate::stats::contingency::mcnemar::{
    asymptotic, asymptotic_tail, chi_squared, exact, exact_tail, mid_p, mid_p_tail,
};
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
    match (options.form, corrected, side(options.alternative)) {
        (declared::Form::Asymptotic, _, None) => asymptotic(pairs, corrected),
        (declared::Form::Asymptotic, _, Some(side)) => asymptotic_tail(pairs, corrected, side),
        (declared::Form::Exact | declared::Form::MidP, true, _) => Err(NotEstimable::CorrectionOfAsymptoticFormOnly),
        (declared::Form::MidP, false, None) => mid_p(pairs),
        (declared::Form::MidP, false, Some(side)) => mid_p_tail(pairs, side),
        (declared::Form::Exact, false, None) => exact(pairs),
        (declared::Form::Exact, false, Some(side)) => exact_tail(pairs, side),
    }
}
