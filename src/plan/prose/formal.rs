//! The numbers that formal statements state, each with its place.

use super::quantity::{Lengths, Quantity};
use super::words;
use crate::diagnostic::{Span, Spanned};
use crate::plan::resolve::every_name;
use crate::syntax::tree::{Element, Entry, Expression, Item, Kind, Operator, Statement, Value};
use rust_decimal::Decimal;

/// A number of a statement.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Stated {
    pub quantity: Quantity,
    pub place: Span,
    /// With its unit, which may stand apart from it: `136 days` of `46..136 days`.
    pub shown: String,
}

/// A text for people in a statement: a label, a reason.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Told {
    pub text: String,
    /// Without its quotation marks.
    pub place: Span,
}

/// What statements state, and what they name.
#[derive(Clone, Debug, Default)]
pub(super) struct Formal {
    pub stated: Vec<Stated>,
    pub told: Vec<Told>,
    pub named: Vec<Spanned<String>>,
}

/// The limits of a column say what a file may hold and not what the study does: a table of the data states no number that
/// prose must say. An amendment names clauses and gives reasons, in which numbers may stand that hold no more.
const DECLARES: &[&str] = &["data", "amendment"];
/// What no prose need say: by which number a random sequence begins, the place of a cause, which prose says by its name, and which
/// clauses of the plan the report shows.
const UNSAID: &[&str] = &["seed", "cause", "deviations"];

pub(super) fn is_declaration(statement: &Statement) -> bool {
    DECLARES.contains(&statement.head.node.as_str())
}

pub(super) fn is_of_data(statement: &Statement) -> bool {
    statement.head.node == "data"
}

/// What it states holds in every clause.
pub(super) fn is_of_the_study(statement: &Statement) -> bool {
    statement.head.node == "study"
}

pub(super) fn is_of_timepoints(statement: &Statement) -> bool {
    statement.head.node == "timepoints"
}

/// The timepoints of a statement of them, each with what its label says of the time, or all of its own numbers where it says nothing.
pub(super) fn timepoints(statement: &Statement, lengths: Lengths) -> Vec<(String, Vec<Quantity>)> {
    let one = |item: &Item| {
        let Item::Entry(entry) = item else { return None };
        let (key, label) = (entry.key.as_ref()?, entry.label.as_ref()?);
        let mut reading = Reading { lengths, formal: Formal::default() };
        reading.value(entry.value.as_ref());
        let said = super::reader::read(&label.text.node, lengths).said;
        let labelled: Vec<Quantity> =
            said.iter().flat_map(|s| s.may_be.iter().copied()).filter(|q| q.measure == super::Measure::Days).collect();
        let own = reading.formal.stated.into_iter().map(|s| s.quantity);
        Some((key.node.clone(), if labelled.is_empty() { own.collect() } else { labelled }))
    };
    statement.items.iter().filter_map(one).collect()
}

pub(super) fn of(statements: &[&Statement], lengths: Lengths) -> Formal {
    let mut reading = Reading { lengths, formal: Formal::default() };
    for statement in statements {
        reading.statement(statement);
        reading.formal.named.extend(every_name(statement));
    }
    reading.formal
}

struct Reading {
    lengths: Lengths,
    formal: Formal,
}

impl Reading {
    fn statement(&mut self, s: &Statement) {
        self.label(s.label.as_ref());
        self.value(s.value.as_ref());
        s.items.iter().for_each(|i| self.item(i));
    }

    fn label(&mut self, label: Option<&crate::syntax::tree::Label>) {
        if let Some(label) = label {
            self.formal.told.push(Told { text: label.text.node.clone(), place: label.text.span });
        }
    }

    fn value(&mut self, value: Option<&Value>) {
        value.iter().flat_map(|v| &v.elements).for_each(|e| self.element(e));
    }

