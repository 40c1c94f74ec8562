//! Selectors: quantifiers, counts and extremes over rows, things of a criterion, and earlier examinations.

use super::expression::{is_numeric, look, type_words};
use super::*;
use crate::diagnostic::said;
use crate::syntax::tree::{Expression, Kind, Operator, Selector, SelectorKind};

impl<'a> Resolver<'a> {
    /// `any lesion where …`, `sum length of target`, `every target has cleared`, `min total at (…)`, `first earlier_exam where …`.
    pub(crate) fn selector(&mut self, selector: &'a Selector, span: Span, scope: Scope) -> Option<CriterionExpr> {
        let found = match (scope.place, Self::binary(&selector.rows, Operator::At)) {
            (Place::Thing(_), Some((what, points))) => {
                self.looks_elsewhere("Only a criterion looks at other examinations", span, scope)?;
                return self.extreme(selector, what, points, span, scope);
            }
            (Place::Thing(_), None) if self.is_word(&selector.rows, "earlier_exam") => {
                self.looks_elsewhere("Only a criterion looks at other examinations", span, scope)?;
                return self.first_earlier(selector, span, scope);
            }
            (Place::Reading, _) => self.selector_at_reading(selector, span, scope),
            (Place::Thing(_), _) => self.selector_of_thing(selector, span, scope),
            (Place::Row(_), _) => None,
        };
        if let Some(found) = found {
            return found;
        }
        self.selector_of_rows(selector, None, span, scope)
    }

    /// Outer none: not a selector over things or earlier examinations.
    fn selector_at_reading(
        &mut self,
        selector: &'a Selector,
        span: Span,
        scope: Scope,
    ) -> Option<Option<CriterionExpr>> {
        let building = scope.criterion?;
        if let Some((what, points)) = Self::binary(&selector.rows, Operator::At) {
            return Some(self.extreme(selector, what, points, span, scope));
        }
        if self.is_word(&selector.rows, "earlier_exam") {
            return Some(self.first_earlier(selector, span, scope));
        }
        let (value, name) = match Self::binary(&selector.rows, Operator::Of) {
            Some((value, rows)) => (Some(value), Self::name_of(rows)?),
            None => (None, Self::name_of(&selector.rows)?),
        };
        let rows = building.rows_named(name)?;
        let place = Self::binary(&selector.rows, Operator::Of).map_or(selector.rows.span, |(_, rows)| rows.span);
        self.note_found(place, Named::Rows.into(), name);
        Some(self.things(selector, value, rows, span, scope))
    }

    /// Over the rows of a set that belong to the thing at hand. Outer none: not such a set.
    fn selector_of_thing(&mut self, selector: &'a Selector, span: Span, scope: Scope) -> Option<Option<CriterionExpr>> {
        let (value, rows) = match Self::binary(&selector.rows, Operator::Of) {
            Some((value, rows)) => (Some(value), rows),
            None => (None, &selector.rows),
        };
        let (building, name) = (scope.criterion?, Self::name_of(rows)?);
        if self.failed.contains(name) {
            return Some(None);
        }
        let id = building.rows_named(name)?;
        match building.rows[id.0].belongs {
            Belongs::ToReading => None,
            Belongs::ToThing(_) => {
                self.note_found(rows.span, Named::Rows.into(), name);
                Some(self.things(selector, value, id, span, scope))
            }
        }
    }

