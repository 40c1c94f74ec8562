//! Dates as they are written elsewhere.

use super::tokens::Tokens;

pub(in crate::syntax) const DATE: &str = "a date is year, month and day";

/// The beginnings of the months, in English, French and German.
const MONTHS: &[(&str, u32)] = &[
    ("jan", 1),
    ("feb", 2),
    ("fév", 2),
    ("mar", 3),
    ("mär", 3),
    ("apr", 4),
    ("avr", 4),
    ("may", 5),
    ("mai", 5),
    ("juin", 6),
    ("jun", 6),
    ("juil", 7),
    ("jul", 7),
    ("aug", 8),
    ("aoû", 8),
    ("sep", 9),
    ("oct", 10),
    ("okt", 10),
    ("nov", 11),
    ("dec", 12),
    ("déc", 12),
    ("dez", 12),
];

/// A date that can be read in two ways.
pub(super) struct TwoDates {
    pub start: usize,
    pub end: usize,
    pub dates: [String; 2],
}

/// Every date of the line that can be read in one way, as a plan writes it.
pub(super) fn rewrite(tokens: &mut Tokens) {
    for at in 0..tokens.all.len() {
        if let Some((length, text)) = date_at(tokens, at) {
            tokens.replace(at, at + length, text, DATE);
        }
    }
}

/// `01/02/2015`: the day, or the month, before the other?
pub(super) fn in_two_ways(tokens: &Tokens) -> Option<TwoDates> {
    (0..tokens.all.len()).find_map(|at| {
        let (first, second, year) = in_slashes(tokens, at)?;
        let dates = [written(year, second, first)?, written(year, first, second)?];
        let (start, end) = (tokens.all[at].start, tokens.all[at + 4].end);
        (first != second).then_some(TwoDates { start, end, dates })
    })
}

/// How many tokens it takes, and the date.
fn date_at(tokens: &Tokens, at: usize) -> Option<(usize, String)> {
    if let Some((a, b, c)) = in_slashes(tokens, at) {
        let both = (written(c, b, a), written(c, a, b));
        return match both {
            (Some(date), None) | (None, Some(date)) => Some((5, date)),
            (Some(date), Some(other)) if date == other => Some((5, date)),
            _ => written(a, b, c).map(|date| (5, date)),
        };
    }
    let text = tokens.all.get(at)?.text.as_str();
    if let Some(date) = in_points(text) {
        return Some((1, date));
    }
    // `01JAN2015`, and SAS's `"01JAN2015"d`.
    if let Some(date) = in_one_word(text.trim_matches('"')) {
        return match (text.starts_with('"'), tokens.touch(at) && tokens.are(at + 1, &["d"])) {
            (true, true) => Some((2, date)),
            (false, _) => Some((1, date)),
            (true, false) => None,
        };
    }
    let number = |at: usize| tokens.all.get(at).and_then(|t| t.text.parse::<u32>().ok());
    if let (Some(day), Some(month), Some(year)) = (number(at), month(&tokens.lower(at + 1)), number(at + 2)) {
        return written(year, month, day).map(|date| (3, date));
    }
    let comma = usize::from(tokens.is(at + 2, ","));
    let (month, day, year) = (month(&tokens.lower(at))?, number(at + 1)?, number(at + 2 + comma)?);
    written(year, month, day).map(|date| (3 + comma, date))
}

/// Three numbers with slashes between them.
fn in_slashes(tokens: &Tokens, at: usize) -> Option<(u32, u32, u32)> {
    let number = |at: usize| tokens.all.get(at).and_then(|t| t.text.parse::<u32>().ok());
    let slashes = tokens.is(at + 1, "/") && tokens.is(at + 3, "/") && (at..at + 4).all(|i| tokens.touch(i));
    Some((number(at)?, number(at + 2)?, number(at + 4)?)).filter(|_| slashes)
}

/// `01.02.2015`, which is the first of February wherever it is written so.
fn in_points(text: &str) -> Option<String> {
    let parts: Vec<u32> = text.split('.').map(|part| part.parse().ok()).collect::<Option<_>>()?;
    match parts.as_slice() {
        [day, month, year] => written(*year, *month, *day),
        _ => None,
    }
}

/// `01JAN2015`.
fn in_one_word(text: &str) -> Option<String> {
    let day = text.find(|c: char| !c.is_ascii_digit())?;
    let year = day + text.get(day..)?.find(|c: char| c.is_ascii_digit())?;
    let month = month(&text.get(day..year)?.to_lowercase())?;
    written(text.get(year..)?.parse().ok()?, month, text.get(..day)?.parse().ok()?)
}

fn month(word: &str) -> Option<u32> {
    let letters = word.chars().all(char::is_alphabetic);
    MONTHS.iter().find(|(begins, _)| letters && word.starts_with(begins)).map(|(_, month)| *month)
}

/// A date as a plan writes it; none of what is no date of our time.
fn written(year: u32, month: u32, day: u32) -> Option<String> {
    let is = (1800..2200).contains(&year) && (1..=12).contains(&month) && (1..=31).contains(&day);
    is.then(|| format!("{year:04}-{month:02}-{day:02}"))
}
