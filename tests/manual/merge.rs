//! A fragment put into the document that it changes. Each line of what comes out knows the line of the fragment it is.

use super::page::Language;
use prespec::plan::registry::head_words;

/// Stands for what the document has besides.
pub const REST: &str = "…";

#[derive(Clone, Debug)]
pub struct Line {
    pub text: String,
    /// From 1; none of a line of the document.
    pub of_fragment: Option<usize>,
}

pub fn put_in(document: &str, fragment: &str, language: Language) -> Vec<Line> {
    let new = fragment.lines().enumerate().map(|(i, text)| Line { text: text.to_string(), of_fragment: Some(i + 1) });
    let new: Vec<Line> = new.collect();
    let old: Vec<Line> = document.lines().map(|text| Line { text: text.to_string(), of_fragment: None }).collect();
    match language {
        Language::Plan => plan(old, &statements(&new)),
        Language::Yaml => flat(&entries(&nodes(&old), &nodes(&new))),
    }
}

pub fn text(lines: &[Line]) -> String {
    lines.iter().map(|line| format!("{}\n", line.text)).collect()
}

/// A line, the lines that are indented below it, and the brace that closes it.
#[derive(Clone)]
struct Node {
    line: Line,
    below: Vec<Node>,
    close: Option<Line>,
}

fn indent(text: &str) -> usize {
    text.len() - text.trim_start().len()
}

fn nodes(lines: &[Line]) -> Vec<Node> {
    let mut found: Vec<Node> = vec![];
    let mut rest = lines.iter().filter(|line| !line.text.trim().is_empty()).cloned().collect::<Vec<_>>();
    while !rest.is_empty() {
        let line = rest.remove(0);
        let depth = indent(&line.text);
        let below = rest.iter().take_while(|other| indent(&other.text) > depth).count();
        let below: Vec<Line> = rest.drain(..below).collect();
        let opens = line.text.split("//").next().is_some_and(|text| text.trim_end().ends_with(['{', '(']));
        let closes = |other: &Line| indent(&other.text) == depth && other.text.trim_start().starts_with(['}', ')']);
        let close = rest.first().is_some_and(|other| opens && closes(other)).then(|| rest.remove(0));
        found.push(Node { line, below: nodes(&below), close });
    }
    found
}

fn flat(nodes: &[Node]) -> Vec<Line> {
    let of = |node: &Node| [node.line.clone()].into_iter().chain(flat(&node.below)).chain(node.close.clone());
    nodes.iter().flat_map(of).collect()
}

/// What an entry, a case or a row of a binding is known by.
fn key(line: &str) -> String {
    let line = line.trim();
    let end = |from: usize, ends: &[&str]| {
        ends.iter().filter_map(|end| line[from..].find(end)).min().map_or(line.len(), |at| at + from)
    };
    let end = match line.strip_prefix('"') {
        Some(inner) => inner.find('"').map_or(line.len(), |at| at + 2),
        None => end(0, &[":", "{", "\"", " when ", " otherwise"]),
    };
    line[..end].split_whitespace().collect::<Vec<_>>().join(" ")
}

fn same(a: &Node, b: &Node) -> bool {
    key(&a.line.text) == key(&b.line.text)
}

/// Entries of a binding: key by key at each depth.
fn entries(old: &[Node], new: &[Node]) -> Vec<Node> {
    let kept = old.iter().map(|old| match new.iter().find(|new| same(old, new)) {
        Some(new) if !old.below.is_empty() && !new.below.is_empty() => {
            Node { below: entries(&old.below, &new.below), ..new.clone() }
        }
        Some(new) => new.clone(),
        None => old.clone(),
    });
    let joined = new.iter().filter(|new| !old.iter().any(|old| same(old, new)));
    kept.chain(joined.cloned()).collect()
}

