//! Naive second implementations: loops over rows and textbook formulas, on thousands of seeded random draws, and every
//! method on data that nothing can be estimated from.

#[path = "oracle/support.rs"]
mod support;

#[path = "oracle/agreement.rs"]
mod agreement;
#[path = "oracle/agreement_several.rs"]
mod agreement_several;
#[path = "oracle/degenerate.rs"]
mod degenerate;
#[path = "oracle/distributions.rs"]
mod distributions;
#[path = "oracle/extremes.rs"]
mod extremes;
#[path = "oracle/models.rs"]
mod models;
#[path = "oracle/multiplicity.rs"]
mod multiplicity;
#[path = "oracle/ranks.rs"]
mod ranks;
#[path = "oracle/survival_curves.rs"]
mod survival_curves;
#[path = "oracle/survival_methods.rs"]
mod survival_methods;
#[path = "oracle/survival_models.rs"]
mod survival_models;
#[path = "oracle/survival_rows.rs"]
mod survival_rows;
#[path = "oracle/tables.rs"]
mod tables;
