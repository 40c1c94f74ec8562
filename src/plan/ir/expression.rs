//! Typed expressions. Evaluation is three-valued.
//!
//! An expression is made of the columns of one row, of operators, and of what its place lets it look up beyond the row. That
//! last part is a type: an expression of one place does not typecheck in another.
//!
//! | type | where | may look up |
//! |---|---|---|
//! | [`RowExpr`] | a row of a table | rows above and below, the patient's events, definitions |
//! | [`CriterionExpr`] | a reading of a criterion, or a thing it follows | that, and what [`CriterionNode`] has |
//!
//! A program has two more: the flat expression of a step, which looks up nothing, and that of a fold.
//! All passes walk expressions by the one traversal of this file.

use super::{
    ArithmeticOp, Beside, CompareOp, Decimal, DefineId, EventId, Function, Reference, RowsId, Span, TableId, Taken,
    ThingDefineId, Type, ValueId,
};
use std::convert::Infallible;

#[derive(Clone, Debug, PartialEq)]
pub enum Literal {
    Bool(bool),
    Integer(i64),
    Number(Decimal),
    /// Days since 1970-01-01.
    Date(i32),
    /// Position in the code list of the type.
    Code(usize),
    Text(String),
    /// In place of a column that is not recorded: missing in every row.
    NotRecorded,
}

/// An expression in a place; `B` is what may be looked up there beyond the values of the row.
///
/// Two are equal where they say the same, wherever they are written.
#[derive(Clone, Debug)]
pub struct Expr<B> {
    pub kind: ExprKind<Expr<B>, B>,
    pub ty: Type,
    pub span: Span,
}

impl<B: PartialEq> PartialEq for Expr<B> {
    fn eq(&self, other: &Self) -> bool {
        self.kind == other.kind && self.ty == other.ty
    }
}

/// In a row of a table.
pub type RowExpr = Expr<InRow>;

/// At a reading of a criterion, or on a thing it follows.
pub type CriterionExpr = Expr<InCriterion>;

/// A node over operands `E`. Evaluation is three-valued: every expression is a value or unknown. `and`, `or`, `not` follow
/// Kleene; any other operation on an unknown operand is unknown.
#[derive(Clone, Debug, PartialEq)]
pub enum ExprKind<E, B> {
    Literal(Literal),
    /// Column of the current row. On a thing: a fixed column comes from the row it was chosen by, another from its row at the
    /// reading, unknown without one. At a reading, columns of the examination.
    Column(usize),
    Not(Box<E>),
    And(Vec<E>),
    Or(Vec<E>),
    Compare {
        op: CompareOp,
        left: Box<E>,
        right: Box<E>,
    },
    /// Numbers are compared as numbers, whole or decimal; the resolver has seen to it that they are in one unit.
    InSet(Box<E>, Vec<Literal>),
    /// Inclusive.
    InRange {
        what: Box<E>,
        low: Literal,
        high: Literal,
    },
    IsKnown(Box<E>),
    /// In the type of the node: Real in floating point, anything else exact. A quotient is Real; by zero it is unknown.
    Arithmetic {
        op: ArithmeticOp,
        left: Box<E>,
        right: Box<E>,
    },
    Negative(Box<E>),
    /// `120 % of x`: the factor is 1.20.
    Scale {
        factor: Decimal,
        of: Box<E>,
    },
    /// `log10(x)`, `max(a, b)`: unknown where one of them is.
    Function {
        function: Function,
        of: Vec<E>,
    },
    /// `if(CONDITION, THEN, OTHERWISE)`: unknown where the condition is; the one that is not taken is not asked.
    If {
        condition: Box<E>,
        then: Box<E>,
        otherwise: Box<E>,
    },
    /// `year of DATE`.
    YearOf(Box<E>),
    /// `DATE within LOW..HIGH days of ANCHOR`, inclusive.
    Within {
        date: Box<E>,
        low: i64,
        high: i64,
        anchor: Box<E>,
    },
    /// Strictly before. A test of time on an event is written `event is known and TEST`: of an event that did not happen it
    /// is false.
    Before(Box<E>, Box<E>),
    /// Strictly after.
    After(Box<E>, Box<E>),
    /// `DATE from ANCHOR on`: on or after. The anchor of `day N` is time zero plus N.
    FromOn(Box<E>, Box<E>),
    /// Date plus days.
    PlusDays(Box<E>, i64),
    /// What is looked up beyond the values of the row.
    Beyond(B),
}

