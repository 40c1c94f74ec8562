//! Numbers, categories and yes/no outcomes that the data give.

use super::support::{at, case, compare, number, run, run_on};
use prespec::number::Number;
use prespec::report::{TEXT, data};
use prespec::results::{Contrast, Measure, Multiplicity};
use serde_json::Value;
use std::path::Path;

#[test]
fn two_groups_and_pairs_of_numbers() {
    let results = run("sleep", &["r_sleep"]);
    let (two, pairs) = (case("continuous", "tt-sleep"), case("continuous", "paired-sleep"));
    compare(
        &results,
        &[
            ("independent.t_test.unequal.estimate", at(&two, "/diff")),
            ("independent.t_test.unequal.lower", at(&two, "/welch_ci/0")),
            ("independent.t_test.equal.p_value", at(&two, "/pooled_p")),
            ("independent.rank_sum.estimate", at(&two, "/hl_median_of_differences")),
            ("independent.variance_ratio.estimate", at(&two, "/f")),
            ("independent.variance_ratio.p_value", at(&two, "/f_p")),
            ("independent.summary.first.estimate", at(&two, "/mean1")),
            ("independent.summary.second.standard_deviation", at(&two, "/sd2")),
            ("paired.t_test.paired.estimate", at(&pairs, "/mean_diff")),
            ("paired.t_test.paired.p_value", at(&pairs, "/p")),
            ("paired.signed_rank.p_value", at(&pairs, "/signed_rank_exact_with_ties_p")),
            ("paired.sign_test.p_value", at(&pairs, "/sign_test_p")),
        ],
    );
}

/// What a model says of each of two groups against a third has a line of its own in the table of main results, with the p-value
/// that decides of it, and is no value of the group: `lm(Postwt ~ Prewt + Treat)` of R 4.2.2 gives −4.097 (−7.875 to −0.319) and
/// 4.563 (0.306 to 8.820).
#[test]
fn each_group_of_a_model_stands_in_the_main_results() {
    let results = run("anorexia", &["mass_anorexia"]);
    let text = String::from_utf8(TEXT.write(&results).expect("a report")).expect("it is text");
    let lines: Vec<&str> = text.lines().collect();
    let line = |holds: &[&str]| lines.iter().any(|line| holds.iter().all(|part| line.contains(part)));
    assert!(line(&["Control against cognitive behavioural", "−4.097 (−7.875 to −0.319)", "0.07*"]), "{text}");
    assert!(line(&["Family therapy against cognitive behavioural", "4.563 (0.306 to 8.820)", "0.07*"]), "{text}");
    assert!(line(&["Difference of means, against cognitive behavioural", "−4.097 (−7.875 to −0.319)"]), "{text}");
    assert!(!text.contains("Described by arm, without a comparison"), "{text}");
}

#[test]
fn several_groups_of_numbers() {
    let results = run("plants", &["r_plantgrowth"]);
    let k = case("continuous", "k-plantgrowth");
    compare(
        &results,
        &[
            ("three.analysis_of_variance.equal.f", at(&k, "/F")),
            ("three.analysis_of_variance.unequal.p_value", at(&k, "/welch_p")),
            ("three.kruskal_wallis.chi_squared", at(&k, "/kw_chisq")),
            ("three.bartlett.p_value", at(&k, "/bartlett_p")),
            // By the equations of Hollander and Wolfe in Python.
            ("trend.jonckheere_terpstra.asymptotic.j", 226.5),
            ("trend.jonckheere_terpstra.asymptotic.z", 2.909156919575286),
            ("trend.jonckheere_terpstra.asymptotic.p_value", 0.00362404907860687),
        ],
    );
}

