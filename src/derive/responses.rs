//! Responses: the fold of each reader, and the readers combined.

use super::execute::State;
use super::model::{
    Answered, BaselineReading, Begins, CombinedReading, CountedThings, ReadingDerived, ResponseDerived,
};
use super::readers::{self, Read};
use super::reason::CombinedReason;
use super::values::{Values, days, truth};
use crate::data::links;
use crate::plan::ir::{AgreementOf, Clock, CodeId, CombineCase, ResponseId, TableId, Things, ValueId};
use crate::program::expression::{BoundCriterion, ColumnsNamed};
use crate::program::flat::FlatResponse;
use crate::program::fold::{Exam, Fact, Fold};
use crate::program::value::Value;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

/// The columns a criterion reads, and whose rows are whose.
struct Sources<'s> {
    exams: Columns<'s>,
    lesions: Columns<'s>,
    /// By patient, its examinations in the order of their table.
    exams_of: Vec<Vec<usize>>,
    /// By examination, by reader, rows of lesions in key order.
    lesions_of: Vec<Vec<Vec<usize>>>,
    dates: Vec<Option<i32>>,
}

/// By number, those that are read.
type Columns<'s> = Vec<Option<&'s Values>>;

/// The rows of one patient, side by side.
struct OfPatient {
    exams: Vec<OfExam>,
}

struct OfExam {
    /// Place in its table.
    row: usize,
    columns: Vec<Option<Value>>,
    /// By reader, in key order.
    lesions: Vec<Vec<Vec<Option<Value>>>>,
}

