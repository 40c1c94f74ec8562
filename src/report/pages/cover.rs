//! The title page: what this is a report of, and with what reserve it is to be read.

use super::counted;
use crate::report::document::{Block, Span, Style, Text, text};
use crate::report::select::Book;
use crate::report::words;
use crate::results::Accepted;

pub fn blocks(book: &Book) -> Vec<Block> {
    let mut blocks = vec![identification(book), draft(book)];
    blocks.extend(accepted(book));
    blocks.extend(assertions(book));
    blocks
}

fn identification(book: &Book) -> Block {
    let study = &book.results.study;
    let pair = |name: &str, value: &str| (text(name), text(value));
    let mut pairs = vec![(text("Study"), vec![Span::styled(&study.name, Style::Code)])];
    for (key, value) in study.meta.iter().filter(|(key, _)| key != "title") {
        let name = if key == "version" { "Plan version".to_string() } else { words::capitalised(key) };
        pairs.push(pair(&name, value));
    }
    pairs.push(pair("Data cut-off", &study.cut_off));
    pairs.push(pair("Computed by", &study.engine));
    for (name, digest) in [("Digest of the plan", &study.plan_digest), ("Digest of the data", &study.data_digest)] {
        pairs.push((text(name), vec![Span::styled(digest, Style::Code)]));
    }
    pairs.retain(|(_, value)| value.iter().any(|s| !s.text.is_empty()));
    Block::Pairs { pairs }
}

fn draft(book: &Book) -> Block {
    let blocking: usize = book.results.findings.iter().filter(|f| f.severity == "blocks_lock").map(|f| f.count).sum();
    let state = match blocking {
        0 => String::new(),
        n => format!(
            " {} in the data would block a final report.",
            words::capitalised(&counted(n, "finding", "findings"))
        ),
    };
    let body = format!(
        "The data are not locked, and small counts are not suppressed: for the investigators only.{state} Digests are \
         SHA-256; that of the data is taken over the typed tables, so that it does not depend on the order of the rows. \
         Every number in a sentence or a table leads to its line in Appendix A, and from there to the clause of the plan that asked \
         for it (Appendix B)."
    );
    Block::Callout { title: text("Draft"), text: text(&body) }
}

fn accepted(book: &Book) -> Vec<Block> {
    let all = &book.results.accepted;
    if all.is_empty() {
        return vec![];
    }
    let heading = subtitle("Warnings that the plan accepts");
    let items = all.iter().map(|a| vec![Block::paragraph(warning(book, a))]);
    vec![heading, Block::List { ordered: false, items: items.collect() }]
}

/// The title page has no headings: the first of the document is that of the contents.
fn subtitle(title: &str) -> Block {
    Block::Subtitle { text: text(title) }
}

fn warning(book: &Book, warning: &Accepted) -> Text {
    let endpoints: Vec<&str> = warning.endpoints.iter().map(|e| book.label("endpoint", e)).collect();
    let mut text = vec![Span::styled(&warning.title, Style::Strong), Span::new(" (")];
    if !endpoints.is_empty() {
        text.push(Span::new(&format!("{}; ", endpoints.join(", "))));
    }
    text.extend([Span::new("clause "), book.clause(&warning.clause)]);
    text.push(Span::new(&format!(", {}). “{}”", warning.code, warning.because.trim())));
    if !warning.answered_by.is_empty() {
        text.push(Span::new(&format!(" Answered by: {}.", warning.answered_by.join(", "))));
    }
    text
}

fn assertions(book: &Book) -> Vec<Block> {
    let all = &book.results.assertions;
    if all.is_empty() {
        return vec![];
    }
    let heading = subtitle("What the plan asserts and the data cannot prove");
    let items = all.iter().map(|a| {
        let because = if a.because.is_empty() { String::new() } else { format!(", “{}”", a.because.trim()) };
        let text = vec![
            Span::styled(&a.statement, Style::Strong),
            Span::new(&format!("{because} (clause ")),
            book.clause(&a.clause),
            Span::new(")."),
        ];
        vec![Block::paragraph(text)]
    });
    vec![heading, Block::List { ordered: false, items: items.collect() }]
}
