//! What is exported of a run: every cell of every table is found again by readers of ours and by LibreOffice, in the study, in a
//! French report and beside hostile texts; pictures have the size of print; nothing is written of a run whose files were changed.

mod abbreviations;
mod document;
mod office;
mod parquet;
mod readers;

use crate::report::fixture;
use document::{Shown, shown};
use prespec::catalogue::Language;
use prespec::compile::compile_at;
use prespec::report::{EXPORTS, Export, Exported, export};
use prespec::results::{LabelKind, Results};
use prespec::run::compute;
use readers::{docx_tables, file, letters, names, part, png, rtf, xml};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;

/// A report with its files in every form.
pub struct Exports {
    pub results: Results,
    pub shown: Shown,
    pub files: Vec<Exported>,
}

impl Exports {
    pub fn of(results: Results) -> Exports {
        let forms: Vec<&Export> = EXPORTS.iter().collect();
        let files = export(&results, &forms).expect("the files");
        Exports { shown: shown(&results), results, files }
    }

    /// The files of a form whose name begins so.
    pub fn begins(&self, path: &str) -> Vec<&Exported> {
        self.files.iter().filter(|file| file.path.starts_with(path)).collect()
    }
}

pub fn computed(folder: &str) -> Results {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let compiled = compile_at(&folder).expect("the plan can be read");
    let plan = compiled.plan.as_ref().expect("the plan has no error");
    compute(plan, &compiled, None, &|_| {}).expect("its data can be read").results
}

pub fn study() -> &'static Exports {
    static STUDY: OnceLock<Exports> = OnceLock::new();
    STUDY.get_or_init(|| Exports::of(computed("plans/sirt-hcc")))
}

/// The report of a small plan in French, with drawings of patients and rules.
pub fn french() -> &'static Exports {
    static FRENCH: OnceLock<Exports> = OnceLock::new();
    FRENCH.get_or_init(|| {
        let mut results = computed("tests/plans/skin");
        results.report.language = Language::French;
        Exports::of(results)
    })
}

/// Texts that a format could take for its own.
const HOSTILE: &str = "<w:t>&amp; {\\rtf1 \\par} \"=1+1\", 漢 😀 − é";

fn hostile() -> &'static Exports {
    static HOSTILE_TEXTS: OnceLock<Exports> = OnceLock::new();
    HOSTILE_TEXTS.get_or_init(|| {
        let mut results = fixture::results();
        results.arms[0].label = HOSTILE.to_string();
        results.study.title = HOSTILE.to_string();
        results.labels.iter_mut().filter(|l| l.kind != LabelKind::Unit).for_each(|l| l.label.push_str(HOSTILE));
        Exports::of(results)
    })
}

fn every() -> [&'static Exports; 3] {
    [study(), french(), hostile()]
}

/// Spaces at ends are of no cell.
fn trimmed(rows: &[Vec<String>]) -> Vec<Vec<String>> {
    rows.iter().map(|row| row.iter().map(|cell| cell.trim().to_string()).collect()).collect()
}

fn expected(table: &document::Table) -> readers::ReadTable {
    let rows: Vec<Vec<String>> = table.heads.iter().chain(&table.rows).cloned().collect();
    readers::ReadTable { heads: table.heads.len(), rows: trimmed(&rows) }
}

fn read(table: readers::ReadTable) -> readers::ReadTable {
    readers::ReadTable { rows: trimmed(&table.rows), ..table }
}

#[test]
fn the_whole_report_has_every_cell_of_every_table() {
    for of in every() {
        let expected: Vec<_> = of.shown.tables.iter().map(expected).collect();
        assert!(expected.len() > 10);
        let in_docx: Vec<_> = docx_tables(file(&of.files, "docx/report.docx")).into_iter().map(read).collect();
        // Pairs of names and values are tables without heads in RTF.
        let in_rtf = rtf(file(&of.files, "rtf/report.rtf")).tables.into_iter().filter(|table| table.heads > 0);
        assert_eq!(in_docx.len(), expected.len());
        for (docx, expected) in in_docx.iter().zip(&expected) {
            assert_eq!(docx, expected);
        }
        for (rtf, expected) in in_rtf.map(read).zip(&expected) {
            assert_eq!(rtf, *expected);
        }
    }
}

