//! Response criteria, through the documents in `plans/criteria`: by example, against a second implementation, and in
//! what must hold of every sequence.

mod acr;
mod by_example;
mod courses;
mod crowds;
mod lemmas;
mod lesions;
mod lugano;
mod mistakes;
mod options;
mod oracle;
mod oracle_irecist;
mod oracle_paper;
mod plans;
mod properties;
mod radiation;
mod readers;
mod recorded;
mod seconds;
mod worlds;
