//! The numbers that a paragraph says, and the clauses that it names.
//!
//! What is numbered is no number: sections, tables, versions, years and pages of a citation, codes with digits in them. A
//! number without a unit takes that of the list or range that it stands in: `days 91, 183 and 274`, `10 to 60 g/L`.

use super::quantity::{Lengths, Measure, Quantity};
use super::tokens::{Placed, Token, tokens};
use super::words;
pub(super) use names::{Document, Referred};
use rust_decimal::Decimal;
use std::ops::Range;

/// A number in prose.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Said {
    /// What it may be: digits with a comma can be read in two ways.
    pub may_be: Vec<Quantity>,
    /// Bytes of the paragraph.
    pub place: Range<usize>,
    /// With its unit, which may stand apart from it.
    pub shown: String,
    pub sentence: usize,
    /// It is of a source or of an example, or only counts a unit (`a year`).
    pub aside: bool,
    /// It says how far both ends of a window are from its middle: `45 days before and after`.
    pub around: bool,
}

impl Said {
    pub fn says(&self, quantity: &Quantity) -> bool {
        self.may_be.iter().any(|own| own.says(quantity))
    }

    /// By what it is compared; none of a whole number without a unit.
    pub fn kind(&self) -> Option<(Measure, bool)> {
        self.may_be.first().and_then(Quantity::kind)
    }

    pub fn measure(&self) -> Measure {
        self.may_be.first().map_or(Measure::Bare, |q| q.measure)
    }
}

#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Paragraph {
    pub said: Vec<Said>,
    pub referred: Vec<Referred>,
}

/// Reads a paragraph; total on any text.
pub(super) fn read(text: &str, lengths: Lengths) -> Paragraph {
    let tokens = tokens(text);
    let mut reader = Reader {
        text,
        tokens: &tokens,
        at: 0,
        sentence: 0,
        part: 0,
        numbers: vec![],
        referred: vec![],
        sources: vec![],
        others: vec![],
        sections: vec![],
    };
    reader.read();
    reader.settle_sections();
    let Reader { mut numbers, referred, sources, .. } = reader;
    spread(&mut numbers, &tokens);
    let said = numbers.into_iter().filter_map(|n| {
        let unit = n.unit.as_deref().unwrap_or("");
        let may_be: Vec<Quantity> = match n.dated {
            Some(date) => vec![date],
            None => n.values.iter().filter_map(|v| Quantity::with_unit(*v, unit, lengths)).collect(),
        };
        let place = tokens[n.first].start..tokens[n.last].end;
        let shown = match &n.unit {
            Some(unit) if n.last == n.end && n.led_by.is_none() => words::counted(&text[place.clone()], unit),
            Some(_) | None => text[place.clone()].split_whitespace().collect::<Vec<_>>().join(" "),
        };
        let aside = n.loose || sources.contains(&n.part);
        let around = days::is_around(text, &tokens, &n);
        (!may_be.is_empty()).then_some(Said { may_be, place, shown, sentence: n.sentence, aside, around })
    });
    Paragraph { said: said.collect(), referred }
}

struct Number {
    values: Vec<Decimal>,
    unit: Option<String>,
    dated: Option<Quantity>,
    /// The first token and the last, the unit among them.
    first: usize,
    last: usize,
    /// The last token of the number itself.
    end: usize,
    /// Its unit stands before it, and whether that is in the plural.
    led_by: Option<bool>,
    sentence: usize,
    part: usize,
    loose: bool,
}

struct Reader<'t> {
    text: &'t str,
    tokens: &'t [Placed],
    at: usize,
    sentence: usize,
    /// Of a sentence, up to a semicolon.
    part: usize,
    numbers: Vec<Number>,
    referred: Vec<Referred>,
    /// Parts of sentences that say whose number theirs is.
    sources: Vec<usize>,
    /// Sentences that speak of another document.
    others: Vec<usize>,
    /// Places in `referred` of the sections, each with whether it is one to see.
    sections: Vec<(usize, bool)>,
}

