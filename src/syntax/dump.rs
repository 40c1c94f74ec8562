//! The tree as indented text, to be read by people and compared by tests.

use super::tree::*;
use crate::diagnostic::Spanned;
use std::fmt::Write;

/// One line for each clause, paragraph, statement, entry and case; expressions in parentheses, operator first.
pub fn dump(document: &Document) -> String {
    let mut out = String::new();
    for (key, value) in &document.meta {
        line(&mut out, 0, format_args!("meta {}: {}", key.node, value.node));
    }
    for clause in &document.clauses {
        dump_clause(&mut out, clause);
    }
    out
}

fn line(out: &mut String, depth: usize, text: std::fmt::Arguments<'_>) {
    // Writing to a string cannot fail.
    let _ = writeln!(out, "{:width$}{text}", "", width = depth * 2);
}

fn dump_clause(out: &mut String, clause: &Clause) {
    let mark = match clause.mark {
        Mark::Binding => "",
        Mark::Informative => " (informative)",
        Mark::Planned => " (planned)",
    };
    let number = if clause.number.is_empty() { "-" } else { &clause.number };
    line(out, 0, format_args!("clause {number} level {} {:?}{mark}", clause.level, clause.title));
    for block in &clause.blocks {
        match block {
            Block::Paragraph { text, .. } => line(out, 1, format_args!("paragraph {}", shortened(text))),
            Block::Plan { statements, .. } => {
                line(out, 1, format_args!("plan"));
                statements.iter().for_each(|s| dump_statement(out, s));
            }
        }
    }
}

/// The beginning of a text, on one line.
fn shortened(text: &str) -> String {
    let flat = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match flat.char_indices().nth(60) {
        Some((end, _)) => format!("{:?}…", &flat[..end]),
        None => format!("{flat:?}"),
    }
}

fn dump_statement(out: &mut String, statement: &Statement) {
    let mut head = String::new();
    if statement.replace {
        head.push_str("replace ");
    }
    head.push_str(&statement.head.node);
    for (before, part) in [(" ", &statement.name), (" of ", &statement.subject)] {
        if let Some(part) = part {
            head.push_str(before);
            head.push_str(&part.node);
        }
    }
    label(&mut head, &statement.label);
    dump_body(out, 2, &head, statement.value.as_ref(), &statement.items, statement.has_braces);
    if let Some(table) = &statement.table {
        line(out, 3, format_args!("table {}", cells(&table.header)));
        table.rows.iter().for_each(|r| line(out, 4, format_args!("{}", cells(r))));
    }
}

fn cells(row: &[Spanned<String>]) -> String {
    row.iter().map(|c| c.node.as_str()).collect::<Vec<_>>().join(" | ")
}

fn label(out: &mut String, label: &Option<Label>) {
    if let Some(label) = label {
        let _ = write!(out, " {:?}", label.text.node);
        for (language, text) in &label.others {
            let _ = write!(out, " / {} {:?}", language.node, text.node);
        }
    }
}

fn dump_body(out: &mut String, depth: usize, head: &str, value: Option<&Value>, items: &[Item], braces: bool) {
    match value {
        None if braces => line(out, depth, format_args!("{head} {{}}")),
        None => line(out, depth, format_args!("{head}")),
        Some(value) => {
            line(out, depth, format_args!("{head}:"));
            value.elements.iter().for_each(|e| dump_element(out, depth + 1, e));
        }
    }
    items.iter().for_each(|i| dump_item(out, depth + 1, i));
}

/// An entry or a case of a statement, with all within it.
pub fn item(item: &Item) -> String {
    let mut out = String::new();
    dump_item(&mut out, 0, item);
    out
}

/// An element of a value, with its options.
pub fn element(element: &Element) -> String {
    let mut out = String::new();
    dump_element(&mut out, 0, element);
    out
}

fn dump_item(out: &mut String, depth: usize, item: &Item) {
    match item {
        Item::Entry(entry) => {
            let mut head = entry.key.as_ref().map_or_else(|| "-".to_string(), |k| format!("[{}]", k.node));
            label(&mut head, &entry.label);
            dump_body(out, depth, &head, entry.value.as_ref(), &entry.items, entry.has_braces);
        }
        Item::Case(case) => {
            let mut head = format!("case {}", expression(&case.result));
            label(&mut head, &case.reason);
            match &case.condition {
                Some(condition) => line(out, depth, format_args!("{head} when {}", expression(condition))),
                None => line(out, depth, format_args!("{head} otherwise")),
            }
        }
    }
}

