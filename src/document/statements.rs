//! The clauses in their order: the paragraphs as they stand, and each statement in readable words beside its formal text.

use super::{Signed, estimand, heading};
use crate::catalogue::Names;
use crate::diagnostic;
use crate::report::document::{Align, Block, Column, Place, Row, Span, Style, Table, Text, text};
use crate::report::markdown;
use crate::syntax::tree::{self, Case, Element, Entry, Expression, Item, Kind, MarkdownTable, Statement, Value};
use std::collections::BTreeSet;

const TITLE: Names = Names { en: "The plan, clause by clause", fr: "Le plan, article par article" };
const ABOUT: Names = Names {
    en: "Below the paragraphs of a clause stands each of its statements in words, and then as it is written. It is carried out as it is written; names of the language are set as code.",
    fr: "Sous les paragraphes d’un article est chacun de ses énoncés en mots, puis tel qu’il est écrit. Il est exécuté tel qu’il est écrit\u{a0}; les noms du langage sont composés comme du code.",
};
const CRITERION: Names = Names { en: "Criterion", fr: "Critère" };
const KEY: Names = Names { en: "Key", fr: "Clé" };
const SAYS: Names = Names { en: "What it says", fr: "Ce qu’elle dit" };
const WHEN: Names = Names { en: "when", fr: "quand" };
const OTHERWISE: Names = Names { en: "otherwise", fr: "sinon" };

pub(super) fn section(signed: &Signed) -> Vec<Block> {
    let mut blocks = vec![heading(1, signed.said(TITLE), true), Block::paragraph(text(signed.said(ABOUT)))];
    let mut places = BTreeSet::new();
    for clause in &signed.compiled.documents.plan.clauses {
        blocks.extend(of_clause(signed, clause, ("", 2), &mut places));
    }
    for (path, document) in &signed.compiled.documents.criteria {
        let name = path.node.rsplit('/').next().unwrap_or_default();
        blocks.push(heading(2, &format!("{}: {name}", signed.said(CRITERION)), true));
        for clause in &document.clauses {
            blocks.extend(of_clause(signed, clause, (name, 3), &mut places));
        }
    }
    blocks
}

/// The first heading of a number is the place that it leads to: a criterion may have several without one.
fn of_clause(
    signed: &Signed,
    clause: &tree::Clause,
    (document, level): (&str, usize),
    places: &mut BTreeSet<String>,
) -> Vec<Block> {
    let mut blocks = vec![];
    let title = format!("{} {}", clause.number, clause.title);
    if !title.trim().is_empty() {
        let place = format!("{document} {}", clause.number);
        let mut span = Span::new(title.trim());
        let is_known = signed.results.clauses.iter().any(|known| known.number == place.trim());
        if is_known && places.insert(place.trim().to_string()) {
            span = span.anchored(Place::Clause(place.trim().to_string()));
        }
        let below = usize::from(clause.number.contains('.'));
        let listed = level + below == 2;
        blocks.push(Block::Heading { level: level + below, text: vec![span], new_page: false, listed });
    }
    for block in &clause.blocks {
        match block {
            tree::Block::Paragraph { text, .. } => blocks.extend(markdown::blocks(text)),
            tree::Block::Plan { statements, span, .. } => {
                let mut from = span.start;
                for (at, statement) in statements.iter().enumerate() {
                    // Comments stand with the statement above which they are written, or with the last.
                    let to = if at + 1 == statements.len() { span.end } else { statement.span.end };
                    blocks.extend(in_words(signed, statement));
                    blocks.push(formal(signed.compiled.sources.text(diagnostic::Span {
                        start: from,
                        end: to,
                        ..*span
                    })));
                    from = to;
                }
            }
        }
    }
    blocks
}

/// Without the first and the last line of the fence.
fn formal(source: &str) -> Block {
    let lines = source.lines().filter(|line| !line.trim_start().starts_with("```"));
    Block::Code { text: lines.map(str::trim_end).collect::<Vec<_>>().join("\n").trim_matches('\n').to_string() }
}

