//! Times to an event, with competing risks too, that the data give.

use super::support::{at, case, compare, root, run};
use prespec::catalogue::Language;
use prespec::compile::{InMemory, compile};
use prespec::report::TEXT;
use prespec::results::trace::{Behind, trace};

#[test]
fn two_groups_and_models() {
    let results = run("lung", &["lung"]);
    let (sex, three) = (case("cox", "cox-lung-sex"), case("cox", "cox-lung-3cov-efron"));
    let (breslow, strata) = (case("cox", "cox-lung-3cov-breslow"), case("cox", "cox-lung-strat-ecog"));
    let (cluster, zph) = (case("cox", "cox-lung-cluster-inst"), case("cox_zph", "zph-lung-km"));
    let (all, rmst) = (case("km", "km-lung-all-loglog"), case("rmst", "rmst-lung-365"));
    let log_rank = case("logrank", "logrank-lung-sex");
    compare(
        &results,
        &[
            ("by_sex.cox.efron.log_hazard_ratio", at(&sex, "/coef/0")),
            ("by_sex.cox.efron.lower", at(&sex, "/hr_lower/0")),
            ("by_sex.log_rank.equal.chi_squared", at(&log_rank, "/chisq")),
            ("by_sex.rmst.difference.difference", at(&rmst, "/diff")),
            ("by_sex.rmst.difference.male.estimate", at(&rmst, "/rmst_ref")),
            ("adjusted.cox.efron.age.log_hazard_ratio", at(&three, "/coef/0")),
            ("adjusted.cox.efron.sex.2.standard_error", at(&three, "/se/1")),
            ("adjusted.cox.efron.n", at(&three, "/n")),
            ("by_decade.cox.efron.age.log_hazard_ratio", 10.0 * at(&three, "/coef/0")),
            ("by_decade.cox.efron.age.standard_error", 10.0 * at(&three, "/se/0")),
            ("by_decade.cox.efron.ecog.log_hazard_ratio", at(&three, "/coef/2")),
            ("by_decade.cox.breslow.age.log_hazard_ratio", 10.0 * at(&breslow, "/coef/0")),
            ("adjusted.left_out.missing_covariate", 1.0),
            ("adjusted.left_out.missing_value", 0.0),
            ("adjusted.concordance.concordance", at(&three, "/concordance")),
            ("adjusted.proportional_hazards.km.ecog.chi_squared", at(&zph, "/chisq/2")),
            ("breslow.cox.breslow.ecog.log_hazard_ratio", at(&breslow, "/coef/2")),
            ("by_ecog.cox.efron.age.log_hazard_ratio", at(&strata, "/coef/0")),
            ("by_ecog.cox.efron.sex.2.standard_error", at(&strata, "/se/1")),
            ("by_institution.cox.efron.age.log_hazard_ratio", at(&cluster, "/coef/0")),
            ("by_institution.cox.efron.sex.2.standard_error", at(&cluster, "/robust_se/1")),
            ("everyone.kaplan_meier.log_log.365.survival", at(&all, "/all.at.surv/2")),
            ("everyone.kaplan_meier.log_log.90.lower", at(&all, "/all.at.lower/0")),
            ("everyone.kaplan_meier.log_log.median", at(&all, "/all.q50")),
        ],
    );
}

#[test]
fn competing_risks() {
    let results = run("gammopathy", &["derived_mgus2_competing"]);
    let (sex, death) = (case("competing", "cif-mgus2-sex"), case("competing", "fg-mgus2-death"));
    let (hazard, rank) = (case("cause_specific", "mgus2-death"), case("cause_specific", "mgus2-death-rank"));
    compare(
        &results,
        &[
            ("by_sex.aalen_johansen.aalen.women.1.60.incidence", at(&sex, "/cif.F~11.est/0")),
            ("by_sex.aalen_johansen.aalen.men.2.240.incidence", at(&sex, "/cif.M~12.est/2")),
            ("by_sex.gray.1.p_value", at(&sex, "/gray.cause1.p")),
            ("by_sex.gray.2.chi_squared", at(&sex, "/gray.cause2.stat")),
            ("hazards.cause_specific_cox.log_hazard_ratio", at(&hazard, "/coef/0")),
            ("hazards.cause_specific_cox.upper", at(&hazard, "/upper/0")),
            ("hazards.cause_specific_log_rank.chi_squared", at(&rank, "/chi_squared/0")),
            ("model.fine_gray.age.log_hazard_ratio", at(&death, "/coef/0")),
            ("model.fine_gray.sex.M.standard_error", at(&death, "/se/1")),
        ],
    );
}

