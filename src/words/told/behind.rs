//! What is told of the patients behind a number: what settled their values by arm, lists under a heading, and each patient.

use super::{PatientTold, arm};
use crate::catalogue::Statistic;
use crate::results::trace::{
    Behind, Counted, EventsCounted, LesionsCounted, ListedPatient, Paired, PatientEvents, PatientReadings,
    ReadingsCounted, Trace, Valued, in_group_of, is_of, trace_of,
};
use crate::results::{EndpointValue, Record, Results, format};
use crate::words::{Words, fill};
use serde::Serialize;

#[derive(Debug, Default, Serialize)]
pub struct BehindTold<'r> {
    /// Labels of the arms; the last stands for who has none.
    pub arms: Vec<&'r str>,
    pub settled: Vec<SettledTold>,
    pub lists: Vec<ListTold<'r>>,
    /// Whose values it is of.
    pub population: Option<String>,
    pub patients: Vec<PatientTold<'r>>,
}

/// What settled values, and of how many patients of each arm.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct SettledTold {
    pub because: String,
    pub by_arm: Vec<usize>,
    pub n: usize,
}

#[derive(Debug, Serialize)]
pub struct ListTold<'r> {
    pub title: String,
    /// Each patient, or the treated one of a pair, with what is said.
    pub lines: Vec<(&'r str, String)>,
}

impl Words {
    pub fn behind<'r>(&self, results: &'r Results, trace: &Trace<'r>) -> BehindTold<'r> {
        let arms = results.arms.iter().map(|arm| arm.label.as_str()).chain([self.trace().no_arm]).collect();
        let told = BehindTold { arms, ..BehindTold::default() };
        match &trace.behind {
            Behind::Counted(counted) => {
                BehindTold { lists: vec![self.counted(results, trace.record, counted)], ..told }
            }
            Behind::Paired(paired) => BehindTold { lists: self.paired(results, paired), ..told },
            Behind::Lesions(counted) => BehindTold { lists: vec![self.lesions_counted(counted)], ..told },
            Behind::Events(counted) => BehindTold { lists: vec![self.events_list(results, counted)], ..told },
            Behind::Readings(counted) => BehindTold { lists: vec![self.readings_list(counted)], ..told },
            Behind::Valued(valued) => self.valued(results, trace.record, valued, told),
        }
    }

