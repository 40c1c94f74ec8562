//! Patients of whom something else was derived: group, population, pair, response, value of an endpoint.

use super::lines::Changed;
use crate::results::trace::is_of;
use crate::results::{EndpointValue, LabelKind, PatientDerived, Record, Results};
use crate::words::Words;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// What of a patient changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PatientWhat {
    /// The patient is among the patients of one run alone.
    Known,
    Arm,
    Population,
    /// With whom a matching pairs the patient.
    Pair,
    /// The response at an examination, of all readers.
    Response,
    /// The value of an endpoint: a response at a timepoint, an event or a time.
    Endpoint,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PatientChanged {
    pub patient: String,
    pub what: PatientWhat,
    /// Of what: the population, the matching, the response and its examination, the endpoint with response and timepoint.
    pub of: String,
    /// The analyses in which the value of the endpoint is another one.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub analyses: Vec<String>,
    #[serde(flatten)]
    pub changed: Changed,
}

/// What was derived of a patient, each by what it is and of what.
type Known = BTreeMap<(String, PatientWhat, String), BTreeMap<String, String>>;

/// By patient, then in the order of [`PatientWhat`].
pub fn patients(before: &Results, after: &Results, words: &Words) -> Vec<PatientChanged> {
    let (old, new) = (known(before, words), known(after, words));
    let keys: BTreeSet<_> = old.keys().chain(new.keys()).collect();
    let (of_old, of_new) = (names(before), names(after));
    let mut found = vec![];
    for key in keys {
        let (patient, what, of) = key;
        // What else was derived of a patient who is in one run alone follows from that.
        if *what != PatientWhat::Known && (!of_old.contains(patient.as_str()) || !of_new.contains(patient.as_str())) {
            continue;
        }
        let empty = BTreeMap::new();
        let (a, b) = (old.get(key).unwrap_or(&empty), new.get(key).unwrap_or(&empty));
        let mut of_change: BTreeMap<(Option<&String>, Option<&String>), Vec<String>> = BTreeMap::new();
        for analysis in a.keys().chain(b.keys()).collect::<BTreeSet<_>>() {
            let sides = (a.get(analysis), b.get(analysis));
            if sides.0 != sides.1 {
                of_change.entry(sides).or_default().push(analysis.clone());
            }
        }
        found.extend(of_change.into_iter().map(|((before, after), analyses)| PatientChanged {
            patient: patient.clone(),
            what: *what,
            of: of.clone(),
            analyses: analyses.into_iter().filter(|analysis| !analysis.is_empty()).collect(),
            changed: Changed { before: before.cloned(), after: after.cloned() },
        }));
    }
    found
}

fn names(results: &Results) -> BTreeSet<&str> {
    results.derived.patients.iter().map(|patient| patient.patient.as_str()).collect()
}

fn known(results: &Results, words: &Words) -> Known {
    let mut known = Known::new();
    let mut tell = |patient: &str, what, of: String, analysis: &str, value: String| {
        known.entry((patient.to_string(), what, of)).or_default().insert(analysis.to_string(), value);
    };
    let said = words.trace();
    for PatientDerived { patient, arm, populations, .. } in &results.derived.patients {
        tell(patient, PatientWhat::Known, String::new(), "", said.yes.to_string());
        let label = |name: &String| results.arms.iter().find(|a| a.name == *name).map_or(name, |a| &a.label).clone();
        tell(patient, PatientWhat::Arm, String::new(), "", arm.as_ref().map_or(said.no_arm.to_string(), label));
        for (population, reasons) in populations {
            let out = words.exclusions(results, population, reasons);
            let value = if reasons.is_empty() { said.yes.to_string() } else { out };
            let label = results.populations.iter().find(|p| p.name == *population).map_or(population, |p| &p.label);
            tell(patient, PatientWhat::Population, label.clone(), "", value);
        }
    }
    let label = |kind, name: &str| results.label(kind, "", name).unwrap_or(name).to_string();
    for pair in &results.derived.pairs {
        let of = label(LabelKind::Matching, &pair.matching);
        tell(&pair.treated, PatientWhat::Pair, of.clone(), "", pair.control.clone());
        tell(&pair.control, PatientWhat::Pair, of, "", pair.treated.clone());
    }
    for read in &results.derived.adjudicated {
        let of = format!("{}, {}", label(LabelKind::Response, &read.response), read.exam);
        tell(&read.patient, PatientWhat::Response, of, "", read.result.clone().unwrap_or_default());
    }
    for value in &results.derived.endpoints {
        let of = words.value_of_what(results, value);
        tell(&value.patient, PatientWhat::Endpoint, of, &value.analysis, words.endpoint_value(value));
    }
    known
}

/// The patients of whom a number rests on another value, or who are in its population in one run alone.
pub struct Behind<'r> {
    before: Side<'r>,
    after: Side<'r>,
}

struct Side<'r> {
    /// By population.
    members: BTreeMap<&'r str, BTreeSet<&'r str>>,
    /// By analysis.
    values: BTreeMap<&'r str, Vec<&'r EndpointValue>>,
    arms: BTreeMap<&'r str, Option<&'r str>>,
}

impl<'r> Behind<'r> {
    pub fn of(before: &'r Results, after: &'r Results) -> Behind<'r> {
        Behind { before: Side::of(before), after: Side::of(after) }
    }

    /// In the order of their pseudonyms.
    pub fn of_number(&self, record: &Record) -> Vec<String> {
        let mut found: BTreeSet<&str> = BTreeSet::new();
        let population = record.population.as_str();
        let (old, new) = (self.before.members(population), self.after.members(population));
        found.extend(old.symmetric_difference(&new));
        let (old, new) = (self.before.values(record), self.after.values(record));
        let all = old.keys().chain(new.keys()).copied().collect::<BTreeSet<_>>();
        found.extend(all.into_iter().filter(|patient| old.get(patient) != new.get(patient)));
        found.into_iter().map(str::to_string).collect()
    }

    /// Who is in the population of a number in one of the runs; none where it is of everyone.
    pub fn members(&self, record: &Record) -> Option<BTreeSet<&'r str>> {
        let population = record.population.as_str();
        let all = || self.before.members(population).into_iter().chain(self.after.members(population)).collect();
        (!population.is_empty()).then(all)
    }
}

/// What a value of an endpoint says, and in which arm.
type Value<'r> = (Option<i64>, Option<u64>, Option<bool>, Option<&'r str>);

impl<'r> Side<'r> {
    fn of(results: &'r Results) -> Side<'r> {
        let populations = results.populations.iter().map(|population| population.name.as_str());
        let members = populations.map(|name| (name, results.derived.members(name).collect())).collect();
        let mut values: BTreeMap<&str, Vec<&EndpointValue>> = BTreeMap::new();
        for value in &results.derived.endpoints {
            values.entry(&value.analysis).or_default().push(value);
        }
        let arms = results.derived.patients.iter().map(|p| (p.patient.as_str(), p.arm.as_deref())).collect();
        Side { members, values, arms }
    }

    fn members(&self, population: &str) -> BTreeSet<&'r str> {
        self.members.get(population).cloned().unwrap_or_default()
    }

    fn values(&self, record: &Record) -> BTreeMap<&'r str, Value<'r>> {
        let of = self.values.get(record.analysis.as_str()).into_iter().flatten().filter(|value| is_of(record, value));
        let value = |value: &&'r EndpointValue| {
            let arm = self.arms.get(value.patient.as_str()).copied().flatten();
            (value.patient.as_str(), (value.value, value.number.map(f64::to_bits), value.event, arm))
        };
        of.map(value).collect()
    }
}
