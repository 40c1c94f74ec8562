//! The texts of a study as an editor has them: what is open from its buffer, the rest from the disk.

use super::workspace::Buffer;
use crate::compile::files::read_text;
use crate::compile::{Text, Texts, Unread};
use std::collections::BTreeMap;
use std::path::{Component, Path, PathBuf};

/// Open documents by their paths.
pub(super) type Buffers = BTreeMap<PathBuf, Buffer>;

pub(super) struct Opened<'b> {
    pub plan: &'b Path,
    pub buffers: &'b Buffers,
}

impl Opened<'_> {
    /// The text at a path, from its buffer where it is open.
    pub(super) fn read(&self, path: &Path) -> Result<Text, Unread> {
        match self.buffers.get(path) {
            Some(buffer) => Ok(Text::new(path, buffer.source.text.clone())),
            None => read_text(path),
        }
    }

    pub(super) fn is_there(&self, path: &Path) -> bool {
        self.buffers.contains_key(path) || path.is_file()
    }
}

impl Texts for Opened<'_> {
    fn plan(&self) -> Result<Text, Unread> {
        self.read(self.plan)
    }

    /// As [`crate::compile::files::Files`] looks for it: beside the plan, then in each folder above.
    fn document(&self, name: &str) -> Option<Result<Text, Unread>> {
        let inside = |part: Component| matches!(part, Component::Normal(_));
        if !Path::new(name).components().all(inside) {
            return None;
        }
        let mut above = self.plan.ancestors().skip(1).map(|folder| folder.join(format!("{name}.md")));
        above.find(|path| self.is_there(path)).map(|path| self.read(&path))
    }
}
