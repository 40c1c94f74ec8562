//! A table of the sets: columns that are added to as rows come, and its bytes as CSV.

/// What stands in a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Number,
    Text,
}

impl Kind {
    pub fn word(self) -> &'static str {
        match self {
            Kind::Number => "number",
            Kind::Text => "text",
        }
    }
}

#[derive(Clone, Debug)]
pub(super) struct Column {
    pub name: String,
    pub kind: Kind,
    /// What it holds, for `columns.csv`.
    pub about: String,
    /// By row; empty where there is no value.
    pub fields: Vec<String>,
}

/// Rows that are added block by block: a column that a block has not is empty there.
#[derive(Clone, Debug, Default)]
pub(super) struct Table {
    pub file: String,
    pub columns: Vec<Column>,
    rows: usize,
}

impl Table {
    pub fn new(file: String) -> Table {
        Table { file, ..Table::default() }
    }

    /// Adds a block of so many rows, each column holding one field for each.
    pub fn add(&mut self, rows: usize, block: Vec<Column>) {
        for column in block {
            match self.columns.iter_mut().find(|own| own.name == column.name) {
                Some(own) => own.fields.extend(column.fields),
                None => {
                    let fields = vec![String::new(); self.rows].into_iter().chain(column.fields).collect();
                    self.columns.push(Column { fields, ..column });
                }
            }
        }
        self.rows += rows;
        let rows = self.rows;
        self.columns.iter_mut().for_each(|column| column.fields.resize(rows, String::new()));
    }

    pub fn csv(&self) -> Vec<u8> {
        let mut text = line(self.columns.iter().map(|column| column.name.as_str()));
        for row in 0..self.rows {
            text.push_str(&line(self.columns.iter().map(|column| column.fields[row].as_str())));
        }
        text.into_bytes()
    }
}

/// A line of CSV (RFC 4180), ended by a line feed.
pub(super) fn line<'f>(fields: impl Iterator<Item = &'f str>) -> String {
    let mut text = fields.map(field).collect::<Vec<String>>().join(",");
    text.push('\n');
    text
}

fn field(text: &str) -> String {
    let plain = !text.contains(['"', ',', '\n', '\r', ' ', '#', '\'']);
    if plain { text.to_string() } else { format!("\"{}\"", text.replace('"', "\"\"")) }
}

impl Column {
    pub fn text(name: &str, about: &str, fields: Vec<String>) -> Column {
        Column { name: name.to_string(), kind: Kind::Text, about: about.to_string(), fields }
    }

    /// The same text in every row.
    pub fn all(name: &str, about: &str, value: &str, rows: usize) -> Column {
        Column::text(name, about, vec![value.to_string(); rows])
    }

    pub fn number(name: &str, about: &str, fields: impl Iterator<Item = Option<f64>>) -> Column {
        let fields = fields.map(|value| value.map_or_else(String::new, number)).collect();
        Column { name: name.to_string(), kind: Kind::Number, about: about.to_string(), fields }
    }

    pub fn whole(name: &str, about: &str, fields: impl Iterator<Item = usize>) -> Column {
        let fields = fields.map(|value| value.to_string()).collect();
        Column { name: name.to_string(), kind: Kind::Number, about: about.to_string(), fields }
    }

    /// 1 and 0.
    pub fn yes_no(name: &str, about: &str, fields: impl Iterator<Item = bool>) -> Column {
        Column::whole(name, about, fields.map(usize::from))
    }
}

/// In the fewest digits from which the same number is read.
pub(super) fn number(value: f64) -> String {
    match value {
        v if v == f64::INFINITY => "Inf".to_string(),
        v if v == f64::NEG_INFINITY => "-Inf".to_string(),
        v => v.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_that_a_block_has_not_is_empty_there() {
        let mut table = Table::new("a.csv".into());
        table.add(1, vec![Column::text("patient", "", vec!["P 1".into()])]);
        table.add(
            1,
            vec![Column::text("patient", "", vec!["P\"2".into()]), Column::number("time", "", [Some(0.1)].into_iter())],
        );
        table.add(1, vec![Column::text("patient", "", vec!["P3".into()])]);
        assert_eq!(String::from_utf8(table.csv()).unwrap(), "patient,time\n\"P 1\",\n\"P\"\"2\",0.1\nP3,\n");
    }
}
