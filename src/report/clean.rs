//! Free text made fit to be shown: nothing in it is invisible or reorders its neighbours.

/// Marks that may stand over one letter.
const MOST_MARKS: usize = 2;

/// The text as it can be shown. White space of any kind becomes a space; a character that would not show or that
/// changes the direction of the text, is replaced by its code: `[U+202E]`.
///
/// It is idempotent, and what it leaves is printed as it stands: nothing in it is ever read as markup.
pub fn clean(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    let mut marks = 0;
    for c in text.chars() {
        marks = if is_mark(c) { marks + 1 } else { 0 };
        match c {
            BREAK => {}
            '\u{a0}' | '\u{202f}' => shown.push(c),
            _ if is_space(c) => shown.push(' '),
            _ if marks <= MOST_MARKS && is_printable(c) => shown.push(c),
            _ => shown.push_str(&coded(c)),
        }
    }
    shown
}

/// The code that stands for a character that cannot be shown.
pub fn coded(c: char) -> String {
    format!("[U+{:04X}]", c as u32)
}

/// Zero-width space, at which a line may break: back ends set their own.
const BREAK: char = '\u{200b}';

pub fn is_space(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\u{b}' | '\u{c}' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}') || c.is_whitespace()
}

fn is_printable(c: char) -> bool {
    !(c.is_control() || is_unseen(c) || is_right_to_left(c))
}

/// Characters that show nothing by themselves, whether or not a font has a glyph for them.
fn is_unseen(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}'..='\u{1160}' | '\u{17b4}'..='\u{17b5}' | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{fffe}'..='\u{ffff}'
        | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}' | '\u{e000}'..='\u{f8ff}' | '\u{e0000}'..='\u{10ffff}')
}

/// Hebrew, Arabic and their neighbours would reorder the numbers beside them.
fn is_right_to_left(c: char) -> bool {
    matches!(c,
        '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefe}'
        | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}')
}

pub fn is_mark(c: char) -> bool {
    matches!(c,
        '\u{300}'..='\u{36f}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}'
        | '\u{20d0}'..='\u{20ff}' | '\u{fe20}'..='\u{fe2f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_text_and_markup_are_left_as_they_are() {
        let kept = [
            "#read(\"x\")",
            "#panic()",
            "$x^2$",
            "@label",
            "<tag>",
            "*bold* _em_",
            "`code`",
            "\\u{202e}",
            "// comment",
            "/* c */",
            "= Heading",
            "- item",
            "+ item",
            "#let x = 1",
            "#import \"@preview/a:1.0.0\": b",
            "[block]",
            "{code}",
            "~",
            "---",
            "...",
            "\"quotes\"",
            "'",
            "é à ç ü ñ œ ß",
            "Kaplan–Meier",
            "≥ 18 µmol/L",
            "κ χ² α − ± × ∞",
            "’ “ ”",
            "Ünï",
            "Łódź",
            "Ж",
            "Ω",
            "€ £ ¥",
            "½",
            "→",
            "†‡§¶",
            "…",
            "%",
            "P<0.001",
            "a\u{301}",
        ];
        for text in kept {
            assert_eq!(clean(text), text);
        }
    }

    #[test]
    fn white_space_becomes_a_space() {
        for c in ['\t', '\n', '\r', '\u{b}', '\u{c}', '\u{85}', '\u{2028}', '\u{2029}', '\u{2003}', '\u{3000}'] {
            assert_eq!(clean(&format!("a{c}b")), "a b", "{c:?}");
        }
        assert_eq!(clean("a\u{a0}b"), "a\u{a0}b");
        assert_eq!(clean("a\u{202f}b"), "a\u{202f}b");
    }

    #[test]
    fn what_cannot_be_seen_is_shown_by_its_code() {
        let hidden = [
            '\u{0}',
            '\u{1}',
            '\u{7}',
            '\u{8}',
            '\u{1b}',
            '\u{7f}',
            '\u{80}',
            '\u{9f}',
            '\u{ad}',
            '\u{200c}',
            '\u{200d}',
            '\u{200e}',
            '\u{200f}',
            '\u{202a}',
            '\u{202b}',
            '\u{202c}',
            '\u{202d}',
            '\u{202e}',
            '\u{2060}',
            '\u{2066}',
            '\u{2067}',
            '\u{2068}',
            '\u{2069}',
            '\u{feff}',
            '\u{fff9}',
            '\u{fe0f}',
            '\u{e000}',
            '\u{e0001}',
            '\u{e0041}',
            '\u{f0000}',
            '\u{10ffff}',
            '\u{34f}',
            '\u{61c}',
            '\u{180e}',
            '\u{3164}',
            '\u{115f}',
            '\u{ffff}',
            '\u{fdd0}',
        ];
        for c in hidden {
            assert_eq!(clean(&format!("a{c}b")), format!("a[U+{:04X}]b", c as u32));
        }
    }

    #[test]
    fn what_reads_from_right_to_left_is_shown_by_its_code() {
        for c in ['א', 'ع', 'ܐ', 'ހ', 'ﷺ', '\u{1e900}'] {
            assert_eq!(clean(&c.to_string()), coded(c));
        }
    }

    #[test]
    fn marks_do_not_pile_up() {
        let pile = format!("a{}", "\u{301}".repeat(40));
        assert_eq!(clean(&pile).chars().filter(|c| *c == '\u{301}').count(), MOST_MARKS);
    }

    #[test]
    fn places_to_break_are_for_the_back_end_to_set() {
        assert_eq!(clean("zero\u{200b}width"), "zerowidth");
    }

    #[test]
    fn cleaning_twice_changes_nothing() {
        let all: String = (0..0x3000u32).filter_map(char::from_u32).collect();
        let samples = [all, "x".repeat(500), "😀".repeat(50), "a\u{301}\u{302}\u{303}\u{304}b".to_string()];
        for text in samples {
            let once = clean(&text);
            assert_eq!(clean(&once), once);
        }
    }

    proptest::proptest! {
        #[test]
        fn every_text_comes_out_printable(text in "\\PC{0,80}|.{0,80}") {
            let once = clean(&text);
            let printable = once.chars().all(|c| matches!(c, ' ' | '\u{a0}' | '\u{202f}') || is_mark(c) || is_printable(c));
            proptest::prop_assert!(printable);
            proptest::prop_assert_eq!(clean(&once), once);
        }
    }
}
