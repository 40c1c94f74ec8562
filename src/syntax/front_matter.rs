//! The `key: value` lines between two `---` at the top of a document.

use super::Found;
use crate::diagnostic::{Diagnostic, FileId, Span, Spanned, codes, said};

/// Lines of the front matter.
pub(super) type Meta = Vec<(Spanned<String>, Spanned<String>)>;

/// The lines, and where the text after them begins.
pub(super) fn front_matter(file: FileId, source: &str, found: &mut Found) -> (Meta, usize) {
    let top = if source.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let mut lines = Lines { source, at: top };
    let Some((opening, first)) = lines.next() else { return (vec![], top) };
    if first.trim_end() != "---" {
        return (vec![], top);
    }
    let mut meta = vec![];
    let mut faults = vec![];
    while let Some((start, line)) = lines.next() {
        let text = line.trim();
        if matches!(line.trim_end(), "---" | "...") {
            faults.into_iter().for_each(|f| found.report(f));
            return (meta, lines.at);
        }
        // A heading or a fence shows that the end was forgotten.
        if text.starts_with('#') || text.starts_with("```") {
            return (meta, unclosed(file, opening, start, found));
        }
        if text.is_empty() {
            continue;
        }
        match pair(file, start, line) {
            Some(pair) => {
                note_repeated(&pair.0, &meta, &mut faults);
                meta.push(pair);
            }
            None => {
                let begins = start + (line.len() - line.trim_start().len());
                faults.push(
                    Diagnostic::new(codes::UNREADABLE, "This line at the top of the document cannot be read")
                        .at(Span::new(file, begins, begins + text.len()), "expected `key: value`"),
                );
            }
        }
    }
    (meta, unclosed(file, opening, source.len(), found))
}

fn note_repeated(key: &Spanned<String>, meta: &Meta, faults: &mut Vec<Diagnostic>) {
    if let Some((first, _)) = meta.iter().find(|(k, _)| k.node == key.node) {
        let title = said!("`{key}` stands twice at the top of the document", key = key.node);
        let diagnostic = Diagnostic::new(codes::REPEATED, title).at(key.span, "said again here");
        faults.push(diagnostic.at(first.span, "first said here"));
    }
}

fn unclosed(file: FileId, opening: usize, end: usize, found: &mut Found) -> usize {
    found.report(
        Diagnostic::new(codes::UNCLOSED, "The lines at the top of the document are not closed")
            .at(Span::new(file, opening, opening + 3), "opened here")
            .hint("end them with a line `---`"),
    );
    end
}

fn pair(file: FileId, start: usize, line: &str) -> Option<(Spanned<String>, Spanned<String>)> {
    let colon = line.find(':')?;
    let part = |from: usize, text: &str| {
        let begins = start + from + (text.len() - text.trim_start().len());
        (text.trim().to_string(), Span::new(file, begins, begins + text.trim().len()))
    };
    let (key, key_span) = part(0, &line[..colon]);
    let (value, value_span) = part(colon + 1, &line[colon + 1..]);
    let bare = ['"', '\''].iter().find_map(|q| value.strip_prefix(*q)?.strip_suffix(*q));
    let value = bare.unwrap_or(&value).to_string();
    (!key.is_empty()).then(|| (Spanned::new(key, key_span), Spanned::new(value, value_span)))
}

struct Lines<'a> {
    source: &'a str,
    at: usize,
}

impl<'a> Iterator for Lines<'a> {
    type Item = (usize, &'a str);

    /// Place and text of the next line, without its end.
    fn next(&mut self) -> Option<(usize, &'a str)> {
        let rest = self.source.get(self.at..).filter(|r| !r.is_empty())?;
        let length = rest.find('\n').unwrap_or(rest.len());
        let start = self.at;
        self.at = (start + length + 1).min(self.source.len());
        Some((start, rest[..length].trim_end_matches('\r')))
    }
}
