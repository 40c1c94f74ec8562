//! How often each case and row of the rules of criteria gave a value: a dead rule, and one that takes most, are seen.

use super::{By, CombinedReason, Results, RuleInfo};
use std::collections::BTreeMap;

/// A case or row, at how many readings (of a combination: examinations) it gave the value, and the first of them.
#[derive(Clone, Debug, PartialEq)]
pub struct Fired<'a> {
    pub rule: &'a RuleInfo,
    pub times: usize,
    pub example: Option<Example<'a>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Example<'a> {
    pub patient: &'a str,
    pub exam: &'a str,
    /// None where the readers are combined.
    pub reader: Option<&'a str>,
}

/// Every case and row of every rule, in the order of the rules; what never fired has 0 times and no example.
pub fn fired(results: &Results) -> Vec<Fired<'_>> {
    let places: BTreeMap<_, usize> = results.rules.iter().enumerate().map(|(place, rule)| (&rule.id, place)).collect();
    let mut all: Vec<Fired> = results.rules.iter().map(|rule| Fired { rule, times: 0, example: None }).collect();
    let mut count = |id, example| {
        let Some(found) = places.get(id).map(|place| &mut all[*place]) else { return };
        found.times += 1;
        found.example.get_or_insert(example);
    };
    for reading in &results.derived.readings {
        let example = Example { patient: &reading.patient, exam: &reading.exam, reader: Some(reading.reader.as_str()) };
        for value in &reading.values {
            if let By::Rule(id) = &value.by {
                count(id, example);
            }
        }
    }
    for combined in &results.derived.adjudicated {
        if let CombinedReason::Case(id) = &combined.because {
            count(id, Example { patient: &combined.patient, exam: &combined.exam, reader: None });
        }
    }
    all
}
