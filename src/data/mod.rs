//! From the binding and the files to typed tables.

pub mod cell;
mod digest;
mod format;
mod frame;
mod read;
mod records;
mod settle;
mod split;
pub mod table;
pub mod usable;
mod whole;
mod written;

pub use read::{ReadError, from_folder, read};
pub use table::{Data, DataTable, Issue, Read, Row, SCALE, TableRows};
pub use written::written;
