//! A number with what it is a number of, in words or in formal text, and when two of them say the same.

use crate::plan::unit::Unit;
use rust_decimal::Decimal;

/// What a number is a number of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Measure {
    /// No unit: a count, a level, a threshold of a statistic, a year.
    Bare,
    /// In days; months and years are rounded to whole ones, as wherever days are counted.
    Days,
    /// Of one: 5 % is 0.05.
    Share,
    /// Standard deviations.
    Deviations,
    /// A day, as year, month and day in one number: 20211231.
    Date,
    /// A month of a year: 202112.
    Month,
    /// In the first unit of this dimension.
    Of(&'static str),
}

impl Measure {}

/// A number: its size, not its sign, as `42 days before` and `-42 days` say the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Quantity {
    pub measure: Measure,
    /// In the unit of the measure.
    pub value: Decimal,
    /// As it is written.
    pub written: Decimal,
}

/// How many days the study counts in a month and in a year.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Lengths {
    pub month: Decimal,
    pub year: Decimal,
}

impl Quantity {
    pub fn bare(written: Decimal) -> Quantity {
        Quantity { measure: Measure::Bare, value: written.abs(), written: written.abs() }
    }

    /// A number with a unit by its name; without one that is known it is bare. None beyond what can be counted.
    pub fn with_unit(written: Decimal, unit: &str, lengths: Lengths) -> Option<Quantity> {
        let written = written.abs();
        let of = |measure, value| Some(Quantity { measure, value, written });
        if unit == "SD" {
            return of(Measure::Deviations, written);
        }
        let Some(unit) = Unit::parse(unit) else { return Some(Quantity::bare(written)) };
        match (unit.dimension(), unit.name()) {
            ("time in months", "years") => of(Measure::Days, written.checked_mul(lengths.year)?.round()),
            ("time in months", _) => of(Measure::Days, written.checked_mul(lengths.month)?.round()),
            ("time", _) => of(Measure::Days, written.checked_mul(in_base(unit)?)?),
            ("share", _) => of(Measure::Share, written.checked_div(Decimal::ONE_HUNDRED)?),
            (dimension, _) => of(Measure::Of(dimension), written.checked_mul(in_base(unit)?)?),
        }
    }

    pub fn date(year: u32, month: u32, day: u32) -> Quantity {
        let value = Decimal::from(year * 10_000 + month * 100 + day);
        Quantity { measure: Measure::Date, value, written: value }
    }

    pub fn month(year: u32, month: u32) -> Quantity {
        let value = Decimal::from(year * 100 + month);
        Quantity { measure: Measure::Month, value, written: value }
    }

    /// Whether this one, said, is the other, stated. A number without a unit says one with a unit that is written alike, and the
    /// other way round, but for 1, which `one` says of anything; a part says its rest (`70 %` of baseline is a decrease of
    /// 30 %, `120 %` an increase of 20 %); a year says its first and its last day.
    pub fn says(&self, other: &Quantity) -> bool {
        use Measure::*;
        match (self.measure, other.measure) {
            (Share, Share) => share(self.value, other.value),
            (Date, Bare) => within_year(self.value, other.value),
            (Bare, Date) => within_year(other.value, self.value),
            (Date, Month) => within_month(self.value, other.value),
            (Month, Date) => within_month(other.value, self.value),
            (Share, Bare) => share(other.written, self.value),
            (Bare | Days, Bare) => self.written == other.written,
            (Bare, Share) if share(self.written, other.value) => true,
            (Bare, _) => self.written == other.written && self.written != Decimal::ONE,
            (a, b) => a == b && self.value == other.value,
        }
    }

    /// What a number in prose can be compared by: a length of time, a length, a share, an amount, and of those without a unit
    /// one with a fraction. Whole numbers count whatever there is.
    pub fn kind(&self) -> Option<(Measure, bool)> {
        let has_fraction = !self.written.fract().is_zero();
        match self.measure {
            Measure::Days | Measure::Share | Measure::Of(_) => Some((self.measure, false)),
            Measure::Bare if has_fraction => Some((Measure::Bare, true)),
            Measure::Bare | Measure::Deviations | Measure::Date | Measure::Month => None,
        }
    }

    /// How far apart two of one measure are; none of two measures.
    pub fn distance(&self, other: &Quantity) -> Option<Decimal> {
        (self.measure == other.measure).then(|| (self.value - other.value).abs())
    }
}

/// One is the other, or what it leaves of a whole or adds to one.
fn share(a: Decimal, b: Decimal) -> bool {
    a == b || (Decimal::ONE - a).abs() == b || (Decimal::ONE - b).abs() == a
}

/// The first or the last day of that year.
fn within_year(date: Decimal, year: Decimal) -> bool {
    let rest = date - year * Decimal::from(10_000);
    rest == Decimal::from(101) || rest == Decimal::from(1231)
}

/// The first or the last day of that month.
fn within_month(date: Decimal, month: Decimal) -> bool {
    let day = date - month * Decimal::ONE_HUNDRED;
    day == Decimal::ONE || (day >= Decimal::from(28) && day <= Decimal::from(31))
}

/// How many of the first unit of its dimension.
fn in_base(unit: Unit) -> Option<Decimal> {
    unit.factor_to(unit.first_of_dimension())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(number: &str, unit: &str) -> Quantity {
        let lengths = Lengths { month: "30.4375".parse().unwrap(), year: "365.25".parse().unwrap() };
        Quantity::with_unit(number.parse().unwrap(), unit, lengths).unwrap()
    }

    #[test]
    fn units_of_one_dimension_say_the_same() {
        for ((a, in_a), (b, in_b)) in [
            (("6", "weeks"), ("42", "days")),
            (("12", "months"), ("365", "days")),
            (("1", "year"), ("365", "days")),
            (("1", "cm"), ("10", "mm")),
            (("-42", "days"), ("42", "days")),
            (("120", "%"), ("20", "%")),
            (("70", "%"), ("30", "%")),
            (("0.05", ""), ("5", "%")),
            (("6", ""), ("6", "weeks")),
        ] {
            assert!(of(a, in_a).says(&of(b, in_b)) && of(b, in_b).says(&of(a, in_a)), "{a} {in_a}, {b} {in_b}");
        }
        for ((a, in_a), (b, in_b)) in
            [(("6", "weeks"), ("6", "days")), (("10", "mm"), ("10", "days")), (("120", "%"), ("30", "%"))]
        {
            assert!(!of(a, in_a).says(&of(b, in_b)), "{a} {in_a}, {b} {in_b}");
        }
    }

    #[test]
    fn a_year_says_its_first_and_its_last_day() {
        let year = of("2024", "");
        assert!(year.says(&Quantity::date(2024, 1, 1)) && year.says(&Quantity::date(2024, 12, 31)));
        assert!(!year.says(&Quantity::date(2024, 12, 30)) && !year.says(&Quantity::date(2023, 12, 31)));
        assert!(Quantity::date(2026, 1, 31).says(&Quantity::month(2026, 1)));
    }
}
