//! The days, counted from time zero or from another day, that a condition on the date of a row allows.

use super::*;

impl Resolver<'_> {
    /// The days of the date of a row, as far as the condition by which it is chosen says them, itself or through quantities
    /// of the row; counted from the day that `is_day_0` tells.
    pub(crate) fn days_allowed(&self, condition: &RowExpr, date: usize, is_day_0: IsDay0) -> Bound {
        match (&condition.kind, condition.node()) {
            (ExprKind::And(parts), _) => {
                parts.iter().fold(Bound::default(), |days, part| days.and(self.days_allowed(part, date, is_day_0)))
            }
            (_, Some(RowNode::Define(id))) => self.days_allowed(&self.plan.defines[id.0].value, date, is_day_0),
            _ => self.days_said(condition, date, None, is_day_0).unwrap_or_default(),
        }
    }

    /// What a condition says of a date in days after the day 0, where that is all it says; nothing where it ends with the
    /// observation of the patient.
    pub(crate) fn days_said(
        &self,
        condition: &RowExpr,
        date: usize,
        until: Option<&RowExpr>,
        is_day_0: IsDay0,
    ) -> Option<Bound> {
        let is_date = |e: &RowExpr| e.kind == ExprKind::Column(date);
        let is_end = |e: &RowExpr| until.is_some_and(|until| e.kind == until.kind);
        let day_after_zero = |anchor: &RowExpr| self.day_after(anchor, is_day_0);
        let (from, to) =
            (|day: i64| Bound { from: Some(day), to: None }, |day: i64| Bound { from: None, to: Some(day) });
        match &condition.kind {
            ExprKind::FromOn(what, anchor) if is_date(what) => day_after_zero(anchor).map(from),
            ExprKind::After(what, anchor) if is_date(what) => {
                day_after_zero(anchor).map(|day| from(day.saturating_add(1)))
            }
            ExprKind::Before(what, anchor) if is_date(what) && is_end(anchor) => Some(Bound::default()),
            ExprKind::Before(what, anchor) if is_date(what) => {
                day_after_zero(anchor).map(|day| to(day.saturating_sub(1)))
            }
            ExprKind::Within { date: what, low, high, anchor } if is_date(what) => {
                let zero = day_after_zero(anchor)?;
                Some(Bound { from: Some(zero.saturating_add(*low)), to: Some(zero.saturating_add(*high)) })
            }
            ExprKind::Not(inner) => match &inner.kind {
                ExprKind::After(what, anchor) if is_date(what) && is_end(anchor) => Some(Bound::default()),
                ExprKind::After(what, anchor) if is_date(what) => day_after_zero(anchor).map(to),
                ExprKind::Before(what, anchor) if is_date(what) => day_after_zero(anchor).map(from),
                ExprKind::FromOn(what, anchor) if is_date(what) => {
                    day_after_zero(anchor).map(|day| to(day.saturating_sub(1)))
                }
                _ => None,
            },
            _ => None,
        }
    }

    /// The day 0, or so many days after it, itself or as a quantity.
    pub(crate) fn day_after(&self, e: &RowExpr, is_day_0: IsDay0) -> Option<i64> {
        let e = self.behind(e);
        match &e.kind {
            _ if is_day_0(e) => Some(0),
            ExprKind::PlusDays(inner, days) => Some(self.day_after(inner, is_day_0)?.saturating_add(*days)),
            _ => None,
        }
    }
}

/// Tells the day from which days are counted.
pub(crate) type IsDay0<'f> = &'f dyn Fn(&RowExpr) -> bool;

/// First and last day that a condition allows.
#[derive(Clone, Copy, Default)]
pub(crate) struct Bound {
    pub from: Option<i64>,
    pub to: Option<i64>,
}

impl Bound {
    /// What two conditions allow that both hold.
    fn and(self, other: Bound) -> Bound {
        let to = [self.to, other.to].into_iter().flatten().min();
        Bound { from: self.from.max(other.from), to }
    }

    /// The days, where it has a first and a last.
    pub fn window(self) -> Option<(i64, i64)> {
        self.from.zip(self.to)
    }
}
