//! The derivation against values from elsewhere, against a naive second implementation, and under shuffled rows.

mod applies;
mod begins;
mod beside;
mod categories;
mod cohort;
mod confirmed;
mod criterion;
mod expected;
mod general;
mod oracle;
mod papers;
mod random;
mod selected;
mod sets;
mod small;
mod study;
pub(crate) mod tables;
