//! Units as clinicians write them, their dimensions and exact conversion factors.

use crate::diagnostic::{Argument, ToArgument};
use crate::number::TimeUnit;
use rust_decimal::Decimal;
use std::collections::BTreeMap;
use std::sync::LazyLock;

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

/// µ stands for both micro signs. Two names of one unit stand both where both are written: what a plan writes is printed.
const UNITS: &[UnitEntry] = &[
    unit("mm", "length", 1, 1),
    unit("µm", "length", 1, 1000),
    unit("cm", "length", 10, 1),
    unit("m", "length", 1000, 1),
    unit("mm2", "area", 1, 1),
    unit("cm2", "area", 100, 1),
    unit("m2", "area", 1_000_000, 1),
    unit("mL", "volume", 1, 1),
    unit("cm3", "volume", 1, 1),
    unit("mm3", "volume", 1, 1000),
    unit("µL", "volume", 1, 1000),
    unit("dL", "volume", 100, 1),
    unit("L", "volume", 1000, 1),
    unit("fL", "volume of a cell", 1, 1),
    unit("g/L", "mass concentration", 1, 1),
    unit("mg/mL", "mass concentration", 1, 1),
    unit("g/dL", "mass concentration", 10, 1),
    unit("mg/dL", "mass concentration", 1, 100),
    unit("mg/L", "mass concentration", 1, 1000),
    unit("µg/mL", "mass concentration", 1, 1000),
    unit("µg/dL", "mass concentration", 1, 100_000),
    unit("µg/L", "mass concentration", 1, 1_000_000),
    unit("ng/mL", "mass concentration", 1, 1_000_000),
    unit("ng/dL", "mass concentration", 1, 100_000_000),
    unit("ng/L", "mass concentration", 1, 1_000_000_000),
    unit("pg/mL", "mass concentration", 1, 1_000_000_000),
    unit("µmol/L", "amount concentration", 1, 1),
    unit("mmol/L", "amount concentration", 1000, 1),
    unit("mol/L", "amount concentration", 1_000_000, 1),
    unit("nmol/L", "amount concentration", 1, 1000),
    unit("pmol/L", "amount concentration", 1, 1_000_000),
    unit("mEq/L", "charge concentration", 1, 1),
    unit("mOsm/kg", "osmolality", 1, 1),
    unit("mg", "mass", 1, 1),
    unit("µg", "mass", 1, 1000),
    unit("ng", "mass", 1, 1_000_000),
    unit("pg", "mass", 1, 1_000_000_000),
    unit("g", "mass", 1000, 1),
    unit("kg", "mass", 1_000_000, 1),
    unit("mg/kg", "dose per weight", 1, 1),
    unit("µg/kg", "dose per weight", 1, 1000),
    unit("mg/m2", "dose per body surface", 1, 1),
    unit("g/m2", "dose per body surface", 1000, 1),
    unit("mg/g", "ratio of masses", 1, 1),
    unit("µg/g", "ratio of masses", 1, 1000),
    unit("mg/mmol", "mass per amount", 1, 1),
    unit("mg/24h", "excretion", 1, 1),
    unit("g/24h", "excretion", 1000, 1),
    unit("GBq", "activity", 1, 1),
    unit("MBq", "activity", 1, 1000),
    unit("kBq", "activity", 1, 1_000_000),
    unit("mCi", "activity", 37, 1000),
    unit("Ci", "activity", 37, 1),
    unit("MBq/kg", "activity per weight", 1, 1),
    unit("Gy", "absorbed dose", 1, 1),
    unit("cGy", "absorbed dose", 1, 100),
    unit("mGy", "absorbed dose", 1, 1000),
    unit("mSv", "effective dose", 1, 1),
    unit("Sv", "effective dose", 1000, 1),
    unit("mL/min/1.73m2", "filtration rate", 1, 1),
    unit("mL/min", "flow", 1, 1),
    unit("L/min", "flow", 1000, 1),
    unit("L/min/m2", "cardiac index", 1, 1),
    unit("mL/kg/min", "oxygen uptake", 1, 1),
    unit("mL/m2", "volume per body surface", 1, 1),
    unit("IU/L", "enzyme activity", 1, 1),
    unit("U/L", "enzyme activity", 1, 1),
    unit("mIU/L", "enzyme activity", 1, 1000),
    unit("mU/L", "enzyme activity", 1, 1000),
    unit("kIU/L", "enzyme activity", 1000, 1),
    unit("kU/L", "enzyme activity", 1000, 1),
    unit("IU/mL", "enzyme activity", 1000, 1),
    unit("U/mL", "enzyme activity", 1000, 1),
    unit("mIU/mL", "enzyme activity", 1, 1),
    unit("µIU/mL", "enzyme activity", 1, 1000),
    unit("µkat/L", "enzyme activity", 60, 1),
    unit("10^9/L", "number concentration", 1, 1),
    unit("G/L", "number concentration", 1, 1),
    unit("10^3/µL", "number concentration", 1, 1),
    unit("10^12/L", "number concentration", 1000, 1),
    unit("T/L", "number concentration", 1000, 1),
    unit("10^6/µL", "number concentration", 1000, 1),
    unit("10^6/L", "number concentration", 1, 1000),
    unit("cells/µL", "number concentration", 1, 1000),
    unit("/µL", "number concentration", 1, 1000),
    unit("/mm3", "number concentration", 1, 1000),
    unit("copies/mL", "viral load", 1, 1),
    unit("mmHg", "pressure", 1, 1),
    unit("kPa", "pressure", 1_000_000_000_000, 133_322_387_415),
    unit("kg/m2", "body-mass index", 1, 1),
    unit("%", "share", 1, 100),
    unit("°C", "temperature", 1, 1),
    unit("beats/min", "rate per minute", 1, 1),
    unit("breaths/min", "rate per minute", 1, 1),
    unit("/min", "rate per minute", 1, 1),
    unit("mm/h", "sedimentation rate", 1, 1),
    unit("ms", "time of a day", 1, 1000),
    unit("s", "time of a day", 1, 1),
    unit("min", "time of a day", 60, 1),
    unit("h", "time of a day", 3600, 1),
    unit("days", "time", 1, 1),
    unit("weeks", "time", 7, 1),
    // How many days a month or a year has is said by the study: `TimeUnit::days`.
    unit("months", "time in months", 1, 1),
    unit("years", "time in months", 12, 1),
];

