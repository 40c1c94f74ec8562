//! The plan as text, for `prespec dump --stage plan`: every statement as it was understood, in a fixed order.

mod assume;
mod criterion;
mod expression;
mod given;
mod study;

use super::ir::*;
pub use expression::{Printer, Shown};
use expression::{literal_text, type_text};
use std::collections::BTreeMap;

/// The resolved plan, readable and the same for the same plan.
pub fn dump(plan: &Plan) -> String {
    Out::of(plan, true).text
}

/// What each statement says, without labels, reasons and clauses: by its first word and its name, `endpoint os`. Two plans that
/// differ in a label have the same.
pub fn statements(plan: &Plan) -> BTreeMap<String, String> {
    let out = Out::of(plan, false);
    let ends = out.begun.iter().skip(1).map(|(_, start)| *start).chain([out.text.len()]);
    let text = |((name, start), end): (&(String, usize), usize)| (name.clone(), out.text[*start..end].to_string());
    out.begun.iter().zip(ends).map(text).collect()
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
    /// Statements begun, by word and name, and where in the text.
    begun: Vec<(String, usize)>,
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

    /// `head name "Label" (clause)`.
    fn head(&mut self, head: &str, header: &Header) {
        // A criterion is part of the response that it is of.
        if head != "criterion" {
            let word = head.split(' ').next().unwrap_or(head);
            self.begun.push((format!("{word} {}", header.name), self.text.len()));
        }
        if !self.prose {
            return self.line(0, format!("{head} {}", header.name));
        }
        let clause = self.printer.plan.clause_number(header.clause);
        self.line(0, format!("\n{head} {} \"{}\"  [clause {clause}]", header.name, header.label));
    }
}