fn in_words(signed: &Signed, statement: &Statement) -> Vec<Block> {
    let head = statement.head.node.as_str();
    let name = statement.name.as_ref().map_or("", |name| name.node.as_str());
    let mut line = vec![Span::styled(head, Style::Code)];
    if let Some(label) = &statement.label {
        line.push(Span::styled(&format!(" {}", said_in(signed, label)), Style::Strong));
    }
    if !name.is_empty() {
        line.push(Span::styled(&format!("  {name}"), Style::Code));
    }
    if let Some(value) = &statement.value {
        line.push(Span::new(": "));
        line.extend(of_value(signed, value));
    }
    let mut blocks = vec![Block::Introduction { text: line }];
    let analysis = signed.plan.analyses.iter().find(|analysis| analysis.header.span == statement.span);
    match analysis {
        Some(analysis) => blocks.extend(estimand::of_analysis(signed, analysis)),
        None => {
            let mut rows = vec![];
            items(signed, &statement.items, 0, &mut rows);
            if !rows.is_empty() {
                let columns = vec![Column::short(signed.said(KEY), Align::Left), Column::prose(signed.said(SAYS))];
                let table = Table { columns, rows, unnumbered: true, small: true, ..Table::default() };
                blocks.push(Block::Table(table));
            }
        }
    }
    blocks.extend(statement.table.as_ref().map(decision_table));
    blocks
}

/// A label in the language of the report, where it has one.
fn said_in<'a>(signed: &Signed, label: &'a tree::Label) -> &'a str {
    let language = signed.language().code();
    let other = label.others.iter().find(|(code, _)| code.node == language);
    other.map_or(&label.text.node, |(_, text)| &text.node)
}

fn items(signed: &Signed, all: &[Item], indent: usize, rows: &mut Vec<Row>) {
    for item in all {
        match item {
            Item::Entry(entry) => of_entry(signed, entry, indent, rows),
            Item::Case(case) => rows.push(of_case(signed, case, indent)),
        }
    }
}

fn of_entry(signed: &Signed, entry: &Entry, indent: usize, rows: &mut Vec<Row>) {
    let key = entry.key.as_ref().map(|key| Span::styled(&key.node, Style::Code));
    let label = entry.label.as_ref().map(|label| Span::new(said_in(signed, label)));
    let between = (key.is_some() && label.is_some()).then(|| Span::new(" "));
    let first: Text = inset(indent).into_iter().chain(key).chain(between).chain(label).collect();
    let second = entry.value.as_ref().map(|value| of_value(signed, value)).unwrap_or_default();
    rows.push(Row { cells: vec![first, second], ..Row::default() });
    items(signed, &entry.items, indent + 1, rows);
}

/// What stands within another entry, further to the right.
fn inset(indent: usize) -> Option<Span> {
    (indent > 0).then(|| Span::new(&"\u{a0}\u{a0}".repeat(indent)))
}

/// `RESULT "label" | when CONDITION`.
fn of_case(signed: &Signed, case: &Case, indent: usize) -> Row {
    let mut result: Text = inset(indent).into_iter().chain(of_expression(signed, &case.result)).collect();
    if let Some(reason) = &case.reason {
        result.push(Span::new(&format!(" {}", said_in(signed, reason))));
    }
    let condition = match &case.condition {
        Some(condition) => {
            let mut said = vec![Span::new(&format!("{} ", signed.said(WHEN)))];
            said.extend(of_expression(signed, condition));
            said
        }
        None => text(signed.said(OTHERWISE)),
    };
    Row { cells: vec![result, condition], ..Row::default() }
}

fn of_value(signed: &Signed, value: &Value) -> Text {
    let elements = value.elements.iter().map(|element| of_element(signed, element));
    elements.collect::<Vec<Text>>().join(&Span::new(", "))
}

