//! `kaplan_meier`: survival over time in each group.

use super::statistic::{Answer, At, count, not_estimable, number, observations, rows_of};
use super::{Input, StepFunction};
use crate::catalogue::kaplan_meier::{self as declared, Bounded, Gives, Options};
use crate::number::{NotEstimable, Number};
use crate::stats::survival::completeness::{Followed, completeness};
use crate::stats::survival::kaplan_meier::{self, AtTime, KaplanMeier, Quantile, Scale};
use crate::stats::survival::observations::Observations;

struct Request<'a> {
    scale: Scale,
    level: f64,
    days: &'a [i64],
    quartiles: bool,
    carried: bool,
    /// Whether the variance asked for is one of these data.
    error: Result<(), NotEstimable>,
}

pub(super) fn run(input: &Input, options: &Options) -> Answer<Gives> {
    let mut output = Answer::default();
    let request = Request {
        scale: match options.interval {
            declared::Interval::LogLog => Scale::LogLog,
            declared::Interval::Plain => Scale::Plain,
            declared::Interval::Log => Scale::Log,
            declared::Interval::Arcsine => Scale::Arcsine,
        },
        level: input.level,
        days: &options.at,
        quartiles: options.quantiles == declared::Quantiles::Quartiles,
        carried: options.after_last == declared::AfterLast::Carried,
        error: match (&input.weights, options.error) {
            (Some(_), declared::Error::Greenwood) => Err(NotEstimable::GreenwoodTakesNoWeights),
            (None, _) | (Some(_), declared::Error::Jackknife) => Ok(()),
        },
    };
    let of_censoring = match options.event {
        declared::Event::Censoring => true,
        declared::Event::Event => false,
    };
    let observations = observations(input);
    let followed = of_censoring.then(|| observations.clone().and_then(|o| followed(input, &o)));
    let observations = observations.map(|o| if of_censoring { o.reversed() } else { o });
    for group in 0..input.groups {
        let rows = rows_of(input, group);
        let fitted = observations.clone().and_then(|o| {
            let curve = kaplan_meier::kaplan_meier(&o, &rows)?;
            let curve = match options.error {
                declared::Error::Jackknife => curve.jackknifed(&o, &rows, &input.patient)?,
                declared::Error::Greenwood => curve,
            };
            Ok((o, curve))
        });
        match fitted {
            Ok((observations, curve)) => {
                add_group(&mut output, group, &observations, &rows, &curve, &request);
                let at_start = rows.iter().filter(|&&row| observations.entry(row).is_none_or(|e| e == 0.0)).count();
                output.draw(StepFunction { of_censoring, ..step_function(group, &curve, at_start, &request) });
            }
            Err(reason) => add_missing(&mut output, group, rows.len(), &reason, &request),
        }
        if let Some(followed) = &followed {
            let own = followed.as_ref().map_err(Clone::clone);
            let own = own.and_then(|f| completeness(rows.iter().map(|&row| f[row])));
            output.push(Gives::Completeness, &At::all().group(group), number(own));
        }
    }
    output
}

/// Each row with the time for which it could have been observed, where that is known.
fn followed(input: &Input, observations: &Observations) -> Result<Vec<Followed>, NotEstimable> {
    let possible = input.possible.as_ref().ok_or(NotEstimable::PossibleFollowUpUnknown)?;
    let one = |(row, &possible): (usize, &f64)| {
        let from = observations.entry(row).unwrap_or(0.0);
        Followed {
            observed: observations.time(row) - from,
            event: observations.event(row),
            possible: possible - from,
            weight: observations.weight(row),
        }
    };
    Ok(possible.iter().enumerate().map(one).collect())
}

fn add_group(
    output: &mut Answer<Gives>,
    group: usize,
    observations: &Observations,
    rows: &[usize],
    curve: &KaplanMeier,
    request: &Request,
) {
    let at = At::all().group(group);
    output.push(Gives::N, &at, count(curve.n));
    output.push(Gives::Events, &at, count(curve.events));
    for &day in request.days {
        let mut read = curve.at(observations, rows, day as f64, request.scale, request.level, request.carried);
        if let Err(reason) = &request.error {
            let none = || Err(reason.clone());
            (read.standard_error, read.lower, read.upper) = (none(), none(), none());
        }
        let at_risk = count(read.at_risk);
        add_day(output, &at.time(day), read, at_risk);
    }
    for &(quantile_of, p) in shares(request) {
        let mut quantile = curve.quantile(p, request.scale, request.level);
        if let Err(reason) = &request.error {
            (quantile.lower, quantile.upper) = (Err(reason.clone()), Err(reason.clone()));
        }
        let Quantile { estimate, lower, upper } = quantile;
        output.push_bounded(quantile_of, &at, estimate, (lower, upper));
    }
}

fn add_missing(output: &mut Answer<Gives>, group: usize, n: usize, reason: &NotEstimable, request: &Request) {
    let at = At::all().group(group);
    output.push(Gives::N, &at, count(n));
    output.push(Gives::Events, &at, not_estimable(reason));
    let none = || Err(reason.clone());
    for &day in request.days {
        let read = AtTime { at_risk: 0, survival: none(), standard_error: none(), lower: none(), upper: none() };
        add_day(output, &at.time(day), read, not_estimable(reason));
    }
    for &(quantile_of, _) in shares(request) {
        output.push_bounded(quantile_of, &at, none(), (none(), none()));
    }
}

/// The quantiles asked for, each with the share of patients who have had the event by then.
fn shares(request: &Request) -> &'static [(Bounded, f64)] {
    match request.quartiles {
        true => &[(Bounded::FirstQuartile, 0.25), (Bounded::Median, 0.5), (Bounded::ThirdQuartile, 0.75)],
        false => &[(Bounded::Median, 0.5)],
    }
}

fn add_day(output: &mut Answer<Gives>, at: &At, read: AtTime, at_risk: Number) {
    output.push(Gives::Survival, at, number(read.survival));
    output.push(Gives::StandardError, at, number(read.standard_error));
    output.push_limits(Bounded::Survival, at, read.lower, read.upper);
    output.push(Gives::AtRisk, at, at_risk);
}

fn step_function(group: usize, curve: &KaplanMeier, at_start: usize, request: &Request) -> StepFunction {
    let mut drawn = StepFunction { group, ..StepFunction::default() };
    if curve.steps.first().is_none_or(|s| s.moment.time > 0.0) {
        add_step(&mut drawn, 0.0, 1.0, None, [at_start, 0, 0]);
    }
    for step in &curve.steps {
        let limits = kaplan_meier::interval(step.survival, step.log_variance, request.scale, request.level).ok();
        let limits = limits.filter(|_| request.error.is_ok());
        let moment = &step.moment;
        add_step(&mut drawn, moment.time, step.survival, limits, [moment.at_risk, moment.events, moment.censored]);
    }
    drawn
}

pub(super) fn add_step(
    drawn: &mut StepFunction,
    time: f64,
    estimate: f64,
    limits: Option<(f64, f64)>,
    counts: [usize; 3],
) {
    drawn.time.push(time);
    drawn.estimate.push(estimate);
    drawn.lower.push(limits.map(|(lower, _)| lower));
    drawn.upper.push(limits.map(|(_, upper)| upper));
    drawn.at_risk.push(counts[0]);
    drawn.events.push(counts[1]);
    drawn.censored.push(counts[2]);
}
