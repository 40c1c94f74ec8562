//! `manual`: the manual as a site of plain HTML.

use super::{COULD_NOT_RUN, done, failed, note};
use crate::manual::{MADE_BY, site};
use crate::run::output::{self, Content};
use std::path::Path;

pub(super) fn manual(out: &Path) -> u8 {
    let pages = match site() {
        Ok(pages) => pages,
        Err(error) => {
            note(&format!("the manual could not be made: {error}\n"));
            return COULD_NOT_RUN;
        }
    };
    let files = pages.iter().map(|(name, page)| (name.as_str(), Content::Bytes(page.as_bytes()))).collect();
    // A page of an earlier version is one of these as well.
    let is_page = |bytes: &[u8]| std::str::from_utf8(bytes).is_ok_and(|page| page.contains(MADE_BY));
    match output::write_own(out, files, &is_page) {
        Ok(()) => done(&format!("the manual is {}\n", out.join("index.html").display())),
        Err(error) => failed(&error),
    }
}
