//! The columns that a binding names, against the first line of the real files. Of a file nothing else is read, and of its first
//! line nothing is told that is not known to be the name of a column.

use super::study::Study;
use crate::binding::header::{self, header_of};
use crate::binding::{Binding, Notation, TableBinding};
use crate::diagnostic::{Diagnostic, Spanned, Subject, codes, nearest, said};
use crate::file::beginning;
use std::path::Path;

/// A column that the binding names and the file has not. A file that is not here is asked nothing: the data may be elsewhere.
pub(super) fn absent_columns(study: &Study, binding: &Binding) -> Vec<Diagnostic> {
    let folder = study.compiled.folder();
    let mut found = vec![];
    for table in &binding.tables {
        let path = folder.join(&binding.data).join(&table.file);
        let Some(header) = header(folder, &path, &table.notation) else { continue };
        found.extend(named(table).filter_map(|column| absent(column, table, &header, named(table))));
    }
    found
}

fn named(table: &TableBinding) -> impl Iterator<Item = &Spanned<String>> {
    table
        .columns
        .iter()
        .flat_map(|column| column.file_columns())
        .chain(table.picked.iter().map(|picked| &picked.file_column))
}

fn absent<'b>(
    column: &Spanned<String>,
    table: &TableBinding,
    header: &[String],
    mut all: impl Iterator<Item = &'b Spanned<String>>,
) -> Option<Diagnostic> {
    if header.contains(&column.node) {
        return None;
    }
    let title = said!("The column `{column}` is not in `{file}`", column = column.node, file = table.file);
    let diagnostic = Diagnostic::new(codes::COLUMN_ABSENT, title)
        .at(column.span, "no column of this name")
        .about(Subject::Name(column.node.clone()));
    // A file without a line of names begins with a patient: only a line that has a name of the binding is one of names.
    let are_names = all.any(|other| header.contains(&other.node));
    let near = nearest(&column.node, header.iter().map(String::as_str)).filter(|_| are_names);
    Some(diagnostic.did_you_mean(column.span, near))
}

/// The fields of the first line; none where there is no such file, or no text in it.
fn header(folder: &Path, path: &Path, notation: &Notation) -> Option<Vec<String>> {
    header_of(&beginning(folder, path, header::LONGEST)?, notation)
}
