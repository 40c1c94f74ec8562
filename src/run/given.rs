//! What a run is given besides its plan: the binding, and the bytes of the files it names.
//!
//! A run itself opens no file. What it is given, it is given through [`Given`], so that it can be repeated in memory.

use crate::compile::files::read_text;
use crate::compile::{Compiled, Text, Unread};
use crate::data::from_folder;
use crate::file::NoFile;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The same path gives the same bytes within one run.
pub trait Given {
    fn binding(&self) -> Result<Text, Unread>;

    /// The folder of the data, which the binding calls `data`.
    fn folder(&self, data: &str) -> PathBuf;

    /// A file of that folder.
    fn bytes(&self, path: &Path) -> Result<Vec<u8>, NoFile>;

    /// How many bytes it has, where that is known before it is read.
    fn size(&self, _: &Path) -> Option<u64> {
        None
    }

    /// The names of the files in a folder, for the one whose name is nearest to one that is not there.
    fn names(&self, folder: &Path) -> Vec<String>;
}

/// The binding beside the plan, and the files of its folder or of another.
pub struct OnDisk<'a> {
    plan: &'a Path,
    data: Option<&'a Path>,
}

impl<'a> OnDisk<'a> {
    /// `data` is the folder to read the binding's files from, where it is not the binding's own.
    pub fn new(compiled: &'a Compiled, data: Option<&'a Path>) -> Self {
        OnDisk { plan: compiled.folder(), data }
    }

    /// No link may lead out of it. The folder of a plan that is named without one is the current one.
    pub(super) fn study(&self) -> &Path {
        match self.data {
            Some(folder) => folder,
            None if self.plan.as_os_str().is_empty() => Path::new("."),
            None => self.plan,
        }
    }
}

impl Given for OnDisk<'_> {
    fn binding(&self) -> Result<Text, Unread> {
        read_text(&self.plan.join("binding.yaml"))
    }

    fn folder(&self, data: &str) -> PathBuf {
        self.data.map_or_else(|| self.plan.join(data), Path::to_path_buf)
    }

    fn bytes(&self, path: &Path) -> Result<Vec<u8>, NoFile> {
        from_folder(self.study())(path)
    }

    fn size(&self, path: &Path) -> Option<u64> {
        Some(std::fs::metadata(path).ok()?.len())
    }

    fn names(&self, folder: &Path) -> Vec<String> {
        let entries = std::fs::read_dir(folder).into_iter().flatten();
        let mut names: Vec<String> =
            entries.filter_map(|e| Some(e.ok()?.file_name().to_string_lossy().into_owned())).collect();
        names.sort();
        names
    }
}

/// A binding and files that are given, the files by their names.
#[derive(Clone, Debug, Default)]
pub struct InMemory {
    pub binding: String,
    pub files: BTreeMap<String, Vec<u8>>,
}

impl Given for InMemory {
    fn binding(&self) -> Result<Text, Unread> {
        Ok(Text::new("binding.yaml", self.binding.clone()))
    }

    fn folder(&self, data: &str) -> PathBuf {
        PathBuf::from(data)
    }

    fn bytes(&self, path: &Path) -> Result<Vec<u8>, NoFile> {
        let named = |(name, _): &(&String, &Vec<u8>)| path.ends_with(name);
        self.files.iter().find(named).map(|(_, bytes)| bytes.clone()).ok_or(NoFile::Absent)
    }

    fn names(&self, _: &Path) -> Vec<String> {
        self.files.keys().cloned().collect()
    }
}
