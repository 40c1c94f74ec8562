//! The words that the language no longer has, and those that stand for them now: a tree is read in the new ones, whatever it
//! was written in, and each old one is told with its fix. What the grammar itself reads is told by `syntax`.

use super::registry;
use super::unit::time_unit;
use crate::catalogue::{self, OptionKind};
use crate::diagnostic::{Diagnostic, Span, Spanned, codes, said};
use crate::number::TimeUnit;
use crate::syntax::tree::{Block, Document, Element, Entry, Expression, Item, Kind, Statement, Value};
use std::collections::BTreeSet;

/// A key of a statement, or of its columns, with the value that had another word as well.
pub struct OldKey {
    pub heads: &'static [&'static str],
    pub key: &'static str,
    pub now: &'static str,
    /// The value and its word now; the key is old with this value only.
    pub value: Option<(&'static str, &'static str)>,
}

const fn old(heads: &'static [&'static str], key: &'static str, now: &'static str) -> OldKey {
    OldKey { heads, key, now, value: None }
}

/// Keys directly within a statement.
pub const KEYS: &[OldKey] = &[
    old(&["combine"], "across", "readers"),
    old(&["combine", "agreement"], "stop after", "ends with"),
    old(&["analysis"], "decides", "main test"),
    old(&["analysis"], "beside", "also given"),
    old(&["analysis", "matching"], "missing covariate", "if a covariate is missing"),
    old(&["endpoint"], "missing", "if not assessed"),
    old(&["endpoint"], "inapplicable", "if it does not apply"),
    old(&["population"], "attrition", "count exclusions at"),
    OldKey { value: Some(("not_eligible", "excluded")), ..old(&["population"], "unknown", "if not known") },
];

/// Options of a column.
pub const COLUMN: OldKey =
    OldKey { value: Some(("allowed", "yes")), ..old(&["data", "criterion"], "missing", "may be missing") };

/// From when on a patient is exposed, in the options of a comparison.
pub const EXPOSURE: OldKey = OldKey { value: Some(("its_day", "day_after")), ..old(&["analysis"], "from", "from") };

/// A strategy, and what a combination of readers answers and asks.
pub const STRATEGY: (&str, &str) = ("while_free", "value_before_event");
pub const RESULTS: &[(&str, &str)] = &[("common", "agreed_response"), ("worst", "worst_response")];
pub const CONDITIONS: &[(&str, &str)] = &[("agreed", "readers agree"), ("assessed", "any assessed")];

/// Keys whose value is a day, which was written as a length of days too.
const DAYS: &[(&str, &str)] = &[("endpoint", "horizon"), ("endpoint", "stable from"), ("analysis", "landmark")];

/// Reads a document in the words of today. What was written in older ones is told.
pub fn settle(document: &mut Document, text: &str) -> Vec<Diagnostic> {
    let mut settling = Settling { text, changing: changing(document), told: vec![] };
    for block in document.clauses.iter_mut().flat_map(|c| &mut c.blocks) {
        if let Block::Plan { statements, .. } = block {
            statements.iter_mut().for_each(|s| settling.statement(s));
        }
    }
    settling.told
}

struct Settling<'t> {
    text: &'t str,
    /// What a strategy can be for: the intercurrent events of the document, and death.
    changing: BTreeSet<String>,
    told: Vec<Diagnostic>,
}

