//! From the tree of a plan to its meaning: names, types, units, codes, the moment a value is known.

pub mod ir;
pub mod unit;
