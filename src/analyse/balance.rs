//! The numbers of a matching: pairs, score, caliper, and the balance before and after.

use super::record::{Entry, Frame, Records, count, number};
use crate::catalogue;
use crate::matching::{Balance, Matched};
use crate::number::{NotEstimable, Number, Quantity};
use crate::plan::ir::{Covariate, Matching, MatchingId};
use crate::results::{MethodUse, Role, Standing};

pub(crate) fn record(records: &mut Records) {
    let (plan, matched) = (records.context.plan, records.context.matched);
    for (index, (matching, matched)) in plan.matchings.iter().zip(matched).enumerate() {
        let frame = frame(records, MatchingId(index), matching);
        pairs(records, &frame, matched);
        score(records, &frame, matching, matched);
        caliper(records, &frame, matched);
        balances(records, &frame, matching, matched);
    }
}

fn frame(records: &Records, id: MatchingId, matching: &Matching) -> Frame {
    let (population, population_n) = records.population(matching.among);
    let steps = records.context.trace.matching(id);
    let method = MethodUse {
        name: "nearest".into(),
        title: "Nearest-neighbour matching on the propensity score".into(),
        options: options(matching),
        citation: "Austin PC. Pharm Stat 2011;10:150–161".into(),
    };
    Frame {
        id: vec![matching.header.name.clone()],
        clause: records.clause(matching.header.clause),
        analysis: matching.header.name.clone(),
        role: Role::Balance,
        population,
        population_n,
        method: Some(method),
        standing: Standing::Count,
        tables: records.context.trace.tables(&steps),
        steps,
        ..Frame::default()
    }
}

fn names(list: &[Covariate]) -> String {
    list.iter().map(|c| c.name.as_str()).collect::<Vec<_>>().join(", ")
}

fn options(matching: &Matching) -> Vec<(String, String)> {
    let mut options = vec![("score".to_string(), format!("logistic of {}", names(&matching.covariates)))];
    if !matching.exact.is_empty() {
        options.push(("exact".into(), names(&matching.exact)));
    }
    if let Some(caliper) = matching.caliper {
        options.push(("caliper".into(), format!("{} SD of the logit", caliper.normalize())));
    }
    options
}

fn pairs(records: &mut Records, frame: &Frame, matched: &Matched) {
    let counts = [
        ("pairs", matched.pairs.len()),
        ("treated", matched.treated.len()),
        ("controls", matched.controls.len()),
        ("unmatched", matched.unmatched.len()),
        ("left_out", matched.left_out.len()),
    ];
    for (statistic, n) in counts {
        let value = match &matched.failure {
            Some(reason) if statistic == "pairs" => Number::NotEstimable(reason.clone()),
            _ => count(n),
        };
        plain(records, frame, &[statistic], None, statistic, value, Quantity::Count);
    }
}

/// The numbers of the propensity model are estimates of a regression, not of the matching that uses them.
fn score(records: &mut Records, frame: &Frame, matching: &Matching, matched: &Matched) {
    let model = catalogue::named("logistic");
    let method = model.map(|m| MethodUse {
        name: m.name.into(),
        title: "Logistic regression of the arm: the propensity score".into(),
        options: vec![("of".to_string(), names(&matching.covariates))],
        citation: m.citation.into(),
    });
    let frame = &Frame { method, standing: Standing::Estimates, ..frame.clone() };
    for (term, coefficient) in &matched.coefficients {
        let value = number(coefficient);
        let named = Some((term.clone(), term.clone()));
        plain(records, frame, &["score", "coefficient", term], named, "coefficient", value, Quantity::Statistic);
    }
    if !matched.coefficients.is_empty() {
        let deviance = Number::real(matched.deviance);
        plain(records, frame, &["score", "deviance"], None, "deviance", deviance, Quantity::Statistic);
    }
}

fn caliper(records: &mut Records, frame: &Frame, matched: &Matched) {
    if let Some(caliper) = matched.caliper {
        plain(records, frame, &["caliper"], None, "caliper", Number::real(caliper), Quantity::Statistic);
    }
}

fn balances(records: &mut Records, frame: &Frame, matching: &Matching, matched: &Matched) {
    let aim = matching.aim();
    plain(records, frame, &["balance", "aim"], None, "aim", Number::real(aim), Quantity::Statistic);
    for balance in &matched.balance {
        one(records, frame, matching, balance);
    }
    let after = || matched.balance.iter().filter_map(|b| b.after.as_ref().ok());
    let missed = after().filter(|d| d.abs() >= aim).count();
    let missed = if matched.pairs.is_empty() { Number::NotEstimable(NotEstimable::NoPair) } else { count(missed) };
    plain(records, frame, &["balance", "missed"], None, "missed", missed, Quantity::Count);
    let largest = after().map(|d| d.abs()).max_by(f64::total_cmp);
    let value = largest.map_or(Number::NotEstimable(NotEstimable::NoPair), Number::real);
    plain(records, frame, &["balance", "largest"], None, "largest", value, Quantity::Statistic);
}

fn one(records: &mut Records, frame: &Frame, matching: &Matching, balance: &Balance) {
    let term = || Some((balance.name.clone(), balance.label.clone()));
    let differences = [("smd_before", &balance.before), ("smd_after", &balance.after)];
    for (statistic, value) in differences {
        let id = ["balance", &balance.name, statistic];
        plain(records, frame, &id, term(), statistic, number(value), Quantity::Statistic);
    }
    let quantity = if balance.yes_no { Quantity::Proportion } else { Quantity::Mean };
    for (place, mean) in balance.means.iter().enumerate() {
        let arm = if place % 2 == 0 { matching.treated } else { matching.control };
        let group = records.arm(arm);
        let statistic = ["mean_before", "mean_after"][place / 2];
        let id = ["balance", &balance.name, statistic, group.as_deref().unwrap_or("")];
        records.push(
            frame,
            Entry { id: &id, group: group.clone(), term: term(), statistic, value: number(mean), quantity },
        );
    }
}

fn plain(
    records: &mut Records,
    frame: &Frame,
    id: &[&str],
    term: Option<(String, String)>,
    statistic: &str,
    value: Number,
    quantity: Quantity,
) {
    records.push(frame, Entry { id, group: None, term, statistic, value, quantity });
}