    fn valued<'r>(
        &self,
        results: &'r Results,
        record: &'r Record,
        valued: &Valued<'r>,
        told: BehindTold<'r>,
    ) -> BehindTold<'r> {
        let population = valued.population.map(|population| {
            let n = format::patients(population.n);
            let places = [
                ("label", population.label.as_str()),
                ("name", &population.name),
                ("n", &n),
                ("clause", &population.clause),
            ];
            fill(self.trace().patients, &places)
        });
        let known = |name: &str| results.derived.patients.iter().find(|p| p.patient == name);
        let mut settled: Vec<SettledTold> = vec![];
        for value in results.derived.endpoints.iter().filter(|value| is_of(record, value)) {
            let own = known(&value.patient).and_then(|patient| patient.arm.as_deref());
            if in_group_of(record, own) {
                let place = results.arms.iter().position(|arm| Some(arm.name.as_str()) == own);
                self.settles(results, value, place, &mut settled);
            }
        }
        let told_of = |name: &&'r str| {
            let (derived, traced) = (known(name)?, trace_of(results, record, name)?);
            Some(self.patient_of_number(results, derived, &traced.values))
        };
        let patients = valued.patients.iter().filter_map(told_of).collect();
        settled.sort_by_key(|of| std::cmp::Reverse(of.n));
        BehindTold { settled, population, patients, ..told }
    }

    /// Counts a value beside those that the same settled.
    fn settles(&self, results: &Results, value: &EndpointValue, arm: Option<usize>, settled: &mut Vec<SettledTold>) {
        let because = self.value_reason(results, &value.because.map(&|_| None));
        let at = settled.iter().position(|of| of.because == because).unwrap_or_else(|| {
            settled.push(SettledTold { because, by_arm: vec![0; results.arms.len() + 1], n: 0 });
            settled.len() - 1
        });
        if let Some(of) = settled.get_mut(at) {
            of.n += 1;
            of.by_arm.iter_mut().skip(arm.unwrap_or(results.arms.len())).take(1).for_each(|n| *n += 1);
        }
    }

    /// Whom a count of the attrition counts.
    pub fn counted<'r>(&self, results: &'r Results, record: &Record, counted: &Counted<'r>) -> ListTold<'r> {
        let said = self.trace();
        let statistic = match record.statistic {
            Statistic::Excluded => said.excluded.to_string(),
            Statistic::NotMet => said.not_met.to_string(),
            Statistic::Remaining => said.remaining.to_string(),
            other => crate::words::lower_first(&self.statistic(other)),
        };
        let what = match self.term_label(results, record) {
            Some(label) => fill(said.of_requirement, &[("what", &statistic), ("label", &label)]),
            None => statistic,
        };
        let (n, of) = (counted.patients.len().to_string(), counted.population);
        let places =
            [("what", what.as_str()), ("n", &n), ("label", &of.label), ("name", &of.name), ("clause", &of.clause)];
        let line = |patient: &crate::results::trace::CountedPatient<'r>| {
            let not_met = self.exclusions(results, &record.analysis, patient.not_met);
            (patient.patient, format!("{}  {not_met}", arm(self, results, patient.arm)).trim_end().to_string())
        };
        ListTold { title: fill(said.counted, &places), lines: counted.patients.iter().map(line).collect() }
    }

    pub fn paired<'r>(&self, results: &'r Results, paired: &Paired<'r>) -> Vec<ListTold<'r>> {
        let said = self.trace();
        let mut lists = vec![];
        if let Some(pairs) = &paired.pairs {
            let one = |pair: &&'r crate::results::Pair| {
                let distance = fill(said.distance, &[("distance", &pair.distance.to_string())]);
                (pair.treated.as_str(), format!("– {}, {distance}", pair.control))
            };
            let title = fill(said.pairs, &[("n", &pairs.len().to_string())]);
            lists.push(ListTold { title, lines: pairs.iter().map(one).collect() });
        }
        for listed in &paired.lists {
            let one = |patient: &ListedPatient<'r>| {
                let logit = patient.logit.map(|logit| fill(said.logit, &[("logit", &logit.to_string())]));
                let parts = [Some(arm(self, results, patient.arm).to_string()), logit];
                (patient.patient, parts.into_iter().flatten().collect::<Vec<_>>().join(", "))
            };
            let places = [("name", self.matched_list(listed.list)), ("value", &listed.patients.len().to_string())];
            let title = fill(said.named, &places);
            lists.push(ListTold { title, lines: listed.patients.iter().map(one).collect() });
        }
        lists
    }

    /// The readings that a row of a rule counts, and where the row stands.
    pub fn readings_list<'r>(&self, counted: &ReadingsCounted<'r>) -> ListTold<'r> {
        let one = |of: &PatientReadings<'r>| {
            (of.patient, of.readings.iter().map(|at| self.reading_at(at)).collect::<Vec<_>>().join("; "))
        };
        let row = counted.rule.map(|rule| format!(" ({}, {}:{})", rule.row, rule.file, rule.line));
        let title = format!("{}{}", self.readings_counted(counted), row.unwrap_or_default());
        ListTold { title, lines: counted.patients.iter().map(one).collect() }
    }

    /// The events that a count counts, each with the key of its row.
    pub fn events_list<'r>(&self, results: &'r Results, counted: &EventsCounted<'r>) -> ListTold<'r> {
        let said = self.trace();
        let one = |of: &PatientEvents<'r>| {
            let events = of.events.iter().map(|event| {
                let day = event
                    .day
                    .map_or_else(|| said.no_day.to_string(), |day| fill(said.on_day, &[("day", &day.to_string())]));
                let places = [("row", event.row.as_str()), ("day", &day), ("what", &self.event_told(event))];
                fill(said.event, &places)
            });
            let events = events.collect::<Vec<_>>().join("; ");
            (of.patient, format!("{}: {events}", arm(self, results, of.arm)))
        };
        let (events, patients) = (counted.events().to_string(), counted.patients.len().to_string());
        let title = fill(said.events, &[("events", &events), ("patients", &patients)]);
        ListTold { title, lines: counted.patients.iter().map(one).collect() }
    }

    pub fn lesions_counted<'r>(&self, counted: &LesionsCounted<'r>) -> ListTold<'r> {
        let said = self.trace();
        let one = |of: &crate::results::trace::PatientLesions<'r>| {
            let lesions = of.lesions.iter().map(|lesion| self.lesion_answer(lesion)).collect::<Vec<_>>().join("; ");
            let day = of.day.to_string();
            let places = [("exam", of.exam), ("day", &day), ("reader", of.reader), ("lesions", &lesions)];
            (of.patient, fill(said.lesion, &places))
        };
        let (lesions, patients) = (counted.lesions().to_string(), counted.patients.len().to_string());
        let title = fill(said.lesions, &[("lesions", &lesions), ("patients", &patients)]);
        ListTold { title, lines: counted.patients.iter().map(one).collect() }
    }
}
