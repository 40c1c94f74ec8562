//! `t_test`: the difference of two means.

use super::Input;
use super::continuous::{pair_differences, two_groups};
use super::statistic::{Answer, At, number, side};
use super::yes_no::incomplete_sets;
use crate::catalogue::t_test::{self as declared, Bounded, Gives, Options};
use crate::stats::continuous::means::{Difference, paired_t_test, t_test};
use crate::stats::exact::difference_of_means;
use crate::stats::quantile::mean;

pub(super) fn run(input: &Input, options: &Options) -> Answer<Gives> {
    let mut output = match options.variance {
        declared::Variance::Paired => Answer::leaving_out(incomplete_sets(input)),
        declared::Variance::Equal | declared::Variance::Unequal => Answer::default(),
    };
    let difference = match options.variance {
        declared::Variance::Paired => pair_differences(input).and_then(|d| paired_t_test(&d)),
        declared::Variance::Equal => two_groups(input).and_then(|(a, b)| t_test(&a, &b, true)),
        declared::Variance::Unequal => two_groups(input).and_then(|(a, b)| t_test(&a, &b, false)),
    };
    let p_value = |d: Difference| side(options.alternative).map_or_else(|| d.p_value(), |side| d.one_sided(side));
    let at = At::all();
    let interval = difference.clone().map(|d| d.interval(input.level));
    // The difference needs no variance.
    let estimate = match options.variance {
        declared::Variance::Paired => pair_differences(input).and_then(|d| mean(&d)),
        declared::Variance::Equal | declared::Variance::Unequal => {
            two_groups(input).and_then(|(a, b)| mean(&a).and(mean(&b)).map(|_| difference_of_means(&a, &b)))
        }
    };
    output.push_interval(Bounded::Estimate, &at, difference.clone().map(|d| d.estimate).or(estimate), interval);
    output.push(Gives::StandardError, &at, number(difference.clone().map(|d| d.standard_error)));
    output.push(Gives::T, &at, number(difference.clone().map(Difference::t)));
    output.push(Gives::Df, &at, number(difference.clone().map(|d| d.df)));
    output.push(Gives::PValue, &at, number(difference.map(p_value)));
    output
}
