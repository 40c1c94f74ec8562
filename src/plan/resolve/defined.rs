//! The definitions of names, read off the trees; and how a pass notes what a name stood for.

use super::*;
use crate::diagnostic::{Said, said};
use crate::plan::references::{Definition, Named, Offer, References, Use};
use crate::syntax::tree::{Case, Element, Entry, Expression, Item, Kind as Node};

/// What a name that is looked up can be of, as a message says it.
#[derive(Clone, Copy)]
pub(crate) enum Kind<'k> {
    Of(Named),
    ColumnIn(&'k str),
    /// A column of codes in a table below this one.
    CodesBelow(&'k str),
    ValueOfCriterion,
    PointOfEndpoint,
    /// A choice of this option of a method.
    ChoiceFor(&'k str),
    /// A word of the language.
    Word(&'static str),
}

impl From<Named> for Kind<'_> {
    fn from(named: Named) -> Self {
        Kind::Of(named)
    }
}

impl From<&'static str> for Kind<'_> {
    fn from(word: &'static str) -> Self {
        Kind::Word(word)
    }
}

impl Kind<'_> {
    /// `There is no …`.
    pub fn unknown(self, name: &str) -> Said {
        match self {
            Kind::Of(named) => said!("There is no {kind} `{name}`", kind = named.words(), name),
            Kind::ColumnIn(table) => said!("There is no column `{name}` in `{table}`", name, table),
            Kind::CodesBelow(table) => said!("There is no column `{name}` of codes below `{table}`", name, table),
            Kind::ValueOfCriterion => said!("There is no value `{name}` of the criterion", name),
            Kind::PointOfEndpoint => said!("There is no timepoint `{name}` of this endpoint", name),
            Kind::ChoiceFor(option) => said!("There is no choice `{name}` for `{option}`", name, option),
            Kind::Word(word) => said!("There is no {kind} `{name}`", kind = word, name),
        }
    }

    /// Whether a statement of this head that lacks its name may be what is looked for.
    pub fn may_be(self, head: &str) -> bool {
        match self {
            Kind::Of(named) => Named::of_head(head) == Some(named) && head == named.words(),
            Kind::Word(word) => word == head || word == "name",
            Kind::ColumnIn(_)
            | Kind::CodesBelow(_)
            | Kind::ValueOfCriterion
            | Kind::PointOfEndpoint
            | Kind::ChoiceFor(_) => false,
        }
    }
}

/// The names met so far.
#[derive(Default)]
pub(crate) struct Noted {
    pub uses: Vec<Use>,
    pub words: BTreeSet<Span>,
    pub offers: Vec<Offer>,
}

impl<'a> Resolver<'a> {
    /// What could be said in this place, and what of it is.
    pub(crate) fn note_offer(&mut self, place: Span, words: &[&str], taken: impl IntoIterator<Item = String>) {
        let words = words.iter().map(|word| word.to_string()).collect();
        self.noted.offers.push(Offer { place, words, taken: taken.into_iter().collect() });
    }

    /// A name was found to stand for something of the plan.
    pub(crate) fn note(&mut self, place: Span, kind: Named, owner: &str, name: &str) {
        self.noted.uses.push(Use { place, kind, owner: owner.to_string(), name: name.to_string() });
    }

    /// A name that was found in a list of names of this kind.
    pub(crate) fn note_found(&mut self, place: Span, kind: Kind, name: &str) {
        match kind {
            Kind::Of(named) => {
                let owner = self.owner(named, place);
                self.note(place, named, &owner, name);
            }
            Kind::ColumnIn(table) | Kind::CodesBelow(table) => self.note(place, Named::Column, table, name),
            Kind::ValueOfCriterion => {
                let document = self.document_of(place);
                self.note(place, Named::Value, &document, name);
            }
            Kind::PointOfEndpoint => self.note(place, Named::Timepoint, "", name),
            Kind::ChoiceFor(_) | Kind::Word(_) => {
                self.noted.words.insert(place);
            }
        }
    }

    pub(crate) fn note_code(&mut self, place: Span, list: &CodeList, name: &str) {
        self.note(place, Named::Code, &list.owner(), name);
    }

    /// What a name of an expression came to.
    pub(crate) fn note_meaning(
        &mut self,
        place: Span,
        name: &str,
        table: Option<TableId>,
        building: Option<&criterion::Building>,
    ) {
        if let Some(building) = building {
            let document = self.document_of(place);
            let kind = if building.value(name).is_some() {
                Some(Named::Value)
            } else if building.set(name).is_some() {
                Some(Named::Set)
            } else if building.defines.iter().any(|d| d.define.header.name == name) {
                Some(Named::Define)
            } else if building.option(name).is_some() {
                Some(Named::Option)
            } else if building.rows_named(name).is_some() {
                Some(Named::Rows)
            } else {
                None
            };
            if let Some(kind) = kind {
                return self.note(place, kind, &document, name);
            }
        }
        let mut at = table;
        let mut steps = 0;
        while let Some(id) = at.filter(|_| steps <= self.plan.tables.len()) {
            let owner = self.plan.tables[id.0].header.name.clone();
            if self.column_named(id, name).is_some() {
                return self.note(place, Named::Column, &owner, name);
            }
            if self.define_named(id, name).is_some() {
                return self.note(place, Named::Define, &owner, name);
            }
            at = self.plan.tables[id.0].parent.map(|(_, p)| p);
            steps += 1;
        }
        if self.positions.events.contains_key(name) {
            return self.note(place, Named::Event, "", name);
        }
        self.noted.words.insert(place);
    }

    /// The name of the criterion's document, for a place in one.
    pub(crate) fn document_of(&self, place: Span) -> String {
        let own = |c: &&CriterionSource<'a>| c.file() == Some(place.file);
        self.criteria.values().find(own).map_or_else(String::new, |c| c.path.to_string())
    }

    /// The table of a column is that of the statement it stands in.
    fn owner(&self, kind: Named, place: Span) -> String {
        let inside = |s: &&Stated<'a>| reporting::overlap(s.statement.span, place);
        match kind {
            Named::Column => {
                let stated = self.statements.iter().find(inside);
                stated.and_then(|s| s.statement.name.as_ref()).map_or_else(String::new, |n| n.node.clone())
            }
            // A table named in a criterion is one that it needs, under its own name of it.
            Named::Value | Named::Define | Named::Rows | Named::Option | Named::Set | Named::Table => {
                self.document_of(place)
            }
            _ => String::new(),
        }
    }

    /// All names and what they stand for.
    pub(crate) fn references(&mut self, criteria: &[(Spanned<String>, Arc<tree::Document>)]) -> References {
        let mut definitions = vec![];
        for stated in &self.statements {
            define(stated.statement, "", &mut definitions);
        }
        // A criterion that builds on another is read as it was written: what it takes over is defined in the other's document.
        for (path, document) in criteria {
            for block in document.clauses.iter().flat_map(|c| &c.blocks) {
                let tree::Block::Plan { statements, .. } = block else { continue };
                statements.iter().for_each(|s| define(s, &path.node, &mut definitions));
            }
        }
        let words = std::mem::take(&mut self.noted.words);
        let offers = std::mem::take(&mut self.noted.offers);
        References::new(definitions, &self.noted.uses, &self.built_on, words, offers)
    }
}

/// What a statement defines: itself, and what has a name inside it.
fn define(s: &tree::Statement, document: &str, found: &mut Vec<Definition>) {
    let head = s.head.node.as_str();
    // A rule of a thing is a quantity of it.
    let kind = if head == "rule" && s.subject.is_some() { Some(Named::Define) } else { Named::of_head(head) };
    if let (Some(kind), Some(name)) = (kind, &s.name) {
        let owner = match (&s.subject, head) {
            (Some(subject), "define") if document.is_empty() => subject.node.as_str(),
            _ => document,
        };
        let owner = if kind == Named::Criterion { "" } else { owner };
        found.push(Definition { kind, name: name.node.clone(), owner: owner.to_string(), place: name.span });
    }
    let name = s.name.as_ref().map_or("", |n| n.node.as_str());
    let described = if head == "data" { described(&s.items) } else { vec![] };
    if head == "criterion" {
        examinations(s, document, found);
    }
    for item in &s.items {
        match (head, item) {
            ("arms", Item::Case(case)) => arm(case, found),
            ("data", Item::Entry(entry)) => columns(entry, name, &described, found),
            ("timepoints", Item::Entry(entry)) => keyed(entry, Named::Timepoint, "", found),
            ("criterion", Item::Entry(entry)) => interface(entry, document, found),
            _ => {}
        }
    }
    if head == "define" || head != "arms" && !document.is_empty() {
        answers(&s.items, found);
    }
}

fn keyed(entry: &Entry, kind: Named, owner: &str, found: &mut Vec<Definition>) {
    if let Some(key) = &entry.key {
        found.push(Definition { kind, name: key.node.clone(), owner: owner.to_string(), place: key.span });
    }
}

/// The answers of the cases of a rule are a list of codes of its own, each defined where it is first given.
fn answers(items: &[Item], found: &mut Vec<Definition>) {
    let mut given: Vec<(&str, Span)> = vec![];
    for item in items {
        if let Item::Case(Case { result: Expression { kind: Node::Name(name), span }, .. }) = item
            && name != "unknown"
            && !given.iter().any(|(n, _)| n == name)
        {
            given.push((name, *span));
        }
    }
    if given.iter().all(|(name, _)| matches!(*name, "yes" | "no")) {
        return;
    }
    let owner = CodeList::owner_of(given.iter().map(|(name, _)| *name));
    let code = |(name, place): (&str, Span)| Definition {
        kind: Named::Code,
        name: name.to_string(),
        owner: owner.clone(),
        place,
    };
    found.extend(given.into_iter().map(code));
}

fn arm(case: &Case, found: &mut Vec<Definition>) {
    if let Node::Name(name) = &case.result.kind {
        let place = case.result.span;
        found.push(Definition { kind: Named::Arm, name: name.clone(), owner: String::new(), place });
    }
}

/// The columns that a table describes.
fn described(items: &[Item]) -> Vec<&str> {
    let is_columns =
        |item: &&Item| matches!(item, Item::Entry(e) if e.key.as_ref().is_some_and(|k| k.node == "columns"));
    let blocks = items.iter().filter(is_columns);
    let entries = blocks.flat_map(|item| match item {
        Item::Entry(entry) => entry.items.as_slice(),
        Item::Case(_) => &[],
    });
    let names = entries.filter_map(|item| match item {
        Item::Entry(Entry { key: Some(key), .. }) => Some(key.node.as_str()),
        Item::Entry(_) | Item::Case(_) => None,
    });
    names.collect()
}

/// The columns of a table with their codes; a key and a reference that no entry declares are defined where they are named.
fn columns(entry: &Entry, table: &str, described: &[&str], found: &mut Vec<Definition>) {
    match entry.key.as_ref().map(|k| k.node.as_str()) {
        Some("columns") => {
            for item in &entry.items {
                let Item::Entry(column) = item else { continue };
                keyed(column, Named::Column, table, found);
                codes_of(column, found);
            }
        }
        Some("one row per" | "belongs to") => {
            for element in entry.value.iter().flat_map(|v| &v.elements) {
                if let Node::Name(name) = &element.expression.kind
                    && !described.contains(&name.as_str())
                {
                    let place = element.expression.span;
                    found.push(Definition { kind: Named::Column, name: name.clone(), owner: table.to_string(), place });
                }
            }
        }
        _ => {}
    }
}

/// The codes of `one of (a, b, c)`.
fn listed(e: &Expression) -> Option<&[Element]> {
    match &e.kind {
        Node::Group(elements) => Some(elements),
        Node::Selector(selector) => listed(&selector.rows),
        Node::Binary { left, right, .. } => listed(right).or_else(|| listed(left)),
        _ => None,
    }
}

/// The codes of `one of (…)` in the value of an entry.
fn codes_of(entry: &Entry, found: &mut Vec<Definition>) {
    let elements = entry.value.iter().flat_map(|v| &v.elements);
    elements.filter_map(|e| listed(&e.expression)).for_each(|list| codes(list, found));
}

fn codes(elements: &[Element], found: &mut Vec<Definition>) {
    let text = |e: &Element| match &e.expression.kind {
        Node::Name(name) => Some(name.clone()),
        Node::Number { text, .. } => Some(text.clone()),
        Node::Text(text) => Some(text.clone()),
        _ => None,
    };
    let owner = CodeList::owner_of(elements.iter().filter_map(text).collect::<Vec<_>>().iter().map(String::as_str));
    for element in elements {
        if let Some(name) = text(element) {
            found.push(Definition { kind: Named::Code, name, owner: owner.clone(), place: element.expression.span });
        }
    }
}

/// The table of `over`, where the criterion needs no column of it and so says nothing else of it.
fn examinations(criterion: &tree::Statement, document: &str, found: &mut Vec<Definition>) {
    let declared = interface::Declared::of(criterion);
    if let Some((name, place)) = declared.named_by_over() {
        found.push(Definition { kind: Named::Table, name: name.to_string(), owner: document.to_string(), place });
    }
}

/// The responses, sets and options of a criterion, and what it calls the tables and events that it needs.
fn interface(entry: &Entry, document: &str, found: &mut Vec<Definition>) {
    let Some(key) = &entry.key else { return };
    let mut defined = |kind: Named, name: &str, skipped: usize| {
        let place = Span { start: key.span.start + skipped as u32, ..key.span };
        found.push(Definition { kind, name: name.to_string(), owner: document.to_string(), place });
    };
    if let Some(role) = ResponseRole::ALL.iter().find(|r| r.key() == key.node) {
        return defined(Named::Set, &role.name(), 0);
    }
    for (prefix, kind) in [("option ", Named::Option), ("set ", Named::Set)] {
        if let Some(name) = key.node.strip_prefix(prefix) {
            return defined(kind, name, prefix.len());
        }
    }
    match key.node.strip_prefix("needs ") {
        Some("event") => entry.items.iter().for_each(|item| {
            if let Item::Entry(event) = item {
                keyed(event, Named::Event, document, found);
            }
        }),
        Some(table) => {
            let place = Span { start: key.span.end - table.len() as u32, ..key.span };
            found.push(Definition { kind: Named::Table, name: table.to_string(), owner: document.to_string(), place });
        }
        None => {}
    }
    for item in &entry.items {
        if let Item::Entry(needed) = item {
            codes_of(needed, found);
        }
    }
    let Some(value) = &entry.value else { return };
    match key.node.as_str() {
        "responses" => codes(&value.elements, found),
        _ => codes_of(entry, found),
    }
}
