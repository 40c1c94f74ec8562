//! How long an editor waits: from a letter typed into the plan of the first study to what is said of it, and from a question to its
//! answer; of both the processor's time, which other work on the machine does not lengthen much.
//! `cargo bench --bench editor --no-default-features --features lsp` builds nothing else; `-- 50` types so many letters.

use lsp_server::{Connection, Message, Notification, Request, RequestId};
use prespec::lsp::serve;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::time::{Duration, Instant};

const LETTERS: usize = 300;
const QUESTIONS: &[(&str, usize)] = &[
    ("textDocument/hover", 100),
    ("textDocument/documentSymbol", 100),
    ("textDocument/semanticTokens/full", 100),
    ("textDocument/formatting", 50),
    ("textDocument/rename", 20),
];
/// What is completed: a key, one of a few words, a name, a column.
const COMPLETED: &[(&str, &str)] = &[
    ("\n  require:  followup.last_news is known\n", "\n  req"),
    ("\n  severity: blocks_lock", "\n  severity: bl"),
    ("\n    population: ", "\n    population: "),
    ("\n  for each: patient where bclc = B", "\n  for each: patient where bc"),
];

struct Session {
    connection: Connection,
    uri: String,
    text: String,
    version: i64,
    requests: i32,
}

impl Session {
    fn new(path: &Path, text: String) -> Session {
        let (connection, server) = Connection::memory();
        std::thread::Builder::new().stack_size(256 << 20).spawn(move || serve(&server)).expect("a thread");
        let uri = format!("file://{}", path.display());
        let mut session = Session { connection, uri, text, version: 1, requests: 0 };
        session.ask("initialize", json!({ "capabilities": {} }));
        session.tell("initialized", json!({}));
        let document = json!({ "uri": session.uri, "languageId": "markdown", "version": 1, "text": session.text });
        session.tell("textDocument/didOpen", json!({ "textDocument": document }));
        session.told();
        session
    }

    fn tell(&self, method: &str, params: Value) {
        self.connection.sender.send(Notification::new(method.to_string(), params).into()).expect("a server");
    }

    /// Waits until the newest version is told of.
    fn told(&self) {
        loop {
            let Message::Notification(told) = self.connection.receiver.recv().expect("a server") else { continue };
            if told.params["uri"] == *self.uri && told.params["version"] == self.version {
                return;
            }
        }
    }

    fn ask(&mut self, method: &str, params: Value) {
        self.requests += 1;
        let id = RequestId::from(self.requests);
        self.connection.sender.send(Request::new(id.clone(), method.to_string(), params).into()).expect("a server");
        loop {
            if let Message::Response(response) = self.connection.receiver.recv().expect("a server")
                && response.id == id
            {
                response.response_result.unwrap_or_else(|error| panic!("{method}: {error:?}"));
                return;
            }
        }
    }

    /// Puts a text in the place of some bytes of a line.
    fn edit(&mut self, line: usize, columns: std::ops::Range<usize>, new: &str) {
        self.version += 1;
        let at = |column: usize| json!({ "line": line, "character": column });
        let range = json!({ "start": at(columns.start), "end": at(columns.end) });
        let document = json!({ "uri": self.uri, "version": self.version });
        let changes = json!([{ "range": range, "text": new }]);
        self.tell("textDocument/didChange", json!({ "textDocument": document, "contentChanges": changes }));
    }
}

/// The time that the processor gave this program, all its threads; where the system does not tell it, the time of the clock.
fn processor() -> Duration {
    static BEGUN: OnceLock<Instant> = OnceLock::new();
    let of_thread = |thread: std::fs::DirEntry| {
        let told = std::fs::read_to_string(thread.path().join("schedstat")).ok()?;
        told.split(' ').next()?.parse::<u64>().ok()
    };
    match std::fs::read_dir("/proc/self/task") {
        Ok(threads) => Duration::from_nanos(threads.flatten().filter_map(of_thread).sum()),
        Err(_) => BEGUN.get_or_init(Instant::now).elapsed(),
    }
}

