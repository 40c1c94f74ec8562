//! `weighted_risk_difference`: the difference of weighted proportions.

use super::Input;
use super::statistic::{Answer, At, number};
use super::yes_no::outcomes;
use crate::catalogue::weighted_risk_difference::{self as declared, Bounded, Gives, Options};
use crate::number::{Estimable, ModelTerm, NotEstimable};
use crate::stats::distribution::{normal_sf, normal_upper_quantile};
use crate::stats::logistic::{Fit, fit};
use crate::stats::proportion::Interval;
use crate::stats::weighting::{WeightedDifference, effective_sample_size, overlap_weights, weighted_difference};

struct Weighted {
    difference: WeightedDifference,
    standard_error: Estimable,
    first: Vec<bool>,
    weights: Vec<f64>,
}

pub(super) fn run(input: &Input, options: &Options) -> Answer<Gives> {
    let mut output = Answer::default();
    let weighted = weighted(input, options.weights);
    for group in 0..input.groups {
        let at = At::all().group(group);
        let share = |w: &Weighted| if group == 0 { w.difference.first } else { w.difference.second };
        output.push(Gives::Proportion, &at, number(of(&weighted, |w| Ok(share(w)))));
        let size = of(&weighted, |w| {
            let rows = w.weights.iter().zip(&w.first).filter(|(_, first)| **first == (group == 0));
            effective_sample_size(&rows.map(|(w, _)| *w).collect::<Vec<f64>>())
        });
        output.push(Gives::EffectiveSampleSize, &at, number(size));
    }
    let z = normal_upper_quantile((1.0 - input.level) / 2.0);
    let estimate = of(&weighted, |w| Ok(w.difference.estimate()));
    let error = of(&weighted, |w| w.standard_error.clone());
    let interval = estimate.clone().and_then(|d| error.clone().map(|se| Interval::around(d, z * se)));
    let at = At::all();
    output.push_interval(Bounded::Estimate, &at, estimate.clone(), interval);
    output.push(Gives::StandardError, &At::all(), number(error.clone()));
    let p_value = estimate.and_then(|d| error.map(|se| 2.0 * normal_sf((d / se).abs())));
    output.push(Gives::PValue, &At::all(), number(p_value));
    output
}

fn of(weighted: &Result<Weighted, NotEstimable>, value: impl Fn(&Weighted) -> Estimable) -> Estimable {
    weighted.as_ref().map_err(NotEstimable::clone).and_then(value)
}

fn weighted(input: &Input, weights: declared::Weights) -> Result<Weighted, NotEstimable> {
    let outcome: Vec<f64> = outcomes(input)?.iter().map(|y| f64::from(*y)).collect();
    if input.groups != 2 {
        return Err(NotEstimable::TwoGroupsNeeded);
    }
    let first: Vec<bool> = input.group.iter().map(|g| *g == 0).collect();
    let (weights, model) = match (weights, &input.weights) {
        (declared::Weights::Overlap, None) => {
            let model = propensity(input, &first)?;
            (overlap_weights(&model.fitted(), &first), Some(model))
        }
        (declared::Weights::Overlap, Some(_)) => return Err(NotEstimable::AlreadyWeighted),
        (declared::Weights::Known, Some(weights)) if weights.iter().all(|w| *w >= 0.0 && w.is_finite()) => {
            (weights.clone(), None)
        }
        (declared::Weights::Known, Some(_)) => return Err(NotEstimable::WeightNegativeOrMissing),
        (declared::Weights::Known, None) => return Err(NotEstimable::NoWeights),
    };
    let difference = weighted_difference(&outcome, &first, &weights)?;
    let standard_error = match &model {
        Some(model) => difference.stacked_standard_error(model),
        None => difference.standard_error(),
    };
    Ok(Weighted { difference, standard_error, first, weights })
}

fn propensity(input: &Input, first: &[bool]) -> Result<Fit, NotEstimable> {
    let columns: Vec<&[f64]> = input.covariates.iter().map(|(_, values)| values.as_slice()).collect();
    if columns.is_empty() {
        return Err(NotEstimable::PropensityScoreWithoutCovariate);
    }
    let name = |column: usize| ModelTerm::named(input.covariates.get(column).map(|(name, _)| name.as_str()));
    fit(first, &columns, None).map_err(|failure| failure.reason(&name))
}
