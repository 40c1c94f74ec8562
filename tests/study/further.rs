//! Agreement of the readers, and the sensitivity and supplementary analyses.

use super::{CRITERIA, arm, close, compare, expected, measured, paired, real, response, results, survival};
use prespec::number::Number;
use prespec::results::Curve;

#[test]
fn agreement_of_the_readers() {
    let mut list = vec![];
    let weights = [("none", "unweighted"), ("linear", "linear"), ("quadratic", "quadratic")];
    let measured = measured();
    for (population, (point, named)) in
        ["eligible", "matched"].iter().flat_map(|p| measured.iter().map(move |m| (p, m)))
    {
        let agreement = if point.starts_with("irecist") { "between_readers_irecist" } else { "between_readers" };
        let theirs = format!("kappa.{population}.{named}");
        for (ours, key) in weights {
            let ours = format!("{agreement}.{point}.{population}.kappa.{ours}");
            list.push((format!("{ours}.n"), format!("{theirs}.n")));
            list.push((format!("{ours}.estimate"), format!("{theirs}.{key}")));
            for (a, b) in [("standard_error", "se"), ("lower", "low"), ("upper", "high")] {
                list.push((format!("{ours}.{a}"), format!("{theirs}.{key}_{b}")));
            }
        }
    }
    compare(&list);
    let agree = expected("results.json")["values"]["kappa.eligible.RECIST11.M6.agree"].as_f64();
    let found = |statistic: &str| real(&format!("between_readers.recist.M6.eligible.kappa.none.{statistic}"));
    let (share, n) = (found("observed_agreement"), found("n"));
    assert!(close(share.zip(n).map(|(share, n)| share * n), agree));
}

#[test]
fn progression_censored_at_a_new_line() {
    let list = survival("progression_new_line", "PFS_NEWLINE", "matched");
    compare(&list.into_iter().filter(|(ours, _)| !ours.ends_with("cox.efron.p_value")).collect::<Vec<_>>());
}

#[test]
fn curative_treatment_as_a_competing_event() {
    let mut list = vec![];
    for (analysis, population) in [("progression_curative", "matched"), ("progression_curative_eligible", "eligible")] {
        for (cause, group) in ["event", "curative"].iter().flat_map(|c| ["SIRT", "CONTROL"].map(|g| (c, g))) {
            for day in [91, 183, 274, 365] {
                let ours = format!("{analysis}.aalen_johansen.aalen.{}.{cause}.{day}", arm(group));
                let theirs = format!("aj.{population}.{group}.{cause}.{day}");
                list.push((format!("{ours}.incidence"), format!("{theirs}.cif")));
                list.push((format!("{ours}.standard_error"), format!("{theirs}.se_aalen")));
            }
        }
        for cause in ["event", "curative"] {
            list.push((format!("{analysis}.gray.{cause}.chi_squared"), format!("aj.{population}.gray_chi2.{cause}")));
            list.push((format!("{analysis}.gray.{cause}.p_value"), format!("aj.{population}.gray_p.{cause}")));
        }
    }
    compare(&list);
}

#[test]
fn analyses_adjusted_for_what_missed_balance() {
    let mut list = vec![];
    for (analysis, endpoint) in [("progression_adjusted", "PFS"), ("survival_adjusted", "OS")] {
        let (ours, theirs) = (format!("{analysis}.cox.efron"), format!("adjusted.{endpoint}"));
        for (a, b) in [
            ("hazard_ratio", "hr"),
            ("log_hazard_ratio", "log_hr"),
            ("standard_error", "se_robust"),
            ("lower", "hr_low_robust"),
            ("upper", "hr_high_robust"),
        ] {
            list.push((format!("{ours}.{a}"), format!("{theirs}.{b}")));
        }
        for (term, key) in [("age", "age"), ("ecog", "ecog"), ("sex.M", "sexe_M"), ("largest", "taille_max")] {
            list.push((format!("{ours}.{term}.log_hazard_ratio"), format!("{theirs}.coef.{key}")));
            list.push((format!("{ours}.{term}.standard_error"), format!("{theirs}.coef_se_robust.{key}")));
        }
    }
    let (ours, theirs) = ("primary_adjusted.recist.M6.logistic", "adjusted.ORR.RECIST11.M6");
    for (a, b) in [
        ("odds_ratio", "or"),
        ("log_odds_ratio", "log_or"),
        ("standard_error", "se_robust"),
        ("lower", "or_low_robust"),
        ("upper", "or_high_robust"),
        ("age.log_odds_ratio", "coef.age"),
        ("sex.M.standard_error", "coef_se_robust.sexe_M"),
    ] {
        list.push((format!("{ours}.{a}"), format!("{theirs}.{b}")));
    }
    compare(&list);
    let none_other = |id: &str| results().records.iter().all(|r| r.id != id);
    assert!(none_other("survival_adjusted.cox.efron.child_pugh.log_hazard_ratio"));
}

