//! The plan as the compiler understands it: every name resolved, every expression typed, every unit and code settled.
//!
//! Invariant: a [`Plan`] that came out without an error can be run; no user mistake in it can surface later.
//! Every node carries the span it was written at, every statement its clause.

use crate::diagnostic::Span;
use crate::methods::{Method, Options};
use rust_decimal::Decimal;
use std::sync::Arc;

pub use super::unit::Unit;

macro_rules! id {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub usize);
    )*};
}

id! {
    /// Index into `Plan::tables`.
    TableId,
    /// Index into `Plan::defines`.
    DefineId,
    /// Index into `Plan::events`.
    EventId,
    /// Index into `Plan::populations`.
    PopulationId,
    /// Index into `Plan::responses`.
    ResponseId,
    /// Index into `Criterion::values`.
    ValueId,
    /// Index into `Criterion::rows`.
    RowsId,
    /// Index into `Criterion::defines`.
    ThingDefineId,
    /// Index into `Plan::endpoints`.
    EndpointId,
    /// Index into `Plan::matchings`.
    MatchingId,
    /// Index into `Plan::clauses`.
    ClauseId,
}

/// Name, label for people, clause and place of a statement.
#[derive(Clone, Debug, PartialEq)]
pub struct Header {
    pub name: String,
    /// The label, or the name with spaces where none was written.
    pub label: String,
    pub clause: ClauseId,
    pub span: Span,
}

#[derive(Clone, Debug)]
pub struct ClauseInfo {
    pub number: String,
    pub title: String,
    pub mark: crate::syntax::tree::Mark,
    /// The paragraphs, separated by blank lines.
    pub text: String,
    pub span: Span,
}

#[derive(Clone, Debug)]
pub struct Plan {
    pub study: Header,
    pub meta: Vec<(String, String)>,
    pub settings: Settings,
    pub clauses: Vec<ClauseInfo>,
    pub tables: Vec<Table>,
    pub defines: Vec<Define>,
    pub checks: Vec<Check>,
    pub events: Vec<Event>,
    pub time_zero: TimeZero,
    pub arms: Arms,
    pub populations: Vec<Population>,
    pub timepoints: Vec<Timepoints>,
    pub responses: Vec<Response>,
    pub combines: Vec<Combine>,
    pub intercurrents: Vec<Intercurrent>,
    pub endpoints: Vec<Endpoint>,
    pub matchings: Vec<Matching>,
    pub analyses: Vec<Analysis>,
    pub accepts: Vec<Accept>,
}

impl Plan {
    pub fn table(&self, id: TableId) -> &Table {
        &self.tables[id.0]
    }
    /// The table whose rows are the patients.
    pub fn patient_table(&self) -> TableId {
        self.time_zero.patients
    }
}

#[derive(Clone, Debug)]
pub struct Settings {
    /// Two-sided significance level; confidence level is 1 − alpha.
    pub alpha: Decimal,
    pub planned_per_arm: Option<i64>,
    /// Days in a year of person-time.
    pub year_days: Decimal,
    pub month_days: Decimal,
}

// ---------------------------------------------------------------- tables

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

/// `same thing: patient, reader, number { fixed: (node, organ) }`.
#[derive(Clone, Debug)]
pub struct Thing {
    /// Columns of this table that identify the thing within a patient.
    pub by: Vec<usize>,
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
    pub rules: Vec<ColumnRule>,
    /// A value may carry `<` or `>`; its number is used, the fact is kept.
    pub detection_limit: bool,
    pub span: Span,
}

#[derive(Clone, Debug)]
pub enum ColumnRule {
    /// Inclusive bounds, in the column's unit.
    Range { low: Option<Decimal>, high: Option<Decimal> },
    Above(Decimal),
    Below(Decimal),
    AtMostColumn(usize),
    AtLeastColumn(usize),
    /// The value must be there when the condition holds in the row, and (`only`) only then.
    RequiredWhen(Expr),
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
    pub fn position(&self, name: &str) -> Option<usize> {
        self.codes.iter().position(|c| c.name == name)
    }
}

