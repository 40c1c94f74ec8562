//! Nested expressions to flat ones: what looks beyond its row becomes a step that makes a column, and the expression names the column.

use super::{Definition, Lowering, Owner};
use crate::diagnostic::Span;
use crate::plan::ir::{
    AskedBeside, Beside, CompareOp, Expr, ExprKind, InRow, Literal, RowExpr, RowNode, RowsKind, TableId, Taken, Type,
};
use crate::program::expression::{FlatExpr, NeverKnown};
use crate::program::step::{HowBeside, Operation, Pick, Quantifier, StepId};

/// The row an expression stands in.
#[derive(Clone, Copy)]
pub(super) struct At<'r> {
    pub table: TableId,
    /// Rows of these tables below are seen only where the column has the code.
    pub restrict: &'r [Restricted],
}

/// Rows of a table with this code in this column.
pub(super) type Restricted = (TableId, usize, usize);

impl At<'_> {
    pub fn row(table: TableId) -> At<'static> {
        At { table, restrict: &[] }
    }
}

/// The value of a column.
pub(super) fn of_column(column: usize, ty: &Type, span: Span) -> FlatExpr {
    Expr { kind: ExprKind::Column(column), ty: ty.clone(), span }
}

fn yes_no<B>(kind: ExprKind<Expr<B>, B>, span: Span) -> Expr<B> {
    Expr { kind, ty: Type::YesNo, span }
}

