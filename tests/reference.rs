//! Reference numbers: every method against established implementations, on public and hand-made data. Where the numbers come
//! from is in `reference/PROVENANCE.md`.

mod support;

mod adjusted_means;
mod agreement;
mod cause_specific;
mod competing;
mod contingency;
mod continuous;
mod cox;
mod cox_zph;
mod distribution;
mod exact_columns;
mod frequencies;
mod km;
mod log_rank;
mod logistic;
mod matching_ties;
mod multiplicity;
mod nist;
mod proportions;
mod quantiles;
mod rates;
mod redundant;
mod rmst;
mod sample_size;
mod study;
mod study_survival;
mod survival_data;
mod survival_edges;
mod weighted_balance;
mod without_estimate;
