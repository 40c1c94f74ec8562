//! What the plan language offers by name, as declarations: what a plan may name is known here, and how it is carried out,
//! computed or drawn is known further on.

pub mod language;

pub use language::Language;
