//! Every number: methods against other programs and closed forms, derivations and rows against naive second readings.

mod criteria;
mod data;
mod derive;
mod every_plan;
mod interaction;
mod invariants;
mod oracle;
mod plans;
mod reference;
mod times;
