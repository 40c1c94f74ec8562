//! The single lesions that a number of them counts: of each patient those of the timepoint's examination, as one reader saw them.

use super::patients::in_group;
use crate::catalogue::Statistic;
use crate::results::{LesionResponse, PatientDerived, Reading, Record, Results, Role, Term};
use serde::Serialize;

/// Lesions by patient, in key order; a patient of whom the number counts none is left out.
#[derive(Clone, Debug, Serialize)]
pub struct LesionsCounted<'r> {
    pub patients: Vec<PatientLesions<'r>>,
}

#[derive(Clone, Debug, Serialize)]
pub struct PatientLesions<'r> {
    pub patient: &'r str,
    pub exam: &'r str,
    /// From time zero on.
    pub day: i64,
    pub reader: &'r str,
    pub lesions: Vec<&'r LesionResponse>,
}

impl LesionsCounted<'_> {
    pub fn lesions(&self) -> usize {
        self.patients.iter().map(|p| p.lesions.len()).sum()
    }
}

/// None where the record is no number of single lesions.
pub(super) fn lesions<'r>(results: &'r Results, record: &'r Record) -> Option<LesionsCounted<'r>> {
    if record.role != Role::Lesions {
        return None;
    }
    let reader = &results.lesion_counts.iter().find(|l| l.name == record.analysis)?.reader;
    let members = results.derived.members(&record.population).filter(|p| in_group(results, record, p));
    let of = |patient: &'r str| {
        let derived = results.derived.patients.iter().find(|p| p.patient == patient)?;
        let exam = examination(derived, record.point()?)?;
        let own = |r: &&Reading| {
            Some(&r.response) == record.response.as_ref()
                && r.patient == patient
                && r.exam == exam
                && r.reader == *reader
        };
        let read = results.derived.readings.iter().find(own)?;
        let lesions: Vec<&LesionResponse> = read.lesions.iter().filter(|l| counts(record, l)).collect();
        let (exam, reader) = (read.exam.as_str(), read.reader.as_str());
        (!lesions.is_empty()).then_some(PatientLesions { patient, exam, day: read.day, reader, lesions })
    };
    Some(LesionsCounted { patients: members.filter_map(of).collect() })
}

fn examination<'r>(patient: &'r PatientDerived, point: &str) -> Option<&'r str> {
    patient.timepoints.iter().find(|(name, _)| name == point)?.1.as_deref()
}

fn counts(record: &Record, lesion: &LesionResponse) -> bool {
    match (&record.term, record.statistic) {
        (Some(Term::Response(category)), _) => lesion.category.as_ref() == Some(category),
        (_, Statistic::LesionsUntold) => lesion.category.is_none(),
        (_, Statistic::Lesions) => lesion.category.is_some(),
        _ => true,
    }
}
