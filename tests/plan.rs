//! The plan of the first study, as it is understood.

mod assume;
mod long;
mod references;
mod texts;

use prespec::compile::{InMemory, compile, compile_at};
use prespec::diagnostic::render::render;
use prespec::diagnostic::{Diagnostic, codes};
use prespec::plan::dump::dump;
use prespec::plan::ir::{Analysis, EndpointKind, Family, Plan, Role, Standing};
use prespec::plan::references::Named;
use prespec::plan::registry::{ESTIMAND, HEADS, is_planned, takes_block, takes_only_block};
use std::path::Path;

fn study() -> Plan {
    let plans = Path::new(env!("CARGO_MANIFEST_DIR")).join("plans");
    let compiled = compile_at(&plans.join("sirt-hcc")).expect("the plan can be read");
    // What a copy for circulation will leave out is told of every plan that has one, and is no fault.
    let faults: Vec<Diagnostic> = compiled.diagnostics.iter().filter(|d| d.code != codes::WITHHELD).cloned().collect();
    assert!(faults.is_empty(), "{}", render(&faults, &compiled.sources, false));
    compiled.plan.expect("a plan without a fault is resolved")
}

#[test]
fn it_resolves_and_what_is_like_another_takes_its_changes() {
    let plan = study();
    let analysis = |name: &str| plan.analyses.iter().find(|a| a.header.name == name).expect("an analysis");
    let (progression, survival) = (analysis("progression"), analysis("survival"));
    assert_eq!(plan.endpoints[survival.endpoint.0].header.name, "os");
    assert_eq!((survival.population, survival.role), (progression.population, Role::Secondary));
    let methods = |a: &Analysis| a.methods.iter().map(|m| m.method.name).collect::<Vec<_>>();
    assert_eq!(methods(survival), methods(progression));
    let unmatched = analysis("survival_unmatched");
    assert_eq!(plan.populations[unmatched.population.0].header.name, "eligible");
    assert!(matches!(plan.endpoints[unmatched.endpoint.0].kind, EndpointKind::TimeToEvent(_)));
    assert!(!unmatched.methods.iter().any(|m| m.standing == Standing::MainTest));
}

#[test]
fn a_deciding_test_outside_the_primary_analysis_is_unadjusted_or_in_a_family() {
    let plan = study();
    let unadjusted = plan.analyses.iter().filter(|a| a.unadjusted).map(|a| a.header.name.as_str());
    assert_eq!(unadjusted.collect::<Vec<_>>(), ["progression", "survival"]);
    let of = |family: &Family| family.of.iter().map(|a| plan.analyses[*a].header.name.clone()).collect::<Vec<_>>();
    assert_eq!(plan.families.iter().flat_map(of).collect::<Vec<_>>(), ["response"]);
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
        "  sirt_io \"SIRT + immunotherapy\" when (sirt is known) and (sirt from day 0 to day 120)",
        "  value nadir: number in mm",
        "    min total at (baseline, earlier_exam)",
        "  option absolute_floor: 5 mm",
        "  treated_2021_to_2024: time zero from 2021-01-01 to 2024-12-31",
        "  M6: nearest to day 183 where date from day 137 to day 228; window day 137 to day 228",
    ] {
        assert!(text.lines().any(|l| l == line), "no line\n{line}\nin\n{text}");
    }
    assert!(!text.contains('?'), "something has no name:\n{text}");
}

/// The registry and the passes agree: a key that a statement is said to take is read by name somewhere, and what takes a block
/// is a key.
#[test]
fn every_key_of_the_registry_is_read() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/plan");
    let mut sources = String::new();
    for entry in ["resolve", "ir"].map(|f| std::fs::read_dir(folder.join(f)).expect("sources")).into_iter().flatten() {
        let path = entry.expect("an entry").path();
        if path.is_file() {
            sources.push_str(&std::fs::read_to_string(path).expect("a source"));
        }
    }
    sources.push_str(include_str!("../src/catalogue/response_role.rs"));
    let keys = HEADS.iter().flat_map(|h| h.keys).chain(ESTIMAND);
    let unread: Vec<&&str> = keys.clone().filter(|key| !sources.contains(&format!("\"{key}\""))).collect();
    assert!(unread.is_empty(), "keys that nothing reads: {unread:?}");
    let named: Vec<&str> = HEADS.iter().filter(|h| Named::of_head(h.word).is_none()).map(|h| h.word).collect();
    assert_eq!(named, ["time zero", "accept", "report", "circulation"], "statements without a name of their own");
    assert!(keys.filter(|key| takes_only_block(key)).all(|key| takes_block(key)));
    assert!(HEADS.iter().all(|h| !is_planned(h.word) && h.keys.iter().all(|key| !is_planned(key))));
}

/// What is told of the study after one text of its plan was replaced.
fn told_of_study(written: &str, other: &str) -> Vec<String> {
    let plans = Path::new(env!("CARGO_MANIFEST_DIR")).join("plans");
    let read = |name: &str| std::fs::read_to_string(plans.join(format!("{name}.md"))).unwrap_or_else(|e| panic!("{e}"));
    let text = read("sirt-hcc/plan");
    assert_eq!(text.matches(written).count(), 1);
    let criteria = ["recist_1_1", "mrecist", "irecist", "li_rads_tr"].map(|name| format!("criteria/{name}"));
    let texts = criteria.iter().fold(InMemory::new(text.replace(written, other)), |texts, name| {
        let text = read(name);
        texts.with(name, text)
    });
    let compiled = compile(&texts).expect("texts in memory are there");
    compiled.diagnostics.iter().map(|d| d.title.to_string()).collect()
}

/// The consensus on one criterion is none on another.
#[test]
fn a_consensus_for_a_response_by_another_criterion_is_refused() {
    let titles = told_of_study("  consensus for: recist\n", "  consensus for: mrecist\n");
    assert_eq!(titles, ["`mrecist` is read by another criterion than `recist_not_held`"]);
}

/// Whom nobody has treated has no response to the treatment, and no arm is better by that.
#[test]
fn arms_are_not_compared_by_a_response_that_one_of_them_has() {
    let each = "    each:       lirads at (M3, M6, M9, M12)\n    population: matched\n";
    let titles = told_of_study(each, &format!("{each}    compare:    sirt_io against io\n"));
    let expected = "`lirads` is read only after `sirt`, which makes the arm, and arms are compared by it";
    assert!(titles.iter().any(|title| title == expected), "{titles:?}");
}

/// Nor are lesions counted in the arm whose patients have no such response.
#[test]
fn lesions_are_not_counted_in_an_arm_that_has_none() {
    let titles = told_of_study("  arms:     sirt_io\n", "  arms:     sirt_io, io\n");
    let expected = "`lirads` is read only after `sirt`, which nobody of the arm `io` need have had";
    assert!(titles.iter().any(|title| title == expected), "{titles:?}");
}

/// Whoever is exposed has had the event, and no strategy is left for it.
#[test]
fn what_is_compared_as_an_exposure_has_no_strategy() {
    let titles = told_of_study("    intercurrent { late_sirt: exposure }\n", "");
    let expected = "`late_sirt` is the exposure that is compared";
    assert!(titles.iter().any(|title| title == expected), "{titles:?}");
}
