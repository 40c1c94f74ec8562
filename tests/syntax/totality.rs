//! Whatever the text, a tree comes out, and every place lies within the text.

use super::{fenced, parse, repository};
use prespec::diagnostic::{Diagnostic, Span, Spanned};
use prespec::syntax::dump;
use prespec::syntax::tree::*;
use proptest::prelude::*;

/// All places of a document and of its messages.
#[derive(Default)]
struct Places(Vec<Span>);

impl Places {
    fn of(document: &Document, diagnostics: &[Diagnostic]) -> Vec<Span> {
        let mut places = Places::default();
        for (key, value) in &document.meta {
            places.0.extend([key.span, value.span]);
        }
        for clause in &document.clauses {
            places.0.push(clause.span);
            for block in &clause.blocks {
                match block {
                    Block::Paragraph { span, .. } => places.0.push(*span),
                    Block::Plan { statements, trivia, span } => {
                        places.0.push(*span);
                        places.0.extend(trivia.iter().map(|t| t.span));
                        statements.iter().for_each(|s| places.statement(s));
                    }
                }
            }
        }
        places.0.extend(diagnostics.iter().flat_map(|d| &d.labels).map(|l| l.span));
        places.0
    }

    fn words<const N: usize>(&mut self, words: [&Option<Spanned<String>>; N]) {
        self.0.extend(words.into_iter().flatten().map(|w| w.span));
    }

    fn label(&mut self, label: &Option<Label>) {
        let texts =
            label.iter().flat_map(|l| std::iter::once(&l.text).chain(l.others.iter().flat_map(|(c, t)| [c, t])));
        self.0.extend(texts.map(|t| t.span));
    }

    fn statement(&mut self, s: &Statement) {
        self.0.extend([s.span, s.head.span]);
        self.words([&s.name, &s.subject]);
        self.label(&s.label);
        s.value.iter().for_each(|v| self.value(v));
        s.items.iter().for_each(|i| self.item(i));
        if let Some(table) = &s.table {
            self.0.push(table.span);
            self.0.extend(table.header.iter().chain(table.rows.iter().flatten()).map(|c| c.span));
        }
    }

    fn item(&mut self, item: &Item) {
        match item {
            Item::Entry(e) => {
                self.0.push(e.span);
                self.words([&e.key]);
                self.label(&e.label);
                e.value.iter().for_each(|v| self.value(v));
                e.items.iter().for_each(|i| self.item(i));
            }
            Item::Case(c) => {
                self.0.push(c.span);
                self.label(&c.reason);
                self.expression(&c.result);
                c.condition.iter().for_each(|e| self.expression(e));
            }
        }
    }

    fn value(&mut self, value: &Value) {
        self.0.push(value.span);
        value.elements.iter().for_each(|e| self.element(e));
    }

    fn element(&mut self, e: &Element) {
        self.0.push(e.span);
        self.label(&e.label);
        self.expression(&e.expression);
        e.options.iter().for_each(|i| self.item(i));
    }

    fn expression(&mut self, e: &Expression) {
        self.0.push(e.span);
        match &e.kind {
            Kind::Name(_) | Kind::Number { .. } | Kind::Date(_) | Kind::Text(_) | Kind::Error => {}
            Kind::Like(name) => self.0.push(name.span),
            Kind::Range { low: a, high: b, .. } | Kind::Binary { left: a, right: b, .. } => {
                [a, b].into_iter().for_each(|x| self.expression(x))
            }
            Kind::Before(a, b) | Kind::After(a, b) | Kind::FromOn(a, b) | Kind::Otherwise(a, b) => {
                [a, b].into_iter().for_each(|x| self.expression(x))
            }
            Kind::Day(x) | Kind::Not(x) | Kind::Negative(x) | Kind::IsKnown(x, _) => self.expression(x),
            Kind::Group(elements) => elements.iter().for_each(|e| self.element(e)),
            Kind::Field(x, word) | Kind::Unit { left: x, unit: word, .. } => {
                self.0.push(word.span);
                self.expression(x);
            }
            Kind::Call(word, arguments) => {
                self.0.push(word.span);
                arguments.iter().for_each(|a| self.expression(a));
            }
            Kind::Within { what, range, of } => {
                [Some(what), Some(range), of.as_ref()].into_iter().flatten().for_each(|x| self.expression(x))
            }
            Kind::Earlier { condition, since } => {
                [Some(condition), since.as_ref()].into_iter().flatten().for_each(|x| self.expression(x))
            }
            Kind::Selector(s) => {
                self.0.push(s.kind.span);
                [Some(&s.rows), s.to.as_ref(), s.condition.as_ref(), s.since.as_ref(), s.has.as_ref()]
                    .into_iter()
                    .flatten()
                    .for_each(|x| self.expression(x));
            }
        }
    }
}

/// Parses, and checks all that holds for any text.
pub fn check(source: &str) {
    let (document, diagnostics) = parse(source);
    for span in Places::of(&document, &diagnostics) {
        let text = source.get(span.start as usize..span.end as usize);
        assert!(text.is_some(), "{span:?} is no place of a text of {} bytes\n{source}", source.len());
    }
    let dumped = dump(&document);
    assert!(
        !dumped.contains("ERROR") || !diagnostics.is_empty(),
        "an unread part without a message\n{source}\n{dumped}"
    );
    assert!(diagnostics.iter().all(|d| !d.labels.is_empty()), "a message without a place: {diagnostics:?}");
}

