//! `summary`: a continuous outcome in each group.

use super::Input;
use super::continuous::groups;
use super::statistic::{Answer, At, count, number};
use super::yes_no::with_width;
use crate::catalogue::summary::{Bounded, Gives, Options};
use crate::number::{Estimable, NotEstimable};
use crate::stats::quantile::{self, Definition, mean_interval, quantile};

pub(super) fn run(input: &Input, options: &Options) -> Answer<Gives> {
    let mut output = Answer::default();
    let groups = groups(input);
    let definition = definition(options);
    for group in 0..input.groups {
        let values = groups.clone().map(|g| g.get(group).cloned().unwrap_or_default());
        add_group(&mut output, &At::all().group(group), &values, &definition, input.level);
    }
    output
}

fn definition(options: &Options) -> Result<Definition, NotEstimable> {
    // A whole number, by its limits.
    Definition::new(options.definition as u8).ok_or(NotEstimable::OptionOutOfRange { option: "definition".into() })
}

fn add_group(
    output: &mut Answer<Gives>,
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
    output.push(Gives::N, at, n);
    output.push_interval(
        Bounded::Estimate,
        at,
        values.clone().and_then(|v| quantile::mean(&v)),
        values.clone().and_then(|v| with_width(mean_interval(&v, level)?, NotEstimable::ValuesDoNotVary)),
    );
    output.push(Gives::StandardDeviation, at, of(quantile::standard_deviation));
    output.push(Gives::Minimum, at, share(0.0));
    output.push(Gives::FirstQuartile, at, share(0.25));
    output.push(Gives::Median, at, of(quantile::median));
    output.push(Gives::ThirdQuartile, at, share(0.75));
    output.push(Gives::Maximum, at, share(1.0));
    output.push(Gives::MedianAbsoluteDeviation, at, of(quantile::median_absolute_deviation));
    output.push(Gives::CoefficientOfVariation, at, of(quantile::coefficient_of_variation));
    output.push(Gives::GeometricMean, at, of(quantile::geometric_mean));
    output.push(Gives::GeometricCoefficientOfVariation, at, of(quantile::geometric_coefficient_of_variation));
    output.push(Gives::Skewness, at, of(|v| quantile::skewness(v, true)));
    output.push(Gives::Kurtosis, at, of(|v| quantile::kurtosis(v, true)));
}
