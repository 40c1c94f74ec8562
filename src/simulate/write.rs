//! Rows as the files of the binding have them: separators, decimals, dates, codes, units and encodings.

use super::rows::{Here, Rows, Value};
use super::scene::Scene;
use crate::binding::{ColumnBinding, Notation, TableBinding};
use crate::plan::ir::{Plan, TableId};
use crate::stats::random::Stream;
use rust_decimal::Decimal;
use std::collections::{BTreeMap, BTreeSet};

/// A row of a file: by column, what stands there.
type Line = BTreeMap<String, String>;

/// The files of a data folder, by their names.
pub(super) fn files(scene: &Scene<'_>, patients: &[(u64, &Rows)], seed: u64) -> BTreeMap<String, Vec<u8>> {
    let mut written = BTreeMap::new();
    for bound in &scene.binding.tables {
        if !written.contains_key(&bound.file) {
            written.insert(bound.file.clone(), file(scene, patients, &bound.file, seed));
        }
    }
    written
}

fn file(scene: &Scene<'_>, patients: &[(u64, &Rows)], name: &str, seed: u64) -> Vec<u8> {
    let tables = || scene.binding.tables.iter().enumerate().filter(|(_, bound)| bound.file == name);
    let mut header: Vec<&str> = vec![];
    for (_, bound) in tables() {
        let picked = bound.picked.iter().map(|by| by.file_column.node.as_str());
        let read = bound.columns.iter().flat_map(|c| c.file_columns().map(|of_file| of_file.node.as_str()));
        for column in picked.chain(read) {
            if !header.contains(&column) {
                header.push(column);
            }
        }
    }
    let mut lines: Vec<Line> = vec![];
    for (number, rows) in patients {
        lines.extend(of_patient(scene, rows, &tables().collect::<Vec<_>>(), (seed, *number)));
    }
    let Some((_, first)) = tables().next() else { return vec![] };
    let separator = char::from(first.notation.separator);
    let mut text = String::new();
    let mut push = |fields: Vec<&str>| {
        let quoted: Vec<String> = fields.into_iter().map(|field| quoted(field, separator)).collect();
        text.push_str(&quoted.join(separator.encode_utf8(&mut [0; 4])));
        text.push_str("\r\n");
    };
    push(header.clone());
    for line in &lines {
        push(header.iter().map(|column| line.get(*column).map_or("", String::as_str)).collect());
    }
    let (bytes, _, _) = first.notation.encoding.encode(&text);
    bytes.into_owned()
}

/// The rows of a patient in one file. Tables that have the same columns in it share a row where these agree; those whose rows
/// the file repeats are written into all rows of theirs.
fn of_patient(
    scene: &Scene<'_>,
    rows: &Rows,
    tables: &[(usize, &TableBinding)],
    (seed, number): (u64, u64),
) -> Vec<Line> {
    let mut ordered: Vec<&(usize, &TableBinding)> = tables.iter().collect();
    ordered.sort_by_key(|(_, bound)| bound.repeats_agree);
    let mut made: Vec<(usize, BTreeSet<usize>, Line)> = vec![];
    for (table, bound) in ordered {
        for here in rows.of(*table) {
            let mut random = Stream::new(seed, &[u64::MAX, number, *table as u64, here.row as u64]);
            let line = line(scene, rows, here, bound, &mut random);
            let same_pick = |other: &usize| scene.binding.tables[*other].picked == bound.picked;
            let agrees = |(other, of, fields): &(usize, BTreeSet<usize>, Line)| {
                // Of one table no two rows share a line; that is most of them, and told before fields are compared.
                if of.contains(table) || !same_pick(other) {
                    return false;
                }
                let mut shared =
                    line.iter().filter_map(|(column, field)| Some((field, fields.get(column)?))).peekable();
                shared.peek().is_some() && shared.all(|(own, other)| own == other)
            };
            let places: Vec<usize> = (0..made.len()).filter(|i| agrees(&made[*i])).collect();
            if places.is_empty() {
                made.push((*table, BTreeSet::from([*table]), line));
                continue;
            }
            let most = if bound.repeats_agree { places.len() } else { 1 };
            for place in places.into_iter().take(most) {
                made[place].1.insert(*table);
                made[place].2.extend(line.clone());
            }
        }
    }
    made.into_iter().map(|(_, _, line)| line).collect()
}

