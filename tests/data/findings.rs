//! One fault in the files gives one finding of the code named, and the reading goes on.

use super::Small;
use std::fmt::Write;

/// Code, file, what stands in it, what takes its place.
const CASES: &[(&str, &str, &str, &str)] = &[
    ("D001", "visits.csv", "10/02/2024", "31/02/2024"),
    ("D001", "visits.csv", "10/02/2024", "2024-02-10"),
    ("D001", "patients.csv", ";12,5;", ";12.5;"),
    ("D001", "patients.csv", ";12,5;", ";1 012,5;"),
    ("D001", "patients.csv", ";12,5;", ";~12,5;"),
    ("D001", "lesions.csv", ";45,5;45,5", ";<45,5;45,5"),
    ("D001", "patients.csv", "1950", "1950,0"),
    ("D002", "lesions.csv", "3,25", "3,2500001"),
    ("D002", "lesions.csv", "3,25", "0,000000000000000000000000000000000000000000000000000001"),
    ("D002", "patients.csv", "1950", "99999999999999999999"),
    ("D003", "patients.csv", "P01;F", "P01;f"),
    ("D003", "visits.csv", "10/02/2024;non", "10/02/2024;peut-être"),
    ("D005", "patients.csv", "P01;F;1950;12,5;4,55;non;;", "P01;F;1950;12,5;4,55;non;;;1"),
    ("D005", "visits.csv", "V3;P02;10/02/2024;non", "V3;P02;10/02/2024"),
    ("D006", "lesions.csv", "V4;1;poumon;25;;", "V4;1;poumon;25;;\""),
    ("D006", "patients.csv", ";;\nP02;H;1961;<2;10;oui;03/02/2024;\"dit", ";;\"\nP02;H;1961;<2;10;oui;03/02/2024;dit"),
    ("D004", "patients.csv", "à revoir", "à\0 revoir"),
    ("D004", "patients.csv", "commentaire", "comm\u{1b}[2Jentaire"),
    ("D006", "patients.csv", "\"\"non\"\"", "\"non\"\""),
    ("D006", "patients.csv", "P03;H;1944;NA;2,5;non;;", "P03;H;1944;NA;2,5;non;;5\" x"),
    ("D006", "patients.csv", "P03;H;1944;NA;2,5;non;;", "P03;H;1944;NA;2,5;non;;\"a\nb\""),
    ("D006", "patients.csv", "oui; à revoir", "oui;\nà revoir"),
    ("D006", "visits.csv", "V4;P03", "V\"4\";P03"),
    ("D006", "visits.csv", "31/12/2024;oui", "31/12/2024\r;oui"),
    ("D008", "visits.csv", "lisible", "lisible_"),
    ("D008", "lesions.csv", "taille;viable", "taille;viable;taille"),
    ("D009", "visits.csv", "V3;P02", "V3;"),
    ("D009", "lesions.csv", "V1;2;poumon", "V1;;poumon"),
    ("D010", "visits.csv", "V3;P02;10/02/2024;non", "V3;P02;10/02/2024;non\nV3;P02;10/02/2024;non"),
    ("D010", "visits.csv", "V3;P02;10/02/2024;non", "V3;P02;10/02/2024;non\nV3;P02;10/02/2024;oui"),
    ("D011", "visits.csv", "V3;P02", "V3;P20"),
    ("D011", "lesions.csv", "V2;1;foie;50;3,25", "V9;1;foie;50;3,25"),
    ("D012", "patients.csv", ";10;oui", ";;oui"),
    ("D013", "patients.csv", "1950", "1850"),
    ("D013", "patients.csv", ";4,55;", ";50,000001;"),
    ("D013", "patients.csv", ";12,5;", ";0;"),
    ("D013", "lesions.csv", ";12;0", ";-12;0"),
    ("D014", "lesions.csv", "50;3,25", "50;50,000001"),
    ("D015", "patients.csv", "oui;03/02/2024", "oui;"),
    ("D016", "visits.csv", "10/02/2024", "01/01/2025"),
    ("D017", "visits.csv", "31/12/2024", "30/12/2024"),
    ("D018", "lesions.csv", "V2;1;foie", "V2;1;poumon"),
    ("D019", "lesions.csv", "V4;1;poumon;25;", "V4;1;poumon;;"),
    ("D030", "visits.csv", "10/02/2024", "10/02/0202"),
    ("D030", "patients.csv", "03/02/2024", "01/01/1900"),
    ("D033", "visits.csv", "V3;P02", "V3\u{200b};P02"),
    ("D033", "patients.csv", "P03;H;1944", "P03\u{feff};H;1944"),
    ("D003", "patients.csv", "P01;F;", "P01;F\u{ad};"),
    ("D001", "patients.csv", "12,5", "12\u{a0}000,5"),
    ("D023", "lesions.csv", "V4;1;poumon;25;;", "V4;1;poumon;25;;\n;;;;;\n;; ;;;"),
    ("D024", "lesions.csv", "V1;2;poumon;12;0;", "V1;2;poumon;12;0;7"),
    ("D024", "lesions.csv", "V1;2;poumon;12;0;", "V1;2;poumon;12;0;2"),
];