/// R 4.2.2, survival 3.5.3, to the last digit (`eps = 1e-12`): one model of all stages in each level of age, `coxph(Surv(time, delta) ~ s)`,
/// and Q of a coefficient by its formula; one model with all products, `coxph(Surv(time, delta) ~ s2 + s3 + s4 + o + x2 + x3 + x4)`,
/// the square of a coefficient over its variance, and twice what the model loses without that product.
#[test]
fn each_stage_by_age_in_the_model_of_all() {
    let results = run("larynx", &["kmsurv_larynx"]);
    let id = |analysis: &str, stage: &str, test: &str, of: &str| {
        format!("{analysis}.age>=65.{stage}_against_first.interaction.{test}.{of}")
    };
    let q = |stage: &str, of: &str| id("by_age", stage, "heterogeneity", of);
    let wald = |stage: &str, of: &str| id("by_age_in_model", stage, "wald", of);
    let ratio = |stage: &str, of: &str| id("by_age_by_ratio", stage, "likelihood_ratio", of);
    compare(
        &results,
        &[
            (&q("second", "chi_squared"), 1.866_778_334_161_164),
            (&q("third", "p_value"), 0.733_468_254_205_193),
            (&q("fourth", "chi_squared"), 1.699_738_317_600_757),
            (&wald("second", "chi_squared"), 1.625_663_283_562_368),
            (&wald("second", "df"), 1.0),
            (&wald("third", "p_value"), 0.729_319_903_452_276_7),
            (&wald("fourth", "chi_squared"), 1.160_325_941_686_921_6),
            (&ratio("second", "chi_squared"), 1.634_100_899_795_498_7),
            (&ratio("third", "p_value"), 0.729_338_348_750_502_7),
            (&ratio("fourth", "chi_squared"), 1.262_499_829_536_011_5),
        ],
    );
}

/// Each stage against the first: the log-rank tests of lifelines 0.30 (`logrank_test` of the two stages alone), the differences of
/// survival and of its restricted mean in fractions, the test of all by R; Holm's procedure on the p-values by hand.
#[test]
fn each_stage_against_the_first() {
    let results = run("larynx", &["kmsurv_larynx"]);
    let all = case("logrank", "logrank-larynx-stage");
    let (second, third, fourth) = (0.866_329_138_498_034_7, 0.080_068_490_570_745_1, 1.315_474_479_008_197_6e-6);
    compare(
        &results,
        &[
            ("each.second_against_first.log_rank.equal.chi_squared", 0.028_332_650_355_207_687),
            ("each.third_against_first.log_rank.equal.chi_squared", 3.063_510_923_372_371_4),
            ("each.fourth_against_first.log_rank.equal.chi_squared", 23.400_454_577_786_235),
            ("each.fourth_against_first.log_rank.equal.first.n", 33.0),
            ("each.second_against_first.log_rank.equal.p_value", second),
            ("each.third_against_first.log_rank.equal.p_value", third),
            ("each.fourth_against_first.log_rank.equal.p_value", fourth),
            ("stages.each.second_against_first.p_value", second),
            ("stages.each.third_against_first.p_value", 2.0 * third),
            ("stages.each.fourth_against_first.p_value", 3.0 * fourth),
            ("each.third_against_first.rmst.difference.difference", -1.082_463_717_636_131_4),
            ("each.fourth_against_first.survival_difference.2.difference", -0.554_778_554_778_554_8),
            ("together.log_rank.equal.heterogeneity.chi_squared", at(&all, "/chisq")),
        ],
    );
    // What describes a stage stands once, and the model is one of all stages.
    let ids: Vec<&str> = results.records.iter().map(|r| r.id.as_str()).collect();
    assert!(ids.contains(&"each.rmst.difference.first.estimate"));
    assert!(ids.contains(&"each.cox.efron.fourth.hazard_ratio"));
    assert!(!ids.iter().any(|id| id.contains("_against_first.rmst.difference.first")));
}

