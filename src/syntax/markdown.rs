//! The Markdown around the formal text: headings, paragraphs, tables and fences.

use super::excerpt::Excerpt;
use super::front_matter::front_matter;
use super::kept::{self, Kept};
use super::read::Reader;
use super::tree::{Block, Clause, Document, Mark};
use super::{Found, outline, scan, table, trivia};
use crate::diagnostic::{Diagnostic, FileId, Span, codes, nearest};
use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};
use std::ops::Range;

/// The word after the backticks that makes a fence formal.
const FORMAL: &str = "plan";
/// The word that makes a fence an example for readers.
const EXAMPLE: &str = "text";
/// Fences that are not closed are cut off this many times in one document.
const MOST_CUTS: usize = 32;

struct Walker<'a> {
    file: FileId,
    source: &'a str,
    heads: &'a [&'a str],
    found: &'a mut Found,
    kept: &'a mut Kept,
    clauses: Vec<Clause>,
    cuts: usize,
}

pub(super) fn document(file: FileId, source: &str, heads: &[&str], kept: &mut Kept, found: &mut Found) -> Document {
    kept.begin();
    let (meta, start) = front_matter(file, source, found);
    let before = Clause {
        number: String::new(),
        level: 0,
        title: String::new(),
        mark: Mark::Binding,
        span: Span::new(file, start, start),
        blocks: vec![],
    };
    let mut walker = Walker { file, source, heads, found, kept, clauses: vec![before], cuts: 0 };
    let mut at = Some(start);
    while let Some(start) = at {
        at = walker.walk(start);
    }
    let mut clauses = walker.clauses;
    if clauses.first().is_some_and(|c| c.blocks.is_empty()) {
        clauses.remove(0);
    }
    Document { file, meta, clauses }
}

