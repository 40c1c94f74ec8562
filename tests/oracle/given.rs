//! Every method gives what its signature declares, all of it and nothing else, with every combination of its options, of groups and of
//! what an analysis can name, whatever the data; and there is no declared number that no combination gives.

use super::degenerate::{combinations, outcomes};
use super::support::Draws;
use prespec::catalogue::{ALL, Given, Groups, Method, Of, OptionValue, Options, Reads, Usage};
use prespec::methods::{self, Input, Outcome, Term};
use std::collections::BTreeSet;

/// The numbers of groups that a plan may give the method.
fn groups(method: &Method) -> &'static [usize] {
    match method.groups {
        Groups::Any | Groups::Model => &[1, 2, 3],
        Groups::Two => &[2],
        Groups::Several | Groups::Together => &[2, 3],
        Groups::None => &[0],
    }
}

/// Without and with each of what the method reads; of covariates none and two.
fn inputs(method: &Method, outcome: &Outcome, n: usize) -> Vec<Input> {
    let either = |reads: Reads| if method.asks.reads.contains(&reads) { vec![false, true] } else { vec![false] };
    let covariates = |count: usize| -> Vec<(String, Vec<f64>)> {
        let one = |c: usize| (["age", "size"][c].to_string(), (0..n).map(|i| ((i * (c + 3)) % 7) as f64).collect());
        (0..count).map(one).collect()
    };
    let takes_covariates =
        method.asks.reads.contains(&Reads::Covariates) || method.asks.needs.contains(&Reads::Covariates);
    let mut all = vec![];
    for &groups in groups(method) {
        for &count in if takes_covariates { &[0, 2][..] } else { &[0] } {
            for strata in either(Reads::Strata) {
                for weights in either(Reads::Weights) {
                    all.push(Input {
                        level: 0.95,
                        groups,
                        group: (0..n).map(|i| i % groups.max(1)).collect(),
                        outcome: outcome.clone(),
                        patient: (0..n).collect(),
                        pair: Some((0..n).map(|i| i / 2).collect()),
                        cluster: Some((0..n).map(|i| i / 3).collect()),
                        strata: strata.then(|| (0..n).map(|i| i / 6).collect()),
                        subgroup: Some((0..n).map(|i| i / 2 % 2).collect()),
                        contrast: None,
                        weights: weights.then(|| (0..n).map(|i| 1.0 + (i % 3) as f64).collect()),
                        possible: None,
                        covariates: covariates(count),
                        categories: vec![],
                    });
                }
            }
        }
    }
    all
}

type Place = (Option<usize>, Option<Term>);

/// From each category to each, in each group.
fn shifts(groups: usize, categories: &[String]) -> Vec<Place> {
    let term = |from: &String, to: &String| Term::Shift { from: from.clone(), to: to.clone() };
    let pairs = || categories.iter().flat_map(|from| categories.iter().map(move |to| term(from, to)));
    (0..groups).flat_map(|group| pairs().map(move |term| (Some(group), Some(term)))).collect()
}

/// Whom there is one such number of.
fn places(of: Of, input: &Input) -> Vec<Place> {
    let covariates = || input.covariates.iter().map(|(name, _)| (None, Some(Term::Covariate(name.clone()))));
    let compared: Vec<Place> = match input.groups {
        0 | 1 => vec![],
        2 => vec![(None, None)],
        several => (0..several).filter(|g| *g != 1).map(|g| (Some(g), None)).collect(),
    };
    let causes = || match &input.outcome {
        Outcome::CompetingRisks { causes, .. } => causes.iter().map(|c| Some(Term::Cause(c.clone()))).collect(),
        _ => vec![],
    };
    let each =
        |names: &[String], term: fn(String) -> Term| names.iter().map(|n| (None, Some(term(n.clone())))).collect();
    match (of, &input.outcome) {
        (Of::All, _) => vec![(None, None)],
        (Of::Group, _) => (0..input.groups).map(|g| (Some(g), None)).collect(),
        (Of::Column, _) => compared.into_iter().chain(covariates()).collect(),
        (Of::Covariate, _) => covariates().collect(),
        (Of::Model, _) if compared.len() + input.covariates.len() > 1 => vec![(None, Some(Term::WholeModel))],
        (Of::Stratum, _) => match &input.strata {
            Some(strata) => {
                let all: BTreeSet<usize> = strata.iter().copied().collect();
                all.into_iter().map(|s| (None, Some(Term::Stratum(s)))).collect()
            }
            None => vec![(None, None)],
        },
        (Of::Cause, _) => causes().into_iter().map(|cause| (None, cause)).collect(),
        (Of::GroupAndCause, _) => {
            (0..input.groups).flat_map(|g| causes().into_iter().map(move |cause| (Some(g), cause))).collect()
        }
        (Of::Category, Outcome::SeveralReadings { categories, .. }) => each(categories, Term::Category),
        (Of::GroupAndCategory, Outcome::Category { categories, .. }) => (0..input.groups)
            .flat_map(|g| categories.iter().map(move |name| (Some(g), Some(Term::Category(name.clone())))))
            .collect(),
        (Of::GroupAndShift, Outcome::Shift { categories, .. }) => shifts(input.groups, categories),
        (Of::GroupAndAssessedShift, Outcome::Shift { categories, assessed, .. }) => {
            shifts(input.groups, &categories[..*assessed])
        }
        (Of::Member, Outcome::PValues { names, .. }) => each(names, Term::PValue),
        (Of::MeanOfReadings, _) => vec![(None, Some(Term::MeanOfReadings))],
        (
            Of::Model
            | Of::Category
            | Of::GroupAndCategory
            | Of::GroupAndShift
            | Of::GroupAndAssessedShift
            | Of::Member,
            _,
        ) => vec![],
    }
}

