//! The prose of a clause, from Markdown to blocks. Markup outside of paragraphs, lists, tables, code, emphasis and
//! strength is printed as it stands; nothing is evaluated.

use super::document::{Align, Block, Column, ColumnKind, Row, Span, Style, Table, Text};
use pulldown_cmark::{Alignment, Event, Options, Parser, Tag, TagEnd};

/// Lists and quotations deeper than this are printed at this depth.
const DEEPEST: usize = 5;

/// Blocks of a Markdown text. It never fails: every text is Markdown.
pub fn blocks(text: &str) -> Vec<Block> {
    let mut builder = Builder { open: vec![Frame::default()], ..Builder::default() };
    for event in Parser::new_ext(text, Options::ENABLE_TABLES) {
        builder.take(event);
    }
    builder.finish()
}

/// A list or quotation under construction, the document itself at the bottom.
#[derive(Default)]
struct Frame {
    blocks: Vec<Block>,
    items: Vec<Vec<Block>>,
    ordered: bool,
}

#[derive(Default)]
struct Builder {
    open: Vec<Frame>,
    /// Lists that were not opened, being too deep.
    flattened: usize,
    text: Text,
    styles: Vec<Style>,
    code: Option<String>,
    table: Option<Table>,
}

impl Builder {
    fn take(&mut self, event: Event) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) | Event::Html(text) | Event::InlineHtml(text) => self.say(&text),
            Event::Code(code) | Event::InlineMath(code) | Event::DisplayMath(code) => {
                self.text.push(Span::styled(&code, Style::Code));
            }
            Event::SoftBreak => self.say(" "),
            Event::HardBreak => self.text.push(Span::line_break()),
            Event::FootnoteReference(name) => self.say(&format!("[^{name}]")),
            Event::TaskListMarker(done) => self.say(if done { "[x] " } else { "[ ] " }),
            Event::Rule => {}
        }
    }

    fn say(&mut self, text: &str) {
        match &mut self.code {
            Some(code) => code.push_str(text),
            None => self.text.push(Span::styled(text, self.styles.last().copied().unwrap_or_default())),
        }
    }

    fn start(&mut self, tag: Tag) {
        match tag {
            Tag::Emphasis => self.styles.push(Style::Emphasis),
            Tag::Strong => self.styles.push(Style::Strong),
            Tag::CodeBlock(_) => self.code = Some(String::new()),
            Tag::List(first) => {
                self.close_paragraph();
                if self.open.len() > DEEPEST {
                    self.flattened += 1;
                } else {
                    self.open.push(Frame { ordered: first.is_some(), ..Frame::default() });
                }
            }
            Tag::Table(aligns) => {
                let columns = aligns.iter().map(|a| Column::new(vec![], ColumnKind::Prose(alignment(a))));
                self.table = Some(Table { columns: columns.collect(), unnumbered: true, ..Table::default() });
            }
            Tag::TableRow => {
                if let Some(table) = &mut self.table {
                    table.rows.push(Row::default());
                }
            }
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Emphasis | TagEnd::Strong => {
                self.styles.pop();
            }
            TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::HtmlBlock => self.close_paragraph(),
            TagEnd::CodeBlock => {
                if let Some(code) = self.code.take() {
                    let lines = code.trim_end().lines().map(super::clean::clean);
                    self.push(Block::Code { text: lines.collect::<Vec<_>>().join("\n") });
                }
            }
            TagEnd::Item => {
                self.close_paragraph();
                if self.flattened == 0
                    && let Some(frame) = self.open.last_mut()
                {
                    let item = std::mem::take(&mut frame.blocks);
                    frame.items.push(item);
                }
            }
            TagEnd::List(_) if self.flattened > 0 => self.flattened -= 1,
            TagEnd::List(_) => self.close_list(),
            TagEnd::TableCell => self.close_cell(),
            TagEnd::Table => {
                if let Some(table) = self.table.take() {
                    self.push(Block::Table(table));
                }
            }
            _ => {}
        }
    }

    fn push(&mut self, block: Block) {
        if let Some(frame) = self.open.last_mut() {
            frame.blocks.push(block);
        }
    }

    fn close_paragraph(&mut self) {
        let text = std::mem::take(&mut self.text);
        if text.iter().any(|s| !s.text.trim().is_empty()) {
            self.push(Block::paragraph(text));
        }
    }

    fn close_list(&mut self) {
        if self.open.len() > 1
            && let Some(frame) = self.open.pop()
        {
            self.push(Block::List { ordered: frame.ordered, items: frame.items });
        }
    }

    /// Cells before the first row are those of the heading.
    fn close_cell(&mut self) {
        let text = std::mem::take(&mut self.text);
        let Some(table) = &mut self.table else { return };
        match table.rows.last_mut() {
            Some(row) => row.cells.push(text),
            None => {
                if let Some(column) = table.columns.iter_mut().find(|c| c.head.is_empty()) {
                    column.head = if text.is_empty() { vec![Span::new(" ")] } else { text };
                }
            }
        }
    }

    fn finish(mut self) -> Vec<Block> {
        self.close_paragraph();
        while self.open.len() > 1 {
            self.close_list();
        }
        self.open.pop().map(|f| f.blocks).unwrap_or_default()
    }
}