/// Each of two groups against the third by the patients of both alone: Welch's test by scipy 1.17.1 (`ttest_ind`,
/// `equal_var=False`), Fisher's test over all tables in fractions, differences and ratios of the counts.
#[test]
fn each_group_against_one() {
    let results = run("plants", &["r_plantgrowth"]);
    let (first, second) = (0.250_382_508_587_548_9, 0.047_899_255_601_968_89);
    compare(
        &results,
        &[
            ("each.trt1_against_ctrl.t_test.unequal.estimate", -0.371),
            ("each.trt1_against_ctrl.t_test.unequal.upper", 0.287_516_221_346_811_1),
            ("each.trt1_against_ctrl.t_test.unequal.p_value", first),
            ("each.trt2_against_ctrl.t_test.unequal.estimate", 0.494),
            ("each.trt2_against_ctrl.t_test.unequal.lower", 0.005_127_869_964_641_984_5),
            ("each.trt2_against_ctrl.t_test.unequal.p_value", second),
            ("treatments.each.trt1_against_ctrl.p_value", first),
            ("treatments.each.trt2_against_ctrl.p_value", 2.0 * second),
        ],
    );
    let contrast = |id: &str| results.records.iter().find(|r| r.id == id).and_then(|r| r.contrast.clone());
    let expected = Contrast { arm: "trt2".into(), reference: "ctrl".into() };
    assert_eq!(contrast("each.trt2_against_ctrl.t_test.unequal.p_value"), Some(expected));
    assert_eq!(contrast("three.linear_model.model.trt2.estimate"), None);
    let results = run("births", &["mass_birthwt"]);
    let (black, other, white) = (11.0 / 26.0, 25.0 / 67.0, 23.0 / 96.0);
    compare(
        &results,
        &[
            ("each.proportion.wilson.white.estimate", white),
            ("each.black_against_white.risk_difference.newcombe_hybrid_score.estimate", black - white),
            ("each.other_against_white.risk_difference.newcombe_hybrid_score.estimate", other - white),
            ("each.black_against_white.risk_ratio.estimate", black / white),
            ("each.black_against_white.fisher_exact.p_value", 0.084_332_628_385_570_62),
            ("each.other_against_white.fisher_exact.p_value", 0.081_114_461_691_532_41),
        ],
    );
    // Of one comparison a number is the same as of a plan that has no other.
    let same = |of_three: &str, of_two: &str| {
        assert_eq!(number(&results, of_three).to_bits(), number(&results, of_two).to_bits(), "{of_three}");
    };
    for statistic in ["estimate", "lower", "upper"] {
        let own = format!("each.black_against_white.risk_difference.newcombe_hybrid_score.{statistic}");
        same(&own, &format!("two.risk_difference.newcombe_hybrid_score.{statistic}"));
    }
    same("each.black_against_white.fisher_exact.p_value", "two.fisher_exact.p_value");
}

/// Differences of proportions within levels, and Cochran's Q of them, in fractions of the counts 5 of 16 and 4 of 44, 6 of 10 and 19 of
/// 52; the interaction in a logistic and in a linear model by statsmodels 0.15.0.
#[test]
fn subgroups_of_two_groups() {
    let results = run("births", &["mass_birthwt"]);
    compare(
        &results,
        &[
            ("smokers.smoke.no.black.n", 16.0),
            ("smokers.smoke.no.risk_difference.newcombe_hybrid_score.estimate", 5.0 / 16.0 - 4.0 / 44.0),
            ("smokers.smoke.yes.risk_difference.newcombe_hybrid_score.estimate", 6.0 / 10.0 - 19.0 / 52.0),
            ("smokers.smoke.yes.risk_ratio.estimate", (6.0 / 10.0) / (19.0 / 52.0)),
            ("smokers.smoke.interaction.heterogeneity.chi_squared", 0.003_876_067_231_462_011_4),
            ("smokers.smoke.interaction.heterogeneity.p_value", 0.950_357_319_271_088_6),
            ("smokers.ht.interaction.heterogeneity.chi_squared", 0.083_820_880_603_115_17),
            ("odds_of_smokers.smoke.interaction.wald.chi_squared", 0.290_749_801_674_234_25),
            ("odds_of_smokers.smoke.interaction.wald.p_value", 0.589_740_439_968_970_7),
        ],
    );
    let results = run("anorexia", &["mass_anorexia"]);
    compare(
        &results,
        &[
            // `summary(lm(postwt - prewt ~ g * h))` of all arms: nobody of the control weighed 92 lb or more.
            ("each_by_weight.prewt>=92.FT_against_CBT.interaction.wald.f", 0.001_099_622_136_763_365_6),
            ("each_by_weight.prewt>=92.FT_against_CBT.interaction.wald.df_within", 67.0),
            ("each_by_weight.prewt>=92.FT_against_CBT.interaction.wald.p_value", 0.973_645_147_978_862_4),
            ("by_weight.prewt>=82.yes.FT.n", 11.0),
            ("by_weight.prewt>=82.no.t_test.unequal.estimate", 0.964_285_714_285_715_3),
            ("by_weight.prewt>=82.yes.t_test.unequal.estimate", 5.968_484_848_484_849),
            ("by_weight.prewt>=82.interaction.wald.f", 1.208_600_631_342_858),
            ("by_weight.prewt>=82.interaction.wald.df_within", 42.0),
            ("by_weight.prewt>=82.interaction.wald.p_value", 0.277_871_308_494_644_03),
        ],
    );
}

