//! Characters that cannot be seen, written so that they can.

/// Text of the user as it may stand on a terminal or in a table: control characters, marks that turn the direction of writing
/// and characters without width are shown by their number, as in `\u{202e}`. Line ends stay.
pub fn visible(text: &str) -> String {
    escaped(text, |c| c != '\n' && (c.is_control() || without_width(c)))
}

/// A value as a finding shows it: blanks that are no plain space are shown by their number too, and so are line ends.
pub fn every_character(text: &str) -> String {
    escaped(text, |c| c.is_control() || invisible(c))
}

/// Characters that make two values differ which look the same: without width, or a blank that is no plain space.
pub fn invisible(c: char) -> bool {
    without_width(c) || (c.is_whitespace() && c != ' ' && !c.is_control())
}

/// Format characters (Unicode's category Cf) and fillers that are drawn as nothing.
fn without_width(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{2028}' | '\u{2029}'
        | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff9}'..='\u{fffb}'
        | '\u{e0000}'..='\u{e0fff}')
}

fn escaped(text: &str, hidden: impl Fn(char) -> bool) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            _ if !hidden(c) => out.push(c),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            _ => out.push_str(&format!("\\u{{{:x}}}", u32::from(c))),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_seen_is_shown_by_its_number() {
        assert_eq!(visible("a\u{1b}[2J\nb\u{202e}c\u{a0}é"), "a\\u{1b}[2J\nb\\u{202e}c\u{a0}é");
        assert_eq!(every_character("a\tb\nc\u{a0}d\u{200b}\u{feff} é"), "a\\tb\\nc\\u{a0}d\\u{200b}\\u{feff} é");
    }
}
