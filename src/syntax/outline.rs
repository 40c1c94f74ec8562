//! From the lines of a fence to its statements: which line begins one, and which lines its braces hold.

use super::Found;
use super::excerpt::Excerpt;
use super::foreign;
use super::scan::{DEEPEST, Line, Scanned};
use crate::diagnostic::{Diagnostic, codes, nearest, said};

/// Longer words are not compared with the heads.
const LONGEST_HEAD: usize = 40;

/// A line with the lines that its brace holds.
#[derive(Debug)]
pub(super) struct Node {
    /// Index of the line.
    pub line: usize,
    pub children: Vec<Node>,
    pub opened: bool,
    /// End of the line, or of the brace that closes what it opened.
    pub end: usize,
}

/// A statement, its head known.
#[derive(Debug)]
pub(super) struct Chunk {
    pub head: Head,
    pub node: Node,
    /// Of the first line that is left out below the statement, where the line above it may be at fault for that: to be told when the
    /// statement reads well.
    pub left_out: Option<Diagnostic>,
}

#[derive(Debug)]
pub(super) struct Head {
    /// The head, in the words of the language where it was misspelt.
    pub word: String,
    pub replace: bool,
    /// Place of `replace` or of the head.
    pub begins: usize,
    /// Place of the head.
    pub start: usize,
    pub end: usize,
}

struct Outliner<'a> {
    excerpt: &'a Excerpt,
    scanned: &'a Scanned,
    heads: &'a [&'a str],
    found: &'a mut Found,
}

/// The statements of a fence. What belongs to none is reported and left out.
pub(super) fn outline(excerpt: &Excerpt, scanned: &Scanned, heads: &[&str], found: &mut Found) -> Vec<Chunk> {
    let mut outliner = Outliner { excerpt, scanned, heads, found };
    let mut chunks = vec![];
    for (head, lines) in outliner.split() {
        if let Some(head) = &head {
            outliner.check_spelling(head);
        }
        let (node, left_out) = outliner.nest(&lines, head.is_some());
        if let (Some(head), Some(node)) = (head, node) {
            chunks.push(Chunk { head, node, left_out });
        }
    }
    chunks
}

/// The lines of one statement; without a head where it could not be told what they are.
type Lines = (Option<Head>, Vec<usize>);

