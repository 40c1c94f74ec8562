//! Dates that the figures of the report show.

use super::execute::State;
use super::model::FigureDerived;
use super::values::days;
use crate::plan::ir::{Figure, Known};
use crate::program::value::Value;

impl State<'_> {
    /// By figure that has dates of its own; rows without a patient, a date or a code are not shown, and are findings.
    pub fn figures(&self) -> Vec<FigureDerived> {
        let Some(report) = &self.plan.report else { return vec![] };
        let steps = self.program.report.figures.iter();
        let one = |steps: &crate::program::step::FigureSteps| {
            let Some(Figure::Swimmer(swimmer)) = report.figures.get(steps.figure) else { return None };
            let (table, column) = swimmer.treatments;
            let Known::AtColumn(date) = self.plan.table(table).known else { return None };
            let columns = &self.columns[table.0];
            let dates = days(&columns[date]);
            let links = &self.links[&(table, self.plan.patient_table())];
            let given = |row: usize| match columns[column][row] {
                Some(Value::Code(code)) => Some((links[row]?, dates[row]?, code)),
                _ => None,
            };
            let mut given: Vec<(usize, i32, usize)> = (0..links.len()).filter_map(given).collect();
            given.sort_unstable();
            let until = days(self.made(steps.until?));
            Some(FigureDerived { figure: steps.figure, until, given })
        };
        steps.filter_map(one).collect()
    }
}
