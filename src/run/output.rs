//! Files of the output folder: written whole or not at all.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

/// A file could not be written.
#[derive(Debug)]
pub struct WriteError {
    pub path: PathBuf,
    pub source: std::io::Error,
}

/// Writes all files or none: each goes to a temporary file beside its place and is synced; only when all are there are they
/// renamed into place. A run that fails before leaves the files of the last good run as they were.
pub fn write_all(folder: &Path, files: &[(&str, &[u8])]) -> Result<(), WriteError> {
    let failed = |path: &Path| {
        let path = path.to_path_buf();
        move |source| WriteError { path, source }
    };
    fs::create_dir_all(folder).map_err(failed(folder))?;
    let mut written = vec![];
    for (name, bytes) in files {
        let path = folder.join(name);
        let mut file = tempfile::NamedTempFile::new_in(folder).map_err(failed(&path))?;
        file.write_all(bytes).map_err(failed(&path))?;
        readable(&file).map_err(failed(&path))?;
        file.as_file().sync_all().map_err(failed(&path))?;
        written.push((path, file));
    }
    for (path, file) in written {
        file.persist(&path).map_err(|e| WriteError { path, source: e.error })?;
    }
    sync_folder(folder).map_err(failed(folder))
}

/// A temporary file is the user's alone; a report is as readable as any other file, within what the user's mask allows.
#[cfg(unix)]
fn readable(file: &tempfile::NamedTempFile) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    file.as_file().set_permissions(fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn readable(_: &tempfile::NamedTempFile) -> std::io::Result<()> {
    Ok(())
}

/// The renaming itself survives a loss of power only once the folder is synced.
#[cfg(unix)]
fn sync_folder(folder: &Path) -> std::io::Result<()> {
    fs::File::open(folder)?.sync_all()
}

#[cfg(not(unix))]
fn sync_folder(_: &Path) -> std::io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_files_are_replaced_together() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        fs::write(folder.path().join("a"), "old").expect("a file");
        write_all(folder.path(), &[("a", b"new"), ("b", b"also")]).expect("both are written");
        assert_eq!(fs::read(folder.path().join("a")).expect("a"), b"new");
        assert_eq!(fs::read(folder.path().join("b")).expect("b"), b"also");
        assert_eq!(fs::read_dir(folder.path()).expect("the folder").count(), 2);
    }

    #[test]
    fn a_failure_leaves_what_was_there() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        fs::write(folder.path().join("a"), "old").expect("a file");
        let error = write_all(&folder.path().join("a"), &[("b", b"never")]).expect_err("a file is no folder");
        assert!(error.path.ends_with("a"));
        assert_eq!(fs::read(folder.path().join("a")).expect("a"), b"old");
    }
}
