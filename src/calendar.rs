//! Days since 1970-01-01 and dates of the calendar.

use jiff::civil::Date;

const EPOCH: Date = jiff::civil::date(1970, 1, 1);

/// A date written exactly in this format: an impossible day, a missing zero or a short year is none. A month in letters may be
/// in capitals, as SAS writes it (`11JAN2022`): it is the same day.
pub fn date_written(format: &str, text: &str) -> Option<Date> {
    let date = Date::strptime(format, text).ok()?;
    jiff::fmt::strtime::format(format, date).ok()?.eq_ignore_ascii_case(text).then_some(date)
}

/// Days since 1970-01-01.
pub fn day(date: Date) -> i32 {
    date.since((jiff::Unit::Day, EPOCH)).map_or(0, |span| span.get_days())
}

/// The date of a day number; none beyond the calendar.
pub fn date(day: i32) -> Option<Date> {
    let span = jiff::Span::new().try_days(day).ok()?;
    EPOCH.checked_add(span).ok()
}

/// The same day so many months later, or where that month has no such day the first of the next: 29 February is followed by
/// 1 March of the next year. None beyond the calendar.
pub fn months_after(date: Date, months: u16) -> Option<Date> {
    let month = i32::from(date.year()) * 12 + i32::from(date.month()) - 1 + i32::from(months);
    let first = |month: i32| {
        let (year, month) = (i16::try_from(month.div_euclid(12)).ok()?, i8::try_from(month.rem_euclid(12) + 1).ok()?);
        Date::new(year, month, 1).ok()
    };
    let there = first(month)?;
    match date.day() <= there.days_in_month() {
        true => Date::new(there.year(), there.month(), date.day()).ok(),
        false => first(month + 1),
    }
}

/// The fewest and the most days that so many months can be, whenever they begin: the calendar repeats after 400 years, and within
/// a month the days on which they begin differ only beyond the 28th.
pub fn days_of_months(months: u16) -> (i64, i64) {
    const MONTHS: u16 = 400 * 12;
    let long = |month: u16| {
        let (year, month) = (1600 + month % MONTHS / 12, month % 12 + 1);
        let first = i16::try_from(year).ok().zip(i8::try_from(month).ok());
        first
            .and_then(|(year, month)| Date::new(year, month, 1).ok())
            .map_or(0, |first| i64::from(first.days_in_month()))
    };
    let mut days: i64 = (0..months).map(long).sum();
    let (mut fewest, mut most) = (i64::MAX, 0);
    for month in 0..MONTHS {
        let (here, there) = (long(month), long((month + months % MONTHS) % MONTHS));
        // From the last day of a longer month to the first after a shorter one.
        (fewest, most) = (fewest.min(days - (here - there - 1).max(0)), most.max(days));
        days += there - here;
    }
    (fewest, most)
}

/// The date of a day number, for people: `2026-01-30`.
pub fn iso(day: i32) -> String {
    date(day).map_or_else(|| format!("day {day}"), |date| date.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// By hand; the day of the month is the rule of `completed_months`.
    #[test]
    fn months_end_on_the_same_day_or_on_the_first_of_the_next() {
        let after = |text: &str, months: u16| {
            let date = date_written("%Y-%m-%d", text).expect("a date");
            months_after(date, months).map(|date| date.to_string())
        };
        for (from, months, to) in [
            ("2023-03-15", 12, "2024-03-15"),
            ("2024-02-29", 12, "2025-03-01"),
            ("2024-02-29", 48, "2028-02-29"),
            ("2023-01-31", 1, "2023-03-01"),
            ("2024-01-31", 1, "2024-03-01"),
            ("2023-10-31", 1, "2023-12-01"),
            ("2023-12-31", 2, "2024-03-01"),
            ("2023-11-30", 3, "2024-03-01"),
            ("2023-12-05", 1, "2024-01-05"),
        ] {
            assert_eq!(after(from, months).as_deref(), Some(to), "{from} and {months} months");
        }
        assert_eq!(after("9999-12-01", 1), None);
    }

    #[test]
    fn how_many_days_months_can_be() {
        // From 1 February of a common year; from 31 March to 1 May, or any month of 31 days.
        assert_eq!(days_of_months(1), (28, 31));
        assert_eq!(days_of_months(12), (365, 366));
        // From 1 December, January or February to the 1st, of a common year; from 1 July to 1 January.
        assert_eq!(days_of_months(6), (181, 184));
        assert_eq!(days_of_months(48), (1460, 1461));
    }

    #[test]
    fn days_are_dates_of_the_calendar() {
        assert_eq!(date_written("%d/%m/%Y", "01/01/1970").map(day), Some(0));
        assert_eq!(date_written("%d/%m/%Y", "29/02/2024").map(day), Some(19_782));
        assert_eq!(iso(19_782), "2024-02-29");
        for wrong in ["31/02/2023", "29/02/2023", "00/07/2023", "1/2/2023", "01/02/23", "2025-03-14", "01/02/2023 "] {
            assert_eq!(date_written("%d/%m/%Y", wrong), None, "{wrong}");
        }
    }

    /// `DATE9.` of SAS writes 11 January 2022 as `11JAN2022`.
    #[test]
    fn a_month_in_letters_may_be_in_capitals() {
        for (format, text) in [("%d%b%Y", "11JAN2022"), ("%d%b%Y", "11Jan2022"), ("%d-%b-%Y", "11-JAN-2022")] {
            assert_eq!(date_written(format, text).map(iso_of).as_deref(), Some("2022-01-11"), "{text}");
        }
        for wrong in ["1JAN2022", "11JANUARY2022", "31FEB2022", "11JAN22", "11 JAN2022"] {
            assert_eq!(date_written("%d%b%Y", wrong), None, "{wrong}");
        }
    }

    fn iso_of(date: Date) -> String {
        iso(day(date))
    }
}
