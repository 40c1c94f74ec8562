//! Results that were read from their file, with what their report shows of single patients put back.

use super::{Derived, Results, ScoreOf};
use std::collections::BTreeSet;

impl Results {
    /// What the run had in memory for its report: the patients of the figures, the scores of the matchings, the first reading of
    /// each row of the rules. All of it is in `patients.jsonl`, and in `results.json` none.
    pub fn restored(mut self, derived: &Derived) -> Results {
        for drawn in &derived.drawn {
            let figure = drawn.place.checked_sub(1).and_then(|place| self.report.figures.get_mut(place));
            if let Some(figure) = figure {
                figure.patients.push(drawn.shown.clone());
            }
        }
        self.rule_examples = derived.examples.clone();
        self.scores = scores(derived);
        self
    }
}

/// By matching in the order of the plan, and of each by arm, the smallest first.
fn scores(derived: &Derived) -> Vec<ScoreOf> {
    let paired: BTreeSet<(&str, &str)> = derived
        .pairs
        .iter()
        .flat_map(|pair| [&pair.treated, &pair.control].map(|patient| (pair.matching.as_str(), patient.as_str())))
        .collect();
    let score = |of: &super::Score| ScoreOf {
        matching: of.matching.clone(),
        arm: of.arm.clone(),
        logit: of.logit,
        paired: paired.contains(&(of.matching.as_str(), of.patient.as_str())),
    };
    let mut scores: Vec<ScoreOf> = derived.scores.iter().map(score).collect();
    for of_matching in scores.chunk_by_mut(|a, b| a.matching == b.matching) {
        of_matching.sort_by(ScoreOf::in_order);
    }
    scores
}
