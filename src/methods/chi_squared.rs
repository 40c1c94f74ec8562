//! `chi_squared`: test of a table of groups by categories.

use super::Input;
use super::continuous::groups;
use super::statistic::{Answer, At, number};
use super::table::table;
use crate::catalogue;
use crate::catalogue::chi_squared::{self as declared, Gives, Options};
use crate::number::NotEstimable;
use crate::stats::contingency::chi_squared::{ChiSquared, Table, cramer_v, likelihood_ratio, pearson};

pub(super) fn run(input: &Input, options: &Options) -> Answer<Gives> {
    let mut output = Answer::default();
    let corrected = options.correction.is_yes();
    let table = table(input);
    let test = table.clone().and_then(|t| match options.statistic {
        declared::Statistic::LikelihoodRatio if corrected => Err(NotEstimable::CorrectionOfPearsonOnly),
        declared::Statistic::LikelihoodRatio => likelihood_ratio(Table(&t)),
        declared::Statistic::Pearson => pearson(Table(&t), corrected),
    });
    push_test(&mut output, [Gives::ChiSquared, Gives::Df, Gives::PValue], &At::all(), &test);
    output.push(Gives::CramerV, &At::all(), number(table.and_then(|t| cramer_v(Table(&t)))));
    output
}

/// The one test of a method that compares several groups of numbers.
pub(super) fn of_groups<G: catalogue::Gives>(
    input: &Input,
    names: [G; 3],
    test: impl Fn(&[Vec<f64>]) -> Result<ChiSquared, NotEstimable>,
) -> Answer<G> {
    let mut output = Answer::default();
    push_test(&mut output, names, &At::all(), &groups(input).and_then(|g| test(&g)));
    output
}

/// Statistic, degrees of freedom and p-value of a test.
pub(super) fn push_test<G: catalogue::Gives>(
    output: &mut Answer<G>,
    [chi_squared, df, p_value]: [G; 3],
    at: &At,
    test: &Result<ChiSquared, NotEstimable>,
) {
    output.push(chi_squared, at, number(test.clone().map(|t| t.statistic)));
    output.push(df, at, number(test.clone().map(|t| t.df)));
    output.push(p_value, at, number(test.clone().map(ChiSquared::p_value)));
}
