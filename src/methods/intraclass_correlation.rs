//! `intraclass_correlation`: reliability of measurements by several readers.

use super::readings::mean_squares;
use super::statistic::{Answer, At, number};
use super::yes_no::whole;
use super::{Input, Term};
use crate::catalogue::intraclass_correlation::{self as declared, Bounded, Gives, Options};
use crate::stats::intraclass::{Model, Test, Unit};

pub(super) fn run(input: &Input, options: &Options) -> Answer<Gives> {
    let mut output = Answer::default();
    let model = match options.model {
        declared::Model::OneWay => Model::OneWay,
        declared::Model::TwoWayRandom => Model::TwoWayRandom,
        declared::Model::TwoWayMixed => Model::TwoWayMixed,
    };
    // The term tells the two units of one model apart.
    let (unit, at, counts, of) = match options.unit {
        declared::Unit::Average => {
            let at = At::all().term(Term::MeanOfReadings);
            (Unit::Average, at, [Gives::AverageN, Gives::AverageReaders], Bounded::AverageEstimate)
        }
        declared::Unit::Single => (Unit::Single, At::all(), [Gives::N, Gives::Readers], Bounded::Estimate),
    };
    let squares = mean_squares(input);
    output.push(counts[0], &at, whole(squares.clone().map(|s| s.subjects)));
    output.push(counts[1], &at, whole(squares.clone().map(|s| s.readers)));
    let correlation = squares.clone().and_then(|s| s.correlation(model, unit));
    let interval = squares.clone().and_then(|s| s.interval(model, unit, input.level));
    output.push_interval(of, &at, correlation, interval);
    let test = squares.and_then(|s| s.test(model));
    let at = At::all();
    output.push(Gives::F, &at, number(test.clone().map(|t| t.f)));
    output.push(Gives::Df, &at, number(test.clone().map(|t| t.df1)));
    output.push(Gives::DfWithin, &at, number(test.clone().map(|t| t.df2)));
    output.push(Gives::PValue, &at, number(test.map(Test::p_value)));
    output
}
