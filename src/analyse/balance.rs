//! The numbers of a matching: pairs, score, caliper, and the balance before and after.

use super::record::{Entry, Frame, Records, count, number};
use super::sets::{MatchingSet, Set, SetTerm};
use crate::catalogue::{self, Statistic};
use crate::matching::{Balance, Matched, terms};
use crate::number::{NotEstimable, Number, Quantity};
use crate::plan::ir::{MatchingId, PopulationId};
use crate::program::flat::{FlatCovariate, FlatMatching};
use crate::results::{
    Group, LabelKind, MethodUse, NEAREST, OVERLAP_WEIGHTS, OptionUse, PROPENSITY_SCORE, Record, Role, Standing, Term,
};
use rust_decimal::prelude::ToPrimitive;

pub(crate) fn record(records: &mut Records) {
    for (index, matching) in records.context.program.flat.matchings.iter().enumerate() {
        of_matching(records, MatchingId(index), matching);
    }
}

pub(crate) fn of_matching(records: &mut Records, id: MatchingId, matching: &FlatMatching) {
    let (seen, program) = (records.context.seen, records.context.program);
    let made = made_of(records, id).map(|population| program.populations[population.0]);
    let steps: Vec<_> = [program.matchings[id.0]].into_iter().chain(made).collect();
    seen.told_of(&steps, || numbers(records, id, matching));
}

fn numbers(records: &mut Records, id: MatchingId, matching: &FlatMatching) {
    let matched = records.context.seen.matched(id);
    let frame = frame(records, id, matching);
    pairs(records, &frame, matched);
    score(records, &frame, matching, matched);
    caliper(records, &frame, matched);
    let after = Frame { record: in_pairs(records, id, &frame.record), ..frame.clone() };
    balances(records, (&frame, &after), matching, matched);
    if gives_weights(records, id) {
        weighted(records, &frame, matching, matched);
    }
    (records.context.keep)(&|| Set::Matching(Box::new(set(records, &frame, id, matched))));
}

/// The population that the pairs make, where the plan has one.
fn made_of(records: &Records, id: MatchingId) -> Option<PopulationId> {
    let program = records.context.program;
    (0..program.populations.len()).map(PopulationId).find(|population| program.pairs_of(*population) == Some(id))
}

/// As of the population that the pairs make: what is described after matching is of its patients.
fn in_pairs(records: &Records, id: MatchingId, before: &Record) -> Record {
    match made_of(records, id) {
        Some(pairs) => {
            let (population, population_n) = records.population(pairs);
            let steps = records.context.trace.population(pairs);
            let tables = records.context.trace.tables(&steps);
            Record { population, population_n, steps, tables, ..before.clone() }
        }
        None => before.clone(),
    }
}

fn frame(records: &Records, id: MatchingId, matching: &FlatMatching) -> Frame {
    let (population, population_n) = records.population(matching.among);
    let steps = records.context.trace.matching(id);
    let method = MethodUse {
        name: NEAREST.into(),
        options: options(matching),
        citation: "Austin PC. Pharm Stat 2011;10:150–161".into(),
    };
    let record = Record {
        clause: records.clause(matching.header.clause),
        analysis: matching.header.name.clone(),
        role: Role::Balance,
        population,
        population_n,
        method: Some(method),
        standing: Standing::Count,
        tables: records.context.trace.tables(&steps),
        steps,
        ..Record::default()
    };
    Frame { record, ..Frame::default() }
}

fn names(list: &[FlatCovariate]) -> OptionUse {
    OptionUse::Names(list.iter().map(|c| c.name.clone()).collect())
}

fn options(matching: &FlatMatching) -> Vec<(String, OptionUse)> {
    let mut options = vec![("logistic_of".to_string(), names(&matching.covariates))];
    if !matching.exact.is_empty() {
        options.push(("exact".into(), names(&matching.exact)));
    }
    if let Some(caliper) = matching.caliper.and_then(|width| width.to_f64()) {
        options.push(("caliper_in_deviations".into(), OptionUse::Number(caliper)));
    }
    options
}

