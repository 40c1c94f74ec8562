//! The file format Parquet (apache/parquet-format 2.10): a table as columns, each in one page packed by gzip, without any of the
//! statistics and encodings that a reader can do without.

use flate2::{Compression, GzBuilder};
use std::io::Write;

/// A column: its name, and of each row the value or none.
pub struct Column {
    pub name: &'static str,
    pub values: Values,
}

pub enum Values {
    Texts(Vec<Option<String>>),
    Whole(Vec<Option<i64>>),
    Real(Vec<Option<f64>>),
}

const MAGIC: &[u8; 4] = b"PAR1";
/// Numbers of the format: of a page of data, of values as they are, of levels in runs, of gzip, of a column that may be empty, of
/// text in UTF-8.
const DATA_PAGE: i64 = 0;
const PLAIN: i64 = 0;
const RUNS: i64 = 3;
const GZIP: i64 = 2;
const OPTIONAL: i64 = 1;
const UTF8: i64 = 0;

/// The bytes of a file; `about` stands in it as pairs of key and value.
pub fn written(columns: &[Column], rows: usize, about: &[(&str, String)]) -> std::io::Result<Vec<u8>> {
    let mut file = MAGIC.to_vec();
    let mut chunks = vec![];
    for column in columns {
        let offset = file.len();
        let page = page(&column.values)?;
        file.extend(&page.bytes);
        chunks.push(chunk(column, rows, offset, &page));
    }
    let size: usize = chunks.iter().map(|chunk| chunk.size).sum();
    let group = Struct::new()
        .list(1, STRUCT, chunks.iter().map(|chunk| chunk.described.bytes()).collect())
        .number(2, LONG, size as i64)
        .number(3, LONG, rows as i64);
    let root = Struct::new().text(4, "record").number(5, INT, columns.len() as i64);
    let schema = std::iter::once(root).chain(columns.iter().map(schema));
    let pairs = about.iter().map(|(key, value)| Struct::new().text(1, key).text(2, value).bytes());
    let footer = Struct::new()
        .number(1, INT, 1)
        .list(2, STRUCT, schema.map(|of| of.bytes()).collect())
        .number(3, LONG, rows as i64)
        .list(4, STRUCT, vec![group.bytes()])
        .list(5, STRUCT, pairs.collect())
        .text(6, "prespec")
        .bytes();
    file.extend(&footer);
    file.extend((footer.len() as u32).to_le_bytes());
    file.extend(MAGIC);
    Ok(file)
}

struct Page {
    bytes: Vec<u8>,
    /// With its head, before it was packed.
    unpacked: usize,
}

/// Which rows have a value, then the values of those that have one.
fn page(values: &Values) -> std::io::Result<Page> {
    let (there, plain): (Vec<bool>, Vec<u8>) = match values {
        Values::Texts(all) => (
            all.iter().map(Option::is_some).collect(),
            all.iter()
                .flatten()
                .flat_map(|text| [&(text.len() as u32).to_le_bytes(), text.as_bytes()].concat())
                .collect(),
        ),
        Values::Whole(all) => {
            (all.iter().map(Option::is_some).collect(), all.iter().flatten().flat_map(|n| n.to_le_bytes()).collect())
        }
        Values::Real(all) => {
            (all.iter().map(Option::is_some).collect(), all.iter().flatten().flat_map(|x| x.to_le_bytes()).collect())
        }
    };
    let mut levels = vec![];
    for run in there.chunk_by(|a, b| a == b) {
        levels.extend(varint((run.len() as u64) << 1));
        levels.push(u8::from(run.first() == Some(&true)));
    }
    let body = [&(levels.len() as u32).to_le_bytes()[..], &levels, &plain].concat();
    let packed = packed(&body)?;
    let of_data = Struct::new()
        .number(1, INT, there.len() as i64)
        .number(2, INT, PLAIN)
        .number(3, INT, RUNS)
        .number(4, INT, RUNS);
    let head = Struct::new()
        .number(1, INT, DATA_PAGE)
        .number(2, INT, body.len() as i64)
        .number(3, INT, packed.len() as i64)
        .within(5, &of_data)
        .bytes();
    let unpacked = head.len() + body.len();
    Ok(Page { bytes: [head, packed].concat(), unpacked })
}

