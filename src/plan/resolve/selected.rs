//! A value of the rows below one: of the first, the last or the nearest, of the only one that can be meant, or made of all.

use super::expression::{expr, is_numeric, look, type_words};
use super::operators::unit_of;
use super::*;
use crate::diagnostic::said;
use crate::syntax::tree::{Expression, Selector, SelectorKind};

/// Rows that are asked for a value: of which table, as the text calls it, below which, and which of them.
#[derive(Clone, Copy)]
pub(crate) struct Asked<'s> {
    pub table: TableId,
    pub current: TableId,
    pub condition: Option<&'s RowExpr>,
    pub span: Span,
}

impl<'a> Resolver<'a> {
    /// `first dose of treatment where …`, `score of visit where label = W12`, `mean score of visit`; none: it asks for no value of
    /// one row or of all.
    pub(crate) fn value_of_rows(
        &mut self,
        (selector, nearest): (&'a Selector, Option<Which>),
        value: Option<&'a Expression>,
        asked: Asked,
        (inside, scope): (Scope, Scope),
    ) -> Option<Option<CriterionExpr>> {
        if selector.has.is_some() {
            return None;
        }
        let bare = selector.kind.span.start == selector.kind.span.end;
        let all = match selector.kind.node {
            SelectorKind::First | SelectorKind::Last => {
                return Some(self.first_or_last(selector, value, asked, inside));
            }
            // What a criterion reads of rows is read for each reader, and told by quantities.
            _ if scope.criterion.is_some() => return None,
            SelectorKind::Every if bare => return Some(self.the_only_row(selector, value?, asked, inside)),
            SelectorKind::Nearest => {
                return Some(self.nearest_row((selector, nearest), value?, asked, (inside, scope)));
            }
            SelectorKind::Min => OfAll::Smallest,
            SelectorKind::Max => OfAll::Largest,
            SelectorKind::Sum => OfAll::Sum,
            SelectorKind::Mean => OfAll::Mean,
            SelectorKind::Median => OfAll::Median,
            SelectorKind::Every | SelectorKind::Any | SelectorKind::No | SelectorKind::Count => return None,
        };
        Some(self.of_all_rows(all, value?, asked, inside))
    }

    /// `first treatment where …`: the date at which the row selected is known; `first dose of treatment where …`: what stands
    /// in that row.
    fn first_or_last(
        &mut self,
        selector: &'a Selector,
        value: Option<&'a Expression>,
        asked: Asked,
        inside: Scope,
    ) -> Option<CriterionExpr> {
        let value = match value {
            Some(value) => Some(self.value_in_row(value, inside)?),
            None => None,
        };
        let date = self.dated(asked.table, selector.rows.span)?;
        self.ordered_by_date(asked.table, date, selector.rows.span)?;
        let value = value.unwrap_or_else(|| expr(ExprKind::Column(date), Type::Date, asked.span));
        let taken = if selector.kind.node == SelectorKind::Last { Taken::Last } else { Taken::First };
        Some(taken_value(taken, value, asked))
    }

    fn value_in_row(&mut self, value: &'a Expression, inside: Scope) -> Option<RowExpr> {
        let value = self.expression(value, inside, None)?;
        self.in_row(&value)
    }

    /// `score of visit where label = W12`, where no two rows can be meant.
    fn the_only_row(
        &mut self,
        selector: &'a Selector,
        value: &'a Expression,
        asked: Asked,
        inside: Scope,
    ) -> Option<CriterionExpr> {
        let value = self.value_in_row(value, inside)?;
        let mut fixed = vec![];
        asked.condition.iter().for_each(|condition| each_fixed(condition, &mut fixed));
        if let Some(open) = self.not_fixed(asked.table, asked.current, &fixed) {
            let name = Self::name_of(Self::rows_named_by(selector)).unwrap_or_default();
            let of = self.plan.tables[asked.current.0].header.name.clone();
            let title = said!("Several rows of `{name}` of one `{of}` can be meant", name, of);
            let label = format!("its rows are told apart by {open}, which the condition does not fix");
            let hint = "fix that by `=`, or say which row is meant: `first`, `last`, `nearest … to day N` before it; or what is made of all: `min`, `max`, `sum`, `mean`, `median`";
            return self.error_hint(codes::WRONG_VALUE, title, selector.rows.span, &label, hint);
        }
        Some(taken_value(Taken::Only, value, asked))
    }

    /// What tells two rows of the table below one row apart although these are fixed; none where nothing does.
    fn not_fixed(&self, table: TableId, current: TableId, fixed: &[RowExpr]) -> Option<String> {
        let found = &self.plan.tables[table.0];
        for column in &found.key {
            let is_fixed = fixed.iter().any(|e| e.kind == ExprKind::Column(*column));
            let above = found.parent.filter(|(reference, _)| reference == column).map(|(_, parent)| parent);
            match above {
                _ if is_fixed => {}
                Some(parent) if parent == current => {}
                Some(parent) => {
                    let of_parent = fixed.iter().filter_map(|e| match e.node() {
                        Some(RowNode::Parent(inner)) => Some((**inner).clone()),
                        _ => None,
                    });
                    let open = self.not_fixed(parent, current, &of_parent.collect::<Vec<_>>());
                    if open.is_some() {
                        return open;
                    }
                }
                None => return Some(format!("`{}`", found.columns[*column].name)),
            }
        }
        None
    }

    /// `nearest score of visit to day 84 where date from day 70 to day 98`, of a quantity that says which of two.
    fn nearest_row(
        &mut self,
        (selector, nearest): (&'a Selector, Option<Which>),
        value: &'a Expression,
        asked: Asked,
        (inside, scope): (Scope, Scope),
    ) -> Option<CriterionExpr> {
        let value = self.value_in_row(value, inside)?;
        let date = self.dated(asked.table, selector.rows.span)?;
        self.ordered_by_date(asked.table, date, selector.rows.span)?;
        let Some(Which::Nearest { earlier }) = nearest else { return self.which_of_two(selector) };
        let Some(to) = &selector.to else {
            let hint = "write `nearest … to day 84 where …`";
            let title = "To which date a row is the nearest is not said";
            return self.error_hint(codes::WRONG_VALUE, title, selector.kind.span, "nearest to what?", hint);
        };
        let target = self.expression(to, scope, None)?;
        let target = self.in_row(&target)?;
        if target.ty != Type::Date {
            let title = said!("A date is expected, this is {kind}", kind = type_words(&target.ty));
            return self.error(codes::WRONG_TYPE, title, to.span, "no date");
        }
        let parts = asked.condition.map_or(vec![], walk::conjuncts);
        let bounded = |part: &&RowExpr| match &part.kind {
            ExprKind::Within { date: of, .. } => of.kind == ExprKind::Column(date),
            _ => false,
        };
        if !parts.iter().any(bounded) {
            let own = &self.plan.tables[asked.table.0].columns[date].name;
            let hint = format!("write `… where {own} from day 70 to day 98`");
            let title = "However far it is, some row is the nearest";
            return self.error_hint(codes::WRONG_VALUE, title, to.span, "within which days?", &hint);
        }
        for part in parts {
            let ExprKind::Within { date: of, low, high, anchor } = &part.kind else { continue };
            let day = self.day_after(&target, &|e| e.kind == anchor.kind);
            if let Some(day) = day.filter(|day| of.kind == ExprKind::Column(date) && !(*low..=*high).contains(day)) {
                let title = said!("Day {day} lies outside of its window", day);
                return self.error(codes::WRONG_VALUE, title, to.span, format!("from day {low} to day {high}"));
            }
        }
        Some(taken_value(Taken::Nearest { date, to: Box::new(target), earlier }, value, asked))
    }

    pub(crate) fn which_of_two<T>(&mut self, selector: &Selector) -> Option<T> {
        let title = "Two rows can be equally near";
        let hint = "describe it by a quantity of its own, which says which of the two: `define NAME of TABLE: nearest … { tie: earlier }`, or `later`";
        self.error_hint(codes::WRONG_VALUE, title, selector.kind.span, "which of them?", hint)
    }

    /// `mean score of visit where …`.
    fn of_all_rows(&mut self, how: OfAll, value: &'a Expression, asked: Asked, inside: Scope) -> Option<CriterionExpr> {
        let place = value.span;
        let value = self.value_in_row(value, inside)?;
        let ordered = matches!(how, OfAll::Smallest | OfAll::Largest);
        let has_order = value.ty == Type::Date || self.is_ordered(&value, asked.table);
        if !(is_numeric(&value.ty) || ordered && has_order) {
            if let (true, Type::Code(_)) = (ordered, &value.ty) {
                return self.codes_without_order(how.word(), place);
            }
            let taken = if ordered { "numbers or dates" } else { "numbers" };
            let title =
                said!("`{how}` is of {taken}, this is {kind}", how = how.word(), taken, kind = type_words(&value.ty));
            return self.error(
                codes::WRONG_TYPE,
                title,
                place,
                if ordered { "these have no order" } else { "no number" },
            );
        }
        let ty = match (how, &value.ty) {
            (OfAll::Mean | OfAll::Median, ty) => mean_of(ty),
            (OfAll::Smallest | OfAll::Largest | OfAll::Sum, ty) => ty.clone(),
        };
        let taken = taken_value(Taken::All(how), value, asked);
        Some(Expr { ty, ..taken })
    }
}

impl Resolver<'_> {
    pub(crate) fn codes_without_order<T>(&mut self, how: &'static str, place: Span) -> Option<T> {
        let title = said!("`{how}` is of what has an order, and these codes have none", how);
        let hint = "say in the column that they stand in their order, the least first: `one of (none, mild, severe) { ordered: yes }`";
        self.error_hint(codes::WRONG_TYPE, title, place, "which of them is the most?", hint)
    }

    /// Whether the codes of a column say that they stand in their order.
    pub(crate) fn is_ordered(&self, e: &RowExpr, table: TableId) -> bool {
        match (&e.kind, e.node()) {
            (ExprKind::Column(column), _) => self.plan.tables[table.0].columns[*column].ordered,
            (_, Some(RowNode::OneToOne { table, column })) => self.plan.tables[table.0].columns[*column].ordered,
            (ExprKind::Function { of, .. }, _) => of.iter().all(|e| self.is_ordered(e, table)),
            (_, Some(RowNode::Define(id))) => self.is_ordered(&self.plan.defines[id.0].value, table),
            _ => false,
        }
    }
}

/// The type of a mean of two or more.
pub(crate) fn mean_of(ty: &Type) -> Type {
    match ty {
        Type::Days => Type::Real(Unit::parse(TimeUnit::Days.name())),
        ty => Type::Real(unit_of(ty)),
    }
}

fn taken_value(taken: Taken<RowExpr>, value: RowExpr, asked: Asked) -> CriterionExpr {
    let ty = value.ty.clone();
    let condition = asked.condition.map(|condition| Box::new(condition.clone()));
    look(RowNode::Selected { taken, table: asked.table, condition, value: Box::new(value) }, ty, asked.span)
}

/// What a condition fixes to one value.
fn each_fixed(condition: &RowExpr, fixed: &mut Vec<RowExpr>) {
    let literal = |e: &RowExpr| matches!(e.kind, ExprKind::Literal(_));
    for part in walk::conjuncts(condition) {
        match &part.kind {
            ExprKind::Compare { op: CompareOp::Equal, left, right } if literal(right) => fixed.push((**left).clone()),
            ExprKind::Compare { op: CompareOp::Equal, left, right } if literal(left) => fixed.push((**right).clone()),
            ExprKind::InSet(what, set) if set.len() == 1 => fixed.push((**what).clone()),
            _ => {}
        }
    }
}
