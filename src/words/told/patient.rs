//! What is told of a patient: the course, everything derived, and the findings.

use super::{ExamTold, FoundTold, NumberTold, arm, joined};
use crate::calendar;
use crate::results::trace::{ValueTrace, readings_at};
use crate::results::{
    Adjudicated, EndpointValue, Exclusion, LabelKind, OccurrenceDerived, PatientDerived, Results, Value,
};
use crate::words::{Words, fill};
use serde::Serialize;

#[derive(Debug, Serialize)]
pub struct PatientTold<'r> {
    pub patient: &'r str,
    pub arm: &'r str,
    pub time_zero: Option<&'r str>,
    /// The number that was asked about; none: everything is told.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<NumberTold<'r>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub course: Vec<MomentTold>,
    /// From when on criteria read, and compared with what.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub beginnings: Vec<String>,
    pub examinations: Vec<ExamTold<'r>>,
    pub values: Vec<ValueTold>,
    /// Dates of events and defined quantities.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub known: Vec<Named>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub timepoints: Vec<Named>,
    /// Pairs and scores.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub matchings: Vec<Named>,
    /// Whether in each, or why not.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub populations: Vec<Named>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub findings: Vec<FoundTold<'r>>,
}

/// What happened on a day, counted from time zero, and where it is recorded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct MomentTold {
    pub day: Option<i64>,
    pub what: String,
    pub place: String,
}

#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct Named {
    pub label: String,
    pub value: String,
}

/// A value of an endpoint.
#[derive(Debug, Serialize)]
pub struct ValueTold {
    pub of: String,
    pub value: String,
    pub because: String,
    pub counted_from: Option<String>,
    /// The examinations that it rests on.
    pub examinations: Vec<String>,
}

/// What the plan calls a response statement.
pub fn response<'r>(results: &'r Results, name: &'r str) -> &'r str {
    results.label(LabelKind::Response, "", name).unwrap_or(name)
}

impl Words {
    /// Everything that is known of a patient.
    pub fn patient_told<'r>(&self, results: &'r Results, patient: &'r PatientDerived) -> PatientTold<'r> {
        let derived = &results.derived;
        let own = |name: &str| name == patient.patient;
        let combined: Vec<&Adjudicated> = derived.adjudicated.iter().filter(|exam| own(&exam.patient)).collect();
        let events: Vec<&OccurrenceDerived> = derived.occurrences.iter().filter(|event| own(&event.patient)).collect();
        let exams = combined.iter().copied().map(|exam| {
            let readings = readings_at(results, &patient.patient, &exam.response, &exam.exam);
            self.exam_told(results, (&exam.response, &exam.exam), Some(exam), &readings)
        });
        let beginnings = derived.beginnings.iter().filter(|beginning| own(&beginning.patient));
        PatientTold {
            course: self.course(results, patient, &combined, &events),
            beginnings: beginnings.flat_map(|beginning| self.beginning_told(results, beginning)).collect(),
            examinations: exams.collect(),
            values: derived.endpoints.iter().filter(|v| own(&v.patient)).map(|v| self.value_told(results, v)).collect(),
            known: self.quantities(results, patient),
            timepoints: self.timepoints_of(results, patient),
            matchings: self.matchings_of(results, &patient.patient),
            populations: self.populations_of(results, patient),
            findings: results
                .found
                .iter()
                .filter(|f| f.patient.as_deref().is_some_and(own))
                .map(|f| self.found(f))
                .collect(),
            ..self.patient_head(results, patient)
        }
    }