/// What stands in the names of units elsewhere, as UCUM and other languages have it, and as it is written here. Each says the same
/// unit and never another magnitude.
const PARTS: &[(&str, &str)] = &[
    ("\u{3bc}", "µ"),
    ("10³", "10^3"),
    ("10⁶", "10^6"),
    ("10⁹", "10^9"),
    ("10¹²", "10^12"),
    ("⁰", "0"),
    ("¹", "1"),
    ("²", "2"),
    ("³", "3"),
    ("⁴", "4"),
    ("⁵", "5"),
    ("⁶", "6"),
    ("⁷", "7"),
    ("⁸", "8"),
    ("⁹", "9"),
    ("10*", "10^"),
    ("10E", "10^"),
    ("10e", "10^"),
    ("{1.73_m2}", "1.73m2"),
    ("m^2", "m2"),
    ("m^3", "m3"),
    ("[IU]", "IU"),
    ("[iU]", "IU"),
    ("mm[Hg]", "mmHg"),
    ("mcg", "µg"),
    ("/1.73 m", "/1.73m"),
];

/// Names of units, and of what stands above and beneath their strokes.
const NAMES: &[(&str, &str)] = &[
    ("ug", "µg"),
    ("um", "µm"),
    ("uL", "µL"),
    ("ml", "mL"),
    ("dl", "dL"),
    ("ul", "µL"),
    ("fl", "fL"),
    ("cc", "cm3"),
    ("Cel", "°C"),
    ("degC", "°C"),
    ("umol", "µmol"),
    ("micromol", "µmol"),
    ("microg", "µg"),
    ("uIU", "µIU"),
    ("ukat", "µkat"),
    ("hr", "h"),
    ("bpm", "beats/min"),
    ("percent", "%"),
    ("mosm/kg", "mOsm/kg"),
    ("mosmol/kg", "mOsm/kg"),
    ("mM", "mmol/L"),
    ("nM", "nmol/L"),
    ("uM", "µmol/L"),
    ("µM", "µmol/L"),
    ("gm", "g"),
    ("K/µL", "10^3/µL"),
    ("M/µL", "10^6/µL"),
    ("mval/L", "mEq/L"),
    ("meq/L", "mEq/L"),
];