#[test]
fn each_table_has_a_file_with_its_cells_its_title_and_its_notes() {
    for of in every() {
        let tables: Vec<_> = of.shown.tables.iter().filter(|table| table.numbered).collect();
        let (in_docx, in_rtf) = (of.begins("docx/table-"), of.begins("rtf/table-"));
        assert_eq!((in_docx.len(), in_rtf.len()), (tables.len(), tables.len()));
        for ((table, docx), of_rtf) in tables.iter().zip(in_docx).zip(in_rtf) {
            assert_eq!(docx_tables(&docx.bytes).into_iter().map(read).collect::<Vec<_>>(), [expected(table)]);
            let rtf = rtf(&of_rtf.bytes);
            let text = xml(&docx.bytes, "word/document.xml");
            let tree = roxmltree::Document::parse(&text).expect("XML");
            let said = letters(tree.root());
            for part in [&table.caption, &table.about].into_iter().chain(&table.notes) {
                assert!(said.contains(part.as_str()), "{part}\nnot in\n{said}");
                assert!(rtf.text.contains(part.as_str()), "{part}\nnot in\n{}", rtf.text);
            }
            assert_eq!(rtf.tables.into_iter().map(read).collect::<Vec<_>>(), [expected(table)]);
        }
    }
}

/// A row of a heading is said of the rows below it.
#[test]
fn each_table_is_a_file_of_values_and_the_index_has_them_all() {
    for of in every() {
        // Those with a number first, then the others, by their places.
        let (numbered, others): (Vec<_>, Vec<_>) = of.shown.tables.iter().partition(|table| table.numbered);
        let (of_number, placed) = (numbered.len(), others.len());
        let tables: Vec<_> = numbered.into_iter().chain(others).collect();
        let files: Vec<_> = of.begins("csv/").into_iter().filter(|file| file.path != "csv/tables.csv").collect();
        assert_eq!(files.len(), of_number + placed);
        assert!(files.iter().take(of_number).all(|file| file.path.starts_with("csv/table-")));
        let names: std::collections::BTreeSet<&str> = files.iter().map(|file| file.path.as_str()).collect();
        assert_eq!(names.len(), files.len(), "no name stands twice");
        for (table, file) in tables.iter().zip(&files) {
            let mut reader = csv::Reader::from_reader(&file.bytes[..]);
            let heads = reader.headers().expect("heads").len();
            let rows: Vec<csv::StringRecord> = reader.records().map(|row| row.expect("a row")).collect();
            let cells: Vec<&str> = rows.iter().flatten().collect();
            for cell in &table.unmarked {
                let cell = cell.replace('−', "-").replace(['\u{a0}', '\u{202f}'], " ");
                let found = |c: &&str| *c == cell.trim() || c.split(" / ").any(|part| part == cell.trim());
                assert!(cell.trim().is_empty() || cells.iter().any(found), "{cell} not in {}", file.path);
            }
            assert!(heads >= table.heads.last().expect("heads").len());
        }
        let mut index = csv::Reader::from_reader(file(&of.files, "csv/tables.csv"));
        let lines: Vec<csv::StringRecord> = index.records().map(|row| row.expect("a row")).collect();
        assert_eq!(lines.len(), tables.len());
        for ((line, table), file) in lines.iter().zip(&tables).zip(&files) {
            assert_eq!(line[0].is_empty(), !table.numbered);
            let title = table.caption.replace('−', "-").replace(['\u{a0}', '\u{202f}'], " ");
            assert!(!table.numbered || line[1].trim() == title.trim());
            assert_eq!(format!("csv/{}", &line[8]), file.path);
        }
    }
}

