//! One rule for each form of another language. A rule rewrites wherever its form stands; whether the line can then be read is
//! asked afterwards.

use super::tokens::{Tokens, is_word};
use super::{dates, models};

pub(super) const SIGN: &str = "this sign has no meaning in a plan";
const WORD: &str = "this word has no meaning in a plan";
pub(super) const FORM: &str = "said otherwise in a plan";
const CAPITALS: &str = "words of the language are in small letters";
pub(super) const NUMBER: &str = "a number is written otherwise";

type Rule = fn(&mut Tokens);

/// In their order: what is a part of a longer form comes after it.
pub(super) const RULES: &[Rule] = &[
    dates_by_function,
    small_letters,
    missing_by_function,
    dates::rewrite,
    models::multiples,
    models::ratios,
    models::formulas,
    signs,
    assignments,
    is_something,
    comparisons_in_words,
    comparisons_of_sas,
    not_in,
    between,
    vectors,
    ranges,
    window_ends,
    against,
    numbers,
    semicolons,
    choices_in_cases,
    exists,
];

/// Words of the language that may be written in capitals by mistake.
pub(in crate::syntax) const WORDS: &[&str] = &[
    "and",
    "or",
    "not",
    "in",
    "is",
    "as",
    "where",
    "has",
    "when",
    "otherwise",
    "within",
    "before",
    "after",
    "from",
    "on",
    "since",
    "of",
    "by",
    "at",
    "to",
    "day",
    "like",
    "against",
    "with",
];

const SIGNS: &[(&str, &str)] = &[
    ("===", "="),
    ("==", "="),
    ("&&", "and"),
    ("&", "and"),
    ("||", "or"),
    ("|", "or"),
    ("∧", "and"),
    ("∨", "or"),
    ("<>", "!="),
    ("≠", "!="),
    ("^=", "!="),
    ("~=", "!="),
    ("¬=", "!="),
    ("=/=", "!="),
    ("=<", "<="),
    ("≤", "<="),
    ("⩽", "<="),
    ("=>", ">="),
    ("≥", ">="),
    ("⩾", ">="),
    ("−", "-"),
    ("–", "-"),
    ("—", "-"),
    ("×", "*"),
    ("·", "*"),
    ("÷", "/"),
    ("%in%", "in"),
    ("∈", "in"),
];

fn small_letters(tokens: &mut Tokens) {
    for at in 0..tokens.all.len() {
        let lower = tokens.lower(at);
        let called = tokens.is(at + 1, "(") && tokens.touch(at);
        let named = at > 0 && tokens.is(at - 1, ".");
        if WORDS.contains(&lower.as_str()) && !tokens.is(at, &lower) && !called && !named {
            tokens.replace(at, at + 1, lower, CAPITALS);
        }
    }
}

/// `as.Date("2015-01-01")`: the date.
fn dates_by_function(tokens: &mut Tokens) {
    for at in 0..tokens.all.len() {
        let dotted = tokens.are(at, &["as", ".", "date", "("]);
        let open = at + if dotted { 3 } else { 1 };
        let called = dotted || tokens.are(at, &["date", "("]) || tokens.are(at, &["ymd", "("]);
        let Some(text) = tokens.all.get(open + 1).map(|token| token.text.trim_matches('"').to_string()) else { return };
        let is_date = text.len() == 10 && text.chars().all(|c| c.is_ascii_digit() || c == '-');
        if called && is_date && tokens.is(open + 2, ")") {
            tokens.replace(at, open + 3, text, dates::DATE);
        }
    }
}

/// `is.na(x)`, `!missing(x)`, `not is.null(x)`: the name, and what is said of it.
fn missing_by_function(tokens: &mut Tokens) {
    let mut at = 0;
    while at < tokens.all.len() {
        let dotted = tokens.are(at, &["is", ".", "na", "("]) || tokens.are(at, &["is", ".", "null", "("]);
        let open = at + if dotted { 3 } else { 1 };
        let alone = ["missing", "isnull", "isna", "is_null", "is_na", "is_missing", "notna", "notnull"];
        if !(dotted || tokens.is(open, "(") && alone.contains(&tokens.lower(at).as_str())) {
            at += 1;
            continue;
        }
        let Some(close) = tokens.closing(open) else { return };
        let of = tokens.between(open + 1, close);
        let of = if close == open + 2 || tokens.name_before(close) == Some(open + 1) { of } else { format!("({of})") };
        let denied = at > 0 && (tokens.is(at - 1, "!") || tokens.are(at - 1, &["not"]));
        let known = denied != tokens.lower(at).starts_with("not");
        let state = if known { "is known" } else { "is missing" };
        let from = at - usize::from(denied);
        tokens.replace(from, close + 1, format!("{of} {state}"), FORM);
        at = from + 1;
    }
}

