//! Which values a column can have: by its type, its rules, the checks that bound it alone, and the codes that the binding can
//! write.

use super::evaluate::of_literal;
use super::rows::Value;
use crate::binding::ColumnBinding;
use crate::plan::ir::{
    Check, Column, ColumnRule, CompareOp, ExprKind, InRow, Literal, Plan, RowExpr, RowNode, TableId, Type,
};
use crate::stats::random::Stream;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

/// Of one column. Numbers are whole steps: units of an integer, tenths or hundredths of another number.
#[derive(Clone, Debug)]
pub(super) struct Limits {
    pub low: i64,
    pub high: i64,
    /// Nothing bounds it below, or above, and the range is a usual one.
    open: (bool, bool),
    pub decimals: u32,
    /// Positions of codes that the file has a text for.
    pub codes: Vec<usize>,
}

/// A range in which the largest number is so much more than the smallest is drawn from on the logarithmic scale.
const WIDE: i64 = 600;
/// Where the plan has no upper bound, so far from the lower one.
const UNBOUNDED: i64 = 100;

impl Limits {
    pub fn of(plan: &Plan, table: usize, index: usize, bound: &ColumnBinding) -> Limits {
        let column = &plan.tables[table].columns[index];
        let (low, high) = bounds(plan, table, index, column);
        let narrow = low.zip(high).is_some_and(|(low, high)| high - low < Decimal::from(10));
        let decimals = match &column.ty {
            Type::Number(_) | Type::Real(_) => 1 + u32::from(narrow),
            Type::Integer | Type::Days | Type::YesNo | Type::Date => 0,
            Type::Code(_) | Type::Pseudonym | Type::Text | Type::Reading => 0,
        };
        let steps = |n: Decimal| n.checked_mul(Decimal::from(10_i64.pow(decimals)));
        let whole = |n: Option<Decimal>, up: bool| {
            let steps = steps(n?)?;
            if up { steps.ceil().to_i64() } else { steps.floor().to_i64() }
        };
        let span = UNBOUNDED * 10_i64.pow(decimals);
        let open = (low.is_none(), high.is_none());
        let (low, high) = match (whole(low, true), whole(high, false)) {
            (Some(low), Some(high)) => (low, high),
            (Some(low), None) => (low, low.saturating_add(span)),
            (None, Some(high)) => (high.saturating_sub(span), high),
            (None, None) => (0, span),
        };
        let (low, high) = inner(&column.rules, (low, high), decimals);
        let mut codes: Vec<usize> = bound.codes.iter().map(|code| code.code).chain(bound.blank).collect();
        codes.sort_unstable();
        codes.dedup();
        Limits { low, high, open, decimals, codes }
    }

    pub fn number(&self, steps: i64) -> Value {
        Value::Number(Decimal::new(steps, self.decimals).normalize())
    }

    /// In whole steps, towards the lower one.
    pub fn steps(&self, number: Decimal) -> i64 {
        let steps = number.checked_mul(Decimal::from(10_i64.pow(self.decimals))).map(|n| n.floor());
        steps.and_then(|n| n.to_i64()).unwrap_or(self.low)
    }

    /// Whether the column can have it, or something nearer than a step.
    pub fn holds(&self, number: Decimal) -> bool {
        let steps = self.steps(number);
        (self.open.0 || self.low <= steps) && (self.open.1 || steps <= self.high)
    }

    /// What bounds it, as far as something does.
    pub fn bounds(&self) -> (Option<Decimal>, Option<Decimal>) {
        let number = |steps: i64| Decimal::new(steps, self.decimals);
        ((!self.open.0).then(|| number(self.low)), (!self.open.1).then(|| number(self.high)))
    }

    pub fn span(&self) -> i64 {
        self.high.saturating_sub(self.low)
    }

    /// Any number of the range.
    pub fn any(&self, random: &mut Stream) -> i64 {
        let wide = self.span() > WIDE * 10_i64.pow(self.decimals);
        if self.low >= 0 && wide {
            return random.on_log_scale(self.low.max(1), self.high);
        }
        random.between(self.low, self.high)
    }
}

/// A bound that is itself no value is a step further in.
fn inner(rules: &[ColumnRule], (low, high): (i64, i64), decimals: u32) -> (i64, i64) {
    let is = |bound: &Decimal, steps: i64| *bound == Decimal::new(steps, decimals);
    let (mut low, mut high) = (low, high);
    for rule in rules {
        match rule {
            ColumnRule::Above(bound) if is(bound, low) => low += 1,
            ColumnRule::Below(bound) if is(bound, high) => high -= 1,
            ColumnRule::Above(_)
            | ColumnRule::Below(_)
            | ColumnRule::Range { .. }
            | ColumnRule::AtMostColumn(_)
            | ColumnRule::AtLeastColumn(_)
            | ColumnRule::RequiredWhen(_)
            | ColumnRule::Names(_) => {}
        }
    }
    (low, high.max(low))
}

