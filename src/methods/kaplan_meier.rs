//! `kaplan_meier`: survival over time in each group.

use super::statistic::{At, count, not_estimable, number, observations, rows_of};
use super::{Input, Output, StepFunction};
use crate::catalogue::Statistic;
use crate::catalogue::kaplan_meier::{self as declared, Options};
use crate::number::{NotEstimable, Number, Quantity};
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

pub(super) fn run(input: &Input, options: &Options) -> Output {
    let mut output = Output::default();
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
    let observations = observations(input).map(|o| match options.event {
        declared::Event::Censoring => o.reversed(),
        declared::Event::Event => o,
    });
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
                output.curves.push(step_function(group, &curve, at_start, &request));
            }
            Err(reason) => add_missing(&mut output, group, rows.len(), &reason, &request),
        }
    }
    output
}

fn add_group(
    output: &mut Output,
    group: usize,
    observations: &Observations,
    rows: &[usize],
    curve: &KaplanMeier,
    request: &Request,
) {
    let at = At::estimate().group(group);
    output.push(Statistic::N, at.in_(Quantity::Count), count(curve.n));
    output.push(Statistic::Events, at.in_(Quantity::Count), count(curve.events));
    for &day in request.days {
        let mut read = curve.at(observations, rows, day as f64, request.scale, request.level, request.carried);
        if let Err(reason) = &request.error {
            let none = || Err(reason.clone());
            (read.standard_error, read.lower, read.upper) = (none(), none(), none());
        }
        let at_risk = count(read.at_risk);
        add_day(output, &at.time(day), read, at_risk);
    }
    for &p in shares(request) {
        let mut quantile = curve.quantile(p, request.scale, request.level);
        if let Err(reason) = &request.error {
            (quantile.lower, quantile.upper) = (Err(reason.clone()), Err(reason.clone()));
        }
        add_quantile(output, &at, p, quantile);
    }
}

fn add_missing(output: &mut Output, group: usize, n: usize, reason: &NotEstimable, request: &Request) {
    let at = At::estimate().group(group);
    output.push(Statistic::N, at.in_(Quantity::Count), count(n));
    output.push(Statistic::Events, at.in_(Quantity::Count), not_estimable(reason));
    let none = || Err(reason.clone());
    for &day in request.days {
        let read = AtTime { at_risk: 0, survival: none(), standard_error: none(), lower: none(), upper: none() };
        add_day(output, &at.time(day), read, not_estimable(reason));
    }
    for &p in shares(request) {
        add_quantile(output, &at, p, Quantile { estimate: none(), lower: none(), upper: none() });
    }
}

fn shares(request: &Request) -> &'static [f64] {
    if request.quartiles { &[0.25, 0.5, 0.75] } else { &[0.5] }
}

fn add_day(output: &mut Output, at: &At, read: AtTime, at_risk: Number) {
    output.push(Statistic::Survival, at.in_(Quantity::Proportion), number(read.survival));
    output.push(Statistic::StandardError, at.clone(), number(read.standard_error));
    output.push(Statistic::Lower, at.in_(Quantity::Proportion), number(read.lower));
    output.push(Statistic::Upper, at.in_(Quantity::Proportion), number(read.upper));
    output.push(Statistic::AtRisk, at.in_(Quantity::Count), at_risk);
}

fn add_quantile(output: &mut Output, at: &At, p: f64, quantile: Quantile) {
    let [estimate, lower, upper] = match p {
        0.25 => [Statistic::FirstQuartile, Statistic::FirstQuartileLower, Statistic::FirstQuartileUpper],
        0.75 => [Statistic::ThirdQuartile, Statistic::ThirdQuartileLower, Statistic::ThirdQuartileUpper],
        _ => [Statistic::Median, Statistic::MedianLower, Statistic::MedianUpper],
    };
    let at = at.in_(Quantity::Days);
    output.push(estimate, at.clone(), number(quantile.estimate));
    output.push(lower, at.clone(), number(quantile.lower));
    output.push(upper, at, number(quantile.upper));
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
