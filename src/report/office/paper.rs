//! The report, or one table or figure of it, as a word processor has it: sections of paragraphs, tables and pictures.

use super::look::Look;
use super::sheet::{Grid, grid, pairs, sheet};
use crate::catalogue::Language;
use crate::report::Exporting;
use crate::report::document::{Block, Figure, Place, Span, Style, Table, Text, said, text};
use crate::report::pieces::{Body, Piece};
use crate::words::Words;
use std::borrow::Cow;
use std::collections::BTreeMap;

pub struct Paper<'d> {
    pub language: Language,
    pub title: String,
    /// On the head of every page: what must be said of the whole, and which study it is of.
    pub flags: Vec<&'static str>,
    pub running: String,
    /// At the foot: before the number of the page, between it and the number of pages, and after that.
    pub page: [&'static str; 3],
    /// ISO: the only date that it may bear.
    pub cut_off: &'d str,
    pub parts: Vec<Pages<'d>>,
    /// The places in it that a text can lead to, numbered.
    pub places: BTreeMap<Place, usize>,
}

/// Pages of one orientation.
pub struct Pages<'d> {
    pub turned: bool,
    pub items: Vec<Item<'d>>,
}

pub enum Item<'d> {
    Paragraph(Paragraph<'d>),
    Table(Grid<'d>),
    Picture(Picture<'d>),
}

pub struct Paragraph<'d> {
    pub look: Look,
    pub text: Cow<'d, Text>,
    pub indent: usize,
    /// What stands before it, where it is an item of a list.
    pub mark: Option<String>,
    pub new_page: bool,
}

pub struct Picture<'d> {
    pub png: &'d [u8],
    /// In points.
    pub width: f64,
    pub height: f64,
    pub name: String,
    pub alt: &'d str,
}

/// The whole report.
pub fn whole<'d>(of: &Exporting<'d>, pictures: &'d [Vec<u8>]) -> Paper<'d> {
    let mut laid = Laid::new(of.words, pictures);
    laid.paragraph(Look::Aside, text(of.words.report_of));
    laid.borrowed(Look::Title, &of.document.title);
    laid.blocks(&of.document.cover);
    of.document.sections.values().for_each(|blocks| laid.blocks(blocks));
    laid.paper(of, said(&of.document.title))
}

/// One table or figure, with what it takes to be understood alone.
pub fn piece<'d>(of: &Exporting<'d>, pictures: &'d [Vec<u8>], piece: &Piece<'d>) -> Paper<'d> {
    let mut laid = Laid::new(of.words, pictures);
    match piece.body {
        Body::Table(table) => {
            laid.tables = piece.number - 1;
            laid.table(table);
        }
        Body::Figure(figure) => {
            laid.figures = piece.number - 1;
            laid.figure(figure);
        }
    }
    for (number, citation) in piece.body.references() {
        laid.paragraph(Look::Note, text(&format!("{number} {citation}")));
    }
    laid.paper(of, of.title(piece))
}

struct Laid<'d> {
    words: &'static Words,
    pictures: &'d [Vec<u8>],
    parts: Vec<Pages<'d>>,
    tables: usize,
    figures: usize,
    indent: usize,
    new_page: bool,
}

/// How far an item of a list is indented with what stands in it, its mark hanging before it.
pub const ITEM: usize = 320;
/// No figure is higher than this, so that its caption and notes stand on its page; in points.
const HIGHEST: f64 = 600.0;

