//! Reference numbers: every method against established implementations, on public and hand-made data. Where the numbers come
//! from is in `reference/PROVENANCE.md`.

#[path = "reference/support.rs"]
mod support;

#[path = "reference/contingency.rs"]
mod contingency;
#[path = "reference/logistic.rs"]
mod logistic;
#[path = "reference/proportions.rs"]
mod proportions;
#[path = "reference/study.rs"]
mod study;
