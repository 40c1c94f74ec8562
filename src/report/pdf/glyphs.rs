//! Texts fit for the embedded fonts.

use super::fonts::has_glyph;
use crate::report::clean::{coded, is_mark, is_space};

/// Longer words get places at which a line may break; digests and identifiers stay whole, to be copied.
const LONGEST_WORD: usize = 80;
/// Zero-width space: a line may break here.
const BREAK: char = '\u{200b}';

/// A clean text in characters that some embedded font has, another standing by its code, and with places to break in
/// long words.
pub fn fit(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for c in text.chars() {
        match c.is_ascii_graphic() || is_space(c) || has_glyph(c) {
            true => shown.push(c),
            false => shown.push_str(&coded(c)),
        }
    }
    breakable(&shown)
}

fn breakable(text: &str) -> String {
    let mut result = String::with_capacity(text.len());
    let mut word = 0;
    for c in text.chars() {
        if word >= LONGEST_WORD && !is_space(c) && !is_mark(c) {
            result.push(BREAK);
            word = 0;
        }
        result.push(c);
        word = if is_space(c) { 0 } else { word + 1 };
    }
    result
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::clean::clean;

    #[test]
    fn characters_without_a_glyph_are_shown_by_their_code() {
        for c in ['😀', '🇫', '漢', 'か', '한', '𓀀', 'ก', '\u{2fffe}', '\u{323af}'] {
            assert_eq!(fit(&clean(&c.to_string())), format!("[U+{:04X}]", c as u32));
        }
        for text in ["é à ç ü ñ œ ß", "≥ 18 µmol/L", "κ χ² α − ± × ∞", "Łódź", "Ж", "Ω", "€ £ ¥", "½", "→", "a\u{301}"]
        {
            assert_eq!(fit(text), text);
        }
    }

    #[test]
    fn long_words_can_break() {
        let long = fit(&"x".repeat(200));
        assert_eq!(long.split(BREAK).map(str::len).max(), Some(LONGEST_WORD));
    }

    proptest::proptest! {
        #[test]
        fn every_text_has_its_glyphs(text in "\\PC{0,80}|.{0,80}") {
            let glyphs = fit(&clean(&text));
            proptest::prop_assert!(glyphs.chars().all(|c| is_space(c) || c == BREAK || has_glyph(c)));
        }
    }
}
