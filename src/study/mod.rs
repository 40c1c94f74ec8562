//! What is on record of a study beside its results: its log, the texts that were sealed, and the lock of its data.
//!
//! It proves order and sameness: that one entry stood before the next, and that a file is the one that was named. Whether a time
//! or a person is the true one it cannot know.

mod error;
pub mod log;
pub mod manifest;
pub mod store;

pub use error::StudyError;
pub use log::{Entry, Event, Log, Stamp};

use std::path::{Component, Path, PathBuf};

/// The log of a study, beside its plan.
pub const LOG: &str = "study.log";
/// The texts that the log names, each under its SHA-256.
pub const STORE: &str = "study.log.d";

/// What the lock that holds names, beside the plan.
pub const LOCK: &str = "lock.json";

/// The folder of a plan file: that of its log.
pub fn folder(plan: &Path) -> PathBuf {
    match plan.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder.to_path_buf(),
        _ => PathBuf::from("."),
    }
}

/// By what the log calls a plan: the name of its file.
pub fn name(plan: &Path) -> String {
    plan.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

/// How a file is found from a folder, whichever folder the command was given in: both may be moved together.
pub fn relative(folder: &Path, path: &Path) -> String {
    let (Ok(base), Ok(full)) = (folder.canonicalize(), path.canonicalize()) else {
        return shown(path.components());
    };
    let common = base.components().zip(full.components()).take_while(|(a, b)| a == b).count();
    let up = base.components().skip(common).map(|_| Component::ParentDir);
    let parts: Vec<Component> = up.chain(full.components().skip(common)).collect();
    shown(parts)
}

/// With the separator that every system reads.
fn shown<'p>(parts: impl IntoIterator<Item = Component<'p>>) -> String {
    let path: PathBuf = parts.into_iter().collect();
    path.display().to_string().replace('\\', "/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_leads_from_the_plan_to_the_file() {
        let folder = tempfile::tempdir().expect("a folder");
        let plan = folder.path().join("plans/mine");
        std::fs::create_dir_all(&plan).expect("a folder");
        for file in ["plans/mine/data.csv", "plans/criteria.md", "data.csv"] {
            std::fs::write(folder.path().join(file), "").expect("written");
        }
        let relative = |file: &str| relative(&plan, &folder.path().join(file));
        assert_eq!(relative("plans/mine/data.csv"), "data.csv");
        assert_eq!(relative("plans/mine/../criteria.md"), "../criteria.md");
        assert_eq!(relative("data.csv"), "../../data.csv");
    }
}