/// `define NAME of TABLE: EXPRESSION`.
#[derive(Clone, Debug)]
pub struct Define {
    pub header: Header,
    pub table: TableId,
    pub value: Expr,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FindingSeverity {
    BlocksLock,
    Query,
    Note,
}

/// A check of the plan: for each row of `table` that satisfies `only` (and each code of `split`), `require` must hold.
#[derive(Clone, Debug)]
pub struct Check {
    pub header: Header,
    pub table: TableId,
    pub only: Option<Expr>,
    /// A code column of a child table named in `for each` (`reader`): the check is made once per code, child rows restricted to it.
    pub split: Option<(TableId, usize)>,
    /// `exam at baseline`: only the row chosen at this timepoint (index into the only `Timepoints` of the table, and into its points).
    pub at: Option<(usize, usize)>,
    pub require: Expr,
    pub severity: FindingSeverity,
}

/// A dated event of a patient: evaluated in the row of a patient, type Date.
#[derive(Clone, Debug)]
pub struct Event {
    pub header: Header,
    pub date: Expr,
}

#[derive(Clone, Debug)]
pub struct TimeZero {
    pub header: Header,
    pub event: EventId,
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
    pub condition: Option<Expr>,
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
}

#[derive(Clone, Debug)]
pub struct Requirement {
    /// A word made from the label, unique in the population.
    pub name: String,
    pub label: String,
    pub condition: Expr,
    /// `{ known at: administrative }`: it may read what is known only after time zero, to establish consent and the like.
    pub administrative: bool,
    pub span: Span,
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
    pub prefer: Option<Expr>,
    pub tie_earlier: bool,
}

#[derive(Clone, Debug)]
pub struct Timepoint {
    pub name: String,
    pub label: String,
    pub kind: PointKind,
    /// Evaluated in a row of the table; time zero is known there.
    pub condition: Expr,
    /// Days from time zero, from `date within LOW..HIGH days of time zero`.
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

// ---------------------------------------------------------------- response criteria

/// `response recist "RECIST 1.1": recist_1_1 { … }`: a criterion bound to the plan's tables.
#[derive(Clone, Debug)]
pub struct Response {
    pub header: Header,
    pub criterion: Criterion,
    /// Index into `Plan::timepoints`.
    pub timepoints: usize,
    /// The timepoint that is the baseline, index into its points.
    pub baseline: usize,
    /// Patients whose examinations are read; the others have none.
    pub among: PopulationId,
}

/// A criterion after binding: a fold over the readings (examination × reader) of a patient, in order.
///
/// A *reading* is one examination after time zero as one reader read it; the baseline reading stands before all.
/// An earlier reading is *visible* unless it had no reading or its examination is disregarded later.
#[derive(Clone, Debug)]
pub struct Criterion {
    pub header: Header,
    /// The examinations.
    pub exam: TableId,
    /// What is read at them (lesions).
    pub lesion: TableId,
    /// The code column of `lesion` that names the reader.
    pub reader: usize,
    pub responses: Arc<CodeList>,
    /// `complete response`, `objective response`, `progression`, `definitive progression`, `not assessed`: sets of codes of `responses`.
    pub sets: Vec<(String, Vec<usize>)>,
    /// In a row of the examination, lesion selectors see this reader's rows only. True: the answer is `.1` and no later examination sees this one.
    pub no_reading: (Expr, usize),
    /// Without a baseline examination every answer is this.
    pub no_baseline: usize,
    /// The examination is answered, but invisible to later ones, when this value holds.
    pub disregarded: Option<ValueId>,
    pub rows: Vec<Rows>,
    pub defines: Vec<ThingDefine>,
    /// Values and rules in an order in which each depends only on earlier ones (at the same reading).
    pub values: Vec<CriterionValue>,
    /// The value that is the response.
    pub response: ValueId,
    /// Name and value of every option, those of the `use` in place of the defaults; already put in wherever a rule names one.
    pub options: Vec<(String, Literal, Type)>,
}

/// `rows target: lesion where role = target { chosen at: baseline }`.
#[derive(Clone, Debug)]
pub struct Rows {
    pub header: Header,
    /// In a row of `lesion`.
    pub condition: Expr,
    /// Chosen among the baseline reading's rows and followed from there; otherwise the rows of the reading itself.
    pub at_baseline: bool,
}

/// `define back of target: …`: evaluated on a thing (a row chosen, and its row at the reading).
#[derive(Clone, Debug)]
pub struct ThingDefine {
    pub header: Header,
    pub body: Body,
}

#[derive(Clone, Debug)]
pub struct CriterionValue {
    pub header: Header,
    pub ty: Type,
    pub body: Body,
}

#[derive(Clone, Debug)]
pub enum Body {
    Expression(Expr),
    /// Read from the top; the first whose condition holds answers.
    Cases(Vec<CaseArm>),
    /// A decision table over values; rows read from the top.
    Table(DecisionTable),
}

#[derive(Clone, Debug)]
pub struct CaseArm {
    /// None: `unknown`.
    pub result: Option<Expr>,
    pub reason: Option<String>,
    /// None: `otherwise`.
    pub condition: Option<Expr>,
    pub span: Span,
}

#[derive(Clone, Debug)]
pub struct DecisionTable {
    pub given: Vec<Expr>,
    pub rows: Vec<DecisionRow>,
}

#[derive(Clone, Debug)]
pub struct DecisionRow {
    /// One per `given`: the values it takes; none for `any`.
    pub cells: Vec<Option<Vec<Literal>>>,
    pub result: Literal,
    /// The row as written, cells joined by ` | `.
    pub text: String,
    pub span: Span,
}

// ---------------------------------------------------------------- combining readers

/// `combine consensus { … }`.
#[derive(Clone, Debug)]
pub struct Combine {
    pub header: Header,
    pub of: Vec<ResponseId>,
    /// Read from the top; the last is `Fixed` and answers where no other does (unresolved).
    pub cases: Vec<CombineCase>,
    /// Severity of the finding where the last case (unresolved) answers.
    pub unresolved: FindingSeverity,
    /// After the first reading whose combined response is in this set of the criterion, later examinations have none.
    pub stop_after: Option<String>,
}

#[derive(Clone, Debug)]
pub enum CombineCase {
    /// All readers of the code list have a reading at the examination and all have the same response. What has no reading
    /// is answered too (`NE`), and agrees like any other.
    Common { reason: String },
    /// The response in the row of this table that is of the examination and whose criterion column holds the code with
    /// the name of the response statement (`recist`); not answered without such a row or where its response is missing.
    /// Codes of `response` and of the criterion are the same where their names are.
    Looked { table: TableId, exam: usize, criterion: usize, response: usize, reason: String },
    /// A fixed code by its name (`NE`).
    Fixed { code: String, reason: String },
}

// ---------------------------------------------------------------- endpoints and analyses

/// `intercurrent new_line: new_line from day 0 on { in: io }`.
#[derive(Clone, Debug)]
pub struct Intercurrent {
    pub header: Header,
    pub event: EventId,
    /// From this day on; none: from any day.
    pub from_day: Option<i64>,
    /// Only in this arm (index).
    pub arm: Option<usize>,
}

#[derive(Clone, Debug)]
pub struct Endpoint {
    pub header: Header,
    pub kind: EndpointKind,
}

#[derive(Clone, Debug)]
pub enum EndpointKind {
    YesNo(YesNoEndpoint),
    TimeToEvent(TimeToEventEndpoint),
}

/// A response at a timepoint, from the combined responses.
#[derive(Clone, Debug)]
pub struct YesNoEndpoint {
    /// The set of the criterion that is a success (`objective_response`).
    pub success: String,
    /// No success when an examination up to the timepoint's has a response in this set (`progression`).
    pub not_after: Option<String>,
    pub by: Vec<ResponseId>,
    /// Points of the response's timepoints.
    pub at: Vec<String>,
    pub missing: MissingRule,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MissingRule {
    Failure,
    LeftOut,
}

#[derive(Clone, Debug)]
pub struct TimeToEventEndpoint {
    /// The first of these is the event.
    pub events: Vec<EventSource>,
    pub censor: CensorSource,
    /// Days; later is censored here, an event on the day counts.
    pub horizon: Option<i64>,
}

#[derive(Clone, Debug)]
pub enum EventSource {
    Event(EventId),
    /// First combined response in the set (`progression`) by this response.
    Progression(ResponseId),
}

#[derive(Clone, Debug)]
pub enum CensorSource {
    /// A date in the row of a patient.
    Date(Expr),
    /// Last examination whose combined response is not in `not assessed`; time zero where there is none.
    LastAssessed(ResponseId),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Strategy {
    TreatmentPolicy,
    CompositeFailure,
    CompositeSuccess,
    /// The last assessed response before it stands.
    WhileFree,
}

#[derive(Clone, Debug)]
pub struct Matching {
    pub header: Header,
    /// Indices of arms.
    pub treated: usize,
    pub control: usize,
    pub among: PopulationId,
    pub covariates: Vec<Covariate>,
    /// Covariates that must be equal.
    pub exact: Vec<Covariate>,
    /// In standard deviations (n − 1) of the logit over `caliper_over`.
    pub caliper: Option<Decimal>,
    pub caliper_over: PopulationId,
    /// Balance is reported for each of `covariates` and for these.
    pub balance: Vec<Covariate>,
    /// And for the logit of the score.
    pub balance_of_score: bool,
    /// Absolute standardised difference below which balance is reached.
    pub aim_below: Decimal,
}

/// An expression in the row of a patient, with its label.
#[derive(Clone, Debug)]
pub struct Covariate {
    /// As written: `log10(afp)`.
    pub name: String,
    pub label: String,
    pub expression: Expr,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    Primary,
    Secondary,
    Sensitivity,
    Supplementary,
}

#[derive(Clone, Debug)]
pub struct Analysis {
    pub header: Header,
    pub role: Role,
    pub endpoint: EndpointId,
    /// For a yes/no endpoint: which responses at which points.
    pub each: Vec<(ResponseId, Vec<String>)>,
    pub population: PopulationId,
    /// Index of the arm, and of the one it is compared against.
    pub compare: (usize, usize),
    pub effect: String,
    /// One per intercurrent event that can meet the endpoint, and `death` for yes/no endpoints.
    pub strategies: Vec<(StrategyOf, Strategy, Span)>,
    pub methods: Vec<MethodCall>,
    /// A test decides here outside the primary analysis and in no family: its p-value is printed as unadjusted.
    pub unadjusted: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StrategyOf {
    /// Index into `Plan::intercurrents`.
    Intercurrent(usize),
    Death(EventId),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    Decides,
    Estimates,
    Described,
}

#[derive(Clone, Debug)]
pub struct MethodCall {
    pub method: &'static Method,
    /// Every option of the method, the default filled in.
    pub options: Options,
    pub standing: Standing,
    pub span: Span,
}

/// A warning answered in words.
#[derive(Clone, Debug)]
pub struct Accept {
    pub header: Header,
    pub code: crate::diagnostic::Code,
    pub endpoints: Vec<EndpointId>,
    /// Indices into `Plan::analyses`.
    pub answered_by: Vec<usize>,
    pub because: String,
}

// ---------------------------------------------------------------- expressions

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
    OneToOne { table: TableId, column: usize },
    /// A define of the current row's table.
    Define(DefineId),
    /// A dated event of the current row's patient.
    Event(EventId),
    TimeZero,
    Not(Box<Expr>),
    And(Vec<Expr>),
    Or(Vec<Expr>),
    Compare { op: CompareOp, left: Box<Expr>, right: Box<Expr> },
    InSet(Box<Expr>, Vec<Literal>),
    /// Inclusive.
    InRange { what: Box<Expr>, low: Literal, high: Literal },
    IsKnown(Box<Expr>),
    Arithmetic { op: ArithmeticOp, left: Box<Expr>, right: Box<Expr> },
    Negative(Box<Expr>),
    /// `120 % of x`: the factor is 1.20.
    Scale { factor: Decimal, of: Box<Expr> },
    /// `log10(x)`: a Real.
    Log10(Box<Expr>),
    /// `year of DATE`.
    YearOf(Box<Expr>),
    /// `DATE within LOW..HIGH days of ANCHOR`, inclusive.
    Within { date: Box<Expr>, low: i64, high: i64, anchor: Box<Expr> },
    Before(Box<Expr>, Box<Expr>),
    After(Box<Expr>, Box<Expr>),
    /// `DATE from ANCHOR on`: on or after. The anchor of `day N` is time zero plus N.
    FromOn(Box<Expr>, Box<Expr>),
    /// Date plus days.
    PlusDays(Box<Expr>, i64),
    /// Rows of `table` below the current row (children, or at a reading this reader's lesion rows; below a patient at any depth).
    Rows { kind: RowsKind, table: TableId, condition: Option<Box<Expr>> },
    /// The value of a column expression in the row selected: first or last in the table's order.
    Selected { last: bool, table: TableId, condition: Option<Box<Expr>>, value: Box<Expr> },

    // Within a criterion only.
    /// A value or rule of the criterion at the current reading.
    Value(ValueId),
    /// A define on the current thing.
    ThingDefine(ThingDefineId),
    /// The current thing has a row at this reading.
    Recorded,
    /// A quantifier or number over the things of a set.
    Things { kind: ThingsKind, rows: RowsId, condition: Option<Box<Expr>> },
    /// The expression at the baseline reading.
    AtBaseline(Box<Expr>),
    /// The expression at the reading that a value of type Reading names; unknown where it names none.
    AtReading { reading: ValueId, what: Box<Expr> },
    /// Some visible earlier reading satisfies `condition`; none before the last that satisfies `since` counts.
    Earlier { condition: Box<Expr>, since: Option<Box<Expr>> },
    /// Smallest (or largest) known value over the baseline reading (if `baseline`) and all visible earlier ones.
    ExtremeEarlier { largest: bool, what: Box<Expr>, baseline: bool },
    /// First visible earlier reading that satisfies `condition`, not before the last that satisfies `since`: type Reading.
    FirstEarlier { condition: Box<Expr>, since: Option<Box<Expr>> },
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
