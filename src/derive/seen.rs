//! What steps have made of the patients, as a later step reads it: each read is noted under the step that made what is read.
//!
//! Whoever carries out a step is given this and not [`Derived`], so that it can read nothing in secret.

use super::made::Noted;
use super::model::{
    AdjustmentValues, Answered, BaselineReading, Begins, CombinedReading, CountedThings, Day, Derived, FigureDerived,
    GivenValues, Members, Occurrence, ReadingDerived, TallyDerived,
};
use super::values::Values;
use crate::matching::Matched;
use crate::plan::ir::{Baseline, EndpointId, EventId, MatchingId, PointId, PopulationId, ResponseId};
use crate::program::flat::FlatCovariate;
use crate::program::{Program, StepId};

#[derive(Clone, Copy)]
pub struct Seen<'a> {
    derived: &'a Derived,
    program: &'a Program,
    noted: &'a Noted,
    through: Option<StepId>,
}

impl<'a> Seen<'a> {
    pub fn new(derived: &'a Derived, program: &'a Program, noted: &'a Noted) -> Self {
        Seen { derived, program, noted, through: None }
    }

    /// What this step made is read, wherever it is kept.
    pub fn note(self, step: StepId) {
        self.noted.note(self.through, step);
    }

    /// As this step reads: what is read is its reading, and whoever asks reads the step.
    pub fn through(self, step: StepId) -> Self {
        self.note(step);
        Seen { through: Some(step), ..self }
    }

    /// Does what belongs to these steps, the first of which is the one that reads; whatever is read meanwhile is theirs.
    pub fn told_of<T>(self, steps: &[StepId], work: impl FnOnce() -> T) -> T {
        self.noted.begin();
        let told = work();
        self.noted.end(self.program, steps);
        told
    }

