//! Agreement of the readers, and the sensitivity and supplementary analyses.

use super::main_analyses::{hazards, paired, response, survival};
use super::{CRITERIA, Compared, arm, beside, close, compare, expected, measured, number, real, results};
use prespec::number::Number;
use prespec::results::Curve;

pub fn of_agreement_of_the_readers() -> Compared {
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
    list
}

/// Agreement without weights, and the number of examinations on which the readers agree.
pub fn of_agreements() -> Compared {
    let one = |(ours, theirs): (String, String)| {
        let agreement = if ours.starts_with("irecist") { "between_readers_irecist" } else { "between_readers" };
        ["eligible", "matched"]
            .map(|p| (format!("{agreement}.{ours}.{p}.kappa.none"), format!("kappa.{p}.{theirs}.agree")))
    };
    measured().into_iter().flat_map(one).collect()
}

#[test]
fn agreement_of_the_readers() {
    compare(&of_agreement_of_the_readers());
    let values = expected("results.json");
    for (ours, theirs) in of_agreements() {
        let found = |statistic: &str| real(&format!("{ours}.{statistic}"));
        let agree = found("observed_agreement").zip(found("n")).map(|(share, n)| share * n);
        // Nobody was read by both: no share, and none that agree.
        let wanted = number(&values["values"][&theirs]);
        assert!(close(agree.or(Some(0.0)), wanted), "{ours}: {agree:?}, expected {wanted:?}");
    }
}

pub fn of_progression_censored_at_a_new_line() -> Compared {
    let analyses = [("progression_new_line", "matched"), ("progression_new_line_unmatched", "eligible")];
    analyses.iter().flat_map(|(analysis, population)| survival(analysis, "PFS_NEWLINE", population)).collect()
}

#[test]
fn progression_censored_at_a_new_line() {
    compare(&of_progression_censored_at_a_new_line());
}

pub fn of_curative_treatment_as_a_competing_event() -> Compared {
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
    list
}

#[test]
fn curative_treatment_as_a_competing_event() {
    compare(&of_curative_treatment_as_a_competing_event());
}

/// A model adjusted for what missed balance: its ratio and the logarithm of it as both call them, and its coefficients.
fn adjusted(ours: &str, theirs: &str, [ratio, log]: [(&str, &str); 2]) -> Compared {
    let (low, high) = (format!("{}_low_robust", ratio.1), format!("{}_high_robust", ratio.1));
    let names = [ratio, log, ("standard_error", "se_robust"), ("lower", low.as_str()), ("upper", high.as_str())];
    let mut list = beside(ours, theirs, names);
    for (term, key) in [("age", "age"), ("ecog", "ecog"), ("sex.M", "sexe_M"), ("largest", "taille_max")] {
        list.push((format!("{ours}.{term}.{}", log.0), format!("{theirs}.coef.{key}")));
        list.push((format!("{ours}.{term}.standard_error"), format!("{theirs}.coef_se_robust.{key}")));
    }
    list
}

pub fn of_analyses_adjusted_for_what_missed_balance() -> Compared {
    let cox = [("hazard_ratio", "hr"), ("log_hazard_ratio", "log_hr")];
    let logistic = [("odds_ratio", "or"), ("log_odds_ratio", "log_or")];
    let lists = [
        adjusted("progression_adjusted.cox.efron", "adjusted.PFS", cox),
        adjusted("survival_adjusted.cox.efron", "adjusted.OS", cox),
        adjusted("primary_adjusted.recist.M6.logistic", "adjusted.ORR.RECIST11.M6", logistic),
    ];
    lists.concat()
}

#[test]
fn analyses_adjusted_for_what_missed_balance() {
    compare(&of_analyses_adjusted_for_what_missed_balance());
    let none_other = |id: &str| results().records.iter().all(|r| r.id != id);
    assert!(none_other("survival_adjusted.cox.efron.child_pugh.log_hazard_ratio"));
}

