//! The page in a real browser: what a click, a key, an address and a search open. It is driven by the DevTools protocol over a
//! WebSocket written here. Where there is no Chromium the tests say so, and pass.

use super::fixture;
use super::html::html;
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

const NAMES: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "chrome"];

fn chromium() -> Option<PathBuf> {
    let folders: Vec<PathBuf> = std::env::split_paths(&std::env::var_os("PATH")?).collect();
    NAMES.iter().find_map(|name| folders.iter().map(|folder| folder.join(name)).find(|path| path.is_file()))
}

/// A page in a browser of its own, which ends with it.
pub struct Browser {
    process: Child,
    socket: TcpStream,
    calls: u64,
    /// What the page said of its own accord: its errors, and what its policy has refused.
    pub complaints: Vec<String>,
    folder: tempfile::TempDir,
}

impl Drop for Browser {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

impl Browser {
    /// None where there is no browser.
    pub fn open(page: &str, hash: &str) -> Option<Browser> {
        Browser::of_site(&[("report.html", page)], &format!("report.html{hash}"))
    }

    /// Pages that lead to one another, the one at this address shown.
    pub fn of_site(pages: &[(&str, &str)], address: &str) -> Option<Browser> {
        let Some(path) = chromium() else {
            eprintln!("SKIPPED: there is no Chromium on the path, and the page was tried in no browser");
            return None;
        };
        let folder = tempfile::tempdir().expect("a folder");
        for (name, page) in pages {
            std::fs::write(folder.path().join(name), page).expect("the page is written");
        }
        let mut process = Command::new(path)
            .args([
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--remote-debugging-port=0",
                "--window-size=1400,900",
            ])
            .arg(format!("--user-data-dir={}", folder.path().join("profile").display()))
            .arg("about:blank")
            .stderr(Stdio::piped())
            .stdout(Stdio::null())
            .spawn()
            .expect("the browser starts");
        let mut lines = BufReader::new(process.stderr.take().expect("what it says")).lines();
        let port: u16 = lines
            .find_map(|line| {
                let line = line.expect("a line");
                let rest = line.split_once("ws://127.0.0.1:")?.1;
                rest.split('/').next()?.parse().ok()
            })
            .expect("the port that it listens on");
        std::thread::spawn(move || lines.for_each(drop));
        let socket = connect(port, &target(port));
        let mut browser = Browser { process, socket, calls: 0, complaints: vec![], folder };
        for domain in ["Page.enable", "Runtime.enable", "Log.enable"] {
            browser.call(domain, json!({}));
        }
        browser.go(address);
        Some(browser)
    }

    /// Another page of the same folder.
    pub fn go(&mut self, address: &str) {
        let url = format!("file://{}/{address}", self.folder.path().display());
        self.call("Page.navigate", json!({"url": url}));
        self.until(&format!("document.readyState === 'complete' && location.href === '{url}'"));
    }

    /// The value of an expression in the page.
    pub fn ask(&mut self, expression: &str) -> Value {
        let answer = self
            .call("Runtime.evaluate", json!({"expression": expression, "returnByValue": true, "awaitPromise": true}));
        assert!(answer["exceptionDetails"].is_null(), "{expression}: {}", answer["exceptionDetails"]);
        answer["result"]["value"].clone()
    }

    pub fn text(&mut self, expression: &str) -> String {
        self.ask(expression).as_str().unwrap_or_default().to_string()
    }

    pub fn is(&mut self, expression: &str) -> bool {
        self.ask(expression) == Value::Bool(true)
    }

    pub fn until(&mut self, expression: &str) {
        for _ in 0..400 {
            if self.is(expression) {
                return;
            }
            std::thread::sleep(Duration::from_millis(25));
        }
        panic!("never true: {expression}");
    }

    /// A key that is pressed and let go, as the browser itself knows it.
    pub fn press(&mut self, key: &str) {
        let code = match key {
            "Escape" => 27,
            "Enter" => 13,
            "Tab" => 9,
            "ArrowUp" => 38,
            "ArrowDown" => 40,
            "/" => 191,
            _ => 0,
        };
        for kind in ["keyDown", "keyUp"] {
            let mut event = json!({"type": kind, "key": key, "code": key, "windowsVirtualKeyCode": code});
            if key == "Enter" && kind == "keyDown" {
                event["text"] = "\r".into();
            }
            if key == "/" && kind == "keyDown" {
                event["text"] = key.into();
            }
            self.call("Input.dispatchKeyEvent", event);
        }
    }