impl Outliner<'_> {
    fn text(&self, line: &Line) -> &str {
        &self.scanned.text[line.start..line.end]
    }

    /// Cuts the lines into statements.
    fn split(&mut self) -> Vec<Lines> {
        let mut all: Vec<Lines> = vec![];
        let mut depth = 0;
        let mut outdented = false;
        for index in 0..self.scanned.lines.len() {
            let line = &self.scanned.lines[index];
            let (opens, closes) = (line.opens.len(), line.closes.len());
            match self.begins(line, depth) {
                Begins::Statement(head) => {
                    all.push((Some(head), vec![index]));
                    (depth, outdented) = (0, false);
                }
                Begins::Unknown => {
                    let again = all.last().is_some_and(|(head, lines)| head.is_none() && lines.len() == 1);
                    if !again {
                        self.report_unknown(index);
                    }
                    all.push((None, vec![index]));
                    (depth, outdented) = (0, false);
                }
                Begins::Nothing => {
                    let at_margin = line.indent <= self.scanned.margin && !line.is_close();
                    if at_margin && !outdented && !line.faulty {
                        self.report_outdented(index);
                        outdented = true;
                    }
                    match all.last_mut() {
                        Some((_, lines)) => lines.push(index),
                        None => {
                            self.report_orphan(index);
                            all.push((None, vec![index]));
                        }
                    }
                }
            }
            depth = (depth + opens).saturating_sub(closes);
        }
        all
    }

    fn begins(&self, line: &Line, depth: usize) -> Begins {
        if line.indent > self.scanned.margin || line.is_close() {
            return Begins::Nothing;
        }
        let text = self.text(line);
        let (replace, skip) = match text.strip_prefix("replace").filter(|r| r.starts_with([' ', '\t'])) {
            Some(rest) => (true, text.len() - rest.trim_start().len()),
            None => (false, 0),
        };
        let rest = &text[skip..];
        let start = line.start + skip;
        let head = |word: &str, length: usize| Head {
            word: word.to_string(),
            replace,
            begins: line.start,
            start,
            end: start + length,
        };
        let known = self.heads.iter().filter_map(|h| starts_with_words(rest, h).map(|n| (n, *h))).max();
        if let Some((length, word)) = known {
            // Within braces, a lone word with a colon is a key that was not indented.
            let is_key = depth > 0 && !word.contains(' ') && rest[length..].trim_start().starts_with(':');
            return if is_key { Begins::Nothing } else { Begins::Statement(head(word, length)) };
        }
        match self.misspelt(rest) {
            Some((length, word)) if !(depth > 0 && rest[length..].trim_start().starts_with(':')) => {
                Begins::Statement(head(word, length))
            }
            _ if depth > 0 => Begins::Nothing,
            _ => Begins::Unknown,
        }
    }

    /// The head nearest to the first two words, or to the first one, with the length of what is written.
    fn misspelt(&self, text: &str) -> Option<(usize, &str)> {
        let first = first_word(text);
        if first > LONGEST_HEAD {
            return None;
        }
        let second = first_word(text[first..].trim_start());
        let both = first + (text[first..].len() - text[first..].trim_start().len()) + second;
        let two = text[..both].split_whitespace().collect::<Vec<_>>().join(" ");
        let of_two = nearest(&two, self.heads.iter().copied().filter(|h| h.contains(' ') && two.len() <= LONGEST_HEAD));
        match of_two {
            Some(word) if second > 0 => Some((both, word)),
            // An operator after the word shows that it is none.
            _ if first > 1 && !text[first..].trim_start().starts_with('=') => {
                let joined: Vec<String> = self.heads.iter().map(|h| h.replace(' ', "")).collect();
                let word = nearest(&text[..first], joined.iter().map(String::as_str))?;
                let head = self.heads.iter().find(|h| h.replace(' ', "") == word)?;
                Some((first, *head))
            }
            _ => None,
        }
    }

    /// Checks a head that was taken for another.
    fn check_spelling(&mut self, head: &Head) {
        let written = &self.scanned.text[head.start..head.end];
        if written.split_whitespace().collect::<Vec<_>>().join(" ") != head.word {
            let place = self.excerpt.span(head.start, head.end);
            self.found.report(
                Diagnostic::new(codes::UNKNOWN_STATEMENT, said!("No statement begins with `{written}`", written))
                    .at(place, "not the beginning of a statement")
                    .did_you_mean(place, Some(&head.word)),
            );
        }
    }

    fn report_unknown(&mut self, index: usize) {
        let line = &self.scanned.lines[index];
        if line.faulty {
            return;
        }
        let text = self.text(line);
        let length = first_word(text).max(text.chars().next().map_or(0, char::len_utf8));
        let written = &text[..length];
        let hint = foreign::anywhere(text).map_or_else(
            || "a statement begins with one of its words at the margin; text for readers stands outside the fence, or after `//`".to_string(),
            |advice| advice.hint,
        );
        let diagnostic =
            Diagnostic::new(codes::UNKNOWN_STATEMENT, said!("No statement begins with `{written}`", written))
                .at(self.excerpt.span(line.start, line.start + length), "not the beginning of a statement")
                .hint(hint);
        self.found.report(diagnostic);
    }

    fn report_outdented(&mut self, index: usize) {
        let line = &self.scanned.lines[index];
        self.found.report(
            Diagnostic::new(codes::UNREADABLE, "A line within braces is not indented")
                .at(self.excerpt.span(line.start, line.end), "stands at the margin, where statements begin")
                .hint("indent what stands within the braces of a statement"),
        );
    }

    fn report_orphan(&mut self, index: usize) {
        let line = &self.scanned.lines[index];
        if line.faulty {
            return;
        }
        let end = line.end.max(line.closes.last().map_or(0, |c| c + 1));
        let start = if line.is_close() { end - 1 } else { line.start };
        let (title, label) = match line.is_close() {
            true => ("This brace closes nothing", "no `{` before it is open"),
            false => ("This line belongs to no statement", "indented, but no statement stands above it"),
        };
        self.found.report(Diagnostic::new(codes::UNREADABLE, title).at(self.excerpt.span(start, end), label));
    }

    /// The first line with what its braces hold. Where the statement was not recognised, its braces are not reported.
    fn nest(&mut self, lines: &[usize], known_head: bool) -> (Option<Node>, Option<Diagnostic>) {
        let of_all = |count: fn(&Line) -> usize| lines.iter().map(|i| count(&self.scanned.lines[*i])).sum::<usize>();
        let (opens, closes) = (of_all(|l| l.opens.len()), of_all(|l| l.closes.len()));
        // Braces with other text around them were reported; where they are too many, they are passed over.
        let faulty = of_all(|l| if l.faulty { l.opens.len() } else { 0 });
        let attached = of_all(|l| if l.is_close() { 0 } else { l.closes.len() });
        let skipped = (faulty > 0 && opens == closes + faulty) || (attached > 0 && closes == opens + attached);
        let balanced = opens == closes || skipped;
        let told = !known_head || faulty > 0 || attached > 0;
        let mut nest = Nest { open: vec![], root: None, left_out: None, balanced, told, skipped };
        for (place, index) in lines.iter().enumerate() {
            let line = &self.scanned.lines[*index];
            let is_last = place + 1 == lines.len();
            let close_first = line.closes.first().zip(line.opens.first()).is_some_and(|(c, o)| c < o);
            if !line.is_close() && !close_first {
                self.place(&mut nest, *index, place == 0);
            }
            let passed_over = nest.skipped && !line.is_close();
            for close in line.closes.iter().filter(|_| !passed_over) {
                self.close(&mut nest, line, *close, is_last);
            }
            if close_first {
                self.place(&mut nest, *index, place == 0);
            }
        }
        if !nest.told
            && let Some((_, brace)) = nest.open.last()
        {
            self.report_brace(*brace, None);
        }
        while nest.up(None) {}
        (nest.root, nest.left_out)
    }

    /// Puts a line where it belongs.
    fn place(&mut self, nest: &mut Nest, index: usize, first: bool) {
        let line = &self.scanned.lines[index];
        if !first && nest.open.is_empty() {
            if !nest.told && !line.faulty {
                let continued = self.continued(line);
                match foreign::at_end(self.text(&self.scanned.lines[index - 1])) {
                    Some(_) => nest.left_out = Some(continued),
                    None => self.found.report(continued),
                }
            }
            nest.told = true;
        }
        let end = line.opens.first().map_or(line.end, |b| b + 1);
        let node = Node { line: index, children: vec![], opened: !line.opens.is_empty(), end };
        match line.opens.as_slice() {
            _ if line.faulty && nest.skipped && !first => nest.add(Node { opened: false, ..node }),
            [] => nest.add(node),
            braces => {
                if nest.open.len() == DEEPEST && !nest.told {
                    let place = self.excerpt.span(braces[0], braces[0] + 1);
                    self.found.report(
                        Diagnostic::new(codes::TOO_DEEP, "Braces are nested too deeply")
                            .at(place, "too many braces are open here"),
                    );
                    nest.told = true;
                }
                nest.open.push((node, braces[0]));
                // More than one brace was reported; the others hold nothing.
                for brace in &braces[1..] {
                    nest.open.push((Node { line: index, children: vec![], opened: true, end }, *brace));
                }
            }
        }
    }

    fn close(&mut self, nest: &mut Nest, line: &Line, brace: usize, is_last: bool) {
        if !nest.balanced {
            let lines = &self.scanned.lines;
            let same = nest.open.iter().rposition(|(n, _)| lines[n.line].indent == line.indent);
            // The indentation tells which brace was forgotten.
            if let Some(kept) = same
                && kept + 1 < nest.open.len()
            {
                let forgotten = nest.open[kept + 1].1;
                if !nest.told {
                    self.report_brace(forgotten, Some(brace));
                }
                nest.told = true;
                while nest.open.len() > kept + 1 {
                    nest.up(None);
                }
            }
            let too_early = nest.open.len() == 1 && same.is_none() && !is_last;
            if too_early || nest.open.is_empty() {
                if !nest.told {
                    self.report_stray(brace);
                }
                nest.told = true;
                return;
            }
        }
        if !nest.up(Some(brace + 1)) && !nest.told {
            self.report_stray(brace);
            nest.told = true;
        }
    }

    fn report_stray(&mut self, brace: usize) {
        let place = self.excerpt.span(brace, brace + 1);
        self.found.report(
            Diagnostic::new(codes::UNREADABLE, "This brace closes nothing").at(place, "no `{` before it is open"),
        );
    }

    fn report_brace(&mut self, brace: usize, closer: Option<usize>) {
        let mut diagnostic = Diagnostic::new(codes::UNCLOSED, "A brace is not closed")
            .at(self.excerpt.span(brace, brace + 1), "opened here")
            .hint("close it with `}` on a line of its own");
        if let Some(at) = closer {
            diagnostic = diagnostic.at(self.excerpt.span(at, at + 1), "`}` is missing before this");
        }
        self.found.report(diagnostic);
    }

    /// A line that stands below a statement and is not of it.
    fn continued(&self, line: &Line) -> Diagnostic {
        let place = self.excerpt.span(line.start, line.end);
        let text = self.text(line);
        let begins = self.heads.iter().filter_map(|head| starts_with_words(text, head)).max();
        // `age: …` may be an entry as well as a statement.
        if begins.is_some_and(|length| text[length..].starts_with([' ', '\t']))
            && (line.colon || !line.opens.is_empty())
        {
            return Diagnostic::new(codes::UNREADABLE, "A statement is indented")
                .at(place, "not at the margin, where statements begin")
                .hint("take away the white space before it");
        }
        match line.colon || line.case {
            true => Diagnostic::new(codes::UNREADABLE, "This line stands in no braces")
                .at(place, "indented, but the statement above opened no `{`")
                .hint("end the first line of the statement with `{`, and close it with `}` on a line of its own"),
            false => Diagnostic::new(codes::UNREADABLE, "A line goes on only within parentheses")
                .at(place, "cannot be joined to the line above")
                .hint("write it on one line, or put the whole value in parentheses"),
        }
    }
}

