//! `interaction`: whether the effect differs between subgroups.

use super::cox::{Design, ties};
use super::statistic::{Answer, At, count, not_estimable, number, observations, rows_of, unweighted_observations};
use super::yes_no::{outcomes, two_groups};
use super::{Input, Outcome, continuous};
use crate::catalogue::interaction::{Gives, Options, Scale, Test as Choice};
use crate::number::{ModelTerm, NotEstimable};
use crate::stats::continuous::linear_model;
use crate::stats::continuous::means::t_test;
use crate::stats::interaction::{self, Estimate, Test, heterogeneity};
use crate::stats::logistic;
use crate::stats::proportion::difference::risk_difference;
use crate::stats::proportion::ratio::{risk_ratio, variance_of_logarithm};
use crate::stats::survival::cox::{self, Model};
use std::collections::BTreeSet;

pub(super) fn run(input: &Input, options: &Options) -> Answer<Gives> {
    let tested = levels(input).and_then(|levels| match options.test {
        Choice::Heterogeneity => between(input, options, &levels),
        Choice::Wald | Choice::LikelihoodRatio => in_model(input, options, &levels),
    });
    let mut output = Answer::default();
    let at = At::all();
    let statistic = number(tested.as_ref().map(|t| t.statistic).map_err(NotEstimable::clone));
    let is_f = options.test == Choice::Wald && matches!(input.outcome, Outcome::Continuous(_));
    output.push(if is_f { Gives::F } else { Gives::ChiSquared }, &at, statistic);
    output.push(Gives::Df, &at, tested.as_ref().map_or_else(not_estimable, |t| count(t.df)));
    if is_f {
        let residual = tested.as_ref().map_err(NotEstimable::clone).map(|t| t.residual_df.unwrap_or(f64::NAN));
        output.push(Gives::DfWithin, &at, number(residual));
    }
    output.push(Gives::PValue, &at, number(tested.map(|t| t.p_value)));
    output
}

/// The subgroups that there are, and that of each row.
struct Levels<'a> {
    present: Vec<usize>,
    of: &'a [usize],
    /// The group that is compared with group 1; there are others only where one model has all.
    group: usize,
}

impl Levels<'_> {
    fn rows(&self, level: usize) -> Vec<usize> {
        (0..self.of.len()).filter(|row| self.of[*row] == level).collect()
    }

    /// Every level has somebody of the group.
    fn hold(&self, input: &Input, group: usize) -> bool {
        self.present.iter().all(|level| self.has(input, *level, group))
    }

    fn has(&self, input: &Input, level: usize, group: usize) -> bool {
        (0..self.of.len()).any(|row| self.of[row] == level && input.group[row] == group)
    }

    /// The products of a group with the levels but the first that tell something: none where a level has nobody of the group, and
    /// one fewer where the first has nobody, as the group is then the sum of the others.
    fn telling(&self, input: &Input, group: usize, products: Vec<Vec<f64>>) -> Vec<Vec<f64>> {
        let later = self.present.iter().skip(1).zip(products);
        let met = later.filter(|(level, _)| self.has(input, **level, group)).map(|(_, product)| product);
        met.skip(usize::from(!self.has(input, self.present[0], group))).collect()
    }
}

fn levels(input: &Input) -> Result<Levels<'_>, NotEstimable> {
    let of = input.subgroup.as_deref().ok_or(NotEstimable::NoSubgroups)?;
    let group = input.contrast.unwrap_or(0);
    if group == 1 || group >= input.groups || (input.contrast.is_none() && input.groups != 2) {
        return Err(NotEstimable::TwoGroupsNeeded);
    }
    if of.len() != input.group.len() {
        return Err(NotEstimable::RowsDiffer);
    }
    if input.weights.is_some() {
        return Err(NotEstimable::TakesNoWeights);
    }
    let present: Vec<usize> = of.iter().copied().collect::<BTreeSet<usize>>().into_iter().collect();
    if present.len() < 2 { Err(NotEstimable::OneSubgroup) } else { Ok(Levels { present, of, group }) }
}

