//! `of each: CATEGORY of SETS`: what a criterion answers of each of the things it reads.

use super::criterion::Building;
use super::expression::type_words;
use super::*;
use crate::diagnostic::said;
use crate::syntax::tree::{Expression, Kind, Operator};

impl<'a> Resolver<'a> {
    /// A category of things, and the sets whose things have it; inner none: nothing is answered of each.
    pub(crate) fn of_each_thing(&mut self, stated: Stated<'a>, building: &Building) -> Option<Option<OfEachThing>> {
        let entries = self.criterion_entries(stated);
        let Some(value) = entries.value("of each") else { return Some(None) };
        let element = self.single(value)?;
        let Some((category, sets)) = Self::binary(&element.expression, Operator::Of) else {
            let (title, hint) = ("A category of the things of a set is expected", "write `of each: CATEGORY of SET`");
            return self.error_hint(codes::WRONG_VALUE, title, element.span, "not a category of a set", hint);
        };
        let sets = self.sets_of_each(sets, building)?;
        let (word, span) = self.word_of(category)?;
        let found = building.thing_define(word, sets.first().copied());
        let Some((category, ty)) = found else {
            let known: Vec<&str> = building.defines.iter().map(|d| d.define.header.name.as_str()).collect();
            return self.unknown("category of these things", word, span, known);
        };
        self.note_found(span, Named::Define.into(), word);
        if sets.iter().any(|set| building.thing_define(word, Some(*set)).map(|(id, _)| id) != Some(category)) {
            let title = said!("`{word}` is not a category of all these sets", word);
            return self.error(codes::WRONG_VALUE, title, span, "another quantity, or none, for one of them");
        }
        let Type::Code(codes) = ty else {
            let title = said!("A category is expected, this is {kind}", kind = type_words(&ty));
            return self.error(codes::WRONG_TYPE, title, span, "not one of several codes");
        };
        Some(Some(OfEachThing { category, codes, sets }))
    }

    fn sets_of_each(&mut self, sets: &'a Expression, building: &Building) -> Option<Vec<RowsId>> {
        let named: Vec<&Expression> = match &sets.kind {
            Kind::Group(elements) => elements.iter().map(|e| &e.expression).collect(),
            _ => vec![sets],
        };
        let known: Vec<String> = building.rows.iter().map(|r| r.header.name.clone()).collect();
        let mut found = vec![];
        for set in named {
            let (word, span) = self.word_of(set)?;
            found.push(RowsId(self.position(Named::Rows, word, span, &known)?));
        }
        Some(found)
    }
}
