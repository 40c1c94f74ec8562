//! From the text of a fence to its lines: comments blanked, lines in parentheses joined, brackets matched.
//!
//! Nothing is moved: the blanked text has the length of the fence, so that every place in it is one in the fence.

use super::Found;
use super::excerpt::Excerpt;
use super::invisible;
use super::trivia::{Unread, UnreadKind};
use crate::diagnostic::{Diagnostic, codes, said};

/// Brackets open at one time, on a line or around it.
pub(super) const DEEPEST: usize = 64;
/// Operators and brackets that one value may be built of; the depth of the tree is bounded by it.
const LONGEST_CHAIN: usize = 128;
const OPERATORS: &[&str] =
    &["and", "or", "not", "as", "of", "by", "at", "against", "otherwise", "earlier", "where", "since", "has", "like"];

/// A line as it is read, made of several where parentheses carry it on.
#[derive(Debug, Default)]
pub(super) struct Line {
    /// First and last byte that is read, without white space and the brace that goes on below.
    pub start: usize,
    pub end: usize,
    pub indent: usize,
    /// Braces left open, which hold the lines below.
    pub opens: Vec<usize>,
    /// Braces closed that were opened above.
    pub closes: Vec<usize>,
    /// Outside brackets and quotation marks stands a colon, a brace, or `when` or `otherwise`.
    pub colon: bool,
    pub brace: bool,
    pub case: bool,
    /// A fault was reported: the line is not read further.
    pub faulty: bool,
}

impl Line {
    /// Nothing but a closing brace.
    pub fn is_close(&self) -> bool {
        self.start == self.end && !self.closes.is_empty() && self.opens.is_empty()
    }
}

#[derive(Debug)]
pub(super) struct Scanned {
    pub text: String,
    pub lines: Vec<Line>,
    /// The indentation of the statements.
    pub margin: usize,
    /// Comments and blank lines.
    pub unread: Vec<Unread>,
}

struct Open {
    brace: bool,
    at: usize,
    /// Operators since the last comma, in the bracket around this one.
    chain: usize,
}

struct Scanner<'a> {
    excerpt: &'a Excerpt,
    bytes: Vec<u8>,
    margin: usize,
    found: &'a mut Found,
    lines: Vec<Line>,
    line: Option<Line>,
    open: Vec<Open>,
    /// Operators of the open value: since the last comma, and in all open brackets.
    chain: usize,
    total: usize,
    /// End of what was last read on this line.
    last: usize,
    unread: Vec<Unread>,
}

pub(super) fn scan(excerpt: &Excerpt, found: &mut Found) -> Scanned {
    let bytes = excerpt.text.clone().into_bytes();
    let margin = excerpt.text.split(['\n', '\r']).filter(|l| !l.trim().is_empty()).map(indent_of).min().unwrap_or(0);
    let (lines, line, open, unread) = (vec![], None, vec![], vec![]);
    let mut scanner = Scanner { excerpt, bytes, margin, found, lines, line, open, chain: 0, total: 0, last: 0, unread };
    scanner.run();
    // Only whole characters are ever replaced, and only by spaces.
    let text = String::from_utf8(scanner.bytes).unwrap_or_default();
    Scanned { text, lines: scanner.lines, margin, unread: scanner.unread }
}

