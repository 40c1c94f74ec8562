//! Columns in which a row names another by what tells the two apart: of which lesion it is a part, into which one it has merged.

use super::criterion::Building;
use super::expression::type_words;
use super::*;
use crate::diagnostic::said;
use crate::syntax::tree::{Element, Kind, Operator};

impl<'a> Resolver<'a> {
    /// `names: COLUMN`: one of the columns by which a thing of the table is told from others.
    pub(crate) fn names_rule(&mut self, table: TableId, index: usize, element: &'a Element) -> Option<ColumnRule> {
        let (word, span) = self.word_of(&element.expression)?;
        let columns = &self.plan.tables[table.0].columns;
        let names: Vec<String> = columns.iter().map(|c| c.name.clone()).collect();
        let (own, missing_allowed) = (columns[index].ty.clone(), columns[index].missing_allowed);
        let column = self.position(Named::Column, word, span, &names)?;
        let found = &self.plan.tables[table.0];
        if !found.thing.as_ref().is_some_and(|thing| thing.by.contains(&column)) {
            let title = said!("`{word}` does not tell the rows of `{table}` apart", word, table = found.header.name);
            let hint = "name a column of `same thing: …`, by which a row is found again";
            return self.error_hint(codes::WRONG_VALUE, title, span, "which row is named?", hint);
        }
        let other = &found.columns[column].ty;
        if *other != own {
            let title = said!("A name is {kind}, this is {other}", kind = type_words(&own), other = type_words(other));
            return self.error(codes::WRONG_TYPE, title, span, "of another kind");
        }
        if column == index || !missing_allowed {
            let title = "Not every row names another";
            let hint = "let it be a column of its own that can be missing";
            return self.error_hint(codes::WRONG_VALUE, title, span, "named in every row", hint);
        }
        Some(ColumnRule::Names(column))
    }

    /// The column whose value a column of the table holds of another row.
    pub(crate) fn named_by(&self, table: TableId, column: &str) -> Option<Reference> {
        let index = self.column_named(table, column)?;
        self.plan.tables[table.0].columns[index].rules.iter().find_map(|rule| match rule {
            ColumnRule::Names(names) => Some(Reference { column: index, names: *names }),
            ColumnRule::Range { .. }
            | ColumnRule::Above(_)
            | ColumnRule::Below(_)
            | ColumnRule::AtMostColumn(_)
            | ColumnRule::AtLeastColumn(_)
            | ColumnRule::RequiredWhen(_) => None,
        })
    }

    /// `number of TABLE`, of what a criterion needs.
    pub(crate) fn names_another(e: &'a tree::Expression) -> bool {
        matches!(&e.kind, Kind::Binary { operator: Operator::Of, left, .. } if Self::name_of(left) == Some("number"))
    }

    /// What a row names is another row of its own table.
    pub(crate) fn check_named_table(&mut self, need: &'a tree::Entry, own: &str) {
        let Some(element) = need.value.as_ref().and_then(|v| v.elements.first()) else { return };
        let Kind::Binary { right, .. } = &element.expression.kind else { return };
        if let (true, Some((table, span))) = (Self::names_another(&element.expression), Self::name_at(right))
            && table != own
        {
            let title = said!("A row of `{own}` names another of `{own}`, and none of `{table}`", own, table);
            let hint = format!("write `number of {own}`");
            self.error_hint::<()>(codes::WRONG_VALUE, title, span, "of another table", hint);
        }
    }

    /// The word is a column that names another row, or one that is not recorded.
    pub(crate) fn is_reference(&self, word: &str, building: &Building) -> bool {
        let not_recorded = building.option(word).is_some_and(|(literal, _)| literal == Literal::NotRecorded);
        not_recorded || building.thing_table().is_some_and(|table| self.named_by(table, word).is_some())
    }

    /// The column that names another row; inner none: it is not recorded, and no row names another.
    #[allow(clippy::option_option, reason = "none where it is mistaken, none within where it is not recorded")]
    pub(crate) fn reference(&mut self, word: &str, span: Span, building: &Building) -> Option<Option<Reference>> {
        if self.is_reference(word, building) {
            self.note_meaning(span, word, building.thing_table(), Some(building));
            return Some(building.thing_table().and_then(|table| self.named_by(table, word)));
        }
        let title = said!("`{word}` names no other row", word);
        let hint = "a column does that is needed as `number of TABLE`";
        self.error_hint(codes::WRONG_VALUE, title, span, "to which does a row belong?", hint)
    }
}
