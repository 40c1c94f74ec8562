//! The compiler takes its texts from whoever has them, and gives back what it understood although there are errors.

use prespec::compile::{Compiled, InMemory, Text, Texts, Unread, compile};
use std::cell::RefCell;
use std::fs;
use std::path::Path;

fn base(path: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/messages/base");
    fs::read_to_string(folder.join(path)).unwrap_or_else(|e| panic!("{path}: {e}"))
}

fn small() -> InMemory {
    InMemory::new(base("plan.md")).with("criteria/small", base("criteria/small.md"))
}

fn compiled(texts: &dyn Texts) -> Compiled {
    compile(texts).expect("the texts are there")
}

/// Texts that remember what was asked for.
struct Asked {
    texts: InMemory,
    names: RefCell<Vec<String>>,
}

impl Texts for Asked {
    fn plan(&self) -> Result<Text, Unread> {
        self.texts.plan()
    }

    fn document(&self, name: &str) -> Option<Result<Text, Unread>> {
        self.names.borrow_mut().push(name.to_string());
        self.texts.document(name)
    }
}

#[test]
fn every_text_is_asked_for_by_name_and_once() {
    let twice = base("plan.md").replacen("use criteria/small", "use criteria/small\nuse criteria/small", 1);
    let texts = Asked { texts: InMemory { plan: twice, ..small() }, names: RefCell::default() };
    let compiled = compiled(&texts);
    assert_eq!(*texts.names.borrow(), ["criteria/small"]);
    assert_eq!(
        compiled.sources.iter().map(|(_, s)| s.path.as_str()).collect::<Vec<_>>(),
        ["plan.md", "criteria/small.md"]
    );
}

#[test]
fn a_document_that_is_not_there_is_a_mistake_of_the_plan() {
    let compiled = compiled(&InMemory::new(base("plan.md")));
    assert!(compiled.plan.is_none());
    assert_eq!(compiled.diagnostics.iter().map(|d| d.code.0).collect::<Vec<_>>(), ["P001"]);
}

/// However it is called, and wherever texts come from.
#[test]
fn a_criterion_comes_with_the_program() {
    let plan = Path::new(env!("CARGO_MANIFEST_DIR")).join("templates/new/single_arm_response/plan.md");
    let plan = fs::read_to_string(plan).expect("the template");
    let criteria = ["recist_1.1", "recist_1_1", "criteria/recist_1_1"].map(|named| {
        let used = compiled(&InMemory::new(plan.replacen("use recist_1.1 ", &format!("use {named} "), 1)));
        assert_eq!(used.diagnostics.len(), 0, "{named}");
        let paths: Vec<&str> = used.sources.iter().map(|(_, source)| source.path.as_str()).collect();
        assert_eq!(paths, ["plan.md", "prespec:criteria/recist_1_1.md"], "{named}");
        used.plan.expect("a plan").responses.iter().map(|r| r.criterion.header.name.clone()).collect::<Vec<_>>()
    });
    assert_eq!(criteria, ["recist_1_1"; 3].map(|name| vec![name.to_string()]));
}

#[test]
fn what_was_understood_comes_out_whatever_the_errors() {
    let whole = compiled(&small());
    let plan = whole.plan.as_ref().expect("the base has no error");
    let wrong = base("plan.md").replacen("  role: primary", "  rolle: primary", 1);
    assert_ne!(wrong, base("plan.md"));
    let broken = compiled(&InMemory { plan: wrong, ..small() });
    assert!(broken.plan.is_none() && broken.has_errors());
    let understood = &broken.understood;
    let names = |tables: &[prespec::plan::ir::Table]| tables.iter().map(|t| t.header.name.clone()).collect::<Vec<_>>();
    assert_eq!(names(&understood.tables), names(&plan.tables));
    assert_eq!(understood.endpoints.len(), plan.endpoints.len());
    assert_eq!(understood.responses.len(), plan.responses.len());
    assert!(understood.analyses.len() < plan.analyses.len());
}
