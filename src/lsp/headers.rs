//! The columns that a binding names, against the first line of the real files. Of a file nothing else is read, and of its first
//! line nothing is told that is not known to be the name of a column.

use super::study::Study;
use crate::binding::{Binding, Notation, TableBinding};
use crate::diagnostic::{Diagnostic, Spanned, Subject, codes, nearest, said};
use crate::file::within;
use std::io::Read;
use std::path::Path;

/// Bytes of a file within which its first line ends.
const LONGEST_HEADER: u64 = 1 << 16;

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
    table.columns.iter().map(|column| &column.file_column).chain(table.picked.iter().map(|picked| &picked.file_column))
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
    within(folder, path).ok()?;
    if !std::fs::metadata(path).ok()?.is_file() {
        return None;
    }
    let mut bytes = vec![];
    std::fs::File::open(path).ok()?.take(LONGEST_HEADER).read_to_end(&mut bytes).ok()?;
    let (text, ..) = notation.encoding.decode(&bytes);
    if text.contains('\0') {
        return None;
    }
    let separator = char::from(notation.separator);
    let (first, rest) = first_row(&text, separator);
    // A spreadsheet may name its separator first, in a line of its own.
    let names_separator = first.len() == 2 && first[0].eq_ignore_ascii_case(SEPARATOR) && first[1].is_empty();
    Some(if names_separator { first_row(rest, separator).0 } else { first })
}

const SEPARATOR: &str = "sep=";

/// The fields of the first line of a text, and what follows it.
fn first_row(text: &str, separator: char) -> (Vec<String>, &str) {
    let (mut fields, mut field, mut quoted) = (vec![], String::new(), false);
    let mut letters = text.char_indices().peekable();
    let mut rest = "";
    while let Some((at, c)) = letters.next() {
        match c {
            '"' if quoted && letters.peek().is_some_and(|(_, next)| *next == '"') => {
                letters.next();
                field.push('"');
            }
            '"' => quoted = !quoted,
            c if c == separator && !quoted => fields.push(std::mem::take(&mut field)),
            '\n' | '\r' if !quoted => {
                rest = text[at..].trim_start_matches(['\r', '\n']);
                break;
            }
            c => field.push(c),
        }
    }
    fields.push(field);
    (fields.into_iter().map(|field| field.trim().to_string()).collect(), rest)
}

#[cfg(test)]
mod tests {
    use super::first_row;

    #[test]
    fn the_first_line_is_split() {
        let row = |text| first_row(text, ';').0;
        assert_eq!(row("a;\"b;\"\"c\"\"\"; d\r\n1;2;3\r\n"), ["a", "b;\"c\"", "d"]);
        assert_eq!(row("only"), ["only"]);
        assert_eq!(row("\"a\nb\";c\n1;2"), ["a\nb", "c"]);
        assert_eq!(first_row("sep=;\r\na;b\r\n", ';').1, "a;b\r\n");
    }
}
