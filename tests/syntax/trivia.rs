//! Comments and blank lines: none is lost, each stands by something, and a tree is printed with all of them.

use super::{fenced, parse, repository};
use crate::every_plan::files_below;
use prespec::diagnostic::{FileId, Span};
use prespec::plan::registry;
use prespec::syntax::tree::*;
use prespec::syntax::{self, dump, print::print};
use proptest::prelude::*;

/// The formal blocks of a document.
fn blocks(document: &Document) -> impl Iterator<Item = (&[Statement], &[Trivia], Span)> {
    document.clauses.iter().flat_map(|c| &c.blocks).filter_map(|b| match b {
        Block::Plan { statements, trivia, span } => Some((statements.as_slice(), trivia.as_slice(), *span)),
        Block::Paragraph { .. } => None,
    })
}

/// A second reading of the lines of a fence, by nothing but slashes and quotation marks: the place in the text of each comment
/// and blank line, the comment as it is written.
fn by_lines(text: &str, start: usize) -> Vec<(usize, String)> {
    let mut at = start;
    let mut found = vec![];
    for line in text.split('\n') {
        let mut quoted = false;
        let bytes = line.as_bytes();
        let comment = (0..bytes.len()).find(|i| {
            quoted ^= bytes[*i] == b'"';
            !quoted && bytes[*i..].starts_with(b"//")
        });
        match comment {
            Some(i) => found.push((at + i, line[i..].trim_end().to_string())),
            None if line.trim().is_empty() => found.push((at + line.trim_end_matches('\r').len(), String::new())),
            None => {}
        }
        at += line.len() + 1;
    }
    found
}

/// The lines of a block between its first and its last.
fn inside(source: &str, span: Span) -> (usize, &str) {
    let (start, end) = (span.start as usize, span.end as usize);
    let first = start + source[start..end].find('\n').map_or(0, |n| n + 1);
    let last = source[..end].rfind('\n').unwrap_or(first).max(first);
    (first, &source[first..last])
}

/// Everything that can own a comment.
fn nodes(statements: &[Statement]) -> Vec<Span> {
    let mut found = vec![];
    for s in statements {
        found.push(s.span);
        s.value.iter().for_each(|v| v.elements.iter().for_each(|e| element(e, &mut found)));
        s.items.iter().for_each(|i| item(i, &mut found));
    }
    found
}

fn item(i: &Item, found: &mut Vec<Span>) {
    match i {
        Item::Entry(e) => {
            found.push(e.span);
            e.value.iter().for_each(|v| v.elements.iter().for_each(|e| element(e, found)));
            e.items.iter().for_each(|i| item(i, found));
        }
        Item::Case(c) => {
            found.push(c.span);
            expression(&c.result, found);
            c.condition.iter().for_each(|c| expression(c, found));
        }
    }
}

fn element(e: &Element, found: &mut Vec<Span>) {
    found.push(e.span);
    expression(&e.expression, found);
    e.options.iter().for_each(|i| item(i, found));
}

fn expression(e: &Expression, found: &mut Vec<Span>) {
    match &e.kind {
        Kind::Group(elements) => elements.iter().for_each(|e| element(e, found)),
        _ => e.parts().into_iter().for_each(|e| expression(e, found)),
    }
}

/// What must hold of every block that can be read: how many comments and blank lines it has.
fn check(source: &str, document: &Document) -> usize {
    let mut count = 0;
    for (statements, trivia, span) in blocks(document) {
        let (first, text) = inside(source, span);
        let found: Vec<(usize, String)> = trivia
            .iter()
            .map(|t| match &t.kind {
                TriviaKind::Comment(text) => (t.span.start as usize, text.clone()),
                TriviaKind::Blank => (t.span.start as usize, String::new()),
            })
            .collect();
        if !text.is_empty() {
            assert_eq!(found, by_lines(text, first), "in\n{text}");
        }
        let nodes = nodes(statements);
        for t in trivia {
            let line = |at: u32| source[..at as usize].matches('\n').count();
            let here = t.span.start;
            match t.owner {
                Owner::Before(node) => assert!(nodes.contains(&node) && node.start > here, "{t:?}"),
                Owner::After(node) => {
                    assert!(nodes.contains(&node) && node.end <= here, "{t:?}");
                    assert_eq!(line(node.end), line(here), "{t:?} is on the line on which its owner ends");
                }
                Owner::Opening(node) | Owner::Last(node) => {
                    assert!(nodes.contains(&node) && node.start < here && here < node.end, "{t:?}");
                }
                Owner::End => assert!(statements.last().is_none_or(|s| s.span.end <= here), "{t:?}"),
            }
        }
        count += found.len();
    }
    count
}

