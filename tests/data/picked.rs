//! Rows of a file that the binding picks for a table, before anything else is read of it.

use super::Small;
use prespec::data::Read;

/// The small study with rows of `lesions.csv` picked.
fn picking(by: &str) -> Small {
    Small::new().with("binding.yaml", "    file: lesions.csv\n", &format!("    file: lesions.csv\n    where: {by}\n"))
}

fn lines(read: &Read) -> Vec<u32> {
    let mut lines = read.data.tables[2].rows.lines().to_vec();
    lines.sort_unstable();
    lines
}

/// Lines 2 to 5 are of liver, lung, liver and lung; those of the first visit are lines 2 and 3.
#[test]
fn rows_are_picked_by_the_texts_of_their_fields() {
    for (by, expected) in [
        ("{ organe: foie }", vec![2, 4]),
        ("{ organe: [foie, poumon] }", vec![2, 3, 4, 5]),
        ("{ organe: poumon, visite: V1 }", vec![3]),
        ("{ organe: foie, visite: [V1, V2] }", vec![2, 4]),
        ("{ partie: \"\" }", vec![2, 3, 4, 5]),
    ] {
        let read = picking(by).read().expect("the files are there");
        assert_eq!(lines(&read), expected, "{by}");
        let picked = read.data.tables[2].picked.as_ref().expect("rows are picked");
        assert_eq!((picked.rows, read.data.tables[2].file_rows), (expected.len(), 4), "{by}");
        assert_eq!(picking(by).findings(), "", "{by}");
    }
    assert_eq!(Small::new().read().expect("the files are there").data.tables[2].picked, None);
}

/// What is wrong in a row that was left is nobody's: neither its key, nor its range, nor what it refers to.
#[test]
fn a_row_that_is_left_has_no_finding() {
    for broken in ["V4;1;tendon;25;;", "V4;1;poumon;-25;;", "V9;1;poumon;25;;", ";1;poumon;25;;", "V4;1;poumon;far;;"] {
        let found = |by: &str| picking(by).with("lesions.csv", "V4;1;poumon;25;;", broken).findings();
        assert_eq!(found("{ organe: foie }"), "", "{broken}");
        let all = Small::new().with("lesions.csv", "V4;1;poumon;25;;", broken).findings();
        assert_eq!(all.lines().count(), 1, "{broken}: {all}");
    }
    // A row that may be another is one of the whole file.
    let torn = picking("{ organe: foie }").with("lesions.csv", "V4;1;poumon;25;;", "V4;1;poumon;25").findings();
    assert!(torn.starts_with("D005,"), "{torn}");
}

/// The rows and the SHA-256 that the binding states are those of the whole file.
#[test]
fn what_is_stated_of_a_file_is_of_all_its_rows() {
    let stated = |rows: &str| picking("{ organe: foie }").with("binding.yaml", "    where:", rows).findings();
    assert_eq!(stated("    rows: 4\n    where:"), "");
    assert!(stated("    rows: 2\n    where:").starts_with("D031,"));
}

#[test]
fn a_code_that_picks_no_row_is_found() {
    let mut shown = String::new();
    for by in [
        "{ organe: foi }",
        "{ organe: FOIE }",
        "{ organe: [foie, rein] }",
        "{ organe: \"\" }",
        "{ organe: foie, visite: V4 }",
        "{ organe: [foie, poumon], visite: V4 }",
    ] {
        let found = picking(by).findings();
        assert!(found.starts_with("D034,blocks_lock,rows of a file,lesion,lesions.csv,"), "{by}: {found}");
        assert_eq!(found.lines().count(), 1, "{by}: {found}");
        shown.push_str(&format!("{by}\n{found}"));
    }
    insta::assert_snapshot!("codes_that_pick_no_row", shown);
    // Of a file without a row there is nothing else to say.
    let mut empty = picking("{ organe: foie }");
    *empty.file("lesions.csv") = "visite;numero;organe;taille;viable;partie\n".into();
    assert!(empty.findings().starts_with("D007,") && empty.findings().lines().count() == 1);
}

/// Of the rows below a table whose rows cannot be picked nothing is said.
#[test]
fn a_column_that_is_not_there_picks_nothing() {
    let found = picking("{ organ: foie }").findings();
    assert!(found.starts_with("D008,") && found.contains("no such column, but `organe`"), "{found}");
    assert_eq!(found.lines().count(), 1, "{found}");
    let visits = Small::new()
        .with("binding.yaml", "    file: visits.csv\n", "    file: visits.csv\n    where: { parametre: A }\n")
        .findings();
    assert!(visits.starts_with("D008,") && visits.lines().all(|line| !line.starts_with("D011,")), "{visits}");
}

/// A field that looks like the code and is another leaves its row out, and that is found.
#[test]
fn a_field_that_cannot_be_read_is_found() {
    for other in ["foie\u{200b}", "fo\u{0}ie", "f\u{fffd}ie"] {
        let found = picking("{ organe: foie }").with("lesions.csv", "V2;1;foie", &format!("V2;1;{other}")).findings();
        assert!(found.starts_with("D004,blocks_lock,encoding,lesion,lesions.csv,4,"), "{found}");
        assert_eq!(found.lines().count(), 1, "{found}");
    }
    let mark = picking("{ organe: foie }").with("lesions.csv", "V2;1;foie", "V2;1;fo\"ie").findings();
    assert!(mark.starts_with("D006,blocks_lock,"), "{mark}");
}

/// Two tables read one file, each its own rows.
#[test]
fn two_tables_read_rows_of_one_file() {
    let binding = "    file: lesions.csv\n    where: { sorte: V }\n";
    let mut small = Small::new().with("binding.yaml", "    file: visits.csv\n", binding).with(
        "binding.yaml",
        "    file: lesions.csv\n    columns:\n",
        "    file: lesions.csv\n    where: { sorte: L }\n    columns:\n",
    );
    *small.file("lesions.csv") = "sorte;visite;patient_id;date;lisible;numero;organe;taille;viable;partie\n\
        V;V1;P01;05/01/2024;oui;;;;;\nV;V2;P01;31/12/2024;oui;;;;;\nL;V1;;;;1;foie;45,5;45,5;\nL;V2;;;;1;foie;50;3,25;\n"
        .into();
    assert_eq!(small.findings(), "");
    let read = small.read().expect("the files are there");
    let heights: Vec<usize> = read.data.tables.iter().map(|t| t.rows.len()).collect();
    assert_eq!(heights, [3, 2, 2]);
}
