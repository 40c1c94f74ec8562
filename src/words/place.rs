//! What the place of a number is called: by the plan, or where it is a fact, by the language.

use super::Words;
use crate::results::{Record, Results, Timepoint};
use std::borrow::Cow;

impl Words {
    /// What the term of a record is called.
    pub fn term_label<'r>(&self, results: &'r Results, record: &'r Record) -> Option<Cow<'r, str>> {
        let term = record.term.as_ref()?;
        let label = results.term_label(record).map(Cow::Borrowed);
        Some(label.or_else(|| self.own_term(term)).unwrap_or_else(|| term.word()))
    }

    /// What the term of a record is called, and the time it is read at: `Relapse, day 91`.
    pub fn place_label(&self, results: &Results, record: &Record) -> Option<String> {
        let time = match &record.timepoint {
            Some(Timepoint::Time { at, unit }) => Some(self.time(*at, *unit)),
            Some(Timepoint::Point(_)) | None => None,
        };
        let term = self.term_label(results, record).map(Cow::into_owned);
        let parts: Vec<String> = term.into_iter().chain(time).collect();
        (!parts.is_empty()).then(|| parts.join(", "))
    }
}
