//! Non-inferiority, equivalence and superiority by a margin: the limits of an interval of the confidence 1 − 2 · level against
//! their margins.

use super::frame;
use super::record::{Entry, Frame, Records};
use crate::catalogue::{Class, Statistic};
use crate::methods::{self, Computed, Input};
use crate::number::{NotEstimable, Number, Quantity};
use crate::plan::ir::{self, MarginHypothesis};
use crate::program::flat::FlatAnalysis;
use crate::results::{Bound, Claim, Group, MarginDecision, Record, Standing};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

/// Which side of an interval.
#[derive(Clone, Copy)]
enum Side {
    Lower,
    Upper,
}

/// Runs the method once more at the confidence that the level asks for, and records each margin with the limit that is compared
/// with it, under the words that name the call.
pub(super) fn record(
    records: &mut Records,
    frame: &Frame,
    analysis: &FlatAnalysis,
    stated: &MarginHypothesis,
    (name, input): (&[String], &Input),
) -> Option<MarginDecision> {
    let call = analysis.methods.get(stated.by)?;
    let confidence = confidence(stated.level)?;
    let output = methods::run(&Input { level: confidence, ..input.clone() }, &call.options);
    let method = Some(frame::method_use(call, frame.times_in));
    let record = Record { method, standing: Standing::MainTest, ..frame.record.clone() };
    let frame = Frame { record, used: name.to_vec(), ..frame.clone() };
    let groups = frame::groups(records, analysis);
    let mut compare = |margin: Option<Decimal>, side: Side| {
        margin.map(|margin| {
            let limit = limit(&output.statistics, side);
            let group = frame::group_of(records, analysis, call, (&limit, &groups));
            compared(records, (&frame, &group), margin, (side, &limit))
        })
    };
    let (lower, upper) = (compare(stated.lower, Side::Lower), compare(stated.upper, Side::Upper));
    // A limit on the wrong side settles it, whatever the other is.
    let each = || lower.iter().chain(&upper).map(|bound| bound.holds);
    let fails = each().any(|holds| holds == Some(false));
    let shown = (fails || each().all(|holds| holds.is_some())).then_some(!fails);
    Some(MarginDecision {
        analysis: frame.record.analysis.clone(),
        response: frame.record.response.clone(),
        timepoint: frame.record.point().map(str::to_string),
        claim: claim(stated.claim),
        level: stated.level.normalize().to_string(),
        confidence,
        lower,
        upper,
        shown,
    })
}

/// Of the interval whose one limit has this level, from the decimal: 0.95, and not what 1 − 2 · 0.025 is in floating point.
pub(super) fn confidence(level: Decimal) -> Option<f64> {
    (Decimal::ONE - level - level).to_f64()
}

fn claim(claim: ir::Claim) -> Claim {
    match claim {
        ir::Claim::NonInferiority => Claim::NonInferiority,
        ir::Claim::Equivalence => Claim::Equivalence,
        ir::Claim::Superiority => Claim::Superiority,
    }
}

/// The limit of the one number that compares the two groups.
fn limit(statistics: &[Computed], side: Side) -> Computed {
    let wanted = match side {
        Side::Lower => Statistic::Lower,
        Side::Upper => Statistic::Upper,
    };
    let compares =
        |c: &&Computed| c.statistic == wanted && c.class == Class::Estimate && c.term.is_none() && c.group.is_none();
    statistics.iter().find(compares).cloned().unwrap_or(Computed {
        statistic: wanted,
        class: Class::Estimate,
        group: None,
        term: None,
        time: None,
        value: Number::NotEstimable(NotEstimable::NotComputed),
        quantity: Quantity::Statistic,
    })
}

fn compared(
    records: &mut Records,
    (frame, group): (&Frame, &Group),
    margin: Decimal,
    (side, limit): (Side, &Computed),
) -> Bound {
    let (of_margin, of_limit) = match side {
        Side::Lower => (Statistic::LowerMargin, Statistic::LowerLimit),
        Side::Upper => (Statistic::UpperMargin, Statistic::UpperLimit),
    };
    // A decimal of 28 digits has a value in floating point.
    let margin = margin.to_f64().unwrap_or(f64::NAN);
    let value = match limit.value {
        Number::Real(value) => Some(value),
        Number::Count(n) => Some(n as f64),
        Number::Infinite => Some(f64::INFINITY),
        Number::NegativeInfinite => Some(f64::NEG_INFINITY),
        Number::NotEstimable(_) | Number::Withheld(_) => None,
    };
    let holds = value.map(|value| match side {
        Side::Lower => value > margin,
        Side::Upper => value < margin,
    });
    let mut push = |statistic: Statistic, value: Number| {
        let entry = Entry { time: limit.time, ..Entry::new(statistic, value, limit.quantity).of(group.clone()) };
        records.push(frame, entry);
        records.records.last().map(|r| r.id.clone()).unwrap_or_default()
    };
    Bound { margin: push(of_margin, Number::real(margin)), limit: push(of_limit, limit.value.clone()), holds }
}
