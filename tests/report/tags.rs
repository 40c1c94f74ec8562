//! The tags of the PDF as a screen reader meets them, read with the reader of PDF files that the typesetter has: headings, tables with
//! their heads, captions, alternative texts, links that say where they lead, and what the file says of itself.

use super::fixture;
use hayro_syntax::Pdf;
use hayro_syntax::object::{Array, Dict, MaybeRef, Name, Object, String as Text};
use prespec::catalogue::Language;
use prespec::compile::compile_at;
use prespec::report::pdf;
use prespec::results::Results;
use prespec::run::compute;
use std::path::Path;
use std::process::Command;

/// An element of the structure; an annotation that it holds is one too.
struct Element {
    kind: String,
    alt: String,
    title: String,
    /// `Column` or `Row` of the head of a table; how many heads a cell names.
    scope: String,
    heads: usize,
    /// The page of what is drawn of itself, by the number of its object.
    page: Option<i32>,
    children: Vec<Element>,
}

impl Element {
    /// Itself and all below it, in the order of reading.
    fn all(&self) -> Vec<&Element> {
        std::iter::once(self).chain(self.children.iter().flat_map(Element::all)).collect()
    }

    /// The page on which it begins.
    fn begins_on(&self) -> Option<i32> {
        self.all().into_iter().find_map(|element| element.page)
    }

    fn of(&self, kind: &str) -> Vec<&Element> {
        self.all().into_iter().filter(|element| element.kind == kind).collect()
    }
}

fn words(dict: &Dict<'_>, key: &str) -> String {
    let Some(text) = dict.get::<Text<'_>>(key) else { return String::new() };
    let bytes = text.as_bytes();
    match bytes.strip_prefix(&[0xfe, 0xff]) {
        Some(wide) => {
            let units: Vec<u16> = wide.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]])).collect();
            String::from_utf16_lossy(&units)
        }
        None => String::from_utf8_lossy(bytes).into_owned(),
    }
}

fn name(dict: &Dict<'_>, key: &str) -> String {
    dict.get::<Name<'_>>(key).map_or_else(String::new, |name| name.as_str().to_string())
}

/// One, or a list of them.
fn list<'p>(dict: &Dict<'p>, key: &str) -> Vec<Dict<'p>> {
    match dict.get::<Object<'p>>(key) {
        Some(Object::Array(array)) => array.iter::<Object<'p>>().filter_map(Object::into_dict).collect(),
        Some(Object::Dict(one)) => vec![one],
        _ => vec![],
    }
}

