//! A binding against the first line of the real files.

use super::client::{Client, edited, root};
use serde_json::{Value, json};
use std::path::PathBuf;

fn absent(diagnostics: &[Value]) -> Vec<String> {
    let of = diagnostics.iter().filter(|d| d["code"] == "D008");
    of.map(|d| d["message"].as_str().expect("a message").to_string()).collect()
}

#[test]
fn a_column_that_the_file_has_not_is_told_with_the_one_it_has() {
    let mut client = Client::new();
    let binding = client.open(&root().join("plans/sirt-hcc/binding.yaml"));
    assert_eq!(client.diagnostics(&binding), Vec::<Value>::new());
    let as_it_was = client.text(&binding).to_string();
    let at = client.find(&binding, "      sex: sexe", "sexe");
    client.edit(&binding, at..at + 4, "Sexe");
    let diagnostics = client.diagnostics(&binding);
    let message = &absent(&diagnostics)[..];
    assert_eq!(message.len(), 1, "{diagnostics:?}");
    assert!(message[0].starts_with("The column `Sexe` is not in `patients.csv`"), "{}", message[0]);
    assert!(message[0].ends_with("hint: did you mean `sexe`?"), "{}", message[0]);
    let params = json!({ "textDocument": { "uri": binding }, "range": diagnostics[0]["range"], "context": { "diagnostics": diagnostics } });
    let actions = client.ask("textDocument/codeAction", params);
    let edits = actions[0]["edit"]["documentChanges"][0]["edits"].as_array().expect("edits").clone();
    assert_eq!(edited(client.text(&binding), &edits), as_it_was);
    client.shut_down();
}

/// A plan with its binding in a folder of its own, and its file with these bytes.
fn study(name: &str, file: &[u8]) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("editor").join(name);
    std::fs::create_dir_all(folder.join("data")).expect("a folder");
    for document in ["plan.md", "binding.yaml"] {
        std::fs::copy(root().join("tests/plans/lung").join(document), folder.join(document)).expect("a copy");
    }
    std::fs::write(folder.join("data/lung.csv"), file).expect("a file");
    folder
}

#[test]
fn the_first_line_is_read_as_a_file_may_write_it() {
    let mut client = Client::new();
    let names = "row,inst,time,status,age,sex,ph.ecog,wt.loss";
    for (at, file) in [
        format!("{names}\r\n1,3,306,2,74,1,1,NA\r\n"),
        format!("\u{feff}{names}\n"),
        format!("sep=,\n{names}\n"),
        names.split(',').map(|name| format!("\"{name}\"")).collect::<Vec<_>>().join(", "),
    ]
    .iter()
    .enumerate()
    {
        let folder = study(&format!("written_{at}"), file.as_bytes());
        let binding = client.open(&folder.join("binding.yaml"));
        assert_eq!(absent(&client.diagnostics(&binding)), Vec::<String>::new(), "{file}");
        client.close(&binding);
    }
    client.shut_down();
}

/// A file without a line of names begins with a patient, of whom nothing is told.
#[test]
fn no_value_of_a_patient_is_told() {
    let mut client = Client::new();
    let folder = study("no_header", b"rows,insts,306,statu,74,sexy,phecog,wtloss\n2,3,455,2,68,1,0,15\n");
    let binding = client.open(&folder.join("binding.yaml"));
    let told = absent(&client.diagnostics(&binding));
    assert_eq!(told.len(), 8, "{told:?}");
    for value in ["rows", "insts", "306", "statu`", "74", "sexy", "phecog", "wtloss"] {
        assert!(told.iter().all(|message| !message.contains(value)), "{value} in {told:?}");
    }
    // A pipe is not waited for, and a file that is no text has no columns.
    let folder = study("no_text", b"PK\x03\x04\x00\x00");
    let binding = client.open(&folder.join("binding.yaml"));
    assert_eq!(absent(&client.diagnostics(&binding)), Vec::<String>::new());
    client.shut_down();
}
