//! What a definition is, in a few lines: its kind, label and clause, its type and when it is known, and what rests on it.

use super::at::{clause_at, covers};
use super::study::Study;
use crate::diagnostic::Span;
use crate::plan::dump::type_text;
use crate::plan::ir::{Column, Define, EndpointId, Known, Table, Type, Understood};
use crate::plan::references::{Definition, Named};
use crate::syntax::tree::Statement;

/// Lines of a statement that are shown.
const MOST_LINES: usize = 16;

pub(super) fn told(study: &Study, definition: &Definition) -> String {
    let (label, meaning) = facts(study, definition);
    let label = label.map_or_else(String::new, |label| format!(" \"{label}\""));
    let mut lines = vec![format!("**{} `{}`**{label}", definition.kind.words(), definition.name)];
    lines.extend(clause(study, definition.place));
    lines.extend(meaning);
    let mut parts = vec![lines.join("  \n")];
    parts.extend(written(study, definition).map(|text| format!("```plan\n{text}\n```")));
    parts.join("\n\n")
}

/// The clause in which it is described, and the document where that is not the plan.
fn clause(study: &Study, place: Span) -> Option<String> {
    let clause = clause_at(study.document(place.file)?, place.start)?;
    let own = place.file == study.compiled.documents.plan.file;
    let document = if own { "" } else { study.compiled.sources.file_name(place) };
    let title = format!("{} {}", clause.number, clause.title);
    Some(format!("clause {} {document}", title.trim()).trim_end().to_string())
}

/// The statement around a place.
pub(super) fn statement_at(study: &Study, place: Span) -> Option<&Statement> {
    let document = study.document(place.file)?;
    document.statements().find(|statement| covers(statement.span, place.start) && statement.span.end >= place.end)
}

/// Its label, and what it comes to: facts that are worked out and do not stand in its statement.
fn facts(study: &Study, definition: &Definition) -> (Option<String>, Vec<String>) {
    let understood = &study.compiled.understood;
    let name = definition.name.as_str();
    let label = || label_of_statement(study, definition);
    match definition.kind {
        Named::Column => column(understood, definition)
            .map_or((None, vec![]), |(table, column)| (Some(column.label.clone()), of_column(table, column))),
        Named::Code => (coded(understood, definition), vec![]),
        Named::Arm => {
            let arm = understood.arms.iter().flat_map(|arms| &arms.arms).find(|arm| arm.name == name);
            (arm.map(|arm| arm.label.clone()), vec![])
        }
        Named::Timepoint => {
            let point = understood.timepoints.iter().flat_map(|t| &t.points).find(|point| point.name == name);
            let window = point.and_then(|point| point.window);
            let days = window.map(|(low, high)| format!("from day {low} to day {high} of time zero"));
            (point.map(|point| point.label.clone()), days.into_iter().collect())
        }
        Named::Define => {
            let of_table =
                |d: &&Define| d.header.name == name && understood.table(d.table).header.name == definition.owner;
            let define = understood.defines.iter().find(of_table);
            (label(), define.map(|define| type_text(&define.value.ty)).into_iter().collect())
        }
        Named::Table => {
            let table = understood.tables.iter().find(|t| t.header.name == name && definition.owner.is_empty());
            let rows = |t: &Table| format!("{} columns, its rows {}", t.columns.len(), known(t.known, t));
            (label(), table.map(rows).into_iter().collect())
        }
        Named::Population => {
            let found = understood.populations.iter().find(|p| p.header.name == name);
            let own = found.map(|p| format!("{} requirements of its own", p.require.len()));
            (label(), own.into_iter().collect())
        }
        Named::Endpoint => (label(), vec![used_by(understood, name)]),
        Named::Event => (label(), vec!["date".to_string()]),
        Named::Study
        | Named::Check
        | Named::Arms
        | Named::Timepoints
        | Named::Document
        | Named::Criterion
        | Named::Response
        | Named::Combine
        | Named::Agreement
        | Named::Intercurrent
        | Named::Matching
        | Named::Analysis
        | Named::Family
        | Named::SampleSize
        | Named::Assumption
        | Named::Amendment
        | Named::Lesions
        | Named::Rows
        | Named::Value
        | Named::Option
        | Named::Set => (label(), vec![]),
    }
}

/// Of a name that a statement defines, and not a line within one.
fn label_of_statement(study: &Study, definition: &Definition) -> Option<String> {
    let statement = statement_at(study, definition.place).filter(|s| names(s, definition))?;
    statement.label.as_ref().map(|label| label.text.node.clone())
}

fn names(statement: &Statement, definition: &Definition) -> bool {
    statement.name.as_ref().is_some_and(|name| name.span == definition.place)
}

fn column<'u>(understood: &'u Understood, definition: &Definition) -> Option<(&'u Table, &'u Column)> {
    let table = understood.tables.iter().find(|table| table.header.name == definition.owner)?;
    Some((table, table.columns.iter().find(|column| column.name == definition.name)?))
}

fn coded(understood: &Understood, definition: &Definition) -> Option<String> {
    let columns = understood.tables.iter().flat_map(|table| &table.columns);
    let lists = columns.filter_map(|column| match &column.ty {
        Type::Code(list) => Some(list),
        _ => None,
    });
    let list = lists.into_iter().find(|list| list.owner() == definition.owner)?;
    list.codes.iter().find(|code| code.name == definition.name).map(|code| code.label.clone())
}

fn of_column(table: &Table, column: &Column) -> Vec<String> {
    let missing = if column.missing_allowed { ", may be missing" } else { "" };
    vec![format!("{}{missing}, of `{}`", type_text(&column.ty), table.header.name), known(column.known, table)]
}

/// When a value is known.
fn known(known: Known, table: &Table) -> String {
    match known {
        Known::Baseline => "known at baseline".to_string(),
        Known::Administrative => "about the paperwork of the study: neither baseline nor outcome".to_string(),
        Known::AtColumn(at) => match table.columns.get(at) {
            Some(column) => format!("known at `{}`", column.name),
            None => "known at a date of the row".to_string(),
        },
        Known::Itself => "known at the date it holds".to_string(),
        Known::FollowUp => "known after time zero, on a day that is not recorded".to_string(),
    }
}

fn used_by(understood: &Understood, endpoint: &str) -> String {
    let is = |id: EndpointId| understood.declared.endpoints.get(id.0).is_some_and(|n| n == endpoint);
    let names: Vec<String> = understood
        .analyses
        .iter()
        .filter(|analysis| is(analysis.endpoint))
        .map(|analysis| format!("`{}`", analysis.header.name))
        .collect();
    match names.as_slice() {
        [] => "no analysis uses it".to_string(),
        [one] => format!("one analysis uses it: {one}"),
        several => format!("{} analyses use it: {}", several.len(), several.join(", ")),
    }
}

/// The statement that defines it, or the line where it is defined within one.
fn written(study: &Study, definition: &Definition) -> Option<String> {
    let statement = statement_at(study, definition.place)?;
    let source = study.source(definition.place.file)?;
    if !names(statement, definition) {
        let start = source.text[..definition.place.start as usize].rfind('\n').map_or(0, |at| at + 1);
        return source.text[start..].lines().next().map(|line| line.trim().to_string());
    }
    let text = study.compiled.sources.text(statement.span);
    let mut lines: Vec<&str> = text.lines().take(MOST_LINES).collect();
    if text.lines().count() > MOST_LINES {
        lines.push("…");
    }
    Some(lines.join("\n"))
}
