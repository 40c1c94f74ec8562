//! What was derived of each patient, in the form in which it is written: apart from the results, which hold none of it.

use super::{
    By, CombinedReason, EventRef, ExamRef, FigureKind, FigurePatient, LeftOut, ReadingLine, ReadingsOf, RuleExample,
    Subgroup, Term, Value, ValueReason,
};
use serde::{Deserialize, Serialize};

/// One of the things that were derived of a patient, or of the patients of a matching: a line of `patients.jsonl`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PatientFact {
    Patient(PatientDerived),
    Beginning(Beginning),
    /// Before the first reading of the response.
    Readings(ReadingsOf),
    Reading(ReadingLine),
    Adjudicated(Adjudicated),
    Endpoint(EndpointValue),
    Pair(Pair),
    Matching(MatchingDerived),
    Score(Score),
    Occurrence(OccurrenceDerived),
    Drawn(PatientDrawn),
    Example(RuleExample),
    Met(MetDerived),
}

/// What was derived per patient, with the rule rows that fired, where it was kept.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Derived {
    pub patients: Vec<PatientDerived>,
    /// Of each response and each patient who is read.
    pub beginnings: Vec<Beginning>,
    /// By response, what its readings have in common.
    pub readings_of: Vec<ReadingsOf>,
    pub readings: Vec<Reading>,
    pub adjudicated: Vec<Adjudicated>,
    pub endpoints: Vec<EndpointValue>,
    pub pairs: Vec<Pair>,
    pub matchings: Vec<MatchingDerived>,
    /// Of every patient among whom pairs were sought, in key order.
    pub scores: Vec<Score>,
    /// The rows that count for each endpoint of events.
    pub occurrences: Vec<OccurrenceDerived>,
    /// Of each figure that shows patients one by one.
    pub drawn: Vec<PatientDrawn>,
    /// Of each row of the rules that the report shows, the first reading at which it gave the value.
    pub examples: Vec<RuleExample>,
    /// Who met the intercurrent events of which it is counted how many did.
    pub met: Vec<MetDerived>,
}

impl Derived {
    /// Beside others of its kind, behind the last. False of a reading whose response was not told before, or is another one.
    pub fn keep(&mut self, fact: PatientFact) -> bool {
        match fact {
            PatientFact::Patient(of) => self.patients.push(of),
            PatientFact::Beginning(of) => self.beginnings.push(of),
            PatientFact::Readings(of) => self.readings_of.push(of),
            PatientFact::Reading(line) => {
                let of = self.readings_of.iter().find(|of| of.response == line.response);
                let reading = of.and_then(|of| of.reading(line));
                let told = reading.is_some();
                self.readings.extend(reading);
                return told;
            }
            PatientFact::Adjudicated(of) => self.adjudicated.push(of),
            PatientFact::Endpoint(of) => self.endpoints.push(of),
            PatientFact::Pair(of) => self.pairs.push(of),
            PatientFact::Matching(of) => self.matchings.push(of),
            PatientFact::Score(of) => self.scores.push(of),
            PatientFact::Occurrence(of) => self.occurrences.push(of),
            PatientFact::Drawn(of) => self.drawn.push(of),
            PatientFact::Example(of) => self.examples.push(of),
            PatientFact::Met(of) => self.met.push(of),
        }
        true
    }

    /// The pseudonyms of a population in key order.
    pub fn members<'d>(&'d self, population: &'d str) -> impl Iterator<Item = &'d str> {
        let is_in =
            move |p: &&PatientDerived| p.populations.iter().any(|(name, no)| name == population && no.is_empty());
        self.patients.iter().filter(is_in).map(|p| p.patient.as_str())
    }
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct OccurrenceDerived {
    pub endpoint: String,
    pub patient: String,
    /// The key of the row.
    pub row: String,
    /// Days from time zero.
    pub day: Option<i64>,
    pub term: String,
    pub class: Option<String>,
    pub grade: Option<i64>,
}

/// That a patient of an analysis met an intercurrent event of its estimand.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MetDerived {
    pub analysis: String,
    pub event: EventRef,
    pub patient: String,
}

/// What a figure of the report shows of a patient.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PatientDrawn {
    /// The figure's place in `report.figures` of the results, from 1, and its kind.
    pub place: usize,
    pub figure: FigureKind,
    pub shown: FigurePatient,
}

/// Why a candidate of a population is not in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Exclusion {
    /// The requirement of this name is not met.
    Requirement(String),
    /// Not at risk of the endpoint.
    LeftOut(LeftOut),
}

