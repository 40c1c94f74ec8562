//! How a session begins and ends, and what is answered to what is not served.

use super::client::{Client, root, uri};
use lsp_server::ErrorCode;
use prespec::lsp::Ended;
use serde_json::{Value, json};

#[test]
fn nothing_comes_before_the_beginning_or_after_the_end() {
    let mut client = Client::silent();
    let early = client.send("textDocument/hover", json!({}));
    assert_eq!(client.answer(early).unwrap_err().code, ErrorCode::ServerNotInitialized as i32);
    let result = client.ask("initialize", json!({ "capabilities": {} }));
    assert_eq!(result["capabilities"]["hoverProvider"], true);
    client.tell("initialized", json!({}));
    let again = client.send("initialize", json!({ "capabilities": {} }));
    assert_eq!(client.answer(again).unwrap_err().code, ErrorCode::MethodNotFound as i32);
    client.ask("shutdown", Value::Null);
    let late = client.send("textDocument/hover", json!({}));
    assert_eq!(client.answer(late).unwrap_err().code, ErrorCode::InvalidRequest as i32);
    assert_eq!(client.exit(), Ended::AsAgreed);
}

#[test]
fn an_end_without_a_word_is_told_apart() {
    assert_eq!(Client::new().exit(), Ended::Unannounced);
}

#[test]
fn what_is_not_served_is_refused() {
    let mut client = Client::new();
    let refused = |client: &mut Client, method: &str, params: Value| {
        let id = client.send(method, params);
        client.answer(id).unwrap_err().code
    };
    assert_eq!(refused(&mut client, "textDocument/colour", json!({})), ErrorCode::MethodNotFound as i32);
    assert_eq!(refused(&mut client, "textDocument/documentColor", json!({})), ErrorCode::MethodNotFound as i32);
    assert_eq!(refused(&mut client, "textDocument/hover", json!({ "place": 1 })), ErrorCode::InvalidParams as i32);
    // A document that nobody opened, and one that is no plan.
    let nowhere = json!({ "textDocument": { "uri": "file:///no/plan.md" }, "position": { "line": 3, "character": 1 } });
    assert_eq!(client.ask("textDocument/hover", nowhere), Value::Null);
    let readme = client.open(&root().join("README.md"));
    assert_eq!(client.diagnostics(&readme), Vec::<Value>::new());
    let params = client.at(&readme, 100);
    assert_eq!(client.ask("textDocument/definition", params), Value::Null);
    client.tell("$/setTrace", json!({ "value": "off" }));
    client.tell("no/such", json!({}));
    assert_eq!(client.shut_down(), Ended::AsAgreed);
}

/// Each of many requests that are sent at once is answered, and one that is taken back before its turn is not carried out.
#[test]
fn a_request_is_taken_back() {
    let mut client = Client::new();
    let plan = client.open(&root().join("tests/plans/lung/plan.md"));
    client.diagnostics(&plan);
    let params = json!({ "textDocument": { "uri": plan } });
    let ids: Vec<i32> = (0..50).map(|_| client.send("textDocument/documentSymbol", params.clone())).collect();
    let last = *ids.last().expect("fifty");
    client.tell("$/cancelRequest", json!({ "id": last }));
    let (mut carried_out, mut taken_back) = (0, 0);
    for id in &ids {
        match client.answer(*id) {
            Ok(symbols) => {
                assert!(symbols.as_array().is_some_and(|s| !s.is_empty()));
                carried_out += 1;
            }
            Err(error) => {
                assert_eq!((*id, error.code), (last, ErrorCode::RequestCanceled as i32));
                taken_back += 1;
            }
        }
    }
    assert_eq!((carried_out, taken_back), (49, 1));
    client.shut_down();
}

/// A document that is closed has what is on the disk, and is told of no more.
#[test]
fn what_was_said_goes_when_the_plan_is_closed() {
    let mut client = Client::new();
    let path = root().join("tests/plans/lung/plan.md");
    let plan = client.open(&path);
    assert_eq!(client.diagnostics(&plan), Vec::<Value>::new());
    let at = client.text(&plan).find("\nstudy ").expect("a study") + 1;
    client.edit(&plan, at..at + 5, "studdy");
    assert!(!client.diagnostics(&plan).is_empty());
    client.close(&plan);
    // Until the last message: nothing is said of it then.
    client.ask(
        "textDocument/hover",
        json!({ "textDocument": { "uri": plan }, "position": { "line": 0, "character": 0 } }),
    );
    while client.told[&uri(&path)].1 != Vec::<Value>::new() {
        let id = client.send(
            "textDocument/hover",
            json!({ "textDocument": { "uri": plan }, "position": { "line": 0, "character": 0 } }),
        );
        client.answer(id).expect("an answer");
    }
    assert_eq!(client.told[&plan].0, None);
    client.shut_down();
}
