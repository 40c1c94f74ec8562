//! The derivation against values from elsewhere, against a naive second implementation, and under shuffled rows.

#[path = "derive/expected.rs"]
mod expected;
#[path = "derive/study.rs"]
mod study;
