//! The registries set against the examples: what the language accepts has one.

use super::desk::{Checked, Desk};
use super::merge::REST;
use super::page::{Chapter, Fence, Judged, Language, Task, chapters, root};
use prespec::binding::keys::PLACES;
use prespec::catalogue::{self, FigureKind};
use prespec::diagnostic::FileId;
use prespec::diagnostic::Subject;
use prespec::plan::ir::Unit;
use prespec::plan::references::Named;
use prespec::plan::registry::{ENDPOINT_KINDS, ESTIMAND, FUNCTIONS, HEADS, OPERATORS, SELECTORS, head_words};
use prespec::syntax::tree::{Case, Element, Entry, Expression, Item, Kind, Statement, UnitOperator};
use std::collections::BTreeSet;
use std::sync::LazyLock;
use std::thread;

/// What the examples use, in words that name it.
#[derive(Default)]
struct Used {
    right: BTreeSet<String>,
    wrong: BTreeSet<String>,
    /// The words of each choice that was read, and the keys of each block, with those that were taken.
    offered: BTreeSet<String>,
}

static USED: LazyLock<Used> = LazyLock::new(|| Used::of(&chapters()));

impl Used {
    fn of(chapters: &[Chapter]) -> Used {
        thread::scope(|scope| {
            let read = |chapter| {
                let mut used = Used::default();
                used.chapter(chapter);
                used
            };
            let working: Vec<_> = chapters.iter().map(|chapter| scope.spawn(move || read(chapter))).collect();
            let all = working.into_iter().map(|chapter| chapter.join().expect("a chapter"));
            all.fold(Used::default(), |mut all, one| {
                all.right.extend(one.right);
                all.wrong.extend(one.wrong);
                all.offered.extend(one.offered);
                all
            })
        })
    }

    fn chapter(&mut self, chapter: &Chapter) {
        let desk = Desk::new();
        for fence in &chapter.fences {
            match &fence.task {
                Task::File { path } => {
                    desk.write(path, &fence.text);
                    if path.ends_with(".yaml") {
                        self.binding(&fence.text);
                    }
                }
                Task::Fragment { language, judged, folder, document } if super::has(&desk, folder, document) => {
                    let Some(checked) = desk.check(fence) else { continue };
                    match (language, judged) {
                        (_, Judged::Wrong) => self.wrong(&checked, &alone(fence)),
                        (Language::Plan, Judged::Right | Judged::Into) => self.right(&checked, &alone(fence)),
                        (Language::Yaml, Judged::Right | Judged::Into) => self.binding(&fence.text),
                    }
                }
                Task::Fragment { .. } | Task::Console { .. } | Task::Shown => {}
            }
        }
    }

    fn right(&mut self, checked: &Checked, fragment: &str) {
        for statement in statements(fragment) {
            self.statement(&statement);
        }
        let references = &checked.compiled.references;
        // Names of the plan beside which the language offers words of its own.
        let beside = [Named::Arm, Named::Option, Named::Table, Named::Event];
        let named = references.definitions().filter(|found| beside.contains(&found.kind));
        let named: BTreeSet<&str> = named.map(|found| found.name.as_str()).collect();
        let of_plan = |word: &str| ["needs ", "option ", "set "].iter().any(|head| word.starts_with(head));
        for offer in references.offers().iter().filter(|offer| !of_method(&offer.words)) {
            let words = offer.words.iter().filter(|word| !named.contains(word.as_str()) && !of_plan(word));
            let words: Vec<&str> = words.map(String::as_str).collect();
            // The keys of a statement are looked for as such.
            if HEADS.iter().any(|head| head.keys == words) {
                continue;
            }
            let of = words.join(", ");
            self.right.extend(offer.taken.iter().map(|taken| format!("`{taken}` of {of}")));
            self.offered.extend(words.iter().map(|word| format!("`{word}` of {of}")));
        }
    }

