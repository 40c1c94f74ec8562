//! A client that remembers the documents as it sent them, and holds what it is told to them.

use lsp_server::{Message, Notification, Request, RequestId, Response, ResponseError};
use prespec::lsp::{Connection, Ended, serve};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::thread::JoinHandle;
use std::time::Duration;

/// As the binary has it.
const STACK: usize = 256 << 20;
/// Long enough for a machine with much else to do.
const PATIENCE: Duration = Duration::from_secs(300);

pub struct Client {
    connection: Connection,
    server: Option<JoinHandle<Ended>>,
    requests: i32,
    /// Version and text of each open document.
    pub open: BTreeMap<String, (i64, String)>,
    /// What was told last of each document, with its version.
    pub told: BTreeMap<String, (Option<i64>, Vec<Value>)>,
}

pub fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// As a client calls a file of the repository; none of their names needs another spelling.
pub fn uri(path: &Path) -> String {
    format!("file://{}", path.display())
}

impl Client {
    /// Before its first message.
    pub fn silent() -> Client {
        let (here, there) = Connection::memory();
        let server = std::thread::Builder::new().stack_size(STACK).spawn(move || serve(&there)).expect("a thread");
        let (open, told) = (BTreeMap::new(), BTreeMap::new());
        Client { connection: here, server: Some(server), requests: 0, open, told }
    }

    pub fn new() -> Client {
        let mut client = Client::silent();
        let capabilities = json!({ "workspace": { "workspaceEdit": { "documentChanges": true } } });
        let result =
            client.ask("initialize", json!({ "processId": null, "rootUri": null, "capabilities": capabilities }));
        assert_eq!(result["serverInfo"]["name"], "prespec");
        client.tell("initialized", json!({}));
        client
    }

    pub fn tell(&self, method: &str, params: Value) {
        let notification = Notification::new(method.to_string(), params);
        self.connection.sender.send(notification.into()).expect("the server is there");
    }

    /// The number of a request that is sent and not waited for.
    pub fn send(&mut self, method: &str, params: Value) -> i32 {
        self.requests += 1;
        let request = Request::new(RequestId::from(self.requests), method.to_string(), params);
        self.connection.sender.send(request.into()).expect("the server is there");
        self.requests
    }

    /// What a request is answered, or why it is not.
    pub fn answer(&mut self, id: i32) -> Result<Value, ResponseError> {
        loop {
            match self.receive() {
                Message::Response(Response { id: of, response_result }) if of == RequestId::from(id) => {
                    return response_result;
                }
                Message::Response(other) => panic!("an answer to nothing: {other:?}"),
                Message::Request(request) => panic!("the server asks for nothing: {request:?}"),
                Message::Notification(notification) => self.note(notification),
            }
        }
    }

    pub fn ask(&mut self, method: &str, params: Value) -> Value {
        let id = self.send(method, params);
        self.answer(id).unwrap_or_else(|error| panic!("{method}: {error:?}"))
    }

    pub fn receive(&mut self) -> Message {
        self.connection.receiver.recv_timeout(PATIENCE).expect("the server answers")
    }

    fn note(&mut self, notification: Notification) {
        assert_eq!(notification.method, "textDocument/publishDiagnostics");
        let params = notification.params;
        let uri = params["uri"].as_str().expect("a document").to_string();
        let diagnostics = params["diagnostics"].as_array().expect("a list").clone();
        let version = params["version"].as_i64();
        if let Some((newest, text)) = self.open.get(&uri) {
            // What was told before it was opened may come after.
            let unopened = version.is_none() && self.told.get(&uri).is_none_or(|(told, _)| told.is_none());
            assert!(version.is_some() || unopened, "{uri}: an open document has a version");
            assert!(version <= Some(*newest), "{uri}: of version {version:?}, which never was");
            // What is told of a version that is no more is replaced by what follows.
            if version == Some(*newest) {
                diagnostics.iter().for_each(|d| valid(&d["range"], text));
            }
        }
        self.told.insert(uri, (version, diagnostics));
    }

    /// Waits for what is said of the newest version of an open document.
    pub fn diagnostics(&mut self, uri: &str) -> Vec<Value> {
        let newest = self.open[uri].0;
        while self.told.get(uri).is_none_or(|(version, _)| *version != Some(newest)) {
            match self.receive() {
                Message::Notification(notification) => self.note(notification),
                other => panic!("nothing was asked: {other:?}"),
            }
        }
        self.told[uri].1.clone()
    }

