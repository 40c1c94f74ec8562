//! What a definition is, in a few lines: its kind, label and clause, its type and when it is known, and what rests on it.

use super::at::{clause_at, covers};
use super::study::Study;
use crate::diagnostic::Span;
use crate::plan::dump::type_text;
use crate::plan::ir::{Column, Known, Table, Type, Understood};
use crate::plan::references::{Definition, Named};
use crate::syntax::tree::Statement;

/// Lines of a statement that are shown.
const MOST_LINES: usize = 16;

pub(super) fn told(study: &Study, definition: &Definition) -> String {
    let understood = &study.compiled.understood;
    let label = label(study, definition).map_or_else(String::new, |label| format!(" \"{label}\""));
    let mut lines = vec![format!("**{} `{}`**{label}", definition.kind.words(), definition.name)];
    lines.extend(clause(study, definition.place));
    lines.extend(meaning(understood, definition));
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

fn label(study: &Study, definition: &Definition) -> Option<String> {
    let understood = &study.compiled.understood;
    match definition.kind {
        Named::Column => column(understood, definition).map(|(_, column)| column.label.clone()),
        Named::Code => coded(understood, definition),
        Named::Arm => Some(understood.arms.as_ref()?.arms.iter().find(|a| a.name == definition.name)?.label.clone()),
        Named::Timepoint => {
            let points = understood.timepoints.iter().flat_map(|t| &t.points);
            points.filter(|p| p.name == definition.name).map(|p| p.label.clone()).next()
        }
        Named::Study
        | Named::Table
        | Named::Define
        | Named::Check
        | Named::Event
        | Named::Arms
        | Named::Population
        | Named::Timepoints
        | Named::Document
        | Named::Criterion
        | Named::Response
        | Named::Combine
        | Named::Agreement
        | Named::Intercurrent
        | Named::Endpoint
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
        | Named::Set => {
            let statement = statement_at(study, definition.place)?;
            let own = statement.name.as_ref().is_some_and(|name| name.span == definition.place);
            statement.label.as_ref().filter(|_| own).map(|label| label.text.node.clone())
        }
    }
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

/// What it comes to: facts that are worked out and do not stand in its statement.
fn meaning(understood: &Understood, definition: &Definition) -> Vec<String> {
    let name = definition.name.as_str();
    match definition.kind {
        Named::Column => column(understood, definition).map_or(vec![], |(table, column)| of_column(table, column)),
        Named::Define => {
            let of_table = |d: &&crate::plan::ir::Define| {
                d.header.name == name && understood.table(d.table).header.name == definition.owner
            };
            let define = understood.defines.iter().find(of_table);
            define.map_or(vec![], |define| vec![type_text(&define.value.ty)])
        }
        Named::Table => {
            let table = understood.tables.iter().find(|t| t.header.name == name && definition.owner.is_empty());
            table.map_or(vec![], |table| {
                vec![format!("{} columns, its rows {}", table.columns.len(), known(table.known, table))]
            })
        }
        Named::Endpoint => vec![used_by(understood, name)],
        Named::Event => vec!["date".to_string()],
        Named::Timepoint => {
            let points = understood.timepoints.iter().flat_map(|t| &t.points);
            let window = points.filter(|p| p.name == name).find_map(|p| p.window);
            window.map_or(vec![], |(low, high)| vec![format!("from day {low} to day {high} of time zero")])
        }
        Named::Population => {
            let found = understood.populations.iter().find(|p| p.header.name == name);
            found.map_or(vec![], |p| vec![format!("{} requirements of its own", p.require.len())])
        }
        Named::Study
        | Named::Code
        | Named::Check
        | Named::Arms
        | Named::Arm
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
        | Named::Set => vec![],
    }
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
    let is = |id: crate::plan::ir::EndpointId| understood.declared.endpoints.get(id.0).is_some_and(|n| n == endpoint);
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
    let whole = statement.name.as_ref().is_some_and(|name| name.span == definition.place);
    if !whole {
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
