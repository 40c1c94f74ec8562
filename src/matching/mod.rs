//! Pairs of treated and control patients from a propensity score, and the balance before and after.
//!
//! Nothing here can read an outcome: what comes in are the baseline covariates of the plan and the arms.

pub mod nearest;
pub mod terms;

use crate::number::{Estimable, ModelTerm, NotEstimable};
use crate::program::flat::{FlatCovariate, FlatMatching};
use crate::stats::balance::{
    Covariate as Kind, Sample, pooled_standard_deviation, standardised_mean_difference, variance,
};
use crate::stats::logistic;
use crate::stats::weighting::effective_sample_size;
use nearest::{Candidate, Pair};
use rust_decimal::prelude::ToPrimitive;
use std::collections::BTreeSet;
use terms::Term;

/// What a matching of the plan made.
#[derive(Clone, Debug, Default)]
pub struct Matched {
    /// Of every patient of the study.
    pub covariates: Covariates,
    /// Patients of the two arms among whom pairs were sought, with all covariates, in key order.
    pub treated: Vec<usize>,
    pub controls: Vec<usize>,
    /// Patients left out because a covariate is missing.
    pub left_out: Vec<usize>,
    /// The terms of the score: the levels of a code are those among all patients of the two arms, complete or not.
    pub terms: Vec<Term>,
    /// Intercept first, then the terms of the score; none for a term that was left out because it does not vary among the
    /// patients or follows from the terms before it.
    pub coefficients: Vec<(String, Estimable)>,
    pub deviance: f64,
    /// Logit of the score of every patient in `treated` and `controls`, in key order.
    pub logit: Vec<(usize, f64)>,
    /// On the logit.
    pub caliper: Option<f64>,
    /// In the order in which they were formed.
    pub pairs: Vec<Pair>,
    pub unmatched: Vec<usize>,
    pub balance: Vec<Balance>,
    /// Why there is no pair, and where there is no logit either, no score.
    pub failure: Option<NotEstimable>,
}

impl Matched {
    /// The patients of all pairs, in key order.
    pub fn paired(&self) -> Vec<usize> {
        let mut paired: Vec<usize> = self.pairs.iter().flat_map(|pair| [pair.treated, pair.control]).collect();
        paired.sort_unstable();
        paired.dedup();
        paired
    }

    /// The overlap weight of a patient: 1 − e for the treated, e for controls; none without a score.
    fn overlap_weight(&self, patient: usize, treated: bool) -> Option<f64> {
        let place = self.logit.binary_search_by_key(&patient, |(p, _)| *p).ok()?;
        let score = 1.0 / (1.0 + libm::exp(-self.logit[place].1));
        Some(if treated { 1.0 - score } else { score })
    }

    /// Kish's effective number of the treated and of the controls under overlap weights; why there is none where there is no
    /// score.
    pub fn effective_sizes(&self) -> [Estimable; 2] {
        [(&self.treated, true), (&self.controls, false)].map(|(patients, treated)| {
            match (&self.failure, self.logit.is_empty()) {
                (Some(reason), true) => Err(reason.clone()),
                (Some(_) | None, _) => {
                    let weights: Vec<f64> = patients.iter().filter_map(|p| self.overlap_weight(*p, treated)).collect();
                    effective_sample_size(&weights)
                }
            }
        })
    }
}

/// Balance of one term before and after matching; difference is treated minus control.
#[derive(Clone, Debug)]
pub struct Balance {
    pub name: String,
    /// The characteristic, and its level where it is a code.
    pub characteristic: String,
    pub level: Option<String>,
    pub label: String,
    /// It is the logit of the score, and no characteristic.
    pub of_score: bool,
    pub yes_no: bool,
    pub before: Estimable,
    pub after: Estimable,
    /// With overlap weights by the score, over the divisor of the others.
    pub weighted: Estimable,
    /// The mean, or the proportion, of treated and controls before, of treated and controls after.
    pub means: [Estimable; 4],
    /// Of treated and controls with overlap weights.
    pub weighted_means: [Estimable; 2],
}

/// Values of a matching's covariates, by covariate, by patient: yes/no as 1 and 0, a code as its position in its list.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Covariates {
    pub score: Vec<Vec<Option<f64>>>,
    pub exact: Vec<Vec<Option<f64>>>,
    pub balance: Vec<Vec<Option<f64>>>,
}

/// All that a matching reads of the patients.
pub struct Given<'a> {
    /// By patient of the whole study, the index of the arm.
    pub arms: &'a [Option<usize>],
    /// In key order.
    pub among: &'a [usize],
    /// Those over whom the deviation of the score is that of the caliper, in key order.
    pub caliper_over: &'a [usize],
    pub covariates: Covariates,
}

