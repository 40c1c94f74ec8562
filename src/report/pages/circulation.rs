//! What a copy for circulation says of itself, and under each table that withholds a number.

use crate::number::Number;
use crate::report::document::{Block, Section, text};
use crate::report::select::Book;
use crate::words::fill;
use std::collections::{BTreeMap, BTreeSet};

pub fn cover(book: &Book) -> Option<Block> {
    let circulated = book.results.study.circulated.as_ref()?;
    let words = book.words.circulation();
    let smallest = circulated.smallest.to_string();
    let mut body = fill(words.body, &[("smallest", &smallest), ("clause", &circulated.clause)]);
    if let Some(released) = &circulated.released {
        let label = |name: &String| {
            let known = book.results.analyses.iter().find(|a| a.name == *name);
            known.map_or(name.clone(), |a| a.label.clone())
        };
        let analyses = released.analyses.iter().map(label).collect::<Vec<_>>().join("; ");
        let because = released.because.trim();
        body.push_str(&format!(" {}", fill(words.released, &[("analyses", &analyses), ("because", because)])));
    }
    Some(Block::Callout { title: text(words.mark), text: text(&body) })
}

pub fn note_withheld(book: &Book, sections: &mut BTreeMap<Section, Vec<Block>>) {
    let Some(circulated) = &book.results.study.circulated else { return };
    let withheld = book.results.records.iter().filter(|r| matches!(r.value, Number::Withheld(_)));
    let withheld: BTreeSet<&str> = withheld.map(|r| r.id.as_str()).collect();
    let smallest = circulated.smallest.to_string();
    let note = fill(book.words.circulation().note, &[("smallest", &smallest)]);
    for block in sections.values_mut().flatten() {
        let Block::Table(table) = block else { continue };
        let mut cells = table.rows.iter().flat_map(|row| &row.cells).flatten();
        if cells.any(|span| span.shows.iter().any(|id| withheld.contains(id.as_str()))) {
            table.notes.push((String::new(), text(&note)));
        }
    }
}
