//! Numbers that name: clauses of this plan and of others, sections, tables.

use super::super::tokens::Token;
use super::super::words;
use super::Reader;
use std::ops::Range;

/// What a clause or a section that is named is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) enum Document {
    /// The one that is read.
    This,
    /// A clause or an article: this one, a law, or another document.
    Perhaps,
    /// Sections of a plan are its clauses; those of a criterion may as well be of its paper.
    Plan,
    /// A section of what the sentence, or one before it, speaks of.
    Other,
}

/// A clause named in prose; the ends of a range name those between them as well.
#[derive(Clone, Debug, PartialEq)]
pub(in super::super) struct Referred {
    pub number: String,
    /// The other end, of the second of a range.
    pub from: Option<String>,
    pub of: Document,
    pub place: Range<usize>,
    pub sentence: usize,
}

impl Reader<'_> {
    /// `clauses 8.1 to 8.3`: the numbers behind, which are no numbers of the study. `clause 4, 12 months after` names one.
    pub(super) fn clauses(&mut self, word: &str) {
        let perhaps = words::is_article_of_law(word) || self.is_of_standard();
        let of = if perhaps { Document::Perhaps } else { Document::This };
        let first = self.referred.len();
        self.at += 1;
        self.listed(word.ends_with('s'), of);
        // Of a law, of the protocol.
        if self.word_at(self.at).is_some_and(words::is_of) && !self.is_of_this() {
            self.referred.iter_mut().skip(first).for_each(|r| r.of = Document::Perhaps);
        }
    }

    /// The first number of `sections 3 and 4`, `§ 7.12`, `sec. 15`, the word or sign being here.
    pub(super) fn first_of_sections(&self) -> Option<usize> {
        let shortened = self.word_at(self.at).is_some_and(words::is_shortened_section);
        let passed = |at: usize| self.is_sign(at, '§') || shortened && self.is_sign(at, '.');
        let first = (self.at + 1..).find(|at| !passed(*at))?;
        self.is_digits(first).then_some(first)
    }

    /// `section 4`, `§§ 3 and 4`: clauses, where no other document is spoken of, which is settled at the end. Their sentence is
    /// taken to say the numbers of that document.
    pub(super) fn sections(&mut self, first: usize, several: bool) {
        self.sources.push(self.part);
        let is_open = |at: usize| self.is_sign(at, '(');
        let before = self.at.checked_sub(1).and_then(|at| if is_open(at) { at.checked_sub(1) } else { Some(at) });
        let seen = before.and_then(|at| self.word_at(at)).is_some_and(words::is_see);
        let already = self.referred.len();
        let of_other = self.is_of_standard();
        self.at = first;
        self.listed(several, if of_other { Document::Other } else { Document::Plan });
        let of = match self.word_at(self.at) {
            _ if of_other => return,
            Some(word) if words::is_near_here(word) || self.is_of_this() => Document::This,
            Some(word) if words::is_of(word) => Document::Other,
            Some(_) | None => {
                self.sections.extend((already..self.referred.len()).map(|at| (at, seen)));
                return;
            }
        };
        self.referred.iter_mut().skip(already).for_each(|r| r.of = of);
    }

    /// Sections are of the document that their sentence speaks of, or one before it, unless one is told to see them.
    pub(super) fn settle_sections(&mut self) {
        for (at, seen) in std::mem::take(&mut self.sections) {
            let own = self.referred[at].sentence;
            let speaks = |sentence: &usize| *sentence == own || !seen && *sentence < own;
            if self.others.iter().any(speaks) {
                self.referred[at].of = Document::Other;
            } else if seen {
                self.referred[at].of = Document::This;
            }
        }
    }

    /// `the protocol`, `RECIST 1.1`, `ICH E9`, `Smith et al.`
    pub(super) fn note_other_document(&mut self, word: &str) {
        let is_name = self.tokens[self.at].capitals > 1 && !words::is_plan(word);
        let is_numbered = self.is_digits(self.at + 1)
            || self.word_at(self.at + 1).is_some_and(|w| w.ends_with(|c: char| c.is_ascii_digit()));
        if words::is_other_document(word) || is_name && is_numbered || self.ends_authors(word) {
            self.others.push(self.sentence);
        }
    }

    fn ends_authors(&self, word: &str) -> bool {
        let before = self.at.checked_sub(1).and_then(|at| self.word_at(at));
        before.is_some_and(|before| words::is_and_others(before, word))
    }

    /// `of this plan`, `du plan d'analyse`, the preposition being here.
    fn is_of_this(&self) -> bool {
        let behind = (self.at + 1..).find(|at| !self.word_at(*at).is_some_and(words::is_this));
        self.word_at(self.at).is_some_and(words::is_of)
            && behind.and_then(|at| self.word_at(at)).is_some_and(words::is_plan)
    }

    /// The numbers from here on, of a list or a range.
    fn listed(&mut self, several: bool, of: Document) {
        let mut before: Option<String> = None;
        let mut range = false;
        while let Some(placed) = self.tokens.get(self.at) {
            let Token::Digits(_) = placed.token else { break };
            let number = self.text[placed.start..placed.end].to_string();
            let from = before.take().filter(|_| range);
            let (place, sentence) = (placed.start..placed.end, self.sentence);
            self.referred.push(Referred { number: number.clone(), from, of, place, sentence });
            before = Some(number);
            self.at += 1;
            let joined = self.joins(self.at).filter(|(length, _)| !self.has_unit(self.at + length, several));
            let Some((length, is_range)) = joined else { break };
            (self.at, range) = (self.at + length, is_range);
        }
    }

    /// A number has a unit behind it, or, where a single clause is named, the list that it begins has one.
    fn has_unit(&self, at: usize, alone: bool) -> bool {
        let is_unit = |at: usize| {
            let article = self.word_at(at + 1).is_some_and(words::is_article);
            !article && self.unit_behind(at).is_some()
        };
        if is_unit(at) {
            return true;
        }
        let mut at = at;
        while !alone && let Some((length, _)) = self.joins(at + 1) {
            at += 1 + length;
            if is_unit(at) {
                return true;
            }
        }
        false
    }

    /// `ISO 14155, clause 7` is a clause of that: letters and a number stand before it.
    fn is_of_standard(&self) -> bool {
        let Some(before) = self.at.checked_sub(1) else { return false };
        let end = if self.is_sign(before, ',') { before } else { self.at };
        let of_number =
            |at: &usize| self.is_digits(*at) || [':', '-', '/', '.'].iter().any(|sign| self.is_sign(*at, *sign));
        let passed = (0..end).rev().take_while(of_number).count();
        let name = end.checked_sub(passed + 1).and_then(|at| self.tokens.get(at));
        passed > 0 && name.is_some_and(|n| n.capitals > 1)
    }

    /// `Table 2`, `versions 1 and 2`: names, passed over.
    pub(super) fn numbered(&mut self, word: &str) {
        if words::is_source(word) {
            self.sources.push(self.part);
        }
        self.at += 1;
        while let Some(Token::Digits(_)) = self.tokens.get(self.at).map(|t| &t.token) {
            self.at += 1;
            let Some((length, _)) = self.joins(self.at) else { break };
            self.at += length;
        }
    }
}