    /// What a number rests on in one patient.
    pub fn patient_of_number<'r>(
        &self,
        results: &'r Results,
        patient: &'r PatientDerived,
        values: &[ValueTrace<'r>],
    ) -> PatientTold<'r> {
        let exams = values.iter().flat_map(|value| &value.exams);
        let mut beginnings: Vec<String> = vec![];
        for beginning in values.iter().flat_map(|value| &value.beginnings) {
            let said = self.beginning_told(results, beginning);
            beginnings.extend(said.into_iter().filter(|one| !beginnings.contains(one)).collect::<Vec<_>>());
        }
        PatientTold {
            beginnings,
            examinations: exams.map(|exam| self.exam_of_number(results, exam)).collect(),
            values: values.iter().map(|value| self.value_told(results, value.value)).collect(),
            ..self.patient_head(results, patient)
        }
    }

    fn patient_head<'r>(&self, results: &'r Results, patient: &'r PatientDerived) -> PatientTold<'r> {
        PatientTold {
            patient: &patient.patient,
            arm: arm(self, results, patient.arm.as_deref()),
            time_zero: patient.time_zero.as_deref(),
            number: None,
            course: vec![],
            beginnings: vec![],
            examinations: vec![],
            values: vec![],
            known: vec![],
            timepoints: vec![],
            matchings: vec![],
            populations: vec![],
            findings: vec![],
        }
    }

    /// `Nausea, grade 2`.
    pub fn event_told(&self, event: &OccurrenceDerived) -> String {
        let grade = event.grade.map(|grade| fill(self.worst_grade_n, &[("grade", &grade.to_string())]));
        [Some(event.term.clone()), grade].into_iter().flatten().collect::<Vec<_>>().join(", ")
    }

    /// What happened, day by day; what has no day stands last.
    pub fn course(
        &self,
        results: &Results,
        patient: &PatientDerived,
        combined: &[&Adjudicated],
        events: &[&OccurrenceDerived],
    ) -> Vec<MomentTold> {
        let zero = patient.time_zero.as_deref().and_then(day);
        let dated = patient.values.iter().filter_map(|(name, value)| match value {
            Some(Value::Date(date)) => {
                let days = day(date).zip(zero).map(|(day, zero)| day - zero)?;
                Some(MomentTold { day: Some(days), what: quantity(results, name).to_string(), place: date.clone() })
            }
            _ => None,
        });
        let examined = combined.iter().map(|exam| {
            let result = exam.result.as_deref().unwrap_or(self.trace().not_counted);
            let places = [("name", response(results, &exam.response)), ("value", result)];
            MomentTold { day: Some(exam.day), what: fill(self.trace().named, &places), place: exam.exam.clone() }
        });
        let mut moments: Vec<MomentTold> = dated.chain(examined).collect();
        for event in events {
            let what = self.event_told(event);
            // A row that counts for several endpoints is one event.
            let moment = MomentTold { day: event.day, what, place: event.row.clone() };
            if !moments.contains(&moment) {
                moments.push(moment);
            }
        }
        moments.sort_by_key(|moment| (moment.day.is_none(), moment.day));
        moments
    }

    /// From when on a criterion reads, and of each ranked set the lesions at baseline.
    pub fn beginning_told(&self, results: &Results, beginning: &crate::results::Beginning) -> Vec<String> {
        let mut said = vec![self.beginning(results, beginning)];
        for (reader, sets) in &beginning.places {
            said.extend(sets.iter().map(|set| format!("{reader} {}", self.places_of_set(set))));
        }
        said
    }

    pub fn value_told(&self, results: &Results, value: &EndpointValue) -> ValueTold {
        ValueTold {
            of: self.value_of_what(results, value),
            value: self.endpoint_value(value),
            because: self.value_reason(results, &value.because.map(&|at| Some(at.exam.as_str()))),
            counted_from: self.value_counted_from(results, value),
            examinations: value.exams().iter().map(|exam| exam.exam.clone()).collect(),
        }
    }

    /// What begins a time that begins later than time zero.
    pub fn value_counted_from(&self, results: &Results, value: &EndpointValue) -> Option<String> {
        let began = value.began.as_ref()?.map(&|at| Some(at.exam.as_str()));
        let began = self.value_reason(results, &began);
        Some(fill(self.trace().counted_from, &[("start", &began)]))
    }

    /// Analysis, endpoint, response and timepoint.
    pub fn value_of_what(&self, results: &Results, value: &EndpointValue) -> String {
        let analysis = results.analyses.iter().find(|a| a.name == value.analysis).map(|a| a.label.as_str());
        let label = |kind, name| results.label(kind, "", name).unwrap_or(name);
        let parts = [
            analysis.or(Some(&value.analysis)),
            Some(label(LabelKind::Endpoint, &value.endpoint)),
            value.response.as_deref().map(|name| label(LabelKind::Response, name)),
            value.timepoint.as_deref().map(|name| label(LabelKind::Timepoint, name)),
        ];
        joined(parts.into_iter().flatten())
    }

    pub fn quantities(&self, results: &Results, patient: &PatientDerived) -> Vec<Named> {
        let known = patient.values.iter();
        let one = |(name, value): &(String, Option<Value>)| Named {
            label: quantity(results, name).to_string(),
            value: self.known_or_not(value.as_ref()),
        };
        known.map(one).collect()
    }

    pub fn timepoints_of(&self, results: &Results, patient: &PatientDerived) -> Vec<Named> {
        let one = |(name, exam): &(String, Option<String>)| Named {
            label: results.label(LabelKind::Timepoint, "", name).unwrap_or(name).to_string(),
            value: exam.as_deref().unwrap_or(self.trace().no_exam).to_string(),
        };
        patient.timepoints.iter().map(one).collect()
    }

    pub fn populations_of(&self, results: &Results, patient: &PatientDerived) -> Vec<Named> {
        let one = |(name, reasons): &(String, Vec<Exclusion>)| {
            let known = results.populations.iter().find(|p| p.name == *name);
            let why = self.exclusions(results, name, reasons);
            let value = if reasons.is_empty() { self.trace().is_in.to_string() } else { why };
            Named { label: known.map_or(name, |p| &p.label).clone(), value }
        };
        patient.populations.iter().map(one).collect()
    }

    /// What became of the patient in each matching: the pair, or that there is none, and the score.
    pub fn matchings_of(&self, results: &Results, patient: &str) -> Vec<Named> {
        let (said, derived) = (self.trace(), &results.derived);
        let holds = |list: &[String]| list.iter().any(|one| one == patient);
        let mut all = vec![];
        for matching in &derived.matchings {
            let mut own = derived.pairs.iter().filter(|p| p.matching == matching.matching);
            let pair = own.find(|p| p.treated == patient || p.control == patient).map(|pair| {
                let other = if pair.treated == patient { &pair.control } else { &pair.treated };
                let (n, distance) = (pair.pair.to_string(), pair.distance.to_string());
                fill(said.paired_with, &[("n", &n), ("patient", other), ("distance", &distance)])
            });
            let left_out = || holds(&matching.left_out).then(|| said.covariate_missing.to_string());
            let sought = || holds(&matching.treated) || holds(&matching.controls);
            let unpaired = || sought().then(|| said.in_no_pair.to_string());
            let Some(became) = pair.or_else(left_out).or_else(unpaired) else { continue };
            let score = derived.scores.iter().find(|s| s.matching == matching.matching && s.patient == patient);
            let logit = score.map(|score| fill(said.logit, &[("logit", &score.logit.to_string())]));
            let label = results.label(LabelKind::Matching, "", &matching.matching).unwrap_or(&matching.matching);
            let value = [Some(became), logit].into_iter().flatten().collect::<Vec<_>>().join(", ");
            all.push(Named { label: label.to_string(), value });
        }
        all
    }
}

/// What the plan calls a date or a quantity of a patient: a quantity by the step that makes it.
fn quantity<'r>(results: &'r Results, name: &'r str) -> &'r str {
    let label = |kind| results.label(kind, "", name);
    let id = format!("define.{name}");
    let made = || results.steps.iter().find(|step| step.id == id);
    let defined = || made().map(|step| step.label.as_str()).filter(|label| !label.is_empty());
    label(LabelKind::Event).or_else(|| label(LabelKind::Intercurrent)).or_else(defined).unwrap_or(name)
}

/// Days of a date `2024-02-29` since 1970-01-01; none of what is no such date.
fn day(date: &str) -> Option<i64> {
    calendar::date_written("%Y-%m-%d", date).map(|date| i64::from(calendar::day(date)))
}
