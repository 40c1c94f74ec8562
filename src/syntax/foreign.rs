//! What people write out of the habit of other languages, and how it is said in a plan.
//!
//! Asked where a line cannot be rewritten as a whole (`elsewhere`), and only for lines that cannot be read, so that nothing here can
//! refuse what is right.

use super::elsewhere::WORDS as LANGUAGE;

/// Where something foreign stands in a line, and what to write for it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Advice {
    pub start: usize,
    pub end: usize,
    pub label: String,
    pub hint: String,
}

const AND_MORE: &str = "write cases, one a line: `RESULT when CONDITION`, and last `RESULT otherwise`";
const QUOTES: &str = "texts stand in straight quotation marks: `\"…\"`";
const RANGE: &str = "write `from 0 to 4` of numbers, `from day 0 to day 28` of days";
const PARENTHESES: &str = "lists and sets stand in parentheses: `( … )`";

const PIPE: &str =
    "what is done stands before its value, and a condition behind it: `first exam where readable`, `log10(marker)`";

/// Signs, the longer before those they begin with.
const SIGNS: &[(&str, &str)] = &[
    ("%>%", PIPE),
    ("|>", PIPE),
    ("===", "write `=`: it compares"),
    ("==", "write `=`: it compares"),
    ("&&", "write `and`"),
    ("||", "write `or`"),
    ("=/=", "write `!=`"),
    ("<>", "write `!=`"),
    ("≠", "write `!=`"),
    ("=<", "write `<=`"),
    ("≤", "write `<=`"),
    ("=>", "write `>=`"),
    ("≥", "write `>=`"),
    (":=", "write `:` after a key, `=` to compare"),
    ("<-", "write `:`"),
    ("←", "write `:`"),
    ("->", "write `RESULT when CONDITION`"),
    ("→", "write `RESULT when CONDITION`"),
    ("**", "there are no powers: write the product"),
    ("…", RANGE),
    ("..", RANGE),
    ("/*", "a comment begins with `//` and ends with its line"),
    ("*/", "a comment begins with `//` and ends with its line"),
    ("#", "a comment begins with `//` and ends with its line"),
    ("−", "write `-`"),
    ("–", "write `-`, or `to` between two ends"),
    ("—", "write `-`"),
    ("×", "write `*`"),
    ("·", "write `*`"),
    ("÷", "write `/`"),
    ("±", "write both ends: `from day -5 to day 5`"),
    (";", "leave it out: the end of the line ends an entry"),
    ("“", QUOTES),
    ("”", QUOTES),
    ("„", QUOTES),
    ("«", QUOTES),
    ("»", QUOTES),
    ("'", QUOTES),
    ("’", QUOTES),
    ("‘", QUOTES),
    ("`", QUOTES),
    ("[", PARENTHESES),
    ("]", PARENTHESES),
    ("&", "write `and`"),
    ("|", "write `or`"),
    ("^", "there are no powers: write the product"),
    ("~", "write `not` before a condition, `against` between arms; covariates stand under `covariates`"),
    ("@", "a column of another table is `TABLE.column`"),
    ("\\", "leave it out"),
];

const WORDS: &[(&str, &str)] = &[
    ("if", AND_MORE),
    ("then", AND_MORE),
    ("else", AND_MORE),
    ("elif", AND_MORE),
    ("elseif", AND_MORE),
    ("endif", AND_MORE),
    ("unless", "write `when not …`"),
    ("between", "write `x from 0 to 4`"),
    ("let", "write `define NAME of TABLE: …` or `value NAME: …`"),
    ("implies", "write `not a or b`"),
    ("xor", "write `(a and not b) or (b and not a)`"),
    ("contains", "write `x in (…)`"),
];

/// Whether a word is one of other languages.
pub(super) fn is_foreign(word: &str) -> bool {
    WORDS.iter().any(|(foreign, _)| *foreign == word.to_lowercase())
}

const SELECTORS: &[&str] =
    &["first", "last", "nearest", "every", "any", "no", "count", "sum", "min", "max", "mean", "median"];

/// Whether a word chooses among rows.
pub(super) fn is_selector(word: &str) -> bool {
    SELECTORS.contains(&word)
}

/// Something foreign anywhere in the line, from the left.
pub(super) fn anywhere(line: &str) -> Option<Advice> {
    let masked = mask(line);
    let signs = (0..masked.len()).find_map(|at| sign_at(&masked, at));
    let words = words(&masked).into_iter().find_map(|(start, word)| word_advice(start, word));
    let assigned = assignment(&masked);
    [assigned, signs, words].into_iter().flatten().min_by_key(|a| a.start)
}

/// Something foreign at the place where reading ended.
pub(super) fn at(line: &str, place: usize) -> Option<Advice> {
    let masked = mask(line);
    let place = (0..=place.min(masked.len())).rev().find(|p| masked.is_char_boundary(*p)).unwrap_or(0);
    let near = place.saturating_sub(2)..(place + 2).min(masked.len());
    let sign =
        near.filter_map(|at| sign_at(&masked, at)).find(|a| a.start <= place && place <= a.end || a.start == place + 1);
    let words = words(&masked);
    let here = words.iter().position(|(start, word)| *start <= place && place < start + word.len());
    sign.or_else(|| here.and_then(|i| phrase(&masked, &words, i))).or_else(|| number(&masked, place))
}

