//! Non-inferiority, equivalence and superiority by a margin, and tests of one side.

use super::support::{compare, run};
use prespec::results::{Bound, Claim, MarginDecision, Results};

/// What the one hypothesis of an analysis comes to.
fn decision<'r>(results: &'r Results, analysis: &str) -> &'r MarginDecision {
    let mut of = results.margins.iter().filter(|m| m.analysis == analysis);
    let one = of.next().expect("a hypothesis about a margin");
    assert!(of.next().is_none());
    one
}

fn holds(bound: &Option<Bound>) -> Option<bool> {
    bound.as_ref().and_then(|bound| bound.holds)
}

/// R 4.2.2, survival 3.5.3: `exp(confint(coxph(Surv(time, status) ~ trt == 2, veteran)))`.
#[test]
fn a_ratio_of_hazards_is_not_shown_to_be_below_its_margin() {
    let results = run("veterans", &["veteran"]);
    compare(
        &results,
        &[
            ("not_inferior.cox.efron.upper_margin", 1.25),
            ("not_inferior.cox.efron.upper_limit", 1.450_388_783_454_239_7),
        ],
    );
    let decided = decision(&results, "not_inferior");
    assert_eq!((decided.claim, decided.level.as_str(), decided.confidence), (Claim::NonInferiority, "0.025", 0.95));
    assert_eq!((holds(&decided.lower), holds(&decided.upper), decided.shown), (None, Some(false), Some(false)));
}

/// R 4.2.2: `t.test(ft, cbt, conf.level = 0.9)`, and with `var.equal = TRUE` at 0.95. The interval of the estimates beside it is
/// that of the study's level.
#[test]
fn a_difference_of_means_against_margins() {
    let results = run("anorexia", &["mass_anorexia"]);
    compare(
        &results,
        &[
            ("equivalent.t_test.unequal.lower_margin", -5.0),
            ("equivalent.t_test.unequal.lower_limit", 0.532_590_760_788_518_2),
            ("equivalent.t_test.unequal.upper_margin", 5.0),
            ("equivalent.t_test.unequal.upper_limit", 7.983_027_900_469_09),
            ("better.t_test.equal.lower_limit", -0.207_823_679_105_408_25),
            ("better.t_test.equal.lower", -0.207_823_679_105_408_25),
        ],
    );
    let decided = decision(&results, "equivalent");
    assert_eq!((decided.claim, decided.confidence), (Claim::Equivalence, 0.9));
    assert_eq!((holds(&decided.lower), holds(&decided.upper), decided.shown), (Some(true), Some(false), Some(false)));
    let decided = decision(&results, "better");
    assert_eq!((decided.claim, holds(&decided.lower), decided.shown), (Claim::Superiority, Some(false), Some(false)));
}

/// Newcombe's equation 10 in Python of the counts 11 of 26 and 23 of 96, at the quantile of 0.95.
#[test]
fn a_difference_of_proportions_is_shown_to_be_below_its_margin() {
    let results = run("births", &["mass_birthwt"]);
    let id = "not_more.risk_difference.newcombe_hybrid_score";
    compare(
        &results,
        &[(&format!("{id}.upper_margin"), 0.4), (&format!("{id}.upper_limit"), 0.354_939_717_004_144_73)],
    );
    let decided = decision(&results, "not_more");
    assert_eq!((holds(&decided.upper), decided.shown), (Some(true), Some(true)));
}

/// R 4.2.2, survival 3.5.3: `t.test(ft, cbt, alternative = "greater")`, `wilcox.test(ft, cbt, alternative = "greater")` with its correction, and
/// `pnorm` of the root of `survdiff(Surv(time, status) ~ trt, veteran)$chisq`, which is positive, as more died of the first arm than expected.
#[test]
fn one_side_decides_at_half_the_level() {
    let results = run("anorexia", &["mass_anorexia"]);
    compare(
        &results,
        &[
            ("larger.t_test.unequal.greater.p_value", 0.030_815_564_939_813_345),
            ("larger.rank_sum.p_value", 0.032_627_930_975_860_97),
        ],
    );
    let decided = results.decisions.iter().find(|d| d.analysis == "larger").expect("a decision");
    assert!(decided.one_sided);
    let results = run("veterans", &["veteran"]);
    compare(&results, &[("sooner.log_rank.equal.p_value", 0.463_863_616_670_037_9)]);
}
