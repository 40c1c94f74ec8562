//! `results.parquet` read back by a reader of ours, which knows the format from its specification and nothing of the writer.

use super::{every, file};
use prespec::number::Number;
use std::collections::BTreeMap;
use std::io::Read;

/// A value of Thrift's compact protocol.
#[derive(Debug)]
enum Value {
    Whole(i64),
    Bytes(Vec<u8>),
    List(Vec<Value>),
    Struct(BTreeMap<i64, Value>),
}

struct Bytes<'b>(&'b [u8]);

impl Bytes<'_> {
    fn byte(&mut self) -> u8 {
        let (first, rest) = self.0.split_first().expect("a byte");
        self.0 = rest;
        *first
    }

    fn varint(&mut self) -> u64 {
        let (mut value, mut shift) = (0, 0);
        loop {
            let byte = self.byte();
            value |= u64::from(byte & 0x7f) << shift;
            shift += 7;
            if byte & 0x80 == 0 {
                return value;
            }
        }
    }

    fn number(&mut self) -> i64 {
        let folded = self.varint();
        (folded >> 1) as i64 ^ -((folded & 1) as i64)
    }

    fn take(&mut self, count: usize) -> Vec<u8> {
        let (taken, rest) = self.0.split_at(count);
        self.0 = rest;
        taken.to_vec()
    }

    fn value(&mut self, kind: u8) -> Value {
        match kind {
            4..=6 => Value::Whole(self.number()),
            8 => {
                let count = self.varint() as usize;
                Value::Bytes(self.take(count))
            }
            9 => {
                let head = self.byte();
                let count = if head >> 4 == 15 { self.varint() } else { u64::from(head >> 4) };
                Value::List((0..count).map(|_| self.value(head & 15)).collect())
            }
            12 => self.fields(),
            other => panic!("no type {other}"),
        }
    }

    fn fields(&mut self) -> Value {
        let (mut fields, mut last) = (BTreeMap::new(), 0);
        loop {
            let head = self.byte();
            if head == 0 {
                return Value::Struct(fields);
            }
            last = if head >> 4 == 0 { self.number() } else { last + i64::from(head >> 4) };
            fields.insert(last, self.value(head & 15));
        }
    }
}

impl Value {
    fn at(&self, field: i64) -> &Value {
        match self {
            Value::Struct(fields) => fields.get(&field).unwrap_or_else(|| panic!("no field {field} in {self:?}")),
            other => panic!("no structure: {other:?}"),
        }
    }

    fn list(&self) -> &[Value] {
        if let Value::List(items) = self { items } else { panic!("no list: {self:?}") }
    }

    fn whole(&self) -> i64 {
        if let Value::Whole(number) = self { *number } else { panic!("no number: {self:?}") }
    }

    fn text(&self) -> &str {
        if let Value::Bytes(bytes) = self { std::str::from_utf8(bytes).expect("text") } else { panic!("{self:?}") }
    }
}

/// Of each row the bytes of its value, or none.
type Column = Vec<Option<Vec<u8>>>;

fn column(file: &[u8], chunk: &Value) -> (String, Column) {
    let about = chunk.at(3);
    let (kind, rows) = (about.at(1).whole(), about.at(5).whole() as usize);
    let mut bytes = Bytes(&file[about.at(9).whole() as usize..]);
    let head = bytes.fields();
    let packed = bytes.take(head.at(3).whole() as usize);
    let mut body = vec![];
    flate2::read::GzDecoder::new(&packed[..]).read_to_end(&mut body).expect("gzip");
    assert_eq!(body.len() as i64, head.at(2).whole());
    let count = u32::from_le_bytes(body[..4].try_into().expect("a length")) as usize;
    let (mut levels, mut values) = (Bytes(&body[4..4 + count]), Bytes(&body[4 + count..]));
    let mut there: Vec<bool> = vec![];
    while !levels.0.is_empty() {
        let run = levels.varint();
        assert_eq!(run & 1, 0, "a run, and no bits");
        there.extend(std::iter::repeat_n(levels.byte() == 1, (run >> 1) as usize));
    }
    assert_eq!(there.len(), rows);
    let mut value = || match kind {
        2 | 5 => values.take(8),
        6 => {
            let count = u32::from_le_bytes(values.take(4).try_into().expect("a length"));
            values.take(count as usize)
        }
        other => panic!("no type {other}"),
    };
    let column = there.into_iter().map(|there| there.then(&mut value)).collect();
    assert!(values.0.is_empty());
    (about.at(3).list()[0].text().to_string(), column)
}

fn read(file: &[u8]) -> BTreeMap<String, Column> {
    let end = file.len() - 8;
    assert_eq!((&file[..4], &file[end + 4..]), (&b"PAR1"[..], &b"PAR1"[..]));
    let length = u32::from_le_bytes(file[end..end + 4].try_into().expect("a length")) as usize;
    let about = Bytes(&file[end - length..end]).fields();
    let names: Vec<&str> = about.at(2).list().iter().skip(1).map(|element| element.at(4).text()).collect();
    assert_eq!(about.at(2).list()[0].at(5).whole() as usize, names.len());
    let chunks = about.at(4).list()[0].at(1).list();
    let columns: Vec<(String, Column)> = chunks.iter().map(|chunk| column(file, chunk)).collect();
    assert_eq!(columns.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(), names);
    columns.into_iter().collect()
}

#[test]
fn every_number_is_a_row() {
    for of in every() {
        let columns = read(file(&of.files, "parquet/results.parquet"));
        let text =
            |name: &str, row: usize| columns[name][row].as_ref().map(|b| String::from_utf8(b.clone()).expect("text"));
        let records = &of.results.records;
        assert!(columns.values().all(|column| column.len() == records.len()) && columns.len() > 25);
        for (row, record) in records.iter().enumerate() {
            assert_eq!(text("id", row).as_deref(), Some(record.id.as_str()));
            assert_eq!(text("clause", row).as_deref(), Some(record.clause.as_str()));
            assert_eq!(text("endpoint", row), record.endpoint);
            let value =
                columns["value"][row].as_ref().map(|b| f64::from_le_bytes(b[..].try_into().expect("eight bytes")));
            match &record.value {
                Number::Real(x) => assert_eq!(value, Some(*x)),
                Number::Count(n) => assert_eq!(value, Some(*n as f64)),
                Number::Infinite | Number::NegativeInfinite => assert!(value.is_some_and(f64::is_infinite)),
                Number::NotEstimable(_) => assert!(value.is_none() && text("reason", row).is_some()),
                Number::Withheld(_) => panic!("a whole run withholds nothing"),
            }
            let n = columns["population_n"][row]
                .as_ref()
                .map(|b| i64::from_le_bytes(b[..].try_into().expect("eight bytes")));
            assert_eq!(n, record.population_n.map(|n| n as i64));
            if let Some(method) = &record.method {
                let options = text("options", row).expect("options");
                let options: serde_json::Value = serde_json::from_str(&options).expect("JSON");
                assert_eq!(options.as_array().map(Vec::len), Some(method.options.len()));
            }
        }
    }
}
