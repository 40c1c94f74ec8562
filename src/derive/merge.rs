//! What was derived of some patients, put behind that of those before them.

use super::model::{
    CombinedReading, Derived, FigureDerived, GivenValues, Members, ReportDerived, ResponseDerived, Tallied,
    TallyDerived, TallyExample,
};
use super::reason::CombinedReason;
use crate::plan::ir::{AgreementOf, EndpointKind, FigureGiven, Plan, TableId};
use crate::program::StepId;
use crate::program::fold::Fact;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

impl Derived {
    /// Takes over what later steps and analyses read. What only this part's derivation, checks and telling read is gone: values of
    /// the readings, rows of sets, and of what is required.
    ///
    /// `rows`: by table, by row of the part, its row in the whole table. `all`: the patients of all parts.
    pub fn append(&mut self, plan: &Plan, rows: &[&[u32]], all: usize, of: Derived) {
        if self.patients.is_empty() {
            self.have_room(all);
        }
        let to = To { plan, rows, patients: self.patients.len() };
        self.patients.extend(of.patients.iter().cloned());
        each(&mut self.events, of.events, |to, of| to.extend(of));
        each(&mut self.unusable_events, of.unusable_events, |own, of| own.extend(to.patients(of)));
        self.time_zero.extend(of.time_zero);
        self.arms.extend(of.arms);
        each(&mut self.populations, of.populations, |own, of| to.members(own, of));
        for (index, (own, of)) in self.timepoints.iter_mut().zip(of.timepoints).enumerate() {
            let table = plan.timepoints[index].table;
            each(own, of, |own, of| own.extend(of.into_iter().map(|row| to.row(table, row))));
        }
        for (index, (own, of)) in self.responses.iter_mut().zip(of.responses).enumerate() {
            to.response(plan.responses[index].criterion.exam, own, of);
        }
        for (index, (own, of)) in self.own_baselines.iter_mut().zip(of.own_baselines).enumerate() {
            let exam = plan.responses[index].criterion.exam;
            own.extend(of.into_iter().map(|row| to.row(exam, row)));
        }
        each(&mut self.censor, of.censor, |own, of| own.extend(of));
        to.report(&mut self.report, of.report);
        for (index, (own, of)) in self.occurrences.iter_mut().zip(of.occurrences).enumerate() {
            let EndpointKind::Events(events) = &plan.endpoints[index].kind else { continue };
            let words = &mut self.words;
            own.extend(of.into_iter().map(|mut one| {
                one.patient += to.patients;
                one.row = to.row_of(events.table, one.row);
                one.term = once(words, one.term);
                one.class = one.class.map(|class| once(words, class));
                one
            }));
        }
        each(&mut self.given, of.given, given);
        for (index, (own, of)) in self.agreements.iter_mut().zip(of.agreements).enumerate() {
            let AgreementOf::Columns { table, .. } = &plan.agreements[index].of else { continue };
            own.extend(of.into_iter().map(|(row, readings)| (to.row_of(*table, row), readings)));
        }
        by_step(&mut self.numbers, of.numbers, all);
        by_step(&mut self.names, of.names, all);
        if self.defined.is_empty() {
            self.defined = of.defined;
        } else {
            each(&mut self.defined, of.defined, |(_, own), (_, of)| own.extend(of.iter()));
        }
        each(&mut self.failing, of.failing, columns);
        self.reads.add(of.reads);
    }

    /// As much as so many patients need: what grew as it is filled would have room for up to twice as many, and stand twice while
    /// it is moved.
    fn have_room(&mut self, all: usize) {
        self.patients.reserve_exact(all);
        self.time_zero.reserve_exact(all);
        self.arms.reserve_exact(all);
        self.events.iter_mut().for_each(|of| of.reserve_exact(all));
        self.timepoints.iter_mut().flatten().for_each(|of| of.reserve_exact(all));
        for response in &mut self.responses {
            response.combined.reserve_exact(all);
            response.begins.reserve_exact(all);
        }
    }
}

/// Where rows and patients of a part stand among all.
struct To<'a> {
    plan: &'a Plan,
    rows: &'a [&'a [u32]],
    /// How many patients stand before them.
    patients: usize,
}

