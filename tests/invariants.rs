//! What is true of every plan and of every program, over every plan of the repository.

use prespec::compile::compile_at;
use prespec::{plan, program};
use std::path::{Path, PathBuf};

/// Every `plan.md` below a folder.
fn plans(folder: &Path, into: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> =
        std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            plans(&path, into);
        } else if path.file_name().is_some_and(|name| name == "plan.md") {
            into.push(path);
        }
    }
}

#[test]
fn plans_and_programs_keep_their_invariants() {
    let mut found = vec![];
    for folder in ["plans", "tests"] {
        plans(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder), &mut found);
    }
    let mut whole = 0;
    for path in &found {
        let compiled = compile_at(path).expect("a plan that can be read");
        // Some plans of the tests are wrong on purpose.
        let Some(plan) = &compiled.plan else { continue };
        whole += 1;
        assert_eq!(plan::invariants::invariants(plan, &compiled.sources), [""; 0], "{}", path.display());
        let program = program::lower(plan);
        assert_eq!(program::invariants::invariants(&program, plan), [""; 0], "{}", path.display());
    }
    assert!(whole >= 16, "{whole} plans of {}", found.len());
}

/// The functions find what they are there to find.
#[test]
fn what_does_not_hold_is_found() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/plans/lung/plan.md");
    let compiled = compile_at(&path).expect("a plan that can be read");
    let plan = compiled.plan.expect("a plan without a fault");
    let mut program = program::lower(&plan);
    program.steps[1].id = program.steps[0].id.clone();
    let last = program.steps.len() - 1;
    program.steps[last].inputs.push(program::StepId(last));
    let broken = program::invariants::invariants(&program, &plan);
    assert!(broken.iter().any(|b| b.ends_with("another step has this name")), "{broken:?}");
    assert!(broken.iter().any(|b| b.ends_with("stands before what it reads")), "{broken:?}");
    let mut plan = plan;
    plan.tables[0].key = vec![99];
    plan.analyses[0].endpoint.0 = 99;
    assert_eq!(plan::invariants::invariants(&plan, &compiled.sources).len(), 2);
}