fn indent_of(line: &str) -> usize {
    line.chars().take_while(|c| c.is_whitespace()).count()
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

impl Scanner<'_> {
    fn run(&mut self) {
        let text = &self.excerpt.text;
        let mut start = 0;
        while start < text.len() {
            let end = text[start..].find(['\n', '\r']).map_or(text.len(), |i| start + i);
            self.physical_line(start, end);
            start = end + 1;
        }
        self.finish();
    }

    fn physical_line(&mut self, start: usize, end: usize) {
        let written = &self.excerpt.text[start..end];
        let begins = start + (written.len() - written.trim_start().len());
        let code = written.trim();
        if code.is_empty() || code.starts_with("//") {
            let kind = if code.is_empty() { UnreadKind::Blank } else { UnreadKind::Comment { alone: true } };
            self.set_aside(begins.min(end), end, kind);
            self.blank(start, end);
            return;
        }
        let indent = indent_of(written);
        if self.line.is_some() && self.stops(code, indent) {
            self.finish();
        }
        match &self.line {
            None => {
                self.line = Some(Line { start: begins, end: begins, indent, ..Line::default() });
                self.last = begins;
            }
            // Lines in parentheses are joined.
            Some(_) => {
                let joint = self.last..begins;
                self.bytes[joint].fill(b' ');
            }
        }
        self.check_visible(begins, end);
        self.characters(begins, end);
        if !self.open.iter().any(|o| !o.brace) {
            self.finish();
        }
    }

    /// What is read is what is seen.
    fn check_visible(&mut self, begins: usize, end: usize) {
        let Some((at, c, name)) = invisible::first(&self.excerpt.text[begins..end]) else { return };
        let place = self.excerpt.span(begins + at, begins + at + c.len_utf8());
        let title = said!(
            "An invisible character stands here: U+{code_point}, {name}",
            code_point = format!("{:04X}", c as u32),
            name
        );
        self.fault(
            Diagnostic::new(codes::UNREADABLE, title)
                .at(place, "not seen, and read all the same")
                .hint("delete it; it often comes with text that was copied from elsewhere"),
        );
    }

    /// Whether a line cannot belong to the parentheses left open above it.
    fn stops(&self, code: &str, indent: usize) -> bool {
        if code.starts_with(')') {
            return false;
        }
        let in_braces = self.open.last().is_some_and(|o| o.brace);
        indent <= self.margin || has_when(code) || (!in_braces && (code.starts_with('}') || starts_with_key(code)))
    }

    fn characters(&mut self, mut at: usize, end: usize) {
        while at < end {
            let (begins, byte) = (at, self.bytes[at]);
            match byte {
                b'/' if self.bytes.get(at + 1) == Some(&b'/') => {
                    self.set_aside(at, end, UnreadKind::Comment { alone: false });
                    self.blank(at, end);
                    return;
                }
                b'"' => at = self.quoted(at, end),
                b'(' | b'{' => self.opening(byte == b'{', at),
                b')' => self.closing_paren(at),
                b'}' => self.closing_brace(at),
                b',' => {
                    self.total -= self.chain;
                    self.chain = 0;
                }
                _ => at = self.word_or_sign(at, end),
            }
            if !self.excerpt.text[begins..].starts_with(char::is_whitespace) {
                self.last = at + 1;
            }
            at += 1;
        }
    }

    /// The last byte of a quotation, or of the line where it is not closed.
    fn quoted(&mut self, at: usize, end: usize) -> usize {
        if let Some(length) = self.excerpt.text[at + 1..end].find('"') {
            return at + 1 + length;
        }
        let place = self.excerpt.span(at, at + 1);
        self.fault(
            Diagnostic::new(codes::UNCLOSED, "A quotation mark is not closed")
                .at(place, "opened here, not closed on this line")
                .hint("end the text with `\"` on the same line"),
        );
        // A brace at the end still holds the lines below.
        let rest = self.excerpt.text[at + 1..end].trim_end();
        match rest.ends_with('{') {
            true => at + rest.len() - 1,
            false => end - 1,
        }
    }

    /// The last byte of the word, or of the sign, that begins here.
    fn word_or_sign(&mut self, at: usize, end: usize) -> usize {
        let rest = &self.excerpt.text[at..end];
        let length = rest.find(|c: char| !is_word(c)).unwrap_or(rest.len());
        if length == 0 {
            self.sign(self.bytes[at], at);
            return at + rest.chars().next().map_or(1, char::len_utf8) - 1;
        }
        let word = &rest[..length];
        let outside = self.open.is_empty();
        if let (true, Some(line)) = (outside, &mut self.line) {
            line.case |= matches!(word, "when" | "otherwise");
        }
        if OPERATORS.contains(&word) {
            self.lengthen(at, 1);
        }
        at + length - 1
    }

    fn sign(&mut self, byte: u8, at: usize) {
        let outside = self.open.is_empty();
        match (byte, &mut self.line) {
            (b':', Some(line)) => line.colon |= outside,
            (b'+' | b'-' | b'*' | b'/' | b'=' | b'<' | b'>', _) => self.lengthen(at, 1),
            (b'.', _) if self.bytes.get(at + 1).is_some_and(|b| b.is_ascii_alphabetic() || *b >= 0x80) => {
                self.lengthen(at, 1)
            }
            _ => {}
        }
    }

    fn lengthen(&mut self, at: usize, by: usize) {
        self.chain += by;
        self.total += by;
        if self.total == LONGEST_CHAIN {
            let place = self.excerpt.span(at, at + 1);
            self.fault(
                Diagnostic::new(codes::TOO_DEEP, "This expression is too long to be read with certainty")
                    .at(place, format!("more than {LONGEST_CHAIN} operators without a comma"))
                    .hint("give parts of it a name of their own, and use the names here"),
            );
        }
    }

    fn opening(&mut self, brace: bool, at: usize) {
        if let (true, Some(line)) = (brace && self.open.is_empty(), &mut self.line) {
            line.brace = true;
        }
        if self.open.len() == DEEPEST {
            let place = self.excerpt.span(at, at + 1);
            self.fault(
                Diagnostic::new(codes::TOO_DEEP, "Parentheses are nested too deeply")
                    .at(place, format!("the {}th bracket that is open at once", DEEPEST + 1))
                    .hint("give parts of the expression a name of their own, and use the names here"),
            );
        }
        self.lengthen(at, 1);
        self.open.push(Open { brace, at, chain: self.chain });
        self.chain = 0;
    }

    fn close_last(&mut self) {
        if let Some(open) = self.open.pop() {
            self.total -= self.chain + 1;
            self.chain = open.chain - 1;
        }
    }

    fn closing_paren(&mut self, at: usize) {
        let Some(paren) = self.open.iter().rposition(|o| !o.brace) else {
            let place = self.excerpt.span(at, at + 1);
            self.fault(
                Diagnostic::new(codes::UNREADABLE, "This parenthesis closes nothing")
                    .at(place, "no `(` before it is open"),
            );
            return;
        };
        self.unclosed_above(paren, at);
        self.close_last();
    }

    fn closing_brace(&mut self, at: usize) {
        if let Some(brace) = self.open.iter().rposition(|o| o.brace) {
            self.unclosed_above(brace, at);
            self.close_last();
            return;
        }
        if !self.open.is_empty() {
            self.unclosed_above_all(Some(at));
        }
        if let Some(line) = &mut self.line {
            line.closes.push(at);
        }
    }

    /// Brackets opened after the one that is being closed were forgotten.
    fn unclosed_above(&mut self, kept: usize, closer: usize) {
        if self.open.len() > kept + 1 {
            self.report_unclosed(kept + 1, Some(closer));
            while self.open.len() > kept + 1 {
                self.close_last();
            }
        }
    }

    fn unclosed_above_all(&mut self, closer: Option<usize>) {
        self.report_unclosed(0, closer);
        while !self.open.is_empty() {
            self.close_last();
        }
    }

    fn report_unclosed(&mut self, which: usize, closer: Option<usize>) {
        let Some(open) = self.open.get(which) else { return };
        let (title, sign) =
            if open.brace { ("A brace is not closed", "}") } else { ("A parenthesis is not closed", ")") };
        let mut diagnostic =
            Diagnostic::new(codes::UNCLOSED, title).at(self.excerpt.span(open.at, open.at + 1), "opened here");
        let end = closer.unwrap_or(self.last);
        let place = self.excerpt.span(end, end + usize::from(closer.is_some()));
        diagnostic = diagnostic.at(place, format!("`{sign}` is missing before this"));
        self.fault(diagnostic);
    }

    fn fault(&mut self, diagnostic: Diagnostic) {
        let Some(line) = &mut self.line else { return };
        if !line.faulty {
            self.found.report(diagnostic);
        }
        line.faulty = true;
    }

    /// Keeps a comment or blank line; the gap within a line end of two signs is none.
    fn set_aside(&mut self, start: usize, end: usize, kind: UnreadKind) {
        let text = &self.excerpt.text;
        let within_line_end = start == end && text[..start].ends_with('\r') && text[start..].starts_with('\n');
        if !within_line_end {
            self.unread.push(Unread { start, end, kind });
        }
    }

    fn blank(&mut self, start: usize, end: usize) {
        self.bytes[start..end].fill(b' ');
    }

    /// Ends the line that is open.
    fn finish(&mut self) {
        if self.open.iter().any(|o| !o.brace) {
            let paren = self.open.iter().position(|o| !o.brace).unwrap_or(0);
            self.report_unclosed(paren, None);
            while self.open.len() > paren {
                self.close_last();
            }
        }
        self.check_opening();
        self.check_closing();
        let Some(mut line) = self.line.take() else { return };
        line.opens = self.open.drain(..).map(|o| o.at).collect();
        line.end = match line.opens.first() {
            Some(brace) => *brace,
            None => self.last,
        };
        let text = self.bytes.get(line.start..line.end).and_then(|b| std::str::from_utf8(b).ok()).unwrap_or("");
        let leading = text.len() - text.trim_start().len();
        line.end = line.start + text.trim_end().len();
        line.start = (line.start + leading).min(line.end);
        self.lines.push(line);
        (self.chain, self.total) = (0, 0);
    }

    /// A brace that goes on below is the last sign of its line.
    fn check_opening(&mut self) {
        let Some(first) = self.open.first().map(|o| o.at) else { return };
        if first + 1 == self.last {
            return;
        }
        self.fault(
            Diagnostic::new(codes::UNCLOSED, "A brace is not closed on its line")
                .at(self.excerpt.span(first, first + 1), "opened here, with text after it")
                .hint("close it on the same line, or end the line after `{` and give each entry a line of its own"),
        );
    }

    /// A brace opened above closes on a line of its own.
    fn check_closing(&mut self) {
        let Some(line) = &self.line else { return };
        let (Some(&first), Some(&last)) = (line.closes.first(), line.closes.last()) else { return };
        let alone = first == line.start && line.closes.len() == 1 && last + 1 == self.last;
        if !alone {
            self.fault_not_alone(first, last);
        }
        let closes = self.line.as_ref().map(|l| l.closes.clone()).unwrap_or_default();
        for at in closes {
            self.blank(at, at + 1);
        }
    }

    fn fault_not_alone(&mut self, first: usize, last: usize) {
        let diagnostic = Diagnostic::new(codes::UNREADABLE, "A closing brace stands with other text")
            .at(self.excerpt.span(first, last + 1), "it closes a brace of a line above")
            .hint("put `}` on a line of its own");
        let readable = last + 1 == self.last;
        let was = self.line.as_ref().is_some_and(|l| l.faulty);
        self.fault(diagnostic);
        if let (true, false, Some(line)) = (readable, was, &mut self.line) {
            line.faulty = false;
        }
    }
}

