//! Units as clinicians write them, their dimensions and exact conversion factors.

use crate::diagnostic::{Argument, ToArgument};
use crate::number::TimeUnit;
use rust_decimal::Decimal;

/// A unit by its place in [`UNITS`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Unit(usize);

struct UnitEntry {
    name: &'static str,
    /// Units of one dimension convert into each other.
    dimension: &'static str,
    /// How many of the dimension's base unit, as a fraction.
    factor: (i64, i64),
}

const fn unit(name: &'static str, dimension: &'static str, numerator: i64, denominator: i64) -> UnitEntry {
    UnitEntry { name, dimension, factor: (numerator, denominator) }
}

/// µ stands for both micro signs.
const UNITS: &[UnitEntry] = &[
    unit("mm", "length", 1, 1),
    unit("cm", "length", 10, 1),
    unit("m", "length", 1000, 1),
    unit("mm2", "area", 1, 1),
    unit("cm2", "area", 100, 1),
    unit("m2", "area", 1_000_000, 1),
    unit("g/L", "mass concentration", 1, 1),
    unit("g/dL", "mass concentration", 10, 1),
    unit("mg/dL", "mass concentration", 1, 100),
    unit("mg/L", "mass concentration", 1, 1000),
    unit("µg/L", "mass concentration", 1, 1_000_000),
    unit("ng/mL", "mass concentration", 1, 1_000_000),
    unit("µmol/L", "amount concentration", 1, 1),
    unit("mmol/L", "amount concentration", 1000, 1),
    unit("mg", "mass", 1, 1),
    unit("g", "mass", 1000, 1),
    unit("kg", "mass", 1_000_000, 1),
    unit("mg/kg", "dose per weight", 1, 1),
    unit("GBq", "activity", 1, 1),
    unit("MBq", "activity", 1, 1000),
    unit("Gy", "absorbed dose", 1, 1),
    unit("mL/min/1.73m2", "filtration rate", 1, 1),
    unit("IU/L", "enzyme activity", 1, 1),
    unit("mmHg", "pressure", 1, 1),
    unit("kg/m2", "body-mass index", 1, 1),
    unit("%", "share", 1, 100),
    unit("days", "time", 1, 1),
    unit("weeks", "time", 7, 1),
    // How many days a month or a year has is said by the study: `TimeUnit::days`.
    unit("months", "time in months", 1, 1),
    unit("years", "time in months", 12, 1),
];

/// A time may be written in the singular: `1 month`.
const SINGULAR: &[(&str, &str)] = &[("day", "days"), ("week", "weeks"), ("month", "months"), ("year", "years")];

/// The unit of times of that name, in singular or plural; none of what is no time.
pub fn time_unit(name: &str) -> Option<TimeUnit> {
    let unit = Unit::parse(name)?;
    TimeUnit::ALL.into_iter().find(|t| t.name() == unit.name())
}

impl Unit {
    /// The unit of that name, the Greek letter mu and the micro sign being one.
    pub fn parse(name: &str) -> Option<Unit> {
        let name = name.replace('\u{3bc}', "µ");
        let name = SINGULAR.iter().find(|(one, _)| *one == name).map_or(name.as_str(), |(_, many)| many);
        UNITS.iter().position(|u| u.name == name).map(Unit)
    }

    pub fn name(self) -> &'static str {
        UNITS[self.0].name
    }

    pub fn dimension(self) -> &'static str {
        UNITS[self.0].dimension
    }

    /// The factor that turns a number in `self` into one in `to`; none across dimensions.
    pub fn factor_to(self, to: Unit) -> Option<Decimal> {
        let (a, b) = (&UNITS[self.0], &UNITS[to.0]);
        if a.dimension != b.dimension {
            return None;
        }
        let numerator = Decimal::from(a.factor.0) * Decimal::from(b.factor.1);
        numerator.checked_div(Decimal::from(a.factor.1) * Decimal::from(b.factor.0))
    }

    /// The unit of the product of two numbers in `self`; none where it has no name here.
    pub fn squared(self) -> Option<Unit> {
        Unit::parse(&format!("{}2", self.name()))
    }

    pub fn all_names() -> impl Iterator<Item = &'static str> {
        UNITS.iter().map(|u| u.name)
    }
}

impl ToArgument for Unit {
    fn to_argument(&self) -> Argument {
        self.name().to_argument()
    }
}

impl std::fmt::Display for Unit {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_microgram_per_litre_is_a_nanogram_per_millilitre() {
        let (a, b) = (Unit::parse("μg/L").unwrap(), Unit::parse("ng/mL").unwrap());
        assert_eq!(a.factor_to(b), Some(Decimal::ONE));
        assert_eq!(a.factor_to(Unit::parse("mm").unwrap()), None);
    }

    #[test]
    fn a_year_is_twelve_months_and_no_number_of_days_of_its_own() {
        let unit = |name| Unit::parse(name).unwrap();
        assert_eq!(unit("years").factor_to(unit("month")), Some(Decimal::from(12)));
        assert_eq!(unit("week").factor_to(unit("day")), Some(Decimal::from(7)));
        assert_eq!(unit("months").factor_to(unit("days")), None);
        assert_eq!((time_unit("year"), time_unit("mm")), (Some(TimeUnit::Years), None));
    }
}