impl Reader<'_> {
    fn read(&mut self) {
        while let Some(placed) = self.tokens.get(self.at) {
            match &placed.token {
                Token::Word(word) if words::is_clause(word) && self.is_digits(self.at + 1) => {
                    self.clauses(word);
                }
                Token::Word(word) if words::is_section(word) => match self.first_of_sections() {
                    Some(first) => self.sections(first, word.ends_with('s')),
                    None => self.numbered(word),
                },
                Token::Sign('§') if let Some(first) = self.first_of_sections() => {
                    self.sections(first, first > self.at + 1);
                }
                Token::Word(word) if words::is_numbered(word) => self.numbered(word),
                Token::Word(word) => self.word(word),
                Token::Digits(values) => self.digits(values),
                Token::Sign(sign) => self.sign(*sign),
            }
        }
    }

    fn word_at(&self, at: usize) -> Option<&str> {
        match &self.tokens.get(at)?.token {
            Token::Word(word) => Some(word),
            Token::Digits(_) | Token::Sign(_) => None,
        }
    }

    fn is_digits(&self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(|t| matches!(t.token, Token::Digits(_)))
    }

    fn is_sign(&self, at: usize, sign: char) -> bool {
        self.tokens.get(at).is_some_and(|t| t.token == Token::Sign(sign))
    }

    /// No white space before the token.
    fn attached(&self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(|t| !t.spaced)
    }

    /// A sentence ends before a capital letter, a part of one at a semicolon.
    fn sign(&mut self, sign: char) {
        let next = self.tokens.get(self.at + 1);
        let shortened = sign == '.'
            && self
                .at
                .checked_sub(1)
                .is_some_and(|at| self.word_at(at).is_some_and(words::is_shortened) && self.ends_phrase(at));
        let ends = matches!(sign, '.' | '?' | '!')
            && !shortened
            && next.is_none_or(|n| n.spaced && (n.capitals > 0 || matches!(n.token, Token::Sign(_))));
        self.sentence += usize::from(ends);
        self.part += usize::from(ends || sign == ';' && next.is_none_or(|n| n.spaced));
        self.at += 1;
    }

    fn word(&mut self, word: &str) {
        self.note_other_document(word);
        if words::is_source(word) || self.ends_phrase(self.at) {
            self.sources.push(self.part);
        }
        if let Some(days) = words::next_day(word, self.word_at(self.at + 1)) {
            self.next_day(days);
        }
        if let Some((value, end)) = self.part_of_unit(word) {
            self.push(vec![value], self.at, end, false);
            return;
        }
        let begins = self.tokens.get(self.at).is_some_and(|t| t.spaced) || !self.preceded_by_letter_sign();
        let before_time = || self.unit_behind(self.at).is_some_and(|(unit, _)| words::is_time(&unit));
        if let Some(n) = words::adverb(word).filter(|_| begins) {
            self.push(vec![n.into()], self.at, self.at, true);
            return;
        }
        match (words::number(word), words::ordinal(word)) {
            (Some(_), _) if begins => self.in_words(),
            (None, Some(n)) if before_time() => self.push(vec![n.into()], self.at, self.at, false),
            (None, None) if words::is_article(word) && before_time() => {
                self.push(vec![Decimal::ONE], self.at, self.at, true);
            }
            _ => self.at += 1,
        }
        self.dated_month(word);
    }

    /// `such as`, `e.g`: the last word of what says that an example follows.
    fn ends_phrase(&self, at: usize) -> bool {
        let Some(before) = at.checked_sub(1) else { return false };
        let before = if self.is_sign(before, '.') { before.checked_sub(1) } else { Some(before) };
        match (before.and_then(|at| self.word_at(at)), self.word_at(at)) {
            (Some(first), Some(second)) => words::is_source_of_two(first, second),
            _ => false,
        }
    }

    /// `half a year`, `a fifth of a standard deviation`: the number, and the last token before its unit.
    fn part_of_unit(&self, word: &str) -> Option<(Decimal, usize)> {
        let article = |at: usize| self.word_at(at).is_some_and(words::is_article).then_some(at);
        if word == "half" {
            let end = article(self.at + 1)?;
            let (unit, _) = self.unit_behind(end)?;
            return words::is_time(&unit).then_some((Decimal::new(5, 1), end));
        }
        let parts = words::ordinal(word).filter(|_| self.word_at(self.at + 1).is_some_and(words::is_of))?;
        let end = article(self.at + 2)?;
        let (unit, _) = self.unit_behind(end)?;
        Some((Decimal::ONE.checked_div(parts.into())?, end)).filter(|_| unit == "SD")
    }

    /// `January 2026`, `January 1, 2026`.
    fn dated_month(&mut self, word: &str) {
        let Some(month) = words::month(word) else { return };
        let plain = |at: usize| match &self.tokens.get(at)?.token {
            Token::Digits(values) => values.first()?.to_string().parse::<u32>().ok(),
            Token::Word(_) | Token::Sign(_) => None,
        };
        let is_year = |y: &u32| (1900..2200).contains(y);
        let first = self.at - 1;
        if let Some(year) = plain(self.at).filter(is_year) {
            self.at += 1;
            self.dated(first, self.at - 1, Quantity::month(year, month));
        } else if let (Some(day), true, Some(year)) =
            (plain(self.at), self.is_sign(self.at + 1, ','), plain(self.at + 2).filter(is_year))
        {
            self.at += 3;
            self.dated(first, self.at - 1, Quantity::date(year, month, day));
        }
    }

    fn dated(&mut self, first: usize, last: usize, date: Quantity) {
        self.numbers.push(Number {
            values: vec![],
            unit: None,
            dated: Some(date),
            first,
            last,
            end: last,
            led_by: None,
            sentence: self.sentence,
            part: self.part,
            loose: false,
        });
    }

    /// A hyphen or slash ties it to what stands before: `yttrium-90`, `n/2`.
    fn preceded_by_letter_sign(&self) -> bool {
        let Some(before) = self.at.checked_sub(1) else { return false };
        let tie = self.is_sign(before, '-')
            || self.is_sign(before, '/')
            || self.is_sign(before, '.')
            || self.is_sign(before, '^');
        let word_before =
            before.checked_sub(1).is_some_and(|at| self.word_at(at).is_some_and(|w| words::number(w).is_none()));
        self.attached(self.at) && tie && self.attached(before) && word_before
    }

    /// `sixty-five`, `one hundred and twenty`, `quatre-vingt-dix`.
    fn in_words(&mut self) {
        let first = self.at;
        let (mut total, mut last, mut end) = (0u32, 0u32, self.at);
        while let Some(n) = self.word_at(self.at).and_then(words::number) {
            total = match (n, last) {
                (100, _) => total.max(1).saturating_mul(100),
                (20, 4) if total % 100 == 4 => total - 4 + 80,
                _ => total.saturating_add(n),
            };
            (last, end) = (n, self.at);
            let Some(next) = self.next_of_words(total, last) else { break };
            self.at = next;
        }
        // `on one day` counts nothing.
        self.push(vec![Decimal::from(total)], first, end, total == 1);
    }

    /// Where the words of a number go on, a total having been read so far and `last` being its last word.
    fn next_of_words(&self, total: u32, last: u32) -> Option<usize> {
        let number = |at: usize| self.word_at(at).and_then(words::number);
        let and = self.word_at(self.at + 1).is_some_and(|w| words::stands_between(w) && !words::is_range(w));
        let (is_hundreds, is_tens) = (total > 0 && total.is_multiple_of(100), total >= 20 && total.is_multiple_of(10));
        let one_more = matches!(number(self.at + 2), Some(1 | 11));
        let next = match () {
            () if self.is_sign(self.at + 1, '-') && self.attached(self.at + 1) => self.at + 2,
            () if and && (is_hundreds || is_tens && one_more) => self.at + 2,
            () if is_hundreds || is_tens || number(self.at + 1) == Some(100) => self.at + 1,
            () => return None,
        };
        // What follows a hundred or a ten is smaller.
        let follows = number(next).is_some_and(|n| n == 100 && total < 100 || n < last || (n, last) == (20, 4));
        follows.then_some(next)
    }

    fn digits(&mut self, values: &[Decimal]) {
        let (first, behind) = (self.at, self.at + 1);
        let citation = self.is_sign(behind, ';') && self.tokens.get(behind + 1).is_some_and(|t| !t.spaced);
        if citation {
            return self.skip_attached();
        }
        if let Some(length) = self.date_here() {
            self.at += length;
            return;
        }
        let version = first.checked_sub(1).is_some_and(|at| {
            let before = &self.tokens[at];
            matches!(before.token, Token::Word(_)) && before.capitals > 1 && values.iter().any(|v| v.scale() > 0)
        });
        let tied = self.preceded_by_letter_sign()
            || self.attached(first)
                && first.checked_sub(1).is_some_and(|at| self.is_sign(at, '.') && self.attached(at));
        if let (true, Some(date)) = (values.is_empty(), self.date_with_points()) {
            self.dated(first, first, date);
            self.at += 1;
            return;
        }
        if version || tied || values.is_empty() {
            return self.skip_attached();
        }
        if let Some(word) = self.word_at(behind).filter(|_| self.attached(behind)).map(str::to_string) {
            if words::is_ordinal_end(&word) {
                return self.ordinal_in_digits(values, first, behind);
            }
            if self.unit_behind(first).is_none() {
                return self.skip_attached();
            }
        }
        self.push(values.to_vec(), first, first, false);
    }

    /// `the 46th day`, `1er janvier 2021`.
    fn ordinal_in_digits(&mut self, values: &[Decimal], first: usize, end: usize) {
        match self.unit_behind(end).is_some_and(|(u, _)| words::is_time(&u)) {
            true => self.push(values.to_vec(), first, end, false),
            false => self.at = end + 1,
        }
    }

    /// Up to the next white space.
    fn skip_attached(&mut self) {
        self.at += 1;
        while self.tokens.get(self.at).is_some_and(|t| !t.spaced) {
            self.at += 1;
        }
    }

    /// `2021-12-31`, `31 December 2021`, `1er janvier 2021`: noted, and the number of its tokens.
    fn date_here(&mut self) -> Option<usize> {
        let whole = |at: usize| match &self.tokens.get(at)?.token {
            Token::Digits(values) => values.first().filter(|v| v.scale() == 0)?.to_string().parse::<u32>().ok(),
            Token::Word(_) | Token::Sign(_) => None,
        };
        let first = whole(self.at)?;
        if self.is_sign(self.at + 1, '-') && self.is_sign(self.at + 3, '-') && self.attached(self.at + 4) {
            let (month, day) = (whole(self.at + 2)?, whole(self.at + 4)?);
            self.dated(self.at, self.at + 4, Quantity::date(first, month, day));
            return Some(5);
        }
        let ordinal =
            usize::from(self.attached(self.at + 1) && self.word_at(self.at + 1).is_some_and(words::is_ordinal_end));
        let month = words::month(self.word_at(self.at + 1 + ordinal)?)?;
        let year = whole(self.at + 2 + ordinal).filter(|y| *y >= 1000)?;
        self.dated(self.at, self.at + 2 + ordinal, Quantity::date(year, month, first));
        Some(3 + ordinal)
    }

    /// The unit behind a number that ends here, and the last token of it.
    fn unit_behind(&self, end: usize) -> Option<(String, usize)> {
        let hyphen = usize::from(self.is_sign(end + 1, '-') && self.attached(end + 1) && self.attached(end + 2));
        let at = end + 1 + hyphen;
        if self.is_sign(at, '%') {
            return Some(("%".to_string(), at));
        }
        let word = self.word_at(at)?;
        let second = at + 1 + usize::from(self.is_sign(at + 1, '-'));
        if let Some(unit) = self.word_at(second).and_then(|w| words::unit_of_two(word, w)) {
            return Some((unit.to_string(), second));
        }
        if let Some(unit) = words::unit(word) {
            return Some((unit.to_string(), at));
        }
        self.symbol(at)
    }

    /// A unit by its symbol, as the language writes it: `mm`, `µmol/L`.
    fn symbol(&self, at: usize) -> Option<(String, usize)> {
        let start = self.tokens.get(at)?.start;
        let mut found = None;
        for (i, token) in self.tokens.iter().enumerate().skip(at) {
            if i > at && token.spaced {
                break;
            }
            let text = self.text.get(start..token.end)?;
            let known = matches!(text, "SD" | "SDs") || crate::plan::unit::Unit::parse(text).is_some();
            let unit = if text == "SDs" { "SD" } else { text };
            found = known.then(|| (unit.to_string(), i)).or(found);
        }
        // A single letter is as often an article or a name.
        found.filter(|(text, i)| {
            text.len() > 1 || self.tokens.get(i + 1).is_none_or(|t| !matches!(t.token, Token::Sign('/' | '-')))
        })
    }

    fn push(&mut self, values: Vec<Decimal>, first: usize, end: usize, loose: bool) {
        let behind = self.unit_behind(end);
        let before = first.checked_sub(1).filter(|_| self.tokens[first].spaced);
        let led = before.and_then(|at| Some((self.word_at(at)?, at)));
        let led = led
            .and_then(|(word, at)| Some((words::unit(word).filter(|u| words::is_time(u))?, at, word.ends_with('s'))));
        let (unit, first, last, led_by) = match (behind, led) {
            (Some((unit, last)), _) => (Some(unit), first, last, None),
            (None, Some((unit, at, plural))) => (Some(unit.to_string()), at, end, Some(plural)),
            (None, None) => (None, first, end, None),
        };
        let (sentence, part) = (self.sentence, self.part);
        self.numbers.push(Number { values, unit, dated: None, first, last, end, led_by, sentence, part, loose });
        self.at = end.max(if led_by.is_none() { last } else { end }) + 1;
    }

    /// What stands between two numbers of a list, where a number follows: its length, and whether it makes a range.
    fn joins(&self, at: usize) -> Option<(usize, bool)> {
        joins(self.tokens, at)
    }
}