impl Walker<'_> {
    /// Walks over the blocks from a place on; gives the place to go on from where a fence was cut off.
    fn walk(&mut self, base: usize) -> Option<usize> {
        let source = self.source;
        let text = &source[base..];
        let mut events = Parser::new_ext(text, Options::ENABLE_TABLES).into_offset_iter();
        while let Some((event, range)) = events.next() {
            let range = base + range.start..base + range.end;
            let Event::Start(tag) = event else {
                continue;
            };
            let end = tag.to_end();
            let inner = inside(&mut events, end, base);
            match tag {
                Tag::Heading { level, .. } => self.heading(level as u8, range, &inner),
                Tag::CodeBlock(CodeBlockKind::Fenced(info)) => {
                    if let Some(next) = self.fence(&info, range, &inner) {
                        return Some(next);
                    }
                }
                Tag::Table(_) => self.table(range),
                Tag::List(_) => self.list(&inner),
                Tag::HtmlBlock | Tag::CodeBlock(CodeBlockKind::Indented) => {
                    if let Some(next) = self.unread(tag == Tag::HtmlBlock, range) {
                        return Some(next);
                    }
                }
                Tag::BlockQuote(_) => {
                    self.nested(&inner, "it stands within a quotation");
                    self.paragraph(range);
                }
                _ => self.paragraph(range),
            }
        }
        None
    }

    fn blocks(&mut self) -> Option<&mut Vec<Block>> {
        self.clauses.last_mut().map(|c| &mut c.blocks)
    }

    fn text_of(&self, range: &Range<usize>) -> &str {
        self.source.get(range.clone()).unwrap_or("")
    }

    fn paragraph(&mut self, range: Range<usize>) {
        let text = self.text_of(&range);
        let start = range.start + (text.len() - text.trim_start().len());
        let text = text.trim().to_string();
        if text.is_empty() {
            return;
        }
        let span = Span::new(self.file, start, start + text.len());
        if text.starts_with('|') && self.after_fence() {
            let diagnostic = Diagnostic::new(codes::STRAY_TABLE, "This table cannot be read")
                .at(span, "its head and the line below it do not fit")
                .hint("the second line has as many `|---` as the head has columns");
            self.found.report(diagnostic);
        }
        if self.is_statement(text.lines().next().unwrap_or("")) {
            let hint = "put it between a line ` ```plan ` and a line of three backticks";
            self.ignored(&(start..start + text.len()), "it begins like a statement, and stands outside a fence", hint);
        }
        if let Some(blocks) = self.blocks() {
            blocks.push(Block::Paragraph { text, span });
        }
    }

    fn after_fence(&self) -> bool {
        let last = self.clauses.last().and_then(|c| c.blocks.last());
        matches!(last, Some(Block::Plan { statements, .. }) if !statements.is_empty())
    }

    /// Items of a list, each a paragraph.
    fn list(&mut self, inner: &[(Event<'_>, Range<usize>)]) {
        self.nested(inner, "it stands within a list");
        let mut depth = 0usize;
        for (event, range) in inner {
            match event {
                Event::Start(Tag::Item) => {
                    if depth == 0 {
                        self.paragraph(range.clone());
                    }
                    depth += 1;
                }
                Event::End(TagEnd::Item) => depth = depth.saturating_sub(1),
                _ => {}
            }
        }
    }

    /// Formal fences within another block.
    fn nested(&mut self, inner: &[(Event<'_>, Range<usize>)], where_it_is: &str) {
        for (event, range) in inner {
            if let Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) = event
                && first_word(info) == FORMAL
            {
                self.ignored(range, where_it_is, "put the fence at the margin, by itself");
            }
        }
    }

    /// Indented text and HTML, neither of which may hide a fence. An indented fence is read nevertheless, so that what follows
    /// from it is not missing besides; gives the place behind its end.
    fn unread(&mut self, html: bool, range: Range<usize>) -> Option<usize> {
        let text = self.text_of(&range);
        let fence = text.find("```plan").map(|at| range.start + at..range.end);
        if let Some(fence) = &fence {
            let label = if html {
                "it stands within HTML or an HTML comment"
            } else {
                "it is indented, which makes it plain text"
            };
            self.ignored(fence, label, "put the fence at the margin, by itself");
        }
        match fence {
            Some(fence) if !html => return self.indented_fence(fence.start),
            _ if !html => self.paragraph(range),
            _ => {}
        }
        None
    }

    fn indented_fence(&mut self, opening: usize) -> Option<usize> {
        let begins = opening + self.source.get(opening..)?.find('\n')? + 1;
        let mut excerpt = Excerpt::new(self.file, begins);
        let mut at = begins;
        for line in self.source.get(begins..)?.split_inclusive('\n') {
            let text = line.trim();
            if text.starts_with('#') || text.starts_with("```") {
                break;
            }
            excerpt.push(line, at);
            at += line.len();
        }
        let rest = self.source.get(at..).unwrap_or("");
        let closing = rest.lines().next().is_some_and(|l| l.trim() == "```");
        let block = self.formal(&excerpt, Span::new(self.file, opening, at));
        if let Some(blocks) = self.blocks() {
            blocks.push(block);
        }
        self.cuts += 1;
        let next = if closing { at + rest.find('\n').map_or(rest.len(), |n| n + 1) } else { at };
        (self.cuts <= MOST_CUTS).then_some(next)
    }

    fn heading(&mut self, level: u8, range: Range<usize>, inner: &[(Event<'_>, Range<usize>)]) {
        let start = inner.iter().map(|(_, r)| r.start).min().unwrap_or(range.start);
        let end = inner.iter().map(|(_, r)| r.end).max().unwrap_or(start);
        let written = self.source.get(start..end).unwrap_or("").trim();
        let (number, rest) = numbered(written);
        let (title, mark) = marked(rest);
        let line = self.text_of(&range).trim_end();
        let length = line.find(['\n', '\r']).unwrap_or(line.len());
        let span = Span::new(self.file, range.start, range.start + length);
        let clause = Clause { number: number.to_string(), level, title: title.to_string(), mark, span, blocks: vec![] };
        self.clauses.push(clause);
    }

    fn fence(&mut self, info: &str, range: Range<usize>, inner: &[(Event<'_>, Range<usize>)]) -> Option<usize> {
        let word = first_word(info);
        let mut excerpt = Excerpt::new(self.file, range.end);
        for (event, range) in inner {
            if let Event::Text(_) = event {
                excerpt.push(self.source.get(range.clone()).unwrap_or(""), range.start);
            }
        }
        if word != FORMAL {
            self.other_fence(word, &excerpt, range);
            return None;
        }
        let opening = self.text_of(&range);
        let opening_end = range.start + opening.find(['\n', '\r']).unwrap_or(opening.len());
        let tildes = opening.trim_start().starts_with('~');
        let cut = cut_at(&excerpt.text);
        // Backticks that were to close a fence of tildes open no other.
        let closing = |at: &usize| excerpt.text[*at..].lines().next().is_some_and(|l| tildes && l.trim_end() == "```");
        let passed = cut.filter(closing).map_or(0, |at| excerpt.text[at..].find('\n').map_or(3, |n| n + 1));
        let mut next = None;
        if let Some(at) = cut.or((!is_closed(opening)).then_some(excerpt.text.len())) {
            self.found.report(
                Diagnostic::new(codes::UNCLOSED, "A fence is not closed")
                    .at(Span::new(self.file, range.start, opening_end), "opened here")
                    .hint(match tildes {
                        true => "open and close a fence with the same signs, three backticks",
                        false => "end the formal text with a line of three backticks",
                    }),
            );
            next = cut.map(|at| (excerpt.place(at) + passed).min(self.source.len()));
            excerpt.truncate(at);
        }
        let end = next.unwrap_or(range.end);
        let length = self.text_of(&(range.start..end)).trim_end().len();
        let block = self.formal(&excerpt, Span::new(self.file, range.start, range.start + length));
        if let Some(blocks) = self.blocks() {
            blocks.push(block);
        }
        self.cuts += usize::from(next.is_some());
        next.filter(|n| *n > range.start && self.cuts <= MOST_CUTS)
    }

    /// A block of formal text.
    fn formal(&mut self, excerpt: &Excerpt, span: Span) -> Block {
        let kept::Block { statements, trivia, diagnostics } = self.kept.block(excerpt, || read(excerpt, self.heads));
        diagnostics.into_iter().for_each(|diagnostic| self.found.report(diagnostic));
        Block::Plan { statements, trivia, span }
    }

    /// A fence that is not formal is text, unless it looks as if it should be formal.
    fn other_fence(&mut self, word: &str, excerpt: &Excerpt, range: Range<usize>) {
        let first = excerpt.text.lines().find(|l| !l.trim().is_empty()).unwrap_or("");
        let begins_formally =
            self.heads.iter().any(|h| first.strip_prefix(h).is_some_and(|r| r.starts_with([' ', ':'])));
        if begins_formally && (word.is_empty() || word != EXAMPLE && self.is_statement(first)) {
            self.ignored(
                &range,
                "it begins like a statement, but its fence does not say `plan`",
                "open the fence with ` ```plan `, or with ` ```text ` where it is an example",
            );
        } else if !word.is_empty() && word.len() < 3 * FORMAL.len() && nearest(word, [FORMAL]).is_some() {
            self.ignored(&range, &format!("its fence says `{word}`"), "open the fence with ` ```plan `");
        } else {
            return self.paragraph(range);
        }
        // It is read nevertheless, so that what it states is not missing besides.
        let block = self.formal(excerpt, Span::new(self.file, range.start, range.end));
        if let Some(blocks) = self.blocks() {
            blocks.push(block);
        }
    }

    /// Whether a line is without doubt the first of a statement: `HEAD NAME … {`, `HEAD NAME "Label": …`, `HEAD {`.
    fn is_statement(&self, line: &str) -> bool {
        let line = line.trim_end();
        let after = |head: &str| line.strip_prefix(head).filter(|rest| rest.starts_with(' '));
        let Some(rest) = self.heads.iter().filter_map(|h| after(h)).min_by_key(|rest| rest.len()) else { return false };
        let rest = rest.trim_start();
        let name = rest.find(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '/'))).unwrap_or(rest.len());
        let behind = rest[name..].trim_start();
        line.ends_with('{') && (name == 0 || behind.starts_with(['"', '{', ':', 'o']))
            || name > 0 && behind.starts_with('"') && behind.contains("\":")
    }

    fn ignored(&mut self, range: &Range<usize>, label: &str, hint: &str) {
        let text = self.text_of(range);
        let length = text.find(['\n', '\r']).unwrap_or(text.len());
        let span = Span::new(self.file, range.start, range.start + length);
        self.found
            .report(Diagnostic::new(codes::IGNORED_FENCE, "This block would not be read").at(span, label).hint(hint));
    }

    /// A table belongs to the last statement of the fence just before it.
    fn table(&mut self, range: Range<usize>) {
        let read = table::table(self.file, self.source, range.start, range.end);
        let clause = self.clauses.last_mut();
        let informative = clause.as_ref().is_some_and(|c| c.mark != Mark::Binding);
        let last = clause.and_then(|c| c.blocks.last_mut());
        if let Some(Block::Plan { statements, .. }) = last
            && let Some(statement) = statements.last_mut()
            && statement.table.is_none()
        {
            statement.table = Some(read);
            return;
        }
        if !informative {
            let head = read.header.iter().map(|c| c.span).reduce(Span::to).unwrap_or(read.span);
            self.found.report(
                Diagnostic::new(codes::STRAY_TABLE, "This table belongs to no rule")
                    .at(head, "no formal text stands just before it")
                    .because("a table is read as the decision table of the rule in the fence just before it, in the same clause")
                    .hint("put it right after the fence of its rule; a table for readers stands in a clause marked (informative)"),
            );
        }
        self.paragraph(range);
    }
}

/// A formal text by itself.
fn read(excerpt: &Excerpt, heads: &[&str]) -> kept::Block {
    let mut found = Found::default();
    let scanned = scan::scan(excerpt, &mut found);
    let chunks = outline::outline(excerpt, &scanned, heads, &mut found);
    let mut reader = Reader { excerpt, scanned: &scanned, found: &mut found };
    let statements: Vec<_> = chunks.iter().filter_map(|c| reader.statement(c)).collect();
    let trivia = trivia::owned(&scanned.unread, excerpt, &statements);
    kept::Block { statements, trivia, diagnostics: found.0 }
}

/// The events up to the end of a block.
fn inside<'e>(
    events: &mut impl Iterator<Item = (Event<'e>, Range<usize>)>,
    end: TagEnd,
    base: usize,
) -> Vec<(Event<'e>, Range<usize>)> {
    let mut inner = vec![];
    let mut depth = 0usize;
    for (event, range) in events {
        match &event {
            Event::Start(tag) if tag.to_end() == end => depth += 1,
            Event::End(tag) if *tag == end && depth == 0 => break,
            Event::End(tag) if *tag == end => depth -= 1,
            _ => {}
        }
        inner.push((event, base + range.start..base + range.end));
    }
    inner
}

fn first_word(info: &str) -> &str {
    info.split(|c: char| c.is_whitespace() || c == '{' || c == ',').next().unwrap_or("")
}

/// `3.1 Title`: the number and the rest.
fn numbered(text: &str) -> (&str, &str) {
    let length = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
    let (number, rest) = text.split_at(length);
    let number = number.trim_end_matches('.');
    let whole = !number.is_empty() && number.split('.').all(|n| !n.is_empty() && n.len() <= 6);
    match whole && (rest.is_empty() || rest.starts_with(char::is_whitespace)) {
        true => (number, rest.trim_start()),
        false => ("", text),
    }
}

/// `Title (planned)`: the title and its mark.
fn marked(text: &str) -> (&str, Mark) {
    let marks = [("(informative)", Mark::Informative), ("(planned)", Mark::Planned)];
    let found = marks.into_iter().find_map(|(word, mark)| Some((text.strip_suffix(word)?, mark)));
    found.map_or((text, Mark::Binding), |(title, mark)| (title.trim_end(), mark))
}

/// Whether the last line of a fence closes it.
fn is_closed(fence: &str) -> bool {
    let sign = if fence.trim_start().starts_with('~') { '~' } else { '`' };
    let mut lines = fence.trim_end().lines();
    let opening = lines.next().map_or(0, |l| l.trim_start().chars().take_while(|c| *c == sign).count());
    let last = lines.next_back().unwrap_or("").trim_start_matches(['>', ' ', '\t']);
    let closing = last.chars().take_while(|c| *c == sign).count();
    closing >= opening.max(1) && last.trim_end().chars().all(|c| c == sign)
}

/// Where a fence shows by a heading or by another fence that its end was forgotten.
fn cut_at(text: &str) -> Option<usize> {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let hashes = line.chars().take_while(|c| *c == '#').count();
        let is_heading = (1..=6).contains(&hashes) && line[hashes..].starts_with(' ');
        if is_heading || line.starts_with("```") {
            return Some(at);
        }
        at += line.len();
    }
    None
}
