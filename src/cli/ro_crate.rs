//! `ro-crate`: a run described for other programs, beside its files.

use super::{done, failed};
use crate::run::ro_crate::ro_crate as write;
use std::path::Path;

pub(super) fn ro_crate(run: &Path, ended: Option<jiff::Timestamp>) -> u8 {
    match write(run, ended.map(|time| time.to_string())) {
        Ok(path) => done(&format!("{} describes the run and its files\n", path.display())),
        Err(error) => failed(&error),
    }
}
