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

/// Treated patients are taken by decreasing score, ties by their number; each takes the nearest control left that is equal
/// in `exact` and not farther than the caliper, of two at the same distance the one with the smaller number
/// (Rosenbaum PR, Rubin DB. Am Stat 1985;39:33–38; Austin PC. Pharm Stat 2011;10:150–161).
pub fn nearest(treated: &[Candidate], controls: &[Candidate], caliper: Option<f64>) -> Vec<Pair> {
    let mut order: Vec<&Candidate> = treated.iter().collect();
    order.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.patient.cmp(&b.patient)));
    let mut left: Vec<&Candidate> = controls.iter().collect();
    left.sort_by_key(|c| c.patient);
    let mut pairs = vec![];
    for one in order {
        let mut best: Option<(f64, usize)> = None;
        for (place, control) in left.iter().enumerate() {
            let distance = (one.score - control.score).abs();
            let allowed = control.exact == one.exact && caliper.is_none_or(|c| distance <= c);
            if allowed && best.is_none_or(|(d, _)| distance < d) {
                best = Some((distance, place));
            }
        }
        if let Some((distance, place)) = best {
            let control = left.remove(place).patient;
            pairs.push(Pair { treated: one.patient, control, distance });
        }
    }
    pairs
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
}
