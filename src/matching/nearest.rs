//! Greedy nearest-neighbour matching without replacement, one control for each treated patient.

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
    let mut left: Vec<&Candidate> = controls.iter().collect();
    left.sort_by_key(|c| c.patient);
    let mut pairs = vec![];
    for one in by_decreasing_score(treated, tie) {
        let distance = |control: &Candidate| (one.score - control.score).abs();
        let allowed =
            |control: &&&Candidate| control.exact == one.exact && caliper.is_none_or(|c| distance(control) <= c + tie);
        let least = left.iter().filter(allowed).map(|c| distance(c)).fold(f64::INFINITY, f64::min);
        let chosen = left.iter().position(|c| allowed(&c) && distance(c) <= least + tie);
        if let Some(place) = chosen {
            let control = left.remove(place);
            pairs.push(Pair { treated: one.patient, control: control.patient, distance: distance(control) });
        }
    }
    pairs
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
}
