//! The clauses of a document, each with what its prose says and what its statements state.

use super::formal::{self, Formal, Stated, Told};
use super::quantity::{Lengths, Measure, Quantity};
use super::reader::{self, Document as Of, Referred, Said};
use crate::diagnostic::{Span, Spanned};
use crate::syntax::tree::{Block, Document, Statement};
use std::collections::{BTreeMap, BTreeSet};

pub(super) struct Clauses {
    pub all: Vec<Clause>,
    /// What statements state, by their name.
    by_name: BTreeMap<String, Vec<Quantity>>,
    /// The times of timepoints, by their names.
    timepoints: BTreeMap<String, Vec<Quantity>>,
    /// Of the study: its level, its month, its size, which hold in every clause.
    conventions: Vec<Quantity>,
    /// Clauses named in what stands before the first of them, in headings and in tables of the data.
    named_apart: Vec<(String, Span)>,
}

pub(super) struct Clause {
    /// For a message: its number, else its title.
    pub name: String,
    number: String,
    has_prose: bool,
    pub spoken: Vec<Spoken>,
    /// Said in the texts of its statements: labels and reasons.
    pub told: Vec<Spoken>,
    /// As written in this clause; without what only declares.
    pub stated: Vec<Stated>,
    /// With what is taken over from what a statement is like.
    pub had: Vec<Stated>,
    /// Names in its statements.
    named: BTreeSet<String>,
    /// Names in its statements as they are written in this clause, each with its place.
    pub written: Vec<Spanned<String>>,
    referred: Vec<(Referred, Span, usize)>,
}

/// A number of the prose.
pub(super) struct Spoken {
    pub number: Said,
    pub place: Span,
    /// Of the document, so that a sentence is known by this and its own number.
    paragraph: usize,
}

impl Clauses {
    pub fn of(document: &Document, written_out: &Document, lengths: Lengths) -> Clauses {
        let clauses = document.clauses.iter().zip(&written_out.clauses);
        let all = clauses.map(|(own, expanded)| Clause::of(own, &expanded.blocks, lengths)).collect();
        let mut by_name: BTreeMap<String, Vec<Quantity>> = BTreeMap::new();
        let (mut conventions, mut timepoints) = (vec![], BTreeMap::new());
        let stating =
            written_out.clauses.iter().flat_map(|c| statements(&c.blocks)).filter(|s| !formal::is_declaration(s));
        for statement in stating {
            let Formal { stated, told, .. } = formal::of(&[statement], lengths);
            let labelled = told.iter().flat_map(|t| reader::read(&t.text, lengths).said).flat_map(|s| s.may_be);
            let numbers: Vec<Quantity> = stated.iter().map(|s| s.quantity).chain(labelled).collect();
            if formal::is_of_the_study(statement) {
                conventions.extend(&numbers);
            }
            if formal::is_of_timepoints(statement) {
                timepoints.extend(formal::timepoints(statement, lengths));
            }
            for name in statement.name.iter().map(|n| n.node.clone()).chain(entries(statement)) {
                by_name.entry(name).or_default().extend(&numbers);
            }
        }
        let named_apart = named_apart(document, lengths);
        Clauses { all, by_name, timepoints, conventions, named_apart }
    }

    /// A criterion numbers its sections, and speaks of those of its paper.
    pub fn of_criterion(document: &Document, lengths: Lengths) -> Clauses {
        let mut clauses = Clauses::of(document, document, lengths);
        clauses.all.iter_mut().for_each(|c| c.referred.retain(|(r, ..)| r.of != Of::Plan));
        clauses
    }

    fn position(&self, number: &str) -> Option<usize> {
        self.all.iter().position(|c| !c.number.is_empty() && c.number == number)
    }

    /// The clauses that a reference names, those between the ends of a range among them.
    fn meant(&self, referred: &Referred) -> &[Clause] {
        let last = self.position(&referred.number);
        let first = referred.from.as_ref().map_or(last, |from| self.position(from));
        match (first, last) {
            (Some(first), Some(last)) => self.all.get(first..=last).unwrap_or(&[]),
            _ => &[],
        }
    }

    /// Numbers of clauses that there are none of, with the place where each is named.
    pub fn nowhere(&self) -> impl Iterator<Item = (&str, Span)> {
        let in_clauses = self.all.iter().flat_map(|c| &c.referred).filter(|(r, ..)| r.of != Of::Perhaps);
        let in_clauses = in_clauses.map(|(r, place, _)| (r.number.as_str(), *place));
        let apart = self.named_apart.iter().map(|(number, place)| (number.as_str(), *place));
        apart.chain(in_clauses).filter(|(number, _)| self.position(number).is_none())
    }

    /// What is said for a clause: in its prose, and with its unit in that of every clause named there.
    pub fn said_for<'c>(&'c self, clause: &'c Clause) -> impl Iterator<Item = &'c Spoken> {
        let others = clause.referred.iter().flat_map(|(r, ..)| self.meant(r)).flat_map(|c| &c.spoken);
        clause.spoken.iter().chain(others.filter(|s| s.number.measure() != Measure::Bare))
    }

    /// What the statements with one of the names in a clause state.
    pub fn stated_by_name<'c>(&'c self, clause: &'c Clause) -> impl Iterator<Item = Quantity> + 'c {
        clause.named.iter().filter_map(|name| self.by_name.get(name)).flatten().copied()
    }

    /// A statement of the clause names a timepoint, and so a day.
    pub fn names_a_day(&self, clause: &Clause) -> bool {
        clause.named.iter().any(|name| self.timepoints.contains_key(name))
    }

