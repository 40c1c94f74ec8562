//! Adjusted p-values.

use super::support::{Comparison, cases, find, run};
use prespec::methods::{Input, Outcome};
use prespec::number::Number;

#[test]
fn procedures() {
    let mut c = Comparison::default();
    for case in &cases("multiplicity") {
        let values: Vec<f64> =
            case.args["p"].as_array().expect("p").iter().map(|p| p.as_f64().unwrap_or(f64::NAN)).collect();
        let names: Vec<String> = (0..values.len()).map(|i| i.to_string()).collect();
        let input =
            Input { outcome: Outcome::PValues { names: names.clone(), values, graph: None }, ..Input::default() };
        for (procedure, key) in [
            ("bonferroni", "bonferroni"),
            ("holm", "holm"),
            ("hochberg", "hochberg"),
            ("hommel", "hommel"),
            ("benjamini_hochberg", "BH"),
            ("benjamini_yekutieli", "BY"),
        ] {
            let output = run("adjusted_p_values", &input, &[("procedure", procedure)]);
            for (i, name) in names.iter().enumerate() {
                let ours = find(&output, "p_value", None, Some(name));
                if case.has(key) {
                    c.element(case, key, i, ours);
                } else if case.has(&format!("{key}_reject")) {
                    let rejected = matches!(ours, Number::Real(p) if p <= case.number("alpha"));
                    assert_eq!(case.expected[format!("{key}_reject")][i], rejected, "{} {key} {i}", case.id);
                }
            }
        }
    }
    c.finish(200);
}
