//! `patients.jsonl`: what was derived of each patient, a line for each thing, written as it is told.
//!
//! It is written beside the place where it will stand, so that no run holds it; a run that ends without results leaves none.

use super::output::WriteError;
use crate::file::hexadecimal;
use crate::results::{Derived, PatientFact};
use sha2::{Digest, Sha256};
use std::cell::RefCell;
use std::io::{BufWriter, Error, Result, Write};
use std::path::Path;
use tempfile::NamedTempFile;

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

impl<W: Write> Lines<W> {
    pub fn new(to: W) -> Self {
        let writer = BufWriter::with_capacity(1 << 18, to);
        Lines { to: RefCell::new(To { writer, digest: Sha256::new(), failed: None }) }
    }

    pub fn tell(&self, fact: PatientFact) {
        let mut to = self.to.borrow_mut();
        if to.failed.is_none() {
            to.failed = to.line(&fact).err();
        }
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

impl<W: Write> To<W> {
    fn line(&mut self, fact: &PatientFact) -> Result<()> {
        let mut line = serde_json::to_vec(fact)?;
        line.push(b'\n');
        self.digest.update(&line);
        self.writer.write_all(&line)
    }
}

/// A file that will stand in the folder, beside it where the folder is not there yet.
pub fn beside(folder: &Path) -> std::result::Result<NamedTempFile, WriteError> {
    let there = folder.ancestors().find(|path| path.is_dir()).unwrap_or(Path::new("."));
    NamedTempFile::new_in(there).map_err(|source| WriteError { path: folder.join(PATIENTS), source })
}

/// What such lines tell, where they are all of this version.
pub fn read(bytes: &[u8]) -> std::result::Result<Derived, serde_json::Error> {
    let mut derived = Derived::default();
    for fact in serde_json::Deserializer::from_slice(bytes).into_iter::<PatientFact>() {
        derived.keep(fact?);
    }
    Ok(derived)
}
