//! `fisher_exact`: Fisher's exact test with the conditional odds ratio.

use super::statistic::{Answer, At, number};
use super::table::table;
use super::yes_no::two_groups;
use super::{Input, Outcome};
use crate::catalogue::alternative::Alternative as Declared;
use crate::catalogue::fisher_exact::{Bounded, Gives, Options};
use crate::number::NotEstimable;
use crate::stats::contingency::chi_squared::Table;
use crate::stats::contingency::enumeration::freeman_halton;
use crate::stats::contingency::fisher::{Alternative, Conditional};

pub(super) fn run(input: &Input, options: &Options) -> Answer<Gives> {
    if matches!(input.outcome, Outcome::YesNo(_)) && input.groups == 2 {
        return two_by_two(input, options);
    }
    let mut output = Answer::default();
    let p_value = table(input).and_then(|counts| match options.alternative {
        Declared::TwoSided => freeman_halton(Table(&counts)),
        Declared::Less | Declared::Greater => Err(NotEstimable::TableHasNoDirection),
    });
    output.push(Gives::PValue, &At::all(), number(p_value));
    output
}

fn two_by_two(input: &Input, options: &Options) -> Answer<Gives> {
    let mut output = Answer::default();
    let alternative = match options.alternative {
        Declared::Less => Alternative::Less,
        Declared::Greater => Alternative::Greater,
        Declared::TwoSided => Alternative::TwoSided,
    };
    let table = two_groups(input).and_then(|(first, second)| Conditional::new(first, second));
    let odds_ratio = table.clone().and_then(|t| t.odds_ratio());
    let interval = table.clone().map(|t| t.interval(input.level));
    output.push_interval(Bounded::Estimate, &At::all(), odds_ratio, interval);
    output.push(Gives::PValue, &At::all(), number(table.map(|t| t.p_value(alternative))));
    output
}
