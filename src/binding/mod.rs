//! The binding: where each table of a plan is found, and in which notation.
//!
//! Invariant: a [`Binding`] that came out without an error names a file and a file column for everything the plan reads,
//! and every code, unit and sign in it is one the plan knows.

mod columns;
pub mod header;
pub mod keys;
mod not_read;
mod notation;
mod picked;
mod tables;
pub mod yaml;

use crate::calendar;
use crate::diagnostic::{Code, Diagnostic, FileId, Said, Sources, Span, Spanned, Subject, codes, nearest, said};
use crate::plan::ir::Understood;
use crate::plan::references::{Named, Use};
use crate::plan::registry::words;
use encoding_rs::Encoding;
use rust_decimal::Decimal;
use yaml::Node;

const KEYS: &[&str] = &words(&keys::ROOT);

/// A binding checked against its plan.
#[derive(Clone, Debug)]
pub struct Binding {
    /// The data folder as written, below the folder of the binding.
    pub data: String,
    /// The first day that a date of the data can be, days since 1970-01-01.
    pub earliest: i32,
    /// Data cut-off, days since 1970-01-01.
    pub cut_off: i32,
    /// Why the data are not those of patients, where they are simulated; the report says it on every page.
    pub simulated: Option<String>,
    /// In the order of the plan's tables.
    pub tables: Vec<TableBinding>,
}

#[derive(Clone, Debug)]
pub struct TableBinding {
    /// Below the data folder, with `/` between folders.
    pub file: String,
    pub notation: Notation,
    /// In the order of the plan's columns.
    pub columns: Vec<ColumnBinding>,
    /// The rows that it reads are those picked by each of these; all where there are none.
    pub picked: Vec<PickedBy>,
    /// Columns of the file that nothing reads, each with the reason.
    pub not_read: Vec<NotRead>,
    /// The file repeats the row of a key: the repetitions agree, and one of them is taken.
    pub repeats_agree: bool,
    /// Where the binding names the file.
    pub span: Span,
    pub stated: Stated,
}

/// Rows of a file that have one of some codes in a column of it.
#[derive(Clone, Debug, PartialEq)]
pub struct PickedBy {
    pub file_column: Spanned<String>,
    /// As they stand in the file, without blanks around them; an empty one stands for a field that is blank.
    pub codes: Vec<String>,
}

/// A column of a file that nothing reads.
#[derive(Clone, Debug, PartialEq)]
pub struct NotRead {
    pub file_column: Spanned<String>,
    pub because: String,
}

/// What the binding states of a file, so that another one in its place is noticed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stated {
    /// Rows below the header that hold something.
    pub rows: Option<usize>,
    /// SHA-256 of the bytes, hexadecimal in small letters.
    pub sha256: Option<String>,
}

#[derive(Clone, Debug)]
pub struct Notation {
    pub separator: u8,
    pub decimal: char,
    /// As `strptime` has it: `%d/%m/%Y`.
    pub date: String,
    pub encoding: &'static Encoding,
    /// What stands for a missing value, besides nothing at all.
    pub missing: Vec<String>,
}