/// The tree without places, and the comments and blank lines in their order.
fn meaning(document: &Document) -> (String, Vec<TriviaKind>) {
    let trivia = blocks(document).flat_map(|(_, trivia, _)| trivia).map(|t| t.kind.clone()).collect();
    (dump(document), trivia)
}

/// Prints every block of a document in its place.
fn printed(source: &str, document: &Document) -> String {
    let mut text = source.to_string();
    let mut all: Vec<_> = blocks(document).collect();
    all.reverse();
    for (statements, trivia, span) in all {
        let (first, inner) = inside(source, span);
        let new = print(statements, trivia, None).expect("a block that can be read");
        let new = new.strip_suffix('\n').unwrap_or(&new);
        text.replace_range(first..first + inner.len(), new);
    }
    text
}

/// The documents of the repository that can be read, with their texts.
fn documents() -> Vec<(String, Document)> {
    let paths = ["plans", "tests"].map(|folder| files_below(folder, "md")).concat();
    let texts = paths.iter().map(|p| std::fs::read_to_string(p).expect("a text"));
    let read = texts.filter_map(|text| {
        let (document, said) = syntax::parse(FileId(0), &text, &registry::head_words());
        let formal = blocks(&document).next().is_some();
        (formal && said.is_empty()).then_some((text, document))
    });
    read.collect()
}

#[test]
fn no_comment_and_no_blank_line_of_the_repository_is_lost() {
    let documents = documents();
    assert!(documents.len() > 20, "{} documents", documents.len());
    let count: usize = documents.iter().map(|(text, document)| check(text, document)).sum();
    assert!(count > 200, "{count} comments and blank lines");
}

#[test]
fn a_document_that_is_printed_is_the_same_document() {
    for (text, document) in documents() {
        let once = printed(&text, &document);
        let (again, said) = syntax::parse(FileId(0), &once, &registry::head_words());
        assert!(said.is_empty(), "{said:?}\n{once}");
        assert_eq!(meaning(&again), meaning(&document), "{once}");
        assert_eq!(printed(&once, &again), once, "printed twice");
    }
}

/// Each kind of owner, as it is meant.
#[test]
fn a_comment_stands_by_what_it_is_about() {
    let formal = "// of x\nevent x {  // opens x\n  // of a\n  a: b  // behind a\n\n  c: one of (  // opens\n    A, // behind A\n    // of B\n    \
                  B\n    // last of the list\n  )\n  // last of x\n}  // behind x\n\n// at the end";
    let source = fenced(formal);
    let (document, said) = parse(&source);
    assert!(said.is_empty(), "{said:?}");
    let text = |span: Span| {
        let text = &source[span.start as usize..span.end as usize];
        text.split_whitespace().next().unwrap_or_default().to_string()
    };
    let (_, trivia, _) = blocks(&document).next().expect("a block");
    let told: Vec<(String, String)> = trivia
        .iter()
        .map(|t| {
            let comment = match &t.kind {
                TriviaKind::Comment(text) => text.clone(),
                TriviaKind::Blank => "blank".to_string(),
            };
            let owner = match t.owner {
                Owner::Before(s) => format!("before {}", text(s)),
                Owner::After(s) => format!("after {}", text(s)),
                Owner::Opening(s) => format!("opening {}", text(s)),
                Owner::Last(s) => format!("last {}", text(s)),
                Owner::End => "end".to_string(),
            };
            (comment, owner)
        })
        .collect();
    let expected = [
        ("// of x", "before event"),
        ("// opens x", "opening event"),
        ("// of a", "before a:"),
        ("// behind a", "after a:"),
        ("blank", "before c:"),
        ("// opens", "opening one"),
        ("// behind A", "after A"),
        ("// of B", "before B"),
        ("// last of the list", "last one"),
        ("// last of x", "last event"),
        ("// behind x", "after event"),
        ("blank", "end"),
        ("// at the end", "end"),
    ];
    assert_eq!(told, expected.map(|(a, b)| (a.to_string(), b.to_string())));
    check(&source, &document);
    let once = printed(&source, &document);
    assert_eq!(once.matches("//").count(), 11, "{once}");
    assert_eq!(printed(&once, &parse(&once).0), once);
}

