//! Characters that nobody sees and that change what is read, or in which direction it is shown.

/// Name of such a character, as Unicode gives it.
pub(super) fn name(c: char) -> Option<&'static str> {
    Some(match c {
        '\u{ad}' => "soft hyphen",
        '\u{61c}' => "Arabic letter mark",
        '\u{180e}' => "Mongolian vowel separator",
        '\u{200b}' => "zero-width space",
        '\u{200c}' => "zero-width non-joiner",
        '\u{200d}' => "zero-width joiner",
        '\u{200e}' => "left-to-right mark",
        '\u{200f}' => "right-to-left mark",
        '\u{202a}'..='\u{202e}' => "sign that turns the direction of writing",
        '\u{2060}' => "word joiner",
        '\u{2061}'..='\u{2064}' => "invisible operator",
        '\u{2066}'..='\u{2069}' => "sign that turns the direction of writing",
        '\u{feff}' => "byte-order mark",
        '\t' => return None,
        c if c.is_control() => "control character",
        _ => return None,
    })
}

/// The first of them in a text, with its place.
pub(super) fn first(text: &str) -> Option<(usize, char, &'static str)> {
    text.char_indices().find_map(|(at, c)| Some((at, c, name(c)?)))
}
