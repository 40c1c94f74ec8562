//! `amendment`: which clauses mean another thing from a day on, and why.

use super::entries::Entries;
use super::expression::day_number;
use super::*;
use crate::diagnostic::said;
use crate::syntax::tree::{Element, Kind};

impl<'a> Resolver<'a> {
    pub(crate) fn resolve_amendments(&mut self) {
        self.resolve_each("amendment", Self::amendment, |r, amendment| r.plan.amendments.push(amendment));
        self.check_amendments_in_order();
    }

    fn amendment(&mut self, stated: Stated<'a>) -> Option<Amendment> {
        let header = self.header(stated)?;
        let entries = self.entries_of(stated);
        let date = self.date_of_amendment(&entries);
        let clauses = self.amended_clauses(&entries);
        let because = self.required(&entries, "because").and_then(|v| self.text(v));
        Some(Amendment { header, date: date?, clauses: clauses?, because: because? })
    }

    fn date_of_amendment(&mut self, entries: &Entries<'a>) -> Option<i32> {
        let element = self.required(entries, "date").and_then(|v| self.single(v))?;
        let (title, hint) = ("An amendment has a date", "write it as `2026-03-01`");
        match &element.expression.kind {
            Kind::Date(text) => match day_number(text) {
                Some(day) => Some(day),
                None => {
                    let title = said!("`{text}` is not a date of the calendar", text);
                    self.error(codes::WRONG_VALUE, title, element.span, "no such day")
                }
            },
            Kind::Error => None,
            _ => self.error_hint(codes::WRONG_VALUE, title, element.span, "not a date", hint),
        }
    }

    fn amended_clauses(&mut self, entries: &Entries<'a>) -> Option<Vec<(ClauseId, Span)>> {
        let value = self.required(entries, "clauses")?;
        let elements = self.list(value);
        let count = elements.len();
        let mut found: Vec<(ClauseId, Span)> = vec![];
        for element in elements {
            let Some(clause) = self.amended_clause(element) else { continue };
            if let Some((_, first)) = found.iter().find(|(known, _)| *known == clause) {
                let number = self.plan.clauses[clause.0].number.clone();
                return self.repeated(said!("Clause {number} is named twice", number), element.span, *first);
            }
            found.push((clause, element.span));
        }
        (found.len() == count).then_some(found)
    }

    /// A clause by its number, as its heading has it: 8.1 and 8.10 are two.
    fn amended_clause(&mut self, element: &'a Element) -> Option<ClauseId> {
        let number = match &element.expression.kind {
            Kind::Number { text, unit: None } | Kind::Text(text) => text.trim(),
            Kind::Error => return None,
            _ => {
                let hint = "write `clauses: 8.1, 9.2`, and `\"6.2.1\"` for a number of three parts";
                let title = "A clause is named by its number";
                return self.error_hint(codes::WRONG_VALUE, title, element.span, "not the number of a clause", hint);
            }
        };
        let position = self.plan.clauses.iter().position(|clause| !number.is_empty() && clause.number == number);
        if position.is_none() {
            let title = said!("There is no clause {number} that could have been amended", number);
            let hint = "name the clause that says it now; one that was taken out stays as a heading `(informative)`";
            return self.error_hint(codes::NO_CLAUSE_AMENDED, title, element.span, "not the number of a clause", hint);
        }
        position.map(ClauseId)
    }

    /// The ledger is read from above.
    fn check_amendments_in_order(&mut self) {
        let pairs = self.plan.amendments.iter().zip(self.plan.amendments.iter().skip(1));
        let later: Vec<(Header, Header)> = pairs
            .filter(|(above, below)| below.date < above.date)
            .map(|(above, below)| (above.header.clone(), below.header.clone()))
            .collect();
        for (above, below) in later {
            let title = said!("Amendment `{name}` is older than the one above it", name = below.name);
            let fault = Diagnostic::new(codes::AMENDMENTS_OUT_OF_ORDER, title)
                .at(self.value_in(below.span, "date").unwrap_or(below.span), "the earlier date")
                .at(self.value_in(above.span, "date").unwrap_or(above.span), "the later date stands above")
                .hint("put the amendments in the order of their dates");
            self.report(fault);
        }
    }
}