fn of_element(signed: &Signed, element: &Element) -> Text {
    let mut said = match &element.expression.kind {
        Kind::Group(inner) => {
            inner.iter().map(|inner| of_element(signed, inner)).collect::<Vec<Text>>().join(&Span::new(", "))
        }
        _ => of_expression(signed, &element.expression),
    };
    if let Some(label) = &element.label {
        said.push(Span::new(&format!(" “{}”", said_in(signed, label))));
    }
    said.extend(of_options(signed, &element.options));
    said
}

/// In parentheses; nothing where there are none.
fn of_options(signed: &Signed, options: &[Item]) -> Text {
    if options.is_empty() {
        return vec![];
    }
    let said = options.iter().map(|option| of_option(signed, option)).collect::<Vec<Text>>().join(&Span::new("; "));
    std::iter::once(Span::new(" (")).chain(said).chain([Span::new(")")]).collect()
}

fn of_option(signed: &Signed, option: &Item) -> Text {
    match option {
        Item::Entry(entry) => {
            let key = entry.key.iter().map(|key| Span::styled(&key.node, Style::Code));
            let label = entry.label.iter().map(|label| Span::new(said_in(signed, label)));
            let mut said: Text = key.chain(label).collect();
            if let Some(value) = &entry.value {
                said.push(Span::new(": "));
                said.extend(of_value(signed, value));
            }
            said.extend(of_options(signed, &entry.items));
            said
        }
        Item::Case(case) => of_case(signed, case, 0).cells.join(&Span::new(" ")),
    }
}

/// A name by its label, a word of the language as words, all else as it is written.
fn of_expression(signed: &Signed, expression: &Expression) -> Text {
    match &expression.kind {
        Kind::Name(name) => match label_at(signed, expression) {
            Some(label) => text(&label),
            None if signed.compiled.references.is_word(expression.span) => text(&name.replace('_', " ")),
            None => vec![Span::styled(name, Style::Code)],
        },
        Kind::Text(said) => text(said),
        Kind::Number { .. } | Kind::Date(_) | Kind::Day(_) => text(&written(signed, expression)),
        _ => vec![Span::styled(&written(signed, expression), Style::Code)],
    }
}

fn written(signed: &Signed, expression: &Expression) -> String {
    signed.compiled.sources.text(expression.span).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What the plan calls the thing that a name stands for, where it calls it otherwise than by its name.
fn label_at(signed: &Signed, expression: &Expression) -> Option<String> {
    let definition = signed.compiled.references.definition_at(expression.span.file, expression.span.start)?;
    let plan = signed.plan;
    let headers = plan
        .tables
        .iter()
        .map(|t| &t.header)
        .chain(plan.events.iter().map(|e| &e.header))
        .chain(plan.populations.iter().map(|p| &p.header))
        .chain(plan.responses.iter().map(|r| &r.header))
        .chain(plan.endpoints.iter().map(|e| &e.header))
        .chain(plan.matchings.iter().map(|m| &m.header))
        .chain(plan.analyses.iter().map(|a| &a.header))
        .chain(plan.intercurrents.iter().map(|i| &i.header))
        .chain(plan.defines.iter().map(|d| &d.header));
    let mut named = headers.filter(|header| header.name_span == definition.place);
    let header = named.next().map(|header| header.label.clone());
    let arm = || plan.arms.arms.iter().find(|arm| arm.name == definition.name).map(|arm| arm.label.clone());
    let of_arm = definition.kind == crate::plan::references::Named::Arm;
    let label = header.or_else(|| of_arm.then(arm).flatten())?;
    (label != definition.name).then_some(label)
}

fn decision_table(table: &MarkdownTable) -> Block {
    let cell = |cell: &diagnostic::Spanned<String>| text(&cell.node);
    let columns = table.header.iter().map(|head| Column::prose(&head.node)).collect();
    let rows = table.rows.iter().map(|row| Row { cells: row.iter().map(cell).collect(), ..Row::default() }).collect();
    Block::Table(Table { columns, rows, unnumbered: true, small: true, ..Table::default() })
}