impl Exclusion {
    /// The term of the records that count it.
    pub fn term(&self) -> Term {
        match self {
            Exclusion::Requirement(name) => Term::Requirement(name.clone()),
            Exclusion::LeftOut(reason) => Term::LeftOut(*reason),
        }
    }
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct PatientDerived {
    pub patient: String,
    pub time_zero: Option<String>,
    pub arm: Option<String>,
    /// Each population of which the patient is a candidate with the reasons that exclude the patient; empty when in.
    pub populations: Vec<(String, Vec<Exclusion>)>,
    /// Timepoint to examination.
    pub timepoints: Vec<(String, Option<String>)>,
    /// Dates of events and defined quantities.
    pub values: Vec<(String, Option<Value>)>,
}

/// From when on a criterion reads the examinations of a patient, and with which it compares them.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Beginning {
    pub response: String,
    pub patient: String,
    /// The day after time zero after which examinations are read.
    pub after: i64,
    /// The baseline examination and its day; none: there is none.
    pub baseline: Option<(String, i64)>,
    /// The step that chose it.
    pub chosen_by: String,
    /// By reader, the places of the ranked sets of lesions at the baseline examination.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub places: Vec<(String, Vec<SetPlaces>)>,
}

/// One reader's response at one examination: as it is read, with why it stands and its values by their names, or as it is written.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Reading<Because = ReadingReason, Of = ReadingValue> {
    pub response: String,
    pub patient: String,
    pub exam: String,
    pub day: i64,
    pub reader: String,
    pub result: String,
    pub because: Because,
    /// Every value and rule of the criterion at this examination, in its order; empty where nothing was read.
    pub values: Vec<Of>,
    /// Of each lesion of which the criterion answers by itself.
    #[serde(default = "Vec::new", skip_serializing_if = "Vec::is_empty")]
    pub lesions: Vec<LesionResponse>,
    /// Of each ranked set, what became of the lesions that might have a place in it.
    #[serde(default = "Vec::new", skip_serializing_if = "Vec::is_empty")]
    pub places: Vec<SetPlaces>,
}

/// What became of the lesions that might have a place in a ranked set at an examination.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct SetPlaces {
    pub set: String,
    /// Those that have a place already, then the others in the order of their ranks.
    pub lesions: Vec<PlacedLesion>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PlacedLesion {
    /// Columns by which it is told apart from the others of this reader.
    pub lesion: Vec<(String, Value)>,
    /// What it is ranked by, first what decides first; unknown where none.
    pub by: Vec<Option<Value>>,
    /// That of which the set takes so many, where it limits any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of_each: Option<Value>,
    pub standing: PlaceInSet,
}

/// Whether a lesion has a place in a ranked set, and why.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PlaceInSet {
    /// Since an earlier examination.
    Kept,
    Taken,
    /// No place is left in the set.
    Full,
    /// No place is left for those that are of the same.
    FullOfEach,
    /// It is ranked alike with others, and there are not places enough for them.
    Alike,
    /// It appeared at an earlier examination, and took no place then.
    Passed,
}

/// What a criterion answers of one lesion.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct LesionResponse {
    /// Columns by which it is told apart from the others of this reader.
    pub lesion: Vec<(String, Value)>,
    /// None: it cannot be told.
    pub category: Option<String>,
}

/// Why a reader's response stands.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReadingReason {
    NoBaseline,
    UnfitBaseline,
    #[default]
    NoReading,
    /// The value of the criterion that is the response, and what gave it.
    Rule {
        value: String,
        by: By,
    },
}

/// A value of a criterion at a reading.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReadingValue {
    pub name: String,
    /// None: unknown.
    pub value: Option<Value>,
    pub by: By,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Adjudicated {
    pub response: String,
    pub patient: String,
    pub exam: String,
    pub day: i64,
    /// None after the sequence has ended.
    pub result: Option<String>,
    pub because: CombinedReason,
}

/// A patient's value of an endpoint, and why it stands.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct EndpointValue {
    /// The analysis whose estimand gave the value.
    pub analysis: String,
    pub endpoint: String,
    pub response: Option<String>,
    pub timepoint: Option<String>,
    pub patient: String,
    /// Days for a time, 0 or 1 for yes/no, a whole number, the place of a category; none where it is unknown.
    pub value: Option<i64>,
    /// A number or a time that the data give, at full precision.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<f64>,
    /// For a time to event.
    pub event: Option<bool>,
    /// What begins a time later than time zero.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub began: Option<Box<ValueReason>>,
    /// Those of the analysis that hold the patient.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub subgroups: Vec<Subgroup>,
    pub because: ValueReason,
}

impl EndpointValue {
    /// The examinations that it rests on, in the order in which they are named.
    pub fn exams(&self) -> Vec<&ExamRef> {
        self.began.as_deref().into_iter().chain([&self.because]).flat_map(ValueReason::exams).collect()
    }
}

/// Whom a matching met; pseudonyms in key order.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct MatchingDerived {
    pub matching: String,
    /// Those of each arm with all covariates, among whom pairs were sought.
    pub treated: Vec<String>,
    pub controls: Vec<String>,
    /// Treated patients without a control.
    pub unmatched: Vec<String>,
    /// Patients with a covariate missing.
    pub left_out: Vec<String>,
}

/// A patient's propensity score.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Score {
    pub matching: String,
    pub patient: String,
    pub arm: Option<String>,
    /// Logit of the probability of belonging to the treated arm.
    pub logit: f64,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Pair {
    pub matching: String,
    pub pair: usize,
    pub treated: String,
    pub control: String,
    pub distance: f64,
}
