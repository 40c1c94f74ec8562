//! `conditional_logistic`: odds ratios within matched sets.

use super::Input;
use super::cox::Design;
use super::statistic::{Answer, At, count, number};
use super::yes_no::unweighted;
use crate::catalogue::conditional_logistic::{self as declared, Bounded, Gives, Options};
use crate::number::{Among, NotEstimable};
use crate::stats::distribution::normal_upper_quantile;
use crate::stats::logistic::{ConditionalFit, fit_conditional, informative_sets};
use libm::exp;
use std::collections::BTreeMap;

pub(super) fn run(input: &Input, options: &Options) -> Answer<Gives> {
    let design = Design::new(input);
    let fitted = fitted(input, &design, options);
    let mut output = Answer::leaving_out(lone(input, options));
    let at = At::all();
    output.push(Gives::N, &at, count(input.group.len()));
    let informative = observed(input, options).map(|(outcome, set)| informative_sets(outcome, set));
    output.push(Gives::InformativeSets, &at, informative.map_or_else(|e| number(Err(e)), count));
    let z = normal_upper_quantile((1.0 - input.level) / 2.0);
    for column in 0..design.columns.len() {
        let coefficient = fitted.as_ref().map(|f| (f.coefficients[column], f.covariance[(column, column)].sqrt()));
        let coefficient = coefficient.map_err(NotEstimable::clone);
        let at = design.at(column);
        let value = |of: &dyn Fn(f64, f64) -> f64| coefficient.clone().map(|(b, se)| of(b, se));
        let limit = |z: f64| value(&|b, se| exp(b + z * se));
        output.push_bounded(Bounded::OddsRatio, &at, value(&|b, _| exp(b)), (limit(-z), limit(z)));
        output.push(Gives::LogOddsRatio, &at, number(value(&|b, _| b)));
        output.push(Gives::StandardError, &at, number(value(&|_, se| se)));
        output.push_z([Gives::Z, Gives::PValue], &at, value(&|b, se| b / se));
    }
    output
}

/// Sets of one row, which have nobody to compare with. The rows of a set in which all respond, or none, are used and say nothing.
fn lone(input: &Input, options: &Options) -> usize {
    let sets = match options.by {
        declared::By::Strata => &input.strata,
        declared::By::Pair => &input.pair,
    };
    let mut sizes: BTreeMap<usize, usize> = BTreeMap::new();
    for set in sets.iter().flatten() {
        *sizes.entry(*set).or_default() += 1;
    }
    sizes.values().filter(|size| **size == 1).count()
}

/// The outcome of each row, and its set.
fn observed<'i>(input: &'i Input, options: &Options) -> Result<(&'i [bool], &'i [usize]), NotEstimable> {
    let set = match options.by {
        declared::By::Strata => input.strata.as_deref().ok_or(NotEstimable::NoStrata)?,
        declared::By::Pair => input.pairs()?,
    };
    Ok((unweighted(input)?, set))
}

fn fitted(input: &Input, design: &Design, options: &Options) -> Result<ConditionalFit, NotEstimable> {
    let (outcome, set) = observed(input, options)?;
    if design.columns.is_empty() {
        return Err(NotEstimable::NothingToCompare);
    }
    let columns: Vec<&[f64]> = design.columns.iter().map(Vec::as_slice).collect();
    fit_conditional(outcome, set, &columns)
        .map_err(|failure| failure.reason_among(&|column| design.model_term(column), Among::MatchedSets))
}