    pub fn open(&mut self, path: &Path) -> String {
        let text = std::fs::read_to_string(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
        self.open_with(path, text)
    }

    pub fn open_with(&mut self, path: &Path, text: String) -> String {
        let uri = uri(path);
        let document = json!({ "uri": uri, "languageId": "markdown", "version": 1, "text": text });
        self.tell("textDocument/didOpen", json!({ "textDocument": document }));
        self.open.insert(uri.clone(), (1, text));
        uri
    }

    pub fn close(&mut self, uri: &str) {
        self.tell("textDocument/didClose", json!({ "textDocument": { "uri": uri } }));
        self.open.remove(uri);
    }

    /// Puts a text in the place of some bytes.
    pub fn edit(&mut self, uri: &str, bytes: std::ops::Range<usize>, new: &str) {
        let (version, text) = self.open.get_mut(uri).expect("an open document");
        let range = json!({ "start": position(text, bytes.start), "end": position(text, bytes.end) });
        text.replace_range(bytes, new);
        *version += 1;
        let changes = json!([{ "range": range, "text": new }]);
        let document = json!({ "uri": uri, "version": *version });
        self.tell("textDocument/didChange", json!({ "textDocument": document, "contentChanges": changes }));
    }

    pub fn text(&self, uri: &str) -> &str {
        &self.open[uri].1
    }

    pub fn at(&self, uri: &str, byte: usize) -> Value {
        json!({ "textDocument": { "uri": uri }, "position": position(self.text(uri), byte) })
    }

    /// The bytes of the last place where the second text stands within the first one that does.
    pub fn find(&self, uri: &str, around: &str, word: &str) -> usize {
        let text = self.text(uri);
        let start = text.find(around).unwrap_or_else(|| panic!("no `{around}`"));
        start + around.rfind(word).unwrap_or_else(|| panic!("no `{word}` in `{around}`"))
    }

    pub fn shut_down(&mut self) -> Ended {
        self.ask("shutdown", Value::Null);
        self.exit()
    }

    pub fn exit(&mut self) -> Ended {
        self.tell("exit", Value::Null);
        self.server.take().expect("ended once").join().expect("the server does not panic")
    }
}

/// Line and column, in units of UTF-16.
pub fn position(text: &str, byte: usize) -> Value {
    let before = &text[..byte];
    let line = before.matches('\n').count();
    let start = before.rfind('\n').map_or(0, |at| at + 1);
    json!({ "line": line, "character": before[start..].encode_utf16().count() })
}

/// The byte of a position, which must be one of the text.
pub fn byte(text: &str, position: &Value) -> usize {
    let (line, column) =
        (position["line"].as_u64().expect("a line"), position["character"].as_u64().expect("a column"));
    let mut start = 0;
    for _ in 0..line {
        start += text[start..].find('\n').unwrap_or_else(|| panic!("no line {line}")) + 1;
    }
    let end = text[start..].find('\n').map_or(text.len(), |at| start + at);
    let mut units = 0;
    for (at, c) in text[start..end].char_indices() {
        if units == column {
            return start + at;
        }
        units += c.len_utf16() as u64;
    }
    assert_eq!(units, column, "no column {column} on line {line}");
    end
}

/// A range is one of the text, its start not behind its end.
pub fn valid(range: &Value, text: &str) {
    assert!(byte(text, &range["start"]) <= byte(text, &range["end"]), "{range}");
}

/// The text with edits, of which none overlaps another.
pub fn edited(text: &str, edits: &[Value]) -> String {
    let place = |e: &Value| byte(text, &e["range"]["start"])..byte(text, &e["range"]["end"]);
    let mut edits: Vec<(std::ops::Range<usize>, &str)> =
        edits.iter().map(|e| (place(e), e["newText"].as_str().expect("a text"))).collect();
    edits.sort_by_key(|(range, _)| range.start);
    assert!(edits.windows(2).all(|pair| pair[0].0.end <= pair[1].0.start), "edits overlap");
    let mut new = text.to_string();
    for (range, with) in edits.into_iter().rev() {
        new.replace_range(range, with);
    }
    new
}
