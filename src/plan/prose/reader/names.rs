//! Numbers that name: clauses of this plan and of others, sections, tables.

use super::super::tokens::Token;
use super::super::words;
use super::{Reader, Referred};

impl Reader<'_> {
    /// `clauses 8.1 to 8.3`: the numbers behind, which are no numbers of the study. `clause 4, 12 months after` names one.
    pub(super) fn clauses(&mut self, word: &str) {
        let maybe = words::is_article_of_law(word) || self.is_of_standard();
        let several = word.ends_with('s');
        let first = self.referred.len();
        self.at += 1;
        let mut before: Option<String> = None;
        let mut range = false;
        while let Some(placed) = self.tokens.get(self.at) {
            let Token::Digits(_) = placed.token else { break };
            let number = self.text[placed.start..placed.end].to_string();
            let from = before.take().filter(|_| range);
            let (place, sentence) = (placed.start..placed.end, self.sentence);
            self.referred.push(Referred { number: number.clone(), from, maybe, place, sentence });
            before = Some(number);
            self.at += 1;
            let joined = self.joins(self.at).filter(|(length, _)| !self.has_unit(self.at + length, several));
            let Some((length, is_range)) = joined else {
                // Of a law, of the protocol.
                let of_another = self.word_at(self.at).is_some_and(words::is_of);
                self.referred.iter_mut().skip(first).for_each(|r| r.maybe |= of_another);
                break;
            };
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

    /// `sections 3.1.1 and 4.3.1`, `Table 2`: names, passed over.
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
