//! What a run read and wrote: `run.json`, and never part of a result.

use super::load::Loaded;
use crate::binding::TableBinding;
use crate::compile::{Compiled, shown};
use crate::data::table::Read;
use crate::file::sha256;
use crate::results::record::OnRecord;
use crate::results::{ENGINE, Results};
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};

/// What was read, and by which options.
#[derive(Debug, Serialize)]
pub struct Provenance {
    pub engine: String,
    /// The name of the study, by which the folder of its results is known.
    pub study: String,
    /// As on the title page of the report.
    pub plan_digest: String,
    pub data_digest: String,
    pub options: OptionsUsed,
    /// As the report says it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub on_record: Option<OnRecord>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub circulated: Option<CopyOf>,
    /// The seed by which the arms were dealt.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub masked: Option<u64>,
    pub plan: Vec<FileRead>,
    pub binding: FileRead,
    pub data: Vec<DataRead>,
    #[serde(skip)]
    pub inputs: Inputs,
}

/// The run is a copy for circulation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CopyOf {
    /// The smallest count of patients that is told.
    pub smallest: i64,
}

#[derive(Debug, Default, Serialize)]
pub struct OptionsUsed {
    /// The report was to be made although findings block it.
    pub draft: bool,
    /// `--data`, where it was given.
    pub data: Option<String>,
}

/// Where everything stands that was read.
#[derive(Debug, Default)]
pub struct Inputs {
    pub files: Vec<PathBuf>,
    pub data_folder: PathBuf,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileRead {
    pub path: String,
    pub sha256: String,
}

impl From<&DataRead> for FileRead {
    fn from(data: &DataRead) -> FileRead {
        FileRead { path: data.path.clone(), sha256: data.sha256.clone() }
    }
}

/// A file of the data.
#[derive(Debug, Serialize)]
pub struct DataRead {
    pub path: String,
    /// As the binding names it.
    pub file: String,
    /// The tables that read it.
    pub tables: Vec<String>,
    /// Rows below the header that hold something.
    pub rows: usize,
    /// Of the tables for which the binding picks rows, how many it picks.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub picked: Vec<RowsPicked>,
    pub sha256: String,
    /// Columns of its header that no table reads, in their order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub not_read: Vec<ColumnNotRead>,
    /// The binding states rows and SHA-256.
    #[serde(skip)]
    pub stated: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ColumnNotRead {
    pub column: String,
    /// As the binding says; none where it says nothing of the column.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub because: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RowsPicked {
    pub table: String,
    pub rows: usize,
}

/// `run.json`: what was read, and the hashes of all that was written beside it. By them a file that was changed is known.
#[derive(Debug, Serialize)]
pub struct WholeRun<'a> {
    #[serde(flatten)]
    pub read: &'a Provenance,
    pub outputs: Vec<FileRead>,
}

/// `findings.run.json`: what a run read that made findings and no report.
#[derive(Debug, Serialize)]
pub struct FindingsRun<'a> {
    pub findings: FileRead,
    #[serde(flatten)]
    pub read: &'a Provenance,
}

/// `run.json` with a last line that has the hash of all that stands before it, as no other file has it.
pub fn with_own_hash(mut json: Vec<u8>) -> Vec<u8> {
    json.truncate(json.len().saturating_sub(END.len()));
    let own = own_hash(&json);
    json.extend(own);
    json
}

const END: &[u8] = b"\n}\n";

fn own_hash(before: &[u8]) -> Vec<u8> {
    format!(",\n  \"all_above\": \"{}\"\n}}\n", sha256(before)).into_bytes()
}

/// Whether such a file is as it was written.
pub fn is_as_written(bytes: &[u8]) -> bool {
    let length = bytes.len().saturating_sub(own_hash(b"").len());
    let (before, own) = bytes.split_at(length);
    own == own_hash(before)
}

pub fn file_read(path: &Path, bytes: &[u8]) -> FileRead {
    FileRead { path: shown(path), sha256: sha256(bytes) }
}

