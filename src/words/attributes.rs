//! The words of a report on what an estimand differs in from another: two sentences with places, and attributes within them.

use serde::Serialize;

#[derive(Debug, Serialize)]
pub struct AttributeWords {
    pub differs: &'static str,
    pub same: &'static str,
    pub none: &'static str,
    pub population: &'static str,
    pub treatments: &'static str,
    pub variable: &'static str,
    pub strategy: &'static str,
    pub meeting: &'static str,
    pub summary: &'static str,
}
