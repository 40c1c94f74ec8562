//! The rows an analysis hands to its methods: patients with their groups, outcome, strata, covariates, weights and sets.

use super::Context;
use super::describe;
use super::exposure;
use super::frame::Named;
use super::left_out::{self, Reason};
use super::record::{Frame, Records};
use super::values::{Number, Values};
use crate::catalogue::OutcomeKind;
use crate::derive::model::{AdjustmentValues, TimeValue};
use crate::matching::Matched;
use crate::matching::terms;
use crate::methods::{Category, Input, Outcome};
use crate::plan::ir::{Compare, MatchingId};
use crate::program::flat::FlatAnalysis;
use crate::results::{LabelKind, Term};
use std::collections::{BTreeMap, BTreeSet};

/// What the methods of an analysis are given.
pub(crate) struct Rows {
    pub input: Input,
    /// Covariates and causes, as they are terms of a result.
    pub named: Vec<Named>,
    /// Of the pairs of a matching one of whose members is not followed beyond the landmark, the other: neither is among the rows.
    pub broken_pairs: Vec<usize>,
}

/// The rows of an analysis in key order of the patients, and a record of how many patients are left out and why.
pub(crate) fn rows(
    records: &mut Records,
    frame: &Frame,
    index: usize,
    analysis: &FlatAnalysis,
    mut values: Values,
) -> Rows {
    let context = records.context;
    let adjustment = context.seen.adjustment(index);
    let with_value: BTreeSet<usize> = values.patients().into_iter().collect();
    let outside = values.outside();
    let scored = analysis.adjustment.overlap.map(|m| &context.seen.matched(m).logit);
    let has_score = |patient: usize| scored.is_none_or(|l| l.binary_search_by_key(&patient, |(p, _)| *p).is_ok());
    let complete = |patient: usize| is_complete(&adjustment, patient) && has_score(patient);
    values.retain(&complete);
    left_out::without_arm(records, frame, analysis);
    left_out::without_value(records, frame, analysis, &|p| with_value.contains(&p), outside);
    if let Values::Shift(shift) = &mut values {
        let without = shift.list.iter().filter(|v| v.from.is_none()).map(|v| v.patient).collect::<Vec<usize>>();
        shift.list.retain(|v| v.from.is_some());
        left_out::record(records, frame, Reason::MissingBaseline, &without);
    }
    if let (Compare::Baseline, Values::Number(list)) = (&analysis.compare, &values) {
        let without = list.iter().filter(|v| v.baseline.is_none()).map(|v| v.patient).collect::<Vec<usize>>();
        left_out::record(records, frame, Reason::MissingBaseline, &without);
    }
    if !analysis.adjustment.is_empty() {
        let incomplete: Vec<usize> = with_value.iter().copied().filter(|p| !complete(*p)).collect();
        left_out::record(records, frame, Reason::MissingCovariate, &incomplete);
    }
    let weighed = |patient: usize| adjustment.weights.as_ref().is_none_or(|w| w[patient].is_some_and(|w| w > 0.0));
    let before = values.patients();
    values.retain(&weighed);
    left_out::record_any(records, frame, Reason::NoWeight, &values.missing_of(&before));
    let followed = analysis.landmark.and_then(|day| values.count_from(day));
    let mut broken_pairs = vec![];
    if let Some(not_followed) = followed {
        left_out::record(records, frame, Reason::NotAtRisk, &not_followed);
        broken_pairs = keep_whole_pairs(records, analysis, &mut values);
    }
    let exposed = match (&analysis.compare, &values) {
        (Compare::Exposure(event), Values::Time(list)) => {
            let intervals = exposure::intervals(context, *event, analysis.landmark.unwrap_or(0), list);
            left_out::record(records, frame, Reason::NoTimeAtRisk, &intervals.without_time);
            left_out::record_any(records, frame, Reason::UnusableExposure, &intervals.unusable);
            Some(intervals)
        }
        _ => None,
    };
    let patient = exposed.as_ref().map_or_else(|| values.patients(), |e| e.patient.clone());
    let mut input =
        Input { level: context.program.flat.settings.level(), groups: analysis.compare.groups(), ..Input::default() };
    let mut named = outcomes(records, analysis);
    let shift = matches!(values, Values::Shift(_)).then_some(analysis.endpoint);
    for (name, label) in shift.iter().flat_map(|e| describe::categories(&context.program.flat.endpoints[e.0].kind)) {
        records.label(LabelKind::Category, &analysis.header.name, &name, &label);
    }
    adjust(&mut input, analysis, &adjustment, &patient, &mut named);
    for (covariate, values) in analysis.adjustment.covariates.iter().zip(&adjustment.covariates) {
        if let Some(level) = terms::reference(covariate, values, &patient) {
            records.label(LabelKind::ReferenceLevel, &analysis.header.name, &covariate.name, &level);
        }
    }
    if let Some(matching) = analysis.adjustment.missed {
        missed(records, &mut input, matching, &patient, &mut named);
    }
    if exposed.is_none() {
        input.possible = possible(context, analysis, &values);
    }
    (input.outcome, input.group) = match exposed {
        Some(intervals) => (intervals.outcome, intervals.group),
        None => (values.outcome(), patient.iter().map(|p| group(records, analysis, *p)).collect()),
    };
    if let Some(logit) = scored {
        input.weights = Some(overlap(logit, &patient, &input.group));
    }
    let matched = pairs(records, analysis, &patient);
    input.pair = input.pair.or(matched);
    input.patient = patient;
    if let (Compare::Baseline, Values::Number(list)) = (&analysis.compare, &values) {
        against_baseline(&mut input, list);
    }
    Rows { input, named, broken_pairs }
}