#[test]
fn every_fault_has_its_finding() {
    let mut shown = String::new();
    for (code, file, old, new) in CASES {
        let found = Small::new().with(file, old, new).findings();
        assert!(found.lines().any(|l| l.starts_with(code)), "{code} for `{new}` in {file}, but\n{found}");
        writeln!(shown, "{file}: {old:?} → {new:?}\n{found}").expect("text grows");
    }
    insta::assert_snapshot!("findings", shown);
}

#[test]
fn one_fault_gives_one_finding() {
    // A column that stands twice makes every row too short, and a quotation takes away the rows that others refer to.
    for (code, file, old, new) in CASES.iter().filter(|c| !matches!(c.0, "D006" | "D008" | "D033")) {
        let found = Small::new().with(file, old, new).findings();
        assert_eq!(found.lines().count(), 1, "{code} for `{new}` in {file}:\n{found}");
    }
}

/// Lesions that name one another lead nowhere: each of the two is asked about.
#[test]
fn names_that_lead_back_are_found_at_each_row() {
    let circle = "V1;1;foie;45,5;45,5;2\nV1;2;poumon;12;0;1";
    let found = Small::new().with("lesions.csv", "V1;1;foie;45,5;45,5;\nV1;2;poumon;12;0;", circle).findings();
    let of = |line: u8, name: u8| {
        format!(
            "D024,blocks_lock,reference,lesion,lesions.csv,{line},partie,P01,{name},a `number` that does not lead back to its own,2.1"
        )
    };
    assert_eq!(found.lines().collect::<Vec<_>>(), [of(2, 2), of(3, 1)]);
}

/// A row of nothing costs nothing: the tables are those without it.
#[test]
fn rows_of_separators_do_not_enter_the_table() {
    let digest = |mut small: Small| small.read().expect("the files are there").data.tables[2].digest.clone();
    let blank = Small::new().with("lesions.csv", "V4;1;poumon;25;", ";;;;\nV4;1;poumon;25;\n;;;;;;;;");
    assert_eq!(digest(blank), digest(Small::new()));
}

/// A file that has lost rows, or is another one, is told by what the binding states of it.
#[test]
fn a_file_is_the_one_that_the_binding_states() {
    let digest = "0b1c".repeat(16);
    let stated = |what: &str| {
        let file = format!("    file: lesions.csv\n    {what}\n");
        Small::new().with("binding.yaml", "    file: lesions.csv\n", &file)
    };
    assert_eq!(stated("rows: 4").findings(), "");
    let fewer = stated("rows: 5").findings();
    assert_eq!(
        fewer,
        "D031,blocks_lock,rows of a file,lesion,lesions.csv,,,,4 rows,\"5 rows, as the binding says\",2.1\n"
    );
    let other = stated(&format!("sha256: {digest}")).findings();
    assert!(other.starts_with("D032,blocks_lock,file as stated,lesion,lesions.csv,,,,a file with SHA-256 "), "{other}");
    insta::assert_snapshot!("files_other_than_stated", format!("{fewer}{other}"));
    // YAML takes such a hash for a number.
    let number = format!("{}e10", "1".repeat(61));
    let other = stated(&format!("sha256: {number}")).findings();
    assert!(other.contains(&format!("{number}, as the binding says")), "{other}");
    let own = Small::new().read().expect("the files are there").data.tables[2].file_digest.clone();
    assert_eq!(stated(&format!("sha256: {}", own.to_uppercase())).findings(), "");
}

