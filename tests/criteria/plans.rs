//! The plan of the study with the criterion it uses, compiled once.

use prespec::diagnostic::{Diagnostic, Severity, Sources};
use prespec::plan::ir::Plan;
use prespec::plan::{Documents, registry, resolve, uses};
use prespec::syntax::parse;
use std::fs;
use std::path::Path;
use std::sync::OnceLock;

/// The plan of the study.
pub fn plan() -> &'static Plan {
    static PLAN: OnceLock<Plan> = OnceLock::new();
    PLAN.get_or_init(|| compile("hold_response: yes", "hold_response: yes"))
}

/// The same with a response that is not held.
pub fn without_holding() -> &'static Plan {
    static PLAN: OnceLock<Plan> = OnceLock::new();
    PLAN.get_or_init(|| compile("hold_response: yes", "hold_response: no"))
}

/// The plan with one text in it replaced by another.
fn compile(written: &str, instead: &str) -> Plan {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("plans");
    let read = |name: &str| fs::read_to_string(folder.join(name)).unwrap_or_else(|e| panic!("{name}: {e}"));
    let text = read("sirt-hcc/plan.md");
    assert!(text.contains(written), "the plan does not say `{written}`");
    let text = text.replace(written, instead);
    let heads = registry::head_words();
    let mut sources = Sources::default();
    let (document, mut diagnostics) = parse(sources.add("plan.md", text.as_str()), &text, &heads);
    let criterion = |used: prespec::diagnostic::Spanned<String>| {
        let text = read(&format!("{}.md", used.node));
        let (document, found) = parse(sources.add(used.node.as_str(), text.as_str()), &text, &heads);
        diagnostics.extend(found);
        (used, document)
    };
    let criteria = uses(&document).into_iter().map(criterion).collect();
    let (plan, found) = resolve(&Documents { plan: document, criteria, unreadable: vec![] }, &sources);
    diagnostics.extend(found);
    let errors: Vec<&Diagnostic> = diagnostics.iter().filter(|d| d.severity == Severity::Error).collect();
    assert!(errors.is_empty(), "{errors:#?}");
    plan.expect("a plan without errors")
}
