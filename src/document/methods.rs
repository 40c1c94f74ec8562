//! The pages of the methods that the plan calls, with their options as it sets them.

use super::{Signed, heading};
use crate::catalogue::{Method, Names};
use crate::plan::ir::{ClauseId, MethodCall, TimeUnit};
use crate::report::document::{Block, Column, Row, Span, Style, Table, Text, text};
use crate::report::markdown;

const TITLE: Names = Names { en: "Methods", fr: "Méthodes" };
const ABOUT: Names = Names {
    en: "Every method that this plan calls: where, with which options, and what it computes. Options that the plan does not write are those of the language; all of them stand here.",
    fr: "Toute méthode qu’appelle ce plan\u{a0}: où, avec quelles options, et ce qu’elle calcule. Les options que le plan n’écrit pas sont celles du langage\u{a0}; toutes figurent ici.",
};
const USED_IN: Names = Names { en: "Clause and statement", fr: "Article et énoncé" };
const OPTIONS: Names = Names { en: "Options", fr: "Options" };

/// A call with the statement that it stands in.
type Called<'a> = (&'a MethodCall, ClauseId, &'a str, TimeUnit);

pub(super) fn section(signed: &Signed) -> Vec<Block> {
    let called = called(signed);
    let mut methods: Vec<&'static Method> = vec![];
    for (call, ..) in &called {
        if !methods.iter().any(|method| method.id == call.method.id) {
            methods.push(call.method);
        }
    }
    let mut blocks = vec![heading(1, signed.said(TITLE), true), Block::paragraph(text(signed.said(ABOUT)))];
    for method in methods {
        blocks.extend(page(signed, method, &called));
    }
    blocks
}

fn called<'a>(signed: &Signed<'a>) -> Vec<Called<'a>> {
    let plan = signed.plan;
    let mut called: Vec<Called<'a>> = vec![];
    for analysis in &plan.analyses {
        let times_in = plan.endpoints[analysis.endpoint.0].kind.times_in();
        let further = analysis.subgroups.iter().map(|subgroups| &subgroups.interaction);
        let calls = analysis.methods.iter().chain(further);
        called.extend(calls.map(|call| (call, analysis.header.clause, analysis.header.label.as_str(), times_in)));
    }
    for agreement in &plan.agreements {
        let of = |call| (call, agreement.header.clause, agreement.header.label.as_str(), TimeUnit::Days);
        called.extend(agreement.methods.iter().map(of));
    }
    for family in &plan.families {
        called.push((&family.procedure, family.header.clause, &family.header.label, TimeUnit::Days));
    }
    for size in &plan.sample_sizes {
        called.extend(
            size.show.iter().map(|call| (call, size.header.clause, size.header.label.as_str(), TimeUnit::Days)),
        );
    }
    called
}

fn page(signed: &Signed, method: &'static Method, called: &[Called]) -> Vec<Block> {
    let language = signed.language();
    let rows = called.iter().filter(|(call, ..)| call.method.id == method.id).map(|(call, clause, label, times_in)| {
        let of = vec![signed.book.clause(signed.plan.clause_number(*clause)), Span::new(&format!(" {label}"))];
        let used = crate::analyse::method_use(call, *times_in);
        Row { cells: vec![of, text(&signed.book.words.options(&used))], ..Row::default() }
    });
    let columns = vec![Column::prose(signed.said(USED_IN)), Column::prose(signed.said(OPTIONS))];
    let table = Table { columns, rows: rows.collect(), unnumbered: true, small: true, ..Table::default() };
    let mut name: Text = text(signed.said(method.titles()));
    name.push(Span::styled(&format!("  {}", method.name), Style::Code));
    let mut blocks = vec![Block::Heading { level: 2, text: name, new_page: false, listed: true }];
    blocks.push(Block::Table(table));
    blocks.extend(lowered(markdown::blocks(&method.page_in(language))));
    blocks.push(Block::Aside { text: text(method.citation) });
    blocks
}

/// The heading of the page itself is that of the method here, and those below it are headings in looks only.
fn lowered(blocks: Vec<Block>) -> impl Iterator<Item = Block> {
    blocks.into_iter().filter_map(|block| {
        let Block::Heading { level, text, .. } = block else { return Some(block) };
        (level != 1).then_some(Block::Subtitle { text })
    })
}
