//! One pass over the files of a binding.

use super::cell::{Cell, read_cell, shown, trimmed};
use super::digest::{file_digest, table_digest};
use super::format::text_or_what;
use super::frame::frame;
use super::records::{Records, records};
use super::settle::settle;
use super::split::Record;
use super::table::{Data, DataTable, Issue, Read, Row, TableRows};
use super::usable::unusable;
use super::whole::WholeFile;
use super::written::loses_text;
use crate::binding::{Binding, TableBinding};
use crate::diagnostic::{Code, Diagnostic, Said, Span, codes, invisible, said};
use crate::file::{NoFile, read_file, within};
use crate::plan::ir::{FindingSeverity, Plan, Table, TableId, Type};
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};

/// A file that could not be read, or a table too large to be held: the run ends.
#[derive(Clone, Debug, PartialEq)]
pub struct ReadError {
    pub path: PathBuf,
    /// Where the binding names the file.
    pub span: Span,
    pub cause: NoFile,
}

impl std::fmt::Display for ReadError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.said().fmt(f)
    }
}

impl std::error::Error for ReadError {}

impl ReadError {
    fn said(&self) -> Said {
        said!("{path} cannot be read: {cause}", path = self.path.display().to_string(), cause = self.cause.to_string())
    }

    /// What is told of it, at the line of the binding that names the file; `names` are those of the files of the folder.
    pub fn diagnostic(&self, names: &[String]) -> Diagnostic {
        let code = match &self.cause {
            NoFile::Outside(_) => codes::BINDING_PATH,
            NoFile::Format(_) | NoFile::Utf16 => codes::NO_TEXT,
            NoFile::Absent | NoFile::Folder | NoFile::Pipe | NoFile::Device | NoFile::Socket | NoFile::System(_) => {
                codes::NO_FILE
            }
        };
        Diagnostic::new(code, self.said()).at(self.span, "named here").hint(self.hint(names))
    }

    fn hint(&self, names: &[String]) -> String {
        match &self.cause {
            NoFile::Absent => self.nearest(names).map_or_else(
                || {
                    "the file is looked for in the `data` folder of the binding; `--data DIR` reads from another"
                        .to_string()
                },
                |near| format!("did you mean `{near}`?"),
            ),
            NoFile::Outside(_) => "a study is kept and sent as one folder: put a copy of the file there".to_string(),
            NoFile::Format(_) => "export the table as text, with a separator between columns (CSV)".to_string(),
            NoFile::Utf16 => {
                "write `encoding: utf-16le` (or `utf-16be`) in the binding, or export in UTF-8".to_string()
            }
            NoFile::Folder | NoFile::Pipe | NoFile::Device | NoFile::Socket => {
                "name a file that stays as it is while it is read".to_string()
            }
            NoFile::System(_) => "see that the file may be read and is not too large".to_string(),
        }
    }

    /// The file of the folder whose name is nearest to the one that is not there.
    fn nearest(&self, names: &[String]) -> Option<String> {
        let name = self.path.file_name()?.to_string_lossy().into_owned();
        crate::diagnostic::nearest(&name, names.iter().map(String::as_str)).map(str::to_string)
    }
}

/// The bytes of a file of the data folder.
pub type Bytes<'a> = &'a dyn Fn(&Path) -> Result<Vec<u8>, NoFile>;

/// Bytes from the disk; no link may lead out of `study`.
pub fn from_folder(study: &Path) -> impl Fn(&Path) -> Result<Vec<u8>, NoFile> {
    move |path| within(study, path).and_then(|()| read_file(path))
}

