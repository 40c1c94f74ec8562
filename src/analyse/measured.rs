//! What is measured where the outcome is a number.

use crate::number::TimeUnit;
use crate::plan::ir::{self, Compare, EndpointKind, GivenKind, Type};
use crate::plan::unit::time_unit;
use crate::program::flat::FlatKind;
use crate::results::{Better, Measure, MeasuredIn};

/// Its unit: that of the value, and of a change in percent none but this.
pub(super) fn unit(kind: &FlatKind) -> Option<MeasuredIn> {
    let EndpointKind::Given(given) = kind else { return None };
    match given.what {
        GivenKind::Number { measure: ir::Measure::PercentChange, .. } => Some(MeasuredIn::Unit("%".to_string())),
        GivenKind::Number { measure: ir::Measure::Value | ir::Measure::Change, .. } => of_type(&given.value.ty),
        GivenKind::YesNo
        | GivenKind::Category { .. }
        | GivenKind::Shift { .. }
        | GivenKind::DiagnosticTest { .. }
        | GivenKind::TimeToEvent
        | GivenKind::CompetingRisks { .. } => None,
    }
}

fn of_type(ty: &Type) -> Option<MeasuredIn> {
    match ty {
        Type::Number(unit) | Type::Real(unit) => unit.map(|unit| MeasuredIn::new(unit.name(), time_unit(unit.name()))),
        Type::Days => Some(MeasuredIn::Time(TimeUnit::Days)),
        Type::YesNo | Type::Integer | Type::Date | Type::Code(_) | Type::Pseudonym | Type::Text | Type::Reading => None,
    }
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