    fn things(
        &mut self,
        selector: &'a Selector,
        value: Option<&'a Expression>,
        rows: RowsId,
        span: Span,
        scope: Scope,
    ) -> Option<CriterionExpr> {
        let inside = scope.on(Place::Thing(Some(rows)));
        let condition = match &selector.condition {
            Some(c) => Some(Box::new(self.condition(c, inside)?)),
            None => None,
        };
        let measured = match value {
            Some(v) => {
                let typed = self.expression(v, inside, None)?;
                let first_or_last = matches!(selector.kind.node, SelectorKind::Min | SelectorKind::Max);
                let measured = is_numeric(&typed.ty) || (first_or_last && typed.ty == Type::Reading);
                if !measured {
                    return self.error(
                        codes::WRONG_TYPE,
                        said!("Numbers are added or compared, this is {kind}", kind = type_words(&typed.ty)),
                        v.span,
                        "not a number",
                    );
                }
                Some(typed)
            }
            None => None,
        };
        let (kind, ty) = match (selector.kind.node, measured, &selector.has) {
            (SelectorKind::Any, None, None) => (ThingsKind::Any, Type::YesNo),
            (SelectorKind::No, None, None) => (ThingsKind::No, Type::YesNo),
            (SelectorKind::Count, None, None) => (ThingsKind::Count, Type::Integer),
            (SelectorKind::Every, None, Some(has)) => {
                (ThingsKind::Every(Box::new(self.condition(has, inside)?)), Type::YesNo)
            }
            (SelectorKind::Sum, Some(v), None) => (ThingsKind::Sum(Box::new(v.clone())), v.ty),
            (SelectorKind::Min, Some(v), None) => (ThingsKind::Min(Box::new(v.clone())), v.ty),
            (SelectorKind::Max, Some(v), None) => (ThingsKind::Max(Box::new(v.clone())), v.ty),
            _ => return self.misused(selector, span),
        };
        Some(look(CriterionNode::Things { kind, rows, condition }, ty, span))
    }

    pub(crate) fn misused<T>(&mut self, selector: &Selector, span: Span) -> Option<T> {
        let hint = "`any`, `no`, `count ROWS`; `every ROWS has …`; `first`, `last`, `min`, `max`, `sum`, `mean`, `median VALUE of ROWS`; `VALUE of ROWS where …` of one row";
        self.report(
            Diagnostic::new(codes::WRONG_VALUE, "This selection is not complete")
                .at(span, "cannot be read as a selection")
                .at(selector.kind.span, "begins here")
                .hint(hint),
        );
        None
    }

    /// `min total at (baseline, earlier_exam)`, `max size at earlier_exam since appeared`.
    fn extreme(
        &mut self,
        selector: &'a Selector,
        what: &'a Expression,
        points: &'a Expression,
        span: Span,
        scope: Scope,
    ) -> Option<CriterionExpr> {
        let largest = match selector.kind.node {
            SelectorKind::Min => false,
            SelectorKind::Max => true,
            _ => return self.misused(selector, span),
        };
        let names: Vec<&str> = match &points.kind {
            Kind::Group(elements) => elements.iter().filter_map(|e| Self::name_of(&e.expression)).collect(),
            _ => Self::name_of(points).into_iter().collect(),
        };
        let known = names.iter().all(|n| matches!(*n, "baseline" | "earlier_exam"));
        if !known || !names.contains(&"earlier_exam") {
            return self.error(
                codes::WRONG_VALUE,
                "Examinations are expected here",
                points.span,
                "write `(baseline, earlier_exam)` or `earlier_exam`",
            );
        }
        self.noted.words.extend(mentions::names_of(points).into_iter().map(|n| n.span));
        let what = self.expression(what, scope, None)?;
        if !is_numeric(&what.ty) {
            return self.error(
                codes::WRONG_TYPE,
                said!("A number is expected, this is {kind}", kind = type_words(&what.ty)),
                what.span,
                "not a number",
            );
        }
        let ty = what.ty.clone();
        let (what, baseline) = (Box::new(what), names.contains(&"baseline"));
        let since = match &selector.since {
            Some(s) => Some(Box::new(self.condition(s, scope)?)),
            None => None,
        };
        Some(look(CriterionNode::ExtremeEarlier { largest, what, baseline, since }, ty, span))
    }

    fn first_earlier(&mut self, selector: &'a Selector, span: Span, scope: Scope) -> Option<CriterionExpr> {
        let (SelectorKind::First, Some(condition)) = (selector.kind.node, &selector.condition) else {
            return self.misused(selector, span);
        };
        let condition = Box::new(self.condition(condition, scope)?);
        let since = match &selector.since {
            Some(s) => Some(Box::new(self.condition(s, scope)?)),
            None => None,
        };
        // Which is the first could not be told, and would be taken for none.
        for decided in [&condition].into_iter().chain(&since) {
            self.check_decided(decided, scope.place, None, scope.criterion);
        }
        Some(look(CriterionNode::FirstEarlier { condition, since }, Type::Reading, span))
    }

