//! The tables and figures of a document, one by one: by which name each stands alone, and what it needs to be understood there.

use super::document::{Block, Document, Figure, Place, Span, Style, Table, Text, said};
use crate::results::{Record, Results, format};
use std::collections::{BTreeMap, BTreeSet};

/// A table or figure of the report.
pub struct Piece<'d> {
    /// Among the tables, or the figures, of the report.
    pub number: usize,
    /// `table-03-attrition-eligible-patients`: no other piece has it.
    pub name: String,
    pub body: Body<'d>,
}

#[derive(Clone, Copy)]
pub enum Body<'d> {
    Table(&'d Table),
    Figure(&'d Figure),
}

/// In the order in which they are read, numbered as every form of the report numbers them.
pub fn pieces(document: &Document) -> Vec<Piece<'_>> {
    let mut bodies = vec![];
    collect(&document.cover, &mut bodies);
    document.sections.values().for_each(|blocks| collect(blocks, &mut bodies));
    let all = |kind: &str| bodies.iter().filter(|body| body.kind() == kind).count();
    let digits = BTreeMap::from(["table", "figure"].map(|kind| (kind, all(kind).to_string().len().max(2))));
    let mut numbers: BTreeMap<&str, usize> = BTreeMap::new();
    let numbered = bodies.into_iter().map(|body| {
        let number = numbers.entry(body.kind()).or_default();
        *number += 1;
        let width = digits.get(body.kind()).copied().unwrap_or_default();
        let name = format!("{}-{number:0width$}-{}", body.kind(), slug(&said(body.caption())));
        Piece { number: *number, name: name.trim_end_matches('-').to_string(), body }
    });
    numbered.collect()
}

/// A table without a number, which is known by its place.
pub struct Unnumbered<'d> {
    /// `clause-8-1-table-2`, or by the heading that it stands under.
    pub name: String,
    pub table: &'d Table,
    /// The heading, and the clause where it is that of one.
    pub under: String,
    pub clause: Option<String>,
}

/// In the order in which they are read.
pub fn unnumbered(document: &Document) -> Vec<Unnumbered<'_>> {
    let mut found = vec![];
    for blocks in std::iter::once(&document.cover).chain(document.sections.values()) {
        let mut heading: &[Span] = &[];
        for block in blocks {
            match block {
                Block::Heading { text, .. } => heading = text,
                other => tables_of(other, heading, &mut found),
            }
        }
    }
    found
}

fn tables_of<'d>(block: &'d Block, heading: &[Span], into: &mut Vec<Unnumbered<'d>>) {
    match block {
        Block::List { items, .. } => items.iter().flatten().for_each(|inner| tables_of(inner, heading, into)),
        Block::Table(table) if table.unnumbered => {
            let clause = heading.iter().find_map(|span| match &span.anchor {
                Some(Place::Clause(number)) => Some(number.clone()),
                Some(Place::Results(_) | Place::Reference(_)) | None => None,
            });
            // What stands beside a heading in small letters is none of its words.
            let words: Vec<Span> = heading.iter().filter(|span| span.style != Style::Quiet).cloned().collect();
            let under = said(&words);
            let place = clause.as_ref().map_or_else(|| slug(&under), |clause| format!("clause-{}", slug(clause)));
            let begins = format!("{place}-table-").trim_start_matches('-').to_string();
            let before = into.iter().filter(|other| other.is_named_by(&begins)).count();
            into.push(Unnumbered { name: format!("{begins}{}", before + 1), table, under, clause });
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
        | Block::Table(_)
        | Block::Figure(_) => {}
    }
}

impl Unnumbered<'_> {
    fn is_named_by(&self, begins: &str) -> bool {
        self.name.strip_prefix(begins).is_some_and(|number| number.chars().all(|c| c.is_ascii_digit()))
    }
}

fn collect<'d>(blocks: &'d [Block], into: &mut Vec<Body<'d>>) {
    for block in blocks {
        if let Block::List { items, .. } = block {
            items.iter().for_each(|item| collect(item, into));
        }
        into.extend(Body::of(block));
    }
}

impl<'d> Body<'d> {
    /// What is numbered; a list is none, whatever stands in it.
    pub fn of(block: &'d Block) -> Option<Body<'d>> {
        match block {
            Block::Table(table) => (!table.unnumbered).then_some(Body::Table(table)),
            Block::Figure(figure) => Some(Body::Figure(figure)),
            Block::Heading { .. }
            | Block::Paragraph { .. }
            | Block::Introduction { .. }
            | Block::Subtitle { .. }
            | Block::Callout { .. }
            | Block::PageBreak
            | Block::Entries { .. }
            | Block::Aside { .. }
            | Block::List { .. }
            | Block::Code { .. }
            | Block::Pairs { .. } => None,
        }
    }

    /// As the names of files have it, whatever the language.
    fn kind(self) -> &'static str {
        match self {
            Body::Table(_) => "table",
            Body::Figure(_) => "figure",
        }
    }

