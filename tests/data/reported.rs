//! Faults that were reported of readers of other programs, which guess: each is read rightly here, or is a finding.

use super::Small;

/// What is reported, the code of the finding, and the change of a file that provokes it.
const FOUND: &[(&str, &str, &str, &str, &str)] = &[
    ("a thousands separator beside the decimal sign", "D001", "patients.csv", "12,5", "1.234,5"),
    ("a thousands separator that is a blank", "D001", "patients.csv", "12,5", "1 234,5"),
    ("a decimal sign of another country", "D001", "patients.csv", "12,5", "12.5"),
    ("a number in scientific notation", "D001", "patients.csv", "12,5", "1,25E+01"),
    ("a whole number with a decimal point", "D001", "patients.csv", "1950", "1950.0"),
    ("a sign that is no hyphen", "D001", "lesions.csv", ";12;0", ";\u{2212}12;0"),
    ("infinity", "D001", "patients.csv", "12,5", "inf"),
    ("a number that is none", "D001", "patients.csv", "12,5", "NaN"),
    ("a hexadecimal number", "D001", "patients.csv", "1950", "0x79E"),
    ("digits of another script in a number", "D001", "patients.csv", "12,5", "١٢,٥"),
    ("digits of another script in a date", "D001", "visits.csv", "10/02/2024", "١٠/02/2024"),
    ("digits in full width", "D001", "patients.csv", "1950", "１９５０"),
    ("a date as the number of a spreadsheet", "D001", "visits.csv", "10/02/2024", "45332"),
    ("a year of two digits", "D001", "visits.csv", "10/02/2024", "10/02/24"),
    ("a month before the day", "D001", "visits.csv", "31/12/2024", "12/31/2024"),
    ("a date with a time", "D001", "visits.csv", "10/02/2024", "10/02/2024 00:00"),
    ("a date without its zeros", "D001", "visits.csv", "10/02/2024", "10/2/2024"),
    ("a day that is in no calendar", "D001", "visits.csv", "29/02/2024", "29/02/2023"),
    ("a truth value of another program", "D003", "visits.csv", "10/02/2024;non", "10/02/2024;FALSE"),
    ("a code in another case", "D003", "patients.csv", "P01;F", "P01;f"),
    ("a name of a column in another case", "D008", "visits.csv", "lisible", "Lisible"),
    ("a name of a column that stands twice", "D008", "visits.csv", "lisible", "lisible;lisible "),
    ("a comment above the header", "D008", "visits.csv", "visite;", "# exported 2024-12-31\nvisite;"),
    ("a comment below the rows", "D005", "visits.csv", "V4;P03;29/02/2024;oui", "V4;P03;29/02/2024;oui\n# 4 rows"),
    ("a row of totals", "D009", "visits.csv", "V4;P03;29/02/2024;oui", "V4;P03;29/02/2024;oui\nTotal;;;4"),
    ("a row of totals in the table of patients", "D012", "patients.csv", "P03;H", "Total;;;;;;;\nP03;H"),
    ("a header that stands again", "D001", "visits.csv", "V3;P02", "visite;patient_id;date;lisible\nV3;P02"),
    ("a pseudonym that is a word for missing", "D009", "patients.csv", "P03;H", "NA;H"),
    ("a separator at the end of one row", "D005", "visits.csv", "V3;P02;10/02/2024;non", "V3;P02;10/02/2024;non;"),
    ("a field that a comment sign cuts", "D003", "patients.csv", "P01;F", "P01;F # checked"),
    ("a blank before a quotation", "D005", "patients.csv", "\"dit", " \"dit"),
    ("an apostrophe before a number", "D001", "patients.csv", "12,5", "'12,5"),
    ("a percent sign behind a number", "D001", "patients.csv", "12,5", "12,5 %"),
    ("an error of a spreadsheet", "D001", "patients.csv", "12,5", "#REF!"),
    ("a number cut by a spreadsheet", "D001", "patients.csv", "1950", "1950…"),
];

#[test]
fn what_other_readers_guess_is_a_finding() {
    for (what, code, file, old, new) in FOUND {
        let found = Small::new().with(file, old, new).findings();
        let blocks = format!("{code},blocks_lock,");
        assert!(found.lines().any(|l| l.starts_with(&blocks)), "{what}: {code} is not in\n{found}");
    }
}

/// The patients' cells in one column, in the order of their pseudonyms, as they are told.
fn patients(small: &mut Small, column: usize) -> Vec<String> {
    let read = small.read().expect("the files are there");
    read.data.tables[0].rows.iter().map(|row| format!("{:?}", row.cell(column).expect("a column"))).collect()
}

/// Names are text: a zero in front, an exponent and a date in them are letters like others.
#[test]
fn pseudonyms_are_never_numbers() {
    for name in ["007", "7", "1E5", "1e5", "2024-01-05", "MARCH1", "3/4", "TRUE", "null", "1.0", "12,5", "-1", "+1"] {
        let mut small = Small::new().with("patients.csv", "P01", name);
        *small.file("visits.csv") = format!("visite;patient_id;date;lisible\nV1;{name};31/12/2024;oui\n").into();
        *small.file("lesions.csv") = "visite;numero;organe;taille;viable;partie\nV1;1;foie;45,5;45,5;\n".into();
        assert_eq!(small.findings(), "", "{name}");
        assert!(patients(&mut small, 0).contains(&format!("Text({name:?})")), "{name}");
    }
    let two = Small::new().with("patients.csv", "P03;H", "01;F;1950;12,5;4,55;non;;\n1;F;1950;12,5;4,55;non;;\nP03;H");
    assert_eq!({ two }.findings(), "");
}

/// By the decimal sign that the binding declares, `1,234` is a little more than one.
#[test]
fn a_comma_is_what_the_binding_says() {
    let mut small = Small::new().with("patients.csv", "12,5", "1,234");
    assert_eq!(patients(&mut small, 3)[0], "Number(1234000, None)");
    let mut points = Small::new().with("binding.yaml", "decimal: \",\"", "decimal: \".\"");
    let found = points.findings();
    assert!(found.contains("\"12,5\"") && found.lines().all(|l| l.starts_with("D001,blocks_lock,")), "{found}");
}

#[test]
fn blanks_and_quotations_around_names_and_values_do_not_count() {
    for (file, old, new) in [
        ("visits.csv", "visite;patient_id", " visite ;patient_id\t"),
        ("visits.csv", "visite;patient_id", "\"visite\";\"patient_id\""),
        ("visits.csv", "V3;P02", "V3\u{a0};  P02"),
        ("visits.csv", "10/02/2024;non", "\"10/02/2024\";\" non \""),
        ("patients.csv", "12,5", "\"12,5\""),
        ("patients.csv", "12,5", "00012,500"),
        ("patients.csv", "NA", "\"NA\""),
        ("patients.csv", "NA", "\u{a0}"),
    ] {
        assert_eq!(Small::new().with(file, old, new).findings(), "", "{new:?}");
    }
}
