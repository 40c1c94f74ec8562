//! `aalen_johansen`: the cumulative incidence of each cause in each group.

use super::competing::{causes, competing_times};
use super::kaplan_meier::add_step;
use super::statistic::{Answer, At, count, not_estimable, number, rows_of};
use super::{Input, StepFunction, Term};
use crate::catalogue::aalen_johansen::{self as declared, Bounded, Gives, Options};
use crate::number::NotEstimable;
use crate::stats::survival::competing::CompetingTimes;
use crate::stats::survival::competing::aalen_johansen::{CumulativeIncidence, Variance, cumulative_incidence};
use crate::stats::survival::kaplan_meier::{Scale, interval};

pub(super) fn run(input: &Input, options: &Options) -> Answer<Gives> {
    let mut output = Answer::default();
    let variance = match options.error {
        declared::Error::Aalen => Variance::Aalen,
        declared::Error::Jackknife => Variance::Jackknife,
    };
    let scale = match options.interval {
        declared::Interval::LogLog => Scale::LogLog,
        declared::Interval::Plain => Scale::Plain,
        declared::Interval::Log => Scale::Log,
    };
    let times = competing_times(input);
    for group in 0..input.groups {
        let rows = rows_of(input, group);
        let at = At::all().group(group);
        output.push(Gives::N, &at, count(rows.len()));
        for (place, name) in causes(input).iter().enumerate() {
            let incidence = times
                .as_ref()
                .map_err(NotEstimable::clone)
                .and_then(|times: &CompetingTimes| cumulative_incidence(times, &rows, place + 1, variance));
            let events = incidence.as_ref().map_or_else(not_estimable, |i| count(i.events));
            output.push(Gives::Events, &at.term(Term::Cause(name.clone())), events);
            for &day in &options.at {
                add_day(
                    &mut output,
                    &at.term(Term::Cause(name.clone())).time(day),
                    &incidence,
                    day as f64,
                    scale,
                    input.level,
                );
            }
            if let Ok(incidence) = &incidence {
                let drawn = step_function(group, incidence, scale, input.level);
                output.draw(StepFunction { cause: Some(place), ..drawn });
            }
        }
    }
    output
}

fn add_day(
    output: &mut Answer<Gives>,
    at: &At,
    incidence: &Result<CumulativeIncidence, NotEstimable>,
    day: f64,
    scale: Scale,
    level: f64,
) {
    let known = incidence.as_ref().map_err(NotEstimable::clone).and_then(|incidence| match incidence.reaches(day) {
        true => Ok((
            incidence.step_at(day).map_or((0.0, 0.0), |s| (s.incidence, s.variance)),
            incidence.standard_error(day),
        )),
        false => Err(NotEstimable::NobodyObservedUntilThen),
    });
    let limits = known.clone().and_then(|((estimate, _), error)| limits(estimate, error?, scale, level));
    output.push(Gives::Incidence, at, number(known.clone().map(|((estimate, _), _)| estimate)));
    // What the formula says, 0 where nobody has had the event; limits are drawn from an estimate only.
    output.push(Gives::StandardError, at, number(known.map(|((_, variance), _)| variance.sqrt())));
    let (lower, upper) = (limits.clone().map(|(lower, _)| lower), limits.map(|(_, upper)| upper));
    output.push_limits(Bounded::Incidence, at, lower, upper);
    let at_risk = incidence.as_ref().map_or_else(not_estimable, |i| count(i.at_risk(day)));
    output.push(Gives::AtRisk, at, at_risk);
}

fn limits(estimate: f64, error: f64, scale: Scale, level: f64) -> Result<(f64, f64), NotEstimable> {
    let relative = error / estimate;
    interval(estimate, relative * relative, scale, level)
}

fn step_function(group: usize, incidence: &CumulativeIncidence, scale: Scale, level: f64) -> StepFunction {
    let mut drawn = StepFunction { group, ..StepFunction::default() };
    if incidence.steps.first().is_none_or(|s| s.time > 0.0) {
        add_step(&mut drawn, 0.0, 0.0, None, [incidence.n, 0, 0]);
        drawn.competing.push(0);
    }
    for step in &incidence.steps {
        let limits = incidence.standard_error(step.time).and_then(|e| limits(step.incidence, e, scale, level)).ok();
        add_step(&mut drawn, step.time, step.incidence, limits, [step.at_risk, step.events, step.censored]);
        drawn.competing.push(step.others);
    }
    drawn
}