/// Lines between braces, in which [`REST`] stands for those of the document that are not said anew.
fn with_rest(old: &[Node], new: &[Node]) -> Vec<Node> {
    let mut found = vec![];
    for node in new {
        if node.line.text.trim() == REST {
            found.extend(old.iter().filter(|old| !new.iter().any(|new| same(old, new))).cloned());
            continue;
        }
        let before = old.iter().find(|old| same(old, node)).map_or(&[][..], |old| &old.below);
        found.push(Node { below: with_rest(before, &node.below), ..node.clone() });
    }
    found
}

struct Statement {
    identity: String,
    lines: Vec<Line>,
}

/// A statement begins at the margin; what stands above it, comments and blank lines, goes with it.
fn statements(lines: &[Line]) -> Vec<Statement> {
    let mut found: Vec<Statement> = vec![];
    let mut above = vec![];
    for line in lines {
        match (begins(&line.text), found.last_mut()) {
            (true, _) => {
                let mut lines: Vec<Line> = std::mem::take(&mut above);
                lines.push(line.clone());
                found.push(Statement { identity: identity(&line.text), lines });
            }
            (false, Some(last)) if !line.text.is_empty() && !line.text.starts_with("//") => {
                last.lines.append(&mut above);
                last.lines.push(line.clone());
            }
            (false, _) => above.push(line.clone()),
        }
    }
    found
}

fn begins(line: &str) -> bool {
    line.chars().next().is_some_and(|c| c.is_alphabetic())
}

/// Head and name; of what a plan has one of, the head.
fn identity(line: &str) -> String {
    let line = line.strip_prefix("replace ").unwrap_or(line);
    let mut heads = head_words();
    heads.sort_by_key(|head| std::cmp::Reverse(head.len()));
    let head = heads.into_iter().find(|head| line.starts_with(head)).unwrap_or_default();
    if matches!(head, "study" | "time zero" | "arms" | "report" | "criterion") {
        return head.to_string();
    }
    let name = line[head.len()..].split([':', '{', '"']).next().unwrap_or_default();
    format!("{head} {}", name.split_whitespace().next().unwrap_or_default())
}

/// Statements of the document replaced where they stand. What joins it stands before the next that is replaced, or after the
/// last; where none is, in a fence at its end.
fn plan(old: Vec<Line>, new: &[Statement]) -> Vec<Line> {
    let mut document = old;
    let mut waiting: Vec<Line> = vec![];
    let mut after = None;
    for statement in new {
        let Some((start, end)) = place(&document, &statement.identity) else {
            waiting.extend(statement.lines.iter().cloned());
            continue;
        };
        let before = nodes(&document[start..end]);
        let here = with_rest(&before, &nodes(&statement.lines));
        let mut lines = std::mem::take(&mut waiting);
        lines.extend(flat(&here));
        let length = lines.len();
        document.splice(start..end, lines);
        after = Some(start + length);
    }
    match after {
        _ if waiting.is_empty() => {}
        Some(at) => {
            document.splice(at..at, waiting);
        }
        None => {
            let line = |text: &str| Line { text: text.to_string(), of_fragment: None };
            document.extend([line(""), line("```plan")]);
            document.extend(waiting);
            document.push(line("```"));
        }
    }
    document
}

/// The lines of a statement of the document, without what stands above it.
fn place(document: &[Line], identity: &str) -> Option<(usize, usize)> {
    let mut inside = false;
    let mut start = None;
    for (at, Line { text, .. }) in document.iter().enumerate() {
        let fence = text.starts_with("```");
        if let Some(start) = start
            && (fence || begins(text))
        {
            let blank = |line: &&Line| line.text.trim().is_empty() || line.text.starts_with("//");
            let after = document[..at].iter().rev().take_while(blank).count();
            return Some((start, at - after));
        }
        inside = if fence { text.starts_with("```plan") } else { inside };
        if inside && !fence && begins(text) && self::identity(text) == identity {
            start = Some(at);
        }
    }
    None
}