fn pairs(records: &mut Records, frame: &Frame, matched: &Matched) {
    let pairs = match &matched.failure {
        Some(reason) => Number::NotEstimable(reason.clone()),
        None => count(matched.pairs.len()),
    };
    // Without a score no pair was sought, and nobody was left without one.
    let unmatched = match &matched.failure {
        Some(reason) if matched.logit.is_empty() => Number::NotEstimable(reason.clone()),
        Some(_) | None => count(matched.unmatched.len()),
    };
    for (statistic, number) in [
        (Statistic::Pairs, pairs),
        (Statistic::Treated, count(matched.treated.len())),
        (Statistic::Controls, count(matched.controls.len())),
        (Statistic::Unmatched, unmatched),
        (Statistic::LeftOut, count(matched.left_out.len())),
    ] {
        records.push(frame, Entry::new(statistic, number, Quantity::Count));
    }
}

/// The numbers of the propensity model are estimates of a regression, not of the matching that uses them.
fn score(records: &mut Records, frame: &Frame, matching: &FlatMatching, matched: &Matched) {
    let m = &catalogue::logistic::METHOD;
    let method = Some(MethodUse {
        name: PROPENSITY_SCORE.into(),
        options: vec![("of".to_string(), names(&matching.covariates))],
        citation: m.citation.into(),
    });
    let record = Record { method, standing: Standing::Estimate, ..frame.record.clone() };
    let frame = &Frame { record, ..frame.clone() };
    for (name, coefficient) in &matched.coefficients {
        let term = match matched.terms.iter().find(|t| t.name == *name) {
            Some(term) => Term::Covariate { name: term.covariate.clone(), level: term.level.clone() },
            None => Term::Intercept,
        };
        let label = matched.terms.iter().find(|t| t.name == *name).map_or(name, |t| &t.label);
        records.label(LabelKind::Covariate, &frame.record.analysis, name, label);
        records.push(frame, plain(Statistic::Coefficient, number(coefficient)).term(term));
    }
    if !matched.coefficients.is_empty() {
        records.push(frame, plain(Statistic::Deviance, Number::real(matched.deviance)));
    }
}

fn caliper(records: &mut Records, frame: &Frame, matched: &Matched) {
    if let Some(caliper) = matched.caliper {
        records.push(frame, plain(Statistic::Caliper, Number::real(caliper)));
    }
}

/// `frames`: before matching, and after.
fn balances(records: &mut Records, frames: (&Frame, &Frame), matching: &FlatMatching, matched: &Matched) {
    let (aim, after_matching) = (matching.aim(), frames.1);
    records.push(after_matching, plain(Statistic::Aim, Number::real(aim)));
    for balance in &matched.balance {
        one(records, frames, matching, balance);
    }
    let after = || matched.balance.iter().filter_map(|b| b.after.as_ref().ok());
    let missed = after().filter(|d| d.abs() >= aim).count();
    let missed = if matched.pairs.is_empty() { Number::NotEstimable(NotEstimable::NoPair) } else { count(missed) };
    records.push(after_matching, Entry::new(Statistic::Missed, missed, Quantity::Count));
    let largest = after().map(|d| d.abs()).max_by(f64::total_cmp);
    let value = largest.map_or(Number::NotEstimable(NotEstimable::NoPair), Number::real);
    records.push(after_matching, plain(Statistic::Largest, value));
}

fn one(records: &mut Records, (before, after): (&Frame, &Frame), matching: &FlatMatching, balance: &Balance) {
    if !balance.label.is_empty() {
        records.label(LabelKind::Characteristic, &before.record.analysis, &balance.name, &balance.label);
    }
    let term = term(balance);
    let differences = [(before, Statistic::SmdBefore, &balance.before), (after, Statistic::SmdAfter, &balance.after)];
    for (frame, statistic, value) in differences {
        let arms = Group::Between(vec![records.arm(matching.treated), records.arm(matching.control)]);
        records.push(frame, plain(statistic, number(value)).of(arms).term(term.clone()));
    }
    for (place, mean) in balance.means.iter().enumerate() {
        let arm = if place % 2 == 0 { matching.treated } else { matching.control };
        let (frame, statistic) =
            if place < 2 { (before, Statistic::MeanBefore) } else { (after, Statistic::MeanAfter) };
        let entry = Entry::new(statistic, number(mean), quantity(balance)).of(records.arm(arm)).term(term.clone());
        records.push(frame, entry);
    }
}

