//! Digests: of a file's bytes, and of a table's typed rows.

use super::cell::Cell;
use super::rows::Rows;
use crate::file::hexadecimal;
use crate::plan::ir::{Table, Type};
use sha2::{Digest, Sha256};

/// SHA-256 over the typed rows in key order, hexadecimal. The order of rows and columns in the file, its notation and its
/// codes do not enter; every part is preceded by its length, so that no two tables are written alike.
pub fn table_digest(table: &Table, rows: &Rows) -> String {
    let mut digest = Buffered::default();
    text(&mut digest, "prespec typed table, version 1");
    text(&mut digest, &table.header.name);
    length(&mut digest, table.columns.len());
    for column in &table.columns {
        text(&mut digest, &column.name);
        text(&mut digest, type_word(&column.ty));
    }
    length(&mut digest, rows.len());
    for row in rows.iter() {
        for (cell, column) in row.cells().zip(&table.columns) {
            value(&mut digest, cell, &column.ty);
        }
    }
    digest.finished()
}

/// A digest of many small parts, which are put together before it takes them.
#[derive(Default)]
struct Buffered {
    digest: Sha256,
    parts: Vec<u8>,
}

impl Buffered {
    const AT_ONCE: usize = 1 << 14;

    fn update(&mut self, part: impl AsRef<[u8]>) {
        self.parts.extend_from_slice(part.as_ref());
        if self.parts.len() >= Self::AT_ONCE {
            self.digest.update(&self.parts);
            self.parts.clear();
        }
    }

    fn finished(mut self) -> String {
        self.digest.update(&self.parts);
        hexadecimal(self.digest.finalize().as_slice())
    }
}

fn value(digest: &mut Buffered, cell: Cell<'_>, ty: &Type) {
    match cell {
        Cell::Missing => digest.update([0]),
        Cell::Bool(b) => digest.update([1, u8::from(b)]),
        Cell::Integer(i) => {
            digest.update([2]);
            digest.update(i.to_le_bytes());
        }
        Cell::Number(n, sign) => {
            digest.update([3, sign.map_or(0, |s| s as u8)]);
            digest.update(n.to_le_bytes());
        }
        Cell::Date(d) => {
            digest.update([4]);
            digest.update(d.to_le_bytes());
        }
        Cell::Code(position) => {
            digest.update([5]);
            let name = match ty {
                Type::Code(list) => list.codes.get(position as usize).map_or("", |c| c.name.as_str()),
                _ => "",
            };
            text(digest, name);
        }
        Cell::Text(t) => {
            digest.update([6]);
            text(digest, t);
        }
    }
}

fn type_word(ty: &Type) -> &'static str {
    match ty {
        Type::YesNo => "yes_no",
        Type::Integer => "integer",
        Type::Number(Some(unit)) => unit.name(),
        Type::Number(None) => "number",
        Type::Date => "date",
        Type::Days => "days between",
        Type::Code(_) => "code",
        Type::Pseudonym => "pseudonym",
        Type::Text => "text",
        Type::Real(_) | Type::Reading => "computed",
    }
}

fn length(digest: &mut Buffered, n: usize) {
    digest.update((n as u64).to_le_bytes());
}

fn text(digest: &mut Buffered, part: &str) {
    length(digest, part.len());
    digest.update(part.as_bytes());
}
