//! What may leave those who may see the data.

use super::Header;

/// `circulation { … }`: which counts are withheld in a copy that is sent on.
#[derive(Clone, Debug)]
pub struct Circulation {
    pub header: Header,
    /// The smallest count of patients that is told.
    pub smallest: i64,
    pub released: Option<Released>,
}

/// Analyses whose counts are told however small they are.
#[derive(Clone, Debug)]
pub struct Released {
    /// Indices into `Plan::analyses`, in the order of the statement.
    pub analyses: Vec<usize>,
    pub because: String,
}