/// The numbers that a declaration promises, each with all that stands beside its value.
fn promised(given: &Given, input: &Input, options: &Options) -> Vec<String> {
    let times: Vec<Option<i64>> = match given.at.map(|at| options.get(at.word())) {
        None => vec![None],
        Some(Some(OptionValue::Days(days))) => days.iter().copied().map(Some).collect(),
        Some(_) => panic!("{:?} is no option with days", given.at),
    };
    let (class, quantity) = (given.class, given.quantity);
    let mut all = vec![];
    for (group, term) in places(given.of, input) {
        for time in &times {
            for statistic in given.statistics() {
                all.push(format!("{statistic} {class:?} {quantity:?} {group:?} {term:?} {time:?}"));
            }
        }
    }
    all
}

/// What of the declaration one use gives, by its place in the list.
fn check(method: &Method, input: &Input, options: &Options) -> Vec<usize> {
    let read = [
        (input.strata.is_some(), Reads::Strata),
        (!input.covariates.is_empty(), Reads::Covariates),
        (input.weights.is_some(), Reads::Weights),
        (input.pair.is_some(), Reads::Pairs),
        (input.cluster.is_some(), Reads::Cluster),
    ];
    let given: Vec<Reads> = read.into_iter().filter(|(is, _)| *is).map(|(_, reads)| reads).collect();
    let outcome = input.outcome.kind().expect("a kind of outcome");
    let usage = Usage { options, given: &given, groups: input.groups, outcome };
    let (mut expected, mut seen) = (vec![], vec![]);
    for (place, given) in method.gives.iter().enumerate().filter(|(_, given)| given.is_given(&usage)) {
        let promised = promised(given, input, options);
        if !promised.is_empty() {
            seen.push(place);
        }
        expected.extend(promised);
    }
    let output = methods::run(input, options);
    let mut found: Vec<String> = output
        .statistics
        .iter()
        .map(|s| format!("{} {:?} {:?} {:?} {:?} {:?}", s.statistic, s.class, s.quantity, s.group, s.term, s.time))
        .collect();
    found.sort();
    expected.sort();
    let place = || format!("{} {options:?} on {:?} in {} groups", method.name, input.outcome, input.groups);
    assert!(found == expected, "{}\ndeclares {expected:#?}\ngives {found:#?}", place());
    seen
}

/// Every combination on one outcome of each kind; the first and the last of them on all outcomes, from nobody to nine rows.
#[test]
fn every_method_gives_what_it_declares() {
    let mut draws = Draws::seeded(67);
    for method in ALL {
        let all = combinations(method);
        let ends = [&all[..1], &all[all.len() - 1..]].concat();
        let mut seen: BTreeSet<usize> = BTreeSet::new();
        let mut kinds = vec![];
        for n in [9, 2, 0] {
            for outcome in outcomes(n, &mut draws) {
                let Some(kind) = outcome.kind().filter(|kind| method.takes.contains(kind)) else { continue };
                let options = if kinds.contains(&kind) { &ends } else { &all };
                kinds.push(kind);
                for input in inputs(method, &outcome, n) {
                    options.iter().for_each(|options| seen.extend(check(method, &input, options)));
                }
            }
        }
        let never: Vec<&Given> =
            method.gives.iter().enumerate().filter(|(i, _)| !seen.contains(i)).map(|(_, given)| given).collect();
        assert!(never.is_empty(), "{} declares what it never gives: {never:#?}", method.name);
    }
}