impl Lowering<'_> {
    /// The expression over columns of its own row.
    pub fn flatten(&mut self, e: &RowExpr, at: At, owner: &Owner) -> FlatExpr {
        e.replace(&mut |InRow(node), whole| match self.reach(node, whole, at, owner) {
            Some(Operation::Compute { value, .. }) => value.kind,
            Some(operation) => ExprKind::Column(self.made_by(operation, owner)),
            None => ExprKind::Beyond(NeverKnown),
        })
    }

    /// The column of the step that does this.
    fn made_by(&mut self, operation: Operation, owner: &Owner) -> usize {
        let step = self.add(operation, owner);
        self.column_number(step)
    }

    /// The column that holds the expression.
    pub fn column(&mut self, e: &RowExpr, at: At, owner: &Owner) -> usize {
        let value = self.flatten(e, at, owner);
        self.column_of_flat(value, at, owner)
    }

    fn column_of_flat(&mut self, value: FlatExpr, at: At, owner: &Owner) -> usize {
        if let ExprKind::Column(column) = value.kind {
            return column;
        }
        self.made_by(Operation::Compute { table: at.table, value }, owner)
    }

    /// The step named by its owner that makes the column of the expression.
    pub fn named(&mut self, e: &RowExpr, at: At, owner: &Owner) -> StepId {
        let operation = e.node().and_then(|node| self.reach(node, e, at, owner));
        let operation = match operation {
            // Made before under another name: this one only names it again.
            Some(made) if self.find(&made).is_some() => {
                let value = of_column(self.made_by(made, owner), &e.ty, e.span);
                Operation::Compute { table: at.table, value }
            }
            Some(operation) => operation,
            None => Operation::Compute { table: at.table, value: self.flatten(e, at, owner) },
        };
        let inputs = self.inputs(&operation);
        self.push(operation, owner, owner.id.clone(), inputs)
    }

    /// The step that fetches a value from beyond the row; a `Compute` where it is a column already, none where there is no such value.
    fn reach(&mut self, node: &RowNode<RowExpr>, e: &RowExpr, at: At, owner: &Owner) -> Option<Operation> {
        let patients = self.plan.patient_table();
        match node {
            RowNode::Parent(inner) => {
                let (mut above, mut what) = (self.parent(at.table)?, &**inner);
                while let Some(RowNode::Parent(further)) = what.node() {
                    (above, what) = (self.parent(above)?, further);
                }
                self.of_row_above(what, above, at, owner)
            }
            RowNode::OneToOne { .. } | RowNode::Event(_) | RowNode::TimeZero if at.table != patients => {
                self.of_row_above(e, patients, at, owner)
            }
            RowNode::OneToOne { table, column } => {
                Some(Operation::Select { table: patients, below: *table, rows: None, pick: Pick::Only, value: *column })
            }
            RowNode::Event(id) => self.column_of(Definition::Event(*id), at, e),
            RowNode::TimeZero => self.column_of(Definition::TimeZero, at, e),
            RowNode::Define(id) => self.column_of(Definition::Define(*id), at, e),
            RowNode::Rows { kind, table, condition } => {
                let (condition, how) = quantified(kind, condition.as_deref());
                let rows = self.rows_where(*table, condition.as_ref(), at, owner);
                Some(Operation::Quantify { table: at.table, below: *table, rows, how })
            }
            RowNode::Selected { taken, table, condition, value } => {
                let rows = self.rows_where(*table, condition.as_deref(), at, owner);
                let value = self.column(value, At { table: *table, ..at }, &owner.within("value"));
                let pick = match taken {
                    Taken::First => Pick::First,
                    Taken::Last => Pick::Last,
                    Taken::Only => Pick::Only,
                    Taken::Nearest { date, to, earlier } => {
                        let to = self.column(to, at, &owner.within("to"));
                        Pick::Nearest { date: *date, to, earlier: *earlier }
                    }
                    Taken::All(how) => Pick::All(*how),
                };
                Some(Operation::Select { table: at.table, below: *table, rows, pick, value })
            }
            RowNode::Beside(beside) => Some(self.beside(beside, at, owner)),
        }
    }

    fn beside(&mut self, beside: &Beside<RowExpr>, at: At, owner: &Owner) -> Operation {
        let Beside { asked, table: other, common, date, around, low, high, condition } = beside;
        let around = self.column(around, at, &owner.within("around"));
        let inside = At { table: *other, ..at };
        let (rows, how) = match asked {
            AskedBeside::Rows(kind) => {
                let (condition, how) = quantified(kind, condition.as_deref());
                (self.rows_where(*other, condition.as_ref(), at, owner), HowBeside::Quantify(how))
            }
            AskedBeside::Value { which, value } => {
                let rows = self.rows_where(*other, condition.as_deref(), at, owner);
                let value = self.column(value, inside, &owner.within("value"));
                (rows, HowBeside::Pick { which: *which, value })
            }
        };
        let (table, other, common) = (at.table, *other, *common);
        Operation::Beside { table, other, common, around, date: *date, low: *low, high: *high, rows, how }
    }

    fn column_of(&mut self, definition: Definition, at: At, e: &RowExpr) -> Option<Operation> {
        let step = self.definition(definition)?;
        let value = of_column(self.column_number(step), &e.ty, e.span);
        Some(Operation::Compute { table: at.table, value })
    }

    fn of_row_above(&mut self, what: &RowExpr, above: TableId, at: At, owner: &Owner) -> Option<Operation> {
        if above == at.table {
            return Some(Operation::Compute { table: at.table, value: self.flatten(what, at, owner) });
        }
        let column = self.column(what, At::row(above), &owner.within(&self.plan.table(above).header.name));
        Some(Operation::Above { table: at.table, above, column })
    }

    /// The filter of the rows that satisfy the condition, and the restriction where there is one.
    pub fn rows_where(&mut self, table: TableId, condition: Option<&RowExpr>, at: At, owner: &Owner) -> Option<StepId> {
        let own = at.restrict.iter().filter(|(restricted, ..)| *restricted == table);
        let mut parts: Vec<FlatExpr> = own.map(|(_, column, code)| self.has_code(table, *column, *code)).collect();
        let inside = At { table, ..at };
        if let Some(condition) = condition {
            parts.push(self.flatten(condition, inside, &owner.within("where")));
        }
        let span = parts.first()?.span;
        let condition = match parts.len() {
            1 => parts.swap_remove(0),
            _ => yes_no(ExprKind::And(parts), span),
        };
        let condition = self.column_of_flat(condition, inside, &owner.within("where"));
        Some(self.add(Operation::Filter { table, condition }, owner))
    }

    fn has_code(&self, table: TableId, column: usize, code: usize) -> FlatExpr {
        let declared = &self.plan.table(table).columns[column];
        let left = Box::new(of_column(column, &declared.ty, declared.span));
        let literal = ExprKind::Literal(Literal::Code(code));
        let right = Box::new(Expr { kind: literal, ty: declared.ty.clone(), span: declared.span });
        yes_no(ExprKind::Compare { op: CompareOp::Equal, left, right }, declared.span)
    }
}

/// The rows that a quantifier is over, and how.
fn quantified(kind: &RowsKind<RowExpr>, condition: Option<&RowExpr>) -> (Option<RowExpr>, Quantifier) {
    match kind {
        RowsKind::Any => (condition.cloned(), Quantifier::Any),
        RowsKind::No => (condition.cloned(), Quantifier::No),
        RowsKind::Count => (condition.cloned(), Quantifier::Count),
        RowsKind::Every(has) => (Some(exception(condition, has)), Quantifier::No),
    }
}

/// The rows that would make `every … has` untrue.
fn exception(condition: Option<&RowExpr>, has: &RowExpr) -> RowExpr {
    let not = yes_no(ExprKind::Not(Box::new(has.clone())), has.span);
    match condition {
        Some(condition) => yes_no(ExprKind::And(vec![condition.clone(), not]), condition.span),
        None => not,
    }
}