    fn statement(&mut self, statement: &Statement) {
        let head = statement.head.node.as_str();
        self.right.insert(format!("statement {head}"));
        let kind = statement.items.iter().find_map(|item| kind_of(item));
        for key in statement.items.iter().filter_map(key_of) {
            self.right.insert(format!("key {head}: {key}"));
            if let Some(kind) = kind.filter(|_| head == "endpoint") {
                self.right.insert(format!("endpoint {kind}: {key}"));
            }
        }
        for item in &statement.items {
            self.item(item);
        }
        for key in options_of(statement).filter_map(key_of) {
            self.right.insert(format!("key {head}: {key}"));
        }
        for element in statement.value.iter().flat_map(|value| &value.elements) {
            self.element(element);
        }
    }

    fn item(&mut self, item: &Item) {
        match item {
            Item::Entry(Entry { key, value, items, .. }) => {
                for inner in items {
                    if let (Some(key), Some(below)) = (key, key_of(inner)) {
                        self.right.insert(format!("key {}: {below}", key.node));
                    }
                    self.item(inner);
                }
                value.iter().flat_map(|value| &value.elements).for_each(|element| self.element(element));
            }
            Item::Case(Case { result, condition, .. }) => {
                if condition.is_none() {
                    self.right.insert("operator otherwise".to_string());
                }
                [result].into_iter().chain(condition).for_each(|part| self.expression(part));
            }
        }
    }

    fn element(&mut self, element: &Element) {
        if let Kind::Name(figure) = &element.expression.kind {
            self.right.insert(format!("word {figure}"));
            for key in element.options.iter().filter_map(key_of) {
                self.right.insert(format!("key {figure}: {key}"));
            }
        }
        self.expression(&element.expression);
        element.options.iter().for_each(|option| self.item(option));
    }

    fn expression(&mut self, expression: &Expression) {
        let operator = |word: &str| format!("operator {word}");
        self.right.extend(match &expression.kind {
            Kind::Selector(selector) => Some(format!("selector {}", selector.kind.node.word())),
            Kind::Call(function, _) => Some(format!("function {}", function.node)),
            Kind::Binary { operator: of, .. } => Some(operator(of.symbol())),
            Kind::Not(_) => Some(operator("not")),
            Kind::IsKnown(_, true) => Some(operator("is known")),
            Kind::IsKnown(_, false) => Some(operator("is missing")),
            Kind::Within { .. } | Kind::Range { .. } => Some(operator("from … to")),
            Kind::FromOn(..) => Some(operator("from … on")),
            Kind::Before(..) => Some(operator("before")),
            Kind::After(..) => Some(operator("after")),
            Kind::Earlier { .. } => Some(operator("earlier")),
            Kind::Otherwise(..) => Some(operator("otherwise")),
            Kind::Like(_) => Some(operator("like")),
            Kind::Unit { operator: UnitOperator::As, .. } => Some(operator("as")),
            Kind::Unit { operator: UnitOperator::In, unit, .. } => Some(format!("unit {}", unit.node)),
            Kind::Name(_) | Kind::Number { .. } | Kind::Date(_) | Kind::Text(_) | Kind::Day(_) => None,
            Kind::Group(_) | Kind::Field(..) | Kind::Negative(_) | Kind::Error => None,
        });
        if let Kind::Group(elements) = &expression.kind {
            elements.iter().for_each(|element| self.element(element));
        } else {
            expression.parts().into_iter().for_each(|part| self.expression(part));
        }
    }

    /// The key that stands in the line of the fault, or is missing.
    fn wrong(&mut self, checked: &Checked, fragment: &str) {
        for (diagnostic, mark) in checked.said.iter().zip(checked.lines_of_said()) {
            let of_line = |text: &&Statement| mark.is_some_and(|line| lines(fragment, text.span).contains(&line));
            let statements = statements(fragment);
            let Some(statement) = statements.iter().find(of_line) else { continue };
            let head = &statement.head.node;
            if let Some(Subject::Key(key)) = &diagnostic.subject {
                self.wrong.insert(format!("key {head}: {key}"));
            }
            let options: Vec<Item> = options_of(statement).cloned().collect();
            for items in [&statement.items, &options] {
                self.wrong_items(head, items, fragment, mark);
            }
            self.wrong.insert(format!("statement {head}"));
        }
    }