fn signs(tokens: &mut Tokens) {
    for at in 0..tokens.all.len() {
        if let Some((_, now)) = SIGNS.iter().find(|(sign, _)| tokens.is(at, sign)) {
            let apart = now.chars().all(char::is_alphabetic);
            let before = if apart && at > 0 && tokens.touch(at - 1) { " " } else { "" };
            let after = if apart && tokens.touch(at) { " " } else { "" };
            tokens.replace(at, at + 1, format!("{before}{now}{after}"), SIGN);
        }
        if tokens.is(at, "!") {
            let after = if tokens.touch(at) { " " } else { "" };
            tokens.replace(at, at + 1, format!("not{after}"), SIGN);
        }
        if tokens.is(at, "$") && tokens.touch(at) {
            tokens.replace(at, at + 1, ".", SIGN);
        }
    }
}

/// `key = value`, `key <- value`: of an entry, an option or a statement whose colon is still to come.
fn assignments(tokens: &mut Tokens) {
    const COLON: &str = "a colon stands after a key";
    // Of each bracket, whether options stand in it, and whether a key may go on.
    let mut open = vec![(false, true)];
    let mut at = 0;
    while let (Some(token), Some((braces, in_key))) = (tokens.all.get(at), open.last().copied()) {
        let (mut goes_on, text) = (false, token.text.trim().to_string());
        match text.as_str() {
            "{" => open.push((true, true)),
            "(" | "[" => open.push((false, false)),
            "}" | ")" | "]" => {
                open.pop();
            }
            "," => goes_on = braces,
            "=" | ":=" | "<-" | "←" if in_key && at > 0 => {
                let key = tokens.between(at - 1, at);
                let after = if tokens.touch(at) { " " } else { "" };
                tokens.replace(at - 1, at + 1, format!("{key}:{after}"), COLON);
                at -= 1;
            }
            "when" | "otherwise" => {}
            text => goes_on = in_key && text.starts_with(|c: char| is_word(c) || matches!(c, '"' | '-' | '/')),
        }
        if let Some(last) = open.last_mut().filter(|_| !matches!(text.as_str(), "{" | "(" | "[" | "}" | ")" | "]")) {
            last.1 = goes_on;
        }
        at += 1;
    }
}

fn innermost_is_brace(tokens: &Tokens, before: usize) -> bool {
    let mut depth = 0usize;
    for at in (0..before).rev() {
        match tokens.all[at].text.as_str() {
            ")" | "]" | "}" => depth += 1,
            "(" | "[" | "{" if depth > 0 => depth -= 1,
            text @ ("(" | "[" | "{") => return text == "{",
            _ => {}
        }
    }
    false
}

