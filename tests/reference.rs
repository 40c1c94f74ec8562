//! Reference numbers: every method against established implementations, on public and hand-made data. Where the numbers come
//! from is in `reference/PROVENANCE.md`.

#[path = "reference/support.rs"]
mod support;

#[path = "reference/agreement.rs"]
mod agreement;
#[path = "reference/competing.rs"]
mod competing;
#[path = "reference/contingency.rs"]
mod contingency;
#[path = "reference/continuous.rs"]
mod continuous;
#[path = "reference/cox.rs"]
mod cox;
#[path = "reference/cox_zph.rs"]
mod cox_zph;
#[path = "reference/distribution.rs"]
mod distribution;
#[path = "reference/exact_columns.rs"]
mod exact_columns;
#[path = "reference/km.rs"]
mod km;
#[path = "reference/log_rank.rs"]
mod log_rank;
#[path = "reference/logistic.rs"]
mod logistic;
#[path = "reference/matching_ties.rs"]
mod matching_ties;
#[path = "reference/multiplicity.rs"]
mod multiplicity;
#[path = "reference/nist.rs"]
mod nist;
#[path = "reference/proportions.rs"]
mod proportions;
#[path = "reference/quantiles.rs"]
mod quantiles;
#[path = "reference/rates.rs"]
mod rates;
#[path = "reference/redundant.rs"]
mod redundant;
#[path = "reference/rmst.rs"]
mod rmst;
#[path = "reference/study.rs"]
mod study;
#[path = "reference/study_survival.rs"]
mod study_survival;
#[path = "reference/survival_data.rs"]
mod survival_data;
#[path = "reference/survival_edges.rs"]
mod survival_edges;
#[path = "reference/without_estimate.rs"]
mod without_estimate;
