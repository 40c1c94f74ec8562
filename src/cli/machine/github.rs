//! Messages as the workflow commands of GitHub, a line each: `::error file=…,line=…::text`.

use super::{Place, in_full};
use crate::diagnostic::{Columns, Diagnostic, Severity, Sources};

pub(super) fn written(diagnostics: &[Diagnostic], sources: &Sources) -> String {
    diagnostics.iter().map(|d| command(d, sources)).collect()
}

fn command(diagnostic: &Diagnostic, sources: &Sources) -> String {
    let command = match diagnostic.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "notice",
    };
    let place = diagnostic.primary().and_then(|span| Place::of(span, Columns::Characters, sources));
    let at = place.map_or_else(String::new, |place| {
        let Place { source, start, end } = place;
        let file = property(&source.path);
        // Columns are read of a place on one line only.
        let columns = match start.line == end.line {
            true => format!(",col={},endColumn={}", start.column, end.column),
            false => String::new(),
        };
        format!("file={file},line={},endLine={}{columns},", start.line, end.line)
    });
    format!("::{command} {at}title={}::{}\n", property(diagnostic.code.0), data(&in_full(diagnostic)))
}

fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