/// `is not missing`, `is null`, `is in (…)`, `is one of (…)`, `is A`, `is not A`.
fn is_something(tokens: &mut Tokens) {
    const MISSING: &[&str] = &["missing", "null", "na", "empty", "unknown", "absent", "none"];
    const KNOWN: &[&str] = &["known", "available", "present", "recorded", "observed"];
    for at in 0..tokens.all.len() {
        if tokens.are(at, &["one", "of", "("]) && at > 0 && !tokens.is(at - 1, ":") && !tokens.are(at - 1, &["is"]) {
            tokens.replace(at, at + 2, "in", FORM);
        }
        if !tokens.are(at, &["is"]) || tokens.is(at + 1, ".") {
            continue;
        }
        let denied = tokens.are(at + 1, &["not"]);
        let what = at + 1 + usize::from(denied);
        let word = tokens.lower(what);
        if MISSING.contains(&word.as_str()) || KNOWN.contains(&word.as_str()) {
            let known = KNOWN.contains(&word.as_str()) != denied;
            let now = if known { "is known" } else { "is missing" };
            if tokens.between(at, what + 1) != now {
                tokens.replace(at, what + 1, now, FORM);
            }
        } else if tokens.are(what, &["in", "("]) && !denied {
            tokens.replace(at, what + 1, "in", FORM);
        } else if tokens.are(what, &["one", "of", "("]) && !denied {
            tokens.replace(at, what + 2, "in", FORM);
        } else if tokens.are(what, &["in", "("]) || tokens.are(what, &["one", "of", "("]) {
            let words = 1 + usize::from(tokens.are(what, &["one", "of"]));
            tokens.replace(at, what + words, "not in", FORM);
        } else if let (false, Some((words, sign))) = (denied, compares_at(tokens, what)) {
            tokens.replace(at, what + words.len(), sign, FORM);
        } else if tokens.is_value(what) && !tokens.is(what, "(") && !WORDS.contains(&word.as_str()) {
            tokens.replace(at, what, if denied { "!=" } else { "=" }, FORM);
        }
    }
}

/// The longer before those they begin with.
const COMPARES: &[(&[&str], &str)] = &[
    (&["greater", "than", "or", "equal", "to"], ">="),
    (&["less", "than", "or", "equal", "to"], "<="),
    (&["no", "more", "than"], "<="),
    (&["not", "more", "than"], "<="),
    (&["no", "less", "than"], ">="),
    (&["not", "less", "than"], ">="),
    (&["at", "least"], ">="),
    (&["at", "most"], "<="),
    (&["greater", "than"], ">"),
    (&["higher", "than"], ">"),
    (&["larger", "than"], ">"),
    (&["more", "than"], ">"),
    (&["less", "than"], "<"),
    (&["lower", "than"], "<"),
    (&["smaller", "than"], "<"),
    (&["fewer", "than"], "<"),
    (&["not", "equal", "to"], "!="),
    (&["equal", "to"], "="),
    (&["equals"], "="),
    (&["above"], ">"),
    (&["below"], "<"),
    (&["exceeds"], ">"),
    (&["isin"], "in"),
];

/// A comparison in words before a value.
fn compares_at(tokens: &Tokens, at: usize) -> Option<(&'static [&'static str], &'static str)> {
    let found = COMPARES.iter().find(|(words, _)| tokens.are(at, words) && tokens.is_value(at + words.len()));
    found.filter(|_| !tokens.is(at + 1, ":")).copied()
}

fn comparisons_in_words(tokens: &mut Tokens) {
    for at in 1..tokens.all.len() {
        if let Some((words, sign)) = compares_at(tokens, at).filter(|_| is_operand_end(tokens, at - 1)) {
            tokens.replace(at, at + words.len(), sign, WORD);
        }
    }
}

fn comparisons_of_sas(tokens: &mut Tokens) {
    const SAS: &[(&str, &str)] = &[("eq", "="), ("ne", "!="), ("lt", "<"), ("le", "<="), ("gt", ">"), ("ge", ">=")];
    for at in 1..tokens.all.len() {
        let found = SAS.iter().find(|(word, _)| tokens.are(at, &[word])).map(|(_, sign)| *sign);
        let Some(sign) = found.filter(|_| is_operand_end(tokens, at - 1)) else { continue };
        // The dot of SAS is what is missing.
        if tokens.is(at + 1, ".") && !tokens.is_number(at + 2) {
            tokens.replace(at, at + 2, if sign == "=" { "is missing" } else { "is known" }, FORM);
        } else if tokens.is_value(at + 1) {
            tokens.replace(at, at + 1, sign, WORD);
        }
    }
    for at in 1..tokens.all.len() {
        let compared = tokens.is(at, "=") || tokens.is(at, "!=");
        if compared && tokens.is(at + 1, ".") && !tokens.is_number(at + 2) {
            let now = if tokens.is(at, "=") { "is missing" } else { "is known" };
            tokens.replace(at, at + 2, now, FORM);
        }
    }
}

