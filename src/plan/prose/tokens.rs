//! Prose cut into words, numbers in digits and signs, with their places.

use rust_decimal::Decimal;

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Token {
    /// Letters, with the digits and underscores among them, in small letters: `m3`, `left_out`.
    Word(String),
    /// In digits, with what it may be: `1,000` is a thousand or one. Empty where it is no number but a reference (`4.6.2`).
    Digits(Vec<Decimal>),
    Sign(char),
}

#[derive(Clone, Debug, PartialEq)]
pub(super) struct Placed {
    pub token: Token,
    pub start: usize,
    pub end: usize,
    /// White space stands before it, or nothing.
    pub spaced: bool,
    /// Of a word: it has two capital letters, or begins with one.
    pub capitals: usize,
}

/// Cuts a text; total on any.
pub(super) fn tokens(text: &str) -> Vec<Placed> {
    let mut found: Vec<Placed> = vec![];
    let mut at = 0;
    let mut spaced = true;
    while let Some(c) = text[at..].chars().next() {
        if c.is_whitespace() {
            (at, spaced) = (at + c.len_utf8(), true);
            continue;
        }
        let end = at + length(&text[at..], c);
        let part = &text[at..end];
        let token = match c {
            c if c.is_ascii_digit() => Token::Digits(values(part)),
            c if is_letter(c) => Token::Word(part.to_lowercase()),
            c => Token::Sign(c),
        };
        let capitals = part.chars().filter(|c| c.is_uppercase()).count();
        found.push(Placed { token, start: at, end, spaced, capitals });
        (at, spaced) = (end, false);
    }
    found
}

fn is_letter(c: char) -> bool {
    c.is_alphabetic() || c == '_'
}

fn length(text: &str, first: char) -> usize {
    if first.is_ascii_digit() {
        return digits(text);
    }
    if !is_letter(first) {
        return first.len_utf8();
    }
    text.find(|c: char| !is_letter(c) && !c.is_ascii_digit()).unwrap_or(text.len())
}

/// The length of a number in digits: a point or a comma stands between two digits, a space before three that end a number.
fn digits(text: &str) -> usize {
    let mut end = run(text);
    while let Some(sign) = text[end..].chars().next() {
        let behind = end + sign.len_utf8();
        let next = run(text.get(behind..).unwrap_or(""));
        let groups = matches!(sign, '\u{a0}' | '\u{202f}' | '\u{2009}' | ' ')
            && next == 3
            && run(&text[..end]) == end
            && end <= 3;
        if next == 0 || !(matches!(sign, '.' | ',') || groups) {
            break;
        }
        end = behind + next;
    }
    end
}

fn run(text: &str) -> usize {
    text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len())
}

/// What a number in digits may be.
fn values(text: &str) -> Vec<Decimal> {
    let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let signs: Vec<usize> = text.match_indices(['.', ',']).map(|(at, _)| at).collect();
    let parse = |text: String| text.parse::<Decimal>().ok();
    match signs.as_slice() {
        [] => parse(text).into_iter().collect(),
        [at] => {
            let decimal = parse(text.replace(',', "."));
            let grouped = text[*at..].starts_with(',') && text.len() - at == 4 && !text.starts_with('0') && *at <= 3;
            let whole = grouped.then(|| parse(text.replace(',', ""))).flatten();
            decimal.into_iter().chain(whole).collect()
        }
        _ if !text.contains('.') && text.split(',').skip(1).all(|group| group.len() == 3) => {
            parse(text.replace(',', "")).into_iter().collect()
        }
        _ => vec![],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_in_both_notations() {
        let read = |text: &str| -> Vec<String> {
            let all = tokens(text).into_iter().filter_map(|t| match t.token {
                Token::Digits(values) => Some(values.iter().map(Decimal::to_string).collect::<Vec<_>>().join("|")),
                _ => None,
            });
            all.collect()
        };
        assert_eq!(read("0.05 or 0,05; 10 000, 1,000 and 46."), ["0.05", "0.05", "10000", "1.000|1000", "46"]);
        assert_eq!(read("section 4.6.2, M3, v5.0, 1,2"), ["", "0", "1.2"]);
        assert_eq!(read("from day 46 to day 136"), ["46", "136"]);
    }
}