fn term(balance: &Balance) -> Term {
    match balance.of_score {
        true => Term::Score,
        false => Term::Characteristic { name: balance.characteristic.clone(), level: balance.level.clone() },
    }
}

fn quantity(balance: &Balance) -> Quantity {
    if balance.yes_no { Quantity::Proportion } else { Quantity::Mean }
}

/// Whether an analysis takes its weights from the score of this matching.
fn gives_weights(records: &Records, id: MatchingId) -> bool {
    records.context.program.flat.analyses.iter().any(|analysis| analysis.adjustment.overlap == Some(id))
}

/// The balance of all who have a score, under the weights that analyses take from it.
fn weighted(records: &mut Records, frame: &Frame, matching: &FlatMatching, matched: &Matched) {
    let method = Some(MethodUse {
        name: OVERLAP_WEIGHTS.into(),
        options: vec![("logistic_of".to_string(), names(&matching.covariates))],
        citation: "Li F, Morgan KL, Zaslavsky AM. J Am Stat Assoc 2018;113:390–400".into(),
    });
    let record = Record { method, standing: Standing::Estimate, ..frame.record.clone() };
    let frame = &Frame { record, ..frame.clone() };
    let arms = [matching.treated, matching.control];
    for (arm, size) in arms.into_iter().zip(matched.effective_sizes()) {
        // A number of patients, though no whole one.
        let entry = Entry::new(Statistic::EffectiveSampleSize, number(&size), Quantity::Count);
        records.push(frame, entry.of(records.arm(arm)));
    }
    for balance in &matched.balance {
        let term = term(balance);
        let between = Group::Between(arms.map(|arm| records.arm(arm)).to_vec());
        let difference = plain(Statistic::SmdWeighted, number(&balance.weighted));
        records.push(frame, difference.of(between).term(term.clone()));
        for (arm, mean) in arms.into_iter().zip(&balance.weighted_means) {
            let entry = Entry::new(Statistic::MeanWeighted, number(mean), quantity(balance));
            records.push(frame, entry.of(records.arm(arm)).term(term.clone()));
        }
    }
}

/// The candidates of both arms, complete or not, in key order.
fn set(records: &Records, frame: &Frame, id: MatchingId, matched: &Matched) -> MatchingSet {
    let matching = &records.context.program.flat.matchings[id.0];
    let seen = records.context.seen;
    let arms = seen.arms();
    let mut candidates = [matched.treated.clone(), matched.controls.clone(), matched.left_out.clone()].concat();
    candidates.sort_unstable();
    let over = &seen.population(matching.caliper_over).patients;
    let of = |name: &str, yes_no: bool, values: &[Option<f64>]| SetTerm {
        name: name.to_string(),
        yes_no,
        values: candidates.iter().map(|patient| values[*patient]).collect(),
    };
    let term = |term: &terms::Term| of(&term.name, term.yes_no, &term.values);
    let exact = matching.exact.iter().zip(&matched.covariates.exact);
    let balance = matching.balance.iter().zip(&matched.covariates.balance);
    let further = balance.flat_map(|(covariate, values)| terms::terms(covariate, values, &candidates));
    let word = |arm: usize| records.arm(arm).word().unwrap_or_default().to_string();
    MatchingSet {
        of: frame.record.clone(),
        arms: [word(matching.treated), word(matching.control)],
        patients: candidates.iter().map(|patient| seen.patients()[*patient].clone()).collect(),
        treated: candidates.iter().map(|patient| arms[*patient] == Some(matching.treated)).collect(),
        of_caliper: candidates.iter().map(|patient| over.binary_search(patient).is_ok()).collect(),
        score: matched.terms.iter().map(term).collect(),
        exact: exact.map(|(covariate, values)| of(&covariate.name, false, values)).collect(),
        balance: further.filter(|own| matched.terms.iter().all(|t| t.name != own.name)).map(|own| term(&own)).collect(),
        caliper: matching.caliper.and_then(|width| width.to_f64()),
        aim: matching.aim(),
        balance_of_score: matching.balance_of_score,
        weighted: gives_weights(records, id),
    }
}

fn plain(statistic: Statistic, value: Number) -> Entry {
    Entry::new(statistic, value, Quantity::Statistic)
}
