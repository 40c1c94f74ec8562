//! Rows of another table of the same patient, found beside the row at hand by their dates.

use super::expression::{expr, look};
use super::*;
use crate::diagnostic::said;
use crate::syntax::tree::{Element, Expression, Kind, Operator, Selector, SelectorKind};

/// The row that is asked about others, and what it is of.
#[derive(Clone, Copy)]
pub(crate) struct AtHand {
    pub table: TableId,
    /// To whose rows the others belong as well.
    pub common: TableId,
}

/// The days after a date of the row at hand on which the rows beside it are dated.
struct Window {
    around: RowExpr,
    low: Option<i64>,
    high: Option<i64>,
}

impl<'a> Resolver<'a> {
    /// What a quantity is described as: an expression, which where it chooses the nearest row says which of two equally near.
    pub(crate) fn described(
        &mut self,
        element: &'a Element,
        scope: Scope,
        expected: Option<&Type>,
    ) -> Option<CriterionExpr> {
        let Kind::Selector(selector) = &element.expression.kind else {
            return self.expression(&element.expression, scope, expected);
        };
        if selector.kind.node != SelectorKind::Nearest {
            return self.selector(selector, element.expression.span, scope);
        }
        let entries = self.entries(&element.options, &["tie"], "what chooses the nearest row", element.span);
        let tie = self.required(&entries, "tie")?;
        let nearest = match self.choice(tie, &["earlier", "later"])? {
            "earlier" => Which::Nearest { earlier: true },
            _ => Which::Nearest { earlier: false },
        };
        self.selector_of_rows(selector, Some(nearest), element.expression.span, scope)
    }

    /// The nearest row above both the rows of a table and the row at hand, where it is neither of them.
    pub(crate) fn common_row(&self, current: TableId, other: TableId) -> Option<TableId> {
        let mut above = self.plan.tables[current.0].parent;
        for _ in 0..self.plan.tables.len() {
            let (_, parent) = above?;
            if self.is_below(other, parent) {
                return Some(parent);
            }
            above = self.plan.tables[parent.0].parent;
        }
        None
    }

