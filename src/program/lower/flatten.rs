//! Nested expressions to flat ones: what looks beyond its row becomes a step that makes a column, and the expression names the column.

use super::rebuild::rebuild;
use super::{Definition, Lowering, Owner};
use crate::diagnostic::{FileId, Span};
use crate::plan::ir::{CompareOp, Expr, ExprKind, Literal, RowsKind, TableId, Type};
use crate::program::step::{Operation, Pick, Quantifier, StepId};

/// The row an expression stands in.
#[derive(Clone, Copy)]
pub(super) struct At {
    pub table: TableId,
    /// Rows of this table below are seen only where this column has this code.
    pub restrict: Option<(TableId, usize, usize)>,
}

impl At {
    pub fn row(table: TableId) -> At {
        At { table, restrict: None }
    }
}

/// Flat expressions carry no place, so that the same thing written twice is one step.
pub(super) fn plain(kind: ExprKind, ty: &Type) -> Expr {
    Expr { kind, ty: ty.clone(), span: Span::new(FileId(0), 0, 0) }
}

impl Lowering<'_> {
    /// The expression over columns of its own row.
    pub fn flatten(&mut self, e: &Expr, at: At, owner: &Owner) -> Expr {
        if is_operator(&e.kind) {
            let flat = rebuild(e, &mut |part| self.flatten(part, at, owner));
            return plain(flat.kind, &e.ty);
        }
        match self.reach(e, at, owner) {
            Some(Operation::Compute { value, .. }) => value,
            Some(operation) => {
                let step = self.add(operation, owner);
                plain(ExprKind::Column(self.column_number(step)), &e.ty)
            }
            None => plain(e.kind.clone(), &e.ty),
        }
    }

    /// The column that holds the expression.
    pub fn column(&mut self, e: &Expr, at: At, owner: &Owner) -> usize {
        let value = self.flatten(e, at, owner);
        if let ExprKind::Column(column) = value.kind {
            return column;
        }
        let step = self.add(Operation::Compute { table: at.table, value }, owner);
        self.column_number(step)
    }

    /// The step named by its owner that makes the column of the expression.
    pub fn named(&mut self, e: &Expr, at: At, owner: &Owner) -> StepId {
        let operation = if is_operator(&e.kind) { None } else { self.reach(e, at, owner) };
        let operation = match operation {
            // Made before under another name: this one only names it again.
            Some(made) if self.find(&made).is_some() => {
                let step = self.add(made, owner);
                let value = plain(ExprKind::Column(self.column_number(step)), &e.ty);
                Operation::Compute { table: at.table, value }
            }
            Some(operation) => operation,
            None => Operation::Compute { table: at.table, value: self.flatten(e, at, owner) },
        };
        let inputs = self.inputs(&operation);
        self.push(operation, owner, owner.id.clone(), inputs)
    }

    /// The step that fetches a value from beyond the row; a `Compute` where it is a column already, none where there is no such value.
    fn reach(&mut self, e: &Expr, at: At, owner: &Owner) -> Option<Operation> {
        let patients = self.plan.patient_table();
        match &e.kind {
            ExprKind::Parent(inner) => {
                let (mut above, mut what) = (self.parent(at.table)?, &**inner);
                while let ExprKind::Parent(further) = &what.kind {
                    (above, what) = (self.parent(above)?, further);
                }
                self.of_row_above(what, above, at, owner)
            }
            ExprKind::OfPatient(inner) => self.of_row_above(inner, patients, at, owner),
            ExprKind::OneToOne { .. } | ExprKind::Event(_) | ExprKind::TimeZero if at.table != patients => {
                self.of_row_above(e, patients, at, owner)
            }
            ExprKind::OneToOne { table, column } => {
                Some(Operation::Select { table: patients, below: *table, rows: None, pick: Pick::Only, value: *column })
            }
            ExprKind::Event(id) => self.column_of(Definition::Event(*id), at, &e.ty),
            ExprKind::TimeZero => self.column_of(Definition::TimeZero, at, &e.ty),
            ExprKind::Define(id) => self.column_of(Definition::Define(*id), at, &e.ty),
            ExprKind::Rows { kind, table, condition } => {
                let (condition, how) = match kind {
                    RowsKind::Any => (condition.as_deref().cloned(), Quantifier::Any),
                    RowsKind::No => (condition.as_deref().cloned(), Quantifier::No),
                    RowsKind::Count => (condition.as_deref().cloned(), Quantifier::Count),
                    RowsKind::Every(has) => (Some(exception(condition.as_deref(), has)), Quantifier::No),
                };
                let rows = self.rows_where(*table, condition.as_ref(), at, owner);
                Some(Operation::Quantify { table: at.table, below: *table, rows, how })
            }
            ExprKind::Selected { last, table, condition, value } => {
                let rows = self.rows_where(*table, condition.as_deref(), at, owner);
                let value = self.column(value, At { table: *table, ..at }, &owner.within("value"));
                let pick = if *last { Pick::Last } else { Pick::First };
                Some(Operation::Select { table: at.table, below: *table, rows, pick, value })
            }
            _ => None,
        }
    }

    fn column_of(&mut self, definition: Definition, at: At, ty: &Type) -> Option<Operation> {
        let step = self.definition(definition)?;
        let value = plain(ExprKind::Column(self.column_number(step)), ty);
        Some(Operation::Compute { table: at.table, value })
    }

    fn of_row_above(&mut self, what: &Expr, above: TableId, at: At, owner: &Owner) -> Option<Operation> {
        if above == at.table {
            return Some(Operation::Compute { table: at.table, value: self.flatten(what, at, owner) });
        }
        let column = self.column(what, At::row(above), &owner.within(&self.plan.table(above).header.name));
        Some(Operation::Above { table: at.table, above, column })
    }

    /// The filter of the rows that satisfy the condition, and the restriction where there is one.
    pub fn rows_where(&mut self, table: TableId, condition: Option<&Expr>, at: At, owner: &Owner) -> Option<StepId> {
        let mut parts = vec![];
        if let Some((restricted, column, code)) = at.restrict
            && restricted == table
        {
            parts.push(self.has_code(table, column, code));
        }
        let inside = At { table, ..at };
        if let Some(condition) = condition {
            parts.push(self.flatten(condition, inside, &owner.within("where")));
        }
        let condition = match parts.len() {
            0 => return None,
            1 => parts.swap_remove(0),
            _ => plain(ExprKind::And(parts), &Type::YesNo),
        };
        let condition = self.column(&condition, inside, &owner.within("where"));
        Some(self.add(Operation::Filter { table, condition }, owner))
    }

    fn has_code(&self, table: TableId, column: usize, code: usize) -> Expr {
        let ty = &self.plan.table(table).columns[column].ty;
        let left = Box::new(plain(ExprKind::Column(column), ty));
        let right = Box::new(plain(ExprKind::Literal(Literal::Code(code)), ty));
        plain(ExprKind::Compare { op: CompareOp::Equal, left, right }, &Type::YesNo)
    }
}

