//! `chi_squared`: test of a table of groups by categories.

use super::statistic::{At, number};
use super::table::table;
use super::{Input, Output};
use crate::catalogue::Statistic;
use crate::catalogue::chi_squared::{self as declared, Options};
use crate::number::{NotEstimable, Quantity};
use crate::stats::contingency::chi_squared::{ChiSquared, Table, cramer_v, likelihood_ratio, pearson};

pub(super) fn run(input: &Input, options: &Options) -> Output {
    let mut output = Output::default();
    let corrected = options.correction.is_yes();
    let table = table(input);
    let test = table.clone().and_then(|t| match options.statistic {
        declared::Statistic::LikelihoodRatio if corrected => Err(NotEstimable::CorrectionOfPearsonOnly),
        declared::Statistic::LikelihoodRatio => likelihood_ratio(Table(&t)),
        declared::Statistic::Pearson => pearson(Table(&t), corrected),
    });
    push_test(&mut output, &At::test(), &test);
    output.push(Statistic::CramerV, At::estimate(), number(table.and_then(|t| cramer_v(Table(&t)))));
    output
}

/// `chi_squared`, `df` and `p_value`.
pub(super) fn push_test(output: &mut Output, at: &At, test: &Result<ChiSquared, NotEstimable>) {
    output.push(Statistic::ChiSquared, at.clone(), number(test.clone().map(|t| t.statistic)));
    output.push(Statistic::Df, at.clone(), number(test.clone().map(|t| t.df)));
    output.push(Statistic::PValue, at.in_(Quantity::PValue), number(test.clone().map(ChiSquared::p_value)));
}