/// Where everything stands that is read.
pub fn inputs(compiled: &Compiled, loaded: &Loaded, data: &[DataRead]) -> Inputs {
    let mut files: Vec<PathBuf> = compiled.sources.iter().map(|(_, s)| PathBuf::from(&s.path)).collect();
    files.extend([compiled.path.clone(), loaded.binding_path.clone()]);
    files.extend(data.iter().map(|d| loaded.folder.join(&d.file)));
    Inputs { files, data_folder: loaded.folder.clone() }
}

/// The documents of a plan.
pub fn documents(compiled: &Compiled) -> Vec<FileRead> {
    compiled.sources.iter().map(|(_, s)| file_read(Path::new(&s.path), s.text.as_bytes())).collect()
}

impl Provenance {
    /// The hash of a file in which these tables stand would tell whether an arm of it is another one.
    pub fn mask(&mut self, seed: Option<u64>, tables: &[String]) {
        self.masked = seed;
        let is_of = |file: &&mut DataRead| file.tables.iter().any(|table| tables.contains(table));
        self.data.iter_mut().filter(is_of).for_each(|file| file.sha256.clear());
    }

    /// All that was read: plan and criteria, binding, data.
    pub fn read_files(&self) -> Vec<FileRead> {
        self.plan.iter().chain([&self.binding]).cloned().chain(self.data.iter().map(FileRead::from)).collect()
    }
}

pub fn provenance(compiled: &Compiled, loaded: Loaded, results: &Results) -> Provenance {
    let data = data_read(&loaded);
    let inputs = inputs(compiled, &loaded, &data);
    Provenance {
        engine: ENGINE.to_string(),
        study: results.study.name.clone(),
        plan_digest: results.study.plan_digest.clone(),
        data_digest: results.study.data_digest.clone(),
        options: OptionsUsed::default(),
        on_record: None,
        circulated: None,
        masked: None,
        plan: documents(compiled),
        binding: loaded.binding_file,
        data,
        inputs,
    }
}

/// The files of the data in the order of the plan's tables.
pub fn data_read(loaded: &Loaded) -> Vec<DataRead> {
    let mut files: Vec<DataRead> = vec![];
    for ((table, rows), name) in loaded.read.data.tables.iter().zip(&loaded.read.rows).zip(&loaded.tables) {
        let stated = rows.bound.stated.rows.is_some() && rows.bound.stated.sha256.is_some();
        let picked = table.picked.iter().map(|picked| RowsPicked { table: name.clone(), rows: picked.rows });
        match files.iter_mut().find(|f| f.file == table.file) {
            Some(file) => {
                file.tables.push(name.clone());
                file.picked.extend(picked);
                file.stated |= stated;
            }
            None => files.push(DataRead {
                path: shown(&loaded.folder.join(&table.file)),
                file: table.file.clone(),
                tables: vec![name.clone()],
                rows: table.file_rows,
                picked: picked.collect(),
                sha256: table.file_digest.clone(),
                not_read: not_read(&table.file, &loaded.read),
                stated,
            }),
        }
    }
    files
}

/// What the header of a file has beside the columns of the tables that read it.
fn not_read(file: &str, read: &Read) -> Vec<ColumnNotRead> {
    let header = read.headers.iter().find(|(name, _)| name == file).map(|(_, columns)| columns.as_slice());
    let bound: Vec<&TableBinding> = read.rows.iter().map(|rows| &rows.bound).filter(|b| b.file == file).collect();
    columns_not_read(header.unwrap_or_default(), &bound)
}

/// Columns that none of the tables of a file reads, each with what the binding says of it.
pub(super) fn columns_not_read(header: &[String], bound: &[&TableBinding]) -> Vec<ColumnNotRead> {
    let is_read = |column: &str| {
        bound.iter().any(|bound| {
            let of_columns = bound.columns.iter().flat_map(|own| own.file_columns().map(|of_file| &of_file.node));
            of_columns.chain(bound.picked.iter().map(|by| &by.file_column.node)).any(|own| own == column)
        })
    };
    let because = |column: &str| {
        let stated = bound.iter().flat_map(|bound| &bound.not_read).find(|stated| stated.file_column.node == column);
        stated.map(|stated| stated.because.clone())
    };
    let rest = header.iter().filter(|column| !column.is_empty() && !is_read(column));
    rest.map(|column| ColumnNotRead { column: column.clone(), because: because(column) }).collect()
}
