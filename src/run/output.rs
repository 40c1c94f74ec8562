//! Files of the output folder: written whole or not at all.

use super::RunError;
use super::place::Place;
use crate::file::{read_file, sha256, sync_folder};
use std::fs;
use std::io::{Seek, Write};
use std::path::{Path, PathBuf};

/// What `findings.csv` was found in, where it is of a run that made no report.
pub const FINDINGS_RUN: &str = "findings.run.json";

/// A file could not be written.
#[derive(Debug)]
pub struct WriteError {
    pub path: PathBuf,
    pub source: std::io::Error,
}

/// What a file of the output folder will hold.
pub enum Content<'a> {
    Bytes(&'a [u8]),
    /// What was written already to a file without a name.
    Written(fs::File),
}

impl Content<'_> {
    pub(super) fn write_to(self, file: &mut impl Write) -> std::io::Result<()> {
        match self {
            Content::Bytes(bytes) => file.write_all(bytes),
            Content::Written(mut from) => {
                from.rewind()?;
                std::io::copy(&mut from, file).map(|_| ())
            }
        }
    }
}

/// Writes all files or none, as a set that takes the place of an earlier one.
pub fn write_all(folder: &Path, files: Vec<(&str, Content)>) -> Result<(), WriteError> {
    Place::open(folder)?.put(files, &[])
}

/// As [`write_all`], unless a file of these names is there that is none of the same kind and study.
pub fn write_own(folder: &Path, files: Vec<(&str, Content)>, is_own: &dyn Fn(&[u8]) -> bool) -> Result<(), RunError> {
    let place = Place::open(folder).map_err(RunError::Write)?;
    let paths = files.iter().map(|(name, _)| folder.join(name));
    let other = paths.into_iter().find(|path| read_file(path).is_ok_and(|bytes| !is_own(&bytes)));
    match other {
        Some(path) => Err(RunError::OfAnother { path, study: None }),
        None => place.put(files, &[]).map_err(RunError::Write),
    }
}

/// Writes files anew, all or none, in their places and with their permissions; where a link leads to one, that one.
pub fn replace_all(files: &[(&Path, Vec<u8>)]) -> Result<(), WriteError> {
    let mut written = vec![];
    for (path, bytes) in files {
        let failed = |source| WriteError { path: path.to_path_buf(), source };
        let place = path.canonicalize().map_err(failed)?;
        let folder = place.parent().unwrap_or(Path::new(".")).to_path_buf();
        let permissions = fs::metadata(&place).map_err(failed)?.permissions();
        if permissions.readonly() {
            return Err(failed(std::io::ErrorKind::PermissionDenied.into()));
        }
        let mut file = tempfile::NamedTempFile::new_in(&folder).map_err(failed)?;
        file.write_all(bytes).map_err(failed)?;
        file.as_file().set_permissions(permissions).map_err(failed)?;
        file.as_file().sync_all().map_err(failed)?;
        written.push((place, folder, file));
    }
    for (place, folder, file) in written {
        file.persist(&place).map_err(|e| WriteError { path: place, source: e.error })?;
        sync_folder(&folder).map_err(|source| WriteError { path: folder, source })?;
    }
    Ok(())
}

/// The first file of the output that is one of the inputs, whatever links lead to it; or the folder itself, where it is that of
/// the data.
pub fn overwritten(out: &Path, names: &[&str], inputs: &[PathBuf], data_folder: &Path) -> Option<(PathBuf, PathBuf)> {
    if same_file(out, data_folder) {
        return Some((out.to_path_buf(), data_folder.to_path_buf()));
    }
    let outputs = names.iter().map(|name| out.join(name));
    outputs
        .filter_map(|output| {
            let input = inputs.iter().find(|input| same_file(&output, input))?.clone();
            Some((output, input))
        })
        .next()
}

/// Whether two paths lead to one file that is there.
fn same_file(a: &Path, b: &Path) -> bool {
    let same_path = || Some(a.canonicalize().ok()? == b.canonicalize().ok()?);
    same_path() == Some(true) || same_node(a, b)
}

/// Two names of one file (hard links).
#[cfg(unix)]
fn same_node(a: &Path, b: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let node = |path: &Path| fs::metadata(path).ok().map(|m| (m.dev(), m.ino()));
    node(a).is_some_and(|node_a| node(b) == Some(node_a))
}

#[cfg(not(unix))]
fn same_node(_: &Path, _: &Path) -> bool {
    false
}

/// Removes a file of an earlier run; there may be none.
pub fn remove(folder: &Path, name: &str) -> Result<(), WriteError> {
    let path = folder.join(name);
    match fs::remove_file(&path) {
        Err(source) if source.kind() != std::io::ErrorKind::NotFound => Err(WriteError { path, source }),
        _ => Ok(()),
    }
}

/// Whether `findings.csv` is of a later run than the results beside it, one that was blocked and made no report.
///
/// The two files name each other by the hash of the findings: one that a crash has left behind says nothing.
pub fn findings_are_later(folder: &Path) -> bool {
    let hash = || {
        let text = fs::read(folder.join(FINDINGS_RUN)).ok()?;
        let run: serde_json::Value = serde_json::from_slice(&text).ok()?;
        run.pointer("/findings/sha256")?.as_str().map(str::to_string)
    };
    let found = || Some(sha256(&fs::read(folder.join("findings.csv")).ok()?));
    hash().is_some_and(|hash| found() == Some(hash))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_files_are_replaced_together() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        fs::write(folder.path().join("a"), "old").expect("a file");
        write_all(folder.path(), vec![("a", Content::Bytes(b"new")), ("b", Content::Bytes(b"also"))])
            .expect("both are written");
        assert_eq!(fs::read(folder.path().join("a")).expect("a"), b"new");
        assert_eq!(fs::read(folder.path().join("b")).expect("b"), b"also");
        assert_eq!(fs::read_dir(folder.path()).expect("the folder").count(), 2);
    }

    /// The findings of a blocked run are known by their hash; removing what marks them twice is no error.
    #[test]
    fn findings_of_a_blocked_run_are_told_from_those_of_the_results() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let at = folder.path();
        assert!(!findings_are_later(at));
        let hash = sha256(b"code\n");
        let run = format!("{{\"findings\": {{\"sha256\": \"{hash}\"}}}}");
        write_all(
            at,
            vec![("findings.csv", Content::Bytes(b"code\n")), (FINDINGS_RUN, Content::Bytes(run.as_bytes()))],
        )
        .expect("both are written");
        assert!(findings_are_later(at));
        fs::write(at.join("findings.csv"), "other\n").expect("a file");
        assert!(!findings_are_later(at));
        remove(at, FINDINGS_RUN).expect("it is removed");
        remove(at, FINDINGS_RUN).expect("it is not there");
        assert!(!at.join(FINDINGS_RUN).exists());
    }

    #[test]
    fn a_failure_leaves_what_was_there() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        fs::write(folder.path().join("a"), "old").expect("a file");
        let error = write_all(&folder.path().join("a"), vec![("b", Content::Bytes(b"never"))])
            .expect_err("a file is no folder");
        assert!(error.path.ends_with("a"));
        assert_eq!(fs::read(folder.path().join("a")).expect("a"), b"old");
    }
}
