//! `intraclass_correlation`: reliability of measurements by several readers.

use super::readings::mean_squares;
use super::statistic::{At, number};
use super::yes_no::whole;
use super::{Input, Output, Term};
use crate::catalogue::Statistic;
use crate::catalogue::intraclass_correlation::{self as declared, Options};
use crate::number::Quantity;
use crate::stats::intraclass::{Model, Test, Unit};

pub(super) fn run(input: &Input, options: &Options) -> Output {
    let mut output = Output::default();
    let model = match options.model {
        declared::Model::OneWay => Model::OneWay,
        declared::Model::TwoWayRandom => Model::TwoWayRandom,
        declared::Model::TwoWayMixed => Model::TwoWayMixed,
    };
    // The term tells the two units of one model apart.
    let (unit, at) = match options.unit {
        declared::Unit::Average => (Unit::Average, At::estimate().term(Term::MeanOfReadings)),
        declared::Unit::Single => (Unit::Single, At::estimate()),
    };
    let squares = mean_squares(input);
    let counted = at.in_(Quantity::Count);
    output.push(Statistic::N, counted.clone(), whole(squares.clone().map(|s| s.subjects)));
    output.push(Statistic::Readers, counted, whole(squares.clone().map(|s| s.readers)));
    let correlation = squares.clone().and_then(|s| s.correlation(model, unit));
    let interval = squares.clone().and_then(|s| s.interval(model, unit, input.level));
    output.push_interval(&at, correlation, interval);
    let test = squares.and_then(|s| s.test(model));
    let at = At::test();
    output.push(Statistic::F, at.clone(), number(test.clone().map(|t| t.f)));
    output.push(Statistic::Df, at.clone(), number(test.clone().map(|t| t.df1)));
    output.push(Statistic::DfWithin, at.clone(), number(test.clone().map(|t| t.df2)));
    output.push(Statistic::PValue, at.in_(Quantity::PValue), number(test.map(Test::p_value)));
    output
}