/// By gzip, without a time.
fn packed(body: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut packer = GzBuilder::new().mtime(0).write(vec![], Compression::default());
    packer.write_all(body)?;
    packer.finish()
}

struct Chunk {
    described: Struct,
    size: usize,
}

fn chunk(column: &Column, rows: usize, offset: usize, page: &Page) -> Chunk {
    let about = Struct::new()
        .number(1, INT, kind(&column.values))
        .list(2, INT, [PLAIN, RUNS].map(number).into())
        .list(3, TEXT, vec![sized(column.name.as_bytes())])
        .number(4, INT, GZIP)
        .number(5, LONG, rows as i64)
        .number(6, LONG, page.unpacked as i64)
        .number(7, LONG, page.bytes.len() as i64)
        .number(9, LONG, offset as i64);
    Chunk { described: Struct::new().number(2, LONG, offset as i64).within(3, &about), size: page.unpacked }
}

fn schema(column: &Column) -> Struct {
    let named = Struct::new().number(1, INT, kind(&column.values)).number(3, INT, OPTIONAL).text(4, column.name);
    match column.values {
        Values::Texts(_) => named.number(6, INT, UTF8),
        Values::Whole(_) | Values::Real(_) => named,
    }
}

/// The physical types of the format: 64 bits, a double, a run of bytes.
fn kind(values: &Values) -> i64 {
    match values {
        Values::Whole(_) => 2,
        Values::Real(_) => 5,
        Values::Texts(_) => 6,
    }
}

/// A structure in the compact protocol of Thrift, its fields in the order of their numbers.
struct Struct {
    bytes: Vec<u8>,
    last: u8,
}

/// Types of the protocol.
const INT: u8 = 5;
const LONG: u8 = 6;
const TEXT: u8 = 8;
const LIST: u8 = 9;
const STRUCT: u8 = 12;

impl Struct {
    fn new() -> Struct {
        Struct { bytes: vec![], last: 0 }
    }

    fn field(mut self, field: u8, kind: u8, value: &[u8]) -> Struct {
        self.bytes.push((field - self.last) << 4 | kind);
        self.bytes.extend(value);
        self.last = field;
        self
    }

    fn number(self, field: u8, kind: u8, value: i64) -> Struct {
        self.field(field, kind, &number(value))
    }

    fn text(self, field: u8, text: &str) -> Struct {
        self.field(field, TEXT, &sized(text.as_bytes()))
    }

    fn within(self, field: u8, inner: &Struct) -> Struct {
        self.field(field, STRUCT, &inner.bytes())
    }

    fn list(self, field: u8, kind: u8, items: Vec<Vec<u8>>) -> Struct {
        let head = match items.len() {
            few @ 0..15 => vec![(few as u8) << 4 | kind],
            many => [vec![0xf0 | kind], varint(many as u64)].concat(),
        };
        self.field(field, LIST, &[head, items.concat()].concat())
    }

    /// With its end.
    fn bytes(&self) -> Vec<u8> {
        [&self.bytes[..], &[0]].concat()
    }
}

/// Seven bits a byte, the last ones first.
fn varint(mut value: u64) -> Vec<u8> {
    let mut bytes = vec![];
    while value >= 0x80 {
        bytes.push(value as u8 | 0x80);
        value >>= 7;
    }
    bytes.push(value as u8);
    bytes
}

/// Numbers near zero are short, whatever their sign.
fn number(value: i64) -> Vec<u8> {
    varint(((value << 1) ^ (value >> 63)) as u64)
}

fn sized(bytes: &[u8]) -> Vec<u8> {
    [varint(bytes.len() as u64), bytes.to_vec()].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// By hand, as the protocol's specification has them.
    #[test]
    fn numbers_are_written_in_groups_of_seven_bits() {
        assert_eq!(varint(300), [0xac, 0x02]);
        assert_eq!((number(0), number(-1), number(1), number(-2)), (vec![0], vec![1], vec![2], vec![3]));
        let of = Struct::new().number(1, INT, 2).text(4, "ab").list(5, INT, vec![number(1)]);
        assert_eq!(of.bytes(), [0x15, 4, 0x38, 2, b'a', b'b', 0x19, 0x15, 2, 0]);
        let many = Struct::new().list(1, INT, vec![number(0); 15]);
        assert_eq!(many.bytes()[..3], [0x19, 0xf5, 15]);
    }
}
