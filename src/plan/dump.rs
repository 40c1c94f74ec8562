//! The plan as text, for `prespec dump --stage plan`: every statement as it was understood, in a fixed order.

mod criterion;
mod expression;
mod given;
mod study;

use super::ir::*;
pub use expression::{Printer, Shown};
use expression::{literal_text, type_text};

/// The resolved plan, readable and the same for the same plan.
pub fn dump(plan: &Plan) -> String {
    let mut out = Out { text: String::new(), printer: Printer { plan, criterion: None } };
    out.tables();
    out.people();
    out.responses();
    out.agreements();
    out.endpoints();
    out.analyses();
    out.text
}

/// An expression in a row of `table`, close to how a plan writes it.
pub fn expression<B: Shown>(plan: &Plan, e: &Expr<B>, table: TableId) -> String {
    Printer { plan, criterion: None }.show(e, table)
}

struct Out<'p> {
    text: String,
    printer: Printer<'p>,
}

impl Out<'_> {
    fn line(&mut self, depth: usize, text: impl AsRef<str>) {
        self.text.push_str(&"  ".repeat(depth));
        self.text.push_str(text.as_ref());
        self.text.push('\n');
    }

    /// `head name "Label" (clause)`.
    fn head(&mut self, head: &str, header: &Header) {
        let clause = self.printer.plan.clause_number(header.clause);
        self.line(0, format!("\n{head} {} \"{}\"  [clause {clause}]", header.name, header.label));
    }
}
