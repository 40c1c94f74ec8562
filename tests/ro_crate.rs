//! The folder of a run as an RO-Crate: what `prespec ro-crate` writes, and when it writes nothing.

use serde_json::Value;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

const METADATA: &str = "ro-crate-metadata.json";

fn prespec(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_prespec"));
    command.current_dir(env!("CARGO_MANIFEST_DIR")).args(arguments).output().expect("prespec can be started")
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn path(folder: &Path) -> &str {
    folder.to_str().expect("a path of plain characters")
}

fn run(out: &Path) {
    let made = prespec(&["run", "tests/plans/skin", "--out", path(out)]);
    assert!(made.status.success(), "{}", said(&made));
}

fn described(folder: &Path, more: &[&str]) -> Vec<u8> {
    let made = prespec(&[&["ro-crate", path(folder)], more].concat());
    assert!(made.status.success(), "{}", said(&made));
    fs::read(folder.join(METADATA)).expect("the file is there")
}

/// The entities by their identifiers, of which none stands twice.
fn entities(bytes: &[u8]) -> BTreeMap<String, Value> {
    let whole: Value = serde_json::from_slice(bytes).expect("JSON");
    let graph = whole["@graph"].as_array().expect("a graph").clone();
    let named: BTreeMap<String, Value> =
        graph.iter().map(|own| (own["@id"].as_str().expect("an identifier").to_string(), own.clone())).collect();
    assert_eq!(named.len(), graph.len());
    named
}

/// The identifiers that an entity refers to by a key, one or several.
fn referred(entity: &Value, key: &str) -> Vec<String> {
    let one = |value: &Value| value["@id"].as_str().map(str::to_string);
    match &entity[key] {
        Value::Array(list) => list.iter().filter_map(one).collect(),
        other => one(other).into_iter().collect(),
    }
}

fn hash(path: &Path) -> String {
    Sha256::digest(fs::read(path).expect("a file")).iter().map(|byte| format!("{byte:02x}")).collect()
}

struct Made {
    _folder: tempfile::TempDir,
    run: PathBuf,
}

fn made() -> Made {
    let folder = tempfile::tempdir().expect("a folder");
    let run = folder.path().join("run");
    self::run(&run);
    Made { _folder: folder, run }
}

#[test]
fn a_run_is_described_with_all_that_it_read_and_wrote() {
    let made = made();
    let bytes = described(&made.run, &[]);
    assert_eq!(bytes, described(&made.run, &[]), "the same run, the same bytes");
    let entities = entities(&bytes);
    let (root, action) = (&entities["./"], &entities["#run"]);
    assert_eq!(root["datePublished"], "2021-12-31");
    assert_eq!(action.get("endTime"), None);
    assert_eq!(referred(root, "conformsTo"), ["https://w3id.org/ro/wfrun/process/0.5"]);
    assert_eq!(entities[&referred(action, "instrument")[0]]["@type"], "SoftwareApplication");
    let mut written: Vec<String> = fs::read_dir(&made.run)
        .expect("the run")
        .map(|entry| entry.expect("a file").file_name().to_string_lossy().into_owned())
        .filter(|name| name != METADATA)
        .collect();
    written.sort();
    for key in ["hasPart", "result"] {
        let mut files = referred(if key == "result" { action } else { root }, key);
        files.sort();
        assert_eq!(files, written, "{key}");
    }
    for name in &written {
        let (file, at) = (&entities[name], made.run.join(name));
        assert_eq!(file["sha256"], hash(&at), "{name}");
        let size = fs::metadata(&at).expect("a file").len();
        assert_eq!(file["contentSize"], size.to_string(), "{name}");
        assert!(file["encodingFormat"].is_string() && file["name"] != **name, "{name}");
    }
    let read = referred(action, "object");
    assert_eq!(read.len(), 6);
    for id in &read {
        let file = &entities[id];
        let name = file["name"].as_str().expect("a path");
        assert_eq!(file["sha256"], hash(&Path::new(env!("CARGO_MANIFEST_DIR")).join(name)), "{name}");
    }
}

/// A time is told only where it was said, and as it was said.
#[test]
fn the_end_of_the_run_is_told_where_it_is_known() {
    let made = made();
    let entities = entities(&described(&made.run, &["--ended", "2026-03-01T11:00:00+01:00"]));
    assert_eq!(entities["./"]["datePublished"], "2026-03-01T10:00:00Z");
    assert_eq!(entities["#run"]["endTime"], "2026-03-01T10:00:00Z");
    let wrong = prespec(&["ro-crate", path(&made.run), "--ended", "yesterday"]);
    assert_eq!(wrong.status.code(), Some(2), "{}", said(&wrong));
    run(&made.run);
    assert!(!made.run.join(METADATA).exists(), "it was of the run before");
}

#[test]
fn what_is_not_the_run_is_not_described() {
    let made = made();
    let report = made.run.join("report.html");
    fs::write(&report, "other").expect("written");
    let refused = prespec(&["ro-crate", path(&made.run)]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(said(&refused).contains("R015") && said(&refused).contains("report.html"), "{}", said(&refused));
    assert!(!made.run.join(METADATA).exists());
    let nothing = prespec(&["ro-crate", "tests/plans/skin"]);
    assert!(nothing.status.code() == Some(2) && said(&nothing).contains("R015"), "{}", said(&nothing));
}
