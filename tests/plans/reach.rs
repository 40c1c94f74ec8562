//! Every method of the language is called by a plan.

use super::support::compiled;
use prespec::catalogue;
use prespec::compile::compile_at;
use prespec::plan::ir::Plan;
use std::collections::BTreeSet;
use std::path::Path;

fn called(plan: &Plan, found: &mut BTreeSet<&'static str>) {
    let agreements = plan.agreements.iter().flat_map(|a| &a.methods);
    let families = plan.families.iter().map(|f| &f.procedure);
    let calls = plan.analyses.iter().flat_map(|a| &a.methods).chain(agreements).chain(families);
    found.extend(calls.map(|call| call.method.name));
}

#[test]
fn every_method_is_reached() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = BTreeSet::new();
    let study = compile_at(&root.join("plans/sirt-hcc")).expect("the plan can be read");
    called(study.plan.as_ref().expect("the plan has no error"), &mut found);
    for entry in std::fs::read_dir(root.join("tests/plans")).expect("the folder of the plans") {
        let path = entry.expect("an entry").path();
        if path.join("plan.md").is_file() {
            let name = path.file_name().and_then(|n| n.to_str()).expect("a name");
            called(compiled(name).plan.as_ref().expect("a plan without a fault"), &mut found);
        }
    }
    let missing: Vec<&str> = catalogue::ALL.iter().map(|m| m.name).filter(|m| !found.contains(m)).collect();
    assert!(missing.is_empty(), "no plan calls {}", missing.join(", "));
}
