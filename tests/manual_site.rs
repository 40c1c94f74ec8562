//! The manual as a site: every link leads somewhere, nothing is loaded, and the same program writes the same bytes.

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