fn alignment(alignment: &Alignment) -> Align {
    match alignment {
        Alignment::Right => Align::Right,
        Alignment::Center => Align::Center,
        Alignment::Left | Alignment::None => Align::Left,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::document::plain;

    /// A short rendering: `p(…)`, `ul(…)`, `*…*`.
    fn shape(blocks: &[Block]) -> String {
        let one = |block: &Block| match block {
            Block::Paragraph { text } => {
                let span = |s: &Span| match s.style {
                    Style::Emphasis => format!("*{}*", s.text),
                    Style::Strong => format!("**{}**", s.text),
                    Style::Code => format!("`{}`", s.text),
                    _ => s.text.clone(),
                };
                format!("p({})", text.iter().map(span).collect::<String>())
            }
            Block::List { ordered, items } => {
                let items: Vec<String> = items.iter().map(|i| shape(i)).collect();
                format!("{}({})", if *ordered { "ol" } else { "ul" }, items.join("; "))
            }
            Block::Code { text } => format!("code({text})"),
            Block::Table(t) => {
                let row = |r: &Row| r.cells.iter().map(|c| plain(c)).collect::<Vec<_>>().join("|");
                let head: Vec<String> = t.columns.iter().map(|c| plain(&c.head)).collect();
                format!("table({} / {})", head.join("|"), t.rows.iter().map(row).collect::<Vec<_>>().join(" / "))
            }
            _ => "?".to_string(),
        };
        blocks.iter().map(one).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn paragraphs_emphasis_and_code() {
        let text = "One *two* **three**\nfour `#read(\"x\")`.\n\nFive.";
        assert_eq!(shape(&blocks(text)), "p(One *two* **three** four `#read(\"x\")`.) p(Five.)");
    }

    #[test]
    fn lists_tight_loose_and_nested() {
        assert_eq!(shape(&blocks("- a\n- b")), "ul(p(a); p(b))");
        assert_eq!(shape(&blocks("1. a\n\n2. b")), "ol(p(a); p(b))");
        assert_eq!(shape(&blocks("- a\n  - b\n- c")), "ul(p(a) ul(p(b)); p(c))");
    }

    #[test]
    fn tables() {
        assert_eq!(shape(&blocks("| a | b |\n|---|--:|\n| 1 | 2 |\n| 3 |  |")), "table(a|b / 1|2 / 3|)");
    }

    #[test]
    fn code_blocks_and_html_are_printed_as_they_stand() {
        assert_eq!(shape(&blocks("```\n#panic()\n$x$\n```")), "code(#panic()\n$x$)");
        assert_eq!(shape(&blocks("<b>bold</b>")), "p(<b>bold</b>)");
        assert_eq!(shape(&blocks("$x$ and @ref and \\#let")), "p($x$ and @ref and #let)");
    }

    #[test]
    fn deep_nesting_is_flattened() {
        let deep: String = (0..40).map(|i| format!("{}- level {i}\n", "  ".repeat(i))).collect();
        let shape = shape(&blocks(&deep));
        assert_eq!(shape.matches("ul(").count(), DEEPEST);
        assert!(shape.contains("level 39"));
        assert!(!blocks(&">".repeat(5000)).iter().any(|b| matches!(b, Block::Code { .. })));
    }
}
