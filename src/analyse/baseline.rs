//! Characteristics at baseline: numbers, counts and standardised differences, by arm and population. There is no p-value: a
//! difference at baseline is a matter of size, not of chance.

use super::record::{Entry, Frame, Records, number};
use super::sets::{BaselineSet, CharacteristicValues, Set, Values};
use crate::catalogue::Statistic;
use crate::number::{Estimable, NotEstimable, Quantity};
use crate::plan::ir::{BaselineTable, NumberSummary, PopulationId, Report, Type};
use crate::program::flat::FlatCovariate;
use crate::results::{
    self, BaselineInfo, BaselineLine, CharacteristicKind, Group, LabelKind, Record, Role, Standing, Term,
};
use crate::stats::balance::{self, Sample, pooled_standard_deviation, standardised_mean_difference};
use crate::stats::proportion::Proportion;
use crate::stats::quantile::{self, Definition, quantile};

/// What the records of the table have as their analysis.
const BASELINE: &str = "baseline";

/// The records of the table and what it is made of; none where the plan asks for none.
pub(crate) fn record(records: &mut Records) -> Option<BaselineInfo> {
    let context = records.context;
    let report = context.plan.report.as_ref()?;
    let table = report.baseline.as_ref()?;
    let step = context.program.report.baseline?;
    Some(context.seen.told_of(&[step], || of_table(records, report, table)))
}

fn of_table(records: &mut Records, report: &Report, table: &BaselineTable) -> BaselineInfo {
    let context = records.context;
    let everyone: Vec<usize> = table.populations.iter().flat_map(|p| members(records, *p)).collect();
    let columns = context.program.flat.characteristics.iter().zip(context.seen.characteristics());
    let lines: Vec<BaselineLine> = columns.map(|(c, values)| line(c, values, &everyone)).collect();
    for population in &table.populations {
        let frame = frame(records, report.header.clause, *population);
        for ((characteristic, values), line) in
            context.program.flat.characteristics.iter().zip(context.seen.characteristics()).zip(&lines)
        {
            let described = Described { table, characteristic, line, values };
            described.record(records, &frame, *population);
        }
        (context.keep)(&|| Set::Baseline(Box::new(set(records, &frame, table, *population))));
    }
    let names = |p: &PopulationId| context.plan.populations[p.0].header.name.clone();
    BaselineInfo {
        clause: records.clause(report.header.clause),
        populations: table.populations.iter().map(names).collect(),
        numbers: table.numbers.iter().map(|n| summary(*n)).collect(),
        quartiles: table.quartiles,
        lines,
    }
}

fn set(records: &Records, frame: &Frame, table: &BaselineTable, population: PopulationId) -> BaselineSet {
    let (context, seen) = (records.context, records.context.seen);
    let members = members(records, population);
    let arm = |patient: &usize| records.arm_of(*patient);
    let columns = context.program.flat.characteristics.iter().zip(seen.characteristics());
    BaselineSet {
        of: frame.record.clone(),
        patients: members.iter().map(|patient| seen.patients()[*patient].clone()).collect(),
        arms: members.iter().map(arm).collect(),
        characteristics: columns.map(|(characteristic, values)| of_members(characteristic, values, &members)).collect(),
        quartiles: table.quartiles,
    }
}

fn of_members(characteristic: &FlatCovariate, values: &[Option<f64>], members: &[usize]) -> CharacteristicValues {
    let known = members.iter().map(|patient| values[*patient]);
    let values = match &characteristic.expression.ty {
        Type::YesNo => Values::YesNo(known.map(|value| value.map(|value| value == 1.0)).collect()),
        Type::Code(list) => {
            // Positions of codes are whole.
            let name = |code: f64| list.codes.get(code as usize).map(|code| code.name.clone());
            let names = list.codes.iter().map(|code| code.name.clone()).collect();
            Values::Code(names, known.map(|value| value.and_then(name)).collect())
        }
        _ => Values::Number(known.collect()),
    };
    CharacteristicValues { name: characteristic.name.clone(), values }
}

fn summary(summary: NumberSummary) -> results::NumberSummary {
    match summary {
        NumberSummary::MeanAndDeviation => results::NumberSummary::MeanAndDeviation,
        NumberSummary::MedianAndQuartiles => results::NumberSummary::MedianAndQuartiles,
        NumberSummary::Range => results::NumberSummary::Range,
    }
}

fn members(records: &Records, population: PopulationId) -> Vec<usize> {
    records.context.seen.population(population).patients.clone()
}

/// The levels are those that some patient of the table has, in the order of the code list.
fn line(characteristic: &FlatCovariate, values: &[Option<f64>], patients: &[usize]) -> BaselineLine {
    let (name, label) = (characteristic.name.clone(), characteristic.label.clone());
    let (kind, levels) = match &characteristic.expression.ty {
        Type::YesNo => (CharacteristicKind::YesNo, vec![]),
        Type::Code(list) => {
            let has = |code: usize| patients.iter().any(|p| values[*p] == Some(code as f64));
            let present = list.codes.iter().enumerate().filter(|(code, _)| has(*code));
            (CharacteristicKind::Category, present.map(|(_, c)| (c.name.clone(), c.label.clone())).collect())
        }
        _ => (CharacteristicKind::Number, vec![]),
    };
    BaselineLine { name, label, kind, levels }
}

