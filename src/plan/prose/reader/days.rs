//! Days said by others: both ends of a window, the day next to one, and dates with points.

use super::super::tokens::{Placed, Token};
use super::super::words;
use super::{Number, Quantity, Reader};

/// `45 days before and after`, `± 45 days`.
pub(super) fn is_around(text: &str, tokens: &[Placed], n: &Number) -> bool {
    let word = |at: usize| match tokens.get(at).map(|t| &t.token) {
        Some(Token::Word(word)) => word.as_str(),
        Some(Token::Digits(_) | Token::Sign(_)) | None => "",
    };
    let behind = n.last.max(n.end) + 1;
    words::is_around(word(behind), word(behind + 1), word(behind + 2))
        || text[..tokens[n.first].start].trim_end().ends_with('±')
}

impl Reader<'_> {
    /// `the day after`, where days were said before: the one next to the last of them, which need not be stated.
    pub(super) fn next_day(&mut self, days: i64) {
        let is_day = |n: &&Number| n.dated.is_none() && n.unit.as_deref() == Some("days");
        let Some(last) = self.numbers.iter().rev().find(is_day).and_then(|n| n.values.first().copied()) else { return };
        let value = last.saturating_add(days.into());
        let (first, end, sentence, part) = (self.at, self.at, self.sentence, self.part);
        let unit = Some("days".to_string());
        let number = Number {
            values: vec![value],
            unit,
            dated: None,
            first,
            last: end,
            end,
            led_by: None,
            sentence,
            part,
            loose: true,
        };
        self.numbers.push(number);
    }

    /// `31.12.2025`.
    pub(super) fn date_with_points(&self) -> Option<Quantity> {
        let placed = self.tokens.get(self.at)?;
        let parts: Vec<u32> =
            self.text.get(placed.start..placed.end)?.split('.').map(|p| p.parse().ok()).collect::<Option<_>>()?;
        match parts.as_slice() {
            [day @ 1..=31, month @ 1..=12, year @ 1900..=2199] => Some(Quantity::date(*year, *month, *day)),
            _ => None,
        }
    }
}
