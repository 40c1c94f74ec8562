//! Agreement of readings: of readers before any consensus, or of columns of a table.

use super::frame::{method_use, record_one};
use super::identifier;
use super::record::{Frame, Records};
use super::sets::{RowSet, Set, SetCall};
use crate::catalogue::{Class, OutcomeKind};
use crate::derive::model::{Answered, CombinedReading};
use crate::methods::{self, Input, Outcome};
use crate::plan::ir::{
    Agreement, AgreementOf, CodeId, Compared, MethodCall, PointId, PopulationId, ReadResponse, ResponseId,
    ResponseRole, TableId, Type,
};
use crate::results::{Group, Record, Role, Standing, Timepoint, identity};

pub(crate) fn record(records: &mut Records) {
    for (index, agreement) in records.context.program.flat.agreements.iter().enumerate() {
        of_agreement(records, index, agreement);
    }
}

pub(crate) fn of_agreement(records: &mut Records, index: usize, agreement: &Agreement) {
    let (seen, step) = (records.context.seen, records.context.program.agreements[index]);
    seen.told_of(&[step], || one(records, index, agreement));
}

fn one(records: &mut Records, index: usize, agreement: &Agreement) {
    let frame = frame(records, index, agreement);
    match &agreement.of {
        AgreementOf::Columns { table, columns, outcome } => {
            let outcome = of_columns(records, index, *table, columns, *outcome);
            let context = records.context;
            let rows = context.seen.agreement(index);
            let read = || rows.iter().map(|(row, _)| context.key(*table, *row)).collect();
            calls(records, &frame, &agreement.methods, (outcome, &read));
        }
        AgreementOf::Responses(read) => {
            for read_by in &read.of {
                for (population, point) in read.among.iter().flat_map(|p| read_by.at.iter().map(move |at| (p, at))) {
                    let frame = of_response(records, &frame, read_by.response, *population, *point);
                    let (patients, outcome) = readings(records, read_by, *population, *point);
                    let pseudonyms = records.context.seen.patients();
                    let read = || patients.iter().map(|patient| pseudonyms[*patient].clone()).collect();
                    calls(records, &frame, &agreement.methods, (outcome, &read));
                }
            }
        }
    }
}

fn frame(records: &Records, index: usize, agreement: &Agreement) -> Frame {
    let steps = records.context.trace.agreement(index);
    let record = Record {
        clause: records.clause(agreement.header.clause),
        analysis: agreement.header.name.clone(),
        role: Role::Agreement,
        standing: Standing::Estimate,
        tables: records.context.trace.tables(&steps),
        steps,
        ..Record::default()
    };
    Frame { record, ..Frame::default() }
}

fn of_response(
    records: &Records,
    frame: &Frame,
    response: ResponseId,
    population: PopulationId,
    point: PointId,
) -> Frame {
    let point = records.context.plan.point(response, point).name.clone();
    let name = records.context.plan.responses[response.0].header.name.clone();
    let (population, population_n) = records.population(population);
    let (response, timepoint) = (Some(name), Some(Timepoint::Point(point)));
    let record = Record { response, timepoint, population, population_n, ..frame.record.clone() };
    Frame { record, ..frame.clone() }
}

/// The methods on some readings; `read` tells what was read.
fn calls(
    records: &mut Records,
    frame: &Frame,
    methods: &[MethodCall],
    (outcome, read): (Outcome, &dyn Fn() -> Vec<String>),
) {
    let input = Input { level: records.context.program.flat.settings.level(), outcome, ..Input::default() };
    (records.context.keep)(&|| {
        let one = |(call, used): (&MethodCall, Vec<String>)| SetCall {
            name: call.method.name,
            prefix: identity::of_reading(&frame.record, &used),
            words: used.join("."),
            options: call.options.clone(),
            contrast: None,
            of_all: false,
        };
        let calls = methods.iter().zip(identifier::of_calls(methods)).map(one).collect();
        let (of, input) = (frame.record.clone(), input.clone());
        Set::Agreement(Box::new(RowSet { of, groups: vec![], patients: read(), input, calls, deciding: None }))
    });
    for (call, used) in methods.iter().zip(identifier::of_calls(methods)) {
        let output = methods::run(&input, &call.options);
        let record = Record { method: Some(method_use(call, frame.times_in)), ..frame.record.clone() };
        let frame = Frame { record, used, ..frame.clone() };
        for computed in output.statistics.iter().filter(|s| s.class == Class::Estimate) {
            record_one(records, &frame, computed, Group::All, &[]);
        }
    }
}

