//! What is counted from a landmark, or from a day on which events begin to count. The nine patients are made up, and every
//! number is counted by hand from this table of days after time zero; day 30 is the landmark.
//!
//! | | extra | died | last news | last seen | relapse (entered) | adverse events |
//! |---|---|---|---|---|---|---|
//! | P01 | 10 | 100 | 100 | 100 | 100, yes (0) | 5, 50 |
//! | P02 | 20 |  | 200 | 25 | 200, no (50) | 30, 40 |
//! | P03 | 40 | 80 | 80 | 80 | 80, yes (0) | 60 |
//! | P04 |  | 20 | 20 | 20 | 10, no (0) | |
//! | P05 |  |  | 300 | 300 | 30, yes (0) | 10 |
//! | P06 |  | 30 | 30 | 30 | 10, no (0) | |
//! | P07 | 5 |  | 25 | 25 | 10, no (0) | |
//! | P08 | 30 | 60 | 60 | 60 | unknown (0) | |
//! | P09 |  | 90 | 90 | 90 | 90, yes (40) | |

use super::support::{compare, number, run_on};
use prespec::compile::compile_at;
use prespec::report::TEXT;
use prespec::results::Results;
use prespec::run::compute;
use std::path::Path;

const YEAR: f64 = 365.25;

fn results() -> Results {
    run_on("later", &Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/plans/later/data"))
}

/// At risk beyond day 30 are P01, P02, P03, P05, P08 and P09; of one whose time is shorter by another date of censoring it is
/// said that they are left out.
#[test]
fn times() {
    compare(
        &results(),
        &[
            ("survival.left_out.not_at_risk", 0.0),
            ("survival.cox.efron.n", 6.0),
            ("survival.kaplan_meier.log_log.combined.60.survival", 2.0 / 3.0),
            ("survival.kaplan_meier.log_log.alone.60.survival", 1.0 / 3.0),
            ("survival_seen.left_out.not_at_risk", 1.0),
            ("survival_seen.kaplan_meier.log_log.n", 5.0),
            ("survival_seen.kaplan_meier.log_log.60.survival", 0.4),
        ],
    );
}

/// Who is not at risk beyond day 30 is counted with the reason. P04, P06 and P07 are not followed for longer; P01, P02 and P08
/// have the extra treatment by then; the time to relapse of P08 is not recorded, and those of four others are 30 days or less.
#[test]
fn whoever_is_not_at_risk_is_counted() {
    compare(
        &results(),
        &[
            ("attrition.alive.considered", 9.0),
            ("attrition.alive.excluded.not_at_risk", 3.0),
            ("attrition.alive.remaining.not_at_risk", 6.0),
            ("attrition.alive.included", 6.0),
            ("attrition.unchanged.excluded.not_at_risk", 6.0),
            ("attrition.unchanged.included", 3.0),
            ("attrition.without_relapse.considered", 9.0),
            ("attrition.without_relapse.excluded.missing_value", 1.0),
            ("attrition.without_relapse.remaining.missing_value", 8.0),
            ("attrition.without_relapse.excluded.not_at_risk", 4.0),
            ("attrition.without_relapse.included", 4.0),
        ],
    );
}

/// Patients at risk of a time with its cause, and of a time that the data give, of which the entry is moved too: at 50 days
/// all four are observed, P09 from 10 and P02 from 20 on.
#[test]
fn causes_and_given_times() {
    compare(
        &results(),
        &[
            ("change.aalen_johansen.aalen.n", 3.0),
            ("change.aalen_johansen.aalen.treated.15.incidence", 1.0 / 3.0),
            ("change.aalen_johansen.aalen.dead.15.incidence", 0.0),
            ("no_relapse.kaplan_meier.log_log.n", 4.0),
            ("no_relapse.kaplan_meier.log_log.55.survival", 0.75),
            ("no_relapse.kaplan_meier.log_log.65.survival", 0.5),
        ],
    );
}

/// The pairs of the loads are (P02, P09), (P01, P03) and (P08, P05). P02 is not seen beyond the landmark, and P09 is not
/// kept without a partner.
#[test]
fn a_pair_that_loses_a_member_is_left_out() {
    compare(
        &results(),
        &[
            ("matched_seen.left_out.not_at_risk", 1.0),
            ("matched_seen.left_out.incomplete_pair", 1.0),
            ("matched_seen.cox.efron.n", 4.0),
            ("matched_seen.cox.efron.events", 3.0),
            ("matched_seen.kaplan_meier.log_log.combined.n", 2.0),
            ("matched_seen.kaplan_meier.log_log.alone.n", 2.0),
        ],
    );
}

/// P01, P02 and P08 are exposed from the landmark on, P03 from 10 days after it: of those at risk 4 of 6 are exposed at the
/// first event, 3 of 5 at the second, 2 of 4 at the third, which is of one not exposed, and 2 of 3 at the last. The ratio
/// solves 3 = 4h/(4h+2) + 3h/(3h+2) + 2h/(2h+2) + 2h/(2h+1), by bisection.
#[test]
fn an_exposure() {
    compare(
        &results(),
        &[
            ("exposure.cox.efron.n", 6.0),
            ("exposure.cox.efron.intervals", 7.0),
            ("exposure.cox.efron.events", 4.0),
            ("exposure.cox.efron.log_hazard_ratio", 0.670_434_393_584_246),
        ],
    );
}

/// What happened up to the landmark is not counted, and the time at risk begins on it: 20 + 10 + 30 days against 30 + 270 + 60.
#[test]
fn rates_of_events() {
    compare(
        &results(),
        &[
            ("safety.left_out.not_at_risk", 0.0),
            ("safety.any.combined.patients", 2.0),
            ("safety.any.combined.occurrences", 2.0),
            ("safety.any.alone.patients", 1.0),
            ("safety.any.incidence_rate.garwood.combined.events", 2.0),
            ("safety.any.incidence_rate.garwood.combined.time_at_risk", 60.0 / YEAR),
            ("safety.any.incidence_rate.garwood.alone.events", 1.0),
            ("safety.any.incidence_rate.garwood.alone.time_at_risk", 360.0 / YEAR),
        ],
    );
}

/// Events count from day 45 on, and so does the time at risk: 5 + 155 + 15 days against 15 + 255 + 45; P04, P06 and P07 are no
/// longer observed then.
#[test]
fn a_window_of_its_own() {
    compare(
        &results(),
        &[
            ("safety_late.any.combined.patients", 1.0),
            ("safety_late.any.incidence_rate.garwood.combined.events", 1.0),
            ("safety_late.any.incidence_rate.garwood.combined.time_at_risk", 175.0 / YEAR),
            ("safety_late.any.incidence_rate.garwood.alone.events", 1.0),
            ("safety_late.any.incidence_rate.garwood.alone.time_at_risk", 315.0 / YEAR),
        ],
    );
}

/// A number in days is compared with days: P03, P05 and P09 of the eight of whom a relapse is known.
#[test]
fn days_of_the_data() {
    let wanted = [("early.proportion.clopper_pearson.responders", 3.0), ("early.proportion.clopper_pearson.n", 8.0)];
    compare(&results(), &wanted);
}

/// In the table of a balance that has the logit of the score, a characteristic whose name is `score` stands beside it with its own
/// numbers: those that it has under another name.
#[test]
fn a_characteristic_called_score_is_not_the_logit() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/plans/later");
    let renamed = tempfile::tempdir().expect("a temporary folder");
    for (file, word) in [("plan.md", "load"), ("binding.yaml", "load: ")] {
        let text = std::fs::read_to_string(folder.join(file)).expect("a file of the plan");
        assert!(text.contains(word), "{file}");
        std::fs::write(renamed.path().join(file), text.replace(word, &word.replace("load", "score"))).expect("written");
    }
    let compiled = compile_at(renamed.path()).expect("the plan can be read");
    let plan = compiled.plan.as_ref().expect("a plan without an error");
    let found = compute(plan, &compiled, Some(&folder.join("data")), &|_| {}).expect("it runs").results;
    let load = results();
    for statistic in ["smd_before", "smd_after"] {
        let of_load = number(&load, &format!("pairs.balance.load.{statistic}"));
        assert_eq!(number(&found, &format!("pairs.balance.term.score.{statistic}")), of_load);
        number(&found, &format!("pairs.balance.score.{statistic}"));
    }
    let report = String::from_utf8(TEXT.write(&found).expect("a report")).expect("text");
    assert!(report.contains("Logit of the propensity score"), "{report}");
}
