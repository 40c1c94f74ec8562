//! `intraclass_correlation`: reliability of measurements by several readers.

use super::option::choice;
use super::readings::mean_squares;
use super::statistic::{At, number};
use super::yes_no::whole;
use super::{Groups, Input, Method, Options, OutcomeKind, Output, Use};
use crate::number::Quantity;
use crate::stats::intraclass::{Model, Test, Unit};

pub const METHOD: Method = Method {
    name: "intraclass_correlation",
    title: "Intraclass correlation of several readers",
    citation: "Shrout PE, Fleiss JL. Psychol Bull 1979;86:420–428",
    takes: &[OutcomeKind::Measurements],
    uses: &[Use::Estimate],
    estimates: &[],
    groups: Groups::None,
    reads: &[],
    needs: &[],
    options: &[
        choice(
            "model",
            &["one_way", "two_way_random", "two_way_mixed"],
            None,
            "Readers that differ by subject; the same readers, drawn from many (absolute agreement); or the same and only readers (consistency).",
        ),
        choice(
            "unit",
            &["single", "average"],
            Some("single"),
            "The reliability of one reading, or of the mean over the readers.",
        ),
    ],
    option_reads: &[],
    conditions: &[],
    never: &[],
    variant: Some("model"),
    page: include_str!("pages/intraclass_correlation.md"),
    run,
};

fn run(input: &Input, options: &Options) -> Output {
    let mut output = Output::default();
    let model = match options.word("model") {
        "one_way" => Model::OneWay,
        "two_way_random" => Model::TwoWayRandom,
        _ => Model::TwoWayMixed,
    };
    // The term tells the two units of one model apart.
    let (unit, at) = match options.word("unit") {
        "average" => (Unit::Average, At::estimate().term("average")),
        _ => (Unit::Single, At::estimate()),
    };
    let squares = mean_squares(input);
    let counted = at.in_(Quantity::Count);
    output.push("n", counted.clone(), whole(squares.clone().map(|s| s.subjects)));
    output.push("readers", counted, whole(squares.clone().map(|s| s.readers)));
    let correlation = squares.clone().and_then(|s| s.correlation(model, unit));
    let interval = squares.clone().and_then(|s| s.interval(model, unit, input.level));
    output.push_interval(&at, correlation, interval);
    let test = squares.and_then(|s| s.test(model));
    let at = At::test();
    output.push("f", at.clone(), number(test.clone().map(|t| t.f)));
    output.push("df", at.clone(), number(test.clone().map(|t| t.df1)));
    output.push("df_within", at.clone(), number(test.clone().map(|t| t.df2)));
    output.push("p_value", at.in_(Quantity::PValue), number(test.map(Test::p_value)));
    output
}