impl To<'_> {
    fn row_of(&self, table: TableId, row: usize) -> usize {
        self.rows[table.0][row] as usize
    }

    fn row(&self, table: TableId, row: Option<usize>) -> Option<usize> {
        row.map(|row| self.row_of(table, row))
    }

    fn patients(&self, of: Vec<usize>) -> impl Iterator<Item = usize> {
        of.into_iter().map(|patient| patient + self.patients)
    }

    fn members(&self, own: &mut Members, of: Members) {
        own.patients.extend(self.patients(of.patients));
        own.reasons.extend(of.reasons.iter().map(|(patient, why)| (patient + self.patients, anew(why, |why| why))));
    }

    fn response(&self, exams: TableId, own: &mut ResponseDerived, of: ResponseDerived) {
        own.answered.extend(of.answered.into_iter().map(|mut one| {
            one.patient += self.patients as u32;
            one.exam = self.row_of(exams, one.exam as usize) as u32;
            one
        }));
        own.counted.extend(of.counted.into_iter().map(|mut one| {
            one.patient += self.patients as u32;
            one.exam = self.row_of(exams, one.exam as usize) as u32;
            one
        }));
        let combined = |reading| self.combined(exams, reading);
        own.combined.extend(of.combined.iter().map(|readings| anew(readings, combined)));
        own.inapplicable.extend(self.patients(of.inapplicable));
        own.read.extend(self.patients(of.read));
        own.begins.extend(of.begins);
        own.never_begun.extend(self.patients(of.never_begun));
        own.unusable_beginnings.extend(self.patients(of.unusable_beginnings));
        let rows = |rows: Vec<usize>| rows.into_iter().map(|row| self.row_of(exams, row)).collect();
        own.earlier.extend(of.earlier.into_iter().map(|earlier| earlier.map(rows)));
    }

    fn combined(&self, exams: TableId, reading: CombinedReading) -> CombinedReading {
        let because = match reading.because {
            CombinedReason::Ended { code, exam } => CombinedReason::Ended { code, exam: self.row_of(exams, exam) },
            because @ (CombinedReason::Case(_) | CombinedReason::NoCase | CombinedReason::OneReader) => because,
        };
        let (exam, dated) = (self.row_of(exams, reading.exam), self.row(exams, reading.dated));
        CombinedReading { exam, dated, because, ..reading }
    }

    fn report(&self, own: &mut ReportDerived, of: ReportDerived) {
        if own.figures.is_empty() {
            own.figures = of.figures.iter().map(|f| FigureDerived { figure: f.figure, ..Default::default() }).collect();
        }
        each(&mut own.figures, of.figures, |own, of| self.figure(own, of));
        if own.tallies.is_empty() {
            let none = |of: &TallyDerived| TallyDerived { tallied: vec![], examples: BTreeMap::new(), ..*of };
            own.tallies = of.tallies.iter().map(none).collect();
        }
        each(&mut own.tallies, of.tallies, |own, of| self.tally(own, of));
    }

    fn tally(&self, own: &mut TallyDerived, of: TallyDerived) {
        let tallied = of.tallied.into_iter().map(|one| Tallied { patient: one.patient + self.patients, ..one });
        own.tallied.extend(tallied);
        let exams = self.plan.responses[of.response.0].criterion.exam;
        for (row, example) in of.examples {
            own.examples.entry(row).or_insert_with(|| self.example(exams, example));
        }
    }

    fn example(&self, exams: TableId, mut example: TallyExample) -> TallyExample {
        example.patient += self.patients;
        example.exam = self.row_of(exams, example.exam);
        for told in &mut example.values {
            if let Some(Fact::Exam(row)) = &mut told.value {
                *row = self.row_of(exams, *row);
            }
        }
        example
    }

    fn figure(&self, own: &mut FigureDerived, of: FigureDerived) {
        own.until.extend(of.until);
        own.given.extend(of.given.into_iter().map(|(patient, day, code)| (patient + self.patients, day, code)));
        let figure = self.plan.report.as_ref().and_then(|report| report.figures.get(of.figure));
        let Some(FigureGiven::Sum(sum)) = figure.map(|figure| &figure.given) else { return };
        let exams = self.plan.responses[sum.by.0].criterion.exam;
        own.measured.extend(of.measured.into_iter().map(|mut measured| {
            measured.patient += self.patients;
            measured.exam = self.row_of(exams, measured.exam);
            measured
        }));
    }
}

/// In memory of its own and as much as is needed: what a batch has stands between what is gone with it, and would hold that.
fn anew<T: Clone>(of: &[T], change: impl Fn(T) -> T) -> Vec<T> {
    let mut own = Vec::with_capacity(of.len());
    own.extend(of.iter().cloned().map(change));
    own
}

/// Each of one list takes over what stands in its place in the other.
fn each<T>(own: &mut [T], of: Vec<T>, take: impl Fn(&mut T, T)) {
    own.iter_mut().zip(of).for_each(|(own, of)| take(own, of));
}

/// By column, by patient.
fn columns<T>(own: &mut Vec<Vec<T>>, of: Vec<Vec<T>>) {
    if own.is_empty() {
        *own = of;
    } else {
        each(own, of, |own, of| own.extend(of));
    }
}

/// The steps are those of one program, and each part has a column of every one.
fn by_step<T>(own: &mut BTreeMap<StepId, Vec<T>>, of: BTreeMap<StepId, Vec<T>>, all: usize) {
    for (step, column) in of {
        own.entry(step).or_insert_with(|| Vec::with_capacity(all)).extend(column);
    }
}

/// The same word as is there already.
fn once(words: &mut BTreeSet<Arc<str>>, word: Arc<str>) -> Arc<str> {
    if let Some(known) = words.get(&word) {
        return known.clone();
    }
    words.insert(word.clone());
    word
}

fn given(own: &mut Option<GivenValues>, of: Option<GivenValues>) {
    let Some(of) = of else { return };
    let own = own.get_or_insert_default();
    own.value.extend(of.value);
    optional(&mut own.event, of.event);
    optional(&mut own.entry, of.entry);
    optional(&mut own.baseline, of.baseline);
}

/// A column that is there of every part, or of none.
fn optional<T>(own: &mut Option<Vec<T>>, of: Option<Vec<T>>) {
    if let Some(of) = of {
        own.get_or_insert_default().extend(of);
    }
}