pub fn of_overlap_weights() -> Compared {
    let mut list = vec![];
    for (point, theirs) in measured() {
        let ours = format!("response_overlap.{point}.weighted_risk_difference.overlap");
        let theirs = format!("overlap.orr.{theirs}");
        list.extend(beside(
            &ours,
            &theirs,
            [
                ("estimate", "diff"),
                ("standard_error", "se_stacked"),
                ("lower", "low_stacked"),
                ("upper", "high_stacked"),
            ],
        ));
        for group in ["SIRT", "CONTROL"] {
            let own = format!("{ours}.{}", arm(group));
            list.push((format!("{own}.proportion"), format!("{theirs}.{group}")));
            list.push((format!("{own}.effective_sample_size"), format!("overlap.ess.{group}")));
        }
    }
    for (analysis, endpoint) in [("progression_overlap", "PFS"), ("survival_overlap", "OS")] {
        let (ours, theirs) = (format!("{analysis}.cox.efron"), format!("overlap.cox.{endpoint}"));
        list.extend(beside(
            &ours,
            &theirs,
            [
                ("hazard_ratio", "hr"),
                ("log_hazard_ratio", "log_hr"),
                ("standard_error", "se_robust"),
                ("lower", "hr_low"),
                ("upper", "hr_high"),
            ],
        ));
    }
    list
}

#[test]
fn overlap_weights() {
    compare(&of_overlap_weights());
}

pub fn of_landmark_at_day_120() -> Compared {
    let mut list = vec![];
    for (analysis, key) in [
        ("progression_landmark", "rematched.PFS"),
        ("survival_landmark", "rematched.OS"),
        ("progression_landmark_unmatched", "eligible.PFS"),
        ("survival_landmark_unmatched", "eligible.OS"),
    ] {
        list.extend(hazards(analysis, &format!("landmark.{key}")));
        for group in ["SIRT", "CONTROL"] {
            let ours = format!("{analysis}.log_rank.equal.{}", arm(group));
            list.push((format!("{ours}.n"), format!("landmark.{key}.{group}.n")));
            list.push((format!("{ours}.observed"), format!("landmark.{key}.{group}.events")));
        }
    }
    for (ours, theirs) in CRITERIA {
        let (ours, theirs) = (format!("{ours}.M6"), format!("ORR.{theirs}.M6"));
        let rematched = format!("landmark.rematched.{theirs}");
        list.extend(response(&format!("response_landmark.{ours}"), &rematched));
        list.extend(paired(&format!("response_landmark.{ours}"), &rematched));
        list.extend(response(&format!("response_landmark_unmatched.{ours}"), &format!("landmark.eligible.{theirs}")));
    }
    list
}

#[test]
fn landmark_at_day_120() {
    compare(&of_landmark_at_day_120());
}

pub fn of_sirt_as_time_dependent_exposure() -> Compared {
    let mut list = vec![];
    for (analysis, endpoint) in [("progression_exposure", "PFS"), ("survival_exposure", "OS")] {
        let (ours, theirs) = (format!("{analysis}.cox.efron"), format!("time_dependent.{endpoint}"));
        list.extend(beside(
            &ours,
            &theirs,
            [
                ("intervals", "intervals"),
                ("hazard_ratio", "hr"),
                ("log_hazard_ratio", "log_hr"),
                ("standard_error", "se_naive"),
                ("lower", "hr_low"),
                ("upper", "hr_high"),
            ],
        ));
    }
    for (analysis, endpoint) in [("progression_exposure_adjusted", "PFS"), ("survival_exposure_adjusted", "OS")] {
        let (ours, theirs) = (format!("{analysis}.cox.efron"), format!("time_dependent.{endpoint}.adjusted"));
        list.push((format!("{ours}.log_hazard_ratio"), format!("{theirs}.log_hr")));
        list.push((format!("{ours}.standard_error"), format!("{theirs}.se_naive")));
    }
    list
}

#[test]
fn sirt_as_time_dependent_exposure() {
    compare(&of_sirt_as_time_dependent_exposure());
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

pub fn of_e_value_of_the_primary_result() -> Compared {
    let ours = |statistic: &str| format!("primary_confounder.recist.M6.risk_ratio.{statistic}");
    let list = [
        ("estimate", "rr"),
        ("lower", "rr_low"),
        ("upper", "rr_high"),
        ("e_value", "point"),
        ("e_value_of_limit", "ci"),
    ];
    list.map(|(a, b)| (ours(a), format!("evalue.{b}"))).into()
}

#[test]
fn e_value_of_the_primary_result() {
    compare(&of_e_value_of_the_primary_result());
}