/// A blank line of a text with line ends of two signs is one.
#[test]
fn line_ends_of_windows_are_read_alike() {
    let source = repository("plans/criteria/recist_1_1.md");
    let kinds = |text: &str| meaning(&parse(text).0).1;
    assert_eq!(kinds(&source.replace('\n', "\r\n")), kinds(&source));
}

/// Lines of a block, in any order: comments, blank lines, entries with lists over several lines, blocks.
fn lines(depth: u32) -> BoxedStrategy<Vec<String>> {
    let comment = prop::sample::select(vec!["", "  // said \"here\"", " //", "  // http://a.b // c  "]);
    let alone = prop::sample::select(vec!["// alone", "", "   ", "//  é"]).prop_map(|l| vec![l.to_string()]);
    let entry = (prop::sample::select(vec!["a: b", "k: \"a // b\"", "c \"L\": x { o: p }"]), comment.clone())
        .prop_map(|(e, c)| vec![format!("{e}{c}")]);
    let list = (
        prop::collection::vec(
            (prop::sample::select(vec!["A", "B \"b\"", "5 mm", "// alone", ""]), comment.clone()),
            1..5,
        ),
        comment.clone(),
    )
        .prop_map(|(elements, behind)| {
            let mut lines = vec![format!("l: one of ({behind}")];
            let last = elements.iter().rposition(|(e, _)| !e.is_empty() && !e.starts_with("//"));
            for (i, (e, c)) in elements.iter().enumerate() {
                let is_element = !e.is_empty() && !e.starts_with("//");
                let comma = if is_element && Some(i) != last { "," } else { "" };
                lines.push(if is_element { format!("  {e}{comma}{c}") } else { format!("  {e}") });
            }
            if last.is_none() {
                lines.push("  Z".to_string());
            }
            lines.push(format!("){behind}"));
            lines
        });
    if depth == 0 {
        return prop_oneof![alone, entry, list].boxed();
    }
    let block =
        (prop::collection::vec(lines(depth - 1), 0..4), comment.clone(), comment).prop_map(|(inner, open, close)| {
            let mut lines = vec![format!("b {{{open}")];
            lines.extend(inner.concat().into_iter().map(|l| format!("  {l}")));
            lines.push(format!("}}{close}"));
            lines
        });
    prop_oneof![alone, entry, list, block].boxed()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_comment_and_no_blank_line_is_lost(inner in prop::collection::vec(lines(2), 0..6), last in prop::bool::ANY) {
        let inner: Vec<String> = inner.concat().into_iter().map(|l| format!("  {l}")).collect();
        let mut formal = format!("// first\n\nevent x {{\n{}\n}}  // behind\n\nevent y: z", inner.join("\n"));
        if last {
            formal.push_str("\n\n// at the end");
        }
        let source = fenced(&formal);
        let (document, said) = parse(&source);
        prop_assert!(said.is_empty(), "{said:?}\n{source}");
        check(&source, &document);
        let once = printed(&source, &document);
        let (again, said) = parse(&once);
        prop_assert!(said.is_empty(), "{said:?}\n{once}");
        prop_assert_eq!(meaning(&again), meaning(&document), "{}", once);
        prop_assert_eq!(printed(&once, &again), once);
    }
}
