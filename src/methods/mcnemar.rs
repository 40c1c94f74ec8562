//! `mcnemar`: the test of matched pairs.

use super::Input;
use super::risk_difference::push_pairs;
use super::statistic::{Answer, At, number};
use super::yes_no::{incomplete_sets, pairs};
use crate::catalogue::mcnemar::{self as declared, Gives, Options};
use crate::number::NotEstimable;
use crate::stats::contingency::mcnemar::{asymptotic, chi_squared, exact, mid_p};

pub(super) fn run(input: &Input, options: &Options) -> Answer<Gives> {
    let mut output = Answer::leaving_out(incomplete_sets(input));
    let pairs = pairs(input);
    let corrected = options.correction.is_yes();
    let form = options.form;
    let at = At::all();
    if form == declared::Form::Asymptotic {
        output.push(Gives::ChiSquared, &at, number(pairs.clone().and_then(|p| chi_squared(p, corrected))));
    }
    let p_value = pairs.clone().and_then(|p| match (form, corrected) {
        (declared::Form::Asymptotic, _) => asymptotic(p, corrected),
        (declared::Form::Exact | declared::Form::MidP, true) => Err(NotEstimable::CorrectionOfAsymptoticFormOnly),
        (declared::Form::MidP, false) => mid_p(p),
        (declared::Form::Exact, false) => exact(p),
    });
    output.push(Gives::PValue, &at, number(p_value));
    let cells = [Gives::Pairs, Gives::Both, Gives::FirstOnly, Gives::SecondOnly, Gives::Neither];
    push_pairs(&mut output, cells, &pairs);
    output
}
