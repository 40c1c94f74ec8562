//! The texts that the log names, kept beside it: each in a file that is called by its SHA-256.

use super::{STORE, StudyError};
use crate::file::{self, read_file, sync_folder};
use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};

pub fn path(folder: &Path, sha256: &str) -> PathBuf {
    folder.join(STORE).join(sha256)
}

/// Who may read a kept text.
#[derive(Clone, Copy)]
pub enum Readers {
    /// As far as the mask of the process allows.
    Everybody,
    /// Pseudonyms may stand in it.
    Group,
}

/// Keeps the bytes, once; their SHA-256.
pub fn keep(folder: &Path, bytes: &[u8], readers: Readers) -> Result<String, StudyError> {
    let sha256 = file::sha256(bytes);
    let path = path(folder, &sha256);
    if !read_file(&path).is_ok_and(|kept| kept == bytes) {
        written(&path, bytes, readers)?;
    }
    Ok(sha256)
}

/// How files begin that are not whole yet; whoever writes one holds it.
const NEW: &str = ".prespec-new-";

/// Removes what has been left by those who were killed while they wrote.
pub fn clear(folder: &Path) {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    for path in entries.filter(|entry| entry.file_name().to_string_lossy().starts_with(NEW)).map(|entry| entry.path()) {
        if File::open(&path).is_ok_and(|file| file.try_lock().is_ok()) {
            // It is of no use to anybody; where it cannot be removed now, the next one tries.
            let _ = std::fs::remove_file(path);
        }
    }
}

/// Writes a file of the record whole or not at all, and onto the disk before this returns.
pub fn written(path: &Path, bytes: &[u8], readers: Readers) -> Result<(), StudyError> {
    let failed = |source| StudyError::Unwritten { path: path.to_path_buf(), source };
    let folder = super::folder(path);
    std::fs::create_dir_all(&folder).map_err(failed)?;
    let mut builder = tempfile::Builder::new();
    builder.prefix(NEW);
    let mut file = by(&mut builder, readers).tempfile_in(&folder).map_err(failed)?;
    // Where files cannot be locked nothing is cleared either.
    let _ = file.as_file().lock();
    file.write_all(bytes).map_err(failed)?;
    file.as_file().sync_all().map_err(failed)?;
    file.persist(path).map_err(|e| failed(e.error))?;
    sync_folder(&folder).map_err(failed)
}

#[cfg(unix)]
fn by<'b, 'p, 's>(builder: &'b mut tempfile::Builder<'p, 's>, readers: Readers) -> &'b mut tempfile::Builder<'p, 's> {
    use std::os::unix::fs::PermissionsExt;
    builder.permissions(std::fs::Permissions::from_mode(match readers {
        Readers::Everybody => 0o666,
        Readers::Group => 0o640,
    }))
}

#[cfg(not(unix))]
fn by<'b, 'p, 's>(builder: &'b mut tempfile::Builder<'p, 's>, _: Readers) -> &'b mut tempfile::Builder<'p, 's> {
    builder
}

/// What was kept under a hash, where it is that still.
pub fn read(folder: &Path, sha256: &str) -> Result<Vec<u8>, StudyError> {
    let path = path(folder, sha256);
    let bytes = read_file(&path).map_err(|cause| StudyError::Unread { path: path.clone(), cause })?;
    match file::sha256(&bytes) == sha256 {
        true => Ok(bytes),
        false => Err(StudyError::Changed { path }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_dead_have_left_is_cleared_and_what_is_written_is_not() {
        let folder = tempfile::tempdir().expect("a folder");
        let at = |name: &str| folder.path().join(name);
        for name in [".prespec-new-dead", ".prespec-new-held", ".new-mine"] {
            std::fs::write(at(name), "half").expect("written");
        }
        let held = File::open(at(".prespec-new-held")).expect("a file");
        held.lock().expect("held");
        clear(folder.path());
        let there = [".prespec-new-dead", ".prespec-new-held", ".new-mine"].map(|name| at(name).exists());
        assert_eq!(there, [false, true, true]);
        drop(held);
        clear(folder.path());
        assert!(!at(".prespec-new-held").exists());
    }

    #[test]
    fn what_was_kept_is_had_again_or_not_at_all() {
        let folder = tempfile::tempdir().expect("a folder");
        let sha256 = keep(folder.path(), b"abc", Readers::Group).expect("kept");
        // FIPS 180-4, example of one block.
        assert_eq!(sha256, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assert_eq!(keep(folder.path(), b"abc", Readers::Group).expect("kept"), sha256);
        assert_eq!(read(folder.path(), &sha256).expect("it is there"), b"abc");
        std::fs::write(path(folder.path(), &sha256), "abd").expect("changed");
        assert!(matches!(read(folder.path(), &sha256), Err(StudyError::Changed { .. })));
        assert!(matches!(read(folder.path(), "00"), Err(StudyError::Unread { .. })));
    }
}