/// A time may be written in the singular: `1 month`.
const SINGULAR: &[(&str, &str)] = &[("day", "days"), ("week", "weeks"), ("month", "months"), ("year", "years")];

/// The unit of times of that name, in singular or plural; none of what is no time.
pub fn time_unit(name: &str) -> Option<TimeUnit> {
    let unit = Unit::parse(name)?;
    TimeUnit::ALL.into_iter().find(|t| t.name() == unit.name())
}

impl Unit {
    /// The unit of that name, as it is written here or as UCUM and other languages write it.
    pub fn parse(name: &str) -> Option<Unit> {
        // Every word behind a number is looked for, so that a name is found without comparing it with all.
        static NAMED: LazyLock<BTreeMap<&str, Unit>> = LazyLock::new(|| {
            let mut named: BTreeMap<&str, Unit> = UNITS.iter().enumerate().map(|(at, u)| (u.name, Unit(at))).collect();
            let singular: Vec<_> = SINGULAR.iter().filter_map(|(one, many)| Some((*one, *named.get(many)?))).collect();
            named.extend(singular);
            named
        });
        let found = |name: &str| NAMED.get(name).copied();
        found(name).or_else(|| found(&spelt(name)))
    }

    /// Units of each dimension, of those with something beneath a stroke or of the others, as the name has it.
    pub fn listed(name: &str) -> String {
        let stroke = name.contains('/');
        let mut dimensions: Vec<(&str, Vec<&str>)> = vec![];
        for unit in UNITS.iter().filter(|u| u.name.contains('/') == stroke) {
            match dimensions.iter_mut().find(|(dimension, _)| *dimension == unit.dimension) {
                Some((_, units)) => units.push(unit.name),
                None => dimensions.push((unit.dimension, vec![unit.name])),
            }
        }
        let each = dimensions.iter().map(|(dimension, units)| format!("{dimension}: {}", units.join(", ")));
        each.collect::<Vec<_>>().join("; ")
    }

