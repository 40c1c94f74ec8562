//! The methods that a matching uses by itself, and no plan calls by name.

/// The method of every matching: a nearest neighbour on the propensity score.
pub const NEAREST: &str = "nearest";
/// The model of every propensity score: a logistic regression of the arm.
pub const PROPENSITY_SCORE: &str = "propensity_score";
/// The weights that an analysis takes from the score: 1 − e for the treated, e for controls.
pub const OVERLAP_WEIGHTS: &str = "overlap_weights";
