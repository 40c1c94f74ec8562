//! One pass over the files of a binding.

use super::cell::{Cell, Dates, is_plain, read_cell, shown, trimmed};
use super::digest::table_digest;
use super::format::text_or_what;
use super::picked::{Fault, Picked, Picking};
use super::rows::{Given, Growing, Rows};
use super::settle::{AsRead, settle};
use super::source::{Header, source};
use super::split::{Chunk, Record};
use super::table::{Data, DataTable, Issue, Read, TableRows};
use super::texts::Texts;
use super::usable::unusable;
use super::whole::WholeFile;
use super::written::loses_text;
use crate::binding::{Binding, Notation, TableBinding};
use crate::diagnostic::{Code, Diagnostic, Said, Span, codes, invisible, said};
use crate::file::{NoFile, read_file, sha256, within};
use crate::plan::ir::{FindingSeverity, Plan, Table, TableId, Type};
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A file that could not be read: the run ends.
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
    read_telling(plan, binding, folder, bytes, &|_| {})
}

/// As [`read`]; how many bytes of all files were read is told again and again.
pub fn read_telling(
    plan: &Plan,
    binding: &Binding,
    folder: &Path,
    bytes: Bytes,
    told: &dyn Fn(u64),
) -> Result<Read, ReadError> {
    let mut before = 0;
    let (mut texts, mut issues) = (Texts::default(), vec![]);
    let mut files: Vec<FileOf> = vec![];
    let mut grown: Vec<Option<Grown>> = (0..binding.tables.len()).map(|_| None).collect();
    for bound in &binding.tables {
        if files.iter().any(|f| f.name == bound.file) {
            continue;
        }
        let tables: Vec<Reading> = readings(plan, binding, &bound.file);
        let bytes = open(bound, folder, bytes)?;
        let given = Bytewise { bytes: &bytes, told: &|taken| told(before + taken) };
        files.push(read_tables(plan, binding, given, tables, &mut grown, (&mut texts, &mut issues)));
        before += bytes.len() as u64;
    }
    texts.close();
    let texts = Arc::new(texts);
    let (mut as_read, mut picked) = (vec![], vec![]);
    for (bound, grown) in binding.tables.iter().zip(grown) {
        let Grown { rows, absent, picked: by_binding } = grown.unwrap_or_default();
        as_read.push(AsRead { bound: bound.clone(), rows: rows.finished(&texts), absent });
        picked.push(by_binding);
    }
    let settled = settle(plan, as_read, &mut issues);
    issues.sort_by(|a, b| {
        (a.table, a.line, a.column, a.code.0, &a.found).cmp(&(b.table, b.line, b.column, b.code.0, &b.found))
    });
    let (earliest, cut_off, simulated) = (binding.earliest, binding.cut_off, binding.simulated.clone());
    let calendar = earliest..=cut_off;
    let (mut tables, mut rows) = (vec![], vec![]);
    for ((table, (kept, besides)), picked) in plan.tables.iter().zip(settled).zip(picked) {
        tables.push(DataTable { picked, ..data_table(table, kept, &besides, &files, &calendar) });
        rows.push(besides);
    }
    let headers = files.into_iter().map(|file| (file.name, file.columns)).collect();
    Ok(Read { data: Data { tables, earliest, cut_off, simulated }, rows, headers, issues })
}

/// A table once its file was read.
#[derive(Default)]
struct Grown {
    rows: Growing,
    /// Plan columns that the file does not have.
    absent: Vec<usize>,
    picked: Option<Picked>,
}

/// What is kept of a file once it was read.
#[derive(Default)]
struct FileOf {
    name: String,
    columns: Vec<String>,
    digest: String,
    rows: usize,
}

fn open(bound: &TableBinding, folder: &Path, bytes: Bytes) -> Result<Vec<u8>, ReadError> {
    let path = folder.join(&bound.file);
    bytes(&path)
        .and_then(|bytes| text_or_what(&bytes, bound.notation.encoding).map(|()| bytes))
        .map_err(|cause| ReadError { path, span: bound.span, cause })
}

/// The tables that read a file.
fn readings<'a>(plan: &'a Plan, binding: &'a Binding, file: &str) -> Vec<Reading<'a>> {
    let all = plan.tables.iter().zip(&binding.tables).enumerate();
    let of_file = all.filter(|(_, (_, bound))| bound.file == file);
    of_file.map(|(i, (table, bound))| Reading { table, id: TableId(i), bound }).collect()
}

/// The bytes of a file, and who is told how many of them were read.
#[derive(Clone, Copy)]
struct Bytewise<'a> {
    bytes: &'a [u8],
    told: &'a dyn Fn(u64),
}

impl Bytewise<'_> {
    /// In whatever encoding the text is.
    fn tell(self, (taken, of): (usize, usize)) {
        let bytes = self.bytes.len() as u128 * taken as u128 / of.max(1) as u128;
        (self.told)(bytes as u64);
    }
}

