//! A file as rows of texts, to be written again with some of them changed.

use super::cell::trimmed;
use super::source::source;
use super::split::Chunk;
use crate::binding::Notation;

/// Rows that hold something, each with its line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fields {
    pub header: Vec<String>,
    pub rows: Vec<(u32, Vec<String>)>,
}

impl Fields {
    pub fn of(bytes: &[u8], notation: &Notation) -> Fields {
        let (mut source, mut chunk, mut rows) = (source(bytes, notation), Chunk::default(), vec![]);
        while source.next(&mut chunk) {
            rows.extend(chunk.iter().map(|row| (row.line, row.fields().map(str::to_string).collect())));
        }
        Fields { header: source.header().names.clone(), rows }
    }

    /// The place of a column by its name in the file.
    pub fn column(&self, name: &str) -> Option<usize> {
        self.header.iter().position(|column| column == trimmed(name))
    }

    pub fn row(&self, line: u32) -> Option<&Vec<String>> {
        self.rows.iter().find(|(own, _)| *own == line).map(|(_, fields)| fields)
    }

    /// In the notation that it was read by: what is read of it again are these fields.
    pub fn written(&self, notation: &Notation) -> Vec<u8> {
        let separator = char::from(notation.separator).to_string();
        let row = |fields: &Vec<String>| {
            let quoted: Vec<String> =
                fields.iter().map(|field| format!("\"{}\"", field.replace('"', "\"\""))).collect();
            quoted.join(&separator)
        };
        let lines = std::iter::once(&self.header).chain(self.rows.iter().map(|(_, fields)| fields)).map(row);
        let text: String = lines.map(|line| line + "\n").collect();
        notation.encoding.encode(&text).0.into_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_again() {
        let notation = Notation {
            separator: b';',
            decimal: ',',
            date: "%d/%m/%Y".into(),
            encoding: encoding_rs::WINDOWS_1252,
            missing: vec![],
        };
        let of = Fields::of(b"sep=;\na; b \n1;\"x;\"\"y\"\n;;\n\xE9;2\n", &notation);
        assert_eq!(of.header, ["a", "b"]);
        let rows = [(3, vec!["1".to_string(), "x;\"y".to_string()]), (5, vec!["é".to_string(), "2".to_string()])];
        assert_eq!(of.rows, rows);
        let again = Fields::of(&of.written(&notation), &notation);
        assert_eq!((&again.header, of.column(" b")), (&of.header, Some(1)));
        let fields = |of: &Fields| of.rows.iter().map(|(_, fields)| fields.clone()).collect::<Vec<_>>();
        assert_eq!(fields(&again), fields(&of));
        assert_eq!(of.row(5), Some(&vec!["é".to_string(), "2".to_string()]));
    }
}