/// The hazard ratio within each level and the tests of interaction, by Efron's likelihood written out in Python (numpy 2), whose
/// coefficients and likelihoods are those of lifelines 0.30.3 to 3e-9.
#[test]
fn subgroups_of_survival() {
    let results = run("veterans", &["veteran"]);
    compare(
        &results,
        &[
            // `coxph(…, ties = "breslow")`: the tests are of the ties of the estimates.
            ("ties_wald.prior.interaction.wald.chi_squared", 2.873_148_346_614_347),
            ("ties_ratio.prior.interaction.likelihood_ratio.chi_squared", 2.903_147_854_421_377),
            ("ties_estimates.prior.interaction.heterogeneity.chi_squared", 2.283_318_893_095_723),
            ("by_wald.cell.adeno.test.n", 18.0),
            ("by_wald.cell.adeno.standard.n", 9.0),
            ("by_wald.cell.adeno.cox.efron.log_hazard_ratio", 0.206_650_971_473_413_55),
            ("by_wald.cell.large.cox.efron.log_hazard_ratio", 0.428_936_655_549_220_3),
            ("by_wald.cell.smallcell.cox.efron.standard_error", 0.331_336_820_168_431_4),
            ("by_wald.cell.squamous.cox.efron.hazard_ratio", 0.544_381_308_023_478_3),
            ("by_wald.cell.interaction.wald.chi_squared", 8.517_167_063_599_42),
            ("by_wald.cell.interaction.wald.df", 3.0),
            ("by_wald.cell.interaction.wald.p_value", 0.036_449_374_854_727_27),
            ("by_wald.prior.0.cox.efron.hazard_ratio", 1.251_609_606_041_875_5),
            ("by_wald.prior.interaction.wald.chi_squared", 2.892_963_198_384_179),
            ("by_wald.age>=60.yes.cox.efron.log_hazard_ratio", 0.159_376_885_876_240_24),
            ("by_wald.age>=60.interaction.wald.p_value", 0.241_432_498_187_765_63),
            ("by_ratio.prior.interaction.likelihood_ratio.chi_squared", 2.923_195_164_226_740_4),
            ("by_ratio.prior.interaction.likelihood_ratio.p_value", 0.087_314_812_073_774_24),
            ("by_estimates.cell.interaction.heterogeneity.chi_squared", 5.288_430_738_146_379_5),
            ("by_estimates.cell.interaction.heterogeneity.p_value", 0.151_854_867_030_608_7),
            ("by_estimates.age>=60.interaction.heterogeneity.chi_squared", 1.058_137_733_589_480_6),
        ],
    );
    // A number of a subgroup is traced to its patients, and to those of the arm.
    let traced = |id: &str| match trace(&results, id).expect("a trace").behind {
        Behind::Valued(valued) => valued.patients.len(),
        other => panic!("{other:?}"),
    };
    assert_eq!(traced("by_wald.cell.adeno.cox.efron.hazard_ratio"), 27);
    assert_eq!(traced("by_wald.cell.adeno.test.n"), 18);
    assert_eq!(traced("by_wald.cell.interaction.wald.p_value"), 137);
}

/// Under a model with levels of a code: `sex` of the table is 1, male, or 2.
#[test]
fn the_reference_level_is_said_in_both_languages() {
    let mut results = run("lung", &["lung"]);
    for (language, said) in
        [(Language::English, "reference level: sex: male."), (Language::French, "niveau de référence : sex : male.")]
    {
        results.report.language = language;
        let report = String::from_utf8(TEXT.write(&results).expect("a report")).expect("text");
        let report = report.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
        assert!(report.contains(said), "{said}");
    }
}

/// What the plan says of its protocol, the version of the report and who signs stands on the title page, and in its document.
#[test]
fn the_title_page_says_what_the_plan_says_of_it() {
    let mut results = run("veterans", &["veteran"]);
    for (language, said) in [
        (Language::English, ["Protocol number", "Version of the report", "Signatures", "Role"]),
        (Language::French, ["Numéro du protocole", "Version du rapport", "Signatures", "Fonction"]),
    ] {
        results.report.language = language;
        let report = String::from_utf8(TEXT.write(&results).expect("a report")).expect("text");
        for expected in said.iter().chain(&["VA 1971-15", "Principal investigator", "Statistician"]) {
            assert!(report.contains(expected), "{expected}");
        }
    }
    // Of a plan that says nothing of them nothing is made up.
    let other = String::from_utf8(TEXT.write(&run("lung", &["lung"])).expect("a report")).expect("text");
    assert!(!other.contains("Protocol number") && !other.contains("Signatures"));
}

/// The data give years, of which nobody knows how many days they were.
#[test]
fn an_axis_in_another_unit_than_the_data_is_refused() {
    let plan = std::fs::read_to_string(root().join("tests/plans/larynx/plan.md")).expect("the plan");
    let figure = "report {\n  language: en\n  figures:  kaplan_meier { of: os, axis: months }\n}";
    let plan = format!("{}\n\n# 3 Report\n\n```plan\n{figure}\n```\n", plan.trim_end());
    let found = compile(&InMemory::new(plan)).expect("it can be read").diagnostics;
    let codes: Vec<String> = found.iter().map(|fault| fault.code.to_string()).collect();
    assert_eq!(codes, ["P006"]);
}
