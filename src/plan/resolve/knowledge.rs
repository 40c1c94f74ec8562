//! Time as the compiler sees it: when what an expression reads is known.

use super::*;

/// When all that an expression reads is known, the latest winning.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum When {
    Baseline,
    Administrative,
    After,
}

/// What comes after time zero in an expression, with the place that reads it.
pub(crate) struct Knowledge {
    pub when: When,
    pub span: Option<Span>,
}

impl Knowledge {
    fn new(when: When, span: Span) -> Self {
        Knowledge { when, span: (when != When::Baseline).then_some(span) }
    }
    fn join(self, other: Knowledge) -> Knowledge {
        if other.when > self.when { other } else { self }
    }
}

impl<'a> Resolver<'a> {
    pub(crate) fn known(&self, e: &Expr, table: TableId) -> Knowledge {
        let baseline = Knowledge { when: When::Baseline, span: None };
        let column = |table: TableId, column: usize| match self.tables[table.0].columns[column].known {
            Known::Baseline => When::Baseline,
            Known::Administrative => When::Administrative,
            Known::AtColumn(_) | Known::Itself => When::After,
        };
        match &e.kind {
            ExprKind::Column(c) => Knowledge::new(column(table, *c), e.span),
            ExprKind::OneToOne { table, column: c } => Knowledge::new(column(*table, *c), e.span),
            ExprKind::Define(id) => {
                let define = &self.defines[id.0];
                Knowledge { span: Some(e.span), ..self.known(&define.value, define.table) }
            }
            ExprKind::Parent(inner) => match self.tables[table.0].parent {
                Some((_, parent)) => self.known(inner, parent),
                None => baseline,
            },
            ExprKind::Event(id) => {
                let zero = self.time_zero.as_ref().is_some_and(|t| t.event == *id);
                Knowledge::new(if zero { When::Baseline } else { When::After }, e.span)
            }
            // What lies before time zero is known then.
            ExprKind::Before(_, anchor) if anchor.kind == ExprKind::TimeZero => baseline,
            ExprKind::Within { high, anchor, .. } if anchor.kind == ExprKind::TimeZero && *high <= 0 => baseline,
            ExprKind::And(parts) if guarded_before(parts) => baseline,
            ExprKind::Rows { table: below, condition, .. } | ExprKind::Selected { table: below, condition, .. } => {
                let inside = condition.as_ref().map_or(Knowledge { when: When::Baseline, span: None }, |c| self.known(c, *below));
                let own = match self.tables[below.0].known {
                    Known::Baseline => When::Baseline,
                    Known::Administrative => When::Administrative,
                    _ => When::After,
                };
                inside.join(Knowledge::new(own, e.span))
            }
            _ => children(e).into_iter().fold(baseline, |k, child| k.join(self.known(child, table))),
        }
    }
}

/// `event is known and event before time zero`, as the compiler writes `event before time zero`.
fn guarded_before(parts: &[Expr]) -> bool {
    match parts {
        [Expr { kind: ExprKind::IsKnown(event), .. }, test] => match &test.kind {
            ExprKind::Before(date, anchor) => date.kind == event.kind && anchor.kind == ExprKind::TimeZero,
            ExprKind::Within { date, high, anchor, .. } => date.kind == event.kind && anchor.kind == ExprKind::TimeZero && *high <= 0,
            _ => false,
        },
        _ => false,
    }
}

/// The last day after time zero on which a condition still depends; none when it depends on nothing later.
pub(crate) fn settled_by(e: &Expr) -> Option<i64> {
    let own = match &e.kind {
        ExprKind::Within { high, anchor, .. } if anchor.kind == ExprKind::TimeZero && *high > 0 => Some(*high),
        ExprKind::After(_, anchor) | ExprKind::FromOn(_, anchor) | ExprKind::Before(_, anchor) => match &anchor.kind {
            ExprKind::PlusDays(zero, day) if zero.kind == ExprKind::TimeZero => Some(*day),
            _ => None,
        },
        _ => None,
    };
    children(e).into_iter().filter_map(settled_by).chain(own).max()
}

/// The expressions directly within an expression.
pub(crate) fn children(e: &Expr) -> Vec<&Expr> {
    use ExprKind::*;
    match &e.kind {
        Literal(_) | Column(_) | OneToOne { .. } | Define(_) | Event(_) | TimeZero | Value(_) | ThingDefine(_) | Recorded => vec![],
        Parent(x) | OfPatient(x) | Not(x) | IsKnown(x) | Negative(x) | Log10(x) | YearOf(x) | PlusDays(x, _) | AtBaseline(x) | InSet(x, _) => vec![x],
        InRange { what, .. } | Scale { of: what, .. } | AtReading { what, .. } | ExtremeEarlier { what, .. } => vec![what],
        And(parts) | Or(parts) => parts.iter().collect(),
        Compare { left, right, .. } | Arithmetic { left, right, .. } => vec![left, right],
        Before(a, b) | After(a, b) | FromOn(a, b) => vec![a, b],
        Within { date, anchor, .. } => vec![date, anchor],
        Rows { kind, condition, .. } => {
            let mut out: Vec<&Expr> = condition.iter().map(|c| &**c).collect();
            if let RowsKind::Every(has) = kind {
                out.push(has);
            }
            out
        }
        Selected { condition, value, .. } => condition.iter().map(|c| &**c).chain([&**value]).collect(),
        Things { kind, condition, .. } => {
            let mut out: Vec<&Expr> = condition.iter().map(|c| &**c).collect();
            match kind {
                ThingsKind::Every(x) | ThingsKind::Sum(x) | ThingsKind::Min(x) | ThingsKind::Max(x) => out.push(x),
                ThingsKind::Any | ThingsKind::No | ThingsKind::Count => {}
            }
            out
        }
        Earlier { condition, since } | FirstEarlier { condition, since } => [&**condition].into_iter().chain(since.iter().map(|s| &**s)).collect(),
    }
}
