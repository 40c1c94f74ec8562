//! Characteristics at baseline: numbers, counts and standardised differences, by arm and population. There is no p-value: a
//! difference at baseline is a matter of size, not of chance.

use super::record::{Entry, Frame, Records, count, number};
use crate::number::{Estimable, NotEstimable, Number, Quantity};
use crate::plan::ir::{BaselineTable, Covariate, NumberSummary, PopulationId, Type};
use crate::results::{self, BaselineInfo, BaselineLine, CharacteristicKind, Role, Standing};
use crate::stats::balance::{self, Sample, pooled_standard_deviation, standardised_mean_difference};
use crate::stats::proportion::Proportion;
use crate::stats::quantile::{self, Definition, quantile};

/// The records of the table and what it is made of; none where the plan asks for none.
pub(crate) fn record(records: &mut Records) -> Option<BaselineInfo> {
    let context = records.context;
    let report = context.plan.report.as_ref()?;
    let table = report.baseline.as_ref()?;
    let everyone: Vec<usize> = table.populations.iter().flat_map(|p| members(records, *p)).collect();
    let columns = table.characteristics.iter().zip(&context.derived.report.characteristics);
    let lines: Vec<BaselineLine> = columns.map(|(c, values)| line(c, values, &everyone)).collect();
    for population in &table.populations {
        let frame = frame(records, report.header.clause, *population);
        for ((characteristic, values), line) in
            table.characteristics.iter().zip(&context.derived.report.characteristics).zip(&lines)
        {
            let described = Described { table, characteristic, line, values };
            described.record(records, &frame, *population);
        }
    }
    let names = |p: &PopulationId| context.plan.populations[p.0].header.name.clone();
    Some(BaselineInfo {
        clause: records.clause(report.header.clause),
        populations: table.populations.iter().map(names).collect(),
        numbers: table.numbers.iter().map(|n| summary(*n)).collect(),
        quartiles: table.quartiles,
        lines,
    })
}

fn summary(summary: NumberSummary) -> results::NumberSummary {
    match summary {
        NumberSummary::MeanAndDeviation => results::NumberSummary::MeanAndDeviation,
        NumberSummary::MedianAndQuartiles => results::NumberSummary::MedianAndQuartiles,
        NumberSummary::Range => results::NumberSummary::Range,
    }
}

fn members(records: &Records, population: PopulationId) -> Vec<usize> {
    records.context.derived.populations[population.0].patients.clone()
}

/// The levels are those that some patient of the table has, in the order of the code list.
fn line(characteristic: &Covariate, values: &[Option<f64>], patients: &[usize]) -> BaselineLine {
    let (name, label) = (characteristic.name.clone(), characteristic.label.clone());
    let (kind, levels) = match &characteristic.expression.ty {
        Type::YesNo => (CharacteristicKind::YesNo, vec![]),
        Type::Code(list) => {
            let has = |code: usize| patients.iter().any(|p| values[*p] == Some(code as f64));
            let present = list.codes.iter().enumerate().filter(|(code, _)| has(*code));
            (
                CharacteristicKind::Category,
                present.map(|(_, c)| (format!("{name}.{}", c.name), c.label.clone())).collect(),
            )
        }
        _ => (CharacteristicKind::Number, vec![]),
    };
    BaselineLine { name, label, kind, levels }
}

fn frame(records: &Records, clause: crate::plan::ir::ClauseId, population: PopulationId) -> Frame {
    let (name, population_n) = records.population(population);
    let steps = records.context.trace.baseline();
    Frame {
        id: vec!["baseline".into(), name.clone()],
        clause: records.clause(clause),
        analysis: "baseline".into(),
        role: Role::Baseline,
        population: name,
        population_n,
        standing: Standing::Described,
        tables: records.context.trace.tables(&steps),
        steps,
        ..Frame::default()
    }
}

struct Described<'a> {
    table: &'a BaselineTable,
    characteristic: &'a Covariate,
    line: &'a BaselineLine,
    /// By patient of the whole study.
    values: &'a [Option<f64>],
}

