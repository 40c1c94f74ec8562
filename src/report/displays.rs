//! What the report shows, display by display: its tables and figures with their titles and notes, and which numbers stand in each.

use super::document::{Block, Document, Section, noted, said};
use super::figure::letters::Even;
use super::pages;
use super::pieces::Body;
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
        Section::Deviations | Section::Amendments | Section::References | Section::Numbers | Section::Clauses => false,
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

    fn block(&mut self, block: Block, kept: bool) {
        if let Block::List { items, .. } = block {
            return items.into_iter().for_each(|blocks| self.blocks(blocks, kept));
        }
        let display = self.begun(&block);
        if !kept {
            return;
        }
        let records = shown(block);
        match display {
            Some(mut display) => {
                display.add(records);
                self.displays.push(display);
            }
            None => self.text().add(records),
        }
    }

    /// The display that a block begins, numbered whether kept or not, as the report numbers it.
    fn begun(&mut self, block: &Block) -> Option<Display> {
        if let Block::Heading { level: 1, text, .. } = block {
            self.part = said(text);
            return Some(self.text_of_part());
        }
        let body = Body::of(block)?;
        let kind = match body {
            Body::Table(_) => {
                self.tables += 1;
                DisplayKind::Table(self.tables)
            }
            Body::Figure(_) => {
                self.figures += 1;
                DisplayKind::Figure(self.figures)
            }
        };
        Some(Display {
            part: self.part.clone(),
            kind,
            title: said(body.caption()),
            about: said(body.about()),
            heads: body.heads().map(|head| said(head)).collect(),
            notes: noted(body.notes()).collect(),
            records: vec![],
        })
    }

    fn text_of_part(&self) -> Display {
        Display {
            part: self.part.clone(),
            kind: DisplayKind::Text,
            title: self.part.clone(),
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
            self.displays.push(self.text_of_part());
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

fn shown(mut block: Block) -> Vec<String> {
    let drawn = if let Block::Figure(figure) = &mut block { std::mem::take(&mut figure.shows) } else { vec![] };
    let texts = block.texts_mut().into_iter().flatten().flat_map(|span| std::mem::take(&mut span.shows));
    drawn.into_iter().chain(texts).collect()
}