/// For how long each patient could have been followed: up to the cut-off, or to the horizon where that comes first. Of times that
/// the data give it is not known from which day they count.
fn possible(context: Context, analysis: &FlatAnalysis, values: &Values) -> Option<Vec<f64>> {
    let Values::Time(list) = values else { return None };
    let horizon = context.program.flat.endpoints[analysis.endpoint.0].kind.dated()?.horizon;
    let possible = |value: &TimeValue| {
        let to_cut_off = i64::from(context.data.cut_off) - i64::from(value.from);
        let last = horizon.map_or(Some(to_cut_off), |h| Some(h.at.days_after(value.from)?.min(to_cut_off)))?;
        // Whole days below 2^53 are exact.
        Some((last - analysis.landmark.unwrap_or(0)) as f64)
    };
    list.iter().map(possible).collect()
}

/// Of matched pairs only those both of whose members are left; the members of the others.
fn keep_whole_pairs(records: &Records, analysis: &FlatAnalysis, values: &mut Values) -> Vec<usize> {
    let patients = values.patients();
    let Some(pair) = pairs(records, analysis, &patients) else { return vec![] };
    let mut members: BTreeMap<usize, usize> = BTreeMap::new();
    pair.iter().for_each(|p| *members.entry(*p).or_default() += 1);
    let alone: BTreeSet<usize> = patients.iter().zip(&pair).filter(|(_, p)| members[p] < 2).map(|(p, _)| *p).collect();
    values.retain(&|patient| !alone.contains(&patient));
    alone.into_iter().collect()
}

/// The group of a patient: the place of the arm among those compared.
pub(crate) fn group(records: &Records, analysis: &FlatAnalysis, patient: usize) -> usize {
    match &analysis.compare {
        Compare::Arms(arms) => {
            let arm = records.context.seen.arms()[patient];
            arms.iter().position(|a| Some(*a) == arm).unwrap_or(0)
        }
        Compare::None | Compare::Baseline | Compare::Exposure(_) => 0,
    }
}

fn is_complete(adjustment: &AdjustmentValues, patient: usize) -> bool {
    let numbers = adjustment.strata.iter().chain(&adjustment.covariates).chain(&adjustment.weights);
    let sets = adjustment.pairs.iter().chain(&adjustment.cluster);
    numbers.map(|v| v[patient].is_some()).chain(sets.map(|v| v[patient].is_some())).all(|known| known)
}

/// Takes over what the analysis says of its patients, of whom all of it is known.
fn adjust(
    input: &mut Input,
    analysis: &FlatAnalysis,
    values: &AdjustmentValues,
    patients: &[usize],
    named: &mut Vec<Named>,
) {
    let said = &analysis.adjustment;
    for (covariate, values) in said.covariates.iter().zip(&values.covariates) {
        let terms = terms::terms(covariate, values, patients);
        add(input, &terms.iter().collect::<Vec<_>>(), terms.len() + 1, patients, named);
    }
    if !said.strata.is_empty() {
        // Values of a class are whole: codes, yes and no, whole numbers.
        let key = |p: &usize| values.strata.iter().filter_map(|v| v[*p].map(|x| x as i64)).collect::<Vec<i64>>();
        input.strata = Some(numbered(&patients.iter().map(key).collect::<Vec<_>>()));
    }
    let sets = |set: Option<&[Option<String>]>| {
        let keys: Vec<String> = patients.iter().filter_map(|p| set?[*p].clone()).collect();
        set.map(|_| numbered(&keys))
    };
    input.pair = sets(values.pairs);
    input.cluster = sets(values.cluster);
    input.weights = values.weights.as_ref().map(|w| patients.iter().filter_map(|p| w[*p]).collect());
}

