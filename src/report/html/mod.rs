//! The back end for a browser: one file, which asks the network for nothing, with the whole report and what each number
//! comes from.
//!
//! [`page`] writes a document as the template reads it, and [`walk`] what is opened beside it, as JSON within the page; the
//! template escapes every text, and [`safe`] keeps the JSON from ending its script. A content-security policy names the
//! hashes of the one script and the one style, so that a browser runs and loads nothing else.

mod behind;
mod once;
mod page;
mod patients;
mod picture;
pub(crate) mod safe;
mod said;
mod walk;

pub use page::clause as clause_address;

use super::clean::clean;
use super::document::Document;
use super::figure::letters::Letters;
use super::spaces::blocks_in_language;
use super::{Format, ReportError, markdown, pages};
use crate::catalogue::Method;
use crate::results::Results;
use crate::words::Words;
use minijinja::value::{Serde, Value};
use minijinja::{AutoEscape, Environment, UndefinedBehavior, context};
use serde::Serialize;

pub const HTML: Format =
    Format { name: "html", write: |results| write(&pages::document(results, &Wide), results).map(String::into_bytes) };

/// The letters of a browser are not known: as wide as those of the widest of the faces that it may have.
struct Wide;

impl Letters for Wide {
    fn width(&self, text: &str) -> f64 {
        text.chars().count() as f64 * 0.62
    }
}

const TEMPLATE: &str = include_str!("../../../templates/html/report.html.j2");
const STYLE: &str = include_str!("../../../templates/html/report.css");
const SCRIPT: &str = include_str!("../../../templates/html/report.js");

/// A method that gave a number, with its page.
#[derive(Serialize)]
struct Explained {
    name: &'static str,
    title: &'static str,
    page: Vec<page::Part>,
    citation: &'static str,
}

/// The document as a page. The same document gives the same bytes.
fn write(document: &Document, results: &Results) -> Result<String, ReportError> {
    let language = results.report.language;
    let data = safe::json(&walk::walk(results)).map_err(|e| failed(&e))?;
    let explained = |method: &'static Method| Explained {
        name: method.name,
        title: method.titles().of(language),
        page: page::prose(&blocks_in_language(markdown::blocks(&method.page_in(language)), language), results),
        citation: method.citation,
    };
    let methods: Vec<Explained> = walk::methods(results).into_iter().map(explained).collect();
    rendered(context! {
        engine => clean(&results.study.engine),
        policy => policy(&format!("script-src '{}'; ", safe::source(SCRIPT))),
        script => Value::from_safe_string(SCRIPT.to_string()),
        data => Value::from_safe_string(data),
        alone => false,
        clauses => Value::from(Serde(walk::clauses(results))),
        methods => Value::from(Serde(methods)),
        found => Value::from(Serde(walk::listed(results))),
        found_n => results.found.len(),
        ..read(document, results),
    })
}

/// A document that no results stand behind: nothing is opened beside it, and nothing runs.
pub(super) fn alone(document: &Document) -> Result<String, ReportError> {
    let mut nothing = Results::default();
    nothing.report.language = document.language;
    rendered(context! {
        engine => clean(crate::results::ENGINE),
        policy => policy(""),
        alone => true,
        ..read(document, &nothing),
    })
}

/// What the template reads of every document.
fn read(document: &Document, results: &Results) -> Value {
    context! {
        language => document.language.code(),
        style => Value::from_safe_string(STYLE.to_string()),
        marked => document.marked,
        draft => document.draft,
        locked => document.locked,
        contents => Words::of(document.language).contents,
        report_of => document.kind,
        w => Value::from(Serde(said::words(document.language))),
        page => Value::from(Serde(page::page(document, results))),
    }
}

fn rendered(read: Value) -> Result<String, ReportError> {
    let mut templates = Environment::new();
    templates.set_undefined_behavior(UndefinedBehavior::Strict);
    templates.set_auto_escape_callback(|_| AutoEscape::Html);
    templates.render_str(TEMPLATE, read).map_err(|e| failed(&e))
}

fn failed(why: &dyn std::fmt::Display) -> ReportError {
    ReportError(format!("the page could not be made: {why:#}"))
}

/// Nothing is loaded from anywhere, and nothing runs but the style of the page, and its script where it has one.
fn policy(script: &str) -> String {
    let style = safe::source(STYLE);
    format!("default-src 'none'; {script}style-src '{style}'; base-uri 'none'; form-action 'none'")
}
