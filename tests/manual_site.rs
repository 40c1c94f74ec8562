//! The manual as a site: every link leads somewhere, nothing is loaded, it can be used without a mouse and without eyes, and the same
//! program writes the same bytes.

use crate::report::axe::{axe, violations};
use crate::report::browser::Browser;
use prespec::catalogue;
use prespec::diagnostic::codes;
use prespec::manual::{DOCUMENTS, MANUAL, site};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;

fn pages() -> BTreeMap<String, String> {
    site().expect("a site").into_iter().collect()
}

/// What stands between a mark and the next quotation mark.
fn after<'t>(text: &'t str, mark: &'t str) -> impl Iterator<Item = &'t str> {
    text.split(mark).skip(1).filter_map(|rest| rest.split('"').next())
}

/// The page without what it is searched by.
fn body(page: &str) -> &str {
    page.split("<script type=\"application/json\"").next().expect("a page")
}

#[test]
fn every_text_of_the_manual_is_a_page() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let entries = std::fs::read_dir(root.join("docs/manual")).expect("docs/manual");
    let names = entries.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned());
    let texts: BTreeSet<String> = names.map(|name| format!("docs/manual/{name}")).collect();
    let listed: BTreeSet<String> = MANUAL.iter().map(|chapter| chapter.source.to_string()).collect();
    assert_eq!(listed, texts, "`src/manual/chapters.rs` lists the chapters");
    let files: BTreeSet<&str> = MANUAL.iter().chain(DOCUMENTS).map(|chapter| chapter.file).collect();
    assert_eq!(files.len(), MANUAL.len() + DOCUMENTS.len(), "two texts are one page");
}

#[test]
fn every_link_leads_to_a_section_that_is_there() {
    let pages = pages();
    let ids: BTreeMap<&str, BTreeSet<&str>> =
        pages.iter().map(|(file, page)| (file.as_str(), after(body(page), " id=\"").collect())).collect();
    let mut followed = 0;
    for (file, page) in &pages {
        let all: Vec<&str> = after(body(page), " id=\"").collect();
        assert_eq!(all.len(), ids[file.as_str()].len(), "{file}: an address is taken twice");
        for link in after(body(page), "href=\"") {
            let (to, section) = link.split_once('#').map_or((link, None), |(to, section)| (to, Some(section)));
            let to = if to.is_empty() { file.as_str() } else { to };
            let sections = ids.get(to).unwrap_or_else(|| panic!("{file} leads to `{link}`, which is no page"));
            assert!(section.is_none_or(|section| sections.contains(section)), "{file} leads to `{link}`");
            followed += 1;
        }
    }
    assert!(followed > 1000, "only {followed} links");
}

#[test]
fn methods_and_codes_have_their_sections() {
    let pages = pages();
    let sections = |file: &str| after(body(&pages[file]), " id=\"").map(str::to_string).collect::<BTreeSet<_>>();
    let (methods, of_codes) = (sections("methods.html"), sections("codes.html"));
    assert!(catalogue::ALL.iter().all(|method| methods.contains(method.name)));
    assert!(codes::ALL.iter().all(|entry| of_codes.contains(entry.code.0)));
}

#[test]
fn nothing_is_loaded_and_one_script_runs() {
    for (file, page) in pages() {
        let policy = after(&page, "http-equiv=\"Content-Security-Policy\" content=\"").next().expect("a policy");
        let policy = policy.replace("&#x27;", "'").replace("&#x2f;", "/");
        assert!(policy.starts_with("default-src 'none'; script-src 'sha256-"), "{file}: {policy}");
        assert!(!policy.contains("unsafe") && !policy.contains("http"), "{file}: {policy}");
        for loaded in [" src=", "<link", "<img", "<iframe", "@import", "url(", " style=", " onclick="] {
            assert!(!body(&page).contains(loaded), "{file} has `{loaded}`");
        }
        assert_eq!(page.matches("<script").count(), 2, "{file}: what it is searched by, and the script");
    }
}

#[test]
fn a_heading_is_one_step_below_another() {
    for (file, page) in pages() {
        let levels: Vec<u32> = body(&page)
            .split("<main")
            .nth(1)
            .expect("a text")
            .split("<h")
            .skip(1)
            .filter_map(|rest| rest.chars().next().and_then(|c| c.to_digit(10)))
            .collect();
        assert_eq!(levels.first(), Some(&1), "{file}");
        assert!(levels.windows(2).all(|two| two[1] <= two[0] + 1), "{file}: {levels:?}");
        assert_eq!(levels.iter().filter(|level| **level == 1).count(), 1, "{file}");
    }
}

