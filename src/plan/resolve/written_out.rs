//! A statement that is like another, as it stands in full: each line with the statement that it is taken over from.
//!
//! An item that was taken over keeps its place, so that the place says whose it is, however many statements it came through.

use super::*;
use crate::syntax::print;
use crate::syntax::tree::{Document, Entry, Item, Kind, Statement, Value};

/// Every statement of the plan that is like another, or has a block that is, in the order of the plan.
pub(super) fn written_out(plan: &Document, expanded: &Document) -> Vec<WrittenOut> {
    let mut found = vec![];
    for (clause, (own, full)) in plan.clauses.iter().zip(&expanded.clauses).enumerate() {
        for (own, full) in own.statements().zip(full.statements()) {
            let (Some(like), Some(name)) = (base_of(own), &own.name) else { continue };
            let mut writing = Writing { plan, own, lines: vec![] };
            full.items.iter().for_each(|item| writing.item(item, 0));
            found.push(WrittenOut {
                head: own.head.node.clone(),
                name: name.node.clone(),
                like: like.to_string(),
                clause: ClauseId(clause),
                span: own.span,
                lines: writing.lines,
            });
        }
    }
    found
}

/// What the statement is like, or the first of its blocks that is like that of another.
fn base_of(statement: &Statement) -> Option<&str> {
    let blocks = statement.items.iter().filter_map(|item| match item {
        Item::Entry(entry) => entry.value.as_ref(),
        Item::Case(_) => None,
    });
    statement.value.iter().chain(blocks).find_map(named)
}

fn named(value: &Value) -> Option<&str> {
    match &value.elements.first()?.expression.kind {
        Kind::Like(name) => Some(&name.node),
        _ => None,
    }
}

struct Writing<'d> {
    plan: &'d Document,
    own: &'d Statement,
    lines: Vec<WrittenLine>,
}

impl Writing<'_> {
    fn item(&mut self, item: &Item, depth: usize) {
        match item {
            Item::Entry(entry) if entry.value.is_none() && entry.has_braces => self.block(entry, depth),
            Item::Entry(Entry { span, .. }) => self.whole(item, *span, depth),
            Item::Case(case) => self.whole(item, case.span, depth),
        }
    }

    /// A block may be taken over in part: its lines say it.
    fn block(&mut self, entry: &Entry, depth: usize) {
        let empty = Entry { items: vec![], has_braces: false, ..entry.clone() };
        let head = print::item(&Item::Entry(empty)).unwrap_or_default();
        self.line(depth, format!("{} {{", head.trim_end()), WrittenFrom::Frame);
        entry.items.iter().for_each(|item| self.item(item, depth + 1));
        self.line(depth, "}".to_string(), WrittenFrom::Frame);
    }

    fn whole(&mut self, item: &Item, span: Span, depth: usize) {
        let from = self.from(span);
        for line in print::item(item).unwrap_or_default().lines() {
            let text = line.trim_start();
            let deeper = (line.len() - text.len()) / print::INDENT.len();
            self.line(depth + deeper, text.to_string(), from.clone());
        }
    }

    fn line(&mut self, depth: usize, text: String, from: WrittenFrom) {
        self.lines.push(WrittenLine { depth, text, from });
    }

    fn from(&self, place: Span) -> WrittenFrom {
        let holds = |s: &Statement| s.span.file == place.file && s.span.start <= place.start && place.end <= s.span.end;
        if holds(self.own) {
            return WrittenFrom::Here;
        }
        let clauses = self.plan.clauses.iter().enumerate();
        let mut all = clauses.flat_map(|(i, clause)| clause.statements().map(move |s| (ClauseId(i), s)));
        match all.find(|(_, s)| holds(s)) {
            Some((clause, Statement { name: Some(name), .. })) => {
                WrittenFrom::Statement { name: name.node.clone(), clause }
            }
            Some(_) | None => WrittenFrom::Here,
        }
    }
}