    pub fn write(&mut self, text: &str) {
        self.call("Input.insertText", json!({"text": text}));
    }

    pub fn night(&mut self) {
        let dark = json!({"features": [{"name": "prefers-color-scheme", "value": "dark"}]});
        self.call("Emulation.setEmulatedMedia", dark);
    }

    fn call(&mut self, method: &str, params: Value) -> Value {
        self.calls += 1;
        let call = json!({"id": self.calls, "method": method, "params": params}).to_string();
        send(&mut self.socket, call.as_bytes());
        loop {
            let said: Value = serde_json::from_slice(&receive(&mut self.socket)).expect("JSON");
            if said["id"] == self.calls {
                assert!(said["error"].is_null(), "{method}: {}", said["error"]);
                return said["result"].clone();
            }
            let complaint = ["Runtime.exceptionThrown", "Log.entryAdded"].iter().any(|own| said["method"] == *own);
            self.complaints.extend(complaint.then(|| said["params"].to_string()));
        }
    }
}

/// The address of the one page of the browser.
fn target(port: u16) -> String {
    for _ in 0..200 {
        let list: Value = serde_json::from_str(&get(port, "/json/list")).unwrap_or(Value::Null);
        let page = list.as_array().into_iter().flatten().find(|t| t["type"] == "page");
        if let Some(address) = page.and_then(|page| page["webSocketDebuggerUrl"].as_str()) {
            return address.split_once(&format!(":{port}")).expect("its path").1.to_string();
        }
        std::thread::sleep(Duration::from_millis(25));
    }
    panic!("the browser has no page");
}

fn get(port: u16, path: &str) -> String {
    let mut socket = TcpStream::connect(("127.0.0.1", port)).expect("the browser answers");
    write!(socket, "GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n").expect("sent");
    let mut answer = vec![];
    let mut reader = BufReader::new(socket);
    let mut length = 0;
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line).expect("a line") == 0 || line.trim().is_empty() {
            break;
        }
        if let Some((name, value)) = line.split_once(':')
            && name.eq_ignore_ascii_case("content-length")
        {
            length = value.trim().parse().expect("a length");
        }
    }
    answer.resize(length, 0);
    reader.read_exact(&mut answer).expect("the answer");
    String::from_utf8(answer).expect("text")
}

/// RFC 6455, section 4: the key may be any; what the server makes of it is not asked.
fn connect(port: u16, path: &str) -> TcpStream {
    let mut socket = TcpStream::connect(("127.0.0.1", port)).expect("the browser answers");
    socket.set_read_timeout(Some(Duration::from_secs(60))).expect("a time");
    let key = "AAAAAAAAAAAAAAAAAAAAAA==";
    write!(
        socket,
        "GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n\r\n"
    )
    .expect("sent");
    let (mut answer, mut byte) = (vec![], [0]);
    while !answer.ends_with(b"\r\n\r\n") {
        socket.read_exact(&mut byte).expect("the answer");
        answer.push(byte[0]);
    }
    assert!(answer.starts_with(b"HTTP/1.1 101"), "{}", String::from_utf8_lossy(&answer));
    socket
}

/// RFC 6455, section 5.2: one frame of text, masked with zeros.
fn send(socket: &mut TcpStream, text: &[u8]) {
    let mut frame = vec![0x81];
    match text.len() {
        n @ 0..=125 => frame.push(0x80 | n as u8),
        n @ 126..=65535 => {
            frame.push(0x80 | 126);
            frame.extend((n as u16).to_be_bytes());
        }
        n => {
            frame.push(0x80 | 127);
            frame.extend((n as u64).to_be_bytes());
        }
    }
    frame.extend([0; 4]);
    frame.extend(text);
    socket.write_all(&frame).expect("sent");
}

