//! The folder of a copy for circulation: what is in it, and what refuses it.

use crate::files::said;
use prespec::catalogue::ALL;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// The plan of two clinics in a folder of its own.
struct Clinic {
    folder: tempfile::TempDir,
}

impl Clinic {
    fn new() -> Clinic {
        let folder = tempfile::tempdir().expect("a folder");
        let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/plans/clinic");
        fs::create_dir(folder.path().join("data")).expect("a folder for the data");
        for name in ["plan.md", "binding.yaml", "data/patient.csv"] {
            fs::copy(from.join(name), folder.path().join(name)).expect("a copy");
        }
        Clinic { folder }
    }

    fn at(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn prespec(&self, arguments: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_prespec"));
        command.current_dir(self.folder.path()).args(arguments).stdin(Stdio::null());
        command.output().expect("prespec can be started")
    }

    fn names(&self, folder: &str) -> Vec<String> {
        let entries = fs::read_dir(self.at(folder)).expect("a folder");
        let mut names: Vec<String> =
            entries.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }
}

/// Every file below a folder, as a text as far as it is one.
fn texts(folder: &Path) -> Vec<(PathBuf, String)> {
    let mut found = vec![];
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            found.extend(texts(&path));
        } else {
            let bytes = fs::read(&path).expect("a file");
            found.push((path, String::from_utf8_lossy(&bytes).into_owned()));
        }
    }
    found
}

#[test]
fn a_copy_is_a_folder_of_its_own_and_names_nobody() {
    let clinic = Clinic::new();
    let (exit, told) =
        said(&clinic.prespec(&["run", "plan.md", "--circulate", "--out", "copy", "--export", "csv,docx"]));
    assert_eq!(exit, 0, "{told}");
    // The primary analysis is told whole.
    assert!(told.contains("cured: ") && !told.contains("main: "), "{told}");
    assert_eq!(clinic.names("copy"), ["export", "report.html", "report.pdf", "results.json", "run.json"]);
    let (exit, _) = said(&clinic.prespec(&["ro-crate", "copy"]));
    assert_eq!(exit, 0);
    let ars = clinic.prespec(&["dump", "--stage", "ars", "--circulate", "plan.md"]);
    assert_eq!(ars.status.code(), Some(0));
    fs::write(clinic.at("copy/ars.json"), &ars.stdout).expect("written");
    let data = fs::read_to_string(clinic.at("data/patient.csv")).expect("the data");
    let pseudonyms: Vec<&str> = data.lines().skip(1).filter_map(|line| line.split(',').next()).collect();
    assert_eq!(pseudonyms.len(), 121);
    for (path, text) in texts(&clinic.at("copy")) {
        for name in &pseudonyms {
            let named = text.split(|c: char| !c.is_alphanumeric()).any(|word| word == *name);
            assert!(!named, "{} in {}", name, path.display());
        }
    }
    let ars = String::from_utf8(ars.stdout).expect("a text");
    assert!(ars.contains("COPY FOR CIRCULATION"));
    // What says which rows the numbers are from would tell how many there are, and by trial which.
    let run: serde_json::Value =
        serde_json::from_slice(&fs::read(clinic.at("copy/run.json")).expect("the file")).expect("JSON");
    assert_eq!(run["circulated"]["smallest"], 5);
    assert_eq!((run["data"].as_array().map(Vec::len), run["data_digest"].as_str()), (Some(0), Some("")));
    let report = texts(&clinic.at("copy/export"));
    let (_, table) = report.iter().find(|(path, _)| path.ends_with("tables.csv")).expect("a list of tables");
    assert!(table.contains("withheld"), "{table}");
}

