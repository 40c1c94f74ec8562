//! A document as the template reads it: the identifier of every place, the address of every link, and for each text the
//! numbers that it prints, by their place among the records.

use super::picture::{Picture, picture};
use super::safe::fragment;
use crate::report::clean::clean;
use crate::report::document::{Align, Block, ColumnKind, Document, Place, Section, Span, Style, Table, Text};
use crate::results::{FormalText, Results};
use crate::words::Words;
use serde::Serialize;
use std::collections::BTreeMap;

#[derive(Serialize)]
pub struct Page {
    pub title: Vec<Said>,
    pub running: Vec<Said>,
    pub cover: Vec<Part>,
    pub sections: Vec<Vec<Part>>,
    /// The headings that are listed: identifier, text, and whether it is one below another.
    pub contents: Vec<Entry>,
}

#[derive(Serialize)]
pub struct Entry {
    id: String,
    text: Vec<Said>,
    below: bool,
}

/// Text in one style.
#[derive(Clone, Default, Serialize)]
pub struct Said {
    text: String,
    /// The name of its element; none of what has none.
    tag: Option<&'static str>,
    is_break: bool,
    quiet: bool,
    /// What it leads to, behind `#`.
    to: Option<String>,
    id: Option<String>,
    /// Other places that it is, for whom no script runs.
    also: Vec<String>,
    /// The records that it prints, by their places.
    shows: Vec<usize>,
}

#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Part {
    Heading {
        level: usize,
        id: String,
        text: Vec<Said>,
    },
    Paragraph {
        text: Vec<Said>,
    },
    Subtitle {
        text: Vec<Said>,
    },
    Aside {
        text: Vec<Said>,
    },
    Callout {
        title: Vec<Said>,
        text: Vec<Said>,
    },
    Entries {
        lines: Vec<Vec<Said>>,
    },
    List {
        ordered: bool,
        items: Vec<Vec<Part>>,
    },
    Code {
        text: String,
    },
    Pairs {
        pairs: Vec<(Vec<Said>, Vec<Said>)>,
    },
    Table(Sheet),
    Figure {
        id: String,
        caption: Vec<Said>,
        about: Vec<Said>,
        alt: String,
        picture: Picture,
        notes: Vec<Note>,
        shows: Vec<usize>,
    },
    /// A clause of the plan: its heading, its text, its formal text, and what came of it.
    Clause {
        id: String,
        parts: Vec<Part>,
        formal: Vec<FormalText>,
        outcome: Vec<Part>,
    },
}

#[derive(Serialize)]
pub struct Note {
    mark: String,
    text: Vec<Said>,
}

#[derive(Serialize)]
pub struct Sheet {
    id: String,
    /// `Table 3. …`; none of a table within a text.
    number: Option<String>,
    caption: Vec<Said>,
    about: Vec<Said>,
    groups: Vec<(usize, Vec<Said>)>,
    columns: Vec<Head>,
    /// Each part begins with the heading over its rows, where it has one.
    bodies: Vec<Body>,
    notes: Vec<Note>,
    small: bool,
    /// The first cell of a row says what the row is of.
    named: bool,
}

#[derive(Serialize)]
struct Head {
    text: Vec<Said>,
    align: &'static str,
}

#[derive(Default, Serialize)]
struct Body {
    head: Option<Vec<Said>>,
    rows: Vec<Line>,
}

#[derive(Serialize)]
struct Line {
    indent: usize,
    cells: Vec<Vec<Said>>,
}

pub fn page<'a>(document: &'a Document, results: &'a Results) -> Page {
    let mut maker = Maker { index: Some(&document.index), ..Maker::new(results) };
    let title = maker.text(&document.title);
    let running = maker.text(&document.running);
    let cover = maker.parts(&document.cover);
    let sections = document.sections.iter().filter(|(_, blocks)| !blocks.is_empty());
    let sections = sections.map(
        |(section, blocks)| {
            if *section == Section::Clauses { maker.clauses(blocks) } else { maker.parts(blocks) }
        },
    );
    let sections = sections.collect();
    Page { title, running, cover, sections, contents: maker.contents }
}

/// The parts of a text of the reference, its headings left to who shows it.
pub fn prose(blocks: &[Block], results: &Results) -> Vec<Part> {
    Maker::new(results).parts(blocks)
}

