//! Where in a formal block a cursor stands, read from the text alone: while a line is typed it has no tree.

use std::ops::Range;

const OPENS: &str = "```plan";
const CLOSES: &str = "```";

/// The text of a formal block up to the cursor.
#[derive(Clone, Copy)]
pub(super) struct Fenced<'t> {
    text: &'t str,
    /// Where it begins in the document.
    start: usize,
}

impl<'t> Fenced<'t> {
    /// None in prose.
    pub(super) fn at(text: &'t str, byte: usize) -> Option<Fenced<'t>> {
        let (mut start, mut at) = (None, 0);
        for line in text.split_inclusive('\n') {
            let end = at + line.len();
            let fence = line.trim_end();
            let is_here = byte < end || (end == text.len() && !line.ends_with('\n'));
            match start {
                Some(_) if is_here && !fence.starts_with(CLOSES) => break,
                None | Some(_) if is_here => return None,
                None if fence == OPENS => start = Some(end),
                Some(_) if fence.starts_with(CLOSES) => start = None,
                None | Some(_) => {}
            }
            at = end;
        }
        start.map(|start| Fenced { text: &text[start..byte], start })
    }

    /// The formal block around a byte, with its fences.
    pub(super) fn whole(text: &str, byte: usize) -> Option<Range<usize>> {
        let start = Fenced::at(text, byte)?.start;
        let opens = text[..start].trim_end().rfind('\n').map_or(0, |at| at + 1);
        let mut end = start;
        for line in text[start..].split_inclusive('\n') {
            end += line.len();
            if line.starts_with(CLOSES) {
                break;
            }
        }
        Some(opens..end)
    }

    /// A statement begins with the word that begins at this byte of the document.
    pub(super) fn is_at_margin(&self, word: usize) -> bool {
        word >= self.start && (word == self.start || self.text[..word - self.start].ends_with('\n'))
    }

    /// The word before the innermost brace that is open, and the key that is written in it.
    pub(super) fn open_options(&self) -> Option<(&'t str, &'t str)> {
        let (mut open, mut quoted) = (vec![], false);
        for (at, c) in self.text.char_indices() {
            match c {
                '"' => quoted = !quoted,
                // A text ends with its line.
                '\n' => quoted = false,
                '{' | '(' if !quoted => open.push((at, c, at + 1)),
                '}' | ')' if !quoted => {
                    open.pop();
                }
                ',' if !quoted => open.last_mut().into_iter().for_each(|(_, _, behind)| *behind = at + 1),
                _ => {}
            }
        }
        let (at, _, behind) = open.into_iter().rev().find(|(_, bracket, _)| *bracket == '{')?;
        let is_word = |c: char| c.is_alphanumeric() || c == '_';
        let before = self.text[..at].trim_end();
        let word = before.trim_end_matches(is_word).len();
        Some((&before[word..], self.text[behind..].split(':').next().unwrap_or_default().trim()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "# 1 A\n\n```plan\nstudy x {\n  alpha: 0.05 { sides: two, \n```\n\nProse { in it.\n";

    #[test]
    fn a_cursor_is_in_a_fence_or_in_prose() {
        let at = |word: &str| Fenced::at(TEXT, TEXT.find(word).expect("there"));
        assert!(at("# 1").is_none() && at("```plan").is_none() && at("Prose").is_none() && at("in it").is_none());
        let study = TEXT.find("study").expect("there");
        assert!(at("study").expect("in it").is_at_margin(study));
        let alpha = TEXT.find("alpha").expect("there");
        assert!(!at("alpha").expect("in it").is_at_margin(alpha));
        assert!(Fenced::at("```plan\nend", 11).expect("the last line").is_at_margin(8));
        assert!(Fenced::at("```plan\n", 8).expect("an empty line").is_at_margin(8));
    }

    #[test]
    fn a_block_is_had_with_its_fences() {
        let whole = |word: &str| Fenced::whole(TEXT, TEXT.find(word).expect("there")).map(|range| &TEXT[range]);
        assert_eq!(whole("alpha"), Some("```plan\nstudy x {\n  alpha: 0.05 { sides: two, \n```\n"));
        assert_eq!(whole("Prose"), None);
        assert_eq!(Fenced::whole("```plan\nend", 11), Some(0..11));
    }

    #[test]
    fn the_open_brace_knows_its_word() {
        let at =
            |word: &str| Fenced::at(TEXT, TEXT.find(word).expect("there") + word.len()).expect("in it").open_options();
        assert_eq!(at("alpha"), Some(("x", "alpha")));
        assert_eq!(at("two"), Some(("05", "sides")));
        assert_eq!(at("two, "), Some(("05", "")));
    }
}
