//! Agreement of two readings.

use super::support::{Case, Comparison, cases, run, statistic};
use prespec::methods::{Input, Outcome};

fn readings(case: &Case) -> Input {
    let table = case.data();
    let levels = case.args["levels"].as_array().expect("levels");
    let levels: Vec<String> = levels.iter().map(|l| l.as_str().map_or_else(|| l.to_string(), str::to_string)).collect();
    let times = case.args["freq"].as_str().map_or(vec![1.0; table.n()], |f| table.numbers(f));
    let read = |rater: &str| -> Vec<usize> {
        let texts = table.texts(case.text(rater));
        let at = |t: &String| levels.iter().position(|l| l == t).unwrap_or_else(|| panic!("{}: {t}", case.id));
        texts.iter().zip(&times).flat_map(|(t, n)| vec![at(t); *n as usize]).collect()
    };
    let (first, second) = (read("rater1"), read("rater2"));
    Input { level: 0.95, outcome: Outcome::Agreement { categories: levels, first, second }, ..Input::default() }
}

#[test]
fn two_readings() {
    let mut c = Comparison::default();
    for case in &cases("agreement") {
        let input = readings(case);
        for (weights, prefix, errors) in [
            ("none", "kappa_unweighted", "fce_unweighted"),
            ("linear", "kappa_equal", "fce_linear"),
            ("quadratic", "kappa_squared", "fce_quadratic"),
        ] {
            let kappa = run("kappa", &input, &[("weights", weights)]);
            c.number(case, "n", statistic(&kappa, "n", None));
            c.number(case, "po", statistic(&kappa, "observed_agreement", None));
            c.number(case, prefix, statistic(&kappa, "estimate", None));
            c.number(case, &format!("{prefix}_z_null"), statistic(&kappa, "z", None));
            // R takes 2(1 − Φ(z)) in doubles, which leaves three digits of a p-value of 1e-12.
            let p = format!("{prefix}_p");
            let tolerance = if case.expected[&p].as_f64().is_some_and(|p| p < 1e-10) { 1e-3 } else { 1e-8 };
            c.number_within(case, &p, statistic(&kappa, "p_value", None), tolerance);
            for (key, name) in [("kappa", "estimate"), ("se", "standard_error"), ("lower", "lower"), ("upper", "upper")]
            {
                let expected = &case.expected[errors][key];
                c.value(&format!("{} {errors}.{key}", case.id), expected, statistic(&kappa, name, None), 1e-8);
            }
        }
        let others = run("agreement_coefficients", &input, &[]);
        c.number(case, "gwet_ac1_unrounded", statistic(&others, "gwet_ac1", None));
        c.number(case, "gwet_ac1_se_unrounded", statistic(&others, "standard_error", None));
        c.element(case, "gwet_ac1_ci_t", 0, statistic(&others, "lower", None));
        c.element(case, "gwet_ac1_ci_t", 1, statistic(&others, "upper", None));
        c.number(case, "scott_pi", statistic(&others, "scott_pi", None));
        c.number(case, "bennett_s_bp", statistic(&others, "bennett_s", None));
        c.number(case, "pabak", statistic(&others, "prevalence_adjusted", None));
    }
    c.finish(130);
}
