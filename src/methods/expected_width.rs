//! `expected_width`: how wide the interval of the difference will be on average, if the truth is as assumed.

use super::statistic::{Answer, At, number};
use super::{Input, Outcome, risk_difference};
use crate::catalogue::expected_width::{Gives, Options};
use crate::number::{Estimable, NotEstimable};
use crate::stats::power::{CellsOfPairs, expected_width};

pub(super) fn run(input: &Input, options: &Options) -> Answer<Gives> {
    let mut output = Answer::default();
    output.push(Gives::ExpectedWidth, &At::all(), number(width(input, options)));
    output
}

fn width(input: &Input, options: &Options) -> Estimable {
    let Outcome::PlannedPairs { pairs, interval, .. } = &input.outcome else { return Err(NotEstimable::WrongOutcome) };
    let interval = interval.as_ref().ok_or(NotEstimable::NotMatched)?;
    let [both, first_only, second_only, neither] = options.cells().ok_or(NotEstimable::NoSuchPairs)?;
    let cells = CellsOfPairs { both, first_only, second_only, neither };
    expected_width(*pairs, cells, &|table| risk_difference::of_pairs(table, interval, input.level))
}
