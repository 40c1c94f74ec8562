//! What holds for any order of rows and any bytes.

use super::{FIRST_STUDY, Small, findings_of};
use prespec::binding::{Bound, read_binding};
use prespec::data::cell::Cell;
use prespec::data::{Read, Row, from_folder, read};
use prespec::diagnostic::render::render;
use proptest::prelude::*;
use std::sync::OnceLock;

/// Files of the locked export as their lines.
fn locked() -> &'static Vec<(String, Vec<Vec<u8>>)> {
    static LOCKED: OnceLock<Vec<(String, Vec<Vec<u8>>)>> = OnceLock::new();
    LOCKED.get_or_init(|| {
        let (_, _, binding, folder) = &*FIRST_STUDY;
        let lines = |file: &str| {
            let bytes = std::fs::read(folder.join("data/locked").join(file)).expect("the locked export");
            bytes.split_inclusive(|b| *b == b'\n').map(<[u8]>::to_vec).collect()
        };
        binding.tables.iter().map(|t| (t.file.clone(), lines(&t.file))).collect()
    })
}

/// A permutation of the rows of one file by a sort on hashed places; the header stays.
fn permuted(lines: &[Vec<u8>], seed: u64) -> Vec<u8> {
    let mix = |i: usize| {
        (i as u64 ^ seed).wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(31).wrapping_mul(0xD6E8_FEB8_6659_FD93)
    };
    let mut order: Vec<usize> = (1..lines.len()).collect();
    order.sort_by_key(|i| mix(*i));
    std::iter::once(0).chain(order).flat_map(|i| lines[i].clone()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn rows_in_any_order_give_the_same_tables(seed in any::<u64>()) {
        let (plan, _, binding, folder) = &*FIRST_STUDY;
        let straight = read(plan, binding, &folder.join("data/locked"), &from_folder(folder)).expect("the locked export");
        let shuffled = tempfile::tempdir().expect("a folder");
        for (file, lines) in locked() {
            std::fs::write(shuffled.path().join(file), permuted(lines, seed)).expect("a file");
        }
        let shuffled = read(plan, binding, shuffled.path(), &from_folder(shuffled.path())).expect("the same export");
        for (a, b) in straight.data.tables.iter().zip(&shuffled.data.tables) {
            prop_assert_eq!(&a.digest, &b.digest);
            prop_assert!(a.rows.iter().map(cells).eq(b.rows.iter().map(cells)));
        }
        prop_assert!(shuffled.issues.is_empty());
    }
}

/// Everything of the typed tables: rows that stand in them, and rows that were set aside.
fn typed(read: &Read) -> Vec<(Vec<String>, usize)> {
    let tables = read.data.tables.iter().zip(&read.rows);
    let told = |row| format!("{:?}", cells(row));
    tables.map(|(table, besides)| (table.rows.iter().map(told).collect(), besides.aside.len())).collect()
}

fn cells(row: Row<'_>) -> Vec<Cell<'_>> {
    row.cells().collect()
}

/// The signs that hid rows in files of other people: marks of a quotation, carriage returns, and what a broken disk or an old
/// system leaves.
const DAMAGE: &[&str] =
    &["\"", "\0", "\r", "\"\"", " \"", "\" ", "\u{1a}", "\0\0\0\0", "\u{b}", "\r\r", "\"\r", "\u{7f}"];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    /// Nothing is lost in silence: wherever such a sign gets into a file, the tables are the same or the report is blocked.
    #[test]
    fn a_sign_that_could_hide_rows_changes_nothing_or_blocks(
        file in 0_usize..3,
        damage in prop::collection::vec((any::<prop::sample::Index>(), 0..DAMAGE.len()), 1..3),
        windows in any::<bool>(),
    ) {
        type Tables = Vec<(Vec<String>, usize)>;
        static SOUND: OnceLock<[Tables; 2]> = OnceLock::new();
        let study = |windows: bool| {
            let mut small = Small::new();
            for (_, bytes) in &mut small.files {
                *bytes = with_remarks(bytes, if windows { "\r\n" } else { "\n" });
            }
            small
        };
        let sound = SOUND.get_or_init(|| [false, true].map(|w| typed(&study(w).read().expect("the files are there"))));
        let mut small = study(windows);
        let bytes = &mut small.files[file].1;
        for (at, which) in &damage {
            let at = at.index(bytes.len() + 1);
            bytes.splice(at..at, DAMAGE[*which].bytes());
        }
        let bytes = bytes.clone();
        let read = small.read().expect("the files are there");
        if typed(&read) != sound[usize::from(windows)] {
            let found = findings_of(&small.plan, &small.sources, &read);
            prop_assert!(found.contains(",blocks_lock,"), "{}\n{found}", String::from_utf8_lossy(&bytes));
        }
    }
}

/// A mark at the beginning of any field and one at the end of any later field make one text of all that lies between: the rows
/// of the lesions, to which no other table refers, must not be missed.
#[test]
fn two_marks_around_anything_hide_no_row() {
    let mut study = Small::new();
    let bytes = with_remarks(study.file("lesions.csv"), "\n");
    *study.file("lesions.csv") = bytes.clone();
    let sound = typed(&study.read().expect("the files are there"));
    let ends = |b: &u8| matches!(b, b';' | b'\n');
    let starts: Vec<usize> = (0..bytes.len()).filter(|i| *i == 0 || bytes.get(i - 1).is_some_and(ends)).collect();
    let mut changed = 0;
    for start in starts {
        for end in (start..bytes.len()).filter(|i| ends(&bytes[*i])) {
            let marked = [&bytes[..start], b"\"", &bytes[start..end], b"\"", &bytes[end..]].concat();
            *study.file("lesions.csv") = marked.clone();
            let read = study.read().expect("the files are there");
            if typed(&read) == sound {
                continue;
            }
            changed += 1;
            let found = findings_of(&study.plan, &study.sources, &read);
            assert!(found.contains(",blocks_lock,"), "{}\n{found}", String::from_utf8_lossy(&marked));
        }
    }
    assert!(changed > 50, "only {changed} changed a table");
}

/// The file with a last column that the plan does not read, in every second row of which stands a quotation.
fn with_remarks(bytes: &[u8], line_end: &str) -> Vec<u8> {
    let text = std::str::from_utf8(bytes).expect("UTF-8");
    let lines = text.lines().enumerate().map(|(i, line)| match (i, i % 2) {
        (0, _) => format!("{line};remarque{line_end}"),
        (_, 0) => format!("{line};\"vu; \"\"revu\"\", oui\"{line_end}"),
        _ => format!("{line};{line_end}"),
    });
    lines.collect::<String>().into_bytes()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn any_bytes_can_be_read(file in 0_usize..3, bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let mut small = Small::new();
        small.files[file].1 = bytes;
        small.findings();
    }

    #[test]
    fn a_damaged_file_can_be_read(file in 0_usize..3, at in any::<prop::sample::Index>(), damage in "[;\"\r\n,<>-]{0,3}[0-9A-Zé;\"\n]{0,4}", cut in 0_usize..12) {
        let mut small = Small::new();
        let bytes = &mut small.files[file].1;
        let start = at.index(bytes.len());
        let end = (start + cut).min(bytes.len());
        bytes.splice(start..end, damage.bytes());
        small.findings();
    }

    #[test]
    fn any_text_is_a_binding_or_has_its_mistakes(text in "\\PC{0,200}") {
        any_binding(&text);
    }

    #[test]
    fn a_damaged_binding_has_its_mistakes(at in any::<prop::sample::Index>(), damage in "[ \n:{}\\[\\],\"'&*!|>%@#a-z-]{0,6}", cut in 0_usize..20) {
        let binding = Small::new().binding;
        let boundaries: Vec<usize> = binding.char_indices().map(|(i, _)| i).collect();
        let start = boundaries[at.index(boundaries.len())];
        let end = boundaries.iter().copied().find(|b| *b >= start + cut).unwrap_or(binding.len());
        any_binding(&format!("{}{damage}{}", &binding[..start], &binding[end..]));
    }
}

/// Without a binding there is a message, and it can be shown.
fn any_binding(text: &str) {
    let small = Small::new();
    let mut sources = small.sources;
    let file = sources.add("binding.yaml", text);
    let Bound { binding, diagnostics: said, .. } = read_binding(&sources, file, &small.plan);
    assert_eq!(binding.is_none(), !said.is_empty());
    assert!(said.is_empty() || !render(&said, &sources, false).is_empty());
}
