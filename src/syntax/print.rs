//! Formal text from its tree: in one layout, whatever the layout it was written in, with every comment and blank line where it
//! stood. Read again, it is the same tree.

use super::tree::*;
use crate::diagnostic::Span;

/// Options longer than this stand on lines of their own.
const WIDTH: usize = 120;
pub(crate) const INDENT: &str = "  ";

/// The text of a fence. None where a part of it could not be read, and so is not in the tree.
pub fn print(statements: &[Statement], trivia: &[Trivia]) -> Option<String> {
    let mut printer = Printer { out: String::new(), trivia, next: 0, depth: 0, whole: true };
    statements.iter().for_each(|s| printer.statement(s));
    printer.above(u32::MAX);
    printer.whole.then_some(printer.out)
}

/// The text of an entry or a case by itself, without comments, on one line or several. None where a part of it could not be
/// read.
pub fn item(item: &Item) -> Option<String> {
    let mut printer = Printer { out: String::new(), trivia: &[], next: 0, depth: 0, whole: true };
    printer.item(item);
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
}

impl<'t> Printer<'t> {
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

    fn statement(&mut self, s: &Statement) {
        self.above(s.span.start);
        if s.replace {
            self.push("replace ");
        }
        self.push(&s.head.node);
        for (before, part) in [(" ", &s.name), (" of ", &s.subject)] {
            if let Some(part) = part {
                self.push(before);
                self.push(&part.node);
            }
        }
        self.label(s.label.as_ref());
        self.body(s.value.as_ref(), &s.items, s.has_braces, s.span);
    }

    fn label(&mut self, label: Option<&Label>) {
        let Some(label) = label else { return };
        self.push(&format!(" \"{}\"", label.text.node));
        for (language, text) in &label.others {
            self.push(&format!(" / {} \"{}\"", language.node, text.node));
        }
    }

    /// What follows the head of a statement or entry, to the end of its last line.
    fn body(&mut self, value: Option<&Value>, items: &[Item], braces: bool, span: Span) {
        match value {
            Some(value) => {
                self.push(": ");
                self.value(value, span);
            }
            None if braces && may_be_inline(items) && items.iter().any(is_lone_word) => self.inline_options(items),
            None if braces && items.is_empty() && !self.holds_trivia(span) => self.push(" {}"),
            None if braces => self.block(items, span),
            None => {}
        }
        self.end_line(Owner::After(span));
    }

    /// Items on lines of their own between braces.
    fn block(&mut self, items: &[Item], around: Span) {
        self.push(" {");
        self.end_line(Owner::Opening(around));
        self.depth += 1;
        items.iter().for_each(|i| self.item(i));
        self.above(around.end);
        self.depth -= 1;
        self.indent();
        self.push("}");
    }

