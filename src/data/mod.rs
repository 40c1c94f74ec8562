//! From the binding and the files to typed tables.

pub mod cell;
pub mod column;
mod delimited;
mod digest;
pub mod fields;
mod format;
mod links;
pub mod parts;
mod picked;
mod read;
pub mod rows;
mod settle;
mod source;
mod split;
pub mod table;
pub mod texts;
pub mod usable;
mod whole;
mod written;

pub use links::links;
pub use picked::{Picked, PickedColumn};
pub use read::{ReadError, from_folder, read, read_telling};
pub use rows::{Row, Rows};
pub use table::{Data, DataTable, Issue, Read, SCALE, TableRows};
pub use written::written;
