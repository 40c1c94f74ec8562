//! Responses of single lesions.

use super::{Header, PointId, PopulationId, ResponseId};

/// `lesions NAME { … }`: how many lesions have which category, by arm, at the timepoint's examination of each patient.
#[derive(Clone, Debug)]
pub struct Lesions {
    pub header: Header,
    /// Its criterion answers of each lesion.
    pub of: ResponseId,
    /// Position of the one whose readings are counted.
    pub reader: usize,
    pub at: Vec<PointId>,
    pub among: Vec<PopulationId>,
    /// Positions of the arms that are told apart.
    pub arms: Vec<usize>,
}
