//! Formal text from its tree, with every comment and blank line where it stood. Read again, it is the same tree.
//!
//! Indentation, spaces and columns are those of one layout. Where a list or options may stand on one line or on several, it is as
//! it was written, if what was written is at hand, else by width.

mod blank;
mod columns;
mod expression;
mod list;

pub use blank::tidied;

use super::tree::*;
use crate::diagnostic::{Span, Spanned};
use columns::{Head, Line, columns};

/// Options, and lists, that would go beyond this stand on lines of their own.
const WIDTH: usize = 120;
pub(crate) const INDENT: &str = "  ";

/// The text of a fence. None where a part of it could not be read, and so is not in the tree. `source` is the document that the
/// tree was read from.
pub fn print(statements: &[Statement], trivia: &[Trivia], source: Option<&str>) -> Option<String> {
    let kept = |t: &&Trivia| t.kind != TriviaKind::Blank || blank::divides(statements, t.span.start);
    let trivia: Vec<Trivia> = trivia.iter().filter(kept).cloned().collect();
    let mut printer = Printer { source, ..Printer::new(&trivia) };
    let widths = printer.columns_of(statements.iter().map(|s| (s.span, printer.statement_line(s))).collect());
    statements.iter().zip(widths).for_each(|(s, width)| printer.statement(s, width));
    printer.above(u32::MAX);
    printer.whole.then_some(printer.out)
}

/// The text of an entry or a case by itself, without comments, on one line or several. None where a part of it could not be
/// read.
pub fn item(item: &Item) -> Option<String> {
    let mut printer = Printer::new(&[]);
    printer.item(item, 0);
    printer.whole.then_some(printer.out)
}

struct Printer<'t> {
    out: String,
    trivia: &'t [Trivia],
    /// The first comment or blank line that is not printed yet.
    next: usize,
    depth: usize,
    /// No part was met that could not be read.
    whole: bool,
    /// Within what stands on one line whatever its length.
    flat: bool,
    /// The document in which all places are.
    source: Option<&'t str>,
}

impl<'t> Printer<'t> {
    fn new(trivia: &'t [Trivia]) -> Printer<'t> {
        Printer { out: String::new(), trivia, next: 0, depth: 0, whole: true, flat: false, source: None }
    }

    /// Characters of the line that is written.
    fn column(&self) -> usize {
        self.out[self.out.rfind('\n').map_or(0, |n| n + 1)..].chars().count()
    }

    fn flat(&mut self, write: impl FnOnce(&mut Self)) {
        let flat = std::mem::replace(&mut self.flat, true);
        write(self);
        self.flat = flat;
    }

    /// How many characters this would take on one line.
    fn length(&mut self, write: impl FnOnce(&mut Self)) -> usize {
        let (from, whole, next) = (self.out.len(), self.whole, self.next);
        self.flat(write);
        let length = self.out[from..].chars().count();
        self.out.truncate(from);
        (self.whole, self.next) = (whole, next);
        length
    }

    /// Whether what is written here stands on several lines; by its width where nothing was written.
    fn on_lines(&self, span: Span, too_wide: bool) -> bool {
        let written = self.source.and_then(|source| source.get(span.start as usize..span.end as usize));
        written.map_or(too_wide, |text| text.contains('\n'))
    }

    /// The gap behind a head that began at this byte and is to be so wide.
    fn gap(&mut self, from: usize, width: usize) {
        let written = self.out[from..].chars().count();
        self.out.extend(std::iter::repeat_n(' ', width.saturating_sub(written) + 1));
    }

    fn columns_of(&self, lines: Vec<(Span, Line<'_>)>) -> Vec<usize> {
        let apart = |span: Span| {
            let blank = |t: &&Trivia| t.owner == Owner::Before(span) && t.kind == TriviaKind::Blank;
            self.trivia.iter().skip(self.next).find(blank).is_some()
        };
        let lines: Vec<Line<'_>> = lines.into_iter().map(|(span, line)| Line { apart: apart(span), ..line }).collect();
        columns(&lines)
    }

    fn push(&mut self, text: &str) {
        self.out.push_str(text);
    }

    fn indent(&mut self) {
        (0..self.depth).for_each(|_| self.out.push_str(INDENT));
    }

    /// What stands above this place and is not printed yet, on lines of its own.
    fn above(&mut self, start: u32) {
        while let Some(trivia) = self.trivia.get(self.next).filter(|t| t.span.start < start) {
            if let TriviaKind::Comment(text) = &trivia.kind {
                self.indent();
                self.push(text);
            }
            self.push("\n");
            self.next += 1;
        }
    }

    /// Ends a line, with the comment that stands at its end.
    fn end_line(&mut self, owner: Owner) {
        if let Some(Trivia { kind: TriviaKind::Comment(text), .. }) =
            self.trivia.get(self.next).filter(|t| t.owner == owner)
        {
            self.push(" ");
            self.push(text);
            self.next += 1;
        }
        self.push("\n");
    }

    fn holds_trivia(&self, span: Span) -> bool {
        self.trivia
            .get(self.next..)
            .is_some_and(|rest| rest.iter().take_while(|t| t.span.start < span.end).any(|t| t.span.start >= span.start))
    }

    fn statement_line<'s>(&self, s: &'s Statement) -> Line<'s> {
        let head = s.value.as_ref().map(|_| Head::Statement(&s.head.node));
        let width = Printer::new(&[]).length(|p| p.statement_head(s)) + 1;
        Line { head, width, apart: false }
    }

