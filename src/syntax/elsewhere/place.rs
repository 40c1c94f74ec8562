//! Rules for what could be right elsewhere in the line: they rewrite only where reading ended.

use super::super::foreign::{is_foreign, is_selector};
use super::habits;
use super::rules::{NUMBER, WORDS};
use super::tokens::Tokens;

type RuleAt = fn(&mut Tokens, usize);

pub(super) const RULES: &[RuleAt] = &[decimal_comma, thousands, called_otherwise, two_words];

/// The token in which reading ended, or the next one.
fn at_place(tokens: &Tokens, place: usize) -> usize {
    tokens.all.iter().position(|t| t.end > place).unwrap_or(tokens.all.len())
}

/// `0,05`. Three digits behind the comma may be thousands.
fn decimal_comma(tokens: &mut Tokens, place: usize) {
    let here = at_place(tokens, place);
    for comma in here.saturating_sub(1)..=here + 1 {
        let Some(before) = comma.checked_sub(1) else { continue };
        let one = tokens.is(comma, ",") && tokens.touch(before) && tokens.touch(comma);
        if !(one && tokens.is_number(before) && tokens.is_number(comma + 1)) {
            continue;
        }
        let (whole, part) = (tokens.between(before, comma), tokens.between(comma + 1, comma + 2));
        let digits = |text: &str| text.chars().all(|c| c.is_ascii_digit());
        if digits(&whole) && digits(&part) && (part.len() != 3 || whole.chars().all(|c| c == '0')) {
            tokens.replace(before, comma + 2, format!("{whole}.{part}"), "a decimal number has a point");
            return;
        }
    }
}

/// `1 000`.
fn thousands(tokens: &mut Tokens, place: usize) {
    let here = at_place(tokens, place);
    let Some(before) = here.checked_sub(1).filter(|before| tokens.is_number(*before) && tokens.is_number(here)) else {
        return;
    };
    let (whole, rest) = (tokens.between(before, here), tokens.between(here, here + 1));
    let digits = |text: &str| text.chars().all(|c| c.is_ascii_digit());
    if digits(&whole) && digits(&rest) && rest.len() == 3 && whole.len() <= 3 {
        tokens.replace(before, here + 1, format!("{whole}{rest}"), NUMBER);
    }
}

/// Words and signs of the longest name elsewhere: `difference in proportions`, `t-test`.
const LONGEST_NAME: usize = 8;

/// `cox regression`, `Kaplan Meier`, `time to event`: the longest that the place is part of.
fn called_otherwise(tokens: &mut Tokens, place: usize) {
    let here = at_place(tokens, place);
    let part = |at: usize| {
        let joins = ["-", ".", "'", "’", "/"].iter().any(|sign| tokens.is(at, sign)) && tokens.touch(at);
        joins || tokens.is_word(at) || tokens.is_number(at)
    };
    let before = (0..=here).rev().take(LONGEST_NAME).take_while(|at| *at >= here || part(*at));
    let first = before.last().unwrap_or(here);
    let after = (here..tokens.all.len()).take(LONGEST_NAME).take_while(|at| part(*at));
    let end = after.last().map_or(here, |last| last + 1);
    let parts = (first..here + 1).flat_map(|from| (here.max(from + 1)..=end).map(move |to| (from, to)));
    let called = parts.filter_map(|(from, to)| {
        let word = habits::meant(&tokens.between(from, to)).next()?;
        Some((to - from, from, to, word))
    });
    if let Some((_, from, to, word)) = called.max_by_key(|(length, ..)| *length) {
        tokens.replace(from, to, word, "called otherwise in a plan");
    }
}

/// Words that may be one name.
fn two_words(tokens: &mut Tokens, place: usize) {
    let here = at_place(tokens, place);
    let plain = |word: String| !(WORDS.contains(&word.as_str()) || is_foreign(&word) || is_selector(&word));
    let part = |at: usize| tokens.is_word(at) && plain(tokens.lower(at));
    if !part(here) || here == 0 || !part(here - 1) {
        return;
    }
    let first = (0..here).rev().take_while(|at| part(*at)).last().unwrap_or(here);
    let end = (here..tokens.all.len()).take_while(|at| part(*at)).last().map_or(here, |last| last + 1);
    if [first.wrapping_sub(1), end].into_iter().any(|at| is_foreign(&tokens.lower(at))) {
        return;
    }
    let name = tokens.all[first..end].iter().map(|t| t.text.as_str()).collect::<Vec<_>>().join("_");
    tokens.replace(first, end, name, "the words of one name are joined by `_`");
}