/// The rows that would make `every … has` untrue.
fn exception(condition: Option<&Expr>, has: &Expr) -> Expr {
    let not = plain(ExprKind::Not(Box::new(has.clone())), &Type::YesNo);
    match condition {
        Some(condition) => plain(ExprKind::And(vec![condition.clone(), not]), &Type::YesNo),
        None => not,
    }
}

/// An operator on values of its own row, which the evaluator carries out.
pub(super) fn is_operator(kind: &ExprKind) -> bool {
    use ExprKind::*;
    match kind {
        Literal(_)
        | Column(_)
        | Not(_)
        | And(_)
        | Or(_)
        | Compare { .. }
        | InSet(..)
        | InRange { .. }
        | IsKnown(_)
        | Arithmetic { .. }
        | Negative(_)
        | Scale { .. }
        | Log10(_)
        | YearOf(_)
        | Within { .. }
        | Before(..)
        | After(..)
        | FromOn(..)
        | PlusDays(..) => true,
        Parent(_)
        | OfPatient(_)
        | OneToOne { .. }
        | Define(_)
        | Event(_)
        | TimeZero
        | Rows { .. }
        | Selected { .. } => false,
        Value(_)
        | ThingDefine(_)
        | Recorded
        | Things { .. }
        | AtBaseline(_)
        | AtReading { .. }
        | Earlier { .. }
        | ExtremeEarlier { .. }
        | FirstEarlier { .. } => false,
    }
}

/// The columns a flat expression names.
pub(super) fn columns_of(e: &Expr, into: &mut Vec<usize>) {
    if let ExprKind::Column(column) = e.kind {
        into.push(column);
    }
    rebuild(e, &mut |part| {
        columns_of(part, into);
        part.clone()
    });
}
