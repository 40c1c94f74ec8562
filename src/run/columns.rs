//! What nothing reads of the files that the binding beside a plan names, by their first lines: before a run, and without a row.

use super::RunError;
use super::given::{Given, OnDisk};
use super::load::bound;
use super::provenance::{ColumnNotRead, columns_not_read};
use crate::binding::TableBinding;
use crate::binding::header::{LONGEST, header_of};
use crate::compile::{Compiled, Unread};
use crate::file::{NoFile, beginning};
use crate::plan::ir::Plan;
use std::path::Path;

/// A file that the binding names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileColumns {
    pub file: String,
    /// Its first line was read. Of another file only those columns are known that the binding names as not read.
    pub is_there: bool,
    /// In the order of the header; of a file that is not there, of the binding.
    pub not_read: Vec<ColumnNotRead>,
}

/// Each file once, in the order of the plan's tables; none where no binding stands beside the plan.
pub fn file_columns(plan: &Plan, compiled: &Compiled) -> Result<Option<Vec<FileColumns>>, RunError> {
    let given = OnDisk::new(compiled, None);
    if let Err(Unread::NoFile { cause: NoFile::Absent, .. }) = given.binding() {
        return Ok(None);
    }
    let binding = bound(plan, compiled, &given)?.binding;
    let mut files: Vec<FileColumns> = vec![];
    for table in &binding.tables {
        if files.iter().all(|known| known.file != table.file) {
            let of_file: Vec<&TableBinding> = binding.tables.iter().filter(|other| other.file == table.file).collect();
            files.push(of_table(given.study(), &given.folder(&binding.data), table, &of_file));
        }
    }
    Ok(Some(files))
}

fn of_table(study: &Path, folder: &Path, table: &TableBinding, of_file: &[&TableBinding]) -> FileColumns {
    let first = beginning(study, &folder.join(&table.file), LONGEST);
    let header = first.and_then(|bytes| header_of(&bytes, &table.notation));
    let is_there = header.is_some();
    let stated = || of_file.iter().flat_map(|table| &table.not_read).map(|stated| stated.file_column.node.clone());
    let not_read = columns_not_read(&header.unwrap_or_else(|| stated().collect()), of_file);
    FileColumns { file: table.file.clone(), is_there, not_read }
}