/// A table in the words of a clause has the name of the clause, and the index its heading.
#[test]
fn a_table_without_a_number_is_named_by_its_place() {
    let mut index = csv::Reader::from_reader(file(&study().files, "csv/tables.csv"));
    let rows: Vec<csv::StringRecord> = index.records().map(|row| row.expect("a row")).collect();
    let missing = rows.iter().find(|row| &row[4] == "10.3" && row[0].is_empty()).expect("the table of clause 10.3");
    assert_eq!(&missing[8], "clause-10-3-table-1.csv");
    assert!(missing[1].starts_with("10.3 Missing data"), "{}", &missing[1]);
    let text = String::from_utf8_lossy(file(&study().files, "csv/clause-10-3-table-1.csv")).into_owned();
    assert!(text.contains("a covariate of the score"), "{text}");
}

/// The matched comparison of the study: population and clause are those of its numbers.
#[test]
fn the_index_says_of_whom_a_table_is_and_which_clause_asked_for_it() {
    let mut index = csv::Reader::from_reader(file(&study().files, "csv/tables.csv"));
    let rows: Vec<csv::StringRecord> = index.records().map(|row| row.expect("a row")).collect();
    let of = |title: &str| rows.iter().find(|row| &row[1] == title).expect("the table");
    let primary = of("Objective response at 6 months, RECIST 1.1");
    assert_eq!((&primary[3], &primary[4]), ("Matched pairs (n=64)", "8.1"));
    assert!(primary[6].contains("McNemar"), "{}", &primary[6]);
    assert_eq!(&primary[7], "SIMULATED DATA; DRAFT");
}

#[test]
fn figures_have_the_size_of_print_and_say_what_they_are() {
    for of in every() {
        let figures = &of.shown.figures;
        assert!(!figures.is_empty());
        let (vector, pixels) = (of.begins("svg/"), of.begins("png/"));
        assert_eq!((vector.len(), pixels.len()), (figures.len(), figures.len()));
        for ((figure, svg), of_png) in figures.iter().zip(vector).zip(pixels) {
            let (width, height, density) = png(&of_png.bytes);
            // 468 points are 6.5 inches; 300 dots of an inch are 11811 of a metre.
            assert_eq!((figure.width, width, density), (468.0, 1950, 11811));
            let text = std::str::from_utf8(&svg.bytes).expect("text");
            let tree = roxmltree::Document::parse(text).expect("XML");
            let root = tree.root_element();
            assert_eq!(root.attribute("width"), Some("16.51cm"));
            // As high as its letters ask for, which are not those that this arrangement counts with.
            let high = root.attribute("viewBox").and_then(|sheet| sheet.split(' ').nth(3)?.parse::<f64>().ok());
            let high = high.expect("a height") / 72.0 * 300.0;
            assert!((f64::from(height) - high).abs() < 1.0, "{height} {high}");
            let child = |name: &str| root.children().find(|n| n.has_tag_name(("http://www.w3.org/2000/svg", name)));
            let said = |name: &str| child(name).and_then(|n| n.text()).unwrap_or_default().to_string();
            assert!(said("title").ends_with(&figure.caption), "{}", said("title"));
            assert!(said("desc").split_whitespace().count() > 4, "{}", said("desc"));
            // Alone as they are, they say that no one may take them for results.
            let flags =
                root.descendants().filter_map(|n| n.text()).any(|t| t.contains("DRAFT") || t.contains("PROVISOIRE"));
            assert!(flags, "{}", svg.path);
        }
    }
}

/// What a picture shows, in words.
fn described_in(svg: &[u8]) -> String {
    let tree = roxmltree::Document::parse(std::str::from_utf8(svg).expect("text")).expect("XML");
    let described = tree.descendants().find(|n| n.tag_name().name() == "desc").and_then(|n| n.text());
    described.expect("words").to_string()
}