/// By the products of group and level in a model that has both, and the covariates. A model of several groups has the products of
/// all, and those of one are tested.
fn in_model(input: &Input, options: &Options, levels: &Levels) -> Result<Test, NotEstimable> {
    let design = Design::new(input);
    let is = |level: usize| levels.of.iter().map(|own| f64::from(u8::from(*own == level))).collect::<Vec<f64>>();
    let others: Vec<Vec<f64>> = levels.present.iter().skip(1).map(|level| is(*level)).collect();
    let product =
        |group: &Vec<f64>, level: &Vec<f64>| level.iter().zip(group).map(|(x, g)| x * g).collect::<Vec<f64>>();
    let of_group = |place: usize| others.iter().map(|level| product(&design.columns[place], level)).collect::<Vec<_>>();
    let asked = place_of(&design, levels.group)?;
    if !levels.hold(input, 1) || !levels.hold(input, levels.group) {
        return Err(NotEstimable::SubgroupWithoutEstimate);
    }
    let beside = design.groups.iter().enumerate().filter_map(|(place, group)| Some((place, (*group)?)));
    let beside = beside.filter(|(place, _)| *place != asked);
    let mut products: Vec<Vec<f64>> =
        beside.flat_map(|(place, group)| levels.telling(input, group, of_group(place))).collect();
    products.extend(of_group(asked));
    let tested = others.len();
    let mut columns = design.columns.clone();
    // Strata that tell the levels apart have them in the model already.
    if !told_by_strata(input, levels) {
        columns.extend(others);
    }
    columns.extend(products);
    let slices: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
    let name =
        |column: usize| if column < design.columns.len() { design.model_term(column) } else { ModelTerm::Unnamed };
    let likelihood = options.test == Choice::LikelihoodRatio;
    match &input.outcome {
        Outcome::YesNo(_) => {
            let outcome = outcomes(input)?;
            let test = if likelihood { interaction::logistic_ratio } else { interaction::logistic_wald };
            test(outcome, &slices, tested).map_err(|failure| failure.reason(&name))
        }
        Outcome::Continuous(_) => {
            let outcome = continuous::values(input)?;
            let test = if likelihood { interaction::linear_ratio } else { interaction::linear_wald };
            test(outcome, &slices, tested).map_err(|failure| failure.reason(&name))
        }
        Outcome::TimeToEvent { .. } => {
            let observations = unweighted_observations(input)?;
            let model = Model {
                observations: &observations,
                covariates: &columns,
                strata: input.strata.as_deref(),
                offset: None,
            };
            let test = if likelihood { interaction::cox_ratio } else { interaction::cox_wald };
            test(&model, ties(options.ties), tested).map_err(NotEstimable::from)
        }
        Outcome::None
        | Outcome::CompetingRisks { .. }
        | Outcome::Category { .. }
        | Outcome::Shift { .. }
        | Outcome::DiagnosticTest { .. }
        | Outcome::Events { .. }
        | Outcome::Agreement { .. }
        | Outcome::SeveralReadings { .. }
        | Outcome::Measurements(_)
        | Outcome::PValues { .. }
        | Outcome::PlannedPairs { .. } => Err(NotEstimable::WrongOutcome),
    }
}

fn told_by_strata(input: &Input, levels: &Levels) -> bool {
    let Some(strata) = &input.strata else { return false };
    let both: BTreeSet<(usize, usize)> = strata.iter().copied().zip(levels.of.iter().copied()).collect();
    both.len() == strata.iter().copied().collect::<BTreeSet<usize>>().len()
}

/// The column of a group against group 1.
fn place_of(design: &Design, group: usize) -> Result<usize, NotEstimable> {
    design.groups.iter().position(|own| *own == Some(group)).ok_or(NotEstimable::TwoGroupsNeeded)
}

/// By the estimates of the levels.
fn between(input: &Input, options: &Options, levels: &Levels) -> Result<Test, NotEstimable> {
    let of = |level: &usize| estimate(&input.only(&levels.rows(*level)), options, levels.group);
    heterogeneity(&levels.present.iter().map(of).collect::<Result<Vec<Estimate>, NotEstimable>>()?)
}

/// Of the rows of one level: of a group against group 1, in one model with the others where there are others.
fn estimate(input: &Input, options: &Options, group: usize) -> Result<Estimate, NotEstimable> {
    let without = |_: NotEstimable| NotEstimable::SubgroupWithoutEstimate;
    match options.scale {
        Scale::RiskDifference => {
            let (first, second) = two_groups(input)?;
            let value = risk_difference(first, second).map_err(without)?;
            Ok(Estimate { value, variance: first.variance() + second.variance() })
        }
        Scale::RiskRatio => {
            let (first, second) = two_groups(input)?;
            if first.responders == 0 || second.responders == 0 {
                return Err(NotEstimable::SubgroupWithoutEstimate);
            }
            let value = libm::log(risk_ratio(first, second).map_err(without)?);
            Ok(Estimate { value, variance: variance_of_logarithm(first, second) })
        }
        Scale::OddsRatio => {
            let (outcome, design) = (outcomes(input)?, Design::new(input));
            let columns: Vec<&[f64]> = design.columns.iter().map(Vec::as_slice).collect();
            let fit = logistic::fit(outcome, &columns, None);
            let fit = fit.map_err(|failure| without(failure.reason(&|_| ModelTerm::Unnamed)))?;
            let place = place_of(&design, group)? + 1;
            Ok(Estimate { value: fit.coefficients[place], variance: fit.covariance[(place, place)] })
        }
        Scale::HazardRatio => {
            let (observations, design) = (observations(input)?, Design::new(input));
            let fit = cox::fit(&design.model(&observations, input), ties(options.ties));
            let fit = fit.map_err(|failure| without(failure.into()))?;
            let place = place_of(&design, group)?;
            Ok(Estimate { value: fit.coefficients[place], variance: fit.variance[(place, place)] })
        }
        Scale::MeanDifference if input.covariates.is_empty() && input.groups == 2 => {
            let values = continuous::values(input)?;
            let of = |group: usize| rows_of(input, group).into_iter().map(|row| values[row]).collect::<Vec<f64>>();
            let difference = t_test(&of(0), &of(1), false).map_err(without)?;
            let error = difference.standard_error;
            Ok(Estimate { value: difference.estimate, variance: error * error })
        }
        Scale::MeanDifference => {
            let (values, design) = (continuous::values(input)?, Design::new(input));
            let columns: Vec<&[f64]> = design.columns.iter().map(Vec::as_slice).collect();
            let fit = linear_model::fit(values, &columns);
            let fit = fit.map_err(|failure| without(failure.reason(&|_| ModelTerm::Unnamed)))?;
            let variance = fit.variance(linear_model::Variance::Model).map_err(without)?;
            let place = place_of(&design, group)? + 1;
            Ok(Estimate { value: fit.coefficients[place], variance: variance[(place, place)] })
        }
    }
}
