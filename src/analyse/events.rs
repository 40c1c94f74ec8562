//! Endpoints that are events: patients with any, by class, by term and by worst grade, and the rate of the first event.
//!
//! Raw counts have no last day and compare arms of unequal follow-up; the rate is of the first event over the time at risk.
//! In a landmark analysis only what happens after the landmark counts, in the patients who are observed beyond it, and the
//! time at risk begins on it.

use super::estimate::Left;
use super::events_set;
use super::left_out::{self, Reason};
use super::record::{Entry, Frame, Records, number};
use super::sets::Set;
use super::values::patients;
use super::{contrasts, frame, identifier, rows};
use crate::catalogue::Statistic;
use crate::derive::model::Occurrence;
use crate::derive::seen::Seen;
use crate::methods::{Input, Outcome};
use crate::number::{Number, Quantity};
use crate::plan::ir::{EndpointKind, EventsEndpoint, FirstEventRate, Plan, Type};
use crate::program::StepId;
use crate::program::flat::{FlatAnalysis, Held};
use crate::results::{
    EndpointValue, EventLevel, EventLine, EventTable, PatientFact, Record, Standing, Term, ValueReason,
};
use crate::stats::proportion::Proportion;
use std::collections::{BTreeMap, BTreeSet};

/// An analysis of events in its patients.
pub(super) struct Events<'a> {
    pub(super) analysis: &'a FlatAnalysis,
    pub(super) endpoint: &'a EventsEndpoint<Held, StepId>,
    /// As the endpoint reads.
    pub(super) seen: Seen<'a>,
    /// In key order.
    pub(super) patients: Vec<usize>,
    /// Group of each patient.
    pub(super) group: Vec<usize>,
    groups: usize,
    /// Those of each patient, in key order of the rows.
    pub(super) occurrences: Vec<Vec<&'a Occurrence>>,
}

pub(crate) fn record(records: &mut Records, left: &mut Left, index: usize, analysis: &FlatAnalysis) {
    let context = records.context;
    let EndpointKind::Events(endpoint) = &context.program.flat.endpoints[analysis.endpoint.0].kind else { return };
    let candidates = patients(context, analysis);
    let group = |p: &usize| rows::group(records, analysis, *p);
    let seen = context.seen.through(context.program.endpoints[analysis.endpoint.0]);
    let all = seen.occurrences(analysis.endpoint);
    let counts =
        |o: &&Occurrence| analysis.landmark.is_none_or(|day| seen.day(o.patient, o.date).is_some_and(|d| d > day));
    let observed = |p: &usize| is_observed(seen, analysis, endpoint, *p);
    let (patients, not_observed): (Vec<usize>, Vec<usize>) = candidates.iter().copied().partition(observed);
    let events = Events {
        analysis,
        endpoint,
        seen,
        group: patients.iter().map(group).collect(),
        groups: analysis.compare.groups(),
        occurrences: by_patient(&patients, all.iter().filter(counts)),
        patients,
    };
    let frame = frame::frame(records, index, analysis, None);
    if analysis.landmark.is_some() && endpoint.rate.is_some() {
        left_out::record(records, &frame, Reason::NotAtRisk, &not_observed);
    }
    let lines = events.lines(context.plan);
    left_out::without_arm(records, &frame, analysis);
    left_out::record_any(records, &frame, Reason::NoTimeAtRisk, &events.without_time());
    events.denominators(records, &frame);
    for line in &lines {
        events.counts(records, &frame, line);
        events.rates(records, &frame, line);
    }
    events.worst_grades(records, &frame);
    events.values(records, &frame).into_iter().map(PatientFact::Endpoint).for_each(context.tell);
    (context.keep)(&|| Set::Events(Box::new(events_set::set(records, &events, &frame, &lines))));
    left.events.push(EventTable {
        analysis: frame.record.analysis.clone(),
        clause: frame.record.clause.clone(),
        endpoint: frame.record.endpoint.clone().unwrap_or_default(),
        population: frame.record.population.clone(),
        grades: endpoint.grades.clone().collect(),
        severe_from: endpoint.severe_from,
        rate_to: endpoint.rate.as_ref().map(|r| r.to_day),
        lines,
    });
}

