//! `fmt`: formal blocks put into the one layout, in place, or only a word on whether they are in it.

use super::fix::with_line_ends_of;
use super::{CLEAN, OBJECTED, failed, note, show, summary};
use crate::compile::files::{plan_file, read_text};
use crate::compile::{self, Unformatted, formatted};
use crate::file::read_file;
use crate::run::{RunError, output};
use std::path::{Path, PathBuf};

/// Puts each of these documents into the layout. All that can be read are written, or none where one cannot be written; with
/// `check` none is, and the code says whether one would be.
pub(super) fn fmt(paths: &[PathBuf], check: bool) -> u8 {
    let (mut code, mut changed) = (CLEAN, vec![]);
    for path in paths {
        match one(path) {
            Ok(Some(new)) => changed.push(new),
            Ok(None) => {}
            Err(why) => code = code.max(why),
        }
    }
    for (path, _) in &changed {
        note(&format!(
            "{}: {}\n",
            compile::shown(path),
            if check { "not in the layout" } else { "put into the layout" }
        ));
    }
    if check {
        return if changed.is_empty() { code } else { code.max(OBJECTED) };
    }
    let files: Vec<(&Path, Vec<u8>)> = changed.iter().map(|(path, bytes)| (path.as_path(), bytes.clone())).collect();
    match output::replace_all(&files) {
        Ok(()) => code,
        Err(error) => failed(&RunError::Write(error)),
    }
}

/// The new bytes of a document that is not in the layout; an exit code where it cannot be put into it, of which the reason was
/// told.
fn one(path: &Path) -> Result<Option<(PathBuf, Vec<u8>)>, u8> {
    let unread = |error: compile::Unread| failed(&error.into());
    let path = plan_file(path).map_err(unread)?;
    let text = read_text(&path).map_err(unread)?;
    let new = formatted(&text).map_err(|why| told(&why, &path))?;
    if new == text.text {
        return Ok(None);
    }
    let was = read_file(&path).map_err(|cause| unread(compile::Unread::NoFile { path: path.clone(), cause }))?;
    Ok(Some((path, with_line_ends_of(&was, &new))))
}

fn told(why: &Unformatted, path: &Path) -> u8 {
    let shown = compile::shown(path);
    match why {
        Unformatted::Unread { diagnostics, sources } => {
            show(diagnostics, sources);
            note(&format!("{}; left as it is\n", summary(diagnostics, &shown)));
        }
        Unformatted::OtherTree { clause } => {
            let place = if clause.is_empty() { String::new() } else { format!(" clause {clause}") };
            note(&format!("{shown}:{place} would be read otherwise in the layout; left as it is\n"));
        }
    }
    OBJECTED
}
