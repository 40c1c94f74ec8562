//! `check --fix`: old words rewritten in the files of a plan, and what was rewritten.

use super::{OBJECTED, failed, note, said_of};
use crate::compile::files::Files;
use crate::compile::{self, Mended, Unread, mend};
use crate::diagnostic::codes;
use crate::file::read_file;
use crate::run::{RunError, output};
use std::path::Path;

/// Rewrites the plan and the documents it names, or only says what it would rewrite. What else is wrong with them is told after
/// that.
pub(super) fn fix(plan: &Path, dry_run: bool) -> u8 {
    let (mended, compiled) = match Files::new(plan).and_then(|files| mend(&files)) {
        Ok(found) => found,
        Err(error) => return failed(&error.into()),
    };
    for one in &mended {
        tell(one, dry_run);
    }
    if mended.is_empty() {
        let by_hand = compiled.diagnostics.iter().any(|d| d.code == codes::OLD_WORDS);
        note(if by_hand {
            "nothing can be rewritten by itself; old words to be rewritten by hand follow\n"
        } else {
            "no old words\n"
        });
    }
    if dry_run {
        let objected = said_of(&compiled);
        return if mended.is_empty() { objected } else { OBJECTED };
    }
    if let Err(error) = write(&mended) {
        return failed(&error);
    }
    said_of(&compiled)
}

fn tell(mended: &Mended, dry_run: bool) {
    let shown = compile::shown(&mended.path);
    for change in &mended.changes {
        let one_line = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        note(&format!("{shown}:{}: `{}` → `{}`\n", change.line, one_line(&change.from), one_line(&change.to)));
    }
    let (count, verb) = (mended.changes.len(), if dry_run { "would be rewritten" } else { "rewritten" });
    let places = if count == 1 { "place" } else { "places" };
    note(&format!("{shown}: {count} {places} {verb}\n"));
}

/// All files or none.
fn write(mended: &[Mended]) -> Result<(), RunError> {
    let mut files = vec![];
    for Mended { path, text, changes: _ } in mended {
        let was = read_file(path).map_err(|cause| Unread::NoFile { path: path.clone(), cause })?;
        files.push((path.as_path(), with_line_ends_of(&was, text)));
    }
    output::replace_all(&files).map_err(RunError::Write)
}

/// A text in which every line ended with a carriage return alone was read with line feeds.
pub(super) fn with_line_ends_of(was: &[u8], text: &str) -> Vec<u8> {
    match was.contains(&b'\n') {
        true => text.as_bytes().to_vec(),
        false => text.replace('\n', "\r").into_bytes(),
    }
}
