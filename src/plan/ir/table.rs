//! Tables, and what is said of their rows and of the patients.

use super::{Decimal, EndpointId, EventId, Header, MatchingId, PopulationId, RowExpr, Span, TableId, Unit};
use std::sync::Arc;

#[derive(Clone, Debug)]
pub struct Table {
    pub header: Header,
    /// Columns in the order written; references (`belongs to`, keys that name a table) come first.
    pub columns: Vec<Column>,
    /// `one row per`: indices of columns.
    pub key: Vec<usize>,
    /// `belongs to`: the column that holds the parent's key, and the parent. The parent's key is one column.
    pub parent: Option<(usize, TableId)>,
    /// `ordered by`: indices of columns; the key where not said.
    pub order: Vec<usize>,
    /// `same thing`: how a thing is followed from one parent row to the next.
    pub thing: Option<Thing>,
    /// When its rows are known.
    pub known: Known,
    /// `known at: baseline { asserted because: … }`: the reason, printed in the report as an assertion.
    pub asserted: Option<String>,
}

impl Table {
    /// It has one row, or none, for each row of another table.
    pub fn is_one_for_each(&self, above: TableId) -> bool {
        self.parent.is_some_and(|(column, parent)| parent == above && self.key == [column])
    }
}

/// `same thing: patient, reader, number { fixed: (node, organ) }`.
#[derive(Clone, Debug)]
pub struct Thing {
    /// Columns of this table that identify the thing within a patient, or among all where `within_patient` is false.
    pub by: Vec<usize>,
    /// The patient is named among what identifies it.
    pub within_patient: bool,
    /// Columns that do not change; a change is a finding.
    pub fixed: Vec<usize>,
}

/// The moment at which a value is known, earliest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Known {
    Baseline,
    /// About the paperwork of the study; neither baseline nor outcome.
    Administrative,
    /// At the date in this column of the same row.
    AtColumn(usize),
    /// At the date it holds.
    Itself,
    /// After time zero, on a day that is not recorded.
    FollowUp,
}

#[derive(Clone, Debug)]
pub struct Column {
    pub name: String,
    pub label: String,
    pub ty: Type,
    pub missing_allowed: bool,
    /// The column refers to the key of this table.
    pub reference: Option<TableId>,
    pub known: Known,
    /// As for the table: the reason why it is believed to be known at baseline.
    pub asserted: Option<String>,
    pub rules: Vec<ColumnRule>,
    /// A value may carry `<` or `>`; its number is used, the fact is kept.
    pub detection_limit: bool,
    /// Its codes stand in their order, the least first.
    pub ordered: bool,
    pub span: Span,
}

#[derive(Clone, Debug)]
pub enum ColumnRule {
    /// Inclusive bounds, in the column's unit.
    Range {
        low: Option<Decimal>,
        high: Option<Decimal>,
    },
    Above(Decimal),
    Below(Decimal),
    AtMostColumn(usize),
    AtLeastColumn(usize),
    /// The value must be there when the condition holds in the row, and (`only`) only then.
    RequiredWhen(RowExpr),
    /// It names another thing of the table by the value of this column, which tells apart what is otherwise one.
    Names(usize),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Type {
    YesNo,
    /// A whole number, also a year.
    Integer,
    /// An exact decimal number in this unit.
    Number(Option<Unit>),
    /// A computed floating-point number.
    Real(Option<Unit>),
    Date,
    /// A whole number of days between dates.
    Days,
    Code(Arc<CodeList>),
    Pseudonym,
    Text,
    /// An examination a criterion looks back to (a value such as `pending`).
    Reading,
}

impl Type {
    /// Of a number, where it has one; of days, days.
    pub fn unit(&self) -> Option<Unit> {
        match self {
            Type::Number(unit) | Type::Real(unit) => *unit,
            Type::Days => Unit::parse("days"),
            Type::YesNo | Type::Integer | Type::Date | Type::Code(_) | Type::Pseudonym | Type::Text | Type::Reading => {
                None
            }
        }
    }
}

#[derive(Debug, PartialEq, Eq)]
pub struct CodeList {
    pub codes: Vec<CodeEntry>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodeEntry {
    pub name: String,
    pub label: String,
}

impl CodeList {
    /// What the definitions of its codes have for an owner.
    pub fn owner(&self) -> String {
        CodeList::owner_of(self.codes.iter().map(|c| c.name.as_str()))
    }

