//! `lsp`: the language server, at standard input and output.

use super::{CLEAN, OBJECTED};
use crate::lsp::{Ended, stdio};

/// The protocol has 0 for an end that was announced, and 1 for any other.
pub(super) fn lsp() -> u8 {
    match stdio() {
        Ended::AsAgreed => CLEAN,
        Ended::Unannounced => OBJECTED,
    }
}