fn dump_element(out: &mut String, depth: usize, element: &Element) {
    let mut head = expression(&element.expression);
    label(&mut head, &element.label);
    if element.has_options {
        head.push_str(" {}");
    }
    line(out, depth, format_args!("{head}"));
    element.options.iter().for_each(|i| dump_item(out, depth + 1, i));
}

/// An expression on one line: names plain, all else in parentheses with its kind first.
pub fn expression(e: &Expression) -> String {
    let two = |word: &str, a: &Expression, b: &Expression| format!("({word} {} {})", expression(a), expression(b));
    match &e.kind {
        Kind::Name(name) if name.contains(' ') => format!("<{name}>"),
        Kind::Name(name) => name.clone(),
        Kind::Number { text, unit } => with_unit(text.clone(), unit),
        Kind::Date(text) => text.clone(),
        Kind::Text(text) => format!("{text:?}"),
        Kind::Range { low, high, unit } => with_unit(format!("{} to {}", expression(low), expression(high)), unit),
        Kind::Day(day) => format!("(day {})", expression(day)),
        Kind::Group(elements) => group(elements),
        Kind::Field(table, column) => format!("{}.{}", expression(table), column.node),
        Kind::Call(function, arguments) => {
            let arguments: Vec<String> = arguments.iter().map(expression).collect();
            format!("(call {} {})", function.node, arguments.join(" "))
        }
        Kind::Not(inner) => format!("(not {})", expression(inner)),
        Kind::Negative(inner) => format!("(negative {})", expression(inner)),
        Kind::Binary { operator, left, right } => two(operator.symbol(), left, right),
        Kind::Unit { operator, left, unit } => {
            let word = if *operator == UnitOperator::In { "unit-in" } else { "unit-as" };
            format!("({word} {} {})", expression(left), unit.node)
        }
        Kind::IsKnown(inner, true) => format!("(known {})", expression(inner)),
        Kind::IsKnown(inner, false) => format!("(missing {})", expression(inner)),
        Kind::Within { what, range, of: None } => two("from", what, range),
        Kind::Within { what, range, of: Some(of) } => {
            format!("(from {} {} of {})", expression(what), expression(range), expression(of))
        }
        Kind::Before(a, b) => two("before", a, b),
        Kind::After(a, b) => two("after", a, b),
        Kind::FromOn(a, b) => two("from-on", a, b),
        Kind::Earlier { condition, since: None } => format!("(earlier {})", expression(condition)),
        Kind::Earlier { condition, since: Some(since) } => {
            format!("(earlier {} with-no {})", expression(condition), expression(since))
        }
        Kind::Selector(selector) => dump_selector(selector),
        Kind::Otherwise(a, b) => two("otherwise", a, b),
        Kind::Like(name) => format!("(like {})", name.node),
        Kind::Error => "ERROR".to_string(),
    }
}

fn with_unit(text: String, unit: &Option<String>) -> String {
    match unit {
        Some(unit) => format!("{text}[{unit}]"),
        None => text,
    }
}

fn group(elements: &[Element]) -> String {
    let shown = elements.iter().map(|e| {
        let mut text = expression(&e.expression);
        label(&mut text, &e.label);
        if e.has_options {
            let options: Vec<String> = e.options.iter().map(option).collect();
            let _ = write!(text, " {{{}}}", options.join(", "));
        }
        text
    });
    format!(
        "({})",
        ["group".to_string()].into_iter().chain(shown).collect::<Vec<_>>().join(", ").replacen(", ", " ", 1)
    )
}

/// An option on one line.
fn option(item: &Item) -> String {
    let Item::Entry(entry) = item else { return "case".to_string() };
    let key = entry.key.as_ref().map_or("-", |k| k.node.as_str());
    let values = entry.value.iter().flat_map(|v| &v.elements).map(|e| group(std::slice::from_ref(e)));
    let items = entry.items.iter().map(option);
    format!("[{key}] {}", values.chain(items).collect::<Vec<_>>().join(", "))
}

fn dump_selector(selector: &Selector) -> String {
    let kind = format!("{:?}", selector.kind.node).to_lowercase();
    let mut text = format!("({kind} {}", expression(&selector.rows));
    let clauses =
        [("to", &selector.to), ("where", &selector.condition), ("since", &selector.since), ("has", &selector.has)];
    for (word, clause) in clauses {
        if let Some(clause) = clause {
            let _ = write!(text, " {word} {}", expression(clause));
        }
    }
    text.push(')');
    text
}
