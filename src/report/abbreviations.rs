//! What the short forms in a table stand for: each of them that occurs in it is written out in its note, unless the note says it
//! already. They are found in what the table says, whoever wrote it, so that no page names its own.

use super::document::{Block, Section, Span, Style, Table, Text, said};
use crate::catalogue::Language;
use crate::results::ReportInfo;
use crate::words::Words;
use std::collections::BTreeMap;

type Pair<'a> = (&'a str, &'a str);

/// What every report may write.
const ENGLISH: &[Pair] = &[
    ("CI", "confidence interval"),
    ("HR", "hazard ratio"),
    ("NE", "not estimable"),
    ("NR", "not reached"),
    ("OR", "odds ratio"),
    ("Q1, Q3", "first and third quartile"),
    ("SD", "standard deviation"),
    ("SMD", "standardised mean difference"),
];
const FRENCH: &[Pair] = &[
    ("IC", "intervalle de confiance"),
    ("HR", "rapport des risques instantanés"),
    ("NE", "non estimable"),
    ("OR", "rapport des cotes"),
    ("Q1, Q3", "premier et troisième quartile"),
    ("ET", "écart-type"),
    ("Diff. std.", "différence standardisée des moyennes"),
];
/// Where rules are shown, their letters mean responses.
const UNREAD_ENGLISH: Pair = ("NE", "not evaluable");
const UNREAD_FRENCH: Pair = ("NE", "non évaluable");

/// The abbreviations of the tables: those that the plan writes out, and those of every report that it does not.
pub(crate) fn list(report: &ReportInfo) -> Vec<Pair<'_>> {
    let ours = match report.language {
        Language::English => ENGLISH,
        Language::French => FRENCH,
    };
    beside(&report.abbreviations, ours)
}

