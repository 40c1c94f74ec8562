//! Kaplan–Meier estimates against R's survival.

use super::support::{Case, Comparison, Ours, Table, cases, find, run};
use super::survival_data::{events, levels, named, observations, rows};
use prespec::methods::{Input, Outcome};
use prespec::stats::survival::kaplan_meier::{KaplanMeier, Scale, kaplan_meier};
use prespec::stats::survival::observations::Observations;

fn scale(case: &Case) -> Scale {
    match case.text("conf_type") {
        "log-log" => Scale::LogLog,
        "log" => Scale::Log,
        "plain" => Scale::Plain,
        "arcsin" => Scale::Arcsine,
        other => panic!("{}: {other}", case.id),
    }
}

/// Each group with its prefix in the keys and its rows.
fn groups(case: &Case, table: &Table) -> Vec<(String, Vec<usize>)> {
    let columns = named(case, "group");
    if columns.is_empty() {
        return vec![("all".to_string(), (0..table.n()).collect())];
    }
    let (labels, level) = levels(table, &columns);
    let members = |g: usize| (0..table.n()).filter(|&row| level[row] == g).collect();
    labels.iter().enumerate().map(|(g, label)| (format!("{}={label}", columns[0]), members(g))).collect()
}

#[test]
fn curves_quantiles_and_intervals() {
    let mut c = Comparison::default();
    for case in cases("km").iter().filter(|c| c.kind().is_empty()) {
        let table = rows(case);
        let observed = observations(case, &table);
        for (prefix, members) in groups(case, &table) {
            let curve = kaplan_meier(&observed, &members).unwrap();
            c.number(case, &format!("{prefix}.n"), curve.n as f64);
            let events: f64 = curve.steps.iter().map(|s| s.moment.weight_events).sum();
            c.number(case, &format!("{prefix}.events"), events);
            let most = curve.steps.iter().map(|s| s.moment.weight_at_risk).fold(0.0, f64::max);
            c.number(case, &format!("{prefix}.n_max_at_risk"), most);
            for p in [0.25, 0.5, 0.75] {
                let key = format!("{prefix}.q{}", p * 100.0);
                let quantile = curve.quantile(p, scale(case), case.level());
                c.number(case, &key, quantile.estimate);
                // Limits that fall and rise again under late entry: R takes the value nearest to the level, we the first time.
                let rising = ["km-heart-startstop transplant=1.q25", "km-channing-gender gender=2.q25"];
                if !rising.contains(&format!("{} {key}", case.id).as_str()) {
                    c.number(case, &format!("{key}.lower"), quantile.lower);
                }
                c.number(case, &format!("{key}.upper"), quantile.upper);
            }
            compare_times(&mut c, case, &prefix, &observed, &members, &curve);
        }
    }
    c.finish(2000);
}

/// The whole curve where the case holds it, and survival at the times that R gives.
fn compare_times(
    c: &mut Comparison,
    case: &Case,
    prefix: &str,
    observed: &Observations,
    members: &[usize],
    curve: &KaplanMeier,
) {
    for part in ["curve", "at"] {
        let times = case.expected[format!("{prefix}.{part}.time")].as_array().cloned().unwrap_or_default();
        if part == "curve" && !times.is_empty() {
            assert_eq!(curve.steps.len(), times.len(), "{} {prefix}", case.id);
        }
        let carried = case.args["extend"] == true;
        for (i, time) in times.iter().enumerate() {
            // The times of a curve are ours: where R merges times it gives the first of them, too.
            let time = if part == "curve" { curve.steps[i].moment.time } else { time.as_f64().unwrap() };
            c.element(case, &format!("{prefix}.{part}.time"), i, time);
            let read = curve.at(observed, members, time, scale(case), case.level(), carried);
            let mut of = |key: &str, ours: Ours| c.element(case, &format!("{prefix}.{part}.{key}"), i, ours);
            of("surv", read.survival.into());
            of("std.err", read.standard_error.into());
            // Before the first time of all R gives the limits 1, at a later time where survival is 1 it gives none.
            if curve.step_at(time).is_some() {
                of("lower", read.lower.into());
                of("upper", read.upper.into());
            }
            let on_a_step = curve.step_at(time).is_some_and(|s| s.moment.time == time);
            if part == "curve" {
                let moment = &curve.steps[i].moment;
                of("n.risk", moment.weight_at_risk.into());
                of("n.event", moment.weight_events.into());
            } else if on_a_step || !observed.has_entry() {
                // Between two times R gives those at risk at the later one, with those who enter until then.
                of("n.risk", (read.at_risk as f64).into());
            }
        }
    }
}

#[test]
fn differences_at_one_day() {
    let mut c = Comparison::default();
    for case in cases("km").iter().filter(|c| c.kind() == "km_difference") {
        let table = rows(case);
        let observed = observations(case, &table);
        let (_, group) = levels(&table, &named(case, "group"));
        // The difference is of the first level minus the second.
        let at: Vec<_> = groups(case, &table)
            .iter()
            .map(|(_, members)| {
                let curve = kaplan_meier(&observed, members).unwrap();
                curve.at(&observed, members, case.number("t"), Scale::Plain, case.level(), false)
            })
            .collect();
        c.number(case, "surv1", at[0].survival.clone());
        c.number(case, "surv2", at[1].survival.clone());
        c.number(case, "se1", at[0].standard_error.clone());
        c.number(case, "se2", at[1].standard_error.clone());
        let time = table.numbers(case.text("time"));
        let outcome = Outcome::TimeToEvent { entry: None, time, event: events(case, &table) };
        let input = Input { level: case.level(), groups: 2, group, outcome, ..Input::default() };
        let output = run("survival_difference", &input, &[("at", &case.number("t").to_string())]);
        let day = case.number("t").to_string();
        c.number(case, "diff", find(&output, "difference", None, Some(&day)));
        c.number(case, "se", find(&output, "standard_error", None, Some(&day)));
        c.number(case, "lower", find(&output, "lower", None, Some(&day)));
        c.number(case, "upper", find(&output, "upper", None, Some(&day)));
        c.number(case, "z", find(&output, "z", None, Some(&day)));
        c.number(case, "p", find(&output, "p_value", None, Some(&day)));
    }
    c.finish(30);
}
