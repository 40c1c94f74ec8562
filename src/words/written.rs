//! Numbers and dates as a language writes them.

use super::Words;
use crate::catalogue::Language;
use crate::number::{Number, Quantity};
use crate::results::format;

impl Words {
    /// Without unit, for a column or a sentence that names it.
    pub fn value(&self, number: &Number, quantity: Quantity) -> String {
        self.number(&format::value(number, quantity))
    }

    /// With its unit.
    pub fn format(&self, number: &Number, quantity: Quantity) -> String {
        self.number(&format::format(number, quantity))
    }

    pub fn interval(&self, lower: &Number, upper: &Number, quantity: Quantity) -> String {
        self.number(&format::interval(lower, upper, quantity))
    }

    pub fn p_value(&self, number: &Number) -> String {
        let text = self.number(&format::p_value(number));
        match self.language {
            Language::English => text,
            Language::French => ["=", "<", ">"]
                .iter()
                .fold(text.replacen('P', "p", 1), |text, sign| text.replacen(sign, &format!("\u{a0}{sign}\u{a0}"), 1)),
        }
    }

    pub fn level(&self, level: f64) -> String {
        self.number(&format::level(level))
    }

    /// A number printed in English, as this language writes it.
    pub fn number(&self, text: &str) -> String {
        if self.language == Language::English {
            return text.to_string();
        }
        let text = text.replace("not reached", "non atteint").replace(" to ", " à ").replace(" pp", "\u{a0}points");
        let text =
            text.split(' ').map(|word| if word == "NR" { "non atteint" } else { word }).collect::<Vec<_>>().join(" ");
        let chars: Vec<char> = text.chars().collect();
        let digit = |i: Option<usize>| i.and_then(|i| chars.get(i)).is_some_and(char::is_ascii_digit);
        let one = |(i, c): (usize, &char)| match c {
            '.' if digit(i.checked_sub(1)) && digit(Some(i + 1)) => ",".to_string(),
            ',' if digit(i.checked_sub(1)) && digit(Some(i + 1)) => "\u{a0}".to_string(),
            '%' if digit(i.checked_sub(1)) => "\u{a0}%".to_string(),
            other => other.to_string(),
        };
        chars.iter().enumerate().map(one).collect()
    }

    /// `30 January 2026` for `2026-01-30`; what is not such a date stays as it is.
    pub fn date(&self, iso: &str) -> String {
        let parts: Vec<usize> = iso.split('-').filter_map(|p| p.parse().ok()).collect();
        match parts.as_slice() {
            [year, month @ 1..=12, day @ 1..=31] if iso.len() == 10 => {
                let first = if *day == 1 && self.language == Language::French { "er" } else { "" };
                format!("{day}{first}\u{a0}{}\u{a0}{year}", self.months[month - 1])
            }
            _ => iso.to_string(),
        }
    }
}
