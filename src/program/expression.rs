//! The expressions that are executed: those of a step, which name nothing beyond a row, and those of a fold.

use crate::plan::dump::{Printer, Shown};
use crate::plan::ir::{Body, Criterion, CriterionNode, Expr, ExprKind, RowsKind, TableId};
use std::collections::BTreeSet;

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

/// The columns that a criterion names, of the examinations and of the lesions.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ColumnsNamed {
    pub exam: BTreeSet<usize>,
    pub lesion: BTreeSet<usize>,
}

impl BoundCriterion {
    pub fn columns_named(&self) -> ColumnsNamed {
        let mut named = ColumnsNamed::default();
        named.of_fold(&self.no_reading.0, false);
        for rows in &self.rows {
            let ranked = rows.ranked.iter().flat_map(|ranked| ranked.expressions());
            ranked.chain([&rows.condition]).for_each(|e| named.lesion.extend(e.columns()));
        }
        self.defines.iter().for_each(|define| named.of_body(&define.body, true));
        self.values.iter().for_each(|value| named.of_body(&value.body, false));
        named
    }
}

impl ColumnsNamed {
    fn of_body(&mut self, body: &Body<FoldExpr>, on_lesion: bool) {
        match body {
            Body::Expression(e) => self.of_fold(e, on_lesion),
            Body::Cases(cases) => {
                let parts = cases.iter().flat_map(|case| case.result.iter().chain(&case.condition));
                parts.for_each(|e| self.of_fold(e, on_lesion));
            }
            Body::Table(table) => table.given.iter().for_each(|e| self.of_fold(e, on_lesion)),
        }
    }

    fn of_fold(&mut self, e: &FoldExpr, on_lesion: bool) {
        if let ExprKind::Column(column) = e.kind {
            if on_lesion {
                self.lesion.insert(column)
            } else {
                self.exam.insert(column)
            };
        }
        let (mut parts, mut beyond) = (vec![], None);
        e.each_operand(&mut |part| parts.push(part), &mut |what| beyond = Some(what));
        parts.into_iter().for_each(|part| self.of_fold(part, on_lesion));
        match beyond {
            Some(InFold::Criterion(node)) => {
                let inside = on_lesion || matches!(node, CriterionNode::Things { .. });
                node.each(&mut |part| self.of_fold(part, inside));
            }
            Some(InFold::OfExam(what)) => self.exam.extend(what.columns()),
            Some(InFold::Lesions { kind, condition }) => {
                let has = if let RowsKind::Every(has) = kind { Some(has) } else { None };
                has.into_iter().chain(condition).for_each(|e| self.lesion.extend(e.columns()));
            }
            Some(InFold::OfLesion { last: _, condition, value }) => {
                condition.iter().chain([value]).for_each(|e| self.lesion.extend(e.columns()));
            }
            Some(InFold::Never) | None => {}
        }
    }
}

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
