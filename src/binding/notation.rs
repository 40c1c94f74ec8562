//! How a file writes numbers, dates and letters: `files` and `cut-off`.

use super::yaml::{Node, NodeKind};
use super::{Binder, Entries, Notation, keys};
use crate::calendar;
use crate::diagnostic::{Diagnostic, Said, Span, codes, said};
use crate::plan::registry::words;
use encoding_rs::Encoding;

const KEYS: &[&str] = &words(&keys::FILES);

impl Binder {
    pub(super) fn cut_off(&mut self, entries: &Entries<'_>) -> Option<i32> {
        let node = self.required(entries, "cut-off", "no date after the data cut-off may enter the analysis")?;
        self.day(node, "`cut-off`")
    }

    /// The first day that a date can be. Without a word, the day after those by which spreadsheets and databases write that
    /// there is no date, 1 January 1900 and the years before: no patient that a plan is run for was alive then.
    pub(super) fn earliest(&mut self, entries: &Entries<'_>) -> Option<i32> {
        match entries.get("earliest") {
            Some(node) => self.day(node, "`earliest`"),
            None => Some(calendar::day(jiff::civil::date(1900, 1, 2))),
        }
    }

    pub(super) fn earliest_comes_first(&mut self, entries: &Entries<'_>, earliest: Option<i32>, cut_off: Option<i32>) {
        let (Some(earliest), Some(cut_off), Some(node)) = (earliest, cut_off, entries.get("earliest")) else { return };
        if earliest > cut_off {
            self.bad::<()>(
                node.span,
                "No date is both from `earliest` on and up to `cut-off`",
                "a day before the cut-off",
            );
        }
    }

    fn day(&mut self, node: &Node, of: &str) -> Option<i32> {
        let text = self.text(node, of)?;
        match calendar::date_written("%Y-%m-%d", text) {
            Some(date) => Some(calendar::day(date)),
            None => self.bad(node.span, said!("`{text}` is not a date", text), "year-month-day, as in `2026-01-30`"),
        }
    }

    /// The notation of `files`, what is not said taken from `general` (a table's own `files` changes the general one).
    pub(super) fn notation(
        &mut self,
        node: Option<&Node>,
        around: Span,
        general: Option<&Notation>,
    ) -> Option<Notation> {
        let entries = match (node, general) {
            (Some(node), _) => self.entries(node, KEYS, "`files`")?,
            (None, Some(general)) => return Some(general.clone()),
            (None, None) => Entries { entries: &[], span: around, known: &[] },
        };
        let separator = self.one(&entries, "separator", general.map(|g| g.separator), Self::separator);
        let decimal = self.one(&entries, "decimal", general.map(|g| g.decimal), Self::decimal);
        let date = self.one(&entries, "date", general.map(|g| g.date.clone()), Self::date_format);
        let encoding = self.one(&entries, "encoding", general.map(|g| g.encoding), Self::encoding);
        let missing = match entries.get("missing") {
            Some(node) => self.missing(node),
            None => Some(general.map_or_else(Vec::new, |g| g.missing.clone())),
        };
        let notation =
            Notation { separator: separator?, decimal: decimal?, date: date?, encoding: encoding?, missing: missing? };
        if u32::from(notation.separator) == u32::from(notation.decimal) {
            let title = said!("`{decimal}` separates both columns and decimals", decimal = notation.decimal);
            return self.bad(entries.span, title, "two different signs, so that a number is not taken for two columns");
        }
        Some(notation)
    }

    fn one<T>(
        &mut self,
        entries: &Entries<'_>,
        key: &str,
        general: Option<T>,
        read: fn(&mut Self, &Node, &str) -> Option<T>,
    ) -> Option<T> {
        if entries.get(key).is_none() && general.is_some() {
            return general;
        }
        let node = self.required(entries, key, "`files` says how the files are written; nothing is guessed")?;
        let text = self.text(node, &format!("`{key}`"))?;
        read(self, node, text)
    }

    fn separator(&mut self, node: &Node, text: &str) -> Option<u8> {
        match text {
            "tab" | "\t" => Some(b'\t'),
            ";" | "," | "|" => text.bytes().next(),
            _ => self.bad(node.span, said!("`{text}` does not separate columns", text), "`;`, `,`, `|` or `tab`"),
        }
    }

    fn decimal(&mut self, node: &Node, text: &str) -> Option<char> {
        match text {
            "," => Some(','),
            "." => Some('.'),
            _ => self.bad(node.span, said!("`{text}` is not a decimal sign", text), "`,` or `.`"),
        }
    }

    /// A format that keeps day, month and the four digits of the year, tried on two dates of different centuries.
    fn date_format(&mut self, node: &Node, text: &str) -> Option<String> {
        let keeps = |year, month, day| {
            let date = jiff::civil::Date::new(year, month, day).ok();
            let written = date.and_then(|d| jiff::fmt::strtime::format(text, d).ok());
            written.and_then(|w| calendar::date_written(text, &w)) == date
        };
        if keeps(1904, 11, 25) && keeps(2031, 2, 7) {
            return Some(text.to_string());
        }
        self.bad(
            node.span,
            said!("`{text}` does not fix a date", text),
            "`%d`, `%m` and `%Y` are needed, as in `%d/%m/%Y`",
        )
    }

    fn encoding(&mut self, node: &Node, text: &str) -> Option<&'static Encoding> {
        match Encoding::for_label(text.as_bytes()) {
            Some(encoding) if encoding != encoding_rs::REPLACEMENT => Some(encoding),
            _ => self.bad(
                node.span,
                said!("`{text}` is not an encoding", text),
                "`utf-8`, `windows-1252`, `iso-8859-15`, …",
            ),
        }
    }

    fn missing(&mut self, node: &Node) -> Option<Vec<String>> {
        match &node.kind {
            NodeKind::Scalar(text) => Some(vec![text.clone()]),
            NodeKind::List(list) => {
                list.iter().map(|n| self.text(n, "a sign of a missing value").map(str::to_string)).collect()
            }
            NodeKind::Map(_) => {
                self.bad(node.span, "Signs of a missing value are texts", "`\"\"`, or a list as in `[\"\", \"NA\"]`")
            }
        }
    }

    fn bad<T>(&mut self, span: Span, title: impl Into<Said>, expected: &str) -> Option<T> {
        self.report(
            Diagnostic::new(codes::BINDING_NOTATION, title)
                .at(span, "not understood")
                .hint(format!("expected: {expected}")),
        );
        None
    }
}