fn line(scene: &Scene<'_>, rows: &Rows, here: Here, bound: &TableBinding, random: &mut Stream) -> Line {
    let mut line = Line::new();
    for by in &bound.picked {
        line.insert(by.file_column.node.clone(), by.codes.first().cloned().unwrap_or_default());
    }
    for (column, of) in bound.columns.iter().enumerate() {
        if !of.further.is_empty() {
            for (name, text) in parts(scene, rows, (here, column), random) {
                line.entry(name).or_insert(text);
            }
            continue;
        }
        let value = value(scene.plan, rows, here, column);
        let text = value.map_or_else(String::new, |value| field(&value, of, &bound.notation, random));
        line.insert(of.file_column.node.clone(), text);
    }
    line
}

/// What stands in each of the columns of a file that together say by what a row is known: in those that another column of its
/// table reads what that one has, in the others the name itself.
fn parts(scene: &Scene<'_>, rows: &Rows, (here, column): (Here, usize), random: &mut Stream) -> Vec<(String, String)> {
    let declared = scene.plan.table(TableId(here.table));
    let own = &scene.binding.tables[here.table];
    let of_above = match declared.parent {
        Some((of, parent)) if of == column => {
            let key = scene.plan.table(parent).key.first();
            key.zip(rows.above(scene.plan, here)).map(|(key, above)| (above, *key, parent.0))
        }
        _ => Some((here, column, here.table)),
    };
    let Some((of, key, table)) = of_above else { return vec![] };
    let bound = &scene.binding.tables[table];
    let name = value(scene.plan, rows, of, key)
        .map_or_else(String::new, |value| field(&value, &bound.columns[key], &bound.notation, random));
    let names = own.columns[column].file_columns().zip(bound.columns[key].file_columns());
    let mut found = vec![];
    for (here, there) in names {
        let is_it = |other: &ColumnBinding| other.further.is_empty() && other.file_column.node == there.node;
        let text = match bound.columns.iter().position(is_it) {
            Some(other) => value(scene.plan, rows, of, other)
                .map_or_else(String::new, |value| field(&value, &bound.columns[other], &own.notation, random)),
            None => name.clone(),
        };
        found.push((here.node.clone(), text));
    }
    found
}

/// Of a column that names the row above, what that one is known by.
fn value(plan: &Plan, rows: &Rows, here: Here, column: usize) -> Option<Value> {
    let declared = plan.table(TableId(here.table));
    match declared.parent {
        Some((of, parent)) if of == column => {
            let key = plan.table(parent).key.first()?;
            value(plan, rows, rows.above(plan, here)?, *key)
        }
        _ => rows.cell(here, column).cloned(),
    }
}

fn field(value: &Value, column: &ColumnBinding, notation: &Notation, random: &mut Stream) -> String {
    match value {
        Value::YesNo(yes) => code(usize::from(*yes), column, random),
        Value::Code(position) => code(*position, column, random),
        Value::Date(day) => notation.written_day(*day),
        Value::Text(text) => text.clone(),
        Value::Number(number) => {
            let of_file = column.factor.and_then(|factor| number.checked_div(factor)).unwrap_or(*number);
            let written = of_file.round_dp(DECIMALS).normalize();
            let written = if written == Decimal::ZERO { Decimal::ZERO } else { written };
            written.to_string().replace('.', notation.decimal.encode_utf8(&mut [0; 4]))
        }
    }
}

/// Decimals of a number in the unit of the file.
const DECIMALS: u32 = 6;

/// Any of the texts that stand for the code.
fn code(position: usize, column: &ColumnBinding, random: &mut Stream) -> String {
    if column.blank == Some(position) {
        return String::new();
    }
    let texts: Vec<&str> =
        column.codes.iter().filter(|code| code.code == position).map(|code| code.written.as_str()).collect();
    let place = random.below(texts.len() as u64) as usize;
    texts.get(place).map_or_else(String::new, |text| (*text).to_string())
}

fn quoted(field: &str, separator: char) -> String {
    let plain = !field.contains([separator, '"', '\n', '\r']) && field.trim() == field;
    if plain { field.to_string() } else { format!("\"{}\"", field.replace('"', "\"\"")) }
}
