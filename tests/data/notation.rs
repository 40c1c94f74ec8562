//! Encodings, line ends and numbers: one table, whatever the notation of its file.

use super::Small;
use prespec::data::cell::Cell;

fn digests(small: &mut Small) -> Vec<String> {
    small.read().expect("the files are there").data.tables.iter().map(|t| t.digest.clone()).collect()
}

/// The patients' file with this encoding declared and these bytes.
fn encoded(label: &str, bytes: Vec<u8>) -> Small {
    let files = format!("    file: patients.csv\n    files: {{ encoding: {label} }}\n");
    let mut small = Small::new().with("binding.yaml", "    file: patients.csv\n", &files);
    *small.file("patients.csv") = bytes;
    small
}

fn patients() -> String {
    // The pseudonym is what an encoding can break.
    let text = String::from_utf8(Small::new().file("patients.csv").clone()).expect("UTF-8");
    text.replace("P03", "Pé3")
}

fn latin_1(text: &str) -> Vec<u8> {
    text.chars().map(|c| u8::try_from(u32::from(c)).expect("a letter of Latin-1")).collect()
}

fn utf_16_le(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

#[test]
fn the_encoding_does_not_enter_the_table() {
    let text = patients().replace("V4;P03", "V4;Pé3");
    let with_mark = [b"\xEF\xBB\xBF".as_slice(), text.as_bytes()].concat();
    let plain = digests(&mut encoded("utf-8", text.clone().into_bytes()));
    for (label, bytes) in [
        ("utf-8", with_mark),
        ("windows-1252", latin_1(&text)),
        ("iso-8859-15", latin_1(&text)),
        ("utf-16le", utf_16_le(&text)),
    ] {
        assert_eq!(digests(&mut encoded(label, bytes))[0], plain[0], "{label}");
    }
}

#[test]
fn line_ends_and_blanks_do_not_enter_the_table() {
    let plain = digests(&mut Small::new());
    let text = String::from_utf8(Small::new().file("visits.csv").clone()).expect("UTF-8");
    for other in
        [text.replace('\n', "\r\n"), text.replace('\n', "\n\n"), text.replace(';', " ; "), text.trim_end().to_string()]
    {
        let mut small = Small::new();
        *small.file("visits.csv") = other.into_bytes();
        assert_eq!(digests(&mut small), plain);
        assert_eq!(small.findings(), "");
    }
}

#[test]
fn bytes_that_are_no_text_are_found_where_they_stand() {
    let latin = encoded("utf-8", latin_1(&patients())).with_binding_of_visit().findings();
    assert!(
        latin.contains("D004,blocks_lock,encoding,patient,patients.csv,4,patient_id,,P\u{FFFD}3,text in UTF-8,2.1"),
        "{latin}"
    );
    let undefined = encoded(
        "windows-1252",
        b"patient_id;sexe;naissance;marqueur;taille_cm;opposition;date_opposition\nP\x811;F;1950;1;1;non;\n".to_vec(),
    )
    .findings();
    assert!(undefined.starts_with("D004,"), "{undefined}");
}

#[test]
fn bytes_that_are_no_text_in_a_column_that_is_not_read_are_a_query() {
    let mut text = String::from_utf8(Small::new().file("patients.csv").clone()).expect("UTF-8").into_bytes();
    let at = text.windows(2).position(|w| w == "à".as_bytes()).expect("a comment with à");
    text.splice(at..at + 2, [0xE0]);
    let mut small = Small::new();
    *small.file("patients.csv") = text;
    let found = small.findings();
    assert!(found.starts_with("D004,query,encoding,patient,patients.csv,3,"), "{found}");
    assert_eq!(found.lines().count(), 1, "{found}");
}

/// Case of an export in UTF-8 whose binding says Windows-1252: every letter is read, and is another one.
#[test]
fn an_encoding_that_seems_to_be_another_is_a_query() {
    let found = encoded("windows-1252", Small::new().file("patients.csv").clone()).findings();
    assert!(
        found.starts_with("D004,query,encoding,patient,patients.csv,,,,what seems to be text in UTF-8,"),
        "{found}"
    );
    assert_eq!(found.lines().count(), 1, "{found}");
}

#[test]
fn a_mark_of_another_encoding_is_a_finding() {
    let bytes = [b"\xEF\xBB\xBF".as_slice(), patients().replace("Pé3", "P03").as_bytes()].concat();
    let found = encoded("windows-1252", bytes).findings();
    assert!(found.starts_with("D004,blocks_lock,encoding,patient,patients.csv,1,,,a mark of UTF-8,"), "{found}");
    assert_eq!(found.lines().count(), 1, "{found}");
}

#[test]
fn numbers_come_from_their_text_and_their_unit() {
    let read = Small::new().read().expect("the files are there");
    let patients = &read.data.tables[0].rows;
    // Identifier, sex, year of birth, marker, largest.
    let column = |place: usize| patients.iter().map(|row| row.cell(place).expect("a cell")).collect::<Vec<_>>();
    // 4,55 cm, 10 cm and 2,5 cm, in millionths of a millimetre.
    let millionths = |n| Cell::Number(n, None);
    assert_eq!(column(4), [45_500_000, 100_000_000, 25_000_000].map(millionths));
    assert_eq!(column(3), [millionths(12_500_000), Cell::Number(2_000_000, Some('<')), Cell::Missing]);
}

#[test]
fn the_order_of_columns_does_not_enter_the_table() {
    let mut small = Small::new();
    *small.file("visits.csv") = "date;lisible;autre;visite;patient_id\n29/02/2024;oui;x;V4;P03\n10/02/2024;non;;V3;P02\n31/12/2024;oui;;V2;P01\n05/01/2024;oui;;V1;P01\n".into();
    let read = small.read().expect("the files are there");
    assert_eq!(read.data.tables[1].digest, digests(&mut Small::new())[1]);
    assert_ne!(
        read.data.tables[1].file_digest,
        Small::new().read().expect("the files are there").data.tables[1].file_digest
    );
    // Rows follow the key, and each keeps the line it came from.
    assert_eq!(read.data.tables[1].rows.lines(), [5, 4, 3, 2]);
}

impl Small {
    /// Visits of the patients whose pseudonyms every encoding can write.
    fn with_binding_of_visit(mut self) -> Small {
        *self.file("visits.csv") =
            "visite;patient_id;date;lisible\nV1;P01;05/01/2024;oui\nV2;P01;31/12/2024;oui\n".into();
        *self.file("lesions.csv") = "visite;numero;organe;taille;viable\nV1;1;foie;45,5;45,5\n".into();
        self
    }
}