#[derive(Clone, Debug)]
pub struct ColumnBinding {
    /// The first, where several columns of the file together say by what a row is known.
    pub file_column: Spanned<String>,
    /// The others of these.
    pub further: Vec<Spanned<String>>,
    /// What may stand in the file, each with the plan's code for it.
    pub codes: Vec<CodeBinding>,
    /// Turns a number of the file into the plan's unit.
    pub factor: Option<Decimal>,
    /// Signs of a detection limit that the file may carry.
    pub limits: Vec<char>,
    /// The position of the plan's code that an empty field stands for; none: the value is missing.
    pub blank: Option<usize>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodeBinding {
    /// What stands in the file.
    pub written: String,
    /// The position of the plan's code; for yes/no, 1 and 0.
    pub code: usize,
    /// Where the binding says so; the column, where it has no codes of its own.
    pub span: Span,
}

/// What was read of a binding.
pub struct Bound {
    /// Only where no error was found.
    pub binding: Option<Binding>,
    pub diagnostics: Vec<Diagnostic>,
    /// The names of the plan in it, as far as they were understood; `References::with` adds them to those of the plan.
    pub uses: Vec<Use>,
}

impl ColumnBinding {
    /// Every column of the file that is read for it.
    pub fn file_columns(&self) -> impl Iterator<Item = &Spanned<String>> {
        std::iter::once(&self.file_column).chain(&self.further)
    }
}

impl Notation {
    /// A day as the files of this notation write it.
    pub fn written_day(&self, day: i32) -> String {
        calendar::date(day)
            .and_then(|d| jiff::fmt::strtime::format(&self.date, d).ok())
            .unwrap_or_else(|| calendar::iso(day))
    }
}

/// The `plan:` of a binding, with its place: the plan's path below the binding's folder.
pub fn plan_path(sources: &Sources, file: FileId) -> Result<Spanned<String>, Vec<Diagnostic>> {
    let text = sources.get(file).map_or("", |s| s.text.as_str());
    let root = yaml::parse(text, file).map_err(|d| with_subjects(vec![*d], None, sources))?;
    let mut binder = Binder::default();
    let found = binder.root_entries(&root).and_then(|entries| {
        let path = binder.path(&entries, "plan")?;
        Some(Spanned::new(path, entries.get("plan")?.span))
    });
    found.ok_or_else(|| with_subjects(binder.diagnostics, Some(&root), sources))
}

/// Reads a binding for a plan. `sources` are those of the plan, with the binding among them: a message may show both.
pub fn read_binding(sources: &Sources, file: FileId, plan: &Understood) -> Bound {
    let text = sources.get(file).map_or("", |s| s.text.as_str());
    let root = match yaml::parse(text, file) {
        Ok(root) => root,
        Err(diagnostic) => {
            let diagnostics = with_subjects(vec![*diagnostic], None, sources);
            return Bound { binding: None, diagnostics, uses: vec![] };
        }
    };
    let mut binder = Binder::default();
    let binding = binder.binding(&root, plan).filter(|_| binder.diagnostics.is_empty());
    let Binder { diagnostics, uses } = binder;
    Bound { binding, diagnostics: with_subjects(diagnostics, Some(&root), sources), uses }
}

/// What each fault is about, read off the tree at its place where whoever found it did not say it; without a tree, the text
/// that stands there.
fn with_subjects(mut diagnostics: Vec<Diagnostic>, root: Option<&Node>, sources: &Sources) -> Vec<Diagnostic> {
    for diagnostic in diagnostics.iter_mut().filter(|d| d.subject.is_none()) {
        let Some(place) = diagnostic.primary() else { continue };
        let read = root.and_then(|root| root.subject(place));
        diagnostic.subject = read.or_else(|| Some(Subject::Text(sources.text(place).to_string())));
    }
    diagnostics
}

/// Collects every mistake of one binding, and every name of the plan in it.
#[derive(Default)]
struct Binder {
    diagnostics: Vec<Diagnostic>,
    uses: Vec<Use>,
}

/// The entries of one map whose keys are all known.
#[derive(Clone, Copy)]
struct Entries<'n> {
    entries: &'n [(Spanned<String>, Node)],
    span: Span,
    /// The keys it takes; none where its keys are names of the plan.
    known: &'n [&'n str],
}

impl<'n> Entries<'n> {
    fn get(&self, key: &str) -> Option<&'n Node> {
        self.entries.iter().find(|(k, _)| k.node == key).map(|(_, v)| v)
    }

    /// A key that is none of `known` is this one, it seems, in another spelling; it was reported.
    fn misspells(&self, known: &[&str], key: &str) -> bool {
        let mut strange = self.entries.iter().map(|(k, _)| k.node.as_str()).filter(|k| !known.contains(k));
        strange.any(|k| nearest(k, [key]).is_some())
    }
}

impl Binder {
    fn binding(&mut self, root: &Node, plan: &Understood) -> Option<Binding> {
        let entries = self.root_entries(root)?;
        self.path(&entries, "plan");
        let data = self.path(&entries, "data");
        let earliest = self.earliest(&entries);
        let cut_off = self.cut_off(&entries);
        let simulated = self.simulated(&entries);
        self.earliest_comes_first(&entries, earliest, cut_off);
        let notation = self.notation(entries.get("files"), entries.span, None);
        let shared = self.shared_codes(entries.get("codes"));
        let tables = self.tables(&entries, plan, notation.as_ref(), &shared);
        let (earliest, cut_off) = (earliest?, cut_off?);
        Some(Binding { data: data?, earliest, cut_off, simulated: simulated?, tables: tables? })
    }

