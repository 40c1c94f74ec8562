//! `linear_by_linear`: test of a trend of ordered categories between groups.

use super::Input;
use super::chi_squared::push_test;
use super::statistic::{Answer, At};
use super::table::by_group_and_category;
use crate::catalogue::linear_by_linear::{Gives, Options, Scores};
use crate::stats::contingency::chi_squared::Table;
use crate::stats::contingency::linear_by_linear::{linear_by_linear, midranks};

pub(super) fn run(input: &Input, options: &Options) -> Answer<Gives> {
    let mut output = Answer::default();
    let scores = |counts: Vec<u64>| match options.scores {
        Scores::Equidistant => (1..=counts.len()).map(|score| score as f64).collect(),
        Scores::Midranks => midranks(&counts),
    };
    let test = by_group_and_category(input).and_then(|counts| {
        let table = Table(&counts);
        linear_by_linear(table, &scores(table.row_totals()), &scores(table.column_totals()))
    });
    push_test(&mut output, [Gives::ChiSquared, Gives::Df, Gives::PValue], &At::all(), &test);
    output
}