    /// `any clinic where date from day -14 to day 0 of exam.date and …`, `nearest ecog of clinic to exam.date where …`.
    pub(crate) fn selector_beside(
        &mut self,
        (selector, which): (&'a Selector, Option<Which>),
        (table, at_hand): (TableId, AtHand),
        value: Option<&'a Expression>,
        span: Span,
        scope: Scope,
    ) -> Option<CriterionExpr> {
        let date = self.dated(table, selector.rows.span)?;
        let inside = scope.on(Place::Row(table));
        let (windows, others) = self.parts_beside(selector, at_hand, scope);
        let Some(Window { around, low, high }) = self.window_beside(&windows, (table, date), at_hand, inside)? else {
            return self.beside_which(selector, at_hand, scope);
        };
        if let Some(to) = &selector.to {
            self.nearest_to(to, &around, (low, high), at_hand, scope)?;
        }
        let condition = self.all_of(&others, inside)?;
        if let Some(condition) = &condition {
            self.check_decided(condition, inside.place, None, scope.criterion);
        }
        let (asked, ty) = self.asked_beside((selector, which), (table, date), value, condition.as_ref(), inside)?;
        let condition = match &condition {
            Some(condition) => Some(Box::new(self.in_row(condition)?)),
            None => None,
        };
        let around = Box::new(around);
        let beside = Beside { asked, table, common: at_hand.common, date, around, low, high, condition };
        Some(look(RowNode::Beside(beside), ty, span))
    }

    fn asked_beside(
        &mut self,
        (selector, which): (&'a Selector, Option<Which>),
        (table, date): (TableId, usize),
        value: Option<&'a Expression>,
        condition: Option<&CriterionExpr>,
        inside: Scope,
    ) -> Option<(AskedBeside<RowExpr>, Type)> {
        let which = match selector.kind.node {
            SelectorKind::First => Some(Which::First),
            SelectorKind::Last => Some(Which::Last),
            _ => which,
        };
        if let (Some(which), None) = (which, &selector.has) {
            self.ordered_by_date(table, date, selector.rows.span)?;
            let value = match value {
                Some(value) => {
                    let value = self.expression(value, inside, None)?;
                    self.in_row(&value)?
                }
                None => expr(ExprKind::Column(date), Type::Date, selector.rows.span),
            };
            let ty = value.ty.clone();
            return Some((AskedBeside::Value { which, value: Box::new(value) }, ty));
        }
        if let (SelectorKind::Nearest, None) = (selector.kind.node, &selector.has) {
            return self.which_of_two(selector);
        }
        let (kind, ty) = self.asked_of_rows(selector, value.is_some(), condition, inside, selector.kind.span)?;
        Some((AskedBeside::Rows(kind), ty))
    }

    /// The parts of the condition that say by which dates rows are beside the one at hand, and the others.
    fn parts_beside(
        &self,
        selector: &'a Selector,
        at_hand: AtHand,
        scope: Scope,
    ) -> (Vec<&'a Expression>, Vec<&'a Expression>) {
        let mut parts = vec![];
        selector.condition.iter().for_each(|condition| conjuncts(condition, &mut parts));
        parts.into_iter().partition(|part| {
            window_of(part).is_some_and(|(_, anchor, _)| self.of_row_at_hand(anchor, at_hand, scope).is_some())
        })
    }

    /// Where the days of all these parts meet; inner none: there is none.
    fn window_beside(
        &mut self,
        parts: &[&'a Expression],
        (table, date): (TableId, usize),
        at_hand: AtHand,
        inside: Scope,
    ) -> Option<Option<Window>> {
        let mut found: Option<Window> = None;
        for part in parts {
            let Some((what, anchor, days)) = window_of(part) else { continue };
            let typed = self.expression(what, inside, None)?;
            if typed.kind != ExprKind::Column(date) {
                let (name, own) =
                    (&self.plan.tables[table.0].header.name, &self.plan.tables[table.0].columns[date].name);
                let title =
                    said!("The rows of `{name}` are found by `{own}`, the date at which they are known", name, own);
                return self.error(codes::WRONG_VALUE, title, what.span, "another date");
            }
            let around = self.date_at_hand(anchor, at_hand, inside)?;
            let (low, high) = match days {
                Days::Window(range) => {
                    let (low, high) = self.days_of_window(range)?;
                    (Some(low), Some(high))
                }
                Days::Stated(low, high) => (low, high),
            };
            let window = match found {
                None => Window { around, low, high },
                Some(before) if before.around == around => {
                    let high = [before.high, high].into_iter().flatten().min();
                    Window { around, low: before.low.max(low), high }
                }
                Some(_) => {
                    let title = "Rows are found beside one by one of its dates";
                    return self.error(codes::WRONG_VALUE, title, anchor.span, "a second date");
                }
            };
            if window.low.zip(window.high).is_some_and(|(low, high)| low > high) {
                let label = "no day is left";
                return self.error(codes::WRONG_VALUE, "This window is empty", part.span, label);
            }
            found = Some(window);
        }
        Some(found)
    }

    fn beside_which<T>(&mut self, selector: &'a Selector, at_hand: AtHand, scope: Scope) -> Option<T> {
        let mut parts = vec![];
        selector.condition.iter().for_each(|condition| conjuncts(condition, &mut parts));
        let (rows, name) = (Self::rows_named_by(selector), self.name_at_hand(at_hand.table, scope));
        let rows = Self::name_of(rows).unwrap_or_default();
        let title = said!("Which rows of `{rows}` stand beside this one of `{name}` is not said", rows, name);
        let date = match self.plan.tables[at_hand.table.0].known {
            Known::AtColumn(date) => self.plan.tables[at_hand.table.0].columns[date].name.clone(),
            Known::Baseline | Known::Administrative | Known::Itself | Known::FollowUp => "DATE".to_string(),
        };
        let hint = format!("find them by their dates: `where date from day -14 to day 0 of {name}.{date}`");
        let label = "they do not belong to the row at hand";
        self.error_hint(codes::WRONG_VALUE, title, selector.rows.span, label, hint)
    }

    /// `nearest … to exam.date`: the date by which they are found, between two days.
    fn nearest_to(
        &mut self,
        to: &'a Expression,
        around: &RowExpr,
        days: (Option<i64>, Option<i64>),
        at_hand: AtHand,
        scope: Scope,
    ) -> Option<()> {
        if self.of_row_at_hand(to, at_hand, scope).is_none() || self.date_at_hand(to, at_hand, scope)? != *around {
            let title = "The nearest row is nearest to the date by which rows are found";
            return self.error(codes::WRONG_VALUE, title, to.span, "another date than that of the window");
        }
        if let (Some(_), Some(_)) = days {
            return Some(());
        }
        let hint = format!("write `… where date from day -14 to day 14 of {}`", self.sources.text(to.span));
        self.error_hint(
            codes::WRONG_VALUE,
            "However far it is, some row is the nearest",
            to.span,
            "within which days?",
            hint,
        )
    }

    /// All of these conditions; inner none: there is none.
    fn all_of(&mut self, parts: &[&'a Expression], scope: Scope) -> Option<Option<CriterionExpr>> {
        let mut all = vec![];
        for part in parts {
            match self.condition(part, scope)? {
                CriterionExpr { kind: ExprKind::And(inner), .. } => all.extend(inner),
                other => all.push(other),
            }
            self.check_together(true, &all)?;
        }
        let span = all.iter().map(|part| part.span).reduce(|a, b| a.to(b));
        Some(match (all.len(), span) {
            (0, _) | (_, None) => None,
            (1, Some(_)) => all.pop(),
            (_, Some(span)) => Some(expr(ExprKind::And(all), Type::YesNo, span)),
        })
    }

    /// The table of `TABLE.COLUMN`, and how far above the row at hand it is, where it is that of the row or one above it.
    fn of_row_at_hand(&self, e: &'a Expression, at_hand: AtHand, scope: Scope) -> Option<(TableId, usize)> {
        let Kind::Field(table, _) = &e.kind else { return None };
        let name = Self::name_of(table)?;
        let named = match scope.criterion {
            Some(building) => building.interface.table(name)?,
            None => self.table_named(name)?,
        };
        let (mut at, mut above) = (at_hand.table, 0);
        while at != named {
            if at == at_hand.common || above > self.plan.tables.len() {
                return None;
            }
            (_, at) = self.plan.tables[at.0].parent?;
            above += 1;
        }
        (at != at_hand.common).then_some((at, above))
    }

    /// `exam.date` of the row at hand, or of one above it.
    fn date_at_hand(&mut self, e: &'a Expression, at_hand: AtHand, scope: Scope) -> Option<RowExpr> {
        let (Kind::Field(table, column), Some((named, above))) = (&e.kind, self.of_row_at_hand(e, at_hand, scope))
        else {
            return None;
        };
        let name = Self::name_of(table).unwrap_or_default();
        self.note_found(table.span, Named::Table.into(), name);
        let columns: Vec<String> = self.plan.tables[named.0].columns.iter().map(|c| c.name.clone()).collect();
        let own = self.plan.tables[named.0].header.name.clone();
        let index = self.position(defined::Kind::ColumnIn(&own), &column.node, column.span, &columns)?;
        let found = &self.plan.tables[named.0].columns[index];
        if found.ty != Type::Date {
            let kind = expression::type_words(&found.ty);
            return self.error(codes::WRONG_TYPE, said!("A date is expected, this is {kind}", kind), e.span, "no date");
        }
        let column: RowExpr = expr(ExprKind::Column(index), Type::Date, e.span);
        Some((0..above).fold(column, |date, _| look(RowNode::Parent(Box::new(date)), Type::Date, e.span)))
    }

    /// A table as the text at hand calls it.
    fn name_at_hand(&self, table: TableId, scope: Scope) -> String {
        let needed = scope.criterion.and_then(|b| b.interface.tables.iter().find(|(_, t)| *t == table));
        needed.map_or_else(|| self.plan.tables[table.0].header.name.clone(), |(name, _)| name.clone())
    }
}

/// The days that a part of a condition allows.
enum Days<'e> {
    /// `from day -14 to day 0`.
    Window(&'e Expression),
    Stated(Option<i64>, Option<i64>),
}

/// The date that a part of a condition is about, the date from which it counts, and the days.
fn window_of(part: &Expression) -> Option<(&Expression, &Expression, Days<'_>)> {
    match &part.kind {
        Kind::Group(elements) if elements.len() == 1 => window_of(&elements[0].expression),
        Kind::Within { what, range, of: Some(anchor) } => Some((what, anchor, Days::Window(range))),
        Kind::Before(what, anchor) => Some((what, anchor, Days::Stated(None, Some(-1)))),
        Kind::After(what, anchor) => Some((what, anchor, Days::Stated(Some(1), None))),
        Kind::FromOn(what, anchor) => Some((what, anchor, Days::Stated(Some(0), None))),
        Kind::Not(inner) => match window_of(inner)? {
            (what, anchor, Days::Stated(None, Some(last))) => {
                Some((what, anchor, Days::Stated(Some(last.saturating_add(1)), None)))
            }
            (what, anchor, Days::Stated(Some(first), None)) => {
                Some((what, anchor, Days::Stated(None, Some(first.saturating_sub(1)))))
            }
            (_, _, Days::Stated(..) | Days::Window(_)) => None,
        },
        _ => None,
    }
}

/// The parts of a condition that hold together.
fn conjuncts<'e>(e: &'e Expression, found: &mut Vec<&'e Expression>) {
    match &e.kind {
        Kind::Binary { operator: Operator::And, left, right } => {
            conjuncts(left, found);
            conjuncts(right, found);
        }
        _ => found.push(e),
    }
}