    /// A list is known by its codes: where two are alike, they are of one type.
    pub fn owner_of<'c>(codes: impl IntoIterator<Item = &'c str>) -> String {
        codes.into_iter().collect::<Vec<_>>().join(", ")
    }

    pub fn position(&self, name: &str) -> Option<usize> {
        self.codes.iter().position(|c| c.name == name)
    }
}

/// `define NAME of TABLE: EXPRESSION`.
#[derive(Clone, Debug)]
pub struct Define {
    pub header: Header,
    pub table: TableId,
    pub value: RowExpr,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FindingSeverity {
    BlocksLock,
    Query,
    Note,
}

/// A check of the plan: for each row of `table` that satisfies `only` (and each code of the columns of `split`), `require` must hold.
#[derive(Clone, Debug)]
pub struct Check {
    pub header: Header,
    pub table: TableId,
    pub only: Option<RowExpr>,
    /// Code columns of child tables named in `for each` (`reader, organ`): the check is made once for each code of them
    /// together, child rows restricted to it.
    pub split: Vec<(TableId, usize)>,
    /// `exam at baseline`: only the row chosen at this timepoint (index into the only `Timepoints` of the table, and into its points).
    pub at: Option<(usize, usize)>,
    pub require: RowExpr,
    pub severity: FindingSeverity,
}

/// A dated event of a patient: evaluated in the row of a patient, type Date.
#[derive(Clone, Debug)]
pub struct Event {
    pub header: Header,
    pub date: RowExpr,
}

#[derive(Clone, Debug)]
pub struct TimeZero {
    pub header: Header,
    /// None: it has no date, and times are given in days from it.
    pub event: Option<EventId>,
    pub patients: TableId,
}

/// Cases read in order over a patient; the last has no condition.
#[derive(Clone, Debug)]
pub struct Arms {
    pub header: Header,
    pub arms: Vec<Arm>,
    /// Last day on which what happens can settle the arm; none when settled at time zero.
    pub settled_by_day: Option<i64>,
}

#[derive(Clone, Debug)]
pub struct Arm {
    pub name: String,
    pub label: String,
    pub condition: Option<RowExpr>,
    pub span: Span,
}

#[derive(Clone, Debug)]
pub struct Population {
    pub header: Header,
    pub of: PopulationSource,
    /// In order of attrition; an unknown condition excludes.
    pub require: Vec<Requirement>,
}

#[derive(Clone, Debug, PartialEq)]
pub enum PopulationSource {
    AllPatients,
    Population(PopulationId),
    /// Both patients of every pair.
    Pairs(MatchingId),
    /// Those of a population, not one of pairs, whose time of this endpoint, which is a time, is longer than this day.
    AtRisk {
        of: PopulationId,
        endpoint: EndpointId,
        day: i64,
    },
}

#[derive(Clone, Debug)]
pub struct Requirement {
    /// A word made from the label, unique in the population.
    pub name: String,
    pub label: String,
    pub condition: RowExpr,
    pub known: RequirementKnown,
    /// Whether what it reads is known only after time zero, whatever it is said to serve: whom it leaves out may then depend on
    /// what happened to them.
    pub rests_on_follow_up: bool,
    pub span: Span,
}

/// When it is known whether a requirement is met.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RequirementKnown {
    AtTimeZero,
    /// `{ known at: administrative }`: it may read what is known only after time zero, to establish consent and the like.
    Administrative,
    /// `{ known at: follow_up }`: it chooses patients by what happens after time zero, as a per-protocol or a safety set does.
    InFollowUp,
}

/// `timepoints imaging of exam { … }`.
#[derive(Clone, Debug)]
pub struct Timepoints {
    pub header: Header,
    pub table: TableId,
    /// The date column of the table.
    pub date: usize,
    pub points: Vec<Timepoint>,
    /// Rows that satisfy this are taken before others (nearest points only).
    pub prefer: Option<RowExpr>,
    pub tie_earlier: bool,
}

#[derive(Clone, Debug)]
pub struct Timepoint {
    pub name: String,
    pub label: String,
    pub kind: PointKind,
    /// Evaluated in a row of the table; time zero is known there.
    pub condition: RowExpr,
    /// Days from time zero, from `date from day LOW to day HIGH`.
    pub window: Option<(i64, i64)>,
    pub span: Span,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PointKind {
    First,
    Last,
    /// Nearest to this day.
    Nearest(i64),
}
