//! Texts from files: the plan, and its documents beside it or in a folder above.

use super::{Compiled, Text, Texts, Unread, compile};
use crate::file::read_file;
use std::path::{Component, Path, PathBuf};

/// Files of a study that are none of its documents, by their endings.
const OTHER_FILES: &[&str] = &["yaml", "yml", "csv", "json", "pdf", "docx"];

/// The texts of the plan at a path.
pub struct Files {
    plan: PathBuf,
}

impl Files {
    /// `path` is a plan file, or a folder with a `plan.md`.
    pub fn new(path: &Path) -> Result<Files, Unread> {
        Ok(Files { plan: plan_file(path)? })
    }
}

/// A document, or the `plan.md` of a folder.
pub fn plan_file(path: &Path) -> Result<PathBuf, Unread> {
    let plan = if path.is_dir() { path.join("plan.md") } else { path.to_path_buf() };
    let extension = plan.extension().and_then(|e| e.to_str()).unwrap_or_default().to_lowercase();
    match OTHER_FILES.contains(&extension.as_str()) {
        true => Err(Unread::NotAPlan { path: plan }),
        false => Ok(plan),
    }
}

impl Texts for Files {
    fn plan(&self) -> Result<Text, Unread> {
        read_text(&self.plan)
    }

    /// `criteria/recist_1_1` is looked for beside the plan, then in each folder above it.
    fn document(&self, name: &str) -> Option<Result<Text, Unread>> {
        let inside = |part: Component| matches!(part, Component::Normal(_));
        if !Path::new(name).components().all(inside) {
            return None;
        }
        let absolute = std::path::absolute(&self.plan).ok()?;
        let found = absolute.ancestors().skip(1).map(|f| f.join(format!("{name}.md"))).find(|f| f.is_file())?;
        let here = std::path::absolute(".").ok()?;
        Some(read_text(found.strip_prefix(&here).unwrap_or(&found)))
    }
}

/// The text of a file, which is UTF-8.
pub fn read_text(path: &Path) -> Result<Text, Unread> {
    let bytes = read_file(path).map_err(|cause| Unread::NoFile { path: path.to_path_buf(), cause })?;
    let text = String::from_utf8(bytes).map_err(|_| Unread::NotText { path: path.to_path_buf() })?;
    Ok(Text::new(path, text))
}

/// Compiles the plan at `path`: a plan file, or a folder with a `plan.md`.
pub fn compile_at(path: &Path) -> Result<Compiled, Unread> {
    compile(&Files::new(path)?)
}
