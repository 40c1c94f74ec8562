//! The derivation against values from elsewhere, against a naive second implementation, and under shuffled rows.

#[path = "derive/cohort.rs"]
mod cohort;
#[path = "derive/criterion.rs"]
mod criterion;
#[path = "derive/expected.rs"]
mod expected;
#[path = "derive/oracle.rs"]
mod oracle;
#[path = "derive/random.rs"]
mod random;
#[path = "derive/small.rs"]
mod small;
#[path = "derive/study.rs"]
mod study;
#[path = "derive/tables.rs"]
mod tables;
