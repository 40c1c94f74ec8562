//! Restricted mean survival time against survRM2 and R's survival.

use super::support::{Comparison, cases, run, statistic};
use super::survival_data::{events, rows};
use prespec::methods::{Input, Outcome};

#[test]
fn means_and_contrasts() {
    let mut c = Comparison::without_variance(&[
        "rmst-edge-no-events-B diff_",
        "rmst-edge-no-events-B ratio_",
        "rmst-edge-no-events-B rmst_alt_",
        "rmst-edge-no-events-B survfit_rmean_alt_se",
        "rmst-edge-s-zero diff_",
        "rmst-edge-s-zero ratio_",
        "rmst-edge-s-zero rmst_alt_",
        "rmst-edge-s-zero survfit_rmean_alt_se",
    ]);
    for case in &cases("rmst") {
        let column = case.text("group");
        let table = rows(case).complete(&[column]);
        let label = |key: &str| case.args[key].as_str().map_or_else(|| case.number(key).to_string(), str::to_string);
        let reference = label("reference");
        let group = table.texts(column).iter().map(|t| usize::from(*t == reference)).collect();
        let time = table.numbers(case.text("time"));
        let outcome = Outcome::TimeToEvent { entry: None, time, event: events(case, &table) };
        let input = Input { level: case.level(), groups: 2, group, outcome, ..Input::default() };
        let to = case.number("tau").to_string();
        for (contrast, name, prefix) in [
            ("difference", "difference", "diff"),
            ("ratio", "ratio", "ratio"),
            ("lost_ratio", "lost_ratio", "rmtl_ratio"),
        ] {
            let output = run("rmst", &input, &[("to", &to), ("contrast", contrast)]);
            c.number(case, prefix, statistic(&output, name, None));
            c.number(case, &format!("{prefix}_lower"), statistic(&output, "lower", None));
            c.number(case, &format!("{prefix}_upper"), statistic(&output, "upper", None));
            c.number(case, &format!("{prefix}_p"), statistic(&output, "p_value", None));
        }
        let output = run("rmst", &input, &[("to", &to)]);
        for (group, arm) in [(0, "alt"), (1, "ref")] {
            c.number(case, &format!("rmst_{arm}"), statistic(&output, "estimate", Some(group)));
            c.number(case, &format!("rmst_{arm}_se"), statistic(&output, "standard_error", Some(group)));
            c.number(case, &format!("rmst_{arm}_lower"), statistic(&output, "lower", Some(group)));
            c.number(case, &format!("rmst_{arm}_upper"), statistic(&output, "upper", Some(group)));
            c.number(case, &format!("survfit_rmean_{arm}"), statistic(&output, "estimate", Some(group)));
            c.number(case, &format!("survfit_rmean_{arm}_se"), statistic(&output, "standard_error", Some(group)));
        }
    }
    c.finish(200);
}
