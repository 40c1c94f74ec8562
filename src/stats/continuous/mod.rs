//! Continuous outcomes: means, ranks, correlation and the linear model.

pub mod correlation;
pub mod groups;
pub mod jonckheere;
pub mod linear_model;
pub mod means;
pub mod rank_sum;
pub mod ranks;
pub mod signed_rank;
