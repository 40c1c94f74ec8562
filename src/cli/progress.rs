//! What is being done, on one line of a terminal; nothing where standard error is a file.

use super::drawn;
use std::io::IsTerminal;

pub(super) struct Progress {
    shown: bool,
}

impl Progress {
    pub fn new() -> Self {
        Progress { shown: std::io::stderr().is_terminal() }
    }

    /// Replaces the line.
    pub fn stage(&self, stage: &str) {
        if self.shown {
            drawn(&format!("\r\x1b[2K{stage} …"));
        }
    }

    /// Clears the line.
    pub fn end(&self) {
        if self.shown {
            drawn("\r\x1b[2K");
        }
    }
}