impl Described<'_> {
    fn record(&self, records: &mut Records, frame: &Frame, population: PopulationId) {
        let derived = records.context.derived;
        let patients = members(records, population);
        let arms = records.context.plan.arms.arms.len();
        let of = |arm: usize| patients.iter().copied().filter(|p| derived.arms[*p] == Some(arm)).collect::<Vec<_>>();
        let by_arm: Vec<Vec<usize>> = (0..arms).map(of).collect();
        for (arm, members) in by_arm.iter().enumerate() {
            self.group(records, frame, records.arm(arm), members);
        }
        self.group(records, frame, None, &patients);
        if let [first, second] = by_arm.as_slice() {
            let difference = number(&self.difference(&self.known(first), &self.known(second)));
            let term = (&self.line.name, &self.line.label);
            push(records, frame, None, term, ("standardised_difference", difference, Quantity::Statistic));
        }
    }

    fn known(&self, patients: &[usize]) -> Vec<f64> {
        patients.iter().filter_map(|p| self.values[*p]).collect()
    }

    fn group(&self, records: &mut Records, frame: &Frame, group: Option<String>, patients: &[usize]) {
        let known = self.known(patients);
        let term = (&self.line.name, &self.line.label);
        let missing = patients.len() - known.len();
        push(records, frame, group.clone(), term, ("n", count(known.len()), Quantity::Count));
        push(records, frame, group.clone(), term, ("missing", count(missing), Quantity::Count));
        match &self.characteristic.expression.ty {
            Type::YesNo => shares(records, frame, group, term, 1.0, &known),
            Type::Code(list) => {
                for (term, label) in &self.line.levels {
                    let word = term.strip_prefix(&format!("{}.", self.line.name)).unwrap_or(term);
                    let Some(code) = list.position(word) else { continue };
                    shares(records, frame, group.clone(), (term, label), code as f64, &known);
                }
            }
            _ => self.numbers(records, frame, group, &known),
        }
    }

    fn numbers(&self, records: &mut Records, frame: &Frame, group: Option<String>, known: &[f64]) {
        let definition =
            Definition::new(self.table.quartiles).ok_or(NotEstimable::OptionOutOfRange { option: "quartiles".into() });
        let share = |p: f64| -> Estimable { quantile(&quantile::sorted(known)?, p, definition.clone()?) };
        let statistics = [
            ("mean", quantile::mean(known)),
            ("standard_deviation", quantile::standard_deviation(known)),
            ("median", share(0.5)),
            ("first_quartile", share(0.25)),
            ("third_quartile", share(0.75)),
            ("minimum", share(0.0)),
            ("maximum", share(1.0)),
        ];
        let term = (&self.line.name, &self.line.label);
        for (statistic, value) in statistics {
            push(records, frame, group.clone(), term, (statistic, number(&value), Quantity::Mean));
        }
    }

    /// In this population: the divisor is the pooled deviation of its own two arms.
    fn difference(&self, first: &[f64], second: &[f64]) -> Estimable {
        let kind = match &self.characteristic.expression.ty {
            Type::Code(list) => {
                // Positions of codes are whole.
                let codes = |values: &[f64]| values.iter().map(|v| *v as usize).collect::<Vec<_>>();
                return balance::standardised_difference_of_categories(&codes(first), &codes(second), list.codes.len());
            }
            Type::YesNo => balance::Covariate::YesNo,
            _ => balance::Covariate::Numeric,
        };
        let divisor = pooled_standard_deviation(first, second, kind)?;
        standardised_mean_difference(Sample::of(first), Sample::of(second), divisor)
    }
}

/// How many of those known have this value.
fn shares(
    records: &mut Records,
    frame: &Frame,
    group: Option<String>,
    term: (&String, &String),
    value: f64,
    known: &[f64],
) {
    let n = known.iter().filter(|v| **v == value).count();
    let share = number(&Proportion::new(n as u64, known.len() as u64).estimate());
    push(records, frame, group.clone(), term, ("count", count(n), Quantity::Count));
    push(records, frame, group, term, ("proportion", share, Quantity::Proportion));
}

fn push(
    records: &mut Records,
    frame: &Frame,
    group: Option<String>,
    (term, label): (&String, &String),
    (statistic, value, quantity): (&str, Number, Quantity),
) {
    let id = [term, group.as_deref().unwrap_or("all"), statistic];
    let term = Some((term.clone(), label.clone()));
    records.push(frame, Entry { id: &id, group: group.clone(), term, statistic, value, quantity });
}
