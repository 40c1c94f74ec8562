//! The tables and events of a criterion, under the names it gives them, bound to those of the plan.

use super::*;
use crate::diagnostic::said;
use crate::syntax::tree::{Entry, Expression, Item, Kind};

/// The keys of a `response` that are of every criterion; the others are the names of its interface.
const RESPONSE_KEYS: &[&str] = &["lesions", "at", "baseline", "among"];

/// What a criterion needs of the plan.
#[derive(Clone, Copy)]
enum Needed {
    Table,
    Event,
}

/// What a criterion calls the tables and events of the plan.
#[derive(Clone, Debug, Default)]
pub(crate) struct Interface {
    pub tables: Vec<(String, TableId)>,
    pub events: Vec<(String, EventId)>,
}

impl Interface {
    pub fn table(&self, name: &str) -> Option<TableId> {
        self.tables.iter().find(|(n, _)| n == name).map(|(_, id)| *id)
    }
    pub fn event(&self, name: &str) -> Option<EventId> {
        self.events.iter().find(|(n, _)| n == name).map(|(_, id)| *id)
    }
    /// What the criterion calls a table; the plan's own name where it does not name it.
    pub fn table_names(&self) -> impl Iterator<Item = &str> {
        self.tables.iter().map(|(name, _)| name.as_str())
    }
}