/// The baseline of a number as a covariate of a model of three groups, and as the partner of the value.
#[test]
fn a_number_and_its_baseline() {
    let results = run("anorexia", &["mass_anorexia"]);
    let (model, pairs) = (case("continuous", "ancova-anorexia"), case("continuous", "paired-anorexia-ft"));
    compare(
        &results,
        &[
            ("adjusted.linear_model.model.Cont.estimate", at(&model, "/coef/1")),
            ("adjusted.linear_model.model.FT.standard_error", at(&model, "/se/2")),
            ("adjusted.linear_model.model.baseline.estimate", at(&model, "/coef/3")),
            ("change.t_test.paired.estimate", at(&pairs, "/mean_diff")),
            ("change.t_test.paired.lower", at(&pairs, "/ci/0")),
            ("change.signed_rank.estimate", at(&pairs, "/hl_pseudomedian_exact")),
            ("change.sign_test.p_value", at(&pairs, "/sign_test_p")),
            // Means of the differences after − before, in exact fractions of the data.
            ("gained.summary.FT.estimate", 247.0 / 34.0),
            ("gained.summary.CBT.estimate", 436.0 / 145.0),
            ("gained.summary.FT.standard_deviation", 7.157_421_076_797_72),
            ("gained.summary.FT.median", 9.0),
            ("gained.t_test.unequal.estimate", 247.0 / 34.0 - 436.0 / 145.0),
        ],
    );
    let said = |name: &str| {
        let analysis = results.analyses.iter().find(|a| a.name == name).expect("the analysis");
        (analysis.basis.reference.clone(), analysis.basis.measure)
    };
    assert_eq!(said("adjusted"), (Some("CBT".to_string()), Some(Measure::Value)));
    assert_eq!(said("gained"), (Some("CBT".to_string()), Some(Measure::Change)));
    assert_eq!(said("change"), (None, None));
}

#[test]
fn correlation() {
    let results = run("cars", &["r_mtcars"]);
    let cars = case("continuous", "cor-mtcars");
    compare(
        &results,
        &[
            ("weight.correlation.pearson.wt.estimate", at(&cars, "/pearson")),
            ("weight.correlation.pearson.wt.p_value", at(&cars, "/pearson_p")),
            ("weight.correlation.kendall.wt.estimate", at(&cars, "/kendall_b")),
            ("weight.correlation.spearman.wt.estimate", at(&cars, "/spearman")),
        ],
    );
}

/// Means over the 32 cars, of exact fractions but for the three functions that have none: those are of Python's `math`.
#[test]
fn functions_of_numbers() {
    let results = run("cars", &["r_mtcars"]);
    compare(
        &results,
        &[
            ("mean_logarithm.summary.estimate", 2.957_514_387_562_213),
            ("mean_root.summary.estimate", 1.773_262_179_387_524_5),
            ("mean_power.summary.estimate", 42.111_463_349_148_714),
            ("mean_apart.summary.estimate", 301.0 / 64.0),
            ("mean_larger.summary.estimate", 52_613.0 / 2000.0),
            ("mean_smaller.summary.estimate", 16.293),
            ("mean_rounded.summary.estimate", 599.0 / 80.0),
            ("mean_halves.summary.estimate", 51.0 / 16.0),
            ("mean_heavy.summary.estimate", 45_271.0 / 4000.0),
        ],
    );
}

#[test]
fn strata() {
    let results = run("admissions", &["r_ucbadmissions"]);
    let ucb = case("contingency", "cmh-ucb");
    compare(
        &results,
        &[
            ("by_department.mantel_haenszel.odds_ratio.estimate", at(&ucb, "/or_mh")),
            ("by_department.mantel_haenszel.odds_ratio.lower", at(&ucb, "/or_mh_ci_rbg/0")),
            ("by_department.cochran_mantel_haenszel.general.chi_squared", at(&ucb, "/cmh")),
            ("by_department.breslow_day.chi_squared", at(&ucb, "/tarone")),
        ],
    );
}

