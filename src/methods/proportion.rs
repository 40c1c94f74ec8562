//! `proportion`: the proportion of responders in each group.

use super::Input;
use super::statistic::{Answer, At};
use super::yes_no::{counts, whole};
use crate::catalogue::proportion::{self as declared, Bounded, Gives, Options};
use crate::number::NotEstimable;
use crate::stats::proportion::one_sample::{
    agresti_coull, clopper_pearson, jeffreys, mid_p, wald, wilson, wilson_corrected,
};
use crate::stats::proportion::{Interval, Proportion};

pub(super) fn run(input: &Input, options: &Options) -> Answer<Gives> {
    let mut output = Answer::default();
    let counts = counts(input);
    for group in 0..input.groups {
        let count = counts.clone().map(|c| c.get(group).copied().unwrap_or_default());
        let at = At::all().group(group);
        output.push(Gives::Responders, &at, whole(count.clone().map(|c| c.responders)));
        output.push(Gives::N, &at, whole(count.clone().map(|c| c.n)));
        let interval = count.clone().and_then(|c| interval(c, input.level, options));
        output.push_interval(Bounded::Estimate, &at, count.and_then(Proportion::estimate), interval);
    }
    output
}

/// The interval that the options choose.
pub fn interval(count: Proportion, level: f64, options: &Options) -> Result<Interval, NotEstimable> {
    let corrected = options.correction.is_yes();
    match (options.interval, corrected) {
        (declared::Interval::Wilson, false) => wilson(count, level),
        (declared::Interval::Wilson, true) => wilson_corrected(count, level),
        (declared::Interval::Wald, _) => wald(count, level, corrected),
        (
            declared::Interval::ClopperPearson
            | declared::Interval::Jeffreys
            | declared::Interval::AgrestiCoull
            | declared::Interval::MidP,
            true,
        ) => Err(NotEstimable::IntervalHasNoCorrection),
        (declared::Interval::Jeffreys, false) => jeffreys(count, level),
        (declared::Interval::AgrestiCoull, false) => agresti_coull(count, level),
        (declared::Interval::MidP, false) => mid_p(count, level),
        (declared::Interval::ClopperPearson, false) => clopper_pearson(count, level),
    }
}