/// As a person who does not see them has it, and each once.
#[test]
fn figures_stand_in_the_documents_with_their_words() {
    for of in every() {
        let docx = file(&of.files, "docx/report.docx");
        let text = xml(docx, "word/document.xml");
        let tree = roxmltree::Document::parse(&text).expect("XML");
        let described =
            tree.descendants().filter(|n| n.tag_name().name() == "docPr").filter_map(|n| n.attribute("descr"));
        let alts: Vec<String> = of.begins("svg/").into_iter().map(|svg| described_in(&svg.bytes)).collect();
        assert_eq!(alts.len(), of.shown.figures.len());
        assert_eq!(described.collect::<Vec<_>>(), alts);
        let pictures = names(docx).into_iter().filter(|name| name.starts_with("word/media/")).count();
        assert_eq!(pictures, alts.len());
        assert_eq!(png(&part(docx, "word/media/image1.png")).0, 1950);
        let rtf = std::str::from_utf8(file(&of.files, "rtf/report.rtf")).expect("text");
        assert_eq!(rtf.matches("\\pngblip").count(), alts.len());
    }
}

#[test]
fn pages_are_counted_and_say_whose_they_are_in_the_language_of_the_report() {
    let of = french();
    for path in ["docx/report.docx", of.begins("docx/table-01")[0].path.as_str()] {
        let footer = xml(file(&of.files, path), "word/footer.xml");
        for part in ["Page ", "w:instr=\"PAGE\"", " sur ", "w:instr=\"NUMPAGES\""] {
            assert!(footer.contains(part), "{part} in {footer}");
        }
        let header = xml(file(&of.files, path), "word/header1.xml");
        assert!(header.contains("PROVISOIRE") && header.contains("DONNÉES SIMULÉES"), "{header}");
        assert!(xml(file(&of.files, path), "word/styles.xml").contains("w:val=\"fr-FR\""));
    }
    let rtf = std::str::from_utf8(file(&of.files, "rtf/report.rtf")).expect("text");
    for part in ["\\fldinst PAGE}", " sur ", "\\fldinst NUMPAGES}", "\\lang1036", "DONN\\u201?ES SIMUL\\u201?ES"] {
        assert!(rtf.contains(part), "{part}");
    }
}

/// Headings are those of the word processor, and links lead to places that are there, each once.
#[test]
fn headings_and_links_are_those_of_a_document() {
    for of in every() {
        let text = xml(file(&of.files, "docx/report.docx"), "word/document.xml");
        assert!(text.contains("w:val=\"Heading1\"") && text.contains("w:val=\"Heading2\""));
        let tree = roxmltree::Document::parse(&text).expect("XML");
        let values = |name: &str, attribute: &str| {
            let all = tree.descendants().filter(|n| n.tag_name().name() == name);
            let value =
                |n: roxmltree::Node| n.attributes().find(|a| a.name() == attribute).map(|a| a.value().to_string());
            all.filter_map(value).collect::<Vec<String>>()
        };
        let (to, places) = (values("hyperlink", "anchor"), values("bookmarkStart", "name"));
        let known: std::collections::BTreeSet<&String> = places.iter().collect();
        assert!(!to.is_empty() && known.len() == places.len());
        assert!(to.iter().all(|to| known.contains(to)));
    }
}

#[test]
fn the_same_results_give_the_same_bytes() {
    let again = Exports::of(french().results.clone());
    let bytes = |of: &Exports| of.files.iter().map(|file| (file.path.clone(), file.bytes.clone())).collect::<Vec<_>>();
    assert_eq!(bytes(&again), bytes(french()));
}

