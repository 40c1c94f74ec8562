//! The back end for a terminal: the report as text, without its links.

use super::document::{Block, Document, Figure, Table, Text, noted, said};
use super::figure::letters::Even;
use super::{Format, pages};
use crate::words::Words;

pub const TEXT: Format =
    Format { name: "text", write: |results| Ok(write(&pages::document(results, &Even)).into_bytes()) };

pub(super) fn write(document: &Document) -> String {
    let mut page = Page { words: Words::of(document.language), lines: vec![], tables: 0, figures: 0 };
    page.lines.push(said(&document.title));
    page.lines.push(said(&document.running));
    let flags = document.marked.into_iter().chain(document.draft.then_some(page.words.draft));
    let flags = flags.chain(document.locked.then_some(page.words.on_record().final_mark));
    page.lines.extend(flags.map(str::to_string));
    page.blocks(&document.cover);
    for blocks in document.sections.values() {
        page.blocks(blocks);
    }
    page.lines.join("\n") + "\n"
}

struct Page {
    words: &'static Words,
    lines: Vec<String>,
    tables: usize,
    figures: usize,
}

impl Page {
    fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            self.block(block);
        }
    }

    /// After an empty line.
    fn apart(&mut self, lines: impl IntoIterator<Item = String>) {
        self.lines.push(String::new());
        self.lines.extend(lines);
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Heading { level, text, .. } => self.apart([format!("{} {}", "#".repeat(*level), said(text))]),
            Block::Paragraph { text }
            | Block::Introduction { text }
            | Block::Subtitle { text }
            | Block::Aside { text } => self.apart([said(text)]),
            Block::Callout { title, text } => self.apart([said(title), said(text)]),
            Block::PageBreak => {}
            Block::Entries { lines } => self.apart(lines.iter().map(|line| said(line))),
            Block::List { ordered, items } => self.list(*ordered, items),
            Block::Code { text } => self.apart(text.lines().map(|line| format!("    {line}"))),
            Block::Pairs { pairs } => {
                self.apart(pairs.iter().map(|(name, value)| format!("{}: {}", said(name), said(value))));
            }
            Block::Table(table) => self.table(table),
            Block::Figure(figure) => self.figure(figure),
        }
    }

    /// Each item behind its mark, what follows it indented.
    fn list(&mut self, ordered: bool, items: &[Vec<Block>]) {
        for (i, item) in items.iter().enumerate() {
            let mark = if ordered { format!("{}. ", i + 1) } else { "- ".to_string() };
            let before = std::mem::take(&mut self.lines);
            self.blocks(item);
            let lines = std::mem::replace(&mut self.lines, before);
            let lines = lines.into_iter().filter(|line| !line.is_empty()).enumerate();
            self.lines
                .extend(lines.map(|(n, line)| if n == 0 { format!("{mark}{line}") } else { format!("  {line}") }));
        }
    }

    fn table(&mut self, table: &Table) {
        if !table.unnumbered {
            self.tables += 1;
            self.apart([format!("{} {}. {}", self.words.table, self.tables, said(&table.caption)), said(&table.about)]);
        }
        let groups = table.groups.iter().map(|(_, head)| said(head)).filter(|head| !head.is_empty());
        let groups: Vec<String> = groups.collect();
        self.lines.extend((!groups.is_empty()).then(|| groups.join(BETWEEN)));
        self.lines.push(cells(table.columns.iter().map(|column| &column.head)));
        for row in &table.rows {
            self.lines.push(format!("{}{}", "  ".repeat(row.indent), cells(&row.cells)));
        }
        self.notes(&table.notes);
    }

    /// A drawing is told by what it shows.
    fn figure(&mut self, figure: &Figure) {
        self.figures += 1;
        let title = format!("{} {}. {}", self.words.figure, self.figures, said(&figure.caption));
        self.apart([title, said(&figure.about), figure.alt.clone()]);
        self.notes(&figure.notes);
    }

    fn notes(&mut self, notes: &[(String, Text)]) {
        self.lines.extend(noted(notes));
    }
}

const BETWEEN: &str = " | ";

fn cells<'a>(cells: impl IntoIterator<Item = &'a Text>) -> String {
    cells.into_iter().map(|cell| said(cell)).collect::<Vec<_>>().join(BETWEEN)
}
