//! How wide letters are in the face that every word processor has: Times, by the widths of its Core 14 metrics (Adobe, 1997), which
//! Times New Roman and Liberation Serif share.

use crate::report::figure::letters::Letters;

pub struct Times;

/// In thousandths of an em, from the space on.
const WIDTHS: [u16; 95] = [
    250, 333, 408, 500, 500, 833, 778, 180, 333, 333, 500, 564, 250, 333, 250, 278, 500, 500, 500, 500, 500, 500, 500,
    500, 500, 500, 278, 278, 564, 564, 564, 444, 921, 722, 667, 667, 722, 611, 556, 722, 722, 333, 389, 722, 611, 889,
    722, 722, 556, 722, 667, 556, 611, 722, 722, 944, 722, 722, 611, 333, 278, 333, 469, 500, 333, 444, 500, 444, 500,
    444, 333, 500, 500, 278, 278, 500, 278, 778, 500, 500, 500, 500, 333, 389, 278, 500, 500, 722, 500, 500, 444, 480,
    200, 480, 541,
];

impl Letters for Times {
    /// Letters beyond ASCII count half an em: those with accents have about that.
    fn width(&self, text: &str) -> f64 {
        let width = |c: char| match c {
            '\u{a0}' => 250,
            '\u{202f}' => 125,
            '−' | '≥' | '≤' => 564,
            '—' => 1000,
            _ => (c as usize).checked_sub(' ' as usize).and_then(|i| WIDTHS.get(i)).copied().unwrap_or(500),
        };
        text.chars().map(|c| f64::from(width(c)) / 1000.0).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_stand_at_their_places() {
        for (text, width) in
            [(" ", 0.25), ("0", 0.5), ("A", 0.722), ("W", 0.944), ("a", 0.444), ("m", 0.778), ("~", 0.541)]
        {
            assert!((Times.width(text) - width).abs() < 1e-12, "{text}");
        }
        assert!((Times.width("−1.5") - 1.814).abs() < 1e-12);
    }
}
