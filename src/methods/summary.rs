//! `summary`: a continuous outcome in each group.

use super::continuous::groups;
use super::statistic::{At, count, number};
use super::yes_no::with_width;
use super::{Input, Output};
use crate::catalogue::Statistic;
use crate::catalogue::summary::Options;
use crate::number::{Estimable, NotEstimable, Quantity};
use crate::stats::quantile::{self, Definition, mean_interval, quantile};

pub(super) fn run(input: &Input, options: &Options) -> Output {
    let mut output = Output::default();
    let groups = groups(input);
    let definition = definition(options);
    for group in 0..input.groups {
        let values = groups.clone().map(|g| g.get(group).cloned().unwrap_or_default());
        add_group(&mut output, &At::estimate().group(group), &values, &definition, input.level);
    }
    output
}

fn definition(options: &Options) -> Result<Definition, NotEstimable> {
    // A whole number, by its limits.
    Definition::new(options.definition as u8).ok_or(NotEstimable::OptionOutOfRange { option: "definition".into() })
}

fn add_group(
    output: &mut Output,
    at: &At,
    values: &Result<Vec<f64>, NotEstimable>,
    definition: &Result<Definition, NotEstimable>,
    level: f64,
) {
    let of = |f: fn(&[f64]) -> Estimable| number(values.clone().and_then(|v| f(&v)));
    let share = |p: f64| {
        let at_share = |v: Vec<f64>| quantile(&quantile::sorted(&v)?, p, definition.clone()?);
        number(values.clone().and_then(at_share))
    };
    let n = values.as_ref().map_or_else(|e| number(Err(e.clone())), |v| count(v.len()));
    output.push(Statistic::N, at.in_(Quantity::Count), n);
    output.push_interval(
        at,
        values.clone().and_then(|v| quantile::mean(&v)),
        values.clone().and_then(|v| with_width(mean_interval(&v, level)?, NotEstimable::ValuesDoNotVary)),
    );
    output.push(Statistic::StandardDeviation, at.clone(), of(quantile::standard_deviation));
    output.push(Statistic::Minimum, at.clone(), share(0.0));
    output.push(Statistic::FirstQuartile, at.clone(), share(0.25));
    output.push(Statistic::Median, at.clone(), of(quantile::median));
    output.push(Statistic::ThirdQuartile, at.clone(), share(0.75));
    output.push(Statistic::Maximum, at.clone(), share(1.0));
    output.push(Statistic::MedianAbsoluteDeviation, at.clone(), of(quantile::median_absolute_deviation));
    output.push(Statistic::CoefficientOfVariation, at.clone(), of(quantile::coefficient_of_variation));
    output.push(Statistic::GeometricMean, at.clone(), of(quantile::geometric_mean));
    output.push(
        Statistic::GeometricCoefficientOfVariation,
        at.clone(),
        of(quantile::geometric_coefficient_of_variation),
    );
    output.push(Statistic::Skewness, at.clone(), of(|v| quantile::skewness(v, true)));
    output.push(Statistic::Kurtosis, at.clone(), of(|v| quantile::kurtosis(v, true)));
}
