//! `results.json` as bytes.
//!
//! Invariants: whoever reads what was written has what was written, and a file of another version is refused by its version.

use super::Results;
use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::ser::{CompactFormatter, Formatter, PrettyFormatter};
use std::io;

/// The version of the form: another where a reader of the one before would not understand it.
const VERSION: u32 = 2;

/// Reads only as the version that this program writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct FormatVersion(u32);

impl Default for FormatVersion {
    fn default() -> FormatVersion {
        FormatVersion(VERSION)
    }
}

impl<'de> Deserialize<'de> for FormatVersion {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<FormatVersion, D::Error> {
        match u32::deserialize(deserializer)? {
            VERSION => Ok(FormatVersion(VERSION)),
            other => {
                Err(D::Error::custom(format_args!("its format is version {other}, and this program reads {VERSION}")))
            }
        }
    }
}

/// The bytes of the file: each record, step, clause, … on a line of its own.
pub fn write(results: &Results) -> Result<Vec<u8>, serde_json::Error> {
    let mut bytes = vec![];
    results.serialize(&mut serde_json::Serializer::with_formatter(&mut bytes, Lines::default()))?;
    bytes.push(b'\n');
    Ok(bytes)
}

/// What was written.
pub fn read(bytes: &[u8]) -> Result<Results, serde_json::Error> {
    serde_json::from_slice(bytes)
}

/// Breaks lines between the members of the file and of their lists, and not within what stands in a list.
#[derive(Default)]
struct Lines {
    pretty: PrettyFormatter<'static>,
    /// What is open, the innermost last: whether its members stand on lines of their own.
    open: Vec<Open>,
}

#[derive(Clone, Copy, PartialEq)]
enum Open {
    /// A list whose members are lines.
    List,
    /// An object whose members are lines.
    Object,
    /// What stands on one line.
    Line,
}

impl Lines {
    fn is_line(&self) -> bool {
        self.open.last() == Some(&Open::Line)
    }

    /// What is opened within a list, or beyond the third depth, stands on one line.
    fn opened(&self, broken: Open) -> Open {
        match self.open.last() {
            Some(Open::List | Open::Line) => Open::Line,
            Some(Open::Object) if self.open.len() > 2 => Open::Line,
            Some(Open::Object) | None => broken,
        }
    }
}

impl Formatter for Lines {
    fn begin_array<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.open.push(self.opened(Open::List));
        if self.is_line() { CompactFormatter.begin_array(writer) } else { self.pretty.begin_array(writer) }
    }

    fn end_array<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        let line = self.is_line();
        self.open.pop();
        if line { CompactFormatter.end_array(writer) } else { self.pretty.end_array(writer) }
    }

    fn begin_array_value<W: ?Sized + io::Write>(&mut self, writer: &mut W, first: bool) -> io::Result<()> {
        if self.is_line() {
            CompactFormatter.begin_array_value(writer, first)
        } else {
            self.pretty.begin_array_value(writer, first)
        }
    }

    fn end_array_value<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        if self.is_line() { Ok(()) } else { self.pretty.end_array_value(writer) }
    }

    fn begin_object<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.open.push(self.opened(Open::Object));
        if self.is_line() { CompactFormatter.begin_object(writer) } else { self.pretty.begin_object(writer) }
    }

    fn end_object<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        let line = self.is_line();
        self.open.pop();
        if line { CompactFormatter.end_object(writer) } else { self.pretty.end_object(writer) }
    }

    fn begin_object_key<W: ?Sized + io::Write>(&mut self, writer: &mut W, first: bool) -> io::Result<()> {
        if self.is_line() {
            CompactFormatter.begin_object_key(writer, first)
        } else {
            self.pretty.begin_object_key(writer, first)
        }
    }

    fn begin_object_value<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        if self.is_line() {
            CompactFormatter.begin_object_value(writer)
        } else {
            self.pretty.begin_object_value(writer)
        }
    }

    fn end_object_value<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        if self.is_line() { Ok(()) } else { self.pretty.end_object_value(writer) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::results::{Group, MethodUse, Record, Term};
    use std::path::Path;

    fn record(id: &str, method: Option<MethodUse>) -> Record {
        Record { id: id.into(), method, steps: vec!["table.patient".into()], ..Record::default() }
    }

    /// Records of one context in two places, and of two in turns: each comes back as it was, in its place.
    #[test]
    fn what_was_written_is_read() {
        let method = |citation: &str| Some(MethodUse { citation: citation.into(), ..MethodUse::default() });
        let term = Some(Term::Requirement("adult".into()));
        let arm = Group::Arm("a".into());
        let records = vec![
            record("a", method("one")),
            Record { group: arm.clone(), ..record("b", method("two")) },
            Record { term, ..record("c", method("one")) },
            record("d", None),
            Record { group: arm, ..record("e", method("two")) },
        ];
        let results = Results { records, ..Results::default() };
        let bytes = write(&results).expect("JSON");
        assert_eq!(read(&bytes).expect("results"), results);
        let text = String::from_utf8(bytes).expect("text");
        assert_eq!(text.matches("table.patient").count(), 1);
        assert_eq!(text.matches("\"one\"").count(), 1);
        assert!(text.contains("\n      [\"c\",0,0,"), "{text}");
    }

    #[test]
    fn another_version_is_not_read() {
        let text = String::from_utf8(write(&Results::default()).expect("JSON")).expect("text");
        let other = text.replacen("\"format\": 2", "\"format\": 3", 1);
        let error = read(other.as_bytes()).expect_err("another version").to_string();
        assert!(error.starts_with("its format is version 3, and this program reads 2"), "{error}");
    }

    /// What a record points at must be there.
    #[test]
    fn a_place_that_is_not_there_is_refused() {
        let results = Results { records: vec![record("a", None)], ..Results::default() };
        let text = String::from_utf8(write(&results).expect("JSON")).expect("text");
        let error = read(text.replace("[\"a\",0,", "[\"a\",7,").as_bytes()).expect_err("no place").to_string();
        assert!(error.starts_with("nothing stands at the place 7"), "{error}");
    }

    /// The schema that stands in docs is that of the types.
    #[test]
    fn the_schema_is_that_of_the_types() {
        let written = schemars::generate::SchemaSettings::draft2020_12().for_serialize();
        let mut schema = written.into_generator().into_root_schema_for::<Results>();
        schema.insert("title".into(), "results.json of prespec".into());
        let made = serde_json::to_string_pretty(&schema).expect("JSON") + "\n";
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/results.schema.json");
        if std::env::var_os("UPDATE_DOCUMENTS").is_some() {
            std::fs::write(&path, &made).expect("the schema is written");
        }
        let kept = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(kept == made, "docs/results.schema.json is of other types: UPDATE_DOCUMENTS=1 makes it anew");
    }
}