    /// The timepoints that the statements of a clause name as they are written there, each with its times: where its prose
    /// names one by its time, it names all.
    pub fn timepoints_of<'c>(&'c self, clause: &'c Clause) -> Vec<(&'c Spanned<String>, &'c [Quantity])> {
        let times = |name| self.timepoints.get(name).map(Vec::as_slice);
        let says_a_time = |s: &Spoken| self.timepoints.values().flatten().any(|q| s.number.says(q));
        if !clause.spoken.iter().any(|s| s.number.measure() == Measure::Days && says_a_time(s)) {
            return vec![];
        }
        clause.written.iter().filter_map(|name| Some((name, times(&name.node)?))).collect()
    }

    /// What holds in every clause.
    pub fn conventions(&self) -> impl Iterator<Item = Quantity> + '_ {
        self.conventions.iter().copied()
    }

    /// What is stated and said in the clauses that a sentence names.
    pub fn by_sentence<'c>(&'c self, clause: &'c Clause, said: &'c Spoken) -> impl Iterator<Item = Quantity> + 'c {
        let of_sentence = |(r, _, paragraph): &&(Referred, Span, usize)| {
            *paragraph == said.paragraph && r.sentence == said.number.sentence
        };
        let others = clause.referred.iter().filter(of_sentence).flat_map(|(r, ..)| self.meant(r));
        others.flat_map(|c| {
            let said = c.spoken.iter().flat_map(|s| s.number.may_be.iter().copied());
            c.had.iter().map(|h| h.quantity).chain(said)
        })
    }
}

impl Clause {
    /// It has a number, by which it can be named, and prose.
    pub fn is_compared(&self) -> bool {
        self.has_prose && !self.number.is_empty()
    }

    fn of(clause: &crate::syntax::tree::Clause, expanded: &[Block], lengths: Lengths) -> Clause {
        let own = statements(&clause.blocks);
        let written: Vec<&Statement> = own.iter().copied().filter(|s| !formal::is_declaration(s)).collect();
        let Formal { stated, told: texts, named: names, .. } = formal::of(&written, lengths);
        let Formal { stated: had, named, .. } = formal::of(&statements(expanded), lengths);
        let name = if clause.number.is_empty() { &clause.title } else { &clause.number };
        let mut found = Clause {
            name: name.clone(),
            number: clause.number.clone(),
            has_prose: false,
            spoken: vec![],
            told: vec![],
            stated,
            had,
            named: named.into_iter().map(|name| name.node).filter(|name| !defined(&own).contains(name)).collect(),
            written: names,
            referred: vec![],
        };
        for (i, block) in clause.blocks.iter().enumerate() {
            if let Block::Paragraph { text, span } = block {
                found.has_prose = true;
                found.take_prose(text, *span, i, lengths);
            }
        }
        // Sentences of different texts are told apart by the number of the text.
        for (i, text) in texts.iter().enumerate() {
            found.take_text(text, clause.blocks.len() + i, lengths);
        }
        found
    }

    fn take_prose(&mut self, text: &str, span: Span, paragraph: usize, lengths: Lengths) {
        let read = reader::read(text, lengths);
        self.spoken.extend(read.said.into_iter().map(|number| Spoken {
            place: within(span, &number.place),
            number,
            paragraph,
        }));
        self.refer(read.referred, span, paragraph);
    }

    fn refer(&mut self, referred: Vec<Referred>, span: Span, paragraph: usize) {
        let own = referred.into_iter().filter(|r| r.of != Of::Other);
        self.referred.extend(own.map(|r| (r.clone(), within(span, &r.place), paragraph)));
    }

    fn take_text(&mut self, told: &Told, paragraph: usize, lengths: Lengths) {
        let read = reader::read(&told.text, lengths);
        self.told.extend(read.said.into_iter().map(|number| Spoken {
            place: within(told.place, &number.place),
            number,
            paragraph,
        }));
        self.refer(read.referred, told.place, paragraph);
    }
}

/// Clauses named in headings, in what stands before the first, and in the labels and reasons of tables of the data.
fn named_apart(document: &Document, lengths: Lengths) -> Vec<(String, Span)> {
    let named = |text: &str, place: Span| {
        let referred = reader::read(text, lengths).referred.into_iter().filter(|r| r.of == Of::This);
        referred.map(move |r| (r.number, within(place, &r.place))).collect::<Vec<_>>()
    };
    let mut found: Vec<(String, Span)> = document.meta.iter().flat_map(|(_, v)| named(&v.node, v.span)).collect();
    for clause in &document.clauses {
        found.extend(named(&clause.title, clause.span).into_iter().map(|(number, _)| (number, clause.span)));
        for table in statements(&clause.blocks).into_iter().filter(|s| formal::is_of_data(s)) {
            found.extend(formal::of(&[table], lengths).told.iter().flat_map(|t| named(&t.text, t.place)));
        }
    }
    found
}

/// The names that statements define.
fn defined<'s>(statements: &'s [&Statement]) -> BTreeSet<&'s String> {
    statements.iter().filter_map(|s| s.name.as_ref()).map(|name| &name.node).collect()
}

fn statements(blocks: &[Block]) -> Vec<&Statement> {
    blocks.iter().flat_map(Block::statements).collect()
}

/// The entries of a statement that other statements name: timepoints, arms.
fn entries(statement: &Statement) -> impl Iterator<Item = String> {
    let key = |item: &crate::syntax::tree::Item| match item {
        crate::syntax::tree::Item::Entry(entry) if entry.label.is_some() => entry.key.as_ref().map(|k| k.node.clone()),
        _ => None,
    };
    statement.items.iter().filter_map(key)
}

/// A part of a text by its bytes; the whole where the text is not as long as its place.
fn within(span: Span, part: &std::ops::Range<usize>) -> Span {
    let (start, end) = (span.start + part.start as u32, span.start + part.end as u32);
    if end <= span.end { Span { start, end, ..span } } else { span }
}