/// A fault between the head of a statement and its colon or brace.
pub(super) fn in_head(line: &str, place: usize) -> Option<Advice> {
    let masked = mask(line);
    let (before, rest) = masked.split_at_checked(place)?;
    if before.contains([':', '{']) {
        return None;
    }
    let length = rest.find(|c: char| !is_word(c)).unwrap_or(rest.len());
    let name = before.trim();
    if length > 0 && name.ends_with('"') {
        return advice(place, place + length, "a name after the label", "the name stands before the label");
    }
    if length > 0 && !name.is_empty() && name.chars().all(is_word) {
        let hint = format!("a name is one word: `{name}_{}`; a label stands in quotation marks", &rest[..length]);
        return advice(place, place + length, "a second name", hint);
    }
    let whole = rest.find(|c: char| !(is_word(c) || matches!(c, '-' | '.' | '/'))).unwrap_or(rest.len());
    let name = &rest[..whole];
    if name.contains(['-', '.']) && name.starts_with(|c: char| c.is_alphabetic()) {
        return advice(
            place,
            place + whole,
            "a name is one word",
            format!("join its parts by `_`: `{}`", name.replace(['-', '.'], "_")),
        );
    }
    None
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// The line with the insides of its quotations blanked.
fn mask(line: &str) -> String {
    let mut inside = false;
    let mut masked = String::with_capacity(line.len());
    for c in line.chars() {
        inside ^= c == '"';
        match inside && c != '"' {
            true => masked.extend(std::iter::repeat_n(' ', c.len_utf8())),
            false => masked.push(c),
        }
    }
    masked
}

/// The words of a line with the place of each.
fn words(text: &str) -> Vec<(usize, &str)> {
    let mut found = vec![];
    let mut at = 0;
    while let Some(start) = text[at..].find(is_word).map(|i| at + i) {
        let end = text[start..].find(|c| !is_word(c)).map_or(text.len(), |i| start + i);
        found.push((start, &text[start..end]));
        at = end;
    }
    found
}

fn advice(start: usize, end: usize, label: impl Into<String>, hint: impl Into<String>) -> Option<Advice> {
    Some(Advice { start, end, label: label.into(), hint: hint.into() })
}

fn sign_at(text: &str, at: usize) -> Option<Advice> {
    let rest = text.get(at..)?;
    if rest.starts_with('!') && !rest.starts_with("!=") {
        return advice(at, at + 1, "this sign has no meaning in a plan", "write `not`");
    }
    let (sign, hint) = SIGNS.iter().find(|(sign, _)| rest.starts_with(sign))?;
    advice(at, at + sign.len(), "this sign has no meaning in a plan", *hint)
}

fn word_advice(start: usize, word: &str) -> Option<Advice> {
    let lower = word.to_lowercase();
    if let Some((_, hint)) = WORDS.iter().find(|(w, _)| *w == lower) {
        return advice(start, start + word.len(), "this word has no meaning in a plan", *hint);
    }
    None
}

/// `key = value` without a colon.
fn assignment(text: &str) -> Option<Advice> {
    let at = text.find('=')?;
    let key = text[..at].trim();
    let plain = !key.is_empty() && key.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | ' ' | '-'));
    let single = !text[at + 1..].starts_with(['=', '>', '<', '/']);
    if plain && single {
        return advice(at, at + 1, "`=` compares two values", format!("an entry is written `{key}: …`"));
    }
    None
}

