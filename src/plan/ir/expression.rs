//! Typed expressions. Evaluation is three-valued.

use super::{Decimal, DefineId, EventId, RowsId, Span, TableId, ThingDefineId, Type, ValueId};

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
}

#[derive(Clone, Debug, PartialEq)]
pub struct Expr {
    pub kind: ExprKind,
    pub ty: Type,
    pub span: Span,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CompareOp {
    Equal,
    NotEqual,
    Less,
    LessEqual,
    Greater,
    GreaterEqual,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ArithmeticOp {
    Add,
    Subtract,
    Multiply,
    Divide,
}

/// Evaluation is three-valued: every expression is a value or unknown. `and`, `or`, `not` follow Kleene; any other
/// operation on an unknown operand is unknown.
#[derive(Clone, Debug, PartialEq)]
pub enum ExprKind {
    Literal(Literal),
    /// Column of the current row. On a thing: a fixed column comes from the row it was chosen by, another from its row at the
    /// reading, unknown without one. At a reading, columns of the examination.
    Column(usize),
    /// The expression in the parent row of the current row.
    Parent(Box<Expr>),
    /// In the row of the current row's patient, from any table below.
    OfPatient(Box<Expr>),
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
    Not(Box<Expr>),
    And(Vec<Expr>),
    Or(Vec<Expr>),
    Compare {
        op: CompareOp,
        left: Box<Expr>,
        right: Box<Expr>,
    },
    /// Numbers are compared as numbers, whole or decimal; the resolver has seen to it that they are in one unit.
    InSet(Box<Expr>, Vec<Literal>),
    /// Inclusive.
    InRange {
        what: Box<Expr>,
        low: Literal,
        high: Literal,
    },
    IsKnown(Box<Expr>),
    /// In the type of the node: Real in floating point, anything else exact. A quotient is Real; by zero it is unknown.
    Arithmetic {
        op: ArithmeticOp,
        left: Box<Expr>,
        right: Box<Expr>,
    },
    Negative(Box<Expr>),
    /// `120 % of x`: the factor is 1.20.
    Scale {
        factor: Decimal,
        of: Box<Expr>,
    },
    /// `log10(x)`: a Real.
    Log10(Box<Expr>),
    /// `year of DATE`.
    YearOf(Box<Expr>),
    /// `DATE within LOW..HIGH days of ANCHOR`, inclusive.
    Within {
        date: Box<Expr>,
        low: i64,
        high: i64,
        anchor: Box<Expr>,
    },
    /// Strictly before. A test of time on an event is written `event is known and TEST`: of an event that did not happen it
    /// is false.
    Before(Box<Expr>, Box<Expr>),
    /// Strictly after.
    After(Box<Expr>, Box<Expr>),
    /// `DATE from ANCHOR on`: on or after. The anchor of `day N` is time zero plus N.
    FromOn(Box<Expr>, Box<Expr>),
    /// Date plus days.
    PlusDays(Box<Expr>, i64),
    /// Rows of `table` below the current row (children, or at a reading this reader's lesion rows; below a patient at any
    /// depth). The condition is a value in every row whose required cells are filled: the resolver proves it.
    Rows {
        kind: RowsKind,
        table: TableId,
        condition: Option<Box<Expr>>,
    },
    /// The value of a column expression in the row selected: first or last in the table's order, which is that of the dates
    /// of its rows (within the row they belong to); unknown where no row satisfies the condition.
    Selected {
        last: bool,
        table: TableId,
        condition: Option<Box<Expr>>,
        value: Box<Expr>,
    },

    // Within a criterion only.
    /// A value or rule of the criterion at the current reading.
    Value(ValueId),
    /// A define on the current thing.
    ThingDefine(ThingDefineId),
    /// The current thing has a row at this reading.
    Recorded,
    /// A quantifier or number over the things of a set: `any` is true where one satisfies the condition, else unknown where of
    /// one it cannot be told; a number over things is unknown where of one it cannot be told whether it is among them.
    Things {
        kind: ThingsKind,
        rows: RowsId,
        condition: Option<Box<Expr>>,
    },
    /// The expression at the baseline reading.
    AtBaseline(Box<Expr>),
    /// The expression at the reading that a value of type Reading names; unknown where it names none.
    AtReading {
        reading: ValueId,
        what: Box<Expr>,
    },
    /// Some visible earlier reading satisfies `condition`; those before the last that satisfies `since` do not count, that
    /// one does. Unknown where none satisfies it and of one it cannot be told.
    Earlier {
        condition: Box<Expr>,
        since: Option<Box<Expr>>,
    },
    /// Smallest (or largest) known value over the baseline reading (if `baseline`) and all visible earlier ones.
    ExtremeEarlier {
        largest: bool,
        what: Box<Expr>,
        baseline: bool,
    },
    /// First visible earlier reading that satisfies `condition`, not before the last that satisfies `since`: type Reading.
    FirstEarlier {
        condition: Box<Expr>,
        since: Option<Box<Expr>>,
    },
}

#[derive(Clone, Debug, PartialEq)]
pub enum RowsKind {
    Any,
    No,
    Every(Box<Expr>),
    Count,
}

#[derive(Clone, Debug, PartialEq)]
pub enum ThingsKind {
    Any,
    No,
    /// Every thing that satisfies the condition has this.
    Every(Box<Expr>),
    Count,
    /// Unknown when a term is unknown; 0 of none.
    Sum(Box<Expr>),
    /// Of the known terms; unknown where there is none.
    Min(Box<Expr>),
    Max(Box<Expr>),
}
