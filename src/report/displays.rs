//! What the report shows, display by display: its tables and figures with their titles and notes, and which numbers stand in each.

use super::document::{Block, Document, Section, Style, Text};
use super::figure::letters::Even;
use super::pages;
use crate::results::Results;

/// A numbered table or figure, or what the text of a part says.
#[derive(Clone, Debug, PartialEq)]
pub struct Display {
    /// The heading of the part of the report that it stands in.
    pub part: String,
    pub kind: DisplayKind,
    /// Its caption; of a text the part again.
    pub title: String,
    /// Whom it is of, under its title.
    pub about: String,
    /// The heads of a table's columns, the first that of its rows.
    pub heads: Vec<String>,
    /// Each behind its mark.
    pub notes: Vec<String>,
    /// The records that it shows, by identifier, each once.
    pub records: Vec<String>,
}

/// Tables and figures have their number in the report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum DisplayKind {
    Table(usize),
    Figure(usize),
    Text,
}

/// The displays in the order of the report. What lists the results, and the clauses, is none.
pub fn displays(results: &Results) -> Vec<Display> {
    let document = pages::document(results, &Even);
    let mut seen = Seen::default();
    let Document { cover, sections, .. } = document;
    seen.blocks(cover, false);
    for (section, blocks) in sections {
        seen.blocks(blocks, shows_results(section));
    }
    seen.displays.retain(|display| display.kind != DisplayKind::Text || !display.records.is_empty());
    seen.displays
}

fn shows_results(section: Section) -> bool {
    match section {
        Section::Synopsis
        | Section::Patients
        | Section::Baseline
        | Section::Matching
        | Section::Analyses
        | Section::Effects
        | Section::Course
        | Section::Safety
        | Section::Rules
        | Section::Findings => true,
        Section::References | Section::Numbers | Section::Clauses => false,
        Section::Trial
        | Section::Statements
        | Section::Assumptions
        | Section::Methods
        | Section::Proof
        | Section::Terms
        | Section::Shells
        | Section::Checklists
        | Section::Sources => false,
    }
}

#[derive(Default)]
struct Seen {
    displays: Vec<Display>,
    part: String,
    tables: usize,
    figures: usize,
}

impl Seen {
    fn blocks(&mut self, blocks: Vec<Block>, kept: bool) {
        for block in blocks {
            self.block(block, kept);
        }
    }

    /// Numbered whether kept or not, as the report numbers it.
    fn block(&mut self, mut block: Block, kept: bool) {
        let display = match &mut block {
            Block::Heading { level: 1, text, .. } => {
                self.part = said(text);
                Some(Display { title: said(text), ..self.display(DisplayKind::Text) })
            }
            Block::Table(table) if !table.unnumbered => {
                self.tables += 1;
                Some(Display {
                    title: said(&table.caption),
                    about: said(&table.about),
                    heads: table.columns.iter().map(|column| said(&column.head)).collect(),
                    notes: notes(&table.notes),
                    ..self.display(DisplayKind::Table(self.tables))
                })
            }
            Block::Figure(figure) => {
                self.figures += 1;
                Some(Display {
                    title: said(&figure.caption),
                    about: said(&figure.about),
                    notes: notes(&figure.notes),
                    ..self.display(DisplayKind::Figure(self.figures))
                })
            }
            Block::List { items, .. } => {
                let items = std::mem::take(items);
                return items.into_iter().for_each(|blocks| self.blocks(blocks, kept));
            }
            Block::Heading { .. }
            | Block::Paragraph { .. }
            | Block::Introduction { .. }
            | Block::Subtitle { .. }
            | Block::Callout { .. }
            | Block::PageBreak
            | Block::Entries { .. }
            | Block::Aside { .. }
            | Block::Code { .. }
            | Block::Pairs { .. }
            | Block::Table(_) => None,
        };
        if !kept {
            return;
        }
        let records = shown(&mut block);
        match display {
            Some(mut display) => {
                display.add(records);
                self.displays.push(display);
            }
            None => self.text().add(records),
        }
    }

    fn display(&self, kind: DisplayKind) -> Display {
        Display {
            part: self.part.clone(),
            kind,
            title: String::new(),
            about: String::new(),
            heads: vec![],
            notes: vec![],
            records: vec![],
        }
    }

    /// The text of the part that is being read.
    fn text(&mut self) -> &mut Display {
        let of_part = |display: &Display| display.kind == DisplayKind::Text && display.part == self.part;
        let place = self.displays.iter().rposition(of_part).unwrap_or_else(|| {
            let text = Display { title: self.part.clone(), ..self.display(DisplayKind::Text) };
            self.displays.push(text);
            self.displays.len() - 1
        });
        &mut self.displays[place]
    }
}

impl Display {
    fn add(&mut self, records: Vec<String>) {
        for record in records {
            if !self.records.contains(&record) {
                self.records.push(record);
            }
        }
    }
}

fn shown(block: &mut Block) -> Vec<String> {
    let drawn = if let Block::Figure(figure) = block { figure.shows.clone() } else { vec![] };
    let texts = block.texts_mut().into_iter().flatten().flat_map(|span| span.shows.clone());
    drawn.into_iter().chain(texts).collect()
}

fn notes(notes: &[(String, Text)]) -> Vec<String> {
    notes.iter().map(|(mark, note)| format!("{mark} {}", said(note)).trim().to_string()).collect()
}

/// On one line.
fn said(text: &Text) -> String {
    text.iter().map(|span| if span.style == Style::Break { " " } else { &span.text }).collect()
}
