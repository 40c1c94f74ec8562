//! `t_test`: the difference of two means.

use super::continuous::{pair_differences, two_groups};
use super::statistic::{At, number};
use super::yes_no::incomplete_sets;
use super::{Input, Output};
use crate::catalogue::Statistic;
use crate::catalogue::t_test::{self as declared, Options};
use crate::number::Quantity;
use crate::stats::continuous::means::{Difference, paired_t_test, t_test};
use crate::stats::exact::difference_of_means;
use crate::stats::quantile::mean;

pub(super) fn run(input: &Input, options: &Options) -> Output {
    let mut output = Output::default();
    if options.variance == declared::Variance::Paired {
        output.incomplete_sets = incomplete_sets(input);
    }
    let difference = match options.variance {
        declared::Variance::Paired => pair_differences(input).and_then(|d| paired_t_test(&d)),
        declared::Variance::Equal => two_groups(input).and_then(|(a, b)| t_test(&a, &b, true)),
        declared::Variance::Unequal => two_groups(input).and_then(|(a, b)| t_test(&a, &b, false)),
    };
    let at = At::estimate();
    let interval = difference.clone().map(|d| d.interval(input.level));
    // The difference needs no variance.
    let estimate = match options.variance {
        declared::Variance::Paired => pair_differences(input).and_then(|d| mean(&d)),
        declared::Variance::Equal | declared::Variance::Unequal => {
            two_groups(input).and_then(|(a, b)| mean(&a).and(mean(&b)).map(|_| difference_of_means(&a, &b)))
        }
    };
    output.push_interval(&at, difference.clone().map(|d| d.estimate).or(estimate), interval);
    output.push(Statistic::StandardError, at, number(difference.clone().map(|d| d.standard_error)));
    let at = At::test();
    output.push(Statistic::T, at.clone(), number(difference.clone().map(Difference::t)));
    output.push(Statistic::Df, at.clone(), number(difference.clone().map(|d| d.df)));
    output.push(Statistic::PValue, at.in_(Quantity::PValue), number(difference.map(Difference::p_value)));
    output
}
