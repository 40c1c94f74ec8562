//! Tables of counts: exact and asymptotic tests, stratified or not, and of matched pairs.

pub mod chi_squared;
pub mod enumeration;
pub mod fisher;
pub mod generalised;
pub mod linear_by_linear;
pub mod mantel_haenszel;
pub mod mcnemar;
mod network;
pub mod trend;