fn frame(records: &Records, clause: crate::plan::ir::ClauseId, population: PopulationId) -> Frame {
    let (name, population_n) = records.population(population);
    let steps = records.context.trace.baseline();
    let record = Record {
        clause: records.clause(clause),
        analysis: BASELINE.into(),
        role: Role::Baseline,
        population: name,
        population_n,
        standing: Standing::AlsoGiven,
        tables: records.context.trace.tables(&steps),
        steps,
        ..Record::default()
    };
    Frame { record, ..Frame::default() }
}

struct Described<'a> {
    table: &'a BaselineTable,
    characteristic: &'a FlatCovariate,
    line: &'a BaselineLine,
    /// By patient of the whole study.
    values: &'a [Option<f64>],
}

impl Described<'_> {
    fn record(&self, records: &mut Records, frame: &Frame, population: PopulationId) {
        let in_arms = records.context.seen.arms();
        let patients = members(records, population);
        let arms = records.context.plan.arms.arms.len();
        let of = |arm: usize| patients.iter().copied().filter(|p| in_arms[*p] == Some(arm)).collect::<Vec<_>>();
        let by_arm: Vec<Vec<usize>> = (0..arms).map(of).collect();
        for (arm, members) in by_arm.iter().enumerate() {
            let arm = records.arm(arm);
            self.group(records, frame, arm, members);
        }
        self.group(records, frame, Group::All, &patients);
        if let [first, second] = by_arm.as_slice() {
            let difference = number(&self.difference(&self.known(first), &self.known(second)));
            let arms = Group::Between((0..arms).map(|arm| records.arm(arm)).collect());
            let entry = Entry::new(Statistic::StandardisedDifference, difference, Quantity::Statistic);
            records.push(frame, entry.of(arms).term(self.term(None)));
        }
    }

    fn known(&self, patients: &[usize]) -> Vec<f64> {
        patients.iter().filter_map(|p| self.values[*p]).collect()
    }

    fn term(&self, level: Option<&str>) -> Term {
        Term::Characteristic { name: self.line.name.clone(), level: level.map(str::to_string) }
    }

    fn group(&self, records: &mut Records, frame: &Frame, group: Group, patients: &[usize]) {
        let known = self.known(patients);
        let missing = patients.len() - known.len();
        for (statistic, n) in [(Statistic::N, known.len()), (Statistic::Missing, missing)] {
            records.push(frame, Entry::count(statistic, n).of(group.clone()).term(self.term(None)));
        }
        records.label(LabelKind::Characteristic, BASELINE, &self.line.name, &self.line.label);
        match &self.characteristic.expression.ty {
            Type::YesNo => self.shares(records, frame, group, None, 1.0, &known),
            Type::Code(list) => {
                for (level, label) in &self.line.levels {
                    let Some(code) = list.position(level) else { continue };
                    let name = format!("{}.{level}", self.line.name);
                    records.label(LabelKind::Characteristic, BASELINE, &name, label);
                    self.shares(records, frame, group.clone(), Some(level), code as f64, &known);
                }
            }
            _ => self.numbers(records, frame, &group, &known),
        }
    }

    fn numbers(&self, records: &mut Records, frame: &Frame, group: &Group, known: &[f64]) {
        let definition =
            Definition::new(self.table.quartiles).ok_or(NotEstimable::OptionOutOfRange { option: "quartiles".into() });
        let share = |p: f64| -> Estimable { quantile(&quantile::sorted(known)?, p, definition.clone()?) };
        let statistics = [
            (Statistic::Mean, quantile::mean(known)),
            (Statistic::StandardDeviation, quantile::standard_deviation(known)),
            (Statistic::Median, share(0.5)),
            (Statistic::FirstQuartile, share(0.25)),
            (Statistic::ThirdQuartile, share(0.75)),
            (Statistic::Minimum, share(0.0)),
            (Statistic::Maximum, share(1.0)),
        ];
        for (statistic, value) in statistics {
            let entry = Entry::new(statistic, number(&value), Quantity::Mean);
            records.push(frame, entry.of(group.clone()).term(self.term(None)));
        }
    }

    /// How many of those known have this value.
    fn shares(
        &self,
        records: &mut Records,
        frame: &Frame,
        group: Group,
        level: Option<&str>,
        value: f64,
        known: &[f64],
    ) {
        let n = known.iter().filter(|v| **v == value).count();
        let share = number(&Proportion::new(n as u64, known.len() as u64).estimate());
        let numbers =
            [Entry::count(Statistic::Count, n), Entry::new(Statistic::Proportion, share, Quantity::Proportion)];
        for number in numbers {
            records.push(frame, number.of(group.clone()).term(self.term(level)));
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
