//! Dates that the figures of the report show.

use super::execute::State;
use super::model::FigureDerived;
use super::values::days;
use crate::plan::ir::{FigureGiven, Known};
use crate::program::value::Value;

impl State<'_> {
    /// A figure that has dates of its own; rows without a patient, a date or a code are not shown, and are findings.
    pub fn figure(&self, figure: usize) -> Option<FigureDerived> {
        let FigureGiven::Course(course) = &self.plan.report.as_ref()?.figures.get(figure)?.given else { return None };
        let steps = self.program.report.figure(figure)?;
        let (table, column) = course.treatments;
        let Known::AtColumn(date) = self.plan.table(table).known else { return None };
        let (dates, codes) = (days(self.made.column(table, date)), self.made.column(table, column));
        let links = self.made.links(table, self.plan.patient_table());
        let given = |row: usize| match codes.get(row) {
            Some(Value::Code(code)) => Some((links[row]?, dates[row]?, code)),
            _ => None,
        };
        let mut given: Vec<(usize, i32, usize)> = (0..links.len()).filter_map(given).collect();
        given.sort_unstable();
        let until = days(self.made(steps.until?));
        Some(FigureDerived { figure, until, given })
    }
}