type Bounds = (Option<Decimal>, Option<Decimal>);

fn bounds(plan: &Plan, table: usize, index: usize, column: &Column) -> Bounds {
    let mut found: Bounds = (None, None);
    for rule in &column.rules {
        match rule {
            ColumnRule::Range { low, high } => found = tighter(found, (*low, *high)),
            ColumnRule::Above(low) => found = tighter(found, (Some(*low), None)),
            ColumnRule::Below(high) => found = tighter(found, (None, Some(*high))),
            ColumnRule::AtMostColumn(_)
            | ColumnRule::AtLeastColumn(_)
            | ColumnRule::RequiredWhen(_)
            | ColumnRule::Names(_) => {}
        }
    }
    let alone = |check: &&Check| {
        let only_known = |e: &RowExpr| matches!(&e.kind, ExprKind::IsKnown(x) if x.kind == ExprKind::Column(index));
        check.table == TableId(table) && check.split.is_empty() && check.only.as_ref().is_none_or(only_known)
    };
    for check in plan.checks.iter().filter(alone) {
        for part in conjuncts(&check.require) {
            found = tighter(found, of_comparison(part, index));
        }
    }
    found
}

fn tighter((low, high): Bounds, (other_low, other_high): Bounds) -> Bounds {
    let both = |a: Option<Decimal>, b: Option<Decimal>, of: fn(Decimal, Decimal) -> Decimal| match (a, b) {
        (Some(a), Some(b)) => Some(of(a, b)),
        (one, other) => one.or(other),
    };
    (both(low, other_low, Decimal::max), both(high, other_high, Decimal::min))
}

fn conjuncts(e: &RowExpr) -> Vec<&RowExpr> {
    match &e.kind {
        ExprKind::And(parts) => parts.iter().collect(),
        _ => vec![e],
    }
}

/// What a comparison of the column with a number says of it.
fn of_comparison(e: &RowExpr, index: usize) -> Bounds {
    let number = |literal: &Literal| match of_literal(literal) {
        Some(Value::Number(number)) => Some(number),
        _ => None,
    };
    match &e.kind {
        ExprKind::Compare { op, left, right } if left.kind == ExprKind::Column(index) => {
            let ExprKind::Literal(literal) = &right.kind else { return (None, None) };
            match op {
                CompareOp::Less | CompareOp::LessEqual => (None, number(literal)),
                CompareOp::Greater | CompareOp::GreaterEqual => (number(literal), None),
                CompareOp::Equal | CompareOp::NotEqual => (None, None),
            }
        }
        ExprKind::InRange { what, low, high } if what.kind == ExprKind::Column(index) => (number(low), number(high)),
        _ => (None, None),
    }
}

/// The days between which time zero can lie, as the requirements of populations have it.
pub(super) fn days_of_zero(plan: &Plan, (mut first, mut last): (i32, i32)) -> (i32, i32) {
    let is_zero = |e: &RowExpr| match e.node() {
        Some(RowNode::TimeZero) => true,
        Some(RowNode::Event(event)) => plan.time_zero.event == Some(*event),
        _ => false,
    };
    let mut narrow = |e: &RowExpr| {
        let day = |literal: &Literal| match literal {
            Literal::Date(day) => Some(*day),
            _ => None,
        };
        if let ExprKind::InRange { what, low, high } = &e.kind
            && is_zero(what)
            && let (Some(low), Some(high)) = (day(low), day(high))
            && low <= last
            && high >= first
        {
            (first, last) = (first.max(low), last.min(high));
        }
    };
    for requirement in plan.populations.iter().flat_map(|p| &p.require) {
        requirement.condition.each(&mut |e| narrow(e));
    }
    (first, last)
}

/// Any expression of the plan in the row of a table.
pub(super) fn expressions(plan: &Plan) -> Vec<&RowExpr> {
    let of_checks = plan.checks.iter().flat_map(|c| c.only.iter().chain([&c.require]));
    let of_arms = plan.arms.arms.iter().filter_map(|a| a.condition.as_ref());
    let of_populations = plan.populations.iter().flat_map(|p| &p.require).map(|r| &r.condition);
    let defines = plan.defines.iter().map(|d| &d.value);
    of_checks.chain(of_arms).chain(of_populations).chain(defines).chain(plan.events.iter().map(|e| &e.date)).collect()
}

/// What the row itself has, where the expression is a column of it.
pub(super) fn column_of(e: &RowExpr) -> Option<(Option<TableId>, usize)> {
    match &e.kind {
        ExprKind::Column(column) => Some((None, *column)),
        ExprKind::Beyond(InRow(RowNode::OneToOne { table, column })) => Some((Some(*table), *column)),
        _ => None,
    }
}