    /// `simulated: "how the data were made"`; absent: they are data of patients.
    #[allow(clippy::option_option, reason = "none where it is mistaken, none within where it is not said")]
    fn simulated(&mut self, entries: &Entries<'_>) -> Option<Option<String>> {
        let Some(node) = entries.get("simulated") else { return Some(None) };
        let because = self.text(node, "`simulated`")?.trim().to_string();
        if because.is_empty() || matches!(because.as_str(), "yes" | "no" | "true" | "false") {
            let title = "`simulated` says how the data were made, in words that the report prints";
            let label = "no words";
            return self.error(codes::BINDING_SHAPE, title, node.span, label);
        }
        Some(Some(because))
    }

    fn root_entries<'n>(&mut self, root: &'n Node) -> Option<Entries<'n>> {
        self.entries(root, KEYS, "the binding")
    }

    /// The entries of a map; an unknown key is a mistake, named with the nearest known one.
    fn entries<'n>(&mut self, node: &'n Node, known: &'n [&'n str], of: &str) -> Option<Entries<'n>> {
        let entries = Entries { known, ..self.any_entries(node, of)? };
        for (key, _) in entries.entries {
            if !known.contains(&key.node.as_str()) {
                self.unknown(
                    codes::BINDING_KEY,
                    said!("{of} has no `{key}`", of = capitalised(of), key = key.node),
                    key.span,
                    &key.node,
                    known,
                );
            }
        }
        Some(entries)
    }

    /// The entries of a map whose keys are names.
    fn any_entries<'n>(&mut self, node: &'n Node, of: &str) -> Option<Entries<'n>> {
        match node.map() {
            Some(entries) => Some(Entries { entries, span: node.span, known: &[] }),
            None => self.error(
                codes::BINDING_SHAPE,
                said!("Keys with values are expected for {of}", of),
                node.span,
                "write `key: value`, one to a line",
            ),
        }
    }

    fn required<'n>(&mut self, entries: &Entries<'n>, key: &str, why: &str) -> Option<&'n Node> {
        let found = entries.get(key);
        if found.is_none() && !entries.misspells(entries.known, key) {
            self.report(
                Diagnostic::new(codes::BINDING_MISSING, said!("The binding does not say `{key}`", key))
                    .about(Subject::Key(key.to_string()))
                    .at(entries.span, "missing here")
                    .because(why),
            );
        }
        found
    }

    fn text<'n>(&mut self, node: &'n Node, what: &str) -> Option<&'n str> {
        match node.scalar() {
            Some(text) => Some(text),
            None => self.error(
                codes::BINDING_SHAPE,
                said!("One value is expected for {what}", what),
                node.span,
                "more than one value",
            ),
        }
    }

    fn path(&mut self, entries: &Entries<'_>, key: &str) -> Option<String> {
        let node = self.required(entries, key, "it names a path below the folder of the binding")?;
        self.path_of(node, key)
    }

    /// A path below the folder of the binding, so that a study can be moved and sent as one folder.
    fn path_of(&mut self, node: &Node, key: &str) -> Option<String> {
        let path = self.text(node, &format!("`{key}`"))?;
        if path.is_empty() {
            return self.error(codes::BINDING_MISSING, said!("`{key}` names no path", key), node.span, "empty");
        }
        let drive = path.get(1..2) == Some(":");
        if path.starts_with('/') || path.contains('\\') || drive || path.split('/').any(|p| p == "..") {
            let diagnostic = Diagnostic::new(codes::BINDING_PATH, said!("`{path}` leads out of the folder of the study", path))
                .at(node.span, "not below the folder of the binding")
                .because("a study is moved, kept and sent as one folder")
                .hint("write a path below the binding, with `/` between folders; `--data DIR` reads the files from elsewhere for one run");
            self.report(diagnostic);
            return None;
        }
        Some(path.to_string())
    }

    /// A name of the plan stands here.
    fn note(&mut self, place: Span, kind: Named, owner: String, name: &str) {
        self.uses.push(Use { place, kind, owner, name: name.to_string() });
    }

    fn report(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    fn error<T>(&mut self, code: Code, title: impl Into<Said>, span: Span, label: impl Into<String>) -> Option<T> {
        self.report(Diagnostic::new(code, title).at(span, label));
        None
    }

    /// Something that is not known, with the nearest known name or all of them.
    fn unknown(&mut self, code: Code, title: Said, span: Span, word: &str, known: &[&str]) {
        let diagnostic = Diagnostic::new(code, title)
            .at(span, "not known here")
            .about(Subject::Name(word.to_string()))
            .hint(format!("known here: {}", known.join(", ")))
            .among(known.iter().copied())
            .did_you_mean(span, nearest(word, known.iter().copied()));
        self.report(diagnostic);
    }
}

fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
