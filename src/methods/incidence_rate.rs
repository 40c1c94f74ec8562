//! `incidence_rate`: events per time at risk in each group.

use super::Input;
use super::events::rates;
use super::statistic::{Answer, At, number};
use super::yes_no::whole;
use crate::catalogue::incidence_rate::{self as declared, Bounded, Gives, Options};
use crate::stats::proportion::Interval;
use crate::stats::rates::{Rate, byar, garwood, in_range};

pub(super) fn run(input: &Input, options: &Options) -> Answer<Gives> {
    let mut output = Answer::default();
    let rates = rates(input);
    for group in 0..input.groups {
        let rate = rates.clone().map(|r| r.get(group).copied().unwrap_or_default());
        let at = At::all().group(group);
        output.push(Gives::Events, &at, whole(rate.clone().map(|r| r.events)));
        output.push(Gives::TimeAtRisk, &at, number(rate.clone().map(|r| r.time)));
        let scaled = |value: f64| in_range(value * options.per);
        let estimate = rate.clone().and_then(Rate::estimate).and_then(scaled);
        let interval = rate.and_then(|r| match options.interval {
            declared::Interval::Byar => byar(r, input.level),
            declared::Interval::Garwood => garwood(r, input.level),
        });
        let limits = interval.and_then(|i| Ok(Interval { lower: scaled(i.lower)?, upper: scaled(i.upper)? }));
        output.push_interval(Bounded::Estimate, &at, estimate, limits);
    }
    output
}
