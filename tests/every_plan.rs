//! Every plan of the repository, compiled.

use prespec::compile::{Compiled, compile_at};
use std::path::{Path, PathBuf};

/// Every `plan.md` below a folder.
fn below(folder: &Path, into: &mut Vec<PathBuf>) {
    let entries = std::fs::read_dir(folder).unwrap_or_else(|e| panic!("{}: {e}", folder.display()));
    let mut entries: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            below(&path, into);
        } else if path.file_name().is_some_and(|name| name == "plan.md") {
            into.push(path);
        }
    }
}

/// In the order of their paths; some of the tests are wrong on purpose.
pub fn every_plan() -> Vec<Compiled> {
    let mut found = vec![];
    for folder in ["plans", "tests"] {
        below(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder), &mut found);
    }
    found.iter().map(|path| compile_at(path).unwrap_or_else(|_| panic!("{} can be read", path.display()))).collect()
}
