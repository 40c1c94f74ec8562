//! Criteria bound to the plan's tables, and the combination of readers.

use super::{
    CodeEntry, CodeId, CodeList, Column, CriterionExpr, FindingSeverity, Header, Literal, ResponseId, RowExpr, Rows,
    RowsId, SetId, Span, TableId, ThingDefineId, Type, Understood, ValueId,
};
pub use crate::catalogue::ResponseRole;
use std::sync::Arc;

/// A criterion after binding, its conditions on rows `W` and its own expressions `E`: a fold over the readings (examination × reader) of a patient, in order.
///
/// A *reading* is one examination after the beginning, which is time zero or the day of an event ([`super::Clock`]), as one
/// reader read it; the baseline reading stands before all.
/// An earlier reading is *visible* unless it had no reading or its examination is disregarded later.
#[derive(Clone, Debug)]
pub struct Criterion<W = RowExpr, E = CriterionExpr> {
    pub header: Header,
    /// The examinations.
    pub exam: TableId,
    /// What is read at them (lesions); none: the examinations themselves are all that is read.
    pub things: Option<Things>,
    pub responses: Arc<CodeList>,
    /// Sets of its responses: those with a role first, in the order of the roles, then its own.
    pub sets: Vec<ResponseSet>,
    /// `from best to worst: …`: every response that assesses something, once; empty where the criterion does not rank them.
    pub ranked: Vec<CodeId>,
    /// In a row of the examination, lesion selectors see this reader's rows only. True: the answer is `.1` and no later examination sees this one.
    pub no_reading: (E, CodeId),
    /// Without a baseline examination every answer is this.
    pub no_baseline: CodeId,
    /// At the baseline reading. True: it serves as none, and every answer is `no_baseline`.
    pub unfit_baseline: Option<E>,
    /// The answer where no value of the response can be told: the first that is not assessed, or where the criterion has no
    /// such set that of an examination without a reading.
    pub untold: CodeId,
    /// The examination is answered, but invisible to later ones, when this value holds.
    pub disregarded: Option<ValueId>,
    /// `dated back to: VALUE`, of type Reading: where it names an earlier examination, the response is dated from that one.
    /// None also where under the options of the criterion it never names one.
    pub dated_back: Option<ValueId>,
    /// `of each: CATEGORY of SETS`: what is answered of each thing by itself.
    pub of_each: Option<OfEachThing>,
    pub rows: Vec<Rows<W>>,
    pub defines: Vec<ThingDefine<E>>,
    /// Values and rules in an order in which each depends only on earlier ones (at the same reading).
    pub values: Vec<CriterionValue<E>>,
    /// The value that is the response.
    pub response: ValueId,
    /// Name and value of every option, those of the `use` in place of the defaults; already put in wherever a rule names one.
    pub options: Vec<(String, Literal, Type)>,
}

/// What a criterion answers of each thing of these sets at a reading, beside its response.
#[derive(Clone, Debug, PartialEq)]
pub struct OfEachThing {
    pub category: ThingDefineId,
    /// The type of the category.
    pub codes: Arc<CodeList>,
    /// A thing of several counts once, where it is first.
    pub sets: Vec<RowsId>,
}

/// A table below the examinations, whose rows are what a criterion reads at each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Things {
    pub table: TableId,
    /// Its code column that names the reader; none: all rows are of one.
    pub reader: Option<usize>,
}

/// A set of the responses of a criterion.
#[derive(Clone, Debug, PartialEq)]
pub struct ResponseSet {
    /// As rules, endpoints and `ends with` name it.
    pub name: String,
    /// What it means to the language; none for a set of the criterion's own.
    pub role: Option<ResponseRole>,
    pub codes: Vec<CodeId>,
    /// A response in the set ends a course that began earlier, and is dated from its beginning.
    pub dated: Option<Dated>,
    pub span: Span,
}

/// `definitive progression: iCPD { dated from: iUPD, cleared by: (iCR, iPR, iSD) }`: a finding that a later examination
/// confirms is dated from the examination at which it was first made, unless it was cleared between the two.
#[derive(Clone, Debug, PartialEq)]
pub struct Dated {
    pub from: Vec<CodeId>,
    pub cleared_by: Vec<CodeId>,
}

impl<W, E> Criterion<W, E> {
    /// The table whose rows are read at each examination: that of the examinations, where nothing stands below them.
    pub fn rows_of(&self) -> TableId {
        self.things.map_or(self.exam, |things| things.table)
    }

