//! What LibreOffice, which is no reader of ours, makes of the documents: every cell of their tables, and as many pages as they say.

use super::{Exports, french, study};
use std::path::{Path, PathBuf};
use std::process::Command;

/// The tables of the study that are opened in it: the first of each kind of page.
const TABLES: usize = 10;

/// A program that opens documents, where it is installed.
fn office() -> Option<&'static str> {
    let runs = |name: &&str| Command::new(name).arg("--version").output().is_ok_and(|output| output.status.success());
    let found = ["soffice", "libreoffice"].into_iter().find(runs);
    if found.is_none() {
        eprintln!("no LibreOffice: the documents were not opened in it");
    }
    found
}

/// The documents as text.
fn opened(office: &str, folder: &Path, files: &[PathBuf]) {
    let mut command = Command::new(office);
    // A profile of its own: two of them would wait for each other.
    command.arg(format!("-env:UserInstallation=file://{}", folder.join("profile").display()));
    command.args(["--headless", "--convert-to", "txt:Text (encoded):UTF8", "--outdir"]).arg(folder.join("text"));
    let output = command.args(files).output().expect("it runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

/// Every cell of the tables stands in the text of the documents that hold them, in their order.
fn found_in(of: &Exports, most: usize) {
    let Some(office) = office() else { return };
    let folder = tempfile::tempdir().expect("a folder");
    for extension in ["docx", "rtf"] {
        let mut files = vec![];
        for file in of.begins(&format!("{extension}/table-")).into_iter().take(most) {
            let path = folder.path().join(file.path.replace('/', "-"));
            std::fs::write(&path, &file.bytes).expect("written");
            files.push(path);
        }
        opened(office, folder.path(), &files);
        let tables: Vec<_> = of.shown.tables.iter().filter(|table| table.numbered).collect();
        assert!(files.len() == most.min(tables.len()));
        for (table, file) in tables.iter().zip(&files) {
            let name = file.file_stem().expect("a name").to_string_lossy();
            let path = folder.path().join("text").join(format!("{name}.txt"));
            let text = std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
            let text = plain(&text);
            let mut rest = text.as_str();
            for cell in
                [&table.caption, &table.about].into_iter().chain(table.heads.iter().chain(&table.rows).flatten())
            {
                let at =
                    rest.find(&plain(cell)).unwrap_or_else(|| panic!("`{cell}` not in {}\n{rest}", path.display()));
                rest = &rest[at..];
            }
        }
    }
}

/// With one space wherever there is any.
fn plain(text: &str) -> String {
    text.trim_start_matches('\u{feff}')
        .split(|c: char| c.is_whitespace())
        .filter(|w| !w.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

#[test]
fn libreoffice_finds_every_cell_of_the_tables_of_the_study() {
    found_in(study(), TABLES);
}

#[test]
fn libreoffice_finds_every_cell_of_a_french_report() {
    found_in(french(), usize::MAX);
}
