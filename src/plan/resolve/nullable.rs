//! Which expressions can be unknown where they stand, given what earlier conditions have settled.
//!
//! The analysis errs on the side of "can be unknown"; a plan then says `is known` or takes the unknown by an earlier case.

use super::*;

/// Expressions known to be known, by their shape.
#[derive(Clone, Default)]
pub(crate) struct Facts(Vec<ExprKind>);

impl Facts {
    fn holds(&self, e: &Expr) -> bool {
        self.0.contains(&walk::shape(e))
    }

    /// Adds what follows from the condition being true.
    pub fn assume(&mut self, e: &Expr) {
        match &e.kind {
            ExprKind::IsKnown(inner) => self.0.push(walk::shape(inner)),
            ExprKind::And(parts) => parts.iter().for_each(|p| self.assume(p)),
            ExprKind::Not(inner) => self.deny(inner),
            ExprKind::Recorded => self.0.push(ExprKind::Recorded),
            ExprKind::Compare { left, right, .. } => {
                self.0.push(walk::shape(left));
                self.0.push(walk::shape(right));
            }
            ExprKind::InSet(inner, _) => self.0.push(walk::shape(inner)),
            _ => {}
        }
    }

    /// Adds what follows from the condition being false.
    pub fn deny(&mut self, e: &Expr) {
        match &e.kind {
            ExprKind::Not(inner) => self.assume(inner),
            ExprKind::Or(parts) => parts.iter().for_each(|p| self.deny(p)),
            _ => {}
        }
    }
}

/// What can be unknown depends on the tables, the plan's settled parts and the criterion at hand.
pub(crate) struct Nullability<'r> {
    pub tables: &'r [Table],
    pub defines: &'r [Define],
    pub criterion: Option<&'r criterion::Building>,
    /// Time zero is known here (timepoints, criteria).
    pub time_zero_known: bool,
    /// Things of this kind always have a row at the reading.
    pub recorded: bool,
}

impl Nullability<'_> {
    /// True when the expression can be unknown.
    pub fn can_be_unknown(&self, e: &Expr, place: Place, facts: &Facts) -> bool {
        if facts.holds(e) {
            return false;
        }
        let inner = |x: &Expr| self.can_be_unknown(x, place, facts);
        match &e.kind {
            ExprKind::Literal(_) | ExprKind::IsKnown(_) | ExprKind::Recorded => false,
            ExprKind::TimeZero => !self.time_zero_known,
            ExprKind::Event(_)
            | ExprKind::OneToOne { .. }
            | ExprKind::Selected { .. }
            | ExprKind::FirstEarlier { .. }
            | ExprKind::ExtremeEarlier { .. } => true,
            ExprKind::Column(c) => self.column(*c, place, facts),
            ExprKind::Define(id) => {
                let define = &self.defines[id.0];
                self.can_be_unknown(&define.value, Place::Row(define.table), &Facts::default())
            }
            ExprKind::Parent(x) => match (place, self.criterion) {
                (Place::Row(table), _) => self.above(x, table, facts),
                (Place::Thing(_), Some(building)) => self.above(x, building.lesion, facts),
                (Place::Reading, Some(building)) => self.above(x, building.exam, facts),
                _ => true,
            },
            ExprKind::And(parts) => self.sequence(parts, place, facts, Facts::assume),
            ExprKind::Or(parts) => self.sequence(parts, place, facts, Facts::deny),
            ExprKind::Arithmetic { op: ArithmeticOp::Divide, .. } | ExprKind::Log10(_) => true,
            // What selects rows is proven to be decided where it is written.
            ExprKind::Rows { .. } => false,
            ExprKind::Things { kind, rows, condition } => self.things(kind, *rows, condition.as_deref()),
            ExprKind::Value(id) => self.criterion.is_none_or(|b| b.value_can_be_unknown(*id)),
            ExprKind::ThingDefine(id) => {
                let recorded = self.recorded || facts.0.contains(&ExprKind::Recorded);
                self.criterion.is_none_or(|b| b.define_can_be_unknown(*id, recorded))
            }
            ExprKind::AtReading { .. } => true,
            ExprKind::AtBaseline(x) => self.can_be_unknown(x, place, &Facts::default()),
            ExprKind::Earlier { condition, since } => {
                let plain = Facts::default();
                self.can_be_unknown(condition, place, &plain)
                    || since.as_ref().is_some_and(|s| self.can_be_unknown(s, place, &plain))
            }
            _ => walk::children(e).into_iter().any(inner),
        }
    }

    /// Conjuncts (or disjuncts) each read knowing what the ones before settled.
    fn sequence(&self, parts: &[Expr], place: Place, facts: &Facts, learn: fn(&mut Facts, &Expr)) -> bool {
        let mut facts = facts.clone();
        for part in parts {
            if self.can_be_unknown(part, place, &facts) {
                return true;
            }
            learn(&mut facts, part);
        }
        false
    }

    fn above(&self, x: &Expr, table: TableId, facts: &Facts) -> bool {
        match self.tables[table.0].parent {
            Some((_, parent)) => self.can_be_unknown(x, Place::Row(parent), facts),
            None => true,
        }
    }

    fn column(&self, column: usize, place: Place, facts: &Facts) -> bool {
        match (place, self.criterion) {
            (Place::Row(table), _) => self.tables[table.0].columns[column].missing_allowed,
            (Place::Reading, Some(building)) => self.tables[building.exam.0].columns[column].missing_allowed,
            (Place::Thing(_), Some(building)) => {
                let table = &self.tables[building.lesion.0];
                let fixed = table.thing.as_ref().is_some_and(|t| t.fixed.contains(&column) || t.by.contains(&column));
                let there = fixed || self.recorded || facts.0.contains(&ExprKind::Recorded);
                !there || table.columns[column].missing_allowed
            }
            _ => true,
        }
    }

    fn things(&self, kind: &ThingsKind, rows: RowsId, condition: Option<&Expr>) -> bool {
        let Some(building) = self.criterion else { return true };
        let inside = Nullability { recorded: !building.rows[rows.0].at_baseline, ..*self };
        let place = Place::Thing(Some(rows));
        let mut facts = Facts::default();
        if let Some(condition) = condition {
            if inside.can_be_unknown(condition, place, &facts) {
                return true;
            }
            facts.assume(condition);
        }
        match kind {
            ThingsKind::Any | ThingsKind::No | ThingsKind::Count => false,
            ThingsKind::Every(x) | ThingsKind::Sum(x) => inside.can_be_unknown(x, place, &facts),
            ThingsKind::Min(_) | ThingsKind::Max(_) => true,
        }
    }

    /// A body can be unknown: by a case that says so, or by a result that can be.
    pub fn body_can_be_unknown(&self, body: &Body, place: Place) -> bool {
        match body {
            Body::Expression(e) => self.can_be_unknown(e, place, &Facts::default()),
            Body::Table(_) => false,
            Body::Cases(cases) => {
                let mut facts = Facts::default();
                for case in cases {
                    let mut here = facts.clone();
                    if let Some(condition) = &case.condition {
                        here.assume(condition);
                    }
                    match &case.result {
                        None => return true,
                        Some(result) if self.can_be_unknown(result, place, &here) => return true,
                        Some(_) => {}
                    }
                    if let Some(condition) = &case.condition {
                        facts.deny(condition);
                    }
                }
                false
            }
        }
    }
}