/// A message, of one frame or of several.
fn receive(socket: &mut TcpStream) -> Vec<u8> {
    let mut message = vec![];
    loop {
        let mut head = [0; 2];
        socket.read_exact(&mut head).expect("a frame");
        let length = match head[1] & 0x7f {
            126 => {
                let mut long = [0; 2];
                socket.read_exact(&mut long).expect("a length");
                u64::from(u16::from_be_bytes(long))
            }
            127 => {
                let mut long = [0; 8];
                socket.read_exact(&mut long).expect("a length");
                u64::from_be_bytes(long)
            }
            short => u64::from(short),
        };
        let mut part = vec![0; length as usize];
        socket.read_exact(&mut part).expect("a frame");
        if matches!(head[0] & 0x0f, 0..=2) {
            message.extend(part);
            if head[0] & 0x80 != 0 {
                return message;
            }
        }
    }
}

const TITLE: &str = "document.getElementById('panel-title').textContent";
const PANEL: &str = "document.getElementById('panel').innerText";
const OPEN: &str = "!document.getElementById('panel').hidden";

/// A link to the number of a record, wherever the report prints it.
const NUMBER: &str = "document.querySelector('main a.number[href=\"#response.estimate.risk_difference\"]')";

#[test]
fn a_number_opens_by_click_by_key_and_by_address() {
    let Some(mut browser) = Browser::open(&html(&fixture::results()), "") else { return };
    assert!(!browser.is(OPEN));
    browser.ask(&format!("{NUMBER}.focus(), {NUMBER}.click()"));
    assert!(browser.is(OPEN) && browser.is("document.activeElement.id === 'panel-title'"));
    assert_eq!(browser.text("location.hash"), "#response.estimate.risk_difference");
    let panel = browser.text(PANEL);
    for expected in ["50.0 pp", "0.5", "response.estimate.risk_difference", "Clause 2 Analyses", "Objective response"] {
        assert!(panel.contains(expected), "{expected} is not in\n{panel}");
    }
    // Escape closes, and gives back the place where the reader was.
    browser.press("Escape");
    assert!(!browser.is(OPEN) && browser.is(&format!("document.activeElement === {NUMBER}")));
    assert_eq!(browser.text("location.hash"), "");
    browser.press("Enter");
    browser.until(OPEN);
    // The way back in the history closes it, or opens what was open before.
    browser.ask("document.querySelector('#panel-body a[href=\"#clause-2\"]').click()");
    assert!(browser.text(TITLE).starts_with("Clause 2"));
    browser.ask("history.back()");
    browser.until(&format!("!{TITLE}.startsWith('Clause 2')"));
    assert!(browser.is(OPEN));
    assert!(browser.complaints.is_empty(), "{:?}", browser.complaints);
    let Some(mut sent) = Browser::open(&html(&fixture::results()), "#response.estimate.risk_difference") else {
        return;
    };
    assert!(sent.is(OPEN) && sent.text(PANEL).contains("50.0 pp"));
    assert!(sent.complaints.is_empty(), "{:?}", sent.complaints);
}

/// What is out of sight is not laid out: a link to a place leads there all the same.
#[test]
fn a_link_leads_to_its_place() {
    let Some(mut browser) = Browser::open(&html(&fixture::results()), "") else { return };
    for place in ["glance", "part-2", "methods"] {
        browser.ask(&format!("document.querySelector('nav a[href=\"#{place}\"]').click()"));
        browser.until(&format!("Math.abs(document.getElementById('{place}').getBoundingClientRect().top) < 200 || innerHeight + scrollY > document.documentElement.scrollHeight - 4"));
        assert_eq!(browser.text("location.hash"), format!("#{place}"));
    }
    assert!(browser.complaints.is_empty(), "{:?}", browser.complaints);
}

#[test]
fn a_clause_tells_every_number_that_it_made() {
    let mut results = fixture::results();
    let made = results.records.iter().filter(|r| r.clause == "2").count();
    assert!(made > 0);
    let mut barren = results.clauses[1].clone();
    (barren.number, barren.title, barren.mark) = ("3".into(), "Later".into(), prespec::results::Mark::Planned);
    results.clauses.push(barren);
    let Some(mut browser) = Browser::open(&html(&results), "#clause-2") else { return };
    assert!(browser.text(TITLE).starts_with("Clause 2 Analyses"));
    assert_eq!(browser.ask("document.querySelectorAll('#panel-body details li').length"), made);
    assert!(browser.is("document.querySelector('#panel-body pre .word').textContent === 'endpoint'"));
    assert!(browser.is("document.querySelector('#panel-body pre .text').textContent === '\"Objective response\"'"));
    browser.ask("document.querySelector('.glance a[href=\"#clause-3\"]').click()");
    let panel = browser.text(PANEL);
    assert!(panel.contains("planned, not executed") && panel.contains("It made no number."), "{panel}");
}

