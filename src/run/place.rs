//! A folder that a set of outputs is written into: all of them, or none.
//!
//! A set is written into a folder of its own within the output folder ([`NEW`]), with the list of what it is made of, and synced.
//! Renaming that folder ([`WHOLE`]) is the moment from which the set is the one that stands: its files then take their places one
//! by one, and whoever opens the output folder next, to read or to write, first finishes what a kill has left of that. Before that
//! moment nothing of the earlier set is touched. Whoever writes holds the folder alone; readers hold it together.
//!
//! Other files that a user keeps there stay. A link or a mount point in the place of the folder is followed: nothing is renamed
//! but what lies within.

use super::RunError;
use super::output::{Content, WriteError};
use crate::file::sync_folder;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::path::{Component, Path, PathBuf};

/// Where a set is written that is not whole yet: nobody reads it, and the next who writes clears it.
const NEW: &str = ".prespec-new";
/// A set that is whole, on its way to its place.
const WHOLE: &str = ".prespec-whole";
/// In either, what the set is made of.
const MADE_OF: &str = ".set.json";
/// Held where the folder itself cannot be, as on some network disks.
pub(super) const LOCK: &str = ".prespec-lock";

#[derive(Serialize, Deserialize)]
struct Made {
    files: Vec<String>,
    /// Of the earlier set, what this one has no more.
    removed: Vec<String>,
}

/// Asked before each step of writing; in the tests it fails one, or all from one on as a kill does.
type Seam<'s> = &'s dyn Fn(&Path) -> io::Result<()>;

/// An output folder that nobody else writes to or reads.
pub struct Place<'s> {
    folder: PathBuf,
    seam: Seam<'s>,
    _lock: File,
}

/// An output folder that nobody writes to, with a set in its place.
pub struct Reading {
    _lock: Option<File>,
}

/// Waits for whoever writes to a folder and finishes what a kill has left; none where there is no folder.
pub fn reading(folder: &Path) -> Result<Option<Reading>, WriteError> {
    if !folder.is_dir() {
        return Ok(None);
    }
    // Who may not lock a folder may not write to it either, and reads what stands there.
    let lock = hold(folder, File::lock_shared).ok();
    if !folder.join(WHOLE).exists() {
        return Ok(Some(Reading { _lock: lock }));
    }
    drop(lock);
    Place::open(folder)?;
    Ok(Some(Reading { _lock: hold(folder, File::lock_shared).ok() }))
}

/// As [`reading`]; a set that cannot be brought into its place is not read.
pub fn settled(folder: &Path) -> Result<Option<Reading>, RunError> {
    reading(folder).map_err(|error| RunError::HalfPlaced { folder: folder.to_path_buf(), error })
}

fn hold(folder: &Path, lock: fn(&File) -> io::Result<()>) -> io::Result<File> {
    let itself = File::open(folder).and_then(|file| lock(&file).map(|()| file));
    itself.or_else(|_| {
        let file = OpenOptions::new().create(true).append(true).open(folder.join(LOCK))?;
        lock(&file).map(|()| file)
    })
}

impl Place<'static> {
    /// Waits for whoever reads or writes there, finishes what a kill has left of an earlier set, and clears what is not whole.
    pub fn open(folder: &Path) -> Result<Place<'static>, WriteError> {
        Place::open_by(folder, &|_| Ok(()))
    }
}