fn prespec(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_prespec"));
    command.current_dir(env!("CARGO_MANIFEST_DIR")).args(arguments).output().expect("prespec can be started")
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// A run of a small plan in a folder of its own.
struct Run {
    folder: tempfile::TempDir,
}

impl Run {
    fn with(more: &[&str]) -> Run {
        let run = Run { folder: tempfile::tempdir().expect("a folder") };
        let out = run.at("out");
        let output = prespec(&[&["run", "tests/plans/skin", "--out", &out][..], more].concat());
        assert!(output.status.success(), "{}", said(&output));
        run
    }

    fn at(&self, name: &str) -> String {
        self.folder.path().join(name).to_str().expect("a plain path").to_string()
    }

    fn export(&self, more: &[&str]) -> Output {
        prespec(&[&["export", &self.at("out")][..], more].concat())
    }

    fn read(&self, name: &str) -> Vec<u8> {
        fs::read(self.folder.path().join(name)).unwrap_or_else(|e| panic!("{name}: {e}"))
    }
}

/// Every file below a folder.
fn below(folder: &Path) -> Vec<PathBuf> {
    let mut found = vec![];
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() { found.extend(below(&path)) } else { found.push(path) }
    }
    found.sort();
    found
}

/// What a run exports while it has everything in memory is what is exported of its files, patients of the figures and first
/// readings of the rules included.
#[test]
fn a_run_exports_what_is_exported_of_it() {
    let run = Run::with(&["--export", "csv,svg,docx"]);
    let output = run.export(&["--as", "csv", "--as", "svg,docx", "--out", &run.at("again")]);
    assert!(output.status.success(), "{}", said(&output));
    let (first, again) = (run.folder.path().join("out/export"), run.folder.path().join("again"));
    let files = below(&first);
    assert!(files.len() > 20);
    for file in &files {
        let name = file.strip_prefix(&first).expect("below");
        assert!(fs::read(file).ok() == fs::read(again.join(name)).ok(), "{}", name.display());
    }
    let of_memory = Exports::of(computed("tests/plans/skin"));
    for file in of_memory.begins("csv/").into_iter().chain(of_memory.begins("docx/")) {
        assert!(run.read(&format!("out/export/{}", file.path)) == file.bytes, "{}", file.path);
    }
    assert!(first.join("export.json").is_file());
}

#[test]
fn forms_are_added_to_an_export_and_what_is_of_another_run_goes() {
    let run = Run::with(&[]);
    assert!(run.export(&["--as", "csv"]).status.success());
    assert!(run.export(&["--as", "svg"]).status.success());
    let names = |run: &Run| below(&run.folder.path().join("out/export")).len();
    let (csv, list) = (run.read("out/export/csv/tables.csv"), run.read("out/export/export.json"));
    assert!(String::from_utf8_lossy(&list).contains("csv/tables.csv") && names(&run) > 15);
    // Of other results: the files that are not written again are removed.
    let contents = String::from_utf8(list).expect("text");
    let digest = contents.split("\"results\": \"").nth(1).expect("the results").split('"').next().expect("a digest");
    let other = contents.replace(digest, &"0".repeat(64));
    fs::write(run.folder.path().join("out/export/export.json"), other).expect("written");
    assert!(run.export(&["--as", "svg"]).status.success());
    assert!(!run.folder.path().join("out/export/csv/tables.csv").exists());
    assert!(run.export(&["--as", "csv"]).status.success());
    assert_eq!(run.read("out/export/csv/tables.csv"), csv);
}

