//! What an archive unpacks to, measured before anything of it is read.

use super::NoAnswers;
use std::io::{Cursor, Read, copy, sink};
use zip::ZipArchive;

/// The first bytes of an archive.
pub const BEGINS: &[u8] = b"PK\x03\x04";

/// Entries of a spreadsheet; it has a few dozen.
const MOST_ENTRIES: usize = 4096;

/// Refuses what unpacks to more than `most` bytes. What is stated of sizes is not believed: each entry is unpacked to nowhere, and no
/// further than that.
pub fn measure(bytes: &[u8], most: u64) -> Result<(), NoAnswers> {
    let unreadable = |e: &dyn std::fmt::Display| NoAnswers::Unreadable(e.to_string());
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|e| unreadable(&e))?;
    if archive.len() > MOST_ENTRIES {
        return Err(NoAnswers::TooLarge);
    }
    let mut left = most;
    for place in 0..archive.len() {
        let entry = archive.by_index(place).map_err(|e| unreadable(&e))?;
        let unpacked = copy(&mut entry.take(left + 1), &mut sink()).map_err(|e| unreadable(&e))?;
        left = left.checked_sub(unpacked).ok_or(NoAnswers::TooLarge)?;
    }
    Ok(())
}
