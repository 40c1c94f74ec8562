//! The expressions that are executed: those of a step, which name nothing beyond a row, and those of a fold.

use crate::plan::dump::{Printer, Shown};
use crate::plan::ir::{Criterion, CriterionNode, Expr, ExprKind, RowsKind, TableId};

/// Columns of one row, declared or made by an earlier step, and operators. There is nothing else it could look up.
pub type FlatExpr = Expr<NeverKnown>;

/// In place of a definition that leads back to itself: no row has its value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NeverKnown;

/// At a reading of a criterion, or on a lesion it follows: columns, operators, and what a fold remembers.
pub type FoldExpr = Expr<InFold>;

/// What a fold looks up beyond the row at hand. Whatever lies beyond the examination and its lesions is a column of theirs.
#[derive(Clone, Debug, PartialEq)]
pub enum InFold {
    /// What the criterion tells of itself, of the lesions it follows, and of the examinations before.
    Criterion(CriterionNode<FoldExpr>),
    /// On a lesion: of the examination of the reading, whether or not the lesion has a row there.
    OfExam(Box<FlatExpr>),
    /// Over this reader's rows at the examination, in each its own columns.
    Lesions {
        kind: RowsKind<FlatExpr>,
        condition: Option<Box<FlatExpr>>,
    },
    /// Of the first or last of these rows, in the order of their table.
    OfLesion {
        last: bool,
        condition: Option<Box<FlatExpr>>,
        value: Box<FlatExpr>,
    },
    Never,
}

/// A criterion whose every look beyond the examination, the lesion and the past has become a column.
pub type BoundCriterion = Criterion<FlatExpr, FoldExpr>;

impl FlatExpr {
    /// The columns it names, in the order of writing.
    pub fn columns(&self) -> Vec<usize> {
        let mut found = vec![];
        self.collect_columns(&mut found);
        found
    }

    fn collect_columns(&self, into: &mut Vec<usize>) {
        if let ExprKind::Column(column) = self.kind {
            into.push(column);
        }
        self.each_operand(&mut |part| part.collect_columns(into), &mut |NeverKnown| {});
    }

    /// As it stands in a fold.
    pub fn in_fold(&self) -> FoldExpr {
        self.replace(&mut |NeverKnown, _| ExprKind::Beyond(InFold::Never))
    }
}

impl Shown for NeverKnown {
    fn shown(&self, _: &Printer<'_>, _: TableId) -> String {
        "unknown".to_string()
    }
}
