//! What is decided is told with the number that decides it, and p-values that are adjusted together are told together.

use super::copy::Copy;
use crate::results::{Bound, Decision, MarginDecision, Role, Term};

pub fn tell(copy: &mut Copy) {
    for family in &copy.results.families {
        let of_family = |d: &&Decision| d.family.as_deref() == Some(&family.name);
        let mut members = copy.results.decisions.iter().filter(of_family);
        if members.all(|decision| copy.tells(&decision.p_value)) {
            let adjusted = copy.records(|r| r.analysis == family.name && matches!(r.term, Some(Term::PValue(_))));
            adjusted.into_iter().for_each(|(index, _)| copy.tell(index));
        }
    }
    // What the planned number can show rests on no patient.
    for (index, _) in copy.records(|r| r.role == Role::SampleSize) {
        copy.tell(index);
    }
}

pub fn decisions(copy: &Copy) -> Vec<Decision> {
    let told = |d: &&Decision| copy.tells(d.adjusted.as_ref().unwrap_or(&d.p_value));
    copy.results.decisions.iter().filter(told).cloned().collect()
}

pub fn margins(copy: &Copy) -> Vec<MarginDecision> {
    let told = |bound: &Option<Bound>| bound.as_ref().is_none_or(|bound| copy.tells(&bound.limit));
    copy.results.margins.iter().filter(|m| told(&m.lower) && told(&m.upper)).cloned().collect()
}