    /// The unit that differs from a name in what never makes another magnitude, or that the name means elsewhere.
    pub fn meant(name: &str) -> Option<&'static str> {
        const TIMES: &[(&str, &str)] = &[
            ("d", "days"),
            ("wk", "weeks"),
            ("wks", "weeks"),
            ("mo", "months"),
            ("mos", "months"),
            ("mth", "months"),
            ("y", "years"),
            ("yr", "years"),
            ("yrs", "years"),
            ("hr", "h"),
            ("hrs", "h"),
            ("hours", "h"),
            ("hour", "h"),
            ("minutes", "min"),
            ("sec", "s"),
            ("seconds", "s"),
        ];
        let time = TIMES.iter().find(|(elsewhere, _)| *elsewhere == name).map(|(_, unit)| *unit);
        let same_size =
            |a: char, b: char| a == b || a.eq_ignore_ascii_case(&b) && "kldiuy".contains(b.to_ascii_lowercase());
        let alike = |unit: &&str| {
            unit.chars().count() == name.chars().count() && unit.chars().zip(name.chars()).all(|(a, b)| same_size(a, b))
        };
        time.or_else(|| Unit::all_names().find(alike))
    }

    pub fn name(self) -> &'static str {
        UNITS[self.0].name
    }

    pub fn dimension(self) -> &'static str {
        UNITS[self.0].dimension
    }

    /// By which units of its dimension are compared.
    pub fn first_of_dimension(self) -> Unit {
        UNITS.iter().position(|u| u.dimension == self.dimension()).map_or(self, Unit)
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

/// A name as it is written here: `10*9/l` is `10^9/L`, `umol/l` is `µmol/L`.
fn spelt(name: &str) -> String {
    let mut text = name.to_string();
    for (elsewhere, here) in PARTS {
        if text.contains(elsewhere) {
            text = text.replace(elsewhere, here);
        }
    }
    let here = |part: &str| NAMES.iter().find(|(elsewhere, _)| *elsewhere == part).map(|(_, here)| *here);
    let power = text.strip_prefix(['x', '×']).filter(|rest| rest.starts_with("10^"));
    let parts = power.unwrap_or(&text).split('/').enumerate().map(|(i, part)| match part {
        // Alone it could be a one.
        "l" if i > 0 => "L",
        _ => here(part).unwrap_or(part),
    });
    let text = parts.collect::<Vec<_>>().join("/");
    here(&text).map_or(text, str::to_string)
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
    fn a_unit_of_elsewhere_is_the_same_unit() {
        for (elsewhere, here) in [
            ("ug/L", "µg/L"),
            ("mcg/L", "µg/L"),
            ("μg/l", "µg/L"),
            ("umol/L", "µmol/L"),
            ("micromol/l", "µmol/L"),
            ("mg/dl", "mg/dL"),
            ("10*9/L", "10^9/L"),
            ("10⁹/L", "10^9/L"),
            ("×10⁹/L", "10^9/L"),
            ("x10^9/l", "10^9/L"),
            ("10*3/uL", "10^3/µL"),
            ("[IU]/L", "IU/L"),
            ("10E9/L", "10^9/L"),
            ("10E3/uL", "10^3/µL"),
            ("mL/min/{1.73_m2}", "mL/min/1.73m2"),
            ("gm/dL", "g/dL"),
            ("uM", "µmol/L"),
            ("μM", "µmol/L"),
            ("K/uL", "10^3/µL"),
            ("M/uL", "10^6/µL"),
            ("m[IU]/L", "mIU/L"),
            ("uIU/mL", "µIU/mL"),
            ("mm[Hg]", "mmHg"),
            ("kg/m²", "kg/m2"),
            ("kg/m^2", "kg/m2"),
            ("ml/min/1.73m²", "mL/min/1.73m2"),
            ("mL/min/1.73 m2", "mL/min/1.73m2"),
            ("Cel", "°C"),
            ("bpm", "beats/min"),
            ("mM", "mmol/L"),
        ] {
            assert_eq!(Unit::parse(elsewhere).map(Unit::name), Some(here), "{elsewhere}");
        }
    }

    /// By hand, from the prefixes: a nano is 10^-9, a pico 10^-12, a litre 1000 mL or 10^6 µL; a curie 37 GBq.
    #[test]
    fn units_of_one_dimension_convert_exactly() {
        for (number, from, to) in [
            ("1", "G/L", "10^9/L"),
            ("1", "10^3/µL", "10^9/L"),
            ("1000", "T/L", "10^9/L"),
            ("1", "T/L", "10^12/L"),
            ("0.001", "/µL", "10^9/L"),
            ("1", "10^6/µL", "T/L"),
            ("0.001", "pg/mL", "ng/mL"),
            ("1", "pg/mL", "ng/L"),
            ("0.01", "ng/dL", "ng/mL"),
            ("10", "µg/dL", "µg/L"),
            ("1000", "nmol/L", "pmol/L"),
            ("1", "µIU/mL", "mIU/L"),
            ("60", "µkat/L", "U/L"),
            ("1", "U/L", "IU/L"),
            ("37", "mCi", "MBq"),
            ("0.01", "cGy", "Gy"),
            ("1000", "L", "mL"),
            ("1", "cm3", "mL"),
            ("60", "h", "min"),
            ("1", "mg/L", "µg/mL"),
        ] {
            let (a, b) = (Unit::parse(from).unwrap(), Unit::parse(to).unwrap());
            assert_eq!(a.factor_to(b), Some(number.parse().unwrap()), "{from} {to}");
        }
    }

    /// A unit is never taken for one of another magnitude, nor one of another dimension offered.
    #[test]
    fn no_unit_is_taken_for_another_magnitude() {
        for name in ["Mg/L", "MM", "Mm", "MG", "nMol/L", "Pg/mL", "UG/L", "K", "fg/mL"] {
            let taken = Unit::parse(name).map(Unit::name).or_else(|| Unit::meant(name));
            assert_eq!(taken, None, "{name}");
        }
        for (name, meant) in
            [("Kg", "kg"), ("mGY", "mGy"), ("l", "L"), ("mg/Dl", "mg/dL"), ("d", "days"), ("yrs", "years")]
        {
            assert_eq!(Unit::meant(name), Some(meant), "{name}");
        }
        let names: Vec<&str> = Unit::all_names().collect();
        assert!((1..names.len()).all(|i| !names[..i].contains(&names[i])));
        assert!(Unit::listed("mmol").contains("length: mm") && !Unit::listed("mmol").contains("g/L"));
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
