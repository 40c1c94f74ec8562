//! The folder in which a chapter is carried out from top to bottom.

use super::merge::{self, Line};
use super::page::{Chapter, Fence, Judged, Language, Task, chapters, root};
use crate::folders::copy;
use prespec::binding::read_binding;
use prespec::compile::{Compiled, compile_at};
use prespec::diagnostic::{Diagnostic, FileId, codes, render::render};
use std::fs;
use std::path::{Path, PathBuf};

pub struct Desk {
    folder: tempfile::TempDir,
}

/// What came of a fragment.
pub struct Checked {
    pub compiled: Compiled,
    pub said: Vec<Diagnostic>,
    /// Of the document that it changes.
    pub file: FileId,
    pub lines: Vec<Line>,
}

/// A code at a line of a fragment.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mark {
    pub line: usize,
    pub code: String,
}

impl Desk {
    /// Beside the folders of the chapter stand `criteria` and `plans`, and the folders of the chapter of examples.
    pub fn new() -> Desk {
        let folder = tempfile::tempdir().expect("a folder");
        for (from, to) in [("plans", "plans"), ("plans/criteria", "criteria")] {
            copy(&root().join(from), &folder.path().join(to));
        }
        let desk = Desk { folder };
        let examples = chapters().into_iter().find(|chapter| chapter.name == "examples.md");
        for fence in examples.iter().flat_map(|chapter: &Chapter| &chapter.fences) {
            if let Task::File { path } = &fence.task {
                desk.write(path, &fence.text);
            }
        }
        desk
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    pub fn write(&self, path: &str, text: &str) {
        let path = self.path().join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text).expect("a file");
    }

    /// The fragment put in, what is said of it, and the document as it was, or with it where the fragment is to stay.
    pub fn check(&self, fence: &Fence) -> Option<Checked> {
        let Task::Fragment { language, judged, folder, document } = &fence.task else { return None };
        let path = self.path().join(folder).join(document);
        let before = fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
        let lines = merge::put_in(&before, &fence.text, *language);
        fs::write(&path, merge::text(&lines)).expect("a document");
        let checked = self.read(*language, folder, document, lines);
        if *judged != Judged::Into {
            fs::write(&path, before).expect("a document");
        }
        Some(checked)
    }

    fn read(&self, language: Language, folder: &str, document: &str, lines: Vec<Line>) -> Checked {
        let mut compiled = compile_at(&self.path().join(folder)).expect("a plan");
        let mut said = compiled.diagnostics.clone();
        let file = match language {
            Language::Plan => {
                let ends = |path: &PathBuf| path.ends_with(document);
                let mut ids = (0..).map(FileId).map_while(|id| compiled.sources.get(id).map(|source| (id, source)));
                let found = ids.find(|(_, source)| ends(&PathBuf::from(&source.path))).map(|(id, _)| id);
                found.unwrap_or_else(|| panic!("{folder}/plan.md does not use {document}"))
            }
            Language::Yaml => {
                let file = compiled.sources.add("binding.yaml", merge::text(&lines));
                said.extend(read_binding(&compiled.sources, file, &compiled.understood).diagnostics);
                file
            }
        };
        Checked { compiled, said, file, lines }
    }
}

impl Checked {
    /// Codes at lines of the fragment; what is said of another line is at line 0. That nothing reads or shows a name yet is no fault of
    /// an example that describes it.
    pub fn marks(&self) -> Vec<Mark> {
        let said = self.said.iter().zip(self.lines_of_said());
        let unread = [codes::NEVER_USED, codes::NEVER_ANALYSED, codes::NEVER_REPORTED];
        let said = said.filter(|(diagnostic, _)| !unread.contains(&diagnostic.code));
        let mark = |(diagnostic, line): (&Diagnostic, Option<usize>)| Mark {
            line: line.unwrap_or(0),
            code: diagnostic.code.0.to_string(),
        };
        let mut marks: Vec<Mark> = said.map(mark).collect();
        marks.sort();
        marks
    }

    /// The line of the fragment of each thing that is said.
    pub fn lines_of_said(&self) -> Vec<Option<usize>> {
        let line = |diagnostic: &Diagnostic| {
            let place = diagnostic.primary().filter(|place| place.file == self.file)?;
            let source = self.compiled.sources.get(place.file)?;
            let before = source.text.get(..place.start as usize)?.matches('\n').count();
            self.lines.get(before)?.of_fragment
        };
        self.said.iter().map(line).collect()
    }

    pub fn told(&self) -> String {
        render(&self.said, &self.compiled.sources, false)
    }
}

/// What the comments at the ends of the lines of a fragment name: `// P003 P012: why`.
pub fn marks_of(fence: &Fence) -> Vec<Mark> {
    let mut marks = vec![];
    for (i, line) in fence.text.lines().enumerate() {
        let Some((_, comment)) = line.rsplit_once("// ").or_else(|| line.rsplit_once(" # ")) else { continue };
        let codes = comment.split(':').next().unwrap_or_default().split_whitespace();
        let is_code = |code: &&str| {
            let (letter, digits) = code.split_at_checked(1).unwrap_or_default();
            letter.bytes().all(|b| b.is_ascii_uppercase()) && digits.len() == 3 && digits.parse::<u16>().is_ok()
        };
        marks.extend(codes.take_while(is_code).map(|code| Mark { line: i + 1, code: code.to_string() }));
    }
    marks.sort();
    marks
}
