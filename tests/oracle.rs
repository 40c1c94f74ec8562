//! Naive second implementations: loops over rows and textbook formulas, on thousands of seeded random draws, and every
//! method on data that nothing can be estimated from.

mod support;

mod agreement;
mod agreement_several;
mod degenerate;
mod distributions;
mod extremes;
mod given;
mod models;
mod multiplicity;
mod ranks;
mod survival_curves;
mod survival_methods;
mod survival_models;
mod survival_rows;
mod tables;