#[test]
fn a_search_finds_by_label_and_by_identifier() {
    let Some(mut browser) = Browser::open(&html(&fixture::results()), "") else { return };
    for asked in ["risk_difference", "clause 2 analyses"] {
        browser.ask("document.getElementById('query').value = ''; document.getElementById('query').focus()");
        browser.write(asked);
        browser.until("!document.getElementById('hits').hidden");
        browser.press("ArrowDown");
        assert!(browser.is("document.activeElement.closest('#hits') !== null"), "{asked}");
        browser.press("Enter");
        browser.until(OPEN);
        assert!(browser.is("document.getElementById('hits').hidden"));
        browser.press("Escape");
    }
    browser.ask("document.getElementById('query').value = ''; document.getElementById('query').focus()");
    browser.write("no such thing at all");
    browser.until("document.getElementById('found').textContent === 'Nothing is called so.'");
}

/// Texts that would run, load or break out if any were read as markup.
#[test]
fn hostile_texts_do_nothing_in_a_browser() {
    let mut results = fixture::results();
    let hostile = [
        "</script><script>window.broken=1</script>",
        "<img src=x onerror=window.broken=1>",
        "<!--",
        "\"><svg onload=window.broken=1>",
    ];
    for (i, clause) in results.clauses.iter_mut().enumerate() {
        (clause.title, clause.text) = (hostile[i % 4].into(), hostile.join("\n\n"));
        clause.formal[0].text = hostile.join("\n");
    }
    results.analyses.iter_mut().for_each(|a| a.label = hostile[0].into());
    results.arms.iter_mut().for_each(|a| a.label = hostile[1].into());
    let Some(mut browser) = Browser::open(&html(&results), "#response.estimate.risk_difference") else { return };
    browser.ask("document.querySelectorAll('#panel-body details').forEach((d) => d.open = true)");
    assert!(browser.text(TITLE).contains(hostile[0]));
    assert!(browser.text(PANEL).contains(hostile[2]));
    assert!(
        browser.is("window.broken === undefined && document.querySelectorAll('main img, #panel img').length === 0")
    );
    assert!(browser.complaints.is_empty(), "{:?}", browser.complaints);
}

/// Contrast of 4.5 to 1 (WCAG 2.2, 1.4.3) of what is written, by day and by night.
#[test]
fn what_is_written_can_be_read_by_day_and_by_night() {
    let Some(mut browser) = Browser::open(&html(&fixture::results()), "#response.estimate.risk_difference") else {
        return;
    };
    for night in [false, true] {
        if night {
            browser.night();
        }
        let faint = browser.ask(CONTRAST);
        assert_eq!(faint, json!([]), "by {}", if night { "night" } else { "day" });
    }
}

const CONTRAST: &str = r#"(() => {
  const numbers = (colour) => colour.match(/[\d.]+/g).map(Number);
  const light = (rgb) => rgb.slice(0, 3).map((c) => c / 255).map((c) => (c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
    .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
  const ground = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const rgb = numbers(getComputedStyle(at).backgroundColor);
      if (rgb.length < 4 || rgb[3] > 0) return rgb;
    }
    return [255, 255, 255];
  };
  const faint = new Set();
  document.querySelectorAll("p, a, th, td, dt, dd, li, h1, h2, h3, h4, code, span, summary, label, button, caption, text").forEach((element) => {
    const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim());
    const style = getComputedStyle(element);
    if (!own || style.visibility !== "visible" || element.closest("[hidden]")) return;
    const ink = numbers(element.closest("svg") ? style.fill : style.color);
    const [a, b] = [light(ink), light(ground(element))].sort((x, y) => y - x);
    const ratio = (a + 0.05) / (b + 0.05);
    if (ratio < 4.5) faint.add(element.tagName + "." + (element.getAttribute("class") || "") + " " + ratio.toFixed(1));
  });
  return [...faint];
})()"#;
