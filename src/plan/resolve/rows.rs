//! `rows`: the sets of the rows that a criterion reads.

use super::criterion::Building;
use super::*;
use crate::diagnostic::said;

/// What a `rows` statement takes rows from, and which of them.
struct Source {
    table: TableId,
    of: Option<RowsId>,
    condition: CriterionExpr,
}

const OPTIONS: &[&str] = &["chosen at", "without", "largest", "smallest", "at most", "of each", "ties", "belongs to"];

impl<'a> Resolver<'a> {
    pub(crate) fn criterion_rows(&mut self, stated: Stated<'a>, building: &mut Building) -> Option<()> {
        let header = self.header(stated)?;
        let Some(value) = &stated.statement.value else {
            let title = said!("`{name}` selects no rows", name = header.name);
            return self.missing_key(header.span, title, "nothing after its name", "write `: lesion where …`");
        };
        let element = self.single(value)?;
        let options = self.entries(&element.options, OPTIONS, "`rows`", element.span);
        let chosen = match options.value("chosen at") {
            Some(at) => Some(self.choice(at, &["baseline", "appearance"])?),
            None => None,
        };
        let chosen = match chosen {
            Some("baseline") => Chosen::Baseline,
            Some(_) => Chosen::Appearance,
            None => Chosen::Reading,
        };
        let without = match options.value("without") {
            Some(without) => Some(self.left_out(without, building)?),
            None => None,
        };
        if chosen != Chosen::Reading || without.is_some() {
            self.is_found_again(building, Place::Thing(None), element.span)?;
        }
        let Source { table, of, condition } = self.rows_source(&element.expression, building)?;
        let ranked = self.ranked_rows(&options, table, &condition, building, element.span)?;
        let condition = self.in_row(&condition)?;
        let belongs = match options.value("belongs to") {
            Some(value) => {
                let (word, span) = self.word(value)?;
                Belongs::ToThing(self.reference(word, span, building)?)
            }
            None => Belongs::ToReading,
        };
        building.rows.push(Rows { header, condition, chosen, of, without, ranked, belongs });
        Some(())
    }

    /// `without: SET`.
    fn left_out(&mut self, value: &'a tree::Value, building: &Building) -> Option<RowsId> {
        let (word, span) = self.word(value)?;
        let known: Vec<String> = building.rows.iter().map(|r| r.header.name.clone()).collect();
        self.position(Named::Rows, word, span, &known).map(RowsId)
    }

    /// `lesion where CONDITION` of the table, under the criterion's own name of it, or `SET`, `SET where CONDITION` of a set
    /// written above.
    fn rows_source(&mut self, e: &'a tree::Expression, building: &Building) -> Option<Source> {
        let (rows, condition) = match &e.kind {
            tree::Kind::Selector(selector) if selector.kind.node == tree::SelectorKind::Every => {
                (&selector.rows, selector.condition.as_ref())
            }
            _ => (e, None),
        };
        let of = Self::name_of(rows).and_then(|name| building.rows_named(name));
        let table = match of {
            Some(of) => {
                self.note_found(rows.span, Named::Rows.into(), &building.rows[of.0].header.name);
                self.taken_from(of, rows.span, building)?
            }
            None => self.rows_table(e, building)?,
        };
        let scope = Scope::of(Place::Row(table), building);
        let own = match condition {
            Some(condition) => Some(self.condition(condition, scope)?),
            None => None,
        };
        let base = of.map(|of| building.rows[of.0].condition.in_criterion());
        if let Some(own) = &own {
            self.check_decided(own, scope.place, base.as_ref(), Some(building));
        }
        let condition = both(base, own).unwrap_or_else(|| {
            let all = ExprKind::Literal(Literal::Bool(true));
            Expr { kind: all, ty: Type::YesNo, span: e.span }
        });
        Some(Source { table, of, condition })
    }

    /// A set that holds what is there at each reading, from which another can be taken.
    fn taken_from(&mut self, of: RowsId, span: Span, building: &Building) -> Option<TableId> {
        let set = &building.rows[of.0];
        if set.chosen == Chosen::Reading && set.ranked.is_none() && set.without.is_none() {
            return building.thing_table();
        }
        let title = said!("`{name}` is chosen already", name = set.header.name);
        let diagnostic = Diagnostic::new(codes::WRONG_VALUE, title)
            .at(span, "not all that is there at an examination")
            .at(set.header.name_span, "chosen here")
            .hint("take both from a set without options");
        self.report(diagnostic);
        None
    }

    /// The table below the examinations, by the criterion's name of it.
    fn rows_table(&mut self, e: &'a tree::Expression, building: &Building) -> Option<TableId> {
        let (rows, span) = match &e.kind {
            tree::Kind::Selector(selector) if selector.kind.node == tree::SelectorKind::Every => {
                (Self::name_of(&selector.rows), selector.rows.span)
            }
            _ => (Self::name_of(e), e.span),
        };
        let known: Vec<&str> = building.interface.table_names().collect();
        let table = building.thing_table();
        if let Some(name) = rows {
            self.note_found(span, Named::Table.into(), name);
        }
        match rows {
            Some(name) if building.interface.table(name).is_some() && building.interface.table(name) == table => table,
            Some(name) if building.interface.table(name).is_none() => {
                self.unknown("table a criterion needs", name, span, known)
            }
            _ => {
                let title = "Rows are chosen from the table below the examinations";
                self.error(codes::WRONG_VALUE, title, span, "not such a table")
            }
        }
    }
}

/// Both conditions, as far as there are any.
fn both(base: Option<CriterionExpr>, own: Option<CriterionExpr>) -> Option<CriterionExpr> {
    match (base, own) {
        (Some(base), Some(own)) => {
            let span = own.span;
            Some(Expr { kind: ExprKind::And(vec![base, own]), ty: Type::YesNo, span })
        }
        (base, own) => base.or(own),
    }
}