    fn element(&mut self, e: &Element) {
        // Alone it is a value; `one of (…)` is a list.
        if let Kind::Name(word) = &e.expression.kind {
            self.state(words::number(word).map(|n| Quantity::bare(n.into())), e.expression.span, word);
        }
        self.expression(&e.expression);
        self.label(e.label.as_ref());
        e.options.iter().for_each(|i| self.item(i));
    }

    fn item(&mut self, item: &Item) {
        match item {
            Item::Case(case) => {
                self.expression(&case.result);
                self.label(case.reason.as_ref());
                case.condition.iter().for_each(|c| self.expression(c));
            }
            Item::Entry(entry) => self.entry(entry),
        }
    }

    fn entry(&mut self, entry: &Entry) {
        // Causes in a list are codes of a column.
        let is_list_of_causes = |key: &str| key == "causes" && !entry.has_braces;
        let key = entry.key.as_ref().map(|key| key.node.as_str());
        if key.is_some_and(|key| UNSAID.contains(&key) || is_list_of_causes(key)) {
            return;
        }
        self.label(entry.label.as_ref());
        self.value(entry.value.as_ref());
        entry.items.iter().for_each(|i| self.item(i));
    }

    fn expression(&mut self, e: &Expression) {
        self.within(e, None);
    }

    /// `unit` is that of the range or the point around the expression.
    fn within(&mut self, e: &Expression, unit: Option<&str>) {
        match &e.kind {
            Kind::Number { text, unit: own } => {
                let unit = own.as_deref().or(unit).unwrap_or("");
                let quantity = text.parse().ok().and_then(|n: Decimal| Quantity::with_unit(n, unit, self.lengths));
                self.state(quantity, e.span, &words::counted(text.trim_start_matches('-'), unit));
            }
            Kind::Day(day) => {
                self.within(day, Some("days"));
                if let (Kind::Number { text, .. }, Some(last)) = (&day.kind, self.formal.stated.last_mut()) {
                    (last.place, last.shown) = (e.span, format!("day {text}"));
                }
            }
            Kind::Date(text) => self.state(date(text), e.span, text),
            Kind::Text(text) => {
                let place = Span { start: e.span.start + 1, end: e.span.end.saturating_sub(1), ..e.span };
                self.formal.told.push(Told { text: text.clone(), place });
            }
            Kind::Range { low, high, unit: of_range } => {
                let unit = of_range.as_deref().or(unit);
                self.within(low, unit);
                self.within(high, unit);
            }
            Kind::Negative(number) => self.within(number, unit),
            Kind::Binary { operator: Operator::Divide, left, right } => match (plain(left), plain(right)) {
                // `1 / 2` is a half.
                (Some(part), Some(whole)) if !whole.is_zero() => {
                    let quotient = part.checked_div(whole);
                    self.state(quotient.map(Quantity::bare), e.span, &format!("{part} / {whole}"));
                }
                _ => e.parts().into_iter().for_each(|part| self.expression(part)),
            },
            Kind::Group(elements) => elements.iter().for_each(|e| self.element(e)),
            _ => e.parts().into_iter().for_each(|part| self.expression(part)),
        }
    }

    fn state(&mut self, quantity: Option<Quantity>, place: Span, shown: &str) {
        let shown = shown.to_string();
        self.formal.stated.extend(quantity.map(|quantity| Stated { quantity, place, shown }));
    }
}

/// A number without a unit.
fn plain(e: &Expression) -> Option<Decimal> {
    match &e.kind {
        Kind::Number { text, unit: None } => text.parse().ok(),
        _ => None,
    }
}

/// `2021-01-01`.
fn date(text: &str) -> Option<Quantity> {
    let parts: Vec<u32> = text.split('-').map(|p| p.parse().ok()).collect::<Option<_>>()?;
    match parts.as_slice() {
        [year, month, day] if *year < 10_000 => Some(Quantity::date(*year, *month, *day)),
        _ => None,
    }
}
