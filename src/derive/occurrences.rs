//! The rows of endpoints that are events.

use super::execute::State;
use super::model::Occurrence;
use super::values::{Values, days, words};
use crate::plan::ir::{EndpointKind, EventsEndpoint};
use crate::program::step::StepId;
use crate::program::value::Value;
use polars_core::prelude::PolarsResult;

impl State<'_> {
    /// By endpoint of the plan. A row of which it cannot be told whether it counts does not; neither does one without a
    /// date, a term or a patient: each of these is a finding.
    pub fn occurrences(&self) -> PolarsResult<Vec<Vec<Occurrence>>> {
        let mut by_endpoint = vec![];
        for (index, endpoint) in self.plan.endpoints.iter().enumerate() {
            by_endpoint.push(match &endpoint.kind {
                EndpointKind::Events(kind) => {
                    let found = self.program.events_of.iter().find(|(id, _)| id.0 == index);
                    self.occurrences_of(kind, found.and_then(|(_, rows)| *rows))?
                }
                _ => vec![],
            });
        }
        Ok(by_endpoint)
    }

    fn occurrences_of(&self, kind: &EventsEndpoint, rows: Option<StepId>) -> PolarsResult<Vec<Occurrence>> {
        let columns = &self.columns[kind.table.0];
        let declared = &self.plan.table(kind.table).columns;
        let dates = days(&columns[kind.date]);
        let links = &self.links[&(kind.table, self.plan.patient_table())];
        let text = |column: usize, values: &Values, row: usize| {
            values[row].as_ref().map(|value| words(value, &declared[column].ty))
        };
        let one = |row: usize| {
            Some(Occurrence {
                patient: links[row]?,
                row,
                date: dates[row]?,
                term: text(kind.term, &columns[kind.term], row)?,
                class: kind.class.and_then(|class| text(class, &columns[class], row)),
                grade: match columns[kind.grade][row] {
                    Some(Value::Integer(grade)) => Some(grade),
                    _ => None,
                },
            })
        };
        Ok(self.set(rows, kind.table)?.certain_rows()?.into_iter().filter_map(one).collect())
    }
}
