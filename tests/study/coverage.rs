//! Every number of the expected results is compared with one of ours, or named here as not asked for, with the reason.

use super::*;
use std::collections::BTreeSet;

/// What the specification does not ask for, as a pattern in which `*` stands for anything.
const NOT_ASKED_FOR: &[(&str, &str)] = &[
    ("adjusted.*_naive*", "the plan names the variance robust by pair"),
    ("landmark.*_naive", "the plan names the variance robust by pair or patient"),
    ("surv.*_naive", "the plan names the variance robust by pair or patient"),
    ("*_hc0", "the plan lets the standard error carry the estimation of the score"),
    ("*_corrected", "the plan's McNemar test has no continuity correction"),
    ("*.paired_method8_low", "the plan names Newcombe's method 10"),
    ("*.paired_method8_high", "the plan names Newcombe's method 10"),
    ("*.paired_phi", "a step of the interval, which is compared"),
    ("*.se_jackknife", "the plan names Aalen's standard error"),
    ("*.rmst_diff_p", "no test of the restricted means is asked for; difference, error and interval are compared"),
    ("adjusted.*.p_robust", "no test of a sensitivity analysis decides, and none is printed"),
    ("landmark.*.p_robust", "no test of a sensitivity analysis decides, and none is printed"),
    ("surv.eligible.*.p_robust", "no test of a supplementary analysis decides, and none is printed"),
    ("surv.matched.IPFS.p_robust", "no test of a supplementary analysis decides, and none is printed"),
    ("surv.matched.PFS_NEWLINE.p_robust", "no test of a supplementary analysis decides, and none is printed"),
    ("overlap.cox.*.p", "no test of a supplementary analysis decides, and none is printed"),
    ("time_dependent.*.p", "no test of a sensitivity analysis decides, and none is printed"),
    ("time_dependent.*.se_robust", "nobody has two events: the plan asks for the variance of the model"),
    ("time_dependent.*.events_exposed", "the model counts events, not those of the exposed; its estimate is compared"),
    ("ps.logit.*", "no result of one patient: the coefficients, the pairs and their distances are compared"),
    ("ps.se.*", "nothing rests on the error of a coefficient of the score"),
    ("*ps.sd_logit", "the caliper is 0.2 of it, and is compared"),
    ("ps.n", "the sum of the two arms, which are compared"),
    ("*.agrees_with_matchit", "a note of the independent implementation on itself"),
    ("match.n_pairs_if_caliper_uses_group_pooled_sd", "another caliper than the specification's"),
    ("balance.n_missed", "compared in `what_missed_the_aim`"),
    ("balance.max_abs_smd", "compared in `what_missed_the_aim`"),
    ("lirads.*.evaluable_n", "the denominator is all the treated patients; those assessed are not counted apart"),
];

/// Every expected key that a test of the study compares.
fn compared() -> BTreeSet<String> {
    let lists = [
        of_score_and_balance(),
        of_overlap_in_the_balance(),
        of_what_missed_the_aim(),
        main_analyses::of_progression_by_irecist(),
        main_analyses::of_objective_response_in_the_matched_pairs(),
        main_analyses::of_objective_response_in_the_eligible_cohort(),
        main_analyses::of_objective_response_of_those_assessed(),
        main_analyses::of_the_secondary_comparisons(),
        main_analyses::of_lirads_in_the_treated_arm(),
        main_analyses::of_survival_in_the_matched_pairs(),
        main_analyses::of_survival_in_the_eligible_cohort(),
        further::of_agreement_of_the_readers(),
        further::of_agreements(),
        further::of_progression_censored_at_a_new_line(),
        further::of_curative_treatment_as_a_competing_event(),
        further::of_analyses_adjusted_for_what_missed_balance(),
        further::of_overlap_weights(),
        further::of_landmark_at_day_120(),
        further::of_sirt_as_time_dependent_exposure(),
        further::of_e_value_of_the_primary_result(),
        best_response::of_best_responses_by_arm(),
        best_response::of_downstaging(),
        events::of_tables(),
    ];
    lists.into_iter().flatten().map(|(_, theirs)| theirs).collect()
}

fn fits(pattern: &str, key: &str) -> bool {
    let mut parts = pattern.split('*');
    let Some(mut rest) = parts.next().and_then(|start| key.strip_prefix(start)) else { return false };
    let parts: Vec<&str> = parts.collect();
    let Some((last, middle)) = parts.split_last() else { return rest.is_empty() };
    for part in middle {
        let Some(at) = rest.find(part) else { return false };
        rest = &rest[at + part.len()..];
    }
    rest.ends_with(last)
}

/// Of a term or class that nobody of a population has there is no line of ours: theirs says that it has no patient.
fn of_no_event(key: &str, values: &serde_json::Map<String, Value>) -> bool {
    let line = key.strip_prefix("ae.").and_then(|k| k.rsplit_once('.')).map(|(line, _)| format!("ae.{line}.patients"));
    line.and_then(|patients| values.get(&patients)).and_then(Value::as_f64) == Some(0.0)
}

#[test]
fn every_expected_number_is_compared_or_not_asked_for() {
    let (compared, expected) = (compared(), expected("results.json"));
    let values = expected["values"].as_object().expect("values");
    let excused = |key: &str| NOT_ASKED_FOR.iter().any(|(pattern, _)| fits(pattern, key)) || of_no_event(key, values);
    let left: Vec<&String> = values.keys().filter(|key| !compared.contains(*key) && !excused(key)).collect();
    assert!(
        left.is_empty(),
        "{} are neither:\n{}",
        left.len(),
        left.iter().map(|k| k.as_str()).collect::<Vec<_>>().join("\n")
    );
}

/// A reason that excuses nothing, or something that is compared, is none.
#[test]
fn every_reason_excuses_something_that_is_not_compared() {
    let (compared, expected) = (compared(), expected("results.json"));
    let values = expected["values"].as_object().expect("values");
    for (pattern, reason) in NOT_ASKED_FOR {
        assert!(values.keys().any(|key| fits(pattern, key)), "{pattern} ({reason}) fits no expected number");
        let both = compared.iter().find(|key| fits(pattern, key));
        assert!(both.is_none(), "{pattern} ({reason}) excuses {both:?}, which is compared");
    }
}
