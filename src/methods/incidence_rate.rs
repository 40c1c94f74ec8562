//! `incidence_rate`: events per time at risk in each group.

use super::events::rates;
use super::statistic::{At, number};
use super::yes_no::whole;
use super::{Input, Output};
use crate::catalogue::Statistic;
use crate::catalogue::incidence_rate::{self as declared, Options};
use crate::number::Quantity;
use crate::stats::proportion::Interval;
use crate::stats::rates::{Rate, byar, garwood, in_range};

pub(super) fn run(input: &Input, options: &Options) -> Output {
    let mut output = Output::default();
    let rates = rates(input);
    for group in 0..input.groups {
        let rate = rates.clone().map(|r| r.get(group).copied().unwrap_or_default());
        let at = At::estimate().group(group).in_(Quantity::Mean);
        output.push(Statistic::Events, at.in_(Quantity::Count), whole(rate.clone().map(|r| r.events)));
        output.push(Statistic::TimeAtRisk, at.clone(), number(rate.clone().map(|r| r.time)));
        let scaled = |value: f64| in_range(value * options.per);
        let estimate = rate.clone().and_then(Rate::estimate).and_then(scaled);
        let interval = rate.and_then(|r| match options.interval {
            declared::Interval::Byar => byar(r, input.level),
            declared::Interval::Garwood => garwood(r, input.level),
        });
        let limits = interval.and_then(|i| Ok(Interval { lower: scaled(i.lower)?, upper: scaled(i.upper)? }));
        output.push_interval(&at, estimate, limits);
    }
    output
}
