//! How completely patients were followed.
//!
//! Clark, Altman and De Stavola, Lancet 2002;359:1309: the time that was observed, as a share of the time that could have been.

use crate::number::{Estimable, NotEstimable};

/// A patient, in one unit of time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Followed {
    /// From the beginning to the event, or to the end of observation.
    pub observed: f64,
    pub event: bool,
    /// From the beginning to the last day on which the patient could have been observed.
    pub possible: f64,
    pub weight: f64,
}

/// Clark's C: Σ w · observed / Σ w · possible, from 0 to 1. After the event nothing is left to be observed: whoever had it could
/// be followed up to it and was, and counts in both sums with the time to it. Whoever had not could be followed for `possible`.
///
/// None where a patient was observed for longer than was possible, or where nobody could be followed for any time.
pub fn completeness(patients: impl Iterator<Item = Followed>) -> Estimable {
    let (mut observed, mut possible) = (vec![], vec![]);
    for patient in patients {
        if patient.observed > patient.possible {
            return Err(NotEstimable::PossibleFollowUpUnknown);
        }
        observed.push(patient.weight * patient.observed);
        possible.push(patient.weight * if patient.event { patient.observed } else { patient.possible });
    }
    let any = !observed.is_empty();
    let (observed, possible) = (sum(observed), sum(possible));
    match (any, possible > 0.0) {
        (false, _) => Err(NotEstimable::NoPatient),
        (true, false) => Err(NotEstimable::NoTimeAtRisk),
        (true, true) => Ok(observed / possible),
    }
}

/// Whatever the order in which the terms come.
fn sum(mut terms: Vec<f64>) -> f64 {
    terms.sort_unstable_by(f64::total_cmp);
    terms.iter().sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(patients: &[(f64, bool, f64)]) -> Estimable {
        let one = |&(observed, event, possible): &(f64, bool, f64)| Followed { observed, event, possible, weight: 1.0 };
        completeness(patients.iter().map(one))
    }

    /// Dead on day 50, lost on day 100 of 400, followed to the end at 200: 350 of 650 days.
    #[test]
    fn by_hand() {
        assert_eq!(of(&[(50.0, true, 300.0), (100.0, false, 400.0), (200.0, false, 200.0)]), Ok(350.0 / 650.0));
        assert_eq!(of(&[(50.0, true, 300.0), (200.0, false, 200.0)]), Ok(1.0));
        assert_eq!(of(&[(0.0, false, 300.0)]), Ok(0.0));
    }

    #[test]
    fn what_has_none() {
        assert_eq!(of(&[]), Err(NotEstimable::NoPatient));
        assert_eq!(of(&[(0.0, false, 0.0)]), Err(NotEstimable::NoTimeAtRisk));
        assert_eq!(of(&[(5.0, false, 4.0)]), Err(NotEstimable::PossibleFollowUpUnknown));
    }
}