fn of_columns(records: &Records, index: usize, table: TableId, columns: &[Compared], kind: OutcomeKind) -> Outcome {
    let rows = records.context.seen.agreement(index);
    if kind == OutcomeKind::Measurements {
        return Outcome::Measurements(rows.iter().map(|(_, readings)| readings.clone()).collect());
    }
    let categories = match columns.first().map(|compared| compared.ty(records.context.plan, table)) {
        Some(Type::Code(list)) => list.codes.iter().map(|c| c.name.clone()).collect(),
        // As numbers no is 0 and yes is 1.
        Some(Type::YesNo) => ["no", "yes"].map(str::to_string).to_vec(),
        _ => vec![],
    };
    let codes = |(_, readings): &(usize, Vec<f64>)| readings.iter().map(|code| *code as usize).collect();
    let readings: Vec<Vec<usize>> = rows.iter().map(codes).collect();
    match kind {
        OutcomeKind::Agreement => {
            let (first, second) = readings.iter().filter_map(|row| Some((row.first()?, row.get(1)?))).unzip();
            Outcome::Agreement { categories, first, second }
        }
        _ => Outcome::SeveralReadings { categories, readings },
    }
}

/// The two readers' responses at the timepoint's examination of each patient, but for what is left out.
fn readings(records: &Records, read: &ReadResponse, population: PopulationId, point: PointId) -> (Vec<usize>, Outcome) {
    let (flat, seen) = (&records.context.program.flat, records.context.seen);
    let stated = &flat.responses[read.response.0];
    let applies = |code: &CodeId| !stated.criterion.is(ResponseRole::DoesNotApply, *code);
    let compared = |code: &CodeId| applies(code) && !read.leave_out.contains(code);
    let kept: Vec<CodeId> = stated.criterion.codes().filter(compared).collect();
    let exams = seen.point(stated.timepoints, point);
    let answered = seen.answered(read.response);
    let ends = |code: CodeId| read.stop_after.is_some_and(|set| stated.criterion.is_in(set, code));
    let (mut patients, mut first, mut second) = (vec![], vec![], vec![]);
    for patient in &seen.population(population).patients {
        let Some(exam) = exams[*patient] else { continue };
        if is_stopped(seen.combined(read.response, *patient), exam, &ends) {
            continue;
        }
        let own = |reader: usize| {
            let found = of_reader(answered, *patient, reader).iter().find(|r| r.exam as usize == exam)?;
            kept.iter().position(|code| code.0 == found.result as usize)
        };
        if let (Some(a), Some(b)) = (own(0), own(1)) {
            patients.push(*patient);
            first.push(a);
            second.push(b);
        }
    }
    let categories = kept.iter().map(|c| stated.criterion.code_name(*c).to_string()).collect();
    (patients, Outcome::Agreement { categories, first, second })
}

/// What one reader answered of a patient, of answers that are in order of patient and reader.
fn of_reader(answered: &[Answered], patient: usize, reader: usize) -> &[Answered] {
    with_key(answered, (patient, reader), |r| (r.patient as usize, r.reader as usize))
}

/// Those with a key, of a list in the order of the key.
pub(crate) fn with_key<T, K: Ord>(list: &[T], sought: K, key: impl Fn(&T) -> K) -> &[T] {
    let own = &list[list.partition_point(|one| key(one) < sought)..];
    &own[..own.partition_point(|one| key(one) == sought)]
}

/// An earlier examination ended the sequence, or the examination is none of the criterion's.
fn is_stopped(combined: &[CombinedReading], exam: usize, ends: &dyn Fn(CodeId) -> bool) -> bool {
    let Some(place) = combined.iter().position(|c| c.exam == exam) else { return true };
    combined[..place].iter().any(|c| c.result.is_some_and(ends))
}
