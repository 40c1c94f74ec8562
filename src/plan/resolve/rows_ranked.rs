//! Sets of a criterion that are ranked and have a limited number of places: the largest five, of each organ two at most.

use super::criterion::Building;
use super::entries::Entries;
use super::expression::{is_numeric, type_words};
use super::*;
use crate::diagnostic::said;

const EXAMPLE: &str = "write `{ largest: size, at most: 5, of each: organ { at most: 2 }, ties: number }`";

impl<'a> Resolver<'a> {
    /// Inner none: a set that is not ranked.
    pub(crate) fn ranked_rows(
        &mut self,
        options: &Entries<'a>,
        table: TableId,
        condition: &CriterionExpr,
        building: &Building,
        span: Span,
    ) -> Option<Option<Ranked>> {
        let (by, largest_first) = match (options.value("largest"), options.value("smallest")) {
            (Some(_), Some(smallest)) => {
                let title = "Rows are ranked from the largest or from the smallest on";
                return self.error(codes::REPEATED, title, smallest.span, "another order");
            }
            (Some(largest), None) => (largest, true),
            (None, Some(smallest)) => (smallest, false),
            (None, None) => return self.not_ranked(options),
        };
        let keys = self.rank_keys(by, largest_first, table, condition, building)?;
        let at_most = match options.value("at most") {
            Some(most) => Some(self.most(most, building)?),
            None => None,
        };
        let of_each = match options.value("of each") {
            Some(each) => Some(self.of_each(each, table, condition, building)?),
            None => None,
        };
        if at_most.is_none() && of_each.is_none() {
            let title = "Rows are ranked, and all of them are taken";
            return self.missing_key(by.span, title, "ranked for nothing", EXAMPLE);
        }
        let (ties, further) = self.ties(options, table, condition, building)?;
        let by: Vec<RankKey> = keys.into_iter().chain(further).collect();
        if ties == Ties::Settled && !self.is_unique(&by, table, building) {
            return self.unsettled(options.value("ties").map_or(span, |ties| ties.span), table, building);
        }
        Some(Some(Ranked { by, at_most, of_each, ties }))
    }

    /// Without an order there is none of its options.
    fn not_ranked(&mut self, options: &Entries<'a>) -> Option<Option<Ranked>> {
        let stray = ["at most", "of each", "ties"].into_iter().find_map(|key| options.get(key));
        match stray {
            None => Some(None),
            Some(entry) => {
                let title = "Which rows are the first?";
                self.missing_key(entry.span, title, "nothing says how they are ranked", EXAMPLE)
            }
        }
    }

    /// `largest: size`, `smallest: (size, width)`.
    fn rank_keys(
        &mut self,
        value: &'a tree::Value,
        largest_first: bool,
        table: TableId,
        condition: &CriterionExpr,
        building: &Building,
    ) -> Option<Vec<RankKey>> {
        let mut keys = vec![];
        for element in self.list(value) {
            let what = self.known_in_set(&element.expression, table, condition, building)?;
            if !is_numeric(&what.ty) && what.ty != Type::Date {
                let title = said!("Rows are ranked by numbers or dates, this is {kind}", kind = type_words(&what.ty));
                return self.error(codes::WRONG_TYPE, title, element.span, "neither a number nor a date");
            }
            keys.push(RankKey { what, largest_first });
        }
        Some(keys)
    }

    /// What is known in every row of the set.
    fn known_in_set(
        &mut self,
        e: &'a tree::Expression,
        table: TableId,
        condition: &CriterionExpr,
        building: &Building,
    ) -> Option<RowExpr> {
        let place = Place::Row(table);
        let what = self.expression(e, Scope::of(place, building), None)?;
        let mut facts = nullable::Facts::default();
        facts.assume(condition);
        if self.nullability(Some(building)).can_be_unknown(&what, place, &facts) {
            let hint = "add to the condition of the set that it `is known`";
            let title = "Rows are ranked by what can be unknown in one of them";
            return self.error_hint(codes::UNKNOWN_CONDITION, title, e.span, "which place has a row without it?", hint);
        }
        self.in_row(&what)
    }

