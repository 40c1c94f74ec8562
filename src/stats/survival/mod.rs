//! Times to an event: estimates, tests and regression with right censoring and late entry.
//!
//! A row is at risk on (entry, time]; what happens at a time happens before those censored at that time leave. Times that
//! differ by rounding noise are one time. Every sum runs over rows ordered by their values, so the order in which rows are
//! given changes no bit of a result.

pub mod competing;
pub mod completeness;
pub mod cox;
pub mod curve;
pub mod kaplan_meier;
pub mod log_rank;
pub mod observations;
mod order;
pub mod restricted_mean;
