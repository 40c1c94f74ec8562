//! The report has a French title for every method of the plan language.

use prespec::methods::{ALL, OptionKind};
use prespec::report::data;
use prespec::results::{MethodUse, Number, Record, ReportInfo, Results};

#[test]
fn every_method_has_a_french_title() {
    for method in ALL {
        let used = MethodUse { name: method.name.into(), title: "UNTRANSLATED".into(), ..MethodUse::default() };
        assert!(!arranged("estimate", used).contains("UNTRANSLATED"), "{} has no French title", method.name);
    }
}

/// French, as the notes of a table have it, of one method with one option.
fn noted(option: (&str, &str)) -> String {
    let used = MethodUse {
        name: "proportion".into(),
        options: vec![(option.0.to_string(), option.1.to_string())],
        ..MethodUse::default()
    };
    arranged("estimate", used)
}

fn arranged(statistic: &str, method: MethodUse) -> String {
    let record = Record {
        id: format!("x.{statistic}"),
        analysis: "x".into(),
        role: "primary".into(),
        statistic: statistic.into(),
        standing: "estimates".into(),
        value: Number::Real(0.5),
        method: Some(method),
        ..Record::default()
    };
    let results = Results {
        report: ReportInfo { language: "fr".into(), ..ReportInfo::default() },
        records: vec![record],
        ..Results::default()
    };
    String::from_utf8(data(&results).expect("a report")).expect("text")
}

/// Words that are printed as they stand in the plan: a name, a letter, or the same word in both languages.
const ALIKE: &[&str] = &["rho", "gamma", "test", "variance", "score", "exact", "patient", "median", "log"];

#[test]
fn every_option_and_every_word_it_takes_has_french() {
    let mut missing: Vec<String> = vec![];
    for option in ALL.iter().flat_map(|method| method.options) {
        let words = if let OptionKind::Choice(words) = option.kind { words } else { &[] };
        let all = std::iter::once(&option.name).chain(words);
        missing.extend(all.filter(|word| !has_french(word)).map(|word| format!("{}: {word}", option.name)));
    }
    assert!(missing.is_empty(), "{missing:?}");
    assert!(noted(("small_sample", "none")).contains("petit échantillon"));
}

/// Whether the table of French words lists it: what is listed is printed, and nothing else.
fn has_french(word: &str) -> bool {
    let table = include_str!("../src/report/words/fr.rs");
    ALIKE.contains(&word) || table.contains(&format!("(\"{word}\", \""))
}

#[test]
fn every_statistic_of_a_method_has_french() {
    let files = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/src/methods")).expect("the methods");
    let mut found = 0;
    for file in files {
        let path = file.expect("a file").path();
        let Ok(text) = std::fs::read_to_string(&path) else { continue };
        // `output.push("mean", …)`: every statistic enters by this call.
        for part in text.split(".push(").skip(1) {
            let Some(name) = part.trim_start().strip_prefix('"').and_then(|p| p.split('"').next()) else { continue };
            found += 1;
            assert!(
                has_french(name) || name.ends_with("_lower") || name.ends_with("_upper"),
                "{}: {name}",
                path.display()
            );
        }
    }
    assert!(found > 100, "{found}");
}