    /// `earlier CONDITION with no CONDITION since`.
    pub(crate) fn earlier(
        &mut self,
        condition: &'a Expression,
        since: Option<&'a Expression>,
        span: Span,
        scope: Scope,
    ) -> Option<CriterionExpr> {
        self.looks_elsewhere("`earlier` looks back over examinations, which only a criterion can do", span, scope)?;
        let condition = Box::new(self.condition(condition, scope)?);
        let since = match since {
            Some(s) => Some(Box::new(self.none_since(s, &condition, scope)?)),
            None => None,
        };
        Some(look(CriterionNode::Earlier { condition, since }, Type::YesNo, span))
    }

    /// What has not been since: a condition; or a response, or a set of them, of what the first condition asks about.
    fn none_since(&mut self, e: &'a Expression, first: &CriterionExpr, scope: Scope) -> Option<CriterionExpr> {
        let asked = match &first.kind {
            ExprKind::Compare { op: CompareOp::Equal, left: what, .. } | ExprKind::InSet(what, _) => {
                Some(what.as_ref())
            }
            _ => None,
        };
        match (&e.kind, asked) {
            (Kind::Group(elements), _) if elements.len() == 1 => self.none_since(&elements[0].expression, first, scope),
            (Kind::Group(elements), Some(what)) => self.one_of(what.clone(), elements, e.span, scope),
            (Kind::Name(name), Some(what)) if matches!(&what.ty, Type::Code(list) if list.position(name).is_some()) => {
                self.equal_to(what.clone(), e, e.span, scope)
            }
            _ => self.condition(e, scope),
        }
    }

