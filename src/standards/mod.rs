//! A run in the forms of public standards, for programs that know these and not ours.

pub mod ars;
pub mod ro_crate;
