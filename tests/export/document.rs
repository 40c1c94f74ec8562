//! What the report shows, read from its arrangement: the tables and figures that every export must hold.

use prespec::report::data;
use prespec::results::Results;
use serde_json::Value;

pub struct Shown {
    pub tables: Vec<Table>,
    pub figures: Vec<Figure>,
}

pub struct Table {
    pub numbered: bool,
    pub caption: String,
    pub about: String,
    /// Heads over several columns, then those of the columns; all rows.
    pub heads: Vec<Vec<String>>,
    pub rows: Vec<Vec<String>>,
    pub notes: Vec<String>,
    /// The cells without the marks of notes.
    pub unmarked: Vec<String>,
}

pub struct Figure {
    pub caption: String,
    /// In points.
    pub width: f64,
}

pub fn shown(results: &Results) -> Shown {
    let document: Value = serde_json::from_slice(&data(results).expect("arranged")).expect("JSON");
    let mut shown = Shown { tables: vec![], figures: vec![] };
    blocks(&document["cover"], &mut shown);
    document["sections"].as_object().expect("sections").values().for_each(|section| blocks(section, &mut shown));
    shown
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn blocks(value: &Value, into: &mut Shown) {
    for block in list(value) {
        match block["kind"].as_str() {
            Some("table") => into.tables.push(table(block)),
            Some("figure") => into.figures.push(Figure {
                caption: text(&block["caption"]),
                width: block["drawing"]["width"].as_f64().expect("a width"),
            }),
            Some("list") => list(&block["items"]).iter().for_each(|item| blocks(item, into)),
            _ => {}
        }
    }
}

fn spans(value: &Value, taken: impl Fn(&Value) -> bool) -> String {
    let span =
        |span: &Value| if span["style"] == "break" { " " } else { span["text"].as_str().unwrap_or("") }.to_string();
    list(value).iter().filter(|s| taken(s)).map(span).collect()
}

fn text(value: &Value) -> String {
    spans(value, |_| true)
}

fn table(block: &Value) -> Table {
    let groups: Vec<String> = list(&block["groups"]).iter().map(|group| text(&group[1])).collect();
    let heads: Vec<String> = list(&block["columns"]).iter().map(|column| text(&column["head"])).collect();
    let cells = |row: &Value, of: &dyn Fn(&Value) -> String| {
        let cells: Vec<String> = list(&row["cells"]).iter().map(of).collect();
        match row["group"] == true {
            true => cells.into_iter().take(1).collect(),
            false => (0..heads.len()).map(|i| cells.get(i).cloned().unwrap_or_default()).collect::<Vec<_>>(),
        }
    };
    let rows = list(&block["rows"]);
    let unmarked = |cell: &Value| spans(cell, |s| s["style"] != "superscript");
    Table {
        numbered: block["unnumbered"] != true,
        caption: text(&block["caption"]),
        about: text(&block["about"]),
        rows: rows.iter().map(|row| cells(row, &text)).collect(),
        notes: list(&block["notes"]).iter().map(|note| text(&note[1])).collect(),
        unmarked: rows.iter().flat_map(|row| cells(row, &unmarked)).collect(),
        heads: [groups, heads.clone()].into_iter().filter(|heads| !heads.is_empty()).collect(),
    }
}