    fn wrong_items(&mut self, of: &str, items: &[Item], fragment: &str, mark: Option<usize>) {
        for item in items {
            let Item::Entry(entry) = item else { continue };
            let (Some(key), Some(mark)) = (&entry.key, mark) else { continue };
            if !lines(fragment, entry.span).contains(&mark) {
                continue;
            }
            self.wrong.insert(format!("key {of}: {}", key.node));
            self.wrong_items(&key.node, &entry.items, fragment, Some(mark));
            for element in entry.value.iter().flat_map(|value| &value.elements) {
                if let Kind::Name(method) = &element.expression.kind {
                    self.wrong_items(method, &element.options, fragment, Some(mark));
                }
            }
        }
    }

    fn binding(&mut self, text: &str) {
        for line in text.lines() {
            for part in line.split(['{', ',']) {
                let key = part.split(':').next().unwrap_or_default().trim();
                self.right.insert(format!("binding {key}"));
            }
        }
    }
}

/// The options of a method are in the reference.
fn of_method(words: &[String]) -> bool {
    catalogue::ALL
        .iter()
        .any(|method| method.options.iter().map(|option| option.name).eq(words.iter().map(String::as_str)))
}

/// The fragment as statements of their own, without what stands for the rest.
fn alone(fence: &Fence) -> String {
    let lines = fence.text.lines().map(|line| if line.trim() == REST { "" } else { line });
    lines.map(|line| format!("{line}\n")).collect()
}

fn statements(fragment: &str) -> Vec<Statement> {
    let document = format!("```plan\n{fragment}```\n");
    let (document, _) = prespec::syntax::parse(FileId(0), &document, &head_words());
    document.statements().cloned().collect()
}

/// Lines of a fragment, from 1; the document that was parsed has one line more above.
fn lines(fragment: &str, span: prespec::diagnostic::Span) -> std::ops::RangeInclusive<usize> {
    let document = format!("```plan\n{fragment}```\n");
    let line = |byte: u32| document.get(..byte as usize).map_or(0, |before| before.matches('\n').count());
    line(span.start)..=line(span.end)
}

/// What stands in the braces behind the value of a statement, as the keys of a `response` do.
fn options_of(statement: &Statement) -> impl Iterator<Item = &Item> {
    let elements = statement.value.iter().flat_map(|value| &value.elements);
    elements.flat_map(|element| &element.options)
}

fn key_of(item: &Item) -> Option<&str> {
    match item {
        Item::Entry(entry) => entry.key.as_ref().map(|key| key.node.as_str()),
        Item::Case(_) => None,
    }
}

fn kind_of(item: &Item) -> Option<&str> {
    let Item::Entry(Entry { key: Some(key), value: Some(value), .. }) = item else { return None };
    match (key.node.as_str(), value.elements.as_slice()) {
        ("kind", [Element { expression: Expression { kind: Kind::Name(kind), .. }, .. }]) => Some(kind),
        _ => None,
    }
}

