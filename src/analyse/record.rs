//! Building records: every number leaves the analyses through here, with its clause and its steps.

use super::Context;
use crate::catalogue::Statistic;
use crate::number::{Number, Quantity};
use crate::plan::ir::{ClauseId, PopulationId};
use crate::results::identity::{self, Use};
use crate::results::{Group, Label, LabelKind, Record, Term, TimeUnit, Timepoint};
use std::collections::BTreeMap;

/// Records in the order in which they are made, and what the plan calls their terms.
pub(crate) struct Records<'a> {
    pub context: Context<'a>,
    pub records: Vec<Record>,
    /// By kind, the statement that gives the name, and name.
    labels: BTreeMap<(LabelKind, String, String), String>,
}

/// What the numbers of one table have in common.
#[derive(Clone, Debug, Default)]
pub(crate) struct Frame {
    /// A record without its number.
    pub record: Record,
    /// The method, and the options that tell its uses apart, as words of an identifier.
    pub used: Vec<String>,
    /// The words of the groups of the analysis.
    pub groups: Vec<String>,
    /// The unit of its times.
    pub times_in: TimeUnit,
}

/// One number to be recorded.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    pub group: Group,
    pub term: Option<Term>,
    pub time: Option<i64>,
    pub statistic: Statistic,
    pub value: Number,
    pub quantity: Quantity,
}

impl Entry {
    pub fn new(statistic: Statistic, value: Number, quantity: Quantity) -> Entry {
        Entry { group: Group::All, term: None, time: None, statistic, value, quantity }
    }

    pub fn count(statistic: Statistic, n: usize) -> Entry {
        Entry::new(statistic, count(n), Quantity::Count)
    }

    pub fn of(self, group: Group) -> Entry {
        Entry { group, ..self }
    }

    pub fn term(self, term: Term) -> Entry {
        Entry { term: Some(term), ..self }
    }
}

impl<'a> Records<'a> {
    pub fn new(context: Context<'a>) -> Self {
        Records { context, records: vec![], labels: BTreeMap::new() }
    }

    pub fn clause(&self, id: ClauseId) -> String {
        self.context.plan.clause_number(id).to_string()
    }

    /// Name and size of a population.
    pub fn population(&self, id: PopulationId) -> (String, Option<usize>) {
        let name = self.context.plan.populations.get(id.0).map_or_else(String::new, |p| p.header.name.clone());
        let n = self.context.seen.population(id).patients.len();
        (name, Some(n))
    }

    pub fn arm(&self, arm: usize) -> Group {
        self.context.plan.arms.arms.get(arm).map_or(Group::All, |a| Group::Arm(a.name.clone()))
    }

    /// The word of the arm of a patient; none without one.
    pub fn arm_of(&self, patient: usize) -> Option<String> {
        self.context.seen.arms()[patient].and_then(|arm| self.arm(arm).word().map(str::to_string))
    }

    /// What the plan calls a name that a statement gives.
    pub fn label(&mut self, kind: LabelKind, of: &str, name: &str, label: &str) {
        self.labels.entry((kind, of.to_string(), name.to_string())).or_insert_with(|| label.to_string());
    }

    pub fn labels(&self) -> impl Iterator<Item = Label> {
        let one = |((kind, of, name), label): (&(LabelKind, String, String), &String)| Label {
            kind: *kind,
            of: of.clone(),
            name: name.clone(),
            label: label.clone(),
        };
        self.labels.iter().map(one)
    }

    pub fn push(&mut self, frame: &Frame, entry: Entry) {
        let time = entry.time.map(|at| Timepoint::Time { at, unit: frame.times_in });
        let mut record = Record {
            group: entry.group,
            timepoint: time.or_else(|| frame.record.timepoint.clone()),
            term: entry.term.or_else(|| frame.record.term.clone()),
            statistic: entry.statistic,
            quantity: entry.quantity,
            unit: (entry.quantity == Quantity::Days).then_some(frame.times_in),
            value: entry.value,
            ..frame.record.clone()
        };
        record.id = identity::of(&record, Use { words: &frame.used, groups: &frame.groups });
        self.records.push(record);
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