/// A trace of a French plan has the spaces of French, but where it shows the plan.
#[test]
fn a_trace_has_the_spaces_of_french() {
    let clinic = Clinic::new();
    let plan = fs::read_to_string(clinic.at("plan.md")).expect("the plan");
    fs::write(clinic.at("plan.md"), plan.replace("language:    en", "language:    fr")).expect("written");
    assert_eq!(said(&clinic.prespec(&["run", "plan.md", "--out", "out"])).0, 0);
    for asked in [["trace", "survival.cox.efron.hazard_ratio"], ["trace", "--patient=K033"]] {
        let output = clinic.prespec(&[&asked[..], &["--out", "out"]].concat());
        let text = String::from_utf8(output.stdout).expect("a text");
        assert!(text.contains("\u{202f}: "), "{text}");
        // A line of the plan begins with its number, and its prose is English.
        let of_the_plan = |line: &str| {
            let line = line.trim_start();
            line.is_empty() || line.starts_with(|c: char| c.is_ascii_digit()) && line.contains("  ")
        };
        let wrong = |line: &&str| {
            let high = [" :", "\u{a0}:", " ;", "\u{a0};", "\u{a0}»", "«\u{a0}"].iter().any(|high| line.contains(high));
            let bare = line
                .match_indices([':', ';'])
                .any(|(at, _)| line[at + 1..].starts_with(' ') && !line[..at].ends_with('\u{202f}'));
            let cited = ALL.iter().any(|method| method.citation.contains(line.trim()));
            !of_the_plan(line) && !cited && (high || bare)
        };
        let wrong: Vec<&str> = text.lines().filter(wrong).collect();
        assert!(wrong.is_empty(), "{wrong:#?}");
    }
}

/// The codes of what a copy cannot do, and of what no copy can be made of.
#[test]
fn what_a_copy_refuses() {
    let clinic = Clinic::new();
    let mut shown = String::new();
    let mut refused = |what: &str, code: &str, output: Output| {
        let (exit, told) = said(&output);
        assert!(exit == 2 && told.contains(&format!("prespec explain {code}")), "{what}: {told}");
        shown.push_str(&format!("{what}: error[{code}]\n"));
    };
    assert_eq!(said(&clinic.prespec(&["run", "plan.md", "--circulate", "--out", "copy"])).0, 0);
    assert_eq!(said(&clinic.prespec(&["run", "plan.md", "--out", "whole"])).0, 0);
    refused("trace", "R061", clinic.prespec(&["trace", "main.fisher_exact.p_value", "--out", "copy"]));
    refused("reproduce", "R061", clinic.prespec(&["reproduce", "copy", "--out", "again"]));
    refused("queries", "R061", clinic.prespec(&["queries", "copy", "--out", "queries.csv"]));
    refused("diff", "R061", clinic.prespec(&["diff", "whole", "copy"]));
    refused("verify --rerun", "R061", clinic.prespec(&["verify", "copy", "--rerun"]));
    assert_eq!(said(&clinic.prespec(&["verify", "copy"])).0, 0, "its files are those that it was written with");
    refused("a copy into a whole run", "R062", clinic.prespec(&["run", "plan.md", "--circulate", "--out", "whole"]));
    assert!(clinic.names("whole").contains(&"patients.jsonl".to_string()));
    // A copy takes the place of a copy.
    assert_eq!(said(&clinic.prespec(&["run", "plan.md", "--circulate", "--out", "copy"])).0, 0);
    let plan = fs::read_to_string(clinic.at("plan.md")).expect("the plan");
    let (before, rest) = plan.split_once("circulation {").expect("the statement");
    let (_, after) = rest.split_once("}\n").expect("its end");
    fs::write(clinic.at("plan.md"), format!("{before}{after}")).expect("written");
    refused("a plan without a limit", "R060", clinic.prespec(&["run", "plan.md", "--circulate", "--out", "other"]));
    assert!(!clinic.at("other").exists());
    insta::assert_snapshot!("what_a_copy_refuses", shown);
}

/// The same inputs give the same bytes, whatever the threads.
#[test]
fn a_copy_is_the_same_on_every_run() {
    let clinic = Clinic::new();
    for (out, threads) in [("one", "1"), ("two", "2")] {
        let arguments = ["run", "plan.md", "--circulate", "--out", out, "--threads", threads, "--batch", "7"];
        assert_eq!(said(&clinic.prespec(&arguments)).0, 0);
    }
    for name in clinic.names("one") {
        assert_eq!(fs::read(clinic.at("one").join(&name)).ok(), fs::read(clinic.at("two").join(&name)).ok(), "{name}");
    }
}
