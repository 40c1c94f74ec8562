//! `export`: tables, figures and numbers of a run as files for other programs.

use super::progress::Progress;
use super::{CLEAN, done, failed, note};
use crate::run::export::{FOLDER, Form, export as write, is_of_other_results};
use clap::builder::{PossibleValuesParser, TypedValueParser};
use std::path::Path;

/// What stands behind `--as` and `--export`, by the list of forms.
pub(super) fn forms() -> impl TypedValueParser<Value = Form> {
    let names = PossibleValuesParser::new(Form::all().map(Form::name));
    names.try_map(|name| Form::all().find(|form| form.name() == name).ok_or("no such form"))
}

pub(super) fn export(run: &Path, out: Option<&Path>, forms: &[Form]) -> u8 {
    let usual = run.join(FOLDER);
    let progress = Progress::new();
    let written = write(run, out.unwrap_or(&usual), forms, &|step| progress.tell(step));
    progress.end();
    match written {
        Ok(written) => done(&format!("{} files in {}\n", written.files, written.folder.display())),
        Err(error) => failed(&error),
    }
}

/// What was asked for with a run; else it is said that what was exported of an earlier one stands beside other results.
pub(super) fn with_run(run: &Path, forms: &[Form]) -> u8 {
    if !forms.is_empty() {
        return export(run, None, forms);
    }
    let folder = run.join(FOLDER);
    if is_of_other_results(run, &folder) {
        note(&format!("{} is of earlier results: `prespec export` writes it anew\n", folder.display()));
    }
    CLEAN
}