#[test]
fn the_command_writes_the_whole_site_and_the_same_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("site");
    for _ in 0..2 {
        let mut command = Command::new(env!("CARGO_BIN_EXE_prespec"));
        let output = command.args(["manual", "--out"]).arg(&out).output().expect("prespec can be started");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        for (file, page) in pages() {
            let written = std::fs::read_to_string(out.join(&file)).unwrap_or_else(|e| panic!("{file}: {e}"));
            assert!(written == page, "{file} is another page");
        }
    }
}

fn browser(address: &str) -> Option<Browser> {
    let pages = pages();
    let pages: Vec<(&str, &str)> = pages.iter().map(|(file, page)| (file.as_str(), page.as_str())).collect();
    Browser::of_site(&pages, address)
}

const IN_BOX: &str = "document.activeElement.id === 'asked'";
/// What a screen reader is told while somebody types.
const TOLD: &str = "document.querySelector('[role=status]').textContent";
const LISTED: &str = "document.querySelectorAll('#found a').length";

/// From the first key to the section that was looked for, without a mouse.
#[test]
fn a_section_is_found_by_keyboard() {
    let Some(mut browser) = browser("tutorial.html") else { return };
    browser.press("/");
    assert!(browser.is(IN_BOX) && browser.is("document.getElementById('asked').value === ''"));
    assert_eq!(browser.text("document.getElementById('asked').labels[0].textContent"), "Search");
    browser.write("rows_expected_of_nothing");
    browser.until(&format!("{TOLD} === 'Nothing is called so.'"));
    assert!(browser.is("document.getElementById('found').hidden"));
    browser.press("Escape");
    assert!(browser.is(&format!("{TOLD} === '' && {IN_BOX}")));
    browser.write("the");
    browser.until(&format!("{TOLD}.endsWith(' sections, the first 40 of them listed') && {LISTED} === 40"));
    browser.press("Escape");
    browser.write("endpoint");
    browser.until(&format!("{TOLD}.includes(' sections') && {LISTED} > 1"));
    browser.press("ArrowDown");
    assert!(browser.is("document.activeElement === document.querySelector('#found a')"));
    browser.press("ArrowDown");
    browser.press("ArrowUp");
    browser.press("ArrowUp");
    assert!(browser.is(IN_BOX), "above the first is the box");
    // Nothing that has the focus goes away with it.
    browser.press("ArrowDown");
    browser.press("Escape");
    assert!(browser.is(&format!("{IN_BOX} && {LISTED} === 0 && {TOLD} === ''")));
    browser.write("endpoint");
    browser.until(&format!("{LISTED} > 1"));
    browser.press("ArrowDown");
    assert_eq!(browser.text("document.activeElement.textContent"), "endpoint");
    browser.press("Enter");
    browser.until("location.href.endsWith('endpoints.html#endpoint') && document.readyState === 'complete'");
    browser.until("Math.abs(document.getElementById('endpoint').getBoundingClientRect().top) < 200");
    assert!(browser.complaints.is_empty(), "{:?}", browser.complaints);
}

/// The first key leads past what is the same on each page.
#[test]
fn the_text_is_reached_past_the_list_of_pages() {
    let Some(mut browser) = browser("data.html") else { return };
    browser.press("Tab");
    assert_eq!(browser.text("document.activeElement.className"), "skip");
    assert!(
        browser.is("document.activeElement.getBoundingClientRect().left >= 0"),
        "it is seen while it has the focus"
    );
    browser.press("Enter");
    browser.until("document.activeElement.id === 'text'");
    assert!(browser.complaints.is_empty(), "{:?}", browser.complaints);
}

#[test]
fn axe_has_nothing_to_object_to_in_a_page_of_the_manual() {
    let Some(axe) = axe() else { return };
    let Some(mut browser) = browser("index.html") else { return };
    for night in [false, true] {
        if night {
            browser.night();
        }
        // By night the colours are others, and they are those of every page.
        for file in pages().keys().filter(|file| !night || file.as_str() == "design.html") {
            browser.go(file);
            let found = violations(&mut browser, &axe);
            assert!(found.is_empty(), "{file}, by night: {night}: {found:#?}");
        }
        browser.go("endpoints.html");
        browser.press("/");
        browser.write("endpoint");
        browser.until(&format!("{LISTED} > 1"));
        let found = violations(&mut browser, &axe);
        assert!(found.is_empty(), "the list of what was found, by night: {night}: {found:#?}");
    }
}
