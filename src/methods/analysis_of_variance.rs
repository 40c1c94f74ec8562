//! `analysis_of_variance`: whether several groups have one mean.

use super::Input;
use super::continuous::groups;
use super::statistic::{Answer, At, number};
use crate::catalogue::analysis_of_variance::{self as declared, Gives, Options};
use crate::stats::continuous::groups::{F, analysis_of_variance, welch};

pub(super) fn run(input: &Input, options: &Options) -> Answer<Gives> {
    let mut output = Answer::default();
    let f = groups(input).and_then(|g| match options.variance {
        declared::Variance::Unequal => welch(&g),
        declared::Variance::Equal => analysis_of_variance(&g),
    });
    let at = At::all();
    output.push(Gives::F, &at, number(f.clone().map(|f| f.statistic)));
    output.push(Gives::Df, &at, number(f.clone().map(|f| f.df1)));
    output.push(Gives::DfWithin, &at, number(f.clone().map(|f| f.df2)));
    output.push(Gives::PValue, &at, number(f.map(F::p_value)));
    output
}
