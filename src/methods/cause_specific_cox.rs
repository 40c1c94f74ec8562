//! `cause_specific_cox`: hazard ratios of one cause by Cox's model, those with another cause being censored.

use super::Input;
use super::competing::of_cause;
use super::cox::{Design, Fitted, add_ratio, add_wald};
use super::statistic::{Answer, At, count, not_estimable};
use crate::catalogue::cause_specific_cox::{Bounded, Gives, Options};
use crate::catalogue::cox;
use crate::number::NotEstimable;
use crate::stats::distribution::normal_upper_quantile;

pub(super) fn run(input: &Input, options: &Options) -> Answer<Gives> {
    let of_cause = of_cause(input, options.cause);
    let given = of_cause.as_ref().unwrap_or(input);
    let design = Design::new(given);
    let fitted =
        of_cause.as_ref().map_err(NotEstimable::clone).map(|input| Fitted::new(input, &design, &model(options)));
    let mut output = Answer::default();
    output.push(Gives::N, &At::all(), count(input.group.len()));
    let events = fitted.as_ref().map_err(NotEstimable::clone).and_then(Fitted::events);
    output.push(Gives::Events, &At::all(), events.map_or_else(|reason| not_estimable(&reason), count));
    let z = normal_upper_quantile((1.0 - input.level) / 2.0);
    for column in 0..design.columns.len() {
        let (beta, error) = match &fitted {
            Ok(fitted) => fitted.coefficient(&design, column),
            Err(reason) => (Err(reason.clone()), Err(reason.clone())),
        };
        let at = design.at(column);
        let names = (Bounded::CauseSpecificHazardRatio, [Gives::LogHazardRatio, Gives::StandardError]);
        add_ratio(&mut output, names, &at, (&beta, &error), z);
        add_wald(&mut output, [Gives::Z, Gives::PValue], &at, &beta, &error);
    }
    output
}

/// As the model of all causes takes them.
fn model(options: &Options) -> cox::Options {
    cox::Options {
        ties: options.ties,
        variance: options.variance,
        by: options.by,
        test: cox::Test::Wald,
        likelihood: cox::Likelihood::Partial,
    }
}
