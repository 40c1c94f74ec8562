//! What is assumed before there are data, as it is understood.

use prespec::compile::compile_at;
use prespec::plan::ir::{Assumed, Hazard, Plan};
use rust_decimal::Decimal;
use std::path::Path;

fn plan(name: &str) -> Plan {
    let compiled = compile_at(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/plans").join(name));
    compiled.expect("the plan can be read").plan.expect("a plan without a fault")
}

fn decimal(text: &str) -> Decimal {
    text.parse().expect("a decimal")
}

#[test]
fn each_arm_has_what_is_assumed_of_it() {
    let plan = plan("skin");
    let [assumption] = plan.assumptions.as_slice() else { panic!("one assumption") };
    assert_eq!((assumption.patients.as_slice(), assumption.power), ([40, 20].as_slice(), decimal("0.9")));
    let [outcome] = assumption.outcomes.as_slice() else { panic!("one outcome") };
    assert_eq!(plan.endpoints[outcome.endpoint.0].header.name, "pasi_75");
    let (response, point) = outcome.each.expect("a response at a timepoint");
    assert_eq!(plan.point(response, point).name, "W12");
    assert_eq!(outcome.of(0), Some(&Assumed::Proportion(decimal("0.6"))));
    assert_eq!(outcome.of(1), Some(&Assumed::Proportion(decimal("0.1"))));
    assert_eq!(outcome.of(2), None);
}

#[test]
fn a_hazard_is_as_it_is_stated_and_another_scenario_changes_what_it_names() {
    let plan = plan("veterans");
    let [expected, by_hazard] = plan.assumptions.as_slice() else { panic!("two assumptions") };
    let hazards = |index: usize, arm: usize| match plan.assumptions[index].outcomes[0].of(arm) {
        Some(Assumed::Exponential(hazard)) => hazard.clone(),
        other => panic!("{other:?}"),
    };
    assert_eq!((hazards(0, 0), hazards(0, 1)), (Hazard::Median(decimal("120")), Hazard::Median(decimal("80"))));
    assert_eq!(hazards(1, 0), Hazard::Rate { events: decimal("0.577623"), in_days: decimal("100") });
    assert_eq!(hazards(1, 1), Hazard::EventFree { share: decimal("0.5"), on: 80 });
    assert_eq!((expected.followed, by_hazard.followed), (Some(400), Some(400)));
    assert_eq!(expected.patients, by_hazard.patients);
}

#[test]
fn a_share_of_the_treated_is_matched() {
    let plan = plan("later");
    let [assumption] = plan.assumptions.as_slice() else { panic!("one assumption") };
    let [(matching, share)] = assumption.matched.as_slice() else { panic!("one matching") };
    assert_eq!(plan.matching(*matching).map(|m| m.header.name.as_str()), Some("pairs"));
    assert_eq!(*share, decimal("0.75"));
    let discordant: Vec<_> = assumption.outcomes.iter().map(|outcome| outcome.discordant).collect();
    assert_eq!(discordant, [None, Some(decimal("0.4"))]);
}
