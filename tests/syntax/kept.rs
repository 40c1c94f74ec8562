//! A document that is read again, with what was kept of the reading before, is what it is when it is read for the first time.

use crate::every_plan::files_below;
use prespec::diagnostic::FileId;
use prespec::plan::registry::head_words;
use prespec::syntax::{Kept, parse, parse_again};

/// What is typed into a block, and what makes and unmakes one.
const TYPED: &[&str] =
    &["x", "{", "}", "\"", "\n", "// a remark\n", "```\n", "```plan\n", "~~~\n", "# 9 New\n", "é", "\r\n", " "];

/// The same numbers every time (Knuth's MMIX).
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        (self.0 >> 33) as usize % sides.max(1)
    }
}

/// The place between two characters that is at this byte or before it.
fn between(text: &str, byte: usize) -> usize {
    (0..=byte.min(text.len())).rev().find(|b| text.is_char_boundary(*b)).unwrap_or(0)
}

#[test]
fn a_document_read_again_is_the_same_document() {
    let mut dice = Dice(11);
    let paths = ["plans", "tests"].map(|folder| files_below(folder, "md")).concat();
    let (mut compared, mut wrong) = (0, 0);
    for (at, path) in paths.iter().enumerate() {
        let text = std::fs::read_to_string(path).expect("a text");
        if !text.contains("```plan") || text.len() > 40_000 {
            continue;
        }
        // Every third as Windows writes it, so that a block is of several pieces.
        let mut text = if at % 3 == 0 { text.replace('\n', "\r\n") } else { text };
        let mut kept = Kept::default();
        for edit in 0..5 {
            // A document may get another number when one before it goes.
            let file = FileId(edit % 2);
            let again = parse_again(file, &text, &head_words(), &mut kept);
            let (document, said) = parse(file, &text, &head_words());
            assert_eq!(again.0, document, "{} after {edit} edits:\n{text}", path.display());
            assert_eq!(again.1, said, "{} after {edit} edits:\n{text}", path.display());
            compared += 1;
            wrong += usize::from(!said.is_empty());
            let start = between(&text, dice.roll(text.len() + 1));
            let end = between(&text, start + dice.roll(9));
            text.replace_range(start..end, TYPED[dice.roll(TYPED.len())]);
        }
    }
    assert!(compared > 200 && wrong > 50, "{compared} compared, {wrong} with something to say");
}

/// Two blocks of one text are two blocks, each in its place.
#[test]
fn blocks_that_are_alike_are_told_apart() {
    let block = "```plan\nendpoint os \"Overall survival\" {\n  kind: \n}\n```\n";
    let mut kept = Kept::default();
    for text in
        [format!("# 1 One\n\n{block}\n# 2 Two\n\n{block}"), format!("# 1 One\n\nSaid.\n\n{block}\n{block}\n{block}")]
    {
        let (document, said) = parse_again(FileId(0), &text, &head_words(), &mut kept);
        assert_eq!((document, said.clone()), parse(FileId(0), &text, &head_words()));
        assert_eq!(said.len(), text.matches("kind:").count(), "{said:?}");
    }
}
