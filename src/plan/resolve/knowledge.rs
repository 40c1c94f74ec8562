//! Time as the compiler sees it: when what an expression reads is known.

use super::walk::is_time_zero;
use super::*;

/// When all that an expression reads is known, the latest winning.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum When {
    Baseline,
    Administrative,
    After,
}

/// The latest moment at which something in an expression is known, with the place that reads it.
#[derive(Clone, Copy)]
pub(crate) struct Knowledge {
    pub when: When,
    pub span: Option<Span>,
}

const BASELINE: Knowledge = Knowledge { when: When::Baseline, span: None };

impl Knowledge {
    fn new(known: Known, span: Span) -> Self {
        match known {
            Known::Baseline => BASELINE,
            Known::Administrative => Knowledge { when: When::Administrative, span: Some(span) },
            Known::AtColumn(_) | Known::Itself | Known::FollowUp => Knowledge { when: When::After, span: Some(span) },
        }
    }
    fn join(self, other: Knowledge) -> Knowledge {
        if other.when > self.when { other } else { self }
    }
}

impl<'a> Resolver<'a> {
    /// When an expression in a row of the table is known.
    pub(crate) fn known(&self, e: &RowExpr, table: TableId) -> Knowledge {
        match &e.kind {
            ExprKind::Column(c) => Knowledge::new(self.plan.tables[table.0].columns[*c].known, e.span),
            ExprKind::Beyond(InRow(node)) => self.node_known(node, table, e.span),
            _ if settled_at_time_zero(e) => BASELINE,
            ExprKind::Or(parts) => {
                let read = parts.iter().filter(|p| !absorbed(p, parts));
                read.fold(BASELINE, |k, part| k.join(self.known(part, table)))
            }
            _ => e.children().into_iter().fold(BASELINE, |k, child| k.join(self.known(child, table))),
        }
    }

    /// When what is looked up beyond a row is known.
    fn node_known(&self, node: &RowNode<RowExpr>, table: TableId, span: Span) -> Knowledge {
        match node {
            RowNode::OneToOne { table, column } => {
                Knowledge::new(self.plan.tables[table.0].columns[*column].known, span)
            }
            RowNode::Define(id) => {
                let define = &self.plan.defines[id.0];
                let inside = self.known(&define.value, define.table);
                Knowledge { span: inside.span.map(|_| span), ..inside }
            }
            RowNode::Parent(inner) => match self.plan.tables[table.0].parent {
                Some((_, parent)) => self.known(inner, parent),
                None => BASELINE,
            },
            RowNode::TimeZero => BASELINE,
            // Without a time zero, which was reported, nothing is after it.
            RowNode::Event(id) if self.plan.time_zero.as_ref().is_none_or(|t| t.event == Some(*id)) => BASELINE,
            RowNode::Event(_) => Knowledge { when: When::After, span: Some(span) },
            RowNode::Rows { table: below, condition, .. } | RowNode::Selected { table: below, condition, .. } => {
                if condition.as_deref().is_some_and(|c| conjuncts(c).iter().any(|p| settled_at_time_zero(p))) {
                    return BASELINE;
                }
                let inside = condition.as_ref().map_or(BASELINE, |c| self.known(c, *below));
                inside.join(Knowledge::new(self.plan.tables[below.0].known, span))
            }
        }
    }

    /// Where an expression reads something after time zero without a last day; none where all is bounded.
    pub(crate) fn open_ended(&self, e: &RowExpr, table: TableId) -> Option<Span> {
        if self.known(e, table).when != When::After || last_day(e).is_some() {
            return None;
        }
        match &e.kind {
            ExprKind::And(parts) if guarded(parts).and_then(last_day).is_some() => None,
            ExprKind::Beyond(InRow(
                RowNode::Rows { condition: Some(c), .. } | RowNode::Selected { condition: Some(c), .. },
            )) if conjuncts(c).iter().any(|p| last_day(p).is_some()) => None,
            ExprKind::And(_) | ExprKind::Or(_) | ExprKind::Not(_) => {
                e.children().into_iter().find_map(|child| self.open_ended(child, table))
            }
            _ => Some(e.span),
        }
    }
}

/// A test of time whose answer is known at time zero.
fn settled_at_time_zero(e: &RowExpr) -> bool {
    match &e.kind {
        ExprKind::And(parts) => guarded(parts).and_then(last_day).is_some_and(|day| day <= 0),
        _ => last_day(e).is_some_and(|day| day <= 0),
    }
}

/// The day after time zero on which the answer of a test of time is known at the latest.
fn last_day(e: &RowExpr) -> Option<i64> {
    match &e.kind {
        ExprKind::Within { high, anchor, .. } if is_time_zero(anchor) => Some(*high),
        ExprKind::Before(_, anchor) => match &anchor.kind {
            ExprKind::Beyond(InRow(RowNode::TimeZero)) => Some(0),
            ExprKind::PlusDays(zero, day) if is_time_zero(zero) => Some(*day),
            _ => None,
        },
        _ => None,
    }
}

fn conjuncts(e: &RowExpr) -> Vec<&RowExpr> {
    match &e.kind {
        ExprKind::And(parts) => parts.iter().collect(),
        _ => vec![e],
    }
}

/// The test in `event is known and TEST of event`, as the compiler writes a test of time on an event.
fn guarded(parts: &[RowExpr]) -> Option<&RowExpr> {
    let [RowExpr { kind: ExprKind::IsKnown(event), .. }, test] = parts else { return None };
    match &test.kind {
        ExprKind::Before(date, _) | ExprKind::Within { date, .. } if date.kind == event.kind => Some(test),
        _ => None,
    }
}

/// `event is missing`, where another part is `not (TEST of event)`: it adds nothing, as the test of an event that did
/// not happen is false.
fn absorbed(part: &RowExpr, parts: &[RowExpr]) -> bool {
    let ExprKind::Not(inner) = &part.kind else { return false };
    let ExprKind::IsKnown(event) = &inner.kind else { return false };
    parts.iter().any(|other| {
        let ExprKind::Not(test) = &other.kind else { return false };
        let ExprKind::And(guard) = &test.kind else { return false };
        matches!(guard.first(), Some(RowExpr { kind: ExprKind::IsKnown(e), .. }) if e.kind == event.kind)
            && guarded(guard).is_some()
    })
}

/// The last day after time zero on which a condition still depends; none when it depends on nothing later.
pub(crate) fn settled_by(e: &RowExpr) -> Option<i64> {
    let own = last_day(e).filter(|day| *day > 0);
    e.children().into_iter().filter_map(settled_by).chain(own).max()
}
