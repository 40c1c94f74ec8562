//! The response and survival: proportions, differences, tests, curves and models.

use super::*;

/// Proportions, differences and tests of the objective response: `prefix` of ours, population and timepoint of theirs.
pub fn response(prefix: &str, theirs: &str) -> Vec<(String, String)> {
    let mut list = vec![];
    for group in ["SIRT", "CONTROL"] {
        let ours = format!("{prefix}.proportion.clopper_pearson.{}", arm(group));
        list.extend(proportion(&ours, &format!("{theirs}.{group}")));
    }
    let more = [
        ("risk_difference.newcombe_hybrid_score.estimate", "diff"),
        ("risk_difference.newcombe_hybrid_score.lower", "newcombe_low"),
        ("risk_difference.newcombe_hybrid_score.upper", "newcombe_high"),
        ("fisher_exact.p_value", "fisher_p"),
        ("fisher_exact.estimate", "fisher_or"),
        ("fisher_exact.lower", "fisher_or_low"),
        ("fisher_exact.upper", "fisher_or_high"),
    ];
    list.extend(beside(prefix, theirs, more));
    list
}

/// Responders, their proportion and its exact interval.
fn proportion(ours: &str, theirs: &str) -> Compared {
    let names = [("responders", "x"), ("n", "n"), ("estimate", "rate"), ("lower", "cp_low"), ("upper", "cp_high")];
    beside(ours, theirs, names)
}

pub fn paired(prefix: &str, theirs: &str) -> Vec<(String, String)> {
    let list = [
        ("risk_difference.newcombe_paired.estimate", "paired_diff"),
        ("risk_difference.newcombe_paired.lower", "paired_newcombe_low"),
        ("risk_difference.newcombe_paired.upper", "paired_newcombe_high"),
        ("mcnemar.exact.p_value", "exact_p"),
        ("mcnemar.asymptotic.p_value", "p"),
        ("mcnemar.asymptotic.chi_squared", "chi2"),
        ("risk_difference.newcombe_paired.both", "both"),
        ("risk_difference.newcombe_paired.first_only", "sirt_only"),
        ("risk_difference.newcombe_paired.second_only", "control_only"),
        ("risk_difference.newcombe_paired.neither", "neither"),
    ];
    beside(prefix, theirs, list)
}

pub fn of_objective_response_in_the_matched_pairs() -> Compared {
    let mut list = vec![];
    for (ours, theirs) in measured() {
        let analysis = if ours == "recist.M6" { "primary" } else { "response" };
        let prefix = format!("{analysis}.{ours}");
        list.extend(response(&prefix, &format!("orr.matched.{theirs}")));
        list.extend(paired(&prefix, &format!("mcnemar.{theirs}")));
    }
    list
}

#[test]
fn objective_response_in_the_matched_pairs() {
    compare(&of_objective_response_in_the_matched_pairs());
}

pub fn of_objective_response_in_the_eligible_cohort() -> Compared {
    let one = |(ours, theirs): (String, String)| {
        response(&format!("response_unmatched.{ours}"), &format!("orr.eligible.{theirs}"))
    };
    measured().into_iter().flat_map(one).collect::<Vec<_>>()
}

#[test]
fn objective_response_in_the_eligible_cohort() {
    compare(&of_objective_response_in_the_eligible_cohort());
}

pub fn of_objective_response_of_those_assessed() -> Compared {
    let mut list = vec![];
    for (analysis, population) in [("response_assessed", "matched"), ("response_assessed_eligible", "eligible")] {
        for (ours, theirs) in measured() {
            list.extend(response(&format!("{analysis}.{ours}"), &format!("orr_evaluable.{population}.{theirs}")));
        }
    }
    list
}

#[test]
fn objective_response_of_those_assessed() {
    compare(&of_objective_response_of_those_assessed());
}

pub fn of_the_secondary_comparisons() -> Compared {
    let secondary = measured().into_iter().filter(|(ours, _)| ours != "recist.M6");
    secondary
        .map(|(ours, theirs)| (format!("secondary_response.response.{ours}.p_value"), format!("holm.{theirs}")))
        .collect()
}

#[test]
fn the_secondary_comparisons_are_adjusted_together() {
    assert_eq!(of_the_secondary_comparisons().len(), 11);
    compare(&of_the_secondary_comparisons());
}