/// Both standards with the other forms, as their own commands write them; the crate has the files of the export.
#[test]
fn the_standards_are_exported_with_the_rest() {
    let run = Run::with(&["--export", "csv,ars,ro-crate"]);
    let dumped = prespec(&["dump", "--stage", "ars", "tests/plans/skin"]);
    assert!(run.read("out/export/ars/ars.json") == dumped.stdout, "{}", said(&dumped));
    let described = run.read("out/ro-crate-metadata.json");
    let whole: serde_json::Value = serde_json::from_slice(&described).expect("JSON");
    let entities = whole["@graph"].as_array().expect("a graph");
    let has = |id: &str| entities.iter().any(|own| own["@id"] == id && own["sha256"].is_string());
    for name in ["export/ars/ars.json", "export/csv/tables.csv", "export/export.json", "results.json", "run.json"] {
        assert!(has(name), "{name}");
    }
    assert!(prespec(&["ro-crate", &run.at("out")]).status.success());
    assert!(run.read("out/ro-crate-metadata.json") == described);
    // A crate alone makes no export.
    let bare = Run::with(&[]);
    assert!(bare.export(&["--as", "ro-crate"]).status.success());
    assert!(bare.folder.path().join("out/ro-crate-metadata.json").is_file());
    assert!(!bare.folder.path().join("out/export").exists());
    // Nor is one described that was changed.
    fs::write(run.folder.path().join("out/export/csv/tables.csv"), "other").expect("written");
    let refused = run.export(&["--as", "ro-crate"]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(said(&refused).contains("export/csv/tables.csv"), "{}", said(&refused));
}

#[test]
fn a_run_says_that_an_export_beside_it_is_of_earlier_results() {
    let run = Run::with(&["--export", "csv"]);
    let list = String::from_utf8(run.read("out/export/export.json")).expect("text");
    let digest = list.split("\"results\": \"").nth(1).expect("the results").split('"').next().expect("a digest");
    let again = || prespec(&["run", "tests/plans/skin", "--out", &run.at("out")]);
    assert!(!said(&again()).contains("earlier results"));
    fs::write(run.folder.path().join("out/export/export.json"), list.replace(digest, "0")).expect("written");
    assert!(said(&again()).contains("export is of earlier results"));
}

#[test]
fn nothing_is_exported_of_a_run_that_was_changed() {
    let run = Run::with(&[]);
    let mut shown = String::new();
    let mut refused = |fault: &str, code: &str, output: Output| {
        assert_eq!(output.status.code(), Some(2), "{}", said(&output));
        assert!(said(&output).contains(&format!("`prespec explain {code}`")), "{code} not in {}", said(&output));
        assert!(!run.folder.path().join("out/export").exists());
        shown.push_str(&format!("{fault}: error[{code}]\n"));
    };
    for name in ["results.json", "patients.jsonl"] {
        let sound = run.read(&format!("out/{name}"));
        fs::write(run.at("out") + "/" + name, [&sound[..], b"\n"].concat()).expect("written");
        let output = run.export(&["--as", "csv"]);
        assert!(said(&output).contains(name));
        refused(&format!("{name} was changed"), "R050", output);
        fs::write(run.at("out") + "/" + name, &sound).expect("written");
    }
    // Known to run.json as such.
    let (sound, list) = (run.read("out/results.json"), run.read("out/run.json"));
    let other = String::from_utf8(sound.clone()).expect("text").replacen("\"format\": 2", "\"format\": 99", 1);
    let digest = |bytes: &[u8]| {
        use sha2::Digest;
        sha2::Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect::<String>()
    };
    let known = String::from_utf8(list.clone()).expect("text").replace(&digest(&sound), &digest(other.as_bytes()));
    fs::write(run.at("out") + "/results.json", other).expect("written");
    fs::write(run.at("out") + "/run.json", known).expect("written");
    refused("results.json is of another version", "R051", run.export(&["--as", "csv"]));
    fs::remove_file(run.at("out") + "/run.json").expect("removed");
    refused("there is no run.json", "R015", run.export(&["--as", "csv"]));
    fs::write(run.at("out") + "/results.json", &sound).expect("written");
    fs::write(run.at("out") + "/run.json", list).expect("written");
    // A folder that holds something else is left as it is.
    fs::create_dir(run.at("mine")).expect("a folder");
    fs::write(run.at("mine") + "/letter.txt", "mine").expect("written");
    refused("the folder holds a letter", "R013", run.export(&["--as", "csv", "--out", &run.at("mine")]));
    assert_eq!(below(&run.folder.path().join("mine")).len(), 1);
    insta::assert_snapshot!("what_ends_an_export", shown);
    let unknown = run.export(&["--as", "xlsx"]);
    assert_eq!(unknown.status.code(), Some(2));
    assert!(said(&unknown).contains("docx"), "{}", said(&unknown));
}