/// The word `when` outside quotation marks, not as the end of a key.
fn has_when(code: &str) -> bool {
    let outside: String = code.split('"').step_by(2).collect::<Vec<_>>().join(" ");
    let mut rest = outside.as_str();
    while let Some(at) = rest.find("when") {
        let (before, after) = (&rest[..at], &rest[at + 4..]);
        let is_whole = !before.ends_with(is_word) && !after.starts_with(is_word);
        if is_whole && !after.trim_start().starts_with(':') {
            return true;
        }
        rest = after;
    }
    false
}

/// `some words:` or `some words "Label":`, whatever the languages of the label.
fn starts_with_key(code: &str) -> bool {
    let words = code.trim_start_matches(|c: char| c.is_alphanumeric() || matches!(c, '_' | ' ' | '-'));
    let after = match words.strip_prefix('"') {
        Some(label) => after_label(label),
        None if words.len() < code.len() => words,
        None => "",
    };
    after.starts_with(':')
}

/// What follows a label, behind its first quotation mark, and its texts in further languages.
fn after_label(label: &str) -> &str {
    let mut rest = label.split_once('"').map_or("", |(_, rest)| rest.trim_start());
    while let Some((language, text)) = rest.strip_prefix('/').and_then(|rest| rest.split_once('"')) {
        if !language.trim().chars().all(|c| c.is_ascii_lowercase()) {
            break;
        }
        rest = text.split_once('"').map_or("", |(_, rest)| rest.trim_start());
    }
    rest
}