/// A word that cannot stand where it stands, with the words around it.
fn phrase(text: &str, words: &[(usize, &str)], here: usize) -> Option<Advice> {
    let (start, word) = *words.get(here)?;
    let before =
        here.checked_sub(1).and_then(|i| words.get(i)).filter(|(s, w)| text[s + w.len()..start].trim().is_empty());
    let after = words.get(here + 1).map(|w| w.1);
    let end = start + word.len();
    let foreign_word = word_advice(start, word).or_else(|| before.and_then(|(s, w)| word_advice(*s, w)));
    if foreign_word.is_some() {
        return foreign_word;
    }
    if let Some(lower) = LANGUAGE.iter().find(|c| word.to_lowercase() == **c && word != **c) {
        return advice(start, end, "words of the language are in small letters", format!("write `{lower}`"));
    }
    if let Some((_, "is")) = before {
        return advice(
            start,
            end,
            "after `is` stands `known` or `missing`",
            "write `is known` or `is missing`; equality is `=`",
        );
    }
    let number = |w: &str| w.starts_with(|c: char| c.is_ascii_digit());
    if let Some((from, _)) = here.checked_sub(2).and_then(|i| words.get(i)).filter(|(_, w)| *w == "within")
        && before.is_some_and(|(_, w)| number(w))
    {
        return advice(
            *from,
            end,
            "a window has both ends",
            "write `from day 0 to day 30 of …`, or `from day -30 to day 30 of …`",
        );
    }
    if let ("to", Some((from, previous)), Some(next)) = (word, before, after) {
        return match number(previous) {
            true => {
                advice(*from, end, "what has two ends begins with `from`", format!("write `from {previous} to {next}`"))
            }
            false => advice(
                start,
                end,
                "part of a name, it seems",
                format!("the words of one name are joined by `_`: `{previous}_to_{next}`"),
            ),
        };
    }
    if word == "not" && after == Some("in") {
        return advice(start, end, "`not` stands before a condition", "write `not (x in (…))`");
    }
    if matches!(word, "when" | "otherwise") && text[..start].contains('{') {
        let hint = "break the line behind `{`, after each case, and before `}`";
        return advice(start, end, "a case stands on a line of its own", hint);
    }
    if LANGUAGE.contains(&word) && before.is_none_or(|(_, b)| LANGUAGE.contains(b)) {
        let hint = format!("where `{word}` is a code, write it in quotation marks: `\"{word}\"`");
        return advice(start, end, "a value is expected, this is a word of the language", hint);
    }
    let (from, previous) = before?;
    if SELECTORS.contains(previous) || matches!(word, "where" | "has" | "since") {
        return advice(
            *from,
            end,
            "a selection within an expression",
            "put the selection in parentheses: `(any lesion where …)`",
        );
    }
    let both_plain = !LANGUAGE.contains(previous)
        && !LANGUAGE.contains(&word)
        && !previous.starts_with(|c: char| c.is_ascii_digit());
    if both_plain {
        let hint = format!(
            "the words of one name are joined by `_`: `{previous}_{word}`; elements of a list are separated by commas"
        );
        return advice(start, end, "an operator is missing before this, or it is part of a name", hint);
    }
    None
}

/// Numbers written in another way.
fn number(text: &str, place: usize) -> Option<Advice> {
    let starts = text[..place]
        .rfind(|c: char| !(c.is_alphanumeric() || matches!(c, '.' | ',' | '-' | '_')))
        .map_or(0, |i| i + 1);
    let starts = (starts..=place).find(|p| text.is_char_boundary(*p)).unwrap_or(place);
    let rest = &text[starts..];
    let length =
        rest.find(|c: char| !(c.is_alphanumeric() || matches!(c, '.' | ',' | '-' | '_'))).unwrap_or(rest.len());
    let whole = &rest[..length];
    if !whole.contains(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let found = |label: &str, hint: String| advice(starts, starts + length, label, hint);
    if let Some(rest) = whole.strip_prefix('.') {
        return found("a number begins with a digit", format!("write `0.{rest}`"));
    }
    if let Some((units, fraction)) = whole.split_once(',')
        && [units, fraction].iter().all(|p| !p.is_empty() && p.chars().all(|c| c.is_ascii_digit()))
    {
        let hint = match fraction.len() {
            3 => format!(
                "a decimal number has a point, and thousands have no sign: `{units}.{fraction}` or `{units}{fraction}`"
            ),
            _ => format!("a decimal number has a point: `{units}.{fraction}`"),
        };
        return found("a comma separates elements of a list", hint);
    }
    let digits = whole.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(whole.len());
    let (value, unit) = whole.split_at(digits);
    if unit.starts_with('-') && unit.len() > 1 {
        return found(
            "neither a number nor a date",
            "a date is `2024-01-31`, a difference `5 - 3`, a range `from 3 to 5`".to_string(),
        );
    }
    if !value.is_empty() && unit.starts_with(char::is_alphabetic) {
        return match unit.trim_start_matches(['e', 'E', '-']).chars().all(|c| c.is_ascii_digit()) {
            true => found("a number is written out", "write `0.00001` for `1e-5`".to_string()),
            false if matches!(unit, "d" | "days" | "j") => found(
                "a number and its unit are two words",
                format!("write `{value} days` for a length, and `day {value}` for a day counted from time zero"),
            ),
            false => found(
                "a number and its unit are two words",
                format!("write `{value} {unit}`; a code that begins with a digit stands in quotation marks"),
            ),
        };
    }
    if value.len() > 1 && value.starts_with('0') {
        return found(
            "a number does not begin with 0",
            "a decimal number has a point: `0.05`; a code with leading zeros stands in quotation marks".to_string(),
        );
    }
    None
}

/// The line ends where something is still to come: why it may have been left to the next line.
pub(super) fn at_end(line: &str) -> Option<&'static str> {
    let masked = mask(line);
    let read = masked.trim_end();
    if read.ends_with(',') {
        return Some("a comma only separates; a list goes on below only within parentheses");
    }
    let words = words(read);
    let last = words.last().is_some_and(|(s, w)| s + w.len() == read.len() && LANGUAGE.contains(w));
    let sign = read.ends_with(['+', '-', '*', '/', '=', '<', '>']);
    (last || sign).then_some("a line goes on below only within parentheses")
}