pub fn of_lirads_in_the_treated_arm() -> Compared {
    let mut list = vec![];
    for (analysis, theirs) in [
        ("lirads_response", "matched.POINT.responder"),
        ("lirads_response_eligible", "eligible.POINT.responder"),
        ("lirads_equivocal", "matched.POINT.responder_or_equivocal"),
        ("lirads_equivocal_eligible", "eligible.POINT.responder_or_equivocal"),
    ] {
        for point in ["M3", "M6", "M9", "M12"] {
            let theirs = format!("lirads.{}", theirs.replace("POINT", point));
            let ours = format!("{analysis}.lirads.{point}.proportion.clopper_pearson");
            list.extend(proportion(&ours, &theirs));
        }
    }
    list
}

#[test]
fn lirads_in_the_treated_arm() {
    compare(&of_lirads_in_the_treated_arm());
}

/// Cox model, log-rank test and proportional hazards.
pub fn hazards(analysis: &str, theirs: &str) -> Compared {
    let list = [
        ("cox.efron.hazard_ratio", "hr"),
        ("cox.efron.log_hazard_ratio", "log_hr"),
        ("cox.efron.standard_error", "se_robust"),
        ("cox.efron.lower", "hr_low_robust"),
        ("cox.efron.upper", "hr_high_robust"),
        ("log_rank.equal.chi_squared", "logrank_chi2"),
        ("log_rank.equal.p_value", "logrank_p"),
        ("proportional_hazards.km.chi_squared", "zph_chi2"),
        ("proportional_hazards.km.p_value", "zph_p"),
    ];
    beside(analysis, theirs, list)
}

pub fn survival(analysis: &str, endpoint: &str, population: &str) -> Vec<(String, String)> {
    let theirs = format!("surv.{population}.{endpoint}");
    let mut list = vec![];
    for group in ["SIRT", "CONTROL"] {
        let curve = format!("{analysis}.kaplan_meier.log_log.{}", arm(group));
        let key = format!("{theirs}.{group}");
        let plain = [
            ("n", "n"),
            ("events", "events"),
            ("median", "median"),
            ("median_lower", "median_low"),
            ("median_upper", "median_high"),
        ];
        list.extend(beside(&curve, &key, plain));
        for day in [91, 183, 274, 365] {
            let at = [
                ("survival", "surv"),
                ("standard_error", "se"),
                ("lower", "low"),
                ("upper", "high"),
                ("at_risk", "at_risk"),
            ];
            list.extend(beside(&format!("{curve}.{day}"), &format!("{key}.km{day}"), at));
        }
        let rmst = [("estimate", "rmst"), ("standard_error", "rmst_se")];
        list.extend(beside(&format!("{analysis}.rmst.difference.{}", arm(group)), &key, rmst));
    }
    list.extend(hazards(analysis, &theirs));
    let means = [
        ("difference", "rmst_diff"),
        ("standard_error", "rmst_diff_se"),
        ("lower", "rmst_diff_low"),
        ("upper", "rmst_diff_high"),
    ];
    list.extend(beside(&format!("{analysis}.rmst.difference"), &theirs, means));
    if ["progression", "survival"].contains(&analysis) {
        list.push((format!("{analysis}.cox.efron.p_value"), format!("{theirs}.p_robust")));
    }
    list
}

pub fn of_survival_in_the_matched_pairs() -> Compared {
    [survival("progression", "PFS", "matched"), survival("survival", "OS", "matched")].concat()
}

#[test]
fn survival_in_the_matched_pairs() {
    compare(&of_survival_in_the_matched_pairs());
}

pub fn of_survival_in_the_eligible_cohort() -> Compared {
    let list = [survival("progression_unmatched", "PFS", "eligible"), survival("survival_unmatched", "OS", "eligible")];
    list.concat()
}

#[test]
fn survival_in_the_eligible_cohort() {
    compare(&of_survival_in_the_eligible_cohort());
}

pub fn of_progression_by_irecist() -> Compared {
    let analyses = [("progression_irecist", "matched"), ("progression_irecist_unmatched", "eligible")];
    analyses.iter().flat_map(|(analysis, population)| survival(analysis, "IPFS", population)).collect()
}

#[test]
fn progression_by_irecist() {
    compare(&of_progression_by_irecist());
}