impl State<'_> {
    /// The readings of the patients that the response is read in.
    pub fn fold(&self, id: ResponseId) -> ResponseDerived {
        let response = &self.program.flat.responses[id.0];
        let sources = self.sources(response, &self.program.flat.ready[id.0].columns);
        let baselines = self.seen().baseline_exams(id);
        let inapplicable = self.inapplicable(response);
        let mut derived = self.beginnings(response, &sources, baselines);
        derived.combined = vec![vec![]; self.patients()];
        if response.begins_later() {
            derived.earlier = vec![None; self.patients()];
        }
        let fold = Fold::of(self.plan, Cow::Borrowed(&self.program.flat.ready[id.0]));
        let among = self.seen().population(response.among);
        for patient in among.patients.iter().filter(|p| inapplicable.binary_search(p).is_err()) {
            let Some(begins) = derived.begins[*patient] else { continue };
            derived.read.push(*patient);
            let after = |exam: &&usize| sources.dates[**exam].is_some_and(|date| date > begins.after);
            let exams: Vec<usize> = sources.exams_of[*patient].iter().filter(after).copied().collect();
            if response.begins_later() {
                let not_after = |exam: &&usize| sources.dates[**exam].is_some_and(|date| date <= begins.after);
                let earlier = sources.exams_of[*patient].iter().filter(not_after).copied().collect();
                derived.earlier[*patient] = Some(earlier);
            }
            let rows = sources.of_patient(*patient, baselines[*patient]);
            for reader in 0..response.criterion.reader_count(self.plan) {
                let of = (*patient, reader);
                read_by(&fold, (&rows, &sources.dates), of, baselines[*patient], &exams, &mut derived);
            }
        }
        if self.is_compared(id) {
            derived.answered = derived.readings.iter().map(answered).collect();
        }
        if let Some(of_each) = response.criterion.of_each.as_ref().filter(|_| self.is_counted(id)) {
            let categories = of_each.codes.codes.len();
            let read = derived.readings.iter().filter(|reading| !reading.things.is_empty());
            derived.counted = read.map(|reading| counted(reading, categories)).collect();
        }
        if response.criterion.reader(self.plan).is_none() {
            let back = response.criterion.dated_back;
            derived.combined = read_by_one(&derived.readings, &sources.dates, back, self.patients());
        }
        ResponseDerived { inapplicable, ..derived }
    }

    /// Its single lesions are counted.
    fn is_counted(&self, id: ResponseId) -> bool {
        self.plan.lesions.iter().any(|lesions| lesions.of == id)
    }

    /// An agreement is asked of its readers.
    fn is_compared(&self, id: ResponseId) -> bool {
        self.plan.agreements.iter().any(|agreement| match &agreement.of {
            AgreementOf::Responses(read) => read.of.iter().any(|of| of.response == id),
            AgreementOf::Columns { .. } => false,
        })
    }

    /// From when on examinations are read, by patient, and of whom none is, as the event has not happened. Where its date cannot
    /// be used neither is told.
    fn beginnings(
        &self,
        response: &FlatResponse,
        sources: &Sources<'_>,
        baselines: &[Option<usize>],
    ) -> ResponseDerived {
        let zero = days(self.made(self.program.time_zero));
        let mut begins = vec![None; self.patients()];
        let (mut never_begun, mut unusable_beginnings) = (vec![], vec![]);
        let event = match &response.clock {
            Clock::TimeZero => None,
            Clock::Event { event, by } => {
                Some((*event, by.as_ref().map(|by| by.day), days(self.made(self.program.events[event.0]))))
            }
        };
        for (patient, begins) in begins.iter_mut().enumerate() {
            let Some(zero) = zero[patient] else { continue };
            let day = match &event {
                None => Some(zero),
                Some((_, by, dates)) => {
                    dates[patient].filter(|date| by.is_none_or(|by| i64::from(*date) - i64::from(zero) <= by))
                }
            };
            match (day, &event) {
                (Some(day), _) => {
                    let baseline = baselines[patient].and_then(|exam| sources.dates[exam]);
                    *begins = Some(Begins { day, after: baseline.map_or(day, |date| date.max(day)) });
                }
                (None, Some((event, ..))) if self.seen().is_unusable(*event, patient) => {
                    unusable_beginnings.push(patient)
                }
                (None, _) => never_begun.push(patient),
            }
        }
        ResponseDerived { begins, never_begun, unusable_beginnings, ..ResponseDerived::default() }
    }

    /// Patients to whom the criterion does not apply. It applies where that cannot be told.
    fn inapplicable(&self, response: &FlatResponse) -> Vec<usize> {
        let Some(applies) = &response.applies_to else { return vec![] };
        let told = self.made(applies.condition.step).iter().enumerate();
        told.filter(|(_, applies)| truth(applies) == Some(false)).map(|(patient, _)| patient).collect()
    }

    fn sources(&self, response: &FlatResponse, named: &ColumnsNamed) -> Sources<'_> {
        let exam = response.criterion.exam;
        let patients = self.plan.patient_table();
        let mut exams_of = vec![vec![]; self.patients()];
        let mut in_order: Vec<usize> = (0..self.height(exam)).collect();
        let ranks = self.made.ranks(exam);
        in_order.sort_by_key(|row| ranks[*row]);
        for row in in_order {
            if let Some(patient) = self.made.links(exam, patients)[row] {
                exams_of[patient].push(row);
            }
        }
        let lesions = response.criterion.things.map(|things| self.columns_of(things.table, &named.lesion));
        Sources {
            exams: self.columns_of(exam, &named.exam),
            lesions: lesions.unwrap_or_default(),
            exams_of,
            lesions_of: self.lesions_of(&response.criterion),
            dates: days(self.made.column(exam, self.plan.timepoints[response.timepoints].date)),
        }
    }

    /// By examination, by reader, the rows below it in key order; a row that names no reader is of none.
    fn lesions_of(&self, criterion: &BoundCriterion) -> Vec<Vec<Vec<usize>>> {
        let mut found = vec![vec![vec![]; criterion.reader_count(self.plan)]; self.height(criterion.exam)];
        let Some(Things { table, reader }) = criterion.things else { return found };
        let readers = reader.map(|column| self.made.column(table, column));
        for (row, above) in self.made.links(table, criterion.exam).iter().enumerate() {
            let by = match readers.map(|column| column.get(row)) {
                None => Some(0),
                Some(Some(Value::Code(reader))) => Some(reader),
                Some(_) => None,
            };
            if let (Some(above), Some(by)) = (above, by) {
                found[*above][by].push(row);
            }
        }
        found
    }

    /// The declared columns, and of those that steps made the ones that are named.
    fn columns_of(&self, table: TableId, named: &BTreeSet<usize>) -> Columns<'_> {
        let declared = self.plan.table(table).columns.len();
        let width = named.last().map_or(declared, |last| declared.max(last + 1));
        let read =
            |column: usize| (column < declared || named.contains(&column)).then(|| self.made.column(table, column));
        (0..width).map(read).collect()
    }

    /// One response of the readers' for each examination.
    pub fn combine(&mut self, index: usize) {
        let combine = &self.plan.combines[index];
        for combined in &combine.of {
            let id = combined.response;
            let response = &self.plan.responses[id.0];
            let criterion = &response.criterion;
            let mut looked = vec![];
            for case in &combined.cases {
                looked.push(self.looked(case, criterion.exam));
            }
            let dates = days(self.made.column(criterion.exam, self.plan.timepoints[response.timepoints].date));
            let by_patient = read_by_patient(self.seen().readings(id), &dates, criterion.dated_back);
            for (patient, exams) in by_patient {
                let made = readers::combine(combined, criterion, &exams, &looked);
                let derived = &mut self.derived.responses[id.0];
                derived.unresolved.extend(made.unresolved.into_iter().map(|exam| (patient, exam)));
                derived.combined[patient] = made.readings;
            }
        }
    }

    /// By examination, the response that a table records for it by this criterion.
    fn looked(&self, case: &CombineCase, exams: TableId) -> BTreeMap<usize, CodeId> {
        let mut found = BTreeMap::new();
        let CombineCase::Looked { up, .. } = case else { return found };
        let key = self.plan.table(exams).key[0];
        let links = links(&self.typed(up.table).rows, up.exam, &self.typed(exams).rows, key);
        let code = |column: usize, row: usize| match self.made.column(up.table, column).get(row) {
            Some(Value::Code(code)) => Some(code),
            _ => None,
        };
        let (column, own) = up.criterion;
        for (row, link) in links.into_iter().enumerate() {
            let recorded = code(up.response, row).and_then(|code| up.codes.get(code).copied().flatten());
            let (Some(link), Some(recorded)) = (link, recorded) else { continue };
            if code(column, row) == Some(own) {
                found.entry(link).or_insert(recorded);
            }
        }
        found
    }
}