struct Maker<'a> {
    words: &'static Words,
    results: &'a Results,
    records: BTreeMap<&'a str, usize>,
    /// Of each line of the index, the records shown that are counted in it.
    index: Option<&'a BTreeMap<String, Vec<String>>>,
    references: Vec<Place>,
    contents: Vec<Entry>,
    headings: usize,
    tables: usize,
    figures: usize,
    sheets: usize,
    /// Of the heading before: the next is at most one below it.
    level: usize,
}

impl<'a> Maker<'a> {
    fn new(results: &'a Results) -> Maker<'a> {
        let records = results.records.iter().enumerate().map(|(place, record)| (record.id.as_str(), place)).collect();
        Maker {
            words: Words::of(results.report.language),
            results,
            records,
            index: None,
            references: vec![],
            contents: vec![],
            headings: 0,
            tables: 0,
            figures: 0,
            sheets: 0,
            level: 1,
        }
    }

    /// The identifier of a place.
    fn place(&mut self, place: &Place) -> String {
        match place {
            Place::Results(id) => fragment(id),
            Place::Clause(number) => clause(number),
            Place::Reference(_) => {
                let known = self.references.iter().position(|p| p == place);
                let at = known.unwrap_or_else(|| {
                    self.references.push(place.clone());
                    self.references.len() - 1
                });
                format!("reference-{}", at + 1)
            }
        }
    }

    fn span(&mut self, span: &Span) -> Said {
        let (tag, is_break, quiet) = match span.style {
            Style::Plain => (None, false, false),
            Style::Emphasis => (Some("em"), false, false),
            Style::Strong => (Some("strong"), false, false),
            Style::Code => (Some("code"), false, false),
            Style::Superscript => (Some("sup"), false, false),
            Style::Quiet => (None, false, true),
            Style::Break => (None, true, false),
        };
        let shows = self.places_of(&span.shows);
        // A number leads to itself, which its line of the index is as well.
        let to = match (&span.to, span.shows.first()) {
            (Some(Place::Results(_)), Some(first)) => Some(fragment(first)),
            (Some(place), _) => Some(self.place(place)),
            (None, Some(first)) => Some(fragment(first)),
            (None, None) => None,
        };
        let also = match &span.anchor {
            Some(Place::Results(line)) => {
                let shown = self.index.and_then(|index| index.get(line)).into_iter().flatten();
                shown.filter(|id| *id != line).map(|id| fragment(id)).collect()
            }
            Some(Place::Clause(_) | Place::Reference(_)) | None => vec![],
        };
        let id = span.anchor.as_ref().map(|place| self.place(place));
        Said { text: span.text.clone(), tag, is_break, quiet, to, id, also, shows }
    }

    fn places_of(&self, shows: &[String]) -> Vec<usize> {
        shows.iter().filter_map(|id| self.records.get(id.as_str()).copied()).collect()
    }

    fn text(&mut self, text: &[Span]) -> Vec<Said> {
        text.iter().map(|span| self.span(span)).collect()
    }

    fn parts(&mut self, blocks: &[Block]) -> Vec<Part> {
        blocks.iter().filter_map(|block| self.part(block)).collect()
    }

    fn part(&mut self, block: &Block) -> Option<Part> {
        Some(match block {
            Block::Heading { level, text, listed, .. } => self.heading(*level, text, *listed),
            Block::Paragraph { text } | Block::Introduction { text } => Part::Paragraph { text: self.text(text) },
            Block::Subtitle { text } => Part::Subtitle { text: self.text(text) },
            Block::Aside { text } => Part::Aside { text: self.text(text) },
            Block::Callout { title, text } => Part::Callout { title: self.text(title), text: self.text(text) },
            Block::PageBreak => return None,
            Block::Entries { lines } => Part::Entries { lines: lines.iter().map(|line| self.text(line)).collect() },
            Block::List { ordered, items } => {
                Part::List { ordered: *ordered, items: items.iter().map(|item| self.parts(item)).collect() }
            }
            Block::Code { text } => Part::Code { text: text.clone() },
            Block::Pairs { pairs } => {
                Part::Pairs { pairs: pairs.iter().map(|(name, value)| (self.text(name), self.text(value))).collect() }
            }
            Block::Table(table) => Part::Table(self.table(table)),
            Block::Figure(figure) => {
                self.figures += 1;
                let mut caption = vec![plain(&format!("{} {}. ", self.words.figure, self.figures))];
                caption.extend(self.text(&figure.caption));
                Part::Figure {
                    id: format!("figure-{}", self.figures),
                    caption,
                    about: self.text(&figure.about),
                    alt: figure.alt.clone(),
                    picture: picture(&figure.drawing),
                    notes: self.notes(&figure.notes),
                    shows: self.places_of(&figure.shows),
                }
            }
        })
    }

    /// The title of the document is the first; no level is left out on the way down.
    fn heading(&mut self, level: usize, text: &[Span], listed: bool) -> Part {
        self.headings += 1;
        self.level = (level + 1).min(self.level + 1).min(6);
        let (id, text) = (format!("part-{}", self.headings), self.text(text));
        if listed && level <= 2 {
            let bare = text.iter().map(|said| Said { text: said.text.clone(), ..Said::default() });
            self.contents.push(Entry { id: id.clone(), text: bare.collect(), below: level > 1 });
        }
        Part::Heading { level: self.level, id, text }
    }

    fn notes(&mut self, notes: &[(String, Text)]) -> Vec<Note> {
        notes.iter().map(|(mark, text)| Note { mark: mark.clone(), text: self.text(text) }).collect()
    }

    fn table(&mut self, table: &Table) -> Sheet {
        self.sheets += 1;
        let number = (!table.unnumbered).then(|| {
            self.tables += 1;
            format!("{} {}. ", self.words.table, self.tables)
        });
        let columns = table.columns.iter().map(|column| {
            let align = match column.kind {
                ColumnKind::Prose(align) | ColumnKind::Short(align) => align,
                ColumnKind::Numbers => Align::Center,
            };
            // A head that says nothing is none.
            let said = column.head.iter().any(|span| !span.text.trim().is_empty());
            Head { text: if said { self.text(&column.head) } else { vec![] }, align: word(align) }
        });
        let columns = columns.collect();
        let mut bodies = vec![Body::default()];
        for row in &table.rows {
            let mut cells: Vec<Vec<Said>> = row.cells.iter().map(|cell| self.text(cell)).collect();
            if row.group {
                cells.truncate(1);
                bodies.push(Body { head: cells.pop(), rows: vec![] });
            } else if let Some(body) = bodies.last_mut() {
                body.rows.push(Line { indent: row.indent.min(3), cells });
            }
        }
        bodies.retain(|body| body.head.is_some() || !body.rows.is_empty());
        Sheet {
            id: format!("table-{}", self.sheets),
            number,
            caption: self.text(&table.caption),
            about: self.text(&table.about),
            groups: table.groups.iter().map(|(n, head)| (*n, self.text(head))).collect(),
            columns,
            bodies,
            notes: self.notes(&table.notes),
            small: table.small,
            named: !table.unnumbered,
        }
    }

    /// From the heading of each clause to the next: an element of its own, so that it can be shown beside a number.
    fn clauses(&mut self, blocks: &[Block]) -> Vec<Part> {
        let mut parts = vec![];
        for block in blocks {
            let number = match block {
                Block::Heading { text, .. } => text.iter().find_map(|span| match &span.anchor {
                    Some(Place::Clause(number)) => Some(number.clone()),
                    Some(Place::Results(_) | Place::Reference(_)) | None => None,
                }),
                _ => None,
            };
            if let Some(number) = number {
                let known = self.results.clauses.iter().find(|clause| clause.number == number);
                let formal = known.map(|clause| clause.formal.iter().map(clear).collect()).unwrap_or_default();
                parts.push(Part::Clause { id: clause(&number), parts: vec![], formal, outcome: vec![] });
            }
            let Some(mut part) = self.part(block) else { continue };
            match parts.last_mut() {
                Some(Part::Clause { parts, outcome, .. }) => {
                    if let Part::Heading { text, .. } = &mut part {
                        // The clause as a whole is the place.
                        text.iter_mut().for_each(|said| said.id = None);
                    }
                    match part {
                        Part::Aside { .. } => outcome.push(part),
                        part => parts.push(part),
                    }
                }
                _ => parts.push(part),
            }
        }
        parts
    }
}

/// Line by line, so that the lines stay.
fn clear(formal: &FormalText) -> FormalText {
    let lines: Vec<String> = formal.text.lines().map(clean).collect();
    FormalText { line: formal.line, text: lines.join("\n") }
}

pub fn clause(number: &str) -> String {
    format!("clause-{}", fragment(number))
}

fn plain(text: &str) -> Said {
    Said { text: text.to_string(), ..Said::default() }
}

fn word(align: Align) -> &'static str {
    match align {
        Align::Left => "left",
        Align::Center => "center",
        Align::Right => "right",
    }
}