/// What the registries have.
fn registered() -> BTreeSet<String> {
    let mut all = BTreeSet::new();
    for head in HEADS {
        all.insert(format!("statement {}", head.word));
        all.extend(head.keys.iter().map(|key| format!("key {}: {key}", head.word)));
    }
    all.extend(ESTIMAND.iter().map(|key| format!("key estimand: {key}")));
    for kind in ENDPOINT_KINDS {
        let keys = kind.keys.iter().chain(kind.given);
        all.extend(keys.map(|key| format!("endpoint {}: {key}", kind.word)));
    }
    for figure in FigureKind::ALL {
        all.insert(format!("word {figure}"));
        all.extend(figure.takes().keys().iter().map(|key| format!("key {figure}: {key}")));
    }
    all.extend(Unit::all_names().map(|unit| format!("unit {unit}")));
    all.extend(SELECTORS.iter().map(|(word, _)| format!("selector {word}")));
    all.extend(OPERATORS.iter().map(|(word, _)| format!("operator {word}")));
    all.extend(FUNCTIONS.iter().map(|(word, _)| format!("function {word}")));
    for (_, keys) in PLACES {
        all.extend(keys.iter().map(|(key, _)| format!("binding {key}")));
    }
    all
}

#[test]
fn whatever_the_language_accepts_has_an_example() {
    let used = &USED;
    // It is there to be refused.
    let refused = |word: &String| word == "key lesions: estimate";
    let missing: Vec<String> = registered()
        .union(&used.offered)
        .filter(|word| !used.right.contains(*word) && !refused(word))
        .cloned()
        .collect();
    assert!(missing.is_empty(), "{} have no example:\n{}", missing.len(), missing.join("\n"));
}

#[test]
fn every_key_has_an_example_that_is_wrong() {
    let used = &USED;
    let keys = HEADS.iter().flat_map(|head| head.keys.iter().map(move |key| format!("key {}: {key}", head.word)));
    let keys = keys.chain(ESTIMAND.iter().map(|key| format!("key estimand: {key}")));
    let missing: Vec<String> = keys.filter(|key| !used.wrong.contains(key)).collect();
    assert!(missing.is_empty(), "{} have no example that is wrong:\n{}", missing.len(), missing.join("\n"));
}

/// That of a family and that of subgroups stand under keys of their own, and have no options there.
#[test]
fn every_option_of_a_method_has_an_example_that_is_right_and_one_that_is_wrong() {
    let used = &USED;
    let by_key = [catalogue::adjusted_p_values::METHOD.name, catalogue::interaction::METHOD.name];
    let methods = catalogue::ALL.iter().filter(|method| !by_key.contains(&method.name));
    let options = methods
        .flat_map(|method| method.options.iter().map(move |option| format!("key {}: {}", method.name, option.name)));
    let options: Vec<String> = options.collect();
    assert!(options.len() > 90, "{options:?}");
    for (judged, examples) in [("right", &used.right), ("wrong", &used.wrong)] {
        let missing: Vec<&String> = options.iter().filter(|option| !examples.contains(*option)).collect();
        assert!(missing.is_empty(), "{} have no example that is {judged}: {missing:?}", missing.len());
    }
}

/// The table of a statement has its keys and no others; a row may have several.
#[test]
fn every_statement_has_a_table_of_its_keys() {
    let pages = chapters()
        .into_iter()
        .map(|chapter| std::fs::read_to_string(root().join("docs/manual").join(&chapter.name)).expect("a chapter"));
    let pages: Vec<String> = pages.collect();
    for head in HEADS.iter().filter(|head| !head.keys.is_empty()) {
        let heading = format!("\n## `{}`\n", head.word);
        let page = pages.iter().find(|page| page.contains(&heading));
        let section = page.and_then(|page| page.split_once(&heading)).map(|(_, section)| section);
        let section = section.unwrap_or_else(|| panic!("no heading `{}`", head.word));
        let rows = section.lines().skip_while(|line| !line.starts_with("| key |")).skip(2);
        let rows = rows.take_while(|line| line.starts_with('|')).map(|row| row.split('|').nth(1).unwrap_or_default());
        let keys: BTreeSet<&str> = rows.flat_map(|cell| cell.split('`').skip(1).step_by(2)).collect();
        assert_eq!(keys, head.keys.iter().copied().collect::<BTreeSet<_>>(), "the keys of `{}`", head.word);
    }
}