/// What one reader answers of a patient at the examinations that are read.
fn read_by(
    fold: &Fold,
    (rows, dates): (&OfPatient, &[Option<i32>]),
    (patient, reader): (usize, usize),
    baseline: Option<usize>,
    exams: &[usize],
    derived: &mut ResponseDerived,
) {
    let baseline = baseline.and_then(|exam| rows.exam(exam, reader));
    let exams: Vec<Exam> = exams.iter().filter_map(|exam| rows.exam(*exam, reader)).collect();
    let read = fold.read(baseline.as_ref(), &exams);
    if let Some(exam) = baseline {
        let (exam, date) = (exam.row, dates[exam.row]);
        derived.baselines.push(BaselineReading { patient, exam, date, reader, told: read.baseline });
    }
    derived.readings.extend(read.answers.into_iter().map(|answer| ReadingDerived {
        patient,
        exam: answer.exam,
        reader,
        result: answer.result,
        because: answer.because,
        values: answer.values,
        things: answer.things,
        places: answer.places,
    }));
}

impl Sources<'_> {
    /// The examinations of a patient and the one at baseline, with what was read at them.
    fn of_patient(&self, patient: usize, baseline: Option<usize>) -> OfPatient {
        let side_by_side = |columns: &Columns<'_>, row: usize| -> Vec<Option<Value>> {
            columns.iter().map(|column| column.and_then(|column| column.get(row))).collect()
        };
        let own = self.exams_of[patient].as_slice();
        let elsewhere = baseline.filter(|exam| !own.contains(exam));
        let of_exam = |row: usize| OfExam {
            row,
            columns: side_by_side(&self.exams, row),
            lesions: self.lesions_of[row]
                .iter()
                .map(|read| read.iter().map(|lesion| side_by_side(&self.lesions, *lesion)).collect())
                .collect(),
        };
        OfPatient { exams: own.iter().copied().chain(elsewhere).map(of_exam).collect() }
    }
}

impl OfPatient {
    /// None of an examination that is not the patient's.
    fn exam(&self, row: usize, reader: usize) -> Option<Exam<'_>> {
        let of = self.exams.iter().find(|exam| exam.row == row)?;
        Some(Exam { row, columns: &of.columns, lesions: of.lesions[reader].iter().map(Vec::as_slice).collect() })
    }
}

fn counted(reading: &ReadingDerived, categories: usize) -> CountedThings {
    let of = |category: Option<usize>| reading.things.iter().filter(|thing| thing.category == category).count() as u32;
    CountedThings {
        patient: reading.patient as u32,
        exam: reading.exam as u32,
        reader: reading.reader as u32,
        of_category: (0..categories).map(|code| of(Some(code))).collect(),
        untold: of(None),
    }
}

fn answered(reading: &ReadingDerived) -> Answered {
    Answered {
        patient: reading.patient as u32,
        exam: reading.exam as u32,
        reader: reading.reader as u32,
        result: reading.result.0 as u32,
    }
}

/// The responses of one reader stand as they are.
fn read_by_one(
    readings: &[ReadingDerived],
    dates: &[Option<i32>],
    back: Option<ValueId>,
    patients: usize,
) -> Vec<Vec<CombinedReading>> {
    let mut combined = vec![vec![]; patients];
    for reading in readings {
        let Some(date) = dates[reading.exam] else { continue };
        let (exam, result, because) = (reading.exam, Some(reading.result), CombinedReason::OneReader);
        combined[reading.patient].push(CombinedReading { exam, date, result, because, dated: dated(reading, back) });
    }
    combined
}

/// The examination from which a reader's response is dated.
fn dated(reading: &ReadingDerived, back: Option<ValueId>) -> Option<usize> {
    match reading.values.get(back?.0)?.value.as_ref()? {
        Fact::Exam(exam) => Some(*exam),
        Fact::Value(_) => None,
    }
}

/// The readings of each patient as one entry for each examination; readings stand by patient, reader and examination.
fn read_by_patient(
    readings: &[ReadingDerived],
    dates: &[Option<i32>],
    back: Option<ValueId>,
) -> BTreeMap<usize, Vec<Read>> {
    let mut by_patient: BTreeMap<usize, Vec<Read>> = BTreeMap::new();
    for reading in readings {
        let Some(date) = dates[reading.exam] else { continue };
        let exams = by_patient.entry(reading.patient).or_default();
        let (result, dated) = (reading.result, dated(reading, back));
        match exams.iter_mut().find(|read| read.exam == reading.exam) {
            Some(read) => {
                read.results.push(result);
                read.dated.push(dated);
            }
            None => exams.push(Read { exam: reading.exam, date, results: vec![result], dated: vec![dated] }),
        }
    }
    by_patient
}