/// What an expression in a row of a table may look up; `E` are expressions in other rows.
#[derive(Clone, Debug, PartialEq)]
pub enum RowNode<E> {
    /// The expression in the parent row of the current row.
    Parent(Box<E>),
    /// A column of the row of another table that has one row per patient; unknown without a row.
    OneToOne {
        table: TableId,
        column: usize,
    },
    /// A define of the current row's table.
    Define(DefineId),
    /// A dated event of the current row's patient.
    Event(EventId),
    TimeZero,
    /// Rows of `table` below the current row (children, or at a reading this reader's lesion rows; below a patient at any
    /// depth). The condition is a value in every row whose required cells are filled: the resolver proves it.
    Rows {
        kind: RowsKind<E>,
        table: TableId,
        condition: Option<Box<E>>,
    },
    /// The value of a column expression in one of the rows below that satisfy the condition, or made of those in all of them;
    /// unknown where no row does.
    Selected {
        taken: Taken<E>,
        table: TableId,
        condition: Option<Box<E>>,
        value: Box<E>,
    },
    /// Rows of another table of the same patient, found by their dates.
    Beside(Beside<E>),
}

/// What only a criterion may look up: its own values, the things it follows, and the examinations before. `E` are expressions
/// at a reading or on a thing.
#[derive(Clone, Debug, PartialEq)]
pub enum CriterionNode<E> {
    /// A value or rule of the criterion at the current reading.
    Value(ValueId),
    /// A define on the current thing.
    ThingDefine(ThingDefineId),
    /// The current thing has a row at this reading.
    Recorded,
    /// The current thing is of the set.
    Belongs(RowsId),
    /// The expression on the thing at the same reading that the current one names, or on the one that that one names, and so
    /// on to the last; unknown where one of them has no row at the reading, and where they lead back.
    AtOther { reference: Reference, what: Box<E> },
    /// A quantifier or number over the things of a set: `any` is true where one satisfies the condition, else unknown where of
    /// one it cannot be told; a number over things is unknown where of one it cannot be told whether it is among them.
    Things { kind: ThingsKind<E>, rows: RowsId, condition: Option<Box<E>> },
    /// The expression at the baseline reading.
    AtBaseline(Box<E>),
    /// The expression at the last visible earlier reading, or where there is none at the baseline reading; unknown at the
    /// baseline reading.
    AtPrevious(Box<E>),
    /// The expression at the reading that a value of type Reading names; unknown where it names none.
    AtReading { reading: ValueId, what: Box<E> },
    /// Some visible earlier reading satisfies `condition`; those before the last that satisfies `since` do not count, that
    /// one does. Unknown where none satisfies it and of one it cannot be told.
    Earlier { condition: Box<E>, since: Option<Box<E>> },
    /// Smallest (or largest) known value over the baseline reading (if `baseline`) and all visible earlier ones; those
    /// before the last that satisfies `since` do not count, that one does. Unknown where it cannot be told which count.
    ExtremeEarlier { largest: bool, what: Box<E>, baseline: bool, since: Option<Box<E>> },
    /// First visible earlier reading that satisfies `condition`, not before the last that satisfies `since`: type Reading.
    FirstEarlier { condition: Box<E>, since: Option<Box<E>> },
}

#[derive(Clone, Debug, PartialEq)]
pub enum RowsKind<E> {
    Any,
    No,
    Every(Box<E>),
    Count,
}

#[derive(Clone, Debug, PartialEq)]
pub enum ThingsKind<E> {
    Any,
    No,
    /// Every thing that satisfies the condition has this.
    Every(Box<E>),
    Count,
    /// Unknown when a term is unknown; 0 of none.
    Sum(Box<E>),
    /// Of the known terms; unknown where there is none.
    Min(Box<E>),
    Max(Box<E>),
}

