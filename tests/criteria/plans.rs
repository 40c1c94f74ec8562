//! The plan of the study with the criteria it uses, compiled once, and the same with a text changed.

use prespec::compile::{InMemory, compile};
use prespec::diagnostic::{Diagnostic, Severity};
use prespec::plan::ir::{Plan, Response};
use std::fs;
use std::path::Path;
use std::sync::OnceLock;

/// The documents of the criteria, as a plan names them.
fn criteria(folder: &Path) -> Vec<String> {
    let files = fs::read_dir(folder.join("criteria")).expect("the folder of the criteria");
    let paths = files.map(|file| file.expect("an entry").path());
    paths.map(|path| format!("criteria/{}", path.file_stem().expect("a name").to_string_lossy())).collect()
}

/// The plan of the study.
pub fn plan() -> &'static Plan {
    static PLAN: OnceLock<Plan> = OnceLock::new();
    PLAN.get_or_init(|| changed("sirt-hcc/plan", &[]))
}

/// The same with a response that is not held.
pub fn without_holding() -> &'static Plan {
    static PLAN: OnceLock<Plan> = OnceLock::new();
    PLAN.get_or_init(|| changed("sirt-hcc/plan", &[("hold_response: yes", "hold_response: no")]))
}

/// What the documents assume where it is not recorded, which a plan must say.
const ASSUMED: [(&str, &str); 3] = [
    ("use criteria/recist_1_1", "{ equivocal: no }"),
    ("use criteria/mrecist", "{ equivocal: no, pretreated: no, infiltrative: no, porta_hepatis: no, typical: yes }"),
    ("use criteria/irecist", "{ equivocal: no, for_symptoms: no }"),
];

/// The same with the criteria as their documents have them, no option set.
pub fn by_default() -> &'static Plan {
    static PLAN: OnceLock<Plan> = OnceLock::new();
    PLAN.get_or_init(|| {
        let line = |line: &str| match line.split_once(" {") {
            Some((used, _)) if line.starts_with("use criteria/") => {
                let assumed = ASSUMED.iter().find(|(criterion, _)| *criterion == used).map_or("", |(_, said)| said);
                format!("{used} {assumed}\n")
            }
            _ => format!("{line}\n"),
        };
        read(|name, text| if name == "sirt-hcc/plan" { text.lines().map(line).collect() } else { text })
    })
}

/// The plan after texts in one of its documents were replaced, wherever they stand.
pub fn changed(document: &str, replaced: &[(&str, &str)]) -> Plan {
    changed_both(&[(document, replaced)])
}

/// The plan after texts in several of its documents were replaced.
pub fn changed_both(changes: &[(&str, &[(&str, &str)])]) -> Plan {
    read(|name, text| {
        let change = |text: String, (written, instead): &(&str, &str)| {
            assert!(text.contains(written), "{name} does not say `{written}`");
            text.replace(written, instead)
        };
        let own = changes.iter().filter(|(document, _)| *document == name);
        own.flat_map(|(_, replaced)| replaced.iter()).fold(text, change)
    })
}

/// The plan after a change of its documents, by their names.
fn read(change: impl Fn(&str, String) -> String) -> Plan {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("plans");
    let read = |name: &str| {
        let text = fs::read_to_string(folder.join(format!("{name}.md"))).unwrap_or_else(|e| panic!("{name}: {e}"));
        change(name, text)
    };
    let with = |texts: InMemory, name: String| {
        let text = read(&name);
        texts.with(name, text)
    };
    let texts = criteria(&folder).into_iter().fold(InMemory::new(read("sirt-hcc/plan")), with);
    let compiled = compile(&texts).expect("texts in memory are there");
    let errors: Vec<&Diagnostic> = compiled.diagnostics.iter().filter(|d| d.severity == Severity::Error).collect();
    match (compiled.plan, errors.first()) {
        (Some(plan), None) => plan,
        (_, Some(error)) => panic!("{} {:?} {:?}", error.code, error.subject, error.reason),
        (None, None) => panic!("no plan and no error"),
    }
}

/// The response of this name.
pub fn response<'p>(plan: &'p Plan, name: &str) -> &'p Response {
    plan.responses.iter().find(|r| r.header.name == name).expect("a response of the plan")
}
