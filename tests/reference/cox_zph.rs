//! Tests of proportional hazards against R's survival.

use super::support::{Comparison, cases};
use super::survival_data::{Design, columns_of, observations, rows};
use prespec::stats::survival::cox::proportional_hazards::{Transform, proportional_hazards, scaled_residuals};
use prespec::stats::survival::cox::{Model, Ties, fit};

#[test]
fn terms_global_and_scaled_residuals() {
    let mut c = Comparison::default();
    for case in &cases("cox_zph") {
        let terms: Vec<(String, Option<String>)> =
            case.text("formula_rhs").split('+').map(|t| (t.trim().to_string(), None)).collect();
        let used: Vec<&str> = terms.iter().flat_map(|(t, _)| columns_of(t)).collect();
        let table = rows(case).complete(&used);
        let design = Design::new(&table, &terms);
        let observed = observations(case, &table);
        let model = Model { observations: &observed, covariates: &design.columns, strata: None, offset: None };
        let fit = fit(&model, Ties::Efron).unwrap();
        let transform = match case.text("transform") {
            "identity" => Transform::Identity,
            "rank" => Transform::Rank,
            "log" => Transform::Log,
            _ => Transform::KaplanMeier,
        };
        let found = proportional_hazards(&fit, &observed, transform, &design.terms).unwrap();
        for (i, test) in found.terms.iter().chain([&found.global]).enumerate() {
            c.element(case, "chisq", i, test.statistic);
            c.element(case, "df", i, test.df);
            c.element(case, "p", i, test.p_value);
        }
        let residuals = scaled_residuals(&fit, &observed, transform, &design.terms).unwrap();
        for (i, residual) in residuals.iter().take(5).enumerate() {
            c.element(case, "first5_time", i, residual.time);
            c.element(case, "first5_x", i, residual.transformed);
        }
        // Among events at one time the order is a convention.
        let mut ours: Vec<f64> = residuals.iter().take(5).map(|r| r.terms[0]).collect();
        let theirs = case.expected["first5_resid_term1"].as_array().expect("residuals");
        let mut theirs: Vec<f64> = theirs.iter().filter_map(|v| v.as_f64()).collect();
        let tied_after = residuals.get(5).is_some_and(|next| next.time == residuals[4].time);
        if !tied_after {
            ours.sort_by(f64::total_cmp);
            theirs.sort_by(f64::total_cmp);
            for (ours, theirs) in ours.iter().zip(&theirs) {
                c.value(&format!("{} residual", case.id), &serde_json::json!(theirs), *ours, 1e-8);
            }
        }
    }
    c.finish(120);
}