/// One pass over a file, for all tables that read it.
fn read_tables(
    plan: &Plan,
    binding: &Binding,
    given: Bytewise,
    tables: Vec<Reading<'_>>,
    grown: &mut [Option<Grown>],
    (texts, issues): (&mut Texts, &mut Vec<Issue>),
) -> FileOf {
    let Some(first) = tables.first() else { return FileOf::default() };
    let bytes = given.bytes;
    let mut source = source(bytes, &first.bound.notation);
    let columns = source.header().names.clone();
    let mut file = WholeFile::new(plan, binding, first.id, first.bound, source.header());
    let mut growing: Vec<InGrowth> = tables.iter().map(|table| table.begun(source.header(), issues)).collect();
    let mut chunk = Chunk::default();
    while source.next(&mut chunk) {
        file.rows(&chunk, issues);
        for grows in &mut growing {
            chunk.iter().for_each(|record| grows.row(record, texts, issues));
        }
        given.tell(source.taken());
    }
    let whole = source.whole();
    file.report(&whole, issues);
    let (name, digest) = (first.bound.file.clone(), sha256(bytes));
    let read = FileOf { name, columns, digest, rows: whole.rows };
    for grows in growing {
        grows.table.as_stated(&read, issues);
        let id = grows.table.id;
        grown[id.0] = Some(grows.grown(whole.rows, issues));
    }
    read
}

fn data_table(
    table: &Table,
    rows: Rows,
    besides: &TableRows,
    files: &[FileOf],
    calendar: &RangeInclusive<i32>,
) -> DataTable {
    let file = files.iter().find(|f| f.name == besides.bound.file);
    let of_row = |row: super::rows::Row<'_>| {
        let place = row.place as u32;
        unusable(table, row, calendar).into_iter().map(move |column| (place, column as u32))
    };
    DataTable {
        file: besides.bound.file.clone(),
        digest: table_digest(table, &rows),
        unusable: rows.iter().flat_map(of_row).collect(),
        file_digest: file.map_or_else(String::new, |f| f.digest.clone()),
        file_rows: file.map_or(0, |f| f.rows),
        picked: None,
        rows,
    }
}

/// One table being read from its file.
struct Reading<'a> {
    table: &'a Table,
    id: TableId,
    bound: &'a TableBinding,
}

/// One table while its file is read.
struct InGrowth<'a> {
    table: &'a Reading<'a>,
    places: Vec<Option<usize>>,
    /// By plan column, the places of all columns of the file that it is made of; none where that is one.
    made_of: Vec<Vec<usize>>,
    picking: Picking<'a>,
    rows: Growing,
    dates: Dates,
}

impl InGrowth<'_> {
    fn row(&mut self, record: Record<'_>, texts: &mut Texts, issues: &mut Vec<Issue>) {
        if let Some(fault) = self.picking.unreadable(record) {
            issues.push(self.table.fault(fault, Some(record.line)));
        }
        if self.picking.takes(record) {
            let composed =
                self.made_of.iter().map(|of| composed(record, of, &self.table.bound.notation)).collect::<Vec<_>>();
            self.table.row(record, (&self.places, &composed), (&mut self.rows, texts, &mut self.dates), issues);
        }
    }

    /// Once all of the `rows` of its file were read.
    fn grown(self, rows: usize, issues: &mut Vec<Issue>) -> Grown {
        if rows > 0 {
            issues.extend(self.picking.without_rows().into_iter().map(|fault| self.table.fault(fault, None)));
        }
        // Of a table whose rows cannot be picked nothing is there, and nothing is said of what refers to it.
        let absent =
            |(column, place): (usize, &Option<usize>)| (place.is_none() || self.picking.absent).then_some(column);
        let picked = Picked::of(&self.table.bound.picked, self.picking.rows);
        Grown { absent: self.places.iter().enumerate().filter_map(absent).collect(), rows: self.rows, picked }
    }
}

