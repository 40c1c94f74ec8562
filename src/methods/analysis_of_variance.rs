//! `analysis_of_variance`: whether several groups have one mean.

use super::continuous::groups;
use super::statistic::{At, number};
use super::{Input, Output};
use crate::catalogue::Options;
use crate::number::Quantity;
use crate::stats::continuous::groups::{F, analysis_of_variance, welch};

pub(super) fn run(input: &Input, options: &Options) -> Output {
    let mut output = Output::default();
    let f = groups(input).and_then(|g| match options.word("variance") {
        "unequal" => welch(&g),
        _ => analysis_of_variance(&g),
    });
    let at = At::test();
    output.push("f", at.clone(), number(f.clone().map(|f| f.statistic)));
    output.push("df", at.clone(), number(f.clone().map(|f| f.df1)));
    output.push("df_within", at.clone(), number(f.clone().map(|f| f.df2)));
    output.push("p_value", at.in_(Quantity::PValue), number(f.map(F::p_value)));
    output
}