fn element(dict: &Dict<'_>) -> Element {
    // A reference to an annotation: a link of the page.
    if name(dict, "Type") == "OBJR" {
        let annotation = dict.get::<Dict<'_>>("Obj").expect("the annotation");
        let alt = words(&annotation, "Contents");
        return Element {
            kind: format!("annotation {}", name(&annotation, "Subtype")),
            alt,
            title: String::new(),
            scope: String::new(),
            heads: 0,
            page: None,
            children: vec![],
        };
    }
    let attributes = list(dict, "A");
    let scope = attributes.iter().map(|of| name(of, "Scope")).find(|scope| !scope.is_empty()).unwrap_or_default();
    let kids = list(dict, "K");
    let drawn = kids.iter().filter(|kid| name(kid, "Type") == "MCR");
    let page = std::iter::once(dict).chain(drawn).find_map(|of| of.get_ref("Pg")).map(|page| page.obj_number);
    let heads = attributes.iter().filter_map(|of| of.get::<Array<'_>>("Headers"));
    Element {
        kind: name(dict, "S"),
        alt: words(dict, "Alt"),
        title: words(dict, "T"),
        scope,
        heads: heads.map(|heads| heads.iter::<Object<'_>>().count()).sum(),
        page,
        children: kids.iter().filter(|kid| name(kid, "Type") != "MCR").map(element).collect(),
    }
}

fn catalogue(file: &Pdf) -> Dict<'_> {
    file.xref().get(file.xref().root_id()).expect("the catalogue")
}

fn read(results: &Results) -> (Pdf, Element) {
    let file = Pdf::new(pdf(results).expect("a report")).expect("a PDF");
    let tree = catalogue(&file).get::<Dict<'_>>("StructTreeRoot").expect("tags");
    let [root] = list(&tree, "K").try_into().expect("one root");
    let root = element(&root);
    (file, root)
}

fn in_french() -> Results {
    let mut results = fixture::results();
    results.report.language = Language::French;
    results
}

#[test]
fn the_file_says_what_it_is() {
    for (results, language) in [(fixture::results(), "en"), (in_french(), "fr")] {
        let (file, root) = read(&results);
        let catalogue = catalogue(&file);
        assert_eq!(root.kind, "Document");
        assert!(words(&catalogue, "Lang").starts_with(language));
        assert_eq!(catalogue.get::<Dict<'_>>("MarkInfo").and_then(|mark| mark.get::<bool>("Marked")), Some(true));
        let shown = catalogue.get::<Dict<'_>>("ViewerPreferences").and_then(|view| view.get::<bool>("DisplayDocTitle"));
        assert_eq!(shown, Some(true));
        let title = file.metadata().title.as_deref().map(|title| String::from_utf8_lossy(title).into_owned());
        assert!(title.is_some_and(|title| title.contains("An invented trial")));
    }
}

/// Another program, where it is installed, reads the file without a word of complaint. That no tag is suspect is not said, as it takes
/// the word for an error.
#[test]
fn poppler_reads_it_without_a_warning() {
    let bytes = pdf(&fixture::results()).expect("a report");
    let file = Pdf::new(bytes.clone()).expect("a PDF");
    let mark = catalogue(&file).get::<Dict<'_>>("MarkInfo").expect("tags");
    assert_eq!(mark.get::<bool>("Suspects"), None);
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("report.pdf");
    std::fs::write(&path, bytes).expect("written");
    for (program, options) in [("pdfinfo", &[][..]), ("pdftotext", &[]), ("pdftoppm", &["-r", "10"])] {
        let to = folder.path().join(program);
        let mut command = Command::new(program);
        command.args(options).arg(&path);
        if program != "pdfinfo" {
            command.arg(to);
        }
        let Ok(output) = command.output() else {
            eprintln!("no {program}: the file was not read by it");
            continue;
        };
        assert!(output.status.success());
        assert_eq!(String::from_utf8_lossy(&output.stderr), "", "{program}");
    }
}

/// A heading has its words, and none is more than one below that before it.
#[test]
fn headings_go_down_one_by_one() {
    let (_, root) = read(&fixture::results());
    let (mut before, mut said) = (0, 0);
    for heading in root.all() {
        let Some(level) = heading.kind.strip_prefix('H').and_then(|level| level.parse::<usize>().ok()) else {
            continue;
        };
        assert!(level <= before + 1, "H{level} `{}` follows H{before}", heading.title);
        assert!(!heading.title.is_empty());
        (before, said) = (level, said + 1);
    }
    assert!(said > 8, "{said}");
}

/// Every cell of a table names the head of its column.
#[test]
fn tables_have_heads_and_cells_name_them() {
    let (_, root) = read(&fixture::results());
    let tables = root.of("Table");
    assert!(tables.len() > 4);
    for table in tables {
        let heads = table.of("TH");
        assert!(!heads.is_empty() && table.of("TR").len() > 1);
        for head in heads {
            assert!(["Column", "Row", "Both"].contains(&head.scope.as_str()), "a head of `{}`", head.scope);
        }
        for cell in table.of("TD") {
            assert!(cell.heads > 0, "a cell names no head");
        }
        let named = |row: &&&Element| row.children.iter().any(|cell| cell.kind == "TH" && cell.scope == "Row");
        let rows = table.of("TR");
        let with_cells = rows.iter().filter(|row| row.of("TD").len() > 1);
        assert!(with_cells.count() <= rows.iter().filter(named).count(), "a row has no head of its own");
    }
    assert!(root.of("Caption").len() >= root.of("Table").len());
}

/// In the report of the trial of three arms a table of subgroups begins where a page ends.
#[test]
fn no_page_ends_with_what_stands_above_a_table() {
    let plan = compile_at(&Path::new(env!("CARGO_MANIFEST_DIR")).join("plans/colon")).expect("the plan can be read");
    let results =
        compute(plan.plan.as_ref().expect("no error"), &plan, None, &|_| {}).expect("its data are there").results;
    let (_, root) = read(&results);
    let mut tables = 0;
    for pair in root.all().iter().flat_map(|element| element.children.windows(2)) {
        let shown = pair[1].all().into_iter().find(|element| matches!(element.kind.as_str(), "Table" | "Figure"));
        if let (true, Some(shown)) = (pair[0].kind == "Caption", shown) {
            assert_eq!(pair[0].begins_on(), shown.begins_on());
            tables += 1;
        }
    }
    assert!(tables > 10, "{tables}");
}

#[test]
fn figures_are_told_and_links_say_where_they_lead() {
    for results in [fixture::results(), in_french()] {
        let (_, root) = read(&results);
        let figures = root.of("Figure");
        assert!(figures.len() > 3);
        for figure in figures {
            assert!(figure.alt.chars().count() > 20, "{}", figure.alt);
        }
        let links = root.of("Link");
        assert!(links.len() > 30);
        for link in links {
            let annotations = link.of("annotation Link");
            assert!(!annotations.is_empty(), "a link leads nowhere");
            assert!(
                annotations.iter().all(|annotation| !annotation.alt.is_empty()),
                "a link does not say where it leads"
            );
        }
    }
}

/// Whatever can be clicked is in the structure.
#[test]
fn no_link_is_outside_of_the_tags() {
    let (file, root) = read(&fixture::results());
    let pages = file.pages();
    let of_page = |page: &hayro_syntax::page::Page<'_>| {
        let annotations = page.raw().get::<Array<'_>>("Annots");
        annotations
            .map_or(0, |all| all.raw_iter().filter(|one| matches!(one, MaybeRef::Ref(_) | MaybeRef::NotRef(_))).count())
    };
    let on_pages: usize = pages.iter().map(of_page).sum();
    let tagged = root.all().into_iter().filter(|element| element.kind.starts_with("annotation ")).count();
    assert_eq!(on_pages, tagged);
}
