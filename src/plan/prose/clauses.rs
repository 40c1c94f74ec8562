//! The clauses of a document, each with what its prose says and what its statements state.

use super::formal::{self, Formal, Stated};
use super::kept::Kept;
use super::quantity::{Lengths, Measure, Quantity};
use super::reader::{Document as Of, Paragraph, Referred, Said};
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
    pub fn of(document: &Document, written_out: &Document, lengths: Lengths, kept: &mut Kept) -> Clauses {
        let clauses = document.clauses.iter().zip(&written_out.clauses);
        let all = clauses.map(|(own, expanded)| Clause::of(own, &expanded.blocks, lengths, kept)).collect();
        let mut by_name: BTreeMap<String, Vec<Quantity>> = BTreeMap::new();
        let (mut conventions, mut timepoints) = (vec![], BTreeMap::new());
        let stating =
            written_out.clauses.iter().flat_map(|c| statements(&c.blocks)).filter(|s| !formal::is_declaration(s));
        for statement in stating {
            let Formal { stated, told, .. } = formal::of(&[statement], lengths);
            let mut numbers: Vec<Quantity> = stated.iter().map(|s| s.quantity).collect();
            for text in &told {
                numbers.extend(kept.read(&text.text, lengths).said.iter().flat_map(|s| &s.may_be));
            }
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
        let named_apart = named_apart(document, lengths, kept);
        Clauses { all, by_name, timepoints, conventions, named_apart }
    }

    /// A criterion numbers its sections, and speaks of those of its paper.
    pub fn of_criterion(document: &Document, lengths: Lengths, kept: &mut Kept) -> Clauses {
        let mut clauses = Clauses::of(document, document, lengths, kept);
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

    fn of(clause: &crate::syntax::tree::Clause, expanded: &[Block], lengths: Lengths, kept: &mut Kept) -> Clause {
        let own = statements(&clause.blocks);
        let written: Vec<&Statement> = own.iter().copied().filter(|s| !formal::is_declaration(s)).collect();
        let Formal { stated, told: texts, named: names, .. } = formal::of(&written, lengths);
        let Formal { stated: had, named, .. } = formal::of(&statements(expanded), lengths);
        let defined = defined(&own);
        let name = if clause.number.is_empty() { &clause.title } else { &clause.number };
        let mut found = Clause {
            name: name.clone(),
            number: clause.number.clone(),
            has_prose: false,
            spoken: vec![],
            told: vec![],
            stated,
            had,
            named: named.into_iter().map(|name| name.node).filter(|name| !defined.contains(name)).collect(),
            written: names,
            referred: vec![],
        };
        for (i, block) in clause.blocks.iter().enumerate() {
            if let Block::Paragraph { text, span } = block {
                found.has_prose = true;
                let said = found.take(&kept.read(text, lengths), *span, i);
                found.spoken.extend(said);
            }
        }
        // Sentences of different texts are told apart by the number of the text.
        for (i, text) in texts.iter().enumerate() {
            let said = found.take(&kept.read(&text.text, lengths), text.place, clause.blocks.len() + i);
            found.told.extend(said);
        }
        found
    }

    /// Notes the clauses that a text names, and gives the numbers that it says.
    fn take(&mut self, read: &Paragraph, span: Span, paragraph: usize) -> Vec<Spoken> {
        let own = read.referred.iter().filter(|r| r.of != Of::Other);
        self.referred.extend(own.map(|r| (r.clone(), within(span, &r.place), paragraph)));
        let spoken = |number: &Said| Spoken { place: within(span, &number.place), number: number.clone(), paragraph };
        read.said.iter().map(spoken).collect()
    }
}

/// Clauses named in headings, in what stands before the first, and in the labels and reasons of tables of the data.
fn named_apart(document: &Document, lengths: Lengths, kept: &mut Kept) -> Vec<(String, Span)> {
    let mut named = |text: &str, place: Span| {
        let read = kept.read(text, lengths);
        let referred = read.referred.iter().filter(|r| r.of == Of::This);
        referred.map(|r| (r.number.clone(), within(place, &r.place))).collect::<Vec<_>>()
    };
    let mut found = vec![];
    for (_, value) in &document.meta {
        found.extend(named(&value.node, value.span));
    }
    for clause in &document.clauses {
        found.extend(named(&clause.title, clause.span).into_iter().map(|(number, _)| (number, clause.span)));
        for table in statements(&clause.blocks).into_iter().filter(|s| formal::is_of_data(s)) {
            for text in formal::of(&[table], lengths).told {
                found.extend(named(&text.text, text.place));
            }
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
