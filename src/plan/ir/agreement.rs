//! Agreement of readings.

use super::{Header, MethodCall, PopulationId, ResponseId, TableId};
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
    /// Columns of one table, two or more, with the same codes or numbers of the same unit: the readings of each row in which all
    /// are known.
    Columns {
        table: TableId,
        columns: Vec<usize>,
        /// `Agreement`, `SeveralReadings` or `Measurements`.
        outcome: OutcomeKind,
    },
}

/// The two readers' own responses, one table for each response, population and timepoint: the timepoint's examination of each
/// patient.
#[derive(Clone, Debug)]
pub struct ReadAgreement {
    pub of: Vec<ResponseId>,
    /// Points of the responses' timepoints.
    pub at: Vec<String>,
    pub among: Vec<PopulationId>,
    /// Names of codes; an examination to which either reader gave one is left out. A criterion need not know each.
    pub leave_out: Vec<String>,
    /// Examinations after the first whose combined response is in this set are left out.
    pub stop_after: Option<String>,
}
