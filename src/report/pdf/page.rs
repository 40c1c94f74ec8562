//! A document as the templates read it: JSON, with the widths of its columns, the colours of its drawings, and a number
//! for each place that a link leads to.

use super::fonts::Metrics;
use super::glyphs::fit;
use super::{columns, letters};
use crate::catalogue::Names;
use crate::report::document::{
    Block, ColumnKind, Document, Figure, Place, Row, Section, Span, Style, Table, Text, plain,
};
use crate::report::figure::{Drawing, Shape, round};
use crate::report::paint::colour;
use crate::words::Words;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

pub fn data(document: &Document) -> Value {
    let words = Words::of(document.language);
    let mut page = Page { letters: letters(), places: BTreeMap::new() };
    let cover = page.blocks(&document.cover);
    let section = |(name, blocks): (&Section, &Vec<Block>)| (json!(name), page.blocks(blocks));
    let sections: Vec<(Value, Value)> = document.sections.iter().map(section).collect();
    let name = |name: Value| name.as_str().unwrap_or_default().to_string();
    let sections: Map<String, Value> = sections.into_iter().map(|(n, blocks)| (name(n), blocks)).collect();
    let listed = |b: &&Block| matches!(b, Block::Heading { level: 1 | 2, listed: true, .. });
    json!({
        "title": page.text(&document.title),
        "plain_title": fit(&plain(&document.title)),
        "running": page.text(&document.running),
        "marked": document.marked,
        "words": fixed(words, document.kind),
        // A few stand on the title page, many on a page of their own.
        "entries": document.sections.values().flatten().filter(listed).count(),
        "cover": cover,
        "sections": sections,
    })
}

const TABLES: Names = Names::with_places("Tables", "Tableaux");
const FIGURES: Names = Names::with_places("Figures", "Figures");

/// Words of the pages themselves.
fn fixed(words: &Words, kind: &'static str) -> Value {
    json!({
        "report_of": kind,
        "contents": words.contents,
        "page": words.around_page(),
        "draft": words.draft,
        "final": words.on_record().final_mark,
        "table": words.table,
        "figure": words.figure,
        "tables": TABLES.of(words.language),
        "figures": FIGURES.of(words.language),
    })
}

struct Page {
    letters: Metrics,
    /// Numbered as they are met.
    places: BTreeMap<Place, usize>,
}

impl Page {
    fn place(&mut self, place: &Place) -> usize {
        let next = self.places.len();
        *self.places.entry(place.clone()).or_insert(next)
    }

    fn span(&mut self, span: &Span) -> Value {
        let mut fields = Map::new();
        fields.insert("text".into(), fit(&span.text).into());
        if span.style != Style::Plain {
            fields.insert("style".into(), json!(span.style));
        }
        for (name, place) in [("to", &span.to), ("anchor", &span.anchor)] {
            if let Some(place) = place {
                fields.insert(name.into(), self.place(place).into());
            }
        }
        fields.into()
    }

    fn text(&mut self, text: &[Span]) -> Value {
        text.iter().map(|span| self.span(span)).collect()
    }

    fn blocks(&mut self, blocks: &[Block]) -> Value {
        blocks.iter().map(|block| self.block(block)).collect()
    }

    fn block(&mut self, block: &Block) -> Value {
        match block {
            Block::Heading { level, text, new_page, listed } => {
                json!({"kind": "heading", "level": level, "text": self.text(text), "new_page": new_page, "listed": listed})
            }
            Block::Paragraph { text } => json!({"kind": "paragraph", "text": self.text(text)}),
            Block::Introduction { text } => json!({"kind": "introduction", "text": self.text(text)}),
            Block::Subtitle { text } => json!({"kind": "subtitle", "text": self.text(text)}),
            Block::Callout { title, text } => {
                json!({"kind": "callout", "title": self.text(title), "text": self.text(text)})
            }
            Block::PageBreak => json!({"kind": "page_break"}),
            Block::Entries { lines } => {
                let lines: Vec<Value> = lines.iter().map(|line| self.text(line)).collect();
                json!({"kind": "entries", "lines": lines})
            }
            Block::Aside { text } => json!({"kind": "aside", "text": self.text(text)}),
            Block::List { ordered, items } => {
                let items: Vec<Value> = items.iter().map(|item| self.blocks(item)).collect();
                json!({"kind": "list", "ordered": ordered, "items": items})
            }
            Block::Code { text } => {
                json!({"kind": "code", "text": text.lines().map(fit).collect::<Vec<_>>().join("\n")})
            }
            Block::Pairs { pairs } => {
                let pairs: Vec<Value> = pairs.iter().map(|(n, v)| json!([self.text(n), self.text(v)])).collect();
                json!({"kind": "pairs", "pairs": pairs})
            }
            Block::Table(table) => self.table(table),
            Block::Figure(figure) => self.figure(figure),
        }
    }

