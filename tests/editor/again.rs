//! What is kept from one letter to the next changes nothing that is said: after each letter it is what a compilation from nothing
//! says of the same texts.

use super::client::{Client, root};
use prespec::compile::{Kept, Text, Texts, Unread, compile, compile_again};
use std::path::{Path, PathBuf};

/// A plan, a document of it that is written, and the rest from the disk.
struct Written {
    plan: PathBuf,
    /// The path of the document that is written, and its text.
    path: PathBuf,
    text: String,
}

impl Written {
    fn read(&self, path: PathBuf) -> Result<Text, Unread> {
        let text = if path == self.path { self.text.clone() } else { read(&path) };
        Ok(Text::new(path, text))
    }
}

impl Texts for Written {
    fn plan(&self) -> Result<Text, Unread> {
        self.read(self.plan.clone())
    }

    fn document(&self, name: &str) -> Option<Result<Text, Unread>> {
        let mut above = self.plan.ancestors().skip(1).map(|folder| folder.join(format!("{name}.md")));
        above.find(|path| path.is_file()).map(|path| self.read(path))
    }
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

/// Compares after each letter, and after each letter that is taken back.
fn letter_by_letter(plan: &str, document: &str, behind: &str, typed: &str) {
    let path = root().join(document);
    let mut written = Written { plan: root().join(plan), text: read(&path), path };
    let mut at = written.text.find(behind).unwrap_or_else(|| panic!("no `{behind}` in {document}")) + behind.len();
    let mut kept = Kept::default();
    compile_again(&written, &mut kept).expect("texts that are there");
    let (whole, mut said) = (written.text.clone(), 0);
    let mut compare = |written: &Written| {
        let again = compile_again(written, &mut kept).expect("texts that are there");
        let anew = compile(written).expect("texts that are there");
        assert_eq!(again.diagnostics, anew.diagnostics, "{}", written.text);
        assert_eq!(again.digest, anew.digest);
        assert!(again.documents.all().eq(anew.documents.all()), "{}", written.text);
        assert_eq!(again.plan.is_some(), anew.plan.is_some());
        said += again.diagnostics.len();
    };
    for letter in typed.chars() {
        written.text.insert(at, letter);
        at += letter.len_utf8();
        compare(&written);
    }
    written.text = whole;
    compare(&written);
    assert!(said > 0, "nothing that was typed is wrong");
}

#[test]
fn a_plan_compiled_again_says_what_it_says_compiled_anew() {
    letter_by_letter("plans/sirt-hcc/plan.md", "plans/sirt-hcc/plan.md", "endpoint os \"", "\"}");
    letter_by_letter("tests/plans/lung/plan.md", "tests/plans/lung/plan.md", "# 2 ", "3.1 two weeks\n\n```plan\nx");
    letter_by_letter("tests/plans/skin/plan.md", "tests/plans/skin/plan.md", "\nanalysis ", "like {");
    letter_by_letter("plans/lymphoma/plan.md", "plans/lymphoma/plan.md", "\nuse ", "criteria/");
}

#[test]
fn a_criterion_compiled_again_says_what_it_says_compiled_anew() {
    letter_by_letter("tests/plans/skin/plan.md", "tests/plans/skin/criteria/pasi.md", "\nvalue ", "x {");
}

/// The server, after some letters, and another that opens the same texts.
#[test]
fn what_is_told_is_what_a_server_tells_that_begins_anew() {
    let path = root().join("tests/plans/lung/plan.md");
    let mut client = Client::new();
    let uri = client.open(&path);
    let behind = client.find(&uri, "\nendpoint ", " ") + 1;
    for letter in ["z", "{", "é"] {
        client.edit(&uri, behind..behind, letter);
        let told = client.diagnostics(&uri);
        let mut other = Client::new();
        other.open_with(&path, client.text(&uri).to_string());
        assert_eq!(told, other.diagnostics(&uri));
        assert!(!told.is_empty());
        other.shut_down();
    }
    client.shut_down();
}