/// A text of several lines hides no row where as many rows are read as the source counts.
#[test]
fn the_number_of_rows_settles_texts_of_several_lines() {
    let two_lines = |rows: &str| {
        Small::new()
            .with("binding.yaml", "    file: patients.csv\n", &format!("    file: patients.csv\n{rows}"))
            .with("patients.csv", "oui; à revoir", "oui;\nà revoir")
            .findings()
    };
    assert!(two_lines("").starts_with("D006,blocks_lock,"));
    let settled = two_lines("    rows: 3\n");
    assert!(settled.starts_with("D006,query,") && settled.lines().count() == 1, "{settled}");
}

/// The first day that a date can be is the binding's to say.
#[test]
fn the_earliest_date_is_declared() {
    let with = |earliest: &str, date: &str| {
        Small::new()
            .with("binding.yaml", "cut-off: 2024-12-31", &format!("earliest: {earliest}\ncut-off: 2024-12-31"))
            .with("visits.csv", "05/01/2024", date)
            .findings()
    };
    assert_eq!(with("2024-01-05", "05/01/2024"), "");
    assert!(with("2024-01-06", "05/01/2024").contains("D030,blocks_lock,earliest date,visit,visits.csv,2,date,P01,"));
    assert_eq!(with("1850-01-01", "01/02/1850"), "");
}

#[test]
fn a_separator_may_be_named_in_the_first_line() {
    let named = |line: &str| Small::new().with("visits.csv", "visite;", &format!("{line}\nvisite;")).findings();
    assert_eq!(named("sep=;"), "");
    assert!(named("sep=,").starts_with("D008,blocks_lock,"), "{}", named("sep=,"));
}

#[test]
fn the_small_study_has_no_finding() {
    assert_eq!(Small::new().findings(), "");
}

#[test]
fn a_file_without_rows_is_a_finding() {
    let mut shown = String::new();
    for (bytes, severity) in
        [("", "blocks_lock"), ("\r\n\r\n", "blocks_lock"), ("visite;numero;organe;taille;viable;partie\r\n", "query")]
    {
        let mut small = Small::new();
        *small.file("lesions.csv") = bytes.into();
        let found = small.findings();
        assert!(found.starts_with(&format!("D007,{severity},empty table,")), "{found}");
        assert_eq!(found.lines().count(), 1, "{found}");
        shown.push_str(&found);
    }
    insta::assert_snapshot!("files_without_rows", shown);
    let mut stated =
        Small::new().with("binding.yaml", "    file: lesions.csv\n", "    file: lesions.csv\n    rows: 0\n");
    *stated.file("lesions.csv") = "visite;numero;organe;taille;viable\n".into();
    assert!(stated.findings().starts_with("D007,note,"), "{}", stated.findings());
}

#[test]
fn a_file_that_is_not_there_ends_the_run() {
    let mut small = Small::new();
    small.files.retain(|(name, _)| *name != "visits.csv");
    let error = small.read().expect_err("visits.csv is missing");
    assert!(error.path.ends_with("visits.csv"), "{error}");
    assert!(error.to_string().contains("cannot be read"), "{error}");
}

#[test]
fn rows_that_cannot_stand_are_set_aside() {
    let mut small =
        Small::new().with("visits.csv", "V3;P02", "V3;P20").with("lesions.csv", "V4;1;poumon;25;", "V3;1;poumon;25;");
    let read = small.read().expect("the files are there");
    let heights: Vec<usize> = read.data.tables.iter().map(|t| t.rows.len()).collect();
    // The lesion at V3 goes with its visit, without a finding of its own.
    assert_eq!(heights, [3, 3, 3]);
    let aside: Vec<u32> = read.rows.iter().flat_map(|t| t.aside.iter().map(|r| r.line())).collect();
    assert_eq!(aside, [4, 5]);
    assert_eq!(read.issues.len(), 1);
    assert_eq!(read.issues[0].code.0, "D011");
}

