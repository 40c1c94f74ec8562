//! `document`: the plan as a document that is signed.

use super::{OBJECTED, done, failed, note, said_of};
use crate::compile::{Compiled, compile_at};
use crate::document::document;
use crate::file::read_file;
use crate::plan::ir::Plan;
use crate::report::{ReportError, plan_html, plan_pdf};
use crate::run::RunError;
use crate::run::columns::{FileColumns, file_columns};
use crate::run::output::{self, Content};
use crate::run::record::last_seal;
use std::path::Path;

const PDF: &str = "plan.pdf";
const HTML: &str = "plan.html";
/// Around the title of a page.
const TITLE: (&str, &str) = ("<title>", "</title>");

pub(super) fn run(plan: &Path, out: &Path) -> u8 {
    let compiled = match compile_at(plan) {
        Ok(compiled) => compiled,
        Err(error) => return failed(&error.into()),
    };
    if compiled.plan.is_none() {
        let said = said_of(&compiled);
        note("no document was made: the plan has errors\n");
        return said.max(OBJECTED);
    }
    if !compiled.diagnostics.is_empty() {
        said_of(&compiled);
    }
    match written(&compiled, out) {
        Ok(()) => done(&format!("the document is {}, and {}\n", out.join(PDF).display(), out.join(HTML).display())),
        Err(error) => failed(&error),
    }
}

fn written(compiled: &Compiled, out: &Path) -> Result<(), RunError> {
    let Some(plan) = &compiled.plan else { return Ok(()) };
    let seal = last_seal(compiled)?;
    let files = files(plan, compiled);
    let document = document(plan, compiled, seal.as_ref(), &files)?;
    let report = |e: ReportError| RunError::Report(e.to_string());
    let (pdf, html) = (plan_pdf(&document).map_err(report)?, plan_html(&document).map_err(report)?);
    let files = vec![(PDF, Content::Bytes(&pdf)), (HTML, Content::Bytes(&html))];
    // A page of the same title is that of an earlier version, with its print beside it.
    let earlier =
        read_file(&out.join(HTML)).is_ok_and(|page| titled(&page).is_some() && titled(&page) == titled(&html));
    output::write_own(out, files, &|_| earlier)
}

/// A binding at fault keeps nobody from signing the plan: it is told, and nothing is said of its files.
fn files(plan: &Plan, compiled: &Compiled) -> Vec<FileColumns> {
    match file_columns(plan, compiled) {
        Ok(files) => files.unwrap_or_default(),
        Err(error) => {
            failed(&error);
            note("the document does not list the columns that nothing reads: the binding cannot be read\n");
            vec![]
        }
    }
}

/// The title of a page.
fn titled(page: &[u8]) -> Option<&str> {
    let (begins, ends) = TITLE;
    let (_, rest) = std::str::from_utf8(page).ok()?.split_once(begins)?;
    rest.split_once(ends).map(|(title, _)| title)
}
