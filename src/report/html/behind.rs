//! The patients behind a number: how many of each arm what settled, and who they are.

use super::once::{Once, Text, Texts};
use super::patients::{arm, of_patients};
use crate::results::trace::{Behind, Counted, behind, counted_events, has_met, in_group_of, is_of};
use crate::results::{EndpointValue, PatientDerived, Record, Results, Role, Term};
use crate::words::Words;
use crate::words::told::ListTold;
use serde::Serialize;
use std::collections::BTreeMap;

#[derive(Default, Serialize)]
pub struct Behinds {
    list: Vec<BehindSaid>,
    /// Lists of patients, by their places.
    members: Vec<Vec<usize>>,
}

#[derive(Default, Serialize)]
struct BehindSaid {
    /// What settled it, and of how many patients of each arm; the last stands for those without an arm.
    states: Vec<(Text, Vec<usize>)>,
    /// The list of the patients.
    members: usize,
    /// Their values.
    values: Vec<usize>,
    /// Lists of patients under a heading, each with what is said of them.
    lists: Vec<(Text, Vec<(usize, Text)>)>,
}

/// What tells the patients behind two numbers apart.
type Key = (Role, Vec<String>);

pub struct Maker<'a> {
    results: &'a Results,
    words: &'static Words,
    order: BTreeMap<&'a str, usize>,
    /// The values of each analysis.
    values: BTreeMap<&'a str, Vec<(usize, &'a EndpointValue)>>,
    /// Of each population, the patients in it.
    populations: BTreeMap<&'a str, Vec<(usize, &'a PatientDerived)>>,
    known: BTreeMap<Key, usize>,
    list: Vec<BehindSaid>,
    members: Once<Vec<usize>>,
}

