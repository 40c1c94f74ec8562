//! Timepoints that are called by a time, and look for another day.

use super::called::Words;
use super::*;

/// Days by which a timepoint may lie beside what it is called.
const WEEK: i64 = 7;

impl<'a> Resolver<'a> {
    pub(super) fn check_windows_called(&mut self) {
        let mut faults = vec![];
        for timepoints in &self.plan.timepoints {
            for point in &timepoints.points {
                let (Some((low, high)), Some(day)) = (point.window, self.day_called(&point.label)) else { continue };
                // A month is of 28 days in some plans.
                let by_month = Words::of(&point.label)
                    .0
                    .iter()
                    .any(|word| ["mo", "y", "an"].iter().any(|unit| word.starts_with(unit)));
                let near = if by_month { WEEK.max(day / 5) } else { WEEK };
                let far = |target: i64| (target - day).abs() > near;
                let far = matches!(point.kind, PointKind::Nearest(target) if far(target));
                if day < low - 1 || day > high + 1 || far {
                    faults.push((timepoints.header.name.clone(), point.clone(), day));
                }
            }
        }
        for (about, point, day) in faults {
            let title = said!(
                "`{point}` is called \"{label}\", which is day {day}, and looks for another day",
                point = point.name,
                label = point.label,
                day
            );
            let diagnostic = Diagnostic::new(codes::OTHER_LABEL, title).at(point.condition.span, "another time");
            self.ask_other_label(&about, diagnostic);
        }
    }

    /// `12 weeks`, `week 12`, alone in a label.
    fn day_called(&self, label: &str) -> Option<i64> {
        use rust_decimal::prelude::ToPrimitive;
        let Words(words) = Words::of(label);
        let (number, unit) = match words.as_slice() {
            [a, b] => a.parse::<u32>().map(|n| (n, b)).or_else(|_| b.parse().map(|n| (n, a))).ok()?,
            _ => return None,
        };
        let days = match unit.trim_end_matches('s') {
            "day" | "jour" => rust_decimal::Decimal::ONE,
            "week" | "semaine" => rust_decimal::Decimal::from(7),
            "month" | "moi" => self.plan.settings.month_days,
            "year" | "an" | "année" => self.plan.settings.year_days,
            _ => return None,
        };
        (days * rust_decimal::Decimal::from(number)).round().to_i64()
    }
}