#[test]
fn of_repeated_rows_the_same_one_stays_wherever_they_stand() {
    let (a, b) = ("V3;P02;10/02/2024;non", "V3;P02;09/02/2024;oui");
    let digest = |rows: String| {
        Small::new().with("visits.csv", a, &rows).read().expect("the files are there").data.tables[1].digest.clone()
    };
    assert_eq!(digest(format!("{a}\n{b}")), digest(format!("{b}\n{a}")));
}

#[test]
fn repetitions_that_agree_are_one_row() {
    let row = "V3;P02;10/02/2024;non";
    let agree = |again: &str| {
        Small::new()
            .with("binding.yaml", "    file: visits.csv\n", "    file: visits.csv\n    repeats: must_agree\n")
            .with("visits.csv", row, &format!("{row}\n{again}"))
            .findings()
    };
    assert_eq!(agree(row), "");
    assert!(agree("V3;P02;10/02/2024;oui").starts_with("D010,"));
}

#[test]
fn two_tables_may_read_one_file() {
    let mut small = Small::new()
        .with("binding.yaml", "    file: visits.csv\n", "    file: lesions.csv\n    repeats: must_agree\n")
        .with("binding.yaml", "      visit: visite\n", "      visit: visite\n");
    *small.file("lesions.csv") = "visite;patient_id;date;lisible;numero;organe;taille;viable;partie\n\
        V1;P01;05/01/2024;oui;1;foie;45,5;45,5;\nV1;P01;05/01/2024;oui;2;poumon;12;0;\nV2;P01;31/12/2024;oui;1;foie;50;3,25;;;\n"
        .into();
    let read = small.read().expect("the files are there");
    let heights: Vec<usize> = read.data.tables.iter().map(|t| t.rows.len()).collect();
    assert_eq!(heights, [3, 2, 3]);
    // The row with too many fields is told once, not once for each table.
    let codes: Vec<&str> = read.issues.iter().map(|i| i.code.0).collect();
    assert_eq!(codes, ["D005"]);
}

#[test]
fn a_cell_never_becomes_a_formula() {
    let found = Small::new().with("patients.csv", ";12,5;", ";=HYPERLINK(1);").findings();
    assert!(found.contains(",'=HYPERLINK(1),"), "{found}");
    let found = Small::new().with("patients.csv", ";12,5;", ";@x,y\u{7};").findings();
    assert!(found.starts_with("D004,") && found.contains("\"'@x,y\\u{7}\""), "{found}");
}

#[test]
fn what_is_found_is_never_longer_than_a_line() {
    let found = Small::new().with("patients.csv", ";12,5;", &format!(";{};", "x".repeat(100_000))).findings();
    assert!(found.len() < 400 && found.contains("xxx…"), "{found}");
}

#[test]
fn a_long_key_is_cut_wherever_it_is_shown() {
    let long = "P".repeat(100_000);
    let found = Small::new().with("visits.csv", "V3;P02", &format!("V3;{long}")).findings();
    assert!(found.starts_with("D011,") && found.contains("PPP…"), "{}", found.len());
    assert!(found.len() < 600, "{}", found.len());
}

/// As the file has it, and beside a number that was converted the number in the plan's unit.
#[test]
fn what_is_found_stands_as_in_the_file() {
    let found = Small::new().with("lesions.csv", "50;3,25", "50;050,5000").findings();
    assert!(found.contains(",\"050,5000\","), "{found}");
    let centimetres = Small::new().with("patients.csv", ";4,55;", ";60,0;").findings();
    assert!(centimetres.contains(",\"60,0 (600 mm)\",below 500 mm"), "{centimetres}");
}

#[test]
fn a_wrong_separator_is_named_where_the_columns_are_missed() {
    let mut small = Small::new();
    let commas = String::from_utf8(small.file("visits.csv").clone()).expect("UTF-8").replace(';', ",");
    *small.file("visits.csv") = commas.into_bytes();
    let found = small.findings();
    let missed: Vec<&str> = found.lines().filter(|l| l.starts_with("D008")).collect();
    assert!(missed.len() > 2, "{found}");
    assert!(missed.iter().all(|l| l.contains("a single column, and its header holds `,`")), "{found}");
}

#[test]
fn what_concerns_a_whole_file_comes_first() {
    let found = Small::new().with("patients.csv", "1950", "1850").with("lesions.csv", "taille;", "taile;").findings();
    assert!(found.starts_with("D008,") && found.contains("\nD013,"), "{found}");
}