/// What an expression in a row looks up.
#[derive(Clone, Debug, PartialEq)]
pub struct InRow(pub RowNode<RowExpr>);

/// What an expression of a criterion looks up. What it looks up as from a row is told by rows alone.
#[derive(Clone, Debug, PartialEq)]
pub enum InCriterion {
    Row(RowNode<RowExpr>),
    Criterion(CriterionNode<CriterionExpr>),
}

impl From<RowNode<RowExpr>> for ExprKind<RowExpr, InRow> {
    fn from(node: RowNode<RowExpr>) -> Self {
        ExprKind::Beyond(InRow(node))
    }
}

impl From<RowNode<RowExpr>> for ExprKind<CriterionExpr, InCriterion> {
    fn from(node: RowNode<RowExpr>) -> Self {
        ExprKind::Beyond(InCriterion::Row(node))
    }
}

impl From<CriterionNode<CriterionExpr>> for ExprKind<CriterionExpr, InCriterion> {
    fn from(node: CriterionNode<CriterionExpr>) -> Self {
        ExprKind::Beyond(InCriterion::Criterion(node))
    }
}

/// What becomes of an expression within a node.
pub(super) type Change<'f, 'e, E, F, X> = &'f mut dyn FnMut(&'e E) -> Result<F, X>;

pub(super) fn one<'e, E, F, X>(part: &'e E, change: Change<'_, 'e, E, F, X>) -> Result<Box<F>, X> {
    change(part).map(Box::new)
}

pub(super) fn maybe<'e, E, F, X>(
    part: &'e Option<Box<E>>,
    change: Change<'_, 'e, E, F, X>,
) -> Result<Option<Box<F>>, X> {
    part.as_ref().map(|part| one(&**part, change)).transpose()
}

impl<E, B> ExprKind<E, B> {
    /// The node with each operand changed, in the order of writing; what looks beyond the row becomes another node. Both
    /// changes are told `state`.
    pub fn try_map<'e, S, F, C, X>(
        &'e self,
        state: &mut S,
        operand: impl Fn(&mut S, &'e E) -> Result<F, X>,
        beyond: impl Fn(&mut S, &'e B) -> Result<ExprKind<F, C>, X>,
    ) -> Result<ExprKind<F, C>, X> {
        use ExprKind::*;
        let mut one = |x: &'e E| operand(state, x).map(Box::new);
        Ok(match self {
            Literal(literal) => Literal(literal.clone()),
            Column(column) => Column(*column),
            Not(x) => Not(one(x)?),
            And(parts) => And(parts.iter().map(|x| operand(state, x)).collect::<Result<_, X>>()?),
            Or(parts) => Or(parts.iter().map(|x| operand(state, x)).collect::<Result<_, X>>()?),
            Compare { op, left, right } => Compare { op: *op, left: one(left)?, right: one(right)? },
            InSet(x, set) => InSet(one(x)?, set.clone()),
            InRange { what, low, high } => InRange { what: one(what)?, low: low.clone(), high: high.clone() },
            IsKnown(x) => IsKnown(one(x)?),
            Arithmetic { op, left, right } => Arithmetic { op: *op, left: one(left)?, right: one(right)? },
            Negative(x) => Negative(one(x)?),
            Scale { factor, of } => Scale { factor: *factor, of: one(of)? },
            Function { function, of } => {
                Function { function: *function, of: of.iter().map(|x| operand(state, x)).collect::<Result<_, X>>()? }
            }
            If { condition, then, otherwise } => {
                If { condition: one(condition)?, then: one(then)?, otherwise: one(otherwise)? }
            }
            YearOf(x) => YearOf(one(x)?),
            Within { date, low, high, anchor } => {
                Within { date: one(date)?, low: *low, high: *high, anchor: one(anchor)? }
            }
            Before(a, b) => Before(one(a)?, one(b)?),
            After(a, b) => After(one(a)?, one(b)?),
            FromOn(a, b) => FromOn(one(a)?, one(b)?),
            PlusDays(x, days) => PlusDays(one(x)?, *days),
            Beyond(what) => return beyond(state, what),
        })
    }
}

impl<E> RowNode<E> {
    /// The node with the expressions within it changed, in the order of writing.
    pub fn try_map<'e, F, X>(&'e self, change: Change<'_, 'e, E, F, X>) -> Result<RowNode<F>, X> {
        use RowNode::*;
        Ok(match self {
            Parent(x) => Parent(one(&**x, change)?),
            OneToOne { table, column } => OneToOne { table: *table, column: *column },
            Define(id) => Define(*id),
            Event(id) => Event(*id),
            TimeZero => TimeZero,
            Rows { kind, table, condition } => {
                Rows { condition: maybe(condition, change)?, kind: kind.try_map(change)?, table: *table }
            }
            Selected { taken, table, condition, value } => {
                let (condition, value) = (maybe(condition, change)?, one(&**value, change)?);
                Selected { taken: taken.try_map(change)?, table: *table, condition, value }
            }
            Beside(beside) => Beside(beside.try_map(change)?),
        })
    }