    /// The criterion of a place from which another examination can be asked about; `title` where it cannot.
    pub(crate) fn looks_elsewhere<'s>(
        &mut self,
        title: &'static str,
        span: Span,
        scope: Scope<'s>,
    ) -> Option<&'s criterion::Building> {
        match (scope.criterion, scope.place) {
            (Some(building), Place::Reading | Place::Thing(_)) => {
                self.is_found_again(building, scope.place, span)?;
                Some(building)
            }
            (None, _) | (_, Place::Row(_)) => self.error(codes::WRONG_VALUE, title, span, "not in a criterion"),
        }
    }

    /// What is asked about another examination can be found there: a thing only where its table says which rows are of one.
    pub(crate) fn is_found_again(&mut self, building: &criterion::Building, place: Place, span: Span) -> Option<()> {
        let table = match (place, building.thing_table()) {
            (Place::Thing(_), Some(table)) => &self.plan.tables[table.0],
            (Place::Thing(_), None) | (Place::Reading | Place::Row(_), _) => return Some(()),
        };
        if table.thing.is_some() {
            return Some(());
        }
        let title =
            said!("The rows of `{table}` cannot be found again at another examination", table = table.header.name);
        let hint = "say in its `data` statement by what: `same thing: …`";
        self.error_hint(codes::WRONG_VALUE, title, span, "which row is it there?", hint)
    }

    /// A selector over the rows of a table below the current row, or beside it; `nearest` says which of two.
    pub(crate) fn selector_of_rows(
        &mut self,
        selector: &'a Selector,
        nearest: Option<Which>,
        span: Span,
        scope: Scope,
    ) -> Option<CriterionExpr> {
        let current = match (scope.place, scope.criterion) {
            (Place::Row(table), _) => table,
            (Place::Reading, Some(building)) => building.exam,
            _ => return self.misused(selector, span),
        };
        let value = Self::binary(&selector.rows, Operator::Of).map(|(value, _)| value);
        let (name, place) = self.word_of(Self::rows_named_by(selector))?;
        let named = match scope.criterion {
            Some(building) => building.interface.table(name),
            None => self.table_named(name),
        };
        self.note_found(place, Named::Table.into(), name);
        let Some(table) = named else {
            let known: Vec<String> = match scope.criterion {
                Some(building) => {
                    let sets = building.rows.iter().map(|r| r.header.name.as_str());
                    building.interface.table_names().chain(sets).map(str::to_string).collect()
                }
                None => self.table_names(),
            };
            return self.unknown("table or set of rows", name, selector.rows.span, known.iter().map(String::as_str));
        };
        if self.failed.contains(name) {
            return None;
        }
        if !self.is_below(table, current) {
            if let Some(common) = self.common_row(current, table) {
                let at_hand = beside::AtHand { table: current, common };
                return self.selector_beside((selector, nearest), (table, at_hand), value, span, scope);
            }
            let title =
                said!("`{name}` does not belong to `{table}`", name, table = self.plan.tables[current.0].header.name);
            return self.error(codes::WRONG_VALUE, title, selector.rows.span, "its rows are not below the row at hand");
        }
        let inside = scope.on(Place::Row(table));
        let condition = match &selector.condition {
            Some(c) => Some(self.condition(c, inside)?),
            None => None,
        };
        if let Some(condition) = &condition {
            self.check_decided(condition, inside.place, None, scope.criterion);
        }
        let of_rows = match &condition {
            Some(condition) => Some(Box::new(self.in_row(condition)?)),
            None => None,
        };
        let asked = selected::Asked { table, current, condition: of_rows.as_deref(), span };
        if let Some(found) = self.value_of_rows((selector, nearest), value, asked, (inside, scope)) {
            return found;
        }
        let (kind, ty) = self.asked_of_rows(selector, value.is_some(), condition.as_ref(), inside, span)?;
        Some(look(RowNode::Rows { kind, table, condition: of_rows }, ty, span))
    }

    /// What is asked of all rows that satisfy a condition, and the type of the answer.
    pub(crate) fn asked_of_rows(
        &mut self,
        selector: &'a Selector,
        of_value: bool,
        condition: Option<&CriterionExpr>,
        inside: Scope,
        span: Span,
    ) -> Option<(RowsKind<RowExpr>, Type)> {
        Some(match (selector.kind.node, &selector.has, of_value) {
            (SelectorKind::Any, None, false) => (RowsKind::Any, Type::YesNo),
            (SelectorKind::No, None, false) => (RowsKind::No, Type::YesNo),
            (SelectorKind::Count, None, false) => (RowsKind::Count, Type::Integer),
            (SelectorKind::Every, Some(has), false) => {
                let has = self.condition(has, inside)?;
                self.check_decided(&has, inside.place, condition, inside.criterion);
                (RowsKind::Every(Box::new(self.in_row(&has)?)), Type::YesNo)
            }
            _ => return self.misused(selector, span),
        })
    }

    /// The rows of `rows`, or of `value of rows`.
    pub(crate) fn rows_named_by(selector: &'a Selector) -> &'a Expression {
        Self::binary(&selector.rows, Operator::Of).map_or(&selector.rows, |(_, rows)| rows)
    }

    /// The column with the date at which rows of the table are known.
    pub(crate) fn dated(&mut self, table: TableId, span: Span) -> Option<usize> {
        if let Known::AtColumn(date) = self.plan.tables[table.0].known {
            return Some(date);
        }
        let title = said!("The rows of `{table}` have no date", table = self.plan.tables[table.0].header.name);
        let hint = "say `known at: DATE COLUMN` in its `data` statement";
        self.error_hint(codes::WRONG_VALUE, title, span, "a row is chosen by its date", hint)
    }

    /// The first and the last row are those in the order of the table; it must be that of their dates.
    pub(crate) fn ordered_by_date(&mut self, table: TableId, date: usize, span: Span) -> Option<()> {
        let found = &self.plan.tables[table.0];
        let parent = found.parent.map(|(column, _)| column);
        let mut order = found.order.iter().skip_while(|c| Some(**c) == parent);
        if order.next() == Some(&date) {
            return Some(());
        }
        let (name, date) = (found.header.name.clone(), found.columns[date].name.clone());
        let title = said!("The rows of `{name}` are not in the order of their dates", name);
        let hint = format!("say `ordered by: {date}, …` in its `data` statement");
        self.error_hint(codes::WRONG_VALUE, title, span, "which row is first and which last?", hint)
    }

    /// `table` belongs to `to`, directly or through others.
    pub(crate) fn is_below(&self, table: TableId, to: TableId) -> bool {
        let mut at = self.plan.tables[table.0].parent;
        let mut steps = 0;
        while let Some((_, parent)) = at {
            if parent == to {
                return true;
            }
            steps += 1;
            if steps > self.plan.tables.len() {
                return false;
            }
            at = self.plan.tables[parent.0].parent;
        }
        false
    }
}
