//! Response criteria, through the documents in `plans/criteria`: by example, against a second implementation, and in
//! what must hold of every sequence.

mod by_example;
mod lesions;
mod oracle;
mod plans;
mod properties;
