//! Every method of the language is called by a plan and compared with numbers from elsewhere, and every figure is asked for by a plan.

use crate::every_plan::every_plan;
use prespec::catalogue::{self, FigureKind};
use prespec::compile::Compiled;
use prespec::plan::ir::Plan;
use std::collections::BTreeSet;
use std::path::Path;

/// Of the plans that are run.
fn plans() -> Vec<Plan> {
    let folders =
        ["plans", "tests/plans", "templates/new"].map(|folder| Path::new(env!("CARGO_MANIFEST_DIR")).join(folder));
    let is_run = |compiled: &Compiled| folders.iter().any(|folder| compiled.path.starts_with(folder));
    every_plan().into_iter().filter(is_run).filter_map(|compiled| compiled.plan).collect()
}

fn called(plan: &Plan) -> Vec<&'static str> {
    let agreements = plan.agreements.iter().flat_map(|a| &a.methods);
    let families = plan.families.iter().map(|f| &f.procedure);
    let sizes = plan.sample_sizes.iter().flat_map(|s| &s.show);
    let calls = plan.analyses.iter().flat_map(|a| &a.methods).chain(agreements).chain(families).chain(sizes);
    let calls = calls.chain(plan.analyses.iter().flat_map(|a| &a.subgroups).map(|s| &s.interaction));
    calls.map(|call| call.method.name).collect()
}

#[test]
fn every_method_is_reached() {
    let found: BTreeSet<&str> = plans().iter().flat_map(called).collect();
    let missing: Vec<&str> = catalogue::ALL.iter().map(|m| m.name).filter(|m| !found.contains(m)).collect();
    assert!(missing.is_empty(), "no plan calls {}", missing.join(", "));
}

#[test]
fn every_figure_is_reached() {
    let plans = plans();
    let asked: BTreeSet<FigureKind> =
        plans.iter().flat_map(|plan| &plan.report).flat_map(|r| &r.figures).map(|f| f.kind).collect();
    let missing: Vec<&str> = FigureKind::ALL.iter().filter(|kind| !asked.contains(kind)).map(|k| k.word()).collect();
    assert!(missing.is_empty(), "no plan asks for {}", missing.join(", "));
}

/// Run by name, or found in the results of a plan by the part of its identifier.
#[test]
fn every_method_is_compared() {
    let mut tests = String::new();
    for folder in ["tests/reference", "tests/oracle", "tests/plans"] {
        let files = std::fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)).expect("a folder of tests");
        let paths = files.map(|file| file.expect("an entry").path());
        for path in paths.filter(|path| path.extension().is_some_and(|e| e == "rs")) {
            tests.push_str(&std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display())));
        }
    }
    let names = |name: &str| tests.contains(&format!("\"{name}\"")) || tests.contains(&format!(".{name}."));
    let missing: Vec<&str> = catalogue::ALL.iter().map(|m| m.name).filter(|name| !names(name)).collect();
    assert!(missing.is_empty(), "compared with nothing: {}", missing.join(", "));
}