fn beside<'a>(own: &'a [(String, String)], ours: &[Pair<'static>]) -> Vec<Pair<'a>> {
    let own = own.iter().map(|(short, long)| (short.as_str(), long.as_str()));
    let others = ours.iter().copied().filter(|(short, _)| !own.clone().any(|(known, _)| known == *short));
    let mut all: Vec<Pair> = own.clone().chain(others).collect();
    all.sort_by_key(|(short, _)| short.to_lowercase());
    all
}

/// Writes out under each numbered table what occurs in it.
pub(super) fn explain(sections: &mut BTreeMap<Section, Vec<Block>>, report: &ReportInfo, words: &'static Words) {
    let tables = list(report);
    let rules = beside(&report.abbreviations, &of_rules(words));
    for (section, blocks) in sections {
        let known = match section {
            Section::Rules => &rules,
            Section::Synopsis
            | Section::Patients
            | Section::Baseline
            | Section::Matching
            | Section::Analyses
            | Section::Effects
            | Section::Course
            | Section::Safety
            | Section::Findings
            | Section::Deviations
            | Section::Amendments
            | Section::References
            | Section::Numbers
            | Section::Clauses
            | Section::Trial
            | Section::Statements
            | Section::Assumptions
            | Section::Methods
            | Section::Proof
            | Section::Terms
            | Section::Shells
            | Section::Checklists
            | Section::Sources => &tables,
        };
        blocks.iter_mut().for_each(|block| explain_in(block, known, words));
    }
}

/// The letters of responses, without those that stand behind the words themselves.
fn of_rules(words: &'static Words) -> Vec<Pair<'static>> {
    let mut all: Vec<Pair> = words.responses.iter().map(|(code, long)| (*code, bare(long))).collect();
    all.push(match words.language {
        Language::English => UNREAD_ENGLISH,
        Language::French => UNREAD_FRENCH,
    });
    all
}

/// `stable disease (SD)` without its letters.
fn bare(long: &'static str) -> &'static str {
    long.rsplit_once(" (").map_or(long, |(words, _)| words)
}

fn explain_in(block: &mut Block, known: &[Pair], words: &'static Words) {
    match block {
        Block::Table(table) if !table.unnumbered => explain_table(table, known, words),
        Block::List { items, .. } => {
            items.iter_mut().flatten().for_each(|inner| explain_in(inner, known, words));
        }
        Block::Table(_)
        | Block::Heading { .. }
        | Block::Paragraph { .. }
        | Block::Introduction { .. }
        | Block::Subtitle { .. }
        | Block::Callout { .. }
        | Block::PageBreak
        | Block::Entries { .. }
        | Block::Aside { .. }
        | Block::Code { .. }
        | Block::Pairs { .. }
        | Block::Figure(_) => {}
    }
}

fn explain_table(table: &mut Table, known: &[Pair], words: &'static Words) {
    let notes: Vec<String> = table.notes.iter().map(|(_, note)| said(note)).collect();
    let texts: Vec<String> = table.texts().map(|text| said(text)).collect();
    let explained = |short: &str| notes.iter().any(|note| ends_in_colon(note, short));
    let occurs =
        |short: &str| texts.iter().any(|text| places(text, short).any(|at| !is_of_a_response(text, at, words)));
    let found: Vec<&Pair> = known.iter().filter(|(short, _)| occurs(short) && !explained(short)).collect();
    if found.is_empty() {
        return;
    }
    let (colon, semicolon) = match words.language {
        Language::English => (": ", "; "),
        Language::French => ("\u{a0}: ", "\u{a0}; "),
    };
    let pairs: Vec<String> = found.into_iter().map(|(short, long)| format!("{short}{colon}{long}")).collect();
    let sentence = format!("{}.", pairs.join(semicolon));
    match table.notes.first_mut() {
        // In the note that tells how to read the table, so that no line is added; one that begins with a mark is of that mark.
        Some((mark, note)) if mark.is_empty() && !begins_with_mark(note) => {
            note.push(Span::new(&format!(" {sentence}")));
        }
        Some(_) | None => table.notes.insert(0, (String::new(), vec![Span::new(&sentence)])),
    }
}

fn begins_with_mark(note: &Text) -> bool {
    note.first().is_some_and(|span| span.style == Style::Superscript)
}

/// Where a short form stands as a word of its own.
fn places<'t>(text: &'t str, short: &'t str) -> impl Iterator<Item = usize> + 't {
    let within = |c: char| c.is_alphanumeric() || c == '_';
    let alone = move |at: &usize| {
        let (before, behind) = (&text[..*at], &text[at + short.len()..]);
        !before.ends_with(within) && !behind.starts_with(within)
    };
    text.match_indices(short).map(|(at, _)| at).filter(alone)
}

/// Letters behind the words of the response that they stand for: the SD of stable disease is no standard deviation.
fn is_of_a_response(text: &str, at: usize, words: &'static Words) -> bool {
    let Some(before) = text[..at].strip_suffix(" (") else { return false };
    let before = before.to_lowercase();
    words.responses.iter().any(|(code, long)| text[at..].starts_with(code) && before.ends_with(bare(long)))
}

/// A note says what it means: `SMD: standardised …`.
fn ends_in_colon(note: &str, short: &str) -> bool {
    places(note, short).any(|at| note[at + short.len()..].trim_start().starts_with(':'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::document::{Column, Row, text};

    fn table(cell: &str, notes: &[(&str, &str)]) -> Table {
        Table {
            columns: vec![Column::prose("Measure")],
            rows: vec![Row { cells: vec![text(cell)], ..Row::default() }],
            notes: notes.iter().map(|(mark, note)| (mark.to_string(), text(note))).collect(),
            ..Table::default()
        }
    }

    fn notes(mut table: Table) -> Vec<String> {
        explain_table(&mut table, ENGLISH, Words::of(Language::English));
        table.notes.iter().map(|(mark, note)| format!("{mark}{}", said(note))).collect()
    }

    #[test]
    fn what_occurs_is_written_out_once_in_the_note_that_is_there() {
        assert_eq!(notes(table("Mean", &[("", "A note.")])), ["A note."]);
        assert_eq!(
            notes(table("HR (95% CI)", &[("", "A note."), ("", "Another.")])),
            ["A note. CI: confidence interval; HR: hazard ratio.", "Another."]
        );
        assert_eq!(notes(table("NE", &[("", "NE: not estimable (no events).")])), ["NE: not estimable (no events)."]);
        assert_eq!(notes(table("NR", &[("†", "Missed.")])), ["NR: not reached.", "†Missed."]);
        assert_eq!(notes(table("OR 2.0", &[])), ["OR: odds ratio."]);
    }

    #[test]
    fn a_part_of_a_word_is_no_abbreviation() {
        assert!(notes(table("Stable disease (SD)", &[])).is_empty());
        assert_eq!(notes(table("Stable disease (SD), and 0.2 SD", &[])), ["SD: standard deviation."]);
        for cell in ["SCIENCE", "CIs", "NON_CI", "CI5", "ECI"] {
            assert!(notes(table(cell, &[])).is_empty(), "{cell}");
        }
        for cell in ["(CI)", "CI-based", "95% CI", "CI;"] {
            assert_eq!(notes(table(cell, &[])), ["CI: confidence interval."], "{cell}");
        }
    }
}