impl<'a> Reading<'a> {
    fn begun(&'a self, header: &Header, issues: &mut Vec<Issue>) -> InGrowth<'a> {
        let (places, made_of) = self.places(header, issues).into_iter().unzip();
        let picking = Picking::new(&self.bound.picked, |by| self.named(&by.file_column.node, None, header, issues));
        InGrowth { table: self, places, made_of, picking, rows: Growing::new(self.table), dates: Dates::default() }
    }

    fn fault(&self, (code, found, expected): Fault, line: Option<u32>) -> Issue {
        self.issue(code, line, None, &found, &expected)
    }

    /// By plan column, its place in the file, and those of all columns that it is made of where these are several.
    fn places(&self, header: &Header, issues: &mut Vec<Issue>) -> Vec<(Option<usize>, Vec<usize>)> {
        let mut of = |column: usize| {
            let Some(bound) = self.bound.columns.get(column) else { return (None, vec![]) };
            let places = bound.file_columns().map(|of_file| self.named(&of_file.node, Some(column), header, issues));
            match places.collect::<Option<Vec<usize>>>() {
                Some(places) if bound.further.is_empty() => (places.first().copied(), vec![]),
                Some(places) => (places.first().copied(), places),
                None => (None, vec![]),
            }
        };
        (0..self.table.columns.len()).map(&mut of).collect()
    }

    /// The file is the one that the binding states, where it does.
    fn as_stated(&self, file: &FileOf, issues: &mut Vec<Issue>) {
        let (stated, rows) = (&self.bound.stated, file.rows);
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

    /// Where a column of this name stands in the file; that of the plan for which it is looked for, where there is one.
    fn named(&self, name: &str, column: Option<usize>, header: &Header, issues: &mut Vec<Issue>) -> Option<usize> {
        let mut places = header.names.iter().enumerate().filter(|(_, h)| *h == name).map(|(i, _)| i);
        match (places.next(), places.next()) {
            (Some(place), None) => return Some(place),
            (None, _) if header.names.is_empty() => {}
            (None, _) => {
                let near = crate::diagnostic::nearest(name, header.names.iter().map(String::as_str));
                let found = near
                    .map_or_else(|| "no such column".to_string(), |n| format!("no such column, but `{}`", shown(n)));
                let expected = format!("a column `{name}`{}", self.other_separator(header));
                issues.push(self.issue(codes::COLUMN_ABSENT, None, column, &found, &expected));
            }
            (Some(_), Some(_)) => issues.push(self.issue(
                codes::COLUMN_ABSENT,
                Some(header.line),
                column,
                "the column stands twice",
                &format!("one column `{name}`"),
            )),
        }
        None
    }

    /// A file of one column whose header holds what other files separate columns by was bound with the wrong separator.
    fn other_separator(&self, header: &Header) -> String {
        let [only] = header.names.as_slice() else { return String::new() };
        let own = char::from(self.bound.notation.separator);
        let names = [(',', "`,`"), (';', "`;`"), ('\t', "tabs"), ('|', "`|`")];
        let most = |(c, _): &(char, &str)| only.matches(*c).count();
        let other = names.into_iter().filter(|(c, _)| *c != own && only.contains(*c)).max_by_key(most);
        other.map_or_else(String::new, |(_, name)| {
            format!(": with separator `{own}` the file has a single column, and its header holds {name}")
        })
    }

    fn row(
        &self,
        record: Record<'_>,
        (places, composed): (&[Option<usize>], &[Option<String>]),
        (rows, texts, dates): (&mut Growing, &mut Texts, &mut Dates),
        issues: &mut Vec<Issue>,
    ) {
        let cells = places.iter().enumerate().map(|(column, place)| {
            let own = || place.and_then(|p| record.field(p));
            let Some(field) = composed.get(column).and_then(Option::as_deref).or_else(own) else {
                return Given { cell: None, written: None };
            };
            let cell = self.cell((field, dates), column, record.line, issues);
            let declared = self.table.columns.get(column);
            let lost = |cell| declared.is_some_and(|d| loses_text(self.bound, d, column, cell, trimmed(field)));
            Given { cell, written: cell.filter(|cell| lost(*cell)).map(|_| trimmed(field)) }
        });
        rows.push(record.line, cells, texts);
    }

    /// None where the field cannot be read; that is an issue.
    fn cell<'f>(
        &self,
        (field, dates): (&'f str, &mut Dates),
        column: usize,
        line: u32,
        issues: &mut Vec<Issue>,
    ) -> Option<Cell<'f>> {
        let (declared, bound) = (self.table.columns.get(column)?, self.bound.columns.get(column)?);
        match read_cell(field, declared, bound, (&self.bound.notation, dates)) {
            Ok(cell) => {
                issues.extend(self.invisible(cell, column, line));
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
    fn invisible(&self, cell: Cell<'_>, column: usize, line: u32) -> Option<Issue> {
        let Cell::Text(text) = cell else { return None };
        if is_plain(text) || !text.chars().any(invisible) {
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

/// What several columns of a row say together, which is missing where one of them is; none where there is one column. A slash
/// within a part is doubled, so that no two rows with other parts read alike.
fn composed(record: Record<'_>, of: &[usize], notation: &Notation) -> Option<String> {
    if of.is_empty() {
        return None;
    }
    let parts: Vec<&str> = of.iter().map(|place| trimmed(record.field(*place).unwrap_or_default())).collect();
    let missing = |part: &&str| part.is_empty() || notation.missing.iter().any(|m| m.trim() == *part);
    if parts.iter().any(missing) {
        return Some(String::new());
    }
    Some(parts.iter().map(|part| part.replace('/', "//")).collect::<Vec<_>>().join(" / "))
}
