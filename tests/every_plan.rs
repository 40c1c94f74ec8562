//! Every plan of the repository, compiled.

use prespec::compile::{Compiled, compile_at};
use std::path::{Path, PathBuf};

/// Every file with this ending below a folder of the repository, each folder in the order of its names.
pub fn files_below(folder: &str, ending: &str) -> Vec<PathBuf> {
    let mut found = vec![];
    below(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder), ending, &mut found);
    found
}

fn below(folder: &Path, ending: &str, into: &mut Vec<PathBuf>) {
    let entries = std::fs::read_dir(folder).unwrap_or_else(|e| panic!("{}: {e}", folder.display()));
    let mut entries: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            below(&path, ending, into);
        } else if path.extension().is_some_and(|e| e == ending) {
            into.push(path);
        }
    }
}

/// In the order of their paths; some of the tests are wrong on purpose.
pub fn every_plan() -> Vec<Compiled> {
    let files = ["plans", "tests", "templates/new"].map(|folder| files_below(folder, "md")).concat();
    let plans = files.iter().filter(|path| path.file_name().is_some_and(|name| name == "plan.md"));
    plans.map(|path| compile_at(path).unwrap_or_else(|_| panic!("{} can be read", path.display()))).collect()
}
