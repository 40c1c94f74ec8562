//! Which files a plan reads, as far as they can be told.

use super::given::{Given, OnDisk};
use super::load::bound;
use crate::compile::compile_at;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// The plan, its criteria, its binding and the files of the data; of a plan that cannot be read, itself, and of one with errors what
/// is known. With `alone`, no data and no binding. `data` is the folder of the data where it is not that of the binding.
pub fn reads(plan: &Path, data: Option<&Path>, alone: bool) -> BTreeSet<PathBuf> {
    let Ok(compiled) = compile_at(plan) else {
        return BTreeSet::from([if plan.is_dir() { plan.join("plan.md") } else { plan.to_path_buf() }]);
    };
    let mut files: BTreeSet<PathBuf> = compiled.sources.iter().map(|(_, source)| PathBuf::from(&source.path)).collect();
    files.insert(compiled.path.clone());
    if alone {
        return files;
    }
    let given = OnDisk::new(&compiled, data);
    files.insert(compiled.folder().join("binding.yaml"));
    let binding = compiled.plan.as_ref().and_then(|plan| bound(plan, &compiled, &given).ok()).map(|read| read.binding);
    if let Some(binding) = binding {
        let folder = given.folder(&binding.data);
        files.extend(binding.tables.iter().map(|table| folder.join(&table.file)));
    }
    files
}