/// The occurrences of each of the patients, who are in key order; those of others are left out.
fn by_patient<'a>(patients: &[usize], all: impl Iterator<Item = &'a Occurrence>) -> Vec<Vec<&'a Occurrence>> {
    let mut of = vec![vec![]; patients.len()];
    for occurrence in all {
        if let Ok(place) = patients.binary_search(&occurrence.patient) {
            of[place].push(occurrence);
        }
    }
    of
}

/// The end of observation of a patient in days after time zero; none without either.
fn observed_until(seen: Seen, analysis: &FlatAnalysis, patient: usize) -> Option<i64> {
    seen.day(patient, seen.censor(analysis.endpoint).get(patient).copied().flatten()?)
}

/// Whether the patient is observed beyond the landmark, where there is one and a rate says until when patients are.
fn is_observed(seen: Seen, analysis: &FlatAnalysis, endpoint: &EventsEndpoint<Held, StepId>, patient: usize) -> bool {
    match (analysis.landmark, &endpoint.rate) {
        (Some(day), Some(_)) => observed_until(seen, analysis, patient).is_some_and(|end| end > day),
        (None, _) | (Some(_), None) => true,
    }
}

impl Events<'_> {
    /// Any event, any severe one, then each class and its terms: first those that most patients have, equals by name.
    fn lines(&self, plan: &Plan) -> Vec<EventLine> {
        let line = |key: &str, level: EventLevel, term: Option<&str>, class: Option<&str>| EventLine {
            key: key.to_string(),
            level,
            term: term.map(str::to_string),
            class: class.map(str::to_string),
            label: self.label(plan, level, term.or(class)),
        };
        let mut lines = vec![line("any", EventLevel::Any, None, None), line("severe", EventLevel::Severe, None, None)];
        let classes = self.by_frequency(&|o| o.class.as_deref());
        let by_class: Vec<Option<&str>> = match self.endpoint.class {
            Some(_) => classes.iter().map(|c| Some(c.as_str())).chain([None]).collect(),
            None => vec![None],
        };
        for class in by_class {
            if let Some(name) = class {
                let key = free(&lines, EventLevel::Class, name);
                lines.push(line(&key, EventLevel::Class, None, Some(name)));
            }
            let of_class = |o: &Occurrence| o.class.as_deref() == class;
            for term in self.by_frequency(&|o| Some(&*o.term).filter(|_| of_class(o))) {
                let key = free(&lines, EventLevel::Term, &term);
                lines.push(line(&key, EventLevel::Term, Some(&term), class));
            }
        }
        lines
    }

    /// The label of a code of the column of classes or of terms.
    fn label(&self, plan: &Plan, level: EventLevel, name: Option<&str>) -> Option<String> {
        let column = match level {
            EventLevel::Any | EventLevel::Severe => return None,
            EventLevel::Class => self.endpoint.class?,
            EventLevel::Term => self.endpoint.term,
        };
        let Type::Code(list) = &plan.table(self.endpoint.table).columns[column].ty else { return None };
        let entry = list.codes.iter().find(|entry| Some(entry.name.as_str()) == name)?;
        (!entry.label.is_empty() && entry.label != entry.name).then(|| entry.label.clone())
    }

    /// Names in falling order of the patients that have them, equals by name.
    fn by_frequency(&self, name: &dyn for<'o> Fn(&'o Occurrence) -> Option<&'o str>) -> Vec<String> {
        let mut patients: BTreeMap<&str, usize> = BTreeMap::new();
        for own in &self.occurrences {
            let names: BTreeSet<&str> = own.iter().filter_map(|o| name(o)).collect();
            names.into_iter().for_each(|name| *patients.entry(name).or_default() += 1);
        }
        let mut frequent: Vec<(&str, usize)> = patients.into_iter().collect();
        frequent.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(b.0)));
        frequent.into_iter().map(|(name, _)| name.to_string()).collect()
    }

    pub(super) fn is_severe(&self, occurrence: &Occurrence) -> bool {
        occurrence.grade.is_some_and(|grade| grade >= self.endpoint.severe_from)
    }

    pub(super) fn is_in(&self, line: &EventLine, occurrence: &Occurrence) -> bool {
        line.has(occurrence.class.as_deref(), &occurrence.term, self.is_severe(occurrence))
    }

    /// How many patients of a group have an event that satisfies a condition.
    fn patients_with(&self, group: usize, holds: &dyn Fn(&Occurrence) -> bool) -> usize {
        self.of_group(group).filter(|own| own.iter().any(|o| holds(o))).count()
    }

    /// The occurrences of each patient of a group.
    fn of_group(&self, group: usize) -> impl Iterator<Item = &Vec<&Occurrence>> {
        self.occurrences.iter().zip(&self.group).filter(move |(_, g)| **g == group).map(|(own, _)| own)
    }

    fn group_size(&self, group: usize) -> usize {
        self.group.iter().filter(|g| **g == group).count()
    }

    /// Patients of each arm.
    fn denominators(&self, records: &mut Records, frame: &Frame) {
        for group in 0..self.groups {
            self.push(records, frame, None, group, Entry::count(Statistic::N, self.group_size(group)));
        }
    }

    fn counts(&self, records: &mut Records, frame: &Frame, line: &EventLine) {
        let severe = |o: &Occurrence| self.is_in(line, o) && self.is_severe(o);
        for group in 0..self.groups {
            let n = self.group_size(group);
            let rows = self.of_group(group).flatten().filter(|o| self.is_in(line, o)).count();
            let any = self.patients_with(group, &|o| self.is_in(line, o));
            let severe = self.patients_with(group, &severe);
            let numbers = [
                Entry::count(Statistic::Patients, any),
                Entry::new(Statistic::Proportion, share(any, n), Quantity::Proportion),
                Entry::count(Statistic::Severe, severe),
                Entry::new(Statistic::SevereProportion, share(severe, n), Quantity::Proportion),
                Entry::count(Statistic::Occurrences, rows),
            ];
            for number in numbers {
                self.push(records, frame, Some(Term::Line(line.key.clone())), group, number);
            }
        }
    }

    fn worst_grades(&self, records: &mut Records, frame: &Frame) {
        let worst: Vec<Option<Option<i64>>> =
            self.occurrences.iter().map(|own| own.iter().map(|o| o.grade).max()).collect();
        for grade in self.endpoint.grades.clone().map(Some).chain([None]) {
            for group in 0..self.groups {
                let in_group = |(place, _): &(usize, &Option<Option<i64>>)| self.group[*place] == group;
                let n = worst.iter().enumerate().filter(in_group).filter(|(_, w)| **w == Some(grade)).count();
                let share = share(n, self.group_size(group));
                let numbers = [
                    Entry::count(Statistic::Patients, n),
                    Entry::new(Statistic::Proportion, share, Quantity::Proportion),
                ];
                for number in numbers {
                    self.push(records, frame, Some(Term::WorstGrade(grade)), group, number);
                }
            }
        }
    }

    fn push(&self, records: &mut Records, frame: &Frame, term: Option<Term>, group: usize, entry: Entry) {
        let group = frame::group(records, self.analysis, group);
        let record = Record { standing: Standing::Count, ..frame.record.clone() };
        let frame = Frame { record, ..frame.clone() };
        records.push(&frame, Entry { term, ..entry }.of(group));
    }

    /// The methods, on the time to the first event of a line.
    fn rates(&self, records: &mut Records, frame: &Frame, line: &EventLine) {
        let Some(rate) = &self.endpoint.rate else { return };
        let settings = &records.context.program.flat.settings;
        let year = settings.year();
        let mut input = Input { level: settings.level(), groups: self.groups, ..Input::default() };
        let (mut happened, mut time) = (vec![], vec![]);
        for (place, (patient, group)) in self.patients.iter().zip(&self.group).enumerate() {
            let Some((days, event)) = self.first(rate, place, &|o| self.is_in(line, o)) else { continue };
            input.patient.push(*patient);
            input.group.push(*group);
            happened.push(u64::from(event));
            // Whole days below 2^53 are exact.
            time.push(days as f64 / year);
        }
        input.outcome = Outcome::Events { count: happened, time };
        let record = Record { term: Some(Term::Line(line.key.clone())), ..frame.record.clone() };
        let frame = Frame { record, ..frame.clone() };
        let names = identifier::of_calls(&self.analysis.methods);
        for (call, name) in self.analysis.methods.iter().zip(&names) {
            for run in contrasts::runs(self.analysis, call, &input) {
                frame::described(records, &frame, self.analysis, (call, name), &[], &run);
            }
        }
    }

    /// Days at risk of the patient at a place until the first such event, and whether there was one; none without a time zero
    /// or an end of observation, and of a patient who is not observed when the time at risk begins. Events count up to the
    /// last day of observation, and time with them.
    fn first(
        &self,
        rate: &FirstEventRate<Held>,
        place: usize,
        holds: &dyn Fn(&Occurrence) -> bool,
    ) -> Option<(i64, bool)> {
        // The events of a landmark analysis are those after the landmark, on which the time begins.
        let start = rate.from_day.max(self.analysis.landmark.unwrap_or(0));
        let last = observed_until(self.seen, self.analysis, self.patients[place])?.min(rate.to_day);
        if last < start {
            return None;
        }
        let own = self.occurrences[place].iter().filter(|o| holds(o));
        let days = own.filter_map(|o| self.seen.day(o.patient, o.date)).filter(|day| (start..=last).contains(day));
        Some(days.min().map_or((last - start, false), |day| (day - start, true)))
    }

    /// The first and the last day at risk of the patient at a place, where there is a rate.
    pub(super) fn at_risk(&self, place: usize) -> Option<(i64, i64)> {
        let rate = self.endpoint.rate.as_ref()?;
        let start = rate.from_day.max(self.analysis.landmark.unwrap_or(0));
        let (days, _) = self.first(rate, place, &|_| false)?;
        Some((start, start + days))
    }

    /// Those who have no time at risk that is known, where there is a rate.
    fn without_time(&self) -> Vec<usize> {
        let Some(rate) = &self.endpoint.rate else { return vec![] };
        let without =
            |(place, patient): (usize, &usize)| self.first(rate, place, &|_| true).is_none().then_some(*patient);
        self.patients.iter().enumerate().filter_map(without).collect()
    }

    /// Time to the first event of each patient, where there is a rate.
    fn values(&self, records: &Records, frame: &Frame) -> Vec<EndpointValue> {
        let pseudonyms = records.context.seen.patients();
        let value = |(place, patient): (usize, &usize)| {
            let rate = self.endpoint.rate.as_ref()?;
            let (days, event) = self.first(rate, place, &|_| true)?;
            Some(EndpointValue {
                analysis: frame.record.analysis.clone(),
                endpoint: frame.record.endpoint.clone().unwrap_or_default(),
                patient: pseudonyms[*patient].clone(),
                value: Some(days),
                event: Some(event),
                because: if event { ValueReason::FirstEvent } else { ValueReason::EndOfObservation },
                ..EndpointValue::default()
            })
        };
        self.patients.iter().enumerate().filter_map(value).collect()
    }
}

fn share(n: usize, of: usize) -> Number {
    number(&Proportion::new(n as u64, of as u64).estimate())
}

/// A word for an identifier, unique among the lines: `term.abdominal_pain`.
fn free(lines: &[EventLine], level: EventLevel, name: &str) -> String {
    let words = name.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty());
    let key = format!("{level}.{}", words.map(str::to_lowercase).collect::<Vec<_>>().join("_"));
    let taken = |key: &str| lines.iter().any(|l| l.key == key);
    if !taken(&key) {
        return key;
    }
    (2..).map(|n| format!("{key}_{n}")).find(|k| !taken(k)).unwrap_or(key)
}