/// Carries out a matching.
pub fn run(matching: &FlatMatching, given: Given) -> Matched {
    let among: Vec<usize> = (given.among.iter().copied())
        .filter(|p| [Some(matching.treated), Some(matching.control)].contains(&given.arms[*p]))
        .collect();
    let values = &given.covariates;
    let expand = |list: &[FlatCovariate], values: &[Vec<Option<f64>>]| -> Vec<Term> {
        list.iter().zip(values).flat_map(|(c, v)| terms::terms(c, v, &among)).collect()
    };
    let score_terms = expand(&matching.covariates, &values.score);
    let complete =
        |p: &usize| score_terms.iter().all(|t| t.values[*p].is_some()) && values.exact.iter().all(|v| v[*p].is_some());
    let (inside, left_out): (Vec<usize>, Vec<usize>) = among.iter().partition(|p| complete(p));
    let in_arm =
        |arm: usize| -> Vec<usize> { inside.iter().copied().filter(|p| given.arms[*p] == Some(arm)).collect() };
    let mut matched = Matched {
        treated: in_arm(matching.treated),
        controls: in_arm(matching.control),
        left_out,
        terms: score_terms.clone(),
        covariates: values.clone(),
        ..Matched::default()
    };
    if let Err(reason) = score(matching, &score_terms, &inside, given.arms, &mut matched) {
        matched.failure = Some(reason);
        return matched;
    }
    match caliper(matching, given.caliper_over, &matched) {
        Ok(caliper) => matched.caliper = caliper,
        Err(reason) => {
            matched.failure = Some(NotEstimable::CaliperNotEstimable { because: Box::new(reason) });
            return matched;
        }
    }
    let exact = |p: usize| values.exact.iter().filter_map(|v| v[p]).collect();
    let candidate = |p: &usize| Candidate { patient: *p, score: logit_of(&matched, *p), exact: exact(*p) };
    let treated: Vec<Candidate> = matched.treated.iter().map(candidate).collect();
    let controls: Vec<Candidate> = matched.controls.iter().map(candidate).collect();
    matched.pairs = nearest::nearest(&treated, &controls, matched.caliper);
    let paired: BTreeSet<usize> = matched.pairs.iter().map(|pair| pair.treated).collect();
    matched.unmatched = matched.treated.iter().copied().filter(|p| !paired.contains(p)).collect();
    let mut balance_terms = score_terms;
    for term in expand(&matching.balance, &values.balance) {
        if !balance_terms.iter().any(|t| t.name == term.name) {
            balance_terms.push(term);
        }
    }
    let of_score = matching.balance_of_score.then(|| logit_term(&matched, given.arms.len()));
    let of_score = of_score.map(|logit| Balance { of_score: true, ..balance_of(&logit, &matched) });
    matched.balance = of_score.into_iter().chain(balance_terms.iter().map(|t| balance_of(t, &matched))).collect();
    matched
}

/// The propensity score: logistic regression of the arm on the terms. A term that does not vary among the patients, or
/// follows from those before it, carries no information and is left out of the regression.
fn score(
    matching: &FlatMatching,
    terms: &[Term],
    inside: &[usize],
    arms: &[Option<usize>],
    matched: &mut Matched,
) -> Result<(), NotEstimable> {
    let outcome: Vec<bool> = inside.iter().map(|p| arms[*p] == Some(matching.treated)).collect();
    let columns: Vec<Vec<f64>> = terms.iter().map(|t| inside.iter().filter_map(|p| t.values[*p]).collect()).collect();
    let (fit, used) = informative_fit(&outcome, &columns, terms)?;
    matched.coefficients = vec![("intercept".to_string(), Ok(fit.coefficients[0]))];
    for (index, term) in terms.iter().enumerate() {
        let coefficient = match used.iter().position(|u| *u == index) {
            Some(place) => Ok(fit.coefficients[place + 1]),
            None => Err(NotEstimable::RedundantTerm),
        };
        matched.coefficients.push((term.name.clone(), coefficient));
    }
    matched.deviance = fit.deviance();
    matched.logit = inside.iter().copied().zip(fit.linear_predictor.iter().copied()).collect();
    Ok(())
}