#[test]
fn overlap_weights() {
    let mut list = vec![];
    for (point, theirs) in measured() {
        let ours = format!("response_overlap.{point}.weighted_risk_difference.overlap");
        let theirs = format!("overlap.orr.{theirs}");
        for (a, b) in [
            ("estimate", "diff"),
            ("standard_error", "se_stacked"),
            ("lower", "low_stacked"),
            ("upper", "high_stacked"),
        ] {
            list.push((format!("{ours}.{a}"), format!("{theirs}.{b}")));
        }
    }
    for (analysis, endpoint) in [("progression_overlap", "PFS"), ("survival_overlap", "OS")] {
        let (ours, theirs) = (format!("{analysis}.cox.efron"), format!("overlap.cox.{endpoint}"));
        for (a, b) in [
            ("hazard_ratio", "hr"),
            ("log_hazard_ratio", "log_hr"),
            ("standard_error", "se_robust"),
            ("lower", "hr_low"),
            ("upper", "hr_high"),
        ] {
            list.push((format!("{ours}.{a}"), format!("{theirs}.{b}")));
        }
    }
    compare(&list);
}

/// Cox model, log-rank test and proportional hazards of a landmark analysis.
fn landmark(analysis: &str, theirs: &str) -> Vec<(String, String)> {
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
    list.map(|(a, b)| (format!("{analysis}.{a}"), format!("{theirs}.{b}"))).into()
}

#[test]
fn landmark_at_day_120() {
    let mut list = vec![];
    for (analysis, key) in [
        ("progression_landmark", "rematched.PFS"),
        ("survival_landmark", "rematched.OS"),
        ("progression_landmark_unmatched", "eligible.PFS"),
        ("survival_landmark_unmatched", "eligible.OS"),
    ] {
        list.extend(landmark(analysis, &format!("landmark.{key}")));
    }
    for (ours, theirs) in CRITERIA {
        let (ours, theirs) = (format!("{ours}.M6"), format!("ORR.{theirs}.M6"));
        let rematched = format!("landmark.rematched.{theirs}");
        list.extend(response(&format!("response_landmark.{ours}"), &rematched));
        list.extend(
            paired(&format!("response_landmark.{ours}"), &rematched)
                .into_iter()
                .filter(|(ours, _)| !ours.contains("asymptotic")),
        );
        list.extend(response(&format!("response_landmark_unmatched.{ours}"), &format!("landmark.eligible.{theirs}")));
    }
    compare(&list);
}

#[test]
fn sirt_as_time_dependent_exposure() {
    let mut list = vec![];
    for (analysis, endpoint) in [("progression_exposure", "PFS"), ("survival_exposure", "OS")] {
        let (ours, theirs) = (format!("{analysis}.cox.efron"), format!("time_dependent.{endpoint}"));
        for (a, b) in [
            ("intervals", "intervals"),
            ("hazard_ratio", "hr"),
            ("log_hazard_ratio", "log_hr"),
            ("standard_error", "se_naive"),
            ("lower", "hr_low"),
            ("upper", "hr_high"),
        ] {
            list.push((format!("{ours}.{a}"), format!("{theirs}.{b}")));
        }
    }
    compare(&list);
    // The rows of an exposure are intervals; one of the 146 patients has no assessed examination, and no time to progression.
    let id = |analysis: &str, of: &str| format!("{analysis}.{of}");
    for (analysis, n, without) in [("progression_exposure", 145, 1), ("survival_exposure", 146, 0)] {
        for (id, n) in [(id(analysis, "cox.efron.n"), n), (id(analysis, "left_out.no_time"), without)] {
            let record = results().records.iter().find(|r| r.id == id).unwrap_or_else(|| panic!("{id}"));
            assert_eq!(record.value, Number::Count(n), "{id}");
        }
    }
}

#[test]
fn a_competing_event_is_not_censored() {
    // 32 patients with SIRT: 19 with progression or death, 6 with a curative treatment first, 2 censored before day 365, 5 then.
    let curves = &results().curves;
    let of = |cause: &str| {
        let own = |c: &&Curve| c.analysis == "progression_curative" && c.group == "sirt_io";
        curves.iter().filter(own).find(|c| c.cause.as_deref() == Some(cause)).expect("a curve")
    };
    let sum = |counts: &[usize]| counts.iter().sum::<usize>();
    let (event, curative) = (of("event"), of("curative"));
    assert_eq!((sum(&event.events), sum(&event.competing), sum(&event.censored)), (19, 6, 7));
    assert_eq!((sum(&curative.events), sum(&curative.competing), sum(&curative.censored)), (6, 19, 7));
    let before = event.time.iter().take_while(|t| **t < 365.0).count();
    assert_eq!((sum(&event.competing[..before]), sum(&event.censored[..before])), (6, 2));
}

#[test]
fn e_value_of_the_primary_result() {
    let ours = |statistic: &str| format!("primary_confounder.recist.M6.risk_ratio.{statistic}");
    let list = [
        ("estimate", "rr"),
        ("lower", "rr_low"),
        ("upper", "rr_high"),
        ("e_value", "point"),
        ("e_value_of_limit", "ci"),
    ];
    compare(&list.map(|(a, b)| (ours(a), format!("evalue.{b}"))));
}
