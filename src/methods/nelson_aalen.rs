//! `nelson_aalen`: the cumulative hazard in each group.

use super::kaplan_meier::add_step;
use super::statistic::{Answer, At, count, not_estimable, number, rows_of, unweighted_observations};
use super::{Input, StepFunction};
use crate::catalogue::nelson_aalen::{self as declared, Bounded, Gives, Options};
use crate::number::NotEstimable;
use crate::stats::distribution::normal_upper_quantile;
use crate::stats::survival::kaplan_meier::{KaplanMeier, kaplan_meier};

pub(super) fn run(input: &Input, options: &Options) -> Answer<Gives> {
    let mut output = Answer::default();
    let observations = unweighted_observations(input);
    let z = normal_upper_quantile((1.0 - input.level) / 2.0);
    let logarithmic = match options.interval {
        declared::Interval::Log => true,
        declared::Interval::Plain => false,
    };
    for group in 0..input.groups {
        let rows = rows_of(input, group);
        let curve = observations.clone().and_then(|o| kaplan_meier(&o, &rows));
        let at = At::all().group(group);
        output.push(Gives::N, &at, count(rows.len()));
        let events = curve.as_ref().map_or_else(not_estimable, |c| count(c.events));
        output.push(Gives::Events, &at, events);
        for &day in &options.at {
            add_day(&mut output, &at.time(day), &curve, day as f64, logarithmic, z);
        }
        if let Ok(curve) = &curve {
            output.draw(step_function(group, curve, logarithmic, z));
        }
    }
    output
}

fn add_day(
    output: &mut Answer<Gives>,
    at: &At,
    curve: &Result<KaplanMeier, NotEstimable>,
    day: f64,
    logarithmic: bool,
    z: f64,
) {
    let known = curve.as_ref().map_err(NotEstimable::clone).and_then(|curve| match curve.reaches(day) {
        true => Ok(curve.step_at(day).map_or((0.0, 0.0), |s| (s.cumulative_hazard, s.hazard_variance))),
        false => Err(NotEstimable::NobodyObservedUntilThen),
    });
    let limits = known.clone().and_then(|(hazard, variance)| limits(hazard, variance, logarithmic, z));
    output.push(Gives::CumulativeHazard, at, number(known.clone().map(|(hazard, _)| hazard)));
    output.push(Gives::StandardError, at, number(known.map(|(_, variance)| variance.sqrt())));
    let (lower, upper) = (limits.clone().map(|(lower, _)| lower), limits.map(|(_, upper)| upper));
    output.push_limits(Bounded::CumulativeHazard, at, lower, upper);
}

fn limits(hazard: f64, variance: f64, logarithmic: bool, z: f64) -> Result<(f64, f64), NotEstimable> {
    let error = variance.sqrt();
    match (logarithmic, error > 0.0) {
        (true, true) => Ok((hazard * libm::exp(-z * error / hazard), hazard * libm::exp(z * error / hazard))),
        (false, true) => Ok(((hazard - z * error).max(0.0), hazard + z * error)),
        (_, false) => Err(NotEstimable::NoEventsUntilThen),
    }
}

fn step_function(group: usize, curve: &KaplanMeier, logarithmic: bool, z: f64) -> StepFunction {
    let mut drawn = StepFunction { group, ..StepFunction::default() };
    if let Some(first) = curve.steps.first().filter(|s| s.moment.time > 0.0) {
        add_step(&mut drawn, 0.0, 0.0, None, [first.moment.at_risk, 0, 0]);
    }
    for step in &curve.steps {
        let limits = limits(step.cumulative_hazard, step.hazard_variance, logarithmic, z).ok();
        let counts = [step.moment.at_risk, step.moment.events, step.moment.censored];
        add_step(&mut drawn, step.moment.time, step.cumulative_hazard, limits, counts);
    }
    drawn
}
