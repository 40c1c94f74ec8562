//! `patients.jsonl`: what was derived of each patient, a line for each thing, written as it is told.
//!
//! It is written to a file without a name and copied to its place with the other outputs, so that no run holds it, and a run that
//! ends without results leaves none, however it ends.

use super::batches::Told;
use super::output::WriteError;
use crate::file::hexadecimal;
use crate::results::{Derived, PatientFact};
use sha2::{Digest, Sha256};
use std::cell::RefCell;
use std::fs::File;
use std::io::{BufWriter, Error, Read, Result, Seek, Write};
use std::path::Path;

pub const PATIENTS: &str = "patients.jsonl";

/// Writes each fact that it is told as a line; what goes wrong is told at the end.
pub struct Lines<W: Write> {
    to: RefCell<To<W>>,
}

struct To<W: Write> {
    writer: BufWriter<W>,
    digest: Sha256,
    failed: Option<Error>,
}

/// Lines that are to be written.
#[derive(Default)]
pub struct Written {
    lines: Vec<u8>,
    failed: Option<Error>,
}

impl<W: Write> Lines<W> {
    pub fn new(to: W) -> Self {
        let writer = BufWriter::with_capacity(1 << 18, to);
        Lines { to: RefCell::new(To { writer, digest: Sha256::new(), failed: None }) }
    }

    /// What was written to, and the SHA-256 of all of it, hexadecimal.
    pub fn finished(self) -> Result<(W, String)> {
        let To { writer, digest, failed } = self.to.into_inner();
        match failed {
            Some(error) => Err(error),
            None => Ok((writer.into_inner().map_err(|e| e.into_error())?, hexadecimal(&digest.finalize()))),
        }
    }
}

impl<W: Write> Told for Lines<W> {
    type Batch = Written;

    fn put(batch: &mut Written, fact: PatientFact) {
        match serde_json::to_writer(&mut batch.lines, &fact) {
            Ok(()) => batch.lines.push(b'\n'),
            Err(error) => batch.failed = Some(error.into()),
        }
    }

    fn take(&self, batch: Written) {
        let mut to = self.to.borrow_mut();
        to.failed = to.failed.take().or(batch.failed);
        if to.failed.is_none() {
            to.failed = to.write(&batch.lines).err();
        }
    }
}

impl<W: Write> To<W> {
    fn write(&mut self, lines: &[u8]) -> Result<()> {
        self.digest.update(lines);
        self.writer.write_all(lines)
    }
}

/// Keeps what it is told.
#[derive(Default)]
pub struct Kept(RefCell<Derived>);

impl Kept {
    pub fn all(self) -> Derived {
        self.0.into_inner()
    }
}

impl Told for Kept {
    type Batch = Vec<PatientFact>;

    fn put(batch: &mut Vec<PatientFact>, fact: PatientFact) {
        batch.push(fact);
    }

    fn take(&self, batch: Vec<PatientFact>) {
        let mut kept = self.0.borrow_mut();
        for fact in batch {
            let told = kept.keep(fact);
            debug_assert!(told, "the response of a reading is told before it");
        }
    }
}

/// A file without a name on the disk of the folder: it is gone when the run is.
pub fn nameless(folder: &Path) -> std::result::Result<File, WriteError> {
    let there = folder.ancestors().find(|path| path.is_dir()).unwrap_or(Path::new("."));
    tempfile::tempfile_in(there).map_err(|source| WriteError { path: folder.join(PATIENTS), source })
}

/// What was written to such a file, to be told again.
pub fn read_back(file: &mut File) -> Result<Derived> {
    let mut bytes = vec![];
    file.rewind()?;
    file.read_to_end(&mut bytes)?;
    Ok(read(&bytes)?)
}

/// What such lines tell, where they are all of this version.
pub fn read(bytes: &[u8]) -> std::result::Result<Derived, serde_json::Error> {
    let mut derived = Derived::default();
    for fact in serde_json::Deserializer::from_slice(bytes).into_iter::<PatientFact>() {
        if !derived.keep(fact?) {
            return Err(serde::de::Error::custom(
                "a reading that is not as the line before those of its response says",
            ));
        }
    }
    Ok(derived)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// So that nothing of a patient is left by a run that is killed.
    #[test]
    fn what_is_written_before_the_end_has_no_name() {
        let folder = tempfile::tempdir().expect("a folder");
        let mut file = nameless(&folder.path().join("not/there/yet")).expect("a file");
        file.write_all(b"P001").expect("it is written");
        assert_eq!(folder.path().read_dir().expect("the folder").count(), 0);
    }
}