    fn statement(&mut self, s: &Statement, width: usize) {
        self.above(s.span.start);
        let from = self.out.len();
        self.statement_head(s);
        self.body(from, width, s.value.as_ref(), &s.items, s.has_braces, s.span);
    }

    fn statement_head(&mut self, s: &Statement) {
        if s.replace {
            self.push("replace ");
        }
        self.push(&s.head.node);
        if let Some(name) = &s.name {
            self.push(" ");
            self.push(&name.node);
        }
        // The label stands before or behind what the statement is of.
        let behind =
            s.subject.as_ref().filter(|of| s.label.as_ref().is_some_and(|l| l.text.span.start < of.span.start));
        let before = s.subject.as_ref().filter(|_| behind.is_none());
        self.of(before);
        self.label(s.label.as_ref());
        self.of(behind);
    }

    fn of(&mut self, subject: Option<&Spanned<String>>) {
        if let Some(subject) = subject {
            self.push(" of ");
            self.push(&subject.node);
        }
    }

    fn label(&mut self, label: Option<&Label>) {
        let Some(label) = label else { return };
        self.push(&format!(" \"{}\"", label.text.node));
        for (language, text) in &label.others {
            self.push(&format!(" / {} \"{}\"", language.node, text.node));
        }
    }

    /// What follows the head of a statement or entry, to the end of its last line.
    fn body(&mut self, from: usize, width: usize, value: Option<&Value>, items: &[Item], braces: bool, span: Span) {
        match value {
            Some(value) => {
                self.push(":");
                self.gap(from, width);
                self.value(value, span);
            }
            None if braces && may_be_inline(items) && self.is_inline(items, span) => self.inline_options(items),
            None if braces && items.is_empty() && !self.holds_trivia(span) => self.push(" {}"),
            None if braces => self.block(items, span),
            None => {}
        }
        self.end_line(Owner::After(span));
    }

    /// A lone word stands on one line only.
    fn is_inline(&self, items: &[Item], span: Span) -> bool {
        items.iter().any(is_lone_word) || (!items.is_empty() && !self.on_lines(span, true) && !self.holds_trivia(span))
    }

    /// Items on lines of their own between braces.
    fn block(&mut self, items: &[Item], around: Span) {
        self.push(" {");
        self.end_line(Owner::Opening(around));
        self.depth += 1;
        self.items(items);
        self.above(around.end);
        self.depth -= 1;
        self.indent();
        self.push("}");
    }

    /// Each on a line of its own, values below each other.
    fn items(&mut self, items: &[Item]) {
        let lines = items.iter().map(|item| match item {
            Item::Entry(entry) => {
                let width = Printer::new(&[]).length(|p| p.entry_head(entry)) + 1;
                (entry.span, Line { head: entry.value.as_ref().map(|_| Head::Entry), width, apart: false })
            }
            Item::Case(case) => {
                let width = Printer::new(&[]).length(|p| p.case_head(case));
                (case.span, Line { head: Some(Head::Case), width, apart: false })
            }
        });
        let widths = self.columns_of(lines.collect());
        items.iter().zip(widths).for_each(|(item, width)| self.item(item, width));
    }