/// The interface as it is declared.
#[derive(Clone, Default)]
pub(crate) struct Declared<'a> {
    /// The table of `over`.
    over: Option<(&'a str, Span)>,
    /// The event after which `over` reads; none: time zero.
    after: Option<(&'a str, Span)>,
    /// One reader of several reads, whom the table below the examinations names.
    by_reader: bool,
    /// `needs NAME { … }`.
    tables: Vec<(&'a str, Span)>,
    /// `needs event { NAME: date }`.
    events: Vec<(&'a str, Span)>,
}

impl<'a> Declared<'a> {
    pub fn of(criterion: &'a tree::Statement) -> Declared<'a> {
        let mut declared = Declared::default();
        for item in &criterion.items {
            let Item::Entry(entry @ Entry { key: Some(key), .. }) = item else { continue };
            match key.node.strip_prefix("needs ") {
                Some("event") => declared.events.extend(keys(&entry.items)),
                Some(table) => declared.tables.push((table, key.span)),
                None if key.node == "over" => {
                    let read = entry.value.as_ref().and_then(|value| value.elements.first()).map(|e| &e.expression);
                    let elements = entry.value.iter().flat_map(|value| &value.elements);
                    declared.by_reader = elements.flat_map(|e| &e.options).any(by_reader);
                    (declared.over, declared.after) = (read.and_then(over), read.and_then(after_event));
                }
                None => {}
            }
        }
        declared
    }

    /// The event after which examinations are read; none: time zero.
    pub fn after_event(&self) -> Option<(&'a str, Span)> {
        self.after
    }

    /// The table of `over`, where nothing is needed of it.
    pub fn named_by_over(&self) -> Option<(&'a str, Span)> {
        self.over.filter(|(over, _)| self.tables.iter().all(|(name, _)| name != over))
    }

    /// The keys of a `response` by this criterion.
    pub fn response_keys(&self) -> Vec<&'a str> {
        let own = self.over.iter().chain(&self.tables).chain(&self.events).map(|(name, _)| *name);
        let mut keys: Vec<&str> = RESPONSE_KEYS.to_vec();
        for name in own {
            if !keys.contains(&name) {
                keys.push(name);
            }
        }
        keys
    }
}

fn keys(items: &[Item]) -> impl Iterator<Item = (&str, Span)> {
    items.iter().filter_map(|item| match item {
        Item::Entry(Entry { key: Some(key), .. }) => Some((key.node.as_str(), key.span)),
        _ => None,
    })
}

/// `for each: (patient, reader)`.
fn by_reader(option: &Item) -> bool {
    let Item::Entry(entry) = option else { return false };
    let value = entry.value.as_ref().filter(|_| entry.key.as_ref().is_some_and(|key| key.node == "for each"));
    value.is_some_and(|value| {
        let groups = value.elements.iter().any(|e| matches!(&e.expression.kind, Kind::Group(each) if each.len() > 1));
        groups || value.elements.len() > 1
    })
}

/// `NAME after …`.
fn over(read: &Expression) -> Option<(&str, Span)> {
    match &read.kind {
        Kind::After(rows, _) => Resolver::name_at(rows),
        _ => None,
    }
}

/// `… after EVENT`.
pub(crate) fn after_event(read: &Expression) -> Option<(&str, Span)> {
    match &read.kind {
        Kind::After(_, event) => Resolver::name_at(event).filter(|(event, _)| *event != "time zero"),
        _ => None,
    }
}

impl<'a> Resolver<'a> {
    /// Binds each name of the interface: to what the response says under it, or else the examinations to the table of the
    /// timepoints, the table needed first to that of `lesions`, and the rest to what has the same name in the plan.
    pub(crate) fn interface(
        &mut self,
        declared: &Declared<'a>,
        options: &entries::Entries<'a>,
        exam: TableId,
        span: Span,
    ) -> Option<(Interface, Option<TableId>)> {
        let mut interface = Interface::default();
        let lesions = options.value("lesions").map(|v| self.table_word(v));
        if let Some(None) = lesions {
            return None;
        }
        let mut lesions = lesions.flatten();
        let over = declared.over.into_iter().collect::<Vec<_>>();
        let needed = declared.tables.iter().filter(|(name, _)| over.iter().all(|(o, _)| o != name));
        for (at, (name, place)) in over.iter().chain(needed).enumerate() {
            let is_over = at == 0 && !over.is_empty();
            self.note_key(options, Named::Table, name, *place);
            let table = match options.value(name) {
                Some(value) => self.table_word(value)?,
                None if is_over => exam,
                None => match lesions.take().or_else(|| self.table_named(name)) {
                    Some(table) => table,
                    None => return self.unbound(Needed::Table, name, *place, span),
                },
            };
            self.check_level(table, exam, name, *place, span)?;
            interface.tables.push((name.to_string(), table));
        }
        for (name, place) in &declared.events {
            self.note_key(options, Named::Event, name, *place);
            let event = match options.value(name).and_then(|v| v.elements.first()) {
                Some(element) => self.event_named(&element.expression)?,
                None => match self.plan.declared.events.iter().position(|n| n == name) {
                    Some(event) => EventId(event),
                    None => return self.unbound(Needed::Event, name, *place, span),
                },
            };
            interface.events.push((name.to_string(), event));
        }
        let things = self.things_table(&interface, exam, span)?;
        if let (None, true) = (things, declared.by_reader) {
            for (name, place) in &declared.tables {
                let beside = |table: &TableId| *table != exam && self.patients() != Some(*table);
                if let Some(table) = interface.table(name).filter(beside) {
                    return self.not_of_exams(table, exam, name, (*place, span));
                }
            }
        }
        Some((interface, things))
    }

    /// The key of a response is the name that the document at this place gives to what it needs.
    fn note_key(&mut self, options: &entries::Entries<'a>, kind: Named, name: &str, declared: Span) {
        if let Some(key) = options.get(name).and_then(|e| e.key.as_ref()) {
            let document = self.document_of(declared);
            self.note(key.span, kind, &document, name);
        }
    }

    fn unbound<T>(&mut self, needed: Needed, name: &str, place: Span, span: Span) -> Option<T> {
        let (title, hint) = match needed {
            Needed::Table => (
                said!("The criterion needs a table that it calls `{name}`", name),
                format!("say which table of the plan it is: `{name}: …`"),
            ),
            Needed::Event => (
                said!("The criterion needs an event that it calls `{name}`", name),
                format!("say which event of the plan it is: `{name}: …`"),
            ),
        };
        let diagnostic = Diagnostic::new(codes::INTERFACE, title)
            .at(span, "the criterion is used here")
            .at(place, "it needs this")
            .hint(hint);
        self.report(diagnostic);
        None
    }

    /// A criterion reads the examinations, what belongs to them, the patient they are of, and what else of the patient has a
    /// date by which it is found beside an examination.
    fn check_level(&mut self, table: TableId, exam: TableId, name: &str, place: Span, span: Span) -> Option<()> {
        let below = self.plan.tables[table.0].parent.is_some_and(|(_, parent)| parent == exam);
        let beside =
            self.common_row(exam, table).is_some() && matches!(self.plan.tables[table.0].known, Known::AtColumn(_));
        if table == exam || below || beside || self.patients() == Some(table) {
            return Some(());
        }
        self.not_of_exams(table, exam, name, (place, span))
    }

    fn not_of_exams<T>(&mut self, table: TableId, exam: TableId, name: &str, (place, span): (Span, Span)) -> Option<T> {
        let (own, exams) = (&self.plan.tables[table.0].header.name, &self.plan.tables[exam.0].header.name);
        let title = said!("`{own}` does not belong to `{exams}`, whose rows are the examinations", own, exams);
        let diagnostic = Diagnostic::new(codes::INTERFACE, title)
            .at(span, format!("taken as `{name}` of the criterion"))
            .at(place, "what the criterion needs")
            .because("a criterion reads examinations, the rows below them, the patient, and what else of the patient has a date");
        self.report(diagnostic);
        None
    }

    /// The one table below the examinations; none where the criterion reads examinations alone.
    fn things_table(&mut self, interface: &Interface, exam: TableId, span: Span) -> Option<Option<TableId>> {
        let below = |table: &TableId| self.plan.tables[table.0].parent.is_some_and(|(_, parent)| parent == exam);
        let mut found: Vec<TableId> = interface.tables.iter().map(|(_, table)| *table).filter(below).collect();
        found.dedup();
        match found.as_slice() {
            [] => Some(None),
            [one] => Some(Some(*one)),
            _ => {
                let title = "A criterion reads one table below the examinations";
                self.error(codes::INTERFACE, title, span, "two tables are bound to it")
            }
        }
    }
}
