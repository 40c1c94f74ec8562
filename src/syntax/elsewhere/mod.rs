//! What is written as in R, SAS or every day, in the words of a plan.
//!
//! Asked only of lines that cannot be read, so that nothing here can refuse what is right; and answered only where the line can be
//! read then.

mod dates;
pub mod habits;
mod models;
mod place;
mod rules;
mod tokens;

use super::grammar::{Grammar, Rule};
use pest::Parser;
use tokens::Tokens;

pub(super) use dates::DATE;
pub(super) use rules::WORDS;

/// What stands in a part of a line, and what a plan says for it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Rewritten {
    /// The first thing that is said otherwise.
    pub first: (usize, usize),
    pub label: &'static str,
    /// From the first to the last that is.
    pub part: (usize, usize),
    pub text: String,
}

/// Words and signs of a line that a person writes by hand.
const LONGEST: usize = 300;

/// The line in the words of a plan, by the first of the rules of the grammar that reads it then; `place` is where reading ended.
pub(super) fn rewritten(rules: &[Rule], line: &str, place: usize) -> Option<Rewritten> {
    let reads = |text: &str| rules.iter().any(|rule| Grammar::parse(*rule, text).is_ok());
    let mut tokens = Tokens::new(line);
    if tokens.all.len() > LONGEST {
        return None;
    }
    let comment = tokens.all.iter().position(|t| matches!(t.text.as_str(), "#" | "/*"));
    if let Some(at) = comment {
        return commented(&tokens, at, line, &reads);
    }
    rules::RULES.iter().for_each(|rule| rule(&mut tokens));
    if let Some(found) = found(&tokens).filter(|_| reads(&tokens.whole())) {
        return Some(found);
    }
    place::RULES.iter().find_map(|rule| {
        let mut changed = Tokens::new(line);
        rule(&mut changed, place);
        let early = found(&changed).filter(|_| reads(&changed.whole()));
        early.or_else(|| {
            rules::RULES.iter().for_each(|rule| rule(&mut changed));
            found(&changed).filter(|_| reads(&changed.whole()))
        })
    })
}

/// A date of which it is not said whether the day or the month stands first.
pub(super) fn date_in_two_ways(line: &str) -> Option<(usize, usize, [String; 2])> {
    dates::in_two_ways(&Tokens::new(line)).map(|two| (two.start, two.end, two.dates))
}

fn found(tokens: &Tokens) -> Option<Rewritten> {
    let (from, to) = tokens.changed()?;
    let first = tokens.all.get(from)?;
    // What is said otherwise in several places is offered as the whole value.
    let several = tokens.all[from..to].iter().filter(|t| t.label.is_some()).count() > 1;
    let (from, to) = if several { (tokens.value_around(from), tokens.all.len()) } else { (from, to) };
    let part = (tokens.all.get(from)?.start, tokens.all.get(to.checked_sub(1)?)?.end);
    let text = tokens.between(from, to);
    Some(Rewritten { first: (first.start, first.end), label: first.label?, part, text })
}

/// `x # a comment`, of a line that is read without it.
fn commented(tokens: &Tokens, at: usize, line: &str, reads: &dyn Fn(&str) -> bool) -> Option<Rewritten> {
    let (sign, start) = (&tokens.all[at], tokens.all[at].start);
    let before = line.get(..start)?.trim_end();
    if !(before.is_empty() || reads(before)) {
        return None;
    }
    let said = line.get(sign.end..)?.trim_start_matches('#').trim_end().trim_end_matches("*/").trim();
    let text = format!("// {said}");
    Some(Rewritten { first: (start, sign.end), label: "a comment begins with `//`", part: (start, line.len()), text })
}
