//! Rows are changed so that a condition of the plan holds, or does not.

use super::evaluate::of_literal;
use super::making::Making;
use super::rows::{Here, Value};
use super::scene::day;
use crate::plan::ir::{CompareOp, ExprKind, InRow, RowExpr, RowNode, RowsKind, TableId, Type};
use crate::program::evaluate::holds;
use rust_decimal::prelude::ToPrimitive;

/// How deep conditions may lie within each other.
const DEEPEST: usize = 16;
/// How often a row is looked for that a selection takes.
const SELECTIONS: usize = 8;
/// Days around a bound within which another day is drawn.
const NEAR: i64 = 45;

impl Making<'_> {
    /// Changes what has to be changed. Nothing is promised: whoever asks looks afterwards.
    pub fn make(&mut self, here: Here, e: &RowExpr, wanted: bool, depth: usize) {
        if depth > DEEPEST || self.truth(here, e) == Some(wanted) {
            return;
        }
        let deeper = depth + 1;
        match &e.kind {
            ExprKind::Column(column) => self.set(here, *column, Some(Value::YesNo(wanted))),
            ExprKind::Not(x) => self.make(here, x, !wanted, deeper),
            ExprKind::And(parts) if wanted => parts.iter().for_each(|part| self.make(here, part, true, deeper)),
            ExprKind::Or(parts) if !wanted => parts.iter().for_each(|part| self.make(here, part, false, deeper)),
            ExprKind::And(parts) | ExprKind::Or(parts) => self.make_one(here, parts, wanted, deeper),
            ExprKind::Compare { op, left, right } => {
                self.relate(here, if wanted { *op } else { op.opposite() }, left, right, deeper);
            }
            ExprKind::Before(a, b) => {
                self.relate(here, if wanted { CompareOp::Less } else { CompareOp::GreaterEqual }, a, b, deeper);
            }
            ExprKind::After(a, b) => {
                self.relate(here, if wanted { CompareOp::Greater } else { CompareOp::LessEqual }, a, b, deeper);
            }
            ExprKind::FromOn(a, b) => {
                self.relate(here, if wanted { CompareOp::GreaterEqual } else { CompareOp::Less }, a, b, deeper);
            }
            ExprKind::InSet(x, set) => {
                let within: Vec<Value> = set.iter().filter_map(of_literal).collect();
                self.draw(here, x, &|value| within.contains(value) == wanted, &within, deeper);
            }
            ExprKind::InRange { what, low, high } => {
                let Some((low, high)) = of_literal(low).zip(of_literal(high)) else { return };
                let bounds = [low.clone(), high.clone()];
                self.draw(here, what, &|value| (low <= *value && *value <= high) == wanted, &bounds, deeper);
            }
            ExprKind::IsKnown(x) if wanted => self.fill(here, x, deeper),
            ExprKind::IsKnown(x) => self.empty(here, x, deeper),
            ExprKind::Within { date, low, high, anchor } => {
                self.within(here, date, (*low, *high, anchor), wanted, deeper);
            }
            ExprKind::If { condition, then, otherwise } => {
                let branch = if self.truth(here, condition) == Some(false) { otherwise } else { then };
                self.make(here, branch, wanted, deeper);
            }
            ExprKind::Beyond(InRow(node)) => self.make_beyond(here, node, wanted, deeper),
            ExprKind::Literal(_)
            | ExprKind::Arithmetic { .. }
            | ExprKind::Negative(_)
            | ExprKind::Scale { .. }
            | ExprKind::Function { .. }
            | ExprKind::YearOf(_)
            | ExprKind::PlusDays(..) => {}
        }
    }

    /// The part that costs least; of several that cost the same, any.
    fn make_one(&mut self, here: Here, parts: &[RowExpr], wanted: bool, depth: usize) {
        let costs: Vec<u64> = parts.iter().map(|part| self.cost(here, part, wanted, depth)).collect();
        let Some(least) = costs.iter().min().copied() else { return };
        // Now and then another, so that two conditions do not undo each other for ever.
        let most = if self.random.chance(200) { least + 3 } else { least };
        let cheap: Vec<&RowExpr> =
            parts.iter().zip(&costs).filter(|(_, c)| **c <= most).map(|(part, _)| part).collect();
        let place = self.random.below(cheap.len() as u64) as usize;
        if let Some(part) = cheap.get(place) {
            self.make(here, part, wanted, depth);
        }
    }

    /// About how many cells change; what tells rows apart is changed last.
    pub fn cost(&self, here: Here, e: &RowExpr, wanted: bool, depth: usize) -> u64 {
        if self.truth(here, e) == Some(wanted) {
            return 0;
        }
        if depth > DEEPEST {
            return 100;
        }
        let of = |e: &RowExpr| self.cost_of_place(here, e);
        let deeper = depth + 1;
        match &e.kind {
            ExprKind::Not(x) => self.cost(here, x, !wanted, deeper),
            ExprKind::And(parts) | ExprKind::Or(parts) => {
                let each = parts.iter().map(|part| self.cost(here, part, wanted, deeper));
                match matches!(e.kind, ExprKind::And(_)) == wanted {
                    true => each.sum(),
                    false => each.min().unwrap_or(0),
                }
            }
            ExprKind::Compare { left, right, .. }
            | ExprKind::Before(left, right)
            | ExprKind::After(left, right)
            | ExprKind::FromOn(left, right) => of(left).min(of(right)),
            ExprKind::InSet(x, _) | ExprKind::IsKnown(x) => of(x),
            ExprKind::InRange { what, .. } => of(what),
            ExprKind::Within { date, .. } => of(date),
            ExprKind::Beyond(InRow(RowNode::Parent(x))) => match self.rows.above(self.scene.plan, here) {
                Some(above) => 1 + self.cost(above, x, wanted, deeper),
                None => 100,
            },
            ExprKind::Beyond(InRow(RowNode::Define(id))) => {
                let value = self.scene.plan.defines.get(id.0).map(|d| &d.value);
                value.map_or(100, |value| self.cost(here, value, wanted, deeper))
            }
            ExprKind::Beyond(InRow(RowNode::Rows { .. })) => 3,
            ExprKind::Column(_) | ExprKind::Beyond(_) => of(e),
            ExprKind::Literal(_)
            | ExprKind::Arithmetic { .. }
            | ExprKind::Negative(_)
            | ExprKind::Scale { .. }
            | ExprKind::Function { .. }
            | ExprKind::If { .. }
            | ExprKind::YearOf(_)
            | ExprKind::PlusDays(..) => 20,
        }
    }

    fn cost_of_place(&self, here: Here, e: &RowExpr) -> u64 {
        let Some((at, column)) = self.place(here, e) else { return 20 };
        let key = self.scene.plan.table(TableId(at.table)).key.contains(&column);
        let dates_the_row = self.scene.column_of_date(at.table) == Some(column);
        match (self.is_locked(at, column), key || dates_the_row) {
            (true, _) => 50,
            (false, true) => 6,
            (false, false) => 1,
        }
    }

    /// The cell in which the value of an expression stands.
    pub fn place(&self, here: Here, e: &RowExpr) -> Option<(Here, usize)> {
        let plan = self.scene.plan;
        match &e.kind {
            ExprKind::Column(column) => Some((here, *column)),
            ExprKind::PlusDays(x, 0) => self.place(here, x),
            ExprKind::Beyond(InRow(node)) => match node {
                RowNode::Parent(x) => self.place(self.rows.above(plan, here)?, x),
                RowNode::OneToOne { table, column } => Some((self.rows.of(table.0).first().copied()?, *column)),
                RowNode::Define(id) => self.place(here, &plan.defines.get(id.0)?.value),
                RowNode::Event(id) => self.place(self.patient(), &plan.event(*id)?.date),
                RowNode::TimeZero => self.place(self.patient(), &plan.event(plan.time_zero.event?)?.date),
                RowNode::Selected { value, .. } => self.place(self.evaluation().selected(here, node)?, value),
                RowNode::Rows { .. } | RowNode::Beside(_) => None,
            },
            _ => None,
        }
    }

    /// As [`Making::place`], a row being made where a selection takes none.
    fn made_place(&mut self, here: Here, e: &RowExpr, depth: usize) -> Option<(Here, usize)> {
        if let Some(place) = self.place(here, e) {
            return Some(place);
        }
        let plan = self.scene.plan;
        match e.node()? {
            RowNode::Parent(x) => self.made_place(self.rows.above(plan, here)?, x, depth),
            RowNode::Define(id) => self.made_place(here, &plan.defines.get(id.0)?.value, depth),
            RowNode::Event(id) => self.made_place(self.patient(), &plan.event(*id)?.date, depth),
            RowNode::Selected { table, condition, value, .. } => {
                let row = self.add_below(here, table.0)?;
                if let Some(condition) = condition {
                    self.make(row, condition, true, depth + 1);
                }
                self.made_place(row, value, depth + 1)
            }
            RowNode::OneToOne { .. } | RowNode::TimeZero | RowNode::Rows { .. } | RowNode::Beside(_) => None,
        }
    }

    pub fn fill(&mut self, here: Here, e: &RowExpr, depth: usize) {
        let Some((at, column)) = self.made_place(here, e, depth) else { return };
        if self.rows.cell(at, column).is_none() {
            let value = self.any_value(at, column);
            self.set(at, column, value);
        }
    }

    /// No row is left for a selection to take; a cell is empty.
    pub fn empty(&mut self, here: Here, e: &RowExpr, depth: usize) {
        let plan = self.scene.plan;
        match e.node() {
            Some(RowNode::Selected { table, condition: Some(condition), .. }) => {
                for row in self.evaluation().where_(here, table.0, Some(condition)) {
                    self.make(row, condition, false, depth + 1);
                }
            }
            Some(RowNode::Event(id)) => {
                if let Some(event) = plan.event(*id) {
                    self.empty(self.patient(), &event.date, depth + 1);
                }
            }
            Some(RowNode::Parent(x)) => {
                if let Some(above) = self.rows.above(plan, here) {
                    self.empty(above, x, depth + 1);
                }
            }
            _ => {
                if let Some((at, column)) = self.place(here, e) {
                    self.set(at, column, None);
                }
            }
        }
    }

    /// A date so many days from another; a day after the end of what is known of the patient is none.
    fn within(&mut self, here: Here, date: &RowExpr, to: (i64, i64, &RowExpr), wanted: bool, depth: usize) {
        let (low, high, anchor) = to;
        let Some(anchor) = self.evaluation().date(here, anchor).map(i64::from) else { return };
        let (low, high) = (anchor.saturating_add(low), anchor.saturating_add(high));
        if !wanted {
            self.empty(here, date, depth);
            if self.evaluation().date(here, date).is_some_and(|day| (low..=high).contains(&i64::from(day))) {
                let (after, before) = (high.saturating_add(1), low.saturating_sub(1));
                let day = match self.day_between(after, after.saturating_add(NEAR)) {
                    Some(day) => Some(day),
                    None => self.day_between(before.saturating_sub(NEAR), before),
                };
                self.assign_date(here, date, day, depth);
            }
            return;
        }
        // A day is drawn first and looked at then: who is no longer followed on it has not come to it.
        let (low, high) =
            (low.max(i64::from(self.scene.binding.earliest)), high.min(i64::from(self.scene.binding.cut_off)));
        if low > high {
            return;
        }
        let drawn = day(self.random.between(low, high));
        if drawn <= self.end {
            self.assign_date(here, date, Some(drawn), depth);
        }
    }

    pub fn assign_date(&mut self, here: Here, date: &RowExpr, day: Option<i32>, depth: usize) {
        let Some(day) = day else { return };
        for _ in 0..SELECTIONS {
            let Some((at, column)) = self.made_place(here, date, depth) else { return };
            self.set(at, column, Some(Value::Date(day)));
            if self.evaluation().date(here, date) == Some(day) {
                return;
            }
        }
    }

    /// A value that is as wanted: one of some, or any that the column can have.
    fn draw(&mut self, here: Here, e: &RowExpr, fits: &dyn Fn(&Value) -> bool, some: &[Value], depth: usize) {
        let Some((at, column)) = self.made_place(here, e, depth) else { return };
        for turn in 0..40 {
            let place = self.random.below(some.len().max(1) as u64) as usize;
            let value = match some.get(place).filter(|value| turn < 12 && fits(value)) {
                Some(value) => Some(value.clone()),
                None => self.any_value(at, column),
            };
            if let Some(value) = value.filter(|value| fits(value) && self.is_possible(at, column, value)) {
                return self.set(at, column, Some(value));
            }
        }
    }

    /// Whether the column can have it.
    fn is_possible(&self, at: Here, column: usize, value: &Value) -> bool {
        let limits = &self.scene.limits[at.table][column];
        match (value, &self.column(at, column).ty) {
            (Value::Code(code), _) => limits.codes.contains(code),
            (Value::Number(number), _) => (limits.low..=limits.high).contains(&limits.steps(*number)),
            (Value::Date(day), _) => *day <= self.scene.binding.cut_off && *day >= self.scene.binding.earliest,
            (Value::YesNo(_), ty) => *ty == Type::YesNo,
            (Value::Text(_), ty) => *ty == Type::Text,
        }
    }

    fn relate(&mut self, here: Here, op: CompareOp, left: &RowExpr, right: &RowExpr, depth: usize) {
        for (what, by, op) in [(left, right, op), (right, left, op.turned())] {
            if self.count(here, what, op, by, depth) {
                return;
            }
        }
        let sides = [(left, right, op), (right, left, op.turned())];
        let cheaper = usize::from(self.cost_of_place(here, right) < self.cost_of_place(here, left));
        for (what, by, op) in [sides[cheaper], sides[1 - cheaper]] {
            if self.evaluation().value(here, by).is_none() {
                self.fill(here, by, depth);
            }
            let Some(bound) = self.evaluation().value(here, by) else { continue };
            let Some((at, column)) = self.made_place(here, what, depth) else { continue };
            if let Some(value) = self.related(at, column, op, &bound) {
                self.set(at, column, Some(value));
            }
            if self.evaluation().value(here, what).is_some_and(|value| holds(op, value.cmp(&bound))) {
                return;
            }
        }
    }

    /// A value of the column that stands so to another.
    fn related(&mut self, at: Here, column: usize, op: CompareOp, bound: &Value) -> Option<Value> {
        let limits = self.scene.limits[at.table][column].clone();
        match bound {
            Value::Date(bound) => {
                let bound = i64::from(*bound);
                let (low, high) = match op {
                    CompareOp::Equal => (bound, bound),
                    CompareOp::NotEqual | CompareOp::Greater => (bound + 1, bound + NEAR),
                    CompareOp::GreaterEqual => (bound, bound + NEAR),
                    CompareOp::Less => (bound - NEAR, bound - 1),
                    CompareOp::LessEqual => (bound - NEAR, bound),
                };
                self.day_between(low, high).map(Value::Date)
            }
            Value::Number(number) => {
                let steps = limits.steps(*number);
                let exact = limits.number(steps) == Value::Number(number.normalize());
                let (low, high) = match op {
                    CompareOp::Equal => (steps, steps),
                    CompareOp::NotEqual if steps > limits.low => (limits.low, steps - 1),
                    CompareOp::NotEqual | CompareOp::Greater => (steps + 1, limits.high),
                    CompareOp::GreaterEqual => (steps + i64::from(!exact), limits.high),
                    CompareOp::Less => (limits.low, steps - i64::from(exact)),
                    CompareOp::LessEqual => (limits.low, steps),
                };
                let (low, high) = (low.max(limits.low), high.min(limits.high));
                (low <= high).then(|| limits.number(self.random.between(low, high)))
            }
            Value::Code(_) | Value::YesNo(_) | Value::Text(_) => {
                for _ in 0..40 {
                    let value = if op == CompareOp::Equal { Some(bound.clone()) } else { self.any_value(at, column) };
                    if value.as_ref().is_some_and(|value| holds(op, value.cmp(bound))) {
                        return value;
                    }
                }
                None
            }
        }
    }

    /// Where one side is a number of rows, rows are made or changed. Whether it is.
    fn count(&mut self, here: Here, what: &RowExpr, op: CompareOp, by: &RowExpr, depth: usize) -> bool {
        let Some(RowNode::Rows { kind: RowsKind::Count, table, condition }) = what.node() else { return false };
        let Some(Value::Number(bound)) = self.evaluation().value(here, by) else { return true };
        let Some(bound) = bound.to_usize() else { return true };
        let rows = self.evaluation().where_(here, table.0, condition.as_deref());
        let wanted = match op {
            CompareOp::Less => rows.len().min(bound.saturating_sub(1)),
            CompareOp::LessEqual => rows.len().min(bound),
            CompareOp::Equal => bound,
            CompareOp::GreaterEqual => rows.len().max(bound),
            CompareOp::Greater | CompareOp::NotEqual => rows.len().max(bound + 1),
        };
        for row in rows.iter().skip(wanted) {
            match condition {
                Some(condition) => self.make(*row, condition, false, depth),
                None => self.remove(*row),
            }
        }
        for _ in rows.len()..wanted {
            self.add_so(here, *table, condition.as_deref(), depth);
        }
        true
    }

    fn add_so(&mut self, here: Here, table: TableId, condition: Option<&RowExpr>, depth: usize) {
        let Some(row) = self.add_below(here, table.0) else { return };
        for (of, column, code) in self.split.clone() {
            if of == table.0 {
                self.set(row, column, Some(Value::Code(code)));
            }
        }
        if let Some(condition) = condition {
            self.make(row, condition, true, depth + 1);
        }
    }

    pub fn remove(&mut self, here: Here) {
        let locked = self.locked.iter().any(|(at, _)| *at == here);
        if let Some(row) = self.rows.tables.get_mut(here.table).and_then(|t| t.get_mut(here.row)).filter(|_| !locked) {
            row.gone = true;
            self.changes += 1;
        }
    }

    fn make_beyond(&mut self, here: Here, node: &RowNode<RowExpr>, wanted: bool, depth: usize) {
        let plan = self.scene.plan;
        match node {
            RowNode::Parent(x) => {
                if let Some(above) = self.rows.above(plan, here) {
                    self.make(above, x, wanted, depth);
                }
            }
            RowNode::OneToOne { table, column } => {
                if let Some(row) = self.rows.of(table.0).first().copied() {
                    self.set(row, *column, Some(Value::YesNo(wanted)));
                }
            }
            RowNode::Define(id) => {
                if let Some(define) = plan.defines.get(id.0) {
                    self.make(here, &define.value, wanted, depth);
                }
            }
            RowNode::Rows { kind, table, condition } => self.make_rows(here, (kind, *table, condition), wanted, depth),
            RowNode::Selected { value, .. } => {
                if let Some(row) = self.evaluation().selected(here, node) {
                    self.make(row, value, wanted, depth);
                }
            }
            RowNode::Event(_) | RowNode::TimeZero | RowNode::Beside(_) => {}
        }
    }

    fn make_rows(
        &mut self,
        here: Here,
        (kind, table, condition): (&RowsKind<RowExpr>, TableId, &Option<Box<RowExpr>>),
        wanted: bool,
        depth: usize,
    ) {
        let condition = condition.as_deref();
        let rows = self.evaluation().where_(here, table.0, condition);
        match kind {
            RowsKind::Any | RowsKind::No if matches!(kind, RowsKind::Any) == wanted => {
                let others = self.evaluation().where_(here, table.0, None);
                let place = self.random.below(others.len() as u64) as usize;
                match others.get(place).copied().zip(condition) {
                    Some((row, condition)) if self.random.chance(700) => self.make(row, condition, true, depth),
                    _ => self.add_so(here, table, condition, depth),
                }
            }
            RowsKind::Any | RowsKind::No => {
                for row in rows {
                    match condition {
                        Some(condition) => self.make(row, condition, false, depth),
                        None => self.remove(row),
                    }
                }
            }
            RowsKind::Every(has) => rows.into_iter().for_each(|row| self.make(row, has, wanted, depth)),
            RowsKind::Count => {}
        }
    }
}
