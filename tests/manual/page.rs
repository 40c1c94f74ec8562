//! The fences of a chapter and what each is, by its info string: `docs/manual/README.md` says which there are.

use std::fs;
use std::path::{Path, PathBuf};

pub struct Chapter {
    /// `endpoints.md`.
    pub name: String,
    pub fences: Vec<Fence>,
}

#[derive(Clone, Debug)]
pub struct Fence {
    /// Of its first line of text, from 1.
    pub line: usize,
    pub task: Task,
    pub text: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Task {
    File { path: String },
    Fragment { language: Language, judged: Judged, folder: String, document: String },
    Console { status: i32 },
    Shown,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    Plan,
    Yaml,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Judged {
    Right,
    Wrong,
    Into,
}

pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// In the order of their names.
pub fn chapters() -> Vec<Chapter> {
    let entries = fs::read_dir(root().join("docs/manual")).expect("docs/manual");
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    paths.retain(|path| path.extension().is_some_and(|ending| ending == "md"));
    paths.sort();
    paths.iter().map(|path| chapter(path)).collect()
}

fn chapter(path: &Path) -> Chapter {
    let name = path.file_name().and_then(|name| name.to_str()).expect("a name").to_string();
    let text = fs::read_to_string(path).unwrap_or_else(|e| panic!("{name}: {e}"));
    let fences = fences(&name, &text);
    Chapter { name, fences }
}

/// A fence ends at a line of at least as many backticks as it opens with, so that one may hold another.
fn fences(chapter: &str, text: &str) -> Vec<Fence> {
    let mut found = vec![];
    let mut lines = text.lines().enumerate();
    while let Some((at, line)) = lines.next() {
        let ticks = line.bytes().take_while(|b| *b == b'`').count();
        if ticks < 3 {
            continue;
        }
        let task =
            task(&line[ticks..]).unwrap_or_else(|| panic!("{chapter}:{}: no fence of the manual: {line}", at + 1));
        let mut inside = String::new();
        let closed = lines.by_ref().map(|(_, line)| line).any(|line| {
            let closes = line.len() >= ticks && line.bytes().all(|b| b == b'`');
            if !closes {
                inside.push_str(line);
                inside.push('\n');
            }
            closes
        });
        assert!(closed, "{chapter}:{}: the fence is not closed", at + 1);
        found.push(Fence { line: at + 2, task, text: inside });
    }
    found
}

fn task(info: &str) -> Option<Task> {
    let words: Vec<&str> = info.split_whitespace().collect();
    let fragment = |language, judged, folder: &str, document: &str| {
        Some(Task::Fragment { language, judged, folder: folder.to_string(), document: document.to_string() })
    };
    match words.as_slice() {
        ["markdown" | "yaml" | "csv", "file", path] => Some(Task::File { path: path.to_string() }),
        ["plan", judged, folder] => fragment(Language::Plan, self::judged(judged)?, folder, "plan.md"),
        ["plan", judged, folder, "in", document] => fragment(Language::Plan, self::judged(judged)?, folder, document),
        ["yaml", judged, folder] => fragment(Language::Yaml, self::judged(judged)?, folder, "binding.yaml"),
        ["console"] => Some(Task::Console { status: 0 }),
        ["console", status] => Some(Task::Console { status: status.parse().ok()? }),
        ["text" | "r" | "sas"] => Some(Task::Shown),
        _ => None,
    }
}

fn judged(word: &str) -> Option<Judged> {
    match word {
        "right" => Some(Judged::Right),
        "wrong" => Some(Judged::Wrong),
        "into" => Some(Judged::Into),
        _ => None,
    }
}
