//! Building records: every number leaves the analyses through here, with its clause and its steps.

use super::Context;
use crate::number::{Number, Quantity};
use crate::plan::ir::{ClauseId, PopulationId};
use crate::results::format::{self};
use crate::results::{MethodUse, Record, Role, Standing, TimeUnit};

/// Records in the order in which they are made, with what they share.
pub(crate) struct Records<'a> {
    pub context: Context<'a>,
    pub records: Vec<Record>,
}

/// What the numbers of one table have in common.
#[derive(Clone, Debug, Default)]
pub(crate) struct Frame {
    /// First parts of the identifier, joined by dots.
    pub id: Vec<String>,
    pub clause: String,
    pub analysis: String,
    pub role: Role,
    pub endpoint: Option<String>,
    pub response: Option<String>,
    pub timepoint: Option<String>,
    pub population: String,
    pub population_n: usize,
    pub method: Option<MethodUse>,
    pub standing: Standing,
    /// The unit of its times.
    pub times_in: TimeUnit,
    pub steps: Vec<String>,
    pub tables: Vec<String>,
}

/// One number to be recorded.
pub(crate) struct Entry<'e> {
    /// Last parts of the identifier; empty parts are left out.
    pub id: &'e [&'e str],
    pub group: Option<String>,
    pub term: Option<(String, String)>,
    pub statistic: &'e str,
    pub value: Number,
    pub quantity: Quantity,
}

impl<'a> Records<'a> {
    pub fn new(context: Context<'a>) -> Self {
        Records { context, records: vec![] }
    }

    pub fn clause(&self, id: ClauseId) -> String {
        self.context.plan.clause_number(id).to_string()
    }

    /// Name and size of a population.
    pub fn population(&self, id: PopulationId) -> (String, usize) {
        let name = self.context.plan.populations.get(id.0).map_or_else(String::new, |p| p.header.name.clone());
        let n = self.context.derived.populations.get(id.0).map_or(0, |m| m.patients.len());
        (name, n)
    }

    pub fn arm(&self, arm: usize) -> Option<String> {
        self.context.plan.arms.arms.get(arm).map(|a| a.name.clone())
    }

    pub fn push(&mut self, frame: &Frame, entry: Entry) {
        let parts = frame.id.iter().map(String::as_str).chain(entry.id.iter().copied()).filter(|p| !p.is_empty());
        let id = parts.collect::<Vec<_>>().join(".");
        let (term, term_label) = entry.term.unzip();
        self.records.push(Record {
            id,
            clause: frame.clause.clone(),
            analysis: frame.analysis.clone(),
            role: frame.role,
            endpoint: frame.endpoint.clone(),
            response: frame.response.clone(),
            timepoint: frame.timepoint.clone(),
            population: frame.population.clone(),
            population_n: frame.population_n,
            group: entry.group,
            term,
            term_label,
            method: frame.method.clone(),
            statistic: entry.statistic.to_string(),
            standing: frame.standing,
            multiplicity: None,
            quantity: entry.quantity,
            unit: (entry.quantity == Quantity::Days).then_some(frame.times_in),
            formatted: format::format(&entry.value, entry.quantity),
            value: entry.value,
            steps: frame.steps.clone(),
            tables: frame.tables.clone(),
        });
    }
}

/// A count as a number of a record.
pub(crate) fn count(n: usize) -> Number {
    Number::Count(i64::try_from(n).unwrap_or(i64::MAX))
}

/// An estimable value as a number of a record.
pub(crate) fn number(value: &crate::number::Estimable) -> Number {
    match value {
        Ok(value) => Number::real(*value),
        Err(reason) => Number::NotEstimable(reason.clone()),
    }
}