    /// Pseudonyms in key order. Names, as keys are: no number is computed from them, and nothing is noted.
    pub fn patients(self) -> &'a [String] {
        &self.derived.patients
    }

    /// By patient.
    pub fn event(self, event: EventId) -> &'a [Option<Day>] {
        self.note(self.program.events[event.0]);
        &self.derived.events[event.0]
    }

    /// A date of the event is recorded for this patient, and cannot be used.
    pub fn is_unusable(self, event: EventId, patient: usize) -> bool {
        self.note(self.program.events[event.0]);
        self.derived.is_unusable(event, patient)
    }

    /// By patient.
    pub fn time_zero(self) -> &'a [Option<Day>] {
        self.note(self.program.time_zero);
        &self.derived.time_zero
    }

    /// Days of a date after the patient's time zero.
    pub fn day(self, patient: usize, date: Day) -> Option<i64> {
        Some(i64::from(date) - i64::from((*self.time_zero().get(patient)?)?))
    }

    /// By patient, the index of the arm.
    pub fn arms(self) -> &'a [Option<usize>] {
        self.note(self.program.arms);
        &self.derived.arms
    }

    /// Defines of the patient table, by define, by patient.
    pub fn defined(self) -> &'a [(usize, Values)] {
        self.derived.defined.iter().for_each(|(define, _)| self.note(self.program.defines[*define]));
        &self.derived.defined
    }

    pub fn population(self, population: PopulationId) -> &'a Members {
        self.note(self.program.populations[population.0]);
        &self.derived.populations[population.0]
    }

    /// By patient, the row of the examination of a timepoint.
    pub fn point(self, timepoints: usize, point: PointId) -> &'a [Option<usize>] {
        self.note(self.program.timepoints[timepoints][point.0]);
        &self.derived.timepoints[timepoints][point.0]
    }

    /// The patient is among those who are read, and a criterion has something to say of it.
    pub fn is_read(self, response: ResponseId, patient: usize) -> bool {
        self.note(self.program.folds[response.0]);
        let read = &self.derived.responses[response.0].read;
        read.binary_search(&patient).is_ok()
    }

    /// By patient, the row of the examination with which a criterion compares later ones.
    pub fn baseline_exams(self, response: ResponseId) -> &'a [Option<usize>] {
        let stated = &self.program.flat.responses[response.0];
        match &stated.baseline {
            Baseline::Point(point) => self.point(stated.timepoints, *point),
            Baseline::Own(own) => {
                self.note(own.condition);
                &self.derived.own_baselines[response.0]
            }
        }
    }

    /// What each reader read; see [`super::model::ResponseDerived::readings`].
    pub fn readings(self, response: ResponseId) -> &'a [ReadingDerived] {
        self.note(self.program.folds[response.0]);
        &self.derived.responses[response.0].readings
    }

    /// What the readers of an agreement answered, by patient, reader and examination.
    pub fn answered(self, response: ResponseId) -> &'a [Answered] {
        self.note(self.program.folds[response.0]);
        &self.derived.responses[response.0].answered
    }

    /// Of how many lesions each reader answered what, by patient, reader and examination.
    pub fn counted(self, response: ResponseId) -> &'a [CountedThings] {
        self.note(self.program.folds[response.0]);
        &self.derived.responses[response.0].counted
    }

    pub fn baselines(self, response: ResponseId) -> &'a [BaselineReading] {
        self.note(self.program.folds[response.0]);
        &self.derived.responses[response.0].baselines
    }

    /// The responses of a patient, those of several readers combined, in the order of the examinations; none where the patient
    /// is not read.
    pub fn combined(self, response: ResponseId, patient: usize) -> &'a [CombinedReading] {
        self.note(self.program.combined[response.0]);
        self.derived.responses[response.0].combined.get(patient).map_or(&[], Vec::as_slice)
    }

    /// Patients to whom its criterion does not apply, in key order.
    pub fn inapplicable(self, response: ResponseId) -> &'a [usize] {
        self.note(self.program.combined[response.0]);
        &self.derived.responses[response.0].inapplicable
    }

    /// Patients who have not had the event after which it is read, in key order.
    pub fn never_begun(self, response: ResponseId) -> &'a [usize] {
        self.note(self.program.combined[response.0]);
        &self.derived.responses[response.0].never_begun
    }

    /// Patients of whom the date of that event is recorded and cannot be used, in key order.
    pub fn unusable_beginnings(self, response: ResponseId) -> &'a [usize] {
        self.note(self.program.combined[response.0]);
        &self.derived.responses[response.0].unusable_beginnings
    }

    /// Rows of the patient's examinations before those that are read; none where the patient is not read, or the criterion is
    /// read from time zero on.
    pub fn earlier(self, response: ResponseId, patient: usize) -> Option<&'a [usize]> {
        self.note(self.program.combined[response.0]);
        self.derived.responses[response.0].earlier.get(patient)?.as_deref()
    }

    /// From when on examinations of the patient are read; none where none is.
    pub fn begins(self, response: ResponseId, patient: usize) -> Option<Begins> {
        self.note(self.program.combined[response.0]);
        self.derived.responses[response.0].begins.get(patient).copied().flatten()
    }

    pub fn matched(self, matching: MatchingId) -> &'a Matched {
        self.note(self.program.matchings[matching.0]);
        &self.derived.matched[matching.0]
    }

    /// What an endpoint is read from in the row of a patient, where it is.
    pub fn given(self, endpoint: EndpointId) -> Option<&'a GivenValues> {
        self.note(self.program.endpoints[endpoint.0]);
        self.derived.given[endpoint.0].as_ref()
    }

    /// By patient, the date at which an endpoint is censored, or at which observation ends; empty where it has none.
    pub fn censor(self, endpoint: EndpointId) -> &'a [Option<Day>] {
        self.note(self.program.endpoints[endpoint.0]);
        &self.derived.censor[endpoint.0]
    }

    /// The rows of an endpoint that is events.
    pub fn occurrences(self, endpoint: EndpointId) -> &'a [Occurrence] {
        self.note(self.program.endpoints[endpoint.0]);
        &self.derived.occurrences[endpoint.0]
    }

    /// What an analysis reads besides arm and outcome.
    pub fn adjustment(self, analysis: usize) -> AdjustmentValues<'a> {
        self.note(self.program.analyses[analysis]);
        let said = &self.program.flat.analyses[analysis].adjustment;
        let names = |set: &FlatCovariate| self.derived.names.get(&set.expression.step).map_or(&[][..], Vec::as_slice);
        AdjustmentValues {
            strata: self.numbers(&said.strata).collect(),
            covariates: self.numbers(&said.covariates).collect(),
            weights: self.numbers(said.weights.as_slice()).next(),
            pairs: said.pairs.as_ref().map(names),
            cluster: said.cluster.as_ref().map(names),
            by: self.numbers(&said.by).collect(),
        }
    }

    /// By covariate, by patient: yes/no as 1 and 0, a code as its position in its list. The step that was handed them reads them.
    pub(super) fn numbers(self, of: &[FlatCovariate]) -> impl Iterator<Item = &'a [Option<f64>]> {
        of.iter().map(move |c| self.derived.numbers.get(&c.expression.step).map_or(&[][..], Vec::as_slice))
    }

    /// The rows of an agreement of columns.
    pub fn agreement(self, agreement: usize) -> &'a [(usize, Vec<f64>)] {
        self.note(self.program.agreements[agreement]);
        &self.derived.agreements[agreement]
    }

    /// By characteristic at baseline, by patient.
    pub fn characteristics(self) -> impl Iterator<Item = &'a [Option<f64>]> {
        self.program.report.baseline.iter().for_each(|step| self.note(*step));
        self.numbers(&self.program.flat.characteristics)
    }

    /// How often each case and row of the rules of a criterion gave a value, where the report shows it.
    pub fn tally(self, response: ResponseId) -> Option<&'a TallyDerived> {
        let (_, step) = self.program.report.rules.iter().find(|(of, _)| *of == response)?;
        self.note(*step);
        self.derived.report.tallies.iter().find(|tally| tally.response == response)
    }

    /// What a figure shows that shows patients one by one.
    pub fn figure(self, figure: usize) -> Option<&'a FigureDerived> {
        let steps = self.program.report.figure(figure)?;
        self.note(steps.step);
        self.derived.report.figures.iter().find(|found| found.figure == figure)
    }
}
