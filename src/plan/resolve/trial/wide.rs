//! Limits so wide that they leave nothing out.

use super::*;
use rust_decimal::Decimal;

/// Standard deviations of a score within which nearly every control lies.
const WIDE: Decimal = Decimal::TWO;

/// A standardised difference that no one calls balanced.
const LARGE: Decimal = Decimal::ONE;

impl<'a> Resolver<'a> {
    pub(super) fn check_wide_limits(&mut self) {
        let mut faults = vec![];
        for matching in &self.plan.matchings {
            let header = &matching.header;
            if let Some(caliper) = matching.caliper.filter(|caliper| *caliper >= WIDE) {
                let title = said!("A caliper of {caliper} SD leaves hardly anyone out", caliper = caliper.to_string());
                faults.push((header.clone(), "caliper", title, "take one such as `0.2 SD` (Austin 2011)"));
            }
            if matching.aim_below >= LARGE {
                let title = said!(
                    "A standardised difference below {aim} is reached by almost any pairs",
                    aim = matching.aim_below.to_string()
                );
                faults.push((header.clone(), "aim", title, "take one such as `below: 0.1`"));
            }
        }
        for (header, key, title, hint) in faults {
            let place = self.place_of("matching", &header.name, key).unwrap_or(header.span);
            let diagnostic = Diagnostic::new(codes::ALWAYS_SO, title)
                .at(place, "bounds nothing")
                .because("pairs of patients who are not alike would pass as matched")
                .hint(hint);
            self.ask(Question::AlwaysSo, &header.name, diagnostic);
        }
    }
}
