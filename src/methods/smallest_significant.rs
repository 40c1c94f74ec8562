//! `smallest_significant`: the smallest result that the planned number of patients can show.

use super::Input;
use super::power::planned;
use super::statistic::{Answer, At, number};
use super::yes_no::whole;
use crate::catalogue::smallest_significant::{Gives, Options};

pub(super) fn run(input: &Input, _: &Options) -> Answer<Gives> {
    let mut output = Answer::default();
    let at = At::all();
    output.push(Gives::PlannedPairs, &at, whole(planned(input, |p| Ok(p.pairs))));
    output.push(Gives::LeastDiscordant, &at, whole(planned(input, |p| p.least_discordant())));
    output.push(Gives::LeastDifference, &at, number(planned(input, |p| p.least_difference())));
    output
}
