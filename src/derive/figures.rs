//! What the figures of patients one by one show of columns and of readings.

use super::execute::State;
use super::model::{FigureDerived, Measured, MeasuredAt};
use super::values::days;
use crate::plan::ir::{CourseFigure, FigureGiven, Known, SumFigure};
use crate::program::fold::{Fact, Told};
use crate::program::step::FigureSteps;
use crate::program::value::Value;

impl State<'_> {
    /// None of a figure that shows no patients.
    pub fn figure(&self, figure: usize) -> Option<FigureDerived> {
        let steps = self.program.report.figure(figure)?;
        match &self.plan.report.as_ref()?.figures.get(figure)?.given {
            FigureGiven::Nothing | FigureGiven::Curves(_) | FigureGiven::Numbers(_) => None,
            FigureGiven::Sum(sum) => {
                Some(FigureDerived { figure, measured: self.measured(sum), ..FigureDerived::default() })
            }
            FigureGiven::Course(course) => self.course(course, steps),
        }
    }

    /// Rows without a patient, a date or a code are not shown, and are findings.
    fn course(&self, course: &CourseFigure, steps: &FigureSteps) -> Option<FigureDerived> {
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
        Some(FigureDerived { figure: steps.figure, until, given, ..FigureDerived::default() })
    }

    /// What the reader of the figure measured, of everybody who is read.
    fn measured(&self, sum: &SumFigure) -> Vec<Measured> {
        let of = |values: &[Told]| match &values.get(sum.sum.0)?.value {
            Some(Fact::Value(value)) => Some(value.clone()),
            Some(Fact::Exam(_)) | None => None,
        };
        let seen = self.seen();
        let mut after = seen.readings(sum.by).iter().filter(|r| r.reader == sum.reader).peekable();
        let mut measured = vec![];
        for baseline in seen.baselines(sum.by).iter().filter(|b| b.reader == sum.reader) {
            let patient = baseline.patient;
            measured.push(Measured {
                patient,
                exam: baseline.exam,
                at: MeasuredAt::Baseline { date: baseline.date, fit: baseline.told.is_some() },
                sum: baseline.told.as_ref().and_then(|told| of(&told.values)),
            });
            while after.next_if(|reading| reading.patient < patient).is_some() {}
            while let Some(reading) = after.next_if(|reading| reading.patient == patient) {
                let at = MeasuredAt::After(reading.result);
                measured.push(Measured { patient, exam: reading.exam, at, sum: of(&reading.values) });
            }
        }
        measured
    }
}