/// The terms of a matching's score that are out of balance among its pairs.
fn missed(records: &Records, input: &mut Input, matching: MatchingId, patients: &[usize], named: &mut Vec<Named>) {
    let context = records.context;
    let (stated, matched) = (&context.program.flat.matchings[matching.0], context.seen.matched(matching));
    let aim = stated.aim();
    let after =
        |name: &str| matched.balance.iter().find(|b| !b.of_score && b.name == name).and_then(|b| b.after.clone().ok());
    let out_of_balance = |term: &&terms::Term| after(&term.name).is_some_and(|difference| difference.abs() >= aim);
    let terms: Vec<&terms::Term> = matched.terms.iter().filter(out_of_balance).collect();
    for terms in terms.chunk_by(|a, b| a.covariate == b.covariate) {
        let all = matched.terms.iter().filter(|term| term.covariate == terms[0].covariate).count();
        add(input, terms, all + 1, patients, named);
    }
}

/// The terms of one covariate; `levels` is how many levels it has where it is a category.
fn add(input: &mut Input, terms: &[&terms::Term], levels: usize, patients: &[usize], named: &mut Vec<Named>) {
    let first = input.covariates.len();
    for term in terms {
        named.push(named_term(term));
        input.covariates.push((term.name.clone(), patients.iter().filter_map(|p| term.values[*p]).collect()));
    }
    if terms.first().is_some_and(|term| term.yes_no) {
        input.categories.push(Category { covariates: (first..input.covariates.len()).collect(), levels });
    }
}

/// Names of the terms of a matching's score.
pub(crate) fn score_terms(matched: &Matched) -> Vec<String> {
    matched.terms.iter().map(|term| term.name.clone()).collect()
}

/// 1 − e in group 0, e in group 1, e being the score of a patient.
fn overlap(logit: &[(usize, f64)], patients: &[usize], group: &[usize]) -> Vec<f64> {
    let score = |patient: usize| {
        let place = logit.binary_search_by_key(&patient, |(p, _)| *p);
        place.map_or(f64::NAN, |place| 1.0 / (1.0 + libm::exp(-logit[place].1)))
    };
    let weight = |(patient, group): (&usize, &usize)| if *group == 0 { 1.0 - score(*patient) } else { score(*patient) };
    patients.iter().zip(group).map(weight).collect()
}

/// The place of each key among the distinct ones in ascending order.
fn numbered<K: Ord + Clone>(keys: &[K]) -> Vec<usize> {
    let distinct: Vec<K> = keys.iter().cloned().collect::<BTreeSet<K>>().into_iter().collect();
    keys.iter().filter_map(|key| distinct.binary_search(key).ok()).collect()
}

fn pairs(records: &Records, analysis: &FlatAnalysis, patients: &[usize]) -> Option<Vec<usize>> {
    let matching = records.context.program.pairs_of(analysis.population)?;
    let pairs = &records.context.seen.matched(matching).pairs;
    let members = pairs.iter().enumerate().flat_map(|(place, pair)| [(pair.treated, place), (pair.control, place)]);
    // Nobody is in two pairs: a control is not replaced.
    let place_of: BTreeMap<usize, usize> = members.collect();
    patients.iter().map(|p| place_of.get(p).copied()).collect()
}

/// Each patient twice: with the value, then with that at baseline; patients without one are left out.
fn against_baseline(input: &mut Input, list: &[Number]) {
    let both: Vec<(usize, f64, f64)> = list.iter().filter_map(|n| Some((n.patient, n.value, n.baseline?))).collect();
    let rows = both.len();
    input.outcome = Outcome::Continuous(both.iter().map(|b| b.1).chain(both.iter().map(|b| b.2)).collect());
    input.group = std::iter::repeat_n(0, rows).chain(std::iter::repeat_n(1, rows)).collect();
    input.patient = both.iter().chain(&both).map(|b| b.0).collect();
    input.pair = Some((0..rows).chain(0..rows).collect());
}

fn named_term(term: &terms::Term) -> Named {
    (Term::Covariate { name: term.covariate.clone(), level: term.level.clone() }, term.label.clone())
}

/// What the causes of an endpoint, or its categories, are called.
fn outcomes(records: &Records, analysis: &FlatAnalysis) -> Vec<Named> {
    let kind = &records.context.program.flat.endpoints[analysis.endpoint.0].kind;
    let causes = describe::causes(kind).into_iter().map(|(name, label)| (Term::Cause(name), label));
    let categories = describe::categories(kind);
    if kind.outcome() == OutcomeKind::Shift {
        return vec![];
    }
    causes.chain(categories.into_iter().map(|(name, label)| (Term::Category(name), label))).collect()
}
