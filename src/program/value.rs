//! A known value of the plan language; unknown is `None` around it.

use rust_decimal::Decimal;
use std::sync::Arc;

#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    Bool(bool),
    /// A whole number, a year, or a number of days.
    Integer(i64),
    /// An exact decimal in the unit of its type.
    Number(Decimal),
    /// A computed floating-point number.
    Real(f64),
    /// Days since 1970-01-01.
    Date(i32),
    /// Position in the code list of its type.
    Code(usize),
    Text(Arc<str>),
    /// An earlier examination, by its position in the sequence of the patient and reader.
    Reading(usize),
    /// Something is recorded, and what it is cannot be used: it could not be read, or is out of its range. It is not
    /// missing, and whatever rests on it is unknown.
    Unusable,
}

/// The values of one row, in the order of the table's columns.
pub type Row = [Option<Value>];