fn is_operand_end(tokens: &Tokens, at: usize) -> bool {
    let closes = tokens.all.get(at).is_some_and(|t| t.text.ends_with([')', '"']));
    closes || tokens.is_number(at) || tokens.is_word(at) && !WORDS.contains(&tokens.lower(at).as_str())
}

/// `x not in (…)`.
fn not_in(tokens: &mut Tokens) {
    for at in (1..tokens.all.len()).rev() {
        let words = if tokens.are(at, &["not", "in", "("]) { 2 } else { usize::from(tokens.are(at, &["not in", "("])) };
        let parts = (words > 0).then(|| Some((tokens.name_before(at)?, tokens.closing(at + words)?)));
        if let Some(Some((first, close))) = parts {
            let (what, set) = (tokens.between(first, at), tokens.between(at + words, close + 1));
            tokens.replace(first, close + 1, format!("not ({what} in {set})"), FORM);
        }
    }
}

/// `x between a and b`: both ends belong to it.
fn between(tokens: &mut Tokens) {
    for at in 1..tokens.all.len() {
        if !tokens.are(at, &["between"]) {
            continue;
        }
        if let Some(and) = (at + 1..tokens.all.len()).find(|i| tokens.are(*i, &["and"])) {
            // With the end itself, so that what is offered is whole.
            let end = and + 1 + usize::from(tokens.are(and + 1, &["day"])) + usize::from(tokens.is(and + 1, "-"));
            let last = tokens.between(and + 1, end + 1);
            tokens.replace(and, end + 1, format!("to {last}"), FORM);
            tokens.replace(at, at + 1, "from", FORM);
        }
    }
}

/// `c(a, b)`, `in [a, b]`, `in {a, b}`.
fn vectors(tokens: &mut Tokens) {
    const SET: &str = "lists and sets stand in parentheses";
    let mut at = 0;
    while at < tokens.all.len() {
        if tokens.is(at, "c") && tokens.is(at + 1, "(") && tokens.touch(at) {
            tokens.replace(at, at + 2, "(", SET);
        }
        let set = at > 0 && (tokens.are(at - 1, &["in"]) || tokens.are(at - 1, &["of"]));
        let opens = tokens.is(at, "[") || tokens.is(at, "{") && set;
        if let (true, Some(close)) = (opens, tokens.closing(at)) {
            let days = |at: usize| if tokens.are(at, &["day"]) { 2 } else { 1 };
            let low = days(at + 1);
            let comma = at + 1 + low;
            let high = days(comma + 1);
            let interval = tokens.is(at, "[")
                && set
                && tokens.is_number(comma - 1)
                && tokens.is(comma, ",")
                && tokens.is_number(comma + high)
                && close == comma + high + 1
                && tokens.are(at - 1, &["in"]);
            if interval {
                let ends = (tokens.between(at + 1, comma), tokens.between(comma + 1, close));
                tokens.replace(at - 1, close + 1, format!("from {} to {}", ends.0, ends.1), FORM);
            } else {
                tokens.replace(close, close + 1, ")", SET);
                tokens.replace(at, at + 1, "(", SET);
            }
        }
        at += 1;
    }
}

/// `in 18-80`, `in day 0..28`, `in 18:80`.
fn ranges(tokens: &mut Tokens) {
    for at in 0..tokens.all.len() {
        if !tokens.are(at, &["in"]) {
            continue;
        }
        let low = at + 1 + usize::from(tokens.are(at + 1, &["day"]));
        let dash = low + 1;
        let high = dash + 1 + usize::from(tokens.are(dash + 1, &["day"]));
        let joined = ["-", "..", "…", ":", "to"].iter().any(|sign| tokens.is(dash, sign));
        if tokens.is_number(low) && joined && tokens.is_number(high) {
            let day = if low == at + 2 { "day " } else { "" };
            let (first, last) = (tokens.between(low, low + 1), tokens.between(high, high + 1));
            tokens.replace(at, high + 1, format!("from {day}{first} to {day}{last}"), FORM);
        }
    }
}