fn joins(tokens: &[Placed], at: usize) -> Option<(usize, bool)> {
    let between = |at: usize| match &tokens.get(at)?.token {
        Token::Word(word) if words::stands_between(word) => Some(words::is_range(word)),
        Token::Sign(',') => Some(false),
        Token::Sign('–' | '-') => Some(true),
        Token::Word(_) | Token::Digits(_) | Token::Sign(_) => None,
    };
    let is_number = |at: usize| {
        tokens.get(at).is_some_and(|t| match &t.token {
            Token::Digits(_) => true,
            Token::Word(word) => words::number(word).is_some(),
            Token::Sign(_) => false,
        })
    };
    let first = between(at)?;
    if is_number(at + 1) {
        return Some((1, first));
    }
    (between(at + 1).is_some() && is_number(at + 2)).then_some((2, first))
}

/// Gives the numbers of a list or range the unit that stands behind its last, or before its first.
fn spread(numbers: &mut [Number], tokens: &[Placed]) {
    let joined = |a: &Number, b: &Number| {
        let begin = if b.led_by.is_some() { return None } else { b.first };
        let (length, range) = joins(tokens, a.end + 1)?;
        (a.end + 1 + length == begin && !a.loose && a.dated.is_none() && b.dated.is_none()).then_some(range)
    };
    for i in (1..numbers.len()).rev() {
        let (before, after) = numbers.split_at_mut(i);
        let (a, b) = (&mut before[i - 1], &after[0]);
        if a.unit.is_none() && b.unit.is_some() && b.led_by.is_none() && joined(a, b).is_some() {
            a.unit = b.unit.clone();
        }
    }
    for i in 1..numbers.len() {
        let (before, after) = numbers.split_at_mut(i);
        let (a, b) = (&before[i - 1], &mut after[0]);
        let Some(plural) = a.led_by else { continue };
        if b.unit.is_none() && joined(a, b).is_some_and(|range| plural || range) {
            (b.unit, b.led_by) = (a.unit.clone(), a.led_by);
        }
    }
}

mod days;
mod names;
#[cfg(test)]
mod tests;