/// Reads every table of the plan from the files of `folder`, the data folder of this run, whose bytes are given.
pub fn read(plan: &Plan, binding: &Binding, folder: &Path, bytes: Bytes) -> Result<Read, ReadError> {
    let mut files: Vec<OpenFile> = vec![];
    let mut issues = vec![];
    let mut rows = vec![];
    for (i, bound) in binding.tables.iter().enumerate() {
        let Some(table) = plan.tables.get(i) else { continue };
        let place = match files.iter().position(|f| f.name == bound.file) {
            Some(place) => place,
            None => {
                files.push(open(bound, folder, bytes)?);
                files.len() - 1
            }
        };
        let Some(file) = files.get_mut(place) else { continue };
        if !std::mem::replace(&mut file.reported, true) {
            WholeFile::new(plan, binding, TableId(i), bound, &file.records).report(&mut issues);
        }
        let reading = Reading { table, id: TableId(i), bound };
        reading.as_stated(file, &mut issues);
        rows.push(reading.rows(&file.records, &mut issues));
    }
    settle(plan, &mut rows, &mut issues);
    let mut tables = vec![];
    let calendar = binding.earliest..=binding.cut_off;
    for (table, read) in plan.tables.iter().zip(&rows) {
        if let Some(file) = files.iter().find(|f| f.name == read.bound.file) {
            tables.push(data_table(table, read, (file, folder), &calendar)?);
        }
    }
    issues.sort_by(|a, b| {
        (a.table, a.line, a.column, a.code.0, &a.found).cmp(&(b.table, b.line, b.column, b.code.0, &b.found))
    });
    let (earliest, cut_off, simulated) = (binding.earliest, binding.cut_off, binding.simulated.clone());
    Ok(Read { data: Data { tables, earliest, cut_off, simulated }, rows, issues })
}

struct OpenFile {
    name: String,
    digest: String,
    records: Records,
    /// What concerns the file as a whole is said once, though several tables may read it.
    reported: bool,
}

fn open(bound: &TableBinding, folder: &Path, bytes: Bytes) -> Result<OpenFile, ReadError> {
    let path = folder.join(&bound.file);
    let bytes = bytes(&path)
        .and_then(|bytes| text_or_what(&bytes, bound.notation.encoding).map(|()| bytes))
        .map_err(|cause| ReadError { path, span: bound.span, cause })?;
    Ok(OpenFile {
        name: bound.file.clone(),
        digest: file_digest(&bytes),
        records: records(&bytes, &bound.notation),
        reported: false,
    })
}

fn data_table(
    table: &Table,
    read: &TableRows,
    (file, folder): (&OpenFile, &Path),
    calendar: &RangeInclusive<i32>,
) -> Result<DataTable, ReadError> {
    let unusable: Vec<Vec<usize>> = read.kept.iter().map(|row| unusable(table, row, calendar)).collect();
    let frame = frame(table, &read.kept, &unusable).map_err(|e| ReadError {
        path: folder.join(&read.bound.file),
        span: read.bound.span,
        cause: NoFile::System(format!("table `{}`: {e}", table.header.name)),
    })?;
    Ok(DataTable {
        frame,
        lines: read.kept.iter().map(|r| r.line).collect(),
        file: read.bound.file.clone(),
        file_columns: read.bound.columns.iter().map(|c| c.file_column.node.clone()).collect(),
        digest: table_digest(table, &read.kept),
        unusable,
        file_digest: file.digest.clone(),
        file_rows: file.records.rows.len(),
    })
}

/// One table being read from the records of its file.
struct Reading<'a> {
    table: &'a Table,
    id: TableId,
    bound: &'a TableBinding,
}