    fn case_head(&mut self, case: &Case) {
        self.expression(&case.result);
        self.label(case.reason.as_ref());
    }

    /// What stands before the gap is made so wide.
    fn item(&mut self, item: &Item, width: usize) {
        match item {
            Item::Entry(entry) => {
                self.above(entry.span.start);
                self.indent();
                let from = self.out.len();
                self.entry_head(entry);
                self.body(from, width, entry.value.as_ref(), &entry.items, entry.has_braces, entry.span);
            }
            Item::Case(case) => {
                self.above(case.span.start);
                self.indent();
                let from = self.out.len();
                self.case_head(case);
                self.gap(from, width);
                match &case.condition {
                    Some(condition) => {
                        self.push("when ");
                        self.expression(condition);
                    }
                    None => self.push("otherwise"),
                }
                self.end_line(Owner::After(case.span));
            }
        }
    }

    fn entry_head(&mut self, entry: &Entry) {
        match (&entry.key, &entry.label) {
            (Some(key), label) => {
                self.push(&key.node);
                self.label(label.as_ref());
            }
            (None, Some(label)) => {
                let from = self.out.len();
                self.label(Some(label));
                // A label that stands alone has no space before it.
                self.out.remove(from);
            }
            (None, None) => self.whole = false,
        }
    }

    /// The elements of a value on one line; the options of the last may go on below.
    fn value(&mut self, value: &Value, around: Span) {
        let Some((last, first)) = value.elements.split_last() else { return };
        for element in first {
            self.element(element);
            self.push(", ");
        }
        self.expression(&last.expression);
        self.label(last.label.as_ref());
        if !last.has_options {
            return;
        }
        let options = Span { start: last.expression.span.end, ..last.span };
        let may_be_inline = may_be_inline(&last.options) && !self.holds_trivia(options);
        let too_wide = self.column() + self.length(|p| p.inline_options(&last.options)) > WIDTH;
        let fits = may_be_inline && !self.on_lines(options, too_wide);
        match fits || last.options.iter().any(is_lone_word) {
            true => self.inline_options(&last.options),
            false => self.lines_of_options(last, around),
        }
    }

    fn lines_of_options(&mut self, element: &Element, around: Span) {
        self.push(" {");
        // The brace opens the last element of the statement or entry.
        let opening = [Owner::Opening(element.span), Owner::Opening(around)];
        let next = self.trivia.get(self.next).map(|t| t.owner);
        self.end_line(opening.into_iter().find(|o| Some(*o) == next).unwrap_or(opening[0]));
        self.depth += 1;
        self.items(&element.options);
        self.above(element.span.end);
        self.depth -= 1;
        self.indent();
        self.push("}");
        // Behind this brace the element ends, and with it what it is of.
        let behind = Owner::After(element.span);
        if self.trivia.get(self.next).is_some_and(|t| t.owner == behind) {
            self.end_line(behind);
            self.out.pop();
        }
    }

    fn inline_options(&mut self, options: &[Item]) {
        self.flat(|p| p.options(options));
    }

    fn options(&mut self, options: &[Item]) {
        self.push(" {");
        for (i, option) in options.iter().enumerate() {
            self.push(if i == 0 { " " } else { ", " });
            let Item::Entry(entry) = option else {
                self.whole = false;
                continue;
            };
            self.entry_head(entry);
            if let Some(value) = &entry.value {
                self.push(": ");
                value.elements.iter().for_each(|e| self.element(e));
            }
            if entry.has_braces {
                self.inline_options(&entry.items);
            }
        }
        self.push(if options.is_empty() { "}" } else { " }" });
    }
}

fn is_lone_word(item: &Item) -> bool {
    matches!(item, Item::Entry(Entry { value: None, has_braces: false, .. }))
}

/// Whether these can stand between braces on one line.
fn may_be_inline(items: &[Item]) -> bool {
    items.iter().all(|item| match item {
        Item::Case(_) => false,
        Item::Entry(entry) => {
            let elements = entry.value.as_ref().map_or(&[][..], |v| &v.elements);
            elements.len() <= 1 && elements.iter().all(|e| may_be_inline(&e.options)) && may_be_inline(&entry.items)
        }
    })
}
