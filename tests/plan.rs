//! The plan of the first study, as it is understood.

use prespec::diagnostic::{Sources, render::render};
use prespec::plan::ir::{EndpointKind, Plan, Role, Standing};
use prespec::plan::{self, Documents, dump::dump, registry};
use prespec::syntax;
use std::fs;
use std::path::Path;

fn study() -> Plan {
    let plans = Path::new(env!("CARGO_MANIFEST_DIR")).join("plans");
    let read = |path: &str| fs::read_to_string(plans.join(path)).unwrap_or_else(|e| panic!("{path}: {e}"));
    let heads = registry::head_words();
    let mut sources = Sources::default();
    let text = read("sirt-hcc/plan.md");
    let file = sources.add("plan.md", text.as_str());
    let (document, mut said) = syntax::parse(file, &text, &heads);
    let mut criteria = vec![];
    for used in plan::uses(&document) {
        let path = format!("{}.md", used.node);
        let text = read(&path);
        let file = sources.add(path, text.as_str());
        let (criterion, found) = syntax::parse(file, &text, &heads);
        said.extend(found);
        criteria.push((used, criterion));
    }
    let (plan, found) = plan::resolve(&Documents { plan: document, criteria, unreadable: vec![] }, &sources);
    said.extend(found);
    assert!(said.is_empty(), "{}", render(&said, &sources, false));
    plan.expect("a plan without a fault is resolved")
}

#[test]
fn it_resolves_and_what_is_like_another_takes_its_changes() {
    let plan = study();
    let analysis = |name: &str| plan.analyses.iter().find(|a| a.header.name == name).expect("an analysis");
    let (progression, survival) = (analysis("progression"), analysis("survival"));
    assert_eq!(plan.endpoints[survival.endpoint.0].header.name, "os");
    assert_eq!((survival.population, survival.role), (progression.population, Role::Secondary));
    let methods = |a: &plan::ir::Analysis| a.methods.iter().map(|m| m.method.name).collect::<Vec<_>>();
    assert_eq!(methods(survival), methods(progression));
    let unmatched = analysis("survival_unmatched");
    assert_eq!(plan.populations[unmatched.population.0].header.name, "eligible");
    assert!(matches!(plan.endpoints[unmatched.endpoint.0].kind, EndpointKind::TimeToEvent(_)));
    assert!(!unmatched.methods.iter().any(|m| m.standing == Standing::Decides));
}

#[test]
fn a_deciding_test_outside_the_primary_analysis_is_unadjusted() {
    let plan = study();
    let unadjusted = plan.analyses.iter().filter(|a| a.unadjusted).map(|a| a.header.name.as_str());
    assert_eq!(unadjusted.collect::<Vec<_>>(), ["response", "progression", "survival"]);
}

#[test]
fn arms_are_settled_by_the_last_day_that_counts() {
    let plan = study();
    assert_eq!(plan.arms.settled_by_day, Some(120));
    let late = plan.intercurrents.iter().find(|i| i.header.name == "late_sirt").expect("the late SIRT");
    assert_eq!((late.from_day, late.arm), (Some(121), Some(1)));
}

#[test]
fn its_dump_is_readable_and_always_the_same() {
    let text = dump(&study());
    assert_eq!(text, dump(&study()));
    for line in [
        "  sirt_io \"SIRT + immunotherapy\" when (sirt is known) and (sirt within 0..120 days of time zero)",
        "  value nadir: number in mm",
        "    min total at (baseline, earlier_exam)",
        "  option absolute_floor: 5 mm",
        "  treated_2021_to_2024: time zero in 2021-01-01..2024-12-31",
        "  M6: nearest to day 183 where date within 137..228 days of time zero; window 137..228",
    ] {
        assert!(text.lines().any(|l| l == line), "no line\n{line}\nin\n{text}");
    }
    assert!(!text.contains('?'), "something has no name:\n{text}");
}
