//! Agreement of readings.

use super::{
    CodeId, DefineId, Header, MethodCall, PointId, PopulationId, ResponseId, SetId, TableId, Type, Understood,
};
use crate::catalogue::OutcomeKind;

/// `agreement NAME { … }`.
#[derive(Clone, Debug)]
pub struct Agreement {
    pub header: Header,
    pub of: AgreementOf,
    pub methods: Vec<MethodCall>,
}

#[derive(Clone, Debug)]
pub enum AgreementOf {
    Responses(ReadAgreement),
    /// Columns and quantities of one table, two or more, with the same codes or numbers of the same unit: the readings of each row
    /// in which all are known.
    Columns {
        table: TableId,
        columns: Vec<Compared>,
        /// `Agreement`, `SeveralReadings` or `Measurements`.
        outcome: OutcomeKind,
    },
}

/// One reading of each row of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Compared {
    Column(usize),
    /// A quantity of the table (`define`): of readings that stand below each other, one is that of one reader.
    Quantity(DefineId),
}

impl Compared {
    /// What it is called in the plan, in a row of the table.
    pub fn name(self, plan: &Understood, table: TableId) -> &str {
        match self {
            Compared::Column(column) => &plan.tables[table.0].columns[column].name,
            Compared::Quantity(define) => &plan.defines[define.0].header.name,
        }
    }

    pub fn ty(self, plan: &Understood, table: TableId) -> &Type {
        match self {
            Compared::Column(column) => &plan.tables[table.0].columns[column].ty,
            Compared::Quantity(define) => &plan.defines[define.0].value.ty,
        }
    }
}

/// The two readers' own responses, one table for each response, population and timepoint: the timepoint's examination of each
/// patient.
#[derive(Clone, Debug)]
pub struct ReadAgreement {
    pub of: Vec<ReadResponse>,
    pub among: Vec<PopulationId>,
}

/// What is compared of one response.
#[derive(Clone, Debug)]
pub struct ReadResponse {
    pub response: ResponseId,
    /// Points of its timepoints.
    pub at: Vec<PointId>,
    /// An examination to which either reader gave one of these is left out; of those named, the ones its criterion has.
    pub leave_out: Vec<CodeId>,
    /// Examinations after the first whose combined response is in this set are left out.
    pub stop_after: Option<SetId>,
}