    fn notes(&mut self, notes: &[(String, Text)]) -> Value {
        notes.iter().map(|(mark, note)| json!([mark, self.text(note)])).collect()
    }

    fn figure(&mut self, figure: &Figure) -> Value {
        json!({
            "kind": "figure",
            "caption": self.text(&figure.caption),
            "about": self.text(&figure.about),
            "alt": fit(&figure.alt),
            "drawing": drawing(&figure.drawing),
            "notes": self.notes(&figure.notes),
        })
    }

    fn table(&mut self, table: &Table) -> Value {
        let numbers = columns::of(table, &self.letters);
        let mut heads: Vec<Value> = Vec::new();
        for (column, numbers) in table.columns.iter().zip(&numbers) {
            let (fills, align) = match column.kind {
                ColumnKind::Prose(align) => (true, json!(align)),
                ColumnKind::Short(align) => (false, json!(align)),
                ColumnKind::Numbers => (false, json!("left")),
            };
            let mut head = json!({"head": self.text(&column.head), "align": align, "fills": fills});
            if let Some(numbers) = numbers {
                head["head_align"] = json!("center");
                head["width"] = numbers.width.into();
            }
            heads.push(head);
        }
        let groups: Vec<Value> = table.groups.iter().map(|(n, head)| json!([n, self.text(head)])).collect();
        json!({
            "kind": "table",
            "caption": self.text(&table.caption),
            "about": self.text(&table.about),
            "groups": groups,
            "columns": heads,
            "rows": self.rows(table, &numbers),
            "notes": self.notes(&table.notes),
            "unnumbered": table.unnumbered,
            "small": table.small,
        })
    }

    fn rows(&mut self, table: &Table, numbers: &[Option<columns::Numbers>]) -> Vec<Value> {
        let mut counted = 0;
        let mut rows = Vec::new();
        for row in &table.rows {
            let Row { group, indent, cells } = row;
            let mut shown: Vec<Value> = Vec::new();
            for (i, cell) in cells.iter().enumerate() {
                let space = numbers.get(i).and_then(|n| space_before(n.as_ref()?, counted));
                let space = space.filter(|_| !group && !cell.is_empty());
                let text = self.text(cell);
                shown.push(match space {
                    Some(space) => json!({"text": text, "space": space}),
                    None => json!({"text": text}),
                });
            }
            counted += usize::from(!group);
            rows.push(json!({"group": group, "indent": indent, "cells": shown}));
        }
        rows
    }
}

/// What stands before the number of a row, in em: the column as a whole stands in its middle.
fn space_before(numbers: &columns::Numbers, row: usize) -> Option<f64> {
    let (before, width) = numbers.cells.get(row)?;
    Some(round((numbers.width - width) / 2.0 + before))
}

fn drawing(drawing: &Drawing) -> Value {
    let shapes: Vec<Value> = drawing.shapes.iter().map(shape).collect();
    json!({"width": drawing.width, "height": drawing.height, "shapes": shapes})
}

fn shape(shape: &Shape) -> Value {
    match shape {
        Shape::Line { points, stroke, paint, dash } => {
            json!({"kind": "line", "points": points, "stroke": stroke, "paint": colour(*paint), "dash": dash})
        }
        Shape::Segments { segments, stroke, paint } => {
            json!({"kind": "segments", "segments": segments, "stroke": stroke, "paint": colour(*paint)})
        }
        Shape::Area { points, paint } => json!({"kind": "area", "points": points, "paint": colour(*paint)}),
        Shape::Dot { at, radius, paint, filled } => {
            json!({"kind": "dot", "at": at, "radius": radius, "paint": colour(*paint), "filled": filled})
        }
        Shape::Square { at, side, paint } => {
            json!({"kind": "square", "at": at, "side": side, "paint": colour(*paint)})
        }
        Shape::Text { at, anchor, text, size, paint, strong } => json!({
            "kind": "text", "at": at, "anchor": anchor, "text": fit(text), "size": size, "paint": colour(*paint),
            "strong": strong,
        }),
    }
}