impl<'d> Laid<'d> {
    fn new(words: &'static Words, pictures: &'d [Vec<u8>]) -> Laid<'d> {
        let parts = vec![Pages { turned: false, items: vec![] }];
        Laid { words, pictures, parts, tables: 0, figures: 0, indent: 0, new_page: false }
    }

    fn paper(self, of: &Exporting<'d>, title: String) -> Paper<'d> {
        let parts: Vec<Pages> = self.parts.into_iter().filter(|part| !part.items.is_empty()).collect();
        let anchors = parts.iter().flat_map(|part| &part.items).flat_map(Item::spans).filter_map(|s| s.anchor.clone());
        let mut places = BTreeMap::new();
        for place in anchors {
            let next = places.len();
            places.entry(place).or_insert(next);
        }
        Paper {
            language: of.document.language,
            title,
            flags: of.flags(),
            running: said(&of.document.running),
            page: of.words.around_page(),
            cut_off: &of.document.cut_off,
            parts,
            places,
        }
    }

    fn items(&mut self) -> &mut Vec<Item<'d>> {
        if self.parts.is_empty() {
            self.parts.push(Pages { turned: false, items: vec![] });
        }
        let last = self.parts.len() - 1;
        &mut self.parts[last].items
    }

    fn paragraph(&mut self, look: Look, text: Text) {
        self.put(look, Cow::Owned(text));
    }

    fn borrowed(&mut self, look: Look, text: &'d Text) {
        self.put(look, Cow::Borrowed(text));
    }

    fn put(&mut self, look: Look, text: Cow<'d, Text>) {
        let new_page = std::mem::take(&mut self.new_page);
        let indent = self.indent;
        self.items().push(Item::Paragraph(Paragraph { look, text, indent, mark: None, new_page }));
    }

    fn blocks(&mut self, blocks: &'d [Block]) {
        blocks.iter().for_each(|block| self.block(block));
    }

    fn block(&mut self, block: &'d Block) {
        match block {
            Block::Heading { level, text, new_page, .. } => {
                self.new_page |= new_page;
                self.borrowed(Look::heading(*level), text);
            }
            Block::Paragraph { text } | Block::Introduction { text } => self.borrowed(Look::Body, text),
            Block::Subtitle { text } => self.borrowed(Look::Subtitle, text),
            Block::Callout { title, text } => {
                self.borrowed(Look::CalloutTitle, title);
                self.borrowed(Look::Callout, text);
            }
            Block::PageBreak => self.new_page = true,
            Block::Entries { lines } => lines.iter().for_each(|line| self.borrowed(Look::Entry, line)),
            Block::Aside { text } => self.borrowed(Look::Aside, text),
            Block::List { ordered, items } => self.list(*ordered, items),
            Block::Code { text } => self.code(text),
            Block::Pairs { pairs: of } => self.grid(pairs(of)),
            Block::Table(table) => self.table(table),
            Block::Figure(figure) => self.figure(figure),
        }
    }

    fn list(&mut self, ordered: bool, items: &'d [Vec<Block>]) {
        self.indent += ITEM;
        for (at, item) in items.iter().enumerate() {
            let first = self.items().len();
            self.blocks(item);
            if let Some(Item::Paragraph(paragraph)) = self.items().get_mut(first) {
                paragraph.mark = Some(if ordered { format!("{}.", at + 1) } else { "•".to_string() });
            }
        }
        self.indent -= ITEM;
    }

    fn code(&mut self, code: &str) {
        let mut lines: Text = vec![];
        for (at, line) in code.lines().enumerate() {
            lines.extend((at > 0).then(Span::line_break));
            lines.push(Span::new(line));
        }
        self.paragraph(Look::Code, lines);
    }

    /// Two tables that follow each other would be one.
    fn grid(&mut self, grid: Grid<'d>) {
        if self.new_page || matches!(self.items().last(), Some(Item::Table(_))) {
            self.paragraph(Look::Entry, vec![]);
        }
        self.items().push(Item::Table(grid));
    }

    fn caption(&mut self, kind: &str, number: usize, caption: &Text, about: &'d Text) {
        let mut title = text(&format!("{kind} {number}. "));
        title.extend(caption.iter().cloned());
        self.paragraph(Look::Caption, title);
        if !about.is_empty() {
            self.borrowed(Look::About, about);
        }
    }

    fn notes(&mut self, notes: &'d [(String, Text)]) {
        for (mark, note) in notes {
            let mut line = match mark.as_str() {
                "" => vec![],
                mark => vec![Span::styled(mark, Style::Superscript), Span::new(" ")],
            };
            line.extend(note.iter().cloned());
            self.paragraph(Look::Note, line);
        }
    }

    fn table(&mut self, table: &'d Table) {
        let grid = grid(table);
        let turned = grid.turned;
        if turned {
            // A section begins a page.
            self.new_page = false;
            self.parts.push(Pages { turned, items: vec![] });
        }
        if !table.unnumbered {
            self.tables += 1;
            self.caption(self.words.table, self.tables, &table.caption, &table.about);
        }
        self.grid(grid);
        self.notes(&table.notes);
        if turned {
            self.parts.push(Pages { turned: false, items: vec![] });
        }
    }

    fn figure(&mut self, figure: &'d Figure) {
        self.figures += 1;
        self.caption(self.words.figure, self.figures, &figure.caption, &figure.about);
        let (width, height) = (figure.drawing.width, figure.drawing.height);
        let room = (sheet(false).room() / super::sheet::POINT) as f64;
        let scale = (room / width).min(HIGHEST / height).min(1.0);
        let png: &[u8] = self.pictures.get(self.figures - 1).map_or(&[], Vec::as_slice);
        let name = format!("{} {}", self.words.figure, self.figures);
        let (width, height) = (width * scale, height * scale);
        self.items().push(Item::Picture(Picture { png, width, height, name, alt: &figure.alt }));
        self.notes(&figure.notes);
    }
}

impl<'d> Item<'d> {
    /// Every span of it.
    fn spans<'s>(&'s self) -> Box<dyn Iterator<Item = &'s Span> + 's> {
        match self {
            Item::Paragraph(paragraph) => Box::new(paragraph.text.iter()),
            Item::Table(grid) => {
                let lines = grid.heads.iter().chain(&grid.rows);
                Box::new(lines.flat_map(|line| &line.cells).flat_map(|cell| cell.text.iter()))
            }
            Item::Picture(_) => Box::new(std::iter::empty()),
        }
    }
}
