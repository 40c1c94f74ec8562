//! A line taken apart into words, numbers and signs, so that some of them can be said otherwise.

/// A word, a number, a text or a sign, with what stands in its place.
#[derive(Clone, Debug)]
pub(super) struct Token {
    pub text: String,
    pub start: usize,
    pub end: usize,
    /// Why it was rewritten; none: it stands as it was written.
    pub label: Option<&'static str>,
}

pub(super) struct Tokens<'t> {
    line: &'t str,
    pub all: Vec<Token>,
}

/// Signs of several characters, the longer before those they begin with.
const LONG: &[&str] = &[
    "%in%", "%>%", "|>", "===", "=/=", "==", "&&", "||", "<>", "^=", "~=", "¬=", "!=", "=<", "<=", "=>", ">=", ":=",
    "<-", "..", "/*", "*/",
];

/// What opens a text elsewhere, and what closes it.
const QUOTES: &[(char, &[char])] = &[
    ('“', &['”', '“', '"']),
    ('„', &['“', '”', '"']),
    ('«', &['»']),
    ('\'', &['\'']),
    ('‘', &['’']),
    ('’', &['’']),
    ('`', &['`']),
];

pub(super) const QUOTED: &str = "texts stand in straight quotation marks";

impl<'t> Tokens<'t> {
    pub fn new(line: &'t str) -> Tokens<'t> {
        let mut all = vec![];
        let mut at = 0;
        while let Some(c) = line.get(at..).and_then(|rest| rest.chars().next()) {
            let length = match c {
                c if c.is_whitespace() => {
                    at += c.len_utf8();
                    continue;
                }
                '"' => line[at + 1..].find('"').map_or(line.len() - at, |close| close + 2),
                c if c.is_ascii_digit() => number_length(&line[at..]),
                c if is_word(c) => line[at..].find(|c: char| !is_word(c)).unwrap_or(line.len() - at),
                c => match quoted(&line[at..]) {
                    Some((length, text)) => {
                        all.push(Token { text, start: at, end: at + length, label: Some(QUOTED) });
                        at += length;
                        continue;
                    }
                    None => LONG.iter().find(|sign| line[at..].starts_with(**sign)).map_or(c.len_utf8(), |s| s.len()),
                },
            };
            all.push(Token { text: line[at..at + length].to_string(), start: at, end: at + length, label: None });
            at += length;
        }
        Tokens { line, all }
    }

    /// The token there, in small letters; nothing behind the line.
    pub fn lower(&self, at: usize) -> String {
        self.all.get(at).map_or(String::new(), |t| t.text.to_lowercase())
    }

    pub fn is(&self, at: usize, text: &str) -> bool {
        self.all.get(at).is_some_and(|t| t.text == text)
    }

    /// These words one after the other, in whatever letters.
    pub fn are(&self, at: usize, words: &[&str]) -> bool {
        words.iter().enumerate().all(|(i, word)| self.lower(at + i) == **word)
    }

    pub fn is_number(&self, at: usize) -> bool {
        self.all.get(at).is_some_and(|t| t.text.starts_with(|c: char| c.is_ascii_digit()))
    }

    pub fn is_word(&self, at: usize) -> bool {
        self.all.get(at).is_some_and(|t| t.text.starts_with(|c: char| is_word(c) && !c.is_ascii_digit()))
    }

    /// Whether a value may begin here.
    pub fn is_value(&self, at: usize) -> bool {
        self.is_number(at) || self.is_word(at) || self.all.get(at).is_some_and(|t| t.text.starts_with(['"', '(']))
    }

    /// Nothing stands between these two.
    pub fn touch(&self, at: usize) -> bool {
        match (self.all.get(at), self.all.get(at + 1)) {
            (Some(a), Some(b)) => a.end == b.start,
            _ => false,
        }
    }

    /// What closes the bracket there.
    pub fn closing(&self, open: usize) -> Option<usize> {
        let (opens, closes) = (["(", "[", "{"], [")", "]", "}"]);
        let mut depth = 0usize;
        for (at, token) in self.all.iter().enumerate().skip(open) {
            if opens.contains(&token.text.as_str()) {
                depth += 1;
            } else if closes.contains(&token.text.as_str()) {
                depth = depth.checked_sub(1)?;
                if depth == 0 {
                    return Some(at);
                }
            }
        }
        None
    }

    /// The first token of the name, with its dots, that ends before `at`.
    pub fn name_before(&self, at: usize) -> Option<usize> {
        let mut first = at.checked_sub(1).filter(|first| self.is_word(*first))?;
        while first >= 2 && self.is(first - 1, ".") && self.is_word(first - 2) {
            first -= 2;
        }
        Some(first)
    }

    /// These tokens as they stand, with the gaps between them.
    pub fn between(&self, from: usize, to: usize) -> String {
        let mut text = String::new();
        let tokens = self.all.get(from..to).unwrap_or_default();
        for (i, token) in tokens.iter().enumerate() {
            let before = i.checked_sub(1).map(|before| &tokens[before]);
            if let Some(before) = before.filter(|before| !(before.text.is_empty() || token.text.is_empty())) {
                text.push_str(self.line.get(before.end..token.start).unwrap_or_default());
            }
            text.push_str(&token.text);
        }
        text
    }

    pub fn whole(&self) -> String {
        self.between(0, self.all.len())
    }

    /// Puts one text in the place of some tokens.
    pub fn replace(&mut self, from: usize, to: usize, text: impl Into<String>, label: &'static str) {
        let (Some(first), Some(last)) = (self.all.get(from), to.checked_sub(1).and_then(|last| self.all.get(last)))
        else {
            return;
        };
        let token = Token { text: text.into(), start: first.start, end: last.end, label: Some(label) };
        self.all.splice(from..to, [token]);
    }

    /// Where the value begins that a token is part of: behind the colon of the line.
    pub fn value_around(&self, at: usize) -> usize {
        let colon = self.all[..at].iter().position(|t| t.text.ends_with(':'));
        colon.map_or(0, |colon| colon + 1).min(at)
    }

    /// From the first to the last that was rewritten.
    pub fn changed(&self) -> Option<(usize, usize)> {
        let first = self.all.iter().position(|t| t.label.is_some())?;
        let last = self.all.iter().rposition(|t| t.label.is_some())?;
        Some((first, last + 1))
    }
}

pub(super) fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// Digits with the points and the letters that they go on with: `0.05`, `01.02.2015`, `1e3`, `01JAN2015`.
fn number_length(text: &str) -> usize {
    let mut length = 0;
    let mut characters = text.chars().peekable();
    while let Some(c) = characters.next() {
        let point = c == '.' && characters.peek().is_some_and(char::is_ascii_digit);
        if !(is_word(c) || point) {
            break;
        }
        length += c.len_utf8();
    }
    length
}

/// A text in the quotation marks of another language: how long it is, and as a plan writes it.
fn quoted(text: &str) -> Option<(usize, String)> {
    let open = text.chars().next()?;
    let (_, closes) = QUOTES.iter().find(|(o, _)| *o == open)?;
    let rest = &text[open.len_utf8()..];
    let end = rest.find(|c: char| closes.contains(&c))?;
    let close = rest[end..].chars().next()?;
    let inside = &rest[..end];
    (!inside.contains('"')).then(|| (open.len_utf8() + end + close.len_utf8(), format!("\"{inside}\"")))
}