    /// Visits the expressions directly within it.
    pub fn each<'e>(&'e self, visit: &mut dyn FnMut(&'e E)) {
        let Ok(_) = self.try_map::<(), Infallible>(&mut |part| {
            visit(part);
            Ok(())
        });
    }
}

impl<E> CriterionNode<E> {
    /// The node with the expressions within it changed, in the order of writing.
    pub fn try_map<'e, F, X>(&'e self, change: Change<'_, 'e, E, F, X>) -> Result<CriterionNode<F>, X> {
        use CriterionNode::*;
        Ok(match self {
            Value(id) => Value(*id),
            ThingDefine(id) => ThingDefine(*id),
            Recorded => Recorded,
            Belongs(rows) => Belongs(*rows),
            AtOther { reference, what } => AtOther { reference: *reference, what: one(&**what, change)? },
            Things { kind, rows, condition } => {
                let condition = maybe(condition, change)?;
                Things { kind: kind.try_map(change)?, rows: *rows, condition }
            }
            AtBaseline(x) => AtBaseline(one(&**x, change)?),
            AtPrevious(x) => AtPrevious(one(&**x, change)?),
            AtReading { reading, what } => AtReading { reading: *reading, what: one(&**what, change)? },
            Earlier { condition: c, since } => Earlier { condition: one(&**c, change)?, since: maybe(since, change)? },
            ExtremeEarlier { largest, what, baseline, since } => {
                let (what, since) = (one(&**what, change)?, maybe(since, change)?);
                ExtremeEarlier { largest: *largest, what, baseline: *baseline, since }
            }
            FirstEarlier { condition, since } => {
                FirstEarlier { condition: one(&**condition, change)?, since: maybe(since, change)? }
            }
        })
    }

    /// The node with the expressions within it changed.
    pub fn map<'e, F>(&'e self, change: &mut dyn FnMut(&'e E) -> F) -> CriterionNode<F> {
        let Ok(changed) = self.try_map::<F, Infallible>(&mut |part| Ok(change(part)));
        changed
    }

    /// Visits the expressions directly within it.
    pub fn each<'e>(&'e self, visit: &mut dyn FnMut(&'e E)) {
        self.map(visit);
    }
}

impl<E> RowsKind<E> {
    pub fn try_map<'e, F, X>(&'e self, change: Change<'_, 'e, E, F, X>) -> Result<RowsKind<F>, X> {
        Ok(match self {
            RowsKind::Any => RowsKind::Any,
            RowsKind::No => RowsKind::No,
            RowsKind::Every(has) => RowsKind::Every(one(&**has, change)?),
            RowsKind::Count => RowsKind::Count,
        })
    }
}

impl<E> ThingsKind<E> {
    pub fn try_map<'e, F, X>(&'e self, change: Change<'_, 'e, E, F, X>) -> Result<ThingsKind<F>, X> {
        Ok(match self {
            ThingsKind::Any => ThingsKind::Any,
            ThingsKind::No => ThingsKind::No,
            ThingsKind::Every(has) => ThingsKind::Every(one(&**has, change)?),
            ThingsKind::Count => ThingsKind::Count,
            ThingsKind::Sum(term) => ThingsKind::Sum(one(&**term, change)?),
            ThingsKind::Min(term) => ThingsKind::Min(one(&**term, change)?),
            ThingsKind::Max(term) => ThingsKind::Max(one(&**term, change)?),
        })
    }
}

