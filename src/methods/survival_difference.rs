//! `survival_difference`: survival at chosen days, compared between two groups.

use super::Input;
use super::statistic::{Answer, At, number, rows_of, unweighted_observations};
use crate::catalogue::survival_difference::{Bounded, Gives, Options};
use crate::number::{Estimable, NotEstimable};
use crate::stats::distribution::normal_upper_quantile;
use crate::stats::survival::kaplan_meier::{Scale, kaplan_meier, log_error};

pub(super) fn run(input: &Input, options: &Options) -> Answer<Gives> {
    let mut output = Answer::default();
    let z = normal_upper_quantile((1.0 - input.level) / 2.0);
    for &day in &options.at {
        let difference = difference(input, day);
        let at = At::all().time(day);
        let limit = |z: f64| difference.clone().and_then(|(value, error)| Ok(value + z * error?));
        let value = difference.clone().map(|(value, _)| value);
        output.push_bounded(Bounded::Difference, &at, value, (limit(-z), limit(z)));
        output.push(Gives::StandardError, &at, number(difference.clone().and_then(|(_, error)| error)));
        let test = difference.and_then(|(value, error)| error.map(|error| value / error));
        output.push_z([Gives::Z, Gives::PValue], &at, test);
    }
    output
}

/// Survival of group 0 minus that of group 1, with its standard error, which needs one in each group.
fn difference(input: &Input, day: i64) -> Result<(f64, Estimable), NotEstimable> {
    if input.groups != 2 {
        return Err(NotEstimable::TwoGroupsNeeded);
    }
    let observations = unweighted_observations(input)?;
    let read = |group: usize| -> Result<(Estimable, Estimable), NotEstimable> {
        let rows = rows_of(input, group);
        let curve = kaplan_meier(&observations, &rows)?;
        let at = curve.at(&observations, &rows, day as f64, Scale::Plain, input.level, false);
        let log_variance = curve.step_at(day as f64).map_or(0.0, |s| s.log_variance);
        let error = at.survival.clone().and_then(|s| Ok(s * log_error(s, log_variance)?));
        Ok((at.survival, error))
    };
    let ((first, first_error), (second, second_error)) = (read(0)?, read(1)?);
    let error = first_error.and_then(|a| second_error.map(|b| (a * a + b * b).sqrt()));
    let error = error.map_err(|reason| NotEstimable::InAGroup { because: Box::new(reason) });
    Ok((first? - second?, error))
}
