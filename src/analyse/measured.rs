//! What is measured where the outcome is a number.

use crate::plan::ir::{self, Compare, EndpointKind, GivenKind};
use crate::plan::unit::time_unit;
use crate::program::flat::FlatKind;
use crate::results::{Better, Measure, MeasuredIn};

/// Its unit.
pub(super) fn unit(kind: &FlatKind) -> Option<MeasuredIn> {
    let EndpointKind::Given(given) = kind else { return None };
    let unit = given.what.unit(&given.value.ty)?;
    Some(MeasuredIn::new(unit.name(), time_unit(unit.name())))
}

/// What is compared of a number that has a baseline; nothing is to be said where it is compared with that.
pub(super) fn measure(kind: &FlatKind, compare: &Compare) -> Option<Measure> {
    let EndpointKind::Given(given) = kind else { return None };
    let (GivenKind::Number { measure, .. }, Some(_), false) =
        (&given.what, &given.baseline, *compare == Compare::Baseline)
    else {
        return None;
    };
    Some(match measure {
        ir::Measure::Value => Measure::Value,
        ir::Measure::Change => Measure::Change,
        ir::Measure::PercentChange => Measure::PercentChange,
    })
}

/// Which direction is the better one, as the plan says of a number.
pub(super) fn better(kind: &FlatKind) -> Option<Better> {
    let higher = kind.given().and_then(GivenKind::higher_is_better)?;
    Some(if higher { Better::Higher } else { Better::Lower })
}