/// `from day 30 – day 90`, `from day 30 until day 90`.
fn window_ends(tokens: &mut Tokens) {
    for at in 0..tokens.all.len() {
        if !tokens.are(at, &["from"]) {
            continue;
        }
        let day = usize::from(tokens.are(at + 1, &["day"]));
        let minus = usize::from(tokens.is(at + 1 + day, "-"));
        let between = at + 2 + day + minus;
        let last = between + 1 + usize::from(tokens.are(between + 1, &["day"]));
        let joins = ["-", "until", "till", "through", "thru", "..", "…"];
        let until = joins.contains(&tokens.lower(between).as_str());
        let number = tokens.is_number(between - 1) && (tokens.is_number(last) || tokens.is(last, "-"));
        if until && number {
            tokens.replace(between, between + 1, "to", FORM);
        } else if tokens.are(between, &["up", "to"]) && tokens.is_number(between - 1) {
            tokens.replace(between, between + 2, "to", FORM);
        }
    }
}

/// `a vs b`, `a versus b`, `a compared to b`.
fn against(tokens: &mut Tokens) {
    const FORMS: &[&[&str]] =
        &[&["vs", "."], &["vs"], &["versus"], &["compared", "to"], &["compared", "with"], &["relative", "to"]];
    for at in 1..tokens.all.len() {
        if let Some(words) = FORMS.iter().find(|words| tokens.are(at, words)) {
            tokens.replace(at, at + words.len(), "against", WORD);
        }
    }
}

/// `.05`, `1e-5`.
fn numbers(tokens: &mut Tokens) {
    for at in 0..tokens.all.len() {
        let apart = at == 0 || !tokens.touch(at - 1) || tokens.is(at - 1, "(") || tokens.is(at - 1, "-");
        if tokens.is(at, ".") && apart && tokens.is_number(at + 1) && tokens.touch(at) {
            let digits = tokens.between(at + 1, at + 2);
            tokens.replace(at, at + 2, format!("0.{digits}"), NUMBER);
        }
        let lower = tokens.lower(at);
        let Some((digits, exponent)) = lower.split_once('e').filter(|_| tokens.is_number(at)) else { continue };
        let minus = exponent.is_empty() && tokens.is(at + 1, "-") && tokens.touch(at) && tokens.is_number(at + 2);
        let (text, length) =
            if minus { (format!("{digits}e-{}", tokens.between(at + 2, at + 3)), 3) } else { (lower.clone(), 1) };
        if let Ok(number) = rust_decimal::Decimal::from_scientific(&text) {
            tokens.replace(at, at + length, number.normalize().to_string(), NUMBER);
        }
    }
}

/// At the end of the line, and between options.
fn semicolons(tokens: &mut Tokens) {
    let last = tokens.all.len().saturating_sub(1);
    if tokens.is(last, ";") {
        tokens.replace(last, last + 1, "", "the end of the line ends an entry");
    }
    for at in 0..last {
        if tokens.is(at, ";") {
            let text = if tokens.is(at + 1, "}") || innermost_is_brace(tokens, at) { "," } else { "" };
            tokens.replace(at, at + 1, text, SIGN);
        }
    }
}

/// `RESULT if CONDITION`, `RESULT else`.
fn choices_in_cases(tokens: &mut Tokens) {
    const CASE: &str = "a case is `RESULT when CONDITION`, or `RESULT otherwise`";
    if (0..tokens.all.len()).any(|at| tokens.is(at, ":") || tokens.is(at, "when")) {
        return;
    }
    for at in 1..tokens.all.len() {
        let before = tokens.is_word(at - 1) || tokens.all[at - 1].text.starts_with('"');
        let last = at + 1 == tokens.all.len();
        if before && !last && (tokens.are(at, &["if"]) || tokens.are(at, &["where"])) {
            tokens.replace(at, at + 1, "when", CASE);
            return;
        }
        let rest = ["else", "default", "elsewhere", "other", "others", "rest"];
        if before && last && rest.contains(&tokens.lower(at).as_str()) {
            tokens.replace(at, at + 1, "otherwise", CASE);
            return;
        }
    }
}

/// `exists lesion where …`.
fn exists(tokens: &mut Tokens) {
    for at in 0..tokens.all.len() {
        let word = tokens.are(at, &["exists"]) || tokens.is(at, "∃") || tokens.are(at, &["some"]);
        if word && tokens.is_word(at + 1) {
            tokens.replace(at, at + 1, "any", WORD);
        }
    }
}