fn shown(what: &str, mut times: Vec<Duration>) {
    times.sort();
    let at = |share: usize| times[(times.len() * share / 100).min(times.len() - 1)].as_secs_f64() * 1000.0;
    println!("{what:<48} median {:7.2} ms   95th percentile {:7.2} ms   longest {:7.2} ms", at(50), at(95), at(100));
}

fn measure(name: &str, path: &Path, text: String, letters: usize) {
    let lines = text.lines().count();
    let formal: Vec<usize> = formal_lines(&text);
    let mut session = Session::new(path, text.clone());
    let mut times = vec![];
    for letter in 0..letters {
        // Lines far apart, each letter taken back before the next.
        let line = formal[letter * 7919 % formal.len()];
        for (columns, new) in [(0..0, "x"), (0..1, "")] {
            let begun = processor();
            session.edit(line, columns, new);
            session.told();
            times.push(processor() - begun);
        }
    }
    shown(&format!("{name} ({lines} lines): a letter"), times);
    let place = text.find("\nendpoint os ").map_or(0, |at| text[..=at].matches('\n').count());
    for (method, times) in QUESTIONS {
        let params = json!({
            "textDocument": { "uri": session.uri }, "position": { "line": place, "character": 9 },
            "options": { "tabSize": 2, "insertSpaces": true }, "newName": "survival_of_all", "context": { "triggerKind": 1 },
        });
        let waited = |_| {
            let begun = processor();
            session.ask(method, params.clone());
            processor() - begun
        };
        shown(&format!("{name}: {method}"), (0..*times).map(waited).collect());
    }
    let mut times = vec![];
    for (around, typed) in COMPLETED.iter().cycle().take(60) {
        let at = text.find(around).expect("a place of the plan") + typed.len();
        let before = &text[..at];
        let line = before.matches('\n').count();
        let character = before.rfind('\n').map_or(at, |end| at - end - 1);
        let document = json!({ "uri": session.uri });
        let place = json!({ "line": line, "character": character });
        let begun = processor();
        session.ask("textDocument/completion", json!({ "textDocument": document, "position": place }));
        times.push(processor() - begun);
    }
    shown(&format!("{name}: textDocument/completion"), times);
}

/// Lines of formal blocks that hold something.
fn formal_lines(text: &str) -> Vec<usize> {
    let (mut within, mut found) = (false, vec![]);
    for (at, line) in text.lines().enumerate() {
        match (within, line) {
            (false, "```plan") => within = true,
            (true, "```") => within = false,
            (true, line) if !line.trim().is_empty() => found.push(at),
            _ => {}
        }
    }
    found
}

/// The plan with further checks, up to 2,000 lines.
fn longer(text: &str) -> String {
    let number = |line: &str| line.strip_prefix("# ")?.split(' ').next()?.parse::<u32>().ok();
    let last = text.lines().filter_map(number).max().unwrap_or(0);
    let mut long = text.trim_end().to_string();
    long.push_str(&format!("\n\n# {} Further checks\n\n```plan\n", last + 1));
    for check in 0.. {
        if long.lines().count() >= 1999 {
            break;
        }
        long.push_str(&format!(
            "check further_{check} \"Albumin above {check} of a thousandth\" {{\n  for each: patient where albumin is known\n  \
             require:  albumin >= 0.{check:03}1 g/L\n  severity: query\n}}\n"
        ));
    }
    long.push_str("```\n");
    long
}

fn main() {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("plans/sirt-hcc/plan.md");
    let text = std::fs::read_to_string(&path).expect("the plan of the first study");
    let letters = std::env::args().find_map(|argument| argument.parse().ok()).unwrap_or(LETTERS);
    measure("sirt-hcc", &path, text.clone(), letters);
    measure("longer", &path, longer(&text), letters);
}
