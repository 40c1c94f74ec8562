//! The language of the report, and the labels in it.

use super::*;
use crate::catalogue::Language;
use crate::diagnostic::said;
use crate::syntax::tree::{Item, Kind, Label};

/// As the statement `report` says it; what it says wrongly is reported when the statement is resolved.
pub(super) fn of_report(statements: &[Stated]) -> Language {
    let report = statements.iter().find(|s| s.statement.head.node == "report");
    let entries = report.into_iter().flat_map(|s| &s.statement.items).filter_map(|item| match item {
        Item::Entry(entry) if entry.key.as_ref().is_some_and(|k| k.node == "language") => entry.value.as_ref(),
        Item::Entry(_) | Item::Case(_) => None,
    });
    let named = entries.flat_map(|value| &value.elements).find_map(|element| match &element.expression.kind {
        Kind::Name(code) => Language::named(code),
        _ => None,
    });
    named.unwrap_or_default()
}

impl<'a> Resolver<'a> {
    /// The label in the language of the report; the text first written where it has none in that language.
    pub(super) fn label(&mut self, label: &'a Label) -> String {
        let known = || Language::ALL.iter().map(|l| l.code());
        for (i, (code, _)) in label.others.iter().enumerate() {
            if Language::named(&code.node).is_none() {
                let _: Option<()> = self.unknown("language", &code.node, code.span, known());
            }
            if let Some((first, _)) = label.others[..i].iter().find(|(c, _)| c.node == code.node) {
                let title = said!("This label has two texts in `{code}`", code = code.node);
                self.report(
                    Diagnostic::new(codes::REPEATED, title).at(code.span, "a second one").at(first.span, "the first"),
                );
            }
        }
        let own = label.others.iter().find(|(code, _)| Language::named(&code.node) == Some(self.language));
        own.map_or(&label.text, |(_, text)| text).node.clone()
    }

    /// The label, or the name with spaces where none was written.
    pub(super) fn label_or(&mut self, label: &'a Option<Label>, name: &str) -> String {
        match label {
            Some(label) => self.label(label),
            None => name.replace('_', " "),
        }
    }
}
