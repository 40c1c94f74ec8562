//! Response criteria bound to the plan's tables, and the combination of readers.

use super::{CodeList, Expr, FindingSeverity, Header, Literal, PopulationId, ResponseId, Span, TableId, Type, ValueId};
use std::sync::Arc;

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