/// The fit on the terms that carry information, and which these are.
fn informative_fit(
    outcome: &[bool],
    columns: &[Vec<f64>],
    terms: &[Term],
) -> Result<(logistic::Fit, Vec<usize>), NotEstimable> {
    let mut used: Vec<usize> = (0..columns.len()).collect();
    loop {
        let chosen: Vec<&[f64]> = used.iter().map(|c| columns[*c].as_slice()).collect();
        match logistic::fit(outcome, &chosen, None) {
            Ok(fit) => return Ok((fit, used)),
            Err(logistic::Failure::Collinear(redundant)) => {
                let redundant = redundant.columns();
                used =
                    used.iter().enumerate().filter(|(place, _)| !redundant.contains(place)).map(|(_, c)| *c).collect();
            }
            Err(failure) => {
                let name = |place: usize| ModelTerm::named(used.get(place).map(|c| terms[*c].name.as_str()));
                return Err(failure.reason(&name));
            }
        }
    }
}

fn logit_of(matched: &Matched, patient: usize) -> f64 {
    let place = matched.logit.binary_search_by_key(&patient, |(p, _)| *p);
    place.map_or(f64::NAN, |i| matched.logit[i].1)
}

/// Caliper in units of the logit: a multiple of its standard deviation (n − 1) over the members with a score; none where
/// the plan sets none. A caliper that cannot be computed is never the absence of one.
fn caliper(matching: &FlatMatching, over: &[usize], matched: &Matched) -> Result<Option<f64>, NotEstimable> {
    let Some(width) = matching.caliper else { return Ok(None) };
    let width = width.to_f64().ok_or(NotEstimable::CaliperWidthInvalid)?;
    let inside = |p: &usize| over.binary_search(p).is_ok();
    let logits: Vec<f64> = matched.logit.iter().filter(|(p, _)| inside(p)).map(|(_, l)| *l).collect();
    match variance(&logits, Kind::Numeric) {
        // Logits that are all equal but for rounding have none, and none of them lies farther away than a tie.
        Ok(variance) if variance.is_finite() => Ok(Some(width * variance.sqrt())),
        _ if logits.len() < 2 => Err(NotEstimable::CaliperFewScores),
        _ => Err(NotEstimable::LogitHasNoDeviation),
    }
}

fn logit_term(matched: &Matched, patients: usize) -> Term {
    let mut values = vec![None; patients];
    for (patient, logit) in &matched.logit {
        values[*patient] = Some(*logit);
    }
    let name = "score".to_string();
    Term {
        covariate: name.clone(),
        name,
        level: None,
        // The plan names no logit: the words of the report do.
        label: String::new(),
        values,
        yes_no: false,
    }
}

/// Patients in whom the term is missing are left out of its difference.
fn balance_of(term: &Term, matched: &Matched) -> Balance {
    let values = |patients: &[usize]| -> Vec<f64> { patients.iter().filter_map(|p| term.values[*p]).collect() };
    let kind = if term.yes_no { Kind::YesNo } else { Kind::Numeric };
    let treated_after: Vec<usize> = matched.pairs.iter().map(|p| p.treated).collect();
    let controls_after: Vec<usize> = matched.pairs.iter().map(|p| p.control).collect();
    let groups = [&matched.treated, &matched.controls, &treated_after, &controls_after].map(|g| values(g));
    let sample = |i: usize| Sample::of(&groups[i]);
    let divisor = pooled_standard_deviation(&groups[0], &groups[1], kind);
    let difference = |a: usize, b: usize| standardised_mean_difference(sample(a), sample(b), divisor.clone()?);
    let weights = [(&matched.treated, true), (&matched.controls, false)].map(|(patients, treated)| -> Vec<f64> {
        let known = patients.iter().filter(|p| term.values[**p].is_some());
        known.filter_map(|p| matched.overlap_weight(*p, treated)).collect()
    });
    let weighted = |i: usize| Sample { values: &groups[i], weights: Some(&weights[i]) };
    let between = |divisor: f64| standardised_mean_difference(weighted(0), weighted(1), divisor);
    Balance {
        name: term.name.clone(),
        characteristic: term.covariate.clone(),
        level: term.level.clone(),
        label: term.label.clone(),
        of_score: false,
        yes_no: term.yes_no,
        before: difference(0, 1),
        after: difference(2, 3),
        weighted: divisor.clone().and_then(between),
        means: [0, 1, 2, 3].map(|i| sample(i).mean()),
        weighted_means: [0, 1].map(|i| weighted(i).mean()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn those_of_all_pairs_stand_in_key_order() {
        let pair = |treated, control| Pair { treated, control, distance: 0.0 };
        let matched = Matched { pairs: vec![pair(4, 0), pair(2, 7)], ..Matched::default() };
        assert_eq!(matched.paired(), [0, 2, 4, 7]);
    }
}
