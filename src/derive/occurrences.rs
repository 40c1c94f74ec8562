//! The rows of endpoints that are events.

use super::execute::State;
use super::model::Occurrence;
use super::values::{Values, days, words};
use crate::plan::ir::EventsEndpoint;
use crate::program::flat::Held;
use crate::program::step::StepId;
use crate::program::value::Value;
use std::sync::Arc;

impl State<'_> {
    /// A row of which it cannot be told whether it counts does not; neither does one without a date, a term or a patient: each
    /// of these is a finding.
    pub fn occurrences_of(&self, kind: &EventsEndpoint<Held, StepId>) -> Vec<Occurrence> {
        let column = |column: usize| self.made.column(kind.table, column);
        let declared = &self.plan.table(kind.table).columns;
        let dates = days(column(kind.date));
        let links = self.made.links(kind.table, self.plan.patient_table());
        let text = |column: usize, values: &Values, row: usize| {
            values.get(row).map(|value| Arc::from(words(&value, &declared[column].ty)))
        };
        let one = |row: usize| {
            Some(Occurrence {
                patient: links[row]?,
                row,
                date: dates[row]?,
                term: text(kind.term, column(kind.term), row)?,
                class: kind.class.and_then(|class| text(class, column(class), row)),
                grade: match column(kind.grade).get(row) {
                    Some(Value::Integer(grade)) => Some(grade),
                    _ => None,
                },
            })
        };
        self.set(kind.condition, kind.table).certain_rows().filter_map(one).collect()
    }
}
