//! Greedy nearest-neighbour matching without replacement, one control for each treated patient.

use std::collections::{BTreeMap, BTreeSet};

/// A treated patient, the control nearest to it, and the distance between them on the scale matched on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pair {
    pub treated: usize,
    pub control: usize,
    pub distance: f64,
}

/// A patient to be matched. Patients are numbered in key order, so that ties are settled by the pseudonym.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    pub patient: usize,
    /// Logit of the propensity score.
    pub score: f64,
    /// What must be equal within a pair.
    pub exact: Vec<f64>,
}

/// Two logits, two distances, a distance and the caliper are equal where they differ by no more than this, times the size
/// of the largest logit where that is above 1. A logit is computed: what a plan declares a tie is one in whatever unit a
/// covariate is measured. On the scale of the probability it is less than 10⁻⁹.
pub const TIE: f64 = 1e-9;

/// Treated patients are taken by decreasing score, ties by their number; each takes the nearest control left that is equal
/// in `exact` and not farther than the caliper, of several at the same distance the one with the smallest number
/// (Rosenbaum PR, Rubin DB. Am Stat 1985;39:33–38; Austin PC. Pharm Stat 2011;10:150–161). Ties are those of [`TIE`].
pub fn nearest(treated: &[Candidate], controls: &[Candidate], caliper: Option<f64>) -> Vec<Pair> {
    let largest = treated.iter().chain(controls).fold(1.0, |most: f64, c| most.max(c.score.abs()));
    let tie = TIE * largest;
    let mut strata: BTreeMap<Vec<u64>, Left> = BTreeMap::new();
    for control in controls {
        strata.entry(stratum(control)).or_default().by_score.push(control);
    }
    strata.values_mut().for_each(Left::order);
    let mut pairs = vec![];
    for one in by_decreasing_score(treated, tie) {
        let control = strata.get_mut(&stratum(one)).and_then(|left| left.take(one.score, caliper, tie));
        if let Some(control) = control {
            let distance = (one.score - control.score).abs();
            pairs.push(Pair { treated: one.patient, control: control.patient, distance });
        }
    }
    pairs
}

/// What must be equal, as a key; the two zeros are one.
fn stratum(candidate: &Candidate) -> Vec<u64> {
    candidate.exact.iter().map(|value| (value + 0.0).to_bits()).collect()
}

/// The controls of one stratum.
#[derive(Default)]
struct Left<'a> {
    by_score: Vec<&'a Candidate>,
    /// Places of those that are left, in ascending order of the score.
    places: BTreeSet<usize>,
}

impl<'a> Left<'a> {
    fn order(&mut self) {
        self.by_score.sort_by(|a, b| a.score.total_cmp(&b.score));
        self.places = (0..self.by_score.len()).collect();
    }

    /// The nearest within the caliper, of those that tie the smallest number; it is left no more.
    fn take(&mut self, score: f64, caliper: Option<f64>, tie: f64) -> Option<&'a Candidate> {
        let distance = |place: &usize| (score - self.by_score[*place].score).abs();
        let start = self.by_score.partition_point(|control| control.score < score);
        let (above, below) = (|| self.places.range(start..), || self.places.range(..start).rev());
        let least = above().next().into_iter().chain(below().next()).map(distance).fold(f64::INFINITY, f64::min);
        let most = caliper.map_or(f64::INFINITY, |caliper| caliper + tie).min(least + tie);
        // On either side the distance grows with the place.
        let near = |place: &&usize| distance(place) <= most;
        let tied = above().take_while(near).chain(below().take_while(near));
        let chosen = tied.copied().min_by_key(|place| self.by_score[*place].patient)?;
        self.places.remove(&chosen);
        Some(self.by_score[chosen])
    }
}

/// The highest score first; those that tie with the highest of them by number, and so on.
fn by_decreasing_score(candidates: &[Candidate], tie: f64) -> Vec<&Candidate> {
    let mut order: Vec<&Candidate> = candidates.iter().collect();
    order.sort_by(|a, b| b.score.total_cmp(&a.score));
    let mut start = 0;
    while start < order.len() {
        let lowest = order[start].score - tie;
        let end = start + 1 + order[start + 1..].iter().take_while(|c| c.score >= lowest).count();
        order[start..end].sort_by_key(|c| c.patient);
        start = end;
    }
    order
}

