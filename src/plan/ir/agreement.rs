//! Agreement of readings.

use super::{CodeId, Header, MethodCall, PointId, PopulationId, ResponseId, SetId, TableId};
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
