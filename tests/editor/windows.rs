//! A study on Windows, as an editor there speaks of it: a drive in the address, and lines that end in two characters.

use super::client::{Client, edited, root};
use serde_json::{Value, json};

const PLAN: &str = "file:///c%3A/trials/my%20study/plan.md";
const BINDING: &str = "file:///c%3A/trials/my%20study/binding.yaml";

fn open(client: &mut Client, uri: &str, document: &str) {
    let path = root().join("tests/plans/lung").join(document);
    let text = std::fs::read_to_string(path).expect("a text").replace('\n', "\r\n");
    let item = json!({ "uri": uri, "languageId": "markdown", "version": 1, "text": text });
    client.tell("textDocument/didOpen", json!({ "textDocument": item }));
    client.open.insert(uri.to_string(), (1, text));
}

#[test]
fn a_study_on_a_drive_is_told_of_by_its_own_addresses() {
    let mut client = Client::new();
    open(&mut client, PLAN, "plan.md");
    open(&mut client, BINDING, "binding.yaml");
    assert_eq!(client.diagnostics(PLAN), Vec::<Value>::new());
    assert_eq!(client.diagnostics(BINDING), Vec::<Value>::new());

    let as_it_was = client.text(PLAN).to_string();
    let role = client.find(PLAN, "  role: primary", "role");
    client.edit(PLAN, role..role + 4, "rolle");
    let told = client.diagnostics(PLAN);
    let codes: Vec<&Value> = told.iter().map(|d| &d["code"]).collect();
    assert_eq!(codes, ["P002"]);
    let line = as_it_was[..role].matches('\n').count();
    assert_eq!(told[0]["range"]["start"], json!({ "line": line, "character": 2 }));
    let params =
        json!({ "textDocument": { "uri": PLAN }, "range": told[0]["range"], "context": { "diagnostics": told } });
    let actions = client.ask("textDocument/codeAction", params);
    let change = &actions[0]["edit"]["documentChanges"][0];
    assert_eq!(change["textDocument"]["uri"], PLAN);
    assert_eq!(edited(client.text(PLAN), change["edits"].as_array().expect("edits")), as_it_was);
    client.edit(PLAN, role..role + 5, "role");

    let column = client.find(BINDING, "      age", "age");
    let at = client.at(BINDING, column);
    let place = client.ask("textDocument/definition", at);
    assert_eq!(place["uri"], PLAN, "{place}");
    client.shut_down();
}

/// A path with the strokes of Windows would lead nowhere on another system.
#[test]
fn a_path_in_a_binding_is_written_with_strokes_that_every_system_has() {
    let mut client = Client::new();
    open(&mut client, PLAN, "plan.md");
    open(&mut client, BINDING, "binding.yaml");
    let folder = client.find(BINDING, "data: data", "data");
    client.edit(BINDING, folder..folder + 4, "data\\locked");
    let codes: Vec<Value> = client.diagnostics(BINDING).iter().map(|d| d["code"].clone()).collect();
    assert_eq!(codes, ["B005"]);
    client.shut_down();
}
