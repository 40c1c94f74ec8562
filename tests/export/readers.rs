//! Readers of what is exported: the tables of a DOCX and of an RTF file, cell by cell, and what a PNG says of itself.

use prespec::report::Exported;
use roxmltree::{Document, Node};
use std::io::{Cursor, Read};

/// A table as it is read: how many of its rows come again on every page, and the texts of all cells.
#[derive(Debug, PartialEq)]
pub struct ReadTable {
    pub heads: usize,
    pub rows: Vec<Vec<String>>,
}

/// A part of an archive.
pub fn part(archive: &[u8], name: &str) -> Vec<u8> {
    let mut archive = zip::ZipArchive::new(Cursor::new(archive)).expect("an archive");
    let mut part = archive.by_name(name).unwrap_or_else(|e| panic!("{name}: {e}"));
    let mut bytes = vec![];
    part.read_to_end(&mut bytes).expect("it is read");
    bytes
}

pub fn names(archive: &[u8]) -> Vec<String> {
    zip::ZipArchive::new(Cursor::new(archive))
        .expect("an archive")
        .file_names()
        .map(|name| name.expect("a name").into_owned())
        .collect()
}

/// The text of a part.
pub fn xml(archive: &[u8], name: &str) -> String {
    String::from_utf8(part(archive, name)).expect("text")
}

fn is(node: &Node, name: &str) -> bool {
    node.tag_name().name() == name
}

/// The letters of a paragraph, cell or document; a break of a line is a space.
pub fn letters(node: Node) -> String {
    let letter = |n: Node| match n.tag_name().name() {
        "t" => n.text().unwrap_or("").to_string(),
        "br" | "tab" => " ".to_string(),
        _ => String::new(),
    };
    node.descendants().map(letter).collect()
}

/// The tables with lines: pairs of names and values have none.
pub fn docx_tables(file: &[u8]) -> Vec<ReadTable> {
    let text = xml(file, "word/document.xml");
    let document = Document::parse(&text).expect("XML");
    let tables = document.descendants().filter(|n| is(n, "tbl") && n.descendants().any(|n| is(&n, "tblBorders")));
    tables.map(docx_table).collect()
}

fn docx_table(table: Node) -> ReadTable {
    let rows: Vec<Node> = table.children().filter(|n| is(n, "tr")).collect();
    let of_heads = |row: &&Node| row.descendants().any(|n| is(&n, "tblHeader"));
    let heads = rows.iter().filter(of_heads).count();
    assert!(rows.iter().take(heads).all(|row| of_heads(&row)), "heads stand first");
    assert!(rows.iter().all(|row| row.descendants().any(|n| is(&n, "cantSplit"))), "no row is broken");
    let cells = |row: &Node| row.children().filter(|n| is(n, "tc")).map(letters).collect();
    ReadTable { heads, rows: rows.iter().map(cells).collect() }
}

/// What an RTF file says, read as a program reads it: groups, commands and letters.
#[derive(Default)]
pub struct Rtf {
    pub tables: Vec<ReadTable>,
    /// Everything outside of tables and of what readers may skip.
    pub text: String,
}

/// What holds within a group.
#[derive(Clone, Default)]
struct State {
    /// Nothing of it is text.
    skipped: bool,
}

pub fn rtf(file: &[u8]) -> Rtf {
    let text = std::str::from_utf8(file).expect("text");
    assert!(text.is_ascii() && text.starts_with("{\\rtf1"));
    let mut read = Rtf::default();
    let (mut cell, mut row): (String, Vec<String>) = (String::new(), vec![]);
    let (mut in_table, mut head, mut open) = (false, false, false);
    let mut states = vec![];
    let mut state = State::default();
    let mut units: Vec<u16> = vec![];
    let mut rest = text;
    let put = |read: &mut Rtf, cell: &mut String, skipped: bool, in_table: bool, text: &str| match (skipped, in_table) {
        (true, _) => {}
        (false, true) => cell.push_str(text),
        (false, false) => read.text.push_str(text),
    };
    while let Some(c) = rest.chars().next() {
        rest = &rest[c.len_utf8()..];
        match c {
            '{' => states.push(state.clone()),
            '}' => state = states.pop().expect("a group is open"),
            '\r' | '\n' => {}
            '\\' => {
                let next = rest.chars().next().expect("a command");
                if !next.is_ascii_alphabetic() {
                    rest = &rest[1..];
                    match next {
                        '*' => state.skipped = true,
                        '\\' | '{' | '}' => put(&mut read, &mut cell, state.skipped, in_table, &next.to_string()),
                        other => panic!("a command of no letter: {other}"),
                    }
                    continue;
                }
                let end = rest.find(|c: char| !c.is_ascii_alphabetic()).expect("it ends");
                let word = &rest[..end];
                rest = &rest[end..];
                let end = rest.find(|c: char| !(c.is_ascii_digit() || c == '-')).expect("it ends");
                let number: Option<i32> = rest[..end].parse().ok();
                rest = &rest[end..];
                rest = rest.strip_prefix(' ').unwrap_or(rest);
                match word {
                    "fonttbl" | "colortbl" | "stylesheet" | "info" | "pict" | "header" | "footer" => {
                        state.skipped = true
                    }
                    "u" => {
                        units.push(number.expect("a character") as i16 as u16);
                        rest = rest.strip_prefix('?').expect("what stands in for it");
                        if let Ok(letters) = String::from_utf16(&units) {
                            put(&mut read, &mut cell, state.skipped, in_table, &letters);
                            units.clear();
                        }
                    }
                    "trowd" => {
                        if !open {
                            read.tables.push(ReadTable { heads: 0, rows: vec![] });
                            open = true;
                        }
                        head = false;
                    }
                    "trhdr" => head = true,
                    "intbl" => in_table = true,
                    "cell" => row.push(std::mem::take(&mut cell)),
                    "row" => {
                        let table = read.tables.last_mut().expect("a table");
                        table.heads += usize::from(head);
                        table.rows.push(std::mem::take(&mut row));
                    }
                    "pard" => in_table = false,
                    "par" => {
                        open = false;
                        put(&mut read, &mut cell, state.skipped, in_table, "\n");
                    }
                    "line" | "tab" => put(&mut read, &mut cell, state.skipped, in_table, " "),
                    _ => {}
                }
            }
            c => put(&mut read, &mut cell, state.skipped, in_table, &c.to_string()),
        }
    }
    assert!(states.is_empty() && units.is_empty(), "every group is closed");
    read
}

/// Width and height in pixels and pixels of a metre, as the chunks of a PNG say.
pub fn png(file: &[u8]) -> (u32, u32, u32) {
    assert_eq!(file[..8], *b"\x89PNG\r\n\x1a\n");
    let number = |at: usize| u32::from_be_bytes(file[at..at + 4].try_into().expect("four bytes"));
    let mut at = 8;
    let mut density = 0;
    while at + 8 < file.len() {
        if file[at + 4..at + 8] == *b"pHYs" {
            assert_eq!((number(at + 8), file[at + 16]), (number(at + 12), 1), "as many down as across, of a metre");
            density = number(at + 8);
        }
        at += 12 + number(at) as usize;
    }
    (number(16), number(20), density)
}

/// The bytes of a file of an export.
pub fn file<'f>(files: &'f [Exported], path: &str) -> &'f [u8] {
    &files.iter().find(|file| file.path == path).unwrap_or_else(|| panic!("no {path}")).bytes
}
