//! Plans edited letter by letter: no crash, nothing said of a text that is no more, every place one of the text.

use super::client::{Client, edited, root, valid};
use crate::every_plan::files_below;
use lsp_server::ErrorCode;
use serde_json::{Value, json};
use std::path::PathBuf;

/// What people type, and what they do not mean to.
const TYPED: &[&str] =
    &["rolle", "{", "}", "\"", "(", ":", "é", "𝄞", "\n", "```", "365", " and ", "# 9 New", "//", "use criteria/"];
const ASKED: &[&str] = &[
    "textDocument/hover",
    "textDocument/definition",
    "textDocument/references",
    "textDocument/documentSymbol",
    "textDocument/foldingRange",
    "textDocument/codeAction",
    "textDocument/formatting",
    "textDocument/prepareRename",
    "textDocument/completion",
    "textDocument/signatureHelp",
    "textDocument/semanticTokens/full",
    "textDocument/inlayHint",
];

/// The same numbers every time (Knuth's MMIX).
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        (self.0 >> 33) as usize % sides.max(1)
    }
}

fn plans() -> Vec<PathBuf> {
    let files = ["plans", "tests"].map(|folder| files_below(&root().join(folder).display().to_string(), "md")).concat();
    files.into_iter().filter(|path| path.file_name().is_some_and(|name| name == "plan.md")).collect()
}

#[test]
fn every_plan_is_edited_letter_by_letter() {
    let mut dice = Dice(20_26);
    let plans = plans();
    assert!(plans.len() > 16, "{} plans", plans.len());
    let mut client = Client::new();
    for path in plans {
        let uri = client.open(&path);
        let before = client.diagnostics(&uri);
        // The long ones take longer for each letter.
        let edits = if client.text(&uri).len() > 50_000 { 2 } else { 5 };
        for _ in 0..edits {
            edit_and_undo(&mut client, &uri, &mut dice);
        }
        assert_eq!(client.diagnostics(&uri), before, "{uri}: not what it was, though the text is");
        client.close(&uri);
    }
    client.shut_down();
}

fn edit_and_undo(client: &mut Client, uri: &str, dice: &mut Dice) {
    let text = client.text(uri).to_string();
    let at = boundary(&text, within_a_fence(&text, dice));
    let end = boundary(&text, (at + dice.roll(4)).min(text.len()));
    let cut = text[at..end].to_string();
    client.edit(uri, at..end, "");
    let typed = TYPED[dice.roll(TYPED.len())];
    let waits = dice.roll(2) == 0;
    let mut cursor = at;
    for letter in typed.chars() {
        client.edit(uri, cursor..cursor, letter.encode_utf8(&mut [0; 4]));
        cursor += letter.len_utf8();
        if waits {
            client.diagnostics(uri);
        }
    }
    client.diagnostics(uri);
    ask(client, uri, cursor, ASKED[dice.roll(ASKED.len())]);
    client.edit(uri, at..cursor, &cut);
    client.diagnostics(uri);
    assert_eq!(client.text(uri), text);
}

/// Most edits are of formal blocks.
fn within_a_fence(text: &str, dice: &mut Dice) -> usize {
    let fences: Vec<usize> = text.match_indices("```plan\n").map(|(at, _)| at).collect();
    match dice.roll(5) {
        0 => dice.roll(text.len()),
        _ => {
            let start = fences[dice.roll(fences.len())];
            let length = text[start + 8..].find("```").unwrap_or(text.len() - start - 8);
            start + 8 + dice.roll(length)
        }
    }
}

fn boundary(text: &str, byte: usize) -> usize {
    (0..=byte).rev().find(|b| text.is_char_boundary(*b)).unwrap_or(0)
}

fn ask(client: &mut Client, uri: &str, byte: usize, method: &str) {
    let mut params = client.at(uri, byte);
    params["context"] =
        json!({ "includeDeclaration": true, "diagnostics": [], "triggerKind": 1, "isRetrigger": false });
    params["range"] = json!({ "start": params["position"], "end": params["position"] });
    params["options"] = json!({ "tabSize": 2, "insertSpaces": true });
    let id = client.send(method, params);
    let text = client.text(uri).to_string();
    match client.answer(id) {
        Ok(answer) => {
            ranges(&answer, uri, uri).into_iter().for_each(|range| valid(range, &text));
            if let (true, Some(edits)) = (method.ends_with("formatting"), answer.as_array()) {
                edited(&text, edits);
            }
        }
        Err(error) => {
            assert!(method.ends_with("formatting") || method.ends_with("Rename"), "{method}: {error:?}");
            assert_eq!(error.code, ErrorCode::RequestFailed as i32);
        }
    }
}

/// Every range of an answer that is of this document.
fn ranges<'a>(value: &'a Value, within: &str, uri: &str) -> Vec<&'a Value> {
    let within = value["uri"].as_str().or(value["textDocument"]["uri"].as_str()).unwrap_or(within);
    match value {
        Value::Array(values) => values.iter().flat_map(|v| ranges(v, within, uri)).collect(),
        Value::Object(entries) => {
            let own = entries.values().filter(|v| v["start"].is_object() && within == uri);
            own.chain(entries.values().flat_map(|v| ranges(v, within, uri))).collect()
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => vec![],
    }
}
