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
    PLAN.get_or_init(|| {
        let not_held = "among: eligible, hold_response: no }";
        let held = "among: eligible, hold_response: yes }";
        changed("sirt-hcc/plan", &[("hold_response: yes", "hold_response: no"), (not_held, held)])
    })
}

/// The plan of the study with a table that records which findings are equivocal, and what has split or merged.
pub fn recording() -> &'static Plan {
    static PLAN: OnceLock<Plan> = OnceLock::new();
    PLAN.get_or_init(|| recording_changed("", &[]))
}

/// The same after texts in one of its documents were replaced.
pub fn recording_changed(document: &str, replaced: &[(&str, &str)]) -> Plan {
    let columns = "equivocal: yes_no { may be missing: yes }\n    part_of: integer from 1 to 99 { may be missing: yes, names: number }\n    \
                   merged_into: integer from 1 to 99 { may be missing: yes, names: number }\n    state \"State\":";
    read(|name, text| {
        let recorded = match name {
            "sirt-hcc/plan" => text
                .replace(", equivocal: no, part_of: none, merged_into: none", "")
                .replace("state \"State\":", columns),
            // The study asks who is free of progression on a day, which is told only later where a suspicion dates back.
            "criteria/recist_1_1" => text.replace("  dated back to:           first_suspected\n", ""),
            _ => text,
        };
        replace(name, recorded, document, replaced)
    })
}

/// What the documents assume where it is not recorded, which a plan must say.
const ASSUMED: [(&str, &str); 3] = [
    ("use criteria/recist_1_1", "{ equivocal: no, part_of: none, merged_into: none }"),
    (
        "use criteria/mrecist",
        "{ equivocal: no, part_of: none, merged_into: none, pretreated: no, infiltrative: no, porta_hepatis: no, typical: yes }",
    ),
    ("use criteria/irecist", "{ equivocal: no, part_of: none, merged_into: none, for_symptoms: no }"),
];

/// The same with the criteria as their documents have them, no option set.
pub fn by_default() -> &'static Plan {
    static PLAN: OnceLock<Plan> = OnceLock::new();
    PLAN.get_or_init(|| by_default_but("", ""))
}

/// The same where the `use` of one document sets one option.
pub fn by_default_but(document: &str, option: &str) -> Plan {
    defaults(document, option, |_, text| text)
}

/// The same without one, after texts in one of its documents were replaced.
pub fn by_default_changed(document: &str, replaced: &[(&str, &str)]) -> Plan {
    defaults("", "", |name, text| replace(name, text, document, replaced))
}

fn defaults(document: &str, option: &str, change: impl Fn(&str, String) -> String) -> Plan {
    let line = |line: &str| match line.split_once(" {") {
        Some((used, _)) if line.starts_with("use criteria/") => {
            let assumed = ASSUMED.iter().find(|(criterion, _)| *criterion == used).map_or("{}", |(_, said)| said);
            let inner = assumed.trim_matches(['{', '}', ' ']);
            let own = if used == format!("use {document}") { option } else { "" };
            let all: Vec<&str> = [inner, own].into_iter().filter(|said| !said.is_empty()).collect();
            match all[..] {
                [] => format!("{used}\n"),
                _ => format!("{used} {{ {} }}\n", all.join(", ")),
            }
        }
        _ => format!("{line}\n"),
    };
    // One response of the study is not held, which is said of it only where the criterion is read otherwise.
    let held = |text: String| match option {
        "hold_response: no" if document == "criteria/recist_1_1" => {
            text.replace("among: eligible, hold_response: no }", "among: eligible, hold_response: yes }")
        }
        _ => text,
    };
    read(|name, text| {
        let text = if name == "sirt-hcc/plan" { held(text.lines().map(line).collect()) } else { text };
        change(name, text)
    })
}

/// The plan after texts in one of its documents were replaced, wherever they stand.
pub fn changed(document: &str, replaced: &[(&str, &str)]) -> Plan {
    changed_both(&[(document, replaced)])
}

/// The plan after texts in several of its documents were replaced.
pub fn changed_both(changes: &[(&str, &[(&str, &str)])]) -> Plan {
    read(|name, text| changes.iter().fold(text, |text, (document, replaced)| replace(name, text, document, replaced)))
}

fn replace(name: &str, text: String, document: &str, replaced: &[(&str, &str)]) -> String {
    let change = |text: String, (written, instead): &(&str, &str)| {
        assert!(text.contains(written), "{name} does not say `{written}`");
        text.replace(written, instead)
    };
    if name == document { replaced.iter().fold(text, change) } else { text }
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
