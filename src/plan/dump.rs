//! The plan as text, for `prespec dump --stage plan`: every statement as it was understood, in a fixed order.

mod amendment;
mod assume;
mod criterion;
mod expression;
mod given;
mod study;

use super::ir::*;
use crate::diagnostic::Span;
use expression::literal_text;
pub use expression::{Printer, Shown, type_text};
use std::collections::BTreeMap;

/// The resolved plan, readable and the same for the same plan.
pub fn dump(plan: &Plan) -> String {
    Out::of(plan, true).text
}

/// What each statement says, without labels, reasons and clauses: by its first word and its name, `endpoint os`. Two plans that
/// differ in a label have the same.
pub fn statements(plan: &Plan) -> BTreeMap<String, String> {
    let out = Out::of(plan, false);
    let whole: Vec<&Begun> = out.begun.iter().filter(|begun| begun.of.is_none()).collect();
    let ends = whole.iter().skip(1).map(|begun| begun.start).chain([out.text.len()]);
    let text = |(begun, end): (&&Begun, usize)| {
        (format!("{} {}", begun.word, begun.name), out.text[begun.start..end].to_string())
    };
    whole.iter().zip(ends).map(text).collect()
}

/// What one statement says, of the plan or of the document of a criterion.
#[derive(Clone, Debug, PartialEq)]
pub struct Said {
    /// The whole statement, as it is written.
    pub span: Span,
    /// Of a statement of a criterion, the response by which it is read.
    pub read_by: Option<String>,
    /// As in [`statements`]; of a response without what its criterion says.
    pub text: String,
}

/// What each statement says, in the order of the dump. What a criterion says stands once for each response that it is read by,
/// under the options of that response. A statement may be told in several pieces.
pub fn said(plan: &Plan) -> Vec<Said> {
    let out = Out::of(plan, false);
    let ends = out.begun.iter().skip(1).map(|begun| begun.start).chain([out.text.len()]);
    let one = |(begun, end): (&Begun, usize)| Said {
        span: begun.span,
        read_by: begun.of.clone(),
        text: out.text[begun.start..end].to_string(),
    };
    out.begun.iter().zip(ends).map(one).collect()
}

/// An expression in a row of `table`, close to how a plan writes it.
pub fn expression<B: Shown>(plan: &Plan, e: &Expr<B>, table: TableId) -> String {
    Printer { plan, criterion: None }.show(e, table)
}

struct Out<'p> {
    text: String,
    printer: Printer<'p>,
    /// Labels, reasons and clauses are written too.
    prose: bool,
    begun: Vec<Begun>,
}

/// A statement, or a piece of one, and where in the text it begins.
struct Begun {
    word: String,
    name: String,
    span: Span,
    /// The response whose criterion it is of.
    of: Option<String>,
    start: usize,
}

impl<'p> Out<'p> {
    fn of(plan: &'p Plan, prose: bool) -> Self {
        let printer = Printer { plan, criterion: None };
        let mut out = Out { text: String::new(), printer, prose, begun: vec![] };
        out.tables();
        out.people();
        out.responses();
        out.agreements();
        out.lesions();
        out.endpoints();
        out.analyses();
        if prose {
            plan.amendments.iter().for_each(|amendment| out.amendment(amendment));
            out.written_out();
        }
        out
    }
}

impl Out<'_> {
    /// A label or a reason, after what it is of.
    fn quoted(&self, prose: &str) -> String {
        if self.prose { format!(" \"{prose}\"") } else { String::new() }
    }

    fn line(&mut self, depth: usize, text: impl AsRef<str>) {
        self.text.push_str(&"  ".repeat(depth));
        self.text.push_str(text.as_ref());
        self.text.push('\n');
    }

    fn begins(&mut self, word: &str, header: &Header, of: Option<&Response>) {
        self.begun.push(Begun {
            word: word.to_string(),
            name: header.name.clone(),
            span: header.span,
            of: of.map(|response| response.header.name.clone()),
            start: self.text.len(),
        });
    }

    /// `head name "Label" (clause)`.
    fn head(&mut self, head: &str, header: &Header) {
        // A criterion is part of the response that it is of.
        if head != "criterion" {
            let word = head.split(' ').next().unwrap_or(head);
            self.begins(word, header, None);
        }
        if !self.prose {
            return self.line(0, format!("{head} {}", header.name));
        }
        let clause = self.printer.plan.clause_number(header.clause);
        self.line(0, format!("\n{head} {} \"{}\"  [clause {clause}]", header.name, header.label));
    }
}
