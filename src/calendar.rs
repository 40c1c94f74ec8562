//! Days since 1970-01-01 and dates of the calendar.

use jiff::civil::Date;

const EPOCH: Date = jiff::civil::date(1970, 1, 1);

/// A date written exactly in this format: an impossible day, a missing zero or a short year is none.
pub fn date_written(format: &str, text: &str) -> Option<Date> {
    let date = Date::strptime(format, text).ok()?;
    (jiff::fmt::strtime::format(format, date).ok()? == text).then_some(date)
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

/// The date of a day number, for people: `2026-01-30`.
pub fn iso(day: i32) -> String {
    date(day).map_or_else(|| format!("day {day}"), |date| date.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_dates_of_the_calendar() {
        assert_eq!(date_written("%d/%m/%Y", "01/01/1970").map(day), Some(0));
        assert_eq!(date_written("%d/%m/%Y", "29/02/2024").map(day), Some(19_782));
        assert_eq!(iso(19_782), "2024-02-29");
        for wrong in ["31/02/2023", "29/02/2023", "00/07/2023", "1/2/2023", "01/02/23", "2025-03-14", "01/02/2023 "] {
            assert_eq!(date_written("%d/%m/%Y", wrong), None, "{wrong}");
        }
    }
}