/// Pieces of which formal text is made, in any order.
fn pieces() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "event ",
        "value x",
        "endpoint y ",
        "time zero",
        "replace ",
        "\n",
        "\n  ",
        "\n    ",
        "{",
        "}",
        "(",
        ")",
        "{\n",
        "\n}\n",
        "\"",
        "\"l\"",
        ":",
        ": ",
        ", ",
        " and ",
        " or ",
        " not ",
        " in ",
        " is ",
        " known",
        " when ",
        " otherwise",
        " where ",
        " since ",
        " has ",
        " earlier ",
        " first ",
        " no ",
        " any ",
        " within ",
        " with ",
        " to ",
        " from ",
        " on",
        " of ",
        " at ",
        " day ",
        " like ",
        " as ",
        "0",
        "5",
        "..",
        ".",
        "-",
        "2021-01-01",
        " mm",
        " %",
        "a",
        "b.c",
        "f(",
        "é",
        "µ",
        "\u{a0}",
        "\r\n",
        "\r",
        "//",
        "=",
        "==",
        "<",
        ">=",
        "+",
        "*",
        "/",
        "|",
        "```\n",
        "```plan\n",
        "# 2 Two\n",
        "|---|\n",
        "---\n",
        "- ",
        "> ",
        "\t",
        "\0",
        ";",
        "“",
        "日本",
        "\u{301}",
    ]);
    prop::collection::vec(piece, 0..120).prop_map(|p| p.concat())
}

/// A number of a text's bytes, moved to a boundary of characters.
fn boundary(text: &str, at: usize) -> usize {
    let at = at % (text.len() + 1);
    (0..=at).rev().find(|i| text.is_char_boundary(*i)).unwrap_or(0)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_read(text in any::<String>()) {
        check(&text);
        check(&fenced(&text));
    }

    #[test]
    fn any_pieces_of_formal_text_are_read(text in pieces()) {
        check(&text);
        check(&fenced(&text));
        check(&fenced(&text).replace('\n', "\n  "));
        check(&fenced(&text).replace('\n', "\r\n> "));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, failure_persistence: None, ..ProptestConfig::default() })]

    /// The plan with slices taken out, put in elsewhere, or replaced.
    #[test]
    fn a_damaged_plan_is_read(edits in prop::collection::vec((any::<u16>(), 0usize..400, any::<u16>(), pieces(), 0u8..3), 1..6), criterion in any::<bool>()) {
        let path = if criterion { "plans/criteria/recist_1_1.md" } else { "plans/sirt-hcc/plan.md" };
        let mut text = repository(path);
        for (at, length, to, new, kind) in edits {
            let start = boundary(&text, at as usize);
            let end = boundary(&text, (start + length).min(text.len())).max(start);
            let taken = text[start..end].to_string();
            match kind {
                0 => text.replace_range(start..end, ""),
                1 => text.replace_range(start..end, &new),
                _ => { let to = boundary(&text, to as usize); text.insert_str(to, &taken); }
            }
        }
        check(&text);
    }
}

#[test]
fn extreme_texts_are_read() {
    let long = "a ".repeat(50_000);
    for formal in [
        "(".repeat(20_000),
        format!("value x: {}", "(".repeat(20_000)),
        format!("value x: {}a{}", "(".repeat(5_000), ")".repeat(5_000)),
        format!("value x: {}a", "not ".repeat(50_000)),
        format!("value x: {}a", "- ".repeat(50_000)),
        format!("value x: a{}", " + a".repeat(50_000)),
        format!("value x: a{}", ".b".repeat(50_000)),
        format!("value x: a{}", " otherwise a".repeat(50_000)),
        format!("value x: a{}", " at a".repeat(50_000)),
        format!("value x: a{}", ", a".repeat(20_000)),
        format!("value x: a{}", " is known".repeat(20_000)),
        format!("value x: a{}", " as mm".repeat(20_000)),
        format!("value x: {}", "a { x: ".repeat(5_000)),
        format!("value x: {long}"),
        format!("value x {{\n  {long}: y\n}}"),
        format!("value x: \"{long}\""),
        format!("value x: \"{long}"),
        format!("value x {{\n{}{}", "  a {\n".repeat(5_000), "  }\n".repeat(5_000)),
        "}\n".repeat(5_000),
        "value x {\n".repeat(5_000),
        "value x: (a\n".repeat(5_000),
        "```plan\n# 1\n".repeat(2_000),
        "\0\r\r\n\u{feff}".repeat(5_000),
    ] {
        check(&fenced(&formal));
    }
    for source in [
        "",
        "---",
        "---\n",
        "```plan",
        "```plan\n",
        "~~~plan\nvalue x: y",
        "# ",
        "#\n## 1.1.1.1\n",
        "|",
        "\u{feff}",
        "\u{feff}---\na: b\n---",
    ] {
        check(source);
    }
}
