//! The plan of the study with the criterion it uses, compiled once.

use prespec::compile::{InMemory, compile};
use prespec::diagnostic::{Diagnostic, Severity};
use prespec::plan::ir::Plan;
use std::fs;
use std::path::Path;
use std::sync::OnceLock;

/// The plan of the study.
pub fn plan() -> &'static Plan {
    static PLAN: OnceLock<Plan> = OnceLock::new();
    PLAN.get_or_init(|| changed("hold_response: yes", "hold_response: yes"))
}

/// The same with a response that is not held.
pub fn without_holding() -> &'static Plan {
    static PLAN: OnceLock<Plan> = OnceLock::new();
    PLAN.get_or_init(|| changed("hold_response: yes", "hold_response: no"))
}

/// The plan with one text in it replaced by another.
fn changed(written: &str, instead: &str) -> Plan {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("plans");
    let read = |name: &str| fs::read_to_string(folder.join(name)).unwrap_or_else(|e| panic!("{name}: {e}"));
    let text = read("sirt-hcc/plan.md");
    assert!(text.contains(written), "the plan does not say `{written}`");
    let text = text.replace(written, instead);
    let criteria = ["recist_1_1", "mrecist", "irecist", "li_rads_tr"].map(|name| format!("criteria/{name}"));
    let texts = criteria.iter().fold(InMemory::new(text), |all, name| all.with(name, read(&format!("{name}.md"))));
    let compiled = compile(&texts).expect("texts in memory are there");
    let errors: Vec<&Diagnostic> = compiled.diagnostics.iter().filter(|d| d.severity == Severity::Error).collect();
    assert!(errors.is_empty(), "{errors:#?}");
    compiled.plan.expect("a plan without errors")
}