impl<'s> Place<'s> {
    fn open_by(folder: &Path, seam: Seam<'s>) -> Result<Place<'s>, WriteError> {
        let failed = |source| WriteError { path: folder.to_path_buf(), source };
        fs::create_dir_all(folder).map_err(failed)?;
        let lock = hold(folder, File::lock).map_err(failed)?;
        let place = Place { folder: folder.to_path_buf(), seam, _lock: lock };
        place.finish()?;
        place.clear(NEW)?;
        Ok(place)
    }

    /// Nothing stands there but what the folder is held by.
    pub fn is_empty(&self) -> bool {
        let by_lock = |entry: io::Result<fs::DirEntry>| entry.is_ok_and(|entry| entry.file_name() == LOCK);
        fs::read_dir(&self.folder).is_ok_and(|mut entries| entries.all(by_lock))
    }

    /// Writes the files, and removes those that are named, as one set.
    pub fn put(&self, files: Vec<(&str, Content)>, removed: &[&str]) -> Result<(), WriteError> {
        let (new, whole) = (self.folder.join(NEW), self.folder.join(WHOLE));
        let staged = self.stage(&new, files, removed);
        if let Err(error) = staged.and_then(|()| self.step(&whole, || fs::rename(&new, &whole))) {
            // What was written is of no use; where it cannot be cleared now, the next who writes does.
            let _ = self.clear(NEW);
            return Err(error);
        }
        self.step(&self.folder, || sync_folder(&self.folder))?;
        self.finish()
    }

    fn step<T>(&self, path: &Path, does: impl FnOnce() -> io::Result<T>) -> Result<T, WriteError> {
        (self.seam)(path).and_then(|()| does()).map_err(|source| WriteError { path: path.to_path_buf(), source })
    }

    fn stage(&self, new: &Path, files: Vec<(&str, Content)>, removed: &[&str]) -> Result<(), WriteError> {
        self.step(new, || private_folder(new))?;
        let made = Made {
            files: files.iter().map(|(name, _)| name.to_string()).collect(),
            removed: removed.iter().map(|name| name.to_string()).collect(),
        };
        self.within(&made)?;
        let mut folders = BTreeSet::from([new.to_path_buf()]);
        for (name, content) in files {
            let (path, place) = (new.join(name), self.folder.join(name));
            let above = path.parent().unwrap_or(new);
            self.step(above, || fs::create_dir_all(above))?;
            folders.insert(above.to_path_buf());
            self.write(&path, &place, content)?;
        }
        let list = serde_json::to_vec(&made);
        let list = list.map_err(|e| WriteError { path: new.to_path_buf(), source: e.into() })?;
        self.write(&new.join(MADE_OF), &self.folder.join(MADE_OF), Content::Bytes(&list))?;
        folders.iter().try_for_each(|folder| self.step(folder, || sync_folder(folder)))
    }

    /// Every name leads to a place within the folder: the list may be one that was found there.
    fn within(&self, made: &Made) -> Result<(), WriteError> {
        let inside = |name: &&String| {
            let path = Path::new(name.as_str());
            !name.is_empty() && path.components().all(|part| matches!(part, Component::Normal(_)))
        };
        match made.files.iter().chain(&made.removed).find(|name| !inside(name)) {
            Some(name) => Err(WriteError { path: self.folder.join(name), source: ErrorKind::InvalidInput.into() }),
            None => Ok(()),
        }
    }

    fn write(&self, path: &Path, place: &Path, content: Content) -> Result<(), WriteError> {
        // Said of the place: that is the file the user knows.
        let failed = |source| WriteError { path: place.to_path_buf(), source };
        if place.is_dir() {
            return Err(failed(ErrorKind::IsADirectory.into()));
        }
        let file = self.step(path, || created(path)).map_err(|e| failed(e.source))?;
        keep_permissions(&file, place).map_err(failed)?;
        let mut through = Through { file: &file, seam: self.seam, path };
        content.write_to(&mut through).map_err(failed)?;
        self.step(path, || file.sync_all()).map_err(|e| failed(e.source))
    }

    /// Brings a set that is whole into its place: all that was done of it before is left out.
    fn finish(&self) -> Result<(), WriteError> {
        let whole = self.folder.join(WHOLE);
        if !whole.exists() {
            return Ok(());
        }
        let list = whole.join(MADE_OF);
        if let Some(made) = self.made(&list)? {
            self.within(&made)?;
            self.take_places(&whole, &made)?;
            self.step(&list, || fs::remove_file(&list))?;
        }
        self.clear(WHOLE)
    }

    /// What the set is made of; none where all of it is in its place, and the list is gone.
    fn made(&self, list: &Path) -> Result<Option<Made>, WriteError> {
        let failed = |source| WriteError { path: list.to_path_buf(), source };
        match fs::read(list) {
            Ok(bytes) => serde_json::from_slice(&bytes).map(Some).map_err(|e| failed(e.into())),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(failed(error)),
        }
    }

    fn take_places(&self, whole: &Path, made: &Made) -> Result<(), WriteError> {
        let mut folders = BTreeSet::from([self.folder.clone()]);
        for name in &made.files {
            let (from, to) = (whole.join(name), self.folder.join(name));
            if let Some(above) = to.parent().filter(|above| *above != self.folder) {
                self.step(above, || fs::create_dir_all(above))?;
                folders.insert(above.to_path_buf());
            }
            if from.symlink_metadata().is_ok() {
                self.step(&to, || fs::rename(&from, &to))?;
            }
        }
        for name in &made.removed {
            let path = self.folder.join(name);
            self.step(&path, || absent_is_well(fs::remove_file(&path)))?;
        }
        folders.iter().try_for_each(|folder| self.step(folder, || sync_folder(folder)))
    }

    fn clear(&self, name: &str) -> Result<(), WriteError> {
        let path = self.folder.join(name);
        if path.symlink_metadata().is_err() {
            return Ok(());
        }
        self.step(&path, || absent_is_well(fs::remove_dir_all(&path)))
    }
}

fn absent_is_well(removed: io::Result<()>) -> io::Result<()> {
    removed.or_else(|error| if error.kind() == ErrorKind::NotFound { Ok(()) } else { Err(error) })
}

/// A disk may be full at any part of a file.
struct Through<'a> {
    file: &'a File,
    seam: Seam<'a>,
    path: &'a Path,
}

impl Write for Through<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        (self.seam)(self.path)?;
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

#[cfg(unix)]
fn private_folder(path: &Path) -> io::Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    fs::DirBuilder::new().mode(0o700).create(path)
}

#[cfg(not(unix))]
fn private_folder(path: &Path) -> io::Result<()> {
    fs::create_dir(path)
}

/// Pseudonyms, findings and dates of death stand in an output: it is for the user and the user's group, within what the mask of the
/// process allows, and for nobody else.
#[cfg(unix)]
fn created(path: &Path) -> io::Result<File> {
    use std::os::unix::fs::OpenOptionsExt;
    OpenOptions::new().write(true).create_new(true).mode(0o640).open(path)
}

#[cfg(not(unix))]
fn created(path: &Path) -> io::Result<File> {
    OpenOptions::new().write(true).create_new(true).open(path)
}

/// Who may read an output that is there may read the one that takes its place, and nobody else.
#[cfg(unix)]
fn keep_permissions(file: &File, place: &Path) -> io::Result<()> {
    use std::os::unix::fs::{MetadataExt, PermissionsExt, fchown};
    let Ok(before) = fs::metadata(place) else { return Ok(()) };
    let group_kept = file.metadata()?.gid() == before.gid() || fchown(file, None, Some(before.gid())).is_ok();
    let of_group = if group_kept { 0o070 } else { 0 };
    file.set_permissions(fs::Permissions::from_mode(before.mode() & (0o707 | of_group)))
}

#[cfg(not(unix))]
fn keep_permissions(_: &File, _: &Path) -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests;
