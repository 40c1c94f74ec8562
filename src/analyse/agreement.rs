//! Agreement of readings: of readers before any consensus, or of columns of a table.

use super::estimate::method_use;
use super::identifier;
use super::record::{Entry, Frame, Records};
use crate::catalogue::OutcomeKind;
use crate::derive::model::ResponseDerived;
use crate::methods::{self, Input, Outcome};
use crate::plan::ir::{Agreement, AgreementOf, MethodCall, PopulationId, ReadAgreement, ResponseId, TableId, Type};
use crate::results::{Role, Standing};

pub(crate) fn record(records: &mut Records) {
    let plan = records.context.plan;
    for (index, agreement) in plan.agreements.iter().enumerate() {
        let frame = frame(records, index, agreement);
        match &agreement.of {
            AgreementOf::Columns { table, columns, outcome } => {
                let outcome = of_columns(records, index, *table, columns, *outcome);
                calls(records, &frame, &agreement.methods, outcome);
            }
            AgreementOf::Responses(read) => {
                for response in &read.of {
                    for (population, point) in read.among.iter().flat_map(|p| read.at.iter().map(move |at| (p, at))) {
                        let frame = of_response(records, &frame, *response, *population, point);
                        let outcome = readings(records, read, *response, *population, point);
                        calls(records, &frame, &agreement.methods, outcome);
                    }
                }
            }
        }
    }
}

fn frame(records: &Records, index: usize, agreement: &Agreement) -> Frame {
    let steps = records.context.trace.agreement(index);
    Frame {
        id: vec![agreement.header.name.clone()],
        clause: records.clause(agreement.header.clause),
        analysis: agreement.header.name.clone(),
        role: Role::Agreement,
        standing: Standing::Estimates,
        tables: records.context.trace.tables(&steps),
        steps,
        ..Frame::default()
    }
}

fn of_response(records: &Records, frame: &Frame, response: ResponseId, population: PopulationId, point: &str) -> Frame {
    let name = records.context.plan.responses[response.0].header.name.clone();
    let (population, population_n) = records.population(population);
    let id = [frame.id.as_slice(), &[name.clone(), point.to_string(), population.clone()]].concat();
    let (response, timepoint) = (Some(name), Some(point.to_string()));
    Frame { id, response, timepoint, population, population_n, ..frame.clone() }
}

fn calls(records: &mut Records, frame: &Frame, methods: &[MethodCall], outcome: Outcome) {
    let input = Input { level: records.context.plan.settings.level(), outcome, ..Input::default() };
    for (call, name) in methods.iter().zip(&identifier::of_calls(methods)) {
        let output = methods::run(call.method, &input, &call.options);
        let id = [frame.id.as_slice(), name].concat();
        let frame = Frame { id, method: Some(method_use(call, frame.times_in)), ..frame.clone() };
        for statistic in output.statistics.into_iter().filter(|s| s.class == crate::methods::Class::Estimate) {
            let entry = Entry {
                id: &[statistic.term.as_deref().unwrap_or(""), statistic.name],
                group: None,
                term: statistic.term.clone().map(|term| (term.clone(), term)),
                statistic: statistic.name,
                value: statistic.value,
                quantity: statistic.quantity,
            };
            records.push(&frame, entry);
        }
    }
}

fn of_columns(records: &Records, index: usize, table: TableId, columns: &[usize], kind: OutcomeKind) -> Outcome {
    let rows = &records.context.derived.agreements[index];
    if kind == OutcomeKind::Measurements {
        return Outcome::Measurements(rows.clone());
    }
    let declared = &records.context.plan.table(table).columns;
    let categories = match columns.first().map(|column| &declared[*column].ty) {
        Some(Type::Code(list)) => list.codes.iter().map(|c| c.name.clone()).collect(),
        _ => vec![],
    };
    let readings: Vec<Vec<usize>> = rows.iter().map(|row| row.iter().map(|code| *code as usize).collect()).collect();
    match kind {
        OutcomeKind::Agreement => {
            let (first, second) = readings.iter().filter_map(|row| Some((row.first()?, row.get(1)?))).unzip();
            Outcome::Agreement { categories, first, second }
        }
        _ => Outcome::SeveralReadings { categories, readings },
    }
}

/// The two readers' responses at the timepoint's examination of each patient, but for what is left out.
fn readings(
    records: &Records,
    read: &ReadAgreement,
    response: ResponseId,
    population: PopulationId,
    point: &str,
) -> Outcome {
    let (plan, derived) = (records.context.plan, records.context.derived);
    let stated = &plan.responses[response.0];
    let codes = &stated.criterion.responses.codes;
    let kept: Vec<usize> = (0..codes.len()).filter(|c| !read.leave_out.contains(&codes[*c].name)).collect();
    let ends = read.stop_after.as_ref().and_then(|set| stated.criterion.sets.iter().find(|(name, _)| name == set));
    let ends = ends.map_or(&[][..], |(_, codes)| codes.as_slice());
    let place = plan.timepoints[stated.timepoints].points.iter().position(|p| p.name == *point);
    let exams = place.and_then(|p| derived.timepoints[stated.timepoints].get(p));
    let (mut first, mut second) = (vec![], vec![]);
    for patient in &derived.populations[population.0].patients {
        let Some(exam) = exams.and_then(|e| e[*patient]) else { continue };
        if is_stopped(&derived.responses[response.0], *patient, exam, ends) {
            continue;
        }
        let own = |reader: usize| {
            let all = &derived.responses[response.0].readings;
            let found = all.iter().find(|r| r.patient == *patient && r.exam == exam && r.reader == reader)?;
            kept.iter().position(|code| *code == found.result)
        };
        if let (Some(a), Some(b)) = (own(0), own(1)) {
            first.push(a);
            second.push(b);
        }
    }
    Outcome::Agreement { categories: kept.iter().map(|c| codes[*c].name.clone()).collect(), first, second }
}

/// An earlier examination ended the sequence, or the examination is none of the criterion's.
fn is_stopped(derived: &ResponseDerived, patient: usize, exam: usize, ends: &[usize]) -> bool {
    let combined = &derived.combined[patient];
    let Some(place) = combined.iter().position(|c| c.exam == exam) else { return true };
    combined[..place].iter().any(|c| c.result.is_some_and(|code| ends.contains(&code)))
}
