//! Lists in parentheses: on one line, or over lines that are filled, or a line for each element where comments or blank lines
//! stand among them.

use super::{Printer, WIDTH};
use crate::diagnostic::Span;
use crate::syntax::tree::*;

/// A list that does not fit goes over lines where it is longer than this; a short one is not what makes its line long.
const SHORT: usize = 60;

impl Printer<'_> {
    pub(super) fn element(&mut self, element: &Element) {
        self.expression(&element.expression);
        self.label(element.label.as_ref());
        if element.has_options {
            self.inline_options(&element.options);
        }
    }

    pub(super) fn group(&mut self, elements: &[Element], span: Span) {
        if self.holds_trivia(span) {
            return self.line_by_line(elements, span);
        }
        let length = self.length(|p| p.on_one_line(elements));
        let too_wide = length > SHORT && self.column() + length > WIDTH;
        let breaks = !self.flat && elements.len() > 1 && self.on_lines(span, too_wide);
        if breaks { self.filled(elements) } else { self.on_one_line(elements) }
    }

    fn on_one_line(&mut self, elements: &[Element]) {
        self.push("(");
        for (i, element) in elements.iter().enumerate() {
            self.push(if i == 0 { "" } else { ", " });
            self.element(element);
        }
        self.push(")");
    }

    /// As many elements on a line as fit.
    fn filled(&mut self, elements: &[Element]) {
        self.push("(\n");
        self.depth += 1;
        self.indent();
        let mut begun = false;
        for (i, element) in elements.iter().enumerate() {
            let comma = if i + 1 < elements.len() { "," } else { "" };
            let length = self.length(|p| p.element(element)) + comma.len();
            if begun && self.column() + 1 + length > WIDTH {
                self.push("\n");
                self.indent();
            } else if begun {
                self.push(" ");
            }
            self.flat(|p| p.element(element));
            self.push(comma);
            begun = true;
        }
        self.depth -= 1;
        self.push("\n");
        self.indent();
        self.push(")");
    }

    fn line_by_line(&mut self, elements: &[Element], span: Span) {
        self.push("(");
        // Behind an earlier list of the same expression a comment is that of its last element.
        let first = elements.first().map_or(span.end, |element| element.span.start);
        let opens = |t: &&Trivia| match t.owner {
            Owner::Opening(_) => true,
            Owner::After(_) => (span.start..first).contains(&t.span.start),
            Owner::Before(_) | Owner::Last(_) | Owner::End => false,
        };
        let opening = self.trivia.get(self.next).filter(opens).map(|t| t.owner);
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
}