    fn item(&mut self, item: &Item) {
        match item {
            Item::Entry(entry) => {
                self.above(entry.span.start);
                self.indent();
                self.entry_head(entry);
                self.body(entry.value.as_ref(), &entry.items, entry.has_braces, entry.span);
            }
            Item::Case(case) => {
                self.above(case.span.start);
                self.indent();
                self.expression(&case.result);
                self.label(case.reason.as_ref());
                match &case.condition {
                    Some(condition) => {
                        self.push(" when ");
                        self.expression(condition);
                    }
                    None => self.push(" otherwise"),
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
        let column = self.out.len() - self.out.rfind('\n').map_or(0, |n| n + 1);
        let may_be_inline = may_be_inline(&last.options) && !self.holds_trivia(options);
        let fits = may_be_inline && column + self.inline_length(&last.options) <= WIDTH;
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
        element.options.iter().for_each(|i| self.item(i));
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

    fn inline_length(&mut self, options: &[Item]) -> usize {
        let (from, whole) = (self.out.len(), self.whole);
        self.inline_options(options);
        let length = self.out.len() - from;
        self.out.truncate(from);
        self.whole = whole;
        length
    }

    fn inline_options(&mut self, options: &[Item]) {
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

    /// On one line, but for lists with comments in them.
    fn element(&mut self, element: &Element) {
        self.expression(&element.expression);
        self.label(element.label.as_ref());
        if element.has_options {
            self.inline_options(&element.options);
        }
    }

    /// A list; one that holds comments or blank lines has a line for each element.
    fn group(&mut self, elements: &[Element], span: Span) {
        self.push("(");
        if !self.holds_trivia(span) {
            for (i, element) in elements.iter().enumerate() {
                self.push(if i == 0 { "" } else { ", " });
                self.element(element);
            }
            return self.push(")");
        }
        let opening = self.trivia.get(self.next).map(|t| t.owner).filter(|o| matches!(o, Owner::Opening(_)));
        self.end_line(opening.unwrap_or(Owner::Opening(span)));
        self.depth += 1;
        for (i, element) in elements.iter().enumerate() {
            self.above(element.span.start);
            self.indent();
            self.element(element);
            self.push(if i + 1 < elements.len() { "," } else { "" });
            self.end_line(Owner::After(element.span));
        }
        self.above(span.end);
        self.depth -= 1;
        self.indent();
        self.push(")");
    }

    fn two(&mut self, left: &Expression, between: &str, right: &Expression) {
        self.expression(left);
        self.push(between);
        self.expression(right);
    }

    fn unit(&mut self, unit: Option<&String>) {
        if let Some(unit) = unit {
            self.push(" ");
            self.push(unit);
        }
    }

    /// Parentheses are part of the tree, so that none are added.
    fn expression(&mut self, e: &Expression) {
        match &e.kind {
            Kind::Name(word) | Kind::Date(word) => self.push(word),
            Kind::Text(text) => self.push(&format!("\"{text}\"")),
            Kind::Number { text, unit } => {
                self.push(text);
                self.unit(unit.as_ref());
            }
            Kind::Range { low, high, unit } => {
                self.two(low, " to ", high);
                self.unit(unit.as_ref());
            }
            Kind::Day(day) => {
                self.push("day ");
                self.expression(day);
            }
            Kind::Group(elements) => self.group(elements, e.span),
            Kind::Field(table, column) => {
                self.expression(table);
                self.push(".");
                self.push(&column.node);
            }
            Kind::Call(function, arguments) => {
                self.push(&function.node);
                self.push("(");
                for (i, argument) in arguments.iter().enumerate() {
                    self.push(if i == 0 { "" } else { ", " });
                    self.expression(argument);
                }
                self.push(")");
            }
            Kind::Not(inner) => {
                self.push("not ");
                self.expression(inner);
            }
            Kind::Negative(inner) => {
                self.push("-");
                self.expression(inner);
            }
            Kind::Binary { operator: Operator::In, left, right } if matches!(right.kind, Kind::Range { .. }) => {
                self.two(left, " from ", right);
            }
            Kind::Binary { operator, left, right } => self.two(left, &format!(" {} ", operator.symbol()), right),
            Kind::Unit { operator, left, unit } => {
                self.expression(left);
                self.push(if *operator == UnitOperator::In { " in " } else { " as " });
                self.push(&unit.node);
            }
            Kind::IsKnown(inner, known) => {
                self.expression(inner);
                self.push(if *known { " is known" } else { " is missing" });
            }
            Kind::Within { what, range, of } => self.window(what, range, of.as_deref()),
            Kind::Before(a, b) => self.two(a, " before ", b),
            Kind::After(a, b) => self.two(a, " after ", b),
            Kind::FromOn(a, b) => {
                self.two(a, " from ", b);
                self.push(" on");
            }
            Kind::Earlier { condition, since } => {
                self.push("earlier ");
                self.expression(condition);
                if let Some(since) = since {
                    self.push(" with no ");
                    self.expression(since);
                    self.push(" since");
                }
            }
            Kind::Selector(selector) => self.selector(selector),
            Kind::Otherwise(a, b) => self.two(a, " otherwise ", b),
            Kind::Like(name) => {
                self.push("like ");
                self.push(&name.node);
            }
            Kind::Error => self.whole = false,
        }
    }

    /// Days are counted from time zero where nothing else is said.
    fn window(&mut self, what: &Expression, range: &Expression, of: Option<&Expression>) {
        let Kind::Range { low, high, unit: Some(unit) } = &range.kind else { return self.whole = false };
        // A window in another unit is an old one that could not be rewritten.
        self.whole &= unit == "days";
        self.two(what, " from day ", low);
        self.push(" to day ");
        self.expression(high);
        self.clause(" of ", of);
    }

    fn clause(&mut self, word: &str, expression: Option<&Expression>) {
        if let Some(expression) = expression {
            self.push(word);
            self.expression(expression);
        }
    }

    fn selector(&mut self, selector: &Selector) {
        // Rows without a word before them are every row.
        let written = selector.kind.span.start < selector.kind.span.end;
        if written {
            self.push(selector.kind.node.word());
            self.push(" ");
        }
        self.expression(&selector.rows);
        self.clause(" to ", selector.to.as_ref());
        self.clause(" where ", selector.condition.as_ref());
        self.clause(" since ", selector.since.as_ref());
        self.clause(" has ", selector.has.as_ref());
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
