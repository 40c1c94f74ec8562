//! The page read by axe-core as a screen reader and a tired eye would meet it, by day and by night, wide and narrow, with each
//! kind of thing opened. axe-core is licensed apart (MPL-2.0) and no part of the repository: `npm install axe-core` puts it where it is
//! looked for, or `PRESPEC_AXE` names its file. Without it the test says so, and passes.

use super::browser::Browser;
use super::fixture;
use super::html::html;
use prespec::catalogue::Language;
use serde_json::Value;
use std::path::PathBuf;

pub fn axe() -> Option<String> {
    let named = std::env::var_os("PRESPEC_AXE").map(PathBuf::from);
    let installed = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("node_modules/axe-core/axe.min.js");
    let found = std::fs::read_to_string(named.unwrap_or(installed)).ok();
    if found.is_none() {
        eprintln!("SKIPPED: there is no axe-core (`npm install axe-core`), and the page was not read by it");
    }
    found
}

const RUN: &str = "axe.run(document, { resultTypes: ['violations'] }).then((found) => \
    found.violations.map((of) => of.id + ': ' + of.nodes.map((node) => node.html + ' ' + node.failureSummary).join('; ')))";

pub fn violations(browser: &mut Browser, axe: &str) -> Vec<Value> {
    browser.ask(&format!("{axe};null"));
    browser.ask(RUN).as_array().expect("a list").clone()
}

#[test]
fn axe_has_nothing_to_object_to() {
    let Some(axe) = axe() else { return };
    let mut french = fixture::results();
    french.report.language = Language::French;
    for page in [html(&fixture::results()), html(&french)] {
        for hash in ["", "#response.estimate.risk_difference", "#clause-1"] {
            for night in [false, true] {
                let Some(mut browser) = Browser::open(&page, hash) else { return };
                if night {
                    browser.night();
                }
                let found = violations(&mut browser, &axe);
                assert!(found.is_empty(), "{hash}, by night: {night}: {found:#?}");
            }
        }
    }
}

/// So that the test above can fail.
#[test]
fn axe_objects_to_a_page_without_words_for_its_picture() {
    let Some(axe) = axe() else { return };
    let page = "<!doctype html><html lang=\"en\"><title>t</title><main><h1>h</h1><img src=\"data:,\"></main></html>";
    let Some(mut browser) = Browser::open(page, "") else { return };
    let found = violations(&mut browser, &axe);
    assert!(found.iter().any(|of| of.as_str().is_some_and(|of| of.starts_with("image-alt"))), "{found:#?}");
}
