//! The numbers of clauses follow each other: people cite them, and so does every result.

use super::Found;
use super::tree::Clause;
use crate::diagnostic::{Diagnostic, codes, said};

struct Numbered<'a> {
    number: Vec<u32>,
    clause: &'a Clause,
    /// Its place was reported with another clause.
    told: bool,
}

/// Reports numbers that are missing, repeated or out of order; each fault once.
pub(super) fn check(clauses: &[Clause], found: &mut Found) {
    let mut all: Vec<Numbered> = clauses
        .iter()
        .filter(|c| !c.number.is_empty())
        .map(|clause| Numbered {
            number: clause.number.split('.').map(|n| n.parse().unwrap_or(u32::MAX)).collect(),
            clause,
            told: false,
        })
        .collect();
    let mut before: Vec<u32> = vec![];
    for index in 0..all.len() {
        let number = all[index].number.clone();
        if all[index].told {
            continue;
        }
        if follows(&before, &number) {
            before = number;
            continue;
        }
        if let Some(first) = all[..index].iter().find(|n| n.number == number) {
            report(found, all[index].clause, "this number was given before", Some((first.clause, "first here")));
            continue;
        }
        let expected = expected(&before, &number);
        match all.iter().skip(index + 1).position(|n| n.number == expected) {
            Some(later) => {
                let later = index + 1 + later;
                all[later].told = true;
                let words = format!("expected {} here", shown(&expected));
                report(found, all[index].clause, &words, Some((all[later].clause, "it comes only here")));
            }
            None => report(found, all[index].clause, &format!("expected {}", shown(&expected)), None),
        }
        before = number;
    }
}

fn report(found: &mut Found, clause: &Clause, words: &str, other: Option<(&Clause, &str)>) {
    let mut diagnostic =
        Diagnostic::new(codes::HEADING_NUMBER, said!("Clause {clause} does not follow", clause = clause.number))
            .at(clause.span, words);
    if let Some((clause, words)) = other {
        diagnostic = diagnostic.at(clause.span, words);
    }
    found.report(diagnostic);
}

fn shown(number: &[u32]) -> String {
    number.iter().map(u32::to_string).collect::<Vec<_>>().join(".")
}

/// The next clause of the same level or a higher one, or the first below.
fn follows(before: &[u32], number: &[u32]) -> bool {
    let Some((last, parents)) = number.split_last() else { return false };
    if number.len() == before.len() + 1 {
        return parents == before && *last == 1;
    }
    let level = number.len() - 1;
    before.get(..level) == Some(parents) && before.get(level).is_some_and(|b| b.checked_add(1) == Some(*last))
}

/// What should stand where `number` stands, at its level where possible.
fn expected(before: &[u32], number: &[u32]) -> Vec<u32> {
    let level = number.len().min(before.len() + 1);
    let mut expected = before[..level.min(before.len())].to_vec();
    match expected.get_mut(level.wrapping_sub(1)) {
        Some(last) => *last = last.saturating_add(1),
        None => expected.push(1),
    }
    expected
}