impl Settling<'_> {
    fn written(&self, span: Span) -> String {
        self.text.get(span.start as usize..span.end as usize).unwrap_or_default().to_string()
    }

    fn tell(&mut self, span: Span, now: String) {
        let written = self.written(span);
        let (written, shown) = (one_space(&written), one_space(&now));
        let title = said!("`{written}` is said in other words now", written);
        let fault = Diagnostic::new(codes::OLD_WORDS, title).at(span, "understood, and to be rewritten");
        self.told.push(fault.hint(format!("write `{shown}`")).settled(span, now));
    }

    fn statement(&mut self, statement: &mut Statement) {
        let head = statement.head.node.clone();
        if head == "analysis" {
            self.strategies(&mut statement.items, statement.value.as_mut(), Within::Analysis);
            self.exposures(&mut statement.items, statement.value.as_mut());
        }
        for items in lists(statement) {
            self.items(&head, items);
        }
    }

    /// The entries of a statement, or the changes to one that it is like.
    fn items(&mut self, head: &str, items: &mut [Item]) {
        for item in items {
            let Item::Entry(entry) = item else { continue };
            if let Some(old) = KEYS.iter().find(|old| old.heads.contains(&head) && is_old(entry, old)) {
                self.key(entry, old);
            }
            let key = entry.key.as_ref().map_or("", |k| k.node.as_str()).to_string();
            match head {
                "combine" if key == "response" => entry.items.iter_mut().for_each(|i| self.case(i)),
                "data" | "criterion" if registry::takes_block(&key) => {
                    entry.items.iter_mut().for_each(|i| self.column(i));
                }
                "analysis" => self.methods(entry),
                _ => {}
            }
            if DAYS.contains(&(head, key.as_str()))
                && let Some(value) = &mut entry.value
            {
                self.days(value);
            }
        }
    }

    fn key(&mut self, entry: &mut Entry, old: &OldKey) {
        let Some(key) = &mut entry.key else { return };
        key.node = old.now.to_string();
        let key = key.span;
        match (old.value, entry.value.as_mut().and_then(word_of)) {
            (Some((_, now)), Some((word, place))) => {
                *word = now.to_string();
                let between = Span { start: key.end, end: place.start, ..key };
                self.tell(key.to(place), format!("{}{}{now}", old.now, self.written(between)));
            }
            _ => self.tell(key, old.now.to_string()),
        }
    }

    /// `common when agreed`.
    fn case(&mut self, item: &mut Item) {
        let Item::Case(case) = item else { return };
        self.word(&mut case.result, RESULTS);
        if let Some(condition) = &mut case.condition {
            self.word(condition, CONDITIONS);
        }
    }

    fn word(&mut self, e: &mut Expression, words: &[(&str, &str)]) {
        let Kind::Name(name) = &e.kind else { return };
        let Some((_, now)) = words.iter().find(|(old, _)| old == name) else { return };
        self.tell(e.span, now.to_string());
        e.kind = phrase(now, e.span);
    }

    fn column(&mut self, item: &mut Item) {
        let Item::Entry(Entry { value: Some(value), .. }) = item else { return };
        let options = value.elements.iter_mut().flat_map(|e| &mut e.options);
        for option in options {
            if let Item::Entry(entry) = option
                && is_old(entry, &COLUMN)
            {
                self.key(entry, &COLUMN);
            }
        }
    }

    /// `from: its_day`, at whatever depth of an analysis.
    fn exposures(&mut self, items: &mut [Item], value: Option<&mut Value>) {
        let options = value.into_iter().flat_map(|v| &mut v.elements).flat_map(|e| &mut e.options);
        for item in options.chain(items) {
            let Item::Entry(entry) = item else { continue };
            if is_old(entry, &EXPOSURE) {
                self.key(entry, &EXPOSURE);
            }
            self.exposures(&mut entry.items, entry.value.as_mut());
        }
    }

    /// Beneath `intercurrent`, and in changes to what an analysis is like, where an event stands as a key of its own.
    fn strategies(&mut self, items: &mut [Item], value: Option<&mut Value>, within: Within) {
        let mut beneath = within;
        let mut changes = vec![];
        for element in value.into_iter().flat_map(|v| &mut v.elements) {
            if within == Within::Analysis && matches!(element.expression.kind, Kind::Like(_)) {
                beneath = Within::Changes;
            }
            changes.extend(&mut element.options);
        }
        for item in changes.into_iter().chain(items) {
            let Item::Entry(entry) = item else { continue };
            let key = entry.key.as_ref().map_or("", |k| k.node.as_str());
            let of_event = match beneath {
                Within::Intercurrent => !key.contains(' '),
                Within::Changes => self.changing.contains(key),
                Within::Analysis => false,
            };
            let within = if key == "intercurrent" { Within::Intercurrent } else { beneath };
            if of_event {
                self.strategy(entry);
            } else {
                self.strategies(&mut entry.items, entry.value.as_mut(), within);
            }
        }
    }

    fn strategy(&mut self, entry: &mut Entry) {
        if let Some((word, place)) = entry.value.as_mut().and_then(word_of)
            && word == STRATEGY.0
        {
            *word = STRATEGY.1.to_string();
            self.tell(place, STRATEGY.1.to_string());
        }
    }

    /// Options of methods that are days.
    fn methods(&mut self, entry: &mut Entry) {
        for element in entry.value.iter_mut().flat_map(|v| &mut v.elements) {
            let Kind::Name(name) = &element.expression.kind else { continue };
            let Some(method) = catalogue::named(name) else { continue };
            for option in &mut element.options {
                let Item::Entry(Entry { key: Some(key), value: Some(value), .. }) = option else { continue };
                let kind = method.options.iter().find(|o| o.name == key.node).map(|o| o.kind);
                if matches!(kind, Some(OptionKind::Day | OptionKind::Days)) {
                    self.days(value);
                }
            }
        }
    }

    /// `365 days`, `(91, 183) days`.
    fn days(&mut self, value: &mut Value) {
        for element in &mut value.elements {
            let span = element.expression.span;
            match &mut element.expression.kind {
                Kind::Group(elements) => self.list_of_days(elements, span),
                _ => {
                    if let Some(number) = day_of(&mut element.expression) {
                        self.tell(span, format!("day {number}"));
                    }
                }
            }
        }
    }

    /// All within one pair of parentheses, whose unit may stand behind it.
    fn list_of_days(&mut self, elements: &mut [Element], around: Span) {
        let mut now = String::new();
        let mut at = around.start;
        let mut end = None;
        for element in elements {
            let span = element.expression.span;
            let Some(number) = day_of(&mut element.expression) else { continue };
            now.push_str(&self.written(Span { start: at, end: span.start, ..around }));
            now.push_str(&format!("day {number}"));
            at = span.end;
            end = Some(at);
        }
        let Some(end) = end else { return };
        let rest = self.written(Span { start: end, ..around });
        now.push_str(&rest[..rest.rfind(')').map_or(rest.len(), |at| at + 1)]);
        self.tell(around, now);
    }
}

