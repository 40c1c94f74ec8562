//! What the report shows besides the analyses.

use super::outcomes::word_of;
use super::{Lowering, Owner};
use crate::plan::ir::{BaselineTable, CourseFigure, FigureGiven, SumFigure};
use crate::program::step::{FigureSteps, Operation, Program, ReportSteps, StepId};

impl Lowering<'_> {
    pub fn report(&mut self, program: &mut Program) {
        let plan = self.plan;
        let Some(report) = &plan.report else { return };
        let owner = Owner::of("", &report.header);
        let mut steps = ReportSteps::default();
        if let Some(table) = &report.baseline {
            let whole = owner.within("baseline");
            let BaselineTable { characteristics, populations, numbers: _, quartiles: _ } = table;
            for characteristic in characteristics {
                let word = word_of(&characteristic.name);
                let part = whole.part(&word, &characteristic.label, characteristic.expression.span);
                program.flat.characteristics.push(self.covariate(characteristic, &part));
            }
            let characteristics = program.flat.characteristics.iter();
            let mut inputs: Vec<StepId> = characteristics.map(|covariate| covariate.expression.step).collect();
            inputs.extend(populations.iter().map(|p| program.populations[p.0]));
            inputs.push(program.arms);
            steps.baseline = Some(self.push(Operation::Describe, &whole, whole.id.clone(), inputs));
        }
        for response in &report.rules {
            let header = &plan.responses[response.0].header;
            let part = owner.within("rules").part(&header.name, &header.label, header.span);
            let mut inputs = vec![program.time_zero, program.arms, program.folds[response.0], self.combined(*response)];
            inputs.push(program.populations[plan.responses[response.0].among.0]);
            let step = self.push(Operation::Tally(*response), &part, part.id.clone(), inputs);
            steps.rules.push((*response, step));
        }
        for (index, figure) in report.figures.iter().enumerate() {
            let part = owner.within(figure.kind.word());
            let (mut inputs, mut until) = (vec![program.time_zero, program.arms], None);
            match &figure.given {
                FigureGiven::Sum(sum) => {
                    // The baseline is measured by the reader himself, in the fold.
                    let SumFigure { by, sum: _, reader: _, population, up_to: _ } = sum;
                    inputs.extend([self.combined(*by), program.folds[by.0]]);
                    inputs.push(program.populations[population.0]);
                }
                FigureGiven::Course(course) => {
                    let CourseFigure { by, treatments: (table, _), marks, until: end, population } = course;
                    let date = self.named(end, self.patients(), &part.within("until"));
                    until = Some(date);
                    inputs.extend([self.combined(*by), program.populations[population.0]]);
                    inputs.extend([self.join(*table, plan.patient_table()), self.tables[table.0], date]);
                    inputs.extend(marks.iter().map(|event| program.events[event.0]));
                }
                // Drawn from records and curves, which have steps of their own.
                FigureGiven::Nothing | FigureGiven::Curves(_) | FigureGiven::Numbers(_) => continue,
            }
            let step = self.push(Operation::Draw(index), &part, part.id.clone(), inputs);
            steps.figures.push(FigureSteps { figure: index, step, until });
        }
        program.report = steps;
    }
}