#[test]
fn models_of_yes_and_no() {
    let results = run("births", &["mass_birthwt"]);
    let model = case("logistic", "glm-birthwt");
    compare(
        &results,
        &[
            ("model.logistic.age.log_odds_ratio", at(&model, "/coef/1")),
            ("model.logistic.race.2.log_odds_ratio", at(&model, "/coef/3")),
            ("model.logistic.race.3.standard_error", at(&model, "/se/4")),
            ("model.logistic.ht.log_odds_ratio", at(&model, "/coef/7")),
        ],
    );
    // 25 of 67 and 23 of 96; 59 of 189.
    compare(
        &results,
        &[
            ("described.proportion.wilson.other.estimate", 25.0 / 67.0),
            ("described.proportion.wilson.white.estimate", 23.0 / 96.0),
            // All tables that are no more probable, in fractions.
            ("tested.fisher_exact.p_value", 0.08111446169153241),
            ("together.proportion.clopper_pearson.estimate", 59.0 / 189.0),
        ],
    );
    // 11 of 26 and 23 of 96.
    let (black, white) = (11.0 / 26.0, 23.0 / 96.0);
    compare(
        &results,
        &[
            ("two.risk_difference.newcombe_hybrid_score.estimate", black - white),
            ("two.risk_ratio.estimate", black / white),
            ("two.odds_ratio.woolf.estimate", 11.0 * 73.0 / (15.0 * 23.0)),
            // Each against the white mothers: a model of the groups alone gives the odds ratios of the table, 25 of 67.
            ("races.logistic.black.odds_ratio", 11.0 * 73.0 / (15.0 * 23.0)),
            ("races.logistic.other.odds_ratio", 25.0 * 73.0 / (42.0 * 23.0)),
        ],
    );
}

/// Holm: the smaller p-value counts twice, the larger at least as much.
#[test]
fn a_family_adjusts_the_deciding_p_values() {
    let results = run("births", &["mass_birthwt"]);
    let (two, trend) =
        (number(&results, "two.fisher_exact.p_value"), number(&results, "trend.cochran_armitage.p_value"));
    let (small, large) = (two.min(trend), two.max(trend));
    let adjusted = |p: f64| if p == small { (2.0 * small).min(1.0) } else { large.max(2.0 * small).min(1.0) };
    compare(&results, &[("both.two.p_value", adjusted(two)), ("both.trend.p_value", adjusted(trend))]);
    let multiplicity = |id: &str| results.records.iter().find(|r| r.id == id).and_then(|r| r.multiplicity.clone());
    let family = Some(Multiplicity::Family { name: "both".into(), procedure: "holm".into() });
    assert_eq!(multiplicity("two.fisher_exact.p_value"), family);
    assert_eq!(multiplicity("both.trend.p_value"), family);
}

/// By hand: of the first two the smaller p-value counts twice, and what it passes on lets the others count once.
#[test]
fn a_graph_passes_its_shares_on() {
    let results = run("births", &["mass_birthwt"]);
    let other = number(&results, "each.other_against_white.fisher_exact.p_value");
    let black = number(&results, "each.black_against_white.fisher_exact.p_value");
    assert!(other < black && black < 2.0 * other);
    compare(
        &results,
        &[
            ("gates.each.other_against_white.p_value", 2.0 * other),
            ("gates.each.black_against_white.p_value", 2.0 * other),
            ("gates.tested.p_value", 2.0 * other),
        ],
    );
    let family = results.families.iter().find(|f| f.name == "gates").expect("the family");
    let shares: Vec<&str> = family.shares.iter().map(|s| s.share.as_str()).collect();
    assert_eq!(shares, ["0.5", "0.5", "0"]);
    assert_eq!(family.shares[1].passes, [(family.shares[0].p_value.clone(), "1".to_string())]);
}

#[test]
fn matched_sets_in_the_data() {
    let results = run("infertility", &["r_infert"]);
    let infert = case("logistic", "clogit-infert");
    compare(
        &results,
        &[
            ("matched.conditional_logistic.spontaneous.log_odds_ratio", at(&infert, "/coef/0")),
            ("matched.conditional_logistic.induced.standard_error", at(&infert, "/se/1")),
        ],
    );
    let results = run("eyes", &["retinopathy"]);
    let (eyes, model) = (case("contingency", "mcnemar-retinopathy"), case("logistic", "clogit-retinopathy"));
    compare(
        &results,
        &[
            ("eyes.mcnemar.exact.p_value", at(&eyes, "/exact_p")),
            ("eyes.mcnemar.asymptotic.chi_squared", at(&eyes, "/chisq")),
            ("eyes.conditional_logistic.log_odds_ratio", at(&model, "/coef/0")),
            ("eyes.matched_odds_ratio.exact.estimate", 16.0 / 63.0),
        ],
    );
}