/// Where an entry of an analysis stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Within {
    Analysis,
    /// To what it is like.
    Changes,
    Intercurrent,
}

/// What a document has strategies for.
fn changing(document: &Document) -> BTreeSet<String> {
    let events = document.statements().filter(|s| s.head.node == "intercurrent").filter_map(|s| s.name.as_ref());
    events.map(|name| name.node.clone()).chain(["death".to_string()]).collect()
}

/// The entries directly within a statement, and its changes to another that it is like.
fn lists(statement: &mut Statement) -> impl Iterator<Item = &mut [Item]> {
    let changes = statement.value.iter_mut().flat_map(|v| &mut v.elements);
    let changes = changes.filter(|e| matches!(e.expression.kind, Kind::Like(_))).map(|e| e.options.as_mut_slice());
    [statement.items.as_mut_slice()].into_iter().chain(changes)
}

fn is_old(entry: &Entry, old: &OldKey) -> bool {
    let of_value = |value: &str| {
        entry.value.as_ref().is_some_and(|v| {
            matches!(v.elements.as_slice(), [Element { expression: Expression { kind: Kind::Name(word), .. }, .. }] if word == value)
        })
    };
    entry.key.as_ref().is_some_and(|key| key.node == old.key) && old.value.is_none_or(|(value, _)| of_value(value))
}

/// The word that is all of a value.
fn word_of(value: &mut Value) -> Option<(&mut String, Span)> {
    match value.elements.as_mut_slice() {
        [Element { expression: Expression { kind: Kind::Name(word), span }, .. }] => Some((word, *span)),
        _ => None,
    }
}

fn one_space(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Two words in a tree: a phrase, or what `any` asks about.
fn phrase(now: &str, span: Span) -> Kind {
    use crate::syntax::tree::{Selector, SelectorKind};
    let Some(word) = now.strip_prefix("any ") else { return Kind::Name(now.to_string()) };
    let rows = Expression { kind: Kind::Name(word.to_string()), span };
    let kind = Spanned::new(SelectorKind::Any, span);
    Kind::Selector(Box::new(Selector { kind, rows, to: None, condition: None, since: None, has: None }))
}

/// Makes a day of so many days; its number as written.
fn day_of(e: &mut Expression) -> Option<String> {
    let Kind::Number { text, unit: Some(unit) } = &e.kind else { return None };
    if time_unit(unit) != Some(TimeUnit::Days) {
        return None;
    }
    let text = text.clone();
    let number = Expression { kind: Kind::Number { text: text.clone(), unit: None }, span: e.span };
    e.kind = Kind::Day(Box::new(number));
    Some(text)
}
