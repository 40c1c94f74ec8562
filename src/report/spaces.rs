//! The spaces of French: a thin one that no line breaks at stands before `;`, `:`, `?`, `!` and `»`, and behind `«`.
//!
//! What the report writes is set so whatever made it: sentences, labels joined with others, heads of tables, the letters of
//! drawings; and so is what is told beside it and by `trace`. The text of the plan and what is cited stay as they were written, and
//! so do code and the cells of files.

use super::document::{Block, Document, Section, Span, Style};
use super::figure::Shape;
use crate::catalogue::Language;

/// Narrow no-break space.
const THIN: char = '\u{202f}';

/// Puts what a document says into the spaces of its language.
pub fn set(document: &mut Document) {
    match document.language {
        Language::English => {}
        Language::French => in_french(document),
    }
}

fn in_french(document: &mut Document) {
    set_text(&mut document.title);
    set_text(&mut document.running);
    document.cover.iter_mut().for_each(set_block);
    let quoted = |section: &Section| matches!(section, Section::References | Section::Clauses | Section::Sources);
    let own = document.sections.iter_mut().filter(|(section, _)| !quoted(section));
    own.flat_map(|(_, blocks)| blocks).for_each(set_block);
}

fn set_block(block: &mut Block) {
    block.texts_mut().into_iter().for_each(|text| set_text(text));
    if let Block::Figure(figure) = block {
        figure.alt = french(&figure.alt);
        for shape in &mut figure.drawing.shapes {
            if let Shape::Text { text, .. } = shape {
                *text = french(text);
            }
        }
    }
}

/// A text whose spans stand behind each other; what is code is one sign, whatever is in it.
fn set_text(text: &mut [Span]) {
    let mut signs: Vec<(char, usize)> = vec![];
    for (place, span) in text.iter().enumerate() {
        match span.style {
            Style::Code => signs.push((CODE, place)),
            Style::Break => signs.push(('\n', place)),
            Style::Plain | Style::Emphasis | Style::Strong | Style::Superscript | Style::Quiet => {
                signs.extend(span.text.chars().map(|c| (c, place)));
            }
        }
    }
    let signs = spaced(&signs);
    for (place, span) in text.iter_mut().enumerate() {
        if !matches!(span.style, Style::Code | Style::Break) {
            span.text = signs.iter().filter(|(_, of)| *of == place).map(|(c, _)| c).collect();
        }
    }
}

/// Stands for a span of code; no text has it, as it shows nothing.
const CODE: char = '\u{fffc}';

/// A text of its own in the spaces of its language.
pub fn in_language(text: &str, language: Language) -> String {
    match language {
        Language::English => text.to_string(),
        Language::French => french(text),
    }
}

/// Blocks of their own in the spaces of their language.
pub fn blocks_in_language(mut blocks: Vec<Block>, language: Language) -> Vec<Block> {
    match language {
        Language::English => {}
        Language::French => blocks.iter_mut().for_each(set_block),
    }
    blocks
}

/// A text in the spaces of French.
fn french(text: &str) -> String {
    if !text.contains(|c| is_high(c) || c == '«') {
        return text.to_string();
    }
    spaced(&text.chars().map(|c| (c, 0)).collect::<Vec<_>>()).into_iter().map(|(c, _)| c).collect()
}

fn spaced(signs: &[(char, usize)]) -> Vec<(char, usize)> {
    let mut set: Vec<(char, usize)> = vec![];
    let mut rest = signs.iter().copied().enumerate().peekable();
    while let Some((at, (c, place))) = rest.next() {
        if is_high(c) && ends_here(signs, at) {
            let behind_space = set.last().is_some_and(|(last, _)| is_blank(*last));
            while set.last().is_some_and(|(last, _)| is_blank(*last)) {
                set.pop();
            }
            let begins = set.last().is_none_or(|(last, _)| *last == '\n');
            let doubled = !behind_space && set.last().is_some_and(|(last, _)| is_high(*last) || *last == '(');
            if !begins && !doubled {
                set.push((THIN, place));
            }
        }
        set.push((c, place));
        if c == '«' {
            while rest.next_if(|(_, (next, _))| is_blank(*next)).is_some() {}
            set.push((THIN, place));
        }
    }
    set
}

fn is_high(c: char) -> bool {
    matches!(c, ';' | ':' | '?' | '!' | '»')
}

fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\u{a0}' | THIN)
}

/// As a sign of the sentence, and not within a number, a time, an address or a name.
fn ends_here(signs: &[(char, usize)], at: usize) -> bool {
    let next = signs.get(at + 1).map(|(c, _)| *c);
    let ends = |c: char| is_blank(c) || is_high(c) || matches!(c, '\n' | ')' | ']' | '”' | '.' | ',' | CODE);
    signs[at].0 == '»' || next.is_none_or(ends)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_thin_space_stands_before_what_is_high() {
        let cases = [
            ("Analyse principale\u{a0}: réponse", "Analyse principale\u{202f}: réponse"),
            ("une réponse; un décès : non", "une réponse\u{202f}; un décès\u{202f}: non"),
            ("« paires »", "«\u{202f}paires\u{202f}»"),
            ("«paires»", "«\u{202f}paires\u{202f}»"),
            ("vraiment ?", "vraiment\u{202f}?"),
            ("quoi ?!", "quoi\u{202f}?!"),
            ("(article 3.2); une", "(article 3.2)\u{202f}; une"),
            ("le «\u{a0}même\u{a0}»\u{a0}; autre", "le «\u{202f}même\u{202f}»\u{202f}; autre"),
        ];
        for (written, set) in cases {
            assert_eq!(french(written), set);
            assert_eq!(french(set), set, "it is set already");
        }
    }

    #[test]
    fn what_is_no_sentence_stays() {
        for text in
            ["1:1", "12:30", "https://example.org", "a != b", "17 % (95 %)", ": au début", "visits.csv:3", "30\u{a0}%"]
        {
            assert_eq!(french(text), text);
        }
    }

    #[test]
    fn it_is_set_across_spans_and_not_in_code() {
        let mut text = vec![
            Span::new("Voir "),
            Span::styled("a: b", Style::Code),
            Span::new(" : ceci"),
            Span::new("; "),
            Span::styled("cela", Style::Strong),
        ];
        set_text(&mut text);
        let set: Vec<&str> = text.iter().map(|span| span.text.as_str()).collect();
        assert_eq!(set, ["Voir ", "a: b", "\u{202f}: ceci", "\u{202f}; ", "cela"]);
    }
}