impl<B> Expr<B> {
    /// The expression with each look beyond the row become a node of another kind of expression, in the order of writing.
    /// Operators, types and places stay.
    pub fn try_replace<'e, C, X>(&'e self, beyond: Replace<'_, 'e, B, C, X>) -> Result<Expr<C>, X> {
        let mut beyond = beyond;
        let kind = self.kind.try_map(
            &mut beyond,
            |beyond, part| part.try_replace(&mut **beyond),
            |beyond, what| beyond(what, self),
        )?;
        Ok(Expr { kind, ty: self.ty.clone(), span: self.span })
    }

    /// As [`Expr::try_replace`], where each look can be replaced.
    pub fn replace<'e, C>(&'e self, beyond: &mut dyn FnMut(&'e B, &'e Expr<B>) -> ExprKind<Expr<C>, C>) -> Expr<C> {
        let Ok(replaced) = self.try_replace::<C, Infallible>(&mut |what, whole| Ok(beyond(what, whole)));
        replaced
    }

    /// Visits the operands of the node; of one that looks beyond the row, what is looked up.
    pub fn each_operand<'e>(&'e self, visit: &mut dyn FnMut(&'e Expr<B>), beyond: &mut dyn FnMut(&'e B)) {
        let Ok(_) = self.kind.try_map::<_, (), (), Infallible>(
            &mut (visit, beyond),
            |(visit, _), part| {
                visit(part);
                Ok(())
            },
            |(_, beyond), what| {
                beyond(what);
                Ok(ExprKind::Beyond(()))
            },
        );
    }
}

/// The node that a look beyond the row becomes; the second is the whole expression.
type Replace<'f, 'e, B, C, X> = &'f mut dyn FnMut(&'e B, &'e Expr<B>) -> Result<ExprKind<Expr<C>, C>, X>;

impl RowExpr {
    /// As it stands in a criterion.
    pub fn in_criterion(&self) -> CriterionExpr {
        self.replace(&mut |InRow(node), _| ExprKind::Beyond(InCriterion::Row(node.clone())))
    }

    /// The expressions directly within it, here and in other rows.
    pub fn children(&self) -> Vec<&RowExpr> {
        let (mut here, mut elsewhere) = (vec![], vec![]);
        self.each_operand(&mut |part| here.push(part), &mut |InRow(node)| node.each(&mut |part| elsewhere.push(part)));
        here.extend(elsewhere);
        here
    }

    /// Calls `visit` on the expression and all within it.
    pub fn each<'e>(&'e self, visit: &mut dyn FnMut(&'e RowExpr)) {
        visit(self);
        self.children().into_iter().for_each(|child| child.each(visit));
    }

    /// What it looks up, where it is a look beyond its row.
    pub fn node(&self) -> Option<&RowNode<RowExpr>> {
        match &self.kind {
            ExprKind::Beyond(InRow(node)) => Some(node),
            _ => None,
        }
    }
}

impl CriterionExpr {
    /// As it stands in a row; the place of what only a criterion can tell, where there is any.
    pub fn in_row(&self) -> Result<RowExpr, Span> {
        self.try_replace(&mut |what, whole| match what {
            InCriterion::Row(node) => Ok(ExprKind::Beyond(InRow(node.clone()))),
            InCriterion::Criterion(_) => Err(whole.span),
        })
    }

    /// The expressions directly within it that stand in the criterion.
    pub fn children(&self) -> Vec<&CriterionExpr> {
        let (mut here, mut elsewhere) = (vec![], vec![]);
        self.each_operand(&mut |part| here.push(part), &mut |what| match what {
            InCriterion::Row(_) => {}
            InCriterion::Criterion(node) => node.each(&mut |part| elsewhere.push(part)),
        });
        here.extend(elsewhere);
        here
    }
}
