//! From the binding and the files to typed tables and findings, on a small study that each case breaks in one way, and on
//! the two exports of the first study.

use prespec::binding::{Binding, Bound, plan_path, read_binding};
use prespec::checks::check;
use prespec::checks::report::findings_csv;
use prespec::compile::files::Files;
use prespec::compile::{InMemory, Texts, compile};
use prespec::data::{Read, ReadError, from_folder, read};
use prespec::derive::derive;
use prespec::diagnostic::{Diagnostic, FileId, Sources, render::render};
use prespec::plan::ir::Plan;
use prespec::program;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

mod bindings;
mod findings;
mod notation;
mod picked;
mod properties;
mod reported;
mod study;

fn repository() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn text(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

/// A plan and its texts; the plans of these tests have no errors.
fn plan(texts: &dyn Texts) -> (Plan, Sources) {
    let compiled = compile(texts).expect("the plan can be read");
    let told = || render(&compiled.diagnostics, &compiled.sources, false);
    let plan = compiled.plan.clone().unwrap_or_else(|| panic!("{}", told()));
    (plan, compiled.sources)
}

/// The small study: its plan, its binding, its files.
struct Small {
    sources: Sources,
    plan: Plan,
    binding: String,
    files: Vec<(&'static str, Vec<u8>)>,
}

impl Small {
    fn new() -> Small {
        let folder = repository().join("tests/data");
        let (plan, sources) = plan(&InMemory::new(text(&folder.join("plan.md"))));
        let files = ["patients.csv", "visits.csv", "lesions.csv"];
        let files = files.into_iter().map(|f| (f, text(&folder.join(f)).into_bytes())).collect();
        Small { sources, plan, binding: text(&folder.join("binding.yaml")), files }
    }

    /// The study with one text replaced where it stands exactly once.
    fn with(mut self, file: &str, old: &str, new: &str) -> Small {
        let replaced = |before: &str| {
            assert_eq!(before.matches(old).count(), 1, "`{old}` in {file}");
            before.replacen(old, new, 1)
        };
        if file == "binding.yaml" {
            self.binding = replaced(&self.binding);
        } else {
            let bytes = self.file(file);
            *bytes = replaced(std::str::from_utf8(bytes).expect("the files of the small study are UTF-8")).into_bytes();
        }
        self
    }

    fn file(&mut self, name: &str) -> &mut Vec<u8> {
        self.files.iter_mut().find(|(n, _)| *n == name).map(|(_, bytes)| bytes).expect("a file of the small study")
    }

    fn bind(&mut self) -> (Option<Binding>, Vec<Diagnostic>, FileId) {
        let file = self.sources.add("binding.yaml", self.binding.as_str());
        let Bound { binding, diagnostics: said, .. } = read_binding(&self.sources, file, &self.plan);
        (binding, said, file)
    }

    fn read(&mut self) -> Result<Read, ReadError> {
        let (binding, said, _) = self.bind();
        let binding = binding.unwrap_or_else(|| panic!("{}", render(&said, &self.sources, false)));
        let folder = tempfile::tempdir().expect("a folder for the files");
        for (name, bytes) in &self.files {
            std::fs::write(folder.path().join(name), bytes).expect("the files are written");
        }
        read(&self.plan, &binding, folder.path(), &from_folder(folder.path()))
    }

    /// `findings.csv` without its header.
    fn findings(&mut self) -> String {
        let read = self.read().expect("the files are there");
        findings_of(&self.plan, &self.sources, &read)
    }
}

fn findings_of(plan: &Plan, sources: &Sources, read: &Read) -> String {
    let program = program::lower(plan);
    let derived = derive(plan, &program, &read.data);
    let csv = findings_csv(&check(plan, &program, sources, read, &derived)).expect("findings can be written");
    let csv = String::from_utf8(csv).expect("findings are UTF-8");
    csv.split_once('\n').expect("a header").1.to_string()
}

/// The plan that the binding of the first study names, with its texts, the binding, and the folder of the study.
static FIRST_STUDY: LazyLock<(Plan, Sources, Binding, PathBuf)> = LazyLock::new(|| {
    let folder = repository().join("plans/sirt-hcc");
    let (plan, mut sources) = plan(&Files::new(&folder).expect("a plan"));
    let file = sources.add("binding.yaml", text(&folder.join("binding.yaml")));
    let path = plan_path(&sources, file).unwrap_or_else(|said| panic!("{}", render(&said, &sources, false)));
    assert_eq!(path.node, "plan.md");
    let Bound { binding, diagnostics: said, .. } = read_binding(&sources, file, &plan);
    let binding = binding.unwrap_or_else(|| panic!("{}", render(&said, &sources, false)));
    (plan, sources, binding, folder)
});