    pub fn caption(self) -> &'d Text {
        match self {
            Body::Table(table) => &table.caption,
            Body::Figure(figure) => &figure.caption,
        }
    }

    pub fn about(self) -> &'d Text {
        match self {
            Body::Table(table) => &table.about,
            Body::Figure(figure) => &figure.about,
        }
    }

    pub fn notes(self) -> &'d [(String, Text)] {
        match self {
            Body::Table(table) => &table.notes,
            Body::Figure(figure) => &figure.notes,
        }
    }

    /// Of its columns, the first that of its rows.
    pub fn heads(self) -> impl Iterator<Item = &'d Text> {
        let columns = match self {
            Body::Table(table) => &table.columns[..],
            Body::Figure(_) => &[],
        };
        columns.iter().map(|column| &column.head)
    }

    /// Every text of it, in the order in which they are read.
    fn texts(self) -> Vec<&'d Text> {
        match self {
            Body::Table(table) => table.texts().collect(),
            Body::Figure(figure) => figure.texts().collect(),
        }
    }

    fn spans(self) -> impl Iterator<Item = &'d Span> {
        self.texts().into_iter().flatten()
    }

    /// The publications that it refers to, each with the number that the report gives it: `[3]`.
    pub fn references(self) -> Vec<(&'d str, &'d str)> {
        let mut found: Vec<(&str, &str)> = vec![];
        for span in self.spans() {
            if let Some(Place::Reference(citation)) = &span.to
                && !found.contains(&(span.text.as_str(), citation.as_str()))
            {
                found.push((&span.text, citation));
            }
        }
        found
    }

    /// The records whose values it shows, in the order of the results.
    pub fn records(self, results: &Results) -> Vec<&Record> {
        let drawn: &[String] = match self {
            Body::Table(_) => &[],
            Body::Figure(figure) => &figure.shows,
        };
        let shown: BTreeSet<&String> = self.spans().flat_map(|span| &span.shows).chain(drawn).collect();
        results.records.iter().filter(|record| shown.contains(&record.id)).collect()
    }

    /// The clauses that it names, then those of its numbers.
    pub fn clauses(self, results: &Results) -> Vec<String> {
        let named = self.spans().filter_map(|span| match &span.to {
            Some(Place::Clause(number)) => Some(number.clone()),
            Some(Place::Results(_) | Place::Reference(_)) | None => None,
        });
        let records = self.records(results);
        once(named.chain(records.into_iter().map(|record| record.clause.clone())).filter(|clause| !clause.is_empty()))
    }

    /// The populations of its numbers, with how many patients each holds.
    pub fn populations(self, results: &Results) -> Vec<String> {
        let labels: BTreeMap<&str, &str> =
            results.populations.iter().map(|p| (p.name.as_str(), p.label.as_str())).collect();
        let of = |record: &Record| {
            let label = labels.get(record.population.as_str()).copied().unwrap_or(&record.population);
            format!("{label} (n={})", format::patients(record.population_n))
        };
        once(self.records(results).into_iter().filter(|record| !record.population.is_empty()).map(of))
    }
}

/// Each once, where it comes first.
fn once(all: impl Iterator<Item = String>) -> Vec<String> {
    let mut known = BTreeSet::new();
    all.filter(|one| known.insert(one.clone())).collect()
}

/// Longer names are cut: some systems take no long paths.
const LONGEST: usize = 60;

/// What every system takes in the name of a file, with a hyphen for all else.
fn slug(title: &str) -> String {
    let mut words: Vec<String> = vec![String::new()];
    for c in title.chars().flat_map(char::to_lowercase) {
        match (plain_letter(c), words.last_mut()) {
            (Some(letter), Some(word)) => word.push(letter),
            (None, Some(word)) if !word.is_empty() => words.push(String::new()),
            _ => {}
        }
    }
    let mut slug = String::new();
    for word in words.iter().filter(|word| !word.is_empty()) {
        if slug.len() + word.len() >= LONGEST {
            break;
        }
        if !slug.is_empty() {
            slug.push('-');
        }
        slug.push_str(word);
    }
    slug
}

/// A small letter without its accent, or a digit.
fn plain_letter(c: char) -> Option<char> {
    match c {
        'a'..='z' | '0'..='9' => Some(c),
        'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' => Some('a'),
        'ç' => Some('c'),
        'è' | 'é' | 'ê' | 'ë' => Some('e'),
        'ì' | 'í' | 'î' | 'ï' => Some('i'),
        'ñ' => Some('n'),
        'ò' | 'ó' | 'ô' | 'õ' | 'ö' => Some('o'),
        'ù' | 'ú' | 'û' | 'ü' => Some('u'),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_small_plain_and_short() {
        assert_eq!(slug("Progression-free survival (Kaplan–Meier)"), "progression-free-survival-kaplan-meier");
        assert_eq!(slug("Caractéristiques à l’inclusion"), "caracteristiques-a-l-inclusion");
        assert_eq!(slug("../../etc/passwd"), "etc-passwd");
        assert_eq!(slug("漢"), "");
        assert_eq!(slug(&"word ".repeat(40)).len(), 59);
        assert!(slug(&"x".repeat(400)).is_empty());
    }
}
