//! A criterion whose every look beyond the examination, the lesion and the past has become a column.

use super::flatten::{At, columns_of};
use super::rebuild::rebuild;
use super::{Definition, Lowering, Owner};
use crate::plan::ir::{Body, CaseArm, Criterion, Expr, ExprKind, TableId};
use crate::program::step::StepId;

/// What an expression of a criterion stands on.
#[derive(Clone, Copy, PartialEq)]
enum Place {
    Reading,
    /// A row of the lesions' table.
    Lesion,
    /// A lesion followed: its row when chosen, and its row at the reading if there is one.
    Thing,
}

struct Binding<'c> {
    exam: TableId,
    lesion: TableId,
    owner: &'c Owner,
    used: &'c mut Vec<StepId>,
}

impl Lowering<'_> {
    /// The criterion over columns; `used` receives the steps that make them.
    pub fn bound_criterion(&mut self, criterion: &Criterion, owner: &Owner, used: &mut Vec<StepId>) -> Criterion {
        let mut bound = criterion.clone();
        let mut binding = Binding { exam: criterion.exam, lesion: criterion.lesion, owner, used };
        bound.no_reading.0 = self.bind(&criterion.no_reading.0, Place::Reading, &mut binding);
        for rows in &mut bound.rows {
            rows.condition = self.bind(&rows.condition, Place::Lesion, &mut binding);
        }
        for define in &mut bound.defines {
            define.body = self.bind_body(&define.body, Place::Thing, &mut binding);
        }
        for value in &mut bound.values {
            value.body = self.bind_body(&value.body, Place::Reading, &mut binding);
        }
        bound
    }

    fn bind_body(&mut self, body: &Body, place: Place, binding: &mut Binding) -> Body {
        match body {
            Body::Expression(e) => Body::Expression(self.bind(e, place, binding)),
            Body::Cases(cases) => Body::Cases(cases.iter().map(|c| self.bind_case(c, place, binding)).collect()),
            Body::Table(table) => {
                let mut table = table.clone();
                table.given = table.given.iter().map(|e| self.bind(e, place, binding)).collect();
                Body::Table(table)
            }
        }
    }

    fn bind_case(&mut self, case: &CaseArm, place: Place, binding: &mut Binding) -> CaseArm {
        CaseArm {
            result: case.result.as_ref().map(|e| self.bind(e, place, binding)),
            condition: case.condition.as_ref().map(|e| self.bind(e, place, binding)),
            ..case.clone()
        }
    }

    fn bind(&mut self, e: &Expr, place: Place, binding: &mut Binding) -> Expr {
        match &e.kind {
            ExprKind::Things { .. } => rebuild(e, &mut |part| self.bind(part, Place::Thing, binding)),
            ExprKind::Rows { table, .. } | ExprKind::Selected { table, .. }
                if place == Place::Reading && *table == binding.lesion =>
            {
                rebuild(e, &mut |part| self.bind(part, Place::Lesion, binding))
            }
            // Written out, so that its fixed columns stay those of the row the lesion was chosen by.
            ExprKind::Define(id) if place == Place::Thing && !self.open.contains(&Definition::Define(*id)) => {
                self.open.push(Definition::Define(*id));
                let value = self.bind(&self.plan.defines[id.0].value, place, binding);
                self.open.pop();
                value
            }
            // The examination of a lesion followed is that of the reading, whether or not the lesion has a row there.
            ExprKind::Parent(inner) if place == Place::Thing => {
                let inner = self.column_at(inner, binding.exam, binding);
                Expr { kind: ExprKind::Parent(Box::new(inner)), ..e.clone() }
            }
            ExprKind::OfPatient(_) | ExprKind::OneToOne { .. } | ExprKind::Event(_) | ExprKind::TimeZero
                if place == Place::Thing =>
            {
                let inner = self.column_at(e, binding.exam, binding);
                Expr { kind: ExprKind::Parent(Box::new(inner)), ..e.clone() }
            }
            ExprKind::Parent(_)
            | ExprKind::OfPatient(_)
            | ExprKind::OneToOne { .. }
            | ExprKind::Define(_)
            | ExprKind::Event(_)
            | ExprKind::TimeZero
            | ExprKind::Rows { .. }
            | ExprKind::Selected { .. } => {
                let table = if place == Place::Reading { binding.exam } else { binding.lesion };
                self.column_at(e, table, binding)
            }
            // Operators, and what a criterion knows of itself: the same lesion, where there is one, at other readings.
            _ => rebuild(e, &mut |part| self.bind(part, place, binding)),
        }
    }

    fn column_at(&mut self, e: &Expr, table: TableId, binding: &mut Binding) -> Expr {
        let flat = self.flatten(e, At::row(table), binding.owner);
        let mut columns = vec![];
        columns_of(&flat, &mut columns);
        binding.used.extend(self.sources(table, columns));
        Expr { span: e.span, ..flat }
    }
}