    /// The code column that names the reader; none where there is one.
    pub fn reader<'p>(&self, plan: &'p Understood) -> Option<&'p Column> {
        let things = self.things?;
        plan.tables[things.table.0].columns.get(things.reader?)
    }

    /// The readers by their place in the code list; empty where there is one without a name.
    pub fn readers<'p>(&self, plan: &'p Understood) -> &'p [CodeEntry] {
        match self.reader(plan).map(|c| &c.ty) {
            Some(Type::Code(list)) => &list.codes,
            _ => &[],
        }
    }

    /// How many readers there are, one at least.
    pub fn reader_count(&self, plan: &Understood) -> usize {
        self.readers(plan).len().max(1)
    }

    pub fn reads(&self, table: TableId) -> bool {
        self.things.is_some_and(|things| things.table == table)
    }

    pub fn set(&self, id: SetId) -> &ResponseSet {
        &self.sets[id.0]
    }

    /// The set with this role.
    pub fn set_of(&self, role: ResponseRole) -> Option<SetId> {
        self.sets.iter().position(|s| s.role == Some(role)).map(SetId)
    }

    /// Whether a response is in the set with this role; no response is where the criterion has none.
    pub fn is(&self, role: ResponseRole, code: CodeId) -> bool {
        self.set_of(role).is_some_and(|id| self.is_in(id, code))
    }

    pub fn is_in(&self, set: SetId, code: CodeId) -> bool {
        self.set(set).codes.contains(&code)
    }

    /// The response by its name.
    pub fn code_name(&self, code: CodeId) -> &str {
        self.responses.codes.get(code.0).map_or("", |c| c.name.as_str())
    }

    /// All responses, in the order of the criterion.
    pub fn codes(&self) -> impl Iterator<Item = CodeId> + use<W, E> {
        (0..self.responses.codes.len()).map(CodeId)
    }
}

/// `define back of target: …`: evaluated on a thing (a row chosen, and its row at the reading).
#[derive(Clone, Debug)]
pub struct ThingDefine<E = CriterionExpr> {
    pub header: Header,
    pub body: Body<E>,
}

#[derive(Clone, Debug)]
pub struct CriterionValue<E = CriterionExpr> {
    pub header: Header,
    pub ty: Type,
    pub body: Body<E>,
}

#[derive(Clone, Debug)]
pub enum Body<E = CriterionExpr> {
    Expression(E),
    /// Read from the top; the first whose condition holds answers.
    Cases(Vec<CaseArm<E>>),
    /// A decision table over values; rows read from the top.
    Table(DecisionTable<E>),
}

impl<E> Body<E> {
    /// How many cases or rows it has; none where it is computed.
    pub fn rows(&self) -> usize {
        match self {
            Body::Expression(_) => 0,
            Body::Cases(cases) => cases.len(),
            Body::Table(table) => table.rows.len(),
        }
    }
}

#[derive(Clone, Debug)]
pub struct CaseArm<E = CriterionExpr> {
    /// None: `unknown`.
    pub result: Option<E>,
    pub reason: Option<String>,
    /// None: `otherwise`.
    pub condition: Option<E>,
    pub span: Span,
}

#[derive(Clone, Debug)]
pub struct DecisionTable<E = CriterionExpr> {
    pub given: Vec<E>,
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
    /// Each response with the cases as they are of its criterion.
    pub of: Vec<CombinedResponse>,
    /// Severity of the finding where the last case (unresolved) answers.
    pub unresolved: FindingSeverity,
}

impl Combine {
    pub fn combines(&self, response: ResponseId) -> bool {
        self.of.iter().any(|c| c.response == response)
    }
}

/// One response that is combined over its readers.
#[derive(Clone, Debug)]
pub struct CombinedResponse {
    pub response: ResponseId,
    /// Read from the top; the last is `Fixed` and answers where no other does (unresolved).
    pub cases: Vec<CombineCase>,
    /// After the first reading whose combined response is in this set of the criterion, later examinations have none.
    pub stop_after: Option<SetId>,
}

#[derive(Clone, Debug)]
pub enum CombineCase {
    /// All readers of the code list have a reading at the examination and all have the same response. What has no reading
    /// is answered too (`NE`), and agrees like any other.
    Common { reason: String },
    /// The worst, as the criterion ranks them, of the responses of the readers who assessed the examination.
    Worst { reason: String },
    /// The one in the middle, as the criterion ranks them, of the responses of the readers who assessed the examination; nothing
    /// where two are in the middle and differ.
    Median { reason: String },
    /// The response in the row of a table that is of the examination.
    Looked { up: LookUp, reason: String },
    /// The response itself.
    Fixed { code: CodeId, reason: String },
}

/// A table with one row for an examination and a response (`recist`), in which the consensus of its readers is recorded.
#[derive(Clone, Debug)]
pub struct LookUp {
    pub table: TableId,
    /// The column that names the examination.
    pub exam: usize,
    /// The code column that names the response, and the code that has the name of this one.
    pub criterion: (usize, usize),
    /// The code column with the consensus; where it is missing nothing is answered.
    pub response: usize,
    /// By code of that column, the response of the criterion that has its name.
    pub codes: Vec<Option<CodeId>>,
    /// The consensus was on these readings, and not on others by the same criterion.
    pub own: bool,
}
