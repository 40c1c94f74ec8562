//! In which attributes of its estimand an analysis differs from the one beside which it stands, read off the plans by hand.

use super::support::{results_in, run_on};
use prespec::results::{Attribute, Results};
use std::path::Path;

fn differs<'r>(results: &'r Results, analysis: &str) -> Option<(&'r str, &'r [Attribute])> {
    let info = results.analyses.iter().find(|a| a.name == analysis).expect("an analysis");
    info.differs.as_ref().map(|differs| (differs.from.as_str(), differs.attributes.as_slice()))
}

#[test]
fn of_a_trial_of_three_arms() {
    let results = run_on("adam", &Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/plans/adam/data"));
    let of = |analysis| differs(&results, analysis);
    assert_eq!(of("survival_high"), None);
    assert_eq!(of("survival_low"), Some(("survival_high", &[Attribute::Treatments][..])));
    assert_eq!(of("progression_high"), Some(("survival_high", &[Attribute::Variable][..])));
    assert_eq!(of("survival_stratified"), Some(("survival_high", &[][..])));
}

#[test]
fn of_the_study() {
    use Attribute::{Meeting, Population, Strategy, Summary, Variable};
    let results = results_in("plans/sirt-hcc");
    let of = |analysis| differs(&results, analysis);
    let new_line = Strategy("New anticancer treatment".to_string());
    let death = Strategy("Death of any cause".to_string());
    for (analysis, expected) in [
        ("primary", None),
        ("response", Some(("primary", vec![Variable]))),
        ("progression_unmatched", Some(("progression", vec![Population]))),
        // The one that it is like is of another endpoint.
        ("survival_adjusted", Some(("survival", vec![Summary]))),
        ("survival_landmark", Some(("survival", vec![Population, Variable]))),
        ("progression_overlap", Some(("progression", vec![Population]))),
        ("primary_adjusted", Some(("primary", vec![Summary]))),
        ("progression_new_line", Some(("progression", vec![new_line, Meeting]))),
        ("response_assessed", Some(("primary", vec![Variable, death, Meeting]))),
        // No primary or secondary analysis is of its endpoint.
        ("progression_irecist_unmatched", Some(("progression_irecist", vec![Population]))),
    ] {
        let expected = expected.as_ref().map(|(from, attributes)| (*from, attributes.as_slice()));
        assert_eq!(of(analysis), expected, "{analysis}");
    }
}