#[cfg(test)]
mod tests {
    use super::*;

    fn candidates(list: &[(usize, f64, f64)]) -> Vec<Candidate> {
        list.iter().map(|&(patient, score, stage)| Candidate { patient, score, exact: vec![stage] }).collect()
    }

    fn ids(pairs: &[Pair]) -> Vec<(usize, usize)> {
        pairs.iter().map(|p| (p.treated, p.control)).collect()
    }

    #[test]
    fn the_highest_score_chooses_first() {
        let treated = candidates(&[(0, 0.2, 1.0), (1, 0.5, 1.0)]);
        let controls = candidates(&[(2, 0.4, 1.0), (3, -0.4, 1.0)]);
        assert_eq!(ids(&nearest(&treated, &controls, None)), [(1, 2), (0, 3)]);
    }

    #[test]
    fn ties_are_settled_by_the_smaller_number() {
        let treated = candidates(&[(5, 1.0, 1.0), (4, 1.0, 1.0)]);
        let controls = candidates(&[(9, 1.5, 1.0), (8, 0.5, 1.0)]);
        assert_eq!(ids(&nearest(&treated, &controls, None)), [(4, 8), (5, 9)]);
    }

    #[test]
    fn the_caliper_includes_its_limit_and_stages_are_not_mixed() {
        let treated = candidates(&[(0, 1.0, 1.0), (1, 0.0, 2.0)]);
        let controls = candidates(&[(2, 0.75, 1.0), (3, 0.0, 1.0)]);
        assert_eq!(ids(&nearest(&treated, &controls, Some(0.25))), [(0, 2)]);
        assert_eq!(ids(&nearest(&treated, &controls, Some(0.2))), []);
    }

    #[test]
    fn rounding_breaks_no_tie() {
        let e = 4.0 * f64::EPSILON;
        let treated = candidates(&[(5, 1.0 + e, 1.0), (4, 1.0, 1.0), (3, -0.0, 1.0), (2, 0.0, 1.0)]);
        let controls = candidates(&[(9, 1.5, 1.0), (8, 0.5 - e, 1.0), (7, 0.25, 1.0), (6, -0.25 - e, 1.0)]);
        assert_eq!(ids(&nearest(&treated, &controls, Some(0.5))), [(4, 8), (5, 9), (2, 6), (3, 7)]);
    }

    /// As the rule is written: every control left is looked at for every treated patient.
    fn naive(treated: &[Candidate], controls: &[Candidate], caliper: Option<f64>) -> Vec<(usize, usize)> {
        let tie = TIE * treated.iter().chain(controls).fold(1.0, |most: f64, c| most.max(c.score.abs()));
        let (mut left, mut pairs) = (controls.to_vec(), vec![]);
        left.sort_by_key(|c| c.patient);
        for one in by_decreasing_score(treated, tie) {
            let distance = |c: &Candidate| (one.score - c.score).abs();
            let allowed = |c: &Candidate| c.exact == one.exact && caliper.is_none_or(|most| distance(c) <= most + tie);
            let least = left.iter().filter(|c| allowed(c)).map(distance).fold(f64::INFINITY, f64::min);
            if let Some(place) = left.iter().position(|c| allowed(c) && distance(c) <= least + tie) {
                pairs.push((one.patient, left.remove(place).patient));
            }
        }
        pairs
    }

    #[test]
    fn pairs_are_those_of_looking_at_every_control() {
        let mut state = 12_u64;
        let mut whole = |below: u64| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) % below
        };
        for round in 0..200 {
            // Few scores, so that many tie, some by rounding only.
            let list: Vec<(usize, f64, f64)> = (0..60)
                .map(|patient| (patient, whole(25) as f64 / 10.0 - 1.2 + whole(3) as f64 * 4e-10, whole(3) as f64))
                .collect();
            let (treated, controls) = candidates(&list).into_iter().partition::<Vec<_>, _>(|_| whole(3) == 0);
            let caliper = [None, Some(0.0), Some(0.1), Some(0.3)][round % 4];
            assert_eq!(
                ids(&nearest(&treated, &controls, caliper)),
                naive(&treated, &controls, caliper),
                "round {round}"
            );
        }
    }
}