    /// A number of places, or the name of an option that is one.
    fn most(&mut self, value: &'a tree::Value, building: &Building) -> Option<usize> {
        let element = self.single(value)?;
        let option = Self::name_of(&element.expression).and_then(|name| Some((name, building.option(name)?)));
        let most = match option {
            Some((name, (Literal::Integer(most), _))) => {
                self.note_meaning(element.expression.span, name, None, Some(building));
                most
            }
            _ => self.whole(&element.expression)?,
        };
        match usize::try_from(most) {
            Ok(most @ 1..) => Some(most),
            _ => self.error(codes::WRONG_VALUE, "A set has one place at least", element.span, "no place"),
        }
    }

    /// `organ { at most: 2 }`.
    fn of_each(
        &mut self,
        value: &'a tree::Value,
        table: TableId,
        condition: &CriterionExpr,
        building: &Building,
    ) -> Option<OfEach> {
        let element = self.single(value)?;
        let options = self.entries(&element.options, &["at most"], "`of each`", element.span);
        let most = self.required(&options, "at most").and_then(|most| self.most(most, building));
        let what = self.known_in_set(&element.expression, table, condition, building)?;
        Some(OfEach { what, at_most: most? })
    }

    /// `ties: number`, or a word: what is said of rows that are ranked alike.
    fn ties(
        &mut self,
        options: &Entries<'a>,
        table: TableId,
        condition: &CriterionExpr,
        building: &Building,
    ) -> Option<(Ties, Vec<RankKey>)> {
        let Some(value) = options.value("ties") else { return Some((Ties::Settled, vec![])) };
        let elements = self.list(value);
        let word = match elements.as_slice() {
            [one] => Self::name_of(&one.expression),
            _ => None,
        };
        match word {
            Some("all_in") => self.noted_ties(elements[0].expression.span, Ties::AllIn),
            Some("all_out") => self.noted_ties(elements[0].expression.span, Ties::AllOut),
            _ => {
                let mut further = vec![];
                for element in elements {
                    let what = self.known_in_set(&element.expression, table, condition, building)?;
                    further.push(RankKey { what, largest_first: false });
                }
                Some((Ties::Settled, further))
            }
        }
    }

    fn noted_ties(&mut self, span: Span, ties: Ties) -> Option<(Ties, Vec<RankKey>)> {
        self.noted.words.insert(span);
        Some((ties, vec![]))
    }

    /// No two rows of one reader at an examination are alike in all of these: the key of the table is among them.
    fn is_unique(&self, by: &[RankKey], table: TableId, building: &Building) -> bool {
        self.told_apart_by(table, building).into_iter().all(|column| {
            let is_column = |key: &RankKey| key.what.kind == ExprKind::Column(column);
            by.iter().any(is_column)
        })
    }

    /// The columns that tell the rows of one reader at an examination apart.
    fn told_apart_by(&self, table: TableId, building: &Building) -> Vec<usize> {
        let declared = &self.plan.tables[table.0];
        let exam = declared.parent.map(|(column, _)| column);
        let reader = building.things.and_then(|things| things.reader);
        declared.key.iter().copied().filter(|c| Some(*c) != exam && Some(*c) != reader).collect()
    }

    fn unsettled<T>(&mut self, span: Span, table: TableId, building: &Building) -> Option<T> {
        let names: Vec<String> = self
            .told_apart_by(table, building)
            .into_iter()
            .map(|column| self.plan.tables[table.0].columns[column].name.clone())
            .collect();
        let names = names.join(", ");
        let diagnostic = Diagnostic::new(codes::UNSETTLED_TIE, "Two rows can be ranked alike, with a place for one of them")
            .at(span, "which of them is in the set?")
            .because("the answer would rest on the order in which rows were written down")
            .hint(format!(
                "say how ties go: by something else that was measured and in the end by `{names}`, which is arbitrary but fixed (`ties: {names}`), or `ties: all_in`, `ties: all_out`"
            ));
        self.report(diagnostic);
        None
    }
}