#[test]
fn categories() {
    let results = run("arthritis", &["vcd_arthritis"]);
    let table = case("contingency", "ct-arthritis");
    compare(
        &results,
        &[
            ("improved.chi_squared.pearson.chi_squared", at(&table, "/chisq")),
            ("improved.fisher_exact.p_value", at(&table, "/fisher_p")),
            // R 4.2.2: (n-1)*cor(g, k)^2, of ranks kruskal.test(k, g); SAS and vcdExtra::CMHtest give 12.859 of the first.
            ("better.linear_by_linear.equidistant.chi_squared", 12.859_017_740_137_3),
            ("better.linear_by_linear.midranks.chi_squared", 12.730_119_115_144_6),
            ("better.linear_by_linear.midranks.p_value", 0.000_359_813_626_226_647),
        ],
    );
}

/// The ratio is that of the two rates; the exact test of a rate that is none of the observed ones rejects it.
#[test]
fn rates_of_events() {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("plans/sirt-hcc/data/locked");
    let results = run_on("adverse", &data);
    let rate = |arm: &str| {
        let value = |statistic: &str| number(&results, &format!("rates.any.incidence_rate.garwood.{arm}.{statistic}"));
        value("events") / value("time_at_risk")
    };
    compare(&results, &[("rates.any.rate_ratio.exact.estimate", rate("early") / rate("none"))]);
    assert!(number(&results, "rates.any.poisson_test.early.p_value") < 1e-6);
}

/// The differences of means of an endpoint stand on one axis: each square where the axis has its estimate, the population named,
/// the patients of a row where a record counts them, and the sides with what the plan calls better.
#[test]
fn differences_of_means_have_a_forest() {
    let results = run("anorexia", &["mass_anorexia"]);
    let document: Value = serde_json::from_slice(&data(&results).expect("a report")).expect("JSON");
    let figures = document["sections"]["effects"].as_array().expect("the effects").iter();
    let said = |text: &Value| -> String {
        text.as_array().into_iter().flatten().filter_map(|span| span["text"].as_str()).collect()
    };
    let of_therapy = "Difference of means: gain in weight, lb, family therapy against cognitive behavioural";
    let figure = figures.clone().find(|figure| said(&figure["caption"]) == of_therapy).expect("the figure");
    assert_eq!(said(&figure["about"]), "All participants (n=72). Estimates with 95% confidence intervals.");
    let shapes = figure["drawing"]["shapes"].as_array().expect("shapes");
    let place = |shape: &Value, i: usize| shape["at"][i].as_f64().expect("a place");
    let texts: Vec<(&str, f64, f64)> =
        shapes.iter().filter_map(|shape| Some((shape["text"].as_str()?, place(shape, 0), place(shape, 1)))).collect();
    let has = |text: &str| {
        texts.iter().find(|(own, ..)| *own == text).copied().unwrap_or_else(|| panic!("{text}: {texts:?}"))
    };
    has("← lower with family therapy: worse");
    has("higher with family therapy: better →");
    // Gain in weight is summarised beside its test, for each arm; the model counts its patients itself.
    has("Gain in weight (n=17, 29)");
    has("Gain in weight of each treatment (n=72)");
    let (_, zero, _) = has("0");
    let (_, ten, _) = has("10");
    let row = |id: &str| {
        let found = results.records.iter().find(|record| record.id == id).expect("a record");
        match found.value {
            Number::Real(value) => value,
            _ => panic!("{id} is no number"),
        }
    };
    let squares: Vec<f64> =
        shapes.iter().filter(|shape| shape["kind"] == "square").map(|shape| place(shape, 0)).collect();
    assert_eq!(squares.len(), 8);
    for (square, id) in [(squares[0], "gained.t_test.unequal.estimate"), (squares[2], "better.t_test.equal.estimate")] {
        let drawn = (square - zero) / (ten - zero) * 10.0;
        assert!((drawn - row(id)).abs() < 0.01, "{id}: {drawn}");
    }
    // Another endpoint has another unit, and another comparison other sides.
    assert!(figures.clone().all(|figure| !said(&figure["caption"]).contains("weight, lb: gain")));
    assert!(figures.clone().any(|figure| said(&figure["caption"]).ends_with("control against cognitive behavioural")));
}