impl Reading<'_> {
    fn rows(&self, records: &Records, issues: &mut Vec<Issue>) -> TableRows {
        let places: Vec<Option<usize>> =
            (0..self.table.columns.len()).map(|c| self.place(c, records, issues)).collect();
        let absent = places.iter().enumerate().filter(|(_, p)| p.is_none()).map(|(c, _)| c).collect();
        let kept = records.rows.iter().map(|record| self.row(record, &places, issues)).collect();
        TableRows { bound: self.bound.clone(), kept, aside: vec![], absent }
    }

    /// The file is the one that the binding states, where it does.
    fn as_stated(&self, file: &OpenFile, issues: &mut Vec<Issue>) {
        let (stated, rows) = (&self.bound.stated, file.records.rows.len());
        if let Some(expected) = stated.rows.filter(|expected| *expected != rows) {
            let expected = format!("{expected} rows, as the binding says");
            issues.push(self.issue(codes::ROW_COUNT, None, None, &format!("{rows} rows"), &expected));
        }
        if let Some(expected) = stated.sha256.as_ref().filter(|expected| **expected != file.digest) {
            let found = format!("a file with SHA-256 {}", file.digest);
            let expected = format!("{expected}, as the binding says");
            issues.push(self.issue(codes::OTHER_FILE, None, None, &found, &expected));
        }
    }

    /// Where a plan column stands in the file.
    fn place(&self, column: usize, records: &Records, issues: &mut Vec<Issue>) -> Option<usize> {
        let name = &self.bound.columns.get(column)?.file_column.node;
        let mut places = records.header.iter().enumerate().filter(|(_, h)| *h == name).map(|(i, _)| i);
        match (places.next(), places.next()) {
            (Some(place), None) => return Some(place),
            (None, _) if records.header.is_empty() => {}
            (None, _) => {
                let near = crate::diagnostic::nearest(name, records.header.iter().map(String::as_str));
                let found = near
                    .map_or_else(|| "no such column".to_string(), |n| format!("no such column, but `{}`", shown(n)));
                let expected = format!("a column `{name}`{}", self.other_separator(records));
                issues.push(self.issue(codes::COLUMN_ABSENT, None, Some(column), &found, &expected));
            }
            (Some(_), Some(_)) => issues.push(self.issue(
                codes::COLUMN_ABSENT,
                Some(records.header_line),
                Some(column),
                "the column stands twice",
                &format!("one column `{name}`"),
            )),
        }
        None
    }

    /// A file of one column whose header holds what other files separate columns by was bound with the wrong separator.
    fn other_separator(&self, records: &Records) -> String {
        let [only] = records.header.as_slice() else { return String::new() };
        let own = char::from(self.bound.notation.separator);
        let names = [(',', "`,`"), (';', "`;`"), ('\t', "tabs"), ('|', "`|`")];
        let most = |(c, _): &(char, &str)| only.matches(*c).count();
        let other = names.into_iter().filter(|(c, _)| *c != own && only.contains(*c)).max_by_key(most);
        other.map_or_else(String::new, |(_, name)| {
            format!(": with separator `{own}` the file has a single column, and its header holds {name}")
        })
    }

    fn row(&self, record: &Record, places: &[Option<usize>], issues: &mut Vec<Issue>) -> Row {
        let mut row = Row { cells: vec![], unread: vec![], texts: vec![], line: record.line };
        for (column, place) in places.iter().enumerate() {
            let field = place.and_then(|p| record.fields.get(p));
            let cell = match field {
                Some(field) => self.cell(field, column, record.line, issues),
                None => None,
            };
            match (&cell, field, self.table.columns.get(column)) {
                (Some(cell), Some(field), Some(declared))
                    if loses_text(self.bound, declared, column, cell, trimmed(field)) =>
                {
                    row.texts.push((column, trimmed(field).to_string()));
                }
                (None, ..) => row.unread.push(column),
                _ => {}
            }
            row.cells.push(cell.unwrap_or(Cell::Missing));
        }
        row
    }

    /// None where the field cannot be read; that is an issue.
    fn cell(&self, field: &str, column: usize, line: u32, issues: &mut Vec<Issue>) -> Option<Cell> {
        let (declared, bound) = (self.table.columns.get(column)?, self.bound.columns.get(column)?);
        match read_cell(field, declared, bound, &self.bound.notation) {
            Ok(cell) => {
                issues.extend(self.invisible(&cell, column, line));
                Some(cell)
            }
            Err(unreadable) => {
                issues.push(self.issue(unreadable.code, Some(line), Some(column), &shown(field), &unreadable.expected));
                None
            }
        }
    }

    /// Two texts that look the same may differ in characters that cannot be seen: as pseudonyms they are two patients, as terms
    /// two lines of a table.
    fn invisible(&self, cell: &Cell, column: usize, line: u32) -> Option<Issue> {
        let Cell::Text(text) = cell else { return None };
        if !text.chars().any(invisible) {
            return None;
        }
        let names_a_row = self.table.columns.get(column).is_some_and(|c| c.ty == Type::Pseudonym);
        let severity = if names_a_row { FindingSeverity::BlocksLock } else { FindingSeverity::Query };
        let expected = "a text in which every character can be seen";
        let issue = self.issue(codes::INVISIBLE_CHARACTER, Some(line), Some(column), &shown(text), expected);
        Some(Issue { severity, ..issue })
    }

    fn issue(&self, code: Code, line: Option<u32>, column: Option<usize>, found: &str, expected: &str) -> Issue {
        let (found, expected) = (found.to_string(), expected.to_string());
        Issue { code, severity: FindingSeverity::BlocksLock, table: self.id, line, column, found, expected }
    }
}
