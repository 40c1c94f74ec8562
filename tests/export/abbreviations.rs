//! Under each table stands what its short forms mean, once, wherever the table is read: of the first study, whose plan writes out
//! its own.

use super::readers::{letters, rtf, xml};
use super::study;
use crate::report::html::html;
use prespec::report::data;
use serde_json::Value;

/// Short forms that are words of their own wherever they stand in this report, and what they mean.
const MEANT: [(&str, &str); 7] = [
    ("SIRT", "selective internal radiation therapy"),
    ("BCLC", "Barcelona Clinic Liver Cancer"),
    ("mRECIST", "modified RECIST"),
    ("ECOG", "Eastern Cooperative Oncology Group"),
    ("CI", "confidence interval"),
    ("HR", "hazard ratio"),
    ("OR", "odds ratio"),
];

fn said(text: &Value) -> String {
    text.as_array().into_iter().flatten().filter_map(|span| span["text"].as_str()).collect()
}

/// Of every numbered table of the results, what it says above its notes, and its notes.
fn tables() -> Vec<(String, String)> {
    let document: Value = serde_json::from_slice(&data(&study().results).expect("a report")).expect("JSON");
    let sections = document["sections"].as_object().expect("sections").iter();
    // The pages that describe the files are of no analysis.
    let own = sections.filter(|(name, _)| !matches!(name.as_str(), "numbers" | "clauses" | "references"));
    let blocks = own.flat_map(|(_, blocks)| blocks.as_array().expect("blocks"));
    let numbered = blocks.filter(|block| block["kind"] == "table" && block.get("unnumbered").is_none());
    let read = |table: &Value| {
        let list = |name: &str| table[name].as_array().cloned().unwrap_or_default();
        let mut above = vec![said(&table["caption"]), said(&table["about"])];
        above.extend(list("groups").iter().map(|group| said(&group[1])));
        above.extend(list("columns").iter().map(|column| said(&column["head"])));
        above.extend(
            list("rows").iter().flat_map(|row| row["cells"].as_array().expect("cells").clone()).map(|c| said(&c)),
        );
        let notes: Vec<String> = list("notes").iter().map(|note| said(&note[1])).collect();
        (above.join("\n"), notes.join("\n"))
    };
    numbered.map(read).collect()
}

fn has_word(text: &str, word: &str) -> bool {
    text.split(|c: char| !c.is_alphanumeric() && c != '_').any(|other| other == word)
}

#[test]
fn what_occurs_in_a_table_is_written_out_under_it_once() {
    let tables = tables();
    assert!(tables.len() > 90, "{}", tables.len());
    for (short, long) in MEANT {
        let written = format!("{short}: {long}");
        let mut seen = 0;
        for (above, notes) in &tables {
            let times = notes.matches(&written).count();
            if has_word(above, short) {
                seen += 1;
                assert_eq!(times, 1, "{short} of {above}\n{notes}");
            } else if !has_word(&notes.replace(&written, ""), short) {
                assert_eq!(times, 0, "{short} does not occur in {above}\n{notes}");
            }
        }
        assert!(seen > 0, "{short} occurs in a table");
    }
}

/// The letters SD are those of stable disease in tables of responses, and of a deviation at baseline.
#[test]
fn letters_of_two_meanings_have_the_one_of_their_table() {
    for (above, notes) in tables() {
        let says = notes.contains("SD: standard deviation");
        let rules = notes.contains("SD: stable disease");
        if above.starts_with("Characteristics at baseline") {
            assert!(says && !rules, "{above}");
        }
        if above.starts_with("Best overall response") || above.contains("what settles") {
            assert!(!says && !rules, "{above}\n{notes}");
        }
        if above.starts_with("How often each row gave the value, RECIST") {
            assert!(!says && rules && notes.contains("PD: progressive disease"), "{above}\n{notes}");
        }
    }
}

#[test]
fn they_stand_in_every_form_of_a_table() {
    let of = study();
    let page = html(&of.results);
    let all = tables();
    let with = all.iter().filter(|(_, notes)| notes.contains("SIRT: selective internal radiation therapy")).count();
    let long = "selective internal radiation therapy";
    assert!(page.matches(long).count() >= with);
    let read = xml(super::file(&of.files, "docx/report.docx"), "word/document.xml");
    let docx = letters(roxmltree::Document::parse(&read).expect("XML").root());
    assert!(docx.matches(long).count() >= with);
    assert!(rtf(super::file(&of.files, "rtf/report.rtf")).text.matches(long).count() >= with);
    let single = of.begins("docx/table-").into_iter().find(|file| file.path.contains("progression-free-survival"));
    let single = xml(&single.expect("a table of its own").bytes, "word/document.xml");
    assert!(single.contains("CI: confidence interval") && single.contains(long), "{single}");
}