enum Begins {
    Statement(Head),
    /// At the margin, but no statement.
    Unknown,
    /// It belongs to the statement above.
    Nothing,
}

/// Nodes whose braces are open, with the place of the brace.
struct Nest {
    open: Vec<(Node, usize)>,
    root: Option<Node>,
    left_out: Option<Diagnostic>,
    /// As many braces are opened as closed, whatever the indentation.
    balanced: bool,
    /// A fault of the braces was reported; others follow from it.
    told: bool,
    /// Braces with other text around them open and close nothing.
    skipped: bool,
}

impl Nest {
    /// Puts a node into the innermost open brace.
    fn add(&mut self, node: Node) {
        let depth = self.open.len();
        match self.open.last_mut() {
            // What is deeper was reported and is not read.
            Some((parent, _)) if depth <= DEEPEST => parent.children.push(node),
            Some(_) => {}
            None if self.root.is_none() => self.root = Some(node),
            None => {}
        }
    }

    /// Closes the innermost brace.
    fn up(&mut self, end: Option<usize>) -> bool {
        let Some((mut node, _)) = self.open.pop() else { return false };
        let last = node.children.last().map_or(node.end, |c| c.end);
        node.end = end.unwrap_or(last);
        self.add(node);
        true
    }
}

/// Length of the first word.
fn first_word(text: &str) -> usize {
    text.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(text.len())
}

/// How much of `text` the words are, any white space between them.
fn starts_with_words(text: &str, words: &str) -> Option<usize> {
    let mut rest = text;
    for (i, word) in words.split(' ').enumerate() {
        let trimmed = rest.trim_start();
        if i > 0 && trimmed.len() == rest.len() {
            return None;
        }
        rest = trimmed.strip_prefix(word)?;
        if rest.starts_with(|c: char| c.is_alphanumeric() || c == '_') {
            return None;
        }
    }
    Some(text.len() - rest.len())
}
