//! `incidence_rate`: events per time at risk in each group.

use super::events::rates;
use super::statistic::{At, number};
use super::yes_no::whole;
use super::{Input, Output};
use crate::catalogue::{Options, Statistic};
use crate::number::{NotEstimable, Quantity};
use crate::stats::proportion::Interval;
use crate::stats::rates::{Rate, byar, garwood, in_range};

pub(super) fn run(input: &Input, options: &Options) -> Output {
    let mut output = Output::default();
    let rates = rates(input);
    let per = options.number("per").filter(|p| *p > 0.0).ok_or(NotEstimable::OptionOutOfRange { option: "per".into() });
    for group in 0..input.groups {
        let rate = rates.clone().map(|r| r.get(group).copied().unwrap_or_default());
        let at = At::estimate().group(group).in_(Quantity::Mean);
        output.push(Statistic::Events, at.in_(Quantity::Count), whole(rate.clone().map(|r| r.events)));
        output.push(Statistic::TimeAtRisk, at.clone(), number(rate.clone().map(|r| r.time)));
        let scaled = |value: f64| per.clone().and_then(|p| in_range(value * p));
        let estimate = rate.clone().and_then(Rate::estimate).and_then(scaled);
        let interval = rate.and_then(|r| match options.word("interval") {
            "byar" => byar(r, input.level),
            _ => garwood(r, input.level),
        });
        let limits = interval.and_then(|i| Ok(Interval { lower: scaled(i.lower)?, upper: scaled(i.upper)? }));
        output.push_interval(&at, estimate, limits);
    }
    output
}
