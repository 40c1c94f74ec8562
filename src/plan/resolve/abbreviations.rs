//! `abbreviations` of the report: what the plan's own short forms stand for.

use super::*;
use crate::diagnostic::said;
use crate::syntax::tree::{Element, Kind, Value};

impl<'a> Resolver<'a> {
    /// `"SIRT" "selective internal radiation therapy", …`, each once.
    pub(super) fn abbreviations(&mut self, value: &'a Value) -> Vec<Abbreviation> {
        let mut found: Vec<(Abbreviation, Span)> = vec![];
        for element in self.list(value) {
            self.no_options(element, "an abbreviation");
            let Some(own) = self.abbreviation(element) else { continue };
            if let Some((_, first)) = found.iter().find(|(known, _)| known.short == own.short) {
                self.repeated::<()>(said!("`{short}` is written out twice", short = own.short), element.span, *first);
                continue;
            }
            found.push((own, element.span));
        }
        found.into_iter().map(|(own, _)| own).collect()
    }

    fn abbreviation(&mut self, element: &'a Element) -> Option<Abbreviation> {
        let hint = "write `abbreviations: \"SIRT\" \"selective internal radiation therapy\"`";
        let short = match &element.expression.kind {
            Kind::Name(short) => short.as_str(),
            Kind::Text(short) => short.trim(),
            Kind::Error => return None,
            _ => {
                let title = "An abbreviation is a word in quotation marks";
                return self.error_hint(codes::WRONG_VALUE, title, element.expression.span, "not a word", hint);
            }
        };
        let Some(label) = &element.label else {
            let title = said!("`{short}` is not written out", short);
            return self.error_hint(codes::WRONG_VALUE, title, element.span, "without what it stands for", hint);
        };
        let long = self.label(label).trim().to_string();
        if short.is_empty() || long.is_empty() {
            let title = "An abbreviation and what it stands for are not empty";
            return self.error_hint(codes::WRONG_VALUE, title, element.span, "says nothing", hint);
        }
        Some(Abbreviation { short: short.to_string(), long })
    }
}
