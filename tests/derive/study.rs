//! The first study and its tables, read once.

use prespec::binding::{Binding, Bound, read_binding};
use prespec::compile::compile_at;
use prespec::data::{Data, from_folder, read};
use prespec::derive::derive;
use prespec::derive::model::Derived;
use prespec::diagnostic::Sources;
use prespec::plan::ir::Plan;
use prespec::program::{Program, lower};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

pub struct Study {
    pub plan: Plan,
    pub program: Program,
    pub data: Data,
    pub derived: Derived,
}

pub fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("plans/sirt-hcc")
}

pub fn study() -> &'static Study {
    static STUDY: OnceLock<Study> = OnceLock::new();
    STUDY.get_or_init(|| {
        let plan = compile_at(&folder()).expect("the plan can be read").plan.expect("the plan has no error");
        let data = tables(&plan, "data/locked");
        let program = lower(&plan);
        let derived = derive(&plan, &program, &data);
        Study { plan, program, data, derived }
    })
}

/// The tables of an export of the study.
pub fn tables(plan: &Plan, export: &str) -> Data {
    let mut sources = Sources::default();
    let text = std::fs::read_to_string(folder().join("binding.yaml")).expect("the binding can be read");
    let file = sources.add("binding.yaml", text);
    let Bound { binding, diagnostics, .. } = read_binding(&sources, file, plan);
    let binding: Binding = binding.unwrap_or_else(|| panic!("the binding has mistakes: {diagnostics:?}"));
    let binding = Binding { data: export.to_string(), ..binding };
    read(plan, &binding, &folder().join(&binding.data), &from_folder(&folder())).expect("the files can be read").data
}
