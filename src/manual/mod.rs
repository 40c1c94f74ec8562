//! The manual as one site of plain HTML: its chapters, the reference, the pages of methods and codes, and the documents that
//! these lead to, all within the program. It asks the network for nothing.
//!
//! [`chapters`] lists what there is, [`markdown`] reads a text into blocks whose links lead within the site, [`search`] has
//! what each page is found by, and the template, which escapes every text, lays them out.

mod chapters;
mod markdown;
mod search;

pub use chapters::{Chapter, DOCUMENTS, MANUAL};

use crate::catalogue;
use crate::diagnostic::{Severity, codes};
use crate::report::safe;
use markdown::{Block, Place, Site};
use minijinja::value::{Serde, Value};
use minijinja::{AutoEscape, Environment, UndefinedBehavior, context};
use serde::Serialize;

const TEMPLATE: &str = include_str!("../../templates/html/manual.html.j2");
const STYLE: &str = include_str!("../../templates/html/manual.css");
const SCRIPT: &str = include_str!("../../templates/html/manual.js");

/// Stands in the head of each page.
pub const MADE_BY: &str = "<meta name=\"generator\" content=\"prespec manual\">";

const METHODS: &str = "methods.html";
const CODES: &str = "codes.html";

/// A page of the site before it is laid out.
struct Page {
    file: String,
    title: String,
    part: Part,
    blocks: Vec<Block>,
}

/// The parts of the list of pages, in their order.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Manual,
    Reference,
    Further,
}

impl Part {
    const ALL: [Part; 3] = [Part::Manual, Part::Reference, Part::Further];

    fn title(self) -> &'static str {
        match self {
            Part::Manual => "Manual",
            Part::Reference => "Reference",
            Part::Further => "Further",
        }
    }
}

/// A part of the list of pages, as the template reads it.
#[derive(Serialize)]
struct Listed<'p> {
    title: &'static str,
    pages: Vec<Link<'p>>,
}

#[derive(Clone, Serialize)]
struct Link<'p> {
    file: &'p str,
    title: &'p str,
    here: bool,
}

/// Every file of the site with its name. The same program gives the same bytes; the error is a fault of the template.
pub fn site() -> Result<Vec<(String, String)>, String> {
    let pages = pages();
    let found: Vec<search::Entry> =
        pages.iter().flat_map(|page| search::entries(&page.file, &page.title, &page.blocks)).collect();
    let found = safe::json(&found).map_err(|e| e.to_string())?;
    let mut templates = Environment::new();
    templates.set_undefined_behavior(UndefinedBehavior::Strict);
    templates.set_auto_escape_callback(|_| AutoEscape::Html);
    let written = (0..pages.len()).map(|at| {
        let html = templates.render_str(TEMPLATE, read(&pages, at, &found)).map_err(|e| format!("{e:#}"))?;
        Ok((pages[at].file.clone(), html))
    });
    written.collect()
}

/// A page as the template reads it.
fn read(pages: &[Page], at: usize, found: &str) -> Value {
    let page = &pages[at];
    let link = |page: &'_ Page, here: bool| (page.file.clone(), page.title.clone(), here);
    let listed: Vec<Listed> = Part::ALL
        .into_iter()
        .map(|part| {
            let of_part = pages.iter().filter(|page| page.part == part);
            let pages =
                of_part.map(|other| Link { file: &other.file, title: &other.title, here: other.file == page.file });
            Listed { title: part.title(), pages: pages.collect() }
        })
        .collect();
    let beside = |at: Option<usize>| at.and_then(|at| pages.get(at)).map(|page| link(page, false));
    let (before, after) = (beside(at.checked_sub(1)), beside(at.checked_add(1)));
    context! {
        title => &page.title,
        made_by => Value::from_safe_string(MADE_BY.to_string()),
        policy => policy(),
        style => Value::from_safe_string(STYLE.to_string()),
        script => Value::from_safe_string(SCRIPT.to_string()),
        found => Value::from_safe_string(found.to_string()),
        listed => Value::from(Serde(&listed)),
        before => before.map(|(file, title, _)| context! { file, title }),
        after => after.map(|(file, title, _)| context! { file, title }),
        blocks => Value::from(Serde(&page.blocks)),
        version => env!("CARGO_PKG_VERSION"),
    }
}

/// Nothing is loaded from anywhere, and nothing runs but the one script and the one style.
fn policy() -> String {
    let (script, style) = (safe::source(SCRIPT), safe::source(STYLE));
    format!("default-src 'none'; script-src '{script}'; style-src '{style}'; base-uri 'none'; form-action 'none'")
}

fn pages() -> Vec<Page> {
    let site = Site::new(MANUAL.iter().chain(DOCUMENTS));
    let mut pages: Vec<Page> = MANUAL.iter().map(|chapter| of_chapter(chapter, Part::Manual, &site)).collect();
    let (reference, further): (Vec<&Chapter>, Vec<&Chapter>) =
        DOCUMENTS.iter().partition(|document| document.source == chapters::REFERENCE);
    pages.extend(reference.into_iter().map(|chapter| of_chapter(chapter, Part::Reference, &site)));
    pages.push(methods(&site));
    pages.push(all_codes(&site));
    pages.extend(further.into_iter().map(|chapter| of_chapter(chapter, Part::Further, &site)));
    pages
}

fn of_chapter(chapter: &Chapter, part: Part, site: &Site) -> Page {
    let mut place = Place::new(site, chapter.source);
    let blocks = place.blocks(chapter.text, 0, None);
    let title = blocks.iter().find_map(Block::heading).unwrap_or_default();
    Page { file: chapter.file.to_string(), title, part, blocks }
}

/// The pages of all methods below each other, each under its name.
fn methods(site: &Site) -> Page {
    let mut place = Place::new(site, METHODS);
    let mut blocks = place.blocks(
        "# Methods\n\nThe page of each method, as `prespec explain NAME` prints it. Their options and numbers are in the reference.\n",
        0,
        None,
    );
    for method in catalogue::ALL {
        blocks.extend(place.blocks(method.page, 1, Some((method.name, method.name))));
    }
    Page { file: METHODS.to_string(), title: "Methods".to_string(), part: Part::Reference, blocks }
}

/// The pages of all codes below each other, each under its code.
fn all_codes(site: &Site) -> Page {
    let mut place = Place::new(site, CODES);
    let mut blocks =
        place.blocks("# Codes\n\nThe page of each code of a message, as `prespec explain CODE` prints it.\n", 0, None);
    for entry in codes::ALL {
        let severity = match entry.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "note",
        };
        let name = format!("{}, {severity}", entry.code.0);
        blocks.extend(place.blocks(entry.page, 1, Some((entry.code.0, &name))));
    }
    Page { file: CODES.to_string(), title: "Codes".to_string(), part: Part::Reference, blocks }
}
