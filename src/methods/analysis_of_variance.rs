//! `analysis_of_variance`: whether several groups have one mean.

use super::continuous::groups;
use super::statistic::{At, number};
use super::{Input, Output};
use crate::catalogue::Statistic;
use crate::catalogue::analysis_of_variance::{self as declared, Options};
use crate::number::Quantity;
use crate::stats::continuous::groups::{F, analysis_of_variance, welch};

pub(super) fn run(input: &Input, options: &Options) -> Output {
    let mut output = Output::default();
    let f = groups(input).and_then(|g| match options.variance {
        declared::Variance::Unequal => welch(&g),
        declared::Variance::Equal => analysis_of_variance(&g),
    });
    let at = At::test();
    output.push(Statistic::F, at.clone(), number(f.clone().map(|f| f.statistic)));
    output.push(Statistic::Df, at.clone(), number(f.clone().map(|f| f.df1)));
    output.push(Statistic::DfWithin, at.clone(), number(f.clone().map(|f| f.df2)));
    output.push(Statistic::PValue, at.in_(Quantity::PValue), number(f.map(F::p_value)));
    output
}
