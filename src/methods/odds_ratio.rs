//! `odds_ratio`: the sample odds ratio of two groups.

use super::Input;
use super::statistic::{Answer, At};
use super::yes_no::two_groups;
use crate::catalogue::odds_ratio::{self as declared, Bounded, Gives, Options};
use crate::stats::proportion::ratio::{haldane, haldane_woolf, odds_ratio, woolf};

pub(super) fn run(input: &Input, options: &Options) -> Answer<Gives> {
    let mut output = Answer::default();
    let groups = two_groups(input);
    let at = At::all();
    let (estimate, interval) = match options.interval {
        declared::Interval::Haldane => (
            groups.clone().and_then(|(a, b)| haldane(a, b)),
            groups.and_then(|(a, b)| haldane_woolf(a, b, input.level)),
        ),
        declared::Interval::Woolf => {
            (groups.clone().and_then(|(a, b)| odds_ratio(a, b)), groups.and_then(|(a, b)| woolf(a, b, input.level)))
        }
    };
    output.push_interval(Bounded::Estimate, &at, estimate, interval);
    output
}