impl<'a> Maker<'a> {
    pub fn new(results: &'a Results) -> Maker<'a> {
        let derived = &results.derived;
        let mut values: BTreeMap<&str, Vec<(usize, &EndpointValue)>> = BTreeMap::new();
        for (place, value) in derived.endpoints.iter().enumerate() {
            values.entry(&value.analysis).or_default().push((place, value));
        }
        let mut populations: BTreeMap<&str, Vec<(usize, &PatientDerived)>> = BTreeMap::new();
        for (place, patient) in derived.patients.iter().enumerate() {
            for (population, _) in patient.populations.iter().filter(|(_, not_met)| not_met.is_empty()) {
                populations.entry(population).or_default().push((place, patient));
            }
        }
        Maker {
            results,
            words: Words::of(results.report.language),
            order: of_patients(results),
            values,
            populations,
            known: BTreeMap::new(),
            list: vec![],
            members: Once::new(),
        }
    }

    pub fn finished(self) -> Behinds {
        Behinds { list: self.list, members: self.members.list }
    }

    /// The place of what stands behind a record; none where the page has no patients.
    pub fn of(&mut self, record: &'a Record, texts: &mut Texts) -> Option<usize> {
        if self.order.is_empty() {
            return None;
        }
        let key = key(record);
        if let Some(known) = self.known.get(&key) {
            return Some(*known);
        }
        let said = if is_valued(record.role) && counted_events(record).is_none() {
            self.valued(record, texts)
        } else {
            match behind(self.results, record) {
                Behind::Counted(counted) => self.counted(record, &counted, texts),
                Behind::Paired(paired) => self.listed(&self.words.paired(self.results, &paired), texts),
                Behind::Lesions(counted) => self.listed(&[self.words.lesions_counted(&counted)], texts),
                Behind::Events(counted) => self.listed(&[self.words.events_list(self.results, &counted)], texts),
                Behind::Readings(counted) => self.listed(&[self.words.readings_list(&counted)], texts),
                Behind::Valued(_) => self.valued(record, texts),
            }
        };
        self.list.push(said);
        self.known.insert(key, self.list.len() - 1);
        Some(self.list.len() - 1)
    }

    fn valued(&mut self, record: &Record, texts: &mut Texts) -> BehindSaid {
        let own = self.values.get(record.analysis.as_str()).into_iter().flatten();
        let arms = |patient: &str| {
            let place = self.order.get(patient).copied();
            (place, place.and_then(|place| self.results.derived.patients.get(place)?.arm.as_deref()))
        };
        let (mut values, mut with_value, mut states) = (vec![], vec![], States::new(self.results));
        for (place, value) in own.filter(|(_, value)| is_of(record, value)) {
            let (patient, own) = arms(&value.patient);
            if !in_group_of(record, own) {
                continue;
            }
            values.push(*place);
            with_value.extend(patient);
            let because = self.words.value_reason(self.results, &value.because.map(&|_| None));
            states.count(texts.said(&because), arm(self.results, own));
        }
        with_value.sort_unstable();
        let inside = self.populations.get(record.population.as_str()).into_iter().flatten();
        let of_some = record.subgroup.is_some() || matches!(record.term, Some(Term::Settled { .. }));
        let within = |(place, patient): &&(usize, &PatientDerived)| match &record.term {
            Some(Term::Met(event)) => has_met(self.results, record, event, &patient.patient),
            _ => !of_some || with_value.binary_search(place).is_ok(),
        };
        let inside = inside.filter(|(_, patient)| in_group_of(record, patient.arm.as_deref()));
        let members: Vec<usize> = inside.filter(within).map(|(place, _)| *place).collect();
        BehindSaid { states: states.sorted(), members: self.members.place(members), values, lists: vec![] }
    }

    /// Of a count of the attrition: why each is not in the population, where somebody is not.
    fn counted(&mut self, record: &Record, counted: &Counted<'a>, texts: &mut Texts) -> BehindSaid {
        let mut states = States::new(self.results);
        let mut members = vec![];
        for patient in &counted.patients {
            let why = self.words.exclusions(self.results, &record.analysis, patient.not_met);
            if !patient.not_met.is_empty() {
                states.count(texts.said(&why), arm(self.results, patient.arm));
            }
            members.extend(self.order.get(patient.patient));
        }
        // Of those who are in it there is nothing to say of each.
        let told = (!states.counts.is_empty()).then(|| self.words.counted(self.results, record, counted));
        let lists = told.into_iter().map(|list| self.list(&list, texts)).collect();
        BehindSaid { states: states.sorted(), members: self.members.place(members), values: vec![], lists }
    }

    fn listed(&mut self, lists: &[ListTold<'a>], texts: &mut Texts) -> BehindSaid {
        let lists = lists.iter().map(|list| self.list(list, texts)).collect();
        BehindSaid { members: self.members.place(vec![]), lists, ..BehindSaid::default() }
    }

    fn list(&self, list: &ListTold<'a>, texts: &mut Texts) -> (Text, Vec<(usize, Text)>) {
        let lines = list.lines.iter();
        let all = lines.filter_map(|(patient, text)| Some((*self.order.get(patient)?, texts.said(text)))).collect();
        (texts.said(&list.title), all)
    }
}

/// How many patients of each arm are in each state.
struct States {
    arms: usize,
    counts: BTreeMap<Text, Vec<usize>>,
}

impl States {
    fn new(results: &Results) -> States {
        States { arms: results.arms.len() + 1, counts: BTreeMap::new() }
    }

    fn count(&mut self, state: Text, arm: usize) {
        let counts = self.counts.entry(state).or_insert_with(|| vec![0; self.arms]);
        counts.iter_mut().skip(arm).take(1).for_each(|n| *n += 1);
    }

    /// Those of which there are most come first.
    fn sorted(self) -> Vec<(Text, Vec<usize>)> {
        let mut all: Vec<(Text, Vec<usize>)> = self.counts.into_iter().collect();
        all.sort_by_key(|(_, counts)| std::cmp::Reverse(counts.iter().sum::<usize>()));
        all
    }
}

/// What stands behind it is the values of patients, the same for all that a method makes of them.
fn is_valued(role: Role) -> bool {
    match role {
        Role::Attrition | Role::Balance | Role::Lesions | Role::Rules => false,
        Role::Primary
        | Role::Secondary
        | Role::Sensitivity
        | Role::Supplementary
        | Role::Agreement
        | Role::SampleSize
        | Role::Baseline => true,
    }
}

fn key(record: &Record) -> Key {
    let mut parts: Vec<String> = [
        Some(record.analysis.as_str()),
        record.endpoint.as_deref(),
        record.response.as_deref(),
        record.point(),
        Some(&record.population),
    ]
    .into_iter()
    .map(|part| part.unwrap_or_default().to_string())
    .collect();
    parts.push(format!("{:?}", record.group));
    parts.push(record.subgroup.as_ref().map(|subgroup| subgroup.word()).unwrap_or_default());
    parts.push(record.contrast.as_ref().map(|contrast| contrast.word()).unwrap_or_default());
    // Each statistic, and of those who are counted, of lesions or of rules each term, is of others; of a row of a rule its readings.
    if !is_valued(record.role) && record.role != Role::Rules {
        parts.push(record.statistic.code().to_string());
    }
    let of_term = matches!(record.term, Some(Term::Settled { .. } | Term::Met(_)));
    if of_term || matches!(record.role, Role::Attrition | Role::Lesions | Role::Rules) {
        parts.push(record.term.as_ref().map(|term| term.word().into_owned()).unwrap_or_default());
    }
    parts.extend(counted_events(record).map(|counted| format!("{counted:?}")));
    (record.role, parts)
}
